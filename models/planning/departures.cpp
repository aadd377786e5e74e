// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/departures.h"

#include "planning/lateness.h"
#include "planning/text.h"

#include <QLocale>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QDateTime wall(Timestamp at, const QByteArray &zone)
{
    const QTimeZone there(zone);
    return toQDateTime(at).toTimeZone(there.isValid() ? there : QTimeZone::utc());
}

QString dayOf(Timestamp at, const QByteArray &zone) { return QLocale().toString(wall(at, zone), u"ddd d MMM"_s); }

QString timeOf(Timestamp at, const QByteArray &zone)
{
    return QLocale().toString(wall(at, zone), u"ddd d MMM, HH:mm"_s);
}

QString leftLine(const Train &train, const QByteArray &zone)
{
    const Timestamp left = train.departedAt == noTime ? train.departure : train.departedAt;
    if (left < train.departure - punctuality)
        return PlanningText::tr("left %1, %2 before its departure")
            .arg(dayOf(left, zone), spanBefore(left, train.departure, zone));
    if (left > train.departure + punctuality)
        return PlanningText::tr("left %1, %2 late").arg(timeOf(left, zone), lengthText(left - train.departure));
    return PlanningText::tr("left %1").arg(timeOf(left, zone));
}

} // namespace

QString spanBefore(Timestamp moment, Timestamp later, const QByteArray &zone)
{
    const qint64 days = wall(moment, zone).date().daysTo(wall(later, zone).date());
    return days > 1      ? PlanningText::tr("%1 days").arg(days)
        : days == 1      ? PlanningText::tr("1 day")
        : later > moment ? lengthText(later - moment)
                         : lengthText(Duration{0});
}

QString departureLine(const Train &train, Timestamp now, const QByteArray &zone)
{
    switch (train.state) {
    case TrainState::Skipped:
        return PlanningText::tr("skipped: %1").arg(train.reason);
    case TrainState::Cancelled:
        return PlanningText::tr("cancelled: %1").arg(train.reason);
    case TrainState::Departed:
    case TrainState::Arrived:
        return train.release.isValid() ? leftLine(train, zone)
                                       : PlanningText::tr("left empty %1").arg(timeOf(train.departure, zone));
    case TrainState::Planned:
    case TrainState::Boarding:
    case TrainState::Locked:
        break;
    }
    return now <= train.departure ? PlanningText::tr("leaves %1").arg(timeOf(train.departure, zone))
                                  : PlanningText::tr("was to leave %1, is %2 late")
                                        .arg(timeOf(train.departure, zone), lengthText(now - train.departure));
}

QString earlyWarning(const Product &product, const EnvironmentKey &environment, const Release &release,
                     const Train &train, Timestamp now)
{
    const bool toLeave =
        train.state == TrainState::Planned || train.state == TrainState::Boarding || train.state == TrainState::Locked;
    if (release.kind != ReleaseKind::Regular || train.release != release.id || !toLeave ||
        now >= train.departure - punctuality || !product.isClientProduction(environment))
        return {};
    return PlanningText::tr("This is %1 before its train %2 leaves (%3)")
        .arg(spanBefore(now, train.departure, product.zone), train.version, timeOf(train.departure, product.zone));
}

} // namespace humdrum
