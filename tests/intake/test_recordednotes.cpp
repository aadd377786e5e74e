// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/recordednotes.h"
#ifndef Q_MOC_RUN // its lexer loses its way in raw strings
#include "notessamples.h"
#endif

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

void writeTo(const QString &file, const QByteArray &bytes)
{
    QFile f(file);
    if (!f.open(QIODevice::WriteOnly) || f.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file));
}

} // namespace

/// Protects that recorded notes are read as they were written, and that every mistake in them is told with its place.
class TestRecordedNotes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        writeTo(m_folder->filePath(u"2026.46.md"_s), "# 2026.46\r\n\r\nStraße\n");
    }

    void allFieldsAreRead()
    {
        const auto notes = parse(signature + '\n' + inLine + "\n\n" + inFile + '\n' + otherSignature);
        QVERIFY2(notes, notes ? "" : qPrintable(notes.error().toString()));
        QCOMPARE(notes->size(), 2u);
        const RecordedNotes &a = (*notes)[0];
        QCOMPARE(a.release, u"2026.47"_s);
        QCOMPARE(a.text, u"# 2026.47\n\n- **billing**: retries (#1234)\n"_s);
        QCOMPARE(a.author, u"nr"_s);
        QCOMPARE(toQDateTime(a.writtenAt), QDateTime(QDate(2026, 11, 13), QTime(16, 0), QTimeZone::UTC));
        QCOMPARE(a.publisher, u"tm"_s);
        QCOMPARE(toQDateTime(a.publishedAt), QDateTime(QDate(2026, 11, 16), QTime(14, 0), QTimeZone::UTC));
        QCOMPARE(a.where, (SourcePosition{u"n.jsonl"_s, 2, 13}));
        QCOMPARE(a.signOffs.size(), 2u);
        QCOMPARE(a.signOffs[0].person, u"pl"_s); // by time
        QCOMPARE(a.signOffs[1].role.value, u"support-lead"_s);
        QCOMPARE(a.signOffs[1].comment, u"read twice"_s);
        QCOMPARE(toQDateTime(a.signOffs[1].at), QDateTime(QDate(2026, 11, 16), QTime(10, 0), QTimeZone::UTC));
        QCOMPARE(a.signOffs[1].where.line, 1);
        const RecordedNotes &b = (*notes)[1];
        QCOMPARE(b.text, u"# 2026.46\r\n\r\nStraße\n"_s); // every byte counts for who signs it
        QCOMPARE(b.author, u"Ivo Kränz"_s);
        QCOMPARE(b.publishedAt, noTime);
        QVERIFY(b.signOffs.empty());
        QVERIFY(parse({})->empty());
    }

    void aFolderHoldsItsRecords()
    {
        writeTo(m_folder->filePath(u"notes.jsonl"_s), inFile);
        QCOMPARE(readRecordedNotes(m_folder->path())->size(), 1u);
        QCOMPARE(readRecordedNotes(m_folder->filePath(u"notes.jsonl"_s))->size(), 1u);
        QVERIFY(QFile::remove(m_folder->filePath(u"notes.jsonl"_s)));
        QCOMPARE(readRecordedNotes(m_folder->path()).error().code, ErrorCode::NotFound);
        QVERIFY(readRecordedNotes(m_folder->path()).error().message.contains(u"notes.jsonl"_s));
    }

    void anErrorNamesItsPlace_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("place"); // a text of that line that stands where the error is; empty: column 1
        QTest::addColumn<QString>("says");
        const auto text = [](const QByteArray &from, const QByteArray &to) {
            return QByteArray(inFile).replace(from, to);
        };
        const auto sign = [](const QByteArray &from, const QByteArray &to) {
            return QByteArray(signature).replace(from, to);
        };
        QTest::newRow("unknown field") << text("\"author\"", "\"auther\"") << QByteArray("\"auther\"") << u"author"_s;
        QTest::newRow("no text") << text("\"file\": \"2026.46.md\", ", "") << QByteArray() << u"Either"_s;
        QTest::newRow("two texts") << text("\"file\"", "\"text\": \"x\", \"file\"") << QByteArray() << u"Either"_s;
        QTest::newRow("no file") << text("2026.46.md", "2026.45.md") << QByteArray("\"2026.45.md\"") << u"2026.45.md"_s;
        QTest::newRow("outside") << text("2026.46.md", "../2026.46.md") << QByteArray("\"../")
                                 << u"not in the folder"_s;
        QTest::newRow("absolute") << text("2026.46.md", "/etc/hostname") << QByteArray("\"/etc")
                                  << u"not in the folder"_s;
        QTest::newRow("by a link") << text("2026.46.md", "link.md") << QByteArray("\"link") << u"not in the folder"_s;
        QTest::newRow("not utf-8") << text("2026.46.md", "latin.md") << QByteArray("\"latin") << u"UTF-8"_s;
        QTest::newRow("empty file") << text("2026.46.md", "empty.md") << QByteArray("\"empty") << u"empty"_s;
        QTest::newRow("empty text") << text("\"file\": \"2026.46.md\"", "\"text\": \"\"") << QByteArray("\"\"")
                                    << u"must be a text"_s;
        QTest::newRow("no author") << text("\"author\": \"Ivo Kr\xc3\xa4nz\", ", "") << QByteArray() << u"author"_s;
        QTest::newRow("no offset") << text("16:00:00Z", "16:00:00") << QByteArray("\"2026-11-06") << u"offset"_s;
        QTest::newRow("published by nobody")
            << text("Z\"}", "Z\", \"published\": \"2026-11-06T17:00:00Z\"}") << QByteArray() << u"publisher"_s;
        QTest::newRow("published never") << text("Z\"}", "Z\", \"publisher\": \"nr\"}") << QByteArray()
                                         << u"published"_s;
        QTest::newRow("published before")
            << text("Z\"}", "Z\", \"publisher\": \"nr\", \"published\": \"2026-11-06T15:00:00Z\"}")
            << QByteArray("\"2026-11-06T15") << u"before"_s;
        QTest::newRow("role") << sign("support-lead", "Support!") << QByteArray("\"Support!\"") << u"key"_s;
        QTest::newRow("unsigned") << sign("\"signed\"", "\"sined\"") << QByteArray("\"sined\"") << u"signed"_s;
        QTest::newRow("of no text") << sign("2026.47", "2026.44") << QByteArray("\"2026.44\"") << u"2026.44"_s;
        QTest::newRow("by the author") << sign("\"wc\"", "\"nr\"") << QByteArray("\"nr\"") << u"wrote"_s;
        QTest::newRow("before the text") << sign("2026-11-16", "2026-11-12") << QByteArray("\"2026-11-12")
                                         << u"line 1"_s;
        QTest::newRow("after the publication")
            << sign("2026-11-16", "2026-11-18") << QByteArray("\"2026-11-18") << u"line 1"_s;
        QTest::newRow("twice") << sign("\"wc\"", "\"pl\"") << QByteArray("\"pl\"") << u"already"_s;
        QTest::newRow("a second text") << inLine << QByteArray("\"2026.47\"") << u"line 1"_s;
    }
    void anErrorNamesItsPlace()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, place);
        QFETCH(QString, says);
        writeTo(m_folder->filePath(u"latin.md"_s),
                "Stra\xdf"
                "e");
        writeTo(m_folder->filePath(u"empty.md"_s), " \n");
        QVERIFY(QFile::link(u"/etc/hostname"_s, m_folder->filePath(u"link.md"_s)));
        const auto notes = parse(inLine + '\n' + otherSignature + "\n\n" + line);
        QVERIFY(!notes);
        const Error &error = notes.error();
        QCOMPARE(error.code, ErrorCode::ParseFailed);
        QCOMPARE(error.where->file, u"n.jsonl"_s);
        QCOMPARE(error.where->line, 4);
        const QString before = QString::fromUtf8(line.first(std::max<qsizetype>(0, line.indexOf(place))));
        QVERIFY2(error.where->column == before.size() + 1, qPrintable(error.toString()));
        QVERIFY2(error.toString().contains(says), qPrintable(error.toString()));
        QVERIFY(!error.details.contains(error.message)); // it is told once
    }

    void allErrorsAreTold()
    {
        const QByteArray stranger = QByteArray(signature).replace("2026.47", "2026.01");
        const auto notes = parse(stranger + '\n' + inLine + '\n' + inLine + '\n' + stranger);
        QVERIFY(!notes);
        QCOMPARE(notes.error().where->line, 1);
        QCOMPARE(notes.error().details.count(u"n.jsonl:"_s), 2);
        QVERIFY(notes.error().details.contains(u"n.jsonl:3:13: "_s));
        QVERIFY(notes.error().details.contains(u"n.jsonl:4:13: "_s));
    }

    /// Whatever is in a file, reading ends; what is accepted obeys the rules of the format.
    void readingIsTotal()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 10'000; ++round) {
            QByteArray text = inLine + '\n' + signature + '\n' + inFile;
            for (int i = 0; i < 1 + round % 3; ++i) {
                const int at = random.bounded(static_cast<int>(text.size()));
                if (random.bounded(2) == 0)
                    text[at] = static_cast<char>(random.bounded(256));
                else
                    text.remove(at, random.bounded(1, 5));
            }
            const auto notes = parse(text);
            if (!notes) {
                QVERIFY(notes.error().where && notes.error().where->line >= 1 && notes.error().where->column >= 1);
                continue;
            }
            for (const RecordedNotes &n : *notes) {
                QVERIFY(!n.text.isEmpty() && !n.author.isEmpty());
                QVERIFY(n.publishedAt == noTime || n.writtenAt <= n.publishedAt);
                for (const RecordedSignOff &s : n.signOffs)
                    QVERIFY(s.person != n.author && s.at >= n.writtenAt);
            }
        }
    }

private:
    Result<std::vector<RecordedNotes>> parse(const QByteArray &text)
    {
        return parseNotes(text, u"n.jsonl"_s, m_folder->path());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestRecordedNotes)
#include "test_recordednotes.moc"
