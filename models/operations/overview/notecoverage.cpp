// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/notecoverage.h"

#include <algorithm>
#include <array>

namespace humdrum {

bool needsNoteEntry(const Change &change)
{
    if (change.parents.size() > 1)
        return false;
    static constexpr std::array quiet{QLatin1StringView("chore"), QLatin1StringView("ci"), QLatin1StringView("build"),
        QLatin1StringView("test"), QLatin1StringView("style"), QLatin1StringView("refactor"), QLatin1StringView("docs")};
    return change.breaking || std::ranges::none_of(quiet, [&](QLatin1StringView type) { return change.type == type; });
}

bool hasNoteEntry(const Change &change, const QString &notes)
{
    constexpr qsizetype shortHash = 7;
    if (change.commit.size() >= shortHash && notes.contains(QStringView(change.commit).first(shortHash)))
        return true;
    if (!change.summary.isEmpty() && notes.contains(change.summary, Qt::CaseInsensitive))
        return true;
    return std::ranges::any_of(change.references, [&](const QString &reference) {
        // "#12" must not be found in "#123".
        for (qsizetype at = notes.indexOf(reference); at >= 0; at = notes.indexOf(reference, at + 1)) {
            const qsizetype end = at + reference.size();
            if (end == notes.size() || !notes.at(end).isDigit())
                return true;
        }
        return false;
    });
}

} // namespace humdrum
