// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/timelabel.h"

#include "items/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace humdrum {

using namespace std::chrono;
using namespace std::chrono_literals;

namespace times {

namespace {

QString say(const char *text, int n = -1) { return QCoreApplication::translate("humdrum::times", text, nullptr, n); }

QDateTime local(Timestamp t, const QByteArray &zone)
{
    const QTimeZone tz(zone);
    return toQDateTime(t).toTimeZone(tz.isValid() ? tz : QTimeZone::utc());
}

} // namespace

QString amount(Duration d)
{
    if (d < 1min)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 s")).arg(duration_cast<seconds>(d).count());
    if (d < 1h)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 min")).arg(duration_cast<minutes>(d).count());
    if (d < 48h)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 h")).arg(duration_cast<hours>(d).count());
    return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 d")).arg(duration_cast<days>(d).count());
}

QString relative(Timestamp t, Timestamp now, const QByteArray &zone)
{
    const Duration away = t > now ? t - now : now - t;
    if (away < 10s)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "now"));
    if (away > days(28))
        return QLocale().toString(local(t, zone).date(), QStringLiteral("d MMM yyyy"));
    if (t > now)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "in %1")).arg(amount(away));
    return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 ago")).arg(amount(away));
}

QString absolute(Timestamp t, const QByteArray &zone) { return wording::moment(t, zone); }

QString brief(Timestamp t, Timestamp now, const QByteArray &zone)
{
    const QDateTime when = local(t, zone);
    const bool thisYear = when.date().year() == local(now, zone).date().year();
    return QLocale().toString(when,
                              thisYear ? QStringLiteral("ddd d MMM, HH:mm") : QStringLiteral("ddd d MMM yyyy, HH:mm"));
}

QString duration(Duration d)
{
    const auto two = [](const char *text, auto a, auto b) { return say(text).arg(a).arg(b); };
    if (d < 10s)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 s"))
            .arg(QLocale().toString(static_cast<double>(d.count()) / 1000.0, 'f', 1));
    if (d < 1min)
        return say(QT_TRANSLATE_NOOP("humdrum::times", "%1 s")).arg(duration_cast<seconds>(d).count());
    if (d < 1h)
        return two(QT_TRANSLATE_NOOP("humdrum::times", "%1 m %2 s"), duration_cast<minutes>(d).count(),
                   duration_cast<seconds>(d).count() % 60);
    if (d < 24h)
        return two(QT_TRANSLATE_NOOP("humdrum::times", "%1 h %2 m"), duration_cast<hours>(d).count(),
                   duration_cast<minutes>(d).count() % 60);
    return two(QT_TRANSLATE_NOOP("humdrum::times", "%1 d %2 h"), duration_cast<days>(d).count(),
               duration_cast<hours>(d).count() % 24);
}

} // namespace times

TimeLabel::TimeLabel(const Clock &clock, TextRole role, QWidget *parent) : Label(role, parent), m_clock(clock)
{
    m_timer.setInterval(20s);
    connect(&m_timer, &QTimer::timeout, this, &TimeLabel::refresh);
}

void TimeLabel::setTime(Timestamp t, const QByteArray &zone, const QString &none)
{
    m_time = t;
    m_zone = zone;
    m_none = none;
    if (t == noTime)
        m_timer.stop();
    else
        m_timer.start();
    refresh();
}

void TimeLabel::refresh()
{
    if (m_time == noTime) {
        setText(m_none);
        setToolTip({});
        return;
    }
    setText(times::relative(m_time, m_clock.now(), m_zone));
    setToolTip(times::absolute(m_time, m_zone));
}

} // namespace humdrum
