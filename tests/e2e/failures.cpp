// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

#define EXITS(ran, code)                                                                                               \
    QVERIFY2((ran).exitCode == (code), qPrintable(QString::number((ran).exitCode) + u' ' + (ran).all()))

namespace {

constexpr int patience = 30'000;

/// Collects what a program prints while it runs.
class Listener {
public:
    explicit Listener(QProcess &process) : m_process(process) {}
    /// Waits until the output matches; the first captured number, 0 when it never does.
    [[nodiscard]] qint64 numberIn(const QString &pattern)
    {
        const QRegularExpression form(pattern);
        qint64 found = 0;
        (void)QTest::qWaitFor(
            [&] {
                m_text += QString::fromUtf8(m_process.readAll());
                const auto match = form.match(m_text);
                found = match.hasMatch() ? match.captured(1).toLongLong() : 0;
                return match.hasMatch();
            },
            patience);
        return found;
    }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QString end()
    {
        (void)QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, patience);
        m_text += QString::fromUtf8(m_process.readAll());
        return m_text;
    }

private:
    QProcess &m_process;
    QString m_text;
};

} // namespace

/// Protects what happens when a step goes wrong: it is said, the environment is in a known state, nothing runs twice and nothing
/// is left running. Each case has releases and services of its own.
class FailuresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aDeployThatFails();
    void aFailedSmokeTestIsRolledBack();
    void aPartGoesOnlyWhenItIsAskedFor();
    void aRollbackIsRehearsed();
    void aCommandThatDoesNotExist();
    void aCommandThatNobodyAccepted();
    void aHangingDeployIsCancelledWithItsWholeGroup();
    void whoFollowsALogHearsAllOfIt();
    void aHangingStageIsCancelledWithItsWholeGroup();
    void aTestThatFails();
    void whoeverIsKilledLeavesAKnownState();
    void whatWasLeftIsCancelledWithoutAWorker();
    void twoAtOnceDeployOnce();
    void aPausedQueueIsWaitedForAloud();
    void whatOthersQueuedIsLeftToThem();
    void aWindowThatIsToldToGoEndsWhatRuns();
    void theAuditIsIntact();

private:
    [[nodiscard]] QStringList ask(const QString &release, const QString &service) const
    {
        return {u"promote"_s, release, u"--to"_s, u"dev"_s, u"--service"_s, service, u"--wait"_s};
    }
    [[nodiscard]] QString versionIn(const QString &release, const QString &service) const
    {
        return m_harbour.json({u"release"_s, u"show"_s, release})
            .object()
            .value(u"manifest"_s)[service][u"version"_s]
            .toString();
    }
    [[nodiscard]] QString running(const QString &service) const
    {
        return m_harbour.running(u"dev"_s, service).value(u"version"_s).toString();
    }
    [[nodiscard]] qint64 hangsAfterKill(const QString &release);
    /// How often an action was recorded for promotions.
    [[nodiscard]] qsizetype events(const QString &action) const
    {
        qsizetype count = 0;
        const QJsonArray all = m_harbour.json({u"audit"_s, u"list"_s, u"--limit"_s, u"1000"_s}).array();
        for (const QJsonValue e : all)
            count += e[u"action"_s].toString() == action ? 1 : 0;
        return count;
    }

    Harbour m_harbour;
    QStringList m_releases; ///< that no environment of ours runs, newest first
};

void FailuresTest::initTestCase()
{
    EXITS(m_harbour.create(), 0);
    EXITS(m_harbour.describe(), 0);
    for (const QJsonValue r : m_harbour.json({u"release"_s, u"list"_s, u"--limit"_s, u"14"_s}).array())
        m_releases << r[u"version"_s].toString();
    m_releases = m_releases.mid(2);
    QVERIFY(m_releases.size() >= 10);
}

void FailuresTest::cleanupTestCase()
{
    m_harbour.stopServices();
    QCOMPARE(m_harbour.processes(), QStringList());
}

void FailuresTest::aDeployThatFails()
{
    const QString before = running(u"ledger"_s);
    m_harbour.setFault(u"dev"_s, u"deploy-fails"_s, true);
    const Ran failed = m_harbour.json(ask(m_releases[0], u"ledger"_s));
    m_harbour.setFault(u"dev"_s, u"deploy-fails"_s, false);
    EXITS(failed, 3);
    const QJsonObject told = failed.array().at(0).toObject();
    QCOMPARE(told.value(u"state"_s).toString(), u"errored"_s);
    QCOMPARE(told.value(u"cause"_s).toString(), u"environment"_s);
    QVERIFY2(told.value(u"message"_s).toString().contains(u"the fault deploy-fails is switched on here"_s),
             qPrintable(failed.all()));
    QVERIFY(m_harbour.ctl({u"log"_s, QString::number(told.value(u"id"_s).toInteger())})
                .output.contains(u"cleaned up dev-ledger"_s));
    QCOMPARE(running(u"ledger"_s), before);
    QVERIFY2(!QFile::exists(m_harbour.path(u"pools/build/leases/dev-ledger.next"_s)),
             "the cleanup gave the address back");
    // Nothing holds it: trying again is another promotion, and the first stays what it was.
    const Ran again = m_harbour.json(ask(m_releases[0], u"ledger"_s));
    EXITS(again, 0);
    QVERIFY(again.array().at(0)[u"id"_s].toInteger() > told.value(u"id"_s).toInteger());
    QCOMPARE(running(u"ledger"_s), versionIn(m_releases[0], u"ledger"_s));
    QCOMPARE(events(u"promotion.errored"_s), 1);
}

void FailuresTest::aFailedSmokeTestIsRolledBack()
{
    EXITS(m_harbour.ctl(ask(m_releases[1], u"billing"_s)), 0);
    const QString good = running(u"billing"_s), bad = versionIn(m_releases[2], u"billing"_s);
    // The word in the file: the version before passes the same test.
    m_harbour.setFault(u"dev"_s, u"smoke-fails"_s, true);
    writeTo(m_harbour.path(u"envs/dev/faults/smoke-fails"_s), bad.toUtf8());
    const Ran failed = m_harbour.json(ask(m_releases[2], u"billing"_s));
    m_harbour.setFault(u"dev"_s, u"smoke-fails"_s, false);
    EXITS(failed, 3);
    QCOMPARE(failed.array().size(), 2);
    QCOMPARE(failed.array().at(0)[u"state"_s].toString(), u"failed"_s);
    QCOMPARE(failed.array().at(0)[u"cause"_s].toString(), u"change"_s);
    QVERIFY(failed.array().at(0)[u"message"_s].toString().contains(u"The smoke test failed: 1 of"_s));
    QCOMPARE(failed.array().at(1)[u"kind"_s].toString(), u"rollback"_s);
    QCOMPARE(failed.array().at(1)[u"state"_s].toString(), u"succeeded"_s);
    QCOMPARE(running(u"billing"_s), good);
    QCOMPARE(m_harbour.health(u"dev"_s, u"billing"_s).value(u"version"_s).toString(), good);
    QVERIFY(m_harbour.running(u"dev"_s, u"billing"_s).value(u"held"_s).toBool());
    const Ran held = m_harbour.ctl(ask(m_releases[3], u"billing"_s));
    EXITS(held, 1);
    QVERIFY2(held.errors.contains(u"Held by Humdrum (automatic): Rolled back: The smoke test failed"_s),
             qPrintable(held.all()));
    // A person may say otherwise, with a reason.
    EXITS(m_harbour.ctl(ask(m_releases[3], u"billing"_s) +
                        QStringList{u"--override"_s, u"hold"_s, u"--reason"_s, u"this one is fixed"_s}),
          0);
}

/// Billing is held since it was rolled back, and the gateway needs it.
void FailuresTest::aPartGoesOnlyWhenItIsAskedFor()
{
    // Newer than the billing that runs, or the gateway would have what it needs.
    const bool same = versionIn(m_releases[1], u"ledger"_s) == running(u"ledger"_s);
    const QString release = m_releases[same ? 2 : 1], ledger = versionIn(release, u"ledger"_s);
    QVERIFY(running(u"ledger"_s) != ledger);
    const QStringList whole{u"promote"_s, release, u"--to"_s, u"dev"_s};
    const Ran dry = m_harbour.json(whole + QStringList{u"--dry-run"_s});
    EXITS(dry, 1);
    QVERIFY(dry.object()[u"partial"_s].toBool() && !dry.object()[u"something_would_happen"_s].toBool());
    for (const QJsonValue p : dry.object()[u"promotions"_s].toArray()) {
        const QString service = p[u"service"_s].toString();
        QCOMPARE(p[u"skip"_s].toString(),
                 service == u"billing"       ? u"held"_s
                     : service == u"gateway" ? u"dependency"_s
                                             : QString());
    }
    const Ran refused = m_harbour.ctl(whole + QStringList{u"--wait"_s});
    EXITS(refused, 1);
    QVERIFY2(refused.errors.contains(u"Not all of %1 can go."_s.arg(release)) &&
                 refused.errors.contains(u"gateway: needs billing"_s) && refused.errors.contains(u"--partial"_s),
             qPrintable(refused.all()));
    QVERIFY(running(u"ledger"_s) != ledger);
    const Ran part = m_harbour.ctl(whole + QStringList{u"--partial"_s, u"--wait"_s});
    EXITS(part, 0);
    QVERIFY2(
        part.errors.contains(u"billing %1 stays behind: Held by"_s.arg(versionIn(release, u"billing"_s))) &&
            part.errors.contains(u"gateway %1 stays behind: needs billing"_s.arg(versionIn(release, u"gateway"_s))),
        qPrintable(part.all()));
    QCOMPARE(running(u"ledger"_s), ledger);
    const QJsonArray holds = m_harbour.json({u"hold"_s, u"list"_s}).array();
    QCOMPARE(holds.size(), 1);
    const Ran lifted = m_harbour.ctl(
        {u"hold"_s, u"lift"_s, QString::number(holds[0][u"id"_s].toInteger()), u"--reason"_s, u"it is fixed"_s});
    EXITS(lifted, 0);
    QVERIFY2(lifted.output.contains(u"was lifted by nr"_s) && !lifted.output.contains(u"HOLD"_s),
             qPrintable(lifted.all()));
}

void FailuresTest::aRollbackIsRehearsed()
{
    const auto before = [this] { return m_harbour.running(u"int"_s, u"ledger"_s).value(u"version"_s).toString(); };
    const QString runs = before();
    const QStringList back{u"rollback"_s, u"int"_s, u"--service"_s, u"ledger"_s, u"--dry-run"_s, u"--reason"_s};
    const Ran unsaid = m_harbour.ctl(back + QStringList{u" "_s});
    EXITS(unsaid, 2);
    QVERIFY2(unsaid.errors.contains(u"A rollback needs a reason"_s), qPrintable(unsaid.all()));
    const Ran said = m_harbour.ctl(back + QStringList{u"wrong totals"_s});
    EXITS(said, 0);
    for (const QString &part : {u"roll back ledger %1 -> "_s.arg(runs), u"takes back: "_s, u"A hold would be set"_s})
        QVERIFY2(said.output.contains(part), qPrintable(part + u" in "_s + said.all()));
    QVERIFY(!said.output.contains(u"promote ledger"_s));
    const QJsonObject plan = m_harbour.json(back + QStringList{u"wrong totals"_s}).object();
    QVERIFY(plan[u"hold_would_be_set"_s].toBool());
    QVERIFY(plan[u"promotions"_s][0][u"takes_back"_s].toBool());
    QVERIFY(!plan[u"promotions"_s][0][u"changes"_s].toArray().isEmpty());
    QCOMPARE(before(), runs);
}

void FailuresTest::aCommandThatDoesNotExist()
{
    const QString line = u"run: [python3, -B, tools/deploy.py, deploy]"_s;
    EXITS(m_harbour.redescribe(line, u"run: [no-such-command, deploy]"_s), 0);
    const Ran failed = m_harbour.json(ask(m_releases[4], u"ledger"_s));
    EXITS(m_harbour.redescribe(u"run: [no-such-command, deploy]"_s, line), 0);
    EXITS(failed, 3);
    const QString message = failed.array().at(0)[u"message"_s].toString();
    QVERIFY2(message.contains(u"no-such-command"_s) && message.contains(m_harbour.folder()), qPrintable(failed.all()));
    QCOMPARE(failed.array().at(0)[u"state"_s].toString(), u"errored"_s);
}

void FailuresTest::aCommandThatNobodyAccepted()
{
    const QString line = u"run: [python3, -B, tools/deploy.py, deploy]"_s;
    const QString other = u"run: [python3, -B, -E, tools/deploy.py, deploy]"_s;
    QByteArray text = bytesOf(m_harbour.config());
    writeTo(m_harbour.config(), text.replace(line.toUtf8(), other.toUtf8()));
    const Ran described = m_harbour.ctl({u"init"_s, u"--config"_s, m_harbour.config()});
    EXITS(described, 0);
    QVERIFY2(described.output.contains(u"+ run: [\"python3\",\"-B\",\"-E\""_s), qPrintable(described.output));
    const Ran refused = m_harbour.ctl(ask(m_releases[4], u"ledger"_s));
    EXITS(refused, 1);
    QVERIFY2(refused.errors.contains(u"trust accept"_s), qPrintable(refused.errors));
    EXITS(m_harbour.ctl({u"stage"_s, u"run"_s, u"ledger"_s, u"commit"_s}), 1);
    const QJsonObject standing = m_harbour.json({u"trust"_s, u"show"_s}).object();
    QVERIFY(!standing[u"accepted"_s].toBool());
    QCOMPARE(standing[u"differences"_s].toArray().size(), 6); // one for each environment
    EXITS(m_harbour.ctl({u"trust"_s, u"accept"_s, u"000000000000"_s}), 1);
    EXITS(m_harbour.ctl({u"trust"_s, u"accept"_s, standing[u"digest"_s].toString()}), 0);
    QVERIFY(m_harbour.json({u"trust"_s, u"show"_s}).object()[u"accepted"_s].toBool());
    EXITS(m_harbour.redescribe(other, line), 0);
}

void FailuresTest::aHangingDeployIsCancelledWithItsWholeGroup()
{
    const QString before = running(u"gateway"_s);
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, true);
    const auto promoting = m_harbour.start(ask(m_releases[0], u"gateway"_s));
    Listener listener(*promoting);
    // A grandchild that ignores SIGTERM.
    const qint64 hanging = listener.numberIn(u"process (\\d+) hangs"_s);
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, false);
    QVERIFY2(hanging > 0 && isThere(hanging), qPrintable(listener.text()));
    QCOMPARE(::kill(static_cast<pid_t>(promoting->processId()), SIGINT), 0);
    const QString said = listener.end();
    QCOMPARE(promoting->exitStatus(), QProcess::NormalExit);
    QVERIFY2(promoting->exitCode() == 3 &&
                 said.contains(u"gateway to dev aborted, Cancelled by nr: interrupted at the terminal"_s),
             qPrintable(said));
    QVERIFY(!isThere(hanging));
    QCOMPARE(running(u"gateway"_s), before);
    QVERIFY(!QFile::exists(m_harbour.path(u"pools/build/leases/dev-gateway.next"_s)));
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray().isEmpty());
}

/// From another program, from before the command has ended to the last line.
void FailuresTest::whoFollowsALogHearsAllOfIt()
{
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, true);
    const auto promoting = m_harbour.start(ask(m_releases[1], u"gateway"_s));
    Listener listener(*promoting);
    const qint64 hanging = listener.numberIn(u"process (\\d+) hangs"_s);
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, false);
    QVERIFY2(hanging > 0, qPrintable(listener.text()));
    const QString id = QString::number(
        m_harbour.json({u"promotion"_s, u"list"_s, u"--limit"_s, u"1"_s}).array().at(0)[u"id"_s].toInteger());
    const auto following = m_harbour.start({u"log"_s, id, u"--follow"_s});
    const auto objects = m_harbour.start({u"log"_s, id, u"--follow"_s, u"--json"_s});
    Listener follower(*following), reader(*objects);
    QCOMPARE(follower.numberIn(u"process (\\d+) hangs"_s), hanging);
    QCOMPARE(following->state(), QProcess::Running);
    QCOMPARE(::kill(static_cast<pid_t>(promoting->processId()), SIGINT), 0);
    (void)listener.end();
    const QString said = follower.end();
    QCOMPARE(following->exitStatus(), QProcess::NormalExit);
    QCOMPARE(following->exitCode(), 0);
    QVERIFY2(said.endsWith(u"· aborted: Cancelled by nr: interrupted at the terminal\n"_s), qPrintable(said));
    QCOMPARE(said.count(u"process %1 hangs"_s.arg(hanging)), 1);
    const QStringList lines = reader.end().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), said.count(u'\n'));
    for (const QString &line : lines)
        QVERIFY2(QJsonDocument::fromJson(line.toUtf8()).object().contains(u"at"_s), qPrintable(line));
    // The same, read afterwards.
    QCOMPARE(m_harbour.ctl({u"log"_s, id}).output, said);
    QCOMPARE(m_harbour.json({u"promotion"_s, u"log"_s, id}).array().size(), lines.size());
    QVERIFY(said.endsWith(m_harbour.ctl({u"log"_s, id, u"--tail"_s, u"2"_s, u"--follow"_s}).output));
    EXITS(m_harbour.ctl({u"log"_s, u"99999"_s}), 2);
    EXITS(m_harbour.ctl({u"log"_s, id, u"--since"_s, u"soon"_s}), 2);
}

void FailuresTest::aHangingStageIsCancelledWithItsWholeGroup()
{
    const QString line = u"run: [python3, -B, -m, ci.run, component]"_s;
    const QString hang = u"run: [sh, -c, \"(trap '' TERM; sleep 1000) & echo $! > $HUMDRUM_FOLDER/child; wait\"]"_s;
    EXITS(m_harbour.redescribe(line, hang), 0);
    const auto running = m_harbour.start({u"stage"_s, u"run"_s, u"billing"_s, u"component"_s, u"--json"_s});
    qint64 child = 0;
    QVERIFY(QTest::qWaitFor([&] { return (child = bytesOf(m_harbour.path(u"child"_s)).trimmed().toLongLong()) > 0; },
                            patience));
    QVERIFY(isThere(child));
    QCOMPARE(::kill(static_cast<pid_t>(running->processId()), SIGTERM), 0);
    const QString said = Listener(*running).end();
    EXITS(m_harbour.redescribe(hang, line), 0);
    QCOMPARE(running->exitCode(), 3);
    QCOMPARE(QJsonDocument::fromJson(said.toUtf8()).object().value(u"state"_s).toString(), u"cancelled"_s);
    QVERIFY(!isThere(child));
}

void FailuresTest::aTestThatFails()
{
    const Ran broken = m_harbour.git(u"gateway"_s, {u"grep"_s, u"-l"_s, u"def test_"_s, u"--"_s, u"tests"_s});
    const QString file = m_harbour.path(u"services/gateway/"_s + broken.output.section(u'\n', 0, 0));
    QByteArray text = bytesOf(file);
    const qsizetype at = text.indexOf("\n", text.indexOf("def test_"));
    QVERIFY2(at > 0, qPrintable(broken.all()));
    writeTo(file, text.insert(at, "\n        self.fail('this one was meant to fail')"));
    EXITS(m_harbour.git(u"gateway"_s, {u"commit"_s, u"-q"_s, u"-a"_s, u"-m"_s, u"fix: break a test"_s}), 0);
    EXITS(m_harbour.ctl({u"import"_s, u"git"_s, u"gateway"_s}), 0);
    Ran failed;
    for (const QString &stage : {u"commit"_s, u"component"_s, u"acceptance"_s}) {
        failed = m_harbour.json({u"stage"_s, u"run"_s, u"gateway"_s, stage});
        if (failed.exitCode != 0)
            break;
    }
    EXITS(failed, 3);
    QCOMPARE(failed.object().value(u"state"_s).toString(), u"failed"_s);
    QCOMPARE(failed.object().value(u"failed"_s).toInt(), 1);
    const QJsonValue first = failed.object().value(u"failures"_s).toArray().at(0);
    QVERIFY2(first[u"message"_s].toString().contains(u"this one was meant to fail"_s), qPrintable(failed.all()));
}

/// Kills whoever deploys the ledger while the deploy hangs; the process that hangs on, 0 when it did not come to that.
qint64 FailuresTest::hangsAfterKill(const QString &release)
{
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, true);
    const auto promoting = m_harbour.start(ask(release, u"ledger"_s));
    Listener listener(*promoting);
    const qint64 hanging = listener.numberIn(u"process (\\d+) hangs"_s);
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, false);
    promoting->kill();
    (void)listener.end();
    return hanging;
}

void FailuresTest::whoeverIsKilledLeavesAKnownState()
{
    const QString before = running(u"ledger"_s);
    const qint64 hanging = hangsAfterKill(m_releases[5]);
    QVERIFY(hanging > 0);
    QVERIFY2(isThere(hanging), "the deploy goes on without whoever started it");
    // And every list says what it is.
    const QJsonValue newest = m_harbour.json({u"promotion"_s, u"list"_s, u"--limit"_s, u"1"_s}).array().at(0);
    QVERIFY(newest[u"interrupted"_s].toBool());
    QVERIFY(
        m_harbour.ctl({u"promotion"_s, u"list"_s, u"--limit"_s, u"1"_s}).output.contains(u"running, interrupted"_s));
    const Ran shown = m_harbour.ctl({u"promotion"_s, u"show"_s, QString::number(newest[u"id"_s].toInteger())});
    QVERIFY2(shown.output.contains(u"Interrupted: the program that ran it is gone"_s), qPrintable(shown.all()));
    // As long as it does nothing else runs in its place.
    const qint64 leader = ::getpgid(static_cast<pid_t>(hanging));
    const Ran refused = m_harbour.ctl(ask(m_releases[6], u"ledger"_s));
    EXITS(refused, 1);
    QVERIFY2(refused.errors.contains(u"was interrupted, but its command still runs as process %1"_s.arg(leader)),
             qPrintable(refused.all()));
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray().size(), 1);
    QVERIFY(isThere(hanging));
    // Whoever asks for the same goes on with it: it is the same deploy that comes to its end.
    const auto again = m_harbour.start(ask(m_releases[5], u"ledger"_s));
    Listener second(*again);
    QVERIFY2(second.numberIn(u"Taken up again: Deploy ledger (\\d+).*it runs"_s) > 0, qPrintable(second.text()));
    QVERIFY(isThere(hanging));
    QCOMPARE(::kill(static_cast<pid_t>(-leader), SIGKILL), 0);
    const QString said = second.end();
    QVERIFY2(again->exitCode() == 3 && said.contains(u"It was ended by signal 9"_s), qPrintable(said));
    QVERIFY(!isThere(hanging) && !isThere(leader));
    // It is known what happened, and a person decides.
    EXITS(m_harbour.ctl(ask(m_releases[5], u"ledger"_s)), 0);
    QVERIFY(running(u"ledger"_s) != before);
    QCOMPARE(events(u"promotion.taken-over"_s), 1);
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray().isEmpty());
}

void FailuresTest::whatWasLeftIsCancelledWithoutAWorker()
{
    const qint64 hanging = hangsAfterKill(m_releases[6]);
    QVERIFY(hanging > 0);
    // Without any worker it can be cancelled, with all that it left.
    const QJsonArray left = m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray();
    QCOMPARE(left.size(), 1);
    EXITS(m_harbour.ctl({u"promotion"_s, u"cancel"_s, QString::number(left.at(0)[u"id"_s].toInteger()), u"--reason"_s,
                         u"nobody is there"_s}),
          0);
    QVERIFY(!isThere(hanging));
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray().isEmpty());
}

void FailuresTest::twoAtOnceDeployOnce()
{
    const qsizetype before = events(u"promotion.succeeded"_s);
    const auto one = m_harbour.start(ask(m_releases[7], u"ledger"_s));
    const auto two = m_harbour.start(ask(m_releases[7], u"ledger"_s));
    const QString first = Listener(*one).end(), second = Listener(*two).end();
    const QByteArray both =
        (first + second + QString::fromUtf8(one->readAllStandardError() + two->readAllStandardError())).toUtf8();
    // The other was told that it is under way or runs there already, or found it queued and waited for it.
    QVERIFY2(one->exitCode() + two->exitCode() <= 1, both);
    QCOMPARE(events(u"promotion.succeeded"_s), before + 1);
    QCOMPARE(running(u"ledger"_s), versionIn(m_releases[7], u"ledger"_s));
}

void FailuresTest::aPausedQueueIsWaitedForAloud()
{
    EXITS(m_harbour.ctl({u"queue"_s, u"pause"_s, u"--reason"_s, u"lunch"_s}), 0);
    const QString before = running(u"ledger"_s);
    QVERIFY(m_harbour.ctl({u"status"_s}).output.contains(u"The queue is paused by nr: lunch"_s));
    QCOMPARE(m_harbour.json({u"status"_s}).object()[u"queue_paused"_s].toString(), u"lunch"_s);
    const auto waiting = m_harbour.start(ask(m_releases[0], u"ledger"_s));
    QByteArray errors;
    QTRY_VERIFY_WITH_TIMEOUT((errors += waiting->readAllStandardError()).contains("paused by nr: lunch"), patience);
    QCOMPARE(running(u"ledger"_s), before);
    EXITS(m_harbour.ctl({u"queue"_s, u"resume"_s, u"--reason"_s, u"fed"_s}), 0);
    const QString said = Listener(*waiting).end();
    QVERIFY2(waiting->exitCode() == 0, qPrintable(said));
    QCOMPARE(running(u"ledger"_s), versionIn(m_releases[0], u"ledger"_s));
}

void FailuresTest::whatOthersQueuedIsLeftToThem()
{
    // Asked for without --wait: a window does the work, and no humdrumctl that comes by and goes again.
    QStringList later = ask(m_releases[8], u"gateway"_s);
    later.removeLast();
    const Ran queued = m_harbour.json(later);
    EXITS(queued, 0);
    QCOMPARE(queued.array().at(0)[u"state"_s].toString(), u"queued"_s);
    QCOMPARE(queued.array().at(0)[u"worker_open"_s], QJsonValue(false));
    const Ran said = m_harbour.ctl(later);
    QVERIFY2(said.output.contains(u"No Humdrum is open to run it: start one, or use --wait."_s),
             qPrintable(said.all()));
    EXITS(m_harbour.ctl(ask(m_releases[9], u"ledger"_s)), 0);
    EXITS(m_harbour.ctl({u"stage"_s, u"run"_s, u"ledger"_s, u"commit"_s}), 0);
    const QJsonArray unfinished = m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray();
    QCOMPARE(unfinished.size(), 1);
    QCOMPARE(unfinished.at(0)[u"id"_s], queued.array().at(0)[u"id"_s]);
    QCOMPARE(unfinished.at(0)[u"state"_s].toString(), u"queued"_s);
    const Ran other = m_harbour.ctl(ask(m_releases[9], u"gateway"_s));
    EXITS(other, 1);
    QVERIFY2(other.errors.contains(u"under way (promotion "_s), qPrintable(other.all()));
    // Whoever asks for the same takes it up.
    const Ran same = m_harbour.json(ask(m_releases[8], u"gateway"_s));
    EXITS(same, 0);
    QCOMPARE(same.array().at(0)[u"id"_s], queued.array().at(0)[u"id"_s]);
}

/// As at log-out or when a service manager stops it: nobody is there to be asked.
void FailuresTest::aWindowThatIsToldToGoEndsWhatRuns()
{
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, true);
    QStringList later = ask(m_releases[9], u"gateway"_s);
    later.removeLast();
    const Ran queued = m_harbour.json(later);
    EXITS(queued, 0);
    const QString id = QString::number(queued.array().at(0)[u"id"_s].toInteger());
    const auto window = m_harbour.startWindow();
    QString log;
    const QRegularExpression form(u"process (\\d+) hangs"_s);
    const bool hangs = QTest::qWaitFor(
        [&] {
            log = m_harbour.ctl({u"promotion"_s, u"log"_s, id}).output;
            return form.match(log).hasMatch();
        },
        patience);
    m_harbour.setFault(u"dev"_s, u"deploy-hangs"_s, false);
    QVERIFY2(hangs, qPrintable(log + QString::fromUtf8(window->readAllStandardError())));
    const qint64 hanging = form.match(log).captured(1).toLongLong();
    QVERIFY(isThere(hanging));
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"worker_open"_s).toBool());
    QCOMPARE(::kill(static_cast<pid_t>(window->processId()), SIGTERM), 0);
    QVERIFY(QTest::qWaitFor([&] { return window->state() == QProcess::NotRunning; }, patience));
    QCOMPARE(window->exitStatus(), QProcess::NormalExit);
    QCOMPARE(window->exitCode(), 0);
    QVERIFY(!isThere(hanging));
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"worker_open"_s), QJsonValue(false));
    const QJsonObject left = m_harbour.json({u"promotion"_s, u"show"_s, id}).object();
    QCOMPARE(left.value(u"state"_s).toString(), u"errored"_s);
    QVERIFY2(left.value(u"message"_s).toString().startsWith(u"Interrupted: Humdrum was closed"_s),
             qPrintable(left.value(u"message"_s).toString()));
    QVERIFY2(QFile::exists(m_harbour.beside(u"home/humdrum/session.json"_s)), "it remembers where everything was");
}

void FailuresTest::theAuditIsIntact()
{
    QVERIFY(m_harbour.json({u"audit"_s, u"verify"_s}).object().value(u"intact"_s).toBool());
}

QTEST_GUILESS_MAIN(FailuresTest)
#include "failures.moc"
