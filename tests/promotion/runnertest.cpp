// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/launchedrunner.h"
#include "promotion/loglines.h"
#include "promotion/processgroup.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

bool isThere(qint64 pid)
{
    const auto identity = ProcessIdentity::ofPid(pid);
    return identity && livenessOf(*identity) == Liveness::Alive;
}

} // namespace

class RunnerTest : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    mutable int m_runs = 0;
    std::unique_ptr<QTemporaryDir> m_dir;

    struct Ran {
        RunOutcome outcome;
        QList<LogLine> lines;
        std::optional<ProcessIdentity> process;
        QStringList order;
        [[nodiscard]] QStringList text(bool error) const
        {
            QStringList list;
            for (const LogLine &l : lines) {
                if (l.error == error && !l.own)
                    list.push_back(l.text);
            }
            return list;
        }
    };

    std::unique_ptr<Runner> makeRunner() const
    {
        return std::make_unique<LaunchedRunner>(QStringLiteral(HUMDRUM_LAUNCHER), m_clock);
    }

    RunAsk ask(const QStringList &argv) const
    {
        RunAsk a;
        a.runFolder = m_dir->filePath(u"runs/%1"_s.arg(++m_runs));
        a.command.argv = argv;
        a.folder = m_dir->path();
        a.grace = std::chrono::milliseconds{300};
        return a;
    }
    RunAsk sh(const QString &script) const { return ask({u"sh"_s, u"-c"_s, script}); }
    QString file(const QString &name) const { return m_dir->filePath(name); }
    QString content(const QString &name) const
    {
        QFile f(file(name));
        return f.open(QIODevice::ReadOnly) ? QString::fromUtf8(f.readAll()) : QString();
    }

    /// Runs; `during` is called once the command has written its first line.
    Ran run(const RunAsk &a, const std::function<void(Runner &, RunToken)> &during = {})
    {
        const std::unique_ptr<Runner> made = makeRunner();
        Runner &runner = *made;
        Ran ran;
        bool done = false;
        connect(&runner, &Runner::started, this, [&](RunToken, const ProcessIdentity &p) {
            ran.process = p;
            ran.order.push_back(u"started"_s);
        });
        connect(&runner, &Runner::finished, this, [&](RunToken, const RunOutcome &o) {
            ran.outcome = o;
            ran.order.push_back(u"finished"_s);
            done = true;
        });
        const RunToken token = runner.start(a);
        [&] {
            if (during) {
                QTRY_VERIFY_WITH_TIMEOUT(done || !linesOfRun(a.runFolder, false).isEmpty(), patience);
                during(runner, token);
            }
            QTRY_VERIFY_WITH_TIMEOUT(done, patience);
        }();
        ran.lines = linesOfRun(a.runFolder, true);
        return ran;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void outputExitCodeAndProcessAreReported()
    {
        const Ran r = run(sh(u"echo one; echo two >&2; printf three; exit 3"_s));
        QCOMPARE(r.outcome.end, RunEnd::Exited);
        QCOMPARE(r.outcome.exitCode, 3);
        QVERIFY(!r.outcome.succeeded());
        QCOMPARE(r.text(false), QStringList({u"one"_s, u"three"_s}));
        QCOMPARE(r.text(true), QStringList{u"two"_s});
        QCOMPARE(r.outcome.firstLine, u"one"_s);
        QCOMPARE(r.outcome.lastLine, u"two"_s);
        QCOMPARE(r.order, QStringList({u"started"_s, u"finished"_s}));
        QVERIFY(r.process && !r.process->bootId.isEmpty() && r.process->startTime > 0);
        QCOMPARE(ProcessIdentity::fromString(r.process->toString()), r.process);
        QCOMPARE(livenessOf(*r.process), Liveness::Dead);
    }
    void standardInputIsEmptyAndNoOtherFileIsOpen()
    {
        QFile leak(file(u"leak"_s));
        QVERIFY(leak.open(QIODevice::WriteOnly));
        const int inherited = ::dup(leak.handle()); // without close-on-exec, as a careless library leaves it
        const Ran r =
            run(sh(u"cat; ls /proc/self/fd | wc -l; test -e /proc/self/fd/%1 && echo leaked; exit 0"_s.arg(inherited)));
        ::close(inherited);
        QVERIFY2(!r.text(false).contains(u"leaked"_s), qPrintable(r.text(false).join(u' ')));
        QCOMPARE(r.outcome.exitCode, 0);
    }
    void aCommandHasASessionAndGroupOfItsOwn()
    {
        const Ran r = run(sh(u"cut -d' ' -f1,5,6 /proc/$$/stat | cat; true"_s));
        const QStringList ids = r.text(false).value(0).split(u' ');
        QCOMPARE(ids.size(), 3);
        QCOMPARE(ids[0], ids[1]);
        QCOMPARE(ids[0], ids[2]);
    }
    void aMissingCommandIsNamedWithItsFolder()
    {
        const Ran r = run(ask({u"no-such-command"_s, u"x"_s}));
        QCOMPARE(r.outcome.end, RunEnd::NotStarted);
        QVERIFY2(r.outcome.message.contains(u"no-such-command"_s) && r.outcome.message.contains(m_dir->path()),
                 qPrintable(r.outcome.message));
        QVERIFY(!r.process);
    }
    void whatCannotBeRunIsRefused_data()
    {
        QTest::addColumn<QStringList>("argv");
        QTest::addColumn<QString>("folder");
        QTest::newRow("nothing") << QStringList() << QString();
        QTest::newRow("a program that looks like an option") << QStringList{u"-rf"_s} << QString();
        QTest::newRow("missing file") << QStringList{u"./tool"_s} << QString();
        QTest::newRow("not executable") << QStringList{u"./plain"_s} << QString();
        QTest::newRow("missing working folder") << QStringList{u"true"_s} << u"nowhere"_s;
    }
    void whatCannotBeRunIsRefused()
    {
        QFETCH(QStringList, argv);
        QFETCH(QString, folder);
        QFile plain(file(u"plain"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        RunAsk a = ask(argv);
        a.command.workingFolder = folder;
        const Ran r = run(a);
        QCOMPARE(r.outcome.end, RunEnd::NotStarted);
        QVERIFY(!r.outcome.message.isEmpty());
    }
    void aProgramWithASlashIsRelativeToTheWorkingFolder()
    {
        QVERIFY(QDir(m_dir->path()).mkdir(u"tools"_s));
        QFile tool(file(u"tools/tool"_s));
        QVERIFY(tool.open(QIODevice::WriteOnly));
        tool.write("#!/bin/sh\npwd\n");
        tool.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        tool.close();
        RunAsk a = ask({u"./tool"_s});
        a.command.workingFolder = u"tools"_s;
        const Ran r = run(a);
        QCOMPARE(r.text(false), QStringList{QFileInfo(file(u"tools"_s)).canonicalFilePath()});
    }
    /// A value is data, whatever it looks like: it reaches the command unchanged and nothing of it is executed.
    void valuesAreNeverInterpreted_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("spaces") << u"  two  words "_s;
        QTest::newRow("quotes") << u"it's \"quoted\""_s;
        QTest::newRow("newlines") << u"one\ntwo\n"_s;
        QTest::newRow("substitution") << u"$(touch pwned)`touch pwned`"_s;
        QTest::newRow("separators") << u"; touch pwned & touch pwned | touch pwned"_s;
        QTest::newRow("option") << u"--upload-pack=touch pwned"_s;
        QTest::newRow("unicode") << u"Grüße 🚂"_s;
    }
    void valuesAreNeverInterpreted()
    {
        QFETCH(QString, value);
        for (const bool shell : {false, true}) {
            RunAsk a = shell ? ask({u"printf %s \"$HUMDRUM_VERSION\" > value"_s})
                             : ask({u"python3"_s, u"-c"_s,
                                    u"import os; open('value', 'wb').write(os.environb[b'HUMDRUM_VERSION'])"_s});
            a.command.shell = shell;
            a.variables.insert(u"HUMDRUM_VERSION"_s, value);
            QVERIFY(run(a).outcome.succeeded());
            QCOMPARE(content(u"value"_s), value);
            QVERIFY(!QFile::exists(file(u"pwned"_s)));
        }
        RunAsk word = ask({u"printf"_s, u"%s"_s, value});
        QCOMPARE(run(word).text(false).join(u'\n'), value.endsWith(u'\n') ? value.chopped(1) : value);
        QVERIFY(!QFile::exists(file(u"pwned"_s)));
    }
    void inheritedValuesOfAnotherRunAreLeftOut()
    {
        qputenv("HUMDRUM_MANIFEST", "stale");
        const Ran r = run(sh(u"echo \"[$HUMDRUM_MANIFEST]\""_s));
        qunsetenv("HUMDRUM_MANIFEST");
        QCOMPARE(r.text(false), QStringList{u"[]"_s});
    }
    /// Two commands that differ only in where a word ends, or in one value, must not look the same in the record.
    void theHashTellsCommandsApart()
    {
        const QByteArray hash = commandHash(ask({u"a"_s, u"bc"_s}));
        QCOMPARE(hash.size(), 64);
        QCOMPARE(commandHash(ask({u"a"_s, u"bc"_s})), hash);
        QVERIFY(commandHash(ask({u"ab"_s, u"c"_s})) != hash);
        RunAsk other = ask({u"a"_s, u"bc"_s});
        other.variables.insert(u"X"_s, u"1"_s);
        QVERIFY(commandHash(other) != hash);
    }
    void cancellingEndsTheWholeGroupAlsoWhatIgnoresTerm()
    {
        // The grandchild ignores TERM and sits in a group of its own, as a shell with job control makes them.
        const Ran r =
            run(sh(u"set -m; (trap '' TERM; echo $(sh -c 'echo $PPID'); while :; do sleep 1; done) & echo $$; wait"_s),
                [](Runner &runner, RunToken token) {
                    QTimer::singleShot(100, &runner, [&runner, token] { runner.cancel(token); });
                });
        QCOMPARE(r.outcome.end, RunEnd::Cancelled);
        QCOMPARE(r.text(false).size(), 2);
        for (const QString &pid : r.text(false))
            QVERIFY2(!isThere(pid.toLongLong()), qPrintable(pid));
        QVERIFY(membersOf(r.process->pid).empty());
    }
    void aCommandThatEndsWhenAskedIsNotKilled()
    {
        const Ran r = run(sh(u"trap 'touch tidy; exit 0' TERM; echo ready; while :; do sleep 0.05; done"_s),
                          [](Runner &runner, RunToken token) { runner.cancel(token); });
        QCOMPARE(r.outcome.end, RunEnd::Cancelled);
        QVERIFY(QFile::exists(file(u"tidy"_s)));
    }
    void cancellingBeforeItStartsStartsNothing()
    {
        const std::unique_ptr<Runner> made = makeRunner();
        Runner &runner = *made;
        QSignalSpy finished(&runner, &Runner::finished);
        const RunToken token = runner.start(sh(u"touch ran"_s));
        runner.cancel(token);
        QVERIFY(finished.wait(patience));
        QCOMPARE(finished.first().at(1).value<RunOutcome>().end, RunEnd::Cancelled);
        QVERIFY(!QFile::exists(file(u"ran"_s)));
    }
    void aTimeoutEndsTheGroup()
    {
        RunAsk a = sh(u"echo $$; sleep 1000 & echo $!; wait"_s);
        a.command.timeout = std::chrono::milliseconds{400};
        const Ran r = run(a);
        QCOMPARE(r.outcome.end, RunEnd::TimedOut);
        QCOMPARE(r.text(false).size(), 2);
        for (const QString &pid : r.text(false))
            QVERIFY(!isThere(pid.toLongLong()));
    }
    void aSignalIsToldByNumber()
    {
        const Ran r = run(sh(u"kill -SEGV $$"_s));
        QCOMPARE(r.outcome.end, RunEnd::Signalled);
        QCOMPARE(r.outcome.signal, SIGSEGV);
    }
    /// A service that a deploy starts keeps the pipe open for as long as it runs.
    void aDaemonThatKeepsTheOutputOpenDoesNotHoldItUp()
    {
        QElapsedTimer timer;
        timer.start();
        const Ran r = run(sh(u"echo before; sleep 600 & echo $!"_s));
        QVERIFY(timer.elapsed() < 10'000);
        QVERIFY(r.outcome.succeeded());
        const qint64 daemon = r.text(false).value(1).toLongLong();
        QVERIFY2(isThere(daemon), "what a command leaves running is not ours to end");
        ::kill(static_cast<pid_t>(daemon), SIGKILL);
    }
    void aCommandThatClosesItsOutputEarlyIsWaitedFor()
    {
        const Ran r = run(sh(u"echo last; exec >&- 2>&-; sleep 0.3; touch done; exit 4"_s));
        QCOMPARE(r.outcome.exitCode, 4);
        QVERIFY(QFile::exists(file(u"done"_s)));
    }
    void aFloodIsCutAtTheCapAndCounted()
    {
        constexpr qint64 cap = 256 * 1024, flood = 20 * 1024 * 1024;
        RunAsk a = ask(
            {u"python3"_s, u"-c"_s,
             u"import sys\nline = b'x' * 1023 + b'\\n'\nfor i in range(20480): sys.stdout.buffer.write(line)\nsys.stdout.buffer.write(b'the end\\n')"_s});
        a.command.outputCap = cap;
        const qint64 before = residentKiB();
        const Ran r = run(a);
        QVERIFY(r.outcome.succeeded());
        QCOMPARE(r.outcome.droppedBytes, flood + 8 - cap);
        qint64 kept = 0;
        for (const LogLine &l : r.lines)
            kept += l.text.size();
        QVERIFY2(kept < cap + 8192, qPrintable(QString::number(kept)));
        QCOMPARE(r.lines.constLast().text, u"the end"_s); // errors stand at the end
        const qint64 grown = residentKiB() - before;
        qInfo("20 MiB of output: %lld KiB more resident", static_cast<long long>(grown));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QVERIFY(grown < 8 * 1024);
#endif
    }
    void aLineWithoutEndIsSplit()
    {
        const Ran r = run(sh(u"head -c 200000 /dev/zero | tr '\\0' x"_s));
        QVERIFY(r.lines.size() >= 4);
        QCOMPARE(r.text(false).join(QString()).size(), 200000);
    }
    void anotherPidWithTheSameNumberIsNotTheSameProcess()
    {
        ProcessIdentity self = ProcessIdentity::ofThisProcess();
        QCOMPARE(livenessOf(self), Liveness::Alive);
        ProcessIdentity later = self;
        later.startTime += 1;
        QCOMPARE(livenessOf(later), Liveness::Dead);
        ProcessIdentity boot = self;
        boot.bootId = u"another"_s;
        QCOMPARE(livenessOf(boot), Liveness::Dead);
        ProcessIdentity elsewhere = self;
        elsewhere.space = u"1"_s;
        QCOMPARE(livenessOf(elsewhere), Liveness::Unknown);
        for (const QString &bad : {u""_s, u"a/b"_s, u"boot/x/1"_s, u"boot/1/2/3/4"_s})
            QVERIFY(!ProcessIdentity::fromString(bad));
    }

private:
    static qint64 residentKiB()
    {
        QFile f(u"/proc/self/statm"_s);
        return f.open(QIODevice::ReadOnly) ? f.readAll().split(' ').value(1).toLongLong() * 4 : 0;
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "runnertest.moc"
