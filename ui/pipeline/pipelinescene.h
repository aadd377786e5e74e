// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"
#include "items/pipelinemodel.h"
#include "pipeline/layout.h"

#include <QGraphicsItem>
#include <QGraphicsScene>

namespace humdrum {

/// What a box shows; all it knows of the stage besides its id.
struct NodeLook {
    QString name, facts, sentence;
    Mark mark = Mark::Waiting;
    bool strong = false;
    bool promote = false; ///< offers the click that brings the chosen release here
    bool current = false;
    bool receded = false; ///< belongs to a service that is filtered out
    double fraction = -1; ///< 0..1 while something goes on, -1 otherwise
    friend bool operator==(const NodeLook &, const NodeLook &) = default;
};

/// A box of the picture: an id and a look.
class NodeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    NodeItem(QString id, QSizeF size);

    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const NodeLook &look() const { return m_look; }
    void setLook(const NodeLook &look);
    [[nodiscard]] QRectF box() const { return {QPointF(0, 0), m_size}; }
    /// Of the Promote button, in the item's coordinates; empty while there is none.
    [[nodiscard]] QRectF button() const;

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    QString m_id;
    QSizeF m_size;
    NodeLook m_look;
};

/// A curve between two boxes.
class EdgeItem final : public QGraphicsItem {
public:
    explicit EdgeItem(const EdgePath &path);
    void setState(Mark mark, bool strong, bool receded);
    [[nodiscard]] Mark mark() const { return m_mark; }
    [[nodiscard]] bool isStrong() const { return m_strong; }
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    QPainterPath m_path;
    Mark m_mark = Mark::Waiting;
    bool m_strong = false;
    bool m_receded = false;
};

/// The pipeline as items, kept up to date from the model: geometry only when stages or edges come or go, looks otherwise.
class PipelineScene final : public QGraphicsScene {
    Q_OBJECT
public:
    PipelineScene(PipelineModel &model, const Layouter &layouter, QObject *parent = nullptr);

    void setCurrent(int row);
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
    void addFurniture(const LayoutResult &layout);
    void refreshNode(int row);
    void refreshEdges();
    [[nodiscard]] bool isReceded(const PipelineNode &node) const;

    PipelineModel &m_model;
    const Layouter &m_layouter;
    std::vector<NodeItem *> m_nodes;
    std::vector<EdgeItem *> m_edges;
    std::vector<QGraphicsItem *> m_labels;
    std::vector<int> m_ranks;
    std::optional<Error> m_error;
    ServiceKey m_service;
    int m_current = -1;
    int m_layouts = 0;
};

} // namespace humdrum
