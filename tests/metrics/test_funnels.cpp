// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "facts.h"
#include "metrics/funnels.h"

#include <QRandomGenerator>
#include <QTest>

using namespace facts;

namespace {

const std::vector<FunnelStep> steps{{u"Commit"_s, {{u"a.commit"_s}, {u"b.commit"_s}}, false},
                                    {u"Component"_s, {{u"a.component"_s}}, false},
                                    {u"Smoke in client environments"_s, {{u"aurora"_s}}, true}};

Issue issue(qint64 id, const QString &caughtAt, Cause cause = Cause::Change, qint64 release = 0)
{
    Issue i;
    i.id = {id};
    i.caughtAt = {caughtAt};
    i.cause = cause;
    i.introducedBy = {release};
    return i;
}

StageRun run(qint64 id, const QString &stage, qint64 build, StageRunState state, int attempt = 1,
             Cause cause = Cause::Unknown)
{
    StageRun r;
    r.id = {id};
    r.stage = {stage};
    r.build = {build};
    r.state = state;
    r.attempt = attempt;
    r.cause = cause;
    r.queuedAt = at(static_cast<double>(id));
    return r;
}

} // namespace

class TestFunnels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void containmentCountsByStage()
    {
        std::vector<Issue> issues;
        for (int i = 0; i < 6; ++i)
            issues.push_back(issue(i + 1, i % 2 ? u"a.commit"_s : u"b.commit"_s));
        issues.push_back(issue(7, u"a.component"_s, Cause::Unknown, 5));
        issues.push_back(issue(8, u"a.component"_s, Cause::Change, 4));
        issues.push_back(issue(9, u"aurora"_s));
        issues.push_back(issue(10, QString(), Cause::Change, 5));
        issues.push_back(issue(11, u"aurora"_s, Cause::Environment));
        issues.push_back(issue(12, u"a.commit"_s, Cause::Test));
        issues.push_back(issue(13, u"gone"_s));
        const ContainmentFunnels f = containmentFunnel(issues, steps, u"Escaped to clients"_s,
                                                       [](const Issue &i) { return i.introducedBy == ReleaseId{5}; });
        QCOMPARE(f.change.rows.size(), 4u);
        QCOMPARE(f.change.rows[0].issues.size(), 6u);
        QCOMPARE(f.change.rows[0].detection.numerator, 6.0);
        QCOMPARE(f.change.rows[0].detection.denominator, 10.0);
        QCOMPARE(f.change.rows[1].detection.denominator, 4.0);
        QCOMPARE(f.change.rows[1].detection.value(), 0.5);
        QVERIFY(f.change.rows[1].detection.interval);
        QCOMPARE(f.change.rows[2].detection.value(), 0.5);
        QCOMPARE(f.change.rows[3].title, u"Escaped to clients"_s);
        QCOMPARE(f.change.rows[3].detection.value(), 1.0);
        QCOMPARE(f.change.escapeRate.numerator, 2.0);
        QCOMPARE(f.change.escapeRate.denominator, 10.0);
        QCOMPARE(f.change.rows[1].young, 1);
        QCOMPARE(f.change.young, 2);
        QCOMPARE(f.environment.rows[2].issues, std::vector<qint64>{11});
        QCOMPARE(f.environment.escapeRate.denominator, 1.0);
        QCOMPARE(f.byTests, std::vector<qint64>{12});
        QCOMPARE(f.unknownStage, std::vector<qint64>{13});
        QVERIFY(!containmentFunnel({}, steps, {}).change.escapeRate.value());
    }

    /// No issue is lost or counted twice, whatever they are.
    void containmentAddsUp()
    {
        QRandomGenerator random(4);
        const QStringList stages{u"a.commit"_s, u"b.commit"_s, u"a.component"_s, u"aurora"_s, QString(), u"gone"_s};
        for (int round = 0; round < 200; ++round) {
            std::vector<Issue> issues;
            const int size = random.bounded(60);
            for (int i = 0; i < size; ++i)
                issues.push_back(
                    issue(i + 1, stages[random.bounded(stages.size())], static_cast<Cause>(random.bounded(4))));
            const ContainmentFunnels f = containmentFunnel(issues, steps, u"e"_s);
            size_t total = f.byTests.size() + f.unknownStage.size();
            for (const Containment *c : {&f.change, &f.environment}) {
                size_t sum = 0;
                for (size_t i = 0; i < c->rows.size(); ++i) {
                    sum += c->rows[i].issues.size();
                    QCOMPARE(c->rows[i].detection.numerator, double(c->rows[i].issues.size()));
                    if (i > 0)
                        QVERIFY(c->rows[i].detection.denominator <= c->rows[i - 1].detection.denominator);
                }
                QCOMPARE(c->escapeRate.denominator, double(sum));
                total += sum;
            }
            QCOMPARE(total, issues.size());
        }
    }

    void youngReleasesAreThoseThatRanShortly()
    {
        std::vector<Release> releases(3);
        for (int i = 0; i < 3; ++i)
            releases[static_cast<size_t>(i)].id = {i + 1};
        std::vector<Deployment> deployments{deployment(1, 0), deployment(2, 24 * 20), deployment(3, 24 * 30)};
        deployments[0].release = {1};
        deployments[1].release = {2};
        deployments[2].release = {1};
        const QSet<ReleaseId> young = youngReleases(releases, deployments, at(24 * 28));
        QCOMPARE(young, (QSet<ReleaseId>{ReleaseId{2}, ReleaseId{3}}));
    }

    void throughputCountsBuilds()
    {
        using enum StageRunState;
        std::vector<StageRun> runs{run(1, u"a.commit"_s, 1, Failed, 1, Cause::Test),
                                   run(2, u"a.commit"_s, 1, Passed, 2),
                                   run(3, u"a.commit"_s, 2, Failed, 1, Cause::Change),
                                   run(4, u"a.commit"_s, 2, Errored, 2, Cause::Environment),
                                   run(5, u"b.commit"_s, 3, Failed, 1, Cause::Change),
                                   run(6, u"b.commit"_s, 4, Failed, 1, Cause::Change),
                                   run(7, u"a.component"_s, 1, Running),
                                   run(8, u"elsewhere"_s, 1, Passed)};
        const auto rows = throughputFunnel(runs, steps, {at(0), at(100)});
        QCOMPARE(rows.size(), 3u);
        QCOMPARE(rows[0].passed.numerator, 1.0);
        QCOMPARE(rows[0].passed.denominator, 4.0);
        QCOMPARE(rows[0].passed.rows, std::vector<qint64>{2});
        QCOMPARE(rows[0].rest.size(), 2u);
        QCOMPARE(rows[0].rest[0].state, Failed);
        QCOMPARE(rows[0].rest[0].cause, Cause::Change);
        QCOMPARE(rows[0].rest[0].runs, (std::vector<qint64>{5, 6}));
        QCOMPARE(rows[0].rest[1].runs, std::vector<qint64>{4});
        QCOMPARE(rows[1].passed.numerator, 0.0);
        QCOMPARE(rows[1].rest[0].state, Running);
        QVERIFY(!rows[2].passed.value());
        for (const ThroughputRow &row : rows) {
            size_t rest = 0;
            for (const ThroughputRest &r : row.rest)
                rest += r.runs.size();
            QCOMPARE(row.passed.numerator + double(rest), row.passed.denominator);
        }
        QCOMPARE(throughputFunnel(runs, steps, {at(3), at(5)})[0].passed.denominator, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestFunnels)
#include "test_funnels.moc"
