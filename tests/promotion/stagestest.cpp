// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "promotion/launchedrunner.h"
#include "promotion/loglines.h"
#include "promotion/runtrace.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Commit, Test and Join stages with real commands on files of a commit.
class StagesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;
    QString m_commit{QString(40, u'c')};
    const Actor m_actor{.person = u"nr"_s, .program = u"test"_s, .host = {}};

    Stage &stage(const QString &key)
    {
        return *std::ranges::find(m_bench->product.stages, key, [](const Stage &s) { return s.key.value; });
    }
    Result<StageRun> run(const QString &key, const QString &commit = {}, ReleaseId release = {})
    {
        return Bench::await(m_bench->desk().runStage({key}, commit, release, m_actor));
    }

    StageRun stored(StageRunId id)
    {
        return **m_bench->read([id](Session &s) { return s.stageRuns().byId(id); });
    }
    /// A run that a worker which is gone left under way, as its log tells; its command was started in `folder`.
    StageRunId left(const QString &folder)
    {
        QProcess dead;
        dead.start(u"true"_s, QStringList{});
        if (!dead.waitForStarted())
            qFatal("true does not start");
        ProcessIdentity identity = ProcessIdentity::ofThisProcess();
        identity.pid = dead.processId();
        identity.startTime = 1;
        (void)dead.waitForFinished();
        QFile log(m_bench->file(u"left.log"_s));
        if (!log.open(QIODevice::WriteOnly))
            qFatal("the log cannot be written");
        const QByteArray own = "2026-11-24T00:00:00.000Z\th\t";
        log.write(own + "worker " + identity.toString().toUtf8() + '\n' + own + "Stage billing.commit, attempt 1\n");
        if (!folder.isEmpty())
            log.write(own + "run " + folder.toUtf8() + '\n');
        log.close();
        const auto run = m_bench->write([&](Session &s) -> Result<StageRun> {
            StageRun row;
            row.stage = {u"billing.commit"_s};
            row.commit = m_commit;
            row.queuedAt = s.now();
            row.logFile = log.fileName();
            auto added = s.stageRuns().add(row);
            if (!added)
                return added;
            if (auto r = s.stageRuns().transition(*added, StageRunState::Running); !r)
                return std::unexpected(r.error());
            return added;
        });
        if (!run)
            qFatal("%s", qPrintable(run.error().toString()));
        return run->id;
    }

    /// Whether the command has said exactly that line.
    static bool said(const QString &log, const QString &text)
    {
        return std::ranges::any_of(linesOf(log), [&](const LogLine &l) { return !l.own && l.text == text; });
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        stage(u"billing.commit"_s).command = Bench::sh(u"cat source; mkdir -p out; echo 0 0 4 > out/t.xml"_s);
        stage(u"billing.commit"_s).junit = {u"out/*.xml"_s};
        Stage component;
        component.key = {u"billing.component"_s};
        component.kind = StageKind::Test;
        component.service = {u"billing"_s};
        component.needs = {{u"billing.commit"_s}};
        component.command = Bench::sh(u"echo \"$HUMDRUM_VERSION $HUMDRUM_COMMIT\" > \"$HUMDRUM_FOLDER/component\""_s);
        m_bench->product.stages.insert(m_bench->product.stages.begin() + 1, component);
        stage(u"integration"_s).command = Bench::sh(u"printf %s \"$HUMDRUM_MANIFEST\" > manifest; pwd"_s);
        m_bench->source.resolve = [this](const Service &, const QString &revision) -> Result<QString> {
            if (revision == u"missing")
                return fail(ErrorCode::NotFound, u"no such commit"_s);
            return m_commit;
        };
        m_bench->source.exportTo = [](const Service &service, const QString &commit,
                                      const QString &folder) -> Result<void> {
            QDir().mkpath(folder);
            QFile f(folder + u"/source"_s);
            if (!f.open(QIODevice::WriteOnly))
                return fail(ErrorCode::FileFailed, f.errorString());
            f.write((u"source of "_s + service.key.value + u' ' + commit.left(2) + u'\n').toUtf8());
            return {};
        };
        m_bench->source.build = [](const Service &service, const QString &commit) -> Result<Build> {
            return Build{.id = {},
                         .service = service.key,
                         .version = u"4.0"_s,
                         .commit = commit,
                         .digest = u"git-tree:"_s + commit,
                         .builtAt = Timestamp{std::chrono::hours{1}}};
        };
    }
    void cleanup() { m_bench.reset(); }

    void aCommitStageThatPassedMakesTheBuild()
    {
        m_bench->open();
        const auto r = run(u"billing.commit"_s);
        QVALUE(r);
        QVERIFY2(r->state == StageRunState::Passed, qPrintable(r->message));
        QCOMPARE(r->tests.total, 4);
        QCOMPARE(r->commit, m_commit);
        const auto stored = *m_bench->read([&](Session &s) { return s.stageRuns().byId(r->id); });
        QCOMPARE(stored->state, StageRunState::Passed);
        QVERIFY(stored->startedAt != noTime && stored->finishedAt >= stored->startedAt);
        const auto build = *m_bench->read([&](Session &s) { return s.builds().byId(stored->build); });
        QCOMPARE(build->version, u"4.0"_s);
        QVERIFY(said(stored->logFile, u"source of billing cc"_s));
        // The folder is private and goes again.
        QTRY_COMPARE(QDir(m_bench->file(u"work"_s)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }
    void aTestStageNeedsItsRow()
    {
        m_bench->open();
        const auto refused = run(u"billing.component"_s, m_commit);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::GateNotMet);
        QVERIFY(m_bench->read([](Session &s) { return s.stageRuns().recent({}, 10); })->empty());
        QVALUE(run(u"billing.commit"_s));
        const auto r = run(u"billing.component"_s, m_commit);
        QVALUE(r);
        QVERIFY2(r->state == StageRunState::Passed, qPrintable(r->message));
        QVERIFY(r->build.isValid());
        QCOMPARE(m_bench->content(u"component"_s), u"4.0 "_s + m_commit + u'\n');
    }
    void failures_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("cause");
        QTest::newRow("assertion") << u"mkdir out; echo 1 0 4 > out/t.xml; exit 1"_s << u"failed"_s << u"change"_s;
        QTest::newRow("a failed test beats the exit code")
            << u"mkdir out; echo 1 0 4 > out/t.xml"_s << u"failed"_s << u"change"_s;
        QTest::newRow("errored test") << u"mkdir out; echo 0 2 4 > out/t.xml; exit 1"_s << u"errored"_s << u"test"_s;
        QTest::newRow("no results") << u"true"_s << u"errored"_s << u"test"_s;
        QTest::newRow("does not compile") << u"echo error >&2; exit 2"_s << u"failed"_s << u"unknown"_s;
        QTest::newRow("crash") << u"kill -SEGV $$"_s << u"errored"_s << u"environment"_s;
        QTest::newRow("hangs") << u"sleep 600"_s << u"errored"_s << u"environment"_s;
    }
    void failures()
    {
        QFETCH(QString, script);
        QFETCH(QString, state);
        QFETCH(QString, cause);
        stage(u"billing.commit"_s).command = Bench::sh(script);
        stage(u"billing.commit"_s).command.timeout =
            std::chrono::milliseconds{script.startsWith(u"sleep"_s) ? 300 : 30'000};
        m_bench->open();
        const auto r = run(u"billing.commit"_s);
        QVALUE(r);
        QCOMPARE(wordOf(r->state), state);
        QCOMPARE(wordOf(r->cause), cause);
        QVERIFY(!r->message.isEmpty());
        QVERIFY(!r->build.isValid());
        QVERIFY(m_bench->read([](Session &s) { return s.builds().ofService({u"billing"_s}); })->empty());
    }
    void aSecondAttemptIsANewRun()
    {
        m_bench->open();
        QCOMPARE(run(u"billing.commit"_s)->attempt, 1);
        const auto again = run(u"billing.commit"_s);
        QVALUE(again);
        QCOMPARE(again->attempt, 2);
        QCOMPARE(again->state, StageRunState::Passed);
    }
    void aJoinGetsTheManifest()
    {
        stage(u"integration"_s).needs = {{u"billing.commit"_s}, {u"ledger.commit"_s}};
        m_bench->open();
        const auto refused = run(u"integration"_s, {}, m_bench->release(u"0.9"_s, false).id);
        QVERIFY(!refused && refused.error().code == ErrorCode::GateNotMet);
        const auto r = run(u"integration"_s, {}, m_bench->release(u"1.0"_s).id);
        QVALUE(r);
        QVERIFY2(r->state == StageRunState::Passed, qPrintable(r->message));
        const QJsonObject manifest = QJsonDocument::fromJson(m_bench->content(u"manifest"_s).toUtf8()).object();
        QCOMPARE(manifest.keys(), QStringList({u"billing"_s, u"ledger"_s}));
        QCOMPARE(manifest[u"billing"][u"version"].toString(), u"1.0"_s);
    }
    void whatMakesNoSenseIsRefused()
    {
        m_bench->open();
        QCOMPARE(run(u"nowhere"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(run(u"dev"_s).error().code, ErrorCode::InvalidInput);
        QCOMPARE(run(u"integration"_s).error().code, ErrorCode::InvalidInput);
        QCOMPARE(run(u"billing.commit"_s, u"missing"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(run(u"ledger.commit"_s).error().code, ErrorCode::InvalidInput); // has no command
    }
    void closingCancelsWhatRuns()
    {
        stage(u"billing.commit"_s).command = Bench::sh(u"touch \"$HUMDRUM_FOLDER/begun\"; sleep 600"_s);
        m_bench->open();
        auto future = m_bench->desk().runStage({u"billing.commit"_s}, {}, {}, m_actor);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bench->file(u"begun"_s)), 30'000);
        m_bench->desk().stop(StopPolicy::EndRunning);
        const auto r = Bench::await(future);
        QVALUE(r);
        QCOMPARE(r->state, StageRunState::Cancelled);
    }
    void theLogNamesWhoRunsItAndWhere()
    {
        stage(u"billing.commit"_s).command =
            Bench::sh(u"echo $$ > \"$HUMDRUM_FOLDER/begun\"; echo out; exec sleep 600"_s);
        m_bench->open();
        auto future = m_bench->desk().runStage({u"billing.commit"_s}, {}, {}, m_actor);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->content(u"begun"_s).isEmpty(), 30'000);
        const auto command = ProcessIdentity::ofPid(m_bench->content(u"begun"_s).trimmed().toLongLong());
        QVERIFY(command);
        const auto runs = m_bench->read([](Session &s) { return s.stageRuns().unfinished(); });
        QCOMPARE(runs->size(), 1U);
        const auto log = [&] {
            QFile file(runs->front().logFile);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_VERIFY_WITH_TIMEOUT(said(runs->front().logFile, u"out"_s), 30'000);
        const QByteArray mark = "\th\trun ";
        const qsizetype at = log().indexOf(mark);
        QVERIFY2(at >= 0 && at < log().indexOf("\tr\t"), log().constData());
        const QString folder = QString::fromUtf8(log().mid(at + mark.size())).section(u'\n', 0, 0);
        const auto trace = traceOf(folder);
        QVERIFY(trace && trace->command);
        QCOMPARE(trace->command->toString(), command->toString());
        const QByteArray worker = "\th\tworker " + ProcessIdentity::ofThisProcess().toString().toUtf8() + '\n';
        QVERIFY(log().contains(worker));
        m_bench->desk().stop(StopPolicy::EndRunning);
        QCOMPARE(Bench::await(future)->state, StageRunState::Cancelled);
    }
    void whatADeadWorkerLeftIsEnded()
    {
        m_bench->open();
        const StageRunId run = left({});
        m_bench->desk();
        QTRY_COMPARE_WITH_TIMEOUT(stored(run).state, StageRunState::Errored, 30'000);
        QCOMPARE(stored(run).message, u"Interrupted: the program that ran it ended"_s);
    }
    void whatItStartedGoesOnAloneAndIsLookedAfter()
    {
        m_bench->open();
        const SystemClock clock;
        auto runner = std::make_unique<LaunchedRunner>(m_bench->options().launcher, clock);
        RunAsk ask{.command = Bench::sh(u"touch begun; while [ ! -e go ]; do sleep 0.02; done"_s),
                   .folder = m_bench->product.folder,
                   .variables = {},
                   .runFolder = m_bench->file(u"runs/left"_s)};
        runner->start(ask);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bench->file(u"begun"_s)), 30'000);
        runner.reset();
        const StageRunId run = left(ask.runFolder);
        Bench::Other other = m_bench->other();
        QSignalSpy looked(other.desk.get(), &PromotionDesk::progressChanged);
        other.desk->start();
        QTRY_VERIFY_WITH_TIMEOUT(!looked.isEmpty(), 30'000);
        QCOMPARE(stored(run).state, StageRunState::Running);
        QVERIFY(QFile(m_bench->file(u"go"_s)).open(QIODevice::WriteOnly));
        QTRY_COMPARE_WITH_TIMEOUT(stored(run).state, StageRunState::Errored, 30'000);
    }
    void whoseLogWasRemovedDoesNotRunForEver()
    {
        m_bench->open();
        const StageRunId run = left({});
        QVERIFY(QFile::remove(stored(run).logFile));
        m_bench->desk();
        QTRY_COMPARE_WITH_TIMEOUT(stored(run).state, StageRunState::Errored, 30'000);
        QVERIFY2(stored(run).message.contains(u"log is gone"_s), qPrintable(stored(run).message));
    }
};

QTEST_GUILESS_MAIN(StagesTest)
#include "stagestest.moc"
