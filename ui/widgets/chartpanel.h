// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/states.h"
#include "ui/modules/charts.h"

#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

namespace humdrum {

class Label;

/// One row of values of a chart.
struct ChartSeries {
    QString name;
    std::vector<double> values; ///< one for each category; NaN is a gap
    std::optional<Mark> mark;   ///< its colour; the accent without one
};

/// The one way to a chart (QtCharts itself is in ui/modules/charts.cpp): a titled panel with a bar or line chart. The title says the finding ("Batches are a
/// quarter of what they were"). Data is replaced as a whole. Bars start at zero. Exports as SVG, PNG and PDF.
class ChartPanel : public QWidget {
    Q_OBJECT
public:
    using Kind = ChartDrawing::Kind;

    explicit ChartPanel(Kind kind, QWidget *parent = nullptr);

    /// `subject` is what is shown ("Changes per train"), `finding` what it says.
    void setTitle(const QString &subject, const QString &finding);
    /// Categories from left to right and the series over them. `unit` labels the values for screen readers and tables.
    void replace(const QStringList &categories, const std::vector<ChartSeries> &series, const QString &unit);
    /// A line across the bars at `value`, called `name` ("median 14"); nothing takes it away.
    void setReference(std::optional<double> value, const QString &name = {});
    /// The chart as a table, for screen readers and CSV.
    [[nodiscard]] QString toCsv() const;
    /// By the file's suffix: .svg, .png (2x), .pdf. Paints in this thread; nothing is asked.
    [[nodiscard]] Result<void> exportTo(const QString &file);
    /// Asks where and exports.
    void askExport();

Q_SIGNALS:
    /// A click on the bar of a category, by its place.
    void barClicked(int category);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void showBar(bool entered, int category);
    [[nodiscard]] int labelStep() const;
    void describe();

    Kind m_kind;
    Label *m_subject;
    Label *m_finding;
    ChartView *m_view; ///< null where it is not installed
    QWidget *m_canvas; ///< of the view
    QStringList m_categories;
    std::vector<ChartSeries> m_series;
    QString m_unit;
    std::optional<double> m_reference;
    QString m_referenceName;
    int m_labelStep = 1; ///< every how manieth category is labelled
};

} // namespace humdrum
