// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QString>

#include <vector>

namespace humdrum {

enum class LineKind { Same, Added, Removed, Gap };

/// A line of either text, or a gap of lines that are the same and not shown.
struct DifferenceLine {
    LineKind kind = LineKind::Same;
    int before = 0; ///< its number in the older text from 1, 0 when it is not there
    int after = 0;  ///< the same in the newer text
    QString text;   ///< without its line end; empty for a gap
    friend bool operator==(const DifferenceLine &, const DifferenceLine &) = default;
};

/// What has to be done to the older text to have the newer one.
struct TextDifference {
    std::vector<DifferenceLine> lines; ///< empty when the texts are equal
    int added = 0;
    int removed = 0;
};

/// Compares two texts line by line, with `context` lines around what differs. It is git's own comparison (histogram):
/// runs a process and waits for it, so never in the GUI thread. Errors: CommandNotStarted, FileFailed, GitFailed.
[[nodiscard]] Result<TextDifference> differenceOf(const QString &before, const QString &after, int context = 3);

} // namespace humdrum
