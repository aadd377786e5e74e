// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"

#include <optional>
#include <span>
#include <vector>

namespace humdrum {

/// The kind of row that ids of a figure name.
enum class RowKind { Deployment, Change, Issue, Build, Release, Train, StageRun };

/// A half-open span of time, [from, to).
struct Period {
    Timestamp from{}, to{};
    [[nodiscard]] bool contains(Timestamp t) const { return t >= from && t < to; }
};

/// Bounds of a proportion, 0..1.
struct Interval {
    double low = 0, high = 1;
};

/// Wilson score interval of k in n at 95 % (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
/// Inference", JASA 22, 1927, 209–212). 0 <= k <= n; n = 0 gives 0..1: nothing is known.
[[nodiscard]] Interval wilson95(qint64 k, qint64 n);

/// A quotient that never hides where it comes from.
struct Figure {
    double numerator = 0;
    double denominator = 0;
    qint64 n = 0;                     ///< how many rows were looked at
    std::optional<Interval> interval; ///< only where it is a proportion and n > 0
    RowKind kind = RowKind::Deployment;
    std::vector<qint64> rows; ///< ids of the rows that the numerator counts
    std::vector<qint64> all;  ///< ids of the rows that the denominator counts; empty where it is time

    /// numerator ÷ denominator; empty when the denominator is 0.
    [[nodiscard]] std::optional<double> value() const
    {
        return denominator > 0 ? std::optional(numerator / denominator) : std::nullopt;
    }
};

/// A proportion of counted rows: `rows` of `all`, with its interval.
[[nodiscard]] Figure proportion(RowKind kind, std::vector<qint64> rows, std::vector<qint64> all);

/// The p-quantile of values in ascending order by linear interpolation (Hyndman & Fan, "Sample Quantiles in Statistical
/// Packages", The American Statistician 50, 1996, definition 7). 0 <= p <= 1; empty when there are no values.
[[nodiscard]] std::optional<double> quantile(std::span<const double> ascending, double p);

/// Fewer rows than this say nothing by themselves: they are named, not summed up.
inline constexpr qint64 fewRows = 5;

/// Median, and the upper quantiles where there are enough values for them to mean anything.
struct Spread {
    qint64 n = 0;
    std::vector<double> values; ///< ascending; only while there are fewer than fewRows
    std::optional<double> median;
    std::optional<double> p75, p90; ///< only for n >= 10
    RowKind kind = RowKind::Deployment;
    std::vector<qint64> rows; ///< ids behind the values, in the order in which they were given

    [[nodiscard]] static Spread of(RowKind kind, std::vector<double> values, std::vector<qint64> rows,
                                   qint64 enough = 10);
};

} // namespace humdrum
