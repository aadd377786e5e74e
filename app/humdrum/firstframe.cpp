// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "firstframe.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <ctime>
#include <unistd.h>

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

double millisecondsSinceLaunch()
{
    timespec now{};
    bool given = false;
    const qint64 launch = qEnvironmentVariable("LAUNCH_NS").toLongLong(&given);
    if (given) {
        clock_gettime(CLOCK_REALTIME, &now);
        return static_cast<double>(static_cast<qint64>(now.tv_sec) * 1'000'000'000 + now.tv_nsec - launch) / 1e6;
    }
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    // The second field, the name, may hold spaces and brackets; what follows its last bracket does not.
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startTime = 19; // field 22 of proc(5), counted from the third
    if (fields.size() <= startTime)
        return 0;
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double sinceBoot = static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    return sinceBoot - fields[startTime].toDouble() * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

} // namespace humdrum
