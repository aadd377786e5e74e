// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/figurecard.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace humdrum {

namespace {

constexpr int padding = 14, lineGap = 3;
constexpr int narrowest = 132, widest = 260;

struct Line {
    QString text;
    QFont font;
    bool muted = true;
};

std::array<Line, 5> linesOf(const FigureText &text)
{
    return {Line{text.title, fonts::small()}, Line{text.value, fonts::tabular(fonts::figure()), false},
            Line{text.basis, fonts::tabular(fonts::small())}, Line{text.was, fonts::tabular(fonts::small())},
            Line{text.leftOut, fonts::tabular(fonts::small())}};
}

} // namespace

FigureCard::FigureCard(Measure measure, QWidget *parent) : QAbstractButton(parent), m_measure(measure)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FigureCard::show(const FigureText &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text.title + QStringLiteral(": ") + text.value);
    setAccessibleDescription(text.facts);
    setToolTip(text.facts.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
    updateGeometry();
    update();
}

QSize FigureCard::sizeHint() const
{
    int width = narrowest, height = 2 * padding;
    for (const Line &line : linesOf(m_text)) {
        const QFontMetrics metrics(line.font);
        width = std::max(width, metrics.horizontalAdvance(line.text) + 2 * padding + 2);
        height += metrics.height() + lineGap;
    }
    return {std::min(width, widest), height - lineGap};
}

void FigureCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus();
    painter.setPen(QPen(focused ? colours::accent(palette()) : colours::border(palette()), focused ? 2 : 1));
    painter.setBrush(underMouse() || isDown() ? colours::hover(palette()) : colours::card(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
    int y = padding;
    for (const Line &line : linesOf(m_text)) {
        const QFontMetrics metrics(line.font);
        const QRect room(padding, y, width() - 2 * padding, metrics.height());
        painter.setFont(line.font);
        painter.setPen(line.muted ? colours::muted(palette()) : colours::text(palette()));
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), room),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) |
                             Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(line.text, Qt::ElideRight, room.width()));
        y += metrics.height() + lineGap;
    }
}

void FigureCard::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void FigureCard::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void FigureCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace humdrum
