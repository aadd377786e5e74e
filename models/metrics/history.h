// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

#include <QHash>

#include <span>
#include <vector>

namespace humdrum {

/// The changes of one service as a graph. Answers cost what they look at, not the whole history. Immutable after it is
/// made; `changes` must outlive it. Parents that are not among the changes (a shallow clone) are the edge of what is known.
class History {
public:
    explicit History(std::span<const Change> changes);

    [[nodiscard]] const Change *find(const QString &commit) const;
    /// Changes in previous..commit: reachable from `commit`, not from `previous`; children before parents. Empty when
    /// `commit` is not known; everything reachable from `commit` when `previous` is not.
    [[nodiscard]] std::vector<const Change *> between(const QString &previous, const QString &commit) const;
    [[nodiscard]] bool isAncestor(const QString &ancestor, const QString &commit) const;
    /// The newest change that both reach; null when there is none.
    [[nodiscard]] const Change *commonAncestor(const QString &a, const QString &b) const;

private:
    struct Node {
        int generation = 0; ///< 1 + the greatest of its parents'
        std::vector<size_t> parents;
    };
    /// Which of two starting points reach a change.
    enum Reach : int { FromFirst = 1, FromSecond = 2, FromBoth = 3 };
    template <class Visit>
    void walk(size_t first, size_t second, bool common, Visit visit) const;

    std::span<const Change> m_changes;
    QHash<QString, size_t> m_index;
    std::vector<Node> m_nodes;
};

} // namespace humdrum
