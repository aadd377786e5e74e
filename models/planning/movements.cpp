// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/movements.h"

#include <algorithm>

namespace humdrum {

namespace {

/// When a release first went to where a client works, and when it was with the last client that has it; noTime for never.
/// What clients rehearse in comes before, and is no departure.
struct Reached {
    Timestamp firstProduction{};
    Timestamp lastProduction{};
};

Result<Reached> reached(Session &session, const Product &product, ReleaseId release)
{
    auto deployments = session.deployments().ofRelease(release);
    if (!deployments)
        return std::unexpected(deployments.error());
    Reached r;
    for (const Deployment &d : *deployments) {
        if (!product.isClientProduction(d.environment))
            continue;
        const Timestamp began = d.startedAt == noTime ? d.from : d.startedAt;
        if (r.firstProduction == noTime || began < r.firstProduction)
            r.firstProduction = began;
        if (d.outcome != DeploymentOutcome::Failed)
            r.lastProduction = std::max(r.lastProduction, d.from);
    }
    return r;
}

} // namespace

Result<TrainMoved> moveLoadedTrain(Session &session, const Product &product, const Train &train)
{
    TrainMoved moved{.state = train.state, .moves = 0};
    if (isFinished(train.state))
        return moved;
    const auto move = [&](TrainState to, Timestamp at) -> Result<void> {
        auto done = session.trains().transition(train.id, to, at, {});
        if (done) {
            moved.state = to;
            ++moved.moves;
        }
        return done;
    };
    const auto r = reached(session, product, train.release);
    if (!r)
        return std::unexpected(r.error());
    if (r->firstProduction == noTime)
        return moved;
    if (moved.state == TrainState::Planned) {
        if (auto done = move(TrainState::Boarding, r->firstProduction); !done)
            return std::unexpected(done.error());
    }
    if (moved.state != TrainState::Departed) {
        if (auto done = move(TrainState::Departed, r->firstProduction); !done)
            return std::unexpected(done.error());
    }
    const auto release = session.releases().byId(train.release);
    if (!release)
        return std::unexpected(release.error());
    if (*release && (*release)->state == ReleaseState::Released && r->lastProduction != noTime) {
        if (auto done = move(TrainState::Arrived, r->lastProduction); !done)
            return std::unexpected(done.error());
    }
    return moved;
}

Result<void> moveTrainOf(Session &session, const Product &product, ReleaseId release)
{
    const auto found = session.releases().byId(release);
    if (!found)
        return std::unexpected(found.error());
    if (!*found || !(*found)->train.isValid())
        return {};
    const auto train = session.trains().byId((*found)->train);
    if (!train)
        return std::unexpected(train.error());
    // A train may carry another release by now; the one that left it does not move it.
    if (!*train || (*train)->release != release)
        return {};
    return moveLoadedTrain(session, product, **train).transform([](const TrainMoved &) {});
}

} // namespace humdrum
