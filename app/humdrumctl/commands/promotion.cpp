// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/waiting.h"
#include "operations/overview/promotionsoverview.h"
#include "promotion/promotionrecords.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const PromotionListing &l)
{
    QJsonObject json = ctl::toJson(l.promotion);
    json[u"version"] = l.version;
    json[u"replaces"] = l.replaces.isEmpty() ? QJsonValue() : QJsonValue(l.replaces);
    json[u"release"] = l.release.isEmpty() ? QJsonValue() : QJsonValue(l.release);
    json[u"kind"] = wordOf(l.promotion.request.kind);
    json[u"requested_by"] = l.promotion.requestedBy;
    return json;
}

QString wayOf(const QString &replaces, const QString &version)
{
    return replaces.isEmpty() ? version : QString(replaces + u" -> " + version);
}

/// Those whose worker is gone.
Result<std::vector<Promotion>> interrupted(Session &session)
{
    auto unfinished = session.promotions().unfinished();
    if (!unfinished)
        return unfinished;
    std::vector<Promotion> left;
    for (Promotion &p : *unfinished) {
        const auto standing = standingOf(session, p);
        if (!standing)
            return std::unexpected(standing.error());
        if (standing->interrupted)
            left.push_back(std::move(p));
    }
    return left;
}

struct Listed {
    std::vector<PromotionListing> rows;
    std::vector<Promotion> interrupted;
    qint64 all = 0; ///< that the filter lets through, whatever the limit

    [[nodiscard]] bool isInterrupted(const Promotion &p) const
    {
        return std::ranges::contains(interrupted, p.id, &Promotion::id);
    }
};

struct ListOptions {
    std::string environment, service, state, person;
    int limit = 20;
};

Result<PromotionFilter> filterOf(const ListOptions &options)
{
    PromotionFilter filter;
    filter.environment = {QString::fromStdString(options.environment)};
    filter.service = {QString::fromStdString(options.service)};
    filter.person = QString::fromStdString(options.person);
    filter.limit = options.limit;
    if (options.state.empty())
        return filter;
    const QString word = QString::fromStdString(options.state);
    const auto state = fromWord<PromotionState>(word);
    if (!state) {
        QStringList known;
        for (const std::string_view w : Words<PromotionState>::list)
            known << QString::fromLatin1(w.data(), static_cast<qsizetype>(w.size()));
        return fail(ErrorCode::InvalidInput, u"--state %1: there is no such state."_s.arg(word),
                    u"One of "_s + known.join(u", "_s));
    }
    filter.states = {*state};
    return filter;
}

void addList(CLI::App &promotion, Invocation &invocation)
{
    auto options = std::make_shared<ListOptions>();
    CLI::App *command = promotion.add_subcommand("list", "Promotions, newest first");
    command->add_option("--env", options->environment, "Only to this environment")->type_name("ENV");
    command->add_option("--service", options->service, "Only of this service")->type_name("SERVICE");
    command->add_option("--state", options->state, "Only in this state, such as failed")->type_name("STATE");
    command->add_option("--asked-by", options->person, "Only what this person asked for")->type_name("PERSON");
    command->add_option("--limit", options->limit, "How many; 0 is all")->check(CLI::NonNegativeNumber);
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(
                invocation, withZone([options](Session &session) -> Result<Listed> {
                    const auto filter = filterOf(*options);
                    if (!filter)
                        return std::unexpected(filter.error());
                    auto list = session.promotions().listing(*filter);
                    const auto all = session.promotions().count(*filter);
                    if (!list || !all)
                        return std::unexpected(!list ? list.error() : all.error());
                    return interrupted(session).transform(
                        [&](std::vector<Promotion> left) { return Listed{*std::move(list), std::move(left), *all}; });
                }),
                [&](const std::pair<Listed, QByteArray> &found) {
                    const auto &[listed, zone] = found;
                    const std::vector<PromotionListing> &list = listed.rows;
                    if (invocation.json) {
                        QJsonArray array;
                        for (const PromotionListing &l : list) {
                            QJsonObject object = toJson(l);
                            object[u"interrupted"] = listed.isInterrupted(l.promotion);
                            array.append(object);
                        }
                        printJson(array);
                        return;
                    }
                    std::vector<QStringList> rows;
                    for (const PromotionListing &l : list) {
                        const Promotion &p = l.promotion;
                        rows.push_back(
                            {QString::number(p.id.value),
                             p.request.kind == PromotionKind::Rollback ? u"rollback"_s : u"forward"_s,
                             listed.isInterrupted(p) ? wordOf(p.state) + u", interrupted"_s : wordOf(p.state),
                             p.request.service.value, wayOf(l.replaces, l.version), p.request.environment.value,
                             l.release, shown(p.queuedAt, zone), p.requestedBy, p.message});
                    }
                    printTable({u"ID"_s, u"KIND"_s, u"STATE"_s, u"SERVICE"_s, u"VERSION"_s, u"TO"_s, u"RELEASE"_s,
                                heading(u"ASKED"_s, zone), u"BY"_s, u"MESSAGE"_s},
                               rows, u"No promotions."_s);
                    sayMore(static_cast<qint64>(list.size()), listed.all);
                });
        };
    });
}

QJsonObject toJson(const PromotionOverview &p)
{
    QJsonArray steps, gates, deployments;
    for (const StepLine &step : p.live.steps) {
        steps.append(QJsonObject{{u"title"_s, step.title},
                                 {u"mark"_s, wordOf(step.mark)},
                                 {u"took_ms"_s, qint64{step.took.count()}},
                                 {u"started"_s, jsonTime(step.startedAt)},
                                 {u"message"_s, step.message}});
    }
    for (const JudgedGate &gate : p.gates) {
        gates.append(QJsonObject{{u"gate"_s, wordOf(gate.kind)},
                                 {u"result"_s, wordOf(gate.result)},
                                 {u"text"_s, gate.text},
                                 {u"overridden_by"_s, gate.overriddenBy},
                                 {u"override_reason"_s, gate.overrideReason},
                                 {u"checked"_s, jsonTime(gate.checkedAt)}});
    }
    for (const MadeDeployment &d : p.deployments) {
        deployments.append(QJsonObject{{u"version"_s, d.version},
                                       {u"outcome"_s, wordOf(d.outcome)},
                                       {u"from"_s, jsonTime(d.from)},
                                       {u"to"_s, jsonTime(d.to)}});
    }
    return {{u"steps"_s, steps},
            {u"gates"_s, gates},
            {u"deployments"_s, deployments},
            {u"retries"_s, p.retries.isValid() ? QJsonValue(p.retries.value) : QJsonValue()},
            {u"needs_decision"_s, p.decision.has_value()},
            {u"decided"_s, QJsonArray::fromStringList(p.decided)},
            {u"changes"_s, static_cast<qint64>(p.gained.size())},
            {u"lost"_s, static_cast<qint64>(p.lost.size())}};
}

struct Shown {
    PromotionListing listing;
    PromotionOverview overview;
};

Result<Shown> read(Session &session, PromotionId id)
{
    auto overview = readPromotion(session, id, {});
    if (!overview)
        return std::unexpected(overview.error());
    auto listing = session.promotions().listing({.id = id, .limit = 1});
    if (!listing)
        return std::unexpected(listing.error());
    return Shown{std::move(listing->front()), std::move(*overview)};
}

void show(const Shown &s)
{
    const Promotion &p = s.listing.promotion;
    const QByteArray &zone = s.overview.zone;
    print(u"%1 %2: %3 %4 to %5, %6%7"_s.arg(
        p.request.kind == PromotionKind::Rollback ? u"Rollback"_s : u"Promotion"_s, QString::number(p.id.value),
        p.request.service.value, wayOf(s.listing.replaces, s.listing.version), p.request.environment.value,
        wordOf(p.state), s.overview.live.message.isEmpty() ? QString() : u": "_s + s.overview.live.message));
    print(u"asked for %1 by %2%3"_s.arg(shown(p.queuedAt, zone), p.requestedBy,
                                        s.listing.release.isEmpty() ? QString() : u", release "_s + s.listing.release));
    if (!p.request.reason.isEmpty() && p.request.kind == PromotionKind::Rollback)
        print(u"because: %1; cause: %2"_s.arg(
            p.request.reason, p.request.cause == Cause::Unknown ? u"unattributed"_s : wordOf(p.request.cause)));
    if (s.overview.retries.isValid())
        print(u"a new attempt of promotion %1"_s.arg(s.overview.retries.value));
    for (const QString &decided : s.overview.decided)
        print(u"decided: "_s + decided);
    if (s.overview.decision)
        print(u"A decision is needed: humdrumctl decide %1"_s.arg(p.id.value));
    std::vector<QStringList> rows;
    for (const StepLine &step : s.overview.live.steps)
        rows.push_back(
            {step.title, step.word, step.startedAt == noTime ? QString() : shown(step.startedAt, zone), step.message});
    printTable({u"STEP"_s, u"STATE"_s, heading(u"STARTED"_s, zone), u"MESSAGE"_s}, rows);
    rows.clear();
    for (const JudgedGate &gate : s.overview.gates) {
        const QString override =
            gate.overriddenBy.isEmpty() ? QString() : gate.overriddenBy + u": "_s + gate.overrideReason;
        rows.push_back({wordOf(gate.kind), wordOf(gate.result), gate.text, override});
    }
    printTable({u"GATE"_s, u"RESULT"_s, u"FACTS"_s, u"OVERRIDDEN BY"_s}, rows);
}

void addShow(CLI::App &promotion, Invocation &invocation)
{
    auto id = std::make_shared<qint64>(0);
    CLI::App *command = promotion.add_subcommand("show", "One promotion: its steps, gates and deployments");
    addNumber(*command, "ID", *id, "Its number");
    command->callback([&invocation, id] {
        invocation.run = [&invocation, id] {
            return readAndShow(
                invocation, [id](Session &session) { return read(session, PromotionId{*id}); },
                [&](const Shown &s) {
                    if (!invocation.json) {
                        show(s);
                        return;
                    }
                    QJsonObject json = toJson(s.listing);
                    const QJsonObject more = toJson(s.overview);
                    for (auto it = more.begin(); it != more.end(); ++it)
                        json.insert(it.key(), it.value());
                    printJson(json);
                });
        };
    });
}

void addResume(CLI::App &promotion, Invocation &invocation)
{
    CLI::App *command = promotion.add_subcommand(
        "resume", "Go on with what was interrupted because the program that ran it died, and wait for its end");
    command->callback([&invocation] {
        invocation.run = [&invocation] {
            auto context = invocation.open(Invocation::Need::Write);
            if (!context)
                return report(invocation, context.error());
            Waiting waiting(invocation, **context);
            auto left = (*context)->store().read(interrupted).takeResult();
            if (!left)
                return report(invocation, left.error());
            if (left->empty()) {
                if (invocation.json)
                    printJson(QJsonArray());
                else
                    print(u"Nothing was interrupted"_s);
                return 0;
            }
            (*context)->startWork();
            return waiting.wait(*left);
        };
    });
}

} // namespace

void addPromotionCancel(CLI::App &parent, Invocation &invocation)
{
    struct Options {
        qint64 id = 0;
        std::string reason;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = parent.add_subcommand(
        "cancel", "Cancel one that is queued, or whose command runs on after its program has died");
    addNumber(*command, "ID", options->id, "Its number");
    command->add_option("--reason", options->reason, "Why; recorded in the audit")->required()->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            auto context = invocation.open(Invocation::Need::Write);
            if (!context)
                return report(invocation, context.error());
            const PromotionId id{options->id};
            auto done = (*context)
                            ->desk()
                            .cancel(id, (*context)->actor(), QString::fromStdString(options->reason))
                            .takeResult();
            if (!done)
                return report(invocation, done.error());
            auto left = (*context)->store().read([id](Session &session) { return read(session, id); }).takeResult();
            if (!left)
                return report(invocation, left.error());
            if (invocation.json)
                printJson(toJson(left->listing));
            else
                show(*left);
            return 0;
        };
    });
}

void addPromotion(CLI::App &app, Invocation &invocation)
{
    CLI::App *promotion = app.add_subcommand("promotion", "What was promoted, and how it went");
    promotion->require_subcommand(1);
    promotion->fallthrough();
    addList(*promotion, invocation);
    addShow(*promotion, invocation);
    addLog(*promotion, invocation);
    addPromotionCancel(*promotion, invocation);
    addResume(*promotion, invocation);
}

} // namespace humdrum::ctl
