// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/trains.h"

#include "planning/trains.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Operations", text); }

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

/// Moves trains; counts what it moved.
class Dispatcher {
public:
    Dispatcher(Session &session, const Product &product, Timestamp now)
        : m_session(session)
        , m_product(product)
        , m_now(now)
    {}

    Result<int> run(const std::vector<Train> &trains)
    {
        bool boarding = false; // only the first train that has not left boards
        for (const Train &train : trains) {
            if (isFinished(train.state))
                continue;
            m_state = train.state;
            if (!boarding && (m_state == TrainState::Planned)) {
                if (auto moved = move(train, TrainState::Boarding, m_now, {}); !moved)
                    return std::unexpected(moved.error());
            }
            if (m_state == TrainState::Boarding && m_now >= train.cutoff) {
                if (auto moved = move(train, TrainState::Locked, std::min(m_now, train.cutoff), {}); !moved)
                    return std::unexpected(moved.error());
            }
            auto left = train.release.isValid() ? leaveLoaded(train) : leaveEmpty(train);
            if (!left)
                return std::unexpected(left.error());
            boarding = boarding || m_state == TrainState::Boarding || m_state == TrainState::Locked;
        }
        return m_moved;
    }

private:
    Result<void> move(const Train &train, TrainState to, Timestamp at, const QString &reason)
    {
        auto moved = m_session.trains().transition(train.id, to, at, reason);
        if (moved) {
            m_state = to;
            ++m_moved;
        }
        return moved;
    }

    Result<void> leaveEmpty(const Train &train)
    {
        if (m_now < train.departure)
            return {};
        const QString reason = tr("left empty");
        if (m_state != TrainState::Departed) {
            if (auto moved = move(train, TrainState::Departed, train.departure, reason); !moved)
                return moved;
        }
        return move(train, TrainState::Arrived, train.departure, reason);
    }

    Result<void> leaveLoaded(const Train &train)
    {
        auto r = reached(m_session, m_product, train.release);
        if (!r)
            return std::unexpected(r.error());
        if (r->firstProduction != noTime && m_state != TrainState::Departed) {
            if (auto moved = move(train, TrainState::Departed, r->firstProduction, {}); !moved)
                return moved;
        }
        auto release = m_session.releases().byId(train.release);
        if (!release)
            return std::unexpected(release.error());
        if (m_state == TrainState::Departed && *release && (*release)->state == ReleaseState::Released &&
            r->lastProduction != noTime)
            return move(train, TrainState::Arrived, r->lastProduction, {});
        return {};
    }

    Session &m_session;
    const Product &m_product;
    Timestamp m_now;
    TrainState m_state = TrainState::Planned; ///< of the train that is looked at, kept in step with the row
    int m_moved = 0;
};

} // namespace

Result<int> planTrains(Session &session, const Product &product, Timestamp from, Timestamp to)
{
    auto earlier = session.trains().between(from - std::chrono::weeks{8}, to);
    if (!earlier)
        return std::unexpected(earlier.error());
    return session.trains().plan(plannedTrains(product, from, to, *earlier));
}

Result<int> advanceTrains(Session &session, const Product &product, Timestamp now)
{
    auto planned = planTrains(session, product, now, now + trainHorizon);
    if (!planned)
        return planned;
    auto trains = session.trains().between(noTime, now + trainHorizon);
    if (!trains)
        return std::unexpected(trains.error());
    auto moved = Dispatcher(session, product, now).run(*trains);
    if (!moved)
        return moved;
    return *planned + *moved;
}

} // namespace humdrum
