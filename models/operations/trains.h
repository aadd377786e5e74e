// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// How far ahead trains are planned.
inline constexpr Duration trainHorizon = std::chrono::weeks{26};

/// Plans the trains of [from, to) that are missing, with deployers by the rotation. Returns how many are new.
[[nodiscard]] Result<int> planTrains(Session &session, const Product &product, Timestamp from, Timestamp to);

/// Plans ahead up to `now` + trainHorizon, and back to the first train that is recorded, so that no week is without one; then moves each train as far as the time and the facts say: the first one whose time
/// to leave has not come boards; past its cut-off it is locked; one without a release leaves empty at its departure and has
/// arrived, or is skipped with the reason where changes waited that nobody made a release of, or where a freeze holds every
/// client; one with a release departs when the release first goes to where a client works (the last tier of that client;
/// what is rehearsed in comes before) and has arrived when the release is released.
/// A late train stays locked, as being late is a fact that is shown, and those behind it leave at their own time. Returns how
/// many were planned or moved.
[[nodiscard]] Result<int> advanceTrains(Session &session, const Product &product, Timestamp now);

/// The train that a release made now rides unless told otherwise: the first that has not left, but for those that are late
/// with a release of their own. None when no train is planned.
[[nodiscard]] Result<std::optional<Train>> nextToBoard(Session &session);

} // namespace humdrum
