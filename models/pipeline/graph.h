// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"

#include <QHash>

#include <span>
#include <vector>

namespace humdrum {

/// The pipeline of a product as a DAG of stages. A value: it keeps the keys, not the product, and may outlive it. Edges to
/// stages that do not exist are left out; the configuration refuses them and refuses cycles. Reading is thread-safe.
class Graph {
public:
    struct Edge {
        StageKey from, to;
        friend bool operator==(const Edge &, const Edge &) = default;
    };

    Graph() = default;
    explicit Graph(const Product &product);

    /// All stages, in the order of the file.
    [[nodiscard]] std::span<const StageKey> stages() const { return m_keys; }
    /// All edges, by the order of the stage they end at, then by the order of its `needs`.
    [[nodiscard]] std::vector<Edge> edges() const;
    [[nodiscard]] bool contains(const StageKey &stage) const { return m_index.contains(stage); }

    /// Direct neighbours against and along the edges; empty for an unknown stage.
    [[nodiscard]] std::vector<StageKey> needs(const StageKey &stage) const;
    [[nodiscard]] std::vector<StageKey> feeds(const StageKey &stage) const;
    /// Everything reachable against and along the edges, without the stage itself, in topological order.
    [[nodiscard]] std::vector<StageKey> upstream(const StageKey &stage) const;
    [[nodiscard]] std::vector<StageKey> downstream(const StageKey &stage) const;
    /// Every stage after all that it needs, by the order of the file otherwise. Stages of a cycle are left out.
    [[nodiscard]] std::vector<StageKey> order() const;
    [[nodiscard]] bool hasCycle() const { return m_order.size() != m_keys.size(); }
    /// The service's own Commit and Test stages, in topological order.
    [[nodiscard]] std::vector<StageKey> row(const ServiceKey &service) const;

private:
    using Lists = std::vector<std::vector<int>>;
    [[nodiscard]] std::vector<StageKey> keysOf(const std::vector<int> &indices) const;
    [[nodiscard]] std::vector<StageKey> reach(const StageKey &stage, const Lists &along) const;
    void sortTopologically();

    std::vector<StageKey> m_keys;
    std::vector<ServiceKey> m_services; ///< of each stage; empty for Join and Deploy
    QHash<StageKey, int> m_index;
    Lists m_needs, m_feeds;
    std::vector<int> m_order;
};

} // namespace humdrum
