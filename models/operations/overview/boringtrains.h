// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "metrics/boring.h"
#include "ports/store.h"

#include <vector>

namespace humdrum {

/// A train that is over, what is known of it, and how boring that was.
struct ScoredTrain {
    Train train;
    TrainFacts facts;
    BoringScore score; ///< only of a train that left
};

/// Trains that departed in [since, now), oldest first, with those that were skipped or cancelled. Empty before a product is
/// described. Storage thread; asks the promotions of each train.
[[nodiscard]] Result<std::vector<ScoredTrain>> scoreTrains(Session &session, Timestamp since, Timestamp now);

/// The streak of boring trains of the last 52 weeks; empty before any train was over.
[[nodiscard]] Result<std::optional<Streak>> readStreak(Session &session, Timestamp now);

} // namespace humdrum
