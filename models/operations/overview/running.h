// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

class Reading;

/// Builds are immutable: the same row is the same build.
[[nodiscard]] inline bool operator==(const Build &a, const Build &b)
{
    return a.id == b.id && a.service == b.service && a.version == b.version && a.commit == b.commit &&
        a.digest == b.digest;
}

/// One service in one environment, as it is now.
struct RunningBuild {
    ServiceKey service;
    EnvironmentKey environment;
    std::optional<Build> build; ///< none: nothing is known to run there
    ReleaseId releaseId;        ///< it came with; none when unknown
    QString release;            ///< its version, empty when unknown
    Timestamp since{};
    bool observed = false; ///< seen to run there without a promotion that put it there
    bool recorded = false; ///< known from imported records alone: nobody looked whether it runs
    bool failed = false;   ///< it runs and something is recorded against it: its smoke test failed
    QString why;           ///< of failed: what is recorded
    bool held = false;
    std::optional<PromotionState> moving; ///< of an unfinished promotion
    bool undecided = false;               ///< … which waits for a decision on another one
    friend bool operator==(const RunningBuild &, const RunningBuild &) = default;
};

/// What runs where, what is on its way and what is held, of one transaction.
struct Running {
    std::vector<RunningBuild> builds; ///< environments by rank, services in the order of the product within each
    std::vector<Promotion> unfinished;
    std::vector<Hold> holds;

    /// Precondition: both are of the product.
    [[nodiscard]] const RunningBuild &at(const ServiceKey &service, const EnvironmentKey &environment) const;
};

[[nodiscard]] Result<Running> readRunning(Reading &reading);
/// Whether the hold is in the way of a promotion of this service to this environment.
[[nodiscard]] bool holds(const Hold &hold, const ServiceKey &service, const EnvironmentKey &environment);

} // namespace humdrum
