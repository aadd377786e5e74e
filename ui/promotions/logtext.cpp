// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logtext.h"

#include "ui/modules/highlighting.h"
#include "ui/modules/modules.h"
#include "ui/promotions/logmatches.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QThreadPool>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int roomForTimes = 400; ///< pixels; in less the text is worth more
constexpr int margin = 4;

/// The letters of a format that lies over others.
QTextLayout::FormatRange range(qsizetype start, qsizetype length, const QTextCharFormat &format)
{
    return {static_cast<int>(start), static_cast<int>(length), format};
}

} // namespace

LogText::LogText(LogRows &rows, QWidget *parent) : QAbstractScrollArea(parent), m_rows(rows), m_zone(QTimeZone::UTC)
{
    installPaintedRows();
    setFont(fonts::monospaced());
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    connect(&rows, &LogRows::rowsAdded, this, &LogText::addRows);
    connect(&rows, &LogRows::rowsRead, this, [this] {
        placeBars();
        viewport()->update();
    });
    connect(&rows, &LogRows::searchMoved, viewport(), qOverload<>(&QWidget::update));
    connect(&rows, &LogRows::loaded, viewport(), qOverload<>(&QWidget::update));
}

LogText::~LogText() = default;

// What there is ----------------------------------------------------------------------------------------------------------

qint64 LogText::rows() const { return m_rows.count() + (m_rows.partial() ? 1 : 0); }

const LogRow *LogText::rowAt(qint64 row) const
{
    return row == m_rows.count() && m_rows.partial() ? m_rows.partial() : m_rows.row(row);
}

void LogText::setPlaceholderText(const QString &text)
{
    m_placeholder = text;
    viewport()->update();
}

void LogText::setTimeZone(const QByteArray &zone)
{
    const QTimeZone named(zone);
    m_zone = named.isValid() ? named : QTimeZone(QTimeZone::UTC);
    viewport()->update();
}

QString LogText::timeOf(qint64 row)
{
    const LogRow *there = rowAt(row);
    return there && there->at != noTime ? toQDateTime(there->at).toTimeZone(m_zone).toString(u"HH:mm:ss"_s) : QString();
}

void LogText::reset()
{
    m_cursor = m_anchor = {};
    m_widest = 0;
    m_following = true;
    horizontalScrollBar()->setValue(0);
    placeBars();
    viewport()->update();
}

/// Those above what is seen move it, so that what is seen stays.
void LogText::addRows(qint64 at, qint64 count)
{
    const qint64 top = topRow();
    const bool atEnd = m_cursor.row >= at && !hasSelection() && m_following;
    if (m_anchor.row >= at && at + count < m_rows.count())
        m_anchor.row += count;
    if (m_cursor.row >= at && at + count < m_rows.count())
        m_cursor.row += count;
    placeBars();
    if (m_following)
        goToEnd();
    else if (at <= top && at + count < m_rows.count())
        verticalScrollBar()->setValue(static_cast<int>(top + count));
    if (atEnd || (m_following && !hasSelection()))
        m_cursor = m_anchor = {std::max<qint64>(0, m_rows.count() - 1), 0};
    viewport()->update();
}

// Places -----------------------------------------------------------------------------------------------------------------

int LogText::rowHeight() const { return fontMetrics().height() + 2; }
int LogText::rowsSeen() const { return std::max(1, viewport()->height() / rowHeight()); }
qint64 LogText::topRow() const { return verticalScrollBar()->value(); }

int LogText::timesWidth() const
{
    return width() < roomForTimes ? 0 : 2 * gridUnit + fontMetrics().horizontalAdvance(u"00:00:00"_s);
}

QRect LogText::textArea() const
{
    const int room = timesWidth() + margin;
    return viewport()->rect().adjusted(isLeftToRight() ? room : 0, 0, isLeftToRight() ? 0 : -room, 0);
}

void LogText::placeBars()
{
    const QScopedValueRollback placing(m_placing, true);
    QScrollBar *down = verticalScrollBar();
    down->setPageStep(rowsSeen());
    down->setSingleStep(1);
    down->setRange(0, static_cast<int>(std::clamp<qint64>(rows() - rowsSeen(), 0, std::numeric_limits<int>::max())));
    if (m_following)
        down->setValue(down->maximum());
    QScrollBar *across = horizontalScrollBar();
    across->setPageStep(textArea().width());
    across->setSingleStep(fontMetrics().averageCharWidth() * 4);
    across->setRange(0, std::max(0, m_widest + 2 * margin - textArea().width()));
}

void LogText::goToEnd()
{
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    setFollowing(true);
}

void LogText::setFollowing(bool following)
{
    if (std::exchange(m_following, following) != following)
        Q_EMIT followingChanged();
}

void LogText::goTo(qint64 row, bool chooseMatch)
{
    m_cursor = m_anchor = {std::clamp<qint64>(row, 0, std::max<qint64>(0, rows() - 1)), 0};
    if (m_cursor.row < topRow() || m_cursor.row >= topRow() + rowsSeen())
        verticalScrollBar()->setValue(static_cast<int>(std::max<qint64>(0, m_cursor.row - rowsSeen() / 2)));
    setFollowing(topRow() >= verticalScrollBar()->maximum());
    if (const LogRow *there = chooseMatch ? rowAt(m_cursor.row) : nullptr) {
        const auto matches = matchesIn(there->text, m_rows.query());
        if (!matches.empty()) {
            // Where the match is far to the side.
            QTextLayout layout;
            layOut(layout, m_cursor.row, *there);
            const int x = static_cast<int>(layout.lineAt(0).cursorToX(static_cast<int>(matches.front().first)));
            const int end = static_cast<int>(
                layout.lineAt(0).cursorToX(static_cast<int>(matches.front().first + matches.front().second)));
            QScrollBar *across = horizontalScrollBar();
            if (x < across->value() || end > across->value() + textArea().width())
                across->setValue(std::max(0, x - textArea().width() / 3));
        }
    }
    viewport()->update();
    Q_EMIT currentChanged();
    if (hasFocus() && QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(currentRow());
        QAccessible::updateAccessibility(&event);
    }
}

void LogText::scrollContentsBy(int, int)
{
    // Who scrolls away wants to read; who comes back to the end wants to see what comes.
    if (!m_placing)
        setFollowing(verticalScrollBar()->value() >= verticalScrollBar()->maximum());
    viewport()->update();
}

LogText::Position LogText::positionAt(const QPoint &point) const
{
    const qint64 last = std::max<qint64>(0, rows() - 1);
    const qint64 row = topRow() + static_cast<qint64>(std::floor(double(point.y()) / rowHeight()));
    if (row < 0)
        return {};
    const LogRow *there = row <= last ? rowAt(row) : nullptr;
    if (!there) {
        const LogRow *end = rowAt(last);
        return {std::min(row, last), row > last && end ? end->text.size() : 0};
    }
    QTextLayout layout;
    layOut(layout, row, *there);
    return {row, layout.lineAt(0).xToCursor(point.x() - textArea().left() - margin + horizontalScrollBar()->value())};
}

// How it looks -----------------------------------------------------------------------------------------------------------

QList<QTextLayout::FormatRange> LogText::looksOf(const LogRow &row) const
{
    if (row.formatted == m_theme)
        return row.formats;
    row.formatted = m_theme;
    row.formats.clear();
    if (row.own) {
        QTextCharFormat own;
        own.setForeground(colours::muted(palette()));
        own.setFontWeight(QFont::DemiBold);
        row.formats << range(0, row.text.size(), own);
    } else if (row.isPlain()) {
        if (m_highlighting)
            row.formats =
                m_highlighting->formatsOf(row.text, colours::isDark(palette()), palette().color(QPalette::Base));
    } else {
        qsizetype at = 0;
        for (const AnsiRun &run : row.runs) {
            row.formats << range(at, run.text.size(), formatOf(run.look, palette()));
            at += run.text.size();
        }
    }
    return row.formats;
}

QList<QTextLayout::FormatRange> LogText::formatsOf(qint64 number)
{
    const LogRow *row = rowAt(number);
    return row ? looksOf(*row) : QList<QTextLayout::FormatRange>{};
}

QList<QTextLayout::FormatRange> LogText::marksOf(qint64 number, const LogRow &row) const
{
    QList<QTextLayout::FormatRange> marks;
    if (!m_rows.query().text.isEmpty()) {
        QTextCharFormat hit;
        hit.setBackground(colours::markTint(Mark::Attention, palette()));
        hit.setForeground(palette().text());
        hit.setFontUnderline(true);
        hit.setUnderlineColor(colours::mark(Mark::Attention, palette()));
        for (const auto &[at, length] : matchesIn(row.text, m_rows.query()))
            marks << range(at, length, hit);
    }
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    if (hasSelection() && number >= from.row && number <= to.row) {
        const qsizetype begin = number == from.row ? from.column : 0;
        const qsizetype end = number == to.row ? to.column : row.text.size();
        QTextCharFormat chosen;
        chosen.setBackground(palette().highlight());
        chosen.setForeground(palette().highlightedText());
        if (end > begin)
            marks << range(begin, end - begin, chosen);
    }
    return marks;
}

void LogText::layOut(QTextLayout &layout, qint64 number, const LogRow &row) const
{
    layout.setText(row.text);
    layout.setFont(font());
    layout.setCacheEnabled(true);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(fontMetrics().horizontalAdvance(u' ') * 8);
    layout.setTextOption(option);
    layout.setFormats(looksOf(row) + marksOf(number, row));
    layout.beginLayout();
    layout.createLine().setLineWidth(1e7);
    layout.endLayout();
}

void LogText::paintRow(QPainter &painter, qint64 number, const QRect &box)
{
    const LogRow *row = rowAt(number);
    if (!row)
        return; // it is being read
    QTextLayout layout;
    layOut(layout, number, *row);
    const int width = static_cast<int>(std::ceil(layout.lineAt(0).naturalTextWidth()));
    if (width > m_widest) {
        m_widest = width;
        QMetaObject::invokeMethod(this, &LogText::placeBars, Qt::QueuedConnection);
    }
    layout.draw(&painter, QPointF(box.left() + margin - horizontalScrollBar()->value(), box.top() + 1));
}

void LogText::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setFont(font());
    if (rows() == 0 && m_rows.isLoaded() && !m_placeholder.isEmpty()) {
        painter.setPen(colours::muted(palette()));
        painter.drawText(viewport()->rect().adjusted(gridUnit, gridUnit, -gridUnit, -gridUnit),
                         static_cast<int>(Qt::AlignTop | Qt::AlignLeading) | Qt::TextWordWrap, m_placeholder);
        return;
    }
    const QRect area = textArea();
    const int height = rowHeight();
    const qint64 top = topRow();
    const int times = timesWidth();
    QString before;
    for (int i = 0; i * height < viewport()->height() && top + i < rows(); ++i) {
        const qint64 number = top + i;
        const QRect box(area.left(), i * height, area.width(), height);
        const QRect whole(0, box.top(), viewport()->width(), height);
        if (m_rows.isHit(number) && number == m_cursor.row)
            painter.fillRect(whole, colours::markTint(Mark::Attention, palette()));
        else if (number == m_cursor.row && hasFocus())
            painter.fillRect(whole, colours::hover(palette()));
        // A time is said once, so that the eye finds where time was spent.
        if (const QString time = times > 0 ? timeOf(number) : QString(); time != std::exchange(before, time)) {
            painter.setPen(colours::muted(palette()));
            const QRect room(isLeftToRight() ? 0 : viewport()->width() - times, box.top(), times - gridUnit, height);
            painter.drawText(room, Qt::AlignAbsolute | Qt::AlignVCenter | Qt::AlignRight, time);
        }
        painter.save();
        painter.setClipRect(box);
        painter.setPen(palette().color(QPalette::Text));
        paintRow(painter, number, box);
        painter.restore();
    }
    Q_UNUSED(event)
}

void LogText::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeBars();
}

void LogText::showEvent(QShowEvent *event)
{
    // It reads its rules from the disk, so not before there is somebody to see the colours.
    if (!std::exchange(m_seen, true))
        loadHighlighting();
    QAbstractScrollArea::showEvent(event);
}

/// On a thread of the pool: it is not quick.
void LogText::loadHighlighting()
{
    auto promise = std::make_shared<QPromise<std::shared_ptr<LineHighlighting>>>();
    promise->start();
    promise->future().then(this, [this](const std::shared_ptr<LineHighlighting> &made) {
        m_highlighting = made;
        ++m_theme;
        viewport()->update();
    });
    QThreadPool::globalInstance()->start([promise, home = thread()] {
        const auto make = reinterpret_cast<decltype(&humdrumLineHighlighting)>(
            modules::function(modules::highlighting, "humdrumLineHighlighting"));
        const auto readable = [](const QColor &ink, const QColor &ground) { return colours::readable(ink, ground); };
        promise->addResult(std::shared_ptr<LineHighlighting>(make ? make(readable, home) : nullptr));
        promise->finish();
    });
}

void LogText::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    ++m_theme;
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        placeBars();
    viewport()->update();
}

void LogText::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogText::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool LogText::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const qint64 number = topRow() + help->pos().y() / rowHeight();
        const LogRow *row = number < rows() ? rowAt(number) : nullptr;
        QToolTip::showText(help->globalPos(),
                           row && row->at != noTime ? tr("Line %L1, %2")
                                                          .arg(number + 1)
                                                          .arg(toQDateTime(row->at).toTimeZone(m_zone).toString(
                                                              u"yyyy-MM-dd HH:mm:ss.zzz t"_s))
                                                    : QString(),
                           this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

// For screen readers -----------------------------------------------------------------------------------------------------

int LogText::rowCount() const { return static_cast<int>(std::min<qint64>(rowsSeen(), rows() - topRow())); }

QString LogText::rowName(int row) const
{
    const LogRow *there = rowAt(topRow() + row);
    return there ? tr("Line %1: %2").arg(QString::number(topRow() + row + 1), there->text) : tr("Being read");
}

QRect LogText::rowRect(int row) const { return {0, row * rowHeight(), viewport()->width(), rowHeight()}; }

int LogText::currentRow() const
{
    const qint64 row = m_cursor.row - topRow();
    return row >= 0 && row < rowCount() ? static_cast<int>(row) : -1;
}

void LogText::setCurrentRow(int row) { moveTo({topRow() + row, 0}, false); }

} // namespace humdrum
