// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "promotion/decisions.h"
#include "promotion/loglines.h"
#include "promotion/processgroup.h"
#include "promotion/runtrace.h"
#include "promotion/variables.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>

#include <csignal>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

ProcessIdentity nobody()
{
    ProcessIdentity gone = ProcessIdentity::ofThisProcess();
    gone.startTime = 1; // long before there was anybody to run this
    return gone;
}

} // namespace

/// Protects what becomes of a promotion whose worker is gone: it goes on where it can be known how, a person is asked where it
/// cannot, and nothing runs twice.
class InterruptedTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::vector<Promotion> m_queued;

    Environment &dev() { return m_bench->environment(u"dev"_s); }
    /// A deploy that says who it is, and goes on when the file `go` is there.
    static CommandSpec waiting(const QString &before = {})
    {
        return Bench::sh(before +
                         u"echo $$ > pid; echo ran >> ran; echo one; while [ ! -e go ]; do sleep 0.02; done; echo two; "
                         "printf '%s' \"$HUMDRUM_VERSION\" > envs/$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE"_s);
    }
    void go() { QVERIFY(QFile(m_bench->file(u"go"_s)).open(QIODevice::WriteOnly)); }
    void queue(const QString &service = {})
    {
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(idle.promote(m_bench->ask(m_bench->release(u"1.0"_s), u"dev"_s, service)));
        QVALUE(queued);
        m_queued = *queued;
    }
    /// A worker takes the first promotion as far as `file` is there, and is gone.
    void leaveWhenThere(const QString &file)
    {
        m_bench->open();
        queue(u"ledger"_s);
        m_bench->desk();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->content(file).isEmpty(), patience);
        // What a command says and who it is has reached the log and the store by then.
        QTRY_VERIFY_WITH_TIMEOUT(openStep() && !openStep()->process.isEmpty(), patience);
        die();
    }
    /// As if the program that works had been killed: nothing more is done, and its identity is nobody's.
    void die()
    {
        m_bench->desk().stop(StopPolicy::LeaveRunning);
        QVALUE(m_bench->write([](Session &s) -> Result<void> {
            const auto unfinished = s.promotions().unfinished();
            for (const Promotion &p : *unfinished) {
                if (p.worker.isEmpty())
                    continue;
                if (auto r = s.promotions().takeOver(p.id, p.worker, nobody().toString(), {}); !r)
                    return std::unexpected(r.error());
            }
            return {};
        }));
    }
    /// Stores all that a worker does before it starts the deploy of the first promotion, in the name of one that is gone.
    void intendOnly(const std::function<void(PromotionStep &)> &change = {})
    {
        m_bench->open();
        queue(u"ledger"_s);
        const QString folder = m_bench->file(u"runs/intended"_s);
        QVALUE(makeRunFolder(folder));
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            auto p = s.promotions().claim(nobody().toString(), s.now());
            const auto subject = subjectOf(s, **p);
            if (auto r = s.promotions().transition(**p, PromotionState::Running); !r)
                return r;
            PromotionStep step;
            step.promotion = (*p)->id;
            step.kind = StepKind::Deploy;
            step.commandHash = commandHash({.command = dev().deploy,
                                            .folder = m_bench->product.folder,
                                            .variables = variablesOf(m_bench->product, **p, *subject)});
            step.runFolder = folder;
            if (change)
                change(step);
            const auto added = s.promotions().addStep(step);
            return added ? Result<void>{} : std::unexpected(added.error());
        }));
    }
    std::optional<PromotionStep> openStep()
    {
        for (const PromotionStep &step : m_bench->steps(m_queued.front().id)) {
            if (!isFinished(step.state))
                return step;
        }
        return std::nullopt;
    }
    Promotion stored(const Promotion &p)
    {
        return **m_bench->read([id = p.id](Session &s) { return s.promotions().byId(id); });
    }
    void isNotRun(const QString &reason)
    {
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(reason), qPrintable(p.message));
        QCOMPARE(m_bench->steps(p.id).front().state, StepState::Cancelled);
        QCOMPARE(timesRun(), 0);
    }
    qsizetype events(const QString &action)
    {
        const auto all = m_bench->read([](Session &s) { return s.audit().list(1000); });
        return std::ranges::count(*all, action, &AuditEvent::action);
    }
    qsizetype timesRun() const { return m_bench->content(u"ran"_s).count(u'\n'); }
    bool isTakenUp()
    {
        QFile file(stored(m_queued.front()).logFile);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("Taken up again");
    }
    QString log(const Promotion &p)
    {
        QString text;
        for (const LogLine &line : linesOf(p.logFile))
            text += line.own ? QString() : line.text + u'\n';
        return text;
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup()
    {
        if (const auto pid = m_bench->content(u"pid"_s).trimmed().toLongLong(); pid > 0)
            signalMembers(pid, SIGKILL);
        m_bench.reset();
        m_queued.clear();
    }

    void silenceIsNotDeath()
    {
        dev().deploy = waiting();
        m_bench->open();
        queue(u"ledger"_s);
        m_bench->desk();
        QTRY_VERIFY_WITH_TIMEOUT(timesRun() == 1, patience);
        Bench::Other other = m_bench->other();
        QSignalSpy looked(other.desk.get(), &PromotionDesk::progressChanged);
        other.desk->start();
        QTRY_VERIFY_WITH_TIMEOUT(!looked.isEmpty(), patience);
        QCOMPARE(stored(m_queued.front()).worker, ProcessIdentity::ofThisProcess().toString());
        QCOMPARE(events(u"promotion.taken-over"_s), 0);
        go();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Succeeded);
        QCOMPARE(timesRun(), 1);
    }
    void whatRunsIsFollowedAsIfNothingHadHappened()
    {
        dev().deploy = waiting();
        leaveWhenThere(u"pid"_s);
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        QTRY_VERIFY_WITH_TIMEOUT(isTakenUp(), patience);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Running);
        go();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(timesRun(), 1);
        QVERIFY2(log(p).startsWith(u"one\ntwo\nsmoking\n"_s), qPrintable(log(p)));
        QCOMPARE(m_bench->steps(p.id).size(), 5U);
        const auto running = m_bench->running(u"ledger"_s);
        QVERIFY(running && !running->attended);
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
    }
    void whatEndedMeanwhileIsTakenAsItEnded_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::newRow("well") << 0;
        QTest::newRow("badly") << 7;
    }
    void whatEndedMeanwhileIsTakenAsItEnded()
    {
        QFETCH(const int, exitCode);
        dev().deploy = waiting();
        dev().deploy.argv.last() += u"; exit %1"_s.arg(exitCode);
        leaveWhenThere(u"pid"_s);
        const QString folder = openStep()->runFolder;
        go();
        QTRY_COMPARE_WITH_TIMEOUT(traceOf(folder)->fate, RunTrace::Fate::Ended, patience);
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, exitCode == 0 ? PromotionState::Succeeded : PromotionState::Errored);
        QCOMPARE(m_bench->steps(p.id)[1].exitCode, exitCode);
        QCOMPARE(timesRun(), 1);
        QVERIFY2(log(p).startsWith(u"one\ntwo\n"_s), qPrintable(log(p)));
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(folder).exists(), patience);
    }
    void testResultsThatWereWrittenMeanwhileCount()
    {
        QFile old(m_bench->file(u"smoke.xml"_s));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("1 0 3");
        old.close();
        dev().smoke = Bench::sh(
            u"echo $$ > pid; echo x >> smoked; while [ ! -e go ]; do sleep 0.02; done; echo 0 0 3 > smoke.xml"_s);
        dev().smokeJunit = {u"smoke.xml"_s};
        leaveWhenThere(u"smoked"_s);
        const QString folder = openStep()->runFolder;
        go();
        QTRY_COMPARE_WITH_TIMEOUT(traceOf(folder)->fate, RunTrace::Fate::Ended, patience);
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(m_bench->steps(p.id)[2].tests.total, 3);
        QCOMPARE(m_bench->content(u"envs/history"_s), u"ledger 1.0\n"_s);
    }
    void whatWasOnlyIntendedIsRunOnce()
    {
        dev().deploy = waiting();
        go();
        intendOnly();
        m_bench->desk();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(timesRun(), 1);
        QCOMPARE(events(u"promotion.taken-over"_s), 1);
        QCOMPARE(events(u"promotion.step-begun-again"_s), 1);
    }
    void whatWasIntendedIsNotRunWhenItMeansSomethingElseNow()
    {
        dev().deploy = waiting();
        go();
        intendOnly([](PromotionStep &step) { step.commandHash = QByteArray(64, 'a'); });
        m_bench->desk();
        isNotRun(u"changed"_s);
    }
    void whatWasIntendedIsNotRunIntoAFreeze()
    {
        dev().deploy = waiting();
        go();
        const auto open = m_bench->closableCalendar();
        intendOnly();
        *open = false;
        m_bench->desk();
        isNotRun(u"Year-end freeze"_s);
    }
    void whatWasIntendedIsNotRunWhenItIsNotAccepted()
    {
        dev().deploy = waiting();
        go();
        intendOnly();
        WorkerOptions options = m_bench->options();
        options.trust = TrustBook(m_bench->file(u"accepted.json"_s));
        WorkerDesk heir(*m_bench->store, options);
        heir.start();
        isNotRun(u"accepted"_s);
    }
    void aLauncherThatComesLateRunsNothing()
    {
        dev().deploy = waiting();
        go();
        intendOnly();
        const QString first = openStep()->runFolder;
        m_bench->desk();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Succeeded);
        // The one that the dead worker had started, and that was slow.
        QProcess late;
        late.start(m_bench->options().launcher, {first});
        late.write(QByteArray("a=/bin/sh\0a=-c\0a=echo ran >> ran\0d=", 35) + m_bench->product.folder.toUtf8() +
                   QByteArray("\0end\0", 5));
        late.closeWriteChannel();
        QVERIFY(late.waitForFinished(patience));
        QCOMPARE(late.exitCode(), 4);
        QCOMPARE(timesRun(), 1);
    }
    void whereAllIsLostAPersonIsAsked()
    {
        dev().deploy = waiting();
        dev().deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        leaveWhenThere(u"pid"_s);
        const PromotionStep step = *openStep();
        QCOMPARE(::kill(static_cast<pid_t>(ProcessIdentity::fromString(step.process)->pid), SIGKILL), 0);
        signalMembers(m_bench->content(u"pid"_s).trimmed().toLongLong(), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!traceOf(step.runFolder)->running(), patience);
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"Interrupted"_s) && p.message.contains(u"erify"_s), qPrintable(p.message));
        const auto open = m_bench->read([product = m_bench->product](Session &s) { return openDecisions(s, product); });
        QCOMPARE(open->size(), size_t(1)); // that person decides
        QCOMPARE(open->front().about.promotion.id, p.id);
        QCOMPARE(m_bench->steps(p.id).back().state, StepState::Errored);
        QCOMPARE(timesRun(), 1);
        QVERIFY(!QFile::exists(m_bench->file(u"cleaned"_s)));
        QVERIFY2(log(p).startsWith(u"one\n"_s), qPrintable(log(p)));
    }
    void whatMayRunAgainIsRunAgain()
    {
        dev().deploy = waiting();
        dev().deploy.idempotent = true;
        leaveWhenThere(u"pid"_s);
        const PromotionStep step = *openStep();
        QCOMPARE(::kill(static_cast<pid_t>(ProcessIdentity::fromString(step.process)->pid), SIGKILL), 0);
        signalMembers(m_bench->content(u"pid"_s).trimmed().toLongLong(), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!traceOf(step.runFolder)->running(), patience);
        go();
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(timesRun(), 2);
        const auto steps = m_bench->steps(p.id);
        QCOMPARE(steps[1].state, StepState::Errored);
        QCOMPARE(steps[2].attempt, 2);
        QVERIFY(m_bench->running(u"ledger"_s)->attended);
    }
    void aCommandWithoutLauncherGoesOnAloneAndNothingTakesItsPlace()
    {
        dev().deploy = waiting();
        leaveWhenThere(u"pid"_s);
        const auto launcher = ProcessIdentity::fromString(openStep()->process);
        QCOMPARE(::kill(static_cast<pid_t>(launcher->pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(traceOf(openStep()->runFolder)->fate, RunTrace::Fate::Lost, patience);
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const Release next = m_bench->release(u"2.0"_s);
        const auto plan = Bench::await(idle.plan(m_bench->ask(next, u"dev"_s, u"ledger"_s)));
        QVALUE(plan);
        QCOMPARE(plan->items.front().skip, SkipReason::Unfinished);
        QVERIFY2(plan->items.front().skipText.contains(m_bench->content(u"pid"_s).trimmed()),
                 qPrintable(plan->items.front().skipText));
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        QTRY_VERIFY_WITH_TIMEOUT(isTakenUp(), patience);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Running);
        go();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Errored);
        QCOMPARE(timesRun(), 1);
    }
    void cancellingEndsWhatWasLeft_data()
    {
        QTest::addColumn<bool>("launcherLives");
        QTest::addColumn<bool>("takenOver");
        QTest::newRow("its launcher lives, nobody works") << true << false;
        QTest::newRow("its launcher lives, taken over") << true << true;
        QTest::newRow("its launcher is gone, nobody works") << false << false;
        QTest::newRow("its launcher is gone, taken over") << false << true;
    }
    void cancellingEndsWhatWasLeft()
    {
        QFETCH(const bool, launcherLives);
        QFETCH(const bool, takenOver);
        // The child ignores what the shell would heed.
        dev().deploy = waiting(u"(trap '' TERM; sleep 1000) & "_s);
        dev().deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        leaveWhenThere(u"pid"_s);
        const auto launcher = ProcessIdentity::fromString(openStep()->process);
        if (!launcherLives) {
            QCOMPARE(::kill(static_cast<pid_t>(launcher->pid), SIGKILL), 0);
            QTRY_COMPARE_WITH_TIMEOUT(traceOf(openStep()->runFolder)->fate, RunTrace::Fate::Lost, patience);
        }
        Bench::Other heir = m_bench->other();
        if (takenOver) {
            heir.desk->start();
            QTRY_VERIFY_WITH_TIMEOUT(isTakenUp(), patience);
        }
        QVALUE(Bench::await(heir.desk->cancel(m_queued.front().id, {u"nr"_s, {}, {}}, u"it hangs"_s)));
        QVERIFY(membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
        const Promotion p = stored(m_queued.front());
        QCOMPARE(p.state, PromotionState::Aborted);
        QVERIFY(p.message.contains(u"it hangs"_s));
        QCOMPARE(QFile::exists(m_bench->file(u"cleaned"_s)), takenOver);
    }
    void aCancelThatWasBegunIsCarriedOut()
    {
        dev().deploy = waiting();
        dev().deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        leaveWhenThere(u"pid"_s);
        QVALUE(m_bench->write([&](Session &s) {
            Promotion p = m_queued.front();
            p.message = u"Cancelled by nr: wrong train"_s;
            return s.promotions().decide(p, PromotionState::Aborted);
        }));
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Aborted);
        QCOMPARE(p.message, u"Cancelled by nr: wrong train"_s);
        QVERIFY(membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
        QVERIFY(QFile::exists(m_bench->file(u"cleaned"_s)));
    }
    void aCleanupIsFollowedToTheEndThatWasDecided()
    {
        dev().deploy = Bench::sh(u"echo ran >> ran; exit 3"_s);
        dev().deploy.cleanup = {u"sh"_s, u"-c"_s,
                                u"echo $$ > pid; while [ ! -e go ]; do sleep 0.02; done; echo x >> cleaned"_s};
        leaveWhenThere(u"pid"_s);
        QCOMPARE(openStep()->kind, StepKind::Cleanup);
        QCOMPARE(stored(m_queued.front()).decided, PromotionState::Errored);
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        go();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"exited with 3"_s), qPrintable(p.message));
        QCOMPARE(p.cause, Cause::Environment);
        QCOMPARE(m_bench->content(u"cleaned"_s), u"x\n"_s);
        QCOMPARE(timesRun(), 1);
        QCOMPARE(m_bench->steps(p.id).back().state, StepState::Passed);
    }
    void whatIsNotUnderstoodIsSetAsideAndTheRestGoesOn()
    {
        m_bench->open();
        queue();
        const QString folder = m_bench->file(u"runs/nonsense"_s);
        QVALUE(makeRunFolder(folder));
        QFile end(QDir(folder).filePath(u"exit"_s));
        QVERIFY(end.open(QIODevice::WriteOnly));
        end.write("end=of the world\n");
        end.close();
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            auto p = s.promotions().claim(u"nobody knows"_s, s.now());
            if (auto r = s.promotions().transition(**p, PromotionState::Running); !r)
                return r;
            PromotionStep step;
            step.promotion = (*p)->id;
            step.kind = StepKind::Deploy;
            step.runFolder = folder;
            const auto added = s.promotions().addStep(step);
            return added ? Result<void>{} : std::unexpected(added.error());
        }));
        m_bench->desk();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"not understood"_s) && p.message.contains(u"erify"_s), qPrintable(p.message));
        const auto behind = m_bench->read([id = m_queued.back().id](Session &s) { return s.promotions().byId(id); });
        QCOMPARE((*behind)->state, PromotionState::Queued); // until a person has decided
        QVALUE(Bench::await(m_bench->desk().decide(
            {p.id, DecisionChoice::Exclude, u"verified"_s, {.person = u"nr"_s, .program = {}, .host = {}}})));
        QCOMPARE(m_bench->ended(m_queued.back().id).state, PromotionState::Aborted);
        const auto next = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"2.0"_s))));
        QVALUE(next);
        QCOMPARE(m_bench->ended(next->back().id).state, PromotionState::Succeeded);
    }
    void aStepOfAnOlderProgramIsForAPersonToVerify()
    {
        intendOnly([](PromotionStep &step) { step.runFolder.clear(); });
        m_bench->desk();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"erify"_s), qPrintable(p.message));
        QCOMPARE(timesRun(), 0);
    }
    void oneOfManyTakesItOver()
    {
        dev().deploy = waiting();
        go();
        intendOnly();
        std::vector<Bench::Other> heirs;
        for (int i = 0; i < 4; ++i)
            heirs.push_back(m_bench->other());
        for (Bench::Other &heir : heirs)
            heir.desk->start();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Succeeded);
        QCOMPARE(timesRun(), 1);
        QCOMPARE(events(u"promotion.taken-over"_s), 1);
    }
    void aWorkerThatDiesLaterIsNoticed()
    {
        dev().deploy = waiting();
        m_bench->open();
        queue(u"ledger"_s);
        m_bench->desk();
        QTRY_VERIFY_WITH_TIMEOUT(timesRun() == 1, patience);
        // Another worker sees that it works, and later that it does not any more.
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        QSignalSpy finished(heir.desk.get(), &PromotionDesk::finished);
        die();
        go();
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), patience);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Succeeded);
        QCOMPARE(timesRun(), 1);
    }
    void gatesAreJudgedAgainWhereNothingWasBegun()
    {
        m_bench->open();
        queue(u"ledger"_s);
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            auto p = s.promotions().claim(nobody().toString(), s.now());
            PromotionStep step;
            step.promotion = (*p)->id;
            step.kind = StepKind::PreFlight;
            auto added = s.promotions().addStep(step);
            if (auto r = s.promotions().transitionStep(*added, StepState::Running); !r)
                return r;
            return s.promotions().transitionStep(*added, StepState::Passed);
        }));
        m_bench->desk();
        const Promotion p = m_bench->ended(m_queued.front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        const auto steps = m_bench->steps(p.id);
        QCOMPARE(steps[1].kind, StepKind::PreFlight);
        QCOMPARE(steps[1].attempt, 2);
        QVERIFY(!m_bench->running(u"ledger"_s)->attended);
    }
    void whatIsLeftOfOldRunsIsSweptAway()
    {
        m_bench->open();
        const QString old = m_bench->options().runFolder + u"/old"_s,
                      fresh = m_bench->options().runFolder + u"/fresh"_s;
        for (const QString &folder : {old, fresh})
            QVALUE(makeRunFolder(folder));
        QProcess touch;
        touch.start(u"touch"_s, {u"-d"_s, u"8 days ago"_s, old});
        QVERIFY(touch.waitForFinished(patience));
        m_bench->desk();
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(old).exists(), patience);
        QVERIFY(QDir(fresh).exists());
    }
    void whoAsksAgainNeedsNoWorkerToPutItRight()
    {
        intendOnly([](PromotionStep &step) { step.runFolder.clear(); });
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const auto again = Bench::await(idle.promote(m_bench->ask(m_bench->release(u"2.0"_s), u"dev"_s, u"ledger"_s)));
        QVALUE(again);
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Errored);
        m_bench->desk();
        QCOMPARE(m_bench->ended(again->front().id).state, PromotionState::Succeeded);
    }
    void whoAsksForTheSameAgainGetsWhatWasInterrupted()
    {
        dev().deploy = waiting();
        leaveWhenThere(u"pid"_s);
        WorkerOptions options = m_bench->options();
        options.ownOnly = true;
        WorkerDesk own(*m_bench->store, options);
        PromotionAsk ask = m_bench->ask({}, u"dev"_s, u"ledger"_s);
        ask.release = m_queued.front().request.release;
        const auto again = Bench::await(own.promote(ask));
        QVALUE(again);
        QCOMPARE(again->front().id, m_queued.front().id);
        own.start();
        go();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Succeeded);
        QCOMPARE(timesRun(), 1);
    }
    void aDeskThatKeepsToItsOwnLeavesWhatItTookOver()
    {
        dev().deploy = waiting();
        leaveWhenThere(u"pid"_s);
        WorkerOptions options = m_bench->options();
        options.ownOnly = true;
        {
            WorkerDesk own(*m_bench->store, options);
            own.start();
            QTRY_VERIFY_WITH_TIMEOUT(isTakenUp(), patience);
            own.stop(StopPolicy::EndRunning);
        }
        QCOMPARE(stored(m_queued.front()).state, PromotionState::Running);
        QVERIFY(!membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
        die();
        go();
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        QCOMPARE(m_bench->ended(m_queued.front().id).state, PromotionState::Succeeded);
        QCOMPARE(timesRun(), 1);
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
