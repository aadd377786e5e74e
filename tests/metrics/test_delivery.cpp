// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "facts.h"
#include "metrics/delivery.h"
#include "metrics/divergence.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace facts;

namespace {

const Period always{at(-1'000'000), at(1'000'000)};

DeploymentFact fact(Deployment d, const QString &commit = {}, ReleaseKind kind = ReleaseKind::Regular)
{
    return {std::move(d), commit, kind};
}

Deployment remedying(Deployment d, qint64 failed)
{
    d.remedies = {failed};
    return d;
}

Deployment caused(Deployment d, Cause cause)
{
    d.cause = cause;
    return d;
}

bool near(std::optional<double> a, double b) { return a && std::abs(*a - b) < 1e-9; }

/// c1 - c2 - c3 - c6(merge of c5) - c7, c5 on c4 on c2; c9 on c8 on c3 is a fork.
std::vector<Change> graph()
{
    return {change(1, {}, 1),     change(2, {1}, 2), change(3, {2}, 3), change(4, {2}, 4), change(5, {4}, 5),
            change(6, {3, 5}, 6), change(7, {6}, 7), change(8, {3}, 8), change(9, {8}, 30)};
}

QStringList names(const std::vector<const Change *> &changes)
{
    QStringList list;
    for (const Change *c : changes)
        list.append(c->commit);
    list.sort();
    return list;
}

} // namespace

class TestDelivery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Known values of the Wilson interval.
    void wilson_data()
    {
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("nothing") << 0 << 0 << 0.0 << 1.0;
        QTest::newRow("0 of 10") << 0 << 10 << 0.0 << 0.2775327999;
        QTest::newRow("10 of 10") << 10 << 10 << 0.7224672001 << 1.0;
        QTest::newRow("5 of 10") << 5 << 10 << 0.2365931052 << 0.7634068948;
        QTest::newRow("2 of 31") << 2 << 31 << 0.0178747835 << 0.2071863674;
        QTest::newRow("1 of 1") << 1 << 1 << 0.2065493143 << 1.0;
    }
    void wilson()
    {
        QFETCH(int, k);
        QFETCH(int, n);
        const Interval i = wilson95(k, n);
        QFETCH(double, low);
        QFETCH(double, high);
        QVERIFY2(std::abs(i.low - low) < 1e-6 && std::abs(i.high - high) < 1e-6,
                 qPrintable(u"%1 %2"_s.arg(i.low, 0, 'g', 10).arg(i.high, 0, 'g', 10)));
    }

    void wilsonHoldsTheProportion()
    {
        for (int n = 1; n < 200; ++n) {
            for (int k = 0; k <= n; ++k) {
                const Interval i = wilson95(k, n);
                const double p = double(k) / n;
                QVERIFY(i.low >= 0 && i.high <= 1 && i.low <= p && p <= i.high);
                // What defines the bounds: p lies 1.96 standard errors, of the bound itself, from each.
                for (const double bound : {i.low, i.high})
                    QVERIFY(std::abs((p - bound) * (p - bound) - 3.841458820694124 * bound * (1 - bound) / n) < 1e-12);
            }
        }
    }

    void quantiles()
    {
        const std::vector<double> values{1, 2, 3, 4};
        QVERIFY(near(quantile(values, 0.5), 2.5));
        QVERIFY(near(quantile(values, 0), 1));
        QVERIFY(near(quantile(values, 1), 4));
        QVERIFY(near(quantile(values, 0.75), 3.25));
        QVERIFY(!quantile({}, 0.5));
        const Spread few = Spread::of(RowKind::Change, {3, 1, 2}, {7, 8, 9});
        QVERIFY(near(few.median, 2));
        QVERIFY(!few.p75);
        QCOMPARE(few.values, (std::vector<double>{1, 2, 3})); // so few are named
        const Spread many = Spread::of(RowKind::Change, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, {});
        QVERIFY(near(many.p75, 7.75));
        QVERIFY(near(many.p90, 9.1));
        QVERIFY(many.values.empty());
    }

    void frequencyCountsDeploymentsPerWeek()
    {
        const std::vector facts{fact(deployment(1, 0)), fact(deployment(2, 24)), fact(deployment(3, 24 * 13)),
                                fact(deployment(4, 24 * 14))};
        const Figure f = deploymentFrequency(facts, {at(0), at(24 * 14)});
        QCOMPARE(f.numerator, 3.0);
        QVERIFY(near(f.denominator, 2));
        QVERIFY(near(f.value(), 1.5));
        QCOMPARE(f.rows, (std::vector<qint64>{1, 2, 3}));
        QVERIFY(!f.interval);
        QVERIFY(!deploymentFrequency(facts, {at(0), at(0)}).value());
    }

    void historyAnswersBetween_data()
    {
        QTest::addColumn<QString>("previous");
        QTest::addColumn<QString>("commit");
        QTest::addColumn<QString>("expected");
        QTest::newRow("line") << u"c1"_s << u"c3"_s << u"c2 c3"_s;
        QTest::newRow("merge") << u"c3"_s << u"c7"_s << u"c4 c5 c6 c7"_s;
        QTest::newRow("back") << u"c7"_s << u"c3"_s << QString();
        QTest::newRow("same") << u"c7"_s << u"c7"_s << QString();
        QTest::newRow("fork") << u"c7"_s << u"c9"_s << u"c8 c9"_s;
        QTest::newRow("from fork") << u"c9"_s << u"c7"_s << u"c4 c5 c6 c7"_s;
        QTest::newRow("unknown previous") << u"cx"_s << u"c2"_s << u"c1 c2"_s;
        QTest::newRow("unknown") << u"c1"_s << u"cx"_s << QString();
    }
    void historyAnswersBetween()
    {
        QFETCH(QString, previous);
        QFETCH(QString, commit);
        const std::vector<Change> changes = graph();
        QTEST(names(History(changes).between(previous, commit)).join(u' '), "expected");
    }

    /// Against plain reachability, on random graphs.
    void historyAgreesWithReachability()
    {
        QRandomGenerator random(1);
        for (int round = 0; round < 200; ++round) {
            std::vector<Change> changes;
            std::vector<QSet<QString>> reach;
            const int size = 2 + random.bounded(25);
            for (int i = 0; i < size; ++i) {
                QList<int> parents;
                for (int p = random.bounded(3); p > 0 && i > 0; --p) {
                    const int parent = random.bounded(i);
                    if (!parents.contains(parent))
                        parents.append(parent);
                }
                changes.push_back(change(i, parents, random.bounded(100)));
                QSet<QString> reached{changes.back().commit};
                for (const int p : parents)
                    reached.unite(reach[static_cast<size_t>(p)]);
                reach.push_back(reached);
            }
            std::ranges::reverse(changes);
            const History history(changes);
            for (int a = 0; a < size; ++a) {
                for (int b = 0; b < size; ++b) {
                    const QSet<QString> &ra = reach[static_cast<size_t>(a)], &rb = reach[static_cast<size_t>(b)];
                    const QString ca = u"c%1"_s.arg(a), cb = u"c%1"_s.arg(b);
                    QStringList expected = (rb - ra).values();
                    expected.sort();
                    QCOMPARE(names(history.between(ca, cb)), expected);
                    QCOMPARE(history.isAncestor(ca, cb), rb.contains(ca));
                    const Change *common = history.commonAncestor(ca, cb);
                    QCOMPARE(common != nullptr, ra.intersects(rb));
                    if (common)
                        QVERIFY(ra.contains(common->commit) && rb.contains(common->commit));
                }
            }
        }
    }

    void leadTimeIsOfEachChange()
    {
        const std::vector<Change> changes = graph();
        const History history(changes);
        const std::vector facts{fact(deployment(2, 10), u"c3"_s), fact(deployment(1, 5), u"c1"_s),
                                fact(deployment(3, 20), u"c7"_s),
                                fact(deployment(4, 21, DeploymentOutcome::Running, u"other"_s), u"c7"_s)};
        const auto shipments = shipmentsOf(facts, history);
        QCOMPARE(shipments.size(), 4u);
        QVERIFY(shipments[0].first);
        QVERIFY(shipments[0].changes.empty());
        QCOMPARE(names(shipments[1].changes), (QStringList{u"c2"_s, u"c3"_s}));
        QCOMPARE(names(shipments[2].changes), (QStringList{u"c4"_s, u"c5"_s, u"c6"_s, u"c7"_s}));
        QVERIFY(shipments[3].first);
        const LeadTime whole = leadTime(shipments, always);
        const Spread &lead = whole.time;
        QCOMPARE(lead.n, 5);                          // the merge is none
        QVERIFY(near(lead.median, 13 * 3'600'000.0)); // 8, 7, 16, 15, 13 hours
        QVERIFY(!lead.p75);
        QCOMPARE(lead.kind, RowKind::Change);
        QCOMPARE(QSet<qint64>(lead.rows.begin(), lead.rows.end()), (QSet<qint64>{2, 3, 4, 5, 7}));
        QCOMPARE(whole.deployments, (std::vector<qint64>{2, 2, 3, 3, 3})); // which brought each of them
        QCOMPARE(leadTime(shipments, {at(0), at(11)}).time.n, 2);

        const Batch batch = batchOf(shipments[2], [](const Change &c) { return c.commit == u"c7"_s; });
        QCOMPARE(batch.row, 3);
        QCOMPARE(batch.commits, 3);
        QCOMPARE(batch.files, 8);
        QCOMPARE(batch.lines, 44);
        QCOMPARE(batch.entries, 1);
    }

    void failuresAreAttributed()
    {
        std::vector facts{fact(deployment(1, 0)),
                          fact(deployment(2, 10)),
                          fact(deployment(3, 20), {}, ReleaseKind::Patch),         // of 2, by time
                          fact(remedying(deployment(4, 30), 1)),                   // of 1, by its link
                          fact(deployment(5, 30 + 73), {}, ReleaseKind::Rollback), // too late: of none
                          fact(deployment(6, 200, DeploymentOutcome::Failed)),
                          fact(deployment(7, 210, DeploymentOutcome::Replaced, u"other"_s), {}, ReleaseKind::Patch)};
        const auto attributions = attributionsOf(facts);
        QHash<qint64, Attribution> byId;
        for (const Attribution &a : attributions)
            byId.insert(a.intervention.value, a);
        QCOMPARE(byId.size(), 4);
        QCOMPARE(byId[3].failed.value, 2);
        QVERIFY(!byId[3].explicitLink);
        QCOMPARE(byId[4].failed.value, 1);
        QVERIFY(byId[4].explicitLink);
        QVERIFY(!byId[5].failed.isValid());
        QVERIFY(!byId[7].failed.isValid());

        const FailureRate rate = changeFailureRate(facts, always);
        QCOMPARE(rate.rate.numerator, 3.0);
        QCOMPARE(rate.rate.denominator, 7.0);
        QCOMPARE(rate.rate.rows, (std::vector<qint64>{1, 2, 6}));
        QCOMPARE(rate.rate.all.size(), 7u);
        QVERIFY(rate.rate.interval && rate.rate.interval->low < 3.0 / 7 && rate.rate.interval->high > 3.0 / 7);
        QCOMPARE(rate.unattributed.size(), 2u);
        // The failing one counts where it lies, whenever it was made good.
        QCOMPARE(changeFailureRate(facts, {at(5), at(15)}).rate.rows, std::vector<qint64>{2});
        QVERIFY(!changeFailureRate({}, always).rate.value());

        QCOMPARE(reworkRate(facts, always).rows, (std::vector<qint64>{3, 4, 5, 7}));
        QCOMPARE(reworkRate(facts, always).denominator, 7.0);
        // Exactly 72 hours is still within.
        QVERIFY(attributionsOf(std::vector{fact(deployment(1, 0)), fact(deployment(2, 72), {}, ReleaseKind::Patch)})
                    .front()
                    .failed.isValid());
    }

    void recoveryIsOfChangeCausedFailures()
    {
        using enum DeploymentOutcome;
        const std::vector facts{fact(caused(deployment(1, 0, Failed), Cause::Change)),
                                fact(caused(deployment(2, 1, Failed), Cause::Change)),
                                fact(deployment(3, 3)),
                                fact(caused(deployment(4, 10, RolledBack), Cause::Environment)),
                                fact(remedying(deployment(5, 12), 1)),
                                fact(deployment(6, 13, Failed)),
                                fact(caused(deployment(7, 20, Failed), Cause::Change))};
        const RecoveryTime recovery = recoveryTime(facts, always);
        QCOMPARE(recovery.time.rows, (std::vector<qint64>{1, 2})); // 12 h by its link, 2 h by the next good one
        QVERIFY(near(recovery.time.median, 7 * 3'600'000.0));
        QCOMPARE(recovery.otherCauses, std::vector<qint64>{4});
        QCOMPARE(recovery.unattributed, std::vector<qint64>{6});
        QCOMPARE(recovery.open, std::vector<qint64>{7});
        // Together they are what the change failure rate counts.
        QCOMPARE(changeFailureRate(facts, always).rate.rows, (std::vector<qint64>{1, 2, 4, 6, 7}));
    }

    void aRollbackSaysWhatItMadeGood()
    {
        using enum DeploymentOutcome;
        DeploymentFact said = fact(remedying(deployment(2, 3), 1));
        said.remedied = Cause::Change;
        DeploymentFact silent = fact(remedying(deployment(4, 12), 3));
        DeploymentFact other = fact(remedying(deployment(6, 21), 5));
        other.remedied = Cause::Test; // the deployment itself knows better
        const std::vector facts{fact(deployment(1, 0, RolledBack)),
                                said,
                                fact(deployment(3, 10, RolledBack)),
                                silent,
                                fact(caused(deployment(5, 20, RolledBack), Cause::Environment)),
                                other};
        const auto verdicts = verdictsOf(facts);
        QCOMPARE(verdicts.size(), facts.size());
        QVERIFY(verdicts[0].failed && !verdicts[0].intervention);
        QCOMPARE(verdicts[0].cause, Cause::Change);
        QCOMPARE(verdicts[0].restored, at(3));
        QVERIFY(!verdicts[1].failed && verdicts[1].intervention);
        QCOMPARE(verdicts[2].cause, Cause::Unknown);
        QCOMPARE(verdicts[4].cause, Cause::Environment);
        const RecoveryTime recovery = recoveryTime(facts, always);
        QCOMPARE(recovery.time.rows, std::vector<qint64>{1});
        QCOMPARE(recovery.unattributed, std::vector<qint64>{3});
        QCOMPARE(recovery.otherCauses, std::vector<qint64>{5});
        QCOMPARE(reworkRate(facts, always).rows, (std::vector<qint64>{2, 4, 6}));
    }

    /// What failed its smoke test has failed, also while it still runs; and what failed puts nothing right.
    void whatFailedPutsNothingRight()
    {
        using enum DeploymentOutcome;
        const std::vector facts{fact(caused(deployment(1, 0, Failed), Cause::Change)),
                                fact(caused(remedying(deployment(2, 1, Failed), 1), Cause::Change)),
                                fact(remedying(deployment(3, 4), 2)),
                                fact(caused(deployment(4, 10, Running), Cause::Change))};
        const auto verdicts = verdictsOf(facts);
        QCOMPARE(verdicts[0].restored, at(4));
        QCOMPARE(verdicts[1].restored, at(4));
        QVERIFY(verdicts[3].failed);
        QCOMPARE(verdicts[3].restored, noTime);
        QCOMPARE(recoveryTime(facts, always).open, std::vector<qint64>{4});
        QCOMPARE(changeFailureRate(facts, always).rate.numerator, 3.0);
    }

    void batchSizeIsOfTheLastTwelve()
    {
        std::vector<Batch> batches;
        for (int i = 0; i < 20; ++i)
            batches.push_back({i, at(i), i < 8 ? 1000 : i, 1, 1, 1});
        std::ranges::reverse(batches);
        const BatchSize size = batchSize(batches);
        QCOMPARE(size.commits.n, 12);
        QVERIFY(near(size.commits.median, 13.5));
        QVERIFY(near(size.commits.p75, 16.25));
        QCOMPARE(size.commits.rows.front(), 8);
        QVERIFY(!batchSize(std::span(batches).first(3)).commits.p75);
        QVERIFY(!batchSize({}).commits.median);
    }

    void lagSkewAndForks()
    {
        const std::vector<Change> changes = graph();
        const History history(changes);
        const std::vector<ReleaseId> releases{{1}, {2}, {3}, {4}};
        const Lag lag = lagOf(history, u"c3"_s, u"c7"_s, releases, {2}, {4});
        QCOMPARE(lag.releases, 2);
        QCOMPARE(lag.commits(), 4);
        QCOMPARE(lag.time, Duration{hours{4}});
        QCOMPARE(lagOf(history, u"c7"_s, u"c3"_s, releases, {4}, {2}).commits(), 0);
        QCOMPARE(lagOf(history, u"c7"_s, u"c3"_s, releases, {4}, {2}).releases, 0);
        QCOMPARE(lagOf(history, u"c7"_s, u"c3"_s).time, Duration{0});
        QCOMPARE(lagOf(history, u"c9"_s, u"c7"_s).time, Duration{hours{4}}); // since it left at c3
        QCOMPARE(lagOf(history, u"cx"_s, u"c7"_s).commits(), 0);

        const auto skew = skewOf(history, std::vector{u"c7"_s, u"cx"_s, u"c2"_s, u"c6"_s});
        QVERIFY(skew);
        QCOMPARE(skew->behind, 2u);
        QCOMPARE(skew->ahead, 0u);
        QCOMPARE(skew->lag.commits(), 5);
        QVERIFY(!skewOf(history, std::vector{u"c7"_s}));

        const auto fork = forkOf(history, u"c9"_s, u"c7"_s, at(54));
        QVERIFY(fork);
        QCOMPARE(names(fork->unique), (QStringList{u"c8"_s, u"c9"_s}));
        QCOMPARE(fork->leftAt->commit, u"c3"_s);
        QCOMPARE(fork->age, Duration{hours{46}});
        QVERIFY(!forkOf(history, u"c5"_s, u"c7"_s, at(54)));
        QVERIFY(!forkOf(history, u"cx"_s, u"c7"_s, at(54)));
    }

    /// Fifty environments and twenty thousand changes must not cost the whole history each time.
    void longHistoriesAreQuick()
    {
        std::vector<Change> changes;
        for (int i = 0; i < 20'000; ++i)
            changes.push_back(change(i, i ? QList<int>{i - 1} : QList<int>{}, i));
        QElapsedTimer timer;
        timer.start();
        const History history(changes);
        const qint64 made = timer.restart();
        std::vector<DeploymentFact> facts;
        for (int i = 0; i < 500; ++i)
            facts.push_back(fact(deployment(i + 1, 20'000 + i), u"c%1"_s.arg(i * 40)));
        const auto shipments = shipmentsOf(facts, history);
        QCOMPARE(leadTime(shipments, always).time.n, 499 * 40);
        qInfo("20 000 changes: graph %lld ms, 500 shipments and their lead time %lld ms", static_cast<long long>(made),
              static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 3000);
    }
};

QTEST_GUILESS_MAIN(TestDelivery)
#include "test_delivery.moc"
