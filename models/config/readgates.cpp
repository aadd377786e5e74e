// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is asked before something is promoted to an environment, and how long it soaks there.

#include "config/productreader.h"

#include "config/text.h"

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostItems = 50;
constexpr qsizetype longestItem = 200; ///< characters; it is shown in one line or two
constexpr qint64 mostRounds = 500;     ///< of a soak: each is a step or two of its promotion

void addGate(Environment &environment, GateKind kind)
{
    if (!std::ranges::contains(environment.gates, kind))
        environment.gates.push_back(kind);
}

} // namespace

void ProductReader::readGates(const Fields &f, Environment &environment) const
{
    static const QStringList known{u"approval"_s, u"checklist"_s, u"notes"_s, u"smoke"_s, u"soak"_s};
    static const QStringList always{u"upstream"_s, u"window"_s, u"resource"_s, u"hold"_s};
    std::vector<GateKind> listed;
    for (const auto &[word, at] : f.list(u"gates"_s)) {
        if (always.contains(word)) {
            m_complaints.add(*at, Text::tr("The gate “%1” always applies").arg(word),
                             Text::tr("Take it out of the list."));
        } else if (isKnown(word, *at, known, Text::tr("gate"))) {
            const GateKind kind = *fromWord<GateKind>(word);
            if (std::ranges::contains(listed, kind))
                twice(word, *at);
            listed.push_back(kind);
            if (kind == GateKind::Soak && environment.soak == 0s)
                m_complaints.add(*at, Text::tr("The gate “soak” has no time to wait for"),
                                 Text::tr("Write for example “soak: 1h”."));
            if (kind == GateKind::Checklist && environment.checklist.isEmpty())
                m_complaints.add(*at, Text::tr("The gate “checklist” has nothing to tick"),
                                 Text::tr("Write for example “checklist: [\"the client is told\"]”."));
        }
    }
    for (const GateKind kind : listed)
        addGate(environment, kind);
    if (environment.soak > 0s)
        addGate(environment, GateKind::Soak);
    if (!environment.approvals.empty())
        addGate(environment, GateKind::Approval);
    if (f.has(u"checklist"_s) && !environment.checklist.isEmpty())
        addGate(environment, GateKind::Checklist);
}

void ProductReader::readApprovals(const Fields &f, Environment &environment) const
{
    for (const auto &[entry, word] : f.words(u"approvals"_s)) {
        const RoleKey key{entry.key->text};
        if (!isKnown(key.value, *entry.key, m_product.roles, Text::tr("role")))
            continue;
        const Role *role = m_product.role(key);
        if (!role->mayApprove)
            m_complaints.add(*entry.key, Text::tr("The role “%1” may not approve").arg(key.value),
                             Text::tr("Write “may: [approve]” in the role, or ask another one."));
        bool number = false;
        const int count = word.toInt(&number);
        const auto people = std::ranges::count_if(m_product.people,
                                                  [&](const Person &p) { return std::ranges::contains(p.roles, key); });
        if (!number || count < 1) {
            m_complaints.add(*entry.value,
                             Text::tr("“%1” is %2, which is no number of approvals").arg(key.value, quoted(word)),
                             Text::tr("Write a whole number from 1."));
        } else if (count > people + m_doubtful.size()) { // rule 11
            m_complaints.add(*entry.value,
                             Text::tr("%1 approvals are asked of the role “%2”, which %3 people have")
                                 .arg(QString::number(count), key.value, QString::number(people)),
                             Text::tr("Give the role to more people, or ask for fewer approvals."));
        } else {
            environment.approvals.push_back({key, count});
        }
    }
}

/// Texts that are ticked. The product's come first wherever an environment has a checklist.
QStringList ProductReader::readItems(const Fields &f) const
{
    QStringList items;
    for (const auto &[word, at] : f.list(u"checklist"_s)) {
        const QString item = word.simplified();
        if (item.isEmpty() || item.size() > longestItem)
            m_complaints.add(*at,
                             item.isEmpty()
                                 ? Text::tr("An item of the checklist is empty")
                                 : Text::tr("An item of the checklist is longer than %1 characters").arg(longestItem),
                             Text::tr("Say in one sentence what has to be true."));
        else if (items.contains(item))
            twice(item, *at);
        else
            items << item;
    }
    if (items.size() > mostItems)
        m_complaints.add(f.at(u"checklist"_s), Text::tr("The checklist has more than %1 items").arg(mostItems),
                         Text::tr("Keep to what a person has to look at."));
    return items;
}

void ProductReader::readChecklist(const Fields &f, Environment &environment) const
{
    const QStringList own = readItems(f);
    const auto gates = f.list(u"gates"_s);
    const bool asked = f.has(u"checklist"_s) ||
        std::ranges::any_of(gates, [](const auto &gate) { return gate.first == wordOf(GateKind::Checklist); });
    if (!asked)
        return;
    environment.checklist = m_everywhere;
    for (const QString &item : own) {
        if (!environment.checklist.contains(item))
            environment.checklist << item;
    }
}

void ProductReader::readWait(const Fields &f, Environment &environment) const
{
    if (!f.has(u"await"_s))
        return;
    const Fields a(m_complaints, Section::Await, f.node(u"await"_s), f.keyOf(u"await"_s));
    GateWait wait;
    wait.delay = a.duration(u"delay"_s, wait.delay, 0s, 24h * 7);
    wait.interval = a.duration(u"interval"_s, wait.interval, 1s, 24h);
    wait.timeout = a.duration(u"timeout"_s, wait.timeout, 1s, 24h * 30);
    if (wait.timeout <= wait.delay)
        m_complaints.add(a.at(u"timeout"_s), Text::tr("“timeout” ends before the first round"),
                         Text::tr("Make it longer than “delay”."));
    environment.wait = wait;
}

void ProductReader::readValidation(const Fields &f, Environment &environment) const
{
    if (!f.has(u"validate"_s))
        return;
    const Fields v(m_complaints, Section::Validate, f.node(u"validate"_s), f.keyOf(u"validate"_s));
    if (!v.has(u"soak"_s))
        v.missing(u"soak"_s, Text::tr("Say how long it soaks, as in 30m."));
    Validation validation;
    validation.soak = v.duration(u"soak"_s, 1min, 1s, 24h * 7);
    validation.every = v.duration(u"every"_s, std::min<Duration>(5min, validation.soak), 1s, 24h * 7);
    if (validation.every > validation.soak)
        m_complaints.add(v.at(u"every"_s), Text::tr("“every” is longer than “soak”"), Text::tr("Make it shorter."));
    else if (validation.soak / validation.every > mostRounds)
        m_complaints.add(v.at(u"every"_s), Text::tr("The smoke test would be run more than %1 times").arg(mostRounds),
                         Text::tr("Make “every” longer."));
    environment.validation = validation;
}

} // namespace humdrum
