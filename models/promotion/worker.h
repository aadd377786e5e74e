// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/promotionrun.h"
#include "promotion/stagetask.h"
#include "promotion/workshop.h"

#include <QSet>

#include <deque>
#include <map>
#include <mutex>

namespace humdrum {

/// The groups that were queued at one desk. Any thread.
class OwnGroups : public QObject {
    Q_OBJECT
public:
    void add(PromotionGroupId group)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_groups.push_back(group);
        }
        Q_EMIT added();
    }
    [[nodiscard]] std::vector<PromotionGroupId> all() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_groups;
    }

Q_SIGNALS:
    /// What was added may have been queued long ago, by somebody else.
    void added();

private:
    mutable std::mutex m_mutex;
    std::vector<PromotionGroupId> m_groups;
};

enum class StopPolicy {
    WaitForRunning, ///< nothing new is begun; what runs goes to its end, however long that takes
    /// The process groups of what runs are ended; it is left Errored, "interrupted", to be verified. A worker that keeps to
    /// its own leaves alone what it has taken over.
    EndRunning,
    LeaveRunning, ///< what runs goes on under its launcher, and whoever works next takes it up; stage runs are ended
};

/// Runs queued promotions and asked-for stage runs. Lives in a thread of its own: every function but the constructor is
/// called there (WorkerDesk sees to it), every signal is sent from there and carries values. It waits for nothing: the
/// store answers by futures, commands by the runner's signals.
class PromotionWorker : public QObject {
    Q_OBJECT
public:
    /// `own`: the only groups it takes promotions of; all when null.
    PromotionWorker(Store &store, WorkerOptions options, std::shared_ptr<const OwnGroups> own = nullptr);
    ~PromotionWorker() override;

    /// Takes over what a worker that died left behind, now and whenever that happens, and takes queued promotions whenever
    /// the store changes.
    void begin();
    /// stopped() follows when nothing is under way any more.
    void stop(StopPolicy policy);
    /// `answer` is called in the worker's thread: when the promotion is aborted, or with why it is not.
    void cancel(PromotionId id, const Actor &actor, const QString &reason,
                const std::function<void(Result<void>)> &answer);
    void runStage(const StageAsk &ask, const std::function<void(Result<StageRun>)> &answer);

Q_SIGNALS:
    void progressChanged(const humdrum::WorkerProgress &progress);
    void finished(humdrum::PromotionId id, humdrum::PromotionState state, const QString &message);
    void stopped();

private:
    struct Survey;
    [[nodiscard]] static Result<Survey> survey(Session &session, const QString &identity,
                                               const std::shared_ptr<const OwnGroups> &own);
    void look();
    void act(const Survey &survey);
    void takeOver(const std::vector<PromotionId> &left);
    void setStageRunsAside();
    void sweep();
    void claim();
    PromotionRun &add(const Promotion &promotion);
    void run(const Promotion &promotion);
    void leave(const PromotionRun &run);
    void runEnded(const Promotion &promotion, const std::optional<Promotion> &rollback);
    [[nodiscard]] int taken() const;
    [[nodiscard]] const PromotionRun &foremost() const;
    void startStages();
    void stageEnded(StageTask *task);
    void reportProgress();
    void stopWhenIdle();
    [[nodiscard]] Intent intent(const QString &reason = {}) const;

    Store &m_store;
    WorkerOptions m_options;
    SystemClock m_systemClock;
    const Clock &m_clock;
    std::shared_ptr<const OwnGroups> m_own;
    QThreadPool m_pool, m_secretPool;
    QThreadPool m_packing; ///< one thread: what commands said is put away
    std::unique_ptr<Runner> m_runner;
    std::unique_ptr<Workshop> m_shop;
    QTimer *m_progressTimer = nullptr;
    QTimer *m_watchTimer = nullptr; ///< runs while other workers have something under way, to see them die
    QSet<PromotionId> m_hopeless;   ///< could not be taken over; not tried again
    QSet<PromotionId> m_takenOver;
    QSet<PromotionId> m_aborting; ///< left by a worker that is gone, and cancelled by a person just now
    std::map<PromotionId, PromotionRun *> m_runs;
    QMultiHash<PromotionId, std::function<void(Result<void>)>> m_cancels;
    std::deque<StageTask *> m_waitingStages;
    QList<StageTask *> m_runningStages, m_preparingStages;
    int m_queued = 0;
    bool m_looking = false, m_lookAgain = false;
    bool m_hopelessStages = false; ///< stage runs could not be set aside; not tried again
    std::optional<StopPolicy> m_stop;
};

} // namespace humdrum
