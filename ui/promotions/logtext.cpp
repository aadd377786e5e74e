// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logtext.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int linesKept = 20'000;
constexpr int roomForTimes = 400; ///< pixels; in less the text is worth more

/// What belongs to one line.
class LineData final : public QTextBlockUserData {
public:
    explicit LineData(Timestamp time) : at(time) {}
    Timestamp at;
    std::vector<std::pair<int, AnsiLook>> looks; ///< lengths; empty for a line without any
};

const LineData *dataOf(const QTextBlock &block) { return static_cast<const LineData *>(block.userData()); }

class Times final : public QWidget {
public:
    explicit Times(LogText *text) : QWidget(text), m_text(text) {}

protected:
    void paintEvent(QPaintEvent *event) override { m_text->paintTimes(event); }

private:
    LogText *m_text;
};

bool isPlain(const std::vector<AnsiRun> &runs) { return runs.size() == 1 && runs.front().look == AnsiLook{}; }

} // namespace

LogText::LogText(QWidget *parent) : QPlainTextEdit(parent), m_times(new Times(this)), m_zone(QTimeZone::UTC)
{
    setReadOnly(true);
    setMaximumBlockCount(linesKept);
    setFont(fonts::monospaced());
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    connect(this, &QPlainTextEdit::updateRequest, m_times, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_times->scroll(0, dy);
        else
            m_times->update(0, rect.y(), m_times->width(), rect.height());
    });
}

void LogText::reset()
{
    clear();
    m_reader = {};
}

void LogText::setTimeZone(const QByteArray &zone)
{
    const QTimeZone named(zone);
    m_zone = named.isValid() ? named : QTimeZone(QTimeZone::UTC);
    m_times->update();
}

void LogText::append(const QList<LogLine> &lines)
{
    if (lines.isEmpty())
        return;
    // Not the user's cursor, which may hold a selection.
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    bool first = document()->isEmpty();
    for (const LogLine &line : lines) {
        if (!std::exchange(first, false))
            cursor.insertBlock();
        auto data = std::make_unique<LineData>(line.at);
        if (line.own) {
            m_reader = {}; // what a command left switched on ends with it
            cursor.insertText(u"· "_s, {});
        }
        const std::vector<AnsiRun> runs = m_reader.read(line.text);
        if (isPlain(runs)) {
            cursor.insertText(runs.front().text, QTextCharFormat());
        } else {
            for (const AnsiRun &run : runs) {
                cursor.insertText(run.text, formatOf(run.look, palette()));
                data->looks.emplace_back(static_cast<int>(run.text.size()), run.look);
            }
        }
        cursor.block().setUserData(data.release());
    }
    cursor.endEditBlock();
}

/// The theme is another one: what has a colour gets that of this one.
void LogText::restyle()
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const LineData *data = dataOf(block);
        if (!data || data->looks.empty())
            continue;
        int place = block.position();
        for (const auto &[length, look] : data->looks) {
            cursor.setPosition(place);
            cursor.setPosition(place += length, QTextCursor::KeepAnchor);
            cursor.setCharFormat(formatOf(look, palette()));
        }
    }
    cursor.endEditBlock();
}

QString LogText::timeOf(int line) const
{
    const LineData *data = dataOf(document()->findBlockByNumber(line));
    return data && data->at != noTime ? toQDateTime(data->at).toTimeZone(m_zone).toString(u"HH:mm:ss"_s) : QString();
}

int LogText::timesWidth() const
{
    return width() < roomForTimes ? 0 : 2 * gridUnit + fontMetrics().horizontalAdvance(u"00:00:00"_s);
}

bool LogText::showsTimes() const { return timesWidth() > 0; }

void LogText::placeTimes()
{
    const int room = timesWidth();
    setViewportMargins(isLeftToRight() ? room : 0, 0, isLeftToRight() ? 0 : room, 0);
    const QRect inside = contentsRect();
    m_times->setGeometry(isLeftToRight() ? inside.left() : inside.right() + 1 - room, inside.top(), room,
                         viewport()->height());
    m_times->setVisible(room > 0);
}

void LogText::paintTimes(QPaintEvent *event)
{
    QPainter painter(m_times);
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setFont(font());
    painter.setPen(colours::muted(palette()));
    QString before;
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > event->rect().bottom())
            break;
        // A time is said once, so that the eye finds where time was spent.
        const QString time = timeOf(block.blockNumber());
        if (time != std::exchange(before, time))
            painter.drawText(QRectF(0, box.top(), m_times->width() - gridUnit, fontMetrics().height()),
                             Qt::AlignAbsolute | Qt::AlignVCenter | Qt::AlignRight, time);
    }
}

void LogText::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        restyle();
    else if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        placeTimes();
}

void LogText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeTimes();
}

bool LogText::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QTextBlock block = cursorForPosition(help->pos()).block();
        const LineData *data = dataOf(block);
        QToolTip::showText(help->globalPos(),
                           data && data->at != noTime
                               ? toQDateTime(data->at).toTimeZone(m_zone).toString(u"yyyy-MM-dd HH:mm:ss.zzz t"_s)
                               : QString(),
                           this);
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

} // namespace humdrum
