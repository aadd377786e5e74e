// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/funnelbars.h"
#include "items/insightmodels.h"
#include "operations/insightsstory.h"

using namespace humdrum;
using namespace humdrum::test;

namespace {

std::vector<size_t> caught(const Containment &funnel)
{
    std::vector<size_t> counts;
    for (const ContainmentRow &row : funnel.rows)
        counts.push_back(row.issues.size());
    return counts;
}

} // namespace

/// Protects where issues were caught, what needed intervention and by what cause, and how far builds came: each is worked out by
/// hand here.
class InsightsFunnelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void issuesByWhereTheyWereCaught()
    {
        World world;
        const Release old = world.release(u"2026.30"_s, 1, daysAgo(100));
        const Release fresh = world.release(u"2026.46"_s, 2, daysAgo(12));
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(99), {.release = old.id});
        world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(11), {.release = fresh.id});
        for (int i = 0; i < 6; ++i)
            world.issue(u"commit %1"_s.arg(i), i < 4 ? u"billing"_s : u"ledger"_s,
                        i < 4 ? u"billing.commit"_s : u"ledger.commit"_s, daysAgo(50));
        for (int i = 0; i < 3; ++i)
            world.issue(u"component %1"_s.arg(i), u"billing"_s, u"billing.component"_s, daysAgo(13));
        world.issue(u"together"_s, {}, u"integration"_s, daysAgo(20));
        world.issue(u"late"_s, u"billing"_s, u"billing.component"_s, daysAgo(3));
        world.issue(u"smoke"_s, u"billing"_s, u"aurora-staging"_s, daysAgo(30));
        world.issue(u"to a client"_s, u"billing"_s, {}, daysAgo(10), Cause::Change, fresh.id);
        world.issue(u"to a client earlier"_s, u"billing"_s, {}, daysAgo(60), Cause::Change, old.id);
        world.issue(u"disk"_s, u"billing"_s, u"int"_s, daysAgo(40), Cause::Environment);
        world.issue(u"flaky"_s, u"billing"_s, u"billing.component"_s, daysAgo(40), Cause::Test);
        world.issue(u"long ago"_s, u"billing"_s, u"billing.commit"_s, daysAgo(300));

        const InsightsOverview o = insights(world, {.weeks = 16});
        const Containment &funnel = o.issues.change;
        // Commit, Component, Integration, our environments, those of clients, escaped.
        QCOMPARE(caught(funnel), (std::vector<size_t>{6, 4, 1, 0, 1, 2}));
        QCOMPARE(funnel.rows[0].title, u"Commit"_s);
        QCOMPARE(funnel.rows[3].title, u"Smoke in our environments"_s);
        QCOMPARE(funnel.rows[4].title, u"Smoke in client environments"_s);
        QCOMPARE(*funnel.rows[0].detection.value(), 6.0 / 14);
        QCOMPARE(*funnel.rows[1].detection.value(), 4.0 / 8);
        QCOMPARE(*funnel.escapeRate.value(), 3.0 / 14);
        QCOMPARE(caught(o.issues.environment), (std::vector<size_t>{0, 0, 0, 1, 0, 0}));
        QCOMPARE(o.issues.byTests.size(), 1u);
        // Young is what goes into a release that ran first less than four weeks ago, or into none yet: what escaped from
        // 2026.46, the three caught the day before it was made, the one at Integration 20 days ago, the one at Component
        // three days ago; and those of 30 and 50 and 60 days ago, too, which waited for it, but for the old release's own.
        QCOMPARE(funnel.rows[5].young, 1);
        QCOMPARE(funnel.rows[1].young, 4);
        QCOMPARE(funnel.rows[2].young, 1);
        const FunnelPicture picture = containmentPicture(o, Cause::Change);
        QCOMPARE(picture.finding, u"14 issues · 78.6 % before a client environment · 2 escaped"_s);
        QCOMPARE(picture.bars[0].value, u"6"_s);
        QCOMPARE(picture.bars[0].detail, u"caught 43 %"_s);
        QCOMPARE(*picture.bars[5].mark, Mark::Failed);
        QVERIFY(picture.bars[5].detail.isEmpty());
        QCOMPARE(picture.part, u"13 issues of releases younger than four weeks, of which more may still be found"_s);
        QCOMPARE(picture.remark, u"Left out: 1 issue of the tests, not of the product."_s);
        QVERIFY(containmentPicture(o, Cause::Environment).remark.isEmpty()); // said once

        const InsightsOverview ledger = insights(world, {.weeks = 16, .service = {u"ledger"_s}});
        QCOMPARE(caught(ledger.issues.change), (std::vector<size_t>{2, 0, 0, 0, 0, 0}));
        QCOMPARE(ledger.issuesOfNoService, 1); // the one at Integration
        QVERIFY(containmentPicture(ledger, Cause::Change).remark.contains(u"1 issue found where all services meet"_s));
    }

    /// "No issue was found" and "one was left out" may not stand side by side.
    void whatIsLeftOutOfAnEmptyFunnel()
    {
        World world;
        QCOMPARE(containmentPicture(insights(world, {.weeks = 4}), Cause::Change).finding,
                 u"No issue was found in this period"_s);
        world.issue(u"flaky"_s, u"billing"_s, u"billing.component"_s, daysAgo(4), Cause::Test);
        const InsightsOverview o = insights(world, {.weeks = 4});
        const FunnelPicture change = containmentPicture(o, Cause::Change);
        QCOMPARE(change.finding, u"No issue to count was found in this period"_s);
        QCOMPARE(change.remark, u"Left out: 1 issue of the tests, not of the product."_s);
        const FunnelPicture environment = containmentPicture(o, Cause::Environment);
        QCOMPARE(environment.finding, u"No issue was found in this period"_s);
        QVERIFY(environment.remark.isEmpty());
    }

    /// It asked for an intervention and so counts in the change failure rate; but its smoke test passed.
    void aPlainRollbackFailedNoSmokeTest()
    {
        World world;
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(5));
        const DeploymentId back =
            world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(4), {.outcome = DeploymentOutcome::RolledBack});
        const InsightsOverview o = insights(world, {.weeks = 4});
        QCOMPARE(o.figures.failures.rate.numerator, 1.0);
        // Each card that counts failures says where this one is.
        QCOMPARE(o.causes.size(), 1u);
        QCOMPARE(insightwords::titleOf(o.causes[0]), u"unattributed"_s);
        QCOMPARE(o.causes[0].deployments, std::vector{back.value});
        QVERIFY(insightwords::causesFinding(o).startsWith(u"1 deployment(s);"_s));
        QCOMPARE(o.figures.recovery.unattributed, std::vector{back.value});
        QCOMPARE(insightwords::figure(o, Measure::Recovery).leftOut, u"left out: 1 unattributed"_s);
        const ThroughputOverview through =
            must(world.read([](Session &s) { return readThroughput(s, {.weeks = 4}, now); }));
        QCOMPARE(through.rows.back().passed.numerator, 2.0);
        QCOMPARE(through.rows.back().passed.denominator, 2.0);
        const InsightRows rows = must(world.read(
            [back](Session &s) { return readInsightRows(s, {.kind = RowKind::Deployment, .ids = {back.value}}); }));
        QCOMPARE(*rows.rows[0].mark, Mark::Attention);
        QCOMPARE(rows.rows[0].state, u"rolled back"_s);

        // One whose smoke test failed did not come well, though it was rolled back as well.
        world.deploy(u"billing"_s, u"aurora-prod"_s, 3, daysAgo(3),
                     {.outcome = DeploymentOutcome::RolledBack, .cause = Cause::Change, .message = u"2 of 4"_s});
        const InsightsOverview two = insights(world, {.weeks = 4});
        QCOMPARE(two.causes.size(), 2u);
        QCOMPARE(two.figures.failures.rate.numerator, 2.0);
    }

    /// A person's rollback says what it was for; the cards add up to the same deployments.
    void aRollbackForACauseIsCountedByIt()
    {
        World world;
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(5));
        const DeploymentId bad = world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(4));
        const DeploymentId back = world.write([&](Session &s) -> Result<DeploymentId> {
            Promotion p;
            p.request = {{u"billing"_s},
                         {u"aurora-prod"_s},
                         must(s.deployments().byId(bad))->build,
                         {},
                         PromotionKind::Rollback,
                         {},
                         u"bills twice"_s,
                         Cause::Change};
            p = must(s.promotions().queue(p));
            Deployment d;
            d.service = p.request.service;
            d.environment = p.request.environment;
            d.build = p.request.build;
            d.from = d.startedAt = daysAgo(4) + 2h;
            d.promotion = p.id;
            d.remedies = bad;
            return s.deployments().start(d, DeploymentOutcome::RolledBack);
        });
        const InsightsOverview o = insights(world, {.weeks = 4});
        const DeliveryFigures &f = o.figures;
        QCOMPARE(f.failures.rate.rows, std::vector{bad.value});
        QCOMPARE(f.recovery.time.rows, std::vector{bad.value});
        QCOMPARE(*f.recovery.time.median, 2 * hour);
        QCOMPARE(f.rework.rows, std::vector{back.value});
        QCOMPARE(o.causes.size(), 1u);
        QCOMPARE(o.causes[0].cause, Cause::Change);
        QCOMPARE(o.causes[0].deployments, std::vector{bad.value});
    }

    /// A promotion that was stopped before its deploy ran has not entered the environment.
    void whatWasStoppedBeforeItsDeployEnteredNothing()
    {
        World world;
        const BuildId build = world.build(u"billing"_s, 1);
        world.deploy(u"billing"_s, u"aurora-prod"_s, 0, daysAgo(5));
        const auto stopped = [&](bool deployRan) {
            world.write([&](Session &s) -> Result<void> {
                Promotion p;
                p.request.service = {u"billing"_s};
                p.request.environment = {u"aurora-prod"_s};
                p.request.build = build;
                p.queuedAt = daysAgo(1);
                p = must(s.promotions().queue(p));
                must(s.promotions().transition(p, PromotionState::PreFlight));
                p.state = PromotionState::PreFlight;
                p.startedAt = daysAgo(1);
                must(s.promotions().transition(p, PromotionState::Running));
                p.state = PromotionState::Running;
                PromotionStep step;
                step.promotion = p.id;
                step.kind = StepKind::Deploy;
                step = must(s.promotions().addStep(step));
                if (deployRan) {
                    step.startedAt = daysAgo(1);
                    must(s.promotions().transitionStep(step, StepState::Running));
                }
                return s.promotions().transition(p, PromotionState::Aborted);
            });
        };
        const auto through = [&] {
            return must(world.read([](Session &s) { return readThroughput(s, {.weeks = 4}, now); }));
        };
        stopped(false);
        QCOMPARE(through().rows.back().passed.denominator, 1.0);
        QCOMPARE(through().notEntered.size(), 1u);
        QVERIFY(throughputPicture(through()).remark.endsWith(u"Left out: 1 promotion(s) whose deploy did not run."_s));
        stopped(true);
        QCOMPARE(through().rows.back().passed.denominator, 2.0);
        QCOMPARE(through().rows.back().rest.front().state, StageRunState::Cancelled);
        QCOMPARE(through().notEntered.size(), 1u);
    }

    void failuresByCause()
    {
        World world;
        addDeployments(world);
        world.deploy(u"ledger"_s, u"int"_s, 0, daysAgo(5),
                     {.outcome = DeploymentOutcome::Failed,
                      .cause = Cause::Environment,
                      .message = u"No free address in pool shared"_s});
        world.deploy(u"ledger"_s, u"int"_s, 1, daysAgo(4),
                     {.outcome = DeploymentOutcome::Failed, .cause = Cause::Environment, .message = u"disk quota"_s});
        const auto titles = [](const InsightsOverview &o) {
            QStringList list;
            for (const CauseCount &c : o.causes)
                list << u"%1 %2"_s.arg(insightwords::titleOf(c)).arg(c.count());
            list.sort();
            return list;
        };
        // Of the environments that the figures beside it count, and of no others.
        const InsightsOverview production = insights(world, {.weeks = 4});
        QCOMPARE(titles(production), (QStringList{u"change 1"_s, u"disk full 1"_s}));
        QCOMPARE(insightwords::causesFinding(production), u"2 deployment(s)"_s); // of a pool one was two days ago
        const InsightsOverview own = insights(world, {.weeks = 4, .tier = u"integration"_s});
        QCOMPARE(titles(own), (QStringList{u"addresses exhausted 1"_s, u"disk full 1"_s}));
        QCOMPARE(std::ranges::find(own.causes, u"disk"_s, &CauseCount::resource)->last, daysAgo(4));
        QVERIFY(titles(insights(world, {.weeks = 4, .environment = {u"borealis-prod"_s}})).isEmpty());
    }

    void throughput()
    {
        World world;
        const auto run = [&](const QString &stage, int number, StageRunState state, Cause cause, double days) {
            StageRun r;
            r.stage = {stage};
            r.build = world.build(u"billing"_s, number);
            r.commit = World::commit(u"billing"_s, number);
            r.state = state;
            r.cause = cause;
            r.startedAt = r.queuedAt = r.finishedAt = daysAgo(days);
            world.write([&](Session &s) { return s.stageRuns().import(std::span(&r, 1)); });
        };
        using enum StageRunState;
        run(u"billing.commit"_s, 1, Passed, Cause::Unknown, 9);
        run(u"billing.commit"_s, 2, Failed, Cause::Change, 8);
        run(u"billing.commit"_s, 2, Passed, Cause::Unknown, 7); // at the second attempt
        run(u"billing.commit"_s, 3, Failed, Cause::Change, 6);
        run(u"billing.commit"_s, 4, Errored, Cause::Environment, 5);
        run(u"billing.commit"_s, 5, Passed, Cause::Unknown, 300); // not in this period
        world.deploy(u"billing"_s, u"aurora-staging"_s, 1, daysAgo(4));
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(3),
                     {.outcome = DeploymentOutcome::Failed, .cause = Cause::Change});
        world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(2));
        const ThroughputOverview o = must(world.read([](Session &s) { return readThroughput(s, {.weeks = 16}, now); }));
        QCOMPARE(o.rows.size(), 5u);
        QCOMPARE(o.rows[0].passed.numerator, 2.0); // 1 and 2 of 1, 2, 3, 4
        QCOMPARE(o.rows[0].passed.denominator, 4.0);
        QCOMPARE(o.rows[0].rest.size(), 2u);
        QCOMPARE(o.rows[1].passed.n, 0);
        // Client environments: 1 passed staging, but not production; 2 passed.
        QCOMPARE(o.rows[4].passed.numerator, 1.0);
        QCOMPARE(o.rows[4].passed.denominator, 2.0);
        QCOMPARE(o.rows[4].passed.kind, RowKind::Deployment);
        const FunnelPicture picture = throughputPicture(o);
        QCOMPARE(picture.bars[0].value, u"2 of 4"_s);
        QCOMPARE(picture.bars[0].detail, u"1 failed (change) · 1 errored (environment)"_s);
        QCOMPARE(picture.bars[4].rows.kind, RowKind::Deployment);
        QCOMPARE(picture.bars[4].rows.ids.size(), 1u);
        QCOMPARE(picture.finding, u"4 builds entered Commit, 1 left Smoke in client environments passed"_s);
    }
};

QTEST_GUILESS_MAIN(InsightsFunnelsTest)
#include "insightsfunnelstest.moc"
