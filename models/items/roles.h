// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QVariant>

namespace humdrum {

/// What a cell means, so that one delegate can paint every table. Beside them DisplayRole is always the text, ToolTipRole
/// the absolute time or the whole text, and AccessibleTextRole the sentence a screen reader says where DisplayRole alone
/// would not be enough.
enum ItemRole : int {
    IdRole = Qt::UserRole + 1, ///< qint64: the row id of what the row shows; the same for every column
    KeyRole,                   ///< QString: its key in humdrum.yaml, where it has one
    MarkRole,                  ///< int(Mark): paint the text as a state, with its mark
    SortRole,                  ///< what to sort by, never translated
    FixedPitchRole,            ///< bool: versions, commits, logs
    NumericRole,               ///< bool: right-aligned with tabular figures
    DetailRole,                ///< QString: the quiet second text
    StrongRole,                ///< bool: weight 600
    FirstPageRole = Qt::UserRole + 64, ///< roles of one model begin here
};

[[nodiscard]] inline QVariant toVariant(Mark mark) { return static_cast<int>(mark); }

/// The mark in a MarkRole value, or nothing.
[[nodiscard]] inline std::optional<Mark> markFrom(const QVariant &value)
{
    bool ok = false;
    const int n = value.toInt(&ok);
    if (!ok || n < 0 || n > static_cast<int>(Mark::Failed))
        return std::nullopt;
    return static_cast<Mark>(n);
}

} // namespace humdrum
