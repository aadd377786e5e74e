// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "metrics/figure.h"

#include <QSet>

#include <functional>
#include <span>
#include <vector>

/// The two funnels of product.md. Containment is phase containment effectiveness (IEEE Std 982.1; Kan, "Metrics and
/// Models in Software Quality Engineering", 2nd ed., ch. 6) with pipeline stages as phases. Pure functions, any thread.
namespace humdrum {

/// A row of a funnel: stages that do the same for different services ("Component"), or one stage.
struct FunnelStep {
    QString title;
    std::vector<StageKey> stages;
    bool client = false; ///< in an environment of a client
};

struct ContainmentRow {
    QString title;
    bool client = false;
    std::vector<qint64> issues; ///< ids of those caught here
    Figure detection;           ///< found here ÷ (found here + found later)
    int young = 0;              ///< of them, introduced by releases whose later finds have not happened yet
};

struct Containment {
    std::vector<ContainmentRow> rows; ///< the steps in their order, then "escaped": found by clients
    Figure escapeRate;                ///< found in client environments (their smoke tests and escaped) ÷ all
    int young = 0;
};

struct ContainmentFunnels {
    Containment change;               ///< caused by changes, or by what is not known
    Containment environment;          ///< caused by environments
    std::vector<qint64> byTests;      ///< wrong tests: no defects of the product, in neither funnel
    std::vector<qint64> unknownStage; ///< caught at a stage that no step has, in neither funnel
};

/// `steps` in pipeline order. `escapedTitle` heads the last row. Issues for which `isYoung` says so, as their release is
/// young, are counted apart, too.
[[nodiscard]] ContainmentFunnels containmentFunnel(std::span<const Issue> issues, std::span<const FunnelStep> steps,
                                                   const QString &escapedTitle,
                                                   const std::function<bool(const Issue &)> &isYoung = {});

/// Releases that first ran anywhere less than `age` before `now`, or have not run yet.
[[nodiscard]] QSet<ReleaseId> youngReleases(std::span<const Release> releases, std::span<const Deployment> deployments,
                                            Timestamp now, Duration age = std::chrono::days{28});

/// Why a build that entered a stage has not left it passed: its last attempt.
struct ThroughputRest {
    StageRunState state = StageRunState::Queued;
    Cause cause = Cause::Unknown;
    std::vector<qint64> runs; ///< ids of the last attempts
};

struct ThroughputRow {
    QString title;
    Figure passed; ///< builds that left passed ÷ builds that entered; rows are their latest stage runs
    std::vector<ThroughputRest> rest; ///< most frequent first
};

/// Of runs queued in the period. A build counts once for each step, and counts as passed once any attempt of each of its runs' stages
/// in the step passed; a join counts manifests.
[[nodiscard]] std::vector<ThroughputRow> throughputFunnel(std::span<const StageRun> runs,
                                                          std::span<const FunnelStep> steps, Period period);

} // namespace humdrum
