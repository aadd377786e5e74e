// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/issues.h"
#include "operations/insightsworld.h"
#include "promotion/foundissues.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: an issue that a person reports is recorded with what is known of it, or refused for a reason.
class IssuesTest : public QObject {
    Q_OBJECT

private:
    static Result<Issue> report(World &world, const ReportIssue &wanted)
    {
        return world.store()
            .write(Intent{{u"nr"_s, u"test"_s, {}}, {}}, [=](Session &s) { return reportIssue(s, wanted); })
            .takeResult();
    }

private Q_SLOTS:
    void whatEscapedIsChargedToWhatRanThere()
    {
        World world;
        const Release first = world.release(u"2026.46"_s, 1, daysAgo(12));
        const Release second = world.release(u"2026.47"_s, 2, daysAgo(5));
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(10), {.release = first.id});
        world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(3), {.release = second.id});
        const Issue issue = must(report(world,
                                        {.title = u" Invoice without a number "_s,
                                         .service = u"billing"_s,
                                         .environment = u"aurora-prod"_s,
                                         .foundAt = daysAgo(4)}));
        QCOMPARE(issue.title, u"Invoice without a number"_s);
        QVERIFY(issue.caughtAt.isEmpty());
        QCOMPARE(issue.introducedBy, first.id); // the second came a day later
        QCOMPARE(issue.commit, World::commit(u"billing"_s, 1));
        QCOMPARE(issue.severity, Severity::Major);
        const AuditEvent event = must(world.read([](Session &s) { return s.audit().list(1, {}); })).front();
        QCOMPARE(event.action, u"issue.added"_s);
        QCOMPARE(event.subject, u"issue:%1"_s.arg(issue.id.value));
        QVERIFY(must(world.read([](Session &s) { return s.audit().verify(); })).intact);
    }

    void theSameAgainIsTheSame()
    {
        World world;
        const ReportIssue wanted{.title = u"Rounding"_s, .service = u"ledger"_s, .caughtAt = u"ledger.component"_s};
        const Issue once = must(report(world, wanted));
        QCOMPARE(must(report(world, wanted)).id, once.id);
        QCOMPARE(must(world.read([](Session &s) { return listIssues(s, 0, {}); })).size(), 1u);
    }

    void aStageSaysWhoseItIs()
    {
        World world;
        QCOMPARE(must(report(world, {.title = u"Rounding"_s, .caughtAt = u"ledger.component"_s})).service.value,
                 u"ledger"_s);
        QVERIFY(must(report(world, {.title = u"Rounding"_s, .caughtAt = u"integration"_s})).service.isEmpty());
    }

    void refusesWhatContradictsItself_data()
    {
        QTest::addColumn<ReportIssue>("wanted");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no title") << ReportIssue{.title = u" "_s, .caughtAt = u"integration"_s}
                                  << ErrorCode::InvalidInput;
        QTest::newRow("no service") << ReportIssue{.title = u"x"_s,
                                                   .service = u"portal"_s,
                                                   .caughtAt = u"integration"_s}
                                    << ErrorCode::NotFound;
        QTest::newRow("no stage") << ReportIssue{.title = u"x"_s, .caughtAt = u"nowhere"_s} << ErrorCode::NotFound;
        QTest::newRow("no environment") << ReportIssue{.title = u"x"_s, .environment = u"mars"_s}
                                        << ErrorCode::NotFound;
        QTest::newRow("escaped where no client is")
            << ReportIssue{.title = u"x"_s, .environment = u"int"_s} << ErrorCode::InvalidInput;
        QTest::newRow("escaped nowhere") << ReportIssue{.title = u"x"_s} << ErrorCode::InvalidInput;
        QTest::newRow("another service's stage")
            << ReportIssue{.title = u"x"_s, .service = u"billing"_s, .caughtAt = u"ledger.commit"_s}
            << ErrorCode::InvalidInput;
        QTest::newRow("no release") << ReportIssue{.title = u"x"_s,
                                                   .caughtAt = u"integration"_s,
                                                   .introducedBy = u"2031.01"_s}
                                    << ErrorCode::NotFound;
        QTest::newRow("tomorrow") << ReportIssue{.title = u"x"_s, .caughtAt = u"integration"_s, .foundAt = daysAgo(-1)}
                                  << ErrorCode::InvalidInput;
    }
    void refusesWhatContradictsItself()
    {
        QFETCH(ReportIssue, wanted);
        QFETCH(ErrorCode, code);
        World world;
        const auto answer = report(world, wanted);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, code);
        QVERIFY(must(world.read([](Session &s) { return listIssues(s, 0, {}); })).empty());
    }

    void whatAStageCaughtIsAnIssue()
    {
        World world;
        const Product product = smallProduct();
        StageRun run;
        run.stage = {u"billing.component"_s};
        run.commit = World::commit(u"billing"_s, 3);
        run.finishedAt = daysAgo(1);
        run.cause = Cause::Change;
        run.failures.push_back({u"suite"_s, u"test_totals"_s, u"1 != 2"_s, false});
        const auto record = [&](StageRunState state) {
            run.state = state;
            world.write([&](Session &s) { return recordIssue(s, *product.stage(run.stage), run); });
        };
        const auto issues = [&] { return must(world.read([](Session &s) { return listIssues(s, 0, {}); })); };
        record(StageRunState::Passed);
        record(StageRunState::Cancelled);
        QVERIFY(issues().empty());
        record(StageRunState::Failed);
        record(StageRunState::Failed); // a second attempt finds nothing new
        QCOMPARE(issues().size(), 1u);
        QCOMPARE(issues()[0].title, u"test_totals"_s);
        QCOMPARE(issues()[0].caughtAt, run.stage);
        QCOMPARE(issues()[0].service.value, u"billing"_s);
        QCOMPARE(issues()[0].cause, Cause::Change);
    }

    void whatAPromotionCaughtIsAnIssue()
    {
        World world;
        const Product product = smallProduct();
        const Release release = world.release(u"2026.48"_s, 4, daysAgo(2));
        Promotion p;
        p.request.service = {u"billing"_s};
        p.request.environment = {u"aurora-staging"_s};
        p.request.build = world.build(u"billing"_s, 4);
        p.request.release = release.id;
        p.message = u"Smoke test: 1 of 5 tests failed"_s;
        p.cause = Cause::Change;
        p.finishedAt = daysAgo(1);
        const auto record = [&] { world.write([&](Session &s) { return recordIssue(s, product, p); }); };
        const auto issues = [&] { return must(world.read([](Session &s) { return listIssues(s, 0, {}); })); };
        for (const PromotionState state :
             {PromotionState::Succeeded, PromotionState::Aborted, PromotionState::Denied}) {
            p.state = state;
            record();
        }
        p.state = PromotionState::Failed;
        p.request.kind = PromotionKind::Rollback; // what fails on the way back was not brought forward
        record();
        QVERIFY(issues().empty());
        p.request.kind = PromotionKind::Forward;
        record();
        QCOMPARE(issues().size(), 1u);
        QCOMPARE(issues()[0].caughtAt.value, u"aurora-staging"_s);
        QCOMPARE(issues()[0].introducedBy, release.id);
        QCOMPARE(issues()[0].commit, World::commit(u"billing"_s, 4));
    }

    /// One defect of one release in one production, however many of its services go back for it.
    void whatWasTakenBackFromAClientEscaped()
    {
        World world;
        const Product product = smallProduct();
        const Release release = world.release(u"2026.48"_s, 4, daysAgo(2));
        const auto back = [&](const QString &service, const QString &environment, Cause cause) {
            const DeploymentId bad = world.deploy(service, environment, 4, daysAgo(2), {.release = release.id});
            Promotion p;
            p.request.kind = PromotionKind::Rollback;
            p.request.service = {service};
            p.request.environment = {environment};
            p.request.build = world.build(service, 3);
            p.request.reason = u"totals are wrong"_s;
            p.request.cause = cause;
            p.state = PromotionState::Succeeded;
            p.finishedAt = daysAgo(1);
            p.deployment = world.deploy(service, environment, 3, daysAgo(1), {.remedies = bad});
            world.write([&](Session &s) { return recordIssue(s, product, p); });
        };
        const auto issues = [&] { return must(world.read([](Session &s) { return listIssues(s, 0, {}); })); };
        back(u"billing"_s, u"aurora-prod"_s, Cause::Unknown);     // unattributed stays so
        back(u"billing"_s, u"aurora-prod"_s, Cause::Environment); // no defect of the release
        back(u"billing"_s, u"aurora-staging"_s, Cause::Change);   // nothing escaped
        QVERIFY(issues().empty());
        back(u"billing"_s, u"aurora-prod"_s, Cause::Change);
        back(u"ledger"_s, u"aurora-prod"_s, Cause::Change);
        QCOMPARE(issues().size(), 1u);
        const Issue escaped = issues().front();
        QVERIFY(escaped.caughtAt.isEmpty());
        QCOMPARE(escaped.environment.value, u"aurora-prod"_s);
        QCOMPARE(escaped.introducedBy, release.id);
        QCOMPARE(escaped.cause, Cause::Change);
        QCOMPARE(escaped.title, u"totals are wrong"_s);
        back(u"billing"_s, u"borealis-prod"_s, Cause::Change);
        QCOMPARE(issues().size(), 2u);
    }

    void listsByServiceAndAge()
    {
        World world;
        world.issue(u"old"_s, u"billing"_s, u"billing.commit"_s, daysAgo(40));
        world.issue(u"new"_s, u"billing"_s, u"billing.commit"_s, daysAgo(3));
        world.issue(u"other"_s, u"ledger"_s, u"ledger.commit"_s, daysAgo(2));
        const auto titles = [&](int weeks, const QString &service) {
            QStringList list;
            for (const Issue &i : must(world.read([=](Session &s) { return listIssues(s, weeks, service); })))
                list << i.title;
            return list;
        };
        QCOMPARE(titles(0, {}), (QStringList{u"old"_s, u"new"_s, u"other"_s}));
        QCOMPARE(titles(4, {}), (QStringList{u"new"_s, u"other"_s}));
        QCOMPARE(titles(0, u"billing"_s), (QStringList{u"old"_s, u"new"_s}));
        QVERIFY(!world.read([](Session &s) { return listIssues(s, 0, u"portal"_s); }));
    }
};

QTEST_GUILESS_MAIN(IssuesTest)
#include "issuestest.moc"
