// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/roles.h"
#include "operations/overview/weeksoverview.h"

#include <QAbstractTableModel>

namespace humdrum {

/// Environments by weeks. A cell holds the trains of that week, as a rule one; its roles speak of the first, stops() gives
/// all. A snapshot of the same weeks and environments changes only the cells that differ. Lives in the thread of its views.
class WeeksModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        TrainRole = FirstFreeRole, ///< qint64
        ReleaseRole,               ///< qint64, 0 for none
        FrozenRole,                ///< QString: titles of the freezes that touch the week here
        BrownPaperBagRole,         ///< bool
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setOverview(WeeksOverview overview);
    [[nodiscard]] const WeeksOverview &overview() const { return m_overview; }
    [[nodiscard]] const WeekColumn &week(int column) const
    {
        return m_overview.columns.at(static_cast<size_t>(column));
    }
    [[nodiscard]] const WeekLane &lane(int row) const { return m_overview.lanes.at(static_cast<size_t>(row)); }
    [[nodiscard]] const std::vector<WeekStop> &stops(const QModelIndex &index) const;
    /// The first cell that shows the train, or an invalid index.
    [[nodiscard]] QModelIndex indexOf(TrainId train) const;

    /// The line below the version: "✓ Tue" is a mark and the day, "62 %", "planned", "+ patch .1".
    [[nodiscard]] QString lineOf(const WeekStop &stop) const;
    /// The same in its place: a train that would leave into a freeze is "frozen".
    [[nodiscard]] QString wordsOf(const QModelIndex &index, const WeekStop &stop) const;
    /// A word short enough for a card that has no room for that; empty where its mark alone says it.
    [[nodiscard]] QString briefOf(const QModelIndex &index, const WeekStop &stop) const;
    [[nodiscard]] static bool concerns(const FreezeSpan &freeze, const EnvironmentKey &environment);
    /// The mark it is painted with: a brown paper bag is attention, whatever came after.
    [[nodiscard]] static Mark markOf(const WeekStop &stop);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString sentenceOf(const QModelIndex &index) const;
    [[nodiscard]] QString freezesAt(const QModelIndex &index) const;
    WeeksOverview m_overview;
};

} // namespace humdrum
