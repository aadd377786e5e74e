// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/promotionrecords.h"

#include "pipeline/upstream.h"
#include "planning/movements.h"
#include "promotion/foundissues.h"
#include "promotion/identity.h"
#include "promotion/processgroup.h"
#include "promotion/runtrace.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Those that wait behind one that a person has cancelled were asked for together with it.
Result<void> abortGroupBehind(Session &session, const Promotion &promotion)
{
    const auto group = session.promotions().ofGroup(promotion.group);
    if (!group)
        return std::unexpected(group.error());
    for (Promotion p : *group) {
        if (p.turn <= promotion.turn || p.state != PromotionState::Queued)
            continue;
        p.message = PromotionDesk::tr("Cancelled with %1, which was before it").arg(promotion.request.service.value);
        p.finishedAt = session.now();
        if (auto r = session.promotions().transition(p, PromotionState::Aborted); !r)
            return r;
    }
    return {};
}

/// The release under which the build came here earlier; a rollback is asked for without one.
Result<ReleaseId> releaseOf(Session &session, const Promotion &promotion)
{
    if (promotion.request.release.isValid())
        return promotion.request.release;
    const auto earlier = session.deployments().between(Timestamp::min(), Timestamp::max(), promotion.request.service,
                                                       promotion.request.environment);
    if (!earlier)
        return std::unexpected(earlier.error());
    ReleaseId release;
    for (const Deployment &d : *earlier) {
        if (d.build == promotion.request.build && d.release.isValid())
            release = d.release;
    }
    return release;
}

Result<DeploymentId> recordDeployment(Session &session, const PromotionEnd &end)
{
    const Promotion &p = end.promotion;
    const auto running = session.deployments().runningIn(p.request.service, p.request.environment);
    if (!running)
        return std::unexpected(running.error());
    const auto release = releaseOf(session, p);
    if (!release)
        return std::unexpected(release.error());
    const bool back = p.request.kind == PromotionKind::Rollback;
    const bool bad = *running && !wentWell(**running);
    Deployment d;
    d.service = p.request.service;
    d.environment = p.request.environment;
    d.build = p.request.build;
    d.release = *release;
    d.promotion = p.id;
    d.origin = DeploymentOrigin::Promoted;
    d.outcome = DeploymentOutcome::Running;
    d.from = end.course.deployFinished;
    d.startedAt = end.course.deployStarted;
    d.deployer = p.requestedBy;
    d.attended = end.course.attended || p.retries.isValid();
    if (*running && (back || bad))
        d.remedies = (*running)->id;
    if (end.state != PromotionState::Succeeded) {
        // It does run, so it is recorded as running; what is wrong with it stands beside it until something replaces it.
        d.cause = p.cause;
        d.message = p.message;
    }
    return session.deployments().start(d,
                                       bad        ? DeploymentOutcome::Failed
                                           : back ? DeploymentOutcome::RolledBack
                                                  : DeploymentOutcome::Replaced);
}

Result<void> holdAfterRollback(Session &session, const Promotion &p)
{
    const auto held = session.holds().holding(p.request.service, p.request.environment);
    if (!held)
        return std::unexpected(held.error());
    if (*held)
        return {};
    Hold hold;
    hold.service = p.request.service;
    hold.environment = p.request.environment;
    hold.reason = p.request.reason.isEmpty() ? PromotionDesk::tr("Rolled back")
                                             : PromotionDesk::tr("Rolled back: %1").arg(p.request.reason);
    hold.setBy = p.requestedBy;
    hold.setAt = session.now();
    if (auto r = session.holds().set(hold); !r)
        return std::unexpected(r.error());
    return {};
}

Result<std::optional<Promotion>> queueRollback(Session &session, const PromotionEnd &end)
{
    const Promotion &failed = end.promotion;
    const auto target = rollbackTarget(session, failed.request.service, failed.request.environment);
    if (!target)
        return std::unexpected(target.error());
    if (!*target)
        return std::optional<Promotion>{};
    const auto group = session.promotions().newGroup();
    if (!group)
        return std::unexpected(group.error());
    Promotion back;
    back.group = *group;
    back.request = {failed.request.service,  failed.request.environment,
                    (*target)->build,        {},
                    PromotionKind::Rollback, {},
                    failed.message,          failed.cause};
    back.replaces = failed.request.build;
    back.requestedBy = automaticActor();
    back.queuedAt = session.now();
    auto queued = session.promotions().queue(back);
    if (!queued)
        return std::unexpected(queued.error());
    queued->worker = end.worker;
    queued->startedAt = session.now();
    if (auto r = session.promotions().transition(*queued, PromotionState::PreFlight); !r)
        return std::unexpected(r.error());
    auto claimed = session.promotions().byId(queued->id);
    if (!claimed)
        return std::unexpected(claimed.error());
    return claimed;
}

bool overridesCalendar(const Product &product, const Promotion &p)
{
    const auto reason = p.request.overrides.constFind(wordOf(GateKind::Window));
    return reason != p.request.overrides.cend() && !reason->trimmed().isEmpty() &&
        mayDo(product, p.requestedBy, Right::Override);
}

Result<void> settleOpenSteps(Session &session, PromotionId id, PromotionState end, const QString &message)
{
    auto steps = session.promotions().steps(id);
    if (!steps)
        return std::unexpected(steps.error());
    for (PromotionStep &step : *steps) {
        if (isFinished(step.state))
            continue;
        step.finishedAt = session.now();
        step.message = message;
        const bool pending = step.state == StepState::Pending;
        const bool soak = step.kind == StepKind::Soak; // which ends as its promotion does
        const StepState to = pending || (soak && end == PromotionState::Aborted) ? StepState::Cancelled
            : soak && end == PromotionState::Failed                              ? StepState::Failed
                                                                                 : StepState::Errored;
        if (auto r = session.promotions().transitionStep(step, to); !r)
            return r;
    }
    return {};
}

/// What the calendar says now when it does not let pass (rule 6); Humdrum's own rollback is not asked. Recorded as a gate.
Result<std::optional<GateOutcome>> closedNow(Session &session, const Product &product, const GateSources &sources,
                                             const Promotion &p)
{
    if (p.requestedBy == automaticActor() || overridesCalendar(product, p))
        return std::optional<GateOutcome>{};
    GateOutcome calendar = sources.calendar(product, p.request.environment, session.now());
    if (letsPass(calendar))
        return std::optional<GateOutcome>{};
    const auto gates = session.promotions().gates(p.id);
    if (!gates)
        return std::unexpected(gates.error());
    const bool known = std::ranges::any_of(*gates, [&](const GateOutcome &o) {
        return o.kind == calendar.kind && o.result == calendar.result && o.text == calendar.text;
    });
    if (!known) { // a soak comes here again and again
        if (auto r = session.promotions().addGate(p.id, calendar); !r)
            return std::unexpected(r.error());
    }
    return std::optional(std::move(calendar));
}

/// Ends what no worker has in its hands, as far as it came.
Result<Promotion> endUnwatched(Session &session, const Promotion &p, PromotionState state)
{
    const auto steps = session.promotions().steps(p.id);
    if (!steps)
        return std::unexpected(steps.error());
    const auto gates = session.promotions().gates(p.id);
    if (!gates)
        return std::unexpected(gates.error());
    const auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    return endPromotion(session, product->value_or(Product{}),
                        {.promotion = p, .state = state, .course = courseOf(*steps, *gates)})
        .transform([](const PromotionEnded &ended) { return ended.promotion; });
}

} // namespace

QString automaticActor() { return u"Humdrum (automatic)"_s; }

Result<void> settleStep(Session &session, PromotionStep &step, StepState to)
{
    const auto stored = session.promotions().steps(step.promotion);
    if (!stored)
        return std::unexpected(stored.error());
    const auto row = std::ranges::find(*stored, step.id, &PromotionStep::id);
    if (row != stored->end())
        step.state = row->state; // whether Running was reached is the store's to say
    if (step.state == StepState::Pending && to != StepState::Skipped && to != StepState::Cancelled) {
        if (step.startedAt == noTime)
            step.startedAt = session.now();
        if (auto r = session.promotions().transitionStep(step, StepState::Running); !r)
            return r;
        step.state = StepState::Running;
    }
    if (to == StepState::Running)
        return {};
    if (step.finishedAt == noTime)
        step.finishedAt = session.now();
    if (auto r = session.promotions().transitionStep(step, to); !r)
        return r;
    step.state = to;
    return {};
}

Result<StepIntent> intendStep(Session &session, const Product &product, const GateSources &sources,
                              const Promotion &promotion, const PromotionStep &step)
{
    StepIntent intent{.promotion = promotion, .step = {}, .closed = {}};
    Promotion &p = intent.promotion;
    const bool deploys = step.kind == StepKind::Deploy;
    auto closed = closedNow(session, product, sources, p);
    if (!closed)
        return std::unexpected(closed.error());
    intent.closed = std::move(*closed);
    if (intent.closed && deploys)
        return intent;
    const auto added = session.promotions().addStep(step);
    if (!added)
        return std::unexpected(added.error());
    intent.step = *added;
    const auto move = [&](PromotionState from, PromotionState to) -> Result<void> {
        if (p.state != from)
            return {};
        if (auto r = session.promotions().transition(p, to); !r)
            return r;
        p.state = to;
        return {};
    };
    if (p.startedAt == noTime)
        p.startedAt = session.now();
    if (auto r = move(PromotionState::PreFlight, PromotionState::Running); !r)
        return std::unexpected(r.error());
    if (!deploys) {
        if (auto r = move(PromotionState::Running, PromotionState::Validating); !r)
            return std::unexpected(r.error());
    }
    return intent;
}

Result<StepIntent> intendAgain(Session &session, const Product &product, const GateSources &sources,
                               const Promotion &promotion, const PromotionStep &step)
{
    StepIntent intent{.promotion = promotion, .step = {}, .closed = {}};
    if (step.kind != StepKind::Cleanup) {
        auto closed = closedNow(session, product, sources, promotion);
        if (!closed)
            return std::unexpected(closed.error());
        intent.closed = std::move(*closed);
    }
    if (intent.closed && step.kind == StepKind::Deploy)
        return intent;
    if (auto r = session.promotions().beginAgain(step); !r)
        return std::unexpected(r.error());
    intent.step = step;
    return intent;
}

PromotionCourse courseOf(const std::vector<PromotionStep> &steps, const std::vector<GateOutcome> &gates)
{
    PromotionCourse course;
    course.attended = std::ranges::contains(gates, GateResult::Overridden, &GateOutcome::result);
    for (const PromotionStep &step : steps) {
        course.attended = course.attended || (step.kind != StepKind::PreFlight && step.attempt > 1);
        // Also where it was being cancelled: what a command did that exited with 0 is done.
        if (step.kind == StepKind::Deploy && step.exitCode == 0) {
            course.deployed = true;
            course.deployStarted = step.startedAt;
            course.deployFinished = step.finishedAt;
        }
    }
    return course;
}

Result<PromotionEnded> endPromotion(Session &session, const Product &product, PromotionEnd end)
{
    Promotion &p = end.promotion;
    if (end.openStep) {
        if (auto r = settleStep(session, *end.openStep, end.stepState); !r)
            return std::unexpected(r.error());
    }
    if (auto r = settleOpenSteps(session, p.id, end.state, p.message); !r)
        return std::unexpected(r.error());
    p.finishedAt = session.now();
    if (end.course.deployed) {
        const auto deployment = recordDeployment(session, end);
        if (!deployment)
            return std::unexpected(deployment.error());
        p.deployment = *deployment;
    }
    if (auto r = session.promotions().transition(p, end.state); !r)
        return std::unexpected(r.error());
    p.state = end.state;
    if (auto r = recordIssue(session, product, p); !r)
        return std::unexpected(r.error());
    const bool back = p.request.kind == PromotionKind::Rollback;
    if (back && end.state != PromotionState::Denied && end.state != PromotionState::Aborted) {
        if (auto r = holdAfterRollback(session, p); !r)
            return std::unexpected(r.error());
    }
    PromotionEnded ended;
    if (end.course.deployed && !back && p.request.release.isValid()) {
        if (auto r = moveTrainOf(session, product, p.request.release); !r)
            return std::unexpected(r.error());
    }
    // What came to one client may be the last that earlier releases waited for as well.
    if (end.state == PromotionState::Succeeded && product.isClientProduction(p.request.environment)) {
        if (auto r = settleReleases(session, product); !r)
            return std::unexpected(r.error());
    }
    // Behind anything else that is not a success they stay queued, and nobody takes them: a person decides (decisions.h).
    if (end.state == PromotionState::Aborted) {
        if (auto r = abortGroupBehind(session, p); !r)
            return std::unexpected(r.error());
    }
    if (end.state != PromotionState::Succeeded && end.rollBack && !back) {
        auto rollback = queueRollback(session, end);
        if (!rollback)
            return std::unexpected(rollback.error());
        ended.rollback = std::move(*rollback);
    }
    ended.promotion = p;
    return ended;
}

Result<PromotionStanding> standingOf(Session &session, const Promotion &promotion)
{
    PromotionStanding standing;
    if (isFinished(promotion.state) || promotion.state == PromotionState::Queued)
        return standing;
    const auto worker = ProcessIdentity::fromString(promotion.worker);
    if (worker && livenessOf(*worker) != Liveness::Dead)
        return standing;
    standing.interrupted = true;
    standing.known = true;
    const auto steps = session.promotions().steps(promotion.id);
    if (!steps)
        return std::unexpected(steps.error());
    for (const PromotionStep &step : *steps) {
        if (isFinished(step.state) || step.kind == StepKind::PreFlight || step.kind == StepKind::Soak)
            continue; // it has no command
        // What is not understood is for a person to look at; it must not keep the promotion from being set aside.
        const Result<RunTrace> trace = traceOf(step.runFolder);
        standing.facts = wordOf(step.kind) + u": "_s + (trace ? wordOf(trace->fate) : trace.error().toString());
        standing.known = standing.known && trace && trace->fate != RunTrace::Fate::Lost;
        if (trace && trace->running())
            standing.command = trace->running();
    }
    return standing;
}

Result<void> abortStored(Session &session, PromotionId id, const Actor &actor, const QString &reason)
{
    auto stored = session.promotions().byId(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::NotFound, PromotionDesk::tr("There is no promotion %1").arg(id.value));
    Promotion p = **stored;
    if (isFinished(p.state))
        return fail(ErrorCode::RuleRefused,
                    PromotionDesk::tr("Promotion %1 has finished already: %2").arg(id.value).arg(titleOf(p.state)));
    if (p.state != PromotionState::Queued) {
        const auto worker = ProcessIdentity::fromString(p.worker);
        if (worker && livenessOf(*worker) == Liveness::Alive) {
            return fail(
                ErrorCode::RuleRefused,
                PromotionDesk::tr("Promotion %1 is run by another program (process %2)").arg(id.value).arg(worker->pid),
                PromotionDesk::tr("Cancel it there"));
        }
        const auto standing = standingOf(session, p);
        if (!standing)
            return std::unexpected(standing.error());
        if (standing->command) // cancelled means that the process group is known to be gone
            return fail(ErrorCode::RuleRefused,
                        PromotionDesk::tr("The command of promotion %1 still runs as process %2")
                            .arg(id.value)
                            .arg(standing->command->pid));
    }
    p.message = reason.isEmpty() ? PromotionDesk::tr("Cancelled by %1").arg(actor.person)
                                 : PromotionDesk::tr("Cancelled by %1: %2").arg(actor.person, reason);
    if (p.state != PromotionState::Queued)
        p.message = PromotionDesk::tr("%1. It was interrupted: verify what runs there").arg(p.message);
    return endUnwatched(session, p, PromotionState::Aborted).transform([](const Promotion &) {});
}

Result<std::optional<Promotion>> takeOver(Session &session, PromotionId id, const QString &identity)
{
    const auto stored = session.promotions().byId(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return std::optional<Promotion>{};
    const auto standing = standingOf(session, **stored);
    if (!standing)
        return std::unexpected(standing.error());
    if (!standing->interrupted)
        return std::optional<Promotion>{};
    return session.promotions().takeOver(id, (*stored)->worker, identity, standing->facts);
}

Result<std::optional<Promotion>> endInterrupted(Session &session, PromotionId id)
{
    auto stored = session.promotions().byId(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return std::optional<Promotion>{};
    Promotion p = **stored;
    const auto standing = standingOf(session, p);
    if (!standing)
        return std::unexpected(standing.error());
    if (!standing->isOver())
        return std::optional<Promotion>{};
    p.message = PromotionDesk::tr("Interrupted: the program that ran it ended. Verify what runs there");
    return endUnwatched(session, p, PromotionState::Errored).transform([](const Promotion &ended) {
        return std::optional(ended);
    });
}

Result<void> endInterruptedIn(Session &session, const EnvironmentKey &environment)
{
    const auto unfinished = session.promotions().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    for (const Promotion &p : *unfinished) {
        if (p.request.environment != environment)
            continue;
        if (auto r = endInterrupted(session, p.id); !r)
            return std::unexpected(r.error());
    }
    return {};
}

} // namespace humdrum
