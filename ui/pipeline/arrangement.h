// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pipeline/layout.h"

namespace humdrum {

/// A stage to place: its lane is its service's, -1 for what belongs to the whole system.
struct ArrangedNode {
    QString id;
    int lane = -1;
};

/// What is asked of an arrangement, in the scene's units, which are pixels at scale 1.
struct ArrangementAsk {
    std::vector<ArrangedNode> nodes;
    std::vector<LayoutEdge> edges;
    QSizeF wide, narrow; ///< sizes of a box to choose from
    QMarginsF furniture; ///< room around the boxes for labels, captions and the Promote button
    QSizeF room;         ///< that the picture will be fitted into; empty: not known
    double largest = 1;  ///< scale beyond which it is not enlarged
};

struct Arrangement {
    LayoutResult layout;
    QSizeF node;
    double rankGap = 0;
    double scale = 1; ///< at which it fits the room
};

/// Chooses the size of the boxes that can be read best in the room, then lets what is left of the room go between them. A
/// pure function, whose cost is a few layouts; one alone for large graphs, where no room is left anyway.
[[nodiscard]] Result<Arrangement> arrange(const Layouter &layouter, const ArrangementAsk &ask);

} // namespace humdrum
