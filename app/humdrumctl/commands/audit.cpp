// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"

#include <CLI/CLI.hpp>

#include <QJsonDocument>
#include <QRegularExpression>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QJsonValue parsed(const QByteArray &json)
{
    return json.isEmpty() ? QJsonValue() : QJsonValue(QJsonDocument::fromJson(json).object());
}

/// With the zone to show them in.
Result<std::pair<std::vector<AuditEvent>, QByteArray>> list(Session &session, int limit, const std::string &subject)
{
    static const QRegularExpression form(u"^[a-z-]+:[0-9]+$"_s);
    const QString wanted = QString::fromStdString(subject);
    if (!wanted.isEmpty() && !form.match(wanted).hasMatch())
        return fail(ErrorCode::InvalidInput, u"--subject %1: that is no kind of thing with its number."_s.arg(wanted),
                    u"Write it as promotion:17; the list itself shows them."_s);
    auto zone = zoneOf(session);
    if (!zone)
        return std::unexpected(zone.error());
    return session.audit().list(limit, wanted).transform([&](std::vector<AuditEvent> events) {
        return std::pair(std::move(events), *zone);
    });
}

void addVerify(CLI::App &audit, Invocation &invocation)
{
    CLI::App *command = audit.add_subcommand("verify", "Recompute the chain of hashes; exit code 3 when it is broken");
    command->callback([&invocation] {
        invocation.run = [&invocation] {
            bool intact = true;
            const int code = readAndShow(
                invocation, [](Session &session) { return session.audit().verify(); },
                [&](const AuditLog::Verdict &verdict) {
                    intact = verdict.intact;
                    if (invocation.json) {
                        printJson(QJsonObject{
                            {u"events"_s, verdict.events},
                            {u"intact"_s, verdict.intact},
                            {u"first_broken"_s,
                             verdict.firstBroken.isValid() ? QJsonValue(verdict.firstBroken.value) : QJsonValue()},
                            {u"message"_s, verdict.message}});
                    } else if (verdict.intact) {
                        print(u"%1 events, intact"_s.arg(verdict.events));
                    } else {
                        print(verdict.message);
                    }
                });
            return code != 0 ? code : intact ? 0 : static_cast<int>(ErrorKind::Technical);
        };
    });
}

void addList(CLI::App &audit, Invocation &invocation)
{
    struct Options {
        int limit = 50;
        std::string subject;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = audit.add_subcommand("list", "The newest events");
    command->add_option("--limit", options->limit, "How many")->check(CLI::Range(1, 1000000));
    command->add_option("--subject", options->subject, "Only of this thing, such as promotion:17");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(
                invocation, [options](Session &session) { return list(session, options->limit, options->subject); },
                [&](const auto &found) {
                    const auto &[events, zone] = found;
                    if (invocation.json) {
                        QJsonArray array;
                        for (const AuditEvent &e : events) {
                            array.append(QJsonObject{{u"id"_s, e.id.value},
                                                     {u"at"_s, jsonTime(e.at)},
                                                     {u"who"_s, e.actor.person},
                                                     {u"program"_s, e.actor.program},
                                                     {u"action"_s, e.action},
                                                     {u"subject"_s, e.subject},
                                                     {u"before"_s, parsed(e.before)},
                                                     {u"after"_s, parsed(e.after)},
                                                     {u"reason"_s, e.reason},
                                                     {u"hash"_s, QString::fromLatin1(e.hash)}});
                        }
                        printJson(array);
                        return;
                    }
                    std::vector<QStringList> rows;
                    for (const AuditEvent &e : events)
                        rows.push_back({QString::number(e.id.value), shown(e.at, zone),
                                        e.actor.person.isEmpty() ? e.actor.program : e.actor.person, e.action,
                                        e.subject, e.reason});
                    printTable({u"ID"_s, heading(u"AT"_s, zone), u"WHO"_s, u"ACTION"_s, u"SUBJECT"_s, u"REASON"_s},
                               rows, u"No events."_s);
                });
        };
    });
}

} // namespace

void addAudit(CLI::App &app, Invocation &invocation)
{
    CLI::App *audit = app.add_subcommand("audit", "Who did what, and whether the record is intact");
    audit->require_subcommand(1);
    audit->fallthrough();
    addVerify(*audit, invocation);
    addList(*audit, invocation);
}

} // namespace humdrum::ctl
