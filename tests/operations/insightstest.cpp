// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/funnelbars.h"
#include "items/insightmodels.h"
#include "operations/insightsstory.h"

#include <QAbstractItemModelTester>

using namespace humdrum;
using namespace humdrum::test;

/// Protects the figures of the page Insights: each is worked out by hand here.
class InsightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void countsFourWeeks()
    {
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 4});
        QCOMPARE(o.ask.tier, u"production"_s); // where clients work, without being told
        QCOMPARE(o.counted, (QStringList{u"Aurora production"_s, u"Borealis production"_s}));
        QCOMPARE(o.tiers, (QStringList{u"production"_s, u"staging"_s, u"integration"_s}));
        const DeliveryFigures &f = o.figures;
        // Of billing 4, 5, 6, 8, 9 (failed) and 9; of ledger 1: seven in four weeks.
        QCOMPARE(f.frequency.numerator, 7.0);
        QCOMPARE(f.frequency.denominator, 4.0);
        // Hours from commit to deployment: 3: 48, 4: 24, 5: 24, 6: 1, 7: 96, 8: 48, 9: 25 (what failed for want of disk
        // did not bring it), ledger 1: 96. In order 1 24 24 25 48 48 96 96: the middle is (25 + 48) / 2.
        QCOMPARE(f.lead.time.n, 8);
        QCOMPARE(*f.lead.time.median, 36.5 * hour);
        QVERIFY(!f.lead.time.p75); // not of eight
        // Two needed intervention: 5 and the first 9.
        QCOMPARE(f.failures.rate.numerator, 2.0);
        QCOMPARE(f.failures.rate.denominator, 7.0);
        QVERIFY(f.failures.unattributed.empty());
        // By a change only 5: put right after two hours.
        QCOMPARE(f.recovery.time.n, 1);
        QCOMPARE(*f.recovery.time.median, 2 * hour);
        QCOMPARE(f.recovery.otherCauses.size(), 1u);
        // 6 and the second 9 put something right.
        QCOMPARE(f.rework.numerator, 2.0);
        // The four weeks before: one deployment, two changes of two and three days.
        QVERIFY(o.before && o.beforeIsWhole);
        QCOMPARE(o.earlier.frequency.numerator, 1.0);
        QCOMPARE(o.earlier.lead.time.n, 2);
        QCOMPARE(*o.earlier.lead.time.median, 60 * hour);
    }

    void partsAddUp()
    {
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 4});
        QCOMPARE(o.byService.size(), 2u);
        QCOMPARE(o.byService[0].figures.frequency.numerator, 6.0);
        QCOMPARE(o.byService[0].figures.lead.time.n, 7);
        QCOMPARE(o.byService[1].figures.frequency.numerator, 1.0);
        QCOMPARE(o.byService[1].figures.failures.rate.numerator, 0.0);
        QCOMPARE(o.byEnvironment.size(), 2u);
        QCOMPARE(o.byEnvironment[0].figures.frequency.numerator, 7.0);
        QCOMPARE(o.byEnvironment[1].figures.frequency.numerator, 0.0);
        const InsightsOverview ledger = insights(world, {.weeks = 4, .service = {u"ledger"_s}});
        QCOMPARE(ledger.figures.frequency.numerator, 1.0);
        QCOMPARE(ledger.byService[0].figures.frequency.numerator, 6.0); // the parts stay to choose from
        const InsightsOverview staging = insights(world, {.weeks = 4, .tier = u"staging"_s});
        QCOMPARE(staging.figures.frequency.n, 0);
        const InsightsOverview one = insights(world, {.weeks = 4, .environment = {u"aurora-prod"_s}});
        QCOMPARE(one.counted, QStringList{u"Aurora production"_s});
        QCOMPARE(one.figures.frequency.numerator, 7.0);
    }

    void allIsEverythingAndHasNothingBefore()
    {
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 0});
        QCOMPARE(o.period.from, daysAgo(60));
        QVERIFY(!o.before);
        QCOMPARE(o.figures.frequency.n, 10);
        // The first of each service brought what is not known.
        QCOMPARE(o.figures.lead.time.n, 10);
    }

    void recordsThatBeginInTheMiddleAreSaid()
    {
        World world;
        addDeployments(world);
        // Sixteen weeks reach beyond the 60 days that are recorded.
        const InsightsOverview o = insights(world, {.weeks = 16});
        QVERIFY(!o.before);
        QCOMPARE(o.recordedSince, daysAgo(60));
        QCOMPARE(o.figures.frequency.denominator, 60.0 / 7);
        QCOMPARE(insightwords::figure(o, Measure::Deployments).was, u"nothing recorded before"_s);
        // Six weeks before six weeks: 18 of those 42 days.
        const InsightsOverview six = insights(world, {.weeks = 6});
        QVERIFY(six.before && !six.beforeIsWhole);
        QCOMPARE(six.before->from, daysAgo(60));
        QCOMPARE(six.earlier.frequency.denominator, 18.0 / 7);
        QCOMPARE(insightwords::figure(six, Measure::Deployments).was, u"before: too few: 2"_s);
    }

    void asksThatMakeNoSenseAreRefused()
    {
        World world;
        for (const InsightsAsk &ask : {InsightsAsk{.service = {u"portal"_s}}, InsightsAsk{.tier = u"moon"_s},
                                       InsightsAsk{.environment = {u"moon"_s}}}) {
            const auto answer = world.read([=](Session &s) { return readInsights(s, ask, now); });
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, ErrorCode::NotFound);
        }
        World empty(false);
        const auto nothing = empty.read([](Session &s) { return readInsights(s, {}, now); });
        QCOMPARE(nothing.error().code, ErrorCode::NotFound);
    }

    void saysTooFewAndNone()
    {
        World world;
        const InsightsOverview none = insights(world, {});
        for (const Measure measure : measures)
            QCOMPARE(insightwords::figure(none, measure).value, u"none"_s);
        world.change(u"billing"_s, 0, daysAgo(2));
        world.deploy(u"billing"_s, u"aurora-prod"_s, 0, daysAgo(1));
        const InsightsOverview one = insights(world, {});
        const FigureText text = insightwords::figure(one, Measure::Deployments);
        QCOMPARE(text.value, u"—"_s);
        QCOMPARE(text.basis, u"too few: 1 · 1 in a week"_s); // a day of records is no rate
        QCOMPARE(insightwords::figure(one, Measure::FailureRate).value, u"—"_s);
        QCOMPARE(insightwords::figure(one, Measure::FailureRate).basis, u"too few: 1 · 0 of 1"_s);
        QCOMPARE(insightwords::span(Duration{500}), u"0.5 s"_s);
        QCOMPARE(insightwords::span(std::chrono::seconds{12}), u"12 s"_s);
        QCOMPARE(insightwords::figure(one, Measure::Recovery).basis, u"no change failed"_s);
    }

    void saysFigures()
    {
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 4});
        const auto value = [&](Measure m) { return insightwords::figure(o, m); };
        QCOMPARE(value(Measure::Deployments).value, u"1.8 / week"_s);
        QCOMPARE(value(Measure::Deployments).basis, u"7 in 4 weeks"_s);
        QCOMPARE(value(Measure::Deployments).was, u"before: too few: 1"_s);
        QCOMPARE(value(Measure::LeadTime).value, u"1 d 12 h"_s);
        QCOMPARE(value(Measure::LeadTime).basis, u"of 8"_s);
        // Wilson for 2 of 7 by hand: centre (2/7 + 3.8415/14) / (1 + 3.8415/7) = 0.3617, half width 0.2794.
        QCOMPARE(value(Measure::FailureRate).value, u"29 %"_s);
        QCOMPARE(value(Measure::FailureRate).basis, u"2 of 7 · 8–64 %"_s);
        QCOMPARE(value(Measure::Recovery).value, u"—"_s);
        QCOMPARE(value(Measure::Recovery).basis, u"too few: 1 · 2 h 0 m"_s); // which it was
        QVERIFY(insightwords::scope(o).contains(u"Production tier: Aurora production, Borealis production"_s));
        QVERIFY(insightwords::scope(o).contains(u"all services together"_s));
        QVERIFY(insightwords::scope(o).contains(u"27 Oct – 24 Nov, compared with 29 Sep – 27 Oct"_s));
        const QStringList lines = insightwords::csv(o).split(u"\r\n"_s);
        const QStringList rates = lines.filter(u"Borealis production,all services,change failure rate,share,"_s);
        QCOMPARE(rates.size(), 2); // of this period and of the one before
        QVERIFY2(
            rates[0].startsWith(u"2026-10-27T12:00:00Z,2026-11-24T12:00:00Z,Aurora production; "_s +
                                u"Borealis production,all services,change failure rate,share,0.2857142857,2,7,0.082"_s),
            qPrintable(rates[0]));
        QVERIFY(rates[1].contains(u",0,0,1,"_s)); // none of one
    }

    void trainsAndTheirBatches()
    {
        World world;
        for (int i = 0; i < 14; ++i)
            world.change(u"billing"_s, i, daysAgo(60 - 4 * i));
        // Seven trains a week apart carry 2 changes each, the last 1; what ran before the first is not known.
        std::vector<Release> releases;
        for (int i = 0; i < 7; ++i) {
            const Timestamp departure = daysAgo(7 * (7 - i) - 3);
            const int number = i == 6 ? 11 : 2 * i;
            releases.push_back(world.release(u"2026.%1"_s.arg(40 + i), number, departure - 24h));
            world.train(u"2026.%1"_s.arg(40 + i), releases.back(), departure, i == 3 ? 3h : 0ms,
                        i % 2 ? u"nr"_s : u"ik"_s);
            world.deploy(u"billing"_s, u"aurora-prod"_s, number, departure, {.release = releases.back().id});
        }
        // The fifth was patched after a day: a brown paper bag.
        const Timestamp fifth = daysAgo(7 * 3 - 3);
        const Release patch = world.release(u"2026.44.1"_s, 9, fifth + 20h, releases[4].id);
        world.deploy(u"billing"_s, u"aurora-prod"_s, 9, fifth + 24h, {.release = patch.id});

        const InsightsOverview o = insights(world, {.weeks = 8});
        QCOMPARE(o.trains.size(), 7u);
        QVERIFY(!o.trains[0].changes); // nothing is known before it
        for (size_t i = 1; i < 6; ++i)
            QCOMPARE(o.trains[i].changes.value_or(-1), 2);
        QCOMPARE(o.trains[6].changes.value_or(-1), 1); // 10 and 11, from 10 on
        QCOMPARE(*o.usualChanges, 2.0);                // 2 2 2 2 2 1
        QCOMPARE(o.onTime.numerator, 6.0);             // all but the one that was three hours late
        QCOMPARE(o.onTime.denominator, 7.0);
        QVERIFY(!o.trains[3].onTime);
        QCOMPARE(o.bags.numerator, 1.0);
        QCOMPARE(o.trains[4].bags, 1);
        QCOMPARE(o.streak.current, 2); // since the bag
        QCOMPARE(insightwords::figure(o, Measure::Trains).value, u"2 in a row"_s);
        QVERIFY(insightwords::figure(o, Measure::Trains).basis.startsWith(u"6 of 7 on time"_s));
        QCOMPARE(insightwords::bagsFinding(o), u"1 of 7 releases patched or rolled back within 48 h"_s);
        QCOMPARE(insightwords::weekOf(o.trains[0].train), u"W40"_s);

        // A score does not depend on where the reading begins.
        const auto last = [&](double days) {
            return must(world.read([=](Session &s) { return scoreTrains(s, daysAgo(days), now); })).back();
        };
        QCOMPARE(last(10).facts.usualBatch, std::optional(2.0)); // of the trains before those ten days
        QCOMPARE(last(10).facts.batch, std::optional(1));
        QCOMPARE(last(10).facts.previousDeployer, PersonKey{u"nr"_s});
        QCOMPARE(last(10).score.halves, last(70).score.halves);
        const InsightsOverview ledger = insights(world, {.weeks = 8, .service = {u"ledger"_s}});
        QVERIFY(!ledger.trains[3].changes); // it carried none of that service
    }

    /// It went ahead of its train and was rolled back: no bar shows it yet, and it is not kept quiet about.
    void aBagAheadOfItsTrainIsNamed()
    {
        World world;
        const Release first = world.release(u"2026.46"_s, 1, daysAgo(8));
        world.train(u"2026.46"_s, first, daysAgo(7));
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, daysAgo(7), {.release = first.id});
        const Release ahead = world.write([&](Session &s) -> Result<Release> {
            Train train;
            train.version = u"2026.48"_s;
            train.isoYear = 2026;
            train.isoWeek = 48;
            train.departure = now + 48h;
            train.cutoff = now - 41h;
            must(s.trains().plan(std::span(&train, 1)));
            Release r;
            r.version = train.version;
            r.createdAt = daysAgo(2);
            r.train = must(s.trains().byVersion(train.version))->id;
            r.manifest = first.manifest;
            return s.releases().create(r);
        });
        world.deploy(u"billing"_s, u"aurora-prod"_s, 2, daysAgo(1),
                     {.outcome = DeploymentOutcome::RolledBack, .release = ahead.id});
        QCOMPARE(insights(world, {.weeks = 4}).bagsToCome, 0);
        world.deploy(u"billing"_s, u"aurora-prod"_s, 1, ago(20));
        const InsightsOverview o = insights(world, {.weeks = 4});
        QCOMPARE(o.bags.numerator, 0.0);
        QCOMPARE(o.bags.n, 1);
        QCOMPARE(o.bagsToCome, 1);
        QVERIFY2(insightwords::bagsFinding(o).endsWith(u"not among them: 1 that was, whose week is still ahead"_s),
                 qPrintable(insightwords::bagsFinding(o)));
    }

    void rowsBehindFigures()
    {
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 4});
        const auto rows = [&](Measure m) {
            return must(
                world.read([ask = insightwords::rowsBehind(o, m)](Session &s) { return readInsightRows(s, ask); }));
        };
        const InsightRows failed = rows(Measure::FailureRate);
        QCOMPARE(failed.total, 2);
        QCOMPARE(failed.rows[0].title, u"billing 1.9"_s); // newest first
        QCOMPARE(failed.rows[0].detail, u"No space left on device"_s);
        QCOMPARE(failed.rows[0].where, u"Aurora production"_s);
        QCOMPARE(*failed.rows[0].mark, Mark::Failed);
        const InsightRows changes = rows(Measure::LeadTime);
        QCOMPARE(changes.total, 8);
        QCOMPARE(changes.rows.size(), 8u);
        QCOMPARE(changes.rows[0].title, u"Change 9"_s);
        QCOMPARE(changes.rows[0].took, Duration{25h});
        QCOMPARE(rows(Measure::Deployments).rows.size(), 7u);
        QCOMPARE(rows(Measure::Recovery).rows.size(), 1u);
    }

    void modelsKeepTheirPromises()
    {
        InsightRowsModel rows;
        PartsModel parts;
        ScoresModel scores;
        const QAbstractItemModelTester rowsTester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester partsTester(&parts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester scoresTester(&scores, QAbstractItemModelTester::FailureReportingMode::QtTest);
        World world;
        addDeployments(world);
        const InsightsOverview o = insights(world, {.weeks = 4});
        for (const Measure m : {Measure::Deployments, Measure::LeadTime, Measure::Recovery, Measure::Trains}) {
            rows.show(must(
                world.read([ask = insightwords::rowsBehind(o, m)](Session &s) { return readInsightRows(s, ask); })));
        }
        rows.show(must(world.read(
            [ask = insightwords::rowsBehind(o, Measure::LeadTime)](Session &s) { return readInsightRows(s, ask); })));
        QCOMPARE(rows.headerData(InsightRowsModel::StateColumn, Qt::Horizontal).toString(), u"Took"_s);
        QCOMPARE(rows.index(0, InsightRowsModel::StateColumn).data().toString(), u"1 d 1 h"_s);
        parts.show(o.byService, false);
        QCOMPARE(parts.index(0, 0).data().toString(), u"billing"_s);
        QCOMPARE(parts.index(1, 1).data().toString(), u"too few: 1"_s);
        parts.show(o.byEnvironment, true);
        QCOMPARE(parts.index(0, 0).data(SubjectRole).toString(), u"environment:aurora-prod"_s);
        TrainBar bar;
        bar.train.id = {3};
        bar.train.version = u"2026.40"_s;
        bar.train.state = TrainState::Arrived;
        bar.train.release = {7};
        bar.score = boringScore({.departure = daysAgo(3), .departedAt = daysAgo(3)});
        TrainBar frozen;
        frozen.train.id = {4};
        frozen.train.version = u"2026.41"_s;
        frozen.train.state = TrainState::Skipped;
        scores.show({bar, frozen});
        QCOMPARE(scores.rowCount(), 2);
        QCOMPARE(scores.index(0, ScoresModel::ScoreColumn).data().toString(),
                 titleOf(TrainState::Skipped)); // newest first
        // On time .15, unattended .15, no bag .20, no escape .15, batch ½ of .10, recovered .10, nothing aboard .10,
        // deployer ½ of .05: .925.
        QCOMPARE(scores.index(1, ScoresModel::ScoreColumn).data(FractionRole).toDouble(), 0.925);
        QCOMPARE(scores.index(1, ScoresModel::FirstComponentColumn + 4).data().toString(), u"½"_s);
        QCOMPARE(scores.headerData(ScoresModel::FirstComponentColumn, Qt::Horizontal).toString(), u"On time .15"_s);
        TrainBar empty = bar;
        empty.train.release = {};
        scores.show({empty});
        QCOMPARE(scores.index(0, ScoresModel::ScoreColumn).data().toString(), u"left empty"_s);
        QVERIFY(!scores.index(0, ScoresModel::ScoreColumn).data(MarkRole).isValid());
        scores.show({bar});
    }
};

QTEST_GUILESS_MAIN(InsightsTest)
#include "insightstest.moc"
