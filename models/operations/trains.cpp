// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/trains.h"

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
        const QString reason = Text::tr("left empty");
        if (m_state != TrainState::Departed) {
            if (auto moved = move(train, TrainState::Departed, train.departure, reason); !moved)
                return moved;
        }
        return move(train, TrainState::Arrived, train.departure, reason);
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
