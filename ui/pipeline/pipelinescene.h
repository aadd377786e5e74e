// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "ui/pipeline/arrangement.h"
#include "ui/pipeline/pipelineitems.h"

#include <QGraphicsScene>

namespace humdrum {

/// The pipeline as items, kept up to date from the model: geometry only when stages or edges come or go or the room
/// changes, looks otherwise.
class PipelineScene final : public QGraphicsScene {
    Q_OBJECT
public:
    PipelineScene(PipelineModel &model, const Layouter &layouter, QObject *parent = nullptr);

    void setCurrent(int row);
    /// The room it will be fitted into, in pixels; the picture is arranged so that it makes the most of it.
    void setRoom(QSizeF room);
    /// Empty: all services.
    void setService(const ServiceKey &service);
    [[nodiscard]] int rowAt(QPointF scenePosition) const;
    [[nodiscard]] bool isButtonAt(QPointF scenePosition) const;
    [[nodiscard]] QRectF rectOf(int row) const;
    [[nodiscard]] int rankOf(int row) const;
    [[nodiscard]] const NodeItem *node(int row) const;
    [[nodiscard]] const std::vector<EdgeItem *> &edges() const { return m_edges; }
    /// How often geometry was computed; tests protect that state changes do not.
    [[nodiscard]] int layouts() const { return m_layouts; }
    /// When the graph cannot be laid out (a cycle), why.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    void retheme();

Q_SIGNALS:
    void laidOut();

private:
    void layOut();
    void arrange();
    /// What stands around the boxes: the room for the lanes' labels, how far the ground reaches beyond the boxes, and how
    /// much words grow against the shrinking of the picture.
    struct Furniture {
        double label = 0, edge = 0, growth = 1;
    };
    [[nodiscard]] Furniture furnitureAt(double scale) const;
    [[nodiscard]] ArrangementAsk askWith(const Furniture &furniture) const;
    void placeNodes(const Arrangement &arrangement, const Furniture &furniture);
    void placeFurniture(const Arrangement &arrangement, const Furniture &furniture);
    [[nodiscard]] static QRectF captionRoomOf(const Arrangement &arrangement, size_t node);
    [[nodiscard]] std::vector<ArrangedNode> nodesToArrange() const;
    void refreshNode(int row);
    void refreshEdges();
    [[nodiscard]] bool isReceded(const PipelineNode &node) const;

    PipelineModel &m_model;
    const Layouter &m_layouter;
    std::vector<NodeItem *> m_nodes;
    std::vector<EdgeItem *> m_edges;
    std::vector<TextItem *> m_labels; ///< of the lanes
    TextItem *m_servicesCaption = nullptr;
    TextItem *m_wholeCaption = nullptr;
    GroundItem *m_ground = nullptr;
    std::vector<int> m_ranks;
    QSizeF m_room;
    std::optional<Error> m_error;
    ServiceKey m_service;
    int m_current = -1;
    int m_layouts = 0;
};

} // namespace humdrum
