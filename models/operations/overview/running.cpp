// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/running.h"

#include "operations/overview/reading.h"
#include "promotion/decisions.h"

#include <algorithm>

namespace humdrum {

namespace {

using Where = std::pair<ServiceKey, EnvironmentKey>;

Result<void> describe(Reading &reading, const Deployment &deployment, RunningBuild &row)
{
    auto build = reading.build(deployment.build);
    if (!build)
        return std::unexpected(build.error());
    auto release = reading.release(deployment.release);
    if (!release)
        return std::unexpected(release.error());
    row.build = *build;
    row.since = deployment.from;
    row.failed = !cameWell(deployment);
    if (row.failed)
        row.why = deployment.message;
    row.observed = deployment.origin == DeploymentOrigin::Observed;
    row.recorded = deployment.origin == DeploymentOrigin::Imported;
    if (*release) {
        row.releaseId = (*release)->id;
        row.release = (*release)->version;
    }
    return {};
}

} // namespace

bool holds(const Hold &hold, const ServiceKey &service, const EnvironmentKey &environment)
{
    return (hold.service.isEmpty() || hold.service == service) &&
        (hold.environment.isEmpty() || hold.environment == environment);
}

const RunningBuild &Running::at(const ServiceKey &service, const EnvironmentKey &environment) const
{
    return *std::ranges::find_if(
        builds, [&](const RunningBuild &b) { return b.service == service && b.environment == environment; });
}

Result<Running> readRunning(Reading &reading)
{
    auto product = reading.product();
    if (!product)
        return std::unexpected(product.error());
    auto running = reading.session().deployments().running();
    auto unfinished = reading.session().promotions().unfinished();
    auto active = reading.session().holds().active();
    if (!running)
        return std::unexpected(running.error());
    if (!unfinished)
        return std::unexpected(unfinished.error());
    if (!active)
        return std::unexpected(active.error());
    const auto stopped = stoppedBehind(reading.session());
    if (!stopped)
        return std::unexpected(stopped.error());
    std::map<Where, const Deployment *> byPlace;
    for (const Deployment &d : *running)
        byPlace.insert_or_assign({d.service, d.environment}, &d);
    std::map<Where, const Promotion *> moving;
    for (const Promotion &p : *unfinished)
        moving.insert_or_assign({p.request.service, p.request.environment}, &p);

    Running all;
    for (const Environment &environment : (*product)->environments) {
        for (const Service &service : (*product)->services) {
            RunningBuild row{.service = service.key, .environment = environment.key};
            const Where where{service.key, environment.key};
            if (const auto it = byPlace.find(where); it != byPlace.end()) {
                if (auto done = describe(reading, *it->second, row); !done)
                    return std::unexpected(done.error());
            }
            if (const auto it = moving.find(where); it != moving.end()) {
                row.moving = it->second->state;
                row.undecided = stopped->contains(it->second->id);
            }
            row.held = std::ranges::any_of(*active,
                                           [&](const Hold &hold) { return holds(hold, service.key, environment.key); });
            all.builds.push_back(std::move(row));
        }
    }
    all.unfinished = std::move(*unfinished);
    all.holds = std::move(*active);
    return all;
}

} // namespace humdrum
