// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/launchedrunner.h"
#include "promotion/loglines.h"
#include "promotion/processgroup.h"
#include "promotion/runtrace.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;
using Fate = RunTrace::Fate;

/// What a runner told of one run.
struct Ran {
    std::optional<RunOutcome> outcome;
    std::optional<ProcessIdentity> launcher;
};

} // namespace

/// Protects what a launcher is for: whoever asked for a command may die at any moment, and how it went is known all the same.
class LauncherTest : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_dir;

    QString runFolder() const { return m_dir->filePath(u"runs/1"_s); }
    RunAsk sh(const QString &script) const
    {
        RunAsk ask;
        ask.command.argv = {u"sh"_s, u"-c"_s, script};
        ask.folder = m_dir->path();
        ask.runFolder = runFolder();
        ask.grace = std::chrono::milliseconds{300};
        return ask;
    }
    std::unique_ptr<LaunchedRunner> runner(Ran &ran) const
    {
        auto made = std::make_unique<LaunchedRunner>(QStringLiteral(HUMDRUM_LAUNCHER), m_clock);
        connect(made.get(), &Runner::started, made.get(),
                [&ran](RunToken, const ProcessIdentity &launcher) { ran.launcher = launcher; });
        connect(made.get(), &Runner::finished, made.get(),
                [&ran](RunToken, const RunOutcome &outcome) { ran.outcome = outcome; });
        return made;
    }
    QStringList lines() const
    {
        QStringList texts;
        for (const LogLine &line : linesOfRun(runFolder(), QFile::exists(QDir(runFolder()).filePath(u"exit"_s))))
            texts << line.text;
        return texts;
    }
    Fate fate() const
    {
        const Result<RunTrace> trace = traceOf(runFolder());
        if (!trace)
            qFatal("%s", qPrintable(trace.error().toString()));
        return trace->fate;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void whoeverComesLaterReadsAllOfIt()
    {
        Ran first;
        auto asker = runner(first);
        asker->start(sh(u"echo before; while [ ! -e go ]; do sleep 0.02; done; echo after; exit 3"_s));
        QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{u"before"_s}, patience);
        asker.reset(); // as if its program had died: nothing of it is told or written any more
        QCOMPARE(fate(), Fate::Alive);
        Ran second;
        const auto heir = runner(second);
        heir->adopt(runFolder(), std::chrono::milliseconds{300});
        QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{u"before"_s}, patience);
        QVERIFY(QFile(m_dir->filePath(u"go"_s)).open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(second.outcome, patience);
        QCOMPARE(second.outcome->end, RunEnd::Exited);
        QCOMPARE(second.outcome->exitCode, 3);
        QCOMPARE(lines(), (QStringList{u"before"_s, u"after"_s}));
        QVERIFY(!first.outcome);
        QCOMPARE(fate(), Fate::Ended);
    }

    void whatEndedMeanwhileIsKnown()
    {
        Ran first;
        auto asker = runner(first);
        asker->start(sh(u"echo said; exit 5"_s));
        QTRY_VERIFY_WITH_TIMEOUT(first.launcher, patience);
        asker.reset();
        QTRY_COMPARE_WITH_TIMEOUT(fate(), Fate::Ended, patience);
        Ran second;
        const auto heir = runner(second);
        heir->adopt(runFolder(), std::chrono::milliseconds{300});
        QTRY_VERIFY_WITH_TIMEOUT(second.outcome, patience);
        QCOMPARE(second.outcome->exitCode, 5);
        QCOMPARE(lines(), QStringList{u"said"_s});
    }

    void anHeirCanCancel()
    {
        Ran first;
        auto asker = runner(first);
        asker->start(sh(u"echo $$; trap '' TERM; sleep 1000 & wait; sleep 1000"_s));
        QTRY_COMPARE_WITH_TIMEOUT(lines().size(), 1, patience);
        const qint64 leader = lines()[0].toLongLong();
        asker.reset();
        Ran second;
        const auto heir = runner(second);
        const RunToken token = heir->adopt(runFolder(), std::chrono::milliseconds{300});
        QTRY_VERIFY_WITH_TIMEOUT(second.launcher, patience);
        heir->cancel(token);
        QTRY_VERIFY_WITH_TIMEOUT(second.outcome, patience);
        QCOMPARE(second.outcome->end, RunEnd::Cancelled);
        QVERIFY(membersOf(leader).empty());
    }

    void aLauncherThatWasKilledLeavesDoubtOnceItsCommandHasEnded()
    {
        Ran ran;
        const auto asker = runner(ran);
        asker->start(sh(u"echo $$; while [ ! -e go ]; do sleep 0.02; done"_s));
        QTRY_COMPARE_WITH_TIMEOUT(lines().size(), 1, patience);
        QCOMPARE(::kill(static_cast<pid_t>(ran.launcher->pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(fate(), Fate::Lost, patience);
        const Result<RunTrace> trace = traceOf(runFolder());
        QVERIFY(trace && trace->running());
        QCOMPARE(trace->running()->pid, lines()[0].toLongLong());
        // Another that comes is told nothing either as long as the command runs.
        Ran second;
        const auto heir = runner(second);
        heir->adopt(runFolder(), std::chrono::milliseconds{300});
        QTRY_COMPARE_WITH_TIMEOUT(lines().size(), 1, patience);
        QVERIFY(!ran.outcome && !second.outcome);
        QVERIFY(QFile(m_dir->filePath(u"go"_s)).open(QIODevice::WriteOnly));
        for (const Ran *each : {&ran, &second}) {
            QTRY_VERIFY_WITH_TIMEOUT(each->outcome, patience);
            QCOMPARE(each->outcome->end, RunEnd::Lost);
            QVERIFY(!each->outcome->succeeded());
        }
        QVERIFY(!traceOf(runFolder())->running());
        QVERIFY(!giveUp(runFolder()).value_or(true));
    }

    void whatHasNoLauncherAnyMoreIsCancelledAllTheSame()
    {
        Ran ran;
        const auto asker = runner(ran);
        const RunToken token = asker->start(sh(u"echo $$; (trap '' TERM; sleep 1000) & sleep 1000"_s));
        QTRY_COMPARE_WITH_TIMEOUT(lines().size(), 1, patience);
        QCOMPARE(::kill(static_cast<pid_t>(ran.launcher->pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(fate(), Fate::Lost, patience);
        asker->cancel(token);
        QTRY_VERIFY_WITH_TIMEOUT(ran.outcome, patience);
        QCOMPARE(ran.outcome->end, RunEnd::Cancelled);
        QVERIFY(membersOf(lines()[0].toLongLong()).empty());
    }

    void whatNobodyFollowsIsEnded_data()
    {
        QTest::addColumn<bool>("launcherLives");
        QTest::newRow("by its launcher") << true;
        QTest::newRow("in place of its launcher") << false;
    }
    void whatNobodyFollowsIsEnded()
    {
        QFETCH(const bool, launcherLives);
        Ran ran;
        auto asker = runner(ran);
        asker->start(sh(u"echo $$; (trap '' TERM; sleep 1000) & sleep 1000"_s));
        QTRY_COMPARE_WITH_TIMEOUT(lines().size(), 1, patience);
        asker.reset();
        if (!launcherLives)
            QCOMPARE(::kill(static_cast<pid_t>(ran.launcher->pid), SIGKILL), 0);
        QVERIFY(endRun(runFolder(), std::chrono::milliseconds{300}).value_or(false));
        QVERIFY(membersOf(lines()[0].toLongLong()).empty());
        QCOMPARE(fate(), launcherLives ? Fate::Ended : Fate::Lost);
    }

    void aRecordThatIsNotUnderstoodIsAnError()
    {
        QVERIFY(makeRunFolder(runFolder()));
        QFile end(QDir(runFolder()).filePath(u"exit"_s));
        QVERIFY(end.open(QIODevice::WriteOnly));
        end.write("nonsense");
        end.close();
        const Result<RunTrace> trace = traceOf(runFolder());
        QVERIFY(!trace);
        QCOMPARE(trace.error().code, ErrorCode::FileFailed);
    }

    void nothingIsRunTwice()
    {
        Ran ran;
        auto asker = runner(ran);
        const RunAsk ask = sh(u"echo ran >> history"_s);
        asker->start(ask);
        QTRY_VERIFY_WITH_TIMEOUT(ran.outcome, patience);
        ran = {};
        asker->start(ask);
        QTRY_VERIFY_WITH_TIMEOUT(ran.outcome, patience);
        QCOMPARE(ran.outcome->end, RunEnd::NotStarted);
        QFile history(m_dir->filePath(u"history"_s));
        QVERIFY(history.open(QIODevice::ReadOnly));
        QCOMPARE(history.readAll(), "ran\n");
    }

    void whatWasNeverStartedNeverWillBe()
    {
        QCOMPARE(fate(), Fate::Lost); // somebody took away even its folder
        QVERIFY(makeRunFolder(runFolder()));
        QCOMPARE(fate(), Fate::NeverStarted);
        QVERIFY(giveUp(runFolder()).value_or(false));
        QCOMPARE(fate(), Fate::NeverStarted);
        // A launcher that comes late, of a program that died after it was sure to be the only one.
        Ran ran;
        const auto late = runner(ran);
        late->start(sh(u"touch ran"_s));
        QTRY_VERIFY_WITH_TIMEOUT(ran.outcome, patience);
        QCOMPARE(ran.outcome->end, RunEnd::NotStarted);
        QVERIFY(!QFile::exists(m_dir->filePath(u"ran"_s)));
    }

    void anAskThatIsCutShortRunsNothing()
    {
        QVERIFY(QDir().mkpath(runFolder()));
        for (const QByteArray &ask : {QByteArray(), QByteArray("a=/bin/sh\0a=-c\0a=touch ran\0d=/tmp\0", 33),
                                      QByteArray("a=/bin/sh\0end\0", 14), QByteArray("z=1\0end\0", 8)}) {
            QProcess launcher;
            launcher.start(QStringLiteral(HUMDRUM_LAUNCHER), {runFolder()});
            launcher.write(ask);
            launcher.closeWriteChannel();
            QVERIFY(launcher.waitForFinished(patience));
            QCOMPARE(launcher.exitCode(), 2);
        }
        QCOMPARE(QDir(runFolder()).entryList(QDir::Files).size(), 0);
    }

    void whatIsMaskedDoesNotReachTheDisk()
    {
        QVERIFY(QDir().mkpath(runFolder()));
        QProcess launcher;
        launcher.start(QStringLiteral(HUMDRUM_LAUNCHER), {runFolder()});
        // In one piece, in two that come apart, and across what is written because the line waits for its end.
        const QByteArray script =
            "a=echo hunter22 hunter; printf hunt; sleep 0.3; echo er22; printf 'x%.0s' 1 2; echo hunter22";
        launcher.write(QByteArray("a=/bin/sh\0a=-c\0", 15) + script +
                       QByteArray("\0d=/tmp\0m=hunter22\0v=PATH=/bin:/usr/bin\0end\0", 44));
        launcher.closeWriteChannel();
        QVERIFY(launcher.waitForFinished(patience));
        QVERIFY2(launcher.exitCode() == 0, launcher.readAllStandardError().constData());
        QTRY_COMPARE_WITH_TIMEOUT(fate(), Fate::Ended, patience);
        QFile output(QDir(runFolder()).filePath(u"output"_s));
        QVERIFY(output.open(QIODevice::ReadOnly));
        const QByteArray said = output.readAll();
        QVERIFY2(!said.contains("hunter22"), said.constData());
        QCOMPARE(lines(), (QStringList{u"*** hunter"_s, u"***"_s, u"xx***"_s}));
    }
};

QTEST_GUILESS_MAIN(LauncherTest)
#include "launchertest.moc"
