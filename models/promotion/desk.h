// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"
#include "promotion/trust.h"

#include <QFuture>
#include <QObject>

#include <algorithm>

namespace humdrum {

/// What a person asks for with one click.
struct PromotionAsk {
    ReleaseId release; ///< a release, or …
    BuildId build;     ///< … a single build
    EnvironmentKey environment;
    ServiceKey service;                          ///< empty: all services of the release
    PromotionKind kind = PromotionKind::Forward; ///< Rollback ignores release and build: back to the last good build
    bool partial =
        false; ///< of a whole release: what can go goes, though something stays behind; else nothing is queued
    QHash<QString, QString> overrides; ///< word of a gate -> reason
    QString reason;                    ///< of a rollback
    Cause cause = Cause::Unknown;      ///< of a rollback: why it is needed, as far as the person knows
    Actor actor;
};

/// Why a service would not be promoted.
enum class SkipReason {
    None,
    AlreadyThere,
    Frozen,
    GateNotMet,
    Held,
    NoPermission,
    Unfinished,
    NothingToRollBackTo,
    NotAccepted, ///< the product's commands, on this machine
    NoSecret,    ///< one that its commands need is not kept on this machine
    Dependency,  ///< a service that it depends on stays behind
};

/// What will happen to one service.
struct PlannedPromotion {
    ServiceKey service;
    EnvironmentKey environment;
    Build build;                   ///< what would run
    std::optional<Build> replaces; ///< what runs now
    SkipReason skip = SkipReason::None;
    QString skipText;               ///< for people; empty when it will be promoted
    QString waitsFor;               ///< the gates it will wait for before it deploys; empty: none
    Timestamp waitsUntil{};         ///< when it is denied then, if it began to wait now
    std::vector<GateOutcome> gates; ///< as they are now
    std::vector<Change> changes;    ///< in previous..this, newest first; of a rollback those that it takes back
    Duration usually{0};            ///< median of earlier ones here; 0 when there is none
};

/// "What will happen": the one object that feeds the confirmation, the dry run and the run itself.
struct PromotionPlan {
    PromotionAsk ask;
    QString releaseVersion;              ///< empty for a single build
    std::vector<PlannedPromotion> items; ///< in the order in which they will run
    QString early;                       ///< earlyWarning(): what to know before, and no refusal; mostly empty

    [[nodiscard]] bool takesBack() const { return ask.kind == PromotionKind::Rollback; }
    [[nodiscard]] bool willDoSomething() const
    {
        return std::ranges::contains(items, SkipReason::None, &PlannedPromotion::skip);
    }
    /// Would stay behind although it is not there yet.
    [[nodiscard]] static bool staysBehind(const PlannedPromotion &item)
    {
        return item.skip != SkipReason::None && item.skip != SkipReason::AlreadyThere;
    }
    /// A whole release was asked for, and only a part of it can go: it goes when that is asked for in so many words.
    [[nodiscard]] bool isPartial() const
    {
        return !takesBack() && ask.release.isValid() && ask.service.isEmpty() && willDoSomething() &&
            std::ranges::any_of(items, staysBehind);
    }
    [[nodiscard]] bool willBeQueued() const { return willDoSomething() && (ask.partial || !isPartial()); }
};

/// Where the log of a promotion is; logs/logreader.h reads it.
struct LogPlace {
    QString file;
    bool finished = false; ///< the promotion is, so that its log does not grow any more, but for its last lines
};

/// What the worker does now, for the corner of the window.
struct WorkerProgress {
    PromotionId promotion; ///< none when idle
    QString text;          ///< "Promoting billing 4.18.2 → Aurora staging"
    QString step;          ///< "Smoke test"
    double fraction = 0;   ///< 0..1, by steps and the usual duration
    int running = 0, queued = 0;
};

struct DecisionPlan;    // decisions.h
struct DecisionAsk;     // decisions.h
struct DecisionOutcome; // decisions.h

/// The door to the promotion worker, as the window and humdrumctl see it. Lives in the thread that made it; the work goes
/// on in the worker's own thread; every signal carries values and arrives in the receiver's thread.
class PromotionDesk : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The dry run. Changes nothing.
    virtual QFuture<Result<PromotionPlan>> plan(const PromotionAsk &ask) = 0;
    /// Plans again and queues what the plan says; refuses (GateNotMet, NothingToDo, …) when nothing would happen, or only a
    /// part of a whole release could go and `partial` does not ask for it. Gates are checked again before each step.
    virtual QFuture<Result<std::vector<Promotion>>> promote(const PromotionAsk &ask) = 0;
    /// Ends the promotion's whole process group, runs the cleanup command, and leaves it Aborted.
    virtual QFuture<Result<void>> cancel(PromotionId id, const Actor &actor, const QString &reason) = 0;
    /// What there is to decide about a promotion that did not succeed, and what each choice would do. Changes nothing; errors
    /// as planDecision().
    virtual QFuture<Result<DecisionPlan>> decisionAbout(PromotionId id, const Actor &actor) = 0;
    /// Plans again, records the decision and what comes of it in one transaction; errors as decide().
    virtual QFuture<Result<DecisionOutcome>> decide(const DecisionAsk &ask) = 0;
    /// Where its log is, or is going to be.
    virtual QFuture<Result<LogPlace>> log(PromotionId id) = 0;
    /// Runs a Commit, Test or Join stage: queued, run by the worker, its JUnit files read, recorded.
    virtual QFuture<Result<StageRun>> runStage(const StageKey &stage, const QString &commit, ReleaseId release,
                                               const Actor &actor) = 0;
    /// Whether the described commands may be run on this machine, and what differs from those that might.
    virtual QFuture<Result<TrustStanding>> trust() = 0;
    /// Accepts what `digest` (of a standing that a person has seen) was made of.
    virtual QFuture<Result<TrustStanding>> acceptCommands(const QByteArray &digest, const Actor &actor) = 0;
    [[nodiscard]] virtual WorkerProgress progress() const = 0;

Q_SIGNALS:
    void progressChanged(const humdrum::WorkerProgress &progress);
    /// A promotion ended, or waits for a person.
    void finished(humdrum::PromotionId id, humdrum::PromotionState state, const QString &message);
};

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::PromotionId)
Q_DECLARE_METATYPE(humdrum::WorkerProgress)
