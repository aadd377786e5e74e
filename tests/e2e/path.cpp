// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

#define EXITS(ran, code)                                                                                               \
    QVERIFY2((ran).exitCode == (code), qPrintable(QString::number((ran).exitCode) + u' ' + (ran).all()))

/// Protects the whole way of a change from a commit to a client and back, with real programs at every step. The slots are
/// stations of one journey, in this order.
class PathTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameSeedAndDateGiveTheSameCommits();
    void theExampleSaysWhatToTypeNext();
    void theExampleIsMadeAndImported();
    void everyReadingCommandSpeaksJson();
    void aNewCommitRunsThroughItsRow();
    void theReleaseRidesTheNextTrain();
    void nothingGoesAnywhereUntested();
    void theServicesAreTestedTogether();
    void itRunsInDevAndInIntegration();
    void aRehearsalIsNoDeparture();
    void productionSaysWhatItWaitsFor();
    void notesAreWrittenReviewedAndSigned();
    void theChecklistIsTicked();
    void theTrainDepartsWithTheFirstClientAndArrivesWithTheLast();
    void aRollbackGoesBackAndHolds();
    void theAuditIsIntact();
    void nothingIsLeftRunning();

private:
    /// Promotes the release to its end and looks at what the services themselves say then.
    void promoted(const QString &environment);
    /// The newest events of one kind.
    [[nodiscard]] QList<QJsonObject> events(const QString &action) const
    {
        QList<QJsonObject> found;
        const QJsonArray all = m_harbour.json({u"audit"_s, u"list"_s, u"--limit"_s, u"600"_s}).array();
        for (const QJsonValue e : all) {
            if (e[u"action"_s].toString() == action)
                found << e.toObject();
        }
        return found;
    }

    Harbour m_harbour;
    QString m_commit, m_version, m_release;
};

void PathTest::theSameSeedAndDateGiveTheSameCommits()
{
    const auto refs = [](const Harbour &harbour) {
        QStringList all;
        for (const QString &service : {u"billing"_s, u"gateway"_s, u"ledger"_s})
            all << harbour.git(service, {u"for-each-ref"_s, u"--format=%(refname) %(objectname)"_s}).output;
        return all;
    };
    Harbour one, again;
    EXITS(one.create({u"--until"_s, u"2026-06-30"_s, u"--seed"_s, u"7"_s}), 0);
    EXITS(again.create({u"--until"_s, u"2026-06-30"_s, u"--seed"_s, u"7"_s}), 0);
    QVERIFY2(refs(one).join(QString()).count(u'\n') > 60, qPrintable(refs(one).join(QString())));
    QCOMPARE(refs(again), refs(one));
    QCOMPARE(bytesOf(again.path(u"history/deployments.jsonl"_s)), bytesOf(one.path(u"history/deployments.jsonl"_s)));
    QCOMPARE(bytesOf(again.path(u"history/pools.jsonl"_s)), bytesOf(one.path(u"history/pools.jsonl"_s)));
}

/// As somebody pastes it, in a folder with a space in its name.
void PathTest::theExampleSaysWhatToTypeNext()
{
    Harbour harbour;
    const QString folder = harbour.beside(u"an example"_s), database = harbour.beside(u"its own.db"_s);
    const QString ctl = program(u"humdrumctl"_s);
    const Ran made = run(harbour.beside({}), ctl, {u"example"_s, u"create"_s, folder, u"--db"_s, database});
    EXITS(made, 0);
    QStringList commands;
    for (const QString &line : made.output.split(u'\n')) {
        if (line.startsWith(u"  humdrumctl "_s))
            commands << line.trimmed();
    }
    QCOMPARE(commands.size(), 10);
    const QString path = QFileInfo(ctl).path() + u':' + qEnvironmentVariable("PATH");
    Ran last;
    for (const QString &command : std::as_const(commands)) {
        last = run(harbour.beside({}), u"sh"_s, {u"-c"_s, command}, {{u"PATH"_s, path}});
        if (last.exitCode != 0)
            break;
    }
    (void)run(folder, u"python3"_s, {u"-B"_s, u"tools/deploy.py"_s, u"stop-all"_s});
    EXITS(last, 0);
    QVERIFY2(last.output.contains(u"gateway to dev succeeded"_s), qPrintable(last.all()));
}

void PathTest::theExampleIsMadeAndImported()
{
    EXITS(m_harbour.create(), 0);
    const Ran described = m_harbour.json({u"init"_s, u"--config"_s, m_harbour.config()});
    EXITS(described, 0);
    QCOMPARE(described.object().value(u"product"_s).toString(), u"harbour"_s);
    QCOMPARE(described.object().value(u"environments"_s).toInt(), 6);
    const auto import = [&](const QStringList &what) { return m_harbour.json(QStringList{u"import"_s} + what); };
    const QStringList deployments{u"deployments"_s, m_harbour.path(u"history/deployments.jsonl"_s)},
        pools{u"pools"_s, m_harbour.path(u"history/pools.jsonl"_s)},
        junit{u"junit"_s, m_harbour.path(u"history/junit"_s)};
    for (const QStringList &what : {QStringList{u"git"_s}, deployments, pools, junit}) {
        const Ran first = import(what);
        EXITS(first, 0);
        QVERIFY2(first.object().value(u"added"_s).toInt() > 300, qPrintable(first.all()));
        QVERIFY2(first.object().value(u"warnings"_s).toArray().isEmpty(), qPrintable(first.all()));
    }
    const QStringList notes{u"notes"_s, m_harbour.path(u"history/notes"_s)};
    const Ran documented = import(notes);
    EXITS(documented, 0);
    QCOMPARE(documented.object().value(u"added"_s).toInt(), 2 * 19); // texts and sign-offs
    for (const QStringList &what : {QStringList{u"git"_s}, deployments, pools, notes, junit}) {
        const Ran again = import(what);
        EXITS(again, 0);
        QVERIFY2(again.object().value(u"added"_s).toInt(-1) == 0, qPrintable(again.all()));
        QVERIFY2(again.object().value(u"builds_added"_s).toInt(-1) == 0, qPrintable(again.all()));
        const Ran said = m_harbour.ctl(QStringList{u"import"_s} + what);
        QVERIFY2(said.output.startsWith(what.front() + u": 0 new of "_s), qPrintable(said.all()));
    }
}

void PathTest::everyReadingCommandSpeaksJson()
{
    const QJsonObject status = m_harbour.json({u"status"_s}).object();
    QCOMPARE(status.value(u"name"_s).toString(), u"Harbour Suite"_s);
    QCOMPARE(status.value(u"environments"_s).toArray().size(), 6);
    for (const QJsonValue e : status.value(u"environments"_s).toArray()) {
        QCOMPARE(e[u"services"_s].toArray().size(), 3);
        for (const QJsonValue s : e[u"services"_s].toArray())
            QVERIFY2(!s[u"version"_s].toString().isEmpty(), qPrintable(e[u"key"_s].toString()));
    }
    const QJsonObject train = status.value(u"next_train"_s).toObject();
    QVERIFY(QDateTime::fromString(train.value(u"departure"_s).toString(), Qt::ISODateWithMs) >
            QDateTime::currentDateTimeUtc());
    QVERIFY(status.value(u"holds"_s).toArray().isEmpty() &&
            status.value(u"unfinished_promotions"_s).toArray().isEmpty());

    const QJsonArray releases = m_harbour.json({u"release"_s, u"list"_s, u"--limit"_s, u"5"_s}).array();
    QCOMPARE(releases.size(), 5);
    const QString newest = releases.at(0)[u"version"_s].toString();
    const QJsonObject shown = m_harbour.json({u"release"_s, u"show"_s, newest}).object();
    QCOMPARE(shown, releases.at(0).toObject());
    QCOMPARE(shown.value(u"manifest"_s).toObject().keys(), QStringList({u"billing"_s, u"gateway"_s, u"ledger"_s}));

    const QJsonObject verdict = m_harbour.json({u"audit"_s, u"verify"_s}).object();
    QVERIFY(verdict.value(u"intact"_s).toBool() && verdict.value(u"events"_s).toInt() > 100);
    const QJsonArray events = m_harbour.json({u"audit"_s, u"list"_s, u"--limit"_s, u"3"_s}).array();
    QCOMPARE(events.size(), 3);
    QCOMPARE(events.at(0)[u"who"_s].toString(), u"nr"_s);
    const QString subject = events.at(0)[u"subject"_s].toString();
    for (const QJsonValue e : m_harbour.json({u"audit"_s, u"list"_s, u"--subject"_s, subject}).array())
        QCOMPARE(e[u"subject"_s].toString(), subject);
    // The options that all share stand before or after the subcommand.
    const Ran before =
        run(m_harbour.folder(), program(u"humdrumctl"_s), {u"--db"_s, m_harbour.database(), u"--json"_s, u"status"_s});
    EXITS(before, 0);
    QCOMPARE(before.object(), status);
    // The example's services were recorded, not started.
    for (const QJsonValue e : status.value(u"environments"_s).toArray()) {
        for (const QJsonValue s : e[u"services"_s].toArray())
            QVERIFY2(s[u"recorded_only"_s].toBool(), qPrintable(e[u"key"_s].toString()));
    }
}

void PathTest::aNewCommitRunsThroughItsRow()
{
    const QString before = m_harbour.running(u"dev"_s, u"billing"_s).value(u"version"_s).toString();
    m_commit = m_harbour.commit(u"billing"_s, u"feat: tell clients what is new (#4711)"_s);
    QCOMPARE(m_commit.size(), 40);
    const Ran imported = m_harbour.json({u"import"_s, u"git"_s});
    EXITS(imported, 0);
    QCOMPARE(imported.object().value(u"added"_s).toInt(), 1);
    // Without --commit it is the newest that was imported; each stage waits for the one before it.
    const Ran early = m_harbour.json({u"stage"_s, u"run"_s, u"billing"_s, u"component"_s});
    EXITS(early, 1);
    QVERIFY2(early.error().value(u"error"_s).toString().contains(u"billing.commit has not passed"_s),
             qPrintable(early.all()));
    for (const QString &stage : {u"commit"_s, u"component"_s, u"acceptance"_s}) {
        const Ran ran = m_harbour.json({u"stage"_s, u"run"_s, u"billing"_s, stage});
        EXITS(ran, 0);
        const QJsonObject told = ran.object();
        QCOMPARE(told.value(u"state"_s).toString(), u"passed"_s);
        QCOMPARE(told.value(u"commit"_s).toString(), m_commit);
        QVERIFY2(told.value(u"tests"_s).toInt() > 0 && told.value(u"failed"_s).toInt() == 0, qPrintable(ran.all()));
        QVERIFY(QFile::exists(told.value(u"log"_s).toString()));
    }
    // Another attempt is another row, by any name git knows.
    const Ran again = m_harbour.json({u"stage"_s, u"run"_s, u"billing"_s, u"commit"_s, u"--commit"_s, u"main"_s});
    EXITS(again, 0);
    QCOMPARE(again.object().value(u"attempt"_s).toInt(), 2);
    QVERIFY(!before.isEmpty());
}

void PathTest::theReleaseRidesTheNextTrain()
{
    const QJsonObject train = m_harbour.json({u"status"_s}).object().value(u"next_train"_s).toObject();
    const Ran made = m_harbour.json({u"release"_s, u"create"_s});
    EXITS(made, 0);
    m_release = made.object().value(u"version"_s).toString();
    QCOMPARE(m_release, train.value(u"version"_s).toString());
    QCOMPARE(made.object().value(u"train"_s).toString(), m_release);
    QCOMPARE(made.object().value(u"state"_s).toString(), u"assembled"_s);
    const QJsonObject billing = made.object().value(u"manifest"_s).toObject().value(u"billing"_s).toObject();
    QCOMPARE(billing.value(u"commit"_s).toString(), m_commit);
    m_version = billing.value(u"version"_s).toString();
    const QJsonObject boarding = m_harbour.json({u"status"_s}).object().value(u"next_train"_s).toObject();
    QCOMPARE(boarding.value(u"release"_s).toString(), m_release);
    QVERIFY(boarding.value(u"state"_s).toString() == u"boarding"_s || boarding.value(u"state"_s) == u"locked"_s);
    const Ran twice = m_harbour.json({u"release"_s, u"create"_s});
    EXITS(twice, 1);
    QVERIFY2(twice.error().value(u"error"_s).toString().contains(m_release), qPrintable(twice.all()));
}

void PathTest::nothingGoesAnywhereUntested()
{
    const Ran dry = m_harbour.json({u"promote"_s, m_release, u"--to"_s, u"dev"_s, u"--dry-run"_s});
    EXITS(dry, 1);
    QCOMPARE(dry.object()[u"promotions"_s].toArray().at(0)[u"skip"_s].toString(), u"gate-not-met"_s);
    const Ran untested = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"dev"_s, u"--wait"_s});
    EXITS(untested, 1);
    QVERIFY2(untested.errors.contains(u"Integration test has not passed for this manifest"_s),
             qPrintable(untested.all()));
    const Ran skipping = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"int"_s, u"--wait"_s});
    EXITS(skipping, 1);
    QVERIFY2(skipping.errors.contains(u"has not run well in Dev"_s), qPrintable(skipping.all()));
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"unfinished_promotions"_s).toArray().isEmpty());
}

void PathTest::theServicesAreTestedTogether()
{
    const Ran joined = m_harbour.json({u"stage"_s, u"run"_s, u"-"_s, u"integration"_s, u"--release"_s, m_release});
    EXITS(joined, 0);
    QVERIFY(joined.object().value(u"tests"_s).toInt() > 0);
}

void PathTest::promoted(const QString &environment)
{
    const QString old = m_harbour.running(environment, u"billing"_s).value(u"version"_s).toString();
    QVERIFY2(old != m_version, qPrintable(old));
    const qint64 events = m_harbour.json({u"audit"_s, u"verify"_s}).object()[u"events"_s].toInteger();
    const Ran dry = m_harbour.json({u"promote"_s, m_release, u"--to"_s, environment, u"--dry-run"_s});
    EXITS(dry, 0);
    QCOMPARE(m_harbour.json({u"audit"_s, u"verify"_s}).object()[u"events"_s].toInteger(), events);
    const Ran ran = m_harbour.json({u"promote"_s, m_release, u"--to"_s, environment, u"--wait"_s});
    // What was said is what was done.
    QStringList said, done;
    for (const QJsonValue &p : dry.object()[u"promotions"_s].toArray()) {
        if (p[u"promote"_s].toBool())
            said << p[u"service"_s].toString();
    }
    for (const QJsonValue &p : ran.array())
        done << p[u"service"_s].toString();
    QVERIFY(events > 0 && !said.isEmpty());
    QCOMPARE(done, said);
    EXITS(ran, 0);
    QVERIFY(!ran.array().isEmpty());
    for (const QJsonValue p : ran.array())
        QCOMPARE(p[u"state"_s].toString(), u"succeeded"_s);
    const QJsonObject row = m_harbour.running(environment, u"billing"_s);
    QCOMPARE(row.value(u"version"_s).toString(), m_version);
    QCOMPARE(row.value(u"release"_s).toString(), m_release);
    QCOMPARE(m_harbour.health(environment, u"billing"_s).value(u"version"_s).toString(), m_version);
    const Ran again = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, environment});
    EXITS(again, 1);
    QVERIFY2(again.errors.contains(u"Everything runs there already"_s), qPrintable(again.all()));
}

void PathTest::itRunsInDevAndInIntegration()
{
    // In words for people, once: the log as it happens, then how each service ended.
    const Ran one =
        m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"dev"_s, u"--service"_s, u"ledger"_s, u"--wait"_s});
    EXITS(one, 0);
    // The last line of the log comes before the verdict.
    QVERIFY2(one.output.contains(u"· succeeded\nPromotion "_s), qPrintable(one.all()));
    QVERIFY2(one.output.contains(u"answers on http://127.0.0.1:"_s) &&
                 one.output.contains(u"ledger to dev succeeded"_s),
             qPrintable(one.all()));
    promoted(u"dev"_s);
    promoted(u"int"_s);
    QCOMPARE(m_harbour.json({u"release"_s, u"show"_s, m_release}).object().value(u"state"_s).toString(),
             u"in-promotion"_s);
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"next_train"_s)[u"version"_s].toString(), m_release);
}

void PathTest::aRehearsalIsNoDeparture()
{
    promoted(u"aurora-staging"_s);
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"next_train"_s)[u"version"_s].toString(), m_release);
}

void PathTest::productionSaysWhatItWaitsFor()
{
    const QDate day = QDateTime::currentDateTimeUtc().toTimeZone(QTimeZone("Europe/Berlin")).date().addDays(2);
    const QString weekday =
        QStringList{u"MO"_s, u"TU"_s, u"WE"_s, u"TH"_s, u"FR"_s, u"SA"_s, u"SU"_s}.at(day.dayOfWeek() - 1);
    EXITS(m_harbour.redescribe(u"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"_s, u"FREQ=WEEKLY;BYDAY="_s + weekday), 0);
    const Ran closed = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"aurora-prod"_s, u"--wait"_s});
    EXITS(closed, 1);
    const QString opens = u"Outside of Production hours; opens %1 09:00"_s.arg(day.toString(Qt::ISODate));
    QVERIFY2(closed.errors.contains(opens), qPrintable(closed.all()));
    // Nothing but a person who may, with a reason, gets past it.
    const QStringList ask{u"promote"_s, m_release, u"--to"_s, u"aurora-prod"_s, u"--override"_s, u"window"_s};
    EXITS(m_harbour.ctl(ask), 2);
    const Ran deployer = m_harbour.ctl(ask + QStringList{u"--reason"_s, u"told by phone"_s}, u"ik"_s);
    EXITS(deployer, 1);
    QVERIFY2(deployer.errors.contains(u"no role that may override"_s), qPrintable(deployer.all()));
    EXITS(m_harbour.redescribe(u"FREQ=WEEKLY;BYDAY="_s + weekday, u"FREQ=DAILY"_s), 0);
    EXITS(m_harbour.redescribe(u"length: 8h"_s, u"length: 24h"_s), 0);
    const Ran notes = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"aurora-prod"_s, u"--wait"_s});
    EXITS(notes, 1);
    QVERIFY2(notes.errors.contains(u"Release %1 has no notes"_s.arg(m_release)), qPrintable(notes.all()));
}

void PathTest::notesAreWrittenReviewedAndSigned()
{
    EXITS(m_harbour.ctl({u"notes"_s, u"show"_s, m_release}), 2); // there are none yet
    const Ran draft = m_harbour.json({u"notes"_s, u"generate"_s, m_release});
    EXITS(draft, 0);
    QVERIFY2(draft.object().value(u"text"_s).toString().contains(u"tell clients what is new"_s, Qt::CaseInsensitive),
             qPrintable(draft.all()));
    QVERIFY(draft.object().value(u"missing"_s).toArray().isEmpty());
    QCOMPARE(m_harbour.json({u"notes"_s, u"show"_s, m_release}).object(), draft.object());
    EXITS(m_harbour.ctl({u"notes"_s, u"sign"_s, m_release, u"--role"_s, u"support-lead"_s}, u"wc"_s),
          1); // not asked yet
    EXITS(m_harbour.ctl({u"notes"_s, u"review"_s, m_release}), 0);
    EXITS(m_harbour.ctl({u"notes"_s, u"sign"_s, m_release, u"--role"_s, u"support-lead"_s}, u"nr"_s), 1);
    EXITS(m_harbour.ctl({u"reject"_s, m_release, u"--role"_s, u"support-lead"_s}, u"wc"_s), 2); // a reason first
    const QStringList reject{u"reject"_s, m_release, u"--role"_s, u"support-lead"_s, u"--reason"_s, u"say more"_s};
    const Ran rejected = m_harbour.json(reject, u"wc"_s);
    EXITS(rejected, 0);
    QCOMPARE(rejected.object().value(u"state"_s).toString(), u"draft"_s);
    EXITS(m_harbour.ctl({u"notes"_s, u"review"_s, m_release}), 0);
    const Ran signedBy = m_harbour.json({u"approve"_s, m_release, u"--role"_s, u"support-lead"_s}, u"wc"_s);
    EXITS(signedBy, 0);
    QCOMPARE(signedBy.object().value(u"state"_s).toString(), u"approved"_s);
    // Whoever deploys the train does not count, so the other support lead approves as well: the release, as the notes are.
    const Ran other = m_harbour.json({u"approve"_s, m_release, u"--role"_s, u"support-lead"_s}, u"pl"_s);
    EXITS(other, 0);
    for (const QJsonValue e : other.object().value(u"environments"_s).toArray())
        QVERIFY2(e[u"approvals"_s][u"enough"_s].toBool(), qPrintable(other.all()));
}

void PathTest::theChecklistIsTicked()
{
    for (const QString &environment : {u"aurora-prod"_s, u"borealis-prod"_s}) {
        const Ran open = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, environment, u"--dry-run"_s});
        EXITS(open, 1);
        QVERIFY2(open.output.contains(u"0 of 2 ticked, open: The client knows when it goes"_s), qPrintable(open.all()));
        const QStringList tick{u"checklist"_s, u"tick"_s, m_release, u"1"_s, u"--to"_s, environment};
        EXITS(m_harbour.ctl(tick, u"wc"_s), 0);
        EXITS(m_harbour.ctl(tick, u"wc"_s), 1); // it is
        EXITS(m_harbour.ctl({u"checklist"_s, u"tick"_s, m_release, u"no such item"_s, u"--to"_s, environment}), 2);
        const Ran all = m_harbour.json(
            {u"checklist"_s, u"tick"_s, m_release, u"Support has read the notes"_s, u"--to"_s, environment}, u"pl"_s);
        EXITS(all, 0);
        QCOMPARE(all.array(), m_harbour.json({u"checklist"_s, u"list"_s, m_release, u"--to"_s, environment}).array());
        QVERIFY(all.array()[0][u"ticked"_s].toBool() && all.array()[1][u"ticked"_s].toBool());
    }
}

void PathTest::theTrainDepartsWithTheFirstClientAndArrivesWithTheLast()
{
    promoted(u"aurora-prod"_s);
    const QJsonObject first = m_harbour.json({u"release"_s, u"show"_s, m_release}).object();
    QCOMPARE(first.value(u"state"_s).toString(), u"in-promotion"_s);
    QCOMPARE(first.value(u"clients"_s)[u"done"_s].toInt(), 1);
    QCOMPARE(first.value(u"clients"_s)[u"missing"_s].toArray(), QJsonArray{u"Borealis production"_s});
    const QString status = m_harbour.ctl({u"status"_s}).output;
    QVERIFY2(status.contains(u"1 of 2 clients, missing: Borealis production"_s), qPrintable(status));
    QVERIFY(m_harbour.json({u"status"_s}).object().value(u"next_train"_s)[u"version"_s].toString() != m_release);
    // By the worker, in the transaction that recorded the deployment.
    const QList<QJsonObject> departed = events(u"train.departed"_s);
    QVERIFY(!departed.isEmpty());
    QCOMPARE(departed.front().value(u"program"_s).toString(), u"worker"_s);
    const QList<QJsonObject> deployed = events(u"deployment.started"_s);
    QVERIFY(std::ranges::any_of(
        deployed, [&](const QJsonObject &d) { return d.value(u"at"_s) == departed.front().value(u"at"_s); }));
    const auto ofThisTrain = [&](const QJsonObject &e) {
        return e.value(u"subject"_s) == departed.front().value(u"subject"_s);
    };
    QVERIFY(std::ranges::none_of(events(u"train.arrived"_s), ofThisTrain));
    promoted(u"borealis-staging"_s);
    promoted(u"borealis-prod"_s);
    QCOMPARE(m_harbour.json({u"release"_s, u"show"_s, m_release}).object().value(u"state"_s).toString(), u"released"_s);
    const QList<QJsonObject> arrived = events(u"train.arrived"_s);
    QVERIFY(std::ranges::any_of(arrived, ofThisTrain));
    QCOMPARE(arrived.front().value(u"program"_s).toString(), u"worker"_s);
    QVERIFY(std::ranges::any_of(arrived, [&](const QJsonObject &e) {
        return ofThisTrain(e) && e.value(u"at"_s) == events(u"release.released"_s).front().value(u"at"_s);
    }));
}

void PathTest::aRollbackGoesBackAndHolds()
{
    EXITS(m_harbour.ctl({u"rollback"_s, u"aurora-prod"_s}), 2); // a rollback needs a reason
    const Ran back = m_harbour.json({u"rollback"_s, u"aurora-prod"_s, u"--service"_s, u"billing"_s, u"--reason"_s,
                                     u"totals are wrong"_s, u"--wait"_s});
    EXITS(back, 0);
    QCOMPARE(back.array().size(), 1);
    QCOMPARE(back.array().at(0)[u"kind"_s].toString(), u"rollback"_s);
    const QJsonObject row = m_harbour.running(u"aurora-prod"_s, u"billing"_s);
    QVERIFY(row.value(u"version"_s).toString() != m_version);
    QVERIFY(row.value(u"held"_s).toBool());
    QCOMPARE(m_harbour.health(u"aurora-prod"_s, u"billing"_s).value(u"version"_s), row.value(u"version"_s));
    const QJsonArray holds = m_harbour.json({u"status"_s}).object().value(u"holds"_s).toArray();
    QCOMPARE(holds.size(), 1);
    QCOMPARE(holds.at(0)[u"reason"_s].toString(), u"Rolled back: totals are wrong"_s);
    QVERIFY(m_harbour.ctl({u"status"_s}).output.contains(u"billing in aurora-prod, Rolled back: totals are wrong"_s));
    const Ran held = m_harbour.ctl({u"promote"_s, m_release, u"--to"_s, u"aurora-prod"_s, u"--wait"_s});
    EXITS(held, 1);
    QVERIFY2(held.errors.contains(u"Held by nr: Rolled back: totals are wrong"_s), qPrintable(held.all()));
}

void PathTest::theAuditIsIntact()
{
    const QJsonObject verdict = m_harbour.json({u"audit"_s, u"verify"_s}).object();
    QVERIFY(verdict.value(u"intact"_s).toBool());
    for (const QString &action : {u"release.created"_s, u"promotion.queued"_s, u"promotion.succeeded"_s, u"hold.set"_s})
        QVERIFY2(!events(action).isEmpty(), qPrintable(action));
}

void PathTest::nothingIsLeftRunning()
{
    QVERIFY(m_harbour.processes().size() >= 10); // the services of four environments
    m_harbour.stopServices();
    QCOMPARE(m_harbour.processes(), QStringList());
}

QTEST_GUILESS_MAIN(PathTest)
#include "path.moc"
