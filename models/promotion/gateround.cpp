// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/gateround.h"

#include "promotion/promotionrecords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// A figure that moves all the time is no other answer.
bool saysTheSame(const GateOutcome &a, const GateOutcome &b)
{
    const bool counts = a.kind == GateKind::Soak || a.kind == GateKind::Resource;
    return a.kind == b.kind && a.result == b.result && (counts || a.text == b.text);
}

Result<QString> pauseText(Session &session)
{
    return session.queue().paused().transform([](const std::optional<QueuePause> &pause) {
        return pause ? PromotionDesk::tr("the queue was paused by %1: %2").arg(pause->by, pause->reason) : QString();
    });
}

Result<void> record(Session &session, const RoundAsk &ask, const Round &round)
{
    const bool measured = std::ranges::contains(round.changed, GateKind::Resource, &GateOutcome::kind);
    if (!ask.samples.empty() && (measured || round.end == RoundEnd::Passed)) {
        if (auto r = session.pools().add(ask.samples); !r)
            return std::unexpected(r.error());
    }
    for (const GateOutcome &o : round.changed) {
        if (auto r = session.promotions().addGate(ask.promotion.id, o); !r)
            return r;
    }
    return {};
}

Result<void> pass(Session &session, Promotion &p, PromotionStep step)
{
    if (p.state == PromotionState::AwaitingGate) {
        p.message.clear();
        if (auto r = session.promotions().transition(p, PromotionState::PreFlight); !r)
            return r;
        p.state = PromotionState::PreFlight;
    }
    return settleStep(session, step, StepState::Passed);
}

Result<void> goOnWaiting(Session &session, Promotion &p, const QString &facts)
{
    const bool first = p.state != PromotionState::AwaitingGate;
    if (!first && p.message == facts)
        return {};
    p.message = facts;
    if (p.waitsSince == noTime)
        p.waitsSince = session.now();
    if (first) {
        if (auto r = session.promotions().transition(p, PromotionState::AwaitingGate); !r)
            return r;
        p.state = PromotionState::AwaitingGate;
    }
    return session.promotions().wait(p);
}

} // namespace

Result<Round> holdRound(Session &session, const GateSources &sources, const RoundAsk &ask)
{
    Round round{.end = RoundEnd::Denied, .promotion = ask.promotion, .gates = {}, .changed = {}, .facts = {}};
    Promotion &p = round.promotion;
    const bool waiting = p.state == PromotionState::AwaitingGate;
    auto gates = judgeGates(session,
                            {.product = ask.product,
                             .environment = ask.environment,
                             .build = ask.subject.build,
                             .release = ask.subject.release,
                             .manifest = ask.subject.manifest,
                             .kind = p.request.kind,
                             .overrides = p.request.overrides,
                             .person = p.requestedBy,
                             .automatic = p.requestedBy == automaticActor(),
                             .self = p.id,
                             .waits = waiting,
                             .claimed = {},
                             .samples = ask.samples},
                            sources);
    if (!gates)
        return std::unexpected(gates.error());
    round.gates = std::move(*gates);
    const auto paused = waiting ? pauseText(session) : Result<QString>(QString());
    if (!paused)
        return std::unexpected(paused.error());
    QStringList facts;
    for (const QString &fact : {factsOf(round.gates), *paused}) {
        if (!fact.isEmpty())
            facts << fact;
    }
    round.facts = facts.join(u"; "_s);
    std::ranges::copy_if(round.gates, std::back_inserter(round.changed), [&](const GateOutcome &o) {
        return std::ranges::none_of(ask.last, [&](const GateOutcome &before) { return saysTheSame(o, before); });
    });
    const std::optional<GateWait> &wait = ask.environment.wait;
    const Timestamp now = session.now();
    if (wait && p.waitsUntil == noTime)
        p.waitsUntil = now + wait->timeout;
    const bool mayWait = wait && p.request.kind == PromotionKind::Forward && !ask.final && now < p.waitsUntil &&
        allMayBeWaitedFor(round.gates, ask.subject.release.has_value(), p.waitsUntil);
    round.end = allPass(round.gates) && paused->isEmpty() ? RoundEnd::Passed
        : mayWait                                         ? RoundEnd::Waits
                                                          : RoundEnd::Denied;
    if (auto r = record(session, ask, round); !r)
        return std::unexpected(r.error());
    PromotionStep step = ask.step;
    step.message = round.facts;
    const Result<void> stored = round.end == RoundEnd::Passed ? pass(session, p, step)
        : round.end == RoundEnd::Waits                        ? goOnWaiting(session, p, round.facts)
                                                              : settleStep(session, step, StepState::Failed);
    if (!stored)
        return std::unexpected(stored.error());
    return round;
}

std::vector<GateOutcome> lastOfEach(const std::vector<GateOutcome> &recorded)
{
    std::vector<GateOutcome> last;
    for (const GateOutcome &o : recorded) {
        const auto earlier = std::ranges::find(last, o.kind, &GateOutcome::kind);
        if (earlier == last.end())
            last.push_back(o);
        else
            *earlier = o;
    }
    return last;
}

Timestamp nextRound(const GateWait &wait, Timestamp since, Timestamp until, Timestamp now)
{
    const Timestamp first = since + wait.delay;
    if (now < first)
        return std::min(first, until);
    return std::min(first + ((now - first) / wait.interval + 1) * wait.interval, until);
}

} // namespace humdrum
