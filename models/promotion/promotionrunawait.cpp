// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a promotion waits for its gates: rounds at an interval, in each of which all of them are judged at the same moment.
//
// When its time is over is stored, by the machine's clock, before the first round, so that it holds for whichever worker holds
// the rounds. Beside it the worker counts by a clock that nobody sets: a clock that is put back makes no wait longer. Neither
// counts while the machine is suspended but the first, so that a promotion whose time went by in its sleep gets one last round.

#include "promotion/promotionrun.h"

#include "promotion/gateround.h"

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr std::chrono::seconds placeEvery{1}; ///< how often it is looked for a place while there is none

} // namespace

bool PromotionRun::waits() const
{
    return !m_end && (m_soak || (m_promotion.state == PromotionState::AwaitingGate && !m_sampling));
}

/// After a round that did not pass, or when it is taken up in its wait.
void PromotionRun::awaitGates()
{
    if (stopping())
        return stopNow();
    m_sampling = false;
    if (!m_waited.isValid()) {
        m_waited.start();
        m_waitLeft = m_promotion.waitsUntil - m_shop.clock.now();
    }
    enter(tr("Awaiting gate: %1").arg(m_promotion.message), 0.05);
    const GateWait wait = m_environment.wait.value_or(GateWait{});
    const Timestamp now = m_shop.clock.now();
    const Duration left = nextRound(wait, m_promotion.waitsSince, m_promotion.waitsUntil, now) - now;
    m_round.start(std::clamp(left, Duration{0}, std::max(wait.delay, wait.interval)));
    Q_EMIT waiting();
}

/// With what was recorded last, so that only what differs is recorded again. A round is held at once: nobody did meanwhile.
void PromotionRun::takeUpWait()
{
    if (stopping())
        return stopNow();
    m_log.say(tr("Taken up again while it waits for its gates"));
    awaitGates();
    m_round.start(Duration{0});
}

bool PromotionRun::isWaitOver() const
{
    return m_shop.clock.now() >= m_promotion.waitsUntil || m_waited.hasExpired(m_waitLeft.count());
}

void PromotionRun::beginRound()
{
    if (m_ended || stopping() || m_busy)
        return;
    if (m_soak)
        return soakRound();
    // What passes deploys at once, so it has to have a place; its time is over with or without one.
    if (!isWaitOver() && m_shop.freePlace && !m_shop.freePlace()) {
        m_round.start(placeEvery);
        return;
    }
    m_sampling = true;
    measure();
}

/// The round itself, on what is described and recorded now: much may have changed while it waited.
void PromotionRun::judge(const std::vector<PoolSample> &samples)
{
    if (stopping())
        return stopNow();
    struct Judged {
        Loaded loaded;
        Round round;
    };
    const bool waiting = m_promotion.state == PromotionState::AwaitingGate;
    auto job = [samples, p = m_promotion, step = m_step, last = waiting ? m_gates : std::vector<GateOutcome>{},
                final = waiting && isWaitOver(), sources = m_shop.options.gates](Session &session) -> Result<Judged> {
        auto loaded = loadFrom(session, p, sources);
        if (!loaded)
            return std::unexpected(loaded.error());
        Judged judged{.loaded = *std::move(loaded), .round = {.end = RoundEnd::Denied, .promotion = p}};
        const Environment *environment = judged.loaded.product.environment(p.request.environment);
        if (!environment || !judged.loaded.mayRun)
            return judged; // it ends when it is taken
        auto round = holdRound(session, sources,
                               {.product = judged.loaded.product,
                                .environment = *environment,
                                .subject = judged.loaded.subject,
                                .promotion = p,
                                .step = step,
                                .samples = samples,
                                .last = last,
                                .final = final});
        if (!round)
            return std::unexpected(round.error());
        judged.round = *std::move(round);
        return judged;
    };
    const auto next = [this](Judged judged) {
        if (!take(std::move(judged.loaded)))
            return;
        if (!m_mayRun)
            return finish(PromotionState::Denied, Cause::Unknown, m_mayRun.error().toString());
        judgedRound(judged.round);
    };
    if (waiting)
        write("round", job, next);
    else
        write("judge", job, next);
}

void PromotionRun::judgedRound(const Round &round)
{
    const bool waited = m_promotion.state == PromotionState::AwaitingGate;
    m_promotion = round.promotion;
    m_gates = round.gates;
    for (const GateOutcome &o : round.changed)
        m_log.say(u"%1: %2 – %3"_s.arg(titleOf(o.kind), titleOf(o.result), o.text));
    for (const GateOutcome &o : round.gates)
        m_course.attended = m_course.attended || o.result == GateResult::Overridden;
    if (round.end == RoundEnd::Waits) {
        if (!waited)
            m_log.say(tr("It waits for its gates"));
        return awaitGates();
    }
    m_step = {};
    ++m_position;
    if (stopping())
        return stopNow();
    if (round.end == RoundEnd::Denied) {
        const bool late = waited && isWaitOver();
        return finish(PromotionState::Denied, Cause::Unknown,
                      late ? tr("Its gates did not all pass in time: %1").arg(round.facts) : round.facts);
    }
    if (waited)
        m_log.say(tr("All gates passed in this round"));
    deploy();
}

} // namespace humdrum
