// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/freezes.h"

#include <QFile>
#include <QTimeZone>

#include <algorithm>

namespace humdrum {

Result<std::vector<FreezeSpan>> freezesBetween(const Product &product, Timestamp from, Timestamp to)
{
    std::vector<FreezeSpan> result;
    const QTimeZone zone(product.zone);
    for (const CalendarRule &rule : product.calendar) {
        if (rule.kind != RuleKind::Freeze)
            continue;
        QDateTime start = rule.start;
        start.setTimeZone(zone);
        const Timestamp begins = toTimestamp(start), ends = begins + rule.length;
        if (ends <= from || begins >= to)
            continue;
        const QDateTime last = toQDateTime(ends - Duration{1}).toTimeZone(zone);
        result.push_back({rule.title, begins, ends, start.date(), last.date(), rule.environments});
    }
    std::ranges::stable_sort(result, {}, &FreezeSpan::from);
    return result;
}

int calendarLineOf(const Product &product)
{
    QFile file(product.configFile);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return 0;
    for (int line = 1; !file.atEnd(); ++line) {
        if (file.readLine(256).startsWith("calendar:"))
            return line;
    }
    return 0;
}

} // namespace humdrum
