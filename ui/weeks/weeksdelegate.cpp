// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/weeksdelegate.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace humdrum {

namespace {

constexpr int blockWidth = 76, tallestBlock = 72;
constexpr int narrowBlock = 26; ///< below it only the mark is drawn

QBrush hatch(const QPalette &palette)
{
    const QColor base = colours::blend(colours::card(palette), colours::muted(palette), 0.06);
    const QColor stripe = colours::blend(colours::card(palette), colours::muted(palette), 0.18);
    QLinearGradient gradient(0, 0, 6, 6);
    gradient.setSpread(QGradient::RepeatSpread);
    gradient.setColorAt(0, stripe);
    gradient.setColorAt(0.499, stripe);
    gradient.setColorAt(0.5, base);
    gradient.setColorAt(1, base);
    return gradient;
}

bool touches(const FreezeSpan &freeze, const WeekColumn &week)
{
    return freeze.to > week.from && freeze.from < week.to;
}

/// The mark and the words below the version, as far as they fit; the mark alone where the words do not.
void paintState(QPainter *painter, const QRectF &room, Mark mark, bool marked, const QString &words,
                const QColor &colour)
{
    const QFontMetricsF metrics(fonts::small());
    QRectF line = room;
    if (marked)
        line.setLeft(line.left() + metrics.height());
    const int flags = Qt::AlignLeading | Qt::AlignTop | Qt::TextWordWrap;
    const QRectF needed = metrics.boundingRect(line, flags, words);
    const bool fits = needed.width() <= line.width() + 1 && needed.height() <= line.height() + 1;
    if (marked || !fits)
        marks::paint(*painter, QRectF(room.left(), room.top(), metrics.height() * 0.8, metrics.height()), mark, colour);
    if (!fits)
        return;
    painter->setFont(fonts::small());
    painter->setPen(colour);
    painter->drawText(line, flags, words);
}

void paintBlock(QPainter *painter, const QRectF &block, const WeeksModel &model, const QModelIndex &index,
                const WeekStop &stop, const QPalette &palette, bool current)
{
    const Mark mark = WeeksModel::markOf(stop);
    QPainterPath shape;
    shape.addRoundedRect(block, 4, 4);
    painter->setRenderHint(QPainter::Antialiasing);
    const QColor tint = colours::markTint(mark, palette);
    painter->fillPath(shape, tint);
    painter->save();
    painter->setClipPath(shape);
    painter->fillRect(QRectF(block.left(), block.top(), 3, block.height()), colours::mark(mark, palette));
    painter->restore();
    if (current) {
        painter->setPen(QPen(colours::accent(palette), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(shape);
    }
    const QColor colour = colours::markText(mark, palette, tint);
    const QFontMetricsF strong(fonts::smallStrong()), small(fonts::small());
    const QRectF inner = block.adjusted(8, block.height() < 48 ? 4 : 6, -3, -2);
    // The header says the year; where there is no room for it here, "47" says as much as "2026.47".
    QString version = stop.version;
    const bool oneLine = inner.height() < strong.height() + 2 + small.height();
    const double side = oneLine ? small.height() : 0; ///< of the mark, beside the version where nothing fits below it
    if (strong.horizontalAdvance(version) > inner.width() - side)
        version = version.section(u'.', 1);
    if (block.width() < narrowBlock || strong.horizontalAdvance(version) > inner.width() - side) {
        marks::paint(*painter, QRectF(block.left() + 4, block.top() + 6, block.width() - 6, small.height()), mark,
                     colour);
        return;
    }
    painter->setFont(fonts::smallStrong());
    painter->setPen(colours::text(palette));
    painter->drawText(QRectF(inner.left(), inner.top(), inner.width(), strong.height()),
                      Qt::AlignLeading | Qt::AlignVCenter, version);
    if (oneLine) {
        marks::paint(*painter,
                     QRectF(inner.left() + strong.horizontalAdvance(version) + 3, inner.top(), small.height() * 0.8,
                            strong.height()),
                     mark, colour);
        return;
    }
    const QRectF second(inner.left(), inner.top() + strong.height() + 2, inner.width(),
                        inner.bottom() - inner.top() - strong.height() - 2);
    // Planned, waiting and patch lines say all in words; the others carry their mark.
    paintState(painter, second, mark, mark != Mark::Waiting && stop.patches.isEmpty(), model.wordsOf(index, stop),
               colour);
}

} // namespace

double placeInWeek(const WeekColumn &week, Timestamp t)
{
    const auto since = static_cast<double>((t - week.from).count());
    const auto workdays = static_cast<double>(Duration(std::chrono::days{5}).count());
    return std::clamp(since / workdays, 0., 1.);
}

int WeeksDelegate::titleRow(const WeeksModel &model, const FreezeSpan &freeze)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (WeeksModel::concerns(freeze, model.lane(row).environment))
            return row;
    }
    return -1;
}

std::vector<QRect> WeeksDelegate::blocks(const QRect &cell, const WeeksModel &model, const QModelIndex &index)
{
    const std::vector<WeekStop> &stops = model.stops(index);
    const int count = static_cast<int>(stops.size());
    std::vector<QRect> result;
    if (count == 0)
        return result;
    const int margin = std::clamp(cell.height() / 7, 5, 14);
    int top = cell.top() + margin;
    const WeekColumn &week = model.week(index.column());
    const bool titled = std::ranges::any_of(model.overview().freezes, [&](const FreezeSpan &f) {
        return touches(f, week) && titleRow(model, f) == index.row();
    });
    if (titled)
        top = std::max(top, cell.top() + QFontMetrics(fonts::small()).height() + 8);
    const int height = std::min(tallestBlock, cell.bottom() - std::min(margin, 6) - top);
    const int room = cell.width() - 6;
    const int width = std::min(blockWidth, std::max(12, count == 1 ? room : room / count - 2));
    int after = cell.left() + 3;
    for (const WeekStop &stop : stops) {
        const int wanted = cell.left() + 3 + static_cast<int>(placeInWeek(week, stop.at) * std::max(0, room - width));
        const int left = count == 1 ? wanted : after;
        result.emplace_back(left, top, width, height);
        after = left + width + 2;
    }
    return result;
}

void WeeksDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const WeeksModel *>(index.model());
    if (!model)
        return;
    painter->save();
    const QPalette &palette = option.palette;
    const QRect &cell = option.rect;
    painter->fillRect(cell, colours::card(palette));
    const WeekColumn &week = model->week(index.column());
    for (const FreezeSpan &freeze : model->overview().freezes) {
        if (!WeeksModel::concerns(freeze, model->lane(index.row()).environment) || !touches(freeze, week))
            continue;
        const double left = placeInWeek(week, freeze.from), right = placeInWeek(week, freeze.to);
        painter->setBrushOrigin(0, 0);
        painter->fillRect(
            QRectF(cell.left() + left * cell.width(), cell.top(), (right - left) * cell.width(), cell.height()),
            hatch(palette));
    }
    painter->setPen(colours::border(palette));
    painter->drawLine(cell.topLeft(), cell.bottomLeft());
    painter->drawLine(cell.bottomLeft(), cell.bottomRight());
    // Below the blocks, which say what now is about.
    if (const Timestamp now = model->overview().now; week.from <= now && now < week.to)
        painter->fillRect(QRectF(cell.left() + placeInWeek(week, now) * cell.width() - 1, cell.top(), 2, cell.height()),
                          colours::accent(palette));
    const bool current = option.state.testFlag(QStyle::State_Selected);
    const std::vector<WeekStop> &stops = model->stops(index);
    const std::vector<QRect> places = blocks(cell, *model, index);
    for (size_t i = 0; i < stops.size(); ++i)
        paintBlock(painter, places[i], *model, index, stops[i], palette, current);
    if (current && stops.empty() && option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(colours::accent(palette), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(cell).adjusted(3, 3, -3, -3), 4, 4);
    }
    painter->restore();
}

} // namespace humdrum
