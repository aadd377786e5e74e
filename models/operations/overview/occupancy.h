// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/reading.h"

namespace humdrum {

/// What runs in one environment, by service.
using RunningThere = std::map<ServiceKey, Deployment>;
using RunningByEnvironment = std::map<EnvironmentKey, RunningThere>;

[[nodiscard]] RunningByEnvironment byEnvironment(std::span<const Deployment> running);

/// Whether each of these builds runs there; false for none at all.
[[nodiscard]] bool runsAll(const std::map<ServiceKey, Build> &builds, const RunningThere &there);

/// How much of one release an environment runs.
enum class Extent {
    Nothing, ///< nothing is known to run there
    Wholly,  ///< each build of a release
    Partly,  ///< some builds of the newest release that was brought there
    Other,   ///< builds that no release brought there
};
[[nodiscard]] QString wordOf(Extent extent);

/// What an environment runs as a whole. Every page and the command line say this and nothing else.
struct Occupancy {
    Extent extent = Extent::Nothing;
    ReleaseId releaseId; ///< Wholly, Partly
    QString release;     ///< its version
    int here = 0;        ///< how many of its builds run there
    int builds = 0;      ///< of how many
    QStringList others;  ///< "ledger 1.24.0-dev.3": what runs there beside them, in the order of the configuration
    Timestamp since{};   ///< when the last of what is named came

    /// "2026.47", "part of 2026.47", "other builds"; a product of one service names its build. Empty for Nothing.
    [[nodiscard]] QString title() const;
    /// The same with what else runs there: "other builds: ledger 1.24.0-dev.3, billing 4.25.0".
    [[nodiscard]] QString sentence() const;
    friend bool operator==(const Occupancy &, const Occupancy &) = default;
};

/// Judges environments, of one transaction. Storage thread, as long as its reading.
class Occupancies {
public:
    explicit Occupancies(Reading &reading) : m_reading(reading) {}

    /// `preferred` is named where it runs wholly, even if another release of the same builds brought them.
    [[nodiscard]] Result<Occupancy> of(const RunningThere &there, ReleaseId preferred = {});

private:
    using Builds = std::map<ServiceKey, Build>;
    Result<void> loadRecent();
    Result<const Builds *> buildsOf(const Release &release);
    Result<const Release *> whole(const RunningThere &there, const std::vector<const Release *> &brought,
                                  ReleaseId preferred);
    Result<QStringList> namesOf(const RunningThere &there, const Builds &without);

    Reading &m_reading;
    std::optional<std::map<ManifestId, Builds>> m_recent;
};

/// Of every environment of the product, by rank.
[[nodiscard]] Result<std::vector<Occupancy>> readOccupancies(Reading &reading);

} // namespace humdrum
