// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "promotion/processgroup.h"

#include <QProcess>
#include <QSignalSpy>

using namespace humdrum;
using namespace Qt::StringLiterals;

#define QVALUE(result)                                                                                                 \
    QVERIFY2((result).has_value(), qPrintable((result).has_value() ? QString() : (result).error().toString()))

/// Protects what becomes of a promotion whose worker is gone: it is known what happened, and nothing runs twice.
class InterruptedTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<QProcess> m_worker;
    std::vector<Promotion> m_queued;

    /// A process that stands for a worker, or for a command, until it is killed.
    static std::unique_ptr<QProcess> process(const QString &script)
    {
        auto p = std::make_unique<QProcess>();
        QProcess::UnixProcessParameters parameters;
        parameters.flags = QProcess::UnixProcessFlag::CreateNewSession;
        p->setUnixProcessParameters(parameters);
        p->start(u"sh"_s, {u"-c"_s, script});
        if (!p->waitForStarted())
            qFatal("sh does not start");
        return p;
    }
    static void kill(QProcess &p)
    {
        p.kill();
        QVERIFY(p.waitForFinished());
    }
    /// Queues a release to dev and lets the worker that will die take its first promotion as far as the deploy step.
    void take(const QString &command = {})
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh(u"touch ran; printf '%s' \"$HUMDRUM_VERSION\" > "
                                                          "envs/$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE"_s);
        m_bench->open();
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(idle.promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        m_queued = *queued;
        m_worker = process(u"read x"_s);
        const auto identity = ProcessIdentity::ofPid(m_worker->processId());
        QVERIFY(identity);
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            auto p = s.promotions().claim(identity->toString(), s.now());
            if (!p)
                return std::unexpected(p.error());
            if (auto r = s.promotions().transition(**p, PromotionState::Running); !r)
                return r;
            PromotionStep step;
            step.promotion = (*p)->id;
            step.kind = StepKind::Deploy;
            auto added = s.promotions().addStep(step);
            if (!added)
                return std::unexpected(added.error());
            if (command.isEmpty())
                return {};
            added->process = command;
            return s.promotions().transitionStep(*added, StepState::Running);
        }));
    }
    Promotion stored(const Promotion &p)
    {
        return **m_bench->read([id = p.id](Session &s) { return s.promotions().byId(id); });
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup()
    {
        m_worker.reset();
        m_bench.reset();
    }

    void silenceIsNotDeath()
    {
        take();
        Bench::Other other = m_bench->other();
        QSignalSpy looked(other.desk.get(), &PromotionDesk::progressChanged);
        other.desk->start();
        QTRY_VERIFY(!looked.isEmpty());
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Running);
    }
    void whatADeadWorkerLeftIsSetAsideAndNotRunAgain()
    {
        take();
        kill(*m_worker);
        m_bench->desk();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"erify"_s), qPrintable(p.message));
        const auto steps = m_bench->steps(p.id);
        QCOMPARE(steps.size(), 1U);
        QCOMPARE(steps.front().state, StepState::Cancelled);
        QCOMPARE(m_bench->ended(m_queued.back().id).state, PromotionState::Aborted);
        QVERIFY(!QFile::exists(m_bench->file(u"ran"_s)));
    }
    void aWorkerThatDiesLaterIsNoticed()
    {
        take();
        m_bench->desk();
        QSignalSpy finished(&m_bench->desk(), &PromotionDesk::finished);
        kill(*m_worker);
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 30'000);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Errored);
    }
    void itsCommandGoesOnAloneAndNothingTakesItsPlace()
    {
        const auto command = process(u"read x"_s);
        take(ProcessIdentity::ofPid(command->processId())->toString());
        kill(*m_worker);
        WorkerDesk &desk = m_bench->desk();
        const auto plan = Bench::await(desk.plan(m_bench->ask(m_bench->release(u"2.0"_s))));
        QVALUE(plan);
        const PlannedPromotion &ledger = plan->items.front();
        QCOMPARE(ledger.skip, SkipReason::Unfinished);
        QVERIFY2(ledger.skipText.contains(QString::number(command->processId())), qPrintable(ledger.skipText));
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Running);
        kill(*command);
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Errored);
        QCOMPARE(m_bench->steps(m_queued.front().id).front().state, StepState::Errored);
    }
    void cancellingEndsTheCommandThatWasLeft()
    {
        // The child ignores what the shell would heed, and the shell itself is gone first.
        const auto command = process(u"(trap '' TERM; echo $$; read x) & exec sleep 1000"_s);
        const auto leader = ProcessIdentity::ofPid(command->processId());
        QVERIFY(leader && groupLives(*leader));
        take(leader->toString());
        kill(*m_worker);
        QVALUE(Bench::await(m_bench->desk().cancel(m_queued.front().id, {u"nr"_s, {}, {}}, u"it hangs"_s)));
        QVERIFY(!groupLives(*leader));
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Aborted);
        QCOMPARE(stored(m_queued.back()).state, PromotionState::Aborted);
        (void)command->waitForFinished();
    }
    void whoAsksAgainNeedsNoWorkerToPutItRight()
    {
        take();
        kill(*m_worker);
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const auto again = Bench::await(idle.promote(m_bench->ask(m_bench->release(u"2.0"_s))));
        QVALUE(again);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Errored);
        QCOMPARE(stored(m_queued.back()).state, PromotionState::Aborted);
        m_bench->desk();
        QCOMPARE(m_bench->ended(again->front().id).state, PromotionState::Succeeded);
    }
    void aDeskThatKeepsToItsOwnLeavesTheRest()
    {
        m_bench->open();
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const Release release = m_bench->release(u"1.0"_s);
        const auto others = Bench::await(idle.promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        QVALUE(others);
        WorkerOptions options = m_bench->options();
        options.ownOnly = true;
        WorkerDesk own(*m_bench->store, options);
        own.start();
        const auto mine = Bench::await(own.promote(m_bench->ask(release, u"dev"_s, u"billing"_s)));
        QVALUE(mine);
        QCOMPARE(m_bench->ended(mine->front().id).state, PromotionState::Succeeded);
        own.stop(StopPolicy::WaitForRunning);
        QCOMPARE(stored(others->front()).state, PromotionState::Queued);
    }
};

QTEST_GUILESS_MAIN(InterruptedTest)
#include "interruptedtest.moc"
