// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/clients.h"

#include "planning/text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QStringList namesOf(const std::vector<ClientPlace> &places, ClientStanding standing)
{
    QStringList names;
    for (const ClientPlace &p : places) {
        if (p.standing == standing)
            names << p.name;
    }
    return names;
}

/// By client: whether nothing is missing there.
std::map<QString, bool> byClient(const std::vector<ClientPlace> &places)
{
    std::map<QString, bool> done;
    for (const ClientPlace &p : places) {
        const auto it = done.try_emplace(p.client, true).first;
        it->second = it->second && p.standing != ClientStanding::Missing;
    }
    return done;
}

bool isLater(const Release &later, const Release &than)
{
    return later.kind != ReleaseKind::Rollback &&
        std::pair(later.createdAt, later.id) > std::pair(than.createdAt, than.id);
}

} // namespace

int ClientReach::clients() const { return static_cast<int>(byClient(places).size()); }

int ClientReach::done() const
{
    return static_cast<int>(std::ranges::count_if(byClient(places), [](const auto &entry) { return entry.second; }));
}

QStringList ClientReach::missing() const { return namesOf(places, ClientStanding::Missing); }

QStringList ClientReach::overtaken() const { return namesOf(places, ClientStanding::Overtaken); }

Timestamp ClientReach::completeAt() const
{
    Timestamp last = noTime;
    for (const ClientPlace &p : places)
        last = std::max(last, p.at);
    return isComplete() ? last : noTime;
}

QString ClientReach::text() const
{
    const int all = clients();
    return all == 1 ? PlanningText::tr("%1 of 1 client").arg(done())
                    : PlanningText::tr("%1 of %2 clients").arg(done()).arg(all);
}

QString ClientReach::sentence() const
{
    const QStringList names = missing();
    return names.isEmpty() ? text() : PlanningText::tr("%1, missing: %2").arg(text(), names.join(u", "_s));
}

QString progressOf(ReleaseState state, const std::optional<ClientReach> &clients)
{
    return state == ReleaseState::InPromotion && clients && clients->clients() > 0
        ? QString(titleOf(state) + u" · " + clients->text())
        : titleOf(state);
}

Result<void> ClientReaches::load()
{
    if (m_running)
        return {};
    const auto running = m_session.deployments().running();
    if (!running)
        return std::unexpected(running.error());
    m_running.emplace();
    for (const Deployment &d : *running)
        (*m_running)[d.environment].emplace(d.service, d);
    return {};
}

Result<const ClientReaches::History *> ClientReaches::history(BuildId build, const EnvironmentKey &environment)
{
    auto it = m_histories.find({build, environment});
    if (it == m_histories.end()) {
        auto all = m_session.deployments().ofBuild(build, environment);
        if (!all)
            return std::unexpected(all.error());
        it = m_histories.emplace(std::pair(build, environment), std::move(*all)).first;
    }
    return &it->second;
}

Result<const Release *> ClientReaches::release(ReleaseId id)
{
    auto it = m_releases.find(id);
    if (it == m_releases.end()) {
        auto found = id.isValid() ? m_session.releases().byId(id) : std::optional<Release>{};
        if (!found)
            return std::unexpected(found.error());
        it = m_releases.emplace(id, std::move(*found)).first;
    }
    return it->second ? &*it->second : nullptr;
}

Result<const Manifest *> ClientReaches::manifest(ManifestId id)
{
    auto it = m_manifests.find(id);
    if (it == m_manifests.end()) {
        auto found = m_session.releases().manifest(id);
        if (!found)
            return std::unexpected(found.error());
        it = m_manifests.emplace(id, std::move(*found)).first;
    }
    return it->second ? &*it->second : nullptr;
}

Result<bool> ClientReaches::standsIn(const Release &later, const Deployment &running)
{
    return manifest(later.manifest).transform([&](const Manifest *m) {
        const auto entry = m ? m->builds.find(running.service) : std::map<ServiceKey, BuildId>::const_iterator{};
        return m && entry != m->builds.end() && entry->second == running.build;
    });
}

Result<Timestamp> ClientReaches::wholeAt(const std::map<ServiceKey, BuildId> &builds, const EnvironmentKey &environment)
{
    std::vector<std::vector<const Deployment *>> runs;
    for (const auto &[service, build] : builds) {
        if (!m_product.service(service))
            continue;
        const Result<const History *> all = history(build, environment);
        if (!all)
            return std::unexpected(all.error());
        std::vector<const Deployment *> &good = runs.emplace_back();
        for (const Deployment &d : **all) {
            if (wentWell(d))
                good.push_back(&d);
        }
        if (good.empty())
            return noTime;
    }
    // Together they run from the moment when the last of them came, if the others are still there.
    Timestamp first = noTime;
    for (const auto &some : runs) {
        for (const Deployment *last : some) {
            const bool whole = std::ranges::all_of(runs, [last](const auto &other) {
                return std::ranges::any_of(other, [last](const Deployment *d) {
                    return d->from <= last->from && (d->to == noTime || d->to > last->from);
                });
            });
            if (whole && (first == noTime || last->from < first))
                first = last->from;
        }
    }
    return first;
}

/// The releases made after it of which something runs there well.
Result<std::vector<const Release *>> ClientReaches::laterThere(const Release &than, const EnvironmentKey &environment)
{
    std::vector<const Release *> later;
    for (const auto &[service, d] : (*m_running)[environment]) {
        const Result<const Release *> by = release(d.release);
        if (!by)
            return std::unexpected(by.error());
        if (*by && wentWell(d) && isLater(**by, than))
            later.push_back(*by);
    }
    return later;
}

Result<bool> ClientReaches::isReplaced(const Deployment &running, const std::vector<const Release *> &later)
{
    if (!wentWell(running))
        return false;
    bool replaced = !running.release.isValid() && !later.empty();
    for (const Release *by : later) {
        const Result<bool> stands = standsIn(*by, running);
        if (!stands)
            return stands;
        replaced = replaced || *stands || by->id == running.release;
    }
    return replaced;
}

Result<ClientStanding> ClientReaches::standing(const Release &release, const EnvironmentKey &environment)
{
    if (Result<void> done = load(); !done)
        return std::unexpected(done.error());
    const Result<const Manifest *> asked = manifest(release.manifest);
    if (!asked || !*asked)
        return asked.transform([](const Manifest *) { return ClientStanding::Missing; });
    const Result<Timestamp> whole = wholeAt((*asked)->builds, environment);
    const auto later = laterThere(release, environment);
    if (!whole || !later)
        return std::unexpected(!whole ? whole.error() : later.error());
    if (*whole != noTime)
        return ClientStanding::Reached;
    const std::map<ServiceKey, Deployment> &there = (*m_running)[environment];
    for (const auto &[service, build] : (*asked)->builds) {
        if (!m_product.service(service))
            continue;
        const Result<Timestamp> ran = wholeAt({{service, build}}, environment);
        if (!ran)
            return std::unexpected(ran.error());
        if (*ran != noTime)
            continue;
        const auto running = there.find(service);
        const Result<bool> replaced = running == there.end() ? false : isReplaced(running->second, *later);
        if (!replaced)
            return std::unexpected(replaced.error());
        if (!*replaced)
            return ClientStanding::Missing;
    }
    // Nothing is missing of what the product has no service for any more.
    if (std::ranges::none_of((*asked)->builds, [this](const auto &b) { return m_product.service(b.first); }))
        return ClientStanding::Reached;
    return later->empty() ? ClientStanding::Missing : ClientStanding::Overtaken;
}

Result<ClientPlace> ClientReaches::judge(const Release &release, const Environment &environment)
{
    const Result<ClientStanding> stands = standing(release, environment.key);
    if (!stands)
        return std::unexpected(stands.error());
    ClientPlace place{environment.key, environment.name, environment.client, *stands, {}};
    if (place.standing == ClientStanding::Missing)
        return place;
    const auto at = place.standing == ClientStanding::Overtaken
        ? overtakenAt(release, environment.key)
        : manifest(release.manifest).and_then([&](const Manifest *m) { return wholeAt(m->builds, environment.key); });
    return at.transform([&](Timestamp t) {
        place.at = t;
        return place;
    });
}

/// When the first later release came there.
Result<Timestamp> ClientReaches::overtakenAt(const Release &than, const EnvironmentKey &environment)
{
    const auto since = m_session.deployments().between(than.createdAt, Timestamp::max(), {}, environment);
    if (!since)
        return std::unexpected(since.error());
    for (const Deployment &d : *since) {
        const Result<const Release *> by = release(d.release);
        if (!by)
            return std::unexpected(by.error());
        if (*by && wentWell(d) && isLater(**by, than))
            return d.from;
    }
    return noTime;
}

Result<ClientReach> ClientReaches::of(const Release &release)
{
    const auto brought = m_session.deployments().ofRelease(release.id);
    if (!brought)
        return std::unexpected(brought.error());
    ClientReach reach;
    for (const Environment &environment : m_product.environments) {
        if (!m_product.isClientProduction(environment.key))
            continue;
        auto place = judge(release, environment);
        if (!place)
            return std::unexpected(place.error());
        reach.places.push_back(std::move(*place));
        reach.left = reach.left || std::ranges::any_of(*brought, [&](const Deployment &d) {
                         const bool taken = d.outcome == DeploymentOutcome::RolledBack ||
                             (d.outcome == DeploymentOutcome::Running && !cameWell(d));
                         return d.environment == environment.key && !taken;
                     });
    }
    return reach;
}

} // namespace humdrum
