// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/busyoverlay.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/meter.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace humdrum {

using namespace std::chrono_literals;

BusyOverlay::BusyOverlay(QWidget *target)
    : QWidget(target)
    , m_text(new Label)
    , m_meter(new Meter)
    , m_cancel(new QPushButton(tr("Cancel")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * gridUnit, gridUnit, gridUnit, gridUnit);
    row->addWidget(m_text);
    m_meter->setFixedWidth(120);
    m_meter->setMark(Mark::Running);
    row->addWidget(m_meter);
    row->addWidget(m_cancel);
    m_appear.setSingleShot(true);
    m_appear.setInterval(100ms);
    m_detail.setSingleShot(true);
    m_detail.setInterval(1s);
    connect(&m_appear, &QTimer::timeout, this, [this] {
        place();
        show();
        raise();
    });
    connect(&m_detail, &QTimer::timeout, this, [this] {
        m_meter->setVisible(m_meter->value().has_value());
        m_cancel->setVisible(m_cancellable);
        place();
    });
    connect(m_cancel, &QPushButton::clicked, this, &BusyOverlay::cancelled);
    target->installEventFilter(this);
    hide();
}

void BusyOverlay::start(const QString &text, bool cancellable)
{
    m_busy = true;
    m_cancellable = cancellable;
    m_text->setText(text);
    setAccessibleName(text);
    m_meter->setValue(std::nullopt);
    m_meter->hide();
    m_cancel->hide();
    m_appear.start();
    m_detail.start();
}

void BusyOverlay::setProgress(std::optional<double> fraction, const QString &text)
{
    if (!m_busy)
        return;
    if (!text.isEmpty())
        m_text->setText(text);
    m_meter->setValue(fraction);
    m_meter->setVisible(fraction.has_value() && !m_detail.isActive());
    place();
}

void BusyOverlay::stop()
{
    m_busy = false;
    m_appear.stop();
    m_detail.stop();
    hide();
}

bool BusyOverlay::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void BusyOverlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours::border(palette()));
    painter.setBrush(colours::card(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
}

void BusyOverlay::place()
{
    // A small panel at the top centre: what is below it stays readable and usable.
    layout()->activate();
    const QSize size = layout()->sizeHint().boundedTo(parentWidget()->size());
    setGeometry(QRect(QPoint((parentWidget()->width() - size.width()) / 2, gridUnit), size));
}

} // namespace humdrum
