// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

#include <QHash>

#include <optional>
#include <span>
#include <vector>

namespace humdrum {

/// The commits of one service with their parents, for questions about what is in a build and what is not. A value: it
/// keeps hashes and times, not the changes. Parents that are not among the changes (a shallow import) end the walk.
/// Building is linear; each question is linear in the commits between the two, by generation numbers (the longest way to
/// a root; an ancestor always has a smaller one). Reading is thread-safe. 2^31 commits at most.
class CommitGraph {
public:
    CommitGraph() = default;
    explicit CommitGraph(std::span<const Change> changes);

    [[nodiscard]] bool contains(const QString &commit) const { return m_index.contains(commit); }
    [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(m_times.size()); }

    /// Whether `ancestor` is reachable from `commit`; a commit is its own ancestor. Nothing when either is not known.
    [[nodiscard]] std::optional<bool> isAncestor(const QString &ancestor, const QString &commit) const;

    /// Positions in the span given to the constructor of the commits reachable from `to` and not from `from`, newest
    /// first. An empty or unknown `from` gives everything reachable from `to`; an unknown `to` gives nothing.
    [[nodiscard]] std::vector<qsizetype> between(const QString &from, const QString &to) const;

    /// Both directions at once.
    struct Difference {
        std::vector<qsizetype> gained; ///< in `to`, not in `from`, newest first
        std::vector<qsizetype> lost;   ///< in `from`, not in `to`, newest first
        [[nodiscard]] bool forked() const { return !gained.empty() && !lost.empty(); }
    };
    [[nodiscard]] Difference difference(const QString &from, const QString &to) const;

    /// Whether `commit` is not on the line that ends at `tip` (it is neither `tip` nor an ancestor). Nothing when either is not known.
    [[nodiscard]] std::optional<bool> isFork(const QString &commit, const QString &tip) const;
    /// Position of the newest commit that both reach; -1 when there is none.
    [[nodiscard]] qsizetype mergeBase(const QString &a, const QString &b) const;

private:
    [[nodiscard]] std::span<const int> parentsOf(int i) const;
    void number();
    /// Colours the commits of either side: bit 1 reachable from a, bit 2 from b. Stops below where only common ones remain.
    [[nodiscard]] QHash<int, int> paint(int a, int b) const;
    [[nodiscard]] std::vector<qsizetype> newestFirst(std::vector<qsizetype> found) const;

    QHash<QString, int> m_index;
    std::vector<int> m_parents;        ///< of all commits, one after the other
    std::vector<size_t> m_firstParent; ///< position in m_parents; one more than there are commits
    std::vector<int> m_generation;     ///< 1 for a root
    std::vector<Timestamp> m_times;
};

} // namespace humdrum
