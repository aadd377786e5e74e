// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/layout.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <numeric>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int sweeps = 12;
constexpr double slotHeight = 8; ///< what a long edge keeps free in each column it passes
constexpr double fixedWeight = 1e9;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Layout)
};

/// A node, or the slot of a long edge in one column.
struct Vertex {
    int node = -1; ///< index into the input; -1 for a slot
    int lane = -1;
    bool fixed = false; ///< lies on its lane's line
    int rank = 0;
    double height = slotHeight;
    double y = 0; ///< centre
    int tie = 0;  ///< order of the input, so that equals never swap by chance
    std::vector<int> before, after;
};

struct Graph {
    std::vector<Vertex> vertices;
    std::vector<std::vector<int>> columns; ///< vertices from top to bottom
    std::vector<std::vector<int>> chains;  ///< for each edge all vertices it runs through
    int lanes = 0;
};

std::optional<Error> wrong(const LayoutInput &input)
{
    const auto count = static_cast<int>(input.nodes.size());
    for (const LayoutNode &node : input.nodes) {
        if (node.size.isEmpty() || node.rank < 0 || node.lane < -1)
            return Error{ErrorCode::InvalidInput,
                         Text::tr("“%1” has no size, or a rank or lane below zero.").arg(node.id),
                         {},
                         {},
                         {}};
    }
    for (const LayoutEdge &edge : input.edges) {
        if (edge.from < 0 || edge.from >= count || edge.to < 0 || edge.to >= count)
            return Error{
                ErrorCode::InvalidInput, Text::tr("An edge begins or ends at a node that is not there."), {}, {}, {}};
    }
    return std::nullopt;
}

/// Walks back through unplaced nodes, each of which has an unplaced predecessor, until one comes twice.
QString nameCycle(const LayoutInput &input, const std::vector<bool> &placed)
{
    int at = static_cast<int>(std::ranges::find(placed, false) - placed.begin());
    std::vector<int> walk;
    while (std::ranges::find(walk, at) == walk.end()) {
        walk.push_back(at);
        for (const LayoutEdge &edge : input.edges) {
            if (edge.to == at && !placed[static_cast<size_t>(edge.from)]) {
                at = edge.from;
                break;
            }
        }
    }
    QStringList names{input.nodes[static_cast<size_t>(at)].id};
    for (auto it = walk.rbegin(); it != walk.rend(); ++it) {
        names << input.nodes[static_cast<size_t>(*it)].id;
        if (*it == at)
            break;
    }
    return names.join(u" → "_s);
}

Result<std::vector<int>> rankNodes(const LayoutInput &input)
{
    const size_t count = input.nodes.size();
    std::vector<int> rank(count);
    std::vector<int> missing(count, 0);
    std::vector<std::vector<int>> successors(count);
    for (const LayoutEdge &edge : input.edges) {
        successors[static_cast<size_t>(edge.from)].push_back(edge.to);
        ++missing[static_cast<size_t>(edge.to)];
    }
    std::vector<int> ready;
    for (size_t i = 0; i < count; ++i) {
        rank[i] = input.nodes[i].rank;
        if (missing[i] == 0)
            ready.push_back(static_cast<int>(i));
    }
    std::vector<bool> placed(count, false);
    for (size_t next = 0; next < ready.size(); ++next) {
        const auto from = static_cast<size_t>(ready[next]);
        placed[from] = true;
        for (int to : successors[from]) {
            rank[static_cast<size_t>(to)] = std::max(rank[static_cast<size_t>(to)], rank[from] + 1);
            if (--missing[static_cast<size_t>(to)] == 0)
                ready.push_back(to);
        }
    }
    if (ready.size() != count)
        return fail(ErrorCode::InvalidInput, Text::tr("The pipeline has a cycle: %1.").arg(nameCycle(input, placed)));
    return rank;
}

Graph build(const LayoutInput &input, const std::vector<int> &ranks)
{
    Graph g;
    const int columnCount = ranks.empty() ? 0 : *std::ranges::max_element(ranks) + 1;
    g.columns.resize(static_cast<size_t>(columnCount));
    std::vector<std::pair<int, int>> onLane; // (lane, rank): the first node there lies on the line, others beside it
    for (size_t i = 0; i < input.nodes.size(); ++i) {
        const LayoutNode &node = input.nodes[i];
        const bool first = node.lane >= 0 && std::ranges::find(onLane, std::pair(node.lane, ranks[i])) == onLane.end();
        if (first)
            onLane.emplace_back(node.lane, ranks[i]);
        g.lanes = std::max(g.lanes, node.lane + 1);
        g.vertices.push_back(
            {static_cast<int>(i), node.lane, first, ranks[i], node.size.height(), 0, static_cast<int>(i), {}, {}});
        g.columns[static_cast<size_t>(ranks[i])].push_back(static_cast<int>(i));
    }
    for (const LayoutEdge &edge : input.edges) {
        std::vector<int> chain{edge.from};
        for (int rank = ranks[static_cast<size_t>(edge.from)] + 1; rank < ranks[static_cast<size_t>(edge.to)]; ++rank) {
            const auto slot = static_cast<int>(g.vertices.size());
            g.vertices.push_back({-1, -1, false, rank, slotHeight, 0, slot, {}, {}});
            g.columns[static_cast<size_t>(rank)].push_back(slot);
            chain.push_back(slot);
        }
        chain.push_back(edge.to);
        for (size_t i = 0; i + 1 < chain.size(); ++i) {
            g.vertices[static_cast<size_t>(chain[i])].after.push_back(chain[i + 1]);
            g.vertices[static_cast<size_t>(chain[i + 1])].before.push_back(chain[i]);
        }
        g.chains.push_back(std::move(chain));
    }
    return g;
}

double distance(const Vertex &upper, const Vertex &lower, const LayoutInput &input)
{
    const double gap = upper.fixed && lower.fixed && upper.lane != lower.lane ? input.laneGap : input.nodeGap;
    return (upper.height + lower.height) / 2 + gap;
}

double meanY(const Graph &g, const std::vector<int> &neighbours, double otherwise)
{
    if (neighbours.empty())
        return otherwise;
    double sum = 0;
    for (int n : neighbours)
        sum += g.vertices[static_cast<size_t>(n)].y;
    return sum / static_cast<double>(neighbours.size());
}

/// The places nearest to `wanted` (least squares) that keep the distances of `column` in its order.
void place(Graph &g, const std::vector<int> &column, const std::vector<double> &wanted, const LayoutInput &input)
{
    struct Block {
        double sum, weight;
        size_t count;
    };
    std::vector<Block> blocks;
    std::vector<double> offset(column.size(), 0);
    for (size_t i = 0; i < column.size(); ++i) {
        const Vertex &v = g.vertices[static_cast<size_t>(column[i])];
        if (i > 0)
            offset[i] = offset[i - 1] + distance(g.vertices[static_cast<size_t>(column[i - 1])], v, input);
        const double weight = v.fixed ? fixedWeight : 1;
        blocks.push_back({(wanted[i] - offset[i]) * weight, weight, 1});
        while (blocks.size() > 1) {
            const Block last = blocks.back();
            Block &previous = blocks[blocks.size() - 2];
            if (previous.sum / previous.weight <= last.sum / last.weight)
                break;
            previous = {previous.sum + last.sum, previous.weight + last.weight, previous.count + last.count};
            blocks.pop_back();
        }
    }
    size_t i = 0;
    for (const Block &block : blocks) {
        for (size_t k = 0; k < block.count; ++k, ++i) {
            Vertex &v = g.vertices[static_cast<size_t>(column[i])];
            // The weight makes a lane all but immovable; the rest of the way is rounding.
            v.y = v.fixed ? wanted[i] : block.sum / block.weight + offset[i];
        }
    }
}

enum class Towards { Before, After, Both };

std::vector<double> wantedPlaces(const Graph &g, const std::vector<int> &column, const std::vector<double> &lanes,
                                 Towards side)
{
    std::vector<double> wanted;
    for (int id : column) {
        const Vertex &v = g.vertices[static_cast<size_t>(id)];
        if (v.lane >= 0) {
            wanted.push_back(lanes[static_cast<size_t>(v.lane)] + (v.fixed ? 0 : 1));
            continue;
        }
        const double before = meanY(g, v.before, v.y);
        const double after = meanY(g, v.after, v.y);
        if (side == Towards::Both && !v.before.empty() && !v.after.empty())
            wanted.push_back((before + after) / 2);
        else if (side == Towards::Before || v.after.empty())
            wanted.push_back(before);
        else
            wanted.push_back(after);
    }
    return wanted;
}

void sweep(Graph &g, const LayoutInput &input, const std::vector<double> &lanes, Towards side, bool reorder)
{
    const auto visit = [&](std::vector<int> &column) {
        std::vector<double> wanted = wantedPlaces(g, column, lanes, side);
        if (reorder) {
            std::vector<size_t> order(column.size());
            std::iota(order.begin(), order.end(), 0);
            std::ranges::stable_sort(order, [&](size_t a, size_t b) {
                if (wanted[a] != wanted[b])
                    return wanted[a] < wanted[b];
                return g.vertices[static_cast<size_t>(column[a])].tie < g.vertices[static_cast<size_t>(column[b])].tie;
            });
            std::vector<int> sorted;
            std::vector<double> sortedWanted;
            for (size_t i : order) {
                sorted.push_back(column[i]);
                sortedWanted.push_back(wanted[i]);
            }
            column = std::move(sorted);
            wanted = std::move(sortedWanted);
        }
        place(g, column, wanted, input);
    };
    if (side == Towards::After)
        std::ranges::for_each(g.columns | std::views::reverse, visit);
    else
        std::ranges::for_each(g.columns, visit);
}

int countCrossings(const Graph &g)
{
    std::vector<size_t> position(g.vertices.size());
    for (const std::vector<int> &column : g.columns) {
        for (size_t i = 0; i < column.size(); ++i)
            position[static_cast<size_t>(column[i])] = i;
    }
    int crossings = 0;
    for (const std::vector<int> &column : g.columns) {
        std::vector<size_t> ends;
        for (int id : column) {
            std::vector<size_t> own;
            for (int to : g.vertices[static_cast<size_t>(id)].after)
                own.push_back(position[static_cast<size_t>(to)]);
            std::ranges::sort(own);
            for (size_t end : own)
                crossings += static_cast<int>(std::ranges::count_if(ends, [end](size_t e) { return e > end; }));
            ends.insert(ends.end(), own.begin(), own.end());
        }
    }
    return crossings;
}

/// Lanes as near to each other as what lies between them in any column allows.
std::vector<double> laneCentres(const Graph &g, const LayoutInput &input)
{
    std::vector<double> centres(static_cast<size_t>(g.lanes), 0);
    for (int lane = 0; lane < g.lanes; ++lane) {
        double y = lane == 0 ? 0 : centres[static_cast<size_t>(lane - 1)];
        for (const std::vector<int> &column : g.columns) {
            double needed = 0;
            int above = -1; // the nearest lane above in this column, with all that lies below it
            for (size_t i = 0; i < column.size(); ++i) {
                const Vertex &v = g.vertices[static_cast<size_t>(column[i])];
                if (i > 0)
                    needed += distance(g.vertices[static_cast<size_t>(column[i - 1])], v, input);
                if (!v.fixed)
                    continue;
                if (v.lane == lane && above >= 0)
                    y = std::max(y, centres[static_cast<size_t>(above)] + needed);
                above = v.lane;
                needed = 0;
            }
        }
        centres[static_cast<size_t>(lane)] = y;
    }
    return centres;
}

/// Finds the order with the fewest crossings that the sweeps come by.
int orderColumns(Graph &g, const LayoutInput &input)
{
    std::vector<double> lanes;
    double tallest = 0;
    for (const Vertex &v : g.vertices)
        tallest = std::max(tallest, v.height);
    for (int lane = 0; lane < g.lanes; ++lane)
        lanes.push_back(lane * (tallest + input.laneGap));
    std::vector<std::vector<int>> best;
    int fewest = -1;
    for (int i = 0; i < sweeps && fewest != 0; ++i) {
        sweep(g, input, lanes, i % 2 == 0 ? Towards::Before : Towards::After, true);
        const int crossings = countCrossings(g);
        if (fewest < 0 || crossings < fewest) {
            fewest = crossings;
            best = g.columns;
        }
    }
    g.columns = std::move(best);
    return std::max(fewest, 0);
}

CurvePiece straight(QPointF from, QPointF to) { return {from + (to - from) / 3, from + (to - from) * 2 / 3, to}; }

EdgePath route(const Graph &g, const std::vector<int> &chain, const LayoutResult &result,
               const std::vector<double> &left, const std::vector<double> &right)
{
    const auto vertex = [&](size_t i) -> const Vertex & { return g.vertices[static_cast<size_t>(chain[i])]; };
    const QRectF from = result.nodes[static_cast<size_t>(vertex(0).node)];
    EdgePath path{{from.right(), from.center().y()}, {}};
    QPointF at = path.start;
    const auto lineTo = [&](QPointF to) {
        if (to.x() > at.x())
            path.pieces.push_back(straight(at, to));
        at = to;
    };
    for (size_t i = 0; i + 1 < chain.size(); ++i) {
        lineTo({right[static_cast<size_t>(vertex(i).rank)], at.y()});
        const QPointF to(left[static_cast<size_t>(vertex(i + 1).rank)], vertex(i + 1).y);
        const double middle = (at.x() + to.x()) / 2;
        path.pieces.push_back({{middle, at.y()}, {middle, to.y()}, to});
        at = to;
    }
    const QRectF target = result.nodes[static_cast<size_t>(vertex(chain.size() - 1).node)];
    lineTo({target.left(), target.center().y()});
    return path;
}

LayoutResult geometry(const Graph &g, const LayoutInput &input, const std::vector<double> &lanes)
{
    LayoutResult result;
    result.rankCount = static_cast<int>(g.columns.size());
    double top = 0;
    for (size_t i = 0; i < g.vertices.size(); ++i) {
        const double edge = g.vertices[i].y - g.vertices[i].height / 2;
        top = i == 0 ? edge : std::min(top, edge);
    }
    std::vector<double> left, right;
    double x = 0;
    for (const std::vector<int> &column : g.columns) {
        double width = 0;
        for (int id : column) {
            if (const Vertex &v = g.vertices[static_cast<size_t>(id)]; v.node >= 0)
                width = std::max(width, input.nodes[static_cast<size_t>(v.node)].size.width());
        }
        left.push_back(x);
        right.push_back(x + width);
        x += width + input.rankGap;
    }
    Graph moved = g;
    for (Vertex &v : moved.vertices)
        v.y -= top;
    for (double lane : lanes)
        result.laneCentres.push_back(lane - top);
    for (size_t i = 0; i < input.nodes.size(); ++i) {
        const Vertex &v = moved.vertices[i];
        const QSizeF size = input.nodes[i].size;
        result.ranks.push_back(v.rank);
        result.nodes.emplace_back(QPointF(left[static_cast<size_t>(v.rank)], v.y - size.height() / 2), size);
        result.bounds |= result.nodes.back();
    }
    for (const std::vector<int> &chain : moved.chains)
        result.edges.push_back(route(moved, chain, result, left, right));
    return result;
}

} // namespace

Result<LayoutResult> LayeredLayouter::layout(const LayoutInput &input) const
{
    if (std::optional<Error> error = wrong(input))
        return std::unexpected(std::move(*error));
    const Result<std::vector<int>> ranks = rankNodes(input);
    if (!ranks)
        return std::unexpected(ranks.error());
    Graph g = build(input, *ranks);
    const int crossings = orderColumns(g, input);
    const std::vector<double> lanes = laneCentres(g, input);
    for (int i = 0; i < sweeps; ++i)
        sweep(g, input, lanes, i == 0 ? Towards::Before : i % 2 == 1 ? Towards::After : Towards::Both, false);
    // Last towards where things come from: the eye follows the edges from left to right.
    sweep(g, input, lanes, Towards::Before, false);
    LayoutResult result = geometry(g, input, lanes);
    result.crossings = crossings;
    return result;
}

} // namespace humdrum
