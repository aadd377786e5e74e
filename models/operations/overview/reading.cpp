// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/reading.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace humdrum {

Result<const Product *> Reading::product()
{
    if (!m_product) {
        Result<std::optional<Product>> current = m_session.products().current();
        if (!current)
            return std::unexpected(current.error());
        if (!*current) {
            return fail(ErrorCode::NotFound, QCoreApplication::translate("Overview", "There is no product yet."),
                        QCoreApplication::translate(
                            "Overview", "Describe one in humdrum.yaml and run: humdrumctl init --config humdrum.yaml"));
        }
        m_product = std::move(**current);
    }
    return &*m_product;
}

Result<const std::vector<Release> *> Reading::releases()
{
    if (!m_releases) {
        Result<std::vector<Release>> list = m_session.releases().list();
        if (!list)
            return std::unexpected(list.error());
        m_releases = std::move(*list);
    }
    return &*m_releases;
}

Result<const Release *> Reading::release(ReleaseId id)
{
    const auto list = releases();
    if (!list)
        return std::unexpected(list.error());
    const auto it = std::ranges::find(**list, id, &Release::id);
    return it == (*list)->end() ? nullptr : &*it;
}

Result<std::optional<Build>> Reading::build(BuildId id)
{
    if (!id.isValid())
        return std::optional<Build>();
    const auto known = m_builds.constFind(id);
    if (known != m_builds.constEnd())
        return *known;
    Result<std::optional<Build>> build = m_session.builds().byId(id);
    if (build)
        m_builds.insert(id, *build);
    return build;
}

Result<std::map<ServiceKey, Build>> Reading::builds(const Release &release)
{
    if (const auto known = m_manifests.constFind(release.manifest); known != m_manifests.constEnd())
        return *known;
    const Result<std::optional<Manifest>> manifest = m_session.releases().manifest(release.manifest);
    if (!manifest)
        return std::unexpected(manifest.error());
    std::map<ServiceKey, Build> result;
    if (!*manifest)
        return result;
    for (const auto &[service, id] : (*manifest)->builds) {
        Result<std::optional<Build>> b = build(id);
        if (!b)
            return std::unexpected(b.error());
        if (*b)
            result.emplace(service, std::move(**b));
    }
    m_manifests.insert(release.manifest, result);
    return result;
}

Result<const Reading::History *> Reading::history(const ServiceKey &service)
{
    auto it = m_histories.find(service);
    if (it == m_histories.end()) {
        // The graph alone: of a long history only the few changes that are asked for are read whole.
        const Result<std::vector<Change>> all = m_session.changes().graph(service, noTime);
        if (!all)
            return std::unexpected(all.error());
        History h{{}, CommitGraph{std::span<const Change>(*all)}};
        h.commits.reserve(static_cast<qsizetype>(all->size()));
        for (const Change &c : *all)
            h.commits.push_back(c.commit);
        it = m_histories.emplace(service, std::move(h));
    }
    return &*it;
}

Result<std::vector<Change>> Reading::changesAt(const ServiceKey &service, const std::vector<qsizetype> &places)
{
    std::vector<Change> result;
    if (places.empty())
        return result;
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    QStringList wanted;
    for (const qsizetype place : places)
        wanted << (*h)->commits[place];
    Result<std::vector<Change>> read = m_session.changes().ofCommits(service, wanted);
    if (!read)
        return read;
    QHash<QString, size_t> found;
    for (size_t i = 0; i < read->size(); ++i)
        found.insert((*read)[i].commit, i);
    for (const QString &commit : std::as_const(wanted)) {
        if (const auto it = found.constFind(commit); it != found.cend())
            result.push_back(std::move((*read)[*it]));
    }
    return result;
}

Result<std::vector<Change>> Reading::changesBetween(const ServiceKey &service, const QString &from, const QString &to)
{
    if (from == to)
        return std::vector<Change>{};
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    return changesAt(service, (*h)->graph.between(from, to));
}

Result<int> Reading::countBetween(const ServiceKey &service, const QString &from, const QString &to)
{
    if (from == to)
        return 0;
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    return static_cast<int>((*h)->graph.between(from, to).size());
}

Result<Reading::Exchange> Reading::exchange(const ServiceKey &service, const QString &from, const QString &to)
{
    Exchange result;
    if (from == to)
        return result;
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    const CommitGraph::Difference difference = (*h)->graph.difference(from, to);
    Result<std::vector<Change>> gained = changesAt(service, difference.gained);
    Result<std::vector<Change>> lost = changesAt(service, difference.lost);
    if (!gained || !lost)
        return std::unexpected(!gained ? gained.error() : lost.error());
    return Exchange{std::move(*gained), std::move(*lost)};
}

Result<const Release *> Reading::before(const Release &release)
{
    if (release.patches.isValid())
        return this->release(release.patches);
    const auto list = releases();
    if (!list)
        return std::unexpected(list.error());
    for (const Release &r : **list) {
        const bool earlier = r.createdAt < release.createdAt || (r.createdAt == release.createdAt && r.id < release.id);
        if (earlier && r.state != ReleaseState::Withdrawn && r.kind != ReleaseKind::Rollback)
            return &r;
    }
    return nullptr;
}

Result<QString> whatRuns(Reading &read, const std::map<ServiceKey, Deployment> &running)
{
    const Release *newest = nullptr;
    const Deployment *last = nullptr;
    for (const auto &[service, deployment] : running) {
        if (!last || deployment.from > last->from)
            last = &deployment;
        const Result<const Release *> release = read.release(deployment.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release && (!newest || (*release)->createdAt > newest->createdAt))
            newest = *release;
    }
    if (newest)
        return newest->version;
    if (!last)
        return QString();
    const Result<std::optional<Build>> build = read.build(last->build);
    if (!build)
        return std::unexpected(build.error());
    return *build ? (*build)->service.value + u' ' + (*build)->version : QString();
}

std::optional<double> medianOf(std::vector<double> values)
{
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace humdrum
