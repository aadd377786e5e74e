// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <optional>
#include <span>

namespace humdrum {

/// Where a resource is heading: the least-squares line through its samples.
struct Forecast {
    int samples = 0;   ///< n of the line; always shown with it
    Duration span{0};  ///< from the first sample to the last
    double perDay = 0; ///< slope, in the resource's unit
    double error = 0;  ///< standard error of perDay
    /// Days from the last sample until free − reserve is used up; 0 when it is already. Nothing when there are fewer than
    /// `fewestForecastSamples` samples, when they span less than two days, or when the line does not clearly rise (perDay is not above twice its
    /// standard error): then there is nothing honest to say.
    std::optional<double> daysUntilFull;
    /// Whether there are samples enough to say anything, be it that nothing rises.
    [[nodiscard]] bool known() const;
};

inline constexpr int fewestForecastSamples = 10;
inline constexpr Duration shortestForecastSpan = std::chrono::hours{48};

/// `history` in any order, of this resource alone. Samples from before the capacity last changed count too: what is used is
/// fitted, and the newest capacity is the limit.
[[nodiscard]] Forecast forecast(const PoolResource &resource, std::span<const PoolSample> history);

} // namespace humdrum
