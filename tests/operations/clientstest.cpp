// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientsworld.h"
#include "operations/overview/boringtrains.h"
#include "operations/overview/releasesoverview.h"
#include "operations/overview/shelloverview.h"
#include "operations/overview/weeksoverview.h"
#include "operations/status.h"
#include "operations/trains.h"
#include "planning/departures.h"
#include "planning/movements.h"
#include "promotion/plan.h"

using namespace humdrum;
using namespace humdrum::test;

namespace {

const Timestamp tuesday = now - 2h; ///< 11:00 in Berlin

ClientReach reachOf(ClientsWorld &w, ReleaseId id)
{
    return must(w.read([id](Session &s) {
        const Product product = smallProduct();
        return ClientReaches(s, product).of(*must(s.releases().byId(id)));
    }));
}

} // namespace

/// Protects: the first client is not all clients. A release is released, and its train has arrived, when no client has to get it
/// any more; until then every page and the command line say how far it is.
class ClientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isReleasedWithTheLastClientAndNotWithTheFirst()
    {
        ClientsWorld w;
        const Release r = w.onTrain(46, tuesday - 14 * 24h);
        w.promote(r, u"aurora-prod"_s, tuesday - 14 * 24h);
        QCOMPARE(w.releaseNow(r.id).state, ReleaseState::InPromotion);
        QCOMPARE(w.trainNow(46).state, TrainState::Departed);
        QCOMPARE(w.trainNow(46).departedAt, tuesday - 14 * 24h);
        QCOMPARE(reachOf(w, r.id).sentence(), u"1 of 2 clients, missing: Borealis production"_s);

        const ReleaseOverview shown = must(w.read([&](Session &s) { return readRelease(s, r.id, u"nr"_s); }));
        QCOMPARE(progressOf(shown.row.state, shown.row.clients), u"in promotion · 1 of 2 clients"_s);
        const TrainId id = w.trainNow(46).id;
        const TrainOverview train = must(w.read([id](Session &s) { return readTrain(s, id, u"nr"_s, now); }));
        QVERIFY(train.clients);
        QCOMPARE(train.clients->missing(), QStringList{u"Borealis production"_s});
        const Status status = must(w.read(readStatus));
        QCOMPARE(status.open.size(), size_t{1});
        QCOMPARE(status.open.front().clients.text(), u"1 of 2 clients"_s);

        w.promote(r, u"borealis-prod"_s, tuesday - 10 * 24h);
        QCOMPARE(w.releaseNow(r.id).state, ReleaseState::Released);
        QCOMPARE(w.trainNow(46).state, TrainState::Arrived);
        QCOMPARE(w.trainNow(46).arrivedAt, tuesday - 10 * 24h);
        QVERIFY(must(w.read(readStatus)).open.empty());
    }

    /// What a client passed over it never needs; when it takes a later release, the earlier ones are released with that.
    void isReleasedWhereALaterOneRunsAlready()
    {
        ClientsWorld w;
        const Release first = w.onTrain(46, tuesday - 14 * 24h), second = w.onTrain(47, tuesday - 7 * 24h);
        w.promote(first, u"aurora-prod"_s, tuesday - 14 * 24h);
        w.promote(second, u"aurora-prod"_s, tuesday - 7 * 24h);
        QCOMPARE(w.releaseNow(first.id).state, ReleaseState::InPromotion);
        w.promote(second, u"borealis-prod"_s, tuesday - 6 * 24h);
        QCOMPARE(w.releaseNow(first.id).state, ReleaseState::Released);
        QCOMPARE(reachOf(w, first.id).overtaken(), QStringList{u"Borealis production"_s});
        QCOMPARE(w.trainNow(46).arrivedAt, tuesday - 6 * 24h);
        QCOMPARE(w.releaseNow(second.id).state, ReleaseState::Released);
    }

    void isNotReleasedByALaterOneThatFailedItsTest()
    {
        ClientsWorld w;
        const Release first = w.onTrain(46, tuesday - 14 * 24h), second = w.onTrain(47, tuesday - 7 * 24h);
        w.promote(first, u"aurora-prod"_s, tuesday - 14 * 24h);
        const Promotion bad = w.queue(second, u"borealis-prod"_s, tuesday - 7 * 24h);
        w.end(bad, PromotionState::Failed, true, tuesday - 7 * 24h, u"The smoke test failed"_s);
        w.write([](Session &s) { return settleReleases(s, smallProduct()); });
        QCOMPARE(w.releaseNow(first.id).state, ReleaseState::InPromotion);
        QCOMPARE(w.releaseNow(second.id).state, ReleaseState::InPromotion);
    }

    /// Rule 8.
    void aRollbackTurnsNoFinishedStateBackAndIsShown()
    {
        ClientsWorld w;
        const Release first = w.onTrain(46, tuesday - 14 * 24h), second = w.onTrain(47, tuesday - 7 * 24h);
        for (const QString &client : {u"aurora-prod"_s, u"borealis-prod"_s}) {
            w.promote(first, client, tuesday - 14 * 24h);
            w.promote(second, client, tuesday - 7 * 24h);
        }
        w.rollBack(u"borealis-prod"_s, 46, tuesday - 5 * 24h);
        w.write([](Session &s) { return advanceTrains(s, smallProduct(), now); });
        QCOMPARE(w.releaseNow(second.id).state, ReleaseState::Released);
        QCOMPARE(w.trainNow(47).state, TrainState::Arrived);
        const ReleaseOverview shown = must(w.read([&](Session &s) { return readRelease(s, second.id, u"nr"_s); }));
        const auto place =
            std::ranges::find(shown.places, EnvironmentKey{u"borealis-prod"_s}, &ReleasePlace::environment);
        QCOMPARE(place->state, PlaceState::RolledBack);
        QCOMPARE(place->runs, u"2026.46"_s);
    }

    /// A fork that no release brought is in nobody's way.
    void aForkKeepsNoReleaseOpenThatIsOvertakenBesideIt()
    {
        ClientsWorld w;
        const auto both = [&w](const QString &version, int number, Timestamp at) {
            const BuildId billing = w.build(u"billing"_s, number), ledger = w.build(u"ledger"_s, number);
            return w.write([&](Session &s) -> Result<Release> {
                Release r;
                r.version = version;
                r.createdAt = at;
                r.manifest = must(s.releases().addManifest(
                    {{}, {{{u"billing"_s}, billing}, {{u"ledger"_s}, ledger}}, u"digest-"_s + version, at}));
                r = must(s.releases().create(r));
                must(s.releases().transition(r.id, ReleaseState::InPromotion, u"test"_s));
                return r;
            });
        };
        const Release first = both(u"2026.46"_s, 46, daysAgo(20)), second = both(u"2026.47"_s, 47, daysAgo(10));
        for (const QString &service : {u"billing"_s, u"ledger"_s})
            w.deploy(service, u"aurora-prod"_s, 46, daysAgo(18),
                     {.outcome = DeploymentOutcome::Running, .release = first.id});
        w.deploy(u"ledger"_s, u"borealis-prod"_s, 3, daysAgo(100), {.outcome = DeploymentOutcome::Running});
        w.write([](Session &s) { return settleReleases(s, smallProduct()); });
        QCOMPARE(w.releaseNow(first.id).state, ReleaseState::InPromotion);
        w.deploy(u"billing"_s, u"borealis-prod"_s, 47, daysAgo(5),
                 {.outcome = DeploymentOutcome::Running, .release = second.id});
        w.write([](Session &s) { return settleReleases(s, smallProduct()); });
        QCOMPARE(w.releaseNow(first.id).state, ReleaseState::Released);
        QCOMPARE(w.releaseNow(second.id).state, ReleaseState::InPromotion);
    }

    /// Waiting for a lagging client is neither late nor less boring.
    void aDepartedTrainCountsToTheStreakOnceAClientHasIt()
    {
        ClientsWorld w;
        const Release r = w.onTrain(46, tuesday - 14 * 24h);
        w.promote(r, u"aurora-prod"_s, tuesday - 14 * 24h);
        const auto scored = must(w.read([](Session &s) { return scoreTrains(s, daysAgo(60), now); }));
        QCOMPARE(scored.size(), size_t{1});
        QVERIFY(scored.front().atClient);
        QCOMPARE(scored.front().score.parts[0].mark, BoringMark::Full); // on time
        QVERIFY(scored.front().score.isBoring());
        QCOMPARE(streakOf(scored, now).current, 1);
    }

    /// What a release leaves unchanged came with an earlier one, and goes with the next; it was there all the same.
    void aPlaceThatHadAllOfItHasHadItAlsoAfterTheNextOne()
    {
        ClientsWorld w;
        const Release first = w.onTrain(46, tuesday - 14 * 24h, 5), second = w.onTrain(47, tuesday - 7 * 24h, 5),
                      third = w.onTrain(49, tuesday, 6);
        w.promoteBoth(first, u"aurora-prod"_s, tuesday - 14 * 24h);
        w.promote(second, u"aurora-prod"_s, tuesday - 7 * 24h);
        const auto atClient = [&w](const Release &r) {
            const auto scored = must(w.read([](Session &s) { return scoreTrains(s, daysAgo(60), now); }));
            return std::ranges::find(scored, r.train, [](const ScoredTrain &t) { return t.train.id; })->atClient;
        };
        QVERIFY(atClient(second));
        w.promoteBoth(third, u"aurora-prod"_s, tuesday);
        QCOMPARE(reachOf(w, second.id).places[0].standing, ClientStanding::Reached);
        QCOMPARE(reachOf(w, second.id).places[0].at, tuesday - 7 * 24h);
        QCOMPARE(reachOf(w, second.id).missing(), QStringList{u"Borealis production"_s});
        QVERIFY(atClient(second));
    }

    /// Each of its builds ran there, but never beside each other as they were tested.
    void aPlaceThatNeverHadItWholeIsNotReached()
    {
        ClientsWorld w;
        const Release first = w.onTrain(46, tuesday - 14 * 24h, 5), second = w.onTrain(47, tuesday - 7 * 24h, 6);
        w.promote(first, u"aurora-prod"_s, tuesday - 14 * 24h);
        w.promote(second, u"aurora-prod"_s, tuesday - 7 * 24h);
        w.promote(first, u"aurora-prod"_s, tuesday - 6 * 24h, u"ledger"_s);
        QCOMPARE(reachOf(w, first.id).places[0].standing, ClientStanding::Overtaken);
    }

    /// Its date is ahead, but it has left, and what it did at a client is done.
    void aBrownPaperBagOfATrainThatLeftEarlyEndsTheStreakAtOnce()
    {
        ClientsWorld w;
        const Release good = w.onTrain(46, tuesday - 14 * 24h), early = w.onTrain(49, tuesday + 7 * 24h);
        w.promote(good, u"aurora-prod"_s, tuesday - 14 * 24h);
        const auto streak = [&w] {
            std::vector<ScoredTrain> scored = must(w.read([](Session &s) { return scoreTrains(s, daysAgo(60), now); }));
            for (ScoredTrain &t : scored)
                t.score.halves = 200; // whatever else was not boring in so small a world
            return streakOf(scored, now).current;
        };
        QCOMPARE(streak(), 1);
        w.promote(early, u"aurora-prod"_s, now - 2h);
        QCOMPARE(w.trainNow(49).state, TrainState::Departed);
        QCOMPARE(streak(), 1); // it does not count before its time
        w.rollBack(u"aurora-prod"_s, 46, now - 1h);
        QCOMPARE(streak(), 0);
    }

    /// What ended for a technical reason is called so wherever it is told of.
    void anErroredPromotionIsNotCalledFailed()
    {
        ClientsWorld w;
        const Release r = w.onTrain(49, tuesday + 7 * 24h);
        w.end(w.queue(r, u"aurora-staging"_s, now - 1h), PromotionState::Errored, false, now - 1h, u"It exited"_s);
        const TrainId id = w.trainNow(49).id;
        const TrainOverview train = must(w.read([id](Session &s) { return readTrain(s, id, u"nr"_s, now); }));
        QVERIFY(std::ranges::contains(train.attention, AttentionKind::PromotionErrored, &AttentionItem::kind));
        QVERIFY(!std::ranges::contains(train.attention, AttentionKind::PromotionFailed, &AttentionItem::kind));
        const ShellOverview shell = must(w.read([](Session &s) { return readShellOverview(s, now); }));
        const auto gate = std::ranges::find(shell.strip->gates, GateKind::Smoke, &StripGate::kind);
        QVERIFY2(gate->details.contains(u"errored"_s), qPrintable(gate->details));
        QCOMPARE(gate->mark, Mark::Failed);
    }

    /// A card that stands on a freeze says so also after another train left days before its time.
    void aTrainThatLeftEarlyMakesNoOtherEarlier()
    {
        ClientsWorld w;
        const Release early = w.onTrain(49, tuesday + 7 * 24h);
        w.promote(early, u"aurora-prod"_s, tuesday);
        w.onTrain(50, tuesday + 14 * 24h);
        const WeeksOverview weeks = must(w.read([](Session &s) { return readWeeks(s, QDate(2026, 11, 23), 4, now); }));
        const auto lane = std::ranges::find(weeks.lanes, EnvironmentKey{u"aurora-prod"_s}, &WeekLane::environment);
        QCOMPARE(lane->stops[2].front().at, tuesday + 14 * 24h);
    }

    void aReleaseThatGoesToAClientEarlySaysSoBeforeAndAfter()
    {
        ClientsWorld w;
        const Release r = w.onTrain(49, tuesday + 7 * 24h);
        const auto plan = [&](const QString &environment) {
            return must(w.read([&](Session &s) {
                PromotionAsk ask;
                ask.release = r.id;
                ask.environment = {environment};
                return earlyWarning(s, ask);
            }));
        };
        QCOMPARE(plan(u"aurora-prod"_s), u"This is 7 days before its train 2026.49 leaves (Tue 1 Dec, 11:00)"_s);
        QCOMPARE(plan(u"aurora-staging"_s), QString());
        w.promote(r, u"aurora-prod"_s, now);
        QCOMPARE(plan(u"borealis-prod"_s), QString()); // its train has left
        const ReleaseOverview shown = must(w.read([&](Session &s) { return readRelease(s, r.id, u"nr"_s); }));
        QCOMPARE(shown.trainLine, u"left Tue 24 Nov, 7 days before its departure"_s);
        QCOMPARE(shown.row.leftEarly, u"7 days"_s);
    }

    /// When a train to come will be where is judged by when earlier releases came first, not by when they were tried again.
    void whatIsPromotedAgainArrivesNoLater()
    {
        ClientsWorld w;
        const Release r = w.onTrain(46, tuesday - 14 * 24h);
        w.promote(r, u"aurora-prod"_s, tuesday - 14 * 24h + 1h);
        w.deploy(u"billing"_s, u"aurora-prod"_s, 46, tuesday - 9 * 24h,
                 {.outcome = DeploymentOutcome::Running, .release = r.id});
        w.onTrain(49, tuesday + 7 * 24h);
        const WeeksOverview weeks = must(w.read([](Session &s) { return readWeeks(s, QDate(2026, 11, 9), 4, now); }));
        const auto lane = std::ranges::find(weeks.lanes, EnvironmentKey{u"aurora-prod"_s}, &WeekLane::environment);
        QCOMPARE(lane->stops[0].front().at, tuesday - 14 * 24h + 1h);
        QCOMPARE(lane->stops[3].front().at, tuesday + 7 * 24h + 1h);
    }

    void aPatchRidesNoTrainAndIsNeverEarly()
    {
        ClientsWorld w;
        const Release r = w.onTrain(49, tuesday + 7 * 24h);
        const Release patch = w.release(u"2026.49.1"_s, 50, now, r.id);
        PromotionAsk ask;
        ask.release = patch.id;
        ask.environment = {u"aurora-prod"_s};
        QCOMPARE(must(w.read([&](Session &s) { return earlyWarning(s, ask); })), QString());
    }

    void aLateTrainDoesNotLeave()
    {
        Train t;
        t.state = TrainState::Locked;
        t.departure = now - 26h;
        QCOMPARE(departureLine(t, now, "Europe/Berlin"), u"was to leave Mon 23 Nov, 11:00, is 1 d 2 h late"_s);
        t.departure = now + 2h;
        QCOMPARE(departureLine(t, now, "Europe/Berlin"), u"leaves Tue 24 Nov, 15:00"_s);
    }
};

QTEST_GUILESS_MAIN(ClientsTest)
#include "clientstest.moc"
