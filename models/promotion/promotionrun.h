// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "faults/faultpoint.h"
#include "promotion/promotionrecords.h"
#include "promotion/verdict.h"
#include "promotion/workshop.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace humdrum {

/// One claimed promotion on its way from PreFlight to its end, as a state machine in the worker's thread:
///
///     pre-flight ─ deploy ─ smoke ─ verify ─ record ─ Succeeded
///          │          │        └──────┴─ cleanup ─ Failed or Errored (and a rollback of its own)
///        Denied       └─ retry or cleanup ─ Errored
///
/// Intent before action: a step is stored with the hash of its command, and the folder it runs in, before the command is
/// spawned, and its result before the next step is. So another worker can go on, from every instant (resume()): what was
/// never started is started, what runs is followed, what ended is taken as it ended. What cannot be known is run again
/// where it is declared idempotent, else Errored, for a person to verify, without cleanup. The calendar is judged again before whatever changes the environment (the deploy and each
/// retry of it); a window that closes later is recorded, but what was deployed is still validated.
/// A write that meets a locked store or a full disk is tried again until it is stored: what is known to have happened is not
/// given up. Only where the program closes the row is left, for the next to go on with. A write that is refused (the row moved on elsewhere) ends
/// the run: its command is ended and nothing more is written.
class PromotionRun : public QObject {
    Q_OBJECT
public:
    PromotionRun(Workshop &shop, Promotion promotion, QObject *parent);

    void start();
    /// Goes on where a worker that is gone left it.
    void resume();
    /// Ends what runs, runs the cleanup command, leaves it Aborted.
    void cancel(const QString &message);
    /// The program closes: ends what runs and leaves it Errored, without cleanup.
    void interrupt();
    /// Lets go of it: what runs goes on under its launcher, for another worker to take up. No signal follows.
    void leave();

    [[nodiscard]] const Promotion &promotion() const { return m_promotion; }
    [[nodiscard]] WorkerProgress progress() const; ///< running and queued are the worker's to fill in

Q_SIGNALS:
    void logAppended(humdrum::PromotionId id, const QList<humdrum::LogLine> &lines);
    void progressed();
    /// The last signal. `rollback` is claimed by this worker and waits to be run.
    void ended(const humdrum::Promotion &promotion, const std::optional<humdrum::Promotion> &rollback);

private:
    enum class Stop { No, Cancelled, Interrupted };
    struct Command {
        StepKind kind = StepKind::Deploy;
        CommandSpec spec;
        QString title;
        QStringList junit;
        int attempt = 1;
    };

    static constexpr int triesWhileClosing = 3;
    template <class Job, class Next>
    void write(const char *what, Job job, Next next, int tries = 0);
    /// What the steps need to know.
    struct Loaded {
        Product product;
        PromotionSubject subject;
        Duration usually{0};
        std::vector<PromotionStep> steps;
        std::vector<GateOutcome> gates;
        Result<void> mayRun;
    };
    [[nodiscard]] static Result<Loaded> loadFrom(Session &session, const Promotion &promotion,
                                                 const GateSources &sources);
    [[nodiscard]] bool take(Loaded loaded);
    void load(int attempt = 1);
    void measure();
    void judge(const std::vector<PoolSample> &samples);
    void deny(const QString &facts);
    void deploy();
    void smoke();
    void verify();
    void record();

    [[nodiscard]] Command commandFor(StepKind kind) const;
    void intend(Command command);
    void intended(const StepIntent &intent);
    void skip(StepKind kind, const QString &title);
    [[nodiscard]] static Result<void> storeSkipped(Session &session, const std::vector<PromotionStep> &skipped);
    void spawn();
    void commandStarted(RunToken token, const ProcessIdentity &process);
    void commandOutput(RunToken token, const QList<LogLine> &lines);
    void commandFinished(RunToken token, const RunOutcome &outcome);
    void readTests(const RunOutcome &outcome);
    void commandJudged(const RunOutcome &outcome, const Result<TestTally> &tests);
    void settle(StepState state, const QString &message);
    void goOnBehind(StepKind passed);
    void cleanupFinished(const RunOutcome &outcome);
    void retry();

    // promotionrunresume.cpp
    struct Traced;
    [[nodiscard]] static Traced examine(const QString &runFolder, const QString &log);
    void goOn(const std::vector<PromotionStep> &steps);
    void goOnAfter(const PromotionStep &last);
    void goOnWith(const PromotionStep &open);
    void goOnFrom(const Traced &traced);
    void startAgain();
    void giveOver(const QString &why);

    void finish(PromotionState state, Cause cause, const QString &message);
    void cleanUp();
    void cleanUpAgain();
    void spawnCleanUp();
    [[nodiscard]] RunAsk cleanUpAsk() const;
    void storeEnd();
    void dropRuns();
    void abandon(const Error &error);
    void sayThatItWaits(const Error &error);
    void stopNow();
    [[nodiscard]] bool stopping() const { return m_stop != Stop::No; }
    void enter(const QString &step, double fraction);
    [[nodiscard]] RunAsk askFor(const CommandSpec &spec) const;
    [[nodiscard]] QString runFolderFor(StepKind kind, int attempt) const;
    [[nodiscard]] Intent intent() const;
    [[nodiscard]] QString subjectText() const;

    Workshop &m_shop;
    Promotion m_promotion;
    LogFile m_log;
    Product m_product;
    Environment m_environment;
    PromotionSubject m_subject;
    Duration m_usually{0};
    QElapsedTimer m_clock;

    Command m_command;
    PromotionStep m_step;                 ///< the one under way; no id when there is none
    std::vector<PromotionStep> m_skipped; ///< not stored yet
    FreshFiles m_fresh;
    RunToken m_token = 0;
    QString m_firstLine;     ///< of standard output of this command
    qint64 m_logged = 0;     ///< lines of this command that are in the log already, from before it was taken up
    QStringList m_endedRuns; ///< folders of commands that have ended
    QStringList m_toCleanUp; ///< argv of the last command that was started
    CommandSpec m_cleanupSpec;
    int m_position = 0;
    QTimer m_backoff;

    PromotionCourse m_course;
    Result<void> m_mayRun; ///< whether the described commands were accepted here
    bool m_busy = false, m_ended = false;
    Stop m_stop = Stop::No;
    QString m_stopMessage;
    std::optional<PromotionState> m_end; ///< decided, not stored yet
    StepState m_openStepState = StepState::Cancelled;
    bool m_errorEnding = false;
    QString m_stepTitle;
    double m_fraction = 0;
};

/// `job` is a Result<T>(Session &) that may be called more than once, `next` gets its value; `what` names the fault points. Nothing else is under way
/// meanwhile, so a stop waits for the answer.
template <class Job, class Next>
void PromotionRun::write(const char *what, Job job, Next next, int tries)
{
    using R = std::invoke_result_t<Job &, Session &>;
    m_busy = true;
    auto stored = [job, what](Session &session) mutable {
        R result = job(session);
        faultPoint(what, "before");
        return result;
    };
    whenDone<typename R::value_type>(
        m_shop.store.write(intent(), stored), this, [this, what, job, next, tries](R result) mutable {
            faultPoint(what, "after");
            m_busy = false;
            if (m_ended)
                return;
            if (result) {
                if constexpr (std::is_void_v<typename R::value_type>)
                    next();
                else
                    next(std::move(*result));
                return;
            }
            if (passesByItself(result.error()) && (m_stop != Stop::Interrupted || tries < triesWhileClosing)) {
                m_busy = true;
                if (tries == 0)
                    sayThatItWaits(result.error());
                QTimer::singleShot(storePause, this,
                                   [this, what, job, next, tries] { write(what, job, next, tries + 1); });
                return;
            }
            abandon(result.error());
        });
}

} // namespace humdrum
