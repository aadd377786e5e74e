// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "operations/holds.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const Hold &hold)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{u"id"_s, hold.id.value},
            {u"service"_s, orNull(hold.service.value)},
            {u"environment"_s, orNull(hold.environment.value)},
            {u"reason"_s, hold.reason},
            {u"set_by"_s, hold.setBy},
            {u"set"_s, jsonTime(hold.setAt)},
            {u"lifted"_s, jsonTime(hold.liftedAt)},
            {u"lifted_by"_s, orNull(hold.liftedBy)}};
}

void show(const std::vector<Hold> &holds, const QByteArray &zone)
{
    std::vector<QStringList> rows;
    for (const Hold &hold : holds)
        rows.push_back({QString::number(hold.id.value), hold.service.isEmpty() ? u"all"_s : hold.service.value,
                        hold.environment.isEmpty() ? u"all"_s : hold.environment.value, shown(hold.setAt, zone),
                        hold.setBy, hold.reason});
    printTable({u"HOLD"_s, u"SERVICE"_s, u"ENVIRONMENT"_s, heading(u"SINCE"_s, zone), u"BY"_s, u"REASON"_s}, rows,
               u"No holds."_s);
}

int list(const Invocation &invocation)
{
    return readAndShow(invocation, withZone([](Session &session) { return session.holds().active(); }),
                       [&](const std::pair<std::vector<Hold>, QByteArray> &found) {
                           if (!invocation.json)
                               return show(found.first, found.second);
                           QJsonArray array;
                           for (const Hold &hold : found.first)
                               array.append(toJson(hold));
                           printJson(array);
                       });
}

/// Runs `job`, a Result<Hold>(Session &, const Actor &), as a write and shows the hold.
template <class Job>
int change(const Invocation &invocation, const std::string &reason, Job job)
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const Actor actor = (*context)->actor();
    auto done = (*context)
                    ->store()
                    .write({actor, QString::fromStdString(reason)},
                           withZone([job, actor](Session &session) { return job(session, actor); }))
                    .takeResult();
    if (!done)
        return report(invocation, done.error());
    if (invocation.json)
        printJson(toJson(done->first));
    else
        show({done->first}, done->second);
    return 0;
}

void addSet(CLI::App &hold, Invocation &invocation)
{
    struct Options {
        std::string environment, service, reason;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = hold.add_subcommand("set", "Stop promotions until the hold is lifted");
    command->add_option("--env", options->environment, "To this environment; without it, to all")
        ->type_name("ENV")
        ->check(isNamed());
    command->add_option("--service", options->service, "Of this service; without it, of all")
        ->type_name("SERVICE")
        ->check(isNamed());
    command->add_option("--reason", options->reason, "Why; recorded in the audit")->required()->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return change(invocation, options->reason, [options](Session &session, const Actor &actor) {
                return setHold(session,
                               {.service = {QString::fromStdString(options->service)},
                                .environment = {QString::fromStdString(options->environment)},
                                .reason = QString::fromStdString(options->reason),
                                .actor = actor});
            });
        };
    });
}

void addLift(CLI::App &hold, Invocation &invocation)
{
    struct Options {
        qint64 id = 0;
        std::string reason;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = hold.add_subcommand("lift", "Let promotions go on");
    addNumber(*command, "HOLD", options->id, "Its number, as “hold list” tells it");
    command->add_option("--reason", options->reason, "Why; recorded in the audit")->required()->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return change(invocation, options->reason, [options](Session &session, const Actor &actor) {
                return liftHold(session, HoldId{options->id}, QString::fromStdString(options->reason), actor);
            });
        };
    });
}

} // namespace

void addHold(CLI::App &app, Invocation &invocation)
{
    CLI::App *hold = app.add_subcommand("hold", "Holds: what stops promotions until it is lifted");
    hold->require_subcommand(1);
    CLI::App *command = hold->add_subcommand("list", "What is held now");
    command->callback([&invocation] { invocation.run = [&invocation] { return list(invocation); }; });
    addSet(*hold, invocation);
    addLift(*hold, invocation);
}

} // namespace humdrum::ctl
