// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/weeksmodel.h"

#include <QStyledItemDelegate>

namespace humdrum {

/// Where moments are between Monday and Friday of a column, 0..1; the weekend has no room of its own.
[[nodiscard]] double placeInWeek(const WeekColumn &week, Timestamp t);

/// A cell: hatched where it is frozen, a line where now is, a block for each train. What a block says falls away in steps
/// where it has little room: the year, the words, the version.
class WeeksDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {24, 56}; }
    /// Where the blocks of a cell are.
    [[nodiscard]] static std::vector<QRect> blocks(const QRect &cell, const WeeksModel &model,
                                                   const QModelIndex &index);
    /// The row in which the title of a freeze stands; -1 when it concerns nothing that is shown.
    [[nodiscard]] static int titleRow(const WeeksModel &model, const FreezeSpan &freeze);
};

} // namespace humdrum
