// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "metrics/figure.h"
#include "metrics/history.h"

#include <functional>
#include <span>
#include <vector>

/// Delivery measures, after DORA's five (https://dora.dev/guides/dora-metrics-four-keys/, 2024 with rework rate) in the
/// words of product.md. All are pure functions; the caller chooses the rows, by service and tier, so that nothing is
/// blended silently. Any thread.
namespace humdrum {

/// A deployment with what other rows say of it.
struct DeploymentFact {
    Deployment deployment;
    QString commit;                          ///< of its build
    ReleaseKind kind = ReleaseKind::Regular; ///< of its release; Regular when it has none
    Cause remedied = Cause::Unknown;         ///< of a rollback: what was said to be the cause of what it made good
};

/// What became of a deployment. Every figure takes it from here, so that figures agree with each other.
struct DeploymentVerdict {
    DeploymentId deployment;
    /// It needed immediate intervention: it is recorded as failed or rolled back, its smoke test failed, or an
    /// intervention is attributed to it.
    bool failed = false;
    Cause cause = Cause::Unknown; ///< of that: its own, else as said by what made it good; Unknown: unattributed
    bool intervention = false;    ///< it is itself a patch, a rollback or a remedy
    bool unattributed = false;    ///< such a one of which nobody knows what it made good
    Timestamp restored{};         ///< when what put it right ran; noTime: nothing did yet, or it did not fail
};

/// One for each, in their order. An intervention is attributed by its explicit link first, else to the latest earlier
/// deployment of that service and environment within 72 h; what failed is put right by what remedies it and did not fail
/// itself, else by the next deployment there that did not fail. `deployments` must also hold what lies around a period.
[[nodiscard]] std::vector<DeploymentVerdict> verdictsOf(std::span<const DeploymentFact> deployments);

/// Deployments in the period ÷ its weeks. Several commits in one deployment count once.
[[nodiscard]] Figure deploymentFrequency(std::span<const DeploymentFact> deployments, Period period);

/// What a deployment brought: previous..this of the same service and environment.
struct Shipment {
    DeploymentId deployment;
    Timestamp at{};
    bool first = false;                  ///< nothing ran there before: previous..this is not known, `changes` is empty
    std::vector<const Change *> changes; ///< children before parents
};

/// One shipment for each deployment of one service, in order of time. Deployments of several environments may lie mixed.
/// `history` must outlive them.
[[nodiscard]] std::vector<Shipment> shipmentsOf(std::span<const DeploymentFact> deployments, const History &history);

struct LeadTime {
    Spread time;                     ///< milliseconds; p75 and p90 where n >= 10; rows are changes
    std::vector<qint64> deployments; ///< that brought each of the rows
};

/// Deployed − committed of each change of the shipments in the period. A change that was committed after it was deployed
/// (a wrong clock) counts as 0.
[[nodiscard]] LeadTime leadTime(std::span<const Shipment> shipments, Period period);

/// Whom a failure that had to be made good is attributed to.
struct Attribution {
    DeploymentId intervention; ///< the patch, rollback or remedy
    DeploymentId failed;       ///< none when unattributed
    bool explicitLink = false; ///< the intervention names it; otherwise it is the latest earlier one within 72 h
};

/// Each intervention (a patch, a rollback, or a deployment that remedies another) and what it made good: an explicit link
/// first; else the latest earlier deployment of that service and environment within 72 h; else none.
[[nodiscard]] std::vector<Attribution> attributionsOf(std::span<const DeploymentFact> deployments);

struct FailureRate {
    Figure rate;                      ///< distinct deployments that needed immediate intervention ÷ deployments
    std::vector<qint64> unattributed; ///< interventions in the period of which nobody knows what they made good
};

/// Of the deployments in the period, by their verdicts. `deployments` must also hold what lies around the period.
[[nodiscard]] FailureRate changeFailureRate(std::span<const DeploymentFact> deployments, Period period);

struct RecoveryTime {
    Spread time;                      ///< milliseconds; rows are the failing deployments
    std::vector<qint64> open;         ///< failing deployments that nothing restored yet
    std::vector<qint64> otherCauses;  ///< failing deployments that the environment or a test caused
    std::vector<qint64> unattributed; ///< failing deployments whose cause nobody said
};

/// Restored − finish of the failing deployment, of change-caused failures in the period, by their verdicts. All four lists
/// together are what the change failure rate counts.
[[nodiscard]] RecoveryTime recoveryTime(std::span<const DeploymentFact> deployments, Period period);

/// Patches, rollbacks and remedies ÷ deployments, in the period.
[[nodiscard]] Figure reworkRate(std::span<const DeploymentFact> deployments, Period period);

/// The size of one release or deployment.
struct Batch {
    qint64 row = 0; ///< id of the deployment or release
    Timestamp at{};
    int commits = 0; ///< without merges
    int files = 0;   ///< sum over the commits
    int lines = 0;   ///< added + removed
    int entries = 0; ///< told in the notes
};

/// `entries` counts the changes for which `told` is true; without it, 0.
[[nodiscard]] Batch batchOf(const Shipment &shipment, const std::function<bool(const Change &)> &told = {});

/// Median and p75 of the last 12 (all, if there are fewer); p75 from 4 on.
struct BatchSize {
    Spread commits, files, lines, entries;
};
[[nodiscard]] BatchSize batchSize(std::span<const Batch> batches, RowKind kind = RowKind::Deployment);

} // namespace humdrum
