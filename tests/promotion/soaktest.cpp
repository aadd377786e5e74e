// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planbench.h"

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000;

} // namespace

/// A build that soaks after its deploy: tested again and again until the time that was stored when it began.
class SoakTest : public PlanBench {
    Q_OBJECT

    Environment &dev() { return m_bench->environment(u"dev"_s); }
    void open(Duration soak, Duration every)
    {
        dev().validation = Validation{.soak = soak, .every = every};
        dev().smoke = Bench::sh(u"echo smoked >> smoked; test ! -e broken"_s);
        m_bench->open();
    }
    PromotionId promote(const QString &version)
    {
        const auto queued =
            Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(version), u"dev"_s, u"billing"_s)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return queued->front().id;
    }
    std::optional<PromotionStep> step(PromotionId id, StepKind kind)
    {
        for (const PromotionStep &s : m_bench->steps(id)) {
            if (s.kind == kind)
                return s;
        }
        return std::nullopt;
    }
    PromotionId soaking(const QString &version)
    {
        const PromotionId id = promote(version);
        if (!QTest::qWaitFor([&] { return step(id, StepKind::Soak).has_value(); }, patience))
            qFatal("it does not soak: %s", qPrintable(stored(id).message));
        return id;
    }
    qsizetype smoked() const { return m_bench->content(u"smoked"_s).count(u'\n'); }
    qsizetype count(PromotionId id, StepKind kind)
    {
        return std::ranges::count(m_bench->steps(id), kind, &PromotionStep::kind);
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void itIsTestedAgainUntilTheEnd()
    {
        open(400ms, 150ms);
        const PromotionId id = promote(u"1.0"_s);
        const Promotion p = m_bench->ended(id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(p.waitsUntil - p.waitsSince, Duration{400ms});
        QVERIFY(p.finishedAt >= p.waitsUntil);
        const auto steps = m_bench->steps(id);
        QVERIFY(std::ranges::all_of(steps, [](const PromotionStep &s) { return s.state == StepState::Passed; }));
        QCOMPARE(steps.back().kind, StepKind::Record);
        QCOMPARE(count(id, StepKind::Soak), 1);
        const auto smokes = count(id, StepKind::Smoke);
        QVERIFY2(smokes >= 2 && smokes <= 4,
                 qPrintable(QString::number(smokes))); // the first, and of the soak the last
        QCOMPARE(smokes, smoked());
        QCOMPARE(count(id, StepKind::Verify), smokes);
        const auto last = std::ranges::find_last(steps, StepKind::Smoke, &PromotionStep::kind).front();
        QVERIFY(last.startedAt >= p.waitsUntil);
        QVERIFY(!m_bench->running(u"billing"_s)->attended);
        QVERIFY(wentWell(*m_bench->running(u"billing"_s)));
    }
    void whatFailsThereIsRolledBack()
    {
        open(1h, 20ms);
        const PromotionId id = soaking(u"2.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(smoked() >= 3, patience);
        QVERIFY(QFile(m_bench->file(u"broken"_s)).open(QIODevice::WriteOnly));
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Failed);
        QVERIFY2(p.message.contains(u"While it soaked"_s), qPrintable(p.message));
        QCOMPARE(step(id, StepKind::Soak)->state, StepState::Failed);
        QVERIFY(!wentWell(*m_bench->running(u"billing"_s)));
    }
    void aFailureThereGoesBackByItselfWithoutSoakingAgain()
    {
        open(300ms, 50ms);
        QCOMPARE(m_bench->ended(promote(u"1.0"_s)).state, PromotionState::Succeeded);
        const qsizetype before = smoked();
        const PromotionId id = soaking(u"2.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(smoked() >= before + 1, patience);
        QVERIFY(QFile(m_bench->file(u"broken"_s)).open(QIODevice::WriteOnly));
        QCOMPARE(m_bench->ended(id).state, PromotionState::Failed);
        const auto recent = m_bench->read([](Session &s) { return s.promotions().recent(5); });
        const auto back =
            std::ranges::find_if(*recent, [](const Promotion &p) { return p.request.kind == PromotionKind::Rollback; });
        QVERIFY(back != recent->end());
        (void)m_bench->ended(back->id);
        QCOMPARE(count(back->id, StepKind::Soak), 0);
        QCOMPARE(m_bench->running(u"billing"_s)->build, buildOf(u"billing"_s, u"1.0"_s));
    }
    void itIsCancelledBetweenTwoRounds()
    {
        open(1h, 1h);
        const PromotionId id = soaking(u"1.0"_s);
        QVALUE(Bench::await(m_bench->desk().cancel(id, {.person = u"nr"_s, .program = {}, .host = {}}, u"enough"_s)));
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Aborted);
        QCOMPARE(step(id, StepKind::Soak)->state, StepState::Cancelled);
        QVERIFY(m_bench->running(u"billing"_s)); // it does run
        QCOMPARE(count(id, StepKind::Smoke), 1);
    }
    void aSoakTakesNoPlace()
    {
        m_bench->parallel = 1;
        open(1h, 1h);
        const PromotionId id = soaking(u"1.0"_s);
        PromotionAsk other = m_bench->ask(m_bench->release(u"2.0"_s), u"staging"_s, u"ledger"_s);
        other.overrides.insert(u"upstream"_s, u"to see"_s);
        const auto queued = Bench::await(m_bench->desk().promote(other));
        QVALUE(queued);
        QCOMPARE(m_bench->ended(queued->front().id).state, PromotionState::Succeeded);
        QCOMPARE(stored(id).state, PromotionState::Validating);
    }
    void anotherWorkerGoesOnWithIt()
    {
        open(1h, 1h);
        const PromotionId id = soaking(u"1.0"_s);
        QTRY_VERIFY(stored(id).waitsUntil != noTime);
        const Timestamp until = stored(id).waitsUntil;
        die();
        QCOMPARE(stored(id).state, PromotionState::Validating);
        {
            const auto other = m_bench->other();
            other.desk->start();
            QTRY_VERIFY_WITH_TIMEOUT(stored(id).worker == ProcessIdentity::ofThisProcess().toString(), patience);
            QCOMPARE(stored(id).waitsUntil, until);
            other.desk->stop(StopPolicy::EndRunning); // which leaves it, too
        }
        QCOMPARE(stored(id).state, PromotionState::Validating);
    }
    /// The time went by without a worker, and the build ran: one last round decides.
    void whatHasSoakedMeanwhileIsTestedOnceMore()
    {
        open(1h, 1h);
        const PromotionId id = soaking(u"1.0"_s);
        QTRY_VERIFY(stored(id).waitsUntil != noTime);
        die();
        QVALUE(m_bench->write([&](Session &s) {
            Promotion p = **s.promotions().byId(id);
            p.waitsUntil = s.now() - 1min;
            return s.promotions().wait(p);
        }));
        const auto other = m_bench->other();
        other.desk->start();
        const Promotion p = m_bench->ended(id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(count(id, StepKind::Smoke), 2);
        QCOMPARE(smoked(), 2);
        QCOMPARE(m_bench->steps(id).back().kind, StepKind::Record);
    }
    /// The smoke test that was under way is followed to its end, not run again.
    void aRunningSmokeTestIsAttachedTo()
    {
        open(1h, 20ms);
        const PromotionId id = soaking(u"1.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(smoked() >= 2, patience);
        die();
        const qsizetype ran = smoked();
        QVALUE(m_bench->write([&](Session &s) {
            Promotion p = **s.promotions().byId(id);
            p.waitsUntil = s.now();
            return s.promotions().wait(p);
        }));
        const auto other = m_bench->other();
        other.desk->start();
        const Promotion p = m_bench->ended(id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QVERIFY(smoked() >= ran);
        QCOMPARE(count(id, StepKind::Smoke), smoked());
    }
};

QTEST_GUILESS_MAIN(SoakTest)
#include "soaktest.moc"
