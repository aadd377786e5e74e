// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "firstframe.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <ctime>

namespace humdrum {

FirstFrame::FirstFrame(QWidget &window, QObject *parent) : QObject(parent) { window.installEventFilter(this); }

bool FirstFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        // The children paint and the frame is flushed within this event's sender; the next turn comes after both.
        QTimer::singleShot(0, this, &FirstFrame::painted);
    }
    return QObject::eventFilter(watched, event);
}

qint64 monotonicNanoseconds()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<qint64>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

} // namespace humdrum
