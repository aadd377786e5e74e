// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/statuschip.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace humdrum {

namespace chip {

namespace {
constexpr int padding = 8;
constexpr int markGap = 4;

int markSide(const QFontMetrics &metrics) { return qRound(metrics.ascent() * 0.85); }

QColor tint(std::optional<Mark> mark, const QPalette &palette)
{
    return colours::markTint(mark.value_or(Mark::Waiting), palette);
}
} // namespace

QSize size(const QString &text, bool hasMark, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int mark = hasMark ? markSide(metrics) + (text.isEmpty() ? 0 : markGap) : 0;
    return {2 * padding + mark + metrics.horizontalAdvance(text) + 1, metrics.height() + 4};
}

void paint(QPainter &painter, const QRectF &box, std::optional<Mark> mark, const QString &text, const QFont &font,
           const QPalette &palette, bool drawMark)
{
    const QFontMetrics metrics(font);
    const bool marked = mark && drawMark;
    const QSize wanted = size(text, marked, font);
    const double width = std::min<double>(wanted.width(), box.width());
    const QRectF pill(box.left(), box.center().y() - wanted.height() / 2.0, width, wanted.height());
    const QColor ink =
        mark ? colours::chipText(*mark, palette) : colours::readable(colours::muted(palette), tint(mark, palette));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint(mark, palette));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    QRectF room = pill.adjusted(padding, 0, -padding + 1, 0);
    if (marked) {
        const int side = markSide(metrics);
        marks::paint(painter, QRectF(room.left(), room.center().y() - side / 2.0, side, side), *mark, ink);
        room.setLeft(room.left() + side + markGap);
    }
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, static_cast<int>(room.width()) + 1));
    painter.restore();
}

} // namespace chip

StatusChip::StatusChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(fonts::smallStrong());
}

StatusChip::StatusChip(Mark mark, const QString &text, QWidget *parent) : StatusChip(parent) { setStatus(mark, text); }

void StatusChip::setStatus(std::optional<Mark> mark, const QString &text)
{
    m_mark = mark;
    m_text = text;
    setAccessibleName(mark ? tr("%1, %2").arg(text, titleOf(*mark)) : text);
    updateGeometry();
    update();
}

void StatusChip::setMarkVisible(bool visible)
{
    m_markVisible = visible;
    updateGeometry();
    update();
}

QSize StatusChip::sizeHint() const { return chip::size(m_text, m_mark && m_markVisible, font()); }

void StatusChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    chip::paint(painter, rect(), m_mark, m_text, font(), palette(), m_markVisible);
}

void StatusChip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange) {
        setFont(fonts::smallStrong());
        updateGeometry();
    }
}

} // namespace humdrum
