// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/status.h"

#include "operations/releases.h"

#include <algorithm>

namespace humdrum {

namespace {

Result<RunningBuild> describe(Session &session, const Deployment &d)
{
    RunningBuild row{.environment = d.environment, .service = d.service, .build = {}, .release = {}, .since = d.from};
    auto build = session.builds().byId(d.build);
    if (!build)
        return std::unexpected(build.error());
    row.build = *build;
    if (d.release.isValid()) {
        auto release = session.releases().byId(d.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release)
            row.release = (*release)->version;
    }
    return row;
}

bool covers(const Hold &hold, const ServiceKey &service, const EnvironmentKey &environment)
{
    return (hold.service.isEmpty() || hold.service == service) &&
        (hold.environment.isEmpty() || hold.environment == environment);
}

} // namespace

Result<Status> readStatus(Session &session)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    Status status;
    status.product = std::move(*product);

    auto next = session.trains().next();
    auto running = session.deployments().running();
    auto unfinished = session.promotions().unfinished();
    auto holds = session.holds().active();
    if (!next)
        return std::unexpected(next.error());
    if (!running)
        return std::unexpected(running.error());
    if (!unfinished)
        return std::unexpected(unfinished.error());
    if (!holds)
        return std::unexpected(holds.error());
    status.nextTrain = *next;
    status.unfinished = std::move(*unfinished);
    status.holds = std::move(*holds);
    for (const Promotion &p : status.unfinished) {
        auto standing = standingOf(session, p);
        if (!standing)
            return std::unexpected(standing.error());
        status.standings.push_back(std::move(*standing));
    }
    if (status.nextTrain && status.nextTrain->release.isValid()) {
        auto release = session.releases().byId(status.nextTrain->release);
        if (!release)
            return std::unexpected(release.error());
        status.nextRelease = *release;
    }

    for (const Environment &e : status.product.environments) {
        for (const Service &s : status.product.services) {
            const auto it = std::ranges::find_if(
                *running, [&](const Deployment &d) { return d.service == s.key && d.environment == e.key; });
            RunningBuild row;
            row.environment = e.key;
            row.service = s.key;
            if (it != running->end()) {
                auto described = describe(session, *it);
                if (!described)
                    return std::unexpected(described.error());
                row = std::move(*described);
            }
            row.held = std::ranges::any_of(status.holds, [&](const Hold &h) { return covers(h, s.key, e.key); });
            status.running.push_back(std::move(row));
        }
    }
    return status;
}

} // namespace humdrum
