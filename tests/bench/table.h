// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "bench/bench.h"

namespace humdrum::bench {

/// The figures as a table for people. A ratio compares the value with its floor or peer.
[[nodiscard]] QString tableOf(const QList<Figure> &figures);
/// Those that are over their budget.
[[nodiscard]] QList<Figure> overBudget(const QList<Figure> &figures);

} // namespace humdrum::bench
