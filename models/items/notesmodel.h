// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "notes/coverage.h"
#include "operations/overview/notesoverview.h"

namespace humdrum {

/// A change and whether the text tells of it.
struct NoteChangeRow {
    ChangeId id;
    QString service; ///< as clients know it
    QString what;    ///< "feat!: rate limits per client"
    QString reference;
    QString author;
    int added = 0, removed = 0;
    CoverageState state = CoverageState::Missing;
    qsizetype position = -1; ///< of what tells of it, in UTF-16 units of the text; -1 when nothing does
    qsizetype length = 0;
    friend bool operator==(const NoteChangeRow &, const NoteChangeRow &) = default;
};

/// The changes of a release in the order in which drafts tell them, each with its coverage.
class NoteChangesModel final : public RowsModel<NoteChangeRow, &NoteChangeRow::id> {
public:
    enum Role {
        StateRole = FirstFreeRole, ///< int(CoverageState)
        ServiceRole,               ///< QString
        WhatRole,                  ///< QString: type and summary
    };

    using RowsModel::RowsModel;
    /// `coverage` is of exactly these changes.
    void setChanges(const NotesOverview &overview, const Coverage &coverage);

    /// The word of a state: "documented", "missing", "internal".
    [[nodiscard]] static QString wordOf(CoverageState state);

protected:
    [[nodiscard]] int columns() const override { return 1; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const NoteChangeRow &row, int column, int role) const override;
};

[[nodiscard]] Mark markOf(CoverageState state);

} // namespace humdrum
