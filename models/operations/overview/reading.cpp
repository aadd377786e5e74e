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
                QCoreApplication::translate("Overview", "Describe one in humdrum.yaml and run: humdrumctl init --config humdrum.yaml"));
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
    return result;
}

Result<const Reading::History *> Reading::history(const ServiceKey &service)
{
    auto it = m_histories.find(service);
    if (it == m_histories.end()) {
        Result<std::vector<Change>> all = m_session.changes().all(service);
        if (!all)
            return std::unexpected(all.error());
        History h{std::move(*all), {}};
        h.byCommit.reserve(static_cast<qsizetype>(h.changes.size()));
        for (size_t i = 0; i < h.changes.size(); ++i)
            h.byCommit.insert(h.changes[i].commit, i);
        it = m_histories.insert(service, std::move(h));
    }
    return &*it;
}

std::vector<bool> Reading::ancestors(const History &history, const QString &commit)
{
    std::vector<bool> seen(history.changes.size(), false);
    std::vector<size_t> open;
    const auto visit = [&](const QString &hash) {
        const auto at = history.byCommit.constFind(hash);
        if (at != history.byCommit.constEnd() && !seen[*at]) {
            seen[*at] = true;
            open.push_back(*at);
        }
    };
    visit(commit);
    while (!open.empty()) {
        const Change &c = history.changes[open.back()];
        open.pop_back();
        for (const QString &parent : c.parents)
            visit(parent);
    }
    return seen;
}

Result<std::vector<Change>> Reading::changesBetween(const ServiceKey &service, const QString &from, const QString &to)
{
    std::vector<Change> result;
    if (from == to)
        return result;
    const Result<const History *> h = history(service);
    if (!h)
        return std::unexpected(h.error());
    const std::vector<bool> there = ancestors(**h, from);
    const std::vector<bool> here = ancestors(**h, to);
    for (size_t i = (*h)->changes.size(); i-- > 0;) {
        if (here[i] && !there[i])
            result.push_back((*h)->changes[i]);
    }
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
