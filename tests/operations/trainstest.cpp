// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/trains.h"

#include "insightsworld.h"
#include "operations/overview/boringtrains.h"

using namespace humdrum;
using namespace humdrum::test;

namespace {

/// Trains of a week each: 2026.48 leaves at `now`, the numbers count on from there.
class Timetable {
public:
    World world{true};

    void plan(int first, int last)
    {
        for (int week = first; week <= last; ++week) {
            Train t;
            t.version = name(week);
            t.isoYear = 2026;
            t.isoWeek = week;
            t.departure = departure(week);
            t.cutoff = t.departure - 89h;
            world.write([&](Session &s) { return s.trains().plan(std::span(&t, 1)); });
        }
    }
    static QString name(int week) { return u"2026.%1"_s.arg(week); }
    static Timestamp departure(int week) { return now + std::chrono::weeks{week - 48}; }
    Train train(int week)
    {
        return must(world.read([&](Session &s) { return s.trains().byVersion(name(week)); })).value();
    }
    void load(int week, const Release &release)
    {
        world.write([&](Session &s) {
            Train t = *must(s.trains().byVersion(name(week)));
            t.release = release.id;
            return s.trains().change(t, u"aboard"_s);
        });
    }
    int advance(Timestamp at)
    {
        return world.write([at](Session &s) { return advanceTrains(s, smallProduct(), at); });
    }
    /// "locked arrived boarding planned"
    QString states(int first, int last)
    {
        QStringList words;
        for (int week = first; week <= last; ++week)
            words << wordOf(train(week).state);
        return words.join(u' ');
    }
};

} // namespace

/// Protects the first clause of the agreement: a train leaves every week, whatever became of the one before it.
class TrainsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLateTrainDoesNotStopThoseBehindIt()
    {
        Timetable t;
        t.plan(46, 50);
        t.load(46, t.world.release(u"2026.46"_s, 1, daysAgo(15)));
        QVERIFY(t.advance(now + 1h) > 0);
        QCOMPARE(t.states(46, 50), u"locked arrived arrived boarding planned"_s);
        QCOMPARE(t.train(47).departedAt, Timetable::departure(47));
        QCOMPARE(t.train(48).arrivedAt, Timetable::departure(48));
        QCOMPARE(t.advance(now + 1h), 0); // nothing is left to do, and nothing is done twice
    }

    /// A program that runs all the time and one that is started once a month come to the same.
    void manySmallStepsComeToTheSameAsOneLeap()
    {
        Timetable often, once;
        for (Timetable *t : {&often, &once}) {
            t->plan(46, 51);
            t->load(46, t->world.release(u"2026.46"_s, 1, daysAgo(15)));
            t->load(48, t->world.release(u"2026.48"_s, 2, daysAgo(8)));
        }
        const Timestamp end = Timetable::departure(49) + 2h;
        for (Timestamp at = Timetable::departure(45); at < end; at += 7h)
            often.advance(at);
        often.advance(end);
        once.advance(end);
        QCOMPARE(often.states(46, 51), u"locked arrived locked arrived boarding planned"_s);
        QCOMPARE(once.states(46, 51), often.states(46, 51));
    }

    /// The next one boards when it is time for the late one to be gone, not before.
    void boardsOneTrainAtATimeWhileNoneIsLate()
    {
        Timetable t;
        t.plan(48, 50);
        t.load(48, t.world.release(u"2026.48"_s, 1, daysAgo(5)));
        t.advance(now - 90h);
        QCOMPARE(t.states(48, 50), u"boarding planned planned"_s);
        t.advance(now - 1h);
        QCOMPARE(t.states(48, 50), u"locked planned planned"_s);
        t.advance(now);
        QCOMPARE(t.states(48, 50), u"locked boarding planned"_s);
    }

    void aReleaseRidesTheNextTrainThatHasRoomOrIsToLeave()
    {
        Timetable t;
        t.plan(47, 50);
        const auto next = [&] {
            const auto train = must(t.world.read([](Session &s) { return nextToBoard(s); }));
            return train ? train->version : QString();
        };
        t.advance(now - 1h);
        QCOMPARE(next(), u"2026.48"_s);
        t.load(48, t.world.release(u"2026.48"_s, 1, daysAgo(5)));
        t.advance(now);
        QCOMPARE(next(), u"2026.49"_s); // 48 is late with what it has
        t.load(49, t.world.release(u"2026.49"_s, 2, daysAgo(1)));
        QCOMPARE(next(), u"2026.49"_s); // it is the next, and who asks is told that it is taken
    }

    /// Of a week that nobody recorded it is known what the calendar had for it, and what waited.
    void everyWeekSinceTheFirstRecordedTrainHasOneWithItsReason()
    {
        Timetable t;
        Product product = smallProduct();
        product.trains.since = QDate(2026, 10, 6);
        const auto advance = [&] { return t.world.write([&](Session &s) { return advanceTrains(s, product, now); }); };
        t.world.change(u"billing"_s, 0, daysAgo(40));
        t.world.change(u"billing"_s, 1, daysAgo(30));
        advance(); // just described: the past needs no trains
        QVERIFY(must(t.world.read([](Session &s) { return s.trains().between(noTime, now); })).empty());
        t.plan(45, 45);
        t.load(45, t.world.release(u"2026.45"_s, 1, daysAgo(24)));
        t.world.change(u"billing"_s, 2, daysAgo(12)); // Thu 12 Nov: after the cut-off of 46, before that of 47
        advance();
        QCOMPARE(t.states(45, 49), u"locked arrived skipped skipped boarding"_s);
        QVERIFY(!t.train(46).release.isValid());
        for (const int week : {47, 48})
            QCOMPARE(t.train(week).reason, u"no release was assembled before its cut-off; changes that waited: 1"_s);
        QCOMPARE(must(t.world.read([](Session &s) { return s.trains().next(); }))->version, u"2026.45"_s);
        QCOMPARE(must(t.world.read([](Session &s) { return readStreak(s, now); }))->current, 0);
        QCOMPARE(advance(), 0); // nothing is recorded twice
    }

    void aTrainLeavesEmptyOnlyWhenNothingWaited()
    {
        Timetable t;
        t.plan(47, 49);
        t.world.change(u"billing"_s, 0, Timetable::departure(48) - 90h); // an hour before the cut-off of 48
        t.advance(now);
        QCOMPARE(t.states(47, 49), u"arrived skipped boarding"_s);
    }

    void aWeekInAFreezeIsSkippedForIt()
    {
        Timetable t;
        t.plan(47, 48);
        Product product = smallProduct();
        CalendarRule rule;
        rule.key = u"stocktaking"_s;
        rule.kind = RuleKind::Freeze;
        rule.title = u"Stocktaking"_s;
        rule.start = QDateTime(QDate(2026, 11, 16), QTime(0, 0), QTimeZone::UTC);
        rule.length = 48h;
        product.calendar.push_back(rule);
        t.world.write([&](Session &s) { return advanceTrains(s, product, now); });
        QCOMPARE(t.states(47, 48), u"skipped arrived"_s);
        QCOMPARE(t.train(47).reason, u"Stocktaking"_s);
    }

    void aLateTrainDepartsWhenItsReleaseGoesToAClient()
    {
        Timetable t;
        t.plan(46, 49);
        const Release release = t.world.release(u"2026.46"_s, 1, daysAgo(15));
        t.load(46, release);
        t.advance(now - 1h);
        t.world.deploy(u"billing"_s, u"aurora-prod"_s, 1, now, {.release = release.id});
        t.advance(now + 1h);
        QCOMPARE(t.states(46, 49), u"departed arrived arrived boarding"_s);
        QCOMPARE(t.train(46).departedAt, now);
    }
};

QTEST_GUILESS_MAIN(TrainsTest)
#include "trainstest.moc"
