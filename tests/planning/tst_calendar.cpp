// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/calendar.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Timestamp utc(const QString &text) { return toTimestamp(QDateTime::fromString(text + u'Z', Qt::ISODate)); }
QString iso(Timestamp t) { return t == noTime ? u"-"_s : toQDateTime(t).toString(u"yyyy-MM-ddTHH:mm"_s); }

CalendarRule rule(const QString &key, RuleKind kind, const QString &start, Duration length,
                  const QString &recurrence = {}, const QStringList &environments = {})
{
    CalendarRule r;
    r.key = key;
    r.kind = kind;
    r.title = key;
    const QDateTime wall = QDateTime::fromString(start, Qt::ISODate);
    r.start = QDateTime(wall.date(), wall.time(), QTimeZone("Europe/Berlin"));
    r.length = length;
    r.recurrence = recurrence;
    for (const QString &e : environments)
        r.environments.push_back({e});
    return r;
}

Product product(std::vector<CalendarRule> calendar)
{
    Product p;
    p.zone = "Europe/Berlin"_ba;
    for (const QString &key : {u"live"_s, u"other"_s}) {
        Environment e;
        e.key = {key};
        p.environments.push_back(e);
    }
    p.calendar = std::move(calendar);
    return p;
}

} // namespace

class TestCalendar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recursInWallTime_data();
    void recursInWallTime();
    void reportsOnlyWhatOverlaps();
    void judges_data();
    void judges();
    void refusesWhatItCannotFollow();
    void answersQuicklyFarFromTheStart();
};

void TestCalendar::recursInWallTime_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<qint64>("hours");
    QTest::addColumn<QString>("recurrence");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("expected"); // from/to in UTC

    QTest::newRow("once") << u"2026-12-21T00:00"_s << qint64{14 * 24} << QString() << u"2026-01-01T00:00:00"_s
                          << u"2028-01-01T00:00:00"_s << QStringList{u"2026-12-20T23:00/2027-01-03T23:00"_s};
    // 08:00 on the wall is 07:00 UTC before 29 March 2026 and 06:00 after.
    QTest::newRow("spring: the time of day stays")
        << u"2026-03-23T08:00"_s << qint64{10} << u"FREQ=WEEKLY;BYDAY=MO"_s << u"2026-03-23T00:00:00"_s
        << u"2026-04-07T00:00:00"_s
        << QStringList{u"2026-03-23T07:00/2026-03-23T17:00"_s, u"2026-03-30T06:00/2026-03-30T16:00"_s,
                       u"2026-04-06T06:00/2026-04-06T16:00"_s};
    QTest::newRow("autumn: the time of day stays")
        << u"2026-10-19T08:00"_s << qint64{10} << u"FREQ=WEEKLY;BYDAY=MO"_s << u"2026-10-19T00:00:00"_s
        << u"2026-10-27T00:00:00"_s
        << QStringList{u"2026-10-19T06:00/2026-10-19T16:00"_s, u"2026-10-26T07:00/2026-10-26T17:00"_s};
    QTest::newRow("spring: a length over the night counts the wall")
        << u"2026-03-28T22:00"_s << qint64{10} << QString() << u"2026-03-01T00:00:00"_s << u"2026-04-01T00:00:00"_s
        << QStringList{u"2026-03-28T21:00/2026-03-29T06:00"_s};
    QTest::newRow("autumn: a length over the night counts the wall")
        << u"2026-10-24T22:00"_s << qint64{10} << QString() << u"2026-10-01T00:00:00"_s << u"2026-11-01T00:00:00"_s
        << QStringList{u"2026-10-24T20:00/2026-10-25T07:00"_s};
    // 02:30 does not exist on 29 March: the old offset makes it 01:30 UTC.
    QTest::newRow("spring: a start in the skipped hour")
        << u"2026-03-28T02:30"_s << qint64{3} << u"FREQ=DAILY;COUNT=3"_s << u"2026-03-01T00:00:00"_s
        << u"2026-04-01T00:00:00"_s
        << QStringList{u"2026-03-28T01:30/2026-03-28T04:30"_s, u"2026-03-29T01:30/2026-03-29T03:30"_s,
                       u"2026-03-30T00:30/2026-03-30T03:30"_s};
    // 02:30 comes twice on 25 October: it starts the first time, and a freeze that ends then ends the second time.
    QTest::newRow("autumn: a start in the repeated hour")
        << u"2026-10-25T02:30"_s << qint64{1} << QString() << u"2026-10-01T00:00:00"_s << u"2026-11-01T00:00:00"_s
        << QStringList{u"2026-10-25T00:30/2026-10-25T02:30"_s};
    QTest::newRow("autumn: a freeze ends the second time")
        << u"2026-10-25T01:30"_s << qint64{1} << QString() << u"2026-10-01T00:00:00"_s << u"2026-11-01T00:00:00"_s
        << QStringList{u"2026-10-24T23:30/2026-10-25T01:30"_s};
    QTest::newRow("yearly") << u"2026-12-21T00:00"_s << qint64{24} << u"FREQ=YEARLY"_s << u"2027-06-01T00:00:00"_s
                            << u"2030-01-01T00:00:00"_s
                            << QStringList{u"2027-12-20T23:00/2027-12-21T23:00"_s,
                                           u"2028-12-20T23:00/2028-12-21T23:00"_s,
                                           u"2029-12-20T23:00/2029-12-21T23:00"_s};
    QTest::newRow("29 February") << u"2024-02-29T00:00"_s << qint64{24} << u"FREQ=YEARLY"_s << u"2025-01-01T00:00:00"_s
                                 << u"2029-01-01T00:00:00"_s << QStringList{u"2028-02-28T23:00/2028-02-29T23:00"_s};
    QTest::newRow("last Friday") << u"2026-01-01T12:00"_s << qint64{1} << u"FREQ=MONTHLY;BYDAY=-1FR"_s
                                 << u"2026-01-01T00:00:00"_s << u"2026-03-01T00:00:00"_s
                                 << QStringList{u"2026-01-30T11:00/2026-01-30T12:00"_s,
                                                u"2026-02-27T11:00/2026-02-27T12:00"_s};
    QTest::newRow("until a day includes it")
        << u"2026-01-01T12:00"_s << qint64{1} << u"FREQ=DAILY;UNTIL=20260102"_s << u"2026-01-01T00:00:00"_s
        << u"2026-03-01T00:00:00"_s
        << QStringList{u"2026-01-01T11:00/2026-01-01T12:00"_s, u"2026-01-02T11:00/2026-01-02T12:00"_s};
    QTest::newRow("until a moment in UTC")
        << u"2026-01-01T00:30"_s << qint64{1} << u"FREQ=DAILY;UNTIL=20260101T233000Z"_s << u"2025-12-01T00:00:00"_s
        << u"2026-03-01T00:00:00"_s
        << QStringList{u"2025-12-31T23:30/2026-01-01T00:30"_s, u"2026-01-01T23:30/2026-01-02T00:30"_s};
    QTest::newRow("every second week") << u"2026-01-05T12:00"_s << qint64{1} << u"FREQ=WEEKLY;INTERVAL=2"_s
                                       << u"2026-01-10T00:00:00"_s << u"2026-02-05T00:00:00"_s
                                       << QStringList{u"2026-01-19T11:00/2026-01-19T12:00"_s,
                                                      u"2026-02-02T11:00/2026-02-02T12:00"_s};
}

void TestCalendar::recursInWallTime()
{
    QFETCH(const QString, start);
    QFETCH(const qint64, hours);
    QFETCH(const QString, recurrence);
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QStringList, expected);
    const CalendarRule r = rule(u"r"_s, RuleKind::Freeze, start, std::chrono::hours{hours}, recurrence);
    const auto list = occurrences(product({r}), r, utc(from), utc(to));
    QVERIFY2(list, list ? "" : qPrintable(list.error().message));
    QStringList got;
    for (const Occurrence &o : *list)
        got.append(iso(o.from) + u'/' + iso(o.to));
    QCOMPARE(got, expected);
}

void TestCalendar::reportsOnlyWhatOverlaps()
{
    const CalendarRule r = rule(u"r"_s, RuleKind::Freeze, u"2026-06-01T10:00"_s, 1h);
    const Product p = product({r});
    const auto count = [&](const QString &from, const QString &to) {
        return occurrences(p, r, utc(from), utc(to))->size();
    };
    QCOMPARE(count(u"2026-06-01T08:30:00"_s, u"2026-06-01T08:31:00"_s), 1U); // inside
    QCOMPARE(count(u"2026-06-01T09:00:00"_s, u"2026-06-01T10:00:00"_s), 0U); // its end is not in it
    QCOMPARE(count(u"2026-06-01T07:00:00"_s, u"2026-06-01T08:00:00"_s), 0U); // nor is the end of what is asked for
    QCOMPARE(count(u"2026-06-01T07:00:00"_s, u"2026-06-01T08:01:00"_s), 1U);
}

void TestCalendar::judges_data()
{
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("at"); // UTC
    QTest::addColumn<GateResult>("result");
    QTest::addColumn<QString>("opens");
    QTest::addColumn<QString>("names");

    using enum GateResult;
    QTest::newRow("no window asked for") << u"other"_s << u"2026-06-06T03:00:00"_s << Pass << u"-"_s << u"No window"_s;
    QTest::newRow("inside the window") << u"live"_s << u"2026-06-01T06:00:00"_s << Pass << u"-"_s
                                       << u"office until 2026-06-01 18:00"_s;
    QTest::newRow("a moment before the window")
        << u"live"_s << u"2026-06-01T05:59:59"_s << Fail << u"2026-06-01T06:00"_s << u"Outside of office"_s;
    QTest::newRow("its end is outside") << u"live"_s << u"2026-06-01T16:00:00"_s << Fail << u"2026-06-02T06:00"_s
                                        << u"office"_s;
    QTest::newRow("the weekend") << u"live"_s << u"2026-06-06T10:00:00"_s << Fail << u"2026-06-08T06:00"_s
                                 << u"office"_s;
    QTest::newRow("over the change of the clocks")
        << u"live"_s << u"2026-10-24T10:00:00"_s << Fail << u"2026-10-26T07:00"_s << u"office"_s;
    QTest::newRow("freeze beats window") << u"live"_s << u"2026-12-21T09:00:00"_s << Fail << u"2027-01-04T07:00"_s
                                         << u"year-end until 2027-01-04 00:00"_s;
    QTest::newRow("freeze where there is no window")
        << u"other"_s << u"2026-12-21T09:00:00"_s << Fail << u"2027-01-03T23:00"_s << u"year-end"_s;
    QTest::newRow("one freeze ends in another")
        << u"other"_s << u"2027-08-01T09:00:00"_s << Fail << u"2027-08-14T22:00"_s << u"summer"_s;
    QTest::newRow("before the first window")
        << u"live"_s << u"2026-04-25T09:00:00"_s << Fail << u"2026-04-27T06:00"_s << u"office"_s;
    QTest::newRow("an environment change blocks nothing")
        << u"other"_s << u"2026-07-01T09:00:00"_s << Pass << u"-"_s << QString();
    QTest::newRow("no such environment") << u"nowhere"_s << u"2026-07-01T09:00:00"_s << Error << u"-"_s << u"nowhere"_s;
}

void TestCalendar::judges()
{
    QFETCH(const QString, environment);
    QFETCH(const QString, at);
    QFETCH(const GateResult, result);
    QFETCH(const QString, opens);
    QFETCH(const QString, names);
    const Product p = product({rule(u"office"_s, RuleKind::Window, u"2026-04-27T08:00"_s, 10h,
                                    u"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"_s, {u"live"_s}),
                               rule(u"year-end"_s, RuleKind::Freeze, u"2026-12-21T00:00"_s, 14 * 24h, u"FREQ=YEARLY"_s),
                               rule(u"summer"_s, RuleKind::Freeze, u"2027-08-01T00:00"_s, 10 * 24h),
                               rule(u"audit"_s, RuleKind::Freeze, u"2027-08-08T00:00"_s, 7 * 24h),
                               rule(u"disks"_s, RuleKind::EnvironmentChange, u"2026-07-01T00:00"_s, 24h)});
    const GateOutcome outcome = judge(p, {environment}, utc(at));
    QCOMPARE(outcome.kind, GateKind::Window);
    QCOMPARE(outcome.result, result);
    QCOMPARE(iso(outcome.opensAt), opens);
    QVERIFY2(outcome.text.contains(names), qPrintable(outcome.text));
    QCOMPARE(outcome.checkedAt, utc(at));
}

/// A window that can never open again, and rules that cannot be read, must not let anything pass.
void TestCalendar::refusesWhatItCannotFollow()
{
    const Timestamp now = utc(u"2026-06-01T09:00:00"_s);
    const GateOutcome past =
        judge(product({rule(u"once"_s, RuleKind::Window, u"2025-01-01T00:00"_s, 1h)}), {u"live"_s}, now);
    QCOMPARE(past.result, GateResult::Fail);
    QCOMPARE(past.opensAt, noTime);
    QVERIFY2(past.text.contains(u"400 days"), qPrintable(past.text));

    const GateOutcome always = judge(
        product({rule(u"for good"_s, RuleKind::Freeze, u"2025-01-01T00:00"_s, 20 * 365 * 24h)}), {u"live"_s}, now);
    QCOMPARE(always.result, GateResult::Fail);
    QCOMPARE(always.opensAt, noTime);

    const GateOutcome broken = judge(
        product({rule(u"r"_s, RuleKind::Freeze, u"2025-01-01T00:00"_s, 1h, u"FREQ=SOMETIMES"_s)}), {u"live"_s}, now);
    QCOMPARE(broken.result, GateResult::Error);
    const GateOutcome never = judge(
        product({rule(u"r"_s, RuleKind::Freeze, u"2025-01-01T00:00"_s, 1h, u"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"_s)}),
        {u"live"_s}, now);
    QCOMPARE(never.result, GateResult::Error);
    Product nowhere = product({rule(u"r"_s, RuleKind::Freeze, u"2025-01-01T00:00"_s, 1h)});
    nowhere.zone = "Mars/Olympus"_ba;
    QCOMPARE(judge(nowhere, {u"live"_s}, now).result, GateResult::Error);
}

void TestCalendar::answersQuicklyFarFromTheStart()
{
    const Product p = product(
        {rule(u"daily"_s, RuleKind::Window, u"1990-01-01T08:00"_s, 1h, u"FREQ=DAILY"_s),
         rule(u"seldom"_s, RuleKind::Freeze, u"1990-01-01T08:00"_s, 1h, u"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"_s)});
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(judge(p, {u"live"_s}, utc(u"2026-06-01T09:00:00"_s)).result, GateResult::Fail);
    const qint64 took = timer.elapsed();
    qInfo() << "36 years of a daily rule:" << took << "ms";
    QVERIFY(took < 2000);
}

QTEST_GUILESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
