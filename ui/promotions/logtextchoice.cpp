// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is chosen in a log, by mouse and by keyboard.

#include "ui/promotions/logtext.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace humdrum {

namespace {

constexpr qint64 mostCopied = 200'000; ///< rows
constexpr std::chrono::milliseconds scrollEvery{40};

} // namespace

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

} // namespace humdrum
