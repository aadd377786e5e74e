// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/environmentsoverview.h"
#include "operations/overview/pipelineoverview.h"
#include "operations/overview/weeksoverview.h"
#include "operations/readingstory.h"
#include "operations/releases.h"
#include "operations/status.h"

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

/// Protects: Weeks, Pipeline and Environments tell of one truth: what rides, what it brings, what runs and what stops it.
class TrainReadersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsAlikeWhatRunsOnEveryPage();
    void whatAnotherReleaseWaitsForChangesNothing();
    void goingBackIsNoArrival();
    void theNextTrainTellsWhatStopsIt();
    void ridesWhatWouldBeMade();
    void tellsWhatAReleaseBringsWhereServicesMeet();
    void countsAsDocumentedWhatIsWritten();
};

void TrainReadersTest::tellsAlikeWhatRunsOnEveryPage()
{
    Story story;
    const ReleaseId asked = story.release(u"2026.48"_s);
    const auto bring = [&](const QString &service, const QString &version) {
        must(story.write([=](Session &s) {
            const BuildId id = must(s.builds().add(
                {{}, {service}, version, u"f00d"_s, u"sha256:"_s + service.leftJustified(64, u'0'), Story::now()}));
            Deployment d;
            d.service = {service};
            d.environment = {u"dev"_s};
            d.build = id;
            d.from = Story::now();
            return s.deployments().start(d);
        }));
    };
    const auto expect = [&](Extent extent, const QString &title, const QString &sentence) {
        const ReleasePlace dev = place(release(story, u"2026.48"_s), u"dev"_s);
        QCOMPARE(dev.standing, extent == Extent::Wholly ? Standing::Runs : Standing::Ran);
        QCOMPARE(dev.runs, extent == Extent::Wholly ? QString() : sentence);
        const PipelineOverview pipeline =
            must(read(story, [asked](Session &s) { return readPipeline(s, {asked, {}}, Story::now()); }));
        const PipelineNode node = *std::ranges::find(pipeline.nodes, u"dev-env"_s, &PipelineNode::id);
        QCOMPARE(node.runs, extent == Extent::Partly ? u"other builds"_s : title); // a node has little room
        QCOMPARE(node.runsWhat, sentence);
        QCOMPARE(node.gone, extent != Extent::Wholly);
        const StageOverview stage =
            must(read(story, [asked](Session &s) { return readStage(s, {asked, {}}, {u"dev-env"_s}); }));
        QCOMPARE(stage.runsWhat, sentence);
        const EnvironmentsOverview environments = must(read(story, readEnvironments));
        const Status status = must(read(story, readStatus));
        QCOMPARE(environments.product.environments[0].key.value, u"dev"_s);
        QCOMPARE(environments.runs[0].sentence(), sentence);
        QCOMPARE(environments.runs[0].extent, extent);
        QVERIFY(environments.runs == status.runs);
        const auto all = must(read(story, [](Session &s) { return readReleases(s, {}, u"nr"_s); }));
        QCOMPARE(all.releases[0].runsIn.contains(u"Dev"_s), extent == Extent::Wholly);
    };
    expect(Extent::Wholly, u"2026.48"_s, u"2026.48"_s);
    // A join brings what its release brings.
    const StageOverview join =
        must(read(story, [asked](Session &s) { return readStage(s, {asked, {}}, {u"integration"_s}); }));
    QCOMPARE(join.runs, u"2026.47.1"_s);
    QCOMPARE(join.changes.size(), release(story, u"2026.48"_s).changes.size());
    bring(u"ledger"_s, u"1.10.0-dev.3"_s);
    expect(Extent::Partly, u"part of 2026.48"_s, u"part of 2026.48 (3 of 4), beside it ledger 1.10.0-dev.3"_s);
    for (const QString &service : {u"billing"_s, u"gateway"_s, u"portal"_s})
        bring(service, u"9.0.0-dev.1"_s);
    expect(Extent::Other, u"other builds"_s,
           u"other builds: billing 9.0.0-dev.1, gateway 9.0.0-dev.1, ledger 1.10.0-dev.3, portal 9.0.0-dev.1"_s);
}

void TrainReadersTest::whatAnotherReleaseWaitsForChangesNothing()
{
    Story story;
    const ReleaseId chosen = story.release(u"2026.48"_s);
    const auto dev = [&] {
        const PipelineOverview pipeline =
            must(read(story, [chosen](Session &s) { return readPipeline(s, {chosen, {}}, Story::now()); }));
        return *std::ranges::find(pipeline.nodes, u"dev-env"_s, &PipelineNode::id);
    };
    const PipelineNode before = dev();
    QCOMPARE(before.mark, Mark::Passed);
    const std::vector<Promotion> other = story.queue(story.release(u"2026.46"_s), {u"dev"_s});
    QVERIFY(!other.empty());
    QCOMPARE(dev().mark, before.mark);
    QCOMPARE(dev().word, before.word);
    QCOMPARE(dev().strong, before.strong);
    story.advance(other.front().id, {PromotionState::PreFlight}); // now it goes on there
    QCOMPARE(dev().word, titleOf(PromotionState::PreFlight));
    QVERIFY(!dev().strong);
}

void TrainReadersTest::goingBackIsNoArrival()
{
    Story story;
    const EnvironmentKey production{u"aurora-production"_s};
    const auto lane = [&] {
        const WeeksOverview weeks = must(read(story, [](Session &s) {
            return readWeeks(s, toQDateTime(Story::now()).date().addDays(-28), 10, Story::now());
        }));
        return *std::ranges::find(weeks.lanes, production, &WeekLane::environment);
    };
    const WeekLane before = lane();
    ReleaseId gone;
    // Billing goes back to what ran there before.
    must(story.store()
             .write(Intent{{u"nr"_s, u"test"_s, {}}, u"bad"_s},
                    [&](Session &s) -> Result<DeploymentId> {
                        const ServiceKey billing{u"billing"_s};
                        const Deployment now = must(s.deployments().runningIn(billing, production)).value();
                        const Deployment good = must(s.deployments().previousGood(billing, production)).value();
                        gone = now.release;
                        Promotion p;
                        p.group = must(s.promotions().newGroup());
                        p.request = {billing, production, good.build, {}, PromotionKind::Rollback, {}, u"bad"_s};
                        p.requestedBy = u"nr"_s;
                        p.queuedAt = Story::now();
                        Deployment back = good;
                        back.id = {};
                        back.promotion = must(s.promotions().queue(p)).id;
                        back.origin = DeploymentOrigin::Promoted;
                        back.outcome = DeploymentOutcome::Running;
                        back.from = back.startedAt = Story::now();
                        back.to = noTime;
                        back.remedies = now.id;
                        return s.deployments().start(back, DeploymentOutcome::RolledBack);
                    })
             .takeResult());
    const WeekLane after = lane();
    QVERIFY(gone.isValid());
    int same = 0, rolledBack = 0;
    for (size_t week = 0; week < before.stops.size(); ++week) {
        QCOMPARE(after.stops[week].size(), before.stops[week].size());
        for (size_t i = 0; i < before.stops[week].size(); ++i) {
            const WeekStop &stop = after.stops[week][i];
            if (stop.release == gone) {
                QCOMPARE(stop.state, StopState::RolledBack);
                ++rolledBack;
                continue;
            }
            QCOMPARE(stop, before.stops[week][i]);
            ++same;
        }
    }
    QCOMPARE(rolledBack, 1);
    QVERIFY(same > 3);
    // Nor is it the good release's fault that its second coming failed.
    must(story.store()
             .write(Intent{{u"nr"_s, u"test"_s, {}}, u"again"_s},
                    [&](Session &s) -> Result<DeploymentId> {
                        Deployment again = must(s.deployments().runningIn({u"billing"_s}, production)).value();
                        again.id = {};
                        again.promotion = {};
                        again.remedies = {};
                        again.release = gone;
                        again.from = again.startedAt = Story::now() + std::chrono::minutes{5};
                        return s.deployments().start(again, DeploymentOutcome::Failed);
                    })
             .takeResult());
    const WeekLane later = lane();
    for (size_t week = 0; week < before.stops.size(); ++week) {
        for (size_t i = 0; i < before.stops[week].size(); ++i) {
            if (before.stops[week][i].release != gone)
                QCOMPARE(later.stops[week][i], before.stops[week][i]);
        }
    }
}

void TrainReadersTest::theNextTrainTellsWhatStopsIt()
{
    Story story;
    const Train next = must(read(story, [](Session &s) { return s.trains().next(); })).value();
    const auto kinds = [&](Timestamp now) {
        const TrainOverview train = must(read(story, [&](Session &s) { return readTrain(s, next.id, u"nr"_s, now); }));
        QList<AttentionKind> list;
        for (const AttentionItem &item : train.attention)
            list << item.kind;
        return list;
    };
    QVERIFY(!kinds(Story::now()).contains(AttentionKind::Held));
    QVERIFY(!kinds(Story::now()).contains(AttentionKind::Late));
    must(story.store()
             .write(Intent{{u"nr"_s, u"test"_s, {}}, {}},
                    [](Session &s) {
                        return s.holds().set({{}, {u"billing"_s}, {}, u"totals"_s, u"nr"_s, Story::now(), {}, {}});
                    })
             .takeResult());
    QVERIFY(kinds(Story::now()).contains(AttentionKind::Held));
    QVERIFY(kinds(next.departure + std::chrono::hours{2}).contains(AttentionKind::Late));
}

/// What the weeks say would ride is what a release made now would take: not a fix on a branch of its own, and not the last
/// twenty builds only.
void TrainReadersTest::ridesWhatWouldBeMade()
{
    Story story;
    (void)must(story.write([](Session &s) -> Result<int> {
        for (int i = 0; i < 25; ++i) {
            const QString commit = u"f%1"_s.arg(i);
            Change change;
            change.service = {u"billing"_s};
            change.commit = commit;
            change.ordinal = -1;
            change.summary = u"A fix on a branch"_s;
            change.committedAt = change.authoredAt = Story::now();
            (void)must(s.changes().import(change.service, std::span(&change, 1)));
            const BuildId build = must(
                s.builds().add({{}, change.service, u"9.%1"_s.arg(i), commit, u"sha256:"_s + commit, Story::now()}));
            std::vector<StageRun> runs;
            for (const Stage &stage : Story::product().stages) {
                if (stage.service != change.service)
                    continue;
                StageRun run;
                run.stage = stage.key;
                run.build = build;
                run.commit = commit;
                run.state = StageRunState::Passed;
                run.startedAt = run.finishedAt = run.queuedAt = Story::now();
                runs.push_back(run);
            }
            (void)must(s.stageRuns().import(runs));
        }
        return 0;
    }));
    const TrainOverview train = must(
        read(story, [id = story.train(u"2026.49"_s)](Session &s) { return readTrain(s, id, u"nr"_s, Story::now()); }));
    QVERIFY(!train.assembled);
    QVERIFY(train.withoutCandidate.isEmpty());
    for (const Service &service : Story::product().services) {
        const auto made =
            must(read(story, [&](Session &s) { return newestPassedBuild(s, Story::product(), service.key); }));
        QVERIFY(made);
        QCOMPARE(train.candidates.value(service.key), made->id);
    }
    QCOMPARE(train.manifest[0].version, u"4.18.2"_s);
}

void TrainReadersTest::tellsWhatAReleaseBringsWhereServicesMeet()
{
    Story story;
    const auto join = [&](const QString &version) {
        return must(read(story, [id = story.release(version)](Session &s) {
            return readStage(s, {id, {}}, StageKey{u"integration"_s});
        }));
    };
    const StageOverview regular = join(u"2026.48"_s);
    QCOMPARE(regular.kind, StageKind::Join);
    QCOMPARE(regular.changes.size(), 14U); // as many as the page Releases counts
    QCOMPARE(regular.runs, u"2026.47.1"_s);
    QCOMPARE(regular.comes, u"2026.48"_s);
    QCOMPARE(join(u"2026.47.1"_s).changes.size(), 1U);
}

void TrainReadersTest::countsAsDocumentedWhatIsWritten()
{
    Story story;
    const auto train = [&] {
        return must(read(
            story, [id = story.train(u"2026.48"_s)](Session &s) { return readTrain(s, id, u"nr"_s, Story::now()); }));
    };
    // One of the changes is a chore, which needs no note: neither before there are notes nor in notes that say nothing.
    QCOMPARE(train().changes, 14);
    QCOMPARE(train().documented, 0);
    QCOMPARE(train().internal, 1);
    const NotesDocument document = must(story.write([id = story.release(u"2026.48"_s)](Session &s) {
        NotesRevision text;
        text.text = u"# 2026.48\n"_s;
        return s.notes().create(id, text);
    }));
    QCOMPARE(train().documented, 0);
    QCOMPARE(train().internal, 1);
    (void)must(story.write([&](Session &s) {
        NotesRevision text;
        text.text = u"## Changed\n- **gateway**: Statement export as CSV\n"_s;
        return s.notes().revise(document.id, text);
    }));
    QCOMPARE(train().documented, 1);
    QCOMPARE(train().internal, 1);
}

QTEST_GUILESS_MAIN(TrainReadersTest)
#include "trainreaderstest.moc"
