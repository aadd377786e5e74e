// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelinescene.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

constexpr double captionRoom = 30, labelGap = 14, groundEdge = 16;
constexpr double buttonRoom = 36; ///< below the lowest box
constexpr double largestFit = 1.25;
constexpr double growingScale = 0.72, largestGrowth = 1.5; ///< below it words grow against the shrinking
constexpr double captionScale = 0.42, captionHalf = 54;    ///< names stand below the boxes; half of one in pixels

} // namespace

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
    m_servicesCaption = m_wholeCaption = nullptr;
    m_ground = nullptr;
    ++m_layouts;
    const auto add = [this](auto *item) {
        addItem(item);
        return item;
    };
    m_ground = add(new GroundItem);
    for (const PipelineNode &node : m_model.rows())
        m_nodes.push_back(add(new NodeItem(node.id)));
    for (size_t i = 0; i < m_model.edges().size(); ++i)
        m_edges.push_back(add(new EdgeItem));
    for (size_t i = 0; i < m_model.overview().rows.size(); ++i)
        m_labels.push_back(add(new TextItem(false)));
    m_servicesCaption = add(new TextItem(true));
    m_servicesCaption->setTexts(QCoreApplication::translate("PipelineScene", "Each service on its own"), {});
    m_wholeCaption = add(new TextItem(true));
    m_wholeCaption->setTexts(QCoreApplication::translate("PipelineScene", "Whole system"), {});
    for (int row = 0; row < m_model.rowCount(); ++row)
        refreshNode(row);
    refreshEdges();
    arrange();
}

void PipelineScene::setRoom(QSizeF room)
{
    if (room == m_room || room.isEmpty())
        return;
    m_room = room;
    if (!m_nodes.empty())
        arrange();
}

std::vector<ArrangedNode> PipelineScene::nodesToArrange() const
{
    const std::vector<PipelineRow> &rows = m_model.overview().rows;
    std::vector<ArrangedNode> nodes;
    for (const PipelineNode &node : m_model.rows()) {
        const auto lane = std::ranges::find(rows, node.service, &PipelineRow::service);
        nodes.push_back({node.id, lane == rows.end() ? -1 : static_cast<int>(lane - rows.begin())});
    }
    return nodes;
}

/// What stands around the boxes of a picture that is seen at `scale`.
PipelineScene::Furniture PipelineScene::furnitureAt(double scale) const
{
    Furniture f;
    f.growth = scale < growingScale ? std::min(0.85 / scale, largestGrowth) : 1;
    for (const PipelineRow &row : m_model.overview().rows)
        f.label = std::max(f.label, TextItem::widthFor(row.name, row.version) * f.growth);
    // Where the names stand below the boxes they need room beside them.
    f.edge = scale < captionScale ? captionHalf / scale : groundEdge;
    return f;
}

ArrangementAsk PipelineScene::askWith(const Furniture &furniture) const
{
    ArrangementAsk ask;
    ask.nodes = nodesToArrange();
    for (const PipelineEdge &edge : m_model.edges())
        ask.edges.push_back({edge.from, edge.to});
    ask.wide = wideNode();
    ask.narrow = narrowNode();
    ask.furniture = {furniture.label + labelGap + groundEdge, captionRoom * furniture.growth + groundEdge,
                     furniture.edge + groundEdge, buttonRoom * furniture.growth + groundEdge};
    ask.room = m_room;
    ask.largest = largestFit;
    return ask;
}

void PipelineScene::arrange()
{
    Furniture furniture = furnitureAt(1);
    ArrangementAsk ask = askWith(furniture);
    Result<Arrangement> arrangement = humdrum::arrange(m_layouter, ask);
    // A small picture has larger words around it, which make it smaller still, but hardly.
    if (arrangement && arrangement->scale < growingScale) {
        furniture = furnitureAt(arrangement->scale);
        ask = askWith(furniture);
        arrangement = humdrum::arrange(m_layouter, ask);
    }
    m_error = arrangement ? std::nullopt : std::optional(arrangement.error());
    if (!arrangement) {
        Q_EMIT laidOut();
        return;
    }
    m_ranks = arrangement->layout.ranks;
    placeNodes(*arrangement, furniture);
    for (size_t i = 0; i < m_edges.size(); ++i)
        m_edges[i]->setPath(arrangement->layout.edges[i]);
    placeFurniture(*arrangement, furniture);
    setSceneRect(arrangement->layout.bounds.marginsAdded(ask.furniture));
    Q_EMIT laidOut();
}

void PipelineScene::placeNodes(const Arrangement &arrangement, const Furniture &furniture)
{
    const LayoutResult &layout = arrangement.layout;
    const double half = arrangement.node.height() / 2, off = half + buttonRoom * furniture.growth / 2;
    QRectF button({}, NodeItem::buttonSize(furniture.growth));
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        // The button stands in the gap before the box: below it, or above where it would lie upon another box.
        QPointF centre(-arrangement.rankGap / 2, half + off);
        button.moveCenter(layout.nodes[i].topLeft() + centre);
        if (std::ranges::any_of(layout.nodes, [&](const QRectF &box) { return box.intersects(button); }))
            centre.setY(half - off);
        m_nodes[i]->setPos(layout.nodes[i].topLeft());
        m_nodes[i]->setShape({arrangement.node, centre, captionRoomOf(arrangement, i), furniture.growth});
    }
}

/// Below a box, as far as the next one there and half way to the neighbouring columns.
QRectF PipelineScene::captionRoomOf(const Arrangement &arrangement, size_t node)
{
    const LayoutResult &layout = arrangement.layout;
    const QRectF &box = layout.nodes[node];
    double below = box.bottom() + 1 < layout.bounds.bottom() ? buttonRoom / arrangement.scale : buttonRoom;
    for (size_t i = 0; i < layout.nodes.size(); ++i) {
        if (layout.ranks[i] == layout.ranks[node] && layout.nodes[i].top() > box.top())
            below = std::min(below, layout.nodes[i].top() - box.bottom());
    }
    return {-arrangement.rankGap / 2, box.height(), box.width() + arrangement.rankGap, below};
}

void PipelineScene::placeFurniture(const Arrangement &arrangement, const Furniture &furniture)
{
    const LayoutResult &layout = arrangement.layout;
    QRectF services, whole;
    for (size_t i = 0; i < layout.nodes.size(); ++i)
        (m_model.rows()[i].service.isEmpty() ? whole : services) |= layout.nodes[i];
    for (size_t lane = 0; lane < m_labels.size() && lane < layout.laneCentres.size(); ++lane) {
        m_labels[lane]->setRoom(furniture.label, furniture.growth);
        m_labels[lane]->setPos(layout.bounds.left() - furniture.label - labelGap, layout.laneCentres[lane]);
    }
    const double top = layout.bounds.top() - captionRoom * furniture.growth;
    for (TextItem *caption : {m_servicesCaption, m_wholeCaption})
        caption->setRoom(240, furniture.growth);
    m_servicesCaption->setVisible(!services.isEmpty());
    m_servicesCaption->setPos(services.left(), top);
    const bool both = !whole.isEmpty() && !services.isEmpty();
    m_ground->setVisible(both);
    m_wholeCaption->setVisible(both);
    if (!both)
        return;
    const QRectF ground(
        QPointF(whole.left() - furniture.edge, top - 6),
        QPointF(whole.right() + furniture.edge, layout.bounds.bottom() + buttonRoom * furniture.growth));
    m_ground->setRect(ground);
    m_wholeCaption->setPos(ground.left() + groundEdge, ground.top() + 6);
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
                                                node.strong, node.mayGo, row == m_current, isReceded(node),
                                                goesOn ? node.fraction : -1});
}

void PipelineScene::refreshEdges()
{
    const std::vector<PipelineEdge> &edges = m_model.edges();
    for (size_t i = 0; i < m_edges.size() && i < edges.size(); ++i)
        m_edges[i]->setState(edges[i].mark, edges[i].strong, isReceded(m_model.at(edges[i].from)));
    // The labels show versions, which follow the chosen release.
    const std::vector<PipelineRow> &rows = m_model.overview().rows;
    for (size_t i = 0; i < rows.size() && i < m_labels.size(); ++i)
        m_labels[i]->setTexts(rows[i].name, rows[i].version);
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
    if (!m_nodes.empty())
        arrange();
    update();
}

} // namespace humdrum
