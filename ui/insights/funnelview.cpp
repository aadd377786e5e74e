// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/funnelview.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pictureexport.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace humdrum {

namespace {

constexpr double smallestPitch = 34, usualPitch = 42, largestPitch = 58;
constexpr double gap = 7;         ///< between bars
constexpr double thinnestBar = 8; ///< what there is one of can be seen
constexpr double columnGap = 16;
constexpr double shareOfTitle = 0.34, shareOfValue = 0.34; ///< of the width, at most
constexpr double smallestBars = 80;
constexpr QSizeF pictureSize{720, 420};
constexpr double pictureMargin = 24;

QColor colourOf(const FunnelBar &bar, const QPalette &palette)
{
    return bar.mark ? colours::mark(*bar.mark, palette) : colours::accent(palette);
}

} // namespace

FunnelView::FunnelView(const QString &name, QWidget *parent) : QWidget(parent)
{
    installPaintedRows();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FunnelView::show(const std::vector<FunnelBar> &bars)
{
    if (bars == m_bars)
        return;
    m_bars = bars;
    m_current = std::min(m_current, rowCount() - 1);
    updateGeometry();
    update();
}

QString FunnelView::rowName(int row) const { return m_bars.at(static_cast<size_t>(row)).sentence; }

double FunnelView::pitchIn(double height) const
{
    return std::clamp(height / std::max(1, rowCount()), smallestPitch, largestPitch);
}

QRect FunnelView::rowRect(int row) const
{
    const double pitch = pitchIn(height());
    return QRectF(0, row * pitch, width(), pitch).toAlignedRect();
}

int FunnelView::rowAt(const QPointF &at) const
{
    const int row = static_cast<int>(std::floor(at.y() / pitchIn(height())));
    return row >= 0 && row < rowCount() ? row : -1;
}

void FunnelView::setCurrentRow(int row)
{
    const int wanted = std::clamp(row, -1, rowCount() - 1);
    if (wanted == m_current)
        return;
    m_current = wanted;
    update();
    if (m_current >= 0) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(m_current);
        QAccessible::updateAccessibility(&event);
    }
}

void FunnelView::pressRow(int row)
{
    setCurrentRow(row);
    if (row >= 0 && row < rowCount())
        Q_EMIT opened(row);
}

QSize FunnelView::sizeHint() const { return {520, static_cast<int>(usualPitch * std::max(4, rowCount()))}; }

QSize FunnelView::minimumSizeHint() const { return {300, static_cast<int>(smallestPitch * std::max(1, rowCount()))}; }

FunnelView::Columns FunnelView::columnsIn(double width) const
{
    const QFontMetricsF body(fonts::body()), strong(fonts::strong()), small(fonts::small());
    Columns columns;
    for (const FunnelBar &bar : m_bars) {
        columns.title = std::max(columns.title, body.horizontalAdvance(bar.title));
        columns.value =
            std::max({columns.value, strong.horizontalAdvance(bar.value), small.horizontalAdvance(bar.detail)});
    }
    columns.title = std::min(columns.title + 2, width * shareOfTitle);
    columns.value = std::min(columns.value + 2, width * shareOfValue);
    columns.bar = std::max(smallestBars, width - columns.title - columns.value - 2 * columnGap);
    return columns;
}

void FunnelView::paintRow(QPainter &painter, const QRectF &row, const FunnelBar &bar, double widest) const
{
    const Columns columns = columnsIn(row.width());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const auto place = [&](double left, double width) {
        return QRectF(mirrored ? row.right() - (left - row.left()) - width : left, row.top(), width, row.height());
    };
    const QRectF title = place(row.left(), columns.title);
    const QRectF bars = place(row.left() + columns.title + columnGap, columns.bar);
    const QRectF value = place(row.left() + columns.title + columns.bar + 2 * columnGap, columns.value);
    const int side = static_cast<int>((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);

    painter.setFont(fonts::body());
    painter.setPen(colours::text(palette()));
    const QFontMetricsF body(fonts::body());
    painter.drawText(title, side | Qt::AlignVCenter | Qt::TextSingleLine,
                     body.elidedText(bar.title, Qt::ElideRight, title.width()));

    if (bar.whole > 0 && widest > 0) {
        const QColor colour = colourOf(bar, palette());
        const double whole = std::max(thinnestBar, bars.width() * bar.whole / widest);
        const QRectF shape(bars.center().x() - whole / 2, row.top() + gap / 2, whole, row.height() - gap);
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar.part > 0 ? colours::blend(colours::card(palette()), colour, 0.45) : colour);
        painter.drawRoundedRect(shape, 2, 2);
        const double solid = whole * (bar.whole - bar.part) / bar.whole;
        if (bar.part > 0 && solid > 0) {
            painter.setBrush(colour);
            painter.drawRoundedRect(QRectF(shape.center().x() - solid / 2, shape.top(), solid, shape.height()), 2, 2);
        }
    }

    const QFontMetricsF strong(fonts::strong()), small(fonts::small());
    const double height = strong.height() + (bar.detail.isEmpty() ? 0 : small.height());
    QRectF line(value.left(), value.center().y() - height / 2, value.width(), strong.height());
    painter.setFont(fonts::tabular(fonts::strong()));
    painter.setPen(colours::text(palette()));
    painter.drawText(line, side | Qt::AlignVCenter | Qt::TextSingleLine, bar.value);
    if (!bar.detail.isEmpty()) {
        line = QRectF(line.left(), line.bottom(), line.width(), small.height());
        painter.setFont(fonts::small());
        painter.setPen(colours::muted(palette()));
        painter.drawText(line, side | Qt::AlignVCenter | Qt::TextSingleLine,
                         small.elidedText(bar.detail, Qt::ElideRight, line.width()));
    }
}

void FunnelView::paintRows(QPainter &painter, const QRectF &room) const
{
    double widest = 0;
    for (const FunnelBar &bar : m_bars)
        widest = std::max(widest, bar.whole);
    const double pitch = pitchIn(room.height());
    painter.setRenderHint(QPainter::Antialiasing);
    for (size_t i = 0; i < m_bars.size(); ++i)
        paintRow(painter, QRectF(room.left(), room.top() + static_cast<double>(i) * pitch, room.width(), pitch),
                 m_bars[i], widest);
}

void FunnelView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (hasFocus() && m_current >= 0) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours::accent(palette()), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rowRect(m_current)).adjusted(1, 1, -1, -1), 4, 4);
    }
    paintRows(painter, rect());
}

void FunnelView::paintPicture(QPainter &painter, const QRectF &room, const QString &title, const QString &finding) const
{
    QRectF inner = room.adjusted(pictureMargin, pictureMargin, -pictureMargin, -pictureMargin);
    const auto line = [&](const QString &text, const QFont &font, const QColor &colour) {
        const double height = QFontMetricsF(font).height();
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), height),
                         Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine, text);
        inner.setTop(inner.top() + height + gap);
    };
    line(title, fonts::strong(), colours::text(palette()));
    line(finding, fonts::body(), colours::muted(palette()));
    paintRows(painter, inner);
}

Result<void> FunnelView::exportTo(const QString &file, const QString &title, const QString &finding) const
{
    const QSizeF size = pictureSize.expandedTo(QSizeF(this->size()));
    return exportPicture(file, QRectF(QPointF(), size), title,
                         [&](QPainter &painter) { paintPicture(painter, QRectF(QPointF(), size), title, finding); });
}

bool FunnelView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int row = rowAt(help->pos());
        if (row < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), rowName(row).toHtmlEscaped(), this, rowRect(row));
        return true;
    }
    return QWidget::event(event);
}

void FunnelView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrentRow(std::max(0, m_current - 1));
        return;
    case Qt::Key_Down:
        setCurrentRow(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrentRow(0);
        return;
    case Qt::Key_End:
        setCurrentRow(rowCount() - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        pressRow(m_current);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FunnelView::mouseMoveEvent(QMouseEvent *event)
{
    setCursor(rowAt(event->position()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FunnelView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        pressRow(rowAt(event->position()));
}

void FunnelView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_current < 0)
        setCurrentRow(0);
    update();
}

} // namespace humdrum
