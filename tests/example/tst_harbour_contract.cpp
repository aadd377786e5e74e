// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productfile.h"
#include "example/harbour.h"
#include "intake/deployments.h"
#include "intake/git.h"
#include "intake/junit.h"
#include "intake/recordednotes.h"
#include "planning/calendar.h"
#include "planning/trains.h"
#include "pools/gate.h"
#include "pools/measure.h"

#include <QDirIterator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects that Humdrum's own readers understand every part of the example, as they would a user's files.
class TestHarbourContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void productIsUnderstood();
    void recordsAreUnderstood();
    void notesAreUnderstood();
    void buildsHaveTheRecordedVersions();
    void resultsAreUnderstood();
    void poolsHaveRoomForARelease();
    void nextTrainIsNotBlocked();
    void ownEnvironmentsAreAlwaysOpen();
    void productionSaysWhenItOpens();
    void recordedDeployersAreThoseOfTheRotation();

private:
    QTemporaryDir m_folder;
    HarbourPaths m_paths;
    Product m_product;
    RecordedFacts m_facts;
    Timestamp m_now{};
};

void TestHarbourContract::initTestCase()
{
    HarbourOptions o;
    o.folder = m_folder.filePath(u"harbour"_s);
    o.until = QDate(2026, 11, 24);
    o.portBase = 18100;
    const Result<HarbourPaths> made = createHarbour(o);
    QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
    m_paths = *made;
    m_now = toTimestamp(QDateTime(o.until, QTime(0, 0), QTimeZone("Europe/Berlin")));
    const Result<Product> product = readProduct(m_paths.config);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString() + product.error().details));
    m_product = *product;
    const Result<RecordedFacts> facts = readRecords(m_paths.deployments);
    QVERIFY2(facts, facts ? "" : qPrintable(facts.error().toString() + facts.error().details));
    m_facts = *facts;
}

void TestHarbourContract::productIsUnderstood()
{
    QCOMPARE(m_product.services.size(), 3U);
    QCOMPARE(m_product.environments.size(), 6U);
    QCOMPARE(m_product.stages.size(), 9U + 1 + 6);
    QCOMPARE(m_product.people.size(), 6U);
    const std::vector<ServiceKey> order = m_product.promotionOrder();
    QCOMPARE(order.front().value, u"ledger"_s);
    QCOMPARE(order.back().value, u"gateway"_s);
    for (const Environment &e : m_product.environments) {
        const bool production = e.tier == "production"_L1;
        QCOMPARE(m_product.isClientProduction(e.key), production);
        QCOMPARE(std::ranges::count(e.gates, GateKind::Notes), production ? 1 : 0);
        QVERIFY(!e.deploy.isEmpty() && !e.smoke.isEmpty() && !e.rollback.isEmpty() && !e.observe.isEmpty());
    }
}

void TestHarbourContract::recordsAreUnderstood()
{
    QVERIFY(m_facts.deployments.size() > 400);
    for (const RecordedDeployment &d : m_facts.deployments) {
        QVERIFY(m_product.service(d.service) && m_product.environment(d.environment));
        QVERIFY2(m_product.person(PersonKey{d.deployer}), qPrintable(d.deployer));
        QVERIFY(d.remedies == noTime || std::ranges::any_of(m_facts.deployments, [&](const RecordedDeployment &other) {
                    return other.from == d.remedies && other.service == d.service && other.environment == d.environment;
                }));
    }
    const Result<RecordedFacts> pools = readRecords(m_paths.pools);
    QVERIFY2(pools, pools ? "" : qPrintable(pools.error().toString()));
    for (const PoolSample &s : pools->samples)
        QVERIFY(m_product.pool(s.pool));
    QVERIFY(pools->samples.size() > 500);
}

void TestHarbourContract::notesAreUnderstood()
{
    const Result<std::vector<RecordedNotes>> notes = readRecordedNotes(m_paths.notes);
    QVERIFY2(notes, notes ? "" : qPrintable(notes.error().toString() + notes.error().details));
    QCOMPARE(notes->size(), 19U); // of every weekly train, and of none before
    for (const RecordedNotes &n : *notes) {
        QVERIFY2(std::ranges::contains(m_facts.deployments, n.release, &RecordedDeployment::release),
                 qPrintable(n.release));
        QVERIFY(m_product.person(PersonKey{n.author}) && m_product.person(PersonKey{n.publisher}));
        QVERIFY(n.publishedAt < m_now);
        QCOMPARE(n.signOffs.size(), 1U);
        const Person *signer = m_product.person(PersonKey{n.signOffs.front().person});
        QVERIFY(signer && std::ranges::contains(signer->roles, n.signOffs.front().role));
        QVERIFY(n.text.startsWith(u"# "_s + n.release));
    }
}

void TestHarbourContract::buildsHaveTheRecordedVersions()
{
    for (const Service &service : m_product.services) {
        const Result<GitRepository> repository = GitRepository::open(service.repository);
        QVERIFY2(repository, repository ? "" : qPrintable(repository.error().toString()));
        std::vector<QString> commits, versions;
        for (const RecordedDeployment &d : m_facts.deployments) {
            if (d.service == service.key) {
                commits.push_back(d.commit);
                versions.push_back(d.version);
            }
        }
        const auto builds = repository->builds(service, commits);
        QVERIFY2(builds, builds ? "" : qPrintable(builds.error().toString()));
        for (size_t i = 0; i < commits.size(); ++i)
            QCOMPARE((*builds)[i].version, versions[i]);
        const auto history = repository->history(service);
        QVERIFY(history);
        for (const Change &c : *history)
            QVERIFY2(m_product.personByEmail(c.authorEmail) && !c.type.isEmpty(), qPrintable(c.summary));
    }
}

void TestHarbourContract::resultsAreUnderstood()
{
    QSet<QString> stages;
    int failed = 0;
    QDirIterator it(m_paths.junit, {u"*.xml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString file = it.next();
        const Result<JUnitReport> report = readJUnit(file);
        QVERIFY2(report, report ? "" : qPrintable(report.error().toString()));
        QVERIFY2(report->tests.total > 0 && report->started != noTime && report->started < m_now &&
                     report->duration.count() > 0,
                 qPrintable(file));
        const StageKey stage{report->properties.value(u"humdrum.stage"_s)};
        QVERIFY2(m_product.stage(stage), qPrintable(file));
        stages << stage.value;
        failed += !report->passed();
    }
    QCOMPARE(stages.size(), 16); // three of each service, all together, six environments
    QVERIFY(failed > 30 && failed < 120);
}

void TestHarbourContract::poolsHaveRoomForARelease()
{
    for (const Environment &e : m_product.environments) {
        const Result<std::vector<PoolSample>> samples = measure(*m_product.pool(e.pool), m_product.folder, m_now);
        QVERIFY2(samples, samples ? "" : qPrintable(samples.error().toString()));
        // The last of three services, while the other two are queued.
        QHash<QString, double> claims = e.demand;
        for (double &claim : claims)
            claim *= 2;
        const GateOutcome outcome = judgeResources(m_product, e.key, *samples, claims, m_now);
        QVERIFY2(outcome.result == GateResult::Pass, qPrintable(e.key.value + u": "_s + outcome.text));
    }
}

void TestHarbourContract::nextTrainIsNotBlocked()
{
    const std::vector<Train> trains = plannedTrains(m_product, m_now, m_now + std::chrono::days(7));
    QCOMPARE(trains.size(), 1U);
    QCOMPARE(trains.front().version, m_paths.nextTrain);
    for (const Environment &e : m_product.environments) {
        const GateOutcome outcome = judge(m_product, e.key, trains.front().departure);
        QVERIFY2(outcome.result == GateResult::Pass, qPrintable(outcome.text));
    }
}

void TestHarbourContract::ownEnvironmentsAreAlwaysOpen()
{
    // Whenever somebody tries the example, the next release can go to dev and integration; also in the year-end freeze.
    for (const Environment &e : m_product.environments) {
        for (int quarter = 0; quarter < 4 * 50 && e.client.isEmpty(); ++quarter) {
            const GateOutcome outcome = judge(m_product, e.key, m_now + std::chrono::hours(quarter * 6));
            QVERIFY2(outcome.result == GateResult::Pass, qPrintable(outcome.text));
        }
    }
}

void TestHarbourContract::productionSaysWhenItOpens()
{
    const QTimeZone berlin("Europe/Berlin");
    for (const Environment &e : m_product.environments) {
        for (int hour = 0; hour < 8 * 24; ++hour) {
            const Timestamp at = m_now + std::chrono::hours(hour);
            const QDateTime wall = toQDateTime(at).toTimeZone(berlin);
            const bool open = e.tier != "production"_L1 ||
                (wall.date().dayOfWeek() <= Qt::Thursday && wall.time().hour() >= 9 && wall.time().hour() < 17);
            const GateOutcome outcome = judge(m_product, e.key, at);
            QVERIFY2((outcome.result == GateResult::Pass) == open, qPrintable(wall.toString() + outcome.text));
            if (!open)
                QVERIFY2(outcome.opensAt > at && outcome.text.contains(u"Production hours"_s),
                         qPrintable(outcome.text));
        }
    }
    const Timestamp freeze = toTimestamp(QDateTime(QDate(2026, 12, 22), QTime(10, 0), berlin));
    const GateOutcome outcome = judge(m_product, {u"aurora-prod"_s}, freeze);
    QCOMPARE(outcome.result, GateResult::Fail);
    QCOMPARE(outcome.text, u"Year-end freeze until 2027-01-04 00:00; opens 2027-01-04 09:00"_s);
}

void TestHarbourContract::recordedDeployersAreThoseOfTheRotation()
{
    const Timestamp since = toTimestamp(QDateTime(QDate(2026, 7, 10), QTime(0, 0), QTimeZone::UTC));
    QHash<QString, QString> planned;
    for (const Train &t :
         plannedTrains(m_product, toTimestamp(QDateTime(QDate(2026, 5, 1), QTime(0, 0), QTimeZone::UTC)), m_now))
        planned[t.version] = t.deployer.value;
    int seen = 0;
    for (const RecordedDeployment &d : m_facts.deployments) {
        if (d.from < since || d.train.isEmpty() || d.kind != ReleaseKind::Regular || d.attended)
            continue;
        QVERIFY2(planned.contains(d.train), qPrintable(d.train));
        QCOMPARE(d.deployer, planned.value(d.train));
        ++seen;
    }
    QVERIFY(seen > 100);
}

QTEST_GUILESS_MAIN(TestHarbourContract)
#include "tst_harbour_contract.moc"
