// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/promotionsoverview.h"

namespace humdrum {

/// Promotions in a list: the queue, what needs attention, the history. Each view hides the columns that say nothing there.
class PromotionsModel final : public RowsModel<PromotionRow, &PromotionRow::id> {
public:
    enum Column {
        EnvironmentColumn,
        WhatColumn,
        ReleaseColumn,
        StateColumn,
        ProgressColumn,
        WhoColumn,
        WhenColumn,
        TookColumn,
        MessageColumn,
        ColumnCount
    };

    using RowsModel::RowsModel;

    /// "billing 4.17.9 → 4.18.2"; a rollback is "↩ billing 4.18.2 → 4.17.9".
    [[nodiscard]] static QString whatOf(const PromotionRow &row);

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const PromotionRow &row, int column, int role) const override;

private:
    [[nodiscard]] static QVariant text(const PromotionRow &row, int column);
};

/// What is held until somebody lifts it.
class HoldsModel final : public RowsModel<HoldRow, &HoldRow::id> {
public:
    enum Column { ServiceColumn, EnvironmentColumn, SinceColumn, ByColumn, ReasonColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const HoldRow &hold, int column, int role) const override;
};

/// The gates of one promotion as they were judged; an override says who and why on a second line.
class GatesModel final : public RowsModel<JudgedGate, &JudgedGate::place> {
public:
    enum Column { GateColumn, ResultColumn, FactsColumn, WhenColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const JudgedGate &gate, int column, int role) const override;
};

/// What the environment ran because of one promotion.
class MadeDeploymentsModel final : public RowsModel<MadeDeployment, &MadeDeployment::id> {
public:
    enum Column { VersionColumn, OutcomeColumn, FromColumn, ForColumn, MessageColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const MadeDeployment &deployment, int column, int role) const override;
};

} // namespace humdrum
