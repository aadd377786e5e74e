// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelinescene.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGraphicsSceneEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace humdrum {

namespace {

/// Below these scales a box is a dot, a mark, a name; above the last it is all.
constexpr double dotScale = 0.22, markScale = 0.42, nameScale = 0.62;
constexpr double barWidth = 4;
constexpr double labelRoom = 104; ///< left of the lanes, for the services' names
constexpr double captionRoom = 30;

QPalette paletteOf(const QWidget *widget, const QGraphicsItem *item)
{
    if (widget)
        return widget->palette();
    return item->scene() ? item->scene()->palette() : QPalette();
}

QString promoteText() { return QCoreApplication::translate("PipelineScene", "Promote"); }

QSizeF nodeSize()
{
    const QFontMetricsF small(fonts::small()), strong(fonts::smallStrong());
    return {std::max(148., small.averageCharWidth() * 23), std::max(50., strong.height() + small.height() + 18)};
}

/// A service's name and version, or a caption.
class TextItem final : public QGraphicsItem {
public:
    TextItem(QString first, QString second, bool caption)
        : m_first(std::move(first))
        , m_second(std::move(second))
        , m_caption(caption)
    {}
    [[nodiscard]] QRectF boundingRect() const override
    {
        return m_caption ? QRectF(0, 0, 240, 20) : QRectF(0, -24, labelRoom - 8, 48);
    }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override
    {
        if (option->levelOfDetailFromTransform(painter->worldTransform()) < markScale)
            return;
        const QPalette palette = paletteOf(widget, this);
        const QFont first = m_caption ? fonts::small() : fonts::strong();
        const QFontMetricsF metrics(first);
        painter->setFont(first);
        painter->setPen(m_caption ? colours::muted(palette) : colours::text(palette));
        const QRectF box = boundingRect();
        if (m_caption) {
            painter->drawText(box, Qt::AlignLeading | Qt::AlignVCenter, m_first);
            return;
        }
        painter->drawText(QRectF(box.left(), -metrics.height(), box.width(), metrics.height()),
                          Qt::AlignLeading | Qt::AlignBottom, metrics.elidedText(m_first, Qt::ElideRight, box.width()));
        painter->setFont(fonts::small());
        painter->setPen(colours::muted(palette));
        painter->drawText(QRectF(box.left(), 0, box.width(), 20), Qt::AlignLeading | Qt::AlignTop, m_second);
    }

private:
    QString m_first, m_second;
    bool m_caption;
};

/// The ground below what belongs to the whole system.
class GroundItem final : public QGraphicsItem {
public:
    explicit GroundItem(const QRectF &rect) : m_rect(rect) { setZValue(-2); }
    [[nodiscard]] QRectF boundingRect() const override { return m_rect; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *widget) override
    {
        const QPalette palette = paletteOf(widget, this);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours::blend(colours::card(palette), colours::accent(palette), 0.06));
        painter->drawRoundedRect(m_rect, 10, 10);
    }

private:
    QRectF m_rect;
};

} // namespace

NodeItem::NodeItem(QString id, QSizeF size) : m_id(std::move(id)), m_size(size) { setZValue(1); }

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

QRectF NodeItem::button() const
{
    if (!m_look.promote)
        return {};
    const QFontMetricsF metrics(fonts::smallStrong());
    const double width = metrics.horizontalAdvance(promoteText()) + 40, height = metrics.height() + 8;
    return {m_size.width() - width, m_size.height() + 5, width, height};
}

QRectF NodeItem::boundingRect() const { return (box() | button()).adjusted(-3, -3, 3, 3); }

void NodeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    const QPalette palette = paletteOf(widget, this);
    const double scale = option->levelOfDetailFromTransform(painter->worldTransform());
    const QColor card = colours::card(palette), colour = colours::mark(m_look.mark, palette);
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_look.receded)
        painter->setOpacity(0.45);
    if (scale < dotScale) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawEllipse(box().center(), m_size.height() / 2, m_size.height() / 2);
        return;
    }
    QPainterPath shape;
    shape.addRoundedRect(box(), 5, 5);
    painter->fillPath(shape, card);
    painter->save();
    painter->setClipPath(shape);
    painter->fillRect(QRectF(0, 0, barWidth, m_size.height()), colour);
    if (m_look.fraction >= 0)
        painter->fillRect(QRectF(0, m_size.height() - 3, m_size.width() * m_look.fraction, 3), colour);
    painter->restore();
    painter->setPen(m_look.current ? QPen(colours::accent(palette), 2) : QPen(colours::border(palette), 1));
    painter->drawPath(shape);
    const double markSide = scale < markScale ? m_size.height() * 0.7 : 14;
    const QRectF markBox = scale < markScale
        ? QRectF(box().center() - QPointF(markSide, markSide) / 2, QSizeF(markSide, markSide))
        : QRectF(m_size.width() - 24, 9, markSide, markSide);
    marks::paint(*painter, markBox, m_look.mark, colour);
    if (scale < markScale)
        return;
    const QRectF inner = box().adjusted(barWidth + 10, 0, -10, 0);
    const QFontMetricsF strong(fonts::smallStrong()), small(fonts::small());
    const bool all = scale >= nameScale;
    const double top =
        all ? (m_size.height() - strong.height() - small.height() - 4) / 2 : (m_size.height() - strong.height()) / 2;
    painter->setFont(fonts::smallStrong());
    painter->setPen(m_look.strong ? colours::text(palette) : colours::muted(palette));
    painter->drawText(QRectF(inner.left(), top, inner.width() - 16, strong.height()),
                      Qt::AlignLeading | Qt::AlignVCenter,
                      strong.elidedText(m_look.name, Qt::ElideRight, inner.width() - 16));
    if (!all)
        return;
    painter->setFont(fonts::tabular(fonts::small()));
    painter->setPen(colours::muted(palette));
    painter->drawText(QRectF(inner.left(), top + strong.height() + 4, inner.width() + 6, small.height()),
                      Qt::AlignLeading | Qt::AlignVCenter,
                      small.elidedText(m_look.facts, Qt::ElideRight, inner.width() + 6));
    if (const QRectF b = button(); !b.isEmpty()) {
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
    }
}

EdgeItem::EdgeItem(const EdgePath &path) : m_path(path.start)
{
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

PipelineScene::PipelineScene(PipelineModel &model, const Layouter &layouter, QObject *parent)
    : QGraphicsScene(parent)
    , m_model(model)
    , m_layouter(layouter)
{
    connect(&model, &PipelineModel::structureChanged, this, &PipelineScene::layOut);
    connect(&model, &PipelineModel::edgesChanged, this, &PipelineScene::refreshEdges);
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        for (int row = first.row(); row <= last.row(); ++row)
            refreshNode(row);
    });
}

void PipelineScene::layOut()
{
    clear();
    m_nodes.clear();
    m_edges.clear();
    m_labels.clear();
    m_ranks.clear();
    const std::vector<PipelineRow> &rows = m_model.overview().rows;
    LayoutInput input;
    const QSizeF size = nodeSize();
    input.nodeGap = size.height() * 0.85;
    input.laneGap = size.height() * 0.95;
    input.rankGap = 44;
    for (const PipelineNode &node : m_model.rows()) {
        const auto lane = std::ranges::find(rows, node.service, &PipelineRow::service);
        input.nodes.push_back({node.id, size, lane == rows.end() ? -1 : static_cast<int>(lane - rows.begin()), 0});
    }
    for (const PipelineEdge &edge : m_model.edges())
        input.edges.push_back({edge.from, edge.to});
    const Result<LayoutResult> layout = m_layouter.layout(input);
    ++m_layouts;
    m_error = layout ? std::nullopt : std::optional(layout.error());
    if (!layout) {
        Q_EMIT laidOut();
        return;
    }
    m_ranks = layout->ranks;
    for (size_t i = 0; i < input.nodes.size(); ++i) {
        auto *item = new NodeItem(input.nodes[i].id, size);
        item->setPos(layout->nodes[i].topLeft());
        addItem(item);
        m_nodes.push_back(item);
        refreshNode(static_cast<int>(i));
    }
    for (const EdgePath &path : layout->edges) {
        auto *item = new EdgeItem(path);
        addItem(item);
        m_edges.push_back(item);
    }
    addFurniture(*layout);
    refreshEdges();
    setSceneRect(itemsBoundingRect().adjusted(-16, -12, 16, 12));
    Q_EMIT laidOut();
}

void PipelineScene::addFurniture(const LayoutResult &layout)
{
    const std::vector<PipelineRow> &rows = m_model.overview().rows;
    QRectF services, whole;
    for (size_t i = 0; i < layout.nodes.size(); ++i)
        (m_model.rows()[i].service.isEmpty() ? whole : services) |= layout.nodes[i];
    const auto add = [&](QGraphicsItem *item, QPointF at) {
        item->setPos(at);
        addItem(item);
        m_labels.push_back(item);
    };
    for (size_t lane = 0; lane < rows.size() && lane < layout.laneCentres.size(); ++lane)
        add(new TextItem(rows[lane].name, rows[lane].version, false), {-labelRoom, layout.laneCentres[lane]});
    if (!services.isEmpty())
        add(new TextItem(QCoreApplication::translate("PipelineScene", "Each service on its own"), {}, true),
            {services.left(), layout.bounds.top() - captionRoom});
    if (!whole.isEmpty() && !services.isEmpty()) {
        // Room for the Promote buttons below the lowest box.
        const QRectF ground(QPointF(whole.left() - 16, layout.bounds.top() - captionRoom - 6),
                            QPointF(whole.right() + 16, layout.bounds.bottom() + 36));
        add(new GroundItem(ground), {0, 0});
        add(new TextItem(QCoreApplication::translate("PipelineScene", "Whole system"), {}, true),
            {ground.left() + 16, ground.top() + 6});
    }
}

bool PipelineScene::isReceded(const PipelineNode &node) const
{
    return !m_service.isEmpty() && !node.service.isEmpty() && node.service != m_service;
}

void PipelineScene::refreshNode(int row)
{
    if (row < 0 || row >= static_cast<int>(m_nodes.size()) || row >= m_model.rowCount())
        return;
    const PipelineNode &node = m_model.at(row);
    const bool goesOn = node.mark == Mark::Running && node.kind == StageKind::Deploy;
    m_nodes[static_cast<size_t>(row)]->setLook({node.name, m_model.factsOf(node), m_model.sentenceOf(node), node.mark,
                                                node.strong, node.upstreamPassed, row == m_current, isReceded(node),
                                                goesOn ? node.fraction : -1});
}

void PipelineScene::refreshEdges()
{
    const std::vector<PipelineEdge> &edges = m_model.edges();
    for (size_t i = 0; i < m_edges.size() && i < edges.size(); ++i)
        m_edges[i]->setState(edges[i].mark, edges[i].strong, isReceded(m_model.at(edges[i].from)));
    const std::vector<PipelineRow> &rows = m_model.overview().rows;
    // The labels show versions, which follow the chosen release.
    for (size_t i = 0; i < rows.size() && i < m_labels.size(); ++i) {
        const QPointF at = m_labels[i]->pos();
        removeItem(m_labels[i]);
        delete m_labels[i];
        m_labels[i] = new TextItem(rows[i].name, rows[i].version, false);
        m_labels[i]->setPos(at);
        addItem(m_labels[i]);
    }
}

void PipelineScene::setCurrent(int row)
{
    const int before = std::exchange(m_current, row);
    refreshNode(before);
    refreshNode(row);
}

void PipelineScene::setService(const ServiceKey &service)
{
    m_service = service;
    for (int row = 0; row < m_model.rowCount(); ++row)
        refreshNode(row);
    refreshEdges();
}

int PipelineScene::rowAt(QPointF position) const
{
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        const QPointF p = m_nodes[i]->mapFromScene(position);
        if (m_nodes[i]->box().contains(p) || m_nodes[i]->button().contains(p))
            return static_cast<int>(i);
    }
    return -1;
}

bool PipelineScene::isButtonAt(QPointF position) const
{
    return std::ranges::any_of(m_nodes,
                               [&](const NodeItem *n) { return n->button().contains(n->mapFromScene(position)); });
}

QRectF PipelineScene::rectOf(int row) const
{
    const NodeItem *n = node(row);
    return n ? n->mapRectToScene(n->box()) : QRectF();
}

int PipelineScene::rankOf(int row) const
{
    return row >= 0 && row < static_cast<int>(m_ranks.size()) ? m_ranks[static_cast<size_t>(row)] : -1;
}

const NodeItem *PipelineScene::node(int row) const
{
    return row >= 0 && row < static_cast<int>(m_nodes.size()) ? m_nodes[static_cast<size_t>(row)] : nullptr;
}

void PipelineScene::retheme()
{
    // Sizes follow the font, colours are read while painting.
    layOut();
}

} // namespace humdrum
