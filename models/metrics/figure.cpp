// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/figure.h"

#include <algorithm>
#include <cmath>

namespace humdrum {

Interval wilson95(qint64 k, qint64 n)
{
    if (n <= 0)
        return {};
    constexpr double z = 1.959963984540054; // 0.975 quantile of the normal distribution
    const double size = static_cast<double>(n);
    const double p = static_cast<double>(std::clamp<qint64>(k, 0, n)) / size;
    const double scale = 1 + z * z / size;
    const double centre = (p + z * z / (2 * size)) / scale;
    const double half = z * std::sqrt(p * (1 - p) / size + z * z / (4 * size * size)) / scale;
    // Exactly 0 and 1 at the ends, where rounding would leave a trace.
    return {k <= 0 ? 0 : std::max(0.0, centre - half), k >= n ? 1 : std::min(1.0, centre + half)};
}

Figure proportion(RowKind kind, std::vector<qint64> rows, std::vector<qint64> all)
{
    Figure figure;
    figure.kind = kind;
    figure.numerator = static_cast<double>(rows.size());
    figure.denominator = static_cast<double>(all.size());
    figure.n = static_cast<qint64>(all.size());
    if (!all.empty())
        figure.interval = wilson95(static_cast<qint64>(rows.size()), figure.n);
    figure.rows = std::move(rows);
    figure.all = std::move(all);
    return figure;
}

std::optional<double> quantile(std::span<const double> ascending, double p)
{
    if (ascending.empty())
        return std::nullopt;
    const double place = std::clamp(p, 0.0, 1.0) * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<size_t>(place);
    const size_t above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

Spread Spread::of(RowKind kind, std::vector<double> values, std::vector<qint64> rows, qint64 enough)
{
    Spread spread;
    spread.kind = kind;
    spread.rows = std::move(rows);
    spread.n = static_cast<qint64>(values.size());
    std::ranges::sort(values);
    spread.median = quantile(values, 0.5);
    if (spread.n >= enough) {
        spread.p75 = quantile(values, 0.75);
        spread.p90 = quantile(values, 0.9);
    }
    if (spread.n < fewRows)
        spread.values = std::move(values);
    return spread;
}

} // namespace humdrum
