// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"
#include "ui/widgets/label.h"

#include <QTimer>

namespace humdrum {

/// Times in words. All are translated and pure; `zone` is an IANA id.
namespace times {
/// "in 16 h", "12 min ago", "yesterday", "3 d ago", and the date beyond four weeks.
[[nodiscard]] QString relative(Timestamp t, Timestamp now, const QByteArray &zone);
/// "16 h": one unit, rounded down.
[[nodiscard]] QString amount(Duration d);
/// "Tue 24 Nov 2026, 10:00 Europe/Berlin".
[[nodiscard]] QString absolute(Timestamp t, const QByteArray &zone);
/// "Tue 24 Nov, 10:00", the year only where it is not this one.
[[nodiscard]] QString brief(Timestamp t, Timestamp now, const QByteArray &zone);
/// "1 m 42 s", "3 h 5 m", "4 d 6 h", "0.2 s".
[[nodiscard]] QString duration(Duration d);
} // namespace times

/// A time shown relative to now and kept so, with the absolute time as tooltip.
class TimeLabel : public Label {
    Q_OBJECT
public:
    TimeLabel(const Clock &clock, TextRole role = TextRole::Body, QWidget *parent = nullptr);
    /// noTime shows `none`.
    void setTime(Timestamp t, const QByteArray &zone, const QString &none = {});

private:
    void refresh();
    const Clock &m_clock;
    Timestamp m_time = noTime;
    QByteArray m_zone;
    QString m_none;
    QTimer m_timer;
};

} // namespace humdrum
