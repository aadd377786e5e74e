// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// Builds are immutable: the same row is the same build.
[[nodiscard]] inline bool operator==(const Build &a, const Build &b)
{
    return a.id == b.id && a.service == b.service && a.version == b.version && a.commit == b.commit &&
        a.digest == b.digest;
}

/// What one service is in one environment.
struct EnvironmentCell {
    ServiceKey service;
    EnvironmentKey environment;
    std::optional<Build> build; ///< none: nothing is known to run there
    QString release;            ///< version of the release it came with, empty when unknown
    Timestamp since{};
    int releasesBehind = 0; ///< releases of the newest environment that this one has not had
    int commitsBehind = 0;  ///< commits of the newest running build that this one has not
    Duration behindBy{0};   ///< from this build's commit to the newest running one's
    bool fork = false;      ///< its commit is not on the main line
    int uniqueCommits = 0;  ///< commits of the fork that the main line has not
    QString forkedFrom;     ///< version of the newest build that both have, or a short hash
    Timestamp forkedAt{};   ///< time of the commit where it left the main line
    bool held = false;
    std::optional<PromotionState> moving; ///< of an unfinished promotion
    friend bool operator==(const EnvironmentCell &, const EnvironmentCell &) = default;
};

/// One quantity of a pool.
struct PoolFigure {
    QString resource;                           ///< "disk"
    QString unit;                               ///< "bytes"
    double used = 0, capacity = 0, reserve = 0; ///< capacity 0: never measured
    Timestamp measuredAt{};                     ///< noTime: never
    bool fresh = false;
    std::optional<double> daysUntilFull; ///< by the trend of the samples; none: steady, falling, or too few samples
    [[nodiscard]] double fraction() const { return capacity > 0 ? used / capacity : 0; }
    friend bool operator==(const PoolFigure &, const PoolFigure &) = default;
};

struct PoolRow {
    PoolKey key;
    QString name;
    QStringList environments; ///< their names; more than one: the pool is shared
    std::vector<PoolFigure> figures;
    friend bool operator==(const PoolRow &, const PoolRow &) = default;
};

struct HealthRow {
    EnvironmentKey environment;
    QString name;
    std::optional<StepState> smoke; ///< of the last smoke test; none: no test has run yet
    TestCounts tests;
    Timestamp smokeAt{};
    Timestamp failedAt{}; ///< of the last failed or rolled-back deployment; noTime: none
    QString failure;      ///< its message
    Cause cause = Cause::Unknown;
    friend bool operator==(const HealthRow &, const HealthRow &) = default;
};

struct EnvironmentsOverview {
    Product product;
    Timestamp now{};
    std::vector<EnvironmentCell> cells; ///< services in the order of the product, environments by rank within each
    std::vector<PoolRow> pools;
    std::vector<HealthRow> health; ///< environments by rank
};

/// NotFound before a product is described.
[[nodiscard]] Result<EnvironmentsOverview> readEnvironments(Session &session);

} // namespace humdrum
