// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "operations/overview/waitingforme.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const WaitingItem &item)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{u"kind"_s, wordOf(item.kind)}, {u"title"_s, item.title},       {u"why"_s, item.why},
            {u"subject"_s, item.subject},   {u"role"_s, orNull(item.part)}, {u"since"_s, jsonTime(item.since)}};
}

int waiting(const Invocation &invocation)
{
    auto context = invocation.open(Invocation::Need::Read);
    if (!context)
        return report(invocation, context.error());
    const QString person = (*context)->actor().person;
    auto found = (*context)
                     ->store()
                     .read(withZone([person](Session &session) { return readWaiting(session, person, session.now()); }))
                     .takeResult();
    if (!found)
        return report(invocation, found.error());
    if (invocation.json) {
        QJsonArray array;
        for (const WaitingItem &item : found->first)
            array.append(toJson(item));
        printJson(array);
        return 0;
    }
    std::vector<QStringList> rows;
    for (const WaitingItem &item : found->first)
        rows.push_back({wordOf(item.kind), item.subject, shown(item.since, found->second), item.title, item.why});
    printTable({u"TO DO"_s, u"SUBJECT"_s, heading(u"SINCE"_s, found->second), u"WHAT"_s, u"WHY"_s}, rows,
               u"Nothing waits for %1."_s.arg(person));
    return 0;
}

} // namespace

void addWaiting(CLI::App &app, Invocation &invocation)
{
    CLI::App *command = app.add_subcommand(
        "waiting", "What waits for one person (--as): decisions, sign-offs, notes, and the trains that they deploy");
    command->callback([&invocation] { invocation.run = [&invocation] { return waiting(invocation); }; });
}

} // namespace humdrum::ctl
