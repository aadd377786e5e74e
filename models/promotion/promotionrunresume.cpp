// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a promotion goes on whose worker is gone: by its steps, and by the trace of the command that was under way.

#include "promotion/promotionrun.h"

#include "promotion/runnotes.h"
#include "promotion/runtrace.h"

using namespace Qt::StringLiterals;

namespace humdrum {

/// What is found in the folder of a run.
struct PromotionRun::Traced {
    Result<RunTrace> trace;
    std::optional<RunNotes> notes;
};

PromotionRun::Traced PromotionRun::examine(const QString &runFolder)
{
    Traced traced{.trace = traceOf(runFolder), .notes = readAsked(runFolder)};
    if (traced.trace && traced.trace->fate == RunTrace::Fate::NeverStarted) {
        // A launcher may be on its way: either it finds the run given up, or it has it.
        faultPoint("give-up", "before");
        const Result<bool> never = giveUp(runFolder);
        faultPoint("give-up", "after");
        if (!never)
            traced.trace = std::unexpected(never.error());
        else if (!*never)
            traced.trace = traceOf(runFolder);
    }
    return traced;
}

void PromotionRun::resume()
{
    enter(tr("Taking it up again"), 0.02);
    write(
        "resume",
        [p = m_promotion, sources = m_shop.options.gates](Session &session) { return loadFrom(session, p, sources); },
        [this](Loaded loaded) {
            const std::vector<PromotionStep> steps = loaded.steps;
            if (take(std::move(loaded)))
                goOn(steps);
        });
}

void PromotionRun::goOn(const std::vector<PromotionStep> &steps)
{
    if (m_promotion.decided == PromotionState::Aborted && m_stop == Stop::No) {
        m_stop = Stop::Cancelled;
        m_stopMessage = m_promotion.message;
    }
    if (steps.empty())
        return stopping() ? stopNow() : load();
    findSoak(steps); // which is open beside the steps that it is made of
    const auto open = std::ranges::find_if(
        steps, [](const PromotionStep &s) { return !isFinished(s.state) && s.kind != StepKind::Soak; });
    m_position = steps.back().position;
    if (open == steps.end())
        return goOnAfter(steps.back());
    if (open->id != steps.back().id)
        return giveOver(tr("Its steps contradict each other"));
    m_step = *open;
    for (const PromotionStep &step : steps) {
        if (step.kind != StepKind::Cleanup && step.kind != StepKind::Soak)
            m_command = commandFor(step.kind); // what a cleanup belongs to
    }
    if (open->kind == StepKind::PreFlight)
        return m_promotion.state == PromotionState::AwaitingGate ? takeUpWait() : beforeGates();
    if (open->runFolder.isEmpty())
        return giveOver(tr("It is not recorded where its command runs"));
    goOnWith(*open);
}

/// Nothing was under way: the worker died between two steps.
void PromotionRun::goOnAfter(const PromotionStep &last)
{
    m_log.say(tr("Taken up again after: %1").arg(last.title));
    if (last.kind != StepKind::Soak) {
        m_command = commandFor(last.kind);
        m_command.attempt = last.attempt;
    }
    if (last.kind != StepKind::PreFlight && last.kind != StepKind::Soak) {
        m_cleanupSpec = m_command.spec;
        m_toCleanUp = m_command.spec.cleanup;
    }
    if (stopping())
        return stopNow();
    if (m_promotion.decided || last.kind == StepKind::Cleanup || last.kind == StepKind::Record)
        return giveOver(tr("Its steps contradict each other"));
    if (last.kind == StepKind::PreFlight) {
        // What its gates said then need not be true any more.
        return last.state == StepState::Passed ? load(last.attempt + 1)
                                               : finish(PromotionState::Denied, Cause::Unknown, last.message);
    }
    if (last.state == StepState::Passed || last.state == StepState::Skipped || last.kind == StepKind::Soak)
        return goOnBehind(last.kind);
    // Its end is stored together with the promotion's unless it is to be tried again.
    retry();
}

void PromotionRun::goOnWith(const PromotionStep &open)
{
    if (open.kind == StepKind::Cleanup) {
        m_end = m_promotion.decided.value_or(PromotionState::Errored);
    } else {
        m_command = commandFor(open.kind);
        m_command.title = open.title;
        m_command.attempt = open.attempt;
        enter(open.title, 0.1);
    }
    m_busy = true;
    auto work = [folder = open.runFolder]() -> Result<Traced> { return examine(folder); };
    whenDone<Traced>(inPool(m_shop.pool, work), this, [this](const Result<Traced> &traced) {
        m_busy = false;
        if (m_ended)
            return;
        goOnFrom(traced ? *traced : Traced{.trace = std::unexpected(traced.error()), .notes = {}});
    });
}

void PromotionRun::goOnFrom(const Traced &traced)
{
    m_log.say(tr("Taken up again: %1 (%2)")
                  .arg(m_step.title, traced.trace ? titleOf(traced.trace->fate) : traced.trace.error().toString()));
    if (!traced.trace)
        return giveOver(traced.trace.error().toString());
    // What was told to have begun was begun, whatever is there now.
    const bool never = traced.trace->fate == RunTrace::Fate::NeverStarted;
    if (never && m_step.state != StepState::Pending)
        return giveOver(tr("The record of its command is gone"));
    if (never && m_end)
        return cleanUpAgain();
    if (never)
        return stopping() ? stopNow() : startAgain();
    if (!m_end) {
        m_cleanupSpec = m_command.spec;
        m_toCleanUp = m_command.spec.cleanup;
        // Without the notes no result counts as fresh.
        m_fresh = traced.notes ? traced.notes->before
                               : FreshFiles(workingFolderOf(m_command.spec, m_product.folder), m_command.junit);
    }
    if (m_step.startedAt == noTime)
        m_step.startedAt = m_shop.clock.now();
    m_log.beginRun(m_step.runFolder); // unless it is there
    faultPoint("adopt", "before");
    m_token = m_shop.runner.adopt(m_step.runFolder, m_shop.options.grace);
    if (m_stop == Stop::Interrupted || (stopping() && !m_end))
        m_shop.runner.cancel(m_token);
    Q_EMIT progressed();
}

/// The open step was stored and nothing of it was ever executed: it is asked for again, in a folder of its own.
void PromotionRun::startAgain()
{
    m_openStepState = StepState::Cancelled;
    if (!m_mayRun)
        return finish(PromotionState::Errored, Cause::Unknown, m_mayRun.error().toString());
    if (commandHash(askFor(m_command.spec)) != m_step.commandHash)
        return finish(PromotionState::Errored, Cause::Unknown,
                      tr("Interrupted before %1, whose command was changed since").arg(m_step.title));
    PromotionStep step = m_step;
    step.runFolder = runFolderFor(step.kind, step.attempt);
    auto job = [step, p = m_promotion, product = m_product,
                sources = m_shop.options.gates](Session &session) -> Result<StepIntent> {
        if (auto r = makeRunFolder(step.runFolder); !r)
            return std::unexpected(r.error());
        return intendAgain(session, product, sources, p, step);
    };
    write("intend-again", job, [this](const StepIntent &intent) { intended(intent); });
}

/// What it came to cannot be known: a person is to verify it. Nothing is cleaned up or rolled back by itself.
void PromotionRun::giveOver(const QString &why)
{
    m_log.endRun();
    m_stop = Stop::Interrupted;
    m_stopMessage = tr("Interrupted: %1. Verify what runs there").arg(why);
    m_step.message = m_stopMessage;
    m_openStepState = StepState::Errored;
    if (m_end) // the cleanup's; how the promotion ends was decided before it
        return storeEnd();
    finish(PromotionState::Errored, Cause::Unknown, m_stopMessage);
}

} // namespace humdrum
