// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/roles.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <functional>
#include <vector>

namespace humdrum {

/// A table over plain values, one `Row` per row. `KeyOf` (a pointer to a member or a function) gives what identifies a row;
/// keys must be unique and hashable. Rows are replaced as a whole by setRows(), which tells the views only what differs:
/// selection and scroll position survive, and a row that stayed the same is not painted again.
///
/// A page derives from it and says what the columns are:
///
///     struct StepRow { StepId id; QString title; …; friend bool operator==(const StepRow &, const StepRow &) = default; };
///     class StepsModel final : public RowsModel<StepRow, &StepRow::id> {
///         int columns() const override { return 2; }
///         QString title(int column) const override;
///         QVariant cell(const StepRow &row, int column, int role) const override;
///     };
///
/// Lives in the thread of its views.
template <class Row, auto KeyOf>
class RowsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    using RowKey = std::decay_t<std::invoke_result_t<decltype(KeyOf), const Row &>>;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : columns();
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        return cell(m_rows[static_cast<size_t>(index.row())], index.column(), role);
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columns())
            return {};
        return role == Qt::DisplayRole ? QVariant(title(section)) : header(section, role);
    }

    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    /// Precondition: 0 <= row < rowCount().
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(static_cast<size_t>(row)); }
    /// -1 when there is none.
    [[nodiscard]] int rowOf(const RowKey &key) const
    {
        for (size_t i = 0; i < m_rows.size(); ++i) {
            if (std::invoke(KeyOf, m_rows[i]) == key)
                return static_cast<int>(i);
        }
        return -1;
    }

    /// Makes `rows` what is shown. Beyond `MaxMoves` moved rows (a new sort order, say) it is a reset, which is quicker.
    void setRows(std::vector<Row> rows)
    {
        if (!keysUnique(rows) || movesNeeded(rows) > MaxMoves) {
            beginResetModel();
            m_rows = std::move(rows);
            endResetModel();
            return;
        }
        removeMissing(rows);
        placeAndUpdate(std::move(rows));
    }

    static constexpr int MaxMoves = 64;

protected:
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual QString title(int column) const = 0;
    /// Never called with an invalid column. An invalid QVariant for what it does not know.
    [[nodiscard]] virtual QVariant cell(const Row &row, int column, int role) const = 0;
    /// Other roles of a column's header.
    [[nodiscard]] virtual QVariant header([[maybe_unused]] int column, [[maybe_unused]] int role) const { return {}; }

private:
    static bool keysUnique(const std::vector<Row> &rows)
    {
        QSet<RowKey> seen;
        seen.reserve(static_cast<qsizetype>(rows.size()));
        for (const Row &row : rows)
            seen.insert(std::invoke(KeyOf, row));
        return seen.size() == static_cast<qsizetype>(rows.size());
    }

    /// How many of the rows that stay come after one that is now behind them.
    int movesNeeded(const std::vector<Row> &rows) const
    {
        QHash<RowKey, qsizetype> place;
        for (size_t i = 0; i < rows.size(); ++i)
            place.insert(std::invoke(KeyOf, rows[i]), static_cast<qsizetype>(i));
        qsizetype highest = -1;
        int moves = 0;
        for (const Row &row : m_rows) {
            const qsizetype at = place.value(std::invoke(KeyOf, row), -1);
            if (at < 0)
                continue;
            if (at < highest)
                ++moves;
            highest = std::max(highest, at);
        }
        return moves;
    }

    void removeMissing(const std::vector<Row> &rows)
    {
        QSet<RowKey> wanted;
        for (const Row &row : rows)
            wanted.insert(std::invoke(KeyOf, row));
        const auto gone = [&](qsizetype i) {
            return !wanted.contains(std::invoke(KeyOf, m_rows[static_cast<size_t>(i)]));
        };
        for (qsizetype last = static_cast<qsizetype>(m_rows.size()) - 1; last >= 0; --last) {
            if (!gone(last))
                continue;
            qsizetype first = last;
            while (first > 0 && gone(first - 1))
                --first;
            beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last));
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    void placeAndUpdate(std::vector<Row> rows)
    {
        QSet<RowKey> present;
        for (const Row &row : m_rows)
            present.insert(std::invoke(KeyOf, row));
        std::vector<int> changed;
        const qsizetype count = static_cast<qsizetype>(rows.size());
        for (qsizetype i = 0; i < count; ++i) {
            if (!present.contains(std::invoke(KeyOf, rows[static_cast<size_t>(i)]))) {
                i = insertRun(rows, i, present);
                continue;
            }
            bringTo(i, std::invoke(KeyOf, rows[static_cast<size_t>(i)]));
            Row &mine = m_rows[static_cast<size_t>(i)];
            Row &theirs = rows[static_cast<size_t>(i)];
            if (!same(mine, theirs)) {
                mine = std::move(theirs);
                changed.push_back(static_cast<int>(i));
            }
        }
        tellChanged(changed);
    }

    /// Inserts the new rows that follow each other from `first`; returns the place of the last one.
    qsizetype insertRun(std::vector<Row> &rows, qsizetype first, const QSet<RowKey> &present)
    {
        qsizetype last = first;
        while (last + 1 < static_cast<qsizetype>(rows.size()) &&
               !present.contains(std::invoke(KeyOf, rows[static_cast<size_t>(last + 1)])))
            ++last;
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(last));
        m_rows.insert(m_rows.begin() + first, std::make_move_iterator(rows.begin() + first),
                      std::make_move_iterator(rows.begin() + last + 1));
        endInsertRows();
        return last;
    }

    void bringTo(qsizetype place, const RowKey &key)
    {
        qsizetype from = place;
        while (!(std::invoke(KeyOf, m_rows[static_cast<size_t>(from)]) == key))
            ++from;
        if (from == place)
            return;
        beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(place));
        std::rotate(m_rows.begin() + place, m_rows.begin() + from, m_rows.begin() + from + 1);
        endMoveRows();
    }

    static bool same([[maybe_unused]] const Row &a, [[maybe_unused]] const Row &b)
    {
        if constexpr (std::equality_comparable<Row>)
            return a == b;
        else
            return false;
    }

    void tellChanged(const std::vector<int> &changed)
    {
        for (size_t i = 0; i < changed.size(); ++i) {
            const int first = changed[i];
            while (i + 1 < changed.size() && changed[i + 1] == changed[i] + 1)
                ++i;
            Q_EMIT dataChanged(index(first, 0), index(changed[i], columns() - 1));
        }
    }

    std::vector<Row> m_rows;
};

} // namespace humdrum
