// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/weeksgrid.h"

#include "ui/theme/theme.h"
#include "ui/weeks/weeksdelegate.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace humdrum {

namespace {

constexpr int headerHeight = 44;
constexpr int smallestRow = 52, largestRow = 128;

/// The first that fits, else the last cut short.
QString fitting(const QFontMetrics &metrics, const QStringList &texts, int width)
{
    for (const QString &text : texts) {
        if (metrics.horizontalAdvance(text) <= width)
            return text;
    }
    return metrics.elidedText(texts.back(), Qt::ElideRight, width);
}

} // namespace

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
    const QFontMetrics metrics(first), small(fonts::small());
    const auto said = [&](int role) { return model()->headerData(section, orientation(), role).toString(); };
    painter->setFont(first);
    painter->setPen(colours::text(palette()));
    // "W46", and its number alone in a column for a mark.
    QString number = said(Qt::DisplayRole);
    if (across)
        number.removeIf([](QChar c) { return !c.isDigit(); });
    painter->drawText(
        inner, Qt::AlignTop | Qt::AlignLeading,
        fitting(metrics, {said(Qt::DisplayRole), across ? number : said(Qt::DisplayRole)}, inner.width()));
    // "30 Nov–4 Dec", and the days alone where there is no room for the months.
    const QString detail = said(DetailRole);
    QStringList days = detail.split(u'–');
    for (QString &day : days)
        day = day.section(u' ', 0, 0);
    const QString shorter = days.join(u'–');
    painter->setFont(fonts::small());
    painter->setPen(colours::muted(palette()));
    painter->drawText(inner.adjusted(0, metrics.height() + 1, 0, 0), Qt::AlignTop | Qt::AlignLeading,
                      across ? fitting(small, {detail, shorter, days.front()}, inner.width())
                             : fitting(small, {detail}, inner.width()));
    painter->restore();
}

void WeeksHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    if (orientation() != Qt::Horizontal || m_todayColumn < 0 || m_todayColumn >= count())
        return;
    // A small triangle upon the line of now, which begins below: the days stay readable.
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const double x = sectionViewportPosition(m_todayColumn) + m_todayPlace * sectionSize(m_todayColumn);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours::accent(palette()));
    painter.drawPolygon(QPolygonF({QPointF(x - 5, height() - 6), QPointF(x + 5, height() - 6), QPointF(x, height())}));
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
    // Room for both lines of a block and what is above and below it.
    const int text = QFontMetrics(fonts::smallStrong()).height() + QFontMetrics(fonts::small()).height();
    const int least = std::max(smallestRow, text + 23);
    m_lanes->setMinimumSectionSize(least);
    const int size = std::clamp(viewport()->height() / rows, least, std::max(least, largestRow));
    // The default size alone does not reach sections that are there already.
    m_lanes->setDefaultSectionSize(size);
    for (int row = 0; row < rows; ++row)
        m_lanes->resizeSection(row, size);
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

void WeeksGrid::paintFreezeTitles(QPainter &painter, QPoint offset) const
{
    painter.setFont(fonts::small());
    const QFontMetrics metrics(fonts::small());
    const QLocale locale;
    const std::vector<WeekColumn> &columns = m_model->overview().columns;
    const auto xOf = [&](Timestamp t) {
        for (size_t i = 0; i < columns.size(); ++i) {
            const auto section = static_cast<int>(i);
            if (t < columns[i].to)
                return m_weeks->sectionPosition(section) - offset.x() +
                    placeInWeek(columns[i], t) * m_weeks->sectionSize(section);
        }
        return static_cast<double>(m_weeks->length() - offset.x());
    };
    int line = 0;
    for (const FreezeSpan &freeze : m_model->overview().freezes) {
        const int row = WeeksDelegate::titleRow(*m_model, freeze);
        const double left = xOf(freeze.from), right = xOf(freeze.to);
        if (row < 0 || right - left < 24)
            continue;
        const QString days = locale.toString(freeze.firstDay, QStringLiteral("d MMM")) + QStringLiteral(" – ") +
            locale.toString(freeze.lastDay, QStringLiteral("d MMM"));
        const QString text = fitting(metrics, {freeze.title + QStringLiteral(" · ") + days, freeze.title},
                                     static_cast<int>(right - left) - 12);
        const QRectF box(left + 4,
                         m_lanes->sectionPosition(row) - offset.y() + 5 + (line++ % 2) * (metrics.height() + 2),
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
    paintFreezeTitles(painter, QPoint(horizontalOffset(), verticalOffset()));
}

int WeeksGrid::tallest() const
{
    return m_weeks->sizeHint().height() + std::max(1, m_model ? m_model->rowCount() : 0) * largestRow;
}

QSize WeeksGrid::pictureSize() const
{
    return {m_lanes->width() + m_weeks->length(), m_weeks->height() + m_lanes->length()};
}

void WeeksGrid::paintPicture(QPainter &painter) const
{
    const QPoint corner(m_lanes->width(), m_weeks->height());
    const auto within = [&](QPoint origin, auto paint) {
        painter.save();
        painter.translate(origin);
        paint();
        painter.restore();
    };
    for (int column = 0; column < m_model->columnCount(); ++column)
        within({corner.x(), 0}, [&] {
            m_weeks->paintInto(
                painter, QRect(m_weeks->sectionPosition(column), 0, m_weeks->sectionSize(column), corner.y()), column);
        });
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const int y = m_lanes->sectionPosition(row), height = m_lanes->sectionSize(row);
        within({0, corner.y()}, [&] { m_lanes->paintInto(painter, QRect(0, y, corner.x(), height), row); });
        for (int column = 0; column < m_model->columnCount(); ++column) {
            QStyleOptionViewItem option;
            initViewItemOption(&option);
            option.rect = QRect(m_weeks->sectionPosition(column), y, m_weeks->sectionSize(column), height);
            within(corner, [&] { itemDelegate()->paint(&painter, option, m_model->index(row, column)); });
        }
    }
    within(corner, [&] { paintFreezeTitles(painter, {}); });
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
