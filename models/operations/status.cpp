// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/status.h"

#include "operations/overview/reading.h"
#include "planning/departures.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

Result<OpenRelease> readOpen(Reading &reading, const Product &product, Places &places, const Release &release)
{
    Session &session = reading.session();
    const auto builds = reading.builds(release);
    const auto deployments = session.deployments().ofRelease(release.id);
    const auto promotions = session.promotions().ofRelease(release.id);
    const auto train = session.trains().byId(release.train);
    auto clients = ClientReaches(session, product).of(release);
    if (!builds || !deployments)
        return std::unexpected(!builds ? builds.error() : deployments.error());
    if (!promotions || !train || !clients)
        return std::unexpected(!promotions ? promotions.error() : !train ? train.error() : clients.error());
    OpenRelease open{.release = release, .clients = std::move(*clients), .trainLine = {}, .places = {}};
    if (*train)
        open.trainLine =
            Text::tr("train %1 %2").arg((*train)->version, departureLine(**train, session.now(), product.zone));
    for (const Environment &e : product.environments) {
        PlaceFacts facts{.release = &release, .builds = *builds, .deployments = {}, .promotions = {}};
        std::ranges::copy_if(*deployments, std::back_inserter(facts.deployments),
                             [&](const Deployment &d) { return d.environment == e.key; });
        std::ranges::copy_if(*promotions, std::back_inserter(facts.promotions),
                             [&](const Promotion &p) { return p.request.environment == e.key; });
        auto verdict = places.of(e.key, facts);
        if (!verdict)
            return std::unexpected(verdict.error());
        open.places.push_back(std::move(*verdict));
    }
    return open;
}

Result<void> readOpenReleases(Reading &reading, Status &status)
{
    Places places(reading);
    if (Result<void> done = places.load(); !done)
        return done;
    const auto releases = reading.releases();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &release : **releases) {
        if (release.state != ReleaseState::Assembled && release.state != ReleaseState::InPromotion)
            continue;
        auto open = readOpen(reading, status.product, places, release);
        if (!open)
            return std::unexpected(open.error());
        status.open.push_back(std::move(*open));
    }
    return {};
}

} // namespace

Result<Status> readStatus(Session &session)
{
    Reading reading(session);
    auto product = reading.product();
    if (!product)
        return std::unexpected(product.error());
    auto running = readRunning(reading);
    if (!running)
        return std::unexpected(running.error());
    auto next = session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    Status status{.product = **product, .nextTrain = *next, .running = std::move(*running)};
    auto runs = readOccupancies(reading);
    if (!runs)
        return std::unexpected(runs.error());
    status.runs = std::move(*runs);
    auto paused = session.queue().paused();
    if (!paused)
        return std::unexpected(paused.error());
    status.paused = std::move(*paused);
    auto decisions = pendingDecisions(session);
    if (!decisions)
        return std::unexpected(decisions.error());
    status.decisions = std::move(*decisions);
    for (const Promotion &p : status.running.unfinished) {
        auto standing = standingOf(session, p);
        if (!standing)
            return std::unexpected(standing.error());
        status.standings.push_back(std::move(*standing));
    }
    if (auto done = readOpenReleases(reading, status); !done)
        return std::unexpected(done.error());
    if (status.nextTrain) {
        status.departure = departureLine(*status.nextTrain, session.now(), status.product.zone);
        auto release = reading.release(status.nextTrain->release);
        if (!release)
            return std::unexpected(release.error());
        if (*release)
            status.nextRelease = **release;
    }
    return status;
}

} // namespace humdrum
