// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <span>

namespace humdrum {

/// The steps that a promotion to the environment goes through when all goes well, in order.
[[nodiscard]] std::vector<StepKind> plannedSteps(const Environment *environment);

/// What an unfinished promotion waits for while nothing of it runs.
struct WaitLine {
    bool soaks = false;
    QString brief;       ///< "Soak until 14:35"; of gates empty
    QString text;        ///< "next round 14:03, denied at 15:00 at the latest"; "until 14:35, tested again at 14:10"
    double fraction = 0; ///< 0..1 of a soak
};
/// Empty for one that does not wait. Times in the product's zone, with the day where it is not today's.
[[nodiscard]] std::optional<WaitLine> waitOf(const Promotion &promotion, std::span<const PromotionStep> steps,
                                             const Product &product, Timestamp now);

} // namespace humdrum
