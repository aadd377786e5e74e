// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <algorithm>
#include <optional>
#include <vector>

namespace humdrum::bench {

/// One line of the table: what was measured, and the floor or peer that was measured in the same run.
struct Figure {
    QString name;
    double value = 0;
    double reference = 0; ///< in the same unit; 0: there is none
    QString unit;
    QString referenceName;
    std::optional<double> limit; ///< the budget for value / reference, or for value where there is no reference
};

/// Where the measured things are.
struct Places {
    QString programs; ///< folder of humdrum and humdrum_empty_window
    QString database; ///< of the example
    QString example;  ///< its folder
};

[[nodiscard]] inline double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const size_t n = values.size();
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// Milliseconds that `job` takes.
template <class Job>
[[nodiscard]] double timeOf(Job job)
{
    QElapsedTimer timer;
    timer.start();
    job();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// The medians of two jobs that take turns, so that whatever else the machine does weighs on both alike. The first pair
/// only warms the caches.
template <class One, class Other>
[[nodiscard]] std::pair<double, double> alternately(int times, One one, Other other)
{
    std::vector<double> ones;
    std::vector<double> others;
    for (int i = 0; i <= times; ++i) {
        const double a = timeOf(one);
        const double b = timeOf(other);
        if (i == 0)
            continue;
        ones.push_back(a);
        others.push_back(b);
    }
    return {median(std::move(ones)), median(std::move(others))};
}

/// A measurement that fails ends the program: a table with a hole in it would be read as one without.
template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s / %s", qUtf8Printable(result.error().toString()), qUtf8Printable(result.error().details));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Process start to first painted frame, and to the first frame with data, against an empty Qt Widgets window.
QList<Figure> startup(const Places &places);

/// From a click to the painted page with its data, at its first visit.
QList<Figure> pages(const Places &places);

/// The page Insights over five years of a product: 260 trains, 39 000 deployments, 200 000 changes.
QList<Figure> insights(const Places &places);

/// Reading and storing history against what git and the disk need by themselves.
QList<Figure> imports(const Places &places);

/// A promotion with one trivial step, from the click to its end, against the command alone; and where the time goes.
QList<Figure> promotions(const Places &places);

/// 1 000 queued promotions over 50 environments against the same commands run by xargs.
QList<Figure> throughput(const Places &places);

/// The storage in a temporary folder: durable commits, imports of 100 000 changes and stage runs, and the queries behind
/// the pages on top of them.
QList<Figure> storage(const Places &places);

} // namespace humdrum::bench
