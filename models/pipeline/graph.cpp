// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/graph.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace humdrum {

Graph::Graph(const Product &product)
{
    for (const Stage &s : product.stages) {
        m_index.insert(s.key, static_cast<int>(m_keys.size()));
        m_keys.push_back(s.key);
        const bool own = s.kind == StageKind::Commit || s.kind == StageKind::Test;
        m_services.push_back(own ? s.service : ServiceKey{});
    }
    m_needs.resize(m_keys.size());
    m_feeds.resize(m_keys.size());
    for (const Stage &s : product.stages) {
        const int to = m_index.value(s.key);
        for (const StageKey &need : s.needs) {
            const auto from = m_index.constFind(need);
            if (from == m_index.cend() || std::ranges::contains(m_needs[static_cast<size_t>(to)], *from))
                continue;
            m_needs[static_cast<size_t>(to)].push_back(*from);
            m_feeds[static_cast<size_t>(*from)].push_back(to);
        }
    }
    sortTopologically();
}

void Graph::sortTopologically()
{
    // Kahn's algorithm with the smallest index first keeps the order of the file where the edges leave a choice.
    std::vector<size_t> open(m_keys.size());
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (size_t i = 0; i < m_keys.size(); ++i) {
        open[i] = m_needs[i].size();
        if (open[i] == 0)
            ready.push(static_cast<int>(i));
    }
    while (!ready.empty()) {
        const int i = ready.top();
        ready.pop();
        m_order.push_back(i);
        for (int next : m_feeds[static_cast<size_t>(i)]) {
            if (--open[static_cast<size_t>(next)] == 0)
                ready.push(next);
        }
    }
}

std::vector<StageKey> Graph::keysOf(const std::vector<int> &indices) const
{
    std::vector<StageKey> keys;
    keys.reserve(indices.size());
    for (int i : indices)
        keys.push_back(m_keys[static_cast<size_t>(i)]);
    return keys;
}

std::vector<Graph::Edge> Graph::edges() const
{
    std::vector<Edge> all;
    for (size_t to = 0; to < m_keys.size(); ++to) {
        for (int from : m_needs[to])
            all.push_back({m_keys[static_cast<size_t>(from)], m_keys[to]});
    }
    return all;
}

std::vector<StageKey> Graph::needs(const StageKey &stage) const
{
    const auto i = m_index.constFind(stage);
    return i == m_index.cend() ? std::vector<StageKey>{} : keysOf(m_needs[static_cast<size_t>(*i)]);
}

std::vector<StageKey> Graph::feeds(const StageKey &stage) const
{
    const auto i = m_index.constFind(stage);
    return i == m_index.cend() ? std::vector<StageKey>{} : keysOf(m_feeds[static_cast<size_t>(*i)]);
}

std::vector<StageKey> Graph::reach(const StageKey &stage, const Lists &along) const
{
    const auto start = m_index.constFind(stage);
    if (start == m_index.cend())
        return {};
    std::vector<bool> seen(m_keys.size(), false);
    std::vector<int> open{*start};
    seen[static_cast<size_t>(*start)] = true;
    while (!open.empty()) {
        const int i = open.back();
        open.pop_back();
        for (int next : along[static_cast<size_t>(i)]) {
            if (!seen[static_cast<size_t>(next)]) {
                seen[static_cast<size_t>(next)] = true;
                open.push_back(next);
            }
        }
    }
    std::vector<StageKey> found;
    for (int i : m_order) {
        if (seen[static_cast<size_t>(i)] && i != *start)
            found.push_back(m_keys[static_cast<size_t>(i)]);
    }
    return found;
}

std::vector<StageKey> Graph::upstream(const StageKey &stage) const { return reach(stage, m_needs); }
std::vector<StageKey> Graph::downstream(const StageKey &stage) const { return reach(stage, m_feeds); }
std::vector<StageKey> Graph::order() const { return keysOf(m_order); }

std::vector<StageKey> Graph::row(const ServiceKey &service) const
{
    std::vector<StageKey> found;
    for (int i : m_order) {
        if (!service.isEmpty() && m_services[static_cast<size_t>(i)] == service)
            found.push_back(m_keys[static_cast<size_t>(i)]);
    }
    return found;
}

} // namespace humdrum
