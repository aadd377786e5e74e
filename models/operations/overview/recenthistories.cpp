// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/recenthistories.h"

namespace humdrum {

namespace {

/// Most branches are younger than this when they are deployed.
constexpr Duration firstReach = std::chrono::weeks{4};
constexpr Duration wholeHistory = std::chrono::weeks{200}; ///< reaching further back than this, all of it is read
constexpr int further = 4;

} // namespace

Result<const History *> RecentHistories::covering(const ServiceKey &service, std::span<const CommitStep> steps,
                                                  Timestamp oldest)
{
    for (Duration reach = firstReach;; reach *= further) {
        const Timestamp since = reach > wholeHistory ? noTime : std::max(noTime, oldest - reach);
        const Loaded *&newest = m_newest[service];
        if (!newest || newest->since > since) {
            Result<std::vector<Change>> changes = m_session.changes().graph(service, since);
            if (!changes)
                return std::unexpected(changes.error());
            m_all.push_back(std::make_unique<Loaded>(since, std::move(*changes)));
            newest = m_all.back().get();
        }
        if (newest->since == noTime)
            return &newest->history;
        const Result<bool> enough = answers(service, newest->history, steps);
        if (!enough)
            return std::unexpected(enough.error());
        if (*enough)
            return &newest->history;
    }
}

Result<bool> RecentHistories::isKnown(const ServiceKey &service, const QString &commit)
{
    const std::pair key(service, commit);
    if (const auto known = m_known.constFind(key); known != m_known.cend())
        return *known;
    const Result<std::optional<Change>> found = m_session.changes().find(service, commit);
    if (!found)
        return std::unexpected(found.error());
    m_known.insert(key, found->has_value());
    return found->has_value();
}

/// Whether nothing that is stored lies beyond the edge of `history` and would change one of the answers.
Result<bool> RecentHistories::answers(const ServiceKey &service, const History &history,
                                      std::span<const CommitStep> steps)
{
    const auto isBeyond = [&](const QString &commit) -> Result<bool> {
        if (commit.isEmpty() || history.find(commit))
            return false;
        return isKnown(service, commit);
    };
    for (const CommitStep &step : steps) {
        for (const QString &end : {step.from, step.to}) {
            const Result<bool> beyond = isBeyond(end);
            if (!beyond)
                return beyond;
            if (*beyond)
                return false;
        }
        // Without a known beginning there is nothing to be asked; with one, a change whose parent is missing here may be
        // the end of a branch older than the edge.
        if (!history.find(step.from))
            continue;
        for (const Change *change : history.between(step.from, step.to)) {
            for (const QString &parent : change->parents) {
                const Result<bool> beyond = isBeyond(parent);
                if (!beyond)
                    return beyond;
                if (*beyond)
                    return false;
            }
        }
    }
    return true;
}

} // namespace humdrum
