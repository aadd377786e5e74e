// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/environmentsoverview.h"

namespace humdrum {

/// Services by environments: the version and how far behind it is. Column 0 is the service. Lives in the thread of its
/// views. Two overviews of the same services and environments change only the cells that differ.
class EnvironmentMatrixModel final : public QAbstractTableModel {
public:
    enum Role {
        StandingRole = FirstFreeRole, ///< int(Standing): how a cell stands, for its surface
        EnvironmentRole,              ///< QString, key
    };
    enum class Standing { Unknown, Current, Behind, FarBehind, Fork };

    using QAbstractTableModel::QAbstractTableModel;
    void setOverview(const EnvironmentsOverview &overview);
    /// Null for the column of services.
    [[nodiscard]] const EnvironmentCell *cell(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    [[nodiscard]] static Standing standing(const EnvironmentCell &cell);
    /// "current", "2 behind", "fork, 2 commits off 1.9.2".
    [[nodiscard]] static QString lag(const EnvironmentCell &cell);
    /// The whole truth of a cell in a few lines, for tooltips and screen readers.
    [[nodiscard]] QString facts(const EnvironmentCell &cell) const;

private:
    struct Head {
        QString key, name;
        friend bool operator==(const Head &, const Head &) = default;
    };
    std::vector<Head> m_services, m_environments;
    std::vector<EnvironmentCell> m_cells;
    Timestamp m_now{};
};

/// Pools with one meter for each resource that any pool has, and the forecast.
class PoolsModel final : public RowsModel<PoolRow, &PoolRow::key> {
public:
    using RowsModel::RowsModel;
    void setOverview(const EnvironmentsOverview &overview);

protected:
    [[nodiscard]] int columns() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const PoolRow &row, int column, int role) const override;

private:
    [[nodiscard]] QVariant figureCell(const PoolFigure &figure, int role) const;
    [[nodiscard]] QVariant forecastCell(const PoolRow &row, int role) const;
    QStringList m_resources;
};

/// Environments with their last smoke test and what last went wrong.
class HealthModel final : public RowsModel<HealthRow, &HealthRow::environment> {
public:
    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return 4; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const HealthRow &row, int column, int role) const override;
};

} // namespace humdrum
