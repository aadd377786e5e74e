// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientsworld.h"
#include "operations/overview/pipelineoverview.h"
#include "operations/overview/releasesoverview.h"
#include "operations/overview/weeksoverview.h"
#include "operations/status.h"

using namespace humdrum;
using namespace humdrum::test;

namespace {

const Timestamp tuesday = now - 2h;
const QString place = u"borealis-prod"_s;

/// A release of two builds that has been to Aurora, so that its train has left, and whatever happens to it at Borealis.
struct Scene {
    ClientsWorld w;
    Release before, release;

    Scene()
    {
        before = w.onTrain(46, tuesday - 14 * 24h, 46);
        w.promoteBoth(before, u"aurora-prod"_s, tuesday - 14 * 24h);
        w.promoteBoth(before, place, tuesday - 14 * 24h);
        release = w.onTrain(47, tuesday - 7 * 24h, 47);
        w.promoteBoth(release, u"aurora-prod"_s, tuesday - 7 * 24h);
    }
    void hold()
    {
        w.write([](Session &s) {
            return s.holds().set({{}, {u"billing"_s}, {place}, u"wrong totals"_s, u"nr"_s, now, {}, {}});
        });
    }
    void later()
    {
        const Release next = w.onTrain(48, tuesday, 48);
        w.promoteBoth(next, u"aurora-prod"_s, tuesday);
        w.promoteBoth(next, place, tuesday);
    }
    void laterLedger()
    {
        const Release next = w.onTrain(48, tuesday, 48);
        w.promoteBoth(next, u"aurora-prod"_s, tuesday);
        w.promote(next, place, tuesday, u"ledger"_s);
    }
};

using Situation = std::function<void(Scene &)>;

} // namespace

Q_DECLARE_METATYPE(Situation)

/// Protects: one state has one mark and one word, on Weeks, Releases and Pipeline and in `humdrumctl status`.
class PlacesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysTheSameEverywhere_data()
    {
        QTest::addColumn<Situation>("happens");
        QTest::addColumn<Mark>("mark");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, Mark mark, const QString &word, Situation happens) {
            QTest::newRow(name) << std::move(happens) << mark << word;
        };
        const auto fails = [](PromotionState state, bool deployed) {
            return [=](Scene &s) {
                s.w.end(s.w.queue(s.release, place, now - 1h), state, deployed, now - 1h, u"The smoke test failed"_s);
            };
        };
        row("never ran", Mark::Waiting, u"waiting"_s, [](Scene &) {});
        row("runs", Mark::Passed, u"runs it"_s, [](Scene &s) { s.w.promoteBoth(s.release, place, now - 1h); });
        row("runs but failed its smoke test", Mark::Failed, u"failed its test"_s, fails(PromotionState::Failed, true));
        row("failed and does not run", Mark::Failed, u"failed"_s, fails(PromotionState::Failed, false));
        row("errored", Mark::Failed, u"errored"_s, fails(PromotionState::Errored, false));
        row("was rolled back", Mark::Attention, u"rolled back · held"_s, [](Scene &s) {
            s.w.promoteBoth(s.release, place, now - 2h);
            s.w.rollBack(place, 46, now - 1h);
        });
        row("failed and was taken back", Mark::Failed, u"failed · held"_s, [fails](Scene &s) {
            fails(PromotionState::Failed, true)(s);
            s.w.rollBack(place, 46, now - 30min);
        });
        row("is being promoted", Mark::Running, titleOf(PromotionState::Running), [](Scene &s) {
            s.w.move(s.w.queue(s.release, place, now).id, {PromotionState::PreFlight, PromotionState::Running});
        });
        row("waits for the worker", Mark::Waiting, titleOf(PromotionState::Queued),
            [](Scene &s) { s.w.queue(s.release, place, now); });
        row("aborted", Mark::Attention, u"stopped"_s, [](Scene &s) {
            const PromotionId id = s.w.queue(s.release, place, now).id;
            s.w.write([](Session &x) { return x.promotions().claim(u"worker"_s, now); });
            s.w.move(id, {PromotionState::Running, PromotionState::Aborted});
        });
        row("cancelled while it was queued", Mark::Waiting, u"waiting"_s,
            [](Scene &s) { s.w.move(s.w.queue(s.release, place, now).id, {PromotionState::Aborted}); });
        row("ran it, and was cancelled while it was queued again", Mark::Passed, u"ran it"_s, [](Scene &s) {
            s.w.promoteBoth(s.release, place, tuesday - 7 * 24h);
            s.later();
            s.w.move(s.w.queue(s.release, place, now).id, {PromotionState::Aborted});
        });
        row("held", Mark::Attention, u"waiting · held"_s, [](Scene &s) { s.hold(); });
        row("runs and is held", Mark::Attention, u"runs it · held"_s, [](Scene &s) {
            s.w.promoteBoth(s.release, place, now - 1h);
            s.hold();
        });
        row("overtaken", Mark::Waiting, u"overtaken"_s, [](Scene &s) { s.later(); });
        row("ran it", Mark::Passed, u"ran it"_s, [](Scene &s) {
            s.w.promoteBoth(s.release, place, tuesday - 7 * 24h);
            s.later();
        });
        row("came in part", Mark::Waiting, u"part of it"_s, [](Scene &s) { s.w.promote(s.release, place, now - 1h); });
        // Its other build never ran there, so that it never was there.
        row("came in part and was overtaken in the other", Mark::Waiting, u"overtaken"_s, [](Scene &s) {
            s.w.promote(s.release, place, tuesday - 7 * 24h);
            s.laterLedger();
        });
        // What it has to bring is missing there, whatever else came.
        row("never came, and a later one in part", Mark::Waiting, u"waiting"_s, [](Scene &s) { s.laterLedger(); });
        row("never came, a later one in part, and is held", Mark::Attention, u"waiting · held"_s, [](Scene &s) {
            s.laterLedger();
            s.hold();
        });
    }

    void saysTheSameEverywhere()
    {
        QFETCH(Situation, happens);
        QFETCH(Mark, mark);
        QFETCH(QString, word);
        Scene s;
        happens(s);
        const ReleaseId id = s.release.id;
        const auto said = [](Mark m, const QString &w) { return QString(wordOf(m) + u", "_s + w); };
        const QString expected = said(mark, word);

        const ReleaseOverview release = must(s.w.read([id](Session &x) { return readRelease(x, id, u"nr"_s); }));
        const auto there = std::ranges::find(release.places, EnvironmentKey{place}, &ReleasePlace::environment);
        QCOMPARE(said(there->mark, there->word), expected);

        const PipelineOverview pipeline =
            must(s.w.read([id](Session &x) { return readPipeline(x, {.release = id, .build = {}}, now); }));
        const auto node = std::ranges::find(pipeline.nodes, EnvironmentKey{place}, &PipelineNode::environment);
        QCOMPARE(said(node->mark, node->word), expected);

        const WeeksOverview weeks = must(s.w.read([](Session &x) { return readWeeks(x, QDate(2026, 11, 2), 6, now); }));
        const auto lane = std::ranges::find(weeks.lanes, EnvironmentKey{place}, &WeekLane::environment);
        QString onWeeks;
        for (const auto &stops : lane->stops) {
            for (const WeekStop &stop : stops) {
                if (stop.release == id)
                    onWeeks = said(markOf(stop), titleOf(stop));
            }
        }
        QCOMPARE(onWeeks, expected);

        const Status status = must(s.w.read(readStatus));
        const auto open = std::ranges::find(status.open, id, [](const OpenRelease &o) { return o.release.id; });
        if (open == status.open.end()) // released: nothing is to be said of its way any more
            return;
        const auto at = std::ranges::find(status.product.environments, EnvironmentKey{place}, &Environment::key) -
            status.product.environments.begin();
        const PlaceVerdict &verdict = open->places[static_cast<size_t>(at)];
        QCOMPARE(said(verdict.mark, verdict.word), expected);
        // What is said of the clients is the same thing.
        const auto client = std::ranges::find(open->clients.places, EnvironmentKey{place}, &ClientPlace::environment);
        QCOMPARE(client->standing == ClientStanding::Overtaken, verdict.state == PlaceState::Overtaken);
        if (verdict.state == PlaceState::Ran || verdict.state == PlaceState::Runs)
            QCOMPARE(client->standing, ClientStanding::Reached);
        if (verdict.state == PlaceState::Waiting || verdict.state == PlaceState::Partly)
            QCOMPARE(client->standing, ClientStanding::Missing);
    }

    /// What runs failed its test: that first, and that it is held behind it.
    void aRollbackThatFailedItsTestSaysSoBeforeItIsHeld()
    {
        Scene s;
        s.w.promote(s.release, place, now - 3h);
        const BuildId old = s.w.build(u"billing"_s, 46);
        const Promotion back = s.w.write([&](Session &x) -> Result<Promotion> {
            Promotion p;
            p.group = must(x.promotions().newGroup());
            p.request = {{u"billing"_s}, {place}, old, {}, PromotionKind::Rollback, {}, u"wrong totals"_s};
            p.requestedBy = u"nr"_s;
            p.queuedAt = now - 1h;
            return x.promotions().queue(p);
        });
        s.w.end(back, PromotionState::Failed, true, now - 1h, u"The smoke test failed: 2 of 12"_s);
        const Status status = must(s.w.read(readStatus));
        const RunningBuild &running = status.running.at({u"billing"_s}, {place});
        QVERIFY(running.failed);
        QVERIFY(running.held);
        QCOMPARE(running.why, u"The smoke test failed: 2 of 12"_s);
    }
};

QTEST_GUILESS_MAIN(PlacesTest)
#include "placestest.moc"
