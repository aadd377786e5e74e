// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/lag.h"

#include "operations/overview/reading.h"

#include <algorithm>
#include <set>

namespace humdrum {

Lags::Lags(Reading &reading, const Running &running) : m_reading(reading), m_running(running) {}

Result<std::vector<EnvironmentCell>> Lags::of(const ServiceKey &service)
{
    std::vector<EnvironmentCell> row;
    for (const RunningBuild &running : m_running.builds) {
        if (running.service != service)
            continue;
        EnvironmentCell cell{running};
        auto release = m_reading.release(running.releaseId);
        if (!release)
            return std::unexpected(release.error());
        if (*release) {
            auto behind = releasesAfter(service, **release);
            if (!behind)
                return std::unexpected(behind.error());
            cell.releasesBehind = *behind;
        }
        row.push_back(std::move(cell));
    }
    if (auto compared = compare(row, service); !compared)
        return std::unexpected(compared.error());
    return row;
}

/// Releases with another build of the service that came after `release` and are running somewhere or were released.
Result<int> Lags::releasesAfter(const ServiceKey &service, const Release &release)
{
    auto all = m_reading.releases();
    auto mine = m_reading.builds(release);
    if (!all)
        return std::unexpected(all.error());
    if (!mine)
        return std::unexpected(mine.error());
    const auto runs = [this](ReleaseId id) {
        return std::ranges::find(m_running.builds, id, &RunningBuild::releaseId) != m_running.builds.end();
    };
    std::set<QString> builds;
    const auto own = mine->find(service);
    for (const Release &later : **all) {
        if (later.createdAt <= release.createdAt)
            break; // newest first
        if (later.state != ReleaseState::Released && !runs(later.id))
            continue;
        auto theirs = m_reading.builds(later);
        if (!theirs)
            return std::unexpected(theirs.error());
        const auto build = theirs->find(service);
        if (build != theirs->end() && (own == mine->end() || build->second.commit != own->second.commit))
            builds.insert(build->second.commit);
    }
    return static_cast<int>(builds.size());
}

Result<void> Lags::compare(std::vector<EnvironmentCell> &row, const ServiceKey &service)
{
    auto history = m_reading.history(service);
    auto tip = m_reading.session().changes().newestOnMainLine(service);
    if (!history)
        return std::unexpected(history.error());
    if (!tip)
        return std::unexpected(tip.error());
    QStringList commits;
    for (const EnvironmentCell &cell : row) {
        if (cell.build && !commits.contains(cell.build->commit))
            commits << cell.build->commit;
    }
    auto changes = m_reading.session().changes().ofCommits(service, commits);
    if (!changes)
        return std::unexpected(changes.error());
    QHash<QString, const Change *> byCommit;
    const Change *newest = nullptr;
    for (const Change &c : *changes) {
        byCommit.insert(c.commit, &c);
        if (c.ordinal >= 0 && (!newest || c.ordinal > newest->ordinal))
            newest = &c;
    }
    m_newest = newest ? newest->commit : QString();
    m_tip = *tip ? (*tip)->commit : QString();
    const CommitGraph &graph = (*history)->graph;
    for (EnvironmentCell &cell : row) {
        const Change *c = cell.build ? byCommit.value(cell.build->commit) : nullptr;
        if (!c || !newest)
            continue;
        cell.commitsBehind = static_cast<int>(graph.between(c->commit, newest->commit).size());
        if (cell.commitsBehind > 0)
            cell.behindBy = std::max(Duration{0}, newest->committedAt - c->committedAt);
        cell.fork = graph.isFork(c->commit, m_tip).value_or(false);
        if (!cell.fork)
            continue;
        if (auto placed = placeFork(cell); !placed)
            return placed;
    }
    return {};
}

Result<void> Lags::placeFork(EnvironmentCell &cell)
{
    auto history = m_reading.history(cell.service);
    if (!history)
        return std::unexpected(history.error());
    const CommitGraph &graph = (*history)->graph;
    cell.uniqueCommits = static_cast<int>(graph.between(m_tip, cell.build->commit).size());
    const qsizetype base = graph.mergeBase(cell.build->commit, m_tip);
    if (base < 0)
        return {};
    const QString commit = (*history)->commits[base];
    auto left = m_reading.session().changes().find(cell.service, commit);
    auto build = m_reading.session().builds().byCommit(cell.service, commit);
    if (!left)
        return std::unexpected(left.error());
    if (!build)
        return std::unexpected(build.error());
    cell.forkedAt = *left ? (*left)->committedAt : noTime;
    cell.forkedFrom = *build ? (*build)->version : commit.left(10);
    return {};
}

} // namespace humdrum
