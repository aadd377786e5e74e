// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/context/appcontext.h"
#include "domain/error.h"
#include "planning/clients.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace humdrum::ctl {

/// What was asked on the command line: the options all subcommands share, and what the chosen one does.
struct Invocation {
    std::string database;
    std::string person;
    bool json = false;
    std::function<int()> run; ///< set by the subcommand that was chosen; returns the exit code

    enum class Need {
        Read,   ///< the database must exist
        Write,  ///< the database must exist, the worker stays off
        Create, ///< the database is made when it is missing
        Work,   ///< the database must exist, the worker runs
    };
    [[nodiscard]] Result<std::unique_ptr<AppContext>> open(Need need) const;
    [[nodiscard]] QString databaseFile() const; ///< absolute
};

/// Prints the error to standard error (as an object with --json) and returns its exit code: 1, 2 or 3.
[[nodiscard]] int report(const Invocation &invocation, const Error &error);
/// Without control characters but tab and line end: what is recorded came from elsewhere, and a terminal obeys it.
[[nodiscard]] QString printable(QString text);
/// {"done": 1, "of": 2, "missing": ["Borealis production"]}.
[[nodiscard]] QJsonObject clientsJson(const ClientReach &clients);
/// Prints "Warning: …" to standard error, whatever else is asked for: nothing is refused by it.
void warn(const QString &text);
/// Prints to standard error what is no answer, so that it is in nobody's pipe.
void remark(const QString &text);
/// Says on standard error, below a table of `shown` rows, that there are `all`; nothing when that is the same.
void sayMore(qint64 shown, qint64 all);
/// Prints to standard output, printable and with a line end.
void print(const QString &text);
void printJson(const QJsonObject &object);
void printJson(const QJsonArray &array);
/// Prints columns aligned to their widest cell; `none` for no rows, or nothing at all where that is empty.
void printTable(const QStringList &header, const std::vector<QStringList> &rows, const QString &none = {});

/// Runs `reader` as a read job and `show` on its value.
template <class Reader, class Show>
int readAndShow(const Invocation &invocation, Reader reader, Show show)
{
    auto context = invocation.open(Invocation::Need::Read);
    if (!context)
        return report(invocation, context.error());
    auto result = (*context)->store().read(std::move(reader)).takeResult();
    if (!result)
        return report(invocation, result.error());
    show(*result);
    return 0;
}

/// Time for people at a terminal: ISO date and minute in `zone`, which is the product's; "-" for no time. An unknown zone is UTC.
[[nodiscard]] QString shown(Timestamp t, const QByteArray &zone);
/// The zone of the described product, for shown(); "UTC" before there is one.
[[nodiscard]] Result<QByteArray> zoneOf(Session &session);
/// What `reader` reads, and the zone to show its times in.
template <class Reader>
auto withZone(Reader reader)
{
    using Value = std::invoke_result_t<Reader &, Session &>::value_type;
    return [reader = std::move(reader)](Session &session) mutable -> Result<std::pair<Value, QByteArray>> {
        auto value = reader(session);
        if (!value)
            return std::unexpected(value.error());
        auto zone = zoneOf(session);
        if (!zone)
            return std::unexpected(zone.error());
        return std::pair(std::move(*value), std::move(*zone));
    };
}
/// A column of such times: "AT (Europe/Berlin)".
[[nodiscard]] QString heading(const QString &column, const QByteArray &zone);
/// Time for scripts: ISO 8601 in UTC with milliseconds, null for no time.
[[nodiscard]] QJsonValue jsonTime(Timestamp t);

/// Refuses an empty value: a script whose variable is empty does not mean everything.
[[nodiscard]] std::function<std::string(const std::string &)> isNamed();
/// Adds the positional argument for the number of a record, 1 or more.
CLI::Option *addNumber(CLI::App &command, const std::string &name, qint64 &into, const std::string &help);

void addExample(CLI::App &app, Invocation &invocation);
void addInit(CLI::App &app, Invocation &invocation);
void addImport(CLI::App &app, Invocation &invocation);
void addStage(CLI::App &app, Invocation &invocation);
void addRelease(CLI::App &app, Invocation &invocation);
void addNotes(CLI::App &app, Invocation &invocation);
void addApproval(CLI::App &app, Invocation &invocation); ///< "approve" and "reject"
void addChecklist(CLI::App &app, Invocation &invocation);
void addPromote(CLI::App &app, Invocation &invocation);
void addPromotion(CLI::App &app, Invocation &invocation);
void addDecide(CLI::App &app, Invocation &invocation);
void addPromotionCancel(CLI::App &parent, Invocation &invocation); ///< "cancel", of promotion and of queue
void addLog(CLI::App &parent, Invocation &invocation);             ///< "log", of its own and of promotion
void addQueue(CLI::App &app, Invocation &invocation);
void addRollback(CLI::App &app, Invocation &invocation);
void addWaiting(CLI::App &app, Invocation &invocation);
void addHold(CLI::App &app, Invocation &invocation);
void addTrust(CLI::App &app, Invocation &invocation);
void addSecrets(CLI::App &app, Invocation &invocation);
void addStatus(CLI::App &app, Invocation &invocation);
void addInsights(CLI::App &app, Invocation &invocation);
void addIssue(CLI::App &app, Invocation &invocation);
void addAudit(CLI::App &app, Invocation &invocation);

} // namespace humdrum::ctl
