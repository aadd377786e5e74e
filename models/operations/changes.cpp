// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/changes.h"

#include "operations/overview/reading.h"
#include "operations/releases.h"

namespace humdrum {

namespace {

Result<std::map<ServiceKey, Build>> buildsOf(Session &session, ManifestId id)
{
    std::map<ServiceKey, Build> builds;
    auto manifest = session.releases().manifest(id);
    if (!manifest)
        return std::unexpected(manifest.error());
    if (!*manifest)
        return builds;
    std::vector<BuildId> ids;
    for (const auto &[service, build] : (*manifest)->builds)
        ids.push_back(build);
    auto list = session.builds().byIds(ids);
    if (!list)
        return std::unexpected(list.error());
    for (Build &b : *list)
        builds.insert_or_assign(b.service, std::move(b));
    return builds;
}

} // namespace

Result<ServiceChanges> changesBetween(Session &session, const std::optional<Build> &from, const Build &to)
{
    ServiceChanges result{.service = to.service, .from = from, .to = to, .gained = {}, .lost = {}};
    if (result.unchanged())
        return result;
    auto all = session.changes().all(to.service, true);
    if (!all)
        return std::unexpected(all.error());
    const CommitGraph graph(*all);
    const CommitGraph::Difference difference = graph.difference(from ? from->commit : QString(), to.commit);
    for (const qsizetype i : difference.gained)
        result.gained.push_back((*all)[static_cast<size_t>(i)]);
    for (const qsizetype i : difference.lost)
        result.lost.push_back((*all)[static_cast<size_t>(i)]);
    return result;
}

Result<std::optional<Release>> predecessor(Session &session, const Release &release)
{
    Reading reading(session);
    const Result<const Release *> before = reading.before(release);
    if (!before)
        return std::unexpected(before.error());
    return *before ? std::optional(**before) : std::nullopt;
}

Result<std::vector<ServiceChanges>> changesOf(Session &session, const Product &product, const Release &release)
{
    auto before = predecessor(session, release);
    if (!before)
        return std::unexpected(before.error());
    auto builds = buildsOf(session, release.manifest);
    if (!builds)
        return std::unexpected(builds.error());
    std::map<ServiceKey, Build> earlier;
    if (*before) {
        auto list = buildsOf(session, (*before)->manifest);
        if (!list)
            return std::unexpected(list.error());
        earlier = std::move(*list);
    }
    std::vector<ServiceChanges> result;
    for (const Service &service : product.services) {
        const auto to = builds->find(service.key);
        if (to == builds->end())
            continue;
        const auto from = earlier.find(service.key);
        auto changes =
            changesBetween(session, from == earlier.end() ? std::nullopt : std::optional(from->second), to->second);
        if (!changes)
            return std::unexpected(changes.error());
        result.push_back(std::move(*changes));
    }
    return result;
}

} // namespace humdrum
