// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"
#include "promotion/worker.h"

#include <QThread>

namespace humdrum {

/// The promotion desk over a store and a worker in this process. Lives in the thread that made it; all futures are
/// answered from other threads.
///
/// Without start() the desk plans, queues and cancels, and whoever runs a worker on the same database (the window) does
/// the work; runStage() needs it. `store` must outlive the desk.
class WorkerDesk final : public PromotionDesk {
    Q_OBJECT
public:
    WorkerDesk(Store &store, WorkerOptions options, QObject *parent = nullptr);
    ~WorkerDesk() override; ///< stop(EndRunning)

    /// Starts the worker's thread. Once.
    void start();
    /// Ends the worker and joins its thread; blocks until that is done. WaitForRunning lets what runs go to its end and
    /// may take as long as its commands' timeouts; EndRunning takes little more than the grace. Whoever closes the window
    /// asks the person first. What is queued stays queued. Later calls do nothing.
    void stop(StopPolicy policy = StopPolicy::EndRunning);
    [[nodiscard]] bool isRunning() const { return m_worker != nullptr; }

    QFuture<Result<PromotionPlan>> plan(const PromotionAsk &ask) override;
    QFuture<Result<std::vector<Promotion>>> promote(const PromotionAsk &ask) override;
    QFuture<Result<void>> cancel(PromotionId id, const Actor &actor, const QString &reason) override;
    QFuture<Result<DecisionPlan>> decisionAbout(PromotionId id, const Actor &actor) override;
    QFuture<Result<DecisionOutcome>> decide(const DecisionAsk &ask) override;
    QFuture<Result<LogPlace>> log(PromotionId id) override;
    QFuture<Result<StageRun>> runStage(const StageKey &stage, const QString &commit, ReleaseId release,
                                       const Actor &actor) override;
    QFuture<Result<TrustStanding>> trust() override;
    QFuture<Result<TrustStanding>> acceptCommands(const QByteArray &digest, const Actor &actor) override;
    [[nodiscard]] WorkerProgress progress() const override { return m_progress; }

private:
    /// Fresh samples of the pool of an environment, measured off the storage thread; empty when it has none.
    [[nodiscard]] QFuture<Result<std::vector<PoolSample>>> measure(const EnvironmentKey &environment);
    /// … of the environment of a promotion.
    [[nodiscard]] QFuture<Result<std::vector<PoolSample>>> measureFor(PromotionId id);
    [[nodiscard]] QFuture<Result<std::vector<PoolSample>>> measure(
        const std::function<Result<EnvironmentKey>(Session &)> &where);

    Store &m_store;
    WorkerOptions m_options;
    SystemClock m_systemClock;
    std::shared_ptr<OwnGroups> m_own = std::make_shared<OwnGroups>();
    QThread m_thread;
    PromotionWorker *m_worker = nullptr; ///< owned by m_thread
    WorkerProgress m_progress;
};

} // namespace humdrum
