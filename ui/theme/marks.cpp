// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/marks.h"

#include "ui/theme/colours.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>

namespace humdrum::marks {

namespace {

/// In a square of 16 units, stroked with 2.
QPainterPath path(Mark mark)
{
    QPainterPath p;
    switch (mark) {
    case Mark::Passed:
        p.moveTo(3, 8.5);
        p.lineTo(6.5, 12);
        p.lineTo(13, 4.5);
        break;
    case Mark::Running:
        p.moveTo(4.5, 3);
        p.lineTo(13, 8);
        p.lineTo(4.5, 13);
        p.closeSubpath();
        break;
    case Mark::Waiting:
        p.addEllipse(QRectF(3, 3, 10, 10));
        break;
    case Mark::Attention:
        p.moveTo(8, 3);
        p.lineTo(8, 9);
        p.addEllipse(QRectF(7.4, 12, 1.2, 1.2));
        break;
    case Mark::Failed:
        p.moveTo(4, 4);
        p.lineTo(12, 12);
        p.moveTo(12, 4);
        p.lineTo(4, 12);
        break;
    }
    return p;
}

class MarkEngine final : public QIconEngine {
public:
    explicit MarkEngine(Mark mark) : m_mark(mark) {}
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const QColor colour = mode == QIcon::Selected ? palette.color(QPalette::HighlightedText)
            : mode == QIcon::Disabled                 ? colours::muted(palette)
                                                      : colours::mark(m_mark, palette);
        marks::paint(*painter, rect, m_mark, colour);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new MarkEngine(m_mark); }

private:
    Mark m_mark;
};

} // namespace

void paint(QPainter &painter, const QRectF &box, Mark mark, const QColor &colour)
{
    const double side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2);
    painter.scale(side / 16, side / 16);
    QPen pen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (mark == Mark::Waiting)
        pen.setDashPattern({1.6, 1.54}); // ten dots on the circle
    if (mark == Mark::Waiting)
        pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path(mark));
    painter.restore();
}

QIcon icon(Mark mark) { return QIcon(new MarkEngine(mark)); }

QChar character(Mark mark)
{
    switch (mark) {
    case Mark::Passed:
        return u'✓';
    case Mark::Running:
        return u'▷';
    case Mark::Waiting:
        return u'◌';
    case Mark::Attention:
        return u'!';
    case Mark::Failed:
        return u'✕';
    }
    return u' ';
}

} // namespace humdrum::marks
