// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/commitgraph.h"

#include <algorithm>
#include <queue>
#include <ranges>

namespace humdrum {

CommitGraph::CommitGraph(std::span<const Change> changes)
{
    m_index.reserve(static_cast<qsizetype>(changes.size()));
    m_times.reserve(changes.size());
    for (size_t i = 0; i < changes.size(); ++i) {
        m_index.insert(changes[i].commit, static_cast<int>(i));
        m_times.push_back(changes[i].committedAt);
    }
    m_firstParent.reserve(changes.size() + 1);
    m_parents.reserve(changes.size() + changes.size() / 4);
    for (const Change &c : changes) {
        m_firstParent.push_back(m_parents.size());
        for (const QString &parent : c.parents) {
            const auto i = m_index.constFind(parent);
            if (i != m_index.cend())
                m_parents.push_back(*i);
        }
    }
    m_firstParent.push_back(m_parents.size());
    number();
}

std::span<const int> CommitGraph::parentsOf(int i) const
{
    const size_t first = m_firstParent[static_cast<size_t>(i)];
    return std::span(m_parents).subspan(first, m_firstParent[static_cast<size_t>(i) + 1] - first);
}

void CommitGraph::number()
{
    // Depth first without recursion: a history may be a hundred thousand commits deep.
    m_generation.assign(m_times.size(), 0);
    std::vector<int> open;
    std::vector<bool> entered(m_times.size(), false);
    for (size_t start = 0; start < m_times.size(); ++start) {
        if (m_generation[start] == 0)
            open.push_back(static_cast<int>(start));
        while (!open.empty()) {
            const int i = open.back();
            int generation = 1;
            bool complete = true;
            for (int parent : parentsOf(i)) {
                const auto p = static_cast<size_t>(parent);
                // A parent that was entered but has no number yet would be its own ancestor: no git history has that,
                // a damaged import might. It is then treated as a root.
                if (m_generation[p] == 0 && !entered[p]) {
                    open.push_back(parent);
                    complete = false;
                } else {
                    generation = std::max(generation, m_generation[p] + 1);
                }
            }
            entered[static_cast<size_t>(i)] = true;
            if (complete) {
                m_generation[static_cast<size_t>(i)] = generation;
                open.pop_back();
            }
        }
    }
}

std::optional<bool> CommitGraph::isAncestor(const QString &ancestor, const QString &commit) const
{
    const auto a = m_index.constFind(ancestor);
    const auto c = m_index.constFind(commit);
    if (a == m_index.cend() || c == m_index.cend())
        return std::nullopt;
    const int lowest = m_generation[static_cast<size_t>(*a)];
    QHash<int, bool> seen;
    std::vector<int> open{*c};
    while (!open.empty()) {
        const int i = open.back();
        open.pop_back();
        if (i == *a)
            return true;
        for (int parent : parentsOf(i)) {
            if (m_generation[static_cast<size_t>(parent)] >= lowest && !seen.contains(parent)) {
                seen.insert(parent, true);
                open.push_back(parent);
            }
        }
    }
    return false;
}

QHash<int, int> CommitGraph::paint(int a, int b) const
{
    // The highest generation first: when a commit is taken, everything above it has given it its colours already.
    const auto lower = [this](int l, int r) {
        const int gl = m_generation[static_cast<size_t>(l)], gr = m_generation[static_cast<size_t>(r)];
        return gl != gr ? gl < gr : l < r;
    };
    std::priority_queue<int, std::vector<int>, decltype(lower)> open(lower);
    QHash<int, int> colour;
    int oneSided = 0; // waiting commits that only one side reaches so far
    const auto reach = [&](int i, int bits) {
        const auto it = colour.find(i);
        if (it == colour.end()) {
            colour.insert(i, bits);
            open.push(i);
            oneSided += bits != 3 ? 1 : 0;
        } else if ((*it | bits) != *it) {
            *it |= bits;
            --oneSided;
        }
    };
    if (a >= 0)
        reach(a, 1);
    if (b >= 0)
        reach(b, 2);
    while (!open.empty() && oneSided > 0) {
        const int i = open.top();
        open.pop();
        const int bits = colour.value(i);
        if (bits != 3)
            --oneSided;
        for (int parent : parentsOf(i))
            reach(parent, bits);
    }
    return colour;
}

std::vector<qsizetype> CommitGraph::newestFirst(std::vector<qsizetype> found) const
{
    std::ranges::sort(found, [this](qsizetype l, qsizetype r) {
        const auto a = static_cast<size_t>(l), b = static_cast<size_t>(r);
        if (m_times[a] != m_times[b])
            return m_times[a] > m_times[b];
        if (m_generation[a] != m_generation[b])
            return m_generation[a] > m_generation[b];
        return l > r;
    });
    return found;
}

CommitGraph::Difference CommitGraph::difference(const QString &from, const QString &to) const
{
    const int a = m_index.value(from, -1), b = m_index.value(to, -1);
    Difference result;
    const QHash<int, int> colour = paint(a, b);
    for (auto it = colour.cbegin(); it != colour.cend(); ++it) {
        if (*it == 1)
            result.lost.push_back(it.key());
        else if (*it == 2)
            result.gained.push_back(it.key());
    }
    result.gained = newestFirst(std::move(result.gained));
    result.lost = newestFirst(std::move(result.lost));
    return result;
}

std::vector<qsizetype> CommitGraph::between(const QString &from, const QString &to) const
{
    if (!m_index.contains(to))
        return {};
    return difference(from, to).gained;
}

std::optional<bool> CommitGraph::isFork(const QString &commit, const QString &tip) const
{
    const std::optional<bool> on = isAncestor(commit, tip);
    return on ? std::optional<bool>(!*on) : std::nullopt;
}

qsizetype CommitGraph::mergeBase(const QString &a, const QString &b) const
{
    const int x = m_index.value(a, -1), y = m_index.value(b, -1);
    if (x < 0 || y < 0)
        return -1;
    const QHash<int, int> colour = paint(x, y);
    int best = -1;
    for (auto it = colour.cbegin(); it != colour.cend(); ++it) {
        if (*it != 3)
            continue;
        if (best < 0 || m_generation[static_cast<size_t>(it.key())] > m_generation[static_cast<size_t>(best)])
            best = it.key();
    }
    return best;
}

} // namespace humdrum
