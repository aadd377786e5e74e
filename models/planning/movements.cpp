// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/movements.h"

#include "planning/clients.h"
#include "planning/text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// When a release first went to where a client works; noTime for never. What clients rehearse in comes before, and is no
/// departure.
Result<Timestamp> leftAt(Session &session, const Product &product, ReleaseId release)
{
    auto deployments = session.deployments().ofRelease(release);
    if (!deployments)
        return std::unexpected(deployments.error());
    Timestamp first = noTime;
    for (const Deployment &d : *deployments) {
        if (!product.isClientProduction(d.environment))
            continue;
        const Timestamp began = d.startedAt == noTime ? d.from : d.startedAt;
        if (first == noTime || began < first)
            first = began;
    }
    return first;
}

/// When the last client had the release. A rollback after that does not undo it; the last time that is known stands then.
Result<Timestamp> arrivedAt(Session &session, const Product &product, const Release &release, Timestamp left)
{
    const auto reach = ClientReaches(session, product).of(release);
    if (!reach)
        return std::unexpected(reach.error());
    Timestamp last = left;
    for (const ClientPlace &place : reach->places)
        last = std::max(last, place.at);
    return last;
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
    const auto left = leftAt(session, product, train.release);
    if (!left)
        return std::unexpected(left.error());
    if (*left == noTime)
        return moved;
    if (moved.state == TrainState::Planned) {
        if (auto done = move(TrainState::Boarding, *left); !done)
            return std::unexpected(done.error());
    }
    if (moved.state != TrainState::Departed) {
        if (auto done = move(TrainState::Departed, *left); !done)
            return std::unexpected(done.error());
    }
    const auto release = session.releases().byId(train.release);
    if (!release)
        return std::unexpected(release.error());
    if (!*release || (*release)->state != ReleaseState::Released)
        return moved;
    const auto arrived = arrivedAt(session, product, **release, *left);
    if (!arrived)
        return std::unexpected(arrived.error());
    if (auto done = move(TrainState::Arrived, *arrived); !done)
        return std::unexpected(done.error());
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

Result<int> settleReleases(Session &session, const Product &product)
{
    const auto open = session.releases().listing(
        {.states = {ReleaseState::InPromotion}, .kind = {}, .text = {}, .id = {}, .limit = 0});
    if (!open)
        return std::unexpected(open.error());
    ClientReaches reaches(session, product);
    int settled = 0;
    for (const ReleaseListing &listing : *open) {
        const auto reach = reaches.of(listing.release);
        if (!reach)
            return std::unexpected(reach.error());
        if (!reach->isComplete())
            continue;
        const QString others = reach->overtaken().join(u", "_s);
        const QString reason = others.isEmpty()
            ? PlanningText::tr("It has run at every client")
            : PlanningText::tr("It has run at every client but where a later release does: %1").arg(others);
        if (auto done = session.releases().transition(listing.release.id, ReleaseState::Released, reason); !done)
            return std::unexpected(done.error());
        if (auto moved = moveTrainOf(session, product, listing.release.id); !moved)
            return std::unexpected(moved.error());
        ++settled;
    }
    return settled;
}

} // namespace humdrum
