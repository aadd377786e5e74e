// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/releasesoverview.h"

namespace humdrum {

/// The list of releases, newest first.
class ReleasesModel final : public RowsModel<ReleaseRow, &ReleaseRow::id> {
public:
    enum Column {
        VersionColumn,
        KindColumn,
        StateColumn,
        LeavesColumn,
        ChangesColumn,
        NotesColumn,
        RunsColumn,
        CreatedColumn,
        CreatorColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const ReleaseRow &row, int column, int role) const override;

private:
    [[nodiscard]] static QVariant text(const ReleaseRow &row, int column);
};

/// A manifest: what each service brings against the release before, or against another one.
class ReleaseLinesModel final : public RowsModel<ReleaseLine, &ReleaseLine::service> {
public:
    enum Column { ServiceColumn, PreviousColumn, VersionColumn, CommitColumn, ChangesColumn, ColumnCount };

    using RowsModel::RowsModel;
    /// What stands above the versions: "2026.47", "2026.48".
    void setHeads(const QString &previous, const QString &version);

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const ReleaseLine &line, int column, int role) const override;

private:
    QString m_previous, m_version;
};

} // namespace humdrum
