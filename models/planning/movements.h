// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// How far a train has come, and how many moves that took.
struct TrainMoved {
    TrainState state = TrainState::Planned;
    int moves = 0;
};

/// Moves the train that carries a release as far as the facts say, in the caller's transaction: it departs when the release
/// first goes to where a client works (the last tier of that client; what is rehearsed in comes before), at the time when that
/// deploying began, and has arrived when the release is released, at the time when the last client had it or a later one.
/// Between the two it is departed, however long a client waits: that is no lateness, which is judged by the departure.
/// Precondition: `train` is as it is stored and carries a release. A finished train stays as it is.
[[nodiscard]] Result<TrainMoved> moveLoadedTrain(Session &session, const Product &product, const Train &train);

/// Moves each release in promotion that left and that no client needs any more (ClientReach::isComplete()) to Released, and its
/// train with it; to be asked after anything that changes what clients run. Returns how many.
[[nodiscard]] Result<int> settleReleases(Session &session, const Product &product);

/// moveLoadedTrain() for the train that `release` rides, if it rides one.
[[nodiscard]] Result<void> moveTrainOf(Session &session, const Product &product, ReleaseId release);

} // namespace humdrum
