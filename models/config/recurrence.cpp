// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/recurrence.h"

#include "config/text.h"

#include <libical/ical.h>

#include <QSet>
#include <QStringList>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// libical reads on over much that is wrong, so the parts are looked at first.
QString partsProblem(const QString &rule)
{
    static const QStringList known{u"FREQ"_s,    u"UNTIL"_s,      u"COUNT"_s,     u"INTERVAL"_s,
                                   u"BYDAY"_s,   u"BYMONTHDAY"_s, u"BYYEARDAY"_s, u"BYWEEKNO"_s,
                                   u"BYMONTH"_s, u"BYSETPOS"_s,   u"WKST"_s};
    static const QStringList times{u"BYHOUR"_s, u"BYMINUTE"_s, u"BYSECOND"_s};
    static const QStringList frequencies{u"DAILY"_s, u"WEEKLY"_s, u"MONTHLY"_s, u"YEARLY"_s};
    QSet<QString> seen;
    for (const QString &part : rule.split(u';')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString name = part.left(equals).toUpper();
        const QString value = equals < 0 ? QString() : part.mid(equals + 1);
        if (equals < 0 || value.isEmpty())
            return Text::tr("The recurrence has a part without a value, “%1”").arg(part);
        if (times.contains(name))
            return Text::tr("The recurrence sets %1, but the time of day comes from the start").arg(name);
        if (!known.contains(name))
            return Text::tr("The recurrence has an unknown part, “%1”").arg(name);
        if (seen.contains(name))
            return Text::tr("The recurrence has %1 twice").arg(name);
        seen.insert(name);
        if (name == u"FREQ" && !frequencies.contains(value.toUpper()))
            return Text::tr("The recurrence has FREQ=%1, which is none of %2").arg(value, frequencies.join(u", "_s));
        if ((name == u"COUNT" || name == u"INTERVAL") && (value.toInt() < 1 || value.toInt() > 10'000))
            return Text::tr("The recurrence has %1=%2, which is not between 1 and 10000").arg(name, value);
    }
    if (!seen.contains(u"FREQ"_s))
        return Text::tr("The recurrence does not say FREQ");
    if (seen.contains(u"COUNT"_s) && seen.contains(u"UNTIL"_s))
        return Text::tr("The recurrence says both COUNT and UNTIL");
    return {};
}

} // namespace

QString recurrenceProblem(const QString &rule)
{
    if (rule.size() > 500)
        return Text::tr("The recurrence is longer than 500 characters");
    if (const QString problem = partsProblem(rule); !problem.isEmpty())
        return problem;
    // The default is to abort the process; the setting is the process's, so it is written once.
    [[maybe_unused]] static const bool gentle = (icalerror_set_errors_are_fatal(false), true);
    icalerror_clear_errno();
    icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.toUpper().toLatin1().constData());
    bool valid = parsed.freq != ICAL_NO_RECURRENCE && icalerrno == ICAL_NO_ERROR;
    if (valid) {
        // The iterator also refuses parts that do not go together and days that never come, such as 30 February.
        icaltimetype start = icaltime_null_time();
        start.year = 2000;
        start.month = start.day = 1;
        icalrecur_iterator *iterator = icalrecur_iterator_new(parsed, start);
        valid = iterator != nullptr;
        if (iterator)
            icalrecur_iterator_free(iterator);
    }
    icalerror_clear_errno();
    return valid ? QString() : Text::tr("The recurrence “%1” is not valid").arg(rule);
}

} // namespace humdrum
