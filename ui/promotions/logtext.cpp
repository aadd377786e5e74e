// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logtext.h"

#include "ui/modules/highlighting.h"
#include "ui/modules/modules.h"
#include "ui/promotions/logmatches.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
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
constexpr qint64 mostCopied = 200'000; ///< rows
constexpr std::chrono::milliseconds scrollEvery{40};

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

// What is chosen ---------------------------------------------------------------------------------------------------------

void LogText::moveTo(Position position, bool choose)
{
    const bool moved = position.row != m_cursor.row;
    m_cursor = position;
    if (!choose)
        m_anchor = position;
    viewport()->update();
    if (!moved)
        return;
    Q_EMIT currentChanged();
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(currentRow());
        QAccessible::updateAccessibility(&event);
    }
}

void LogText::seeCursor()
{
    QScrollBar *down = verticalScrollBar();
    if (m_cursor.row < topRow())
        down->setValue(static_cast<int>(m_cursor.row));
    else if (m_cursor.row >= topRow() + rowsSeen())
        down->setValue(static_cast<int>(m_cursor.row - rowsSeen() + 1));
    setFollowing(down->value() >= down->maximum() && m_cursor.row >= rows() - 1);
}

void LogText::selectAll()
{
    m_anchor = {};
    m_cursor = {std::max<qint64>(0, m_rows.count()), 0};
    viewport()->update();
}

QString LogText::selectedText(const QString &rows) const
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    QStringList lines = rows.split(u'\n');
    if (lines.size() > 1)
        lines.removeLast();
    if (lines.isEmpty())
        return {};
    if (to.row - from.row + 1 == lines.size())
        lines.last().truncate(to.column);
    else if (to.column == 0)
        lines << QString();
    lines.first().remove(0, from.column);
    return lines.join(u'\n');
}

void LogText::copy()
{
    if (!hasSelection()) {
        if (const LogRow *row = rowAt(m_cursor.row)) {
            QGuiApplication::clipboard()->setText(row->text);
            Q_EMIT copied();
        }
        return;
    }
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    const qint64 count = to.row - from.row + 1;
    if (count > mostCopied) {
        Q_EMIT copyRefused(count);
        return;
    }
    m_rows.text(from.row, count).then(this, [this](const QString &rows) {
        QGuiApplication::clipboard()->setText(selectedText(rows));
        Q_EMIT copied();
    });
}

void LogText::keyPressEvent(QKeyEvent *event)
{
    const bool choose = event->modifiers().testFlag(Qt::ShiftModifier);
    const qint64 last = std::max<qint64>(0, rows() - 1);
    const auto down = [&](qint64 by) {
        const qint64 row = std::clamp<qint64>(m_cursor.row + by, 0, last);
        const LogRow *there = rowAt(row);
        moveTo({row, choose && there ? std::min(m_cursor.column, there->text.size()) : 0}, choose);
        seeCursor();
    };
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::Copy)) {
        copy();
    } else {
        switch (event->key()) {
        case Qt::Key_Up:
            down(-1);
            break;
        case Qt::Key_Down:
            down(1);
            break;
        case Qt::Key_PageUp:
            down(-rowsSeen() + 1);
            break;
        case Qt::Key_PageDown:
            down(rowsSeen() - 1);
            break;
        case Qt::Key_Home:
            down(-last);
            horizontalScrollBar()->setValue(0);
            break;
        case Qt::Key_End:
            down(last);
            break;
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (choose && rowAt(m_cursor.row)) {
                const qsizetype by = event->key() == Qt::Key_Left ? -1 : 1;
                moveTo({m_cursor.row, std::clamp<qsizetype>(m_cursor.column + by, 0, rowAt(m_cursor.row)->text.size())},
                       true);
            } else {
                QScrollBar *across = horizontalScrollBar();
                across->setValue(across->value() + (event->key() == Qt::Key_Left ? -1 : 1) * across->singleStep());
            }
            break;
        default:
            QAbstractScrollArea::keyPressEvent(event);
            return;
        }
    }
    event->accept();
}

void LogText::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_choosing = true;
    m_pointer = event->pos();
    moveTo(positionAt(m_pointer), event->modifiers().testFlag(Qt::ShiftModifier));
}

void LogText::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_choosing)
        return;
    m_pointer = event->pos();
    moveTo(positionAt(m_pointer), true);
    if (viewport()->rect().contains(m_pointer))
        m_scrolling.stop();
    else if (!m_scrolling.isActive())
        m_scrolling.start(scrollEvery, this);
}

void LogText::mouseReleaseEvent(QMouseEvent *)
{
    m_choosing = false;
    m_scrolling.stop();
}

void LogText::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Position there = positionAt(event->pos());
    const LogRow *row = rowAt(there.row);
    if (!row)
        return;
    const auto isWord = [row](qsizetype at) { return row->text[at].isLetterOrNumber() || row->text[at] == u'_'; };
    qsizetype from = std::min(there.column, row->text.size()), to = from;
    while (from > 0 && isWord(from - 1))
        --from;
    while (to < row->text.size() && isWord(to))
        ++to;
    m_anchor = {there.row, from};
    moveTo({there.row, to}, true);
}

void LogText::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrolling.timerId())
        return QAbstractScrollArea::timerEvent(event);
    const int beyond = m_pointer.y() < 0 ? m_pointer.y() : std::max(0, m_pointer.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond / rowHeight() + (beyond < 0 ? -1 : beyond > 0));
    moveTo(positionAt(m_pointer), true);
}

void LogText::wheelEvent(QWheelEvent *event) { QAbstractScrollArea::wheelEvent(event); }

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
