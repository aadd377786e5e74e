// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/freezes.h"

#include "planning/calendar.h"

#include <QTimeZone>

#include <algorithm>

namespace humdrum {

Result<std::vector<FreezeSpan>> freezesBetween(const Product &product, Timestamp from, Timestamp to)
{
    std::vector<FreezeSpan> result;
    const QTimeZone zone(product.zone);
    const auto dayOf = [&zone](Timestamp t) { return toQDateTime(t).toTimeZone(zone).date(); };
    for (const CalendarRule &rule : product.calendar) {
        if (rule.kind != RuleKind::Freeze)
            continue;
        const Result<std::vector<Occurrence>> spans = occurrences(product, rule, from, to);
        if (!spans)
            return std::unexpected(spans.error());
        for (const Occurrence &o : *spans)
            result.push_back({rule.title, o.from, o.to, dayOf(o.from), dayOf(o.to - Duration{1}), rule.environments});
    }
    std::ranges::stable_sort(result, {}, &FreezeSpan::from);
    return result;
}

} // namespace humdrum
