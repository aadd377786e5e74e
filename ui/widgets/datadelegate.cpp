// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/datadelegate.h"

#include "items/roles.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace humdrum {

namespace {

constexpr int longestMeter = 128, usualMeter = 88;

std::optional<Mark> markOfIndex(const QModelIndex &index, int role = MarkRole)
{
    const QVariant value = index.data(role);
    if (!value.isValid())
        return std::nullopt;
    const int number = value.toInt();
    if (number < 0 || number > static_cast<int>(Mark::Failed))
        return std::nullopt;
    return static_cast<Mark>(number);
}

/// What stands after a chip: how long ago that was.
QString agoOf(const QModelIndex &index)
{
    const QVariant when = index.data(TimestampRole);
    if (!when.isValid() || when.toLongLong() == 0 || index.data(Qt::DisplayRole).toString().isEmpty())
        return {};
    return times::relative(Timestamp{std::chrono::milliseconds{when.toLongLong()}}, SystemClock().now(), {});
}

} // namespace

QString textOf(const QModelIndex &index)
{
    const QVariant when = index.data(TimestampRole);
    if (when.isValid() && index.data(Qt::DisplayRole).toString().isEmpty()) {
        const Timestamp t{std::chrono::milliseconds{when.toLongLong()}};
        return t == noTime ? QString() : times::relative(t, SystemClock().now(), {});
    }
    return index.data(Qt::DisplayRole).toString();
}

void DataDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->text = textOf(index);
    if (index.data(MonospaceRole).toBool())
        option->font = fonts::monospaced();
    else if (index.data(StrongRole).toBool())
        option->font = fonts::strong();
    else
        option->font = fonts::body();
    option->font = fonts::tabular(option->font);
    option->fontMetrics = QFontMetrics(option->font);
}

QColor DataDelegate::surfaceOf(const QStyleOptionViewItem &option) const
{
    if (option.state & QStyle::State_Selected)
        return colours::accentTint(option.palette);
    if (option.state & QStyle::State_MouseOver)
        return colours::hover(option.palette);
    return option.backgroundBrush.style() != Qt::NoBrush ? option.backgroundBrush.color()
                                                         : colours::card(option.palette);
}

void DataDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    painter->fillRect(option.rect, surfaceOf(option));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      colours::border(option.palette));
    // Where the keyboard is: a bar before the chosen row.
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && index.column() == 0 && view->currentIndex().row() == index.row()) {
        const QRect bar(option.rect.left(), option.rect.top(), 3, option.rect.height());
        painter->fillRect(QStyle::visualRect(option.direction, option.rect, bar), colours::accent(option.palette));
    }
}

void DataDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    painter->save();
    paintBackground(painter, option, index);
    const QRect room = option.rect.adjusted(cellPadding, 0, -cellPadding, -1);
    if (index.data(FractionRole).isValid())
        paintMeter(painter, option, index, room);
    else if (markOfIndex(index) && !option.text.isEmpty())
        paintChip(painter, option, index, room);
    else
        paintText(painter, option, index, room);
    painter->restore();
}

void DataDelegate::paintMeter(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                              QRect room) const
{
    const QPalette &palette = option.palette;
    const std::optional<Mark> mark = markOfIndex(index);
    const int words = option.fontMetrics.horizontalAdvance(option.text) + gridUnit;
    const auto place = [&](const QRectF &r) {
        return option.direction == Qt::RightToLeft
            ? QRectF(2 * room.left() + room.width() - r.right(), r.y(), r.width(), r.height())
            : r;
    };
    const QRectF bar(room.x(), room.center().y() - 2.5, std::clamp(room.width() - words, 32, longestMeter), 6);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours::blend(surfaceOf(option), colours::text(palette), 0.15));
    painter->drawRoundedRect(place(bar), 3, 3);
    QRectF filled = bar;
    filled.setWidth(std::max(6.0, bar.width() * std::clamp(index.data(FractionRole).toDouble(), 0.0, 1.0)));
    painter->setBrush(mark ? colours::mark(*mark, palette) : colours::accent(palette));
    painter->drawRoundedRect(place(filled), 3, 3);
    painter->setPen(colours::text(palette));
    painter->setFont(option.font);
    painter->drawText(place(QRectF(bar.right() + gridUnit, room.y(), words, room.height())), Qt::AlignVCenter,
                      option.text);
}

void DataDelegate::paintChip(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                             QRect room) const
{
    const QSize size = chip::size(option.text, true, fonts::smallStrong());
    const QRect box(room.x(), room.y(), std::min(size.width(), room.width()), room.height());
    chip::paint(*painter, QStyle::visualRect(option.direction, room, box), markOfIndex(index), option.text,
                fonts::smallStrong(), option.palette);
    const QRect after = room.adjusted(box.width() + gridUnit, 0, 0, 0);
    const QString when = agoOf(index);
    if (when.isEmpty() || after.width() < 24)
        return;
    painter->setFont(option.font);
    painter->setPen(colours::readable(colours::muted(option.palette), surfaceOf(option)));
    painter->drawText(QStyle::visualRect(option.direction, room, after),
                      static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(when, Qt::ElideRight, after.width()));
}

void DataDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                             QRect room) const
{
    const QPalette &palette = option.palette;
    const QColor surface = surfaceOf(option);
    const QColor quiet = colours::readable(colours::muted(palette), surface);
    const auto place = [&](const QRect &r) { return QStyle::visualRect(option.direction, room, r); };
    const auto alignment = [&](Qt::Alignment a) {
        return static_cast<int>(QStyle::visualAlignment(option.direction, a)) | Qt::AlignVCenter | Qt::TextSingleLine;
    };
    QRect line = room;
    if (!option.icon.isNull()) {
        const QRect icon(line.x(), line.center().y() - icons::size / 2, icons::size, icons::size);
        option.icon.paint(painter, place(icon));
        line.setLeft(line.left() + icons::size + 6);
    }
    if (const QString detail = index.data(DetailRole).toString(); !detail.isEmpty()) {
        const QFontMetrics small(fonts::small());
        const int both = option.fontMetrics.height() + small.height();
        const QRect second(line.x(), room.y() + (room.height() - both) / 2 + option.fontMetrics.height(), line.width(),
                           small.height());
        line = QRect(line.x(), room.y() + (room.height() - both) / 2, line.width(), option.fontMetrics.height());
        const std::optional<Mark> mark = markOfIndex(index, TagMarkRole);
        painter->setFont(fonts::small());
        painter->setPen(mark ? colours::markText(*mark, palette, surface) : quiet);
        painter->drawText(place(second), alignment(Qt::AlignLeft),
                          small.elidedText(detail, Qt::ElideRight, second.width()));
    }
    const QString tag = index.data(TagRole).toString();
    const int tagWidth = tag.isEmpty() ? 0 : chip::size(tag, true, fonts::smallStrong()).width() + gridUnit;
    const int width = line.width() - tagWidth;
    const QString brief =
        option.fontMetrics.horizontalAdvance(option.text) > width ? index.data(BriefRole).toString() : QString();
    // Its end is what it is about.
    const QString text = brief.isEmpty() ? option.fontMetrics.elidedText(option.text, Qt::ElideRight, width)
                                         : option.fontMetrics.elidedText(brief, Qt::ElideLeft, width);
    painter->setFont(option.font);
    painter->setPen(index.data(MutedRole).toBool() ? quiet : colours::text(palette));
    painter->drawText(place(line), alignment(option.displayAlignment & Qt::AlignHorizontal_Mask), text);
    if (!tag.isEmpty()) {
        const QRect after(line.x() + option.fontMetrics.horizontalAdvance(text) + gridUnit, line.y(),
                          tagWidth - gridUnit, line.height());
        chip::paint(*painter, place(after), markOfIndex(index, TagMarkRole), tag, fonts::smallStrong(), palette);
    }
}

QSize DataDelegate::sizeHint(const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    int width = option.fontMetrics.horizontalAdvance(option.text);
    int height = rowHeight(option.widget);
    if (markOfIndex(index)) {
        width = chip::size(option.text, true, fonts::smallStrong()).width();
        if (const QString when = agoOf(index); !when.isEmpty())
            width += gridUnit + option.fontMetrics.horizontalAdvance(when);
    }
    if (index.data(FractionRole).isValid())
        width = option.fontMetrics.horizontalAdvance(option.text) + gridUnit + usualMeter;
    if (const QString tag = index.data(TagRole).toString(); !tag.isEmpty())
        width += gridUnit + chip::size(tag, true, fonts::smallStrong()).width();
    const QString detail = index.data(DetailRole).toString();
    if (!detail.isEmpty()) {
        const QFontMetrics small(fonts::small());
        width = std::max(width, small.horizontalAdvance(detail));
        height = std::max(height, option.fontMetrics.height() + small.height() + 10);
    }
    if (!option.icon.isNull())
        width += icons::size + 6;
    return {width + 2 * cellPadding + 2, height};
}

bool DataDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() == QEvent::ToolTip) {
        QString text = index.data(Qt::ToolTipRole).toString();
        const QVariant when = index.data(TimestampRole);
        if (text.isEmpty() && when.isValid() && when.toLongLong() != 0)
            text = times::absolute(Timestamp{std::chrono::milliseconds{when.toLongLong()}}, m_zone);
        if (text.isEmpty() && sizeHint(option, index).width() > view->visualRect(index).width() + 2)
            text = textOf(index);
        if (!text.isEmpty()) {
            QToolTip::showText(event->globalPos(), asToolTip(text), view);
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

} // namespace humdrum
