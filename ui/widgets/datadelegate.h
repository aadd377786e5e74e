// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

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
    /// Below what a cell says: its surface, and what shows that it is chosen.
    virtual void paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    /// The colour that paintBackground() leaves there.
    [[nodiscard]] virtual QColor surfaceOf(const QStyleOptionViewItem &option) const;

private:
    void paintMeter(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room) const;
    void paintChip(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room) const;
    void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room) const;
    QByteArray m_zone = "UTC";
};

/// What a cell says in one text: DisplayRole, or how long ago TimestampRole is.
[[nodiscard]] QString textOf(const QModelIndex &index);

/// Left and right of what stands in a cell, in pixels.
inline constexpr int cellPadding = 10;

} // namespace humdrum
