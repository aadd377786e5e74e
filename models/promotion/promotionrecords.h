// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/identity.h"
#include "promotion/plan.h"

namespace humdrum {

/// What the worker writes, as functions of a session: each is called inside one write job, so all of it happens or nothing.

/// Who asked for a promotion that Humdrum queued itself, to undo one that failed. No person's key can be spelled like it.
[[nodiscard]] QString automaticActor();

/// Moves a step through Pending → Running → `to`, whatever of it is still ahead.
[[nodiscard]] Result<void> settleStep(Session &session, PromotionStep &step, StepState to);

struct StepIntent {
    Promotion promotion;               ///< in the state that belongs to the step
    PromotionStep step;                ///< as stored; no id when the calendar forbids it
    std::optional<GateOutcome> closed; ///< the calendar's answer when it does not let pass
};
/// Stores that a command is about to run, before it is: its step (Pending, with the command's hash) and the promotion's
/// state, Running for the deploy and Validating behind it. The calendar is judged again (rule 6), but for Humdrum's own
/// rollback. When it has closed that is recorded as a gate, and a deploy gets no step: it must not run.
[[nodiscard]] Result<StepIntent> intendStep(Session &session, const Product &product, const GateSources &sources,
                                            const Promotion &promotion, const PromotionStep &step);

/// The same for a step that was stored and whose command was never started, in the run folder that `step` has now. The step
/// of the answer has no id when the calendar forbids it; it stays open then.
[[nodiscard]] Result<StepIntent> intendAgain(Session &session, const Product &product, const GateSources &sources,
                                             const Promotion &promotion, const PromotionStep &step);

/// How far a promotion came.
struct PromotionCourse {
    bool deployed = false; ///< the deploy command has succeeded: the environment runs the build, good or bad
    Timestamp deployStarted{}, deployFinished{};
    bool attended = false; ///< it needed a retry or an override
};
[[nodiscard]] PromotionCourse courseOf(const std::vector<PromotionStep> &steps, const std::vector<GateOutcome> &gates);

struct PromotionEnd {
    Promotion promotion; ///< with message, cause and log file as they are to be stored
    PromotionState state = PromotionState::Errored;
    PromotionCourse course;
    bool rollBack = false;                 ///< queue the way back to the last good build
    QString worker;                        ///< claims that rollback in the same transaction
    std::optional<PromotionStep> openStep; ///< ended with stepState
    StepState stepState = StepState::Errored;
};
struct PromotionEnded {
    Promotion promotion;
    std::optional<Promotion> rollback; ///< claimed by `worker`, in PreFlight
};
/// Ends a promotion: its open steps, its deployment when there is one, its state, the release's state, the hold of a rollback, Aborted
/// for those of its group that wait behind it where it was cancelled, and the rollback.
[[nodiscard]] Result<PromotionEnded> endPromotion(Session &session, const Product &product, PromotionEnd end);

/// Aborts a promotion that no worker of this process runs. Refuses (RuleRefused) one that is finished, that another program
/// which is alive works on, or whose command still runs.
[[nodiscard]] Result<void> abortStored(Session &session, PromotionId id, const Actor &actor, const QString &reason);

/// How it stands with a promotion that is not finished.
struct PromotionStanding {
    bool interrupted = false; ///< a worker took it and is gone
    /// The command that worker left running; none when all of it has ended. Nothing else may run in its place.
    std::optional<ProcessIdentity> command;
    bool known = false; ///< what it came to is known, so that another worker can go on with it
    QString facts;      ///< "deploy: alive", for the audit
    /// Nothing of it runs, and only a person can say what it came to.
    [[nodiscard]] bool isOver() const { return interrupted && !command && !known; }
};
[[nodiscard]] Result<PromotionStanding> standingOf(Session &session, const Promotion &promotion);

/// Gives a promotion whose worker is known to be gone to the worker `identity`. Nothing when there is none to take: its worker
/// is alive or cannot be seen from here, it has not been claimed, or another has taken it meanwhile.
[[nodiscard]] Result<std::optional<Promotion>> takeOver(Session &session, PromotionId id, const QString &identity);

/// Ends a promotion that is over, see there, as Errored, to be verified by a person. Does nothing with any other. Returns what
/// became of it. For where no worker is; a worker takes over, which ends it the same way.
[[nodiscard]] Result<std::optional<Promotion>> endInterrupted(Session &session, PromotionId id);
/// The same for all that is unfinished in an environment.
[[nodiscard]] Result<void> endInterruptedIn(Session &session, const EnvironmentKey &environment);

} // namespace humdrum
