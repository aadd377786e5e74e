// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a build soaks after its deploy: the step Soak stays open until the time that was stored when it began, and meanwhile the
// smoke test and the observation are run again as steps of their own, at an interval and once at the end. Between them nothing
// runs. What a worker left in its soak is taken up where it was; time that went by without one counts, because the build ran.

#include "promotion/promotionrun.h"

#include "promotion/gateround.h"

using namespace Qt::StringLiterals;

namespace humdrum {

/// Smoke test and observation have passed: what comes next.
void PromotionRun::validated()
{
    if (m_soak)
        return soakOn();
    // A rollback is the cure and goes back to what has run well.
    if (m_environment.validation && !m_soaked && m_promotion.request.kind == PromotionKind::Forward)
        return beginSoak();
    record();
}

void PromotionRun::beginSoak()
{
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.position = m_position;
    step.kind = StepKind::Soak;
    step.title = tr("Soak");
    struct Begun {
        Promotion promotion;
        PromotionStep step;
    };
    auto job = [step, p = m_promotion, skipped = m_skipped,
                soak = m_environment.validation->soak](Session &session) mutable -> Result<Begun> {
        if (auto r = storeSkipped(session, skipped); !r)
            return std::unexpected(r.error());
        auto added = session.promotions().addStep(step);
        if (!added)
            return std::unexpected(added.error());
        if (auto r = settleStep(session, *added, StepState::Running); !r)
            return std::unexpected(r.error());
        if (p.state == PromotionState::Running) { // nothing was described that would have validated it
            if (auto r = session.promotions().transition(p, PromotionState::Validating); !r)
                return std::unexpected(r.error());
            p.state = PromotionState::Validating;
        }
        p.waitsSince = session.now();
        p.waitsUntil = p.waitsSince + soak;
        if (auto r = session.promotions().wait(p); !r)
            return std::unexpected(r.error());
        return Begun{p, *added};
    };
    write("soak", job, [this](const Begun &begun) {
        m_skipped.clear();
        m_promotion = begun.promotion;
        m_soak = begun.step;
        m_waited.invalidate();
        ++m_position;
        m_log.say(tr("It soaks for %1 s").arg(std::chrono::ceil<std::chrono::seconds>(soakLeft()).count()));
        soakOn();
    });
}

Duration PromotionRun::soakLeft() const { return std::max(Duration{0}, m_promotion.waitsUntil - m_shop.clock.now()); }

/// After a round that passed, and at the beginning.
void PromotionRun::soakOn()
{
    if (stopping())
        return stopNow();
    m_toCleanUp.clear(); // between two rounds there is nothing to clean up
    if (m_lastRound)
        return soaked();
    if (!m_waited.isValid()) {
        m_waited.start();
        m_waitLeft = soakLeft();
    }
    enter(tr("Soak"), 0.85);
    const Duration every = m_environment.validation ? m_environment.validation->every : soakLeft();
    const GateWait rounds{.delay = every, .interval = std::max(every, Duration{1}), .timeout = every};
    const Timestamp now = m_shop.clock.now();
    const Duration left = nextRound(rounds, m_promotion.waitsSince, m_promotion.waitsUntil, now) - now;
    m_round.start(std::clamp(left, Duration{0}, rounds.interval));
    Q_EMIT waiting();
}

void PromotionRun::soakRound()
{
    m_lastRound = isWaitOver();
    if (!m_environment.smoke.isEmpty())
        return smoke();
    if (!m_environment.observe.isEmpty())
        return verify();
    soakOn();
}

void PromotionRun::soaked()
{
    write(
        "soaked", [step = *m_soak](Session &session) mutable { return settleStep(session, step, StepState::Passed); },
        [this] {
            m_soak.reset();
            m_soaked = true;
            if (stopping())
                return stopNow();
            m_log.say(tr("It has soaked"));
            record();
        });
}

/// What the stored steps say of a soak, of a promotion that is taken up.
void PromotionRun::findSoak(const std::vector<PromotionStep> &steps)
{
    for (const PromotionStep &step : steps) {
        if (step.kind != StepKind::Soak)
            continue;
        m_soaked = step.state == StepState::Passed;
        if (!isFinished(step.state))
            m_soak = step;
    }
    const Timestamp began =
        steps.empty() || steps.back().startedAt == noTime ? m_shop.clock.now() : steps.back().startedAt;
    m_lastRound = m_soak && steps.back().kind != StepKind::Soak && began >= m_promotion.waitsUntil;
}

} // namespace humdrum
