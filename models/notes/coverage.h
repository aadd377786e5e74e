// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/entries.h"

#include <QString>

#include <span>
#include <vector>

namespace humdrum {

/// Whether a text tells of a change. Internal ones need not be told.
enum class CoverageState { Documented, Missing, Internal };

struct CoverageMark {
    CoverageState state = CoverageState::Missing;
    qsizetype position = -1; ///< of what tells of it, in UTF-16 units of the text; -1 when nothing does
    qsizetype length = 0;
};

struct Coverage {
    std::vector<CoverageMark> marks; ///< one for each change, in their order
    int documented = 0;
    int missing = 0;
    int internal = 0;
};

/// A text tells of a change by one of its references, by seven or more digits of its commit, or by its summary (from
/// eight characters; letter case, spaces and markup do not count). What stands on a line that names other services in bold, and not
/// this one, does not count, because references are unique only within a service; nor do HTML comments, which no client sees. Any thread.
[[nodiscard]] Coverage coverageOf(const QString &text, std::span<const NotedChange> changes);

} // namespace humdrum
