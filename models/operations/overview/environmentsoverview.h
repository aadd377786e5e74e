// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/occupancy.h"
#include "operations/overview/pipelineoverview.h"
#include "operations/overview/running.h"

namespace humdrum {

/// What one service is in one environment, and how it stands to the others.
struct EnvironmentCell : RunningBuild {
    int releasesBehind = 0; ///< releases of the newest environment that this one has not had
    int commitsBehind = 0;  ///< commits of the newest running build that this one has not
    Duration behindBy{0};   ///< from this build's commit to the newest running one's
    bool fork = false;      ///< its commit is not on the main line
    int uniqueCommits = 0;  ///< commits of the fork that the main line has not
    QString forkedFrom;     ///< version of the newest build that both have, or a short hash
    Timestamp forkedAt{};   ///< time of the commit where it left the main line
    friend bool operator==(const EnvironmentCell &, const EnvironmentCell &) = default;
};

/// One quantity of a pool.
struct PoolFigure {
    QString resource;                           ///< "disk"
    QString unit;                               ///< "bytes"
    double used = 0, capacity = 0, reserve = 0; ///< capacity 0: never measured
    Timestamp measuredAt{};                     ///< noTime: never
    bool fresh = false;
    bool trend = false;                  ///< there are samples enough to tell one
    std::optional<double> daysUntilFull; ///< by the trend of the samples; none: steady, falling, or no trend
    [[nodiscard]] double fraction() const { return capacity > 0 ? used / capacity : 0; }
    friend bool operator==(const PoolFigure &, const PoolFigure &) = default;
};

struct PoolRow {
    PoolKey key;
    QString name;
    QStringList environments; ///< their names
    bool shared = false;      ///< by environments that are not all of one client
    std::vector<PoolFigure> figures;
    friend bool operator==(const PoolRow &, const PoolRow &) = default;
};

struct HealthRow {
    EnvironmentKey environment;
    QString name;
    std::optional<Mark> smoke; ///< of the last smoke run, promoted or imported; none: none is known
    bool smokeSkipped = false; ///< the last promotion ran none, as the environment describes none
    TestCounts tests;
    Timestamp smokeAt{};
    QStringList checks;           ///< translated: what every promotion into it is asked
    Timestamp failedAt{};         ///< of the last failed or rolled-back deployment; noTime: none
    QString failure;              ///< its message, or why a person rolled it back
    Cause cause = Cause::Unknown; ///< Unknown: unattributed
    Timestamp restoredAt{};       ///< of the deployment that made it good; noTime: none is recorded
    friend bool operator==(const HealthRow &, const HealthRow &) = default;
};

struct EnvironmentsOverview {
    Product product;
    Timestamp now{};
    std::vector<EnvironmentCell> cells; ///< services in the order of the product, environments by rank within each
    std::vector<Occupancy> runs;        ///< what each environment runs as a whole, by rank
    std::vector<PoolRow> pools;
    std::vector<HealthRow> health; ///< environments by rank
};

/// NotFound before a product is described.
[[nodiscard]] Result<EnvironmentsOverview> readEnvironments(Session &session);

/// One cell with what it would get and what is its own.
struct CellOverview {
    EnvironmentCell cell;
    QString serviceName, environmentName;
    QByteArray zone;
    Timestamp now{};
    QString newest;               ///< version of the newest build of the main line that runs anywhere; empty: none does
    QStringList newestIn;         ///< names of the environments that run it
    std::vector<ChangeLine> gets; ///< changes of that build that this one has not and clients are told of, newest first
    int internal = 0;             ///< those that clients are not told of
    std::vector<ChangeLine> own;  ///< commits of the fork that the main line has not, newest first
    std::vector<Hold> holds;      ///< those in its way
    StageKey stage;               ///< of the environment in the pipeline
};
/// NotFound for a service or an environment that is not of the product.
[[nodiscard]] Result<CellOverview> readCell(Session &session, const ServiceKey &service,
                                            const EnvironmentKey &environment);

} // namespace humdrum
