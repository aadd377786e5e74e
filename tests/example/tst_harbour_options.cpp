// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/harbour.h"
#include "example/harbourfixture.h"
#include "example/layout.h"
#include "example/notes.h"
#include "example/telling.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace humdrum;
using namespace humdrum::example;
using namespace harbourtest;
using namespace Qt::StringLiterals;

/// Protects the example product from what it is asked for: any day, any folder, any number.
class TestHarbourOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void worksOnEveryDay_data();
    void worksOnEveryDay();
    void refusesAForeignFolder();
    void replacesAnEarlierHarbourAndHalfMadeOnes();
    void refusesNonsense_data();
    void refusesNonsense();

private:
    HarbourOptions options(const QString &name) const;

    QTemporaryDir m_folder;
};

HarbourOptions TestHarbourOptions::options(const QString &name) const
{
    HarbourOptions o;
    o.folder = m_folder.filePath(name);
    o.until = QDate(2026, 11, 24);
    o.portBase = 18100;
    return o;
}

void TestHarbourOptions::worksOnEveryDay_data()
{
    QTest::addColumn<QDate>("until");
    for (int day = 0; day < 7; ++day)
        QTest::addRow("day %d", day) << QDate(2026, 11, 23).addDays(day);
    QTest::addRow("new year") << QDate(2027, 1, 1);
    QTest::addRow("leap day") << QDate(2028, 2, 29);
    QTest::addRow("summer time begins") << QDate(2026, 3, 30);
    QTest::addRow("week 53") << QDate(2026, 12, 31);
}

void TestHarbourOptions::worksOnEveryDay()
{
    QFETCH(QDate, until);
    const Result<Weeks> weeks = planWeeks(until, 30);
    QVERIFY(weeks);
    Result<std::map<QString, Deck>> decks = readDecks();
    QVERIFY(decks);
    const Result<Story> story = tellStory(*weeks, 1, std::move(*decks));
    QVERIFY2(story, story ? "" : qPrintable(story.error().toString()));
    const QDateTime end(until, QTime(0, 0), QTimeZone("Europe/Berlin"));
    QVERIFY(weeks->departure(weeks->last()) > end && weeks->departure(weeks->last()) <= end.addDays(7));
    for (const DeploymentStory &d : tellDeployments(*story).records) {
        QVERIFY2(d.from < end && d.started <= d.from, qPrintable(d.from.toString()));
        QVERIFY(!d.remedies.isValid() || d.remedies < d.from);
    }
    const std::vector<NotesStory> notes = tellNotes(*story);
    QCOMPARE(notes.size(), 19U);
    for (const NotesStory &n : notes) {
        QVERIFY2(n.written < n.signedAt && n.signedAt < n.published && n.published < end, qPrintable(n.release));
        QVERIFY(n.signer != n.author);
        QVERIFY(n.written >= story->release(n.release)->assembled);
    }
    for (const auto &[key, service] : story->services) {
        QDateTime before;
        for (const Commit &c : service.commits) {
            if (!c.onMain)
                continue;
            QVERIFY2(c.at < end && (!before.isValid() || c.at > before), qPrintable(c.message + c.at.toString()));
            before = c.at;
        }
        const Commit &coming = service.commits[static_cast<size_t>(service.releaseBefore(end))];
        QVERIFY2(coming.at > weeks->departure(weeks->last() - 1), "the coming build is not new");
    }
    const QString yaml = QString::fromUtf8(productText(*weeks, 18100));
    const QDate freeze =
        QDate::fromString(yaml.section(u"kind: freeze"_s, 1).section(u"start: "_s, 1).first(10), Qt::ISODate);
    QVERIFY2(freeze > until.addDays(8), "the next train would be frozen");
    QVERIFY(freeze < until.addDays(400));
}

void TestHarbourOptions::refusesAForeignFolder()
{
    HarbourOptions o = options(u"foreign"_s);
    QVERIFY(QDir().mkpath(o.folder));
    QFile file(o.folder + u"/letter.txt"_s);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("dear") == 4);
    file.close();
    const Result<HarbourPaths> made = createHarbour(o);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::AlreadyExists);
    QCOMPARE(bytesOf(file.fileName()), "dear");
    QCOMPARE(QDir(o.folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 1);
}

void TestHarbourOptions::replacesAnEarlierHarbourAndHalfMadeOnes()
{
    const HarbourOptions o = options(u"replaced"_s);
    QVERIFY(QDir().mkpath(o.folder)); // an empty folder is fine
    QVERIFY(createHarbour(o));
    QVERIFY(QFile(o.folder + u"/envs/left-over"_s).open(QIODevice::WriteOnly));
    const QString half = m_folder.filePath(u".replaced.making-999999999"_s);
    QVERIFY(QDir().mkpath(half + u"/services"_s));
    QVERIFY(!isHarbour(half));
    QVERIFY(createHarbour(o));
    QVERIFY(!QFileInfo::exists(o.folder + u"/envs/left-over"_s));
    QVERIFY(isHarbour(o.folder));
    QVERIFY(QDir(m_folder.path()).entryList({u".replaced*"_s}, QDir::Dirs | QDir::Hidden).isEmpty());
}

void TestHarbourOptions::refusesNonsense_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("weeks");
    QTest::addColumn<int>("portBase");
    QTest::addRow("no folder") << QString() << 30 << 0;
    QTest::addRow("too few weeks") << u"x"_s << 10 << 0;
    QTest::addRow("privileged ports") << u"x"_s << 30 << 80;
    QTest::addRow("too high ports") << u"x"_s << 30 << 65530;
}

void TestHarbourOptions::refusesNonsense()
{
    QFETCH(QString, folder);
    QFETCH(int, weeks);
    QFETCH(int, portBase);
    HarbourOptions o = options(u"nonsense"_s);
    if (folder.isEmpty())
        o.folder.clear();
    o.weeks = weeks;
    o.portBase = portBase;
    const Result<HarbourPaths> made = createHarbour(o);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidInput);
    QVERIFY(!QFileInfo::exists(m_folder.filePath(u"nonsense"_s)));
}

QTEST_GUILESS_MAIN(TestHarbourOptions)
#include "tst_harbour_options.moc"
