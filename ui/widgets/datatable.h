// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "ui/widgets/datadelegate.h"

#include <QTableView>

namespace humdrum {

class Label;

/// A table as everywhere in the program: whole rows chosen, thin lines between them, small muted header, no vertical
/// header, keyboard first (Return opens, Ctrl+C copies). Sorting is the model's business.
class DataTable : public QTableView {
    Q_OBJECT
public:
    /// `name` is its accessible name: "Steps of the promotion".
    explicit DataTable(const QString &name, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    [[nodiscard]] DataDelegate *delegate() const { return m_delegate; }
    /// The column that takes the room that is left; the last unless told.
    void setStretchColumn(int column);
    /// Room that is left goes to all columns alike, instead of to one.
    void setSpreads(bool spreads);
    /// The model's vertical header is shown as a first column that stays while the others scroll, below `title`.
    void setRowTitle(const QString &title);
    /// Shows all rows without scrolling, for short tables in cards. The height follows the model; beyond `most` rows (0:
    /// never) it scrolls.
    void setFitsContents(bool fits, int most = 0);
    /// For a column whose cells grow while one looks, such as a meter that has not begun.
    void setLeastWidth(int column, int pixels);
    /// Columns that are left out, in this order, while the table is too narrow for all. They are exported all the same.
    void setYieldingColumns(const QList<int> &columns);
    /// Fits the columns to what is in the first 50 rows; done by itself after a reset until the user has moved one.
    void fitColumns();
    /// Selects the row whose SubjectRole is `subject`; false when there is none.
    bool selectSubject(const QString &subject);
    [[nodiscard]] QString currentSubject() const;
    /// RFC 4180, UTF-8, header first, the rows as shown.
    [[nodiscard]] QString toCsv(bool selectedOnly = false) const;
    /// Asks for a file and writes toCsv() to it in the background.
    void exportCsv();
    /// Writes toCsv() to the file in the background; exportFailed() tells when that was not possible.
    void writeCsv(const QString &file);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Return or a double click on a row.
    void opened(const QModelIndex &index);
    /// A click or Space: somebody wants to know more of this cell.
    void asked(const QModelIndex &index);
    void currentSubjectChanged(const QString &subject);
    void exported(const QString &file);
    void exportFailed(const humdrum::Error &error);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void updateGeometries() override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void restyle();
    void adjustStretch();
    void yieldColumns();
    void widen(const QModelIndex &first, const QModelIndex &last);
    [[nodiscard]] QSize sizeForRows(int rows) const;
    [[nodiscard]] int stretchColumn() const;
    [[nodiscard]] QList<int> fittedWidths() const;
    [[nodiscard]] QList<int> shrunk(QList<int> widths, int missing) const;

    DataDelegate *m_delegate;
    Label *m_rowTitle = nullptr;
    QList<int> m_natural; ///< widths that the contents ask for
    int m_stretch = -1;
    int m_mostRows = 0;
    QList<int> m_yielding;
    QHash<int, int> m_least; ///< column -> pixels
    bool m_spreads = false;
    bool m_fits = false;
    bool m_userSized = false;
    bool m_adjusting = false;
};

} // namespace humdrum
