// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/arrangement.h"

#include <algorithm>

namespace humdrum {

namespace {

constexpr size_t largeGraph = 250;
constexpr double worthwhile = 1.08; ///< how much more readable narrow boxes must be, to be chosen
constexpr double mostBetweenRanks = 96, mostBetweenRows = 60; ///< pixels on the screen

struct Gaps {
    double rank = 0, lane = 0, node = 0;
};

Result<Arrangement> attempt(const Layouter &layouter, const ArrangementAsk &ask, QSizeF node, Gaps gaps)
{
    LayoutInput input;
    input.rankGap = gaps.rank;
    input.laneGap = gaps.lane;
    input.nodeGap = gaps.node;
    input.edges = ask.edges;
    for (const ArrangedNode &n : ask.nodes)
        input.nodes.push_back({n.id, node, n.lane, 0});
    Result<LayoutResult> layout = layouter.layout(input);
    if (!layout)
        return std::unexpected(layout.error());
    Arrangement a{std::move(*layout), node, gaps.rank, 1};
    if (!ask.room.isEmpty() && !a.layout.bounds.isEmpty()) {
        const QRectF whole = a.layout.bounds.marginsAdded(ask.furniture);
        a.scale = std::min({ask.room.width() / whole.width(), ask.room.height() / whole.height(), ask.largest});
    }
    return a;
}

Gaps tightGaps(QSizeF node, bool narrow) { return {narrow ? 26. : 44., node.height() * 0.62, node.height() * 0.55}; }

/// The most boxes above each other in a column: of all, or of those without a lane.
int tallestColumn(const ArrangementAsk &ask, const LayoutResult &layout, bool onlyFree)
{
    std::vector<int> counts(static_cast<size_t>(std::max(1, layout.rankCount)), 0);
    for (size_t i = 0; i < ask.nodes.size(); ++i) {
        if (!onlyFree || ask.nodes[i].lane < 0)
            ++counts[static_cast<size_t>(layout.ranks[i])];
    }
    return *std::ranges::max_element(counts);
}

/// Lets the spare room go between the boxes, without making any of them smaller. Gaps are bounded as they are seen.
Result<Arrangement> spread(const Layouter &layouter, const ArrangementAsk &ask, const Arrangement &tight, Gaps gaps)
{
    const QRectF whole = tight.layout.bounds.marginsAdded(ask.furniture);
    const double across = ask.room.width() / tight.scale - whole.width();
    const double down = ask.room.height() / tight.scale - whole.height();
    const double mostDown = std::max(tight.node.height() * 1.2, mostBetweenRows / tight.scale);
    const auto share = [&](double room, int boxes, double most) {
        return std::clamp(room / std::max(1, boxes - 1), 0., most);
    };
    gaps.rank += share(across, tight.layout.rankCount, std::max(0., mostBetweenRanks / tight.scale - gaps.rank));
    double lanes = share(down, tallestColumn(ask, tight.layout, false), mostDown);
    // What has no lane of its own may go further apart than the lanes can.
    const int free = tallestColumn(ask, tight.layout, true);
    const double freeHeight = free * tight.node.height() + (free - 1) * gaps.node;
    double nodes = share(ask.room.height() / tight.scale - freeHeight - ask.furniture.top() - ask.furniture.bottom(),
                         free, mostDown);
    // A column can be taller than its boxes say, where a lane keeps its place in another: less, until it fits.
    for (int tries = 0; tries < 4; ++tries, lanes *= 0.6, nodes *= 0.6) {
        Result<Arrangement> a = attempt(layouter, ask, tight.node, {gaps.rank, gaps.lane + lanes, gaps.node + nodes});
        if (!a || a->scale >= tight.scale * 0.999)
            return a;
    }
    return tight;
}

} // namespace

Result<Arrangement> arrange(const Layouter &layouter, const ArrangementAsk &ask)
{
    const Gaps wideGaps = tightGaps(ask.wide, false), narrowGaps = tightGaps(ask.narrow, true);
    Result<Arrangement> wide = attempt(layouter, ask, ask.wide, wideGaps);
    if (!wide || ask.room.isEmpty() || ask.nodes.size() > largeGraph)
        return wide; // what is left over is not worth another layout
    if (wide->scale < 1) {
        const Result<Arrangement> narrow = attempt(layouter, ask, ask.narrow, narrowGaps);
        if (narrow && narrow->scale > wide->scale * worthwhile)
            return spread(layouter, ask, *narrow, narrowGaps);
    }
    return spread(layouter, ask, *wide, wideGaps);
}

} // namespace humdrum
