// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/permission.h"
#include "operations/overview/pipelineoverview.h"
#include "ports/listings.h"
#include "promotion/decisions.h"

namespace humdrum {

/// One promotion in a list.
struct PromotionRow {
    PromotionId id;
    PromotionGroupId group;
    EnvironmentKey environment;
    QString environmentName;
    ServiceKey service;
    QString serviceName;
    QString version, replaces; ///< replaces is empty for the first
    QString release;           ///< version; empty for a single build
    PromotionKind kind = PromotionKind::Forward;
    PromotionState state = PromotionState::Queued;
    bool interrupted = false;   ///< the worker that took it is gone, and no other has taken it over yet
    bool needsDecision = false; ///< it did not succeed, and a person has to say what becomes of it
    bool undecided = false;     ///< it is queued, and waits for a decision on another one
    QString step;               ///< of what is under way: "Smoke test"; "behind billing" for one that waits its turn
    TestCounts tests;           ///< of that step
    double fraction = 0;        ///< 0..1 of what is under way
    QString requestedBy;        ///< name, or account
    Timestamp queuedAt{}, startedAt{}, finishedAt{};
    QString message;
    Cause cause = Cause::Unknown;
    QStringList overrides; ///< titles of the gates that were overridden
    friend bool operator==(const PromotionRow &, const PromotionRow &) = default;
};

/// One hold in a list.
struct HoldRow {
    HoldId id;
    QString serviceName, environmentName; ///< "all services", "all environments" where it is not one
    QString by;                           ///< name, or account
    QString reason;
    Timestamp since{};
    friend bool operator==(const HoldRow &, const HoldRow &) = default;
};

struct PromotionsOverview {
    QByteArray zone;
    std::vector<PromotionRow> now; ///< under way and queued: environments by rank, then as a worker takes them
    std::vector<PromotionRow>
        attention;              ///< a gate waits for a person, or it failed and nothing was tried since; newest first
    int decisions = 0;          ///< of those: that a person has to decide on
    std::vector<HoldRow> holds; ///< that are not lifted; newest first
    std::vector<PromotionRow> history; ///< finished, newest first, at most as many as were asked for
    int matching = 0;                  ///< how many finished ones the filter lets through
    int all = 0;                       ///< finished ones there are
    struct Choice {
        QString key, name;
        friend bool operator==(const Choice &, const Choice &) = default;
    };
    std::vector<Choice> environments, services, people; ///< to narrow the history by
    Permission mayPromote;
    std::optional<QueuePause> paused; ///< by a person, with the name

    /// What waits for a person; ShellOverview counts the same.
    [[nodiscard]] size_t needAPerson() const { return attention.size() + holds.size(); }
};

/// `filter` narrows the history, to what needs a decision where `undecided`; its states are among the finished ones, none
/// meaning all of them. NotFound before a product is described.
[[nodiscard]] Result<PromotionsOverview> readPromotions(Session &session, PromotionFilter filter, const QString &person,
                                                        bool undecided = false);

/// A build that an environment ran because of a promotion.
struct MadeDeployment {
    DeploymentId id;
    QString version;
    DeploymentOutcome outcome = DeploymentOutcome::Running;
    Timestamp from{}, to{}; ///< to is noTime while it runs
    QString message;
    friend bool operator==(const MadeDeployment &, const MadeDeployment &) = default;
};

/// A gate as it was judged.
struct JudgedGate {
    int place = 0; ///< in the order in which they were judged
    GateKind kind = GateKind::Upstream;
    GateResult result = GateResult::Error;
    QString text;
    QString overriddenBy, overrideReason; ///< name; empty unless overridden
    Timestamp checkedAt{}, opensAt{};
    friend bool operator==(const JudgedGate &, const JudgedGate &) = default;
};

struct PromotionOverview {
    PromotionRow row;
    QByteArray zone;
    ReleaseId release;
    BuildId build;
    QString reason;                     ///< of a rollback
    Cause reasonCause = Cause::Unknown; ///< … and what was said to have made it necessary
    GroupOverview live;                 ///< of this promotion alone, every attempt of every step
    std::vector<JudgedGate> gates;
    std::vector<ChangeLine> gained, lost; ///< against what it replaced
    std::vector<MadeDeployment> deployments;
    std::vector<PromotionRow> siblings;      ///< the others of the same click, in order
    std::optional<PendingDecision> decision; ///< what a person has to decide about it
    QStringList decided;                     ///< what was decided about it and the others: one sentence each
    PromotionId retries;                     ///< what it is a new attempt of
    Permission mayPromote, mayCancel, mayRollBack, mayRepeat;
};
/// NotFound for a promotion that is not there.
[[nodiscard]] Result<PromotionOverview> readPromotion(Session &session, PromotionId id, const QString &person);

} // namespace humdrum
