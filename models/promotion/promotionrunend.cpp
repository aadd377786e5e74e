// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a promotion ends: as its last command says, because a person cancelled it, because the program closes, or because the
// storage refused.

#include "promotion/promotionrun.h"

#include "promotion/runnotes.h"
#include "promotion/runtrace.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace humdrum {

void PromotionRun::cancel(const QString &message)
{
    if (m_ended || m_stop != Stop::No || m_end)
        return;
    m_stop = Stop::Cancelled;
    m_stopMessage = message;
    m_log.say(message);
    // Recorded first: if this worker dies, the next knows that a person wanted it, and goes on ending it.
    Promotion p = m_promotion;
    p.message = message;
    whenDone<void>(m_shop.store.write(intent(),
                                      [p](Session &s) {
                                          faultPoint("cancel", "before");
                                          return s.promotions().decide(p, PromotionState::Aborted);
                                      }),
                   this, [this](const Result<void> &) {
                       faultPoint("cancel", "after");
                       if (!m_ended && !m_end)
                           stopNow();
                   });
}

void PromotionRun::leave()
{
    m_ended = true;
    m_backoff.stop();
    m_round.stop();
    m_log.flush();
}

void PromotionRun::interrupt()
{
    if (m_ended)
        return;
    if (m_end) { // only the cleanup may still run; the end itself is stored in any case
        m_stop = Stop::Interrupted;
        m_reading.request_stop();
        m_shop.runner.cancel(m_token);
        return;
    }
    m_stop = Stop::Interrupted;
    m_stopMessage = tr("Interrupted: Humdrum was closed. Verify what runs there");
    m_log.say(m_stopMessage);
    stopNow();
}

/// Goes to the end as soon as nothing is under way any more; called again when something ends.
void PromotionRun::stopNow()
{
    m_backoff.stop();
    m_round.stop();
    m_reading.request_stop();
    if (m_token != 0) {
        m_shop.runner.cancel(m_token);
        return;
    }
    if (m_busy || m_end)
        return;
    m_openStepState = StepState::Cancelled;
    m_step.message = m_stopMessage;
    finish(m_stop == Stop::Cancelled ? PromotionState::Aborted : PromotionState::Errored, Cause::Unknown,
           m_stopMessage);
}

void PromotionRun::finish(PromotionState state, Cause cause, const QString &message)
{
    m_end = state;
    m_promotion.cause = cause;
    m_promotion.message = message;
    if (state == PromotionState::Succeeded || state == PromotionState::Denied || m_stop == Stop::Interrupted)
        return storeEnd();
    cleanUp();
}

void PromotionRun::cleanUp()
{
    if (m_toCleanUp.isEmpty() || !m_mayRun)
        return storeEnd();
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.position = ++m_position;
    step.kind = StepKind::Cleanup;
    step.title = tr("Clean up");
    step.commandHash = commandHash(cleanUpAsk());
    step.runFolder = runFolderFor(step.kind, step.attempt);
    write(
        "clean-up",
        [open = m_step, to = m_openStepState, step, p = m_promotion,
         end = *m_end](Session &session) mutable -> Result<PromotionStep> {
            if (open.id.isValid()) {
                if (auto r = settleStep(session, open, to); !r)
                    return std::unexpected(r.error());
            }
            if (auto r = makeRunFolder(step.runFolder); !r)
                return std::unexpected(r.error());
            if (auto r = session.promotions().decide(p, end); !r)
                return std::unexpected(r.error());
            return session.promotions().addStep(step);
        },
        [this](const PromotionStep &cleanup) {
            dropRuns();
            m_step = cleanup;
            spawnCleanUp();
        });
}

void PromotionRun::cleanUpAgain()
{
    m_cleanupSpec = m_command.spec;
    m_toCleanUp = m_command.spec.cleanup;
    if (m_toCleanUp.isEmpty() || !m_mayRun || commandHash(cleanUpAsk()) != m_step.commandHash) {
        m_openStepState = StepState::Cancelled;
        m_step.message = tr("Interrupted before it, and its command was changed since");
        return storeEnd();
    }
    PromotionStep step = m_step;
    step.runFolder = runFolderFor(step.kind, step.attempt);
    write(
        "clean-up-again",
        [step](Session &session) -> Result<void> {
            if (auto r = makeRunFolder(step.runFolder); !r)
                return r;
            return session.promotions().beginAgain(step);
        },
        [this, step] {
            m_step = step;
            spawnCleanUp();
        });
}

RunAsk PromotionRun::cleanUpAsk() const
{
    CommandSpec spec = m_cleanupSpec;
    spec.argv = m_toCleanUp;
    spec.shell = false;
    spec.cleanup.clear();
    return askFor(spec);
}

void PromotionRun::spawnCleanUp()
{
    m_step.startedAt = m_shop.clock.now();
    m_log.say(tr("Clean up"));
    if (m_stop == Stop::Interrupted) {
        m_openStepState = StepState::Cancelled;
        return storeEnd();
    }
    enter(tr("Clean up"), m_fraction);
    withSecrets(m_cleanupSpec, [this](const Result<CommandSecrets> &secrets) {
        if (secrets && m_stop != Stop::Interrupted)
            return spawnCleanUpWith(*secrets);
        m_step.finishedAt = m_shop.clock.now();
        m_endedRuns.push_back(m_step.runFolder);
        if (!secrets)
            m_log.say(secrets.error().toString());
        cleanupFinished({.end = m_stop == Stop::Interrupted ? RunEnd::Cancelled : RunEnd::NotStarted,
                         .message = secrets ? QString() : secrets.error().toString()});
    });
}

void PromotionRun::spawnCleanUpWith(const CommandSecrets &secrets)
{
    m_log.beginRun(m_step.runFolder);
    if (const Result<void> noted = noteAsked(m_step.runFolder, {}); !noted)
        m_log.say(noted.error().toString());
    RunAsk ask = cleanUpAsk();
    ask.secrets = secrets;
    faultPoint("ask-clean-up", "before");
    m_token = m_shop.runner.start(ask);
    m_toCleanUp.clear();
}

void PromotionRun::cleanupFinished(const RunOutcome &outcome)
{
    m_step.message = outcome.message;
    m_openStepState = outcome.succeeded()  ? StepState::Passed
        : outcome.end == RunEnd::Cancelled ? StepState::Cancelled
                                           : StepState::Errored;
    storeEnd();
}

void PromotionRun::storeEnd()
{
    PromotionEnd end;
    end.promotion = m_promotion;
    end.state = *m_end;
    end.course = m_course;
    end.rollBack = m_course.deployed && m_environment.automaticRollback &&
        (end.state == PromotionState::Failed || (end.state == PromotionState::Errored && m_stop == Stop::No));
    end.worker = m_shop.identity;
    end.stepState = m_openStepState;
    if (m_step.promotion.isValid())
        end.openStep = m_step;
    write(
        "end",
        [end, skipped = m_skipped, product = m_product](Session &session) -> Result<PromotionEnded> {
            PromotionEnd e = end;
            if (auto r = storeSkipped(session, skipped); !r)
                return std::unexpected(r.error());
            if (e.openStep && !e.openStep->id.isValid()) { // the Record step begins and ends here
                auto added = session.promotions().addStep(*e.openStep);
                if (!added)
                    return std::unexpected(added.error());
                e.openStep = *added;
            }
            // A step that was skipped last leaves the state behind the steps.
            if (e.state == PromotionState::Succeeded && e.promotion.state == PromotionState::Running) {
                if (auto r = session.promotions().transition(e.promotion, PromotionState::Validating); !r)
                    return std::unexpected(r.error());
                e.promotion.state = PromotionState::Validating;
            }
            return endPromotion(session, product, e);
        },
        [this](const PromotionEnded &ended) {
            m_ended = true;
            m_promotion = ended.promotion;
            QString text = titleOf(m_promotion.state);
            if (!m_promotion.message.isEmpty())
                text += u": "_s + m_promotion.message;
            m_log.endRun();
            m_log.say(text);
            if (ended.rollback)
                m_log.say(tr("It is rolled back by promotion %1").arg(ended.rollback->id.value));
            m_log.end();
            dropRuns();
            Q_EMIT this->ended(m_promotion, ended.rollback);
        });
}

/// How the commands ended is in the store by now, and what they said goes where it is kept.
void PromotionRun::dropRuns()
{
    for (const QString &folder : std::exchange(m_endedRuns, {}))
        m_shop.packing.start([logs = m_shop.options.logFolder, folder] { keepLogOf(logs, folder); });
}

void PromotionRun::sayThatItWaits(const Error &error)
{
    m_log.say(tr("It goes on as soon as this can be stored. %1").arg(error.toString()));
    enter(tr("Waits for the database"), m_fraction);
}

/// The store refused what we know to be true.
void PromotionRun::abandon(const Error &error)
{
    m_log.say(error.toString());
    const bool lost =
        error.code == ErrorCode::IllegalTransition || error.code == ErrorCode::Cancelled || passesByItself(error);
    if (!m_errorEnding && m_token == 0 && !lost) {
        // The row can still say what went wrong, though not all that happened.
        m_errorEnding = true;
        m_end = PromotionState::Errored;
        m_promotion.message = m_course.deployed ? tr("Deployed, but it could not be recorded: %1").arg(error.toString())
                                                : error.toString();
        m_course.deployed = false;
        m_step = {};
        return storeEnd();
    }
    m_ended = true;
    qWarning("Promotion %lld is left as it is recorded: %s", static_cast<long long>(m_promotion.id.value),
             qPrintable(error.toString()));
    if (error.code != ErrorCode::Cancelled) // where the store was closed, whoever opens it next goes on
        m_shop.runner.cancel(m_token);
    m_promotion.state = PromotionState::Errored;
    m_promotion.message = error.toString();
    m_log.end();
    Q_EMIT ended(m_promotion, std::nullopt);
}

} // namespace humdrum
