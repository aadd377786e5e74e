// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/promotionrun.h"
#include "promotion/stagetask.h"
#include "promotion/workshop.h"

#include <deque>
#include <map>

namespace humdrum {

enum class StopPolicy {
    WaitForRunning, ///< nothing new is begun; what runs goes to its end, however long that takes
    EndRunning,     ///< the process groups of what runs are ended; it is left Errored, "interrupted", to be verified
};

/// Runs queued promotions and asked-for stage runs. Lives in a thread of its own: every function but the constructor is
/// called there (WorkerDesk sees to it), every signal is sent from there and carries values. It waits for nothing: the
/// store answers by futures, commands by the runner's signals.
class PromotionWorker : public QObject {
    Q_OBJECT
public:
    PromotionWorker(Store &store, WorkerOptions options);
    ~PromotionWorker() override;

    /// Sets aside what a worker that died left behind, then takes queued promotions whenever the store changes.
    void begin();
    /// stopped() follows when nothing is under way any more.
    void stop(StopPolicy policy);
    /// `answer` is called in the worker's thread: when the promotion is aborted, or with why it is not.
    void cancel(PromotionId id, const Actor &actor, const QString &reason, std::function<void(Result<void>)> answer);
    void runStage(const StageAsk &ask, const std::function<void(Result<StageRun>)> &answer);

Q_SIGNALS:
    /// What a dead worker left has been set aside, once after begin(); from now on promotions are taken.
    void ready();
    void logAppended(humdrum::PromotionId id, const QList<humdrum::LogLine> &lines);
    void progressChanged(const humdrum::WorkerProgress &progress);
    void finished(humdrum::PromotionId id, humdrum::PromotionState state, const QString &message);
    void stopped();

private:
    void recover();
    void look();
    void claim();
    void run(const Promotion &promotion);
    void runEnded(const Promotion &promotion, const std::optional<Promotion> &rollback);
    void startStages();
    void stageEnded(StageTask *task);
    void reportProgress();
    void stopWhenIdle();
    [[nodiscard]] Intent intent(const QString &reason = {}) const;

    Store &m_store;
    WorkerOptions m_options;
    SystemClock m_systemClock;
    const Clock &m_clock;
    QThreadPool m_pool;
    std::unique_ptr<Runner> m_runner;
    std::unique_ptr<Workshop> m_shop;
    QTimer *m_progressTimer = nullptr;
    std::map<PromotionId, PromotionRun *> m_runs;
    QMultiHash<PromotionId, std::function<void(Result<void>)>> m_cancels;
    std::deque<StageTask *> m_waitingStages;
    QList<StageTask *> m_runningStages, m_preparingStages;
    int m_queued = 0;
    bool m_looking = false, m_lookAgain = false, m_ready = false;
    std::optional<StopPolicy> m_stop;
};

} // namespace humdrum
