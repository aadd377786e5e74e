// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What comes of a decision: everything in the one transaction that records it.

#include "domain/reason.h"
#include "promotion/decisions.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Decisions)
};

class Effects {
public:
    Effects(Session &session, const DecisionPlan &plan, const QString &reason)
        : m_session(session)
        , m_plan(plan)
        , m_about(plan.pending.about.promotion)
        , m_reason(reason)
    {}

    Result<DecisionOutcome> of(DecisionChoice choice)
    {
        Decision &decision = m_outcome.decision;
        decision = {.promotion = m_about.id,
                    .choice = choice,
                    .reason = m_reason,
                    .by = m_plan.actor.person,
                    .at = m_session.now()};
        if (choice == DecisionChoice::RollBack) {
            const auto group = m_session.promotions().newGroup();
            if (!group)
                return std::unexpected(group.error());
            decision.rollback = *group;
        }
        // First: whoever decides second changes nothing.
        const auto id = m_session.decisions().record(decision);
        if (!id)
            return std::unexpected(id.error());
        decision.id = *id;
        if (auto done = follow(choice); !done)
            return std::unexpected(done.error());
        return std::move(m_outcome);
    }

private:
    Result<void> follow(DecisionChoice choice)
    {
        std::vector<Promotion> waiting;
        for (const PromotionListing &l : m_plan.pending.waiting)
            waiting.push_back(l.promotion);
        switch (choice) {
        case DecisionChoice::Retry:
            m_outcome.goesOn = waiting;
            return tryAgain();
        case DecisionChoice::Ignore:
            m_outcome.goesOn = waiting;
            return {};
        case DecisionChoice::Exclude:
            for (const Promotion &p : waiting) {
                if (!std::ranges::contains(m_plan.dependents, p.id, &Promotion::id))
                    m_outcome.goesOn.push_back(p);
            }
            return abort(m_plan.dependents, Text::tr("Excluded with %1 (promotion %2) by %3: %4"));
        case DecisionChoice::RollBack:
            if (auto done =
                    abort(waiting, Text::tr("%1 (promotion %2) did not succeed, and all was rolled back by %3: %4"));
                !done)
                return done;
            return goBack();
        }
        return {};
    }

    Result<void> tryAgain()
    {
        const auto group = m_session.promotions().ofGroup(m_about.group);
        if (!group)
            return std::unexpected(group.error());
        Promotion again;
        again.group = m_about.group;
        again.position = std::ranges::max(*group, {}, &Promotion::position).position + 1;
        again.turn = m_about.turn;
        again.retries = m_about.id;
        again.request = m_about.request;
        if (m_plan.retry.replaces)
            again.replaces = m_plan.retry.replaces->id;
        again.requestedBy = m_plan.actor.person;
        return queue(again);
    }

    Result<void> goBack()
    {
        for (const PlannedPromotion &item : m_plan.back) {
            if (item.skip != SkipReason::None)
                continue;
            Promotion back;
            back.group = m_outcome.decision.rollback;
            back.position = static_cast<int>(m_outcome.queued.size());
            back.request = {item.service, item.environment, item.build.id, {}, PromotionKind::Rollback,
                            {},           m_reason,         m_about.cause};
            if (item.replaces)
                back.replaces = item.replaces->id;
            back.requestedBy = m_plan.actor.person;
            if (auto done = queue(back); !done)
                return done;
        }
        return {};
    }

    Result<void> queue(Promotion promotion)
    {
        promotion.queuedAt = m_session.now();
        auto queued = m_session.promotions().queue(promotion);
        if (!queued)
            return std::unexpected(queued.error());
        m_outcome.queued.push_back(*std::move(queued));
        return {};
    }

    Result<void> abort(const std::vector<Promotion> &promotions, const QString &why)
    {
        for (Promotion p : promotions) {
            p.message = why.arg(m_about.request.service.value, QString::number(m_about.id.value), m_plan.actor.person,
                                m_reason);
            p.finishedAt = m_session.now();
            if (auto r = m_session.promotions().transition(p, PromotionState::Aborted); !r)
                return r;
            p.state = PromotionState::Aborted;
            m_outcome.aborted.push_back(std::move(p));
        }
        return {};
    }

    Session &m_session;
    const DecisionPlan &m_plan;
    const Promotion &m_about;
    QString m_reason;
    DecisionOutcome m_outcome;
};

} // namespace

Result<DecisionOutcome> decide(Session &session, const DecisionPlan &plan, const DecisionAsk &ask)
{
    const auto reason = reasonFrom(ask.reason);
    if (!reason)
        return std::unexpected(reason.error());
    const DecisionOption &option = plan.option(ask.choice);
    if (option.needsReason && reason->isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("“%1” is decided for a reason").arg(titleOf(ask.choice)),
                    Text::tr("Say why"));
    if (!option.isOffered())
        return fail(ErrorCode::RuleRefused,
                    Text::tr("“%1” is not possible: %2").arg(titleOf(ask.choice), option.whyNot));
    return Effects(session, plan, *reason).of(ask.choice);
}

} // namespace humdrum
