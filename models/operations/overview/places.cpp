// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/places.h"

#include "operations/overview/running.h"
#include "promotion/decisions.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

/// The last promotion of each service. One that was cancelled before a worker took it has changed nothing, nor what was
/// there before it.
std::vector<Promotion> lastOfEach(const std::vector<Promotion> &promotions)
{
    std::map<ServiceKey, const Promotion *> last;
    for (const Promotion &p : promotions) {
        if (p.state == PromotionState::Aborted && p.startedAt == noTime)
            continue;
        const Promotion *&newest = last[p.request.service];
        if (!newest || std::pair(p.queuedAt, p.id) > std::pair(newest->queuedAt, newest->id))
            newest = &p;
    }
    std::vector<Promotion> all;
    for (const auto &[service, p] : last)
        all.push_back(*p);
    return all;
}

/// What runs of it and is not good.
const Deployment *badOf(const std::map<ServiceKey, Build> &builds, const RunningThere &there)
{
    for (const auto &[service, build] : builds) {
        const auto it = there.find(service);
        if (it != there.end() && it->second.build == build.id && !cameWell(it->second))
            return &it->second;
    }
    return nullptr;
}

PlaceState stateWhenOver(const PlaceFacts &facts, const std::map<ServiceKey, Deployment> &came,
                         const std::vector<Promotion> &last, ClientStanding standing)
{
    const auto ended = [&](auto... states) {
        return std::ranges::any_of(last, [&](const Promotion &p) { return ((p.state == states) || ...); });
    };
    const auto anyWas = [&](DeploymentOutcome outcome) {
        return std::ranges::any_of(came, [&](const auto &entry) { return entry.second.outcome == outcome; });
    };
    if (ended(PromotionState::Failed) || anyWas(DeploymentOutcome::Failed))
        return PlaceState::Failed;
    if (ended(PromotionState::Errored))
        return PlaceState::Errored;
    if (anyWas(DeploymentOutcome::RolledBack))
        return PlaceState::RolledBack;
    if (ended(PromotionState::Aborted, PromotionState::Denied))
        return PlaceState::Stopped;
    if (standing != ClientStanding::Missing)
        return standing == ClientStanding::Reached ? PlaceState::Ran : PlaceState::Overtaken;
    const bool withdrawn = facts.release && facts.release->state == ReleaseState::Withdrawn;
    return !came.empty() ? PlaceState::Partly : withdrawn ? PlaceState::Closed : PlaceState::Waiting;
}

} // namespace

PromotionState stateOfGroup(const std::vector<Promotion> &group)
{
    using enum PromotionState;
    // What is under way first, then what went wrong, then what went well.
    static constexpr std::array order{AwaitingGate, Validating, Running, PreFlight, Queued,
                                      Failed,       Errored,    Aborted, Denied,    Succeeded};
    for (PromotionState state : order) {
        if (std::ranges::find(group, state, &Promotion::state) != group.end())
            return state;
    }
    return Queued;
}

Mark markOf(PlaceState s)
{
    switch (s) {
    case PlaceState::Runs:
    case PlaceState::Ran: // that it went through is what its mark says, and the text what is there now
        return Mark::Passed;
    case PlaceState::Moving:
        return Mark::Running;
    case PlaceState::RunsBadly:
    case PlaceState::Failed:
    case PlaceState::Errored:
        return Mark::Failed;
    case PlaceState::RolledBack:
    case PlaceState::Stopped:
    case PlaceState::Undecided:
        return Mark::Attention;
    case PlaceState::Waiting:
    case PlaceState::Partly:
    case PlaceState::Overtaken:
    case PlaceState::Closed:
        break;
    }
    return Mark::Waiting;
}

QString titleOf(PlaceState s)
{
    switch (s) {
    case PlaceState::Waiting:
        return Text::tr("waiting");
    case PlaceState::Moving:
        return Text::tr("on its way");
    case PlaceState::Runs:
        return Text::tr("runs it");
    case PlaceState::RunsBadly:
        return Text::tr("failed its test");
    case PlaceState::Partly:
        return Text::tr("part of it");
    case PlaceState::Ran:
        return Text::tr("ran it");
    case PlaceState::Failed:
        return Text::tr("failed");
    case PlaceState::Errored:
        return Text::tr("errored");
    case PlaceState::RolledBack:
        return Text::tr("rolled back");
    case PlaceState::Stopped:
        return Text::tr("stopped");
    case PlaceState::Undecided:
        return Text::tr("waits for a decision");
    case PlaceState::Overtaken:
        return Text::tr("overtaken");
    case PlaceState::Closed:
        return Text::tr("will not go");
    }
    return {};
}

Result<void> Places::load()
{
    const Result<std::vector<Deployment>> running = m_reading.session().deployments().running();
    Result<std::vector<Hold>> holds = m_reading.session().holds().active();
    if (!running || !holds)
        return std::unexpected(!running ? running.error() : holds.error());
    auto stopped = stoppedBehind(m_reading.session());
    if (!stopped)
        return std::unexpected(stopped.error());
    m_stopped = *std::move(stopped);
    const Result<const Product *> product = m_reading.product();
    if (!product)
        return std::unexpected(product.error());
    m_reaches.emplace(m_reading.session(), **product);
    m_running = byEnvironment(*running);
    m_holds = std::move(*holds);
    return {};
}

const RunningThere &Places::running(const EnvironmentKey &environment) const
{
    static const RunningThere none;
    const auto it = m_running.find(environment);
    return it == m_running.end() ? none : it->second;
}

Result<Timestamp> Places::wholeAt(const EnvironmentKey &environment, const std::map<ServiceKey, Build> &builds)
{
    std::map<ServiceKey, BuildId> ids;
    for (const auto &[service, build] : builds)
        ids.emplace(service, build.id);
    return m_reaches->wholeAt(ids, environment);
}

Result<bool> Places::went(const EnvironmentKey &environment, const std::map<ServiceKey, Build> &builds)
{
    return wholeAt(environment, builds).transform([](Timestamp at) { return at != noTime; });
}

Result<ClientStanding> Places::standing(const EnvironmentKey &environment, const PlaceFacts &facts)
{
    if (facts.release)
        return m_reaches->standing(*facts.release, environment);
    return went(environment, facts.builds).transform([](bool ran) {
        return ran ? ClientStanding::Reached : ClientStanding::Missing;
    });
}

/// The last coming of each service. That a rollback to it did not go well, or was replaced, is no fault of the release.
Result<std::map<ServiceKey, Deployment>> Places::came(const std::vector<Deployment> &deployments)
{
    std::map<ServiceKey, Deployment> last;
    for (const Deployment &d : deployments) {
        bool back = false;
        if (d.promotion.isValid() && d.remedies.isValid()) {
            const auto by = m_reading.session().promotions().byId(d.promotion);
            if (!by)
                return std::unexpected(by.error());
            back = *by && (*by)->request.kind == PromotionKind::Rollback;
        }
        if (!back)
            last.insert_or_assign(d.service, d);
    }
    return last;
}

const Promotion *Places::stopOf(const std::vector<Promotion> &promotions) const
{
    for (const Promotion &p : promotions) {
        if (const auto it = m_stopped.constFind(p.id); it != m_stopped.cend())
            return &*it;
    }
    return nullptr;
}

Result<PlaceVerdict> Places::of(const EnvironmentKey &environment, const PlaceFacts &facts)
{
    PlaceVerdict v;
    const RunningThere &there = running(environment);
    const std::vector<Promotion> last = lastOfEach(facts.promotions);
    const bool underWay = std::ranges::any_of(last, [](const Promotion &p) { return !isFinished(p.state); });
    const Result<std::map<ServiceKey, Deployment>> arrived = came(facts.deployments);
    if (!arrived)
        return std::unexpected(arrived.error());
    const Deployment *bad = badOf(facts.builds, there);
    bool over = false; // what comes next is no business of it any more
    if (underWay || bad || runsAll(facts.builds, there)) {
        v.state = underWay ? PlaceState::Moving : bad ? PlaceState::RunsBadly : PlaceState::Runs;
    } else {
        const Result<ClientStanding> stands = standing(environment, facts);
        if (!stands)
            return std::unexpected(stands.error());
        v.state = stateWhenOver(facts, *arrived, last, *stands);
        over = *stands != ClientStanding::Missing || v.state == PlaceState::Closed;
    }
    v.mark = markOf(v.state);
    v.word = titleOf(v.state);
    if (!last.empty()) {
        const PromotionState state = stateOfGroup(last);
        const auto telling = std::ranges::find(last, state, &Promotion::state);
        v.promotion = telling->id;
        v.why = telling->message;
        if (underWay) {
            v.mark = markOf(state);
            v.word = titleOf(state);
        }
    }
    if (bad && v.state == PlaceState::RunsBadly)
        v.why = bad->message;
    if (const Promotion *stop = stopOf(last)) {
        v.state = PlaceState::Undecided;
        v.mark = markOf(v.state);
        v.word = titleOf(v.state);
        v.promotion = stop->id;
        v.why = stop->message;
    }
    const auto hold = std::ranges::find_if(m_holds, [&](const Hold &h) {
        return std::ranges::any_of(facts.builds, [&](const auto &entry) { return holds(h, entry.first, environment); });
    });
    // What is over here is in nobody's way; a hold is about what comes next.
    if (hold == m_holds.end() || over)
        return v;
    v.held = true;
    v.holdReason = hold->reason;
    v.word = Text::tr("%1 · held").arg(v.word);
    if (v.mark == Mark::Passed || v.mark == Mark::Waiting)
        v.mark = Mark::Attention;
    return v;
}

} // namespace humdrum
