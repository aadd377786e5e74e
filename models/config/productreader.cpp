// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productreader.h"

#include "config/recurrence.h"
#include "config/text.h"
#include "config/values.h"

#include <QDir>
#include <QSet>
#include <QTimeZone>

#include <algorithm>
#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Duration longest = 10 * 365 * 24h;

/// A path inside a repository: relative, and not out of it.
void checkInside(const Fields &f, const QString &key, const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    if (QDir::isAbsolutePath(path) || clean == u".." || clean.startsWith(u"../") || path.startsWith(u'-'))
        f.complaints().add(f.at(key),
                           Text::tr("“%1” is %2, which is no path inside the repository").arg(key, quoted(path)),
                           Text::tr("Write it relative to the top of the repository."));
}

QString initialsOf(const QString &name)
{
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    QString initials = words.first().left(1);
    if (words.size() > 1)
        initials += words.last().left(1);
    return initials.toUpper();
}

} // namespace

void ProductReader::read(const YamlPtr &root)
{
    const Fields top(m_complaints, Section::Top, root, root);
    if (root->kind != YamlNode::Kind::Map)
        return;
    if (!readSchema(top)) {
        // Another version has other keys: only the version is wrong.
        m_complaints.errors().remove(0, m_complaints.errors().size() - 1);
        return;
    }
    readIdentity(top);
    readServices(top);
    readRoles(top);
    readPeople(top);
    checkSignOffs(top);
    readPools(top);
    readEnvironments(top);
    readPipeline(top);
    readCalendar(top);
}

bool ProductReader::readSchema(const Fields &top)
{
    if (!top.has(u"humdrum"_s)) {
        top.missing(u"humdrum"_s,
                    Text::tr("Begin the file with “humdrum: %1”, the version of its schema.").arg(productSchema));
        return false;
    }
    const qsizetype before = m_complaints.errors().size();
    m_product.schema = top.integer(u"humdrum"_s, 0, 1, std::numeric_limits<int>::max());
    if (m_complaints.errors().size() > before)
        return false;
    if (m_product.schema == productSchema)
        return true;
    m_complaints.add(top.at(u"humdrum"_s),
                     Text::tr("The file is written in version %1 of the schema, and this Humdrum reads version %2")
                         .arg(m_product.schema)
                         .arg(productSchema),
                     Text::tr("Use a newer Humdrum, or write the file in version %1.").arg(productSchema));
    return false;
}

void ProductReader::readIdentity(const Fields &top)
{
    if (!top.has(u"product"_s)) {
        top.missing(u"product"_s, Text::tr("Describe it with key, name and zone."));
        return;
    }
    const Fields f(m_complaints, Section::Product, top.node(u"product"_s), top.keyOf(u"product"_s));
    m_product.key = f.requiredText(u"key"_s, Text::tr("Give the product a short key, such as “harbour”."));
    if (!m_product.key.isEmpty() && !isKey(m_product.key))
        m_complaints.add(f.at(u"key"_s), Text::tr("%1 cannot be a key").arg(quoted(m_product.key)),
                         Text::tr("Use lower-case letters, digits, '-', '_' and '.', beginning with a letter or digit, "
                                  "at most 64; a name can say the rest."));
    m_product.name = f.text(u"name"_s, m_product.key);
    m_everywhere = readItems(f);
    const QString zone = f.requiredText(u"zone"_s, Text::tr("Name the product's time zone, such as “Europe/Berlin”."));
    if (zone.isEmpty())
        return;
    const QByteArray id = zone.toUtf8();
    // Qt also knows offsets such as UTC+01:00, which know no summer time and are no IANA zones.
    if ((zone.startsWith(u"UTC") && zone != u"UTC") || !QTimeZone::isTimeZoneIdAvailable(id)) {
        QStringList known;
        for (const QByteArray &z : QTimeZone::availableTimeZoneIds())
            known.append(QString::fromUtf8(z));
        const QString near = nearest(zone, known);
        m_complaints.add(f.at(u"zone"_s), Text::tr("%1 is no time zone").arg(quoted(zone)),
                         near.isEmpty() ? Text::tr("Write an IANA name, such as “Europe/Berlin”.")
                                        : Text::tr("Did you mean “%1”?").arg(near));
        return;
    }
    m_product.zone = id;
}

void ProductReader::readServices(const Fields &top)
{
    const auto entries = top.things(u"services"_s);
    if (entries.empty())
        top.missing(u"services"_s, Text::tr("Describe at least one service with its repository."));
    for (const YamlNode::Entry &entry : entries) {
        const Fields f(m_complaints, Section::Service, entry.value, entry.key);
        Service s;
        s.key = {entry.key->text};
        s.name = f.text(u"name"_s, s.key.value);
        const QString repository = f.requiredText(
            u"repository"_s, Text::tr("Name the folder of its git repository, relative to this file or absolute."));
        if (!repository.isEmpty())
            s.repository = QDir::cleanPath(QDir(m_product.folder).absoluteFilePath(repository));
        s.mainLine = f.text(u"main-line"_s, s.mainLine);
        if (s.mainLine.startsWith(u'-') || s.mainLine.contains(u' ') || s.mainLine.contains(u".."))
            m_complaints.add(f.at(u"main-line"_s), Text::tr("%1 is no branch").arg(quoted(s.mainLine)),
                             Text::tr("Name a branch, such as main."));
        s.versionFile = f.text(u"version-file"_s, s.versionFile);
        checkInside(f, u"version-file"_s, s.versionFile);
        s.notesPath = f.text(u"notes"_s, s.notesPath);
        checkInside(f, u"notes"_s, s.notesPath);
        m_dependsOn.insert(s.key.value, f.list(u"depends-on"_s));
        m_product.services.push_back(std::move(s));
    }
    std::vector<std::pair<QString, QStringList>> graph;
    for (Service &s : m_product.services) {
        QStringList needs;
        for (const auto &[word, at] : m_dependsOn.value(s.key.value)) {
            if (!isKnown(word, *at, m_product.services, Text::tr("service")) || !isNew(word, *at, s.dependsOn))
                continue;
            s.dependsOn.push_back({word});
            needs.append(word);
        }
        graph.emplace_back(s.key.value, needs);
    }
    const std::vector<QString> cycle = findCycle(graph);
    if (cycle.empty())
        return;
    for (const auto &[word, at] : m_dependsOn.value(cycle.back())) {
        if (word == cycle.front())
            m_complaints.add(*at,
                             Text::tr("The services depend on each other in a circle: %1")
                                 .arg(QStringList(cycle.begin(), cycle.end()).join(u" → "_s) + u" → " + cycle.front()),
                             Text::tr("Take one of these dependencies out."));
    }
}

void ProductReader::readRoles(const Fields &top)
{
    for (const YamlNode::Entry &entry : top.things(u"roles"_s)) {
        const Fields f(m_complaints, Section::Role, entry.value, entry.key);
        Role r;
        r.key = {entry.key->text};
        r.name = f.text(u"name"_s, r.key.value);
        static const QStringList rights{u"promote"_s, u"approve"_s, u"override"_s};
        for (const auto &[word, at] : f.list(u"may"_s)) {
            if (!isKnown(word, *at, rights, Text::tr("right")))
                continue;
            bool &right = word == rights[0] ? r.mayPromote : word == rights[1] ? r.mayApprove : r.mayOverride;
            if (right)
                twice(word, *at);
            right = true;
        }
        r.signOffs = f.integer(u"sign-offs"_s, 0, 0, 1000);
        m_product.roles.push_back(std::move(r));
    }
}

void ProductReader::readPeople(const Fields &top)
{
    QSet<QString> addresses;
    for (const YamlNode::Entry &entry : top.things(u"people"_s)) {
        const Fields f(m_complaints, Section::Person, entry.value, entry.key);
        Person p = readPerson(f, entry.key->text);
        if (!p.email.isEmpty() && addresses.contains(p.email.toLower()))
            m_complaints.add(f.at(u"email"_s), Text::tr("Two people have the address %1").arg(quoted(p.email)),
                             Text::tr("Commits could not be told apart; give each an own one."));
        addresses.insert(p.email.toLower());
        m_product.people.push_back(std::move(p));
    }
}

Person ProductReader::readPerson(const Fields &f, const QString &key)
{
    Person p;
    p.key = {key};
    p.name = f.text(u"name"_s, key);
    p.email = f.text(u"email"_s);
    const qsizetype sign = p.email.indexOf(u'@');
    if (!p.email.isEmpty() && (sign < 1 || sign + 1 == p.email.size() || p.email.contains(u' ')))
        m_complaints.add(f.at(u"email"_s), Text::tr("%1 is no e-mail address").arg(quoted(p.email)),
                         Text::tr("Write the one that the person's commits carry."));
    p.initials = f.text(u"initials"_s, initialsOf(p.name));
    if (p.initials.size() > 4)
        m_complaints.add(f.at(u"initials"_s), Text::tr("%1 is longer than 4 letters").arg(quoted(p.initials)),
                         Text::tr("Shorten it."));
    p.roles = references<RoleKey>(f, u"roles"_s, m_product.roles, Text::tr("role"));
    if (p.roles.size() < f.list(u"roles"_s).size())
        m_doubtful.insert(p.key);
    const YamlPtr away = f.node(u"away"_s);
    if (!away)
        return p;
    if (away->kind != YamlNode::Kind::Sequence) {
        m_complaints.add(f.at(u"away"_s), Text::tr("“away” is no list"),
                         Text::tr("Write it as in [{from: 2026-12-21, to: 2027-01-03}]."));
        return p;
    }
    for (const YamlPtr &item : away->items) {
        const Fields a(m_complaints, Section::Away, item, item);
        for (const QString &end : {u"from"_s, u"to"_s}) {
            if (!a.has(end))
                a.missing(end, Text::tr("Write both days, as in {from: 2026-12-21, to: 2027-01-03}."));
        }
        const auto from = a.date(u"from"_s);
        const auto to = a.date(u"to"_s);
        if (from && to && *to < *from)
            m_complaints.add(a.at(u"to"_s), Text::tr("“to” is before “from”"), Text::tr("Swap them."));
        else if (from && to)
            p.away.push_back({*from, *to});
    }
    return p;
}

/// Rule 11.
void ProductReader::checkSignOffs(const Fields &top)
{
    for (const YamlNode::Entry &entry : top.things(u"roles"_s)) {
        const Role *role = m_product.role({entry.key->text});
        const auto people = std::ranges::count_if(
            m_product.people, [&](const Person &p) { return std::ranges::contains(p.roles, role->key); });
        if (role->signOffs > people + m_doubtful.size()) {
            const YamlNode::Entry *at = entry.value->find(u"sign-offs");
            m_complaints.add(at ? *at->value : *entry.key,
                             Text::tr("%1 sign-offs are asked of the role “%2”, which %3 people have")
                                 .arg(QString::number(role->signOffs), role->key.value, QString::number(people)),
                             Text::tr("Give the role to more people, or ask for fewer sign-offs."));
        }
    }
}

void ProductReader::readCalendar(const Fields &top)
{
    if (!top.has(u"calendar"_s))
        return;
    const Fields f(m_complaints, Section::Calendar, top.node(u"calendar"_s), top.keyOf(u"calendar"_s));
    if (f.has(u"trains"_s))
        readTrains(f);
    for (const YamlNode::Entry &entry : f.things(u"rules"_s))
        readRule(entry);
}

void ProductReader::readTrains(const Fields &calendar)
{
    const Fields f(m_complaints, Section::Trains, calendar.node(u"trains"_s), calendar.keyOf(u"trains"_s));
    TrainSchedule &t = m_product.trains;
    if (!f.has(u"since"_s))
        f.missing(u"since"_s, Text::tr("Name the first day on which a train may depart, as in 2026-04-27."));
    if (const auto since = f.date(u"since"_s))
        t.since = *since;
    t.recurrence = recurrence(f, t.recurrence);
    if (const auto departs = f.time(u"departs"_s))
        t.departs = *departs;
    t.cutoffBefore = f.duration(u"cut-off"_s, t.cutoffBefore, 0s, 24h * 365);
    readRotation(f);
}

void ProductReader::readRotation(const Fields &trains)
{
    std::vector<PersonKey> &rotation = m_product.trains.rotation;
    rotation = references<PersonKey>(trains, u"rotation"_s, m_product.people, Text::tr("person"));
    const Words words = trains.list(u"rotation"_s);
    if (words.size() == 1)
        m_complaints.add(trains.at(u"rotation"_s),
                         Text::tr("One person alone is no rotation: nobody deploys two trains in a row"),
                         Text::tr("Name at least two people."));
    for (const auto &[word, at] : words) {
        const Person *person = m_product.person({word});
        const bool may =
            !person || m_doubtful.contains(person->key) || std::ranges::any_of(person->roles, [&](const RoleKey &key) {
                const Role *role = m_product.role(key);
                return role && role->mayPromote;
            });
        if (!may)
            m_complaints.add(*at, Text::tr("“%1” is in the rotation but has no role that may promote").arg(word),
                             Text::tr("Give the person such a role, or take the key out."));
    }
}

void ProductReader::readRule(const YamlNode::Entry &entry)
{
    const Fields f(m_complaints, Section::Rule, entry.value, entry.key);
    CalendarRule r;
    r.key = entry.key->text;
    r.title = f.text(u"title"_s, r.key);
    if (!f.has(u"kind"_s))
        f.missing(u"kind"_s, Text::tr("Write window, freeze or environment-change."));
    r.kind = f.word<RuleKind>(u"kind"_s, r.kind, {u"window"_s, u"freeze"_s, u"environment-change"_s});
    r.start = wallTime(f, u"start"_s);
    if (!f.has(u"length"_s))
        f.missing(u"length"_s, Text::tr("Say how long it lasts, as in 10h or 14d."));
    r.length = f.duration(u"length"_s, 0s, 1min, longest);
    r.recurrence = recurrence(f, {});
    r.environments = references<EnvironmentKey>(f, u"environments"_s, m_product.environments, Text::tr("environment"));
    m_product.calendar.push_back(std::move(r));
}

QString ProductReader::recurrence(const Fields &f, const QString &otherwise) const
{
    QString rule = f.text(u"recurrence"_s).toUpper();
    if (rule.isEmpty())
        return otherwise;
    const QString problem = recurrenceProblem(rule);
    if (problem.isEmpty())
        return rule;
    m_complaints.add(f.at(u"recurrence"_s), problem, Text::tr("Write an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=TU."));
    return otherwise;
}

QDateTime ProductReader::wallTime(const Fields &f, const QString &key) const
{
    if (!f.has(key)) {
        f.missing(key, Text::tr("Say when it begins the first time, as in 2026-12-21T00:00."));
        return {};
    }
    const QString text = f.text(key);
    if (text.isEmpty())
        return {};
    const auto date = parseDate(QStringView(text).left(10));
    const auto time = text.size() > 11 && (text[10] == u'T' || text[10] == u' ')
        ? parseTime(QStringView(text).sliced(11))
        : std::nullopt;
    if (!date || !time) {
        m_complaints.add(f.at(key), Text::tr("“%1” is %2, which is no date and time of day").arg(key, quoted(text)),
                         Text::tr("Write it in the product's zone and without an offset, as in 2026-12-21T00:00."));
        return {};
    }
    const QTimeZone zone(m_product.zone.isEmpty() ? "UTC"_ba : m_product.zone);
    const QDateTime start(*date, *time, zone);
    if (start.time() != *time || start.date() != *date)
        m_complaints.add(f.at(key),
                         Text::tr("%1 does not exist in %2: the clocks are put forward over it")
                             .arg(quoted(text), QString::fromUtf8(m_product.zone)),
                         Text::tr("Choose an hour earlier or later."));
    return start;
}

bool ProductReader::isKnown(const QString &word, const YamlNode &at, const QStringList &keys, const QString &what) const
{
    if (keys.contains(word))
        return true;
    m_complaints.add(at, Text::tr("There is no %1 %2").arg(what, quoted(word)), didYouMean(word, keys));
    return false;
}

void ProductReader::twice(const QString &word, const YamlNode &at) const
{
    m_complaints.add(at, Text::tr("%1 is in this list twice").arg(quoted(word)), Text::tr("Take one out."));
}

std::vector<QString> findCycle(const std::vector<std::pair<QString, QStringList>> &graph)
{
    enum class Colour { White, Grey, Black };
    QHash<QString, Colour> colours;
    QHash<QString, QStringList> needs;
    for (const auto &[node, list] : graph)
        needs.insert(node, list);
    std::vector<QString> path, cycle;
    const auto visit = [&](this const auto &self, const QString &node) -> bool {
        colours[node] = Colour::Grey;
        path.push_back(node);
        for (const QString &next : needs.value(node)) {
            const Colour colour = colours.value(next, Colour::White);
            if (colour == Colour::Grey) {
                cycle.assign(std::ranges::find(path, next), path.end());
                return true;
            }
            if (colour == Colour::White && self(next))
                return true;
        }
        path.pop_back();
        colours[node] = Colour::Black;
        return false;
    };
    for (const auto &[node, list] : graph) {
        if (colours.value(node, Colour::White) == Colour::White && visit(node))
            return cycle;
    }
    return {};
}

} // namespace humdrum
