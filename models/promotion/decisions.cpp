// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/decisions.h"

#include "promotion/promotionrecords.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Decisions)
};

bool wentWrong(PromotionState state)
{
    using enum PromotionState;
    return state == Failed || state == Errored || state == Denied;
}

/// The rollback that was queued in the same transaction in which `failed` ended.
Result<std::optional<Promotion>> ownRollbackOf(Session &session, const Promotion &failed)
{
    const auto since = session.promotions().listing({.environment = failed.request.environment,
                                                     .service = failed.request.service,
                                                     .person = automaticActor(),
                                                     .from = failed.finishedAt});
    if (!since)
        return std::unexpected(since.error());
    const auto own = std::ranges::find_if(*since, [&](const PromotionListing &l) {
        return l.promotion.queuedAt == failed.finishedAt && l.promotion.id > failed.id;
    });
    return own == since->end() ? std::optional<Promotion>{} : std::optional(own->promotion);
}

/// Those that wait behind `failed`, in their order.
Result<std::vector<PromotionListing>> waitingBehind(Session &session, const Promotion &failed)
{
    auto group = session.promotions().listing({.states = {PromotionState::Queued}, .group = failed.group});
    if (!group)
        return group;
    std::erase_if(*group, [&](const PromotionListing &l) { return l.promotion.turn <= failed.turn; });
    std::ranges::sort(*group, {}, [](const PromotionListing &l) { return l.promotion.turn; });
    return group;
}

Result<PendingDecision> read(Session &session, const Product &product, const PromotionListing &about)
{
    const PromotionRequest &request = about.promotion.request;
    PendingDecision pending{.about = about, .environmentName = request.environment.value};
    if (const Environment *environment = product.environment(request.environment))
        pending.environmentName = environment->name;
    auto waiting = waitingBehind(session, about.promotion);
    auto rollback = ownRollbackOf(session, about.promotion);
    const auto running = session.deployments().runningIn(request.service, request.environment);
    if (!waiting || !rollback || !running)
        return std::unexpected(!waiting ? waiting.error() : !rollback ? rollback.error() : running.error());
    pending.waiting = *std::move(waiting);
    pending.rollback = *std::move(rollback);
    if (!*running)
        return pending;
    const auto build = session.builds().byId((*running)->build);
    if (!build)
        return std::unexpected(build.error());
    if (*build)
        pending.runs = (*build)->version;
    return pending;
}

/// Whether Humdrum's own rollback has answered it, so that only the hold is left for a person.
bool isAnswered(const PendingDecision &pending) { return pending.waiting.empty() && pending.rollback.has_value(); }

QString names(const std::vector<PromotionListing> &promotions)
{
    QStringList services;
    for (const PromotionListing &l : promotions)
        services << l.promotion.request.service.value;
    return services.join(u", "_s);
}

} // namespace

QString PendingDecision::subject() const { return about.promotion.request.service.value + u' ' + about.version; }

QString PendingDecision::sentence() const
{
    const QString state = titleOf(about.promotion.state);
    const QString way = about.promotion.request.kind == PromotionKind::Rollback
        ? Text::tr("Rollback to %1 in %2").arg(subject(), environmentName)
        : Text::tr("%1 → %2").arg(subject(), environmentName);
    return about.promotion.message.isEmpty() ? Text::tr("%1: %2").arg(way, state)
                                             : Text::tr("%1: %2, %3").arg(way, state, about.promotion.message);
}

QStringList PendingDecision::facts() const
{
    QStringList all;
    all << (runs.isEmpty()
                ? Text::tr("Nothing of %1 is recorded to run there").arg(about.promotion.request.service.value)
                : runs == about.version ? Text::tr("It is recorded to run there")
                                        : Text::tr("%1 is recorded to run there").arg(runs));
    if (rollback)
        all << (isRollingBack() ? Text::tr("Promotion %1 rolls it back").arg(rollback->id.value)
                                : Text::tr("Its rollback, promotion %1: %2")
                                      .arg(QString::number(rollback->id.value), titleOf(rollback->state)));
    if (!waiting.empty())
        all << (waiting.size() == 1 ? Text::tr("1 waits behind it: %1").arg(names(waiting))
                                    : Text::tr("%1 wait behind it: %2").arg(waiting.size()).arg(names(waiting)));
    return all;
}

Result<std::vector<PromotionListing>> unsettledPromotions(Session &session, const Product &product)
{
    auto unsettled = session.promotions().unsettledListing(automaticActor());
    const auto stopping = session.promotions().stoppingListing();
    if (!unsettled || !stopping)
        return std::unexpected(!unsettled ? unsettled.error() : stopping.error());
    const auto idOf = [](const PromotionListing &l) { return l.promotion.id; };
    for (const PromotionListing &l : *stopping) {
        if (!std::ranges::contains(*unsettled, l.promotion.id, idOf))
            unsettled->push_back(l);
    }
    // What was once described and is no longer there needs nobody.
    std::erase_if(*unsettled, [&product](const PromotionListing &l) {
        const PromotionRequest &request = l.promotion.request;
        return !product.environment(request.environment) || !product.service(request.service);
    });
    std::ranges::sort(*unsettled, std::ranges::greater(),
                      [](const PromotionListing &l) { return std::pair(l.promotion.queuedAt, l.promotion.id); });
    return unsettled;
}

Result<std::vector<PendingDecision>> openDecisions(Session &session, const Product &product)
{
    const auto unsettled = unsettledPromotions(session, product);
    if (!unsettled)
        return std::unexpected(unsettled.error());
    std::vector<PendingDecision> open;
    for (const PromotionListing &l : *unsettled) {
        auto pending = read(session, product, l);
        if (!pending)
            return std::unexpected(pending.error());
        if (!isAnswered(*pending))
            open.push_back(*std::move(pending));
    }
    return open;
}

Result<QHash<PromotionId, Promotion>> stoppedBehind(Session &session)
{
    const auto stopping = session.promotions().stoppingListing();
    if (!stopping)
        return std::unexpected(stopping.error());
    QHash<PromotionId, Promotion> behind;
    for (const PromotionListing &stop : *stopping) {
        const auto waiting = waitingBehind(session, stop.promotion);
        if (!waiting)
            return std::unexpected(waiting.error());
        for (const PromotionListing &l : *waiting)
            behind.insert(l.promotion.id, stop.promotion);
    }
    return behind;
}

QString sentenceOf(const Decision &decision, const QString &by)
{
    const auto said = [&] {
        switch (decision.choice) {
        case DecisionChoice::Retry:
            return Text::tr("Tried again by %1").arg(by);
        case DecisionChoice::Ignore:
            return Text::tr("Ignored by %1").arg(by);
        case DecisionChoice::Exclude:
            return Text::tr("Excluded by %1").arg(by);
        case DecisionChoice::RollBack:
            return Text::tr("All rolled back by %1").arg(by);
        }
        return QString();
    }();
    return decision.reason.isEmpty() ? said : Text::tr("%1: %2").arg(said, decision.reason);
}

// The plan -----------------------------------------------------------------------------------------------------------

namespace {

class DecisionPlanner {
public:
    DecisionPlanner(Session &session, const Actor &actor, const GateSources &sources,
                    const std::vector<PoolSample> &samples)
        : m_session(session)
        , m_sources(sources)
        , m_samples(samples)
    {
        m_plan.actor = actor;
        for (size_t i = 0; i < m_plan.options.size(); ++i)
            m_plan.options[i].choice = static_cast<DecisionChoice>(i);
        of(DecisionChoice::Retry).needsReason = false;
    }

    Result<DecisionPlan> plan(PromotionId id)
    {
        auto product = m_session.products().current();
        if (!product)
            return std::unexpected(product.error());
        if (!*product)
            return fail(ErrorCode::ConfigInvalid, Text::tr("No product is described yet"));
        m_product = std::move(**product);
        if (auto found = find(id); !found)
            return std::unexpected(found.error());
        for (const DecisionChoice choice :
             {DecisionChoice::Retry, DecisionChoice::Ignore, DecisionChoice::Exclude, DecisionChoice::RollBack})
            refuse(choice, notNow(choice));
        for (auto step : {&DecisionPlanner::retry, &DecisionPlanner::rollBack}) {
            if (auto done = (this->*step)(); !done)
                return std::unexpected(done.error());
        }
        ignore();
        exclude();
        return std::move(m_plan);
    }

private:
    DecisionOption &of(DecisionChoice choice) { return m_plan.options[static_cast<size_t>(choice)]; }
    /// The first reason is the one to tell.
    void refuse(DecisionChoice choice, const QString &why)
    {
        if (of(choice).whyNot.isEmpty())
            of(choice).whyNot = why;
    }
    [[nodiscard]] const Promotion &about() const { return m_plan.pending.about.promotion; }
    [[nodiscard]] QString service() const { return about().request.service.value; }

    Result<void> find(PromotionId id)
    {
        const auto found = m_session.promotions().listing({.id = id, .limit = 1});
        if (!found)
            return std::unexpected(found.error());
        if (found->empty())
            return fail(ErrorCode::NotFound, Text::tr("There is no promotion %1").arg(id.value));
        const auto unsettled = unsettledPromotions(m_session, m_product);
        if (!unsettled)
            return std::unexpected(unsettled.error());
        auto pending = read(m_session, m_product, found->front());
        if (!pending)
            return std::unexpected(pending.error());
        m_plan.pending = *std::move(pending);
        const bool open =
            std::ranges::contains(*unsettled, id, [](const PromotionListing &l) { return l.promotion.id; });
        return open && !isAnswered(m_plan.pending) ? Result<void>{} : whyNothing();
    }

    /// That nothing is to be decided, with the facts.
    Result<void> whyNothing()
    {
        const Promotion &p = about();
        const QString number = QString::number(p.id.value);
        const auto decision = m_session.decisions().ofPromotion(p.id);
        if (!decision)
            return std::unexpected(decision.error());
        if (*decision)
            return fail(ErrorCode::AlreadyExists,
                        Text::tr("Promotion %1 was decided on already. %2")
                            .arg(number, sentenceOf(**decision, (*decision)->by)));
        if (!isFinished(p.state))
            return fail(ErrorCode::NothingToDo,
                        Text::tr("Promotion %1 has not ended: it is %2").arg(number, titleOf(p.state)));
        if (!wentWrong(p.state))
            return fail(ErrorCode::NothingToDo,
                        Text::tr("Nothing is to be decided about promotion %1: %2").arg(number, titleOf(p.state)));
        if (isAnswered(m_plan.pending))
            return fail(ErrorCode::NothingToDo,
                        Text::tr("Nothing is to be decided about promotion %1: it was rolled back by promotion %2, and "
                                 "nothing waits behind it")
                            .arg(number)
                            .arg(m_plan.pending.rollback->id.value));
        return fail(
            ErrorCode::NothingToDo,
            Text::tr("Nothing is to be decided about promotion %1: something else was tried or came there since")
                .arg(number));
    }

    /// What keeps every choice from being made now.
    [[nodiscard]] QString notNow(DecisionChoice choice) const
    {
        const Right right = choice == DecisionChoice::Ignore ? Right::Override : Right::Promote;
        if (const Result<void> may = mayDo(m_product, m_plan.actor.person, right); !may)
            return may.error().toString();
        if (m_plan.pending.isRollingBack())
            return Text::tr("Promotion %1 rolls it back: wait for its end").arg(m_plan.pending.rollback->id.value);
        return {};
    }

    void addGoingOn(DecisionOption &option, const std::vector<PromotionListing> &promotions, const QString &one,
                    const QString &many)
    {
        if (!promotions.empty())
            option.effects << (promotions.size() == 1 ? one : many).arg(names(promotions));
    }

    Result<void> retry()
    {
        DecisionOption &option = of(DecisionChoice::Retry);
        const PromotionRequest &request = about().request;
        if (m_plan.pending.isRollingBack()) // what stands in the way now says nothing
            return {};
        PromotionAsk ask;
        ask.kind = request.kind;
        ask.environment = request.environment;
        ask.service = request.service;
        ask.release = request.release;
        if (!request.release.isValid())
            ask.build = request.build;
        ask.overrides = request.overrides;
        ask.reason = request.reason;
        ask.actor = m_plan.actor;
        const auto planned = planPromotion(m_session, ask, m_sources, m_samples);
        if (!planned && kindOf(planned.error().code) == ErrorKind::Technical)
            return std::unexpected(planned.error());
        if (!planned || planned->items.empty()) {
            refuse(DecisionChoice::Retry,
                   planned ? Text::tr("There is nothing to go back to") : planned.error().toString());
            return {};
        }
        m_plan.retry = planned->items.front();
        if (m_plan.retry.build.id != request.build)
            refuse(DecisionChoice::Retry, Text::tr("Another build would go there by now: ask for it anew"));
        if (m_plan.retry.skip == SkipReason::Held) {
            const auto hold = m_session.holds().holding(request.service, request.environment);
            if (!hold)
                return std::unexpected(hold.error());
            if (*hold)
                refuse(DecisionChoice::Retry,
                       Text::tr("%1. Lift the hold first: on the Promotions page, or by “humdrumctl hold lift %2”")
                           .arg(m_plan.retry.skipText)
                           .arg((*hold)->id.value));
        }
        if (m_plan.retry.skip != SkipReason::None)
            refuse(DecisionChoice::Retry, m_plan.retry.skipText);
        option.effects << Text::tr("%1 is tried again in %2, as a new promotion; its gates are judged anew")
                              .arg(m_plan.pending.subject(), m_plan.pending.environmentName);
        addGoingOn(option, m_plan.pending.waiting, Text::tr("When it has succeeded, %1 goes on"),
                   Text::tr("When it has succeeded, %1 go on"));
        return {};
    }

    [[nodiscard]] QString stays() const
    {
        return m_plan.pending.runs.isEmpty()
            ? Text::tr("%1 stays as it ended: %2").arg(m_plan.pending.subject(), titleOf(about().state))
            : Text::tr("%1 stays as it ended: %2. What is recorded to run there stays %3")
                  .arg(m_plan.pending.subject(), titleOf(about().state), m_plan.pending.runs);
    }

    /// Of those that wait: what needs the service, itself or through another.
    [[nodiscard]] QSet<ServiceKey> dependents() const
    {
        QSet<ServiceKey> found{about().request.service};
        for (qsizetype before = 0; before != found.size();) {
            before = found.size();
            for (const Service &s : m_product.services) {
                if (std::ranges::any_of(s.dependsOn, [&](const ServiceKey &k) { return found.contains(k); }))
                    found.insert(s.key);
            }
        }
        found.remove(about().request.service);
        return found;
    }

    void ignore()
    {
        DecisionOption &option = of(DecisionChoice::Ignore);
        option.effects << stays();
        const QSet<ServiceKey> needing = dependents();
        for (const PromotionListing &l : m_plan.pending.waiting) {
            const ServiceKey &waits = l.promotion.request.service;
            option.effects << (needing.contains(waits)
                                   ? Text::tr("%1 goes on, although it needs %2").arg(waits.value, service())
                                   : Text::tr("%1 goes on").arg(waits.value));
        }
        option.effects << Text::tr("It counts as an override: its train was not unattended");
    }

    void exclude()
    {
        DecisionOption &option = of(DecisionChoice::Exclude);
        option.effects << stays();
        const QSet<ServiceKey> needing = dependents();
        std::vector<PromotionListing> rest;
        for (const PromotionListing &l : m_plan.pending.waiting) {
            if (!needing.contains(l.promotion.request.service)) {
                rest.push_back(l);
                continue;
            }
            m_plan.dependents.push_back(l.promotion);
            option.effects << Text::tr("%1, which needs %2, is taken out as well")
                                  .arg(l.promotion.request.service.value, service());
        }
        addGoingOn(option, rest, Text::tr("%1 goes on"), Text::tr("%1 go on"));
    }

    Result<void> rollBack()
    {
        DecisionOption &option = of(DecisionChoice::RollBack);
        if (about().request.kind == PromotionKind::Rollback) {
            refuse(DecisionChoice::RollBack, Text::tr("It is a rollback itself"));
            return {};
        }
        if (m_plan.pending.isRollingBack())
            return {};
        auto group = m_session.promotions().ofGroup(about().group);
        if (!group)
            return std::unexpected(group.error());
        std::ranges::stable_sort(*group, std::ranges::greater(), &Promotion::turn);
        for (const Promotion &p : *group) {
            if (auto done = takeBack(p, option); !done)
                return done;
        }
        const bool any = std::ranges::contains(m_plan.back, SkipReason::None, &PlannedPromotion::skip);
        if (!any)
            refuse(DecisionChoice::RollBack, Text::tr("Nothing that was deployed together with it runs there"));
        addGoingOn(option, m_plan.pending.waiting, Text::tr("%1 is not promoted any more"),
                   Text::tr("%1 are not promoted any more"));
        if (any)
            option.effects << Text::tr("What goes back is held in %1 until the hold is lifted")
                                  .arg(m_plan.pending.environmentName);
        return {};
    }

    /// The way back of what a promotion of the group has brought, where it still is what runs there.
    Result<void> takeBack(const Promotion &p, DecisionOption &option)
    {
        const auto running = m_session.deployments().runningIn(p.request.service, p.request.environment);
        if (!running)
            return std::unexpected(running.error());
        if (!*running || (*running)->promotion != p.id)
            return {};
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = p.request.environment;
        ask.service = p.request.service;
        ask.actor = m_plan.actor;
        const auto planned = planPromotion(m_session, ask, m_sources, m_samples);
        if (!planned)
            return std::unexpected(planned.error());
        for (const PlannedPromotion &item : planned->items) {
            const QString now = item.replaces ? item.replaces->version : QString();
            if (item.skip == SkipReason::None)
                option.effects
                    << Text::tr("%1 goes back from %2 to %3").arg(item.service.value, now, item.build.version);
            else if (item.skip == SkipReason::NothingToRollBackTo)
                option.effects
                    << Text::tr("%1 stays %2: there is no earlier good build of it there").arg(item.service.value, now);
            else
                refuse(DecisionChoice::RollBack, Text::tr("%1: %2").arg(item.service.value, item.skipText));
            m_plan.back.push_back(item);
        }
        return {};
    }

    Session &m_session;
    const GateSources &m_sources;
    const std::vector<PoolSample> &m_samples;
    Product m_product;
    DecisionPlan m_plan;
};

} // namespace

Result<DecisionPlan> planDecision(Session &session, PromotionId id, const Actor &actor, const GateSources &sources,
                                  const std::vector<PoolSample> &samples)
{
    return DecisionPlanner(session, actor, sources, samples).plan(id);
}

} // namespace humdrum
