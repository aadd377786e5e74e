// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/exampleopener.h"
#include "config/productfile.h"
#include "operations/documents.h"
#include "operations/overview/boringtrains.h"
#include "operations/overview/weeksoverview.h"
#include "operations/releases.h"
#include "storage/sqlitestore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString() + result.error().details));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

void silent(double, const QString &) {}

Timestamp berlin(QDate day, QTime time) { return toTimestamp(QDateTime(day, time, QTimeZone("Europe/Berlin"))); }

/// A first start at some time.
struct Start {
    Start(const QString &folder, const QString &database, Timestamp at) : clock(at)
    {
        SqliteOptions options;
        options.file = database;
        options.clock = &clock;
        options.parser = [](const QByteArray &yaml, const QString &file) { return parseProduct(yaml, file); };
        store = must(SqliteStore::open(options));
        must(importExample(*store, intent, folder, silent));
    }
    template <class Job>
    auto read(Job job)
    {
        return must(store->read(std::move(job)).takeResult());
    }

    FixedClock clock;
    const Intent intent{{u"somebody"_s, u"test"_s, {}}, u"first start"_s};
    std::unique_ptr<SqliteStore> store;
};

} // namespace

/// Protects what somebody sees at the first start, whenever that is: the story as it was recorded, and a next train with
/// something aboard.
class ExampleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        for (const QDate until : {QDate(2026, 11, 22), QDate(2026, 11, 24), QDate(2026, 11, 27)})
            must(createExample({.folder = folderOf(until), .until = until, .seed = 1}, silent));
    }

    void isAlive_data()
    {
        QTest::addColumn<QDate>("day");
        QTest::addColumn<QTime>("time");
        QTest::addColumn<QString>("next");
        QTest::newRow("on a Sunday") << QDate(2026, 11, 22) << QTime(12, 0) << u"2026.48"_s;
        QTest::newRow("before the train leaves") << QDate(2026, 11, 24) << QTime(9, 12) << u"2026.48"_s;
        QTest::newRow("after it would have left") << QDate(2026, 11, 24) << QTime(10, 48) << u"2026.49"_s;
        QTest::newRow("on a Friday") << QDate(2026, 11, 27) << QTime(16, 0) << u"2026.49"_s;
    }
    void isAlive()
    {
        QFETCH(QDate, day);
        QFETCH(QTime, time);
        QFETCH(QString, next);
        const Timestamp now = berlin(day, time);
        Start start(folderOf(day), m_folder.filePath(u"%1.db"_s.arg(QLatin1StringView(QTest::currentDataTag()))), now);
        const auto trains = start.read([&](Session &s) { return s.trains().between(noTime, now); });
        QVERIFY(trains.size() > 15);
        for (const Train &t : trains) {
            // A week for which nobody recorded a release had changes waiting: its train is not said to have left.
            if (!t.release.isValid()) {
                QVERIFY2(t.state == TrainState::Skipped, qPrintable(t.version));
                QVERIFY2(t.reason.contains(u"no release was assembled before its cut-off"_s), qPrintable(t.reason));
                continue;
            }
            QVERIFY2(t.state == TrainState::Arrived || t.state == TrainState::Departed, qPrintable(t.version));
        }
        const WeeksOverview weeks = start.read([&](Session &s) { return readWeeks(s, day.addDays(-56), 12, now); });
        for (const WeekLane &lane : weeks.lanes) {
            for (const std::vector<WeekStop> &stops : lane.stops)
                QVERIFY(std::ranges::none_of(stops, [](const WeekStop &s) { return s.state == StopState::Empty; }));
        }

        const auto train = start.read([](Session &s) { return s.trains().next(); });
        QVERIFY(train.has_value());
        QCOMPARE(train->version, next);
        const auto release = start.read([&](Session &s) { return s.releases().byId(train->release); });
        QVERIFY2(release, "nothing is aboard the next train");
        QCOMPARE(release->version, next);
        QCOMPARE(release->state, ReleaseState::Assembled); // nothing is promoted by itself
        const auto notes = start.read([&](Session &s) { return readNotes(s, *release); });
        QVERIFY(notes);
        QCOMPARE(notes->document.state, NotesState::Draft);
        QCOMPARE(notes->revision.author, examplePerson());
        QVERIFY(notes->changes.size() > 3);
        QCOMPARE(notes->coverage.missing, 0);
        QVERIFY(start.read([](Session &s) { return s.promotions().unfinished(); }).empty());
        QVERIFY(start.read([](Session &s) { return s.audit().verify(); }).intact);
    }

    void theStoryIsWrittenDown()
    {
        const QDate day(2026, 11, 24);
        Start start(folderOf(day), m_folder.filePath(u"story.db"_s), berlin(day, QTime(9, 12)));
        const auto releases = start.read([](Session &s) { return s.releases().list(0); });
        int documented = 0, without = 0;
        for (const Release &release : releases) {
            const auto train = start.read([&](Session &s) { return s.trains().byId(release.train); });
            const auto notes = start.read([&](Session &s) { return readNotes(s, release); });
            if (!notes) {
                // The big late ones and their patches.
                QVERIFY2(release.createdAt < berlin(QDate(2026, 7, 9), QTime(0, 0)), qPrintable(release.version));
                ++without;
                continue;
            }
            if (release.state == ReleaseState::Assembled)
                continue;
            ++documented;
            QCOMPARE(notes->document.state, NotesState::Published);
            QCOMPARE(notes->signOffs.size(), 1u);
            QVERIFY(notes->signOffs.front().person != notes->revision.author);
            // Once each client had its own pool all was told, and signed before the train left.
            if (train->departure > berlin(QDate(2026, 8, 10), QTime(0, 0))) {
                QVERIFY2(notes->coverage.missing == 0, qPrintable(release.version));
                QVERIFY2(notes->signOffs.front().at < train->departure, qPrintable(release.version));
            }
        }
        QCOMPARE(without, 5);
        QCOMPARE(documented, 19);

        const auto scored = start.read([&](Session &s) { return scoreTrains(s, noTime, start.clock.now()); });
        std::vector<int> marks;
        for (const ScoredTrain &t :
             scored | std::views::filter([](const ScoredTrain &each) { return each.train.release.isValid(); }))
            marks.push_back(static_cast<int>(t.score.parts[static_cast<size_t>(BoringComponent::NotesApproved)].mark));
        // None for the three big ones; late at first, then before departure but for once.
        std::vector<int> expected{0, 0, 0, 0, 1, 2, 1};
        expected.resize(marks.size(), 2);
        QCOMPARE(marks, expected);
        QCOMPARE(start.read([&](Session &s) { return readStreak(s, start.clock.now()); })->current, 17);
    }

    void aFirstStartMayBeTakenUpAgain()
    {
        const QDate day(2026, 11, 24);
        Start start(folderOf(day), m_folder.filePath(u"again.db"_s), berlin(day, QTime(10, 48)));
        const auto events = [&] { return start.read([](Session &s) { return s.audit().verify(); }).events; };
        const qint64 before = events();
        must(importExample(*start.store, start.intent, folderOf(day), silent));
        QCOMPARE(events(), before);
    }

private:
    QString folderOf(QDate until) const { return m_folder.filePath(u"harbour-"_s + until.toString(Qt::ISODate)); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ExampleTest)
#include "exampletest.moc"

#include <ranges>
