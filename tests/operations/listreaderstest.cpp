// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/promotionsoverview.h"
#include "operations/readingstory.h"
#include "operations/releases.h"
#include "promotion/promotionrecords.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

QStringList versions(const ReleasesOverview &overview)
{
    QStringList list;
    for (const ReleaseRow &row : overview.releases)
        list << row.version;
    return list;
}

QStringList versionsLike(Story &story, const ReleaseFilter &filter)
{
    return versions(must(read(story, [=](Session &s) { return readReleases(s, filter, u"nr"_s); })));
}

PromotionsOverview promotions(Story &story, const PromotionFilter &filter = {}, const QString &person = u"nr"_s)
{
    return must(read(story, [=](Session &s) { return readPromotions(s, filter, person); }));
}

PromotionOverview promotion(Story &story, PromotionId id)
{
    return must(read(story, [id](Session &s) { return readPromotion(s, id, u"nr"_s); }));
}

void finish(Story &story, PromotionId id, PromotionState state)
{
    using enum PromotionState;
    story.advance(id, {PreFlight, Running});
    if (state == Succeeded)
        story.advance(id, {Validating});
    story.advance(id, {state});
}

} // namespace

/// Protects: what the pages Releases and Promotions say is what is stored, and the lists stay lists over many years.
class ListReadersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsReleasesWithWhatStandsBesideThem();
    void narrowsReleasesInTheStore();
    void tellsWhereAReleaseIsAndWhyNotFurther();
    void tellsOfABrownPaperBag();
    void comparesInBothDirections();
    void draftsWhatHasPassed();
    void draftsAPatchThatChangesNothingByItself();
    void withdrawsWithAReasonAndFreesTheTrain();
    void hidesWhatAStakeholderMayNotDo();
    void listsWhatRunsWaitsAndFailed();
    void narrowsTheHistoryInTheStore();
    void tellsOneWholePromotion();
    void offersOnlyWhatMakesSense();
    void opensQuicklyAfterManyYears();
};

void ListReadersTest::listsReleasesWithWhatStandsBesideThem()
{
    Story story;
    const auto all = must(read(story, [](Session &s) { return readReleases(s, {}, u"nr"_s); }));
    QCOMPARE(versions(all), (QStringList{u"2026.48"_s, u"2026.47.1"_s, u"2026.47"_s, u"2026.46"_s, u"2026.45"_s}));
    QCOMPARE(all.matching, 5);
    QCOMPARE(all.all, 5);
    QCOMPARE(all.open, 1);
    QVERIFY(all.hasBuilds);
    const ReleaseRow &newest = all.releases[0];
    QCOMPARE(newest.state, ReleaseState::InPromotion);
    QCOMPARE(newest.previous, u"2026.47.1"_s);
    QCOMPARE(newest.changes, 14);
    QCOMPARE(newest.train, u"2026.48"_s);
    QCOMPARE(newest.runsIn, QStringList{u"Dev"_s});
    QCOMPARE(newest.environments, 6);
    QVERIFY(newest.createdBy.isEmpty()); // it was recorded days after it was made
    QVERIFY(!newest.notes);
    const ReleaseRow &patch = all.releases[1];
    QCOMPARE(patch.kind, ReleaseKind::Patch);
    QCOMPARE(patch.patches, u"2026.47"_s);
    QCOMPARE(patch.previous, u"2026.47"_s);
    QCOMPARE(patch.changes, 1);
    QVERIFY(patch.train.isEmpty());
    QCOMPARE(patch.runsIn, QStringList{u"Aurora production"_s});
    QVERIFY(all.releases[4].previous.isEmpty());
}

void ListReadersTest::narrowsReleasesInTheStore()
{
    Story story;
    QCOMPARE(versionsLike(story, {.states = {ReleaseState::InPromotion}}), QStringList{u"2026.48"_s});
    QCOMPARE(versionsLike(story, {.kind = ReleaseKind::Patch}), QStringList{u"2026.47.1"_s});
    QCOMPARE(versionsLike(story, {.text = u"26.47"_s}), (QStringList{u"2026.47.1"_s, u"2026.47"_s}));
    // By a build in it, in any letter case.
    QCOMPARE(versionsLike(story, {.text = u"LEDGER 1.9.6.1"_s}), QStringList{u"2026.47.1"_s});
    QCOMPARE(versionsLike(story, {.text = u"no such"_s}), QStringList{});
    QCOMPARE(versionsLike(story, {.text = u"100%"_s}), QStringList{}); // nothing of it is a pattern
    const auto two = must(read(
        story, [](Session &s) { return readReleases(s, {.states = {ReleaseState::Released}, .limit = 2}, u"nr"_s); }));
    QCOMPARE(versions(two), (QStringList{u"2026.47.1"_s, u"2026.47"_s}));
    QCOMPARE(two.matching, 4);
    QCOMPARE(two.all, 5);
}

void ListReadersTest::tellsWhereAReleaseIsAndWhyNotFurther()
{
    Story story;
    const ReleaseOverview r = release(story, u"2026.48"_s);
    QCOMPARE(r.manifest.size(), 4);
    QCOMPARE(r.manifest[0].version, u"4.18.2"_s);
    QCOMPARE(r.manifest[0].changes, 5);
    QCOMPARE(r.manifest[3].changes, 0); // portal stayed
    QCOMPARE(r.changes.size(), 14);
    QCOMPARE(place(r, u"dev"_s).standing, Standing::Runs);
    QCOMPARE(place(r, u"dev"_s).by, u"Nora Reuter"_s);
    QCOMPARE(place(r, u"integration"_s).standing, Standing::Next);
    QCOMPARE(place(r, u"integration"_s).runs, u"2026.47"_s);
    const ReleasePlace staging = place(r, u"aurora-staging"_s);
    QCOMPARE(staging.standing, Standing::Blocked);
    QVERIFY2(staging.why.contains(u"System test"_s), qPrintable(staging.why));
    QCOMPARE(staging.mark, Mark::Waiting); // tests come first, it is nobody's turn
    const auto queued = story.queue(story.release(u"2026.48"_s), {u"integration"_s});
    const ReleaseOverview moving = release(story, u"2026.48"_s);
    QCOMPARE(place(moving, u"integration"_s).standing, Standing::Moving);
    QVERIFY(place(moving, u"integration"_s).promotion.isValid());
    QCOMPARE(moving.unfinished, static_cast<int>(queued.size()));
    QVERIFY(!moving.mayWithdraw.granted);
    const ReleaseOverview old = release(story, u"2026.46"_s);
    QCOMPARE(place(old, u"borealis-production"_s).standing, Standing::Runs);
    QCOMPARE(place(old, u"dev"_s).standing, Standing::Ran);
    QCOMPARE(read(story, [](Session &s) { return readRelease(s, {999}, u"nr"_s); }).error().code, ErrorCode::NotFound);
}

void ListReadersTest::tellsOfABrownPaperBag()
{
    Story story;
    const ReleaseOverview r = release(story, u"2026.47"_s);
    QVERIFY(r.brownPaperBag);
    QCOMPARE(r.brownPaperBag->by, u"2026.47.1"_s);
    QCOMPARE(r.brownPaperBag->tier, u"dev"_s); // where it had come first
    QVERIFY(r.brownPaperBag->after <= std::chrono::hours{48});
    QVERIFY(!release(story, u"2026.48"_s).brownPaperBag);
}

void ListReadersTest::comparesInBothDirections()
{
    Story story;
    const auto compare = [&](const QString &from, const QString &to) {
        return read(story, [=](Session &s) { return compareReleases(s, from, to); });
    };
    const ReleaseComparison forward = must(compare(u"2026.47"_s, u"2026.48"_s));
    QCOMPARE(forward.gained.size(), 15);
    QVERIFY(forward.lost.empty());
    const ReleaseComparison back = must(compare(u"2026.48"_s, u"2026.47"_s));
    QVERIFY(back.gained.empty());
    QCOMPARE(back.lost.size(), 15);
    QCOMPARE(back.services[0].previous, u"4.18.2"_s);
    QCOMPARE(back.services[0].version, u"4.17.9"_s);
    QCOMPARE(back.services[0].lost, 5);
    QCOMPARE(must(compare(u"2026.48"_s, u"2026.48"_s)).services[0].changes, 0);
    QCOMPARE(compare(u"2026.48"_s, u"2030.1"_s).error().code, ErrorCode::NotFound);
}

void ListReadersTest::draftsWhatHasPassed()
{
    Story story;
    // Newer builds of billing: one that failed, one that has not been run.
    (void)must(story.write([](Session &s) -> Result<int> {
        for (const QString &version : {u"4.18.3"_s, u"4.18.4"_s}) {
            const BuildId build = must(
                s.builds().add({{}, {u"billing"_s}, version, u"c"_s + version, u"sha256:"_s + version, Story::now()}));
            if (version == u"4.18.4")
                continue;
            StageRun run;
            run.stage = {u"billing.commit"_s};
            run.build = build;
            run.commit = u"c"_s + version;
            run.state = StageRunState::Failed;
            run.startedAt = run.finishedAt = run.queuedAt = Story::now();
            const std::vector<StageRun> runs{run};
            (void)must(s.stageRuns().import(runs));
        }
        return 0;
    }));
    const ReleaseDraft draft =
        must(read(story, [](Session &s) { return readReleaseDraft(s, {}, u"nr"_s, Story::now()); }));
    QCOMPARE(draft.previous, u"2026.48"_s);
    QVERIFY(!draft.trains.empty());
    QCOMPARE(draft.trains[0].version, u"2026.49"_s);
    QCOMPARE(draft.trains[0].releaseVersion, u"2026.49"_s);
    const DraftService &billing = draft.services[0];
    QCOMPARE(billing.base, u"4.18.2"_s);
    const auto chosen = std::ranges::find(billing.choices, billing.chosen, &DraftBuild::id);
    QVERIFY(chosen != billing.choices.end());
    QCOMPARE(chosen->version, u"4.18.2"_s);
    QCOMPARE(billing.blocked.size(), 2);
    QStringList blocked;
    for (const DraftBlocked &b : billing.blocked)
        blocked << b.version + u' ' + b.stages.join(u", "_s);
    blocked.sort();
    QCOMPARE(blocked[0], u"4.18.3 Commit: failed, Component: not run"_s);
    QCOMPARE(blocked[1], u"4.18.4 Commit: not run, Component: not run"_s);
    const auto older = std::ranges::find(billing.choices, u"4.17.9"_s, &DraftBuild::version);
    QVERIFY(older != billing.choices.end());
    QCOMPARE(older->lost, 5);
}

void ListReadersTest::draftsAPatchThatChangesNothingByItself()
{
    Story story;
    const ReleaseDraft draft = must(read(story, [id = story.release(u"2026.47"_s)](Session &s) {
        return readReleaseDraft(s, id, u"nr"_s, Story::now());
    }));
    QCOMPARE(draft.version, u"2026.47.2"_s); // .1 is there
    QVERIFY(draft.trains.empty());
    for (const DraftService &service : draft.services) {
        const auto chosen = std::ranges::find(service.choices, service.chosen, &DraftBuild::id);
        QVERIFY(chosen != service.choices.end());
        QCOMPARE(chosen->version, service.base);
    }
}

void ListReadersTest::withdrawsWithAReasonAndFreesTheTrain()
{
    Story story;
    const ReleaseId id = story.release(u"2026.48"_s);
    const Actor actor{u"nr"_s, u"test"_s, {}};
    const auto withdraw = [&](const QString &reason) {
        return story.store()
            .write(Intent{actor, reason}, [=](Session &s) { return withdrawRelease(s, id, reason, actor); })
            .takeResult();
    };
    QCOMPARE(withdraw(u"  "_s).error().code, ErrorCode::InvalidInput);
    const auto queued = story.queue(id, {u"integration"_s});
    QCOMPARE(withdraw(u"wrong ledger"_s).error().code, ErrorCode::RuleRefused);
    for (const Promotion &p : queued)
        story.advance(p.id, {PromotionState::Aborted});
    must(withdraw(u"wrong ledger"_s));
    const ReleaseOverview r = release(story, u"2026.48"_s);
    QCOMPARE(r.row.state, ReleaseState::Withdrawn);
    QCOMPARE(r.withdrawnBy, u"Nora Reuter"_s);
    QCOMPARE(r.withdrawnWhy, u"wrong ledger"_s);
    QCOMPARE(place(r, u"aurora-staging"_s).standing, Standing::Closed);
    QVERIFY(!r.mayPromote.granted);
    const TrainId trainId = story.train(u"2026.48"_s);
    QVERIFY(!must(read(story, [=](Session &s) { return s.trains().byId(trainId); }))->release.isValid());
    QCOMPARE(withdraw(u"again"_s).error().code, ErrorCode::IllegalTransition);
    QVERIFY(must(read(story, [](Session &s) { return s.audit().verify(); })).intact);
    // Its name is taken for ever; the next release on that train gets another.
    const ReleaseDraft draft =
        must(read(story, [](Session &s) { return readReleaseDraft(s, {}, u"nr"_s, Story::now()); }));
    QCOMPARE(draft.trains[0].version, u"2026.48"_s);
    QCOMPARE(draft.trains[0].releaseVersion, u"2026.48.1"_s);
}

void ListReadersTest::hidesWhatAStakeholderMayNotDo()
{
    Story story;
    const auto list = must(read(story, [](Session &s) { return readReleases(s, {}, u"wc"_s); }));
    QVERIFY(!list.mayPromote.granted && list.mayPromote.hidden);
    // An account that nobody described is told what to do about it.
    const auto stranger = must(read(story, [](Session &s) { return readReleases(s, {}, u"root"_s); }));
    QVERIFY(!stranger.mayPromote.granted && !stranger.mayPromote.hidden);
    QVERIFY(!stranger.mayPromote.whyNot.isEmpty());
    const ReleaseId id = story.release(u"2026.48"_s);
    const Actor client{u"wc"_s, u"test"_s, {}};
    const auto refused =
        story.store()
            .write(Intent{client, {}}, [=](Session &s) { return withdrawRelease(s, id, u"why not"_s, client); })
            .takeResult();
    QCOMPARE(refused.error().code, ErrorCode::RuleRefused);
}

void ListReadersTest::listsWhatRunsWaitsAndFailed()
{
    Story story;
    const ReleaseId id = story.release(u"2026.48"_s);
    const auto first = story.queue(id, {u"integration"_s});
    const auto second = story.queue(id, {u"aurora-production"_s});
    story.advance(first[0].id, {PromotionState::PreFlight, PromotionState::Running});
    story.startStep(first[0].id, StepKind::Smoke);
    PromotionsOverview list = promotions(story);
    QCOMPARE(list.now.size(), first.size() + second.size());
    QCOMPARE(list.now[0].id, first[0].id);
    QCOMPARE(list.now[0].step, u"Smoke test"_s);
    QCOMPARE(list.now[0].fraction, 0.4);
    QCOMPARE(list.now[0].requestedBy, u"Nora Reuter"_s);
    QCOMPARE(list.now[1].step, u"after billing"_s);
    QCOMPARE(list.now.back().environmentName, u"Aurora production"_s);
    QVERIFY(list.attention.empty() && list.history.empty());
    story.advance(first[0].id, {PromotionState::Failed});
    list = promotions(story);
    QCOMPARE(list.attention.size(), 1);
    QCOMPARE(list.attention[0].id, first[0].id);
    QCOMPARE(list.history.size(), 1);
    // Humdrum took it back by itself, which is no answer of a person.
    (void)must(story.write([&](Session &s) -> Result<int> {
        Promotion back;
        back.request.service = first[0].request.service;
        back.request.environment = first[0].request.environment;
        back.request.build = must(s.deployments().runningIn(back.request.service, back.request.environment))->build;
        back.request.kind = PromotionKind::Rollback;
        back.requestedBy = automaticActor();
        back = must(s.promotions().queue(back));
        Deployment d;
        d.service = back.request.service;
        d.environment = back.request.environment;
        d.build = back.request.build;
        d.promotion = back.id;
        d.from = s.now() + std::chrono::minutes{1};
        (void)must(s.deployments().start(d));
        must(s.promotions().transition(back, PromotionState::Aborted));
        return 0;
    }));
    list = promotions(story);
    QCOMPARE(list.attention.size(), 1);
    QCOMPARE(list.history[0].requestedBy, u"Humdrum itself"_s);
    // Somebody has seen to it: the same service is on its way there again.
    for (size_t i = 1; i < first.size(); ++i)
        story.advance(first[i].id, {PromotionState::Aborted});
    const auto again = story.queue(id, {u"integration"_s});
    list = promotions(story);
    QVERIFY(list.attention.empty());
    story.advance(again[0].id, {PromotionState::PreFlight, PromotionState::AwaitingGate});
    list = promotions(story);
    QCOMPARE(list.attention.size(), 1);
    QCOMPARE(list.attention[0].id, again[0].id);
    QVERIFY(std::ranges::find(list.now, again[0].id, &PromotionRow::id) == list.now.end());
}

void ListReadersTest::narrowsTheHistoryInTheStore()
{
    Story story;
    addHistory(story, 8, 200);
    const PromotionsOverview all = promotions(story, {.limit = 50});
    QCOMPARE(all.all, 200);
    QCOMPARE(all.matching, 200);
    QCOMPARE(all.history.size(), 50);
    QVERIFY(std::ranges::is_sorted(all.history, std::ranges::greater(), &PromotionRow::queuedAt));
    QCOMPARE(all.environments.size(), 6);
    const PromotionsOverview failed =
        promotions(story, {.environment = {u"dev"_s}, .states = {PromotionState::Failed}});
    QVERIFY(!failed.history.empty());
    QCOMPARE(failed.matching, static_cast<int>(failed.history.size()));
    for (const PromotionRow &row : failed.history) {
        QCOMPARE(row.environment, EnvironmentKey{u"dev"_s});
        QCOMPARE(row.state, PromotionState::Failed);
        QCOMPARE(row.message, u"exit code 1"_s);
    }
    const PromotionsOverview ledger = promotions(story, {.service = {u"ledger"_s}, .person = u"tm"_s});
    QCOMPARE(ledger.matching, 50); // ledger is the third service and tm the third person
    for (const PromotionRow &row : ledger.history)
        QCOMPARE(row.requestedBy, u"Tilda Moss"_s);
    const Timestamp from = all.history[20].queuedAt, to = all.history[10].queuedAt;
    const PromotionsOverview some = promotions(story, {.from = from, .to = to});
    QVERIFY(some.matching > 0 && some.matching < 20);
    for (const PromotionRow &row : some.history)
        QVERIFY(row.queuedAt >= from && row.queuedAt < to);
}

void ListReadersTest::tellsOneWholePromotion()
{
    Story story;
    const auto queued = story.queue(story.release(u"2026.48"_s), {u"integration"_s});
    const PromotionId id = queued[0].id;
    (void)must(story.write([id](Session &s) -> Result<int> {
        GateOutcome gate;
        gate.kind = GateKind::Notes;
        gate.result = GateResult::Overridden;
        gate.text = u"1 note missing"_s;
        gate.overriddenBy = u"ik"_s;
        gate.overrideReason = u"told by phone"_s;
        must(s.promotions().addGate(id, gate));
        return 0;
    }));
    story.advance(id, {PromotionState::PreFlight, PromotionState::Running});
    story.startStep(id, StepKind::Deploy);
    PromotionOverview p = promotion(story, id);
    QCOMPARE(p.row.serviceName, u"billing"_s);
    QCOMPARE(p.siblings.size(), queued.size() - 1);
    QCOMPARE(p.live.steps.size(), 5);
    QCOMPARE(p.live.steps[1].mark, Mark::Running);
    QCOMPARE(p.live.steps[4].mark, Mark::Waiting);
    QCOMPARE(p.live.fraction, 0.2);
    QCOMPARE(p.gates.size(), 1);
    QCOMPARE(p.gates[0].overriddenBy, u"Ivo Kranz"_s);
    QCOMPARE(p.gates[0].overrideReason, u"told by phone"_s);
    QVERIFY(p.deployments.empty());
    // What it ran, and what it brought against what it replaced.
    const BuildId before = must(read(story, [](Session &s) {
                               return s.deployments().runningIn({u"billing"_s}, {u"integration"_s});
                           }))->build;
    PromotionId made;
    (void)must(story.write([&](Session &s) -> Result<int> {
        Promotion other;
        other.request.service = {u"billing"_s};
        other.request.environment = {u"aurora-staging"_s};
        other.request.build = queued[0].request.build;
        other.replaces = before;
        other = must(s.promotions().queue(other));
        made = other.id;
        Deployment d;
        d.service = other.request.service;
        d.environment = other.request.environment;
        d.build = other.request.build;
        d.promotion = other.id;
        d.origin = DeploymentOrigin::Promoted;
        d.from = s.now();
        (void)must(s.deployments().start(d));
        return 0;
    }));
    p = promotion(story, made);
    QCOMPARE(p.row.replaces, u"4.17.9"_s);
    QCOMPARE(p.gained.size(), 5);
    QVERIFY(p.lost.empty());
    QCOMPARE(p.deployments.size(), 1);
    QCOMPARE(p.deployments[0].version, u"4.18.2"_s);
    QCOMPARE(read(story, [](Session &s) { return readPromotion(s, {999}, {}); }).error().code, ErrorCode::NotFound);
}

void ListReadersTest::offersOnlyWhatMakesSense()
{
    Story story;
    const auto queued = story.queue(story.release(u"2026.48"_s), {u"integration"_s});
    const PromotionId id = queued[0].id;
    PromotionOverview p = promotion(story, id);
    QVERIFY(p.mayCancel.granted);
    QVERIFY(!p.mayRepeat.granted && p.mayRepeat.whyNot.contains(u"under way"_s));
    finish(story, id, PromotionState::Failed);
    p = promotion(story, id);
    QVERIFY(!p.mayCancel.granted); // rule 8
    QVERIFY(p.mayRepeat.granted);
    QVERIFY(!p.mayRollBack.granted && p.mayRollBack.whyNot.contains(u"something else"_s));
}

void ListReadersTest::opensQuicklyAfterManyYears()
{
    Story story;
    addHistory(story, 2'000, 20'000);
    const auto measure = [](const char *what, auto job) {
        QElapsedTimer timer;
        timer.start();
        auto result = must(job());
        qInfo("%s: %lld ms", what, static_cast<long long>(timer.elapsed()));
        return result;
    };
    const auto page = measure("200 of 2 005 releases", [&] {
        return read(story, [](Session &s) { return readReleases(s, {.limit = 200}, u"nr"_s); });
    });
    QCOMPARE(page.releases.size(), 200);
    QCOMPARE(page.matching, 2'005);
    QCOMPARE(page.releases[150].changes, 28);
    const auto all = measure("all 2 005 releases",
                             [&] { return read(story, [](Session &s) { return readReleases(s, {}, u"nr"_s); }); });
    QCOMPARE(all.releases.size(), 2'005);
    const auto found = measure("the release that has one build", [&] {
        return read(story, [](Session &s) { return readReleases(s, {.text = u"ledger 0.1234.0"_s}, u"nr"_s); });
    });
    QCOMPARE(versions(found), QStringList{u"old.1234"_s});
    (void)measure("one release", [&] {
        return read(story, [id = story.release(u"2026.48"_s)](Session &s) { return readRelease(s, id, u"nr"_s); });
    });
    const auto history = measure("200 of 20 000 promotions", [&] {
        return read(story, [](Session &s) { return readPromotions(s, {.limit = 200}, u"nr"_s); });
    });
    QCOMPARE(history.history.size(), 200);
    QCOMPARE(history.matching, 20'000);
    const auto failed = measure("failed ones of one service in one environment", [&] {
        return read(story, [](Session &s) {
            return readPromotions(s,
                                  {.environment = {u"dev"_s},
                                   .service = {u"gateway"_s},
                                   .states = {PromotionState::Failed},
                                   .limit = 200},
                                  u"nr"_s);
        });
    });
    QVERIFY(std::ranges::all_of(failed.history,
                                [](const PromotionRow &row) { return row.state == PromotionState::Failed; }));
    (void)measure("one promotion", [&] {
        return read(story, [id = history.history[5].id](Session &s) { return readPromotion(s, id, u"nr"_s); });
    });
}

QTEST_GUILESS_MAIN(ListReadersTest)
#include "listreaderstest.moc"
