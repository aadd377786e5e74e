// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What becomes of a plan: its promotions queued, or why nothing would happen.

#include "promotion/plan.h"

#include "promotion/promotionrecords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// The promotions that were queued for just this and that no worker has taken yet, or whose worker is gone; empty when
/// something else is under way. Whoever asked for them may be gone: asking again is how they are taken up.
Result<std::vector<Promotion>> queuedAlready(Session &session, const PromotionPlan &plan)
{
    std::vector<Promotion> found;
    for (const PlannedPromotion &item : plan.items) {
        if (item.skip == SkipReason::AlreadyThere)
            continue;
        const auto unfinished = session.promotions().unfinishedFor(item.service, item.environment);
        if (!unfinished)
            return std::unexpected(unfinished.error());
        const bool same = *unfinished && (*unfinished)->request.build == item.build.id &&
            (*unfinished)->request.kind == plan.ask.kind;
        if (item.skip != SkipReason::Unfinished || !same)
            return std::vector<Promotion>{};
        const auto standing = standingOf(session, **unfinished);
        if (!standing)
            return std::unexpected(standing.error());
        if ((*unfinished)->state != PromotionState::Queued && !standing->interrupted)
            return std::vector<Promotion>{};
        found.push_back(**unfinished);
    }
    return found;
}

/// Why nothing would happen, or not all, with all that stands in the way: services that share a reason share its sentence.
std::unexpected<Error> refusal(const PromotionPlan &plan)
{
    std::vector<std::pair<QString, QStringList>> reasons;
    bool gate = false;
    for (const PlannedPromotion &i : plan.items) {
        if (!PromotionPlan::staysBehind(i))
            continue;
        const bool byGate =
            i.skip == SkipReason::GateNotMet || i.skip == SkipReason::Frozen || i.skip == SkipReason::Held;
        gate = gate || byGate;
        const QString text = byGate ? factsOf(i.gates) : i.skipText;
        const auto same = std::ranges::find(reasons, text, &std::pair<QString, QStringList>::first);
        if (same != reasons.end())
            same->second << i.service.value;
        else
            reasons.emplace_back(text, i.service.value);
    }
    if (reasons.empty())
        return fail(ErrorCode::NothingToDo, PromotionDesk::tr("Everything runs there already"));
    QStringList texts;
    for (const auto &[text, services] : reasons)
        texts << PromotionDesk::tr("%1: %2").arg(services.join(u", "_s), text);
    const ErrorCode code = gate ? ErrorCode::GateNotMet : ErrorCode::RuleRefused;
    if (!plan.isPartial())
        return fail(code, texts.join(u"; "_s));
    return fail(code, PromotionDesk::tr("Not all of %1 can go. %2").arg(plan.releaseVersion, texts.join(u"; "_s)),
                PromotionDesk::tr("Nothing was queued. Name the service that is to go, or ask for a part (--partial)"));
}

} // namespace

Result<std::vector<Promotion>> queuePlan(Session &session, const PromotionPlan &plan)
{
    if (!plan.willDoSomething()) {
        auto same = queuedAlready(session, plan);
        if (!same || !same->empty())
            return same;
        return refusal(plan);
    }
    if (!plan.willBeQueued())
        return refusal(plan);
    const auto group = session.promotions().newGroup();
    if (!group)
        return std::unexpected(group.error());
    std::vector<Promotion> queued;
    for (const PlannedPromotion &item : plan.items) {
        if (item.skip != SkipReason::None)
            continue;
        Promotion p;
        p.group = *group;
        p.position = static_cast<int>(queued.size());
        p.request = {item.service,  item.environment,   item.build.id,   plan.ask.release,
                     plan.ask.kind, plan.ask.overrides, plan.ask.reason, plan.ask.cause};
        p.replaces = item.replaces ? item.replaces->id : BuildId{};
        p.requestedBy = plan.ask.actor.person;
        p.queuedAt = session.now();
        auto stored = session.promotions().queue(p);
        if (!stored)
            return std::unexpected(stored.error());
        queued.push_back(std::move(*stored));
    }
    if (plan.ask.kind == PromotionKind::Forward && plan.ask.release.isValid()) {
        const auto release = session.releases().byId(plan.ask.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release && (*release)->state == ReleaseState::Assembled) {
            if (auto r = session.releases().transition(plan.ask.release, ReleaseState::InPromotion, {}); !r)
                return std::unexpected(r.error());
        }
    }
    return queued;
}

} // namespace humdrum
