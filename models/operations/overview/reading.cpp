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
        Result<std::vector<Change>> all = m_session.changes().all(service);
        if (!all)
            return std::unexpected(all.error());
        CommitGraph graph{std::span<const Change>(*all)};
        History h{std::move(*all), std::move(graph)};
        it = m_histories.emplace(service, std::move(h));
    }
    return &*it;
}

Result<std::vector<Change>> Reading::changesBetween(const ServiceKey &service, const QString &from, const QString &to)
{
    std::vector<Change> result;
    if (from == to)
        return result;
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    for (qsizetype i : (*h)->graph.between(from, to))
        result.push_back((*h)->changes[static_cast<size_t>(i)]);
    return result;
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
