// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productreader.h"

#include "config/text.h"
#include "config/values.h"
#include "domain/secretname.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The depth of an environment in the graph of `after`, which has no circle.
int rankBelow(const QString &environment, const QHash<QString, QStringList> &after, const QHash<QString, int> &said,
              QHash<QString, int> &ranks)
{
    if (const auto it = ranks.constFind(environment); it != ranks.cend())
        return *it;
    int rank = 0;
    for (const QString &earlier : after.value(environment))
        rank = std::max(rank, rankBelow(earlier, after, said, ranks) + 1);
    rank = said.value(environment, rank);
    ranks.insert(environment, rank);
    return rank;
}

} // namespace

void ProductReader::readPools(const Fields &top)
{
    for (const YamlNode::Entry &entry : top.things(u"pools"_s)) {
        const Fields f(m_complaints, Section::Pool, entry.value, entry.key);
        Pool p;
        p.key = {entry.key->text};
        p.name = f.text(u"name"_s, p.key.value);
        p.freshness = f.duration(u"fresh-for"_s, p.freshness, 1s, 24h * 365);
        const auto resources = f.things(u"resources"_s);
        if (resources.empty())
            f.missing(u"resources"_s, Text::tr("Name at least one thing that is measured, such as disk."));
        for (const YamlNode::Entry &resource : resources)
            p.resources.push_back(readResource(Fields(m_complaints, Section::Resource, resource.value, resource.key),
                                               resource.key->text));
        m_product.pools.push_back(std::move(p));
    }
}

PoolResource ProductReader::readResource(const Fields &f, const QString &key) const
{
    static const QStringList measures{u"directory"_s, u"file-system"_s, u"leases"_s};
    PoolResource r;
    r.name = key;
    const QString measure = f.requiredText(u"measure"_s, Text::tr("Write directory, file-system or leases."));
    if (!measure.isEmpty() && f.oneOf(u"measure"_s, measure, measures))
        r.measure = static_cast<PoolMeasure>(measures.indexOf(measure));
    r.unit = f.text(u"unit"_s, r.measure == PoolMeasure::Leases ? key : u"bytes"_s);
    r.path =
        f.requiredText(u"path"_s, Text::tr("Name the folder that is measured, relative to this file or absolute."));
    const auto capacity = f.size(u"capacity"_s);
    if (!f.has(u"capacity"_s) && r.measure != PoolMeasure::FileSystem)
        f.missing(u"capacity"_s, Text::tr("Say how much there is; only a file system tells it by itself."));
    if (capacity && *capacity == 0)
        m_complaints.add(f.at(u"capacity"_s), Text::tr("“capacity” is 0"), Text::tr("Say how much there is."));
    r.capacity = static_cast<double>(capacity.value_or(0));
    r.reserve = static_cast<double>(f.size(u"reserve"_s).value_or(0));
    if (r.capacity > 0 && r.reserve >= r.capacity)
        m_complaints.add(f.at(u"reserve"_s), Text::tr("“reserve” leaves nothing of the capacity"),
                         Text::tr("Keep less in reserve."));
    return r;
}

void ProductReader::readEnvironments(const Fields &top)
{
    const auto entries = top.things(u"environments"_s);
    if (entries.empty())
        top.missing(u"environments"_s, Text::tr("Describe at least one place where the product runs."));
    for (const YamlNode::Entry &entry : entries)
        m_product.environments.push_back(
            readEnvironment(Fields(m_complaints, Section::Environment, entry.value, entry.key), entry.key->text));
}

Environment ProductReader::readEnvironment(const Fields &f, const QString &key)
{
    Environment e;
    e.key = {key};
    e.name = f.text(u"name"_s, key);
    e.tier = f.text(u"tier"_s, key);
    e.client = f.text(u"client"_s);
    e.url = f.text(u"url"_s);
    if (!e.url.isEmpty() && !e.url.startsWith(u"http://") && !e.url.startsWith(u"https://"))
        m_complaints.add(f.at(u"url"_s), Text::tr("%1 is no http or https address").arg(quoted(e.url)),
                         Text::tr("Write it as in https://harbour.example/."));
    e.rank = f.integer(u"rank"_s, 0, 0, 1000);
    if (f.has(u"rank"_s))
        m_rankAt.insert(key, std::make_shared<YamlNode>(f.at(u"rank"_s)));
    if (f.has(u"after"_s))
        m_after.insert(key, f.list(u"after"_s));
    if (f.has(u"after-one-of"_s))
        m_afterOneOf.insert(key, readOneOf(f, u"after-one-of"_s));
    e.pool = {f.text(u"pool"_s)};
    if (!e.pool.isEmpty() && !isKnown(e.pool.value, f.at(u"pool"_s), m_product.pools, Text::tr("pool")))
        e.pool = {};

    if (!f.has(u"deploy"_s))
        f.missing(u"deploy"_s, Text::tr("Say which command deploys a build there."));
    e.deploy = readCommandAt(f, u"deploy"_s);
    if (!f.has(u"smoke"_s)) {
        f.missing(u"smoke"_s,
                  Text::tr("Every environment is smoke-tested after each promotion; say with which command."));
    } else {
        const Fields smoke(m_complaints, Section::Smoke, f.node(u"smoke"_s), f.keyOf(u"smoke"_s));
        e.smoke = readCommand(smoke);
        e.smokeJunit = readGlobs(smoke);
    }
    e.automaticRollback = f.flag(u"automatic-rollback"_s, true);
    if (e.automaticRollback && !f.has(u"rollback"_s))
        f.missing(u"rollback"_s,
                  Text::tr("Say which command goes back to the previous build, or write “automatic-rollback: false”."));
    e.rollback = readCommandAt(f, u"rollback"_s);
    e.observe = readCommandAt(f, u"observe"_s);
    e.soak = f.duration(u"soak"_s, 0s, 0s, 24h * 365);
    readApprovals(f, e);
    readChecklist(f, e);
    readGates(f, e);
    readDemand(f, e);
    readWait(f, e);
    readValidation(f, e);
    return e;
}

void ProductReader::readDemand(const Fields &f, Environment &environment) const
{
    const auto words = f.words(u"demand"_s);
    if (words.empty())
        return;
    if (!f.has(u"pool"_s)) {
        m_complaints.add(*f.keyOf(u"demand"_s), Text::tr("There is a demand but no pool that could meet it"),
                         Text::tr("Name the pool, or take the demand out."));
        return;
    }
    const Pool *pool = m_product.pool(environment.pool);
    if (!pool)
        return; // an unknown pool, which was complained of
    QStringList resources;
    for (const PoolResource &r : pool->resources)
        resources.append(r.name);
    for (const auto &[entry, word] : words) {
        if (!isKnown(entry.key->text, *entry.key, resources,
                     Text::tr("resource of the pool “%1”").arg(pool->key.value)))
            continue;
        const auto size = parseSize(word);
        if (size)
            environment.demand.insert(entry.key->text, static_cast<double>(*size));
        else
            m_complaints.add(*entry.value, Text::tr("“%1” is %2, which is no size").arg(entry.key->text, quoted(word)),
                             Text::tr("Write for example 256 MiB, 1.5 GiB or a plain number."));
    }
}

/// Called once the graph is known to have no circle.
void ProductReader::readRanks()
{
    QHash<QString, QStringList> after;
    QHash<QString, int> said, ranks;
    for (const Environment &e : m_product.environments) {
        if (m_rankAt.contains(e.key.value))
            said.insert(e.key.value, e.rank);
        for (const auto *words : {&m_after, &m_afterOneOf}) {
            for (const auto &[word, at] : words->value(e.key.value)) {
                if (m_product.environment({word}))
                    after[e.key.value].append(word);
            }
        }
    }
    for (Environment &e : m_product.environments) {
        e.rank = rankBelow(e.key.value, after, said, ranks);
        for (const QString &earlier : after.value(e.key.value)) {
            if (m_rankAt.contains(e.key.value) && rankBelow(earlier, after, said, ranks) > e.rank)
                m_complaints.add(
                    *m_rankAt.value(e.key.value),
                    Text::tr("“%1” has rank %2 but comes after “%3” of rank %4")
                        .arg(e.key.value, QString::number(e.rank), earlier, QString::number(ranks.value(earlier))),
                    Text::tr("Give it a higher rank, or leave the ranks to Humdrum."));
        }
    }
    std::ranges::stable_sort(m_product.environments, {}, &Environment::rank);
}

CommandSpec ProductReader::readCommandAt(const Fields &f, const QString &key) const
{
    if (!f.has(key))
        return {};
    return readCommand(Fields(m_complaints, Section::Command, f.node(key), f.keyOf(key)));
}

CommandSpec ProductReader::readCommand(const Fields &f) const
{
    CommandSpec c;
    readArguments(f, c);
    c.timeout = f.duration(u"timeout"_s, c.timeout, 1ms, 7 * 24h);
    c.retries = f.integer(u"retries"_s, c.retries, 0, 20);
    c.backoff = f.duration(u"backoff"_s, c.backoff, 0s, 1h);
    if (const auto cap = f.size(u"output-cap"_s)) {
        if (*cap < 1024 || *cap > (qint64{1} << 30))
            m_complaints.add(f.at(u"output-cap"_s), Text::tr("“output-cap” lies outside of 1 KiB to 1 GiB"),
                             Text::tr("Write for example 16 MiB."));
        c.outputCap = *cap;
    }
    c.workingFolder = f.text(u"working-folder"_s);
    c.idempotent = f.flag(u"idempotent"_s, false);
    c.cleanup = f.strings(u"cleanup"_s);
    if (f.has(u"cleanup"_s) && (c.cleanup.isEmpty() || c.cleanup.first().isEmpty()))
        m_complaints.add(f.at(u"cleanup"_s), Text::tr("“cleanup” names no program"),
                         Text::tr("Write program and arguments as in [tool, clean], or take the key out."));
    readVariables(f, c);
    return c;
}

void ProductReader::readArguments(const Fields &f, CommandSpec &command) const
{
    command.shell = f.flag(u"shell"_s, false);
    const YamlPtr run = f.node(u"run"_s);
    if (!run) {
        f.missing(u"run"_s, Text::tr("Write program and arguments as in [tool, argument]."));
        return;
    }
    if (command.shell) {
        if (run->kind == YamlNode::Kind::Scalar && !run->text.trimmed().isEmpty())
            command.argv = {run->text};
        else
            m_complaints.add(f.at(u"run"_s),
                             Text::tr("“run” is no text, but with “shell: true” it is one line for the shell"),
                             Text::tr("Write one text, or take “shell” out."));
        return;
    }
    if (run->kind == YamlNode::Kind::Scalar) {
        m_complaints.add(f.at(u"run"_s), Text::tr("“run” is a text, but a list of program and arguments belongs here"),
                         Text::tr("Write [tool, argument], or add “shell: true” if a shell is meant."));
        return;
    }
    command.argv = f.strings(u"run"_s);
    if (run->kind == YamlNode::Kind::Sequence && (command.argv.isEmpty() || command.argv.first().isEmpty()))
        m_complaints.add(f.at(u"run"_s), Text::tr("“run” names no program"),
                         Text::tr("Write program and arguments as in [tool, argument]."));
}

/// Whether a command may get a variable of that name.
bool ProductReader::isVariable(const YamlNode &key) const
{
    static const QRegularExpression form(u"^[A-Za-z_][A-Za-z0-9_]*\\z"_s);
    const QString &name = key.text;
    const bool formed = form.match(name).hasMatch(), own = name.startsWith(u"HUMDRUM_");
    if (!formed)
        m_complaints.add(key, Text::tr("%1 cannot be the name of a variable").arg(quoted(name)),
                         Text::tr("Use letters, digits and '_', not beginning with a digit."));
    else if (own)
        m_complaints.add(key, Text::tr("The variable “%1” is Humdrum's own").arg(name),
                         Text::tr("Choose a name that does not begin with HUMDRUM_."));
    return formed && !own;
}

void ProductReader::readVariables(const Fields &f, CommandSpec &command) const
{
    for (const auto &[entry, text] : f.words(u"environment"_s)) {
        (void)isVariable(*entry.key);
        command.environment.insert(entry.key->text, text);
    }
    for (const auto &[entry, text] : f.words(u"secrets"_s)) {
        const QString name = entry.key->text;
        if (isVariable(*entry.key) && command.environment.contains(name))
            m_complaints.add(*entry.key, Text::tr("The variable “%1” stands in “environment” too").arg(name),
                             Text::tr("Take it out there: a secret does not belong into this file."));
        // Not quoted: who wrote the value in place of the name finds it in no message.
        if (!isSecretName(text))
            m_complaints.add(
                *entry.value, Text::tr("What “%1” gets is not the name of a secret").arg(name),
                Text::tr("Write a name of letters, digits, '.', '_' and '-', such as aurora-db, and keep its "
                         "value with “humdrumctl secrets set aurora-db”."));
        command.secrets.insert(name, text);
    }
}

QStringList ProductReader::readGlobs(const Fields &f) const
{
    for (const auto &[word, at] : f.list(u"junit"_s)) {
        if (word.trimmed().isEmpty())
            m_complaints.add(*at, Text::tr("An empty pattern names no file"),
                             Text::tr("Write for example build/*.xml."));
    }
    return f.strings(u"junit"_s);
}

} // namespace humdrum
