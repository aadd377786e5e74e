// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace humdrum {

/// Paints the roles of items/roles.h: chips, meters, monospaced versions, a second line, relative times.
class DataDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// Zone in which absolute times are shown in tooltips; UTC until told.
    void setTimeZone(const QByteArray &iana) { m_zone = iana; }
    [[nodiscard]] QByteArray timeZone() const { return m_zone; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option) const;
    QByteArray m_zone = "UTC";
};

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

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Return or a double click on a row.
    void opened(const QModelIndex &index);
    void currentSubjectChanged(const QString &subject);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void restyle();
    void adjustStretch();
    void yieldColumns();
    [[nodiscard]] QSize sizeForRows(int rows) const;

    DataDelegate *m_delegate;
    int m_stretch = -1;
    bool m_fits = false;
    int m_mostRows = 0;
    QList<int> m_yielding;
    QHash<int, int> m_least; ///< column -> pixels
    QList<int> m_natural;    ///< widths of the columns as their contents want them
    bool m_userSized = false;
    bool m_adjusting = false;
};

} // namespace humdrum
