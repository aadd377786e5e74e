// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/logreader.h"
#include "logs/escapes.h"
#include "logs/linecutter.h"
#include "logs/logfile.h"
#include "logs/logfollower.h"
#include "logs/packedlog.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

QByteArray chunk(const QByteArray &bytes, char stream = 'o', qint64 at = 1'764'000'000'000)
{
    return '@' + QByteArray::number(at) + ' ' + stream + ' ' + QByteArray::number(bytes.size()) + '\n' + bytes;
}

QStringList textsOf(const QList<LogLine> &lines)
{
    QStringList texts;
    for (const LogLine &line : lines)
        texts << line.text;
    return texts;
}

QStringList all(LogReader &reader)
{
    do
        reader.refresh();
    while (reader.hasMore());
    return textsOf(reader.read(0, reader.count()).lines);
}

} // namespace

/// Protects that a log has every line once and in its order, wherever it is kept and whatever became of the file, and that what
/// is lost is said.
class LogReaderTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    FixedClock m_clock{Timestamp{std::chrono::milliseconds{1'764'000'000'123}}};

    QString logs() const { return m_dir->filePath(u"logs"_s); }
    QString log() const { return m_dir->filePath(u"logs/promotion-1.log"_s); }
    QString run(int n = 1) const { return m_dir->filePath(u"runs/run-%1"_s.arg(n)); }
    QString packed(int n = 1) const { return PackedLog::fileFor(logs(), run(n)); }

    void record(const QByteArray &bytes, int n = 1) const
    {
        QDir().mkpath(run(n));
        append(run(n) + u"/output"_s, bytes);
    }
    static void append(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        if (!file.open(QIODevice::Append) || file.write(bytes) != bytes.size())
            qFatal("%s", qPrintable(file.errorString()));
    }
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void replace(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            qFatal("%s", qPrintable(file.errorString()));
    }
    /// Five blocks or so.
    QStringList recordMuch() const
    {
        QStringList expected;
        QByteArray bytes, piece;
        for (int i = 0; i < 60'000; ++i) {
            const QByteArray line = "line " + QByteArray::number(i) + " of a log that takes some room, " +
                QByteArray(i % 40, 'x') + (i % 7 == 0 ? " \xc3\xa4\xe2\x82\xac" : "");
            expected << QString::fromUtf8(line);
            piece += line + '\n';
            if (i % 50 == 49) {
                // Cut in the middle of a line, which goes on in the next chunk.
                const qsizetype cut = piece.size() - i % 30;
                bytes += chunk(piece.first(cut), 'o', 1'764'000'000'000 + i);
                piece = piece.sliced(cut);
            }
        }
        bytes += chunk(piece);
        record(bytes);
        return expected;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QDir().mkpath(logs());
    }

    void ownLinesStandAroundWhatCommandsSay()
    {
        LogFile file(log(), m_clock);
        file.say(u"Deploy"_s);
        file.beginRun(run(1));
        const qint64 now = m_clock.now().time_since_epoch().count();
        record(chunk("one\ntwo\n", 'o', now - 500) + chunk("oops\n", 'e', now - 400) + chunk("half", 'o', now - 300));
        LogReader reader(log());
        QCOMPARE(all(reader), (QStringList{u"Deploy"_s, u"one"_s, u"two"_s, u"oops"_s}));
        QCOMPARE(reader.partial().text, u"half"_s);
        QVERIFY(reader.read(3, 1).lines.front().error);
        QVERIFY(reader.read(0, 1).lines.front().own);
        QCOMPARE(reader.read(0, 1).lines.front().at, m_clock.now());
        // What is said meanwhile stands where its time is.
        file.say(u"Cancelled by nr"_s);
        file.say(u"by hand"_s);
        file.flush();
        QCOMPARE(all(reader).sliced(4), (QStringList{u"Cancelled by nr"_s, u"by hand"_s}));
        QCOMPARE(reader.partial().text, u"half"_s);
        record(chunk(" done\nlast\n", 'o', now + 400));
        file.endRun();
        file.say(u"It was cancelled"_s);
        file.beginRun(run(2));
        QCOMPARE(all(reader),
                 (QStringList{u"Deploy"_s, u"one"_s, u"two"_s, u"oops"_s, u"Cancelled by nr"_s, u"by hand"_s,
                              u"half done"_s, u"last"_s, u"It was cancelled"_s}));
        QCOMPARE(textsOf(reader.read(3, 4).lines),
                 (QStringList{u"oops"_s, u"Cancelled by nr"_s, u"by hand"_s, u"half done"_s}));
        QList<qint64> found;
        const std::atomic<bool> cancelled{false};
        QVERIFY(reader.search(
            {u"e"_s, false, true}, 0, [&](const QList<qint64> &hits) { found += hits; }, [](qint64) {}, cancelled));
        QCOMPARE(found, (QList<qint64>{0, 1, 4, 6, 8}));
        record(chunk("cleaning") + chunk("\n"), 2);
        QVERIFY(!reader.isEnded());
        file.end();
        const QStringList whole = all(reader);
        QCOMPARE(whole.size(), 10);
        QCOMPARE(whole.last(), u"cleaning"_s);
        QVERIFY(reader.isEnded());
        // The same, whoever reads it first, and wherever it is by then.
        QVERIFY(packRun(logs(), run(1)));
        QVERIFY(QDir(run(1)).removeRecursively());
        LogReader later(log());
        QCOMPARE(all(later), whole);
        QVERIFY(later.problems().isEmpty());
    }

    void whoTakesALogUpNamesTheRunOnce()
    {
        {
            LogFile file(log(), m_clock);
            file.say(u"a"_s);
            file.beginRun(run());
        }
        append(log(), "2026-11-24T10:00:00.000Z\th\ttorn"); // the machine stopped here
        record(chunk("x\n"));
        {
            LogFile heir(log(), m_clock);
            heir.beginRun(run());
            heir.endRun();
        }
        // Another one dies before the result is stored, when all has been said.
        LogFile heir(log(), m_clock);
        heir.beginRun(run());
        heir.endRun();
        heir.flush();
        QCOMPARE(content(log()).count("\tx\t"), 1);
        QCOMPARE(content(log()).count("\tr\t"), 1);
        LogReader reader(log());
        QCOMPARE(all(reader), (QStringList{u"a"_s, u"x"_s}));
    }

    void aLogOfAnEarlierVersionIsRead()
    {
        append(log(),
               "2026-11-24T10:00:00.000Z\th\tDeploy\n2026-11-24T10:00:01.000Z\to\tout\ta\n"
               "2026-11-24T10:00:02.000Z\te\terr\nsomebody's note\n");
        LogReader reader(log());
        QCOMPARE(all(reader), (QStringList{u"Deploy"_s, u"out\ta"_s, u"err"_s, u"somebody's note"_s}));
        const LogPage page = reader.read(0, 4);
        QVERIFY(page.lines[0].own && !page.lines[1].own && !page.lines[1].error && page.lines[2].error);
        QCOMPARE(toQDateTime(page.lines[2].at).toString(Qt::ISODate), u"2026-11-24T10:00:02Z"_s);
    }

    void anyLinesOfMuchAreFound_data()
    {
        QTest::addColumn<bool>("isPacked");
        QTest::newRow("as it was recorded") << false;
        QTest::newRow("packed") << true;
    }
    void anyLinesOfMuchAreFound()
    {
        QFETCH(const bool, isPacked);
        const QStringList expected = recordMuch();
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.end();
        if (isPacked) {
            QVERIFY(packRun(logs(), run()));
            QVERIFY(QDir(run()).removeRecursively());
            QVERIFY(QFileInfo(packed()).size() < 600'000);
            auto opened = PackedLog::open(packed());
            QVERIFY(opened && (*opened)->wasIndexed());
            QVERIFY((*opened)->blocks().size() > 4);
        }
        LogReader reader(log());
        QCOMPARE(all(reader), expected);
        for (const qint64 from : {0, 1, 9'999, 30'000, 59'990}) {
            const LogPage page = reader.read(from, 20);
            QCOMPARE(textsOf(page.lines), expected.sliced(from, std::min<qsizetype>(20, expected.size() - from)));
        }
        QVERIFY(reader.read(60'000, 5).lines.isEmpty());
    }

    void anIndexThatIsTornIsMadeAgain_data()
    {
        QTest::addColumn<int>("cut");
        QTest::addColumn<bool>("damage");
        QTest::newRow("its last byte is gone") << 1 << false;
        QTest::newRow("half of it is gone") << 200 << false;
        QTest::newRow("a byte of it is another") << 100 << true;
    }
    void anIndexThatIsTornIsMadeAgain()
    {
        QFETCH(const int, cut);
        QFETCH(const bool, damage);
        const QStringList expected = recordMuch();
        QVERIFY(packRun(logs(), run()));
        const auto whole = *PackedLog::open(packed());
        QByteArray bytes = content(packed());
        if (damage)
            bytes[bytes.size() - cut] = static_cast<char>(bytes[bytes.size() - cut] ^ 0x55);
        else
            bytes.chop(cut);
        replace(packed(), bytes);
        const auto mended = PackedLog::open(packed());
        QVERIFY(mended && !(*mended)->wasIndexed());
        QCOMPARE((*mended)->blocks(), whole->blocks());
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.end();
        LogReader reader(log());
        QCOMPARE(all(reader), expected);
    }

    void whatIsDamagedIsSaidWhereItIs()
    {
        const QStringList expected = recordMuch();
        QVERIFY(packRun(logs(), run()));
        const auto whole = *PackedLog::open(packed());
        const LogBlock hurt = whole->blocks()[1];
        QByteArray bytes = content(packed());
        bytes[hurt.offset + hurt.size / 2] = static_cast<char>(bytes[hurt.offset + hurt.size / 2] ^ 0x55);
        replace(packed(), bytes);
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.end();
        LogReader reader(log());
        const QStringList read = all(reader);
        QCOMPARE(read.size(), expected.size()); // the others keep their numbers
        QCOMPARE(read.first(hurt.firstLine), expected.first(hurt.firstLine));
        QVERIFY2(read[hurt.firstLine].contains(u"damaged at byte %1"_s.arg(hurt.offset)),
                 qPrintable(read[hurt.firstLine]));
        QCOMPARE(read.sliced(hurt.firstLine + hurt.lines), expected.sliced(hurt.firstLine + hurt.lines));
        QCOMPARE(reader.problems().size(), 1);
    }

    void whatIsCutShortIsReadToThere()
    {
        const QStringList expected = recordMuch();
        QVERIFY(packRun(logs(), run()));
        const auto whole = *PackedLog::open(packed());
        const LogBlock last = whole->blocks()[2];
        replace(packed(), content(packed()).first(last.offset + 100));
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.endRun();
        file.say(u"and on"_s);
        file.end();
        LogReader reader(log());
        const QStringList read = all(reader);
        QCOMPARE(read.first(last.firstLine), expected.first(last.firstLine));
        QVERIFY2(read[last.firstLine].contains(u"byte %1"_s.arg(last.offset)), qPrintable(read[last.firstLine]));
        QCOMPARE(read.last(), u"and on"_s);
        // Gone altogether.
        QVERIFY(QFile::remove(packed()));
        QVERIFY(QDir(run()).removeRecursively());
        LogReader none(log());
        QVERIFY(all(none).front().contains(u"is gone"_s));
    }

    void aChunkThatIsTornIsNotLost()
    {
        record(chunk("whole\n") + chunk("this is cut").chopped(4));
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.end();
        LogReader plain(log());
        QCOMPARE(all(plain), (QStringList{u"whole"_s, u"this is"_s}));
        QVERIFY(packRun(logs(), run()));
        LogReader packedReader(log());
        QCOMPARE(all(packedReader), (QStringList{u"whole"_s, u"this is"_s}));
    }

    void packingTwiceOrHalfChangesNothing()
    {
        record(chunk("a\n"));
        append(packed() + u".1.part"_s, "half"); // of a program that died
        QVERIFY(packRun(logs(), run()));
        const QByteArray first = content(packed());
        record(chunk("never looked at again\n"));
        QVERIFY(packRun(logs(), run()));
        QCOMPARE(content(packed()), first);
        QVERIFY(packRun(logs(), run(7))); // was never begun
        QVERIFY(!QFile::exists(packed(7)));
        // Where it cannot be written the record stays what is read.
        record(chunk("b\n"), 2);
        const auto refused = packRun(u"/proc/no/such"_s, run(2));
        QVERIFY(!refused && refused.error().code == ErrorCode::FileFailed);
    }

    void linesAreSearched_data()
    {
        QTest::addColumn<LogQuery>("query");
        QTest::addColumn<QList<qint64>>("expected");
        QTest::newRow("as it stands") << LogQuery{u"Disk"_s, false, true} << QList<qint64>{1};
        QTest::newRow("in any case") << LogQuery{u"dISK"_s, false, false} << QList<qint64>{1, 3};
        QTest::newRow("beyond ASCII") << LogQuery{u"ÄRGER"_s, false, false} << QList<qint64>{4};
        QTest::newRow("an expression") << LogQuery{u"^\\w+ full$"_s, true, false} << QList<qint64>{1, 3};
        QTest::newRow("an expression does not go on in the next line")
            << LogQuery{u"full\\s+disk"_s, true, false} << QList<qint64>{};
        QTest::newRow("across colours") << LogQuery{u"three words here"_s, false, true} << QList<qint64>{5};
        QTest::newRow("not what was written over") << LogQuery{u"10 %"_s, false, true} << QList<qint64>{};
        QTest::newRow("what is left of it") << LogQuery{u"100 %"_s, false, true} << QList<qint64>{6};
        QTest::newRow("not the headers") << LogQuery{u"@"_s, false, true} << QList<qint64>{};
        QTest::newRow("Humdrum's own") << LogQuery{u"deploy"_s, false, false} << QList<qint64>{0};
        QTest::newRow("once a line") << LogQuery{u"l"_s, false, false} << QList<qint64>{0, 1, 3, 4, 7};
    }
    void linesAreSearched()
    {
        QFETCH(const LogQuery, query);
        QFETCH(const QList<qint64>, expected);
        LogFile file(log(), m_clock);
        file.say(u"Deploy"_s);
        file.beginRun(run());
        record(chunk("Disk full\n\ndisk full\nso viel \xc3\x84rger\n") +
               chunk("three \x1b[31mwords\x1b[0m here\n10 %\r100 %\nhello lovely\n", 'e'));
        file.end();
        for (const bool isPacked : {false, true}) {
            if (isPacked)
                QVERIFY(packRun(logs(), run()));
            LogReader reader(log());
            QCOMPARE(all(reader).size(), 8);
            QList<qint64> found;
            qint64 looked = 0;
            std::atomic<bool> cancelled{false};
            QVERIFY(reader.search(
                query, 0, [&](const QList<qint64> &hits) { found += hits; }, [&](qint64 lines) { looked = lines; },
                cancelled));
            QCOMPARE(found, expected);
            QCOMPARE(looked, 8);
            found.clear();
            QVERIFY(
                reader.search(query, 4, [&](const QList<qint64> &hits) { found += hits; }, [](qint64) {}, cancelled));
            QCOMPARE(found, QList<qint64>(std::ranges::lower_bound(expected, 4), expected.end()));
        }
    }

    void aFollowerTellsWhatComesAndFindsInIt()
    {
        LogFile file(log(), m_clock);
        file.say(u"Deploy"_s);
        file.beginRun(run());
        LogFollower follower(log());
        follower.setLive(true);
        QTRY_COMPARE_WITH_TIMEOUT(follower.count(), 1, patience);
        follower.find({u"needle"_s});
        for (int i = 0; i < 5; ++i) {
            record(chunk("hay\nneedle\n"));
            QTRY_COMPARE_WITH_TIMEOUT(follower.count(), 3 + 2 * i, patience);
            QTRY_COMPARE_WITH_TIMEOUT(follower.hits().size(), i + 1, patience);
        }
        QCOMPARE(follower.hits(), (QList<qint64>{2, 4, 6, 8, 10}));
        record(chunk("no end"));
        QTRY_COMPARE_WITH_TIMEOUT(follower.partial().text, u"no end"_s, patience);
        QFuture<LogPage> page = follower.read(1, 2);
        QTRY_VERIFY_WITH_TIMEOUT(page.isFinished(), patience);
        QCOMPARE(textsOf(page.result().lines), (QStringList{u"hay"_s, u"needle"_s}));
        file.end();
        QTRY_VERIFY_WITH_TIMEOUT(follower.isEnded(), patience);
        QCOMPARE(follower.count(), 12);
        QVERIFY(!follower.isLive());
        QVERIFY(follower.partial().text.isEmpty());
    }

    void aSearchThatIsGivenUpEnds()
    {
        recordMuch();
        LogFile file(log(), m_clock);
        file.beginRun(run());
        file.end();
        LogFollower follower(log());
        QTRY_COMPARE_WITH_TIMEOUT(follower.count(), 60'000, patience);
        follower.find({u"line 5"_s});
        follower.find({u"line 59999"_s});
        QTRY_VERIFY_WITH_TIMEOUT(!follower.isSearching() && follower.searched() == 60'000, patience);
        QCOMPARE(follower.hits(), QList<qint64>{59'999});
        follower.find({});
        QVERIFY(follower.hits().isEmpty());
    }

    void looksAreCarriedOn()
    {
        QByteArray look;
        carryLook(look, "a \x1b[1mb \x1b[31mc");
        QCOMPARE(look, "\x1b[1m\x1b[31m");
        carryLook(look, "\x1b[0;4md \x1b[2K");
        QCOMPARE(look, "\x1b[0;4m");
        carryLook(look, "\x1b[m");
        QVERIFY(look.isEmpty());
    }
};

QTEST_GUILESS_MAIN(LogReaderTest)
#include "logreadertest.moc"
