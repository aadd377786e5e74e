// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/meter.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace humdrum {

Meter::Meter(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFont(fonts::tabular(fonts::body()));
    setAccessibleName(tr("Meter"));
}

void Meter::setValue(std::optional<double> fraction, const QString &text)
{
    m_fraction = fraction ? std::optional(std::clamp(*fraction, 0.0, 1.0)) : std::nullopt;
    m_text = text;
    setAccessibleDescription(!text.isEmpty()  ? text
                                 : m_fraction ? tr("%1 %").arg(qRound(*m_fraction * 100))
                                              : tr("not known"));
    updateGeometry();
    update();
}

void Meter::setThresholds(double attention, double failed)
{
    m_attention = attention;
    m_failed = failed;
    update();
}

void Meter::setMark(std::optional<Mark> mark)
{
    m_mark = mark;
    update();
}

void Meter::setThickness(int pixels)
{
    m_thickness = pixels;
    updateGeometry();
}

QSize Meter::sizeHint() const
{
    const int text = m_text.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_text) + gridUnit;
    return {128 + text, std::max(m_thickness, m_text.isEmpty() ? m_thickness : fontMetrics().height())};
}

QSize Meter::minimumSizeHint() const { return {sizeHint().width() - 88, sizeHint().height()}; }

QColor Meter::barColour() const
{
    if (m_mark)
        return colours::mark(*m_mark, palette());
    const double value = m_fraction.value_or(0);
    if (value >= m_failed)
        return colours::mark(Mark::Failed, palette());
    if (value >= m_attention)
        return colours::mark(Mark::Attention, palette());
    return colours::accent(palette());
}

void Meter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int text = m_text.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_text) + gridUnit;
    QRectF bar(0, (height() - m_thickness) / 2.0, width() - text, m_thickness);
    QRectF words(width() - text + gridUnit, 0, text - gridUnit + 1, height());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    if (mirrored) {
        bar.moveLeft(text);
        words.moveLeft(0);
    }
    const double radius = m_thickness / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours::blend(colours::card(palette()), colours::text(palette()), 0.15));
    painter.drawRoundedRect(bar, radius, radius);
    if (m_fraction && *m_fraction > 0) {
        QRectF filled = bar;
        filled.setWidth(std::max<double>(m_thickness, bar.width() * *m_fraction));
        if (mirrored)
            filled.moveRight(bar.right());
        painter.setBrush(barColour());
        painter.drawRoundedRect(filled, radius, radius);
    }
    if (text > 0) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, m_text);
    }
}

} // namespace humdrum
