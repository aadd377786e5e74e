// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: what the rules forbid is refused with the right code, changes nothing, and cannot be had past the program
/// either; every pair of states follows the table of the domain.
class StorageRules final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stageRunsFollowTheTable();
    void releasesFollowTheTable();
    void trainsFollowTheTable();
    void promotionsFollowTheTable();
    void stepsFollowTheTable();
    void notesFollowTheTable();
    void promotionThatMovedOnIsRefused();
    void onePromotionForAServiceInAnEnvironment();
    void claimsInOrderOfTheGroup();
    void twoWorkersNeverClaimTheSame();
    void aVersionNeverMeansTwoDigests();
    void manifestsNameTheBuildsOfTheirServices();
    void releaseVersionsAreTakenOnce();
    void departedTrainsStay();
    void publishedNotesStay();
    void signOffsNeedTheTextThereIs();
    void approvalIsLostWithTheText();
    void droppingWhatIsOnItsWayIsRefused();
    void unknownThingsAreNotFound();
    void whatIsMissingIsInvalid();
    void theFileRefusesWhatTheProgramRefuses_data();
    void theFileRefusesWhatTheProgramRefuses();
    void everyWordIsAllowedByTheFile();
};

namespace {

/// For every pair of states: a new thing is put into `from` (straight in the file, whatever the way there), then moved.
template <class E, class Make, class Move>
void checkAllPairs(Fixture &f, const QString &table, Make make, Move move)
{
    constexpr size_t count = Words<E>::list.size();
    for (size_t i = 0; i < count; ++i) {
        for (size_t j = 0; j < count; ++j) {
            const E from = static_cast<E>(i);
            const E to = static_cast<E>(j);
            const qint64 id = make();
            RawConnection raw(f.options.file);
            raw.run(u"UPDATE "_s + table + u" SET state = '"_s + wordOf(from) + u"' WHERE id = "_s +
                    QString::number(id));
            const qint64 events = f.verify().events;
            const Result<void> moved = move(id, from, to);
            const QString now =
                raw.value(u"SELECT state FROM "_s + table + u" WHERE id = "_s + QString::number(id)).toString();
            if (mayFollow(from, to)) {
                QVERIFY2(moved,
                         qUtf8Printable(wordOf(from) + u" -> "_s + wordOf(to) + u": "_s +
                                        (moved ? QString() : moved.error().toString())));
                QCOMPARE(now, wordOf(to));
                QCOMPARE(f.verify().events, events + 1);
                const AuditEvent event = f.lastEvent();
                QVERIFY(event.before.contains(wordOf(from).toUtf8()));
                QVERIFY(event.after.contains(wordOf(to).toUtf8()));
            } else {
                QVERIFY2(!moved, qUtf8Printable(wordOf(from) + u" -> "_s + wordOf(to)));
                QCOMPARE(moved.error().code, ErrorCode::IllegalTransition);
                QVERIFY(moved.error().message.contains(wordOf(from)) && moved.error().message.contains(wordOf(to)));
                for (const E next : successors(from))
                    QVERIFY(moved.error().hint.contains(wordOf(next)));
                QCOMPARE(now, wordOf(from));
                QCOMPARE(f.verify().events, events);
            }
            // Out of the way of the next one, for the rules that allow one unfinished thing only.
            raw.run(u"PRAGMA foreign_keys = OFF"_s);
            raw.run(u"DELETE FROM "_s + table + u" WHERE id = "_s + QString::number(id));
        }
    }
    QVERIFY(f.verify().intact);
}

} // namespace

void StorageRules::stageRunsFollowTheTable()
{
    Fixture f;
    checkAllPairs<StageRunState>(
        f, u"stage_run"_s,
        [&] {
            StageRun run;
            run.stage = {u"billing.commit"_s};
            run.commit = u"abc"_s;
            return must(f.write([&](Session &s) { return s.stageRuns().add(run); })).id.value;
        },
        [&](qint64 id, StageRunState, StageRunState to) {
            StageRun run;
            run.id = {id};
            return f.write([&](Session &s) { return s.stageRuns().transition(run, to); });
        });
}

void StorageRules::releasesFollowTheTable()
{
    Fixture f;
    const ManifestId manifest = f.addRelease(u"2026.1"_s, f.addBuild(u"billing"_s, u"1"_s), u"billing"_s).manifest;
    checkAllPairs<ReleaseState>(
        f, u"release"_s,
        [&] {
            Release r;
            r.version = u"2026.48"_s;
            r.manifest = manifest;
            return must(f.write([&](Session &s) { return s.releases().create(r); })).id.value;
        },
        [&](qint64 id, ReleaseState, ReleaseState to) {
            return f.write([&](Session &s) { return s.releases().transition({id}, to, u"why"_s); });
        });
}

void StorageRules::trainsFollowTheTable()
{
    Fixture f;
    checkAllPairs<TrainState>(
        f, u"train"_s,
        [&] {
            std::vector<Train> trains(1);
            trains[0].version = u"2026.48"_s;
            trains[0].isoWeek = 48;
            must(f.write([&](Session &s) { return s.trains().plan(trains); }));
            return must(f.read([](Session &s) { return s.trains().byVersion(u"2026.48"_s); }))->id.value;
        },
        [&](qint64 id, TrainState, TrainState to) {
            return f.write([&](Session &s) { return s.trains().transition({id}, to, at(1), u"why"_s); });
        });
}

void StorageRules::promotionsFollowTheTable()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    checkAllPairs<PromotionState>(
        f, u"promotion"_s, [&] { return must(f.queue(u"billing"_s, u"prod"_s, build)).id.value; },
        [&](qint64 id, PromotionState from, PromotionState to) {
            Promotion p;
            p.id = {id};
            p.state = from;
            return f.write([&](Session &s) { return s.promotions().transition(p, to); });
        });
}

void StorageRules::stepsFollowTheTable()
{
    Fixture f;
    const Promotion p = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s)));
    checkAllPairs<StepState>(
        f, u"promotion_step"_s,
        [&] {
            PromotionStep step;
            step.promotion = p.id;
            return must(f.write([&](Session &s) { return s.promotions().addStep(step); })).id.value;
        },
        [&](qint64 id, StepState, StepState to) {
            PromotionStep step;
            step.id = {id};
            return f.write([&](Session &s) { return s.promotions().transitionStep(step, to); });
        });
}

void StorageRules::notesFollowTheTable()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    int count = 0;
    checkAllPairs<NotesState>(
        f, u"notes_document"_s,
        [&] {
            const Release release = f.addRelease(u"2026."_s + QString::number(++count), build, u"billing"_s);
            return must(f.write([&](Session &s) { return s.notes().create(release.id, {}); })).id.value;
        },
        [&](qint64 id, NotesState, NotesState to) {
            return f.write([&](Session &s) { return s.notes().transition({id}, to, {}); });
        });
}

void StorageRules::promotionThatMovedOnIsRefused()
{
    Fixture f;
    Promotion p = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s)));
    must(f.write([](Session &s) { return s.promotions().claim(u"other"_s, at(1)); }));
    const Error error =
        refusal(f.write([&](Session &s) { return s.promotions().transition(p, PromotionState::Aborted); }));
    QCOMPARE(error.code, ErrorCode::IllegalTransition);
    QVERIFY(error.message.contains(u"pre-flight"_s));
}

void StorageRules::onePromotionForAServiceInAnEnvironment()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1.0.0"_s);
    Promotion p = must(f.queue(u"billing"_s, u"prod"_s, build));
    QCOMPARE(refusal(f.queue(u"billing"_s, u"prod"_s, build)).code, ErrorCode::RuleRefused);
    must(f.queue(u"billing"_s, u"dev"_s, build));
    QCOMPARE(must(f.read([](Session &s) { return s.promotions().unfinishedFor({u"billing"_s}, {u"prod"_s}); }))->id,
             p.id);
    QCOMPARE(must(f.read([](Session &s) { return s.promotions().unfinished(); })).size(), 2u);
    must(f.write([&](Session &s) { return s.promotions().transition(p, PromotionState::Aborted); }));
    must(f.queue(u"billing"_s, u"prod"_s, build)); // a retry is a new promotion
}

void StorageRules::claimsInOrderOfTheGroup()
{
    Fixture f;
    const BuildId one = f.addBuild(u"ledger"_s, u"1.0.0"_s);
    const BuildId two = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const PromotionGroupId group = must(f.write([](Session &s) { return s.promotions().newGroup(); }));
    const Promotion second = must(f.queue(u"billing"_s, u"prod"_s, two, group, 1));
    const Promotion first = must(f.queue(u"ledger"_s, u"prod"_s, one, group, 0));
    const auto claim = [&](PromotionGroupId of = {}) {
        return must(f.write([of](Session &s) { return s.promotions().claim(u"w"_s, at(1), of); }));
    };
    QVERIFY(!claim({group.value + 1})); // of another group there is none
    Promotion taken = claim(group).value();
    QCOMPARE(taken.id, first.id);
    QCOMPARE(taken.state, PromotionState::PreFlight);
    QCOMPARE(taken.worker, u"w"_s);
    QVERIFY(!claim()); // its predecessor has not succeeded yet
    for (const PromotionState state :
         {PromotionState::Running, PromotionState::Validating, PromotionState::Succeeded}) {
        must(f.write([&](Session &s) { return s.promotions().transition(taken, state); }));
        taken.state = state;
    }
    QCOMPARE(claim()->id, second.id);
}

void StorageRules::twoWorkersNeverClaimTheSame()
{
    Fixture f;
    auto other = must(SqliteStore::open(f.options));
    constexpr int count = 40;
    for (int i = 0; i < count; ++i) {
        const QString service = u"s"_s + QString::number(i);
        must(f.queue(service, u"prod"_s, f.addBuild(service, u"1"_s)));
    }
    const auto claim = [](Session &s) { return s.promotions().claim(u"w"_s, at(1)); };
    std::vector<QFuture<Result<std::optional<Promotion>>>> claims;
    for (int i = 0; i < count; ++i) {
        claims.push_back(f.store->write(f.intent, claim));
        claims.push_back(other->write(f.intent, claim));
    }
    QSet<qint64> ids;
    int none = 0;
    for (auto &future : claims) {
        const auto promotion = must(future.takeResult());
        if (!promotion)
            ++none;
        else
            ids.insert(promotion->id.value);
    }
    QCOMPARE(ids.size(), count);
    QCOMPARE(none, count);
    QVERIFY(f.verify().intact);
}

void StorageRules::aVersionNeverMeansTwoDigests()
{
    Fixture f;
    const Build b{{}, {u"billing"_s}, u"1.0.0"_s, u"abc"_s, u"sha256:1"_s, at(1)};
    must(f.write([&](Session &s) { return s.builds().add(b); }));
    Build other = b;
    other.digest = u"sha256:2"_s;
    QCOMPARE(refusal(f.write([&](Session &s) { return s.builds().add(other); })).code, ErrorCode::RuleRefused);
    other = b;
    other.commit = u"def"_s;
    QCOMPARE(refusal(f.write([&](Session &s) { return s.builds().add(other); })).code, ErrorCode::RuleRefused);
    other.service = {u"ledger"_s};
    must(f.write([&](Session &s) { return s.builds().add(other); }));
}

void StorageRules::manifestsNameTheBuildsOfTheirServices()
{
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    const BuildId second = f.addBuild(u"billing"_s, u"2"_s);
    const auto add = [&](const Manifest &m) {
        return f.write([&](Session &s) { return s.releases().addManifest(m); });
    };
    QCOMPARE(refusal(add({{}, {{{u"ledger"_s}, build}}, u"d"_s, {}})).code, ErrorCode::InvalidInput);
    QCOMPARE(refusal(add({{}, {{{u"billing"_s}, BuildId{77}}}, u"d"_s, {}})).code, ErrorCode::InvalidInput);
    QCOMPARE(refusal(add({{}, {}, u"d"_s, {}})).code, ErrorCode::InvalidInput);
    must(add({{}, {{{u"billing"_s}, build}}, u"d"_s, {}}));
    QCOMPARE(refusal(add({{}, {{{u"billing"_s}, second}}, u"d"_s, {}})).code, ErrorCode::RuleRefused);
}

void StorageRules::releaseVersionsAreTakenOnce()
{
    Fixture f;
    const Release r = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1"_s), u"billing"_s);
    QCOMPARE(refusal(f.write([&](Session &s) { return s.releases().create(r); })).code, ErrorCode::AlreadyExists);
}

void StorageRules::departedTrainsStay()
{
    Fixture f;
    std::vector<Train> trains(1);
    trains[0].version = u"2026.48"_s;
    trains[0].isoWeek = 48;
    must(f.write([&](Session &s) { return s.trains().plan(trains); }));
    Train t = must(f.read([](Session &s) { return s.trains().next(); })).value();
    QCOMPARE(
        refusal(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Skipped, at(0), {}); })).code,
        ErrorCode::InvalidInput);
    const qint64 events = f.verify().events;
    must(f.write([&](Session &s) { return s.trains().change(t, u"nothing changes"_s); }));
    QCOMPARE(f.verify().events, events);
    must(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Boarding, at(0), {}); }));
    must(f.write([&](Session &s) { return s.trains().transition(t.id, TrainState::Departed, at(0), {}); }));
    t.deployer = {u"ik"_s};
    QCOMPARE(refusal(f.write([&](Session &s) { return s.trains().change(t, u"late"_s); })).code,
             ErrorCode::RuleRefused);
}

void StorageRules::publishedNotesStay()
{
    Fixture f;
    const Release release = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1"_s), u"billing"_s);
    NotesRevision n;
    n.text = u"one"_s;
    const NotesDocument doc = must(f.write([&](Session &s) { return s.notes().create(release.id, n); }));
    for (const NotesState to : {NotesState::InReview, NotesState::Approved, NotesState::Published})
        must(f.write([&](Session &s) { return s.notes().transition(doc.id, to, {}); }));
    n.text = u"two"_s;
    QCOMPARE(refusal(f.write([&](Session &s) { return s.notes().revise(doc.id, n); })).code, ErrorCode::RuleRefused);
    const NotesRevision first = must(f.read([&](Session &s) { return s.notes().revision(doc.current); })).value();
    QCOMPARE(refusal(f.write([&](Session &s) {
                 return s.notes().sign({{}, doc.id, first.hash, {u"r"_s}, u"p"_s, {}, {}, {}});
             })).code,
             ErrorCode::RuleRefused);
    const NotesRevision second = must(f.write([&](Session &s) { return s.notes().revise(doc.id, n, true); }));
    QCOMPARE(second.number, 2);
    QCOMPARE(f.lastEvent().action, u"notes.corrected"_s);
    QCOMPARE(must(f.read([&](Session &s) { return s.notes().ofRelease(release.id); }))->state, NotesState::Draft);
    QCOMPARE(must(f.read([&](Session &s) { return s.notes().revision(doc.current); }))->text, u"one"_s);
}

void StorageRules::signOffsNeedTheTextThereIs()
{
    Fixture f;
    const Release release = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1"_s), u"billing"_s);
    NotesRevision n;
    n.text = u"one"_s;
    const NotesDocument doc = must(f.write([&](Session &s) { return s.notes().create(release.id, n); }));
    const NotesRevision first = must(f.read([&](Session &s) { return s.notes().revision(doc.current); })).value();
    n.text = u"two"_s;
    must(f.write([&](Session &s) { return s.notes().revise(doc.id, n); }));
    QCOMPARE(refusal(f.write([&](Session &s) {
                 return s.notes().sign({{}, doc.id, first.hash, {u"r"_s}, u"p"_s, {}, {}, {}});
             })).code,
             ErrorCode::RuleRefused);
    QVERIFY(must(f.read([&](Session &s) { return s.notes().signOffs(doc.id); })).empty());
}

void StorageRules::approvalIsLostWithTheText()
{
    Fixture f;
    const Release release = f.addRelease(u"2026.48"_s, f.addBuild(u"billing"_s, u"1"_s), u"billing"_s);
    NotesRevision n;
    n.text = u"one"_s;
    const NotesDocument doc = must(f.write([&](Session &s) { return s.notes().create(release.id, n); }));
    for (const NotesState to : {NotesState::InReview, NotesState::Approved})
        must(f.write([&](Session &s) { return s.notes().transition(doc.id, to, {}); }));
    must(f.write([&](Session &s) { return s.notes().revise(doc.id, n); })); // the same text keeps it
    QCOMPARE(must(f.read([&](Session &s) { return s.notes().ofRelease(release.id); }))->state, NotesState::Approved);
    n.text = u"two"_s;
    must(f.write([&](Session &s) { return s.notes().revise(doc.id, n); }));
    QCOMPARE(must(f.read([&](Session &s) { return s.notes().ofRelease(release.id); }))->state, NotesState::Draft);
}

void StorageRules::droppingWhatIsOnItsWayIsRefused()
{
    Fixture f;
    const auto describe = [&](const QByteArray &text) {
        return f.write([=](Session &s) { return s.products().describe(*parseTestProduct(text, u"/x"_s), text); });
    };
    must(describe("harbour\nbilling, ledger\ndev, prod"));
    const Promotion p = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1"_s)));
    QCOMPARE(refusal(describe("harbour\nledger\ndev, prod")).code, ErrorCode::RuleRefused);
    QCOMPARE(refusal(describe("harbour\nbilling\ndev")).code, ErrorCode::RuleRefused);
    QCOMPARE(must(f.read([](Session &s) { return s.products().current(); }))->services.size(), 2u);
    must(describe("harbour\nbilling\nprod"));
    must(f.write([&](Session &s) { return s.promotions().transition(p, PromotionState::Aborted); }));
    must(describe("harbour\nledger\ndev"));
}

void StorageRules::unknownThingsAreNotFound()
{
    Fixture f;
    const auto code = [&](auto job) { return refusal(f.write(job)).code; };
    StageRun run;
    run.id = {9};
    Promotion p;
    p.id = {9};
    PromotionStep step;
    step.id = {9};
    Train t;
    t.id = {9};
    QCOMPARE(code([&](Session &s) { return s.stageRuns().transition(run, StageRunState::Running); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.stageRuns().setCause({9}, Cause::Test, {}); }), ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.stageRuns().setBuild({9}, {1}); }), ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.releases().transition({9}, ReleaseState::Withdrawn, {}); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.trains().transition({9}, TrainState::Boarding, at(0), {}); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.trains().change(t, {}); }), ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.promotions().transition(p, PromotionState::Aborted); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.promotions().transitionStep(step, StepState::Running); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.notes().transition({9}, NotesState::InReview, {}); }),
             ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.notes().revise({9}, {}); }), ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.notes().sign({{}, {9}, {}, {}, {}, {}, {}, {}}); }), ErrorCode::NotFound);
    QCOMPARE(code([&](Session &s) { return s.holds().lift({9}, {}); }), ErrorCode::NotFound);
    QCOMPARE(f.verify().events, 0);
}

void StorageRules::whatIsMissingIsInvalid()
{
    Fixture f;
    const auto code = [&](auto job) { return refusal(f.write(job)).code; };
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    const qint64 events = f.verify().events;
    QCOMPARE(code([&](Session &s) { return s.builds().add({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.stageRuns().add({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) {
                 StageRun r;
                 r.stage = {u"x"_s};
                 return s.stageRuns().add(r);
             }),
             ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) {
                 StageRun r;
                 r.stage = {u"x"_s};
                 r.build = {99};
                 r.commit = u"a"_s;
                 return s.stageRuns().add(r);
             }),
             ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.releases().create({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.promotions().queue({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.promotions().addGate({9}, {}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) {
                 PromotionStep p;
                 p.promotion = {9};
                 return s.promotions().addStep(p);
             }),
             ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.deployments().start({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.issues().add({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.holds().set({}); }), ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) {
                 const std::vector<PoolSample> one(1);
                 return s.pools().add(one);
             }),
             ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) {
                 const std::vector<Change> one(1);
                 return s.changes().import({u"billing"_s}, one);
             }),
             ErrorCode::InvalidInput);
    QCOMPARE(code([&](Session &s) { return s.audit().append(u"x"_s, {}, "not json", {}); }), ErrorCode::InvalidInput);
    const HoldId hold = must(f.write([](Session &s) { return s.holds().set({{}, {}, {}, u"why"_s, {}, {}, {}, {}}); }));
    must(f.write([&](Session &s) { return s.holds().lift(hold, {}); }));
    QCOMPARE(code([&](Session &s) { return s.holds().lift(hold, {}); }), ErrorCode::NothingToDo);
    PromotionStep step;
    step.promotion = must(f.queue(u"billing"_s, u"prod"_s, build)).id;
    must(f.write([&](Session &s) { return s.promotions().addStep(step); }));
    QCOMPARE(code([&](Session &s) { return s.promotions().addStep(step); }), ErrorCode::AlreadyExists);
    QCOMPARE(f.verify().events, events + 4);
}

void StorageRules::theFileRefusesWhatTheProgramRefuses_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql) { QTest::newRow(name) << sql; };
    row("two unfinished promotions",
        u"INSERT INTO promotion SELECT 99, group_id, 9, service, environment, build, release, kind, overrides, reason, state, replaces, deployment, requested_by, queued_at, started_at, finished_at, message, cause, log_file, worker, rollback_cause, decided, waits_since, waits_until, retries, turn FROM promotion WHERE id = 1"_s);
    row("decided what is no end", u"UPDATE promotion SET decided = 'running' WHERE id = 1"_s);
    row("unknown promotion state", u"UPDATE promotion SET state = 'odd' WHERE id = 1"_s);
    row("finished promotion changes", u"UPDATE promotion SET state = 'queued' WHERE id = 2"_s);
    row("two running deployments",
        u"INSERT INTO deployment SELECT 99, service, environment, build, release, promotion, origin, outcome, from_at + 1, to_at, started_at, deployer, cause, message, remedies, attended FROM deployment WHERE outcome = 'running'"_s);
    row("deployment removed", u"DELETE FROM deployment"_s);
    row("another digest", u"INSERT INTO build VALUES (99, 'billing', '1', 'x', 'other', 0)"_s);
    row("build changed", u"UPDATE build SET digest = 'other'"_s);
    row("manifest changed", u"UPDATE manifest SET digest = 'other'"_s);
    row("manifest emptied", u"DELETE FROM manifest_build"_s);
    row("equal manifest", u"INSERT INTO manifest SELECT 99, digest, 0 FROM manifest"_s);
    row("manifest of a release changed", u"UPDATE release SET manifest = manifest + 1"_s);
    row("published revision", u"INSERT INTO notes_revision VALUES (99, 1, 9, 'h', 'a', 0, 'text')"_s);
    row("revision changed", u"UPDATE notes_revision SET text = 'other'"_s);
    row("sign-off of a release changed", u"UPDATE release_sign_off SET verdict = 'rejected'"_s);
    row("sign-off of a release removed", u"DELETE FROM release_sign_off"_s);
    row("tick changed", u"UPDATE checklist_tick SET ticked = 0"_s);
    row("tick removed", u"DELETE FROM checklist_tick"_s);
    row("audit changed", u"UPDATE audit_event SET reason = 'other' WHERE id = 1"_s);
    row("audit removed", u"DELETE FROM audit_event WHERE id = 1"_s);
    row("same attempt",
        u"INSERT INTO stage_run SELECT 99, stage, subject, build, manifest, commit_hash, attempt, state, queued_at, started_at, finished_at, tests, failed, errors, skipped, cause, log_file, message, failures FROM stage_run WHERE id = 1"_s);
    row("finished stage run changes", u"UPDATE stage_run SET state = 'queued' WHERE id = 1"_s);
    row("release without manifest",
        u"INSERT INTO release VALUES (99, 'v', 'regular', 'assembled', 77, NULL, NULL, 0)"_s);
    row("product text changed", u"UPDATE product_revision SET yaml = x''"_s);
}

void StorageRules::theFileRefusesWhatTheProgramRefuses()
{
    QFETCH(QString, sql);
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    const Release release = f.addRelease(u"2026.48"_s, build, u"billing"_s);
    must(f.queue(u"billing"_s, u"prod"_s, build));
    const Promotion second = must(f.queue(u"billing"_s, u"dev"_s, build));
    must(f.write([&](Session &s) { return s.promotions().transition(second, PromotionState::Aborted); }));
    must(f.write(
        [&](Session &s) { return s.releases().sign({.release = release.id, .hash = "h", .person = u"nr"_s}); }));
    must(f.write([&](Session &s) {
        return s.releases().tick(release.id, {u"prod"_s}, {.item = u"told"_s, .ticked = true, .person = u"nr"_s});
    }));
    must(f.write([&](Session &s) {
        Deployment d;
        d.service = {u"billing"_s};
        d.environment = {u"prod"_s};
        d.build = build;
        d.from = at(1);
        return s.deployments().start(d);
    }));
    must(f.write([&](Session &s) {
        StageRun run;
        run.stage = {u"billing.commit"_s};
        run.build = build;
        run.state = StageRunState::Passed;
        const std::vector<StageRun> runs{run};
        return s.stageRuns().import(runs);
    }));
    const NotesDocument doc = must(f.write([&](Session &s) { return s.notes().create(release.id, {}); }));
    for (const NotesState to : {NotesState::InReview, NotesState::Approved, NotesState::Published})
        must(f.write([&](Session &s) { return s.notes().transition(doc.id, to, {}); }));
    must(f.write([](Session &s) {
        return s.products().describe(*parseTestProduct("p\nbilling\nprod", u"/x"_s), "p\nbilling\nprod");
    }));
    RawConnection raw(f.options.file);
    raw.run(u"PRAGMA foreign_keys = ON"_s);
    QVERIFY(!raw.tryRun(sql));
    QVERIFY2(raw.error().contains(u"constraint"_s, Qt::CaseInsensitive) || raw.error().contains(u"never"_s) ||
                 raw.error().contains(u"Unable to fetch"_s),
             qUtf8Printable(raw.error()));
}

void StorageRules::everyWordIsAllowedByTheFile()
{
    // A word that the domain gains needs a migration of its CHECK. This notices.
    Fixture f;
    RawConnection raw(f.options.file);
    const auto check = [&]<class E>(const QString &table, std::type_identity<E>) {
        const QString sql = raw.value(u"SELECT sql FROM sqlite_schema WHERE name = '"_s + table + u'\'').toString();
        for (const std::string_view word : Words<E>::list)
            QVERIFY2(sql.contains(u'\'' + QString::fromLatin1(word) + u'\''), word.data());
    };
    check(u"stage_run"_s, std::type_identity<StageRunState>());
    check(u"stage_run"_s, std::type_identity<Cause>());
    check(u"release"_s, std::type_identity<ReleaseState>());
    check(u"release"_s, std::type_identity<ReleaseKind>());
    check(u"train"_s, std::type_identity<TrainState>());
    check(u"promotion"_s, std::type_identity<PromotionState>());
    check(u"promotion"_s, std::type_identity<PromotionKind>());
    check(u"promotion"_s, std::type_identity<Cause>());
    check(u"promotion_step"_s, std::type_identity<StepState>());
    check(u"promotion_step"_s, std::type_identity<StepKind>());
    check(u"gate_outcome"_s, std::type_identity<GateKind>());
    check(u"gate_outcome"_s, std::type_identity<GateResult>());
    check(u"deployment"_s, std::type_identity<DeploymentOrigin>());
    check(u"deployment"_s, std::type_identity<DeploymentOutcome>());
    check(u"deployment"_s, std::type_identity<Cause>());
    check(u"notes_document"_s, std::type_identity<NotesState>());
    check(u"sign_off"_s, std::type_identity<SignOffVerdict>());
    check(u"issue"_s, std::type_identity<Severity>());
    check(u"issue"_s, std::type_identity<Cause>());
}

QTEST_GUILESS_MAIN(StorageRules)
#include "storage_rules.moc"
