// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/weeksgrid.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace humdrum {

namespace {

constexpr int headerHeight = 44;
constexpr int smallestRow = 52, largestRow = 92;
constexpr int blockWidth = 76;
constexpr int narrowBlock = 44; ///< below it only the mark is drawn

QBrush hatch(const QPalette &palette)
{
    const QColor base = colours::blend(colours::card(palette), colours::muted(palette), 0.06);
    const QColor stripe = colours::blend(colours::card(palette), colours::muted(palette), 0.18);
    QLinearGradient gradient(0, 0, 6, 6);
    gradient.setSpread(QGradient::RepeatSpread);
    gradient.setColorAt(0, stripe);
    gradient.setColorAt(0.499, stripe);
    gradient.setColorAt(0.5, base);
    gradient.setColorAt(1, base);
    return gradient;
}

bool concerns(const FreezeSpan &freeze, const EnvironmentKey &environment)
{
    return freeze.environments.empty() ||
        std::ranges::find(freeze.environments, environment) != freeze.environments.end();
}

} // namespace

double placeInWeek(const WeekColumn &week, Timestamp t)
{
    const auto since = static_cast<double>((t - week.from).count());
    const auto workdays = static_cast<double>(Duration(std::chrono::days{5}).count());
    return std::clamp(since / workdays, 0., 1.);
}

WeeksHeader::WeeksHeader(Qt::Orientation orientation, QWidget *parent) : QHeaderView(orientation, parent)
{
    setSectionsClickable(false);
    setHighlightSections(false);
}

QSize WeeksHeader::sizeHint() const
{
    if (orientation() == Qt::Horizontal)
        return {QHeaderView::sizeHint().width(), std::max(headerHeight, fontMetrics().height() * 2 + 10)};
    int width = 96;
    const QFontMetrics metrics(fonts::body());
    for (int i = 0; i < count(); ++i)
        width = std::max(width, metrics.horizontalAdvance(model()->headerData(i, orientation()).toString()) + 24);
    return {std::min(width, 176), QHeaderView::sizeHint().height()};
}

void WeeksHeader::setToday(int column, double place)
{
    m_todayColumn = column;
    m_todayPlace = place;
    viewport()->update();
}

void WeeksHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    painter->save();
    painter->fillRect(rect, colours::card(palette()));
    const bool across = orientation() == Qt::Horizontal;
    painter->setPen(colours::border(palette()));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    if (across)
        painter->drawLine(rect.topLeft(), rect.bottomLeft());
    const QRect inner = rect.adjusted(across ? 8 : 12, across ? 4 : 10, -4, -2);
    const QFont first = across ? fonts::strong() : fonts::body();
    painter->setFont(first);
    painter->setPen(colours::text(palette()));
    const QFontMetrics metrics(first);
    const auto elided = [&](const QFontMetrics &m, int role) {
        return m.elidedText(model()->headerData(section, orientation(), role).toString(), Qt::ElideRight,
                            inner.width());
    };
    painter->drawText(inner, Qt::AlignTop | Qt::AlignLeading, elided(metrics, Qt::DisplayRole));
    painter->setFont(fonts::small());
    painter->setPen(colours::muted(palette()));
    painter->drawText(inner.adjusted(0, metrics.height() + 1, 0, 0), Qt::AlignTop | Qt::AlignLeading,
                      elided(QFontMetrics(fonts::small()), DetailRole));
    painter->restore();
}

void WeeksHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    if (orientation() != Qt::Horizontal || m_todayColumn < 0 || m_todayColumn >= count())
        return;
    QPainter painter(viewport());
    const double x = sectionViewportPosition(m_todayColumn) + m_todayPlace * sectionSize(m_todayColumn);
    painter.fillRect(QRectF(x - 1, height() * 0.45, 2, height()), colours::accent(palette()));
}

std::vector<QRect> WeeksDelegate::blocks(const QRect &cell, const WeeksModel &model, const QModelIndex &index)
{
    const std::vector<WeekStop> &stops = model.stops(index);
    const int count = static_cast<int>(stops.size());
    std::vector<QRect> result;
    if (count == 0)
        return result;
    const int room = cell.width() - 6;
    const int width = std::min(blockWidth, std::max(12, count == 1 ? room : room / count - 2));
    const int top = cell.top() + std::max(5, cell.height() / 7);
    const int height = cell.bottom() - std::max(5, cell.height() / 7) - top;
    int after = cell.left() + 3;
    for (const WeekStop &stop : stops) {
        const int wanted = cell.left() + 3 +
            static_cast<int>(placeInWeek(model.week(index.column()), stop.at) * std::max(0, room - width));
        const int left = count == 1 ? wanted : after;
        result.emplace_back(left, top, width, height);
        after = left + width + 2;
    }
    return result;
}

namespace {

void paintBlock(QPainter *painter, const QRectF &block, const WeeksModel &model, const WeekStop &stop,
                const QPalette &palette, bool current)
{
    const Mark mark = WeeksModel::markOf(stop);
    QPainterPath shape;
    shape.addRoundedRect(block, 4, 4);
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor tint = colours::markTint(mark, palette);
    painter->fillPath(shape, tint);
    painter->save();
    painter->setClipPath(shape);
    painter->fillRect(QRectF(block.left(), block.top(), 3, block.height()), colours::mark(mark, palette));
    painter->restore();
    if (current) {
        painter->setPen(QPen(colours::accent(palette), 2));
        painter->drawPath(shape);
    }
    const double line = QFontMetricsF(fonts::small()).height();
    if (block.width() < narrowBlock) {
        marks::paint(*painter, QRectF(block.left() + 4, block.top() + 6, block.width() - 6, line), mark,
                     colours::markText(mark, palette, tint));
        return;
    }
    const QRectF inner = block.adjusted(8, 6, -3, -4);
    const QFont strong = fonts::smallStrong();
    painter->setFont(strong);
    painter->setPen(colours::text(palette));
    const QFontMetricsF metrics(strong);
    painter->drawText(QRectF(inner.left(), inner.top(), inner.width(), metrics.height()),
                      Qt::AlignLeading | Qt::AlignVCenter,
                      metrics.elidedText(stop.version, Qt::ElideRight, inner.width()));
    const QColor colour = colours::markText(mark, palette, tint);
    QRectF second(inner.left(), inner.top() + metrics.height() + 2, inner.width(), line);
    // Planned, waiting and patch lines say all in words; the others carry their mark.
    const bool marked = mark != Mark::Waiting && stop.patches.isEmpty();
    if (marked) {
        marks::paint(*painter, QRectF(second.left(), second.top(), line * 0.8, line), mark, colour);
        second.setLeft(second.left() + line);
    }
    painter->setFont(fonts::small());
    painter->setPen(colour);
    const int flags = Qt::AlignLeading | Qt::AlignTop | Qt::TextWordWrap;
    if (second.bottom() <= block.bottom())
        painter->drawText(QRectF(second.topLeft(), QPointF(block.right() - 2, block.bottom() - 2)), flags,
                          model.lineOf(stop));
}

} // namespace

void WeeksDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const WeeksModel *>(index.model());
    if (!model)
        return;
    painter->save();
    const QPalette &palette = option.palette;
    painter->fillRect(option.rect, colours::card(palette));
    const WeekColumn &week = model->week(index.column());
    for (const FreezeSpan &freeze : model->overview().freezes) {
        if (!concerns(freeze, model->lane(index.row()).environment) || freeze.to <= week.from || freeze.from >= week.to)
            continue;
        const double left = placeInWeek(week, freeze.from), right = placeInWeek(week, freeze.to);
        painter->setBrushOrigin(0, 0);
        painter->fillRect(QRectF(option.rect.left() + left * option.rect.width(), option.rect.top(),
                                 (right - left) * option.rect.width(), option.rect.height()),
                          hatch(palette));
    }
    painter->setPen(colours::border(palette));
    painter->drawLine(option.rect.topLeft(), option.rect.bottomLeft());
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const bool current = option.state.testFlag(QStyle::State_Selected);
    const std::vector<WeekStop> &stops = model->stops(index);
    const std::vector<QRect> places = blocks(option.rect, *model, index);
    for (size_t i = 0; i < stops.size(); ++i)
        paintBlock(painter, places[i], *model, stops[i], palette, current);
    if (current && stops.empty() && option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(colours::accent(palette), 2));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), 4, 4);
    }
    painter->restore();
}

WeeksGrid::WeeksGrid(QWidget *parent)
    : QTableView(parent)
    , m_weeks(new WeeksHeader(Qt::Horizontal, this))
    , m_lanes(new WeeksHeader(Qt::Vertical, this))
{
    setAccessibleName(tr("Weeks and environments"));
    setHorizontalHeader(m_weeks);
    setVerticalHeader(m_lanes);
    setItemDelegate(new WeeksDelegate(this));
    m_weeks->setSectionResizeMode(QHeaderView::Stretch);
    m_weeks->setMinimumSectionSize(20);
    m_lanes->setSectionResizeMode(QHeaderView::Fixed);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (chosenTrain().isValid())
            Q_EMIT opened(index);
    });
}

void WeeksGrid::setWeeks(WeeksModel *model)
{
    m_model = model;
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_pressed = {};
        fitRows();
        placeToday();
    });
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { placeToday(); });
}

void WeeksGrid::placeToday()
{
    const WeeksOverview &o = m_model->overview();
    const auto it =
        std::ranges::find_if(o.columns, [&](const WeekColumn &c) { return c.from <= o.now && o.now < c.to; });
    const bool here = it != o.columns.end();
    m_weeks->setToday(here ? static_cast<int>(it - o.columns.begin()) : -1, here ? placeInWeek(*it, o.now) : 0);
    viewport()->update();
}

void WeeksGrid::fitRows()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    if (rows == 0)
        return;
    const int text = QFontMetrics(fonts::smallStrong()).height() + QFontMetrics(fonts::small()).height() + 24;
    const int least = std::max(smallestRow, text);
    m_lanes->setMinimumSectionSize(least);
    const int size = std::clamp(viewport()->height() / rows, least, std::max(least, largestRow));
    m_lanes->setDefaultSectionSize(size);
    updateGeometry();
}

QSize WeeksGrid::sizeHint() const
{
    const int rows = m_model ? m_model->rowCount() : 0;
    return {640, m_weeks->sizeHint().height() + rows * largestRow + 2};
}

bool WeeksGrid::chooseTrain(TrainId train)
{
    if (chosenTrain() == train)
        return true;
    const QModelIndex index = m_model->indexOf(train);
    if (!index.isValid())
        return false;
    m_pressed = train;
    setCurrentIndex(index);
    return true;
}

TrainId WeeksGrid::chosenTrain() const
{
    if (!m_model || !currentIndex().isValid())
        return {};
    const std::vector<WeekStop> &stops = m_model->stops(currentIndex());
    if (std::ranges::find(stops, m_pressed, &WeekStop::train) != stops.end())
        return m_pressed;
    return stops.empty() ? TrainId{} : stops.front().train;
}

double WeeksGrid::xOf(Timestamp t) const
{
    const std::vector<WeekColumn> &columns = m_model->overview().columns;
    for (size_t i = 0; i < columns.size(); ++i) {
        if (t < columns[i].to) {
            const auto section = static_cast<int>(i);
            return columnViewportPosition(section) + placeInWeek(columns[i], t) * columnWidth(section);
        }
    }
    return viewport()->width();
}

void WeeksGrid::paintFreezeTitles(QPainter &painter) const
{
    painter.setFont(fonts::small());
    const QFontMetrics metrics(fonts::small());
    const QLocale locale;
    int line = 0;
    for (const FreezeSpan &freeze : m_model->overview().freezes) {
        int row = 0;
        while (row < m_model->rowCount() && !concerns(freeze, m_model->lane(row).environment))
            ++row;
        if (row == m_model->rowCount())
            continue;
        const double left = xOf(freeze.from), right = xOf(freeze.to);
        if (right - left < 24)
            continue;
        const QString days = locale.toString(freeze.firstDay, QStringLiteral("d MMM")) + QStringLiteral(" – ") +
            locale.toString(freeze.lastDay, QStringLiteral("d MMM"));
        const QString text = metrics.elidedText(freeze.title + QStringLiteral(" · ") + days, Qt::ElideRight,
                                                static_cast<int>(right - left) - 12);
        QRectF box(left + 4, rowViewportPosition(row) + 6 + (line++ % 2) * (metrics.height() + 2),
                   metrics.horizontalAdvance(text) + 8, metrics.height());
        painter.fillRect(box, colours::blend(colours::card(palette()), colours::muted(palette()), 0.08));
        painter.setPen(colours::muted(palette()));
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void WeeksGrid::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!m_model || m_model->rowCount() == 0)
        return;
    QPainter painter(viewport());
    paintFreezeTitles(painter);
    const WeeksOverview &o = m_model->overview();
    if (o.columns.front().from <= o.now && o.now < o.columns.back().to)
        painter.fillRect(QRectF(xOf(o.now) - 1, 0, 2,
                                rowViewportPosition(m_model->rowCount() - 1) + rowHeight(m_model->rowCount() - 1)),
                         colours::accent(palette()));
}

void WeeksGrid::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitRows();
}

void WeeksGrid::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void WeeksGrid::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && chosenTrain().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void WeeksGrid::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    m_pressed = {};
    if (index.isValid()) {
        const std::vector<QRect> places = WeeksDelegate::blocks(visualRect(index), *m_model, index);
        for (size_t i = 0; i < places.size(); ++i) {
            if (places[i].contains(event->position().toPoint()))
                m_pressed = m_model->stops(index)[i].train;
        }
    }
    QTableView::mousePressEvent(event);
    Q_EMIT trainChosen(chosenTrain());
}

void WeeksGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT trainChosen(chosenTrain());
}

} // namespace humdrum
