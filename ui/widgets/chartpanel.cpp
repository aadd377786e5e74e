// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/chartpanel.h"

#include "ui/modules/modules.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pictureexport.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QToolTip>
#include <QVBoxLayout>

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

ChartView *newView()
{
    const auto make =
        reinterpret_cast<decltype(&humdrumChartView)>(modules::function(modules::charts, "humdrumChartView"));
    return make ? make() : nullptr;
}

} // namespace

ChartPanel::ChartPanel(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_subject(new Label(TextRole::Strong))
    , m_finding(new Label(TextRole::Muted))
    , m_view(newView())
    , m_canvas(m_view ? m_view->widget() : new Label(tr("Charts are not installed."), TextRole::Muted))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridUnit / 2);
    m_finding->setWordWrap(true);
    column->addWidget(m_subject);
    column->addWidget(m_finding);
    column->addWidget(m_canvas, 1);
    if (m_view) {
        m_view->clicked = [this](int category) { Q_EMIT barClicked(category); };
        m_view->hovered = [this](bool entered, int category) { showBar(entered, category); };
    }
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
    askPictureFile(this, m_subject->text(), [this](const QString &file) {
        if (const Result<void> done = exportTo(file); !done)
            m_finding->setText(done.error().message);
    });
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
    if (!m_view)
        return;
    const QPalette look = palette();
    ChartDrawing drawing;
    drawing.kind = m_kind;
    drawing.look = {colours::card(look), colours::border(look), colours::muted(look), fonts::tabular(fonts::small()),
                    fonts::small()};
    m_labelStep = labelStep();
    drawing.categories = m_categories;
    QStringList &labels = drawing.categories;
    for (qsizetype i = 0; i < labels.size(); ++i) {
        // Counted from the newest, which is always labelled. Categories must differ, so the blank ones differ in width.
        if ((labels.size() - 1 - i) % m_labelStep != 0)
            labels[i] = QString(i + 1, QChar(0x200B));
        // The same week of another year.
        while (labels.first(i).contains(labels[i]))
            labels[i] += QChar(0x200B);
    }
    for (const ChartSeries &s : m_series)
        drawing.rows.push_back({s.name, s.values, colourOf(s, look)});
    const double top = std::max(highest(m_series, m_kind == Kind::StackedBars), m_reference.value_or(0));
    drawing.step = stepFor(top, areWhole(m_series));
    drawing.steps = static_cast<int>(std::max(1.0, std::ceil(top / drawing.step)));
    drawing.reference = m_reference;
    drawing.referenceName = m_referenceName;
    m_view->draw(drawing);
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
    const int room = std::max(1, m_canvas->width() - axisRoom);
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
    m_canvas->setAccessibleName(m_subject->text());
    m_canvas->setAccessibleDescription(accessibleDescription());
}

} // namespace humdrum
