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
/// deploying began, and has arrived when the release is released.
/// Precondition: `train` is as it is stored and carries a release. A finished train stays as it is.
[[nodiscard]] Result<TrainMoved> moveLoadedTrain(Session &session, const Product &product, const Train &train);

/// The same for the train that `release` rides, if it rides one.
[[nodiscard]] Result<void> moveTrainOf(Session &session, const Product &product, ReleaseId release);

} // namespace humdrum
