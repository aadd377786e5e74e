// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/history.h"

#include <algorithm>
#include <queue>

namespace humdrum {

namespace {

constexpr size_t none = static_cast<size_t>(-1);

} // namespace

History::History(std::span<const Change> changes) : m_changes(changes), m_nodes(changes.size())
{
    m_index.reserve(static_cast<qsizetype>(changes.size()));
    for (size_t i = 0; i < changes.size(); ++i)
        m_index.insert(changes[i].commit, i);
    for (size_t i = 0; i < changes.size(); ++i) {
        for (const QString &parent : changes[i].parents) {
            if (const auto at = m_index.constFind(parent); at != m_index.cend() && *at != i)
                m_nodes[i].parents.push_back(*at);
        }
    }
    // Parents first, without recursion. -1: on the way; a cycle cannot come from git, and ends here all the same.
    std::vector<std::pair<size_t, size_t>> stack;
    for (size_t start = 0; start < changes.size(); ++start) {
        stack.emplace_back(start, 0);
        while (!stack.empty()) {
            const size_t i = stack.back().first;
            Node &node = m_nodes[i];
            if (stack.back().second == 0) {
                if (node.generation != 0) {
                    stack.pop_back();
                    continue;
                }
                node.generation = -1;
            }
            if (stack.back().second < node.parents.size()) {
                const size_t parent = node.parents[stack.back().second++];
                if (m_nodes[parent].generation == 0)
                    stack.emplace_back(parent, 0);
                continue;
            }
            int generation = 0;
            for (const size_t parent : node.parents)
                generation = std::max(generation, m_nodes[parent].generation);
            node.generation = generation + 1;
            stack.pop_back();
        }
    }
}

const Change *History::find(const QString &commit) const
{
    const auto at = m_index.constFind(commit);
    return at == m_index.cend() ? nullptr : &m_changes[*at];
}

/// Visits by falling generation, so that a change has all its marks when its turn comes. Ends when `visit` says false, or
/// before what only both reach, unless `common` asks for that too.
template <class Visit>
void History::walk(size_t first, size_t second, bool common, Visit visit) const
{
    QHash<size_t, int> marks;
    std::priority_queue<std::pair<int, size_t>> queue;
    qsizetype single = 0; // waiting ones that not both reach
    auto mark = [&](size_t i, int reach) {
        int &marked = marks[i];
        const int before = marked;
        if (before == 0)
            queue.emplace(m_nodes[i].generation, i);
        marked |= reach;
        single += (marked != FromBoth ? 1 : 0) - (before != 0 && before != FromBoth ? 1 : 0);
    };
    if (first != none)
        mark(first, FromFirst);
    if (second != none)
        mark(second, FromSecond);
    while (!queue.empty()) {
        const size_t i = queue.top().second;
        queue.pop();
        const int reach = marks.value(i);
        if (reach != FromBoth)
            --single;
        if (!visit(i, static_cast<Reach>(reach)))
            return;
        for (const size_t parent : m_nodes[i].parents)
            mark(parent, reach);
        if (single == 0 && !common)
            return;
    }
}

std::vector<const Change *> History::between(const QString &previous, const QString &commit) const
{
    const size_t to = m_index.value(commit, none);
    if (to == none)
        return {};
    std::vector<const Change *> list;
    walk(to, m_index.value(previous, none), false, [&](size_t i, Reach reach) {
        if (reach == FromFirst)
            list.push_back(&m_changes[i]);
        return true;
    });
    return list;
}

bool History::isAncestor(const QString &ancestor, const QString &commit) const
{
    const size_t below = m_index.value(ancestor, none);
    const size_t above = m_index.value(commit, none);
    if (below == none || above == none)
        return false;
    bool found = false;
    walk(above, below, true, [&](size_t i, Reach reach) {
        if (i == below)
            found = reach == FromBoth;
        return i != below;
    });
    return found;
}

const Change *History::commonAncestor(const QString &a, const QString &b) const
{
    const size_t first = m_index.value(a, none);
    const size_t second = m_index.value(b, none);
    if (first == none || second == none)
        return nullptr;
    const Change *common = nullptr;
    auto look = [&](size_t i, Reach reach) {
        if (reach == FromBoth)
            common = &m_changes[i];
        return !common;
    };
    if (first == second)
        return &m_changes[first];
    walk(first, second, true, look);
    return common;
}

} // namespace humdrum
