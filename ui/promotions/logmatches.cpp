// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logmatches.h"

#include <QRegularExpression>

namespace humdrum {

std::vector<std::pair<qsizetype, qsizetype>> matchesIn(const QString &line, const LogQuery &query)
{
    std::vector<std::pair<qsizetype, qsizetype>> matches;
    if (query.text.isEmpty())
        return matches;
    if (query.regularExpression) {
        const QRegularExpression expression(query.text,
                                            query.caseSensitive ? QRegularExpression::NoPatternOption
                                                                : QRegularExpression::CaseInsensitiveOption);
        for (const QRegularExpressionMatch &match : expression.globalMatch(line)) {
            if (match.capturedLength() > 0)
                matches.emplace_back(match.capturedStart(), match.capturedLength());
        }
        return matches;
    }
    const Qt::CaseSensitivity letters = query.caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive;
    for (qsizetype at = line.indexOf(query.text, 0, letters); at >= 0;
         at = line.indexOf(query.text, at + query.text.size(), letters))
        matches.emplace_back(at, query.text.size());
    return matches;
}

} // namespace humdrum
