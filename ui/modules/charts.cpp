// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/modules/charts.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGraphicsSimpleTextItem>
#include <QLineSeries>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <cmath>
#include <utility>

namespace humdrum {

namespace {

class View final : public QChartView, public ChartView {
public:
    View() : QChartView(new QChart)
    {
        setRenderHint(QPainter::Antialiasing);
        setFrameShape(QFrame::NoFrame);
        setMinimumHeight(120);
        setFocusPolicy(Qt::StrongFocus);
        chart()->legend()->hide();
        chart()->setBackgroundRoundness(0);
        chart()->setMargins(QMargins(0, 4, 0, 0));
        chart()->setAnimationOptions(QChart::NoAnimation);
    }

    [[nodiscard]] QWidget *widget() override { return this; }
    void draw(const ChartDrawing &drawing) override;

private:
    void addAxes(const ChartDrawing &drawing);
    void addLines(const ChartDrawing &drawing);
    void addBars(const ChartDrawing &drawing);
    void addReference(const ChartDrawing &drawing);
    void attach(QAbstractSeries *series);

    QBarCategoryAxis *m_across = nullptr;
    QValueAxis *m_up = nullptr;
    QGraphicsSimpleTextItem *m_referenceLabel = nullptr; ///< the chart's
};

void View::draw(const ChartDrawing &drawing)
{
    chart()->removeAllSeries();
    delete std::exchange(m_referenceLabel, nullptr);
    for (QAbstractAxis *axis : chart()->axes()) {
        chart()->removeAxis(axis);
        delete axis;
    }
    chart()->setBackgroundBrush(drawing.look.surface);
    setBackgroundBrush(drawing.look.surface);
    if (drawing.categories.isEmpty() || drawing.rows.empty())
        return;
    addAxes(drawing);
    if (drawing.kind == ChartDrawing::Kind::Lines)
        addLines(drawing);
    else
        addBars(drawing);
    if (drawing.reference)
        addReference(drawing);
    QLegend *legend = chart()->legend();
    legend->setVisible(drawing.rows.size() > 1);
    legend->setAlignment(Qt::AlignTop);
    legend->setLabelColor(drawing.look.quiet);
    legend->setFont(drawing.look.small);
}

void View::addAxes(const ChartDrawing &drawing)
{
    m_across = new QBarCategoryAxis(chart());
    m_across->append(drawing.categories);
    m_across->setTruncateLabels(false);
    m_across->setGridLineVisible(false);
    m_across->setLinePenColor(drawing.look.line);
    m_up = new QValueAxis(chart());
    m_up->setLabelFormat(drawing.step < 1 ? QStringLiteral("%.2g") : QStringLiteral("%.0f"));
    m_up->setRange(0, drawing.steps * drawing.step);
    m_up->setTickCount(drawing.steps + 1);
    m_up->setGridLineColor(drawing.look.line);
    m_up->setLineVisible(false);
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(m_across), static_cast<QAbstractAxis *>(m_up)}) {
        axis->setLabelsFont(drawing.look.axis);
        axis->setLabelsColor(drawing.look.quiet);
    }
    chart()->addAxis(m_across, Qt::AlignBottom);
    chart()->addAxis(m_up, Qt::AlignLeft);
}

void View::attach(QAbstractSeries *series)
{
    chart()->addSeries(series);
    series->attachAxis(m_across);
    series->attachAxis(m_up);
}

void View::addLines(const ChartDrawing &drawing)
{
    for (const ChartDrawing::Row &row : drawing.rows) {
        auto *line = new QLineSeries(chart());
        line->setName(row.name);
        QList<QPointF> points;
        for (size_t i = 0; i < row.values.size(); ++i) {
            if (!std::isnan(row.values[i]))
                points.append(QPointF(static_cast<double>(i), row.values[i]));
        }
        line->replace(points);
        line->setPen(QPen(row.colour, 2));
        attach(line);
    }
}

void View::addBars(const ChartDrawing &drawing)
{
    QAbstractBarSeries *bars = drawing.kind == ChartDrawing::Kind::Bars
        ? static_cast<QAbstractBarSeries *>(new QBarSeries(chart()))
        : new QStackedBarSeries(chart());
    bars->setBarWidth(0.7);
    for (const ChartDrawing::Row &row : drawing.rows) {
        auto *set = new QBarSet(row.name, bars);
        QList<qreal> values;
        for (const double v : row.values)
            values.append(std::isnan(v) ? 0 : v);
        set->append(values);
        set->setColor(row.colour);
        set->setBorderColor(Qt::transparent);
        bars->append(set);
    }
    attach(bars);
    connect(bars, &QAbstractBarSeries::clicked, this, [this](int category) {
        if (clicked)
            clicked(category);
    });
    connect(bars, &QAbstractBarSeries::hovered, this, [this](bool entered, int category) {
        if (hovered)
            hovered(entered, category);
    });
}

void View::addReference(const ChartDrawing &drawing)
{
    auto *line = new QLineSeries(chart());
    line->setName(drawing.referenceName);
    const double value = *drawing.reference;
    // From edge to edge: categories lie at 0, 1, 2 … and are one wide.
    line->replace(QList<QPointF>{{-0.5, value}, {static_cast<double>(drawing.categories.size()) - 0.5, value}});
    line->setPen(QPen(drawing.look.quiet, 1, Qt::DashLine));
    attach(line);
    auto *label = m_referenceLabel = new QGraphicsSimpleTextItem(drawing.referenceName, chart());
    label->setFont(drawing.look.small);
    label->setBrush(drawing.look.quiet);
    label->setZValue(20);
    const auto place = [chart = chart(), line, label, value] {
        const QRectF area = chart->plotArea();
        const QRectF box = label->boundingRect();
        const double y = chart->mapToPosition(QPointF(0, value), line).y();
        const double above = y - box.height() - 1;
        label->setPos(area.right() - box.width(), above < area.top() ? y + 1 : above);
    };
    place();
    connect(chart(), &QChart::plotAreaChanged, line, place);
}

} // namespace

} // namespace humdrum

humdrum::ChartView *humdrumChartView() { return new humdrum::View; }
