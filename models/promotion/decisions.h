// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/listings.h"
#include "promotion/gates.h"
#include "promotion/plan.h"

#include <array>

/// Guided decisions: what a person may answer to a promotion that did not succeed, and what comes of it.
namespace humdrum {

/// A promotion that ended badly and waits for a person.
struct PendingDecision {
    PromotionListing about;
    QString environmentName;
    std::vector<PromotionListing> waiting; ///< behind it in its group, in their order
    std::optional<Promotion> rollback;     ///< Humdrum's own answer to it
    QString runs;                          ///< version that is recorded to run there; empty: nothing is known to

    [[nodiscard]] bool isRollingBack() const { return rollback && !isFinished(rollback->state); }
    /// "ledger 1.24.0"
    [[nodiscard]] QString subject() const;
    /// What happened, in one sentence: "ledger 1.24.0 → Dev failed: the smoke test failed".
    [[nodiscard]] QString sentence() const;
    /// What runs there, what Humdrum has done about it, what waits: one sentence each.
    [[nodiscard]] QStringList facts() const;
};

/// Everything that waits for a decision, newest first. Needs one: what failed, errored (interrupted as well) or was denied,
/// nobody has decided on, and either stops others of its group, or nothing was tried or came there since and Humdrum has not
/// rolled it back by itself.
[[nodiscard]] Result<std::vector<PendingDecision>> openDecisions(Session &session, const Product &product);

/// What ended badly and nobody has answered, newest first: openDecisions() and what Humdrum has rolled back by itself. Only of
/// services and environments that are described.
[[nodiscard]] Result<std::vector<PromotionListing>> unsettledPromotions(Session &session, const Product &product);

/// The promotion that each queued one waits for a decision on, by its id; the others are not in it.
[[nodiscard]] Result<QHash<PromotionId, Promotion>> stoppedBehind(Session &session);

/// One of the four answers, as it would come out now.
struct DecisionOption {
    DecisionChoice choice = DecisionChoice::Retry;
    QString whyNot;      ///< why it is not offered; empty when it is
    QStringList effects; ///< what will happen, one sentence each
    bool needsReason = true;

    [[nodiscard]] bool isOffered() const { return whyNot.isEmpty(); }
};

/// "What there is to decide": the one object that feeds the list of choices, the confirmation, the dry run and what is done.
struct DecisionPlan {
    PendingDecision pending;
    Actor actor;
    std::array<DecisionOption, 4> options; ///< in the order of DecisionChoice
    PlannedPromotion retry;                ///< as it stands with a new attempt now
    std::vector<PlannedPromotion> back;    ///< of what was deployed, in the order in which it goes back
    std::vector<Promotion> dependents;     ///< of those that wait: what needs what failed

    [[nodiscard]] const DecisionOption &option(DecisionChoice choice) const
    {
        return options[static_cast<size_t>(choice)];
    }
};

/// By reading alone. `samples` are fresh ones of the environment's pool. Errors: NotFound; NothingToDo, with the facts, when
/// nothing is to be decided about it; AlreadyExists when it was decided on.
[[nodiscard]] Result<DecisionPlan> planDecision(Session &session, PromotionId id, const Actor &actor,
                                                const GateSources &sources,
                                                const std::vector<PoolSample> &samples = {});

struct DecisionAsk {
    PromotionId promotion;
    DecisionChoice choice = DecisionChoice::Retry;
    QString reason;
    Actor actor;
};
struct DecisionOutcome {
    Decision decision;
    std::vector<Promotion> queued;  ///< the new attempt, or the way back
    std::vector<Promotion> goesOn;  ///< those that waited and are taken now, or behind the new attempt
    std::vector<Promotion> aborted; ///< those that waited and are taken out
};
/// Records the decision and all that comes of it, in the caller's transaction. Of two people who decide at once the second is
/// told what the first has decided (AlreadyExists). Errors beside those of planDecision(): RuleRefused when the choice is not
/// offered, InvalidInput without a reason where one is needed.
[[nodiscard]] Result<DecisionOutcome> decide(Session &session, const DecisionPlan &plan, const DecisionAsk &ask);

/// "Ignored by nr: the report is not used there", for people who look at it later.
[[nodiscard]] QString sentenceOf(const Decision &decision, const QString &by);

} // namespace humdrum
