// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/worker.h"

#include "promotion/processrunner.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr std::chrono::milliseconds progressEvery{500};
constexpr std::chrono::seconds afterFailure{1};

} // namespace

PromotionWorker::PromotionWorker(Store &store, WorkerOptions options)
    : m_store(store)
    , m_options(std::move(options))
    , m_clock(m_options.clock ? *m_options.clock : m_systemClock)
{
    m_options.parallel = std::max(1, m_options.parallel);
}

PromotionWorker::~PromotionWorker()
{
    qDeleteAll(findChildren<PromotionRun *>(Qt::FindDirectChildrenOnly));
    qDeleteAll(findChildren<StageTask *>(Qt::FindDirectChildrenOnly));
    m_pool.waitForDone();
}

Intent PromotionWorker::intent(const QString &reason) const
{
    return {{.person = {}, .program = u"worker"_s, .host = QSysInfo::machineHostName()}, reason};
}

void PromotionWorker::begin()
{
    m_runner = std::make_unique<ProcessRunner>(m_clock);
    m_shop = std::make_unique<Workshop>(m_store, *m_runner, m_pool, m_options, m_clock,
                                        ProcessIdentity::ofThisProcess().toString());
    m_progressTimer = new QTimer(this);
    m_progressTimer->setInterval(progressEvery);
    connect(m_progressTimer, &QTimer::timeout, this, &PromotionWorker::reportProgress);
    connect(&m_store, &Store::changed, this, [this](const ChangeSet &changes) {
        if (changes.touches(Aggregate::Promotion))
            look();
    });
    recover();
}

void PromotionWorker::recover()
{
    auto ids = [](Session &session) -> Result<std::vector<PromotionId>> {
        const auto unfinished = session.promotions().unfinished();
        if (!unfinished)
            return std::unexpected(unfinished.error());
        std::vector<PromotionId> found;
        for (const Promotion &p : *unfinished) {
            if (p.state != PromotionState::Queued)
                found.push_back(p.id);
        }
        return found;
    };
    whenDone<std::vector<PromotionId>>(m_store.read(ids), this, [this](const Result<std::vector<PromotionId>> &found) {
        if (!found)
            qWarning("Unfinished promotions could not be read: %s", qPrintable(found.error().toString()));
        // One job each: a row that cannot be put right must not keep the others from it.
        for (PromotionId id : found.value_or(std::vector<PromotionId>{})) {
            auto job = [id](Session &session) { return endInterrupted(session, id); };
            whenDone<std::optional<Promotion>>(m_store.write(intent(tr("Interrupted")), job), this,
                                               [this, id](const Result<std::optional<Promotion>> &r) {
                                                   if (!r)
                                                       qWarning("Promotion %lld could not be set aside: %s",
                                                                static_cast<long long>(id.value),
                                                                qPrintable(r.error().toString()));
                                                   else if (*r)
                                                       Q_EMIT finished(id, (*r)->state, (*r)->message);
                                               });
        }
        whenDone<int>(
            m_store.write(intent(tr("Interrupted")), endInterruptedStageRuns), this, [this](const Result<int> &r) {
                if (!r)
                    qWarning("Interrupted stage runs could not be set aside: %s", qPrintable(r.error().toString()));
                m_ready = true;
                Q_EMIT ready();
                look();
            });
    });
}

/// Whether there is something to take. Only a worker that sees a queued promotion opens a write transaction for it.
void PromotionWorker::look()
{
    if (!m_ready || m_stop)
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = false;
    auto count = [](Session &session) -> Result<int> {
        const auto unfinished = session.promotions().unfinished();
        if (!unfinished)
            return std::unexpected(unfinished.error());
        return static_cast<int>(std::ranges::count(*unfinished, PromotionState::Queued, &Promotion::state));
    };
    whenDone<int>(m_store.read(count), this, [this](const Result<int> &queued) {
        m_looking = false;
        if (m_stop)
            return stopWhenIdle();
        if (!queued) {
            if (queued.error().code != ErrorCode::Cancelled)
                QTimer::singleShot(afterFailure, this, &PromotionWorker::look);
            return;
        }
        m_queued = *queued;
        reportProgress();
        if (m_queued > 0 && static_cast<int>(m_runs.size()) < m_options.parallel)
            claim();
        else if (m_lookAgain)
            look();
    });
}

void PromotionWorker::claim()
{
    m_looking = true;
    auto job = [identity = m_shop->identity](Session &session) {
        return session.promotions().claim(identity, session.now());
    };
    whenDone<std::optional<Promotion>>(m_store.write(intent(), job), this,
                                       [this](const Result<std::optional<Promotion>> &claimed) {
                                           m_looking = false;
                                           if (!claimed) {
                                               if (m_stop)
                                                   return stopWhenIdle();
                                               if (claimed.error().code != ErrorCode::Cancelled)
                                                   QTimer::singleShot(afterFailure, this, &PromotionWorker::look);
                                               return;
                                           }
                                           if (*claimed)
                                               run(**claimed);
                                           if (m_stop)
                                               return stopWhenIdle();
                                           if (*claimed || m_lookAgain)
                                               look();
                                       });
}

void PromotionWorker::run(const Promotion &promotion)
{
    auto *run = new PromotionRun(*m_shop, promotion, this);
    m_runs.emplace(promotion.id, run);
    connect(run, &PromotionRun::logAppended, this, &PromotionWorker::logAppended);
    connect(run, &PromotionRun::progressed, this, &PromotionWorker::reportProgress);
    connect(run, &PromotionRun::ended, this, &PromotionWorker::runEnded);
    m_progressTimer->start();
    run->start();
    if (m_stop == StopPolicy::EndRunning)
        run->interrupt();
}

void PromotionWorker::runEnded(const Promotion &promotion, const std::optional<Promotion> &rollback)
{
    const auto it = m_runs.find(promotion.id);
    if (it == m_runs.end())
        return;
    it->second->deleteLater();
    m_runs.erase(it);
    const auto cancels = m_cancels.values(promotion.id);
    m_cancels.remove(promotion.id);
    for (const auto &answer : cancels) {
        if (promotion.state == PromotionState::Aborted)
            answer({});
        else
            answer(fail(ErrorCode::RuleRefused,
                        tr("Promotion %1 ended before: %2").arg(promotion.id.value).arg(titleOf(promotion.state))));
    }
    Q_EMIT finished(promotion.id, promotion.state, promotion.message);
    if (rollback)
        run(*rollback); // at once, whatever else runs: the environment is in a bad state
    if (m_runs.empty())
        m_progressTimer->stop();
    reportProgress();
    look();
    stopWhenIdle();
}

void PromotionWorker::cancel(PromotionId id, const Actor &actor, const QString &reason,
                             std::function<void(Result<void>)> answer)
{
    const auto it = m_runs.find(id);
    if (it != m_runs.end()) {
        m_cancels.insert(id, std::move(answer));
        it->second->cancel(reason.isEmpty() ? tr("Cancelled by %1").arg(actor.person)
                                            : tr("Cancelled by %1: %2").arg(actor.person, reason));
        return;
    }
    auto job = [id, actor, reason](Session &session) { return abortStored(session, id, actor, reason); };
    whenDone<void>(m_store.write({actor, reason}, job), this, [this, id, actor, reason, answer](const Result<void> &r) {
        // It may have been claimed by this very worker between the question and the answer.
        if (!r && m_runs.contains(id))
            return cancel(id, actor, reason, answer);
        if (r)
            Q_EMIT finished(id, PromotionState::Aborted, reason);
        answer(r);
    });
}

// Stage runs ---------------------------------------------------------------------------------------------------------

void PromotionWorker::runStage(const StageAsk &ask, const std::function<void(Result<StageRun>)> &answer)
{
    if (m_stop) {
        answer(fail(ErrorCode::Cancelled, tr("Humdrum is closing")));
        return;
    }
    auto *task = new StageTask(*m_shop, ask, this);
    m_preparingStages.push_back(task);
    connect(task, &StageTask::queued, this, [this, task] {
        m_preparingStages.removeOne(task);
        m_waitingStages.push_back(task);
        startStages();
    });
    connect(task, &StageTask::finished, this, [this, task, answer](const StageRun &run) {
        answer(run);
        stageEnded(task);
    });
    connect(task, &StageTask::refused, this, [this, task, answer](const Error &error) {
        answer(std::unexpected(error));
        stageEnded(task);
    });
    task->prepare();
}

void PromotionWorker::startStages()
{
    while (!m_waitingStages.empty() && m_runningStages.size() < m_options.parallel) {
        StageTask *task = m_waitingStages.front();
        m_waitingStages.pop_front();
        m_runningStages.push_back(task);
        task->start();
    }
    reportProgress();
}

void PromotionWorker::stageEnded(StageTask *task)
{
    m_preparingStages.removeOne(task);
    m_runningStages.removeOne(task);
    std::erase(m_waitingStages, task);
    task->deleteLater();
    startStages();
    stopWhenIdle();
}

// Progress and the end -----------------------------------------------------------------------------------------------

void PromotionWorker::reportProgress()
{
    WorkerProgress p;
    if (!m_runs.empty())
        p = m_runs.begin()->second->progress();
    else if (!m_runningStages.isEmpty())
        p.text = m_runningStages.front()->title();
    p.running = static_cast<int>(m_runs.size()) + static_cast<int>(m_runningStages.size());
    p.queued = m_queued + static_cast<int>(m_waitingStages.size());
    Q_EMIT progressChanged(p);
}

void PromotionWorker::stop(StopPolicy policy)
{
    m_stop = policy;
    const auto tasks = m_preparingStages + QList<StageTask *>(m_waitingStages.begin(), m_waitingStages.end());
    const QString closed = tr("Humdrum was closed");
    for (StageTask *task : tasks)
        task->cancel(closed);
    if (policy == StopPolicy::EndRunning) {
        const auto running = m_runningStages;
        for (StageTask *task : running)
            task->cancel(closed);
        std::vector<PromotionRun *> runs;
        for (const auto &[id, run] : m_runs)
            runs.push_back(run);
        for (PromotionRun *run : runs)
            run->interrupt();
    }
    stopWhenIdle();
}

void PromotionWorker::stopWhenIdle()
{
    if (!m_stop || !m_runs.empty() || m_looking || !m_runningStages.isEmpty() || !m_waitingStages.empty() ||
        !m_preparingStages.isEmpty())
        return;
    Q_EMIT stopped();
}

} // namespace humdrum
