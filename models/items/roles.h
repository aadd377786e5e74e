// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <Qt>

namespace humdrum {

/// The semantic roles of every item model, read by DataTable and its delegate. A model says what a cell is, never how it
/// looks.
enum ItemRole {
    MarkRole = Qt::UserRole + 1, ///< int(Mark): the cell is a status chip; DisplayRole is its word
    MonospaceRole,               ///< bool: a version, commit or log line
    MutedRole,                   ///< bool: secondary text
    StrongRole,                  ///< bool: weight 600
    DetailRole,                  ///< QString: a second, smaller line below DisplayRole
    TimestampRole, ///< qint64: milliseconds since the epoch, UTC; shown relative (after a chip, if the cell is
                   ///< one), absolute in the tooltip. Where there is other text only in the tooltip
    FractionRole,  ///< double 0..1: the cell is a meter; MarkRole tells how bad it is
    SubjectRole,   ///< QString: what the row is about, "release:17", see ui/shell/destination.h
    SortRole,      ///< QVariant to sort by where DisplayRole sorts wrongly
    BriefRole,     ///< QString: what is said instead of DisplayRole where that has no room
    TagRole,       ///< QString: a small chip after the text, "shared by 2"
    TagMarkRole,   ///< int(Mark) of that chip, or of the line of DetailRole; neutral without
    FirstFreeRole = Qt::UserRole + 32, ///< models number their own roles from here
};

} // namespace humdrum
