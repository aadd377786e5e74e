// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelineitems.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGraphicsScene>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QTextLayout>

#include <algorithm>

namespace humdrum {

namespace {

/// Below these scales a box is a dot, a mark, a name; above the last it is all.
constexpr double dotScale = 0.22, markScale = 0.42, allScale = 0.72;
constexpr double largestName = 1.6; ///< how far a name grows while the picture shrinks
constexpr double barWidth = 4, markSide = 14;

QPalette paletteOf(const QWidget *widget, const QGraphicsItem *item)
{
    if (widget)
        return widget->palette();
    return item->scene() ? item->scene()->palette() : QPalette();
}

QString promoteText() { return QCoreApplication::translate("PipelineScene", "Promote"); }

/// At most `most` lines of `text`, the last cut short where it has to be.
QStringList linesOf(const QString &text, const QFont &font, double width, int most)
{
    QStringList lines;
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WordWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    const QFontMetricsF metrics(font);
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        const bool last = lines.size() + 1 == most;
        QString words = (last ? text.mid(line.textStart()) : text.mid(line.textStart(), line.textLength())).trimmed();
        if (words.endsWith(u'·'))
            words = words.chopped(1).trimmed();
        lines << metrics.elidedText(words, Qt::ElideRight, width);
        if (last)
            break;
    }
    layout.endLayout();
    return lines;
}

/// Facts break between each other, not within: "38 tests · 3 m 52 s", "2026.46 → 2026.47".
QString keepTogether(QString facts)
{
    facts.replace(u' ', QChar::Nbsp);
    for (const QChar sign : {QChar(u'·'), QChar(u'→')})
        facts.replace(sign + QString(QChar::Nbsp), sign + QStringLiteral(" "));
    return facts;
}

} // namespace

QSizeF wideNode()
{
    const QFontMetricsF small(fonts::small()), strong(fonts::smallStrong());
    return {std::max(148., small.averageCharWidth() * 23), std::max(50., strong.height() + small.height() + 18)};
}

QSizeF narrowNode()
{
    const QFontMetricsF small(fonts::small()), strong(fonts::smallStrong());
    return {std::max(104., small.averageCharWidth() * 16),
            std::max(74., 2 * strong.height() + 2 * small.height() + 16)};
}

NodeItem::NodeItem(QString id) : m_id(std::move(id)) { setZValue(1); }

void NodeItem::setShape(const Shape &shape)
{
    if (shape == m_shape)
        return;
    prepareGeometryChange();
    m_shape = shape;
    update();
}

void NodeItem::setLook(const NodeLook &look)
{
    if (look == m_look)
        return;
    if (look.promote != m_look.promote)
        prepareGeometryChange();
    m_look = look;
    setToolTip(look.sentence);
    update();
}

QSizeF NodeItem::buttonSize(double growth)
{
    const QFontMetricsF metrics(fonts::smallStrong());
    return QSizeF(metrics.horizontalAdvance(promoteText()) + 40, metrics.height() + 8) * growth;
}

QRectF NodeItem::button() const
{
    if (!m_look.promote)
        return {};
    const QSizeF size = buttonSize(m_shape.growth);
    return {m_shape.button - QPointF(size.width(), size.height()) / 2, size};
}

QRectF NodeItem::boundingRect() const { return (box() | button() | m_shape.caption).adjusted(-3, -3, 3, 3); }

void NodeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    const QPalette palette = paletteOf(widget, this);
    const double scale = option->levelOfDetailFromTransform(painter->worldTransform());
    const QColor colour = colours::mark(m_look.mark, palette);
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_look.receded)
        painter->setOpacity(0.45);
    if (scale < markScale)
        paintCaption(painter, palette, scale);
    if (scale < dotScale) {
        paintDot(painter, palette, scale);
        return;
    }
    paintBox(painter, palette);
    const double side = scale < markScale ? m_shape.size.height() * 0.7 : std::min(markSide / scale, markSide * 1.3);
    const QRectF mark = scale < markScale ? QRectF(box().center() - QPointF(side, side) / 2, QSizeF(side, side))
                                          : QRectF(m_shape.size.width() - side - 9, 8, side, side);
    marks::paint(*painter, mark, m_look.mark, colour);
    if (scale < markScale)
        return;
    paintWords(painter, palette, scale);
    paintButton(painter, palette);
}

/// Too small for a mark: its shape tells what its colour does.
void NodeItem::paintDot(QPainter *painter, const QPalette &palette, double scale) const
{
    const QColor colour = colours::mark(m_look.mark, palette);
    const double r = m_shape.size.height() / 2;
    const QPointF c = box().center();
    const bool hollow = m_look.mark == Mark::Waiting || m_look.mark == Mark::Running;
    painter->setPen(hollow ? QPen(colour, 1.5 / scale) : QPen(Qt::NoPen));
    painter->setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    if (m_look.mark == Mark::Attention)
        painter->drawPolygon(QPolygonF({c + QPointF(0, -r), c + QPointF(r, r), c + QPointF(-r, r)}));
    else if (m_look.mark == Mark::Failed)
        painter->drawRect(QRectF(c - QPointF(r, r), QSizeF(2 * r, 2 * r)));
    else
        painter->drawEllipse(c, r * (hollow ? 0.8 : 1), r * (hollow ? 0.8 : 1));
    if (m_look.mark == Mark::Running)
        painter->drawEllipse(c, r * 0.2, r * 0.2);
    if (m_look.current) {
        painter->setPen(QPen(colours::accent(palette), 2 / scale));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(c, r * 1.6, r * 1.6);
    }
}

void NodeItem::paintCaption(QPainter *painter, const QPalette &palette, double scale) const
{
    QFont font = fonts::small();
    font.setPointSizeF(font.pointSizeF() / scale);
    const QFontMetricsF metrics(font);
    if (m_shape.caption.isEmpty() || metrics.height() > m_shape.caption.height())
        return;
    painter->setFont(font);
    painter->setPen(m_look.strong ? colours::text(palette) : colours::muted(palette));
    painter->drawText(m_shape.caption, Qt::AlignHCenter | Qt::AlignTop,
                      metrics.elidedText(m_look.name, Qt::ElideRight, m_shape.caption.width()));
}

void NodeItem::paintBox(QPainter *painter, const QPalette &palette) const
{
    const QColor colour = colours::mark(m_look.mark, palette);
    QPainterPath shape;
    shape.addRoundedRect(box(), 5, 5);
    painter->fillPath(shape, colours::card(palette));
    painter->save();
    painter->setClipPath(shape);
    painter->fillRect(QRectF(0, 0, barWidth, m_shape.size.height()), colour);
    if (m_look.fraction >= 0)
        painter->fillRect(QRectF(0, m_shape.size.height() - 3, m_shape.size.width() * m_look.fraction, 3), colour);
    painter->restore();
    painter->setPen(m_look.current ? QPen(colours::accent(palette), 2) : QPen(colours::border(palette), 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(shape);
}

/// The name, and the facts below it unless the picture is so small that the name needs all the room to be read.
void NodeItem::paintWords(QPainter *painter, const QPalette &palette, double scale) const
{
    if (scale < allScale) {
        paintName(painter, palette, scale);
        return;
    }
    const QFont strong = fonts::smallStrong();
    const QFontMetricsF name(strong), small(fonts::small());
    const QRectF inner = box().adjusted(barWidth + 9, 0, -8, 0);
    const int lines = m_shape.size.height() > 2 * (name.height() + small.height()) ? 2 : 1;
    const QStringList names = linesOf(m_look.name, strong, inner.width() - markSide - 4, lines);
    const QStringList facts = linesOf(keepTogether(m_look.facts), fonts::small(), inner.width() + 2, lines);
    double y = (m_shape.size.height() - static_cast<double>(names.size()) * name.height() -
                static_cast<double>(facts.size()) * small.height() - 3) /
        2;
    painter->setFont(strong);
    painter->setPen(m_look.strong ? colours::text(palette) : colours::muted(palette));
    for (const QString &line : names) {
        painter->drawText(QRectF(inner.left(), y, inner.width(), name.height()),
                          Qt::AlignLeading | Qt::AlignVCenter | Qt::TextDontClip, line);
        y += name.height();
    }
    painter->setFont(fonts::tabular(fonts::small()));
    painter->setPen(colours::muted(palette));
    y += 3;
    for (const QString &line : facts) {
        painter->drawText(QRectF(inner.left(), y, inner.width() + 6, small.height()),
                          Qt::AlignLeading | Qt::AlignVCenter, line);
        y += small.height();
    }
}

/// The name alone, grown against the shrinking of the picture as far as its longest word fits.
void NodeItem::paintName(QPainter *painter, const QPalette &palette, double scale) const
{
    QFont font = fonts::smallStrong();
    const double mark = std::min(markSide / scale, markSide * 1.3);
    // In a tall box the name stands below the mark, in a flat one beside it.
    const bool tall = m_shape.size.height() > 60;
    const QRectF inner = box().adjusted(barWidth + 6, tall ? mark + 8 : 2, tall ? -5 : -mark - 10, -3);
    double longest = 1;
    for (const QString &word : m_look.name.split(u' '))
        longest = std::max(longest, QFontMetricsF(font).horizontalAdvance(word));
    const double growth = std::min({0.85 / scale, largestName, inner.width() / longest});
    font.setPointSizeF(font.pointSizeF() * std::max(1., growth * 0.99));
    const QFontMetricsF metrics(font);
    const int most = std::clamp(static_cast<int>(inner.height() / metrics.height()), 1, 2);
    const QStringList lines = linesOf(m_look.name, font, inner.width(), most);
    double y = inner.center().y() - static_cast<double>(lines.size()) * metrics.height() / 2;
    painter->setFont(font);
    painter->setPen(m_look.strong ? colours::text(palette) : colours::muted(palette));
    for (const QString &line : lines) {
        painter->drawText(QRectF(inner.left(), y, inner.width(), metrics.height()),
                          Qt::AlignLeading | Qt::AlignVCenter | Qt::TextDontClip, line);
        y += metrics.height();
    }
}

void NodeItem::paintButton(QPainter *painter, const QPalette &palette) const
{
    if (!m_look.promote)
        return;
    const QSizeF size = button().size() / m_shape.growth;
    painter->save();
    painter->translate(m_shape.button);
    painter->scale(m_shape.growth, m_shape.growth);
    const QRectF b(QPointF(-size.width(), -size.height()) / 2, size);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours::accent(palette));
    painter->drawRoundedRect(b, b.height() / 2, b.height() / 2);
    painter->setPen(colours::accentText(palette));
    painter->setFont(fonts::smallStrong());
    painter->drawText(b.adjusted(0, 0, -14, 0), Qt::AlignCenter, promoteText());
    const QPointF tip(b.right() - 14, b.center().y());
    painter->setBrush(colours::accentText(palette));
    painter->setPen(Qt::NoPen);
    painter->drawPolygon(QPolygonF({tip, tip + QPointF(-6, -4), tip + QPointF(-6, 4)}));
    painter->restore();
}

void EdgeItem::setPath(const EdgePath &path)
{
    prepareGeometryChange();
    m_path = QPainterPath(path.start);
    for (const CurvePiece &p : path.pieces)
        m_path.cubicTo(p.control1, p.control2, p.end);
}

void EdgeItem::setState(Mark mark, bool strong, bool receded)
{
    m_mark = mark;
    m_strong = strong;
    m_receded = receded;
    setZValue(strong ? 0 : -1);
    update();
}

QRectF EdgeItem::boundingRect() const { return m_path.boundingRect().adjusted(-2, -2, 2, 2); }

void EdgeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *widget)
{
    const QPalette palette = paletteOf(widget, this);
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_receded)
        painter->setOpacity(0.45);
    const bool coloured = m_mark != Mark::Waiting;
    const QColor colour = coloured ? colours::mark(m_mark, palette)
                                   : colours::blend(colours::card(palette), colours::muted(palette), 0.55);
    QPen pen(colour, m_strong ? 2.2 : 1.4);
    pen.setCapStyle(Qt::FlatCap);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(m_path);
}

void TextItem::setTexts(const QString &first, const QString &second)
{
    if (first == m_first && second == m_second)
        return;
    m_first = first;
    m_second = second;
    update();
}

void TextItem::setRoom(double width, double growth)
{
    prepareGeometryChange();
    m_width = width;
    m_growth = growth;
}

double TextItem::widthFor(const QString &first, const QString &second)
{
    return std::clamp(std::max(QFontMetricsF(fonts::strong()).horizontalAdvance(first),
                               QFontMetricsF(fonts::small()).horizontalAdvance(second)) +
                          2,
                      48., 132.);
}

QRectF TextItem::boundingRect() const
{
    return m_caption ? QRectF(0, 0, m_width, 20) : QRectF(0, -26 * m_growth, m_width, 52 * m_growth);
}

void TextItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    if (option->levelOfDetailFromTransform(painter->worldTransform()) < markScale)
        return;
    const auto grown = [this](QFont font) {
        font.setPointSizeF(font.pointSizeF() * m_growth);
        return font;
    };
    const QPalette palette = paletteOf(widget, this);
    const QRectF box = boundingRect();
    const QFont small = grown(fonts::small()), strong = grown(fonts::strong());
    const QFontMetricsF smallMetrics(small), metrics(strong);
    if (m_caption) {
        painter->setFont(small);
        painter->setPen(colours::muted(palette));
        painter->drawText(box, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextDontClip, m_first);
        return;
    }
    painter->setFont(strong);
    painter->setPen(colours::text(palette));
    const bool alone = m_growth > 1 || m_second.isEmpty(); // small pictures have room for the name
    painter->drawText(
        QRectF(box.left(), alone ? -metrics.height() / 2 : -metrics.height(), box.width(), metrics.height()),
        Qt::AlignLeading | Qt::AlignVCenter, metrics.elidedText(m_first, Qt::ElideRight, box.width()));
    if (alone)
        return;
    painter->setFont(small);
    painter->setPen(colours::muted(palette));
    painter->drawText(QRectF(box.left(), 0, box.width(), smallMetrics.height()), Qt::AlignLeading | Qt::AlignTop,
                      smallMetrics.elidedText(m_second, Qt::ElideRight, box.width()));
}

void GroundItem::setRect(const QRectF &rect)
{
    prepareGeometryChange();
    m_rect = rect;
}

void GroundItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *widget)
{
    const QPalette palette = paletteOf(widget, this);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours::blend(colours::card(palette), colours::accent(palette), 0.06));
    painter->drawRoundedRect(m_rect, 10, 10);
}

} // namespace humdrum
