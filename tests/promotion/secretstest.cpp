// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"
#include "promotion/loglines.h"

#include "masking/masker.h"
#include "promotion/secretuse.h"
#include "secrets/keychainbench.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;
const QByteArray value = "hünter/22 \"q'<&> +x";
const std::vector<std::string> valueForms = formsOf(value.toStdString());

/// Prints it in every way, also in two pieces and at the end of a line that stays open.
const QString tellAll = uR"(
printf '%s\n' "as it is: $DB_PASSWORD"; echo "$DB_PASSWORD" >&2
printf %s "$DB_PASSWORD" | base64; printf 'a%s' "$DB_PASSWORD" | base64; printf 'ab%s' "$DB_PASSWORD" | base64
printf %s "$DB_PASSWORD" | od -An -v -tx1 | tr -d ' \n'; echo
python3 -c 'import os, json, html, urllib.parse as u
s = os.environ["DB_PASSWORD"]
print(u.quote(s), u.quote_plus(s), u.quote(s, safe=""), html.escape(s), json.dumps(s, ensure_ascii=False))
print(s[:7], end="", flush=True)
import time; time.sleep(0.3)
print(s[7:])'
printf %s "$DB_PASSWORD")"_s;

} // namespace

/// Protects what is promised of secrets: the command that is to get one gets it, nothing else sees it, and without it the
/// command is not run. With real commands, a real launcher, a real database and a real keychain.
class SecretsTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<QTemporaryDir> m_kept; ///< what may hold the secret: everything else is searched for it

    Environment &dev() { return m_bench->environment(u"dev"_s); }
    [[nodiscard]] QString kept(const QString &name) const { return m_kept->filePath(name); }
    [[nodiscard]] SecretKeeper keeper(Duration timeout = std::chrono::seconds{30}) const
    {
        return SecretKeeper({.settings = kept(u"secrets.json"_s),
                             .file = kept(u"secrets"_s),
                             .keychain = QStringLiteral(HUMDRUM_KEYCHAIN),
                             .commandTimeout = timeout});
    }
    void keep(const QByteArray &secret, SecretPlace place = SecretPlace::File) const
    {
        QVALUE(keeper().set(u"aurora-db"_s, SecretValue(secret), place));
    }
    static CommandSpec withSecret(const QString &script)
    {
        CommandSpec command = Bench::sh(script);
        command.secrets.insert(u"DB_PASSWORD"_s, u"aurora-db"_s);
        return command;
    }
    /// Tells that the command got it, without writing it down.
    [[nodiscard]] QString proof(const QString &name) const
    {
        return u"; printf %s \"$DB_PASSWORD\" | sha256sum | cut -c1-64 > "_s + kept(name) + u';';
    }
    [[nodiscard]] QByteArray contentOf(const QString &path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] bool got(const QString &name) const
    {
        return contentOf(kept(name)).trimmed() == QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex();
    }
    /// The first file of the bench that shows the secret in any form, and how.
    [[nodiscard]] QString shownIn() const
    {
        QDirIterator files(m_bench->folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QByteArray content = contentOf(files.next());
            for (const std::string &form : valueForms) {
                if (content.contains(QByteArrayView(form.data(), static_cast<qsizetype>(form.size()))))
                    return files.filePath() + u": "_s + QString::fromStdString(form);
            }
        }
        // What is packed is read as a person would.
        QDirIterator logs(m_bench->folder(), {u"*.log"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (logs.hasNext()) {
            const QByteArray said = textOf(logs.next()).toUtf8();
            for (const std::string &form : valueForms) {
                if (said.contains(QByteArrayView(form.data(), static_cast<qsizetype>(form.size()))))
                    return logs.filePath() + u" says: "_s + QString::fromStdString(form);
            }
        }
        return {};
    }
    /// Reads one test that failed, whose name or message is what stands in the file.
    [[nodiscard]] std::function<Result<TestTally>(const QStringList &)> oneFailure(QString TestFailure::*text) const
    {
        return [this, text](const QStringList &files) -> Result<TestTally> {
            TestTally tally;
            tally.counts = {.total = 2, .failed = 1, .errors = 0, .skipped = 0};
            tally.failures.push_back({.suite = u"s"_s, .name = u"t"_s, .message = {}});
            tally.failures.front().*text = QString::fromUtf8(contentOf(files.first()));
            return tally;
        };
    }
    PromotionId queue(const QString &version = u"1.0"_s, const QString &environment = u"dev"_s)
    {
        const auto queued =
            Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(version), environment, u"ledger"_s)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return queued->front().id;
    }
    Promotion promote() { return m_bench->ended(queue()); }
    /// All lines of a log, each with a line end.
    [[nodiscard]] static QString textOf(const QString &file)
    {
        QString text;
        for (const LogLine &line : linesOf(file))
            text += line.text + u'\n';
        return text;
    }
    [[nodiscard]] static QString log(const Promotion &p) { return textOf(p.logFile); }
    [[nodiscard]] QStringList launchers() const
    {
        QStringList found;
        for (const QString &pid : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
            const QByteArray line = contentOf(u"/proc/%1/cmdline"_s.arg(pid));
            if (line.contains("humdrum-launch") && line.contains(m_bench->folder().toUtf8()))
                found << pid;
        }
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_kept = std::make_unique<QTemporaryDir>();
        m_bench->secrets = keeper();
    }
    void cleanup()
    {
        m_bench.reset();
        m_kept.reset();
    }

    void itIsSeenNowhere()
    {
        keep(value);
        dev().deploy = withSecret(dev().deploy.argv.last() + proof(u"deploy"_s) + tellAll +
                                  u"; : > told; while [ ! -e go ]; do sleep 0.02; done"_s);
        dev().smoke = withSecret(u"echo \"$DB_PASSWORD\"; echo \"<$DB_PASSWORD>\" > smoke.txt"_s + proof(u"smoke"_s) +
                                 u"mv smoke.txt "_s + kept(u"result.txt"_s));
        dev().smokeJunit = {kept(u"result.txt"_s)};
        // The first test that failed is named in the promotion's message, as results files name it.
        m_bench->readTests = oneFailure(&TestFailure::name);
        m_bench->open();
        const PromotionId id = queue();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bench->file(u"told"_s)), patience);
        // While it runs, what its launcher has written is on the disk as it was written.
        const auto output = [this] {
            QDirIterator files(m_bench->file(u"run-folders"_s), {u"output"_s}, QDir::Files,
                               QDirIterator::Subdirectories);
            return files.hasNext() ? contentOf(files.next()) : QByteArray();
        };
        QTRY_VERIFY_WITH_TIMEOUT(output().count("***") >= 9, patience);
        QVERIFY2(shownIn().isEmpty(), qPrintable(shownIn()));
        const QStringList running = launchers();
        QCOMPARE(running.size(), 1);
        QVERIFY(!contentOf(u"/proc/%1/cmdline"_s.arg(running.first())).contains(value));
        QVERIFY(!contentOf(u"/proc/%1/environ"_s.arg(running.first())).contains(value));
        QFile go(m_bench->file(u"go"_s));
        QVERIFY(go.open(QIODevice::WriteOnly));

        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Failed);
        QVERIFY2(p.message.contains(u"first <***>"), qPrintable(p.message));
        QVERIFY(got(u"deploy"_s) && got(u"smoke"_s));
        QVERIFY2(log(p).count(u"***") >= 13, qPrintable(log(p)));
        QVERIFY2(log(p).contains(u"as it is: ***\n"), qPrintable(log(p)));
        m_bench->store.reset(); // so that nothing waits to be written
        QVERIFY2(shownIn().isEmpty(), qPrintable(shownIn()));
    }

    void everyCommandGetsIt()
    {
        keep(value);
        const QString write = dev().deploy.argv.last();
        dev().deploy = withSecret(write + proof(u"deploy"_s));
        dev().smoke = withSecret(u"true"_s + proof(u"smoke"_s));
        dev().observe = withSecret(u"cat envs/dev-ledger; echo"_s + proof(u"observe"_s));
        m_bench->open();
        const Promotion p = promote();
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        for (const QString &step : {u"deploy"_s, u"smoke"_s, u"observe"_s})
            QVERIFY2(got(step), qPrintable(step));
    }

    void soDoRollbackAndCleanup()
    {
        keep(value);
        dev().rollback = withSecret(dev().rollback.argv.last() + proof(u"rollback"_s));
        dev().smoke = withSecret(u"[ \"$HUMDRUM_VERSION\" = 1.0 ]"_s);
        dev().smoke.cleanup = {u"sh"_s, u"-c"_s, u"echo \"$DB_PASSWORD\""_s + proof(u"cleanup"_s)};
        m_bench->open();
        QCOMPARE(promote().state, PromotionState::Succeeded);
        const Promotion bad = m_bench->ended(queue(u"2.0"_s));
        QCOMPARE(bad.state, PromotionState::Failed);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->running(u"ledger"_s) && QFile::exists(kept(u"rollback"_s)), patience);
        QVERIFY(got(u"rollback"_s) && got(u"cleanup"_s));
        QVERIFY2(log(bad).contains(u"\n***\n"), qPrintable(log(bad)));
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->content(u"envs/dev-ledger"_s), u"1.0"_s, patience);
    }

    void whatObservesIsMaskedWhereItIsQuoted()
    {
        keep(value);
        dev().observe = withSecret(u"echo \"v $DB_PASSWORD\""_s);
        m_bench->open();
        const Promotion p = promote();
        QCOMPARE(p.state, PromotionState::Failed);
        QVERIFY2(p.message.contains(u"“v ***” does"), qPrintable(p.message));
    }

    void whatIsMissingIsToldBeforeAnythingIsAsked()
    {
        dev().smoke = withSecret(u"true"_s);
        m_bench->open();
        const PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s), u"dev"_s, u"ledger"_s);
        const auto plan = Bench::await(m_bench->desk().plan(ask));
        QVALUE(plan);
        QCOMPARE(plan->items.front().skip, SkipReason::NoSecret);
        QVERIFY2(plan->items.front().skipText.contains(u"humdrumctl secrets set aurora-db"),
                 qPrintable(plan->items.front().skipText));
        QVERIFY(!Bench::await(m_bench->desk().promote(ask)));
        keep(value);
        QCOMPARE(Bench::await(m_bench->desk().plan(ask))->items.front().skip, SkipReason::None);
    }

    void whatIsGoneByThenStopsItBeforeAnythingIsChanged_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("says");
        QTest::newRow("removed") << u"removed"_s << u"not kept on this machine"_s;
        QTest::newRow("readable by others") << u"mode"_s << u"chmod 600"_s;
        QTest::newRow("a program that fails") << u"fails"_s << u"exited with 4"_s;
        QTest::newRow("a program that hangs") << u"hangs"_s << u"did not end within"_s;
    }
    void whatIsGoneByThenStopsItBeforeAnythingIsChanged()
    {
        QFETCH(QString, how);
        QFETCH(QString, says);
        keep(value);
        dev().smoke = withSecret(u"touch smoked"_s);
        m_bench->secrets = keeper(std::chrono::milliseconds{300});
        m_bench->open();
        WorkerDesk desk(*m_bench->store, m_bench->options()); // queues, and has no worker yet
        const auto queued = Bench::await(desk.promote(m_bench->ask(m_bench->release(u"1.0"_s), u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        if (how == u"removed")
            QVALUE(keeper().remove(u"aurora-db"_s));
        else if (how == u"mode")
            QVERIFY(QFile::setPermissions(kept(u"secrets"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        else
            QVALUE(keeper().setCommand(u"aurora-db"_s,
                                       {u"sh"_s, u"-c"_s, how == u"fails" ? u"exit 4"_s : u"sleep 1000"_s}));
        desk.start();
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Denied);
        QVERIFY2(p.message.contains(says), qPrintable(p.message));
        QVERIFY(m_bench->content(u"envs/history"_s).isEmpty());
        QVERIFY(!QFile::exists(m_bench->file(u"smoked"_s)));
    }

    void aKeychainThatVanishesMeanwhile()
    {
        KeychainBench keychain;
        QVERIFY2(keychain.problem().isEmpty(), qPrintable(keychain.problem()));
        keep(value, SecretPlace::Keychain);
        const QString pid = QString::number(keychain.keychainPid());
        dev().deploy = Bench::sh(dev().deploy.argv.last() + u"; kill -9 "_s + pid + u"; while [ -e /proc/"_s + pid +
                                 u" ] && ! grep -q ') Z' /proc/"_s + pid + u"/stat; do sleep 0.02; done"_s);
        dev().deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        dev().smoke = withSecret(u"touch smoked"_s);
        dev().smoke.retries = 3; // not for this: nothing would change
        m_bench->open();
        const Promotion p = promote();
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"There is no keychain here"), qPrintable(p.message));
        QVERIFY(!QFile::exists(m_bench->file(u"smoked"_s)));
        QVERIFY(!QFile::exists(m_bench->file(u"cleaned"_s))); // the deploy itself was well
        const auto steps = m_bench->steps(p.id);
        QCOMPARE(steps[1].state, StepState::Passed);
        QCOMPARE(steps[2].kind, StepKind::Smoke);
        QCOMPARE(steps[2].state, StepState::Errored);
        QVERIFY(!steps[2].exitCode || *steps[2].exitCode == 0 || steps[2].exitCode < 0);
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
    }

    void fromAKeychain()
    {
        KeychainBench keychain;
        QVERIFY2(keychain.problem().isEmpty(), qPrintable(keychain.problem()));
        keep(value, SecretPlace::Keychain);
        dev().deploy = withSecret(dev().deploy.argv.last() + proof(u"deploy"_s));
        m_bench->open();
        QCOMPARE(promote().state, PromotionState::Succeeded);
        QVERIFY(got(u"deploy"_s));
        keychain.lock();
        const Promotion denied = m_bench->ended(queue(u"2.0"_s));
        QCOMPARE(denied.state, PromotionState::Denied);
        QVERIFY2(denied.message.contains(u"The keychain is locked"), qPrintable(denied.message));
        QCOMPARE(m_bench->content(u"envs/history"_s), u"ledger 1.0\n"_s);
    }

    void aRetryReadsItAgain()
    {
        // Another one each time, as a vault hands them out.
        QVALUE(keeper().setCommand(
            u"aurora-db"_s,
            {u"sh"_s, u"-c"_s, u"cd %1; echo x >> asked; echo token-$(wc -l < asked)"_s.arg(m_kept->path())}));
        dev().deploy =
            withSecret(dev().deploy.argv.last() + u"; echo \"$DB_PASSWORD\"; [ \"$DB_PASSWORD\" = token-3 ]"_s);
        dev().deploy.retries = 1;
        m_bench->open();
        const Promotion p = promote(); // pre-flight, the first attempt, the second
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(contentOf(kept(u"asked"_s)).count('x'), 3);
        QVERIFY2(!log(p).contains(u"token-"), qPrintable(log(p)));
    }

    void whoWaitsForASecretHoldsUpNobodyAndCanBeCancelled()
    {
        QVALUE(keeper().setCommand(u"aurora-db"_s,
                                   {u"sh"_s, u"-c"_s, u"touch %1; exec sleep 1000"_s.arg(kept(u"waits"_s))}));
        dev().deploy = withSecret(u"touch deployed"_s);
        m_bench->product.stages.back().needs = {{u"integration"_s}};
        m_bench->open();
        const PromotionId waiting = queue();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept(u"waits"_s)), patience);
        QCOMPARE(m_bench->ended(queue(u"2.0"_s, u"staging"_s)).state, PromotionState::Succeeded);
        const auto still = m_bench->read([waiting](Session &s) { return s.promotions().byId(waiting); });
        QCOMPARE((*still)->state, PromotionState::PreFlight);
        QElapsedTimer clock;
        clock.start();
        const auto cancelled =
            Bench::await(m_bench->desk().cancel(waiting, {.person = u"nr"_s, .program = {}, .host = {}}, u"no"_s));
        QVALUE(cancelled);
        QCOMPARE(m_bench->ended(waiting).state, PromotionState::Aborted);
        QVERIFY(clock.elapsed() < 10'000);
        QVERIFY(!QFile::exists(m_bench->file(u"deployed"_s)));
    }

    void closingDoesNotWaitForASecret()
    {
        QVALUE(keeper().setCommand(u"aurora-db"_s,
                                   {u"sh"_s, u"-c"_s, u"touch %1; exec sleep 1000"_s.arg(kept(u"waits"_s))}));
        dev().deploy = withSecret(u"touch deployed"_s);
        m_bench->open();
        const PromotionId waiting = queue();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept(u"waits"_s)), patience);
        QElapsedTimer clock;
        clock.start();
        m_bench->desk().stop(StopPolicy::EndRunning);
        QVERIFY(clock.elapsed() < 10'000);
        QCOMPARE(m_bench->ended(waiting).state, PromotionState::Errored);
    }

    void whoTakesItUpMasksWhatItsTestsSay_data()
    {
        QTest::addColumn<bool>("stillKept");
        QTest::newRow("with the secret") << true;
        QTest::newRow("without it nothing of them is told") << false;
    }
    void whoTakesItUpMasksWhatItsTestsSay()
    {
        QFETCH(bool, stillKept);
        keep(value);
        dev().smoke = withSecret(u"echo \"$DB_PASSWORD\"; touch smoking; while [ ! -e go ]; do sleep 0.02; done; "
                                 "echo \"late $DB_PASSWORD\"; echo \"<$DB_PASSWORD>\" > "_s +
                                 kept(u"result.txt"_s));
        dev().smokeJunit = {kept(u"result.txt"_s)};
        m_bench->readTests = oneFailure(&TestFailure::name);
        m_bench->open();
        const PromotionId id = queue();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bench->file(u"smoking"_s)), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->steps(id).back().process.isEmpty(), patience);
        m_bench->desk().stop(StopPolicy::LeaveRunning);
        QVALUE(m_bench->write([id](Session &s) -> Result<void> {
            ProcessIdentity nobody = ProcessIdentity::ofThisProcess();
            nobody.startTime = 1;
            const auto p = s.promotions().byId(id);
            return s.promotions().takeOver(id, (*p)->worker, nobody.toString(), {}).transform([](auto &&...) {});
        }));
        if (!stillKept)
            QVALUE(keeper().remove(u"aurora-db"_s));
        Bench::Other heir = m_bench->other();
        heir.desk->start();
        QFile go(m_bench->file(u"go"_s));
        QVERIFY(go.open(QIODevice::WriteOnly));
        const Promotion p = m_bench->ended(id);
        QCOMPARE(p.state, PromotionState::Failed);
        QCOMPARE(p.message.contains(u"first <***>"), stillKept);
        QVERIFY2(p.message.contains(u"1 of 2"), qPrintable(p.message));
        QVERIFY2(log(p).contains(u"late ***"), qPrintable(log(p)));
        QVERIFY2(shownIn().isEmpty(), qPrintable(shownIn()));
    }

    void stagesToo()
    {
        Stage &stage = m_bench->product.stages.front();
        stage.command = withSecret(u"printf %s \"$DB_PASSWORD\" | base64; echo \"$DB_PASSWORD\"; "
                                   "echo \"<$DB_PASSWORD>\" > %1; exit 3"_s.arg(kept(u"result.txt"_s)));
        stage.junit = {kept(u"result.txt"_s)};
        m_bench->source.resolve = [](const Service &, const QString &) -> Result<QString> { return QString(40, u'c'); };
        m_bench->source.exportTo = [](const Service &, const QString &, const QString &folder) -> Result<void> {
            QDir().mkpath(folder);
            return {};
        };
        m_bench->readTests = oneFailure(&TestFailure::message);
        m_bench->open();
        const auto run = [this] {
            return Bench::await(m_bench->desk().runStage({u"billing.commit"_s}, {}, {},
                                                         {.person = u"nr"_s, .program = {}, .host = {}}));
        };
        const auto refused = run();
        QVERIFY(!refused);
        QVERIFY2(refused.error().toString().contains(u"secrets set aurora-db"), qPrintable(refused.error().toString()));
        QVERIFY(m_bench->read([](Session &s) { return s.stageRuns().recent({}, 10); })->empty());
        keep(value);
        const auto failed = run();
        QVALUE(failed);
        QCOMPARE(failed->state, StageRunState::Failed);
        QVERIFY2(failed->failures.front().message.startsWith(u"<***>"), qPrintable(failed->failures.front().message));
        QVERIFY(textOf(failed->logFile).contains(u"\n***\n"));
        QVERIFY2(shownIn().isEmpty(), qPrintable(shownIn()));
        QVALUE(keeper().setCommand(u"aurora-db"_s, {u"false"_s}));
        const auto errored = run();
        QVALUE(errored);
        QCOMPARE(errored->state, StageRunState::Errored);
        QVERIFY2(errored->message.contains(u"exited with 1"), qPrintable(errored->message));
    }

    void namesAreAPartOfTheCommand()
    {
        const CommandSpec one = withSecret(u"true"_s);
        CommandSpec other = one, renamed = one;
        other.secrets.insert(u"DB_PASSWORD"_s, u"borealis-db"_s);
        renamed.secrets = {{u"PASSWORD"_s, u"aurora-db"_s}};
        const auto hashOf = [](const CommandSpec &command) {
            return commandHash({.command = command, .folder = u"/"_s, .variables = {}});
        };
        QVERIFY(hashOf(one) != hashOf(Bench::sh(u"true"_s)));
        QVERIFY(hashOf(one) != hashOf(other));
        QVERIFY(hashOf(one) != hashOf(renamed));
        dev().deploy = one;
        const QByteArray digest = commandsDigest(m_bench->product);
        const auto described = commandsOf(m_bench->product);
        const auto deploy = std::ranges::find(described, u"environments.dev.deploy"_s, &DescribedCommand::where);
        QVERIFY2(deploy->text.contains(u"secret: [\"DB_PASSWORD\",\"aurora-db\"]"), qPrintable(deploy->text));
        dev().deploy = other;
        QVERIFY(commandsDigest(m_bench->product) != digest);
        QCOMPARE(secretUses(m_bench->product),
                 (std::vector{SecretUse{u"environments.dev.deploy"_s, u"DB_PASSWORD"_s, u"borealis-db"_s}}));
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "secretstest.moc"
