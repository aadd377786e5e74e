// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/environmentsoverview.h"

namespace humdrum {

/// Services by environments: the version and how far behind it is. Lives in the thread of its views. Two overviews of the
/// same services and environments change only the cells that differ.
class EnvironmentMatrixModel final : public QAbstractTableModel {
public:
    enum Role {
        StandingRole = FirstFreeRole, ///< int(Standing): how a cell stands, for its surface
        EnvironmentRole,              ///< QString, key
    };
    enum class Standing { Unknown, Current, Behind, FarBehind, Fork, Bad };

    using QAbstractTableModel::QAbstractTableModel;
    void setOverview(const EnvironmentsOverview &overview);
    /// Null for an invalid index.
    [[nodiscard]] const EnvironmentCell *cell(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    /// Where the cell is, or an invalid index.
    [[nodiscard]] QModelIndex indexOf(const ServiceKey &service, const EnvironmentKey &environment) const;

    [[nodiscard]] static Standing standing(const EnvironmentCell &cell);
    [[nodiscard]] static Mark markOf(Standing standing);
    /// "current", "2 behind", "fork, 2 commits off 1.9.2".
    [[nodiscard]] static QString lag(const EnvironmentCell &cell);
    /// How many of them are known from imported records alone; empty when none is.
    [[nodiscard]] static QString recordedRemark(const std::vector<EnvironmentCell> &cells);
    /// The whole truth of a cell, a fact a line, for tooltips, the panel and screen readers.
    [[nodiscard]] static QStringList facts(const EnvironmentCell &cell, Timestamp now);

private:
    struct Head {
        QString key, name;
        friend bool operator==(const Head &, const Head &) = default;
    };
    std::vector<Head> m_services, m_environments;
    std::vector<EnvironmentCell> m_cells;
    QStringList m_runs; ///< what each environment runs as a whole
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
    QByteArray m_zone;
    Timestamp m_now{};
};

/// Environments with their last smoke run, what they are checked for, and what last went wrong.
class HealthModel final : public RowsModel<HealthRow, &HealthRow::environment> {
public:
    enum Column { EnvironmentColumn, SmokeColumn, ChecksColumn, IncidentColumn, ColumnCount };

    using RowsModel::RowsModel;
    void setOverview(const EnvironmentsOverview &overview);

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const HealthRow &row, int column, int role) const override;

private:
    [[nodiscard]] QVariant smokeCell(const HealthRow &row, int role) const;
    [[nodiscard]] QVariant incidentCell(const HealthRow &row, int role) const;
    QByteArray m_zone;
};

} // namespace humdrum
