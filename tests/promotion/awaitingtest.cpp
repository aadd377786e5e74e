// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planbench.h"

#include "promotion/gateround.h"
#include "promotion/readiness.h"

#include <QSignalSpy>

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000;

/// The machine's, put back by a test.
class PutBack final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return m_real.now() - Duration{by.load()}; }
    std::atomic<qint64> by{0};

private:
    SystemClock m_real;
};

} // namespace

/// Gates that are waited for: round by round, until all pass in the same one or the time is over.
class AwaitingTest : public PlanBench {
    Q_OBJECT

    Release m_release;
    std::shared_ptr<std::atomic<int>> m_rounds;

    /// dev asks for an approval and waits for it. The calendar, which is open, counts the rounds.
    void open(Duration timeout = 1h, Duration interval = 10ms)
    {
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.gates.push_back(GateKind::Approval);
        dev.wait = GateWait{.delay = 0ms, .interval = interval, .timeout = timeout};
        m_bench->product.people[2].roles = {{u"manager"_s}}; // guest may approve
        m_rounds = std::make_shared<std::atomic<int>>(0);
        m_bench->gates.calendar = [rounds = m_rounds, calendar = m_bench->gates.calendar](
                                      const Product &product, const EnvironmentKey &key, Timestamp now) {
            ++*rounds;
            return calendar(product, key, now);
        };
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
    }
    PromotionId queue(const QString &service = u"billing"_s)
    {
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_release, u"dev"_s, service)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return queued->front().id;
    }
    PromotionId waiting(const QString &service = u"billing"_s)
    {
        const PromotionId id = queue(service);
        if (!QTest::qWaitFor([&] { return stored(id).state == PromotionState::AwaitingGate; }, patience))
            qFatal("it does not wait: %s", qPrintable(stored(id).message));
        return id;
    }
    void furtherRounds(int count)
    {
        const int before = *m_rounds;
        QTRY_VERIFY_WITH_TIMEOUT(*m_rounds >= before + count, patience);
    }
    void approve()
    {
        QVALUE(m_bench->write([this](Session &s) {
            return s.releases().sign({.release = m_release.id,
                                      .hash = *releaseHash(s, m_release),
                                      .role = {u"manager"_s},
                                      .person = u"guest"_s});
        }));
    }
    std::vector<GateOutcome> gates(PromotionId id, GateKind kind)
    {
        auto all = *m_bench->read([id](Session &s) { return s.promotions().gates(id); });
        std::erase_if(all, [kind](const GateOutcome &o) { return o.kind != kind; });
        return all;
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void rounds_data()
    {
        QTest::addColumn<qint64>("now");
        QTest::addColumn<qint64>("next");
        QTest::newRow("the first comes after the delay") << qint64{0} << qint64{5};
        QTest::newRow("then one each interval") << qint64{5} << qint64{15};
        QTest::newRow("those that were missed are not made up for") << qint64{38} << qint64{45};
        QTest::newRow("the last when the time is over") << qint64{56} << qint64{60};
    }
    void rounds()
    {
        QFETCH(const qint64, now);
        QFETCH(const qint64, next);
        const Timestamp since{1000ms};
        const GateWait wait{.delay = 5ms, .interval = 10ms, .timeout = 60ms};
        QCOMPARE(nextRound(wait, since, since + wait.timeout, since + Duration{now}), since + Duration{next});
    }

    void itWaitsUntilAllPassAndGoesOn()
    {
        open();
        const auto p = plan(m_bench->ask(m_release));
        QVALUE(p);
        QVERIFY(p->willBeQueued());
        QVERIFY2(p->items.front().waitsFor.contains(u"Nobody"_s) || p->items.front().waitsFor.contains(u"0 of 1"_s),
                 qPrintable(p->items.front().waitsFor));
        QVERIFY(p->items.front().waitsUntil > p->items.front().gates.front().checkedAt + 59min);
        const PromotionId id = waiting();
        const Promotion waits = stored(id);
        QCOMPARE(waits.waitsUntil - waits.waitsSince, Duration{1h});
        QVERIFY2(waits.message.contains(u"approval"_s), qPrintable(waits.message));
        QCOMPARE(m_bench->steps(id).size(), size_t(1));
        QCOMPARE(m_bench->steps(id).front().state, StepState::Running);
        furtherRounds(10);
        QCOMPARE(gates(id, GateKind::Approval).size(), size_t(1)); // only what differs is recorded again
        QCOMPARE(m_bench->content(u"envs/history"_s), QString());
        approve();
        const Promotion done = m_bench->ended(id);
        QVERIFY2(done.state == PromotionState::Succeeded, qPrintable(done.message));
        const auto approvals = gates(id, GateKind::Approval);
        QCOMPARE(approvals.size(), size_t(2));
        QCOMPARE(approvals.back().result, GateResult::Pass);
        QCOMPARE(gates(id, GateKind::Window).size(), size_t(1));
        QCOMPARE(m_bench->steps(id).size(), size_t(5));
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
    }
    /// Two gates of which one passes whenever the other does not.
    void allMustPassInTheSameRound()
    {
        auto round = std::make_shared<std::atomic<int>>(0);
        auto both = std::make_shared<std::atomic<bool>>(false);
        const auto outcome = [both](GateKind kind, bool pass, Timestamp now) {
            GateOutcome o;
            o.kind = kind;
            o.result = pass || *both ? GateResult::Pass : GateResult::Fail;
            o.opensAt = now;
            o.checkedAt = now;
            return o;
        };
        m_bench->gates.calendar = [=](const Product &, const EnvironmentKey &, Timestamp now) {
            return outcome(GateKind::Window, ++*round % 2 == 0, now);
        };
        m_bench->gates.resources = [=](const Product &, const EnvironmentKey &, const std::vector<PoolSample> &,
                                       const QHash<QString, double> &,
                                       Timestamp now) { return outcome(GateKind::Resource, *round % 2 == 1, now); };
        Pool pool;
        pool.key = {u"build"_s};
        m_bench->product.pools = {pool};
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.pool = pool.key;
        dev.wait = GateWait{.delay = 0ms, .interval = 10ms, .timeout = 1h};
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
        const PromotionId id = waiting();
        const int before = *round;
        QTRY_VERIFY_WITH_TIMEOUT(*round > before + 12, patience);
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
        *both = true;
        QCOMPARE(m_bench->ended(id).state, PromotionState::Succeeded);
    }
    void itIsDeniedWhenTheTimeIsOver()
    {
        open(200ms);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_release)));
        QVALUE(queued);
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Denied);
        QVERIFY2(p.message.contains(u"in time"_s) && p.message.contains(u"0 of 1"_s), qPrintable(p.message));
        QVERIFY(p.finishedAt >= p.waitsUntil);
        QCOMPARE(m_bench->steps(p.id).front().state, StepState::Failed);
        QCOMPARE(stored(queued->back().id).state, PromotionState::Queued); // behind it: a person decides
        QVERIFY(!m_bench->running(u"ledger"_s));
    }
    /// Its time is over by either clock: the machine's, or that of the worker, which nobody sets.
    void aClockThatIsPutBackMakesNoWaitLonger()
    {
        PutBack clock;
        m_bench->clock = &clock;
        open(300ms);
        const PromotionId id = waiting();
        clock.by = std::chrono::milliseconds(2h).count();
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Denied);
        QVERIFY(p.message.contains(u"in time"_s));
        m_bench.reset(); // before the clock
    }
    void whatCannotComeInTimeIsNotWaitedFor_data()
    {
        QTest::addColumn<qint64>("opensIn"); ///< minutes; below 0: never
        QTest::addColumn<SkipReason>("skip");
        QTest::newRow("opens in time") << qint64{30} << SkipReason::None;
        QTest::newRow("opens later") << qint64{90} << SkipReason::Frozen;
        QTest::newRow("never opens") << qint64{-1} << SkipReason::Frozen;
    }
    void whatCannotComeInTimeIsNotWaitedFor()
    {
        QFETCH(const qint64, opensIn);
        QFETCH(const SkipReason, skip);
        m_bench->gates.calendar = [opensIn](const Product &, const EnvironmentKey &, Timestamp now) {
            GateOutcome o;
            o.kind = GateKind::Window;
            o.result = GateResult::Fail;
            o.text = u"Year-end freeze"_s;
            o.opensAt = opensIn < 0 ? noTime : now + std::chrono::minutes(opensIn);
            return o;
        };
        open();
        QCOMPARE(plan(m_bench->ask(m_release))->items.front().skip, skip);
    }
    void aHoldIsNotWaitedFor()
    {
        open();
        const PromotionId id = waiting();
        hold(u"billing"_s);
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Denied);
        QVERIFY2(p.message.contains(u"Held by"_s), qPrintable(p.message));
        const auto held = plan(m_bench->ask(m_release, u"dev"_s, u"billing"_s));
        QCOMPARE(held->items.front().skip, SkipReason::Held);
    }
    void itIsCancelled()
    {
        open();
        const PromotionId id = waiting();
        QVALUE(Bench::await(m_bench->desk().cancel(id, {.person = u"nr"_s, .program = {}, .host = {}}, u"later"_s)));
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Aborted);
        QCOMPARE(m_bench->steps(id).front().state, StepState::Cancelled);
        const int rounds = *m_rounds;
        QVALUE(Bench::await(m_bench->desk().plan(m_bench->ask(m_release)))); // asks the calendar for two services
        QCOMPARE(*m_rounds, rounds + 2);
    }
    void itTakesNoPlaceAndBlocksNobodyElse()
    {
        m_bench->parallel = 1;
        open();
        const PromotionId id = waiting();
        PromotionAsk other = m_bench->ask(m_release, u"staging"_s, u"ledger"_s);
        other.overrides.insert(u"upstream"_s, u"to see"_s);
        const auto queued = Bench::await(m_bench->desk().promote(other));
        QVALUE(queued);
        QCOMPARE(m_bench->ended(queued->front().id).state, PromotionState::Succeeded);
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
        // One service has one unfinished promotion in an environment.
        QCOMPARE(plan(m_bench->ask(m_release, u"dev"_s, u"billing"_s))->items.front().skip, SkipReason::Unfinished);
        approve();
        QCOMPARE(m_bench->ended(id).state, PromotionState::Succeeded);
    }
    void aPausedQueueKeepsItWaiting()
    {
        open();
        const PromotionId id = waiting();
        QVALUE(m_bench->write([](Session &s) { return s.queue().pause(u"lunch"_s); }));
        approve();
        furtherRounds(6);
        QTRY_VERIFY2(stored(id).message.contains(u"paused by nr: lunch"_s), qPrintable(stored(id).message));
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
        QVALUE(m_bench->write([](Session &s) { return s.queue().resume({}); }));
        QCOMPARE(m_bench->ended(id).state, PromotionState::Succeeded);
    }
    /// Its end is stored: the worker that goes on with it does not begin to count again.
    void anotherWorkerGoesOnWaiting()
    {
        open();
        const PromotionId id = waiting();
        const Promotion before = stored(id);
        die();
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
        const auto other = m_bench->other();
        other.desk->start();
        QTRY_VERIFY_WITH_TIMEOUT(stored(id).worker == ProcessIdentity::ofThisProcess().toString(), patience);
        furtherRounds(4);
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
        QCOMPARE(stored(id).waitsUntil, before.waitsUntil);
        QCOMPARE(stored(id).waitsSince, before.waitsSince);
        QCOMPARE(gates(id, GateKind::Approval).size(), size_t(1));
        approve();
        QCOMPARE(m_bench->ended(id).state, PromotionState::Succeeded);
    }
    void whoseTimeWentByWithoutAWorkerGetsOneLastRound_data()
    {
        QTest::addColumn<bool>("approved");
        QTest::addColumn<PromotionState>("state");
        QTest::newRow("passes") << true << PromotionState::Succeeded;
        QTest::newRow("does not") << false << PromotionState::Denied;
    }
    void whoseTimeWentByWithoutAWorkerGetsOneLastRound()
    {
        QFETCH(const bool, approved);
        QFETCH(const PromotionState, state);
        open();
        const PromotionId id = waiting();
        die();
        QVALUE(m_bench->write([&](Session &s) {
            Promotion p = **s.promotions().byId(id);
            p.waitsUntil = s.now() - 1h;
            p.waitsSince = p.waitsUntil - 1h;
            return s.promotions().wait(p);
        }));
        if (approved)
            approve();
        const auto other = m_bench->other();
        other.desk->start();
        QCOMPARE(m_bench->ended(id).state, state);
    }
    /// A program that closes ends what runs; of this nothing does.
    void aProgramThatClosesLeavesIt()
    {
        open();
        const PromotionId id = waiting();
        m_bench->desk().stop(StopPolicy::EndRunning);
        QCOMPARE(stored(id).state, PromotionState::AwaitingGate);
    }
    void whatWaitsClaimsNothing()
    {
        Pool pool;
        pool.key = {u"build"_s};
        m_bench->product.pools = {pool};
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.pool = pool.key;
        dev.demand = {{u"disk"_s, 5}};
        m_bench->gates.resources = [](const Product &, const EnvironmentKey &, const std::vector<PoolSample> &,
                                      const QHash<QString, double> &claims, Timestamp) {
            GateOutcome o;
            o.kind = GateKind::Resource;
            o.result = claims.isEmpty() ? GateResult::Pass : GateResult::Fail;
            return o;
        };
        open();
        waiting(u"ledger"_s);
        const auto claims =
            m_bench->read([&](Session &s) { return claimedBy(s, m_bench->product, {u"build"_s}, PromotionId{}); });
        QVERIFY(claims->isEmpty());
    }
};

QTEST_GUILESS_MAIN(AwaitingTest)
#include "awaitingtest.moc"
