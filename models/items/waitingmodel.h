// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/waitingforme.h"

namespace humdrum {

/// What waits for one person: what to do as a chip, what it is about with the reason below it, since when.
class WaitingModel final : public RowsModel<WaitingItem, &WaitingItem::key> {
public:
    enum Column { KindColumn, WhatColumn, WhenColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const WaitingItem &item, int column, int role) const override;
};

} // namespace humdrum
