// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pools/forecast.h"

#include <algorithm>
#include <cmath>

namespace humdrum {

bool Forecast::known() const { return samples >= fewestForecastSamples && span >= shortestForecastSpan; }

Forecast forecast(const PoolResource &resource, std::span<const PoolSample> history)
{
    Forecast result;
    result.samples = static_cast<int>(history.size());
    if (history.empty())
        return result;
    const auto [first, last] = std::ranges::minmax_element(history, {}, &PoolSample::at);
    result.span = last->at - first->at;
    if (!result.known())
        return result;

    const auto daysOf = [&](const PoolSample &s) {
        return std::chrono::duration<double, std::ratio<86400>>(s.at - last->at).count();
    };
    const double n = result.samples;
    double meanDay = 0, meanUsed = 0;
    for (const PoolSample &s : history) {
        meanDay += daysOf(s) / n;
        meanUsed += s.used / n;
    }
    double dayDay = 0, dayUsed = 0;
    for (const PoolSample &s : history) {
        dayDay += (daysOf(s) - meanDay) * (daysOf(s) - meanDay);
        dayUsed += (daysOf(s) - meanDay) * (s.used - meanUsed);
    }
    if (dayDay <= 0)
        return result;
    result.perDay = dayUsed / dayDay;
    double residuals = 0;
    for (const PoolSample &s : history) {
        const double off = s.used - meanUsed - result.perDay * (daysOf(s) - meanDay);
        residuals += off * off;
    }
    result.error = std::sqrt(residuals / (n - 2) / dayDay);
    if (result.perDay <= 2 * result.error || result.perDay <= 0)
        return result;
    const double left = last->capacity - resource.reserve - last->used;
    result.daysUntilFull = std::max(0.0, left / result.perDay);
    return result;
}

} // namespace humdrum
