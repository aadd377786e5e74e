// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace humdrum {

/// What is to be drawn. All of it by value: the module knows nothing else of the program.
struct ChartDrawing {
    enum class Kind { Bars, StackedBars, Lines };
    struct Row {
        QString name;
        std::vector<double> values; ///< one for each category; NaN is a gap
        QColor colour;
    };
    struct Look {
        QColor surface, line, quiet;
        QFont axis, small;
    };

    Kind kind = Kind::Bars;
    QStringList categories; ///< as they are labelled; no two are the same
    std::vector<Row> rows;
    double step = 1; ///< between the lines of the axis, which begins at 0
    int steps = 1;
    std::optional<double> reference; ///< a line across
    QString referenceName;
    Look look;
};

/// A chart, drawn by QtCharts.
class ChartView {
public:
    virtual ~ChartView() = default;
    /// Its owner's, which ends both.
    [[nodiscard]] virtual QWidget *widget() = 0;
    virtual void draw(const ChartDrawing &drawing) = 0;

    std::function<void(int category)> clicked;
    std::function<void(bool entered, int category)> hovered;
};

} // namespace humdrum

/// A new one, to be given a parent.
extern "C" Q_DECL_EXPORT humdrum::ChartView *humdrumChartView();
