// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/lateness.h"

#include "planning/text.h"

#include <algorithm>

namespace humdrum {

std::vector<LateChange> lateFeatures(const Product &product, const Train &train, std::span<const Change> changes)
{
    std::vector<LateChange> late;
    if (train.cutoff == noTime)
        return late;
    for (const Change &c : changes) {
        if (c.type != u"feat" || c.committedAt <= train.cutoff)
            continue;
        const Person *person = c.authorEmail.isEmpty() ? nullptr : product.personByEmail(c.authorEmail);
        late.push_back({c,
                        person                       ? person->name
                            : c.authorName.isEmpty() ? c.authorEmail
                                                     : c.authorName,
                        c.committedAt - train.cutoff});
    }
    std::ranges::stable_sort(late, std::ranges::greater{}, &LateChange::late);
    return late;
}

QString lengthText(Duration length)
{
    const qint64 seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    const qint64 days = seconds / 86400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
    if (days > 0)
        return hours > 0 ? PlanningText::tr("%1 d %2 h").arg(days).arg(hours) : PlanningText::tr("%1 d").arg(days);
    if (hours > 0)
        return minutes > 0 ? PlanningText::tr("%1 h %2 min").arg(hours).arg(minutes)
                           : PlanningText::tr("%1 h").arg(hours);
    return minutes > 0 ? PlanningText::tr("%1 min").arg(minutes) : PlanningText::tr("%1 s").arg(seconds);
}

} // namespace humdrum
