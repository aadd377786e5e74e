// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/workerdesk.h"

#include "domain/reason.h"
#include "faults/faultpoint.h"
#include "promotion/abandoned.h"
#include "promotion/decisions.h"
#include "promotion/promotionrecords.h"
#include "promotion/secretuse.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Gives the result of `make()` (a future) to `promise` when it comes. No thread waits for it.
template <class R>
void pass(QFuture<R> future, std::shared_ptr<QPromise<R>> promise)
{
    future.then([promise](QFuture<R> done) {
        if (done.isCanceled() || done.resultCount() == 0)
            promise->addResult(R(fail(ErrorCode::Cancelled, PromotionDesk::tr("The storage was closed"))));
        else
            promise->addResult(done.takeResult());
        promise->finish();
    });
}

template <class R>
std::shared_ptr<QPromise<R>> begun()
{
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    return promise;
}

template <class R>
void answer(const std::shared_ptr<QPromise<R>> &promise, R result)
{
    promise->addResult(std::move(result));
    promise->finish();
}

} // namespace

WorkerDesk::WorkerDesk(Store &store, WorkerOptions options, QObject *parent)
    : PromotionDesk(parent)
    , m_store(store)
    , m_options(std::move(options))
{
    if (!m_options.clock)
        m_options.clock = &m_systemClock;
    m_options.gates.commandsAccepted = [book = m_options.trust](const Product &product) {
        return book.allows(product);
    };
    m_options.gates.secretsKnown = [keeper = m_options.secrets](const Environment &environment, PromotionKind kind) {
        return keeper.knows(secretsOf(environment, kind));
    };
    m_thread.setObjectName(u"promotion worker"_s);
}

WorkerDesk::~WorkerDesk() { stop(StopPolicy::EndRunning); }

void WorkerDesk::start()
{
    if (m_worker)
        return;
    m_worker = new PromotionWorker(m_store, m_options, m_options.ownOnly ? m_own : nullptr);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &PromotionWorker::finished, this, &PromotionDesk::finished);
    connect(m_worker, &PromotionWorker::progressChanged, this, [this](const WorkerProgress &progress) {
        m_progress = progress;
        Q_EMIT progressChanged(progress);
    });
    connect(m_worker, &PromotionWorker::stopped, &m_thread, &QThread::quit, Qt::DirectConnection);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, &PromotionWorker::begin);
}

void WorkerDesk::stop(StopPolicy policy)
{
    PromotionWorker *worker = std::exchange(m_worker, nullptr);
    if (!worker)
        return;
    QMetaObject::invokeMethod(worker, [worker, policy] { worker->stop(policy); });
    m_thread.wait();
    m_progress = {};
}

QFuture<Result<std::vector<PoolSample>>> WorkerDesk::measure(const EnvironmentKey &environment)
{
    return measure([environment](Session &) -> Result<EnvironmentKey> { return environment; });
}

QFuture<Result<std::vector<PoolSample>>> WorkerDesk::measureFor(PromotionId id)
{
    return measure([id](Session &session) {
        return session.promotions().byId(id).transform(
            [](const std::optional<Promotion> &p) { return p ? p->request.environment : EnvironmentKey{}; });
    });
}

QFuture<Result<std::vector<PoolSample>>> WorkerDesk::measure(
    const std::function<Result<EnvironmentKey>(Session &)> &where)
{
    using R = Result<std::vector<PoolSample>>;
    struct Place {
        std::optional<Product> product;
        EnvironmentKey environment;
    };
    auto promise = begun<R>();
    auto read = [where](Session &session) -> Result<Place> {
        auto product = session.products().current();
        auto environment = where(session);
        if (!product || !environment)
            return std::unexpected(!product ? product.error() : environment.error());
        return Place{*std::move(product), *std::move(environment)};
    };
    m_store.read(read).then(
        [promise, measure = m_options.gates.measure, now = m_options.clock->now()](const Result<Place> &place) {
            const Environment *e = place && place->product ? place->product->environment(place->environment) : nullptr;
            const Pool *pool = e ? place->product->pool(e->pool) : nullptr;
            if (!pool)
                return answer<R>(promise, std::vector<PoolSample>{}); // what is wrong with the ask, the plan tells
            auto work = [measure, pool = *pool, p = *place->product, now] {
                // A pool that cannot be measured is not known, which its gate says; the plan itself is not in vain.
                return R(measure(pool, p, now).value_or(std::vector<PoolSample>{}));
            };
            pass(inPool(*QThreadPool::globalInstance(), work), promise);
        });
    return promise->future();
}

QFuture<Result<PromotionPlan>> WorkerDesk::plan(const PromotionAsk &ask)
{
    auto promise = begun<Result<PromotionPlan>>();
    measure(ask.environment)
        .then([promise, ask, &store = m_store,
               sources = m_options.gates](const Result<std::vector<PoolSample>> &samples) {
            auto job = [ask, sources, samples = samples.value_or(std::vector<PoolSample>{})](Session &session) {
                return planPromotion(session, ask, sources, samples);
            };
            pass(store.read(job), promise);
        });
    return promise->future();
}

QFuture<Result<std::vector<Promotion>>> WorkerDesk::promote(const PromotionAsk &ask)
{
    auto promise = begun<Result<std::vector<Promotion>>>();
    measure(ask.environment)
        .then([promise, ask, &store = m_store, sources = m_options.gates,
               own = m_own](const Result<std::vector<PoolSample>> &samples) {
            auto job = [ask, sources, own, samples = samples.value_or(std::vector<PoolSample>{})](
                           Session &session) -> Result<std::vector<Promotion>> {
                if (auto r = endInterruptedIn(session, ask.environment); !r)
                    return std::unexpected(r.error());
                if (ask.kind == PromotionKind::Rollback && ask.reason.trimmed().isEmpty())
                    return fail(ErrorCode::InvalidInput, tr("A rollback needs a reason"));
                const auto plan = planPromotion(session, ask, sources, samples);
                if (!plan)
                    return std::unexpected(plan.error());
                auto queued = queuePlan(session, *plan);
                for (const Promotion &p : queued.value_or(std::vector<Promotion>{}))
                    own->add(p.group);
                return queued;
            };
            pass(store.write({ask.actor, ask.reason}, job), promise);
        });
    return promise->future();
}

QFuture<Result<DecisionPlan>> WorkerDesk::decisionAbout(PromotionId id, const Actor &actor)
{
    auto promise = begun<Result<DecisionPlan>>();
    measureFor(id).then([promise, id, actor, &store = m_store,
                         sources = m_options.gates](const Result<std::vector<PoolSample>> &samples) {
        auto job = [id, actor, sources, samples = samples.value_or(std::vector<PoolSample>{})](Session &session) {
            return planDecision(session, id, actor, sources, samples);
        };
        pass(store.read(job), promise);
    });
    return promise->future();
}

QFuture<Result<DecisionOutcome>> WorkerDesk::decide(const DecisionAsk &ask)
{
    auto promise = begun<Result<DecisionOutcome>>();
    measureFor(ask.promotion)
        .then([promise, ask, &store = m_store, sources = m_options.gates,
               own = m_own](const Result<std::vector<PoolSample>> &samples) {
            auto job = [ask, sources, own, samples = samples.value_or(std::vector<PoolSample>{})](
                           Session &session) -> Result<DecisionOutcome> {
                const auto plan = planDecision(session, ask.promotion, ask.actor, sources, samples);
                if (!plan)
                    return std::unexpected(plan.error());
                auto outcome = humdrum::decide(session, *plan, ask);
                if (!outcome)
                    return outcome;
                for (const std::vector<Promotion> &next : {outcome->queued, outcome->goesOn}) {
                    for (const Promotion &p : next)
                        own->add(p.group);
                }
                faultPoint("answer", "before");
                return outcome;
            };
            pass(store.write({ask.actor, ask.reason}, job).then([](Result<DecisionOutcome> outcome) {
                faultPoint("answer", "after");
                return outcome;
            }),
                 promise);
        });
    return promise->future();
}

QFuture<Result<void>> WorkerDesk::cancel(PromotionId id, const Actor &actor, const QString &text)
{
    auto promise = begun<Result<void>>();
    const auto why = reasonFrom(text);
    if (!why) {
        answer<Result<void>>(promise, std::unexpected(why.error()));
        return promise->future();
    }
    const QString &reason = *why;
    if (!m_worker)
        return abortAbandoned(m_store, id, actor, reason, m_options.grace);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, id, actor, reason, promise] {
        worker->cancel(id, actor, reason, [promise](const Result<void> &r) { answer<Result<void>>(promise, r); });
    });
    return promise->future();
}

QFuture<Result<LogPlace>> WorkerDesk::log(PromotionId id)
{
    return m_store.read([id, folder = m_options.logFolder](Session &session) -> Result<LogPlace> {
        const auto p = session.promotions().byId(id);
        if (!p)
            return std::unexpected(p.error());
        if (!*p)
            return fail(ErrorCode::NotFound, tr("There is no promotion %1").arg(id.value));
        // In pre-flight the row does not name its log yet.
        const QString file =
            (*p)->logFile.isEmpty() ? QDir(folder).filePath(u"promotion-%1.log"_s.arg(id.value)) : (*p)->logFile;
        return LogPlace{file, isFinished((*p)->state)};
    });
}

QFuture<Result<StageRun>> WorkerDesk::runStage(const StageKey &stage, const QString &commit, ReleaseId release,
                                               const Actor &actor)
{
    auto promise = begun<Result<StageRun>>();
    if (!m_worker) {
        answer<Result<StageRun>>(promise, fail(ErrorCode::Internal, tr("No worker runs in this program")));
        return promise->future();
    }
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, ask = StageAsk{stage, commit, release, actor}, promise] {
        worker->runStage(ask, [promise](const Result<StageRun> &run) { answer<Result<StageRun>>(promise, run); });
    });
    return promise->future();
}

QFuture<Result<TrustStanding>> WorkerDesk::trust() { return trustStanding(m_store, m_options.trust); }

QFuture<Result<TrustStanding>> WorkerDesk::acceptCommands(const QByteArray &digest, const Actor &actor)
{
    return humdrum::acceptCommands(m_store, m_options.trust, {actor, {}}, digest);
}

} // namespace humdrum
