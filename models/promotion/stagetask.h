// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/fileglobs.h"
#include "promotion/workshop.h"

#include <functional>

namespace humdrum {

struct StageAsk {
    StageKey stage;
    QString commit;    ///< any revision; empty: the newest of the main line. Commit and Test only
    ReleaseId release; ///< Join only
    Actor actor;
};

/// One run of a Commit, Test or Join stage, in the worker's thread: what it needs has passed, else it is refused and
/// nothing is stored; queued; the commit's files in a private folder; the command; its test results; passed, failed or
/// errored. A Commit stage that passed makes the build. The folder is removed again.
class StageTask : public QObject {
    Q_OBJECT
public:
    StageTask(Workshop &shop, StageAsk ask, QObject *parent);
    ~StageTask() override;

    /// Checks and queues; queued() or refused() follows.
    void prepare();
    /// Runs what is queued.
    void start();
    /// Ends what runs; it is left Cancelled.
    void cancel(const QString &message);
    [[nodiscard]] QString title() const { return m_title; }

Q_SIGNALS:
    void queued();
    /// One of these is the last signal: the finished run, or why there is none.
    void finished(const humdrum::StageRun &run);
    void refused(const humdrum::Error &error);

private:
    struct Prepared {
        StageRun run;
        std::optional<Build> build;
        std::vector<Build> manifest;
        QString releaseVersion;
    };
    template <class Job, class Next>
    void write(Job job, Next next, int tries = 0);
    void resolve();
    void queue();
    [[nodiscard]] static Result<Prepared> queueIn(Session &session, const Product &product, const Stage &stage,
                                                  StageRun run, ReleaseId release);
    void checkOut();
    void spawn();
    void spawnWith(const CommandSecrets &secrets);
    void commandFinished(const RunOutcome &outcome);
    void judged(const RunOutcome &outcome, const Result<TestTally> &tally);
    void makeBuild();
    void end(StageRunState state, Cause cause, const QString &message,
             const std::optional<Build> &build = std::nullopt);
    void refuse(const Error &error);
    [[nodiscard]] bool stopped();

    Workshop &m_shop;
    StageAsk m_ask;
    Product m_product;
    Stage m_stage;
    Service m_service;
    Prepared m_prepared;
    std::unique_ptr<LogFile> m_log;
    FreshFiles m_fresh;
    std::shared_ptr<const Masker> m_masker = std::make_shared<const Masker>();
    std::stop_source m_reading; ///< of secrets
    QString m_folder;           ///< checked out; empty for a Join
    QString m_runFolder;
    QString m_title;
    QString m_cancelled; ///< why; empty while it is not
    RunToken m_token = 0;
    bool m_ending = false, m_done = false;
};

/// How things stand among the unfinished stage runs, by their logs.
struct StageSurvey {
    bool elsewhere = false; ///< some are not those of `identity`, and are not over
    bool over = false;      ///< some were left behind by a worker that is gone, and nothing of them runs any more
};
[[nodiscard]] Result<StageSurvey> surveyStageRuns(Session &session, const QString &identity);

/// The stage runs that a worker which is gone left queued or running, as its log says, become Cancelled or Errored, once
/// nothing of what it started runs any more. So do those whose log was removed: they are known by nothing else.
[[nodiscard]] Result<int> endInterruptedStageRuns(Session &session);

} // namespace humdrum
