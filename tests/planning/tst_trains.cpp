// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/lateness.h"
#include "planning/trains.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Timestamp utc(const QString &text) { return toTimestamp(QDateTime::fromString(text + u'Z', Qt::ISODate)); }
QString iso(Timestamp t) { return toQDateTime(t).toString(u"yyyy-MM-ddTHH:mm"_s); }

Product product()
{
    Product p;
    p.zone = "Europe/Berlin"_ba;
    p.trains.since = QDate(2026, 4, 27);
    for (const QString &key : {u"nr"_s, u"ik"_s, u"tm"_s, u"wc"_s}) {
        Person person;
        person.key = {key};
        person.name = key.toUpper();
        person.email = key + u"@harbour.example";
        p.people.push_back(person);
        p.trains.rotation.push_back({key});
    }
    return p;
}

QStringList deployers(const std::vector<Train> &trains)
{
    QStringList list;
    for (const Train &t : trains)
        list.append(t.deployer.value + u'/' + t.backup.value);
    return list;
}

QStringList versions(const std::vector<Train> &trains)
{
    QStringList list;
    for (const Train &t : trains)
        list.append(t.version);
    return list;
}

Change feature(const QString &at, const QString &type = u"feat"_s)
{
    Change c;
    c.type = type;
    c.summary = at;
    c.committedAt = utc(at);
    c.authorEmail = u"NR@harbour.example"_s;
    c.authorName = u"Nora (laptop)"_s;
    return c;
}

} // namespace

class TestTrains : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void departsInWallTime();
    void numbersByIsoWeek_data();
    void numbersByIsoWeek();
    void givesTheSameAnswerFromAnyDay();
    void rotates();
    void passesOverWhoIsAway();
    void neverTakesTheSamePersonTwiceInARow();
    void goesOnFromStoredTrains();
    void keepsStoredTrainsAsTheyAre();
    void numbersASecondTrainInAWeek();
    void plansNothingWithoutASchedule();
    void findsLateFeatures();
    void writesLengths_data();
    void writesLengths();
};

/// Friday 17:00 stays Friday 17:00 also when the clocks change between cut-off and departure.
void TestTrains::departsInWallTime()
{
    const auto trains = plannedTrains(product(), utc(u"2026-10-19T00:00:00"_s), utc(u"2026-11-01T00:00:00"_s));
    QCOMPARE(trains.size(), 2U);
    QCOMPARE(iso(trains[0].departure), u"2026-10-20T08:00"_s);
    QCOMPARE(iso(trains[0].cutoff), u"2026-10-16T15:00"_s);
    QCOMPARE(iso(trains[1].departure), u"2026-10-27T09:00"_s);
    QCOMPARE(iso(trains[1].cutoff), u"2026-10-23T15:00"_s);
    QCOMPARE(trains[1].state, TrainState::Planned);
    QCOMPARE(trains[1].isoYear, 2026);
    QCOMPARE(trains[1].isoWeek, 44);
    // What departs exactly at the end is not in it; exactly at the beginning is.
    QCOMPARE(plannedTrains(product(), trains[0].departure, trains[1].departure).size(), 1U);
    Product spring = product();
    const auto march = plannedTrains(spring, utc(u"2027-03-29T00:00:00"_s), utc(u"2027-04-04T00:00:00"_s));
    QCOMPARE(iso(march.at(0).departure), u"2027-03-30T08:00"_s);
    QCOMPARE(iso(march.at(0).cutoff), u"2027-03-26T16:00"_s);
}

void TestTrains::numbersByIsoWeek_data()
{
    QTest::addColumn<QDate>("day");
    QTest::addColumn<QString>("version");
    QTest::newRow("week 53") << QDate(2026, 12, 29) << u"2026.53"_s;
    QTest::newRow("first days of January in week 53") << QDate(2027, 1, 2) << u"2026.53"_s;
    QTest::newRow("first week") << QDate(2027, 1, 5) << u"2027.01"_s;
    QTest::newRow("last days of December in week 1") << QDate(2024, 12, 31) << u"2025.01"_s;
    QTest::newRow("a year of 52 weeks") << QDate(2027, 12, 28) << u"2027.52"_s;
    QTest::newRow("the picture's") << QDate(2026, 11, 24) << u"2026.48"_s;
}

void TestTrains::numbersByIsoWeek()
{
    QFETCH(const QDate, day);
    QFETCH(const QString, version);
    QCOMPARE(trainVersion(day), version);
    Product p = product();
    p.trains.since = day;
    p.trains.recurrence = u"FREQ=DAILY"_s;
    const Timestamp from = toTimestamp(QDateTime(day, QTime(0, 0), QTimeZone("Europe/Berlin")));
    const auto trains = plannedTrains(p, from, from + 24h);
    QCOMPARE(trains.size(), 1U);
    QCOMPARE(trains[0].version, version);
    QCOMPARE(trains[0].version, u"%1.%2"_s.arg(trains[0].isoYear).arg(trains[0].isoWeek, 2, 10, '0'_L1));
}

void TestTrains::givesTheSameAnswerFromAnyDay()
{
    const Timestamp to = utc(u"2027-04-27T00:00:00"_s);
    const auto all = plannedTrains(product(), utc(u"2020-01-01T00:00:00"_s), to);
    QCOMPARE(all.size(), 52U);
    QCOMPARE(all.front().version, u"2026.18"_s);
    const auto later = plannedTrains(product(), utc(u"2026-11-18T00:00:00"_s), to);
    QCOMPARE(deployers(later), deployers(all).last(static_cast<qsizetype>(later.size())));
}

void TestTrains::rotates()
{
    const auto trains = plannedTrains(product(), utc(u"2026-04-27T00:00:00"_s), utc(u"2026-06-01T00:00:00"_s));
    QCOMPARE(deployers(trains), (QStringList{u"nr/ik"_s, u"ik/tm"_s, u"tm/wc"_s, u"wc/nr"_s, u"nr/ik"_s}));
}

void TestTrains::passesOverWhoIsAway()
{
    Product p = product();
    p.people[1].away.push_back({QDate(2026, 5, 5), QDate(2026, 5, 5)}); // both days count
    const auto trains = plannedTrains(p, utc(u"2026-04-27T00:00:00"_s), utc(u"2026-05-20T00:00:00"_s));
    QCOMPARE(deployers(trains), (QStringList{u"nr/ik"_s, u"tm/wc"_s, u"wc/nr"_s, u"nr/ik"_s}));
}

void TestTrains::neverTakesTheSamePersonTwiceInARow()
{
    Product p = product();
    for (size_t i = 1; i < p.people.size(); ++i)
        p.people[i].away.push_back({QDate(2026, 5, 5), QDate(2026, 5, 5)});
    const auto trains = plannedTrains(p, utc(u"2026-04-27T00:00:00"_s), utc(u"2026-05-13T00:00:00"_s));
    QCOMPARE(deployers(trains), (QStringList{u"nr/ik"_s, u"/"_s, u"ik/tm"_s}));
}

void TestTrains::goesOnFromStoredTrains()
{
    Train swapped;
    swapped.version = u"2026.19"_s;
    swapped.departure = utc(u"2026-05-05T08:00:00"_s);
    swapped.deployer = {u"wc"_s};
    std::vector stored{swapped};
    const auto from = utc(u"2026-05-06T00:00:00"_s), to = utc(u"2026-05-20T00:00:00"_s);
    QCOMPARE(deployers(plannedTrains(product(), from, to, stored)), (QStringList{u"nr/ik"_s, u"ik/tm"_s}));
    // Whoever was to deploy a train that never left has not deployed.
    stored[0].state = TrainState::Cancelled;
    QCOMPARE(deployers(plannedTrains(product(), from, to, stored)).first(), u"ik/tm"_s);
    // One of the past that is not on the schedule counts too.
    stored[0] = swapped;
    stored[0].version = u"2026.09"_s;
    stored[0].departure = utc(u"2026-02-24T08:00:00"_s);
    stored[0].deployer = {u"ik"_s};
    QCOMPARE(deployers(plannedTrains(product(), utc(u"2026-04-27T00:00:00"_s), utc(u"2026-05-01T00:00:00"_s), stored)),
             QStringList{u"tm/wc"_s});
}

void TestTrains::keepsStoredTrainsAsTheyAre()
{
    Train moved;
    moved.id = {7};
    moved.version = u"2026.20"_s;
    moved.departure = utc(u"2026-05-13T08:00:00"_s);
    moved.deployer = {u"ik"_s};
    moved.state = TrainState::Boarding;
    const auto trains =
        plannedTrains(product(), utc(u"2026-05-04T00:00:00"_s), utc(u"2026-05-20T00:00:00"_s), std::array{moved});
    QCOMPARE(versions(trains), (QStringList{u"2026.19"_s, u"2026.20"_s, u"2026.21"_s}));
    QCOMPARE(trains[1].id, TrainId{7});
    QCOMPARE(trains[1].departure, moved.departure);
    QCOMPARE(trains[1].state, TrainState::Boarding);
    // ik is next in turn in week 19, but has week 20 already.
    QCOMPARE(trains[0].deployer, PersonKey{u"tm"_s});
    QCOMPARE(trains[2].deployer, PersonKey{u"tm"_s});
}

void TestTrains::numbersASecondTrainInAWeek()
{
    Product p = product();
    p.trains.recurrence = u"FREQ=WEEKLY;BYDAY=TU,TH"_s;
    const auto trains = plannedTrains(p, utc(u"2026-04-30T00:00:00"_s), utc(u"2026-05-08T00:00:00"_s));
    QCOMPARE(versions(trains), (QStringList{u"2026.18b"_s, u"2026.19"_s, u"2026.19b"_s}));
}

void TestTrains::plansNothingWithoutASchedule()
{
    Product p = product();
    p.trains.since = {};
    QVERIFY(plannedTrains(p, utc(u"2026-04-30T00:00:00"_s), utc(u"2027-05-08T00:00:00"_s)).empty());
    p = product();
    QVERIFY(plannedTrains(p, utc(u"2027-04-30T00:00:00"_s), utc(u"2026-05-08T00:00:00"_s)).empty());
    p.trains.rotation.clear();
    QCOMPARE(deployers(plannedTrains(p, utc(u"2026-04-27T00:00:00"_s), utc(u"2026-05-01T00:00:00"_s))),
             QStringList{u"/"_s});
}

void TestTrains::findsLateFeatures()
{
    Train train;
    train.cutoff = utc(u"2026-11-20T16:00:00"_s);
    Change stranger = feature(u"2026-11-20T16:00:01"_s);
    stranger.authorEmail = u"someone@else.example"_s;
    stranger.authorName = u"Some One"_s;
    const std::vector changes{feature(u"2026-11-20T16:00:00"_s), stranger, feature(u"2026-11-22T18:30:00"_s),
                              feature(u"2026-11-22T18:30:00"_s, u"fix"_s), feature(u"2026-11-19T00:00:00"_s)};
    const auto late = lateFeatures(product(), train, changes);
    QCOMPARE(late.size(), 2U);
    QCOMPARE(late[0].who, u"NR"_s);
    QCOMPARE(late[0].late, Duration{50h + 30min});
    QCOMPARE(lengthText(late[0].late), u"2 d 2 h"_s);
    QCOMPARE(late[1].who, u"Some One"_s);
    QCOMPARE(late[1].late, Duration{1s});
    QVERIFY(lateFeatures(product(), Train{}, changes).empty());
}

void TestTrains::writesLengths_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << qint64{12} << u"12 s"_s;
    QTest::newRow("minutes") << qint64{2159} << u"35 min"_s;
    QTest::newRow("hours") << qint64{3600} << u"1 h"_s;
    QTest::newRow("hours and minutes") << qint64{3660} << u"1 h 1 min"_s;
    QTest::newRow("days") << qint64{86400 * 2 + 59} << u"2 d"_s;
}

void TestTrains::writesLengths()
{
    QFETCH(const qint64, seconds);
    QTEST(lengthText(std::chrono::seconds{seconds}), "text");
}

QTEST_GUILESS_MAIN(TestTrains)
#include "tst_trains.moc"
