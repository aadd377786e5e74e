// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/chartpanel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pictureexport.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGraphicsSimpleTextItem>
#include <QLineSeries>
#include <QMenu>
#include <QStackedBarSeries>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>

#include <cmath>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QColor colourOf(const ChartSeries &series, const QPalette &palette)
{
    return series.mark ? colours::mark(*series.mark, palette) : colours::accent(palette);
}

double highest(const std::vector<ChartSeries> &series, bool stacked)
{
    double top = 0;
    std::vector<double> sums;
    for (const ChartSeries &s : series) {
        sums.resize(std::max(sums.size(), s.values.size()), 0.0);
        for (size_t i = 0; i < s.values.size(); ++i) {
            if (std::isnan(s.values[i]))
                continue;
            sums[i] += s.values[i];
            top = std::max(top, stacked ? sums[i] : s.values[i]);
        }
    }
    return top;
}

bool areWhole(const std::vector<ChartSeries> &series)
{
    return std::ranges::all_of(series, [](const ChartSeries &s) {
        return std::ranges::all_of(s.values, [](double v) { return std::isnan(v) || v == std::floor(v); });
    });
}

/// The distance of the lines of an axis from 0 to `top`: 1, 2 or 5 times a power of ten, at most five of them, so that no two
/// are called the same and little room is left above the highest bar. What is counted has no halves.
double stepFor(double top, bool whole)
{
    constexpr double most = 5;
    if (top <= 0 || (whole && top <= most))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(top / most)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (top <= most * factor * power)
            return factor * power;
    }
    return 10 * power;
}

} // namespace

ChartPanel::ChartPanel(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_subject(new Label(TextRole::Strong))
    , m_finding(new Label(TextRole::Muted))
    , m_view(new QChartView(new QChart))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    m_finding->setWordWrap(true);
    column->addWidget(m_subject);
    column->addWidget(m_finding);
    column->addWidget(m_view, 1);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMinimumHeight(120);
    m_view->setFocusPolicy(Qt::StrongFocus);
    m_view->chart()->legend()->hide();
    m_view->chart()->setBackgroundRoundness(0);
    m_view->chart()->setMargins(QMargins(0, 4, 0, 0));
    m_view->chart()->setAnimationOptions(QChart::NoAnimation);
}

void ChartPanel::setTitle(const QString &subject, const QString &finding)
{
    m_subject->setText(subject);
    m_subject->setVisible(!subject.isEmpty());
    m_finding->setText(finding);
    m_finding->setVisible(!finding.isEmpty());
    describe();
}

void ChartPanel::replace(const QStringList &categories, const std::vector<ChartSeries> &series, const QString &unit)
{
    m_categories = categories;
    m_series = series;
    m_unit = unit;
    rebuild();
    describe();
}

void ChartPanel::setReference(std::optional<double> value, const QString &name)
{
    if (value == m_reference && name == m_referenceName)
        return;
    m_reference = value;
    m_referenceName = name;
    rebuild();
    describe();
}

QString ChartPanel::toCsv() const
{
    const auto quoted = [](QString field) { return u'"' + field.replace(u'"', u"\"\""_s) + u'"'; };
    QStringList header{quoted(m_subject->text())};
    for (const ChartSeries &s : m_series)
        header << quoted(s.name);
    QString csv = header.join(u',') + u"\r\n"_s;
    for (qsizetype i = 0; i < m_categories.size(); ++i) {
        QStringList row{quoted(m_categories[i])};
        for (const ChartSeries &s : m_series) {
            const bool there =
                static_cast<size_t>(i) < s.values.size() && !std::isnan(s.values[static_cast<size_t>(i)]);
            row << (there ? QString::number(s.values[static_cast<size_t>(i)], 'g', 12) : QString());
        }
        csv += row.join(u',') + u"\r\n"_s;
    }
    return csv;
}

Result<void> ChartPanel::exportTo(const QString &file)
{
    return exportPicture(file, QRectF(rect()), m_subject->text(), [this](QPainter &painter) { render(&painter); });
}

void ChartPanel::askExport()
{
    auto *dialog = new QFileDialog(this, tr("Export chart"), {}, tr("Pictures (*.svg *.png *.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"svg"_s);
    dialog->selectFile(m_subject->text() + u".svg"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        if (const Result<void> done = exportTo(file); !done)
            m_finding->setText(done.error().message);
    });
    dialog->open();
}

void ChartPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        rebuild();
}

void ChartPanel::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Export chart…"), this, &ChartPanel::askExport);
    menu->popup(event->globalPos());
}

void ChartPanel::rebuild()
{
    QChart *chart = m_view->chart();
    const QPalette look = palette();
    chart->removeAllSeries();
    delete std::exchange(m_referenceLabel, nullptr);
    for (QAbstractAxis *axis : chart->axes()) {
        chart->removeAxis(axis);
        delete axis;
    }
    chart->setBackgroundBrush(colours::card(look));
    m_view->setBackgroundBrush(colours::card(look));
    if (m_categories.isEmpty() || m_series.empty())
        return;

    auto *across = new QBarCategoryAxis(chart);
    m_labelStep = labelStep();
    QStringList labels = m_categories;
    for (qsizetype i = 0; i < labels.size(); ++i) {
        // Counted from the newest, which is always labelled. Categories must differ, so the blank ones differ in width.
        if ((labels.size() - 1 - i) % m_labelStep != 0)
            labels[i] = QString(i + 1, QChar(0x200B));
        // The same week of another year.
        while (labels.first(i).contains(labels[i]))
            labels[i] += QChar(0x200B);
    }
    across->append(labels);
    across->setTruncateLabels(false);
    across->setGridLineVisible(false);
    auto *up = new QValueAxis(chart);
    const double top = std::max(highest(m_series, m_kind == Kind::StackedBars), m_reference.value_or(0));
    const double step = stepFor(top, areWhole(m_series));
    const double steps = std::max(1.0, std::ceil(top / step));
    up->setLabelFormat(step < 1 ? u"%.2g"_s : u"%.0f"_s);
    up->setRange(0, steps * step);
    up->setTickCount(static_cast<int>(steps) + 1);
    up->setGridLineColor(colours::border(look));
    up->setLineVisible(false);
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(across), static_cast<QAbstractAxis *>(up)}) {
        axis->setLabelsFont(fonts::tabular(fonts::small()));
        axis->setLabelsColor(colours::muted(look));
    }
    across->setLinePenColor(colours::border(look));
    chart->addAxis(across, Qt::AlignBottom);
    chart->addAxis(up, Qt::AlignLeft);

    const auto attach = [&](QAbstractSeries *series) {
        chart->addSeries(series);
        series->attachAxis(across);
        series->attachAxis(up);
    };
    if (m_kind == Kind::Lines) {
        for (const ChartSeries &s : m_series) {
            auto *line = new QLineSeries(chart);
            line->setName(s.name);
            QList<QPointF> points;
            for (size_t i = 0; i < s.values.size(); ++i) {
                if (!std::isnan(s.values[i]))
                    points.append(QPointF(static_cast<double>(i), s.values[i]));
            }
            line->replace(points);
            line->setPen(QPen(colourOf(s, look), 2));
            attach(line);
        }
    } else {
        QAbstractBarSeries *bars = m_kind == Kind::Bars ? static_cast<QAbstractBarSeries *>(new QBarSeries(chart))
                                                        : new QStackedBarSeries(chart);
        bars->setBarWidth(0.7);
        for (const ChartSeries &s : m_series) {
            auto *set = new QBarSet(s.name, bars);
            QList<qreal> values;
            for (double v : s.values)
                values.append(std::isnan(v) ? 0 : v);
            set->append(values);
            set->setColor(colourOf(s, look));
            set->setBorderColor(Qt::transparent);
            bars->append(set);
        }
        attach(bars);
        connect(bars, &QAbstractBarSeries::clicked, this, &ChartPanel::barClicked);
        connect(bars, &QAbstractBarSeries::hovered, this, &ChartPanel::showBar);
    }
    if (m_reference)
        addReference(chart, across, up);
    chart->legend()->setVisible(m_series.size() > 1);
    chart->legend()->setAlignment(Qt::AlignTop);
    chart->legend()->setLabelColor(colours::muted(look));
    chart->legend()->setFont(fonts::small());
}

void ChartPanel::addReference(QChart *chart, QAbstractAxis *across, QAbstractAxis *up)
{
    auto *line = new QLineSeries(chart);
    line->setName(m_referenceName);
    // From edge to edge: categories lie at 0, 1, 2 … and are one wide.
    line->replace(QList<QPointF>{{-0.5, *m_reference}, {static_cast<double>(m_categories.size()) - 0.5, *m_reference}});
    line->setPen(QPen(colours::muted(palette()), 1, Qt::DashLine));
    chart->addSeries(line);
    line->attachAxis(across);
    line->attachAxis(up);
    auto *label = m_referenceLabel = new QGraphicsSimpleTextItem(m_referenceName, chart);
    label->setFont(fonts::small());
    label->setBrush(colours::muted(palette()));
    label->setZValue(20);
    const auto place = [chart, line, label, value = *m_reference] {
        const QRectF area = chart->plotArea();
        const QRectF box = label->boundingRect();
        const double y = chart->mapToPosition(QPointF(0, value), line).y();
        const double above = y - box.height() - 1;
        label->setPos(area.right() - box.width(), above < area.top() ? y + 1 : above);
    };
    place();
    connect(chart, &QChart::plotAreaChanged, line, place);
}

void ChartPanel::showBar(bool entered, int category)
{
    if (!entered || category < 0 || category >= m_categories.size()) {
        QToolTip::hideText();
        return;
    }
    QStringList lines{m_categories[category]};
    for (const ChartSeries &s : m_series) {
        const double value = s.values[static_cast<size_t>(category)];
        if (!std::isnan(value))
            lines << u"%1 %2"_s.arg(QLocale().toString(value, 'g', 6), m_unit);
    }
    QToolTip::showText(QCursor::pos(), lines.join(u'\n').toHtmlEscaped(), this);
}

int ChartPanel::labelStep() const
{
    const QFontMetrics metrics(fonts::tabular(fonts::small()));
    int widest = 1;
    for (const QString &category : m_categories)
        widest = std::max(widest, metrics.horizontalAdvance(category) + gridUnit);
    constexpr int axisRoom = 56;
    const int room = std::max(1, m_view->width() - axisRoom);
    return std::max(
        1, static_cast<int>(std::ceil(static_cast<double>(widest) * static_cast<double>(m_categories.size()) / room)));
}

void ChartPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    if (labelStep() != m_labelStep)
        rebuild();
}

void ChartPanel::describe()
{
    setAccessibleName(m_subject->text());
    QStringList lines;
    for (const ChartSeries &s : m_series) {
        QStringList values;
        for (size_t i = 0; i < s.values.size() && i < static_cast<size_t>(m_categories.size()); ++i) {
            if (!std::isnan(s.values[i]))
                values << u"%1: %2"_s.arg(m_categories[static_cast<qsizetype>(i)],
                                          QLocale().toString(s.values[i], 'g', 6));
        }
        lines << s.name + u' ' + m_unit + u" — "_s + values.join(u", "_s);
    }
    if (m_reference)
        lines << m_referenceName;
    setAccessibleDescription(m_finding->text() + u'\n' + lines.join(u'\n'));
    m_view->setAccessibleName(m_subject->text());
    m_view->setAccessibleDescription(accessibleDescription());
}

} // namespace humdrum
