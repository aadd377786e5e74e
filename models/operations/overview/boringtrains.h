// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "metrics/boring.h"
#include "ports/store.h"

#include <map>
#include <span>
#include <vector>

namespace humdrum {

class Reading;
class RecentHistories;

/// A train that is over, what is known of it, and how boring that was.
struct ScoredTrain {
    Train train;
    TrainFacts facts;
    BoringScore score; ///< only of a train that left
    /// Changes aboard by service; services whose build before is not known are missing.
    std::map<ServiceKey, int> batches;
    bool atClient = false; ///< at least one client has had all of its release
    int bags = 0;          ///< how often its release, or a patch of it, was patched or rolled back within 48 h
};

/// How far back the streak looks.
inline constexpr Duration streakReach = std::chrono::weeks{52};

/// Trains that departed in [since, now), oldest first, with those that were skipped or cancelled. The trains before `since`
/// tell what a usual batch is, so that a score does not depend on where it is begun. Empty before a product is described.
/// Storage thread; asks the promotions of each train.
[[nodiscard]] Result<std::vector<ScoredTrain>> scoreTrains(Session &session, Timestamp since, Timestamp now);

/// The same over what was read already: `deployments` (oldest first) and `issues` from `since` on, or longer.
[[nodiscard]] Result<std::vector<ScoredTrain>> scoreTrains(Reading &read, RecentHistories &histories,
                                                           std::span<const Deployment> deployments,
                                                           std::span<const Issue> issues, Timestamp since,
                                                           Timestamp now);

/// The streak of those trains that departed in the streakReach before `now`.
[[nodiscard]] Streak streakOf(std::span<const ScoredTrain> trains, Timestamp now);

/// The streak of boring trains of the last 52 weeks; empty before any train was over.
[[nodiscard]] Result<std::optional<Streak>> readStreak(Session &session, Timestamp now);

} // namespace humdrum
