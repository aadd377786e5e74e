// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "promotion/secretuse.h"

namespace humdrum {

/// The secrets that are kept on this machine or that commands are to get, never their values. Lives in the thread of its views.
class SecretsModel final : public RowsModel<ListedSecret, &ListedSecret::name> {
public:
    enum Column { NameColumn, StateColumn, UsedByColumn, ColumnCount };
    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const ListedSecret &row, int column, int role) const override;
};

} // namespace humdrum
