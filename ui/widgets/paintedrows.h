// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>
#include <QString>

class QWidget;

namespace humdrum {

/// A widget that paints things of which each has a name, a place and something that Return does. Screen readers get them as
/// the items of a list. A widget derives from it beside QWidget and calls installPaintedRows() in its constructor.
class PaintedRows {
public:
    virtual ~PaintedRows() = default;

    [[nodiscard]] virtual int rowCount() const = 0;
    /// The whole of what is painted there, as a sentence.
    [[nodiscard]] virtual QString rowName(int row) const = 0;
    [[nodiscard]] virtual QRect rowRect(int row) const = 0; ///< on surface()
    [[nodiscard]] virtual const QWidget *surface() const = 0;
    [[nodiscard]] virtual int currentRow() const = 0; ///< -1: none
    virtual void setCurrentRow(int row) = 0;
    /// What Return and a double click do.
    virtual void pressRow(int row) = 0;
};

/// Makes accessible interfaces for every PaintedRows; any number of calls.
void installPaintedRows();

} // namespace humdrum
