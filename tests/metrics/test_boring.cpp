// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "facts.h"
#include "metrics/boring.h"

#include <QTest>

using namespace facts;

namespace {

Release release(qint64 id, ReleaseKind kind = ReleaseKind::Regular, qint64 patches = 0, double createdAt = 0)
{
    Release r;
    r.id = {id};
    r.kind = kind;
    r.patches = {patches};
    r.createdAt = at(createdAt);
    return r;
}

TierDeployment ran(qint64 id, double hour, qint64 release, const QString &tier)
{
    TierDeployment d{deployment(id, hour), tier};
    d.deployment.release = {release};
    return d;
}

TrainFacts perfect()
{
    TrainFacts f;
    f.train = {1};
    f.departure = at(100);
    f.departedAt = at(100);
    f.batch = 5;
    f.usualBatch = 10;
    f.notesApprovedAt = at(90);
    f.deployer = {u"nr"_s};
    f.previousDeployer = {u"ik"_s};
    return f;
}

using Spoil = void (*)(TrainFacts &);

} // namespace

class TestBoring : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void brownPaperBagsAreFound_data()
    {
        QTest::addColumn<double>("patchRan");
        QTest::addColumn<QString>("patchTier");
        QTest::addColumn<bool>("bag");
        QTest::newRow("next day") << 24.0 << u"production"_s << true;
        QTest::newRow("exactly 48 hours") << 48.0 << u"production"_s << true;
        QTest::newRow("later") << 48.01 << u"production"_s << false;
        QTest::newRow("only elsewhere, made long after") << 1.0 << u"dev"_s << false;
    }
    void brownPaperBagsAreFound()
    {
        QFETCH(double, patchRan);
        QFETCH(QString, patchTier);
        const std::vector releases{release(1), release(2, ReleaseKind::Patch, 1, 1000), release(3)};
        const std::vector deployments{ran(1, 0, 1, u"production"_s), ran(2, 5, 1, u"production"_s),
                                      ran(3, patchRan, 2, patchTier), ran(4, 10, 3, u"production"_s)};
        const BrownPaperBags bags = brownPaperBags(releases, deployments);
        QFETCH(bool, bag);
        QCOMPARE(bags.bags.size(), bag ? 1u : 0u);
        QCOMPARE(bags.rate.denominator, 3.0);
        QCOMPARE(bags.rate.numerator, bag ? 1.0 : 0.0);
        if (bag) {
            QCOMPARE(bags.bags[0].release.value, 1);
            QCOMPARE(bags.bags[0].by.value, 2);
            QCOMPARE(bags.bags[0].tier, u"production"_s);
            QCOMPARE(bags.bags[0].takenBackAt, at(patchRan));
            QVERIFY(!bags.bags[0].rollback);
            QCOMPARE(bags.rate.rows, std::vector<qint64>{1});
        }
    }

    void rollbacksAreBagsToo()
    {
        std::vector deployments{ran(1, 0, 1, u"staging"_s), ran(2, 100, 1, u"production"_s),
                                ran(3, 100, 2, u"production"_s)};
        deployments[1].deployment.outcome = DeploymentOutcome::RolledBack;
        deployments[1].deployment.to = at(101);
        const BrownPaperBags bags = brownPaperBags(std::vector{release(1), release(2)}, deployments);
        QCOMPARE(bags.bags.size(), 1u);
        QVERIFY(bags.bags[0].rollback);
        QVERIFY(!bags.bags[0].by.isValid());
        QCOMPARE(bags.bags[0].deployedAt, at(100));
        // A patch that has been made but has not run there yet counts by its making.
        QCOMPARE(brownPaperBags(std::vector{release(1), release(2, ReleaseKind::Patch, 1, 20)},
                                std::vector{ran(1, 0, 1, u"p"_s)})
                     .bags.size(),
                 1u);
        QVERIFY(brownPaperBags({}, {}).bags.empty());
    }

    void aPerfectTrainScoresOne()
    {
        const BoringScore score = boringScore(perfect());
        QCOMPARE(score.value(), 1.0);
        QVERIFY(score.isBoring());
        int weights = 0;
        for (size_t i = 0; i < score.parts.size(); ++i) {
            weights += score.parts[i].weight;
            QCOMPARE(score.parts[i].component, static_cast<BoringComponent>(i));
            QCOMPARE(score.parts[i].mark, BoringMark::Full);
        }
        QCOMPARE(weights, 100);
    }

    void eachComponentCosts_data()
    {
        QTest::addColumn<int>("component");
        QTest::addColumn<int>("mark");
        QTest::addColumn<Spoil>("spoil");
        auto row = [](const char *name, BoringComponent c, BoringMark m, Spoil spoil) {
            QTest::newRow(name) << static_cast<int>(c) << static_cast<int>(m) << spoil;
        };
        using enum BoringComponent;
        using enum BoringMark;
        row("a quarter late", OnTime, Full, [](TrainFacts &f) { f.departedAt = at(100.25); });
        row("an hour late", OnTime, Half, [](TrainFacts &f) { f.departedAt = at(101); });
        row("two days late", OnTime, None, [](TrainFacts &f) { f.departedAt = at(148); });
        row("an hour early", OnTime, Half, [](TrainFacts &f) { f.departedAt = at(99); });
        row("never left", OnTime, None, [](TrainFacts &f) { f.departedAt = noTime; });
        row("one retry", Unattended, Half, [](TrainFacts &f) { f.retries = 1; });
        row("retry and override", Unattended, None, [](TrainFacts &f) { f.retries = f.overrides = 1; });
        row("brown paper bag", NoBrownPaperBag, None, [](TrainFacts &f) { f.brownPaperBag = true; });
        row("minor issue", NothingEscaped, Half, [](TrainFacts &f) { f.escapedMinor = 1; });
        row("major issue", NothingEscaped, None, [](TrainFacts &f) { f.escapedWorse = 1; });
        row("at p75", SmallBatch, Full, [](TrainFacts &f) { f.batch = 10; });
        row("above p75", SmallBatch, Half, [](TrainFacts &f) { f.batch = 15; });
        row("far above p75", SmallBatch, None, [](TrainFacts &f) { f.batch = 16; });
        row("p75 not known", SmallBatch, Half, [](TrainFacts &f) { f.usualBatch.reset(); });
        row("batch not known", SmallBatch, Half, [](TrainFacts &f) { f.batch.reset(); });
        row("recovered in an hour", Recovered, Full, [](TrainFacts &f) { f.recoveries = {hours{1}}; });
        row("recovered in a day", Recovered, Half, [](TrainFacts &f) { f.recoveries = {minutes{5}, hours{2}}; });
        row("recovered late", Recovered, None, [](TrainFacts &f) { f.recoveries = {hours{25}}; });
        row("not recovered", Recovered, None, [](TrainFacts &f) { f.unrecovered = 1; });
        row("notes after", NotesApproved, Half, [](TrainFacts &f) { f.notesApprovedAt = at(101); });
        row("notes never", NotesApproved, None, [](TrainFacts &f) { f.notesApprovedAt = noTime; });
        row("nothing aboard", NotesApproved, Full, [](TrainFacts &f) {
            f.batch = 0;
            f.notesApprovedAt = noTime;
        });
        row("same deployer", OtherDeployer, None, [](TrainFacts &f) { f.deployer = f.previousDeployer; });
        row("first deployer", OtherDeployer, Half, [](TrainFacts &f) { f.previousDeployer = {}; });
    }
    void eachComponentCosts()
    {
        QFETCH(int, component);
        QFETCH(int, mark);
        QFETCH(Spoil, spoil);
        TrainFacts f = perfect();
        spoil(f);
        const BoringScore score = boringScore(f);
        const auto changed = static_cast<size_t>(component);
        QCOMPARE(static_cast<int>(score.parts[changed].mark), mark);
        QCOMPARE(score.halves, 200 - score.parts[changed].weight * (2 - mark));
        for (size_t i = 0; i < score.parts.size(); ++i) {
            if (i != changed)
                QCOMPARE(score.parts[i].mark, BoringMark::Full);
        }
    }

    void aBatchThatIsNotKnownIsNotNothing()
    {
        TrainFacts f = perfect();
        f.notesApprovedAt = noTime;
        f.batch.reset();
        QCOMPARE(boringScore(f).parts[static_cast<size_t>(BoringComponent::NotesApproved)].mark, BoringMark::None);
    }

    void fourFifthsAreBoring()
    {
        TrainFacts f = perfect();
        f.brownPaperBag = true; // 0.2
        QCOMPARE(boringScore(f).value(), 0.8);
        QVERIFY(boringScore(f).isBoring());
        f.previousDeployer = {};
        QVERIFY(!boringScore(f).isBoring());
    }

    void streaksCountTrainsInARow()
    {
        using enum TrainState;
        auto entry = [](qint64 id, TrainState state, bool boring, bool bag = false) {
            return StreakEntry{{id}, state, boring, bag};
        };
        std::vector<StreakEntry> trains;
        QCOMPARE(streakOf(trains).current, 0);
        for (int i = 1; i <= 3; ++i)
            trains.push_back(entry(i, Arrived, true));
        trains.push_back(entry(4, Skipped, false));
        trains.push_back(entry(5, Arrived, true));
        QCOMPARE(streakOf(trains).current, 4);
        QCOMPARE(streakOf(trains).trains, (std::vector<qint64>{1, 2, 3, 5}));
        trains.push_back(entry(6, Departed, false));
        trains.push_back(entry(7, Planned, false));
        QCOMPARE(streakOf(trains).current, 4);
        // One that left empty, on time and without a fault: nothing was there to be boring.
        trains.push_back(entry(10, Arrived, true));
        trains.back().empty = true;
        QCOMPARE(streakOf(trains).current, 4);
        QVERIFY(!std::ranges::contains(streakOf(trains).trains, 10));
        trains.pop_back();
        trains[5].brownPaperBag = true;
        QCOMPARE(streakOf(trains).current, 0);
        QCOMPARE(streakOf(trains).best, 4);
        trains[5] = entry(6, Arrived, true, true);
        QCOMPARE(streakOf(trains).current, 0);
        trains[5] = entry(6, Cancelled, false);
        QCOMPARE(streakOf(trains).current, 0);
        trains.push_back(entry(8, Arrived, true));
        QCOMPARE(streakOf(trains).current, 1);
        trains.push_back(entry(9, Arrived, false));
        QCOMPARE(streakOf(trains).current, 0);
        QCOMPARE(streakOf(trains).best, 4);
        // Departed and with the first client: that another one lags takes nothing from it.
        trains.push_back(entry(11, Departed, true));
        QCOMPARE(streakOf(trains).current, 0);
        trains.back().atClient = true;
        QCOMPARE(streakOf(trains).current, 1);
        trains.back().boring = false;
        trains.insert(trains.end() - 1, entry(12, Arrived, true));
        QCOMPARE(streakOf(trains).current, 0);
    }
};

QTEST_GUILESS_MAIN(TestBoring)
#include "test_boring.moc"
