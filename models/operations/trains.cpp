// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/trains.h"

#include "operations/overview/freezes.h"
#include "operations/waitingchanges.h"
#include "planning/movements.h"
#include "planning/trains.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

/// Moves trains; counts what it moved.
class Dispatcher {
public:
    Dispatcher(Session &session, const Product &product, Timestamp now)
        : m_session(session)
        , m_product(product)
        , m_waiting(session, product)
        , m_now(now)
    {}

    Result<int> run(const std::vector<Train> &trains)
    {
        bool boarding = false; // one train boards at a time; the time of a late one is over
        for (const Train &train : trains) {
            if (isFinished(train.state))
                continue;
            m_state = train.state;
            if (m_state == TrainState::Planned && (!boarding || m_now >= train.cutoff)) {
                if (auto moved = move(train, TrainState::Boarding, std::min(m_now, train.cutoff), {}); !moved)
                    return std::unexpected(moved.error());
            }
            if (m_state == TrainState::Boarding && m_now >= train.cutoff) {
                if (auto moved = move(train, TrainState::Locked, train.cutoff, {}); !moved)
                    return std::unexpected(moved.error());
            }
            auto left = train.release.isValid() ? leaveLoaded(train) : leaveEmpty(train);
            if (!left)
                return std::unexpected(left.error());
            const bool waits = m_state == TrainState::Boarding || m_state == TrainState::Locked;
            boarding = boarding || (waits && m_now < train.departure);
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
        const auto why = whySkipped(train);
        if (!why)
            return std::unexpected(why.error());
        if (!why->isEmpty() && m_state != TrainState::Departed)
            return move(train, TrainState::Skipped, train.departure, *why);
        const QString reason = Text::tr("left empty");
        if (m_state != TrainState::Departed) {
            if (auto moved = move(train, TrainState::Departed, train.departure, reason); !moved)
                return moved;
        }
        return move(train, TrainState::Arrived, train.departure, reason);
    }

    /// Empty for a train that had nothing to carry: only that one leaves empty.
    Result<QString> whySkipped(const Train &train)
    {
        const auto freezes = freezesBetween(m_product, train.departure, train.departure + Duration{1});
        const auto waiting = m_waiting.of(train);
        if (!freezes || !waiting)
            return std::unexpected(!freezes ? freezes.error() : waiting.error());
        for (const FreezeSpan &freeze : *freezes) {
            const bool everyClient = std::ranges::all_of(m_product.environments, [&](const Environment &e) {
                return !m_product.isClientProduction(e.key) || freeze.environments.empty() ||
                    std::ranges::contains(freeze.environments, e.key);
            });
            if (everyClient)
                return freeze.title;
        }
        return *waiting == 0
            ? QString()
            : Text::tr("no release was assembled before its cut-off; changes that waited: %1").arg(*waiting);
    }

    Result<void> leaveLoaded(const Train &train)
    {
        Train now = train;
        now.state = m_state;
        const auto moved = moveLoadedTrain(m_session, m_product, now);
        if (!moved)
            return std::unexpected(moved.error());
        m_state = moved->state;
        m_moved += moved->moves;
        return {};
    }

    Session &m_session;
    const Product &m_product;
    WaitingChanges m_waiting;
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

namespace {

/// From when on every train of the calendar is to be known: the first that is recorded. Of what was before it, and of a past
/// whose changes are not known, nobody can say that a train left empty.
Result<Timestamp> recordedSince(Session &session, const Product &product, Timestamp now)
{
    const auto past = session.trains().between(noTime, now);
    const auto known = WaitingChanges(session, product).known();
    if (!past || !known)
        return std::unexpected(!past ? past.error() : known.error());
    return *known && !past->empty() ? past->front().departure : now;
}

} // namespace

Result<int> advanceTrains(Session &session, const Product &product, Timestamp now)
{
    const auto since = recordedSince(session, product, now);
    if (!since)
        return std::unexpected(since.error());
    auto planned = planTrains(session, product, *since, now + trainHorizon);
    if (!planned)
        return planned;
    if (auto settled = settleReleases(session, product); !settled)
        return settled;
    auto trains = session.trains().between(noTime, now + trainHorizon);
    if (!trains)
        return std::unexpected(trains.error());
    auto moved = Dispatcher(session, product, now).run(*trains);
    if (!moved)
        return moved;
    return *planned + *moved;
}

Result<std::optional<Train>> nextToBoard(Session &session)
{
    auto next = session.trains().next();
    if (!next || !*next)
        return next;
    auto trains = session.trains().between((*next)->departure, session.now() + trainHorizon);
    if (!trains)
        return std::unexpected(trains.error());
    for (Train &train : *trains) {
        const bool here = train.state == TrainState::Planned || train.state == TrainState::Boarding ||
            train.state == TrainState::Locked;
        if (here && !(train.release.isValid() && train.departure <= session.now()))
            return std::optional(std::move(train));
    }
    return next;
}

} // namespace humdrum
