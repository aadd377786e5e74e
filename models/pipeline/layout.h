// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <vector>

namespace humdrum {

/// One box to place.
struct LayoutNode {
    QString id;    ///< only for messages: what a cycle is named by
    QSizeF size;   ///< > 0 in both directions
    int lane = -1; ///< nodes of one lane lie on one straight line, lanes below each other from 0; -1: wherever it fits
    int rank = 0;  ///< the column it is in at least, from 0; edges may push it further
};

/// From the right side of one node to the left side of another; indices into LayoutInput::nodes.
struct LayoutEdge {
    int from = 0;
    int to = 0;
};

struct LayoutInput {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges; ///< parallel edges are allowed, loops are a cycle
    double rankGap = 48;           ///< between columns
    double nodeGap = 24;           ///< between nodes above each other
    double laneGap = 40;           ///< between nodes of neighbouring lanes
};

/// A cubic Bézier piece that goes on from where the piece before ended.
struct CurvePiece {
    QPointF control1, control2, end;
};

/// The way of one edge.
struct EdgePath {
    QPointF start;
    std::vector<CurvePiece> pieces;
};

/// Where everything is; the origin is the top left of the bounds. `nodes`, `ranks` and `edges` are in the order of the input.
struct LayoutResult {
    std::vector<QRectF> nodes;
    std::vector<int> ranks;
    std::vector<EdgePath> edges;
    std::vector<double> laneCentres; ///< y of each lane
    int rankCount = 0;
    int crossings = 0; ///< of edges between neighbouring columns
    QRectF bounds;     ///< of all nodes
};

/// Turns a graph into geometry. Implementations are pure: the same input gives the same result, on any thread. No edge
/// touches a node other than its own two, and no two nodes overlap.
class Layouter {
public:
    virtual ~Layouter() = default;
    /// InvalidInput for an index or a size out of range and for a cycle, which the message names node by node.
    [[nodiscard]] virtual Result<LayoutResult> layout(const LayoutInput &input) const = 0;
};

/// Columns by longest path, order by barycentre sweeps over the columns (Sugiyama, Tagawa & Toda 1981), places by least
/// squares with minimum distances (pool adjacent violators). Long edges pass each column through a slot of their own.
class LayeredLayouter final : public Layouter {
public:
    [[nodiscard]] Result<LayoutResult> layout(const LayoutInput &input) const override;
};

} // namespace humdrum
