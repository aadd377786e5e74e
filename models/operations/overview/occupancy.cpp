// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/occupancy.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr size_t releasesTried = 40; ///< beside those that brought what runs there

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

bool runs(const Build &build, const RunningThere &there)
{
    const auto it = there.find(build.service);
    return it != there.end() && it->second.build == build.id;
}

} // namespace

RunningByEnvironment byEnvironment(std::span<const Deployment> running)
{
    RunningByEnvironment all;
    for (const Deployment &d : running)
        all[d.environment].insert_or_assign(d.service, d);
    return all;
}

bool runsAll(const std::map<ServiceKey, Build> &builds, const RunningThere &there)
{
    return !builds.empty() && std::ranges::all_of(builds, [&](const auto &entry) { return runs(entry.second, there); });
}

QString wordOf(Extent extent)
{
    switch (extent) {
    case Extent::Wholly:
        return u"wholly"_s;
    case Extent::Partly:
        return u"partly"_s;
    case Extent::Other:
        return u"other"_s;
    case Extent::Nothing:
        break;
    }
    return u"nothing"_s;
}

QString Occupancy::title() const
{
    switch (extent) {
    case Extent::Wholly:
        return release;
    case Extent::Partly:
        return Text::tr("part of %1").arg(release);
    case Extent::Other:
        return others.size() == 1 ? others.front() : Text::tr("other builds");
    case Extent::Nothing:
        break;
    }
    return {};
}

QString Occupancy::sentence() const
{
    if (others.isEmpty())
        return extent == Extent::Partly ? Text::tr("part of %1 (%2 of %3)").arg(release).arg(here).arg(builds)
                                        : title();
    const QString list = others.join(u", "_s);
    switch (extent) {
    case Extent::Wholly:
        return Text::tr("%1, beside it %2").arg(release, list);
    case Extent::Partly:
        return Text::tr("part of %1 (%2 of %3), beside it %4").arg(release).arg(here).arg(builds).arg(list);
    case Extent::Other:
        return others.size() == 1 ? list : Text::tr("other builds: %1").arg(list);
    case Extent::Nothing:
        break;
    }
    return {};
}

Result<void> Occupancies::loadRecent()
{
    if (m_recent)
        return {};
    const auto releases = m_reading.releases();
    if (!releases)
        return std::unexpected(releases.error());
    std::vector<ManifestId> manifests;
    for (const Release &r : **releases) {
        if (manifests.size() == releasesTried)
            break;
        manifests.push_back(r.manifest);
    }
    auto builds = m_reading.session().releases().builds(manifests);
    if (!builds)
        return std::unexpected(builds.error());
    m_recent = std::move(*builds);
    return {};
}

Result<const Occupancies::Builds *> Occupancies::buildsOf(const Release &release)
{
    if (const auto known = m_recent->find(release.manifest); known != m_recent->end())
        return &known->second;
    Result<Builds> builds = m_reading.builds(release);
    if (!builds)
        return std::unexpected(builds.error());
    return &m_recent->insert_or_assign(release.manifest, std::move(*builds)).first->second;
}

/// The release all of whose builds run there: the preferred one, else the newest that was brought there, else the newest.
Result<const Release *> Occupancies::whole(const RunningThere &there, const std::vector<const Release *> &brought,
                                           ReleaseId preferred)
{
    const auto releases = m_reading.releases();
    if (!releases)
        return std::unexpected(releases.error());
    std::vector<const Release *> order;
    for (const Release &r : **releases) {
        if (r.id == preferred)
            order.push_back(&r);
    }
    order.insert(order.end(), brought.begin(), brought.end());
    for (const Release &r : **releases) {
        if (r.state != ReleaseState::Withdrawn && m_recent->contains(r.manifest))
            order.push_back(&r);
    }
    for (const Release *release : order) {
        const Result<const Builds *> builds = buildsOf(*release);
        if (!builds)
            return std::unexpected(builds.error());
        if (runsAll(**builds, there))
            return release;
    }
    return nullptr;
}

Result<QStringList> Occupancies::namesOf(const RunningThere &there, const Builds &without)
{
    const Result<const Product *> product = m_reading.product();
    if (!product)
        return std::unexpected(product.error());
    QStringList names;
    for (const Service &service : (*product)->services) {
        const auto running = there.find(service.key);
        const auto left = without.find(service.key);
        if (running == there.end() || (left != without.end() && left->second.id == running->second.build))
            continue;
        const Result<std::optional<Build>> build = m_reading.build(running->second.build);
        if (!build)
            return std::unexpected(build.error());
        if (*build)
            names << service.key.value + u' ' + (*build)->version;
    }
    return names;
}

Result<Occupancy> Occupancies::of(const RunningThere &there, ReleaseId preferred)
{
    Occupancy out;
    if (there.empty())
        return out;
    if (Result<void> done = loadRecent(); !done)
        return std::unexpected(done.error());
    std::vector<const Release *> brought; // newest first
    for (const auto &[service, deployment] : there) {
        const Result<const Release *> release = m_reading.release(deployment.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release && std::ranges::find(brought, *release) == brought.end())
            brought.push_back(*release);
    }
    std::ranges::sort(brought, std::ranges::greater{}, [](const Release *r) { return std::pair(r->createdAt, r->id); });
    const Result<const Release *> entire = whole(there, brought, preferred);
    if (!entire)
        return std::unexpected(entire.error());
    Builds named;
    const Release *release = *entire;
    if (release)
        out.extent = Extent::Wholly;
    for (size_t i = 0; !release && i < brought.size(); ++i) {
        const Result<const Builds *> builds = buildsOf(*brought[i]);
        if (!builds)
            return std::unexpected(builds.error());
        if (std::ranges::any_of(**builds, [&](const auto &entry) { return runs(entry.second, there); })) {
            release = brought[i];
            out.extent = Extent::Partly;
        }
    }
    if (release) {
        named = **buildsOf(*release);
        out.releaseId = release->id;
        out.release = release->version;
        out.builds = static_cast<int>(named.size());
        out.here = static_cast<int>(
            std::ranges::count_if(named, [&](const auto &entry) { return runs(entry.second, there); }));
    } else {
        out.extent = Extent::Other;
    }
    for (const auto &[service, deployment] : there) {
        const auto own = named.find(service);
        if (!release || (own != named.end() && own->second.id == deployment.build))
            out.since = std::max(out.since, deployment.from);
    }
    Result<QStringList> others = namesOf(there, named);
    if (!others)
        return std::unexpected(others.error());
    out.others = std::move(*others);
    return out;
}

Result<std::vector<Occupancy>> readOccupancies(Reading &reading)
{
    const Result<const Product *> product = reading.product();
    const Result<std::vector<Deployment>> running = reading.session().deployments().running();
    if (!product || !running)
        return std::unexpected(!product ? product.error() : running.error());
    RunningByEnvironment there = byEnvironment(*running);
    Occupancies occupancies(reading);
    std::vector<Occupancy> all;
    for (const Environment &environment : (*product)->environments) {
        Result<Occupancy> runs = occupancies.of(there[environment.key]);
        if (!runs)
            return std::unexpected(runs.error());
        all.push_back(std::move(*runs));
    }
    return all;
}

} // namespace humdrum
