// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/worker.h"

#include "faults/faultpoint.h"
#include "logs/packedlog.h"
#include "promotion/abandoned.h"
#include "promotion/decisions.h"
#include "promotion/launchedrunner.h"
#include "promotion/runtrace.h"

#include <QDir>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr std::chrono::milliseconds progressEvery{500};
constexpr std::chrono::seconds watchEvery{1};
constexpr std::chrono::seconds afterFailure{1};
constexpr int keptDays = 7; ///< what is left of a run that nobody needs any more

} // namespace

PromotionWorker::PromotionWorker(Store &store, WorkerOptions options, std::shared_ptr<const OwnGroups> own)
    : m_store(store)
    , m_options(std::move(options))
    , m_clock(m_options.clock ? *m_options.clock : m_systemClock)
    , m_own(std::move(own))
{
    m_options.parallel = std::max(1, m_options.parallel);
    m_secretPool.setMaxThreadCount(2 *
                                   m_options.parallel); // promotions and stage runs: none waits for another's keychain
    m_packing.setMaxThreadCount(1);
}

PromotionWorker::~PromotionWorker()
{
    qDeleteAll(findChildren<PromotionRun *>(Qt::FindDirectChildrenOnly));
    qDeleteAll(findChildren<StageTask *>(Qt::FindDirectChildrenOnly));
    m_pool.waitForDone();
    m_secretPool.waitForDone();
    m_packing.waitForDone();
}

Intent PromotionWorker::intent(const QString &reason) const
{
    return {{.person = {}, .program = u"worker"_s, .host = QSysInfo::machineHostName()}, reason};
}

void PromotionWorker::begin()
{
    m_runner = std::make_unique<LaunchedRunner>(m_options.launcher, m_clock);
    m_shop = std::make_unique<Workshop>(m_store, *m_runner, m_pool, m_secretPool, m_packing, m_options, m_clock,
                                        ProcessIdentity::ofThisProcess().toString());
    m_shop->freePlace = [this] { return taken() < m_options.parallel; };
    m_progressTimer = new QTimer(this);
    m_progressTimer->setInterval(progressEvery);
    connect(m_progressTimer, &QTimer::timeout, this, &PromotionWorker::reportProgress);
    connect(&m_store, &Store::changed, this, [this](const ChangeSet &changes) {
        if (changes.touches(Aggregate::Promotion))
            look();
    });
    if (m_own)
        connect(m_own.get(), &OwnGroups::added, this, &PromotionWorker::look, Qt::QueuedConnection);
    m_watchTimer = new QTimer(this);
    m_watchTimer->setSingleShot(true);
    m_watchTimer->setInterval(watchEvery);
    connect(m_watchTimer, &QTimer::timeout, this, &PromotionWorker::look);
    look();
    sweep();
}

/// Puts away what runs have left whose worker died just before or after it used them: what they said is kept with the logs.
void PromotionWorker::sweep()
{
    auto inUse = [](Session &session) -> Result<QSet<QString>> {
        const auto steps = session.promotions().stepsOfUnfinished();
        if (!steps)
            return std::unexpected(steps.error());
        QSet<QString> folders;
        for (const PromotionStep &step : *steps)
            folders.insert(step.runFolder);
        return folders;
    };
    whenDone<QSet<QString>>(m_store.read(inUse), this, [this](const Result<QSet<QString>> &used) {
        if (!used || m_stop)
            return;
        m_packing.start([used = *used, folder = m_options.runFolder, logs = m_options.logFolder] {
            const QDateTime old = QDateTime::currentDateTimeUtc().addDays(-keptDays);
            for (const QFileInfo &run : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
                if (run.lastModified() > old || used.contains(run.absoluteFilePath()))
                    continue;
                if (const auto trace = traceOf(run.absoluteFilePath()); !trace || !trace->running())
                    keepLogOf(logs, run.absoluteFilePath());
            }
            const QString part = u'*' + QLatin1StringView(PackedLog::suffix) + u".*.part"_s;
            for (const QFileInfo &left : QDir(logs).entryInfoList({part}, QDir::Files)) {
                if (left.lastModified() < old)
                    QFile::remove(left.absoluteFilePath());
            }
        });
    });
}

/// How things stand among the unfinished promotions.
struct PromotionWorker::Survey {
    int queued = 0;                ///< that this worker may take
    bool elsewhere = false;        ///< another worker has some under way, or a stage run
    bool stageRunsOver = false;    ///< some stage runs are to be set aside
    std::vector<PromotionId> left; ///< behind by a worker that is gone
};

Result<PromotionWorker::Survey> PromotionWorker::survey(Session &session, const QString &identity,
                                                        const std::shared_ptr<const OwnGroups> &own)
{
    const auto unfinished = session.promotions().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    const std::vector<PromotionGroupId> groups = own ? own->all() : std::vector<PromotionGroupId>{};
    const auto stopped = stoppedBehind(session);
    if (!stopped)
        return std::unexpected(stopped.error());
    Survey found;
    for (const Promotion &p : *unfinished) {
        if (p.state == PromotionState::Queued) {
            if (stopped->contains(p.id))
                continue; // a person decides first
            found.queued += !own || std::ranges::contains(groups, p.group) ? 1 : 0;
        } else if (p.worker != identity) {
            found.elsewhere = true;
            const auto worker = ProcessIdentity::fromString(p.worker);
            if (!worker || livenessOf(*worker) == Liveness::Dead)
                found.left.push_back(p.id);
        }
    }
    const auto stages = surveyStageRuns(session, identity);
    if (!stages)
        return std::unexpected(stages.error());
    found.elsewhere = found.elsewhere || stages->elsewhere;
    found.stageRunsOver = stages->over;
    return found;
}

/// Whether there is something to do. Only a worker that sees it opens a write transaction for it.
void PromotionWorker::look()
{
    if (m_stop)
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = false;
    auto job = [identity = m_shop->identity, own = m_own](Session &session) { return survey(session, identity, own); };
    whenDone<Survey>(m_store.read(job), this, [this](const Result<Survey> &found) {
        m_looking = false;
        if (m_stop)
            return stopWhenIdle();
        if (found)
            return act(*found);
        if (found.error().code != ErrorCode::Cancelled)
            QTimer::singleShot(afterFailure, this, &PromotionWorker::look);
    });
}

void PromotionWorker::act(const Survey &survey)
{
    m_queued = survey.queued;
    reportProgress();
    if (survey.elsewhere)
        m_watchTimer->start();
    std::vector<PromotionId> left;
    std::ranges::copy_if(survey.left, std::back_inserter(left),
                         [this](PromotionId id) { return !m_hopeless.contains(id) && !m_aborting.contains(id); });
    if (survey.stageRunsOver && !m_hopelessStages)
        setStageRunsAside();
    else if (!left.empty())
        takeOver(left);
    else if (m_queued > 0 && taken() < m_options.parallel)
        claim();
    else if (m_lookAgain)
        look();
}

void PromotionWorker::setStageRunsAside()
{
    m_looking = true;
    whenDone<int>(
        m_store.write(intent(tr("Interrupted")), endInterruptedStageRuns), this, [this](const Result<int> &r) {
            m_looking = false;
            if (!r && !passesByItself(r.error())) {
                m_hopelessStages = true;
                qWarning("Interrupted stage runs could not be set aside: %s", qPrintable(r.error().toString()));
            }
            if (m_stop)
                return stopWhenIdle();
            if (!r && !m_hopelessStages)
                QTimer::singleShot(afterFailure, this, &PromotionWorker::look);
            else
                look();
        });
}

/// One job each: a row that cannot be read must not keep the others from it.
void PromotionWorker::takeOver(const std::vector<PromotionId> &left)
{
    m_looking = true;
    for (PromotionId id : left) {
        auto job = [id, identity = m_shop->identity](Session &session) {
            auto taken = humdrum::takeOver(session, id, identity);
            faultPoint("take-over", "before");
            return taken;
        };
        whenDone<std::optional<Promotion>>(
            m_store.write(intent(tr("The program that ran it ended")), job), this,
            [this, id, last = id == left.back()](const Result<std::optional<Promotion>> &taken) {
                faultPoint("take-over", "after");
                const bool later = !taken && passesByItself(taken.error());
                if (!taken && !later) {
                    m_hopeless.insert(id);
                    qWarning("Promotion %lld could not be taken over: %s", static_cast<long long>(id.value),
                             qPrintable(taken.error().toString()));
                }
                if (taken && *taken) {
                    m_takenOver.insert(id);
                    PromotionRun &run = add(**taken);
                    if (!m_stop)
                        run.resume();
                    else
                        leave(run);
                }
                if (!last)
                    return;
                m_looking = false;
                if (m_stop)
                    return stopWhenIdle();
                if (later)
                    QTimer::singleShot(afterFailure, this, &PromotionWorker::look);
                else
                    look();
            });
    }
}

void PromotionWorker::claim()
{
    m_looking = true;
    auto job = [identity = m_shop->identity, own = m_own](Session &session) -> Result<std::optional<Promotion>> {
        if (!own)
            return session.promotions().claim(identity, session.now());
        for (PromotionGroupId group : own->all()) {
            auto claimed = session.promotions().claim(identity, session.now(), group);
            faultPoint("claim", "before");
            if (!claimed || *claimed)
                return claimed;
        }
        return std::optional<Promotion>{};
    };
    whenDone<std::optional<Promotion>>(m_store.write(intent(), job), this,
                                       [this](const Result<std::optional<Promotion>> &claimed) {
                                           faultPoint("claim", "after");
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

PromotionRun &PromotionWorker::add(const Promotion &promotion)
{
    auto *run = new PromotionRun(*m_shop, promotion, this);
    m_runs.emplace(promotion.id, run);
    connect(run, &PromotionRun::progressed, this, &PromotionWorker::reportProgress);
    connect(run, &PromotionRun::waiting, this, &PromotionWorker::look); // its place is free
    connect(run, &PromotionRun::ended, this, &PromotionWorker::runEnded);
    m_progressTimer->start();
    return *run;
}

void PromotionWorker::run(const Promotion &promotion)
{
    PromotionRun &run = add(promotion);
    if (m_stop == StopPolicy::LeaveRunning)
        return leave(run);
    run.start();
    if (m_stop == StopPolicy::EndRunning)
        run.interrupt();
}

void PromotionWorker::leave(const PromotionRun &run)
{
    const auto it = m_runs.find(run.promotion().id);
    it->second->leave();
    it->second->deleteLater();
    m_runs.erase(it);
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
                             const std::function<void(Result<void>)> &answer)
{
    const auto it = m_runs.find(id);
    if (it != m_runs.end()) {
        m_cancels.insert(id, answer);
        it->second->cancel(reason.isEmpty() ? tr("Cancelled by %1").arg(actor.person)
                                            : tr("Cancelled by %1: %2").arg(actor.person, reason));
        return;
    }
    m_aborting.insert(id); // its command is ended next, which must not pass for its having come to its end
    whenDone<void>(abortAbandoned(m_store, id, actor, reason, m_options.grace), this,
                   [this, id, actor, reason, answer](const Result<void> &r) {
                       m_aborting.remove(id);
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

/// How many of the places are taken.
int PromotionWorker::taken() const
{
    return static_cast<int>(std::ranges::count_if(m_runs, [](const auto &run) { return !run.second->waits(); }));
}

/// One that does something, where there is one.
const PromotionRun &PromotionWorker::foremost() const
{
    const auto busy = std::ranges::find_if(m_runs, [](const auto &run) { return !run.second->waits(); });
    return busy == m_runs.end() ? *m_runs.begin()->second : *busy->second;
}

// Progress and the end -----------------------------------------------------------------------------------------------

void PromotionWorker::reportProgress()
{
    WorkerProgress p;
    if (!m_runs.empty())
        p = foremost().progress();
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
    std::vector<PromotionRun *> runs, waiting;
    for (const auto &[id, run] : m_runs)
        (run->waits() ? waiting : runs).push_back(run);
    for (PromotionRun *run : waiting) // nothing of it runs that would have to be waited for or ended
        leave(*run);
    if (policy != StopPolicy::WaitForRunning) {
        const auto running = m_runningStages;
        for (StageTask *task : running)
            task->cancel(closed);
        const auto own = m_own ? m_own->all() : std::vector<PromotionGroupId>{};
        for (PromotionRun *run : runs) {
            const bool mine = !m_own || !m_takenOver.contains(run->promotion().id) ||
                std::ranges::contains(own, run->promotion().group);
            if (policy == StopPolicy::EndRunning && mine)
                run->interrupt();
            else
                leave(*run);
        }
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
