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

/// What is known of the release that is judged.
struct ClientReaches::Asked {
    Release release;
    const Manifest *manifest = nullptr;
    std::vector<Deployment> brought; ///< everywhere
};

Result<void> ClientReaches::load()
{
    if (m_running)
        return {};
    auto running = m_session.deployments().running();
    if (!running)
        return std::unexpected(running.error());
    std::erase_if(*running, [this](const Deployment &d) { return !m_product.isClientProduction(d.environment); });
    m_running = std::move(*running);
    return {};
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

Result<ClientPlace> ClientReaches::judge(const Asked &asked, const Environment &environment)
{
    ClientPlace place{environment.key, environment.name, environment.client, ClientStanding::Missing, {}};
    std::map<ServiceKey, const Deployment *> there;
    std::vector<const Release *> later;
    for (const Deployment &d : *m_running) {
        if (d.environment != environment.key)
            continue;
        there.emplace(d.service, &d);
        const Result<const Release *> by = release(d.release);
        if (!by)
            return std::unexpected(by.error());
        if (*by && wentWell(d) && isLater(**by, asked.release))
            later.push_back(*by);
    }
    bool overtaken = false;
    for (const auto &[service, build] : asked.manifest->builds) {
        if (!m_product.service(service))
            continue;
        const auto it = there.find(service);
        const Deployment *running = it == there.end() ? nullptr : it->second;
        if (running && running->build == build && wentWell(*running)) {
            place.at = std::max(place.at, running->from);
            continue;
        }
        const auto earlier = std::ranges::find_if(asked.brought, [&](const Deployment &d) {
            return d.environment == environment.key && d.service == service && d.build == build && wentWell(d);
        });
        if (earlier != asked.brought.end()) {
            place.at = std::max(place.at, earlier->from);
            continue;
        }
        if (!running || !wentWell(*running))
            return place;
        bool replaced = !running->release.isValid() && !later.empty();
        for (const Release *by : later) {
            const Result<bool> stands = standsIn(*by, *running);
            if (!stands)
                return std::unexpected(stands.error());
            replaced = replaced || *stands || by->id == running->release;
        }
        if (!replaced)
            return place;
        overtaken = true;
    }
    place.standing = overtaken ? ClientStanding::Overtaken : ClientStanding::Reached;
    if (!overtaken)
        return place;
    return overtakenAt(asked.release, environment.key).transform([&](Timestamp at) {
        place.at = std::max(place.at, at);
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
    if (Result<void> done = load(); !done)
        return std::unexpected(done.error());
    Asked asked{.release = release};
    const Result<const Manifest *> builds = manifest(release.manifest);
    auto brought = m_session.deployments().ofRelease(release.id);
    if (!builds || !brought)
        return std::unexpected(!builds ? builds.error() : brought.error());
    asked.manifest = *builds;
    asked.brought = std::move(*brought);
    ClientReach reach;
    for (const Environment &environment : m_product.environments) {
        if (!m_product.isClientProduction(environment.key))
            continue;
        if (!asked.manifest) {
            reach.places.push_back({environment.key, environment.name, environment.client, {}, {}});
            continue;
        }
        auto place = judge(asked, environment);
        if (!place)
            return std::unexpected(place.error());
        reach.places.push_back(std::move(*place));
        reach.left = reach.left || std::ranges::any_of(asked.brought, [&](const Deployment &d) {
                         const bool taken = d.outcome == DeploymentOutcome::RolledBack ||
                             (d.outcome == DeploymentOutcome::Running && !cameWell(d));
                         return d.environment == environment.key && !taken;
                     });
    }
    return reach;
}

} // namespace humdrum
