// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/queue.h"

#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/waiting.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

void show(const Invocation &invocation, const QueueView &queue, const QByteArray &zone)
{
    if (invocation.json) {
        QJsonArray promotions;
        for (const PromotionListing &l : queue.promotions) {
            QJsonObject json = toJson(l.promotion);
            json[u"version"] = l.version;
            json[u"requested_by"] = l.promotion.requestedBy;
            const auto stop = queue.stopped.constFind(l.promotion.id);
            json[u"waits_for_decision_on"] = stop == queue.stopped.cend() ? QJsonValue() : QJsonValue(stop->id.value);
            promotions.append(json);
        }
        const auto &pause = queue.paused;
        const QJsonValue paused = pause
            ? QJsonValue(
                  QJsonObject{{u"reason"_s, pause->reason}, {u"by"_s, pause->by}, {u"since"_s, jsonTime(pause->at)}})
            : QJsonValue();
        printJson(QJsonObject{{u"paused"_s, paused}, {u"promotions"_s, promotions}});
        return;
    }
    if (queue.paused)
        print(u"Paused by %1, %2: %3"_s.arg(queue.paused->by, shown(queue.paused->at, zone), queue.paused->reason));
    if (queue.promotions.empty())
        print(u"Nothing is queued or under way."_s);
    std::vector<QStringList> rows;
    for (const PromotionListing &l : queue.promotions) {
        const Promotion &p = l.promotion;
        const auto stop = queue.stopped.constFind(p.id);
        const QString state = stop == queue.stopped.cend()
            ? wordOf(p.state)
            : u"%1, waits for a decision on %2 (%3)"_s.arg(wordOf(p.state), stop->request.service.value,
                                                           QString::number(stop->id.value));
        rows.push_back({QString::number(p.id.value), state, p.request.service.value, l.version,
                        p.request.environment.value, l.release, shown(p.queuedAt, zone), p.requestedBy});
    }
    printTable(
        {u"ID"_s, u"STATE"_s, u"SERVICE"_s, u"VERSION"_s, u"TO"_s, u"RELEASE"_s, heading(u"ASKED"_s, zone), u"BY"_s},
        rows);
}

int list(const Invocation &invocation)
{
    return readAndShow(invocation, withZone(readQueue), [&](const std::pair<QueueView, QByteArray> &found) {
        show(invocation, found.first, found.second);
    });
}

/// Runs `job`, a Result<void>(Session &, const Actor &), as a write and shows the queue as it is then.
template <class Job>
int change(const Invocation &invocation, const std::string &reason, Job job)
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const Actor actor = (*context)->actor();
    const auto then = [job, actor](Session &session) {
        return job(session, actor).and_then([&session] { return readQueue(session); });
    };
    const auto done = (*context)->store().write({actor, QString::fromStdString(reason)}, withZone(then)).takeResult();
    if (!done)
        return report(invocation, done.error());
    show(invocation, done->first, done->second);
    return 0;
}

using Change = Result<void> (*)(Session &, const QString &, const Actor &);

void addChange(CLI::App &queue, Invocation &invocation, const std::string &name, const std::string &help, Change what)
{
    auto reason = std::make_shared<std::string>();
    CLI::App *command = queue.add_subcommand(name, help);
    command->add_option("--reason", *reason, "Why; recorded in the audit")->required()->type_name("TEXT");
    command->callback([&invocation, reason, what] {
        invocation.run = [&invocation, reason, what] {
            return change(invocation, *reason, [reason, what](Session &session, const Actor &actor) {
                return what(session, QString::fromStdString(*reason), actor);
            });
        };
    });
}

void addMove(CLI::App &queue, Invocation &invocation)
{
    struct Options {
        qint64 id = 0, before = 0;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = queue.add_subcommand("move", "Have a queued promotion taken sooner, with those it goes with");
    addNumber(*command, "PROMOTION", options->id, "Its number, as “queue list” tells it");
    command->add_option("--before", options->before, "Before this one; without it, before all others")
        ->type_name("PROMOTION")
        ->check(CLI::PositiveNumber);
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return change(invocation, {}, [options](Session &session, const Actor &actor) {
                return moveInQueue(session, PromotionId{options->id}, PromotionId{options->before}, actor);
            });
        };
    });
}

} // namespace

void addQueue(CLI::App &app, Invocation &invocation)
{
    CLI::App *queue =
        app.add_subcommand("queue", "Promotions that wait for a worker, in the order in which it takes them");
    queue->require_subcommand(1);
    CLI::App *listing = queue->add_subcommand("list", "What is queued and under way");
    listing->callback([&invocation] { invocation.run = [&invocation] { return list(invocation); }; });
    addChange(*queue, invocation, "pause", "Take nothing more until it is resumed; what runs goes on", &pauseQueue);
    addChange(*queue, invocation, "resume", "Go on with what is queued", &resumeQueue);
    addMove(*queue, invocation);
    addPromotionCancel(*queue, invocation);
}

} // namespace humdrum::ctl
