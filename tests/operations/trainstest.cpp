// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/trains.h"

#include "insightsworld.h"

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
