// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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

[[nodiscard]] inline double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const size_t n = values.size();
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// Process start to first painted frame of the window on the example, against an empty Qt Widgets window. Milliseconds.
QList<Figure> startup(const QString &humdrum, const QString &emptyWindow, const QString &database);

/// The storage in a temporary folder on the disk of `folder` (the system's own when empty): durable commits, imports of
/// 100 000 changes and stage runs, and the queries behind the pages on top of them. Takes about 20 s.
QList<Figure> storage(const QString &folder = {});

} // namespace humdrum::bench
