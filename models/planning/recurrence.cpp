// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/recurrence.h"

#include "planning/text.h"
#include "planning/walltime.h"

#include <libical/ical.h>

#include <memory>

namespace humdrum {

namespace {

struct FreeIterator {
    void operator()(icalrecur_iterator *i) const { icalrecur_iterator_free(i); }
};

/// A floating time: libical then does pure calendar arithmetic and zones stay our matter.
icaltimetype toIcal(const QDateTime &wall)
{
    icaltimetype t = icaltime_null_time();
    t.year = wall.date().year();
    t.month = wall.date().month();
    t.day = wall.date().day();
    t.hour = wall.time().hour();
    t.minute = wall.time().minute();
    t.second = wall.time().second();
    return t;
}

QDateTime fromIcal(const icaltimetype &t)
{
    return {QDate(t.year, t.month, t.day), QTime(t.hour, t.minute, t.second), QTimeZone::UTC};
}

icaltimetype untilAsWall(icaltimetype until, const QTimeZone &zone)
{
    if (icaltime_is_null_time(until))
        return until;
    if (until.is_date) {
        until.is_date = 0;
        until.hour = 23;
        until.minute = 59;
        until.second = 59;
        return until;
    }
    if (!icaltime_is_utc(until))
        return until;
    return toIcal(wallOf(toTimestamp(fromIcal(until)), zone));
}

} // namespace

Result<std::vector<QDateTime>> recur(const QDateTime &first, const QString &recurrence, const QTimeZone &zone,
                                     const QDateTime &from, const QDateTime &to)
{
    std::vector<QDateTime> result;
    const QDateTime start = asWall(first);
    if (!start.isValid() || !zone.isValid())
        return fail(ErrorCode::ConfigInvalid, PlanningText::tr("A recurrence has no start or no time zone"),
                    PlanningText::tr("Correct the calendar in humdrum.yaml."));
    if (recurrence.isEmpty()) {
        if (start >= from && start < to)
            result.push_back(start);
        return result;
    }
    // The default is to abort the process; the setting is the process's, so it is written once.
    [[maybe_unused]] static const bool gentle = (icalerror_set_errors_are_fatal(false), true);
    icalerror_clear_errno();
    icalrecurrencetype rule = icalrecurrencetype_from_string(recurrence.toUpper().toLatin1().constData());
    if (rule.freq == ICAL_NO_RECURRENCE)
        return fail(ErrorCode::ConfigInvalid, PlanningText::tr("The recurrence %1 cannot be followed").arg(recurrence),
                    PlanningText::tr("Correct the calendar in humdrum.yaml."));
    rule.until = untilAsWall(rule.until, zone);
    const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(icalrecur_iterator_new(rule, toIcal(start)));
    if (!iterator)
        return fail(ErrorCode::ConfigInvalid, PlanningText::tr("The recurrence %1 cannot be followed").arg(recurrence),
                    PlanningText::tr("Correct the calendar in humdrum.yaml."));
    for (int walked = 0; walked < 200'000; ++walked) {
        const icaltimetype next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next))
            return result;
        const QDateTime wall = fromIcal(next);
        if (wall >= to)
            return result;
        if (wall >= from)
            result.push_back(wall);
    }
    return fail(ErrorCode::ConfigInvalid,
                PlanningText::tr("The recurrence %1 has too many occurrences").arg(recurrence),
                PlanningText::tr("Let it start later, or make it rarer."));
}

} // namespace humdrum
