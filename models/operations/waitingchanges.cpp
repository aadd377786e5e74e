// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/waitingchanges.h"

#include <algorithm>

namespace humdrum {

Result<bool> WaitingChanges::known()
{
    for (const Service &service : m_product.services) {
        const auto newest = m_session.changes().newestOnMainLine(service.key);
        if (!newest)
            return std::unexpected(newest.error());
        if (*newest)
            return true;
    }
    return false;
}

Result<const WaitingChanges::Line *> WaitingChanges::lineOf(const ServiceKey &service)
{
    if (const auto known = m_lines.find(service); known != m_lines.end())
        return &known->second;
    const auto changes = m_session.changes().all(service);
    if (!changes)
        return std::unexpected(changes.error());
    Line line;
    for (const Change &c : *changes) {
        if (c.ordinal < 0)
            continue;
        line.places.emplace(c.commit, c.ordinal);
        if (line.committed.size() <= static_cast<size_t>(c.ordinal))
            line.committed.resize(static_cast<size_t>(c.ordinal) + 1, Timestamp::max());
        line.committed[static_cast<size_t>(c.ordinal)] = c.committedAt;
    }
    return &m_lines.emplace(service, std::move(line)).first->second;
}

Result<qint64> WaitingChanges::newestTaken(const ServiceKey &service, const Line &line, Timestamp before)
{
    if (!m_releases) {
        auto releases = m_session.releases().list();
        if (!releases)
            return std::unexpected(releases.error());
        std::erase_if(*releases, [](const Release &r) {
            return r.kind == ReleaseKind::Rollback || r.state == ReleaseState::Withdrawn;
        });
        std::vector<ManifestId> manifests;
        for (const Release &r : *releases)
            manifests.push_back(r.manifest);
        auto builds = m_session.releases().builds(manifests);
        if (!builds)
            return std::unexpected(builds.error());
        m_builds = std::move(*builds);
        m_releases = std::move(*releases);
    }
    qint64 newest = -1;
    for (const Release &r : *m_releases) {
        if (r.createdAt >= before)
            continue;
        const auto &builds = m_builds[r.manifest];
        const auto build = builds.find(service);
        if (build == builds.end())
            continue;
        if (const auto place = line.places.find(build->second.commit); place != line.places.end())
            newest = std::max(newest, place->second);
    }
    return newest;
}

Result<int> WaitingChanges::of(const Train &train)
{
    int waiting = 0;
    for (const Service &service : m_product.services) {
        const Result<const Line *> line = lineOf(service.key);
        if (!line)
            return std::unexpected(line.error());
        const Result<qint64> taken = newestTaken(service.key, **line, train.departure);
        if (!taken)
            return std::unexpected(taken.error());
        const auto &times = (*line)->committed;
        waiting +=
            static_cast<int>(std::count_if(times.begin() + std::min<std::ptrdiff_t>(*taken + 1, std::ssize(times)),
                                           times.end(), [&](Timestamp at) { return at <= train.cutoff; }));
    }
    return waiting;
}

} // namespace humdrum
