// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/flowlayout.h"

#include <QStyle>
#include <QWidget>

namespace humdrum {

FlowLayout::FlowLayout(QWidget *parent, int spacing) : QLayout(parent)
{
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem *item : m_items)
        delete item;
}

void FlowLayout::addItem(QLayoutItem *item) { m_items.push_back(item); }

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<size_t>(index)] : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    QLayoutItem *item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::sizeHint() const
{
    int width = 0, height = 0;
    for (const QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        width += item->sizeHint().width() + (width > 0 ? spacing() : 0);
        height = std::max(height, item->sizeHint().height());
    }
    const QMargins m = contentsMargins();
    return {width + m.left() + m.right(), height + m.top() + m.bottom()};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    const QMargins m = contentsMargins();
    return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

void FlowLayout::clear()
{
    clearLayout(this);
    invalidate();
}

int FlowLayout::arrange(const QRect &rect, bool apply) const
{
    const QMargins m = contentsMargins();
    const QRect room = rect.marginsRemoved(m);
    const QWidget *owner = parentWidget();
    const Qt::LayoutDirection direction = owner ? owner->layoutDirection() : Qt::LeftToRight;
    int y = room.y();
    size_t i = 0;
    while (i < m_items.size()) {
        std::vector<QLayoutItem *> row;
        int used = 0, height = 0;
        for (; i < m_items.size(); ++i) {
            QLayoutItem *item = m_items[i];
            if (item->isEmpty())
                continue;
            const QSize hint = item->sizeHint();
            const int wanted = used + (row.empty() ? 0 : spacing()) + hint.width();
            if (!row.empty() && wanted > room.width())
                break;
            used = wanted;
            height = std::max(height, hint.height());
            row.push_back(item);
        }
        if (row.empty())
            break;
        const int extra = m_justified ? std::max(0, room.width() - used) / static_cast<int>(row.size()) : 0;
        int x = room.x();
        for (QLayoutItem *item : row) {
            const int width = std::min(item->sizeHint().width() + extra, room.width());
            const int itemHeight = m_justified ? height : item->sizeHint().height();
            const QRect place(x, y + (height - itemHeight) / 2, width, itemHeight);
            if (apply)
                item->setGeometry(QStyle::visualRect(direction, room, place));
            x += width + spacing();
        }
        y += height + spacing();
    }
    return std::max(0, y - spacing() - room.y()) + m.top() + m.bottom();
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace humdrum
