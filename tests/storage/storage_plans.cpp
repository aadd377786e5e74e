// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: no query behind a page walks through a whole table that grows. Every statement that the repositories
/// prepare is seen, so that a new one is checked without being listed here.
class StoragePlans final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStatementUsesAnIndex_data();
    void everyStatementUsesAnIndex();
    void orderIsReadFromTheIndex_data();
    void orderIsReadFromTheIndex();

private:
    std::unique_ptr<Fixture> m_fixture;
    QStringList m_statements;
};

namespace {

const QStringList growing{
    u"change"_s,         u"build"_s,          u"stage_run"_s,        u"release"_s,    u"train"_s,
    u"promotion"_s,      u"promotion_step"_s, u"gate_outcome"_s,     u"deployment"_s, u"notes_document"_s,
    u"notes_revision"_s, u"notes_unsaved"_s,  u"sign_off"_s,         u"issue"_s,      u"hold"_s,
    u"pool_sample"_s,    u"audit_event"_s,    u"product_revision"_s, u"manifest"_s,   u"manifest_build"_s};

/// How the statements call them.
const QStringList aliases{u"p"_s, u"q"_s, u"b"_s, u"o"_s, u"r"_s, u"t"_s, u"n"_s, u"m"_s, u"d"_s};

/// Every way in which the lists can be narrowed: each makes a statement of its own.
void callLists(Session &s)
{
    for (unsigned way = 0; way < 16; ++way) {
        ReleaseFilter filter;
        if (way & 1U)
            filter.states = {ReleaseState::Released};
        if (way & 2U)
            filter.states.push_back(ReleaseState::Assembled);
        if (way & 4U)
            filter.kind = ReleaseKind::Patch;
        if (way & 8U)
            filter.text = u"x"_s;
        (void)s.releases().listing(filter);
        (void)s.releases().count(filter);
    }
    (void)s.releases().listing({.id = {1}});
    for (unsigned way = 0; way < 64; ++way) {
        PromotionFilter filter;
        if (way & 1U)
            filter.environment = {u"prod"_s};
        if (way & 2U)
            filter.service = {u"billing"_s};
        if (way & 4U)
            filter.person = u"nr"_s;
        if (way & 8U)
            filter.states = {PromotionState::Failed};
        if (way & 16U)
            filter.states.push_back(PromotionState::Errored);
        if (way & 32U) {
            filter.from = at(0);
            filter.to = at(1);
        }
        (void)s.promotions().listing(filter);
        (void)s.promotions().count(filter);
    }
    (void)s.promotions().listing({.id = {1}});
    (void)s.promotions().listing({.group = {1}});
    (void)s.promotions().listing({.among = QList<PromotionId>{{1}, {2}}});
    (void)s.promotions().count({.states = {PromotionState::Failed}, .among = QList<PromotionId>{{1}, {2}}});
    (void)s.promotions().queueListing();
    (void)s.promotions().unsettledListing(u"x"_s);
    (void)s.promotions().stoppingListing();
    (void)s.promotions().stepsOfUnfinished();
    (void)s.decisions().ofPromotion({1});
    (void)s.decisions().ofGroup({1});
    (void)s.decisions().ofRelease({1});
    (void)s.deployments().ofPromotion({1});
}

/// Calls everything there is. What comes of it does not matter: the statements do.
Result<void> callEverything(Session &s)
{
    const ServiceKey service{u"billing"_s};
    const EnvironmentKey environment{u"prod"_s};
    const std::array<BuildId, 1> builds{BuildId{1}};
    const std::array<qint64, 2> ids{1, 2};
    StageRun run;
    run.id = {1};
    Promotion promotion;
    promotion.id = {1};
    PromotionStep step;
    step.id = {1};
    Train train;
    train.id = {1};
    train.departure = at(9);
    (void)s.products().current();
    (void)s.changes().find(service, u"a"_s);
    (void)s.changes().byId({1});
    (void)s.changes().all(service);
    (void)s.changes().all(service, true);
    (void)s.changes().ofCommits(service, {u"a"_s});
    (void)s.changes().graph(service, at(0));
    (void)s.changes().byIds(ids);
    (void)s.changes().newestOnMainLine(service);
    (void)s.changes().search(u"x"_s, 5);
    (void)s.builds().byId({1});
    (void)s.builds().byVersion(service, u"1"_s);
    (void)s.builds().byCommit(service, u"a"_s);
    (void)s.builds().ofService(service);
    (void)s.builds().byIds(builds);
    (void)s.builds().search(u"x"_s, 5);
    (void)s.stageRuns().transition(run, StageRunState::Running);
    (void)s.stageRuns().setCause({1}, Cause::Test, {});
    (void)s.stageRuns().latestFor(builds, {1});
    (void)s.stageRuns().forCommit(service, u"a"_s);
    (void)s.stageRuns().recent({}, 5);
    (void)s.stageRuns().recent({u"x"_s}, 5);
    (void)s.stageRuns().attempts(at(0), at(1));
    (void)s.stageRuns().byIds(ids);
    (void)s.stageRuns().between(at(0), at(1));
    (void)s.stageRuns().unfinished();
    (void)s.stageRuns().hasPassed({u"x"_s}, BuildId{1});
    (void)s.stageRuns().hasPassed({u"x"_s}, ManifestId{1});
    (void)s.releases().manifest({1});
    const std::array<ManifestId, 1> manifests{ManifestId{1}};
    (void)s.releases().builds(manifests);
    (void)s.releases().byId({1});
    (void)s.releases().byVersion(u"1"_s);
    (void)s.releases().list();
    (void)s.releases().transition({1}, ReleaseState::InPromotion, {});
    (void)s.trains().change(train, {});
    (void)s.trains().transition({1}, TrainState::Boarding, at(0), {});
    (void)s.trains().byVersion(u"1"_s);
    (void)s.trains().between(at(0), at(1));
    (void)s.trains().next();
    (void)s.promotions().claim(u"w"_s, at(0));
    (void)s.promotions().byId({1});
    (void)s.promotions().ofGroup({1});
    (void)s.promotions().steps({1});
    (void)s.promotions().gates({1});
    (void)s.promotions().unfinished();
    (void)s.promotions().unfinishedFor(service, environment);
    (void)s.promotions().recent(5);
    (void)s.promotions().between(at(0), at(1));
    (void)s.promotions().ofRelease({1});
    promotion.state = PromotionState::PreFlight;
    (void)s.promotions().transition(promotion, PromotionState::Running);
    (void)s.promotions().transitionStep(step, StepState::Running);
    (void)s.deployments().byId({1});
    (void)s.deployments().running();
    (void)s.deployments().runningIn(service, environment);
    (void)s.deployments().previousGood(service, environment);
    (void)s.deployments().between(at(0), at(1));
    (void)s.deployments().between(at(0), at(1), service);
    (void)s.deployments().between(at(0), at(1), {}, environment);
    (void)s.deployments().between(at(0), at(1), service, environment);
    (void)s.deployments().ofRelease({1});
    (void)s.deployments().lastFailed(environment);
    (void)s.deployments().lastBefore(at(0), service, environment);
    (void)s.deployments().firstAt();
    (void)s.deployments().byIds(ids);
    (void)s.notes().ofRelease({1});
    (void)s.notes().revision({1});
    (void)s.notes().revisions({1});
    (void)s.notes().signOffs({1});
    (void)s.notes().unsaved({1}, u"nr"_s);
    (void)s.notes().keepUnsaved({});
    (void)s.notes().dropUnsaved({1}, u"nr"_s, "a");
    (void)s.issues().between(at(0), at(1));
    (void)s.issues().byId({1});
    (void)s.issues().byIds(ids);
    (void)s.holds().active();
    (void)s.holds().holding(service, environment);
    (void)s.pools().latest();
    (void)s.pools().history({u"p"_s}, at(0));
    callLists(s);
    (void)s.audit().list(5, {});
    (void)s.audit().list(5, u"x"_s);
    (void)s.audit().verify();
    return {};
}

/// One of everything, so that all statements are reached.
void fill(Fixture &f)
{
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    const Release release = f.addRelease(u"2026.48"_s, build, u"billing"_s);
    const Promotion promotion = must(f.queue(u"billing"_s, u"prod"_s, build));
    must(f.write([&](Session &s) -> Result<void> {
        const QByteArray yaml("harbour\nbilling\nprod");
        must(s.products().describe(must(parseTestProduct(yaml, u"/x"_s)), yaml));
        Change change;
        change.commit = u"a"_s;
        std::vector<Change> changes{change};
        must(s.changes().import({u"billing"_s}, changes));
        changes[0].ordinal = 3;
        must(s.changes().import({u"billing"_s}, changes));
        StageRun run;
        run.stage = {u"billing.commit"_s};
        run.commit = u"a"_s;
        run = must(s.stageRuns().add(run));
        must(s.stageRuns().setBuild(run.id, build));
        run.commit = u"b"_s;
        run.state = StageRunState::Passed;
        const std::vector<StageRun> runs{run};
        must(s.stageRuns().import(runs));
        Train train;
        train.version = u"2026.48"_s;
        train.isoWeek = 48;
        const std::vector<Train> trains{train};
        must(s.trains().plan(trains));
        PromotionStep step;
        step.promotion = promotion.id;
        must(s.promotions().addStep(step));
        must(s.promotions().addGate(promotion.id, {}));
        Deployment deployment;
        deployment.service = {u"billing"_s};
        deployment.environment = {u"prod"_s};
        deployment.build = build;
        deployment.from = at(1);
        must(s.deployments().start(deployment));
        must(s.deployments().start(deployment));
        deployment.from = at(0);
        const std::vector<Deployment> deployments{deployment};
        must(s.deployments().import(deployments));
        const NotesDocument document = must(s.notes().create(release.id, {}));
        NotesRevision revision;
        revision.text = u"x"_s;
        const QByteArray hash = must(s.notes().revise(document.id, revision)).hash;
        must(s.notes().transition(document.id, NotesState::InReview, {}));
        must(s.notes().sign({{}, document.id, hash, {u"r"_s}, u"p"_s, {}, {}, {}}));
        must(s.issues().add({{}, {u"billing"_s}, {}, {}, {}, {}, {}, u"t"_s, {}, {}}));
        must(s.holds().lift(must(s.holds().set({{}, {}, {}, u"r"_s, {}, {}, {}, {}})), {}));
        std::vector<PoolSample> samples;
        for (int i = 0; i < 2100; ++i)
            samples.push_back({{u"p"_s}, u"disk"_s, 1, 2, at(i)});
        return s.pools().add(samples).transform([](int) {});
    }));
    must(f.write(callEverything));
}

} // namespace

void StoragePlans::initTestCase()
{
    m_fixture = std::make_unique<Fixture>(false);
    m_fixture->options.statementSeen = [this](const QString &sql) { m_statements << sql; };
    m_fixture->open();
    fill(*m_fixture);
    m_fixture->close();
    m_statements.removeDuplicates();
    m_statements.removeIf([](const QString &sql) {
        return sql.startsWith(u"PRAGMA") || sql.startsWith(u"BEGIN") || sql == u"COMMIT" || sql == u"ROLLBACK" ||
            sql.contains(u"sqlite_schema") || sql.startsWith(u"VACUUM");
    });
    QVERIFY2(m_statements.size() > 250, qPrintable(QString::number(m_statements.size())));
}

void StoragePlans::everyStatementUsesAnIndex_data()
{
    QTest::addColumn<QString>("sql");
    for (const QString &sql : std::as_const(m_statements))
        QTest::newRow(qUtf8Printable(sql)) << sql;
}

void StoragePlans::everyStatementUsesAnIndex()
{
    QFETCH(QString, sql);
    RawConnection raw(m_fixture->options.file);
    for (const QString &line : raw.column(u"EXPLAIN QUERY PLAN "_s + sql, 3)) {
        if (!line.startsWith(u"SCAN"))
            continue;
        const QString table = line.section(u' ', 1, 1);
        if (!growing.contains(table) && !aliases.contains(table))
            continue;
        // A scan is right where it reads in order and stops early, or finds by a substring without touching the rows.
        const bool stopsEarly = sql.contains(u"LIMIT ?") || sql.contains(u"LIMIT 1");
        const bool onlyIndex = line.contains(u"USING COVERING INDEX");
        // Partial indexes hold only what is not finished, or runs; they are read whole.
        static const QRegularExpression partial(
            u"USING (COVERING )?INDEX (stage_run_unfinished|promotion_unfinished|promotion_unsettled|promotion_claimable|deployment_one_running|train_waiting|hold_active)"_s);
        QVERIFY2(
            (stopsEarly &&
             (line.contains(u"USING INDEX") || onlyIndex || table == u"audit_event" || table == u"product_revision")) ||
                partial.match(line).hasMatch(),
            qUtf8Printable(line));
    }
}

void StoragePlans::orderIsReadFromTheIndex_data() { everyStatementUsesAnIndex_data(); }

void StoragePlans::orderIsReadFromTheIndex()
{
    QFETCH(QString, sql);
    RawConnection raw(m_fixture->options.file);
    const QStringList plan = raw.column(u"EXPLAIN QUERY PLAN "_s + sql, 3);
    // The few rows of one thing may be sorted; those of a page that grows may not.
    const bool few = sql.contains(u"WHERE promotion = ?") || sql.contains(u" IN (SELECT id FROM ") ||
        sql.contains(u"GROUP BY at / 3600000") || sql.contains(u"p.group_id = ?") ||
        sql.contains(u"WHERE promotion IN (SELECT id FROM promotion WHERE state IN") ||
        sql.contains(u"queue_place q") || // what waits, or is under way
        sql.contains(u"json_each(?)) ORDER BY p.queued_at") || sql.contains(u"FROM promotion WHERE state = 'queued'") ||
        sql.contains(
            u"promotion_decision d ON"); // those that were named, are stopped, or were decided on for one release
    QVERIFY2(few || !plan.join(u'\n').contains(u"TEMP B-TREE"), qUtf8Printable(plan.join(u'\n')));
}

QTEST_GUILESS_MAIN(StoragePlans)
#include "storage_plans.moc"
