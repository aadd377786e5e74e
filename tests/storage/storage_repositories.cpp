// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: whatever is stored comes back as it was, in the promised order, after the file was closed and opened again.
class StorageRepositories final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productIsKeptAsTextAndParsedOnce();
    void changesComeBackWhole();
    void changesAreUpdatedNotDoubled();
    void changesAreFound();
    void buildsComeBackWhole();
    void stageRunsComeBackWhole();
    void stageRunsAreImportedOnce();
    void stageRunsOfACommitBelongToTheService();
    void latestStageRunsAreTheLastAttempts();
    void manifestsAndReleasesComeBackWhole();
    void trainsComeBackWhole();
    void notesComeBackWhole();
    void issuesComeBackWhole();
    void poolSamplesComeBackWhole();
    void poolHistoryIsThinned();
    void textOfAnyKindSurvives();
};

namespace {

Change change(const QString &commit, int minutes, qint64 ordinal)
{
    Change c;
    c.service = {u"billing"_s};
    c.commit = commit;
    c.parents = {u"aaaa"_s, u"bbbb"_s};
    c.ordinal = ordinal;
    c.type = u"feat"_s;
    c.scope = u"ledger"_s;
    c.breaking = true;
    c.summary = u"Größere Beträge runden"_s;
    c.body = u"One\n\nTwo"_s;
    c.authorName = u"Nora Reuter"_s;
    c.authorEmail = u"nora@harbour.example"_s;
    c.authoredAt = at(minutes - 5);
    c.committedAt = at(minutes);
    c.files = 3;
    c.added = 40;
    c.removed = 2;
    c.references = {u"#12"_s, u"ABC-7"_s};
    return c;
}

void compare(const Change &a, const Change &b)
{
    QCOMPARE(a.service, b.service);
    QCOMPARE(a.commit, b.commit);
    QCOMPARE(a.parents, b.parents);
    QCOMPARE(a.ordinal, b.ordinal);
    QCOMPARE(a.type, b.type);
    QCOMPARE(a.scope, b.scope);
    QCOMPARE(a.breaking, b.breaking);
    QCOMPARE(a.summary, b.summary);
    QCOMPARE(a.body, b.body);
    QCOMPARE(a.authorName, b.authorName);
    QCOMPARE(a.authorEmail, b.authorEmail);
    QCOMPARE(a.authoredAt, b.authoredAt);
    QCOMPARE(a.committedAt, b.committedAt);
    QCOMPARE(a.files, b.files);
    QCOMPARE(a.added, b.added);
    QCOMPARE(a.removed, b.removed);
    QCOMPARE(a.references, b.references);
}

} // namespace

void StorageRepositories::productIsKeptAsTextAndParsedOnce()
{
    std::atomic<int> parsed = 0;
    Fixture f(false);
    f.options.parser = [&parsed](const QByteArray &text, const QString &file) {
        ++parsed;
        return parseTestProduct(text, file);
    };
    f.open();
    QVERIFY(!must(f.read([](Session &s) { return s.products().current(); })));
    const QByteArray yaml("harbour\nbilling, ledger\ndev, prod\n");
    const auto describe = [&](const QByteArray &text) {
        Product product = must(parseTestProduct(text, u"/srv/harbour/humdrum.yaml"_s));
        product.folder = u"/srv/harbour"_s;
        return f.write([=](Session &s) { return s.products().describe(product, text); });
    };
    must(describe(yaml));
    f.reopen();
    for (int i = 0; i < 3; ++i) {
        const Product p = must(f.read([](Session &s) { return s.products().current(); })).value();
        QCOMPARE(p.key, u"harbour"_s);
        QCOMPARE(p.services.size(), 2u);
        QCOMPARE(p.configFile, u"/srv/harbour/humdrum.yaml"_s);
        QCOMPARE(p.folder, u"/srv/harbour"_s);
        QCOMPARE(p.digest, QCryptographicHash::hash(yaml, QCryptographicHash::Sha256).toHex());
    }
    QCOMPARE(parsed.load(), 1);
    const qint64 events = f.verify().events;
    must(describe(yaml)); // the same text changes nothing
    QCOMPARE(f.verify().events, events);
    must(describe("harbour\nbilling\nprod\n"));
    QCOMPARE(f.verify().events, events + 1);
    QCOMPARE(must(f.read([](Session &s) { return s.products().current(); }))->services.size(), 1u);
    QCOMPARE(RawConnection(f.options.file).value(u"SELECT count(*) FROM product_revision"_s).toInt(), 2);
}

void StorageRepositories::changesComeBackWhole()
{
    Fixture f;
    const std::vector<Change> changes{change(u"222"_s, 2, 1), change(u"111"_s, 1, 0), change(u"333"_s, 3, -1)};
    QCOMPARE(must(f.write([&](Session &s) { return s.changes().import({u"billing"_s}, changes); })), 3);
    f.reopen();
    const Change found = must(f.read([](Session &s) { return s.changes().find({u"billing"_s}, u"222"_s); })).value();
    compare(found, changes[0]);
    compare(must(f.read([&](Session &s) { return s.changes().byId(found.id); })).value(), changes[0]);
    const auto all = must(f.read([](Session &s) { return s.changes().all({u"billing"_s}, true); }));
    QCOMPARE(all.size(), 3u);
    compare(all[0], changes[1]);
    compare(all[1], changes[0]);
    compare(all[2], changes[2]);
    QVERIFY(must(f.read([](Session &s) { return s.changes().all({u"billing"_s}); }))[0].body.isEmpty());
    QVERIFY(must(f.read([](Session &s) { return s.changes().all({u"ledger"_s}); })).empty());
    compare(must(f.read([](Session &s) { return s.changes().newestOnMainLine({u"billing"_s}); })).value(), changes[0]);
}

void StorageRepositories::changesAreUpdatedNotDoubled()
{
    Fixture f;
    std::vector<Change> changes{change(u"111"_s, 1, -1)};
    const auto import = [&] {
        return must(f.write([&](Session &s) { return s.changes().import({u"billing"_s}, changes); }));
    };
    QCOMPARE(import(), 1);
    const qint64 events = f.verify().events;
    QCOMPARE(import(), 0);
    QCOMPARE(f.verify().events, events);
    changes[0].ordinal = 4;
    changes[0].references = {u"#99"_s};
    changes[0].summary = u"not this"_s;
    QCOMPARE(import(), 0);
    QCOMPARE(f.verify().events, events + 1);
    const Change c = must(f.read([](Session &s) { return s.changes().find({u"billing"_s}, u"111"_s); })).value();
    QCOMPARE(c.ordinal, 4);
    QCOMPARE(c.references, QStringList{u"#99"_s});
    QCOMPARE(c.summary, u"Größere Beträge runden"_s);
}

void StorageRepositories::changesAreFound()
{
    Fixture f;
    std::vector<Change> changes{change(u"abc111"_s, 1, 0), change(u"fff222"_s, 2, 1)};
    changes[1].summary = u"Fix 100% of it_"_s;
    changes[1].references = {u"XYZ-5"_s};
    must(f.write([&](Session &s) { return s.changes().import({u"billing"_s}, changes); }));
    const auto search = [&](const QString &text, int limit = 10) {
        QStringList commits;
        for (const Change &c : must(f.read([&](Session &s) { return s.changes().search(text, limit); })))
            commits << c.commit;
        return commits;
    };
    QCOMPARE(search(u"GRÖßERE BETRÄGE"_s), QStringList{u"abc111"_s}); // folding, not only ASCII
    QCOMPARE(search(u"100%"_s), QStringList{u"fff222"_s});            // no wildcard
    QCOMPARE(search(u"ABC1"_s), QStringList{u"abc111"_s});
    QCOMPARE(search(u"c111"_s), QStringList{}); // a prefix, not any part
    QCOMPARE(search(u"xyz-5"_s), QStringList{u"fff222"_s});
    QCOMPARE(search(u"i"_s), QStringList{u"fff222"_s});
    QCOMPARE(search(u""_s), (QStringList{u"fff222"_s, u"abc111"_s}));
    QCOMPARE(search(u""_s, 1), QStringList{u"fff222"_s});
}

void StorageRepositories::buildsComeBackWhole()
{
    Fixture f;
    const Build b{{}, {u"billing"_s}, u"4.18.2"_s, u"abc123"_s, u"git-tree:77"_s, at(5)};
    const BuildId id = must(f.write([&](Session &s) { return s.builds().add(b); }));
    const qint64 events = f.verify().events;
    QCOMPARE(must(f.write([&](Session &s) { return s.builds().add(b); })), id);
    QCOMPARE(f.verify().events, events);
    const BuildId later = must(f.write([&](Session &s) {
        return s.builds().add({{}, {u"billing"_s}, u"4.19.0"_s, u"abc123"_s, u"git-tree:78"_s, at(6)});
    }));
    f.reopen();
    const Build back = must(f.read([&](Session &s) { return s.builds().byId(id); })).value();
    QCOMPARE(back.id, id);
    QCOMPARE(back.service, b.service);
    QCOMPARE(back.version, b.version);
    QCOMPARE(back.commit, b.commit);
    QCOMPARE(back.digest, b.digest);
    QCOMPARE(back.builtAt, b.builtAt);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().byVersion({u"billing"_s}, u"4.18.2"_s); }))->id, id);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().byCommit({u"billing"_s}, u"abc123"_s); }))->id, later);
    QVERIFY(!must(f.read([](Session &s) { return s.builds().byCommit({u"ledger"_s}, u"abc123"_s); })));
    const auto all = must(f.read([](Session &s) { return s.builds().ofService({u"billing"_s}); }));
    QCOMPARE(all.size(), 2u);
    QCOMPARE(all[0].id, later);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().ofService({u"billing"_s}, 1); })).size(), 1u);
    const std::array ids{later, BuildId{99}, id};
    const auto some = must(f.read([&](Session &s) { return s.builds().byIds(ids); }));
    QCOMPARE(some.size(), 2u);
    QCOMPARE(some[0].id, later);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().search(u"4.19"_s, 5); })).size(), 1u);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().search(u"Billing 4.18"_s, 5); })).size(), 1u);
    QCOMPARE(must(f.read([](Session &s) { return s.builds().search(u"ABC1"_s, 5); })).size(), 2u);
}

void StorageRepositories::stageRunsComeBackWhole()
{
    Fixture f;
    StageRun run;
    run.stage = {u"billing.commit"_s};
    run.commit = u"abc"_s;
    run.queuedAt = at(1);
    run = must(f.write([&](Session &s) { return s.stageRuns().add(run); }));
    QCOMPARE(run.attempt, 1);
    QCOMPARE(run.state, StageRunState::Queued);
    QCOMPARE(must(f.read([](Session &s) { return s.stageRuns().unfinished(); })).size(), 1u);
    run.startedAt = at(2);
    run.logFile = u"/var/log/x.log"_s;
    must(f.write([&](Session &s) { return s.stageRuns().transition(run, StageRunState::Running); }));
    run.finishedAt = at(3);
    run.tests = {10, 2, 1, 3};
    for (int i = 0; i < 120; ++i)
        run.failures.push_back({u"suite"_s, u"test %1"_s.arg(i), u"expected 1, was 2"_s, i == 1});
    run.cause = Cause::Change;
    run.message = u"2 of 10 failed"_s;
    must(f.write([&](Session &s) { return s.stageRuns().transition(run, StageRunState::Failed); }));
    must(f.write([&](Session &s) { return s.stageRuns().setCause(run.id, Cause::Test, u"flaky"_s); }));
    QCOMPARE(f.lastEvent().reason, u"flaky"_s);
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    must(f.write([&](Session &s) { return s.stageRuns().setBuild(run.id, build); }));
    f.reopen();
    const StageRun back = must(f.read([&](Session &s) { return s.stageRuns().byId(run.id); })).value();
    QCOMPARE(back.stage, run.stage);
    QCOMPARE(back.build, build);
    QVERIFY(!back.manifest.isValid());
    QCOMPARE(back.commit, run.commit);
    QCOMPARE(back.attempt, 1);
    QCOMPARE(back.state, StageRunState::Failed);
    QCOMPARE(back.queuedAt, at(1));
    QCOMPARE(back.startedAt, at(2));
    QCOMPARE(back.finishedAt, at(3));
    QCOMPARE(back.tests, run.tests);
    QCOMPARE(back.failures.size(), 100u);
    QCOMPARE(back.failures[1].suite, u"suite"_s);
    QCOMPARE(back.failures[1].name, u"test 1"_s);
    QCOMPARE(back.failures[1].message, u"expected 1, was 2"_s);
    QVERIFY(back.failures[1].error && !back.failures[0].error);
    QCOMPARE(back.cause, Cause::Test);
    QCOMPARE(back.logFile, run.logFile);
    QCOMPARE(back.message, run.message);
    QVERIFY(must(f.read([](Session &s) { return s.stageRuns().unfinished(); })).empty());
    // The next attempt of the same stage and commit counts on.
    StageRun again;
    again.stage = run.stage;
    again.build = build; // its commit is c0ffee1.0.0: another subject
    QCOMPARE(must(f.write([&](Session &s) { return s.stageRuns().add(again); })).attempt, 1);
    again.build = {};
    again.commit = u"abc"_s;
    QCOMPARE(must(f.write([&](Session &s) { return s.stageRuns().add(again); })).attempt, 2);
}

void StorageRepositories::stageRunsAreImportedOnce()
{
    Fixture f;
    std::vector<StageRun> runs(3);
    for (size_t i = 0; i < runs.size(); ++i) {
        runs[i].stage = {u"billing.commit"_s};
        runs[i].commit = u"abc"_s;
        runs[i].state = i == 2 ? StageRunState::Passed : StageRunState::Failed;
        runs[i].startedAt = at(static_cast<int>(i));
        runs[i].finishedAt = at(static_cast<int>(i) + 1);
    }
    QCOMPARE(must(f.write([&](Session &s) { return s.stageRuns().import(runs); })), 3);
    QCOMPARE(must(f.write([&](Session &s) { return s.stageRuns().import(runs); })), 0);
    const auto back = must(f.read([](Session &s) { return s.stageRuns().between(at(1), at(2)); }));
    QCOMPARE(back.size(), 1u);
    QCOMPARE(back[0].attempt, 2);
    const auto recent = must(f.read([](Session &s) { return s.stageRuns().recent({u"billing.commit"_s}, 2); }));
    QCOMPARE(recent.size(), 2u);
    QCOMPARE(recent[0].state, StageRunState::Passed);
    QCOMPARE(must(f.read([](Session &s) { return s.stageRuns().recent({}, 0); })).size(), 3u);
    QVERIFY(must(f.read([](Session &s) { return s.stageRuns().recent({u"x"_s}, 5); })).empty());
    runs[0].state = StageRunState::Running;
    runs[0].startedAt = at(9);
    QCOMPARE(refusal(f.write([&](Session &s) { return s.stageRuns().import(runs); })).code, ErrorCode::InvalidInput);
}

void StorageRepositories::stageRunsOfACommitBelongToTheService()
{
    Fixture f;
    must(f.write([](Session &s) {
        const QByteArray text("harbour\nbilling, ledger\ndev\nodd=billing, ledger.commit=ledger\n");
        return s.products().describe(*parseTestProduct(text, u"/x"_s), text);
    }));
    for (const QString &stage : {u"odd"_s, u"ledger.commit"_s, u"billing.gone"_s}) {
        StageRun run;
        run.stage = {stage};
        run.commit = u"abc"_s;
        must(f.write([&](Session &s) { return s.stageRuns().add(run); }));
    }
    const auto runs = must(f.read([](Session &s) { return s.stageRuns().forCommit({u"billing"_s}, u"abc"_s); }));
    QCOMPARE(runs.size(), 2u);
    QCOMPARE(runs[0].stage.value, u"odd"_s);
    QCOMPARE(runs[1].stage.value, u"billing.gone"_s);
}

void StorageRepositories::latestStageRunsAreTheLastAttempts()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const Release release = f.addRelease(u"2026.48"_s, build, u"billing"_s);
    const auto addRun = [&](const QString &stage, StageRunState state, bool join) {
        StageRun run;
        run.stage = {stage};
        if (join)
            run.manifest = release.manifest;
        else
            run.build = build;
        run = must(f.write([&](Session &s) { return s.stageRuns().add(run); }));
        must(f.write([&](Session &s) { return s.stageRuns().transition(run, StageRunState::Running); }));
        must(f.write([&](Session &s) { return s.stageRuns().transition(run, state); }));
    };
    addRun(u"billing.commit"_s, StageRunState::Failed, false);
    addRun(u"billing.commit"_s, StageRunState::Passed, false);
    addRun(u"billing.component"_s, StageRunState::Passed, false);
    addRun(u"billing.component"_s, StageRunState::Errored, false);
    addRun(u"integration"_s, StageRunState::Passed, true);
    const std::array builds{build};
    const auto latest = must(f.read([&](Session &s) { return s.stageRuns().latestFor(builds, release.manifest); }));
    QCOMPARE(latest.size(), 3u);
    QCOMPARE(latest[0].state, StageRunState::Passed);
    QCOMPARE(latest[0].attempt, 2);
    QCOMPARE(latest[1].state, StageRunState::Errored);
    QCOMPARE(latest[2].stage.value, u"integration"_s);
    const auto passed = [&](const QString &stage, auto subject) {
        return must(f.read([&](Session &s) { return s.stageRuns().hasPassed({stage}, subject); }));
    };
    QVERIFY(passed(u"billing.commit"_s, build));
    QVERIFY(passed(u"billing.component"_s, build)); // in any attempt
    QVERIFY(!passed(u"billing.other"_s, build));
    QVERIFY(!passed(u"integration"_s, build));
    QVERIFY(passed(u"integration"_s, release.manifest));
    QVERIFY(!passed(u"integration"_s, ManifestId{release.manifest.value + 1}));
    QVERIFY(!passed(u"billing.commit"_s, f.addBuild(u"billing"_s, u"1.0.1"_s)));
}

void StorageRepositories::manifestsAndReleasesComeBackWhole()
{
    Fixture f;
    const BuildId billing = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const BuildId ledger = f.addBuild(u"ledger"_s, u"2.0.0"_s);
    const Manifest m{{}, {{{u"billing"_s}, billing}, {{u"ledger"_s}, ledger}}, u"d1"_s, at(3)};
    const ManifestId id = must(f.write([&](Session &s) { return s.releases().addManifest(m); }));
    QCOMPARE(must(f.write([&](Session &s) { return s.releases().addManifest(m); })), id);
    std::vector<Train> trains(1);
    trains[0].version = u"2026.48"_s;
    trains[0].isoWeek = 48;
    must(f.write([&](Session &s) { return s.trains().plan(trains); }));
    Release r{{}, u"2026.48"_s, ReleaseKind::Regular, ReleaseState::Assembled, id, TrainId{1}, {}, at(4)};
    const Release first = must(f.write([&](Session &s) { return s.releases().create(r); }));
    r = {{}, u"2026.48.1"_s, ReleaseKind::Patch, ReleaseState::Assembled, id, {}, first.id, {}};
    const Release patch = must(f.write([&](Session &s) { return s.releases().create(r); }));
    f.reopen();
    const Manifest back = must(f.read([&](Session &s) { return s.releases().manifest(id); })).value();
    QCOMPARE(back.id, id);
    QVERIFY(back.builds == m.builds);
    QCOMPARE(back.digest, m.digest);
    QCOMPARE(back.createdAt, m.createdAt);
    QVERIFY(!must(f.read([&](Session &s) { return s.releases().manifest(ManifestId{77}); })));
    const Release a = must(f.read([&](Session &s) { return s.releases().byId(first.id); })).value();
    QCOMPARE(a.version, u"2026.48"_s);
    QCOMPARE(a.kind, ReleaseKind::Regular);
    QCOMPARE(a.state, ReleaseState::Assembled);
    QCOMPARE(a.manifest, id);
    QCOMPARE(a.train, TrainId{1});
    QVERIFY(!a.patches.isValid());
    QCOMPARE(a.createdAt, at(4));
    const Release b = must(f.read([&](Session &s) { return s.releases().byVersion(u"2026.48.1"_s); })).value();
    QCOMPARE(b.id, patch.id);
    QCOMPARE(b.kind, ReleaseKind::Patch);
    QCOMPARE(b.patches, first.id);
    QCOMPARE(b.createdAt, at(0)); // the store's clock
    must(f.write([&](Session &s) { return s.releases().transition(first.id, ReleaseState::Withdrawn, u"wrong"_s); }));
    QCOMPARE(f.lastEvent().action, u"release.withdrawn"_s);
    QCOMPARE(f.lastEvent().reason, u"wrong"_s);
    const auto list = must(f.read([](Session &s) { return s.releases().list(); }));
    QCOMPARE(list.size(), 2u);
    QCOMPARE(list[0].id, first.id);
    QCOMPARE(list[0].state, ReleaseState::Withdrawn);
    QCOMPARE(must(f.read([](Session &s) { return s.releases().list(1); })).size(), 1u);
}

void StorageRepositories::trainsComeBackWhole()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const Release release = f.addRelease(u"2026.48"_s, build, u"billing"_s);
    Train t;
    t.version = u"2026.48"_s;
    t.isoYear = 2026;
    t.isoWeek = 48;
    t.departure = at(100);
    t.cutoff = at(50);
    t.deployer = {u"nr"_s};
    t.backup = {u"ik"_s};
    Train later = t;
    later.version = u"2026.49"_s;
    later.departure = at(200);
    const std::vector<Train> trains{later, t};
    QCOMPARE(must(f.write([&](Session &s) { return s.trains().plan(trains); })), 2);
    QCOMPARE(must(f.write([&](Session &s) { return s.trains().plan(trains); })), 0);
    t = must(f.read([](Session &s) { return s.trains().byVersion(u"2026.48"_s); })).value();
    QCOMPARE(must(f.read([](Session &s) { return s.trains().next(); }))->id, t.id);
    t.release = release.id;
    t.deployer = {u"tm"_s};
    t.departure = at(101);
    t.cutoff = at(51);
    must(f.write([&](Session &s) { return s.trains().change(t, u"nr is away"_s); }));
    QCOMPARE(f.lastEvent().reason, u"nr is away"_s);
    must(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Boarding, at(40), {}); }));
    must(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Departed, at(102), {}); }));
    must(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Arrived, at(110), {}); }));
    f.reopen();
    const Train back = must(f.read([&](Session &s) { return s.trains().byId(t.id); })).value();
    QCOMPARE(back.version, t.version);
    QCOMPARE(back.isoYear, 2026);
    QCOMPARE(back.isoWeek, 48);
    QCOMPARE(back.departure, at(101));
    QCOMPARE(back.cutoff, at(51));
    QCOMPARE(back.deployer.value, u"tm"_s);
    QCOMPARE(back.backup.value, u"ik"_s);
    QCOMPARE(back.state, TrainState::Arrived);
    QCOMPARE(back.release, release.id);
    QCOMPARE(back.departedAt, at(102));
    QCOMPARE(back.arrivedAt, at(110));
    const Train next = must(f.read([](Session &s) { return s.trains().next(); })).value();
    QCOMPARE(next.version, u"2026.49"_s);
    must(f.write([&](Session &s) { return s.trains().transition(next.id, TrainState::Skipped, at(1), u"holiday"_s); }));
    QCOMPARE(must(f.read([&](Session &s) { return s.trains().byId(next.id); }))->reason, u"holiday"_s);
    QVERIFY(!must(f.read([](Session &s) { return s.trains().next(); })));
    const auto between = must(f.read([](Session &s) { return s.trains().between(at(101), at(200)); }));
    QCOMPARE(between.size(), 1u); // [from, to)
    QCOMPARE(between[0].id, t.id);
}

void StorageRepositories::notesComeBackWhole()
{
    Fixture f;
    const Release release = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1.0.0"_s), u"billing"_s);
    NotesRevision n;
    n.text = u"# Größer\n\n* one"_s;
    n.author = u"nr"_s;
    n.at = at(1);
    const NotesDocument doc = must(f.write([&](Session &s) { return s.notes().create(release.id, n); }));
    QCOMPARE(must(f.write([&](Session &s) { return s.notes().create(release.id, n); })).id, doc.id);
    n.text += u"\n* two"_s;
    n.at = at(2);
    const NotesRevision second = must(f.write([&](Session &s) { return s.notes().revise(doc.id, n); }));
    QCOMPARE(second.number, 2);
    QCOMPARE(must(f.write([&](Session &s) { return s.notes().revise(doc.id, n); })).id, second.id); // the same text
    must(f.write([&](Session &s) { return s.notes().transition(doc.id, NotesState::InReview, {}); }));
    SignOff sign{{}, doc.id, second.hash, {u"support-lead"_s}, u"wc"_s, SignOffVerdict::Rejected, u"why two?"_s, at(3)};
    sign = must(f.write([&](Session &s) { return s.notes().sign(sign); }));
    f.reopen();
    const NotesDocument back = must(f.read([&](Session &s) { return s.notes().ofRelease(release.id); })).value();
    QCOMPARE(back.id, doc.id);
    QCOMPARE(back.release, release.id);
    QCOMPARE(back.state, NotesState::InReview);
    QCOMPARE(back.current, second.id);
    const NotesRevision r = must(f.read([&](Session &s) { return s.notes().revision(back.current); })).value();
    QCOMPARE(r.document, doc.id);
    QCOMPARE(r.number, 2);
    QCOMPARE(r.text, n.text);
    QCOMPARE(r.hash, QCryptographicHash::hash(n.text.toUtf8(), QCryptographicHash::Sha256).toHex());
    QCOMPARE(r.author, u"nr"_s);
    QCOMPARE(r.at, at(2));
    const auto revisions = must(f.read([&](Session &s) { return s.notes().revisions(doc.id); }));
    QCOMPARE(revisions.size(), 2u);
    QCOMPARE(revisions[0].number, 2);
    QVERIFY(revisions[0].text.isEmpty());
    const auto signs = must(f.read([&](Session &s) { return s.notes().signOffs(doc.id); }));
    QCOMPARE(signs.size(), 1u);
    QCOMPARE(signs[0].id, sign.id);
    QCOMPARE(signs[0].hash, second.hash);
    QCOMPARE(signs[0].role.value, u"support-lead"_s);
    QCOMPARE(signs[0].person, u"wc"_s);
    QCOMPARE(signs[0].verdict, SignOffVerdict::Rejected);
    QCOMPARE(signs[0].comment, u"why two?"_s);
    QCOMPARE(signs[0].at, at(3));
}

void StorageRepositories::issuesComeBackWhole()
{
    Fixture f;
    const Release release = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1.0.0"_s), u"billing"_s);
    const Issue i{{},
                  {u"billing"_s},
                  {u"billing.commit"_s},
                  {u"prod"_s},
                  release.id,
                  Severity::Critical,
                  Cause::Environment,
                  u"It falls over"_s,
                  u"abc"_s,
                  at(5)};
    const IssueId id = must(f.write([&](Session &s) { return s.issues().add(i); }));
    QCOMPARE(must(f.write([&](Session &s) { return s.issues().add(i); })), id);
    f.reopen();
    const auto list = must(f.read([](Session &s) { return s.issues().between(at(5), at(6)); }));
    QCOMPARE(list.size(), 1u);
    QCOMPARE(list[0].id, id);
    QCOMPARE(list[0].service, i.service);
    QCOMPARE(list[0].caughtAt, i.caughtAt);
    QCOMPARE(list[0].environment, i.environment);
    QCOMPARE(list[0].introducedBy, i.introducedBy);
    QCOMPARE(list[0].severity, i.severity);
    QCOMPARE(list[0].cause, i.cause);
    QCOMPARE(list[0].title, i.title);
    QCOMPARE(list[0].commit, i.commit);
    QCOMPARE(list[0].foundAt, i.foundAt);
    QVERIFY(must(f.read([](Session &s) { return s.issues().between(at(0), at(5)); })).empty());
}

void StorageRepositories::poolSamplesComeBackWhole()
{
    Fixture f;
    const std::vector<PoolSample> samples{{{u"build"_s}, u"disk"_s, 10.5, 100, at(2)},
                                          {{u"build"_s}, u"disk"_s, 9, 100, at(1)},
                                          {{u"build"_s}, u"addresses"_s, 3, 16, at(1)}};
    QCOMPARE(must(f.write([&](Session &s) { return s.pools().add(samples); })), static_cast<int>(samples.size()));
    // The same moment again is the same sample.
    QCOMPARE(must(f.write([&](Session &s) { return s.pools().add(samples); })), 0);
    f.reopen();
    const auto latest = must(f.read([](Session &s) { return s.pools().latest(); }));
    QCOMPARE(latest.size(), 2u);
    QCOMPARE(latest[1].pool.value, u"build"_s);
    QCOMPARE(latest[1].resource, u"disk"_s);
    QCOMPARE(latest[1].used, 10.5); // the newest, though it came first
    QCOMPARE(latest[1].capacity, 100.0);
    QCOMPARE(latest[1].at, at(2));
    const auto history = must(f.read([](Session &s) { return s.pools().history({u"build"_s}, at(1)); }));
    QCOMPARE(history.size(), 3u);
    QCOMPARE(history[2].at, at(2));
    QCOMPARE(must(f.read([](Session &s) { return s.pools().history({u"build"_s}, at(2)); })).size(), 1u);
}

void StorageRepositories::poolHistoryIsThinned()
{
    Fixture f;
    std::vector<PoolSample> samples;
    for (int i = 0; i < 3000; ++i)
        samples.push_back({{u"build"_s}, u"disk"_s, static_cast<double>(i), 1e6, at(i)});
    must(f.write([&](Session &s) { return s.pools().add(samples); }));
    const auto history = must(f.read([](Session &s) { return s.pools().history({u"build"_s}, at(0)); }));
    QCOMPARE(history.size(), 50u);   // 3000 minutes are 50 hours
    QCOMPARE(history[0].used, 59.0); // the last of its hour
    QCOMPARE(history[0].at, at(59));
    QVERIFY(std::ranges::is_sorted(history, {}, &PoolSample::at));
}

void StorageRepositories::textOfAnyKindSurvives()
{
    Fixture f;
    const QString text = u"'; DROP TABLE hold; -- \n\t\"ü\U0001F6A2\u202E%_ "_s + QChar(1);
    must(f.write([&](Session &s) { return s.holds().set({{}, {}, {}, text, text, {}, {}, {}}); }));
    const auto active = must(f.read([](Session &s) { return s.holds().active(); }));
    QCOMPARE(active[0].reason, text);
    QCOMPARE(active[0].setBy, text);
    f.intent.reason = QString(QChar(0xD800)) + u"half a pair"_s; // no text, but it must not break the chain
    must(f.write([&](Session &s) { return s.holds().lift(active[0].id, {}); }));
    QVERIFY(f.verify().intact);
}

QTEST_GUILESS_MAIN(StorageRepositories)
#include "storage_repositories.moc"
