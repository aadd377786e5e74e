// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pipeline/commitgraph.h"
#include "ports/store.h"

#include <QHash>

#include <map>

namespace humdrum {

/// What the overviews of one transaction read more than once, read once. Storage thread, as long as its session.
class Reading {
public:
    explicit Reading(Session &session) : m_session(session) {}

    [[nodiscard]] Session &session() const { return m_session; }
    /// NotFound before `init`.
    [[nodiscard]] Result<const Product *> product();
    /// Newest first.
    [[nodiscard]] Result<const std::vector<Release> *> releases();
    /// Null when there is none.
    [[nodiscard]] Result<const Release *> release(ReleaseId id);
    /// Empty when there is none.
    [[nodiscard]] Result<std::optional<Build>> build(BuildId id);
    /// The build of each service; services without one are missing.
    [[nodiscard]] Result<std::map<ServiceKey, Build>> builds(const Release &release);
    /// Commits that `to` has and `from` has not, newest first; all that `to` has when `from` is empty. Empty for an
    /// unknown `to`.
    [[nodiscard]] Result<std::vector<Change>> changesBetween(const ServiceKey &service, const QString &from,
                                                             const QString &to);

    /// How many there are, without reading them.
    [[nodiscard]] Result<int> countBetween(const ServiceKey &service, const QString &from, const QString &to);
    /// Both directions: what `to` has gained and what it has lost against `from`, newest first.
    struct Exchange {
        std::vector<Change> gained, lost;
    };
    [[nodiscard]] Result<Exchange> exchange(const ServiceKey &service, const QString &from, const QString &to);
    /// The release that `release` is compared with, as predecessor() finds it; null for the first.
    [[nodiscard]] Result<const Release *> before(const Release &release);

    /// All commits of a service, whose positions are those of its graph.
    struct History {
        QStringList commits; ///< oldest first
        CommitGraph graph;
    };
    [[nodiscard]] Result<const History *> history(const ServiceKey &service);

private:
    /// The changes at these places, in this order.
    Result<std::vector<Change>> changesAt(const ServiceKey &service, const std::vector<qsizetype> &places);

    Session &m_session;
    std::optional<Product> m_product;
    std::optional<std::vector<Release>> m_releases;
    QHash<BuildId, std::optional<Build>> m_builds;
    QHash<ManifestId, std::map<ServiceKey, Build>> m_manifests;
    QHash<ServiceKey, History> m_histories;
};

/// What runs in an environment, in one word: the newest release of which anything does, else the newest build, such as
/// "billing 4.18.2"; empty when nothing does.
[[nodiscard]] Result<QString> whatRuns(Reading &read, const std::map<ServiceKey, Deployment> &running);

/// The middle of the values, the mean of the two in the middle for an even number; nothing for none.
[[nodiscard]] std::optional<double> medianOf(std::vector<double> values);

} // namespace humdrum
