// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/hash.h"
#include "operations/documents.h"
#include "operations/importing.h"
#include "operations/releases.h"
#include "ui/pages/story.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

/// A line of a file of records.
QByteArray line(const QJsonObject &record) { return QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n'; }

const QString writtenText = u"# 2026.47\n\n## Added\n- **billing**: statements\n"_s;

QJsonObject text(const QString &release = u"2026.47"_s)
{
    return {{u"release"_s, release},
            {u"text"_s, writtenText},
            {u"author"_s, u"nr"_s},
            {u"written"_s, u"2026-11-13T17:00:00+01:00"_s}};
}

QJsonObject published(QJsonObject record)
{
    record[u"publisher"] = u"tm"_s;
    record[u"published"] = u"2026-11-16T15:00:00+01:00"_s;
    return record;
}

QJsonObject signOff(const QString &release = u"2026.47"_s)
{
    return {{u"release"_s, release},
            {u"role"_s, u"support-lead"_s},
            {u"person"_s, u"wc"_s},
            {u"signed"_s, u"2026-11-16T11:00:00+01:00"_s}};
}

} // namespace

/// Protects that recorded notes come in whole or not at all, once, under the rules that all notes obey.
class ImportNotesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_story = std::make_unique<Story>(); }

    void publishedNotesComeWithTheirSignOffs()
    {
        const auto summary = import(line(published(text())) + line(signOff()));
        QVERIFY2(summary, summary ? "" : qPrintable(summary.error().toString()));
        QCOMPARE(summary->read, 2);
        QCOMPARE(summary->added, 2);
        const NotesView notes = *view(u"2026.47"_s);
        QCOMPARE(notes.document.state, NotesState::Published);
        QCOMPARE(notes.revision.text, writtenText);
        QCOMPARE(notes.revision.author, u"nr"_s);
        QCOMPARE(toQDateTime(notes.revision.at), QDateTime(QDate(2026, 11, 13), QTime(16, 0), QTimeZone::UTC));
        QCOMPARE(notes.signOffs.size(), 1u);
        QCOMPARE(notes.signOffs[0].person, u"wc"_s);
        QCOMPARE(notes.signOffs[0].hash, contentHash(writtenText));
        QCOMPARE(toQDateTime(notes.signOffs[0].at), QDateTime(QDate(2026, 11, 16), QTime(10, 0), QTimeZone::UTC));
        QStringList actions;
        for (const AuditEvent &e : events(notes)) {
            actions.prepend(e.action);
            QCOMPARE(e.actor.person, u"ik"_s);
            if (e.action == "notes.published"_L1)
                QCOMPARE(e.reason, u"recorded: published by tm, 2026-11-16T14:00:00Z"_s);
        }
        QCOMPARE(actions,
                 QStringList({u"notes.created"_s, u"notes.signed"_s, u"notes.in-review"_s, u"notes.approved"_s,
                              u"notes.published"_s}));
        QVERIFY(m_story->store().read([](Session &s) { return s.audit().verify(); }).takeResult().value().intact);
    }

    void theSameAgainAddsNothing()
    {
        const QByteArray records = line(published(text())) + line(signOff());
        QVERIFY(import(records));
        const size_t before = events(*view(u"2026.47"_s)).size();
        const auto again = import(records);
        QVERIFY(again);
        QCOMPARE(again->read, 2);
        QCOMPARE(again->added, 0);
        QCOMPARE(events(*view(u"2026.47"_s)).size(), before);
    }

    void aStateIsWhatTheSignOffsMakeOfIt()
    {
        QVERIFY(import(line(text())));
        QCOMPARE(view(u"2026.47"_s)->document.state, NotesState::Draft);
        // The same text, recorded further: what is new is added.
        const auto signedLater = import(line(text()) + line(signOff()));
        QVERIFY(signedLater);
        QCOMPARE(signedLater->added, 1);
        QCOMPARE(view(u"2026.47"_s)->document.state, NotesState::Approved);
        QVERIFY(import(line(published(text())) + line(signOff())));
        QCOMPARE(view(u"2026.47"_s)->document.state, NotesState::Published);
        QCOMPARE(view(u"2026.47"_s)->signOffs.size(), 1u);
    }

    void whatWasPublishedUnsignedIsToldSo()
    {
        QVERIFY(import(line(published(text()))));
        const NotesView notes = *view(u"2026.47"_s);
        QCOMPARE(notes.document.state, NotesState::Published);
        QVERIFY(notes.signOffs.empty());
    }

    void publishedNotesStayWhatTheyAre()
    {
        QVERIFY(import(line(published(text()))));
        QJsonObject other = published(text());
        other[u"text"] = u"# 2026.47\n\nsomething else\n"_s;
        const auto refused = import(line(text(u"2026.46"_s)) + line(other));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::RuleRefused);
        QCOMPARE(refused.error().where->line, 2);
        QVERIFY(refused.error().message.contains(u"never change"_s));
        QCOMPARE(view(u"2026.47"_s)->revision.text, writtenText);
        QVERIFY(!view(u"2026.46"_s)); // nor did the line before come in
    }

    void aTextOfSomebodyIsNotReplaced()
    {
        const Actor nora{u"nr"_s, u"test"_s, {}};
        const auto drafted = m_story->write([&](Session &s) {
            return findRelease(s, u"2026.47"_s).and_then([&](const Release &r) {
                return saveNotes(s, r, u"my own\n"_s, {}, nora);
            });
        });
        QVERIFY(drafted);
        const auto refused = import(line(text()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::RuleRefused);
        QVERIFY(refused.error().hint.contains(u"notes save 2026.47"_s));
        QCOMPARE(view(u"2026.47"_s)->revision.text, u"my own\n"_s);
    }

    void aCorrectionMadeSinceIsKept()
    {
        const QByteArray records = line(published(text())) + line(signOff());
        QVERIFY(import(records));
        const NotesView first = *view(u"2026.47"_s);
        const auto corrected = m_story->write([&](Session &s) {
            return correctNotes(s, first.release, u"corrected\n"_s, first.revision.id, {u"nr"_s, u"test"_s, {}});
        });
        QVERIFY(corrected);
        const auto again = import(records);
        QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
        QCOMPARE(again->added, 0);
        QCOMPARE(view(u"2026.47"_s)->revision.text, u"corrected\n"_s);
        QCOMPARE(view(u"2026.47"_s)->document.state, NotesState::Draft);
    }

    void everyMistakeIsToldOnce()
    {
        QJsonObject stranger = signOff(u"2026.46"_s);
        stranger[u"role"] = u"client"_s;
        const auto refused = import(line(text(u"2026.46"_s)) + line(text(u"1999.01"_s)) + line(stranger));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        const QString all = refused.error().toString() + u'\n' + refused.error().details;
        QCOMPARE(all.count(u"There is no role client."_s), 1);
        QCOMPARE(all.count(u"There is no release 1999.01."_s), 1);
        QVERIFY2(all.contains(u"n.jsonl:2:"_s) && all.contains(u"n.jsonl:3:"_s), qPrintable(all));
        QVERIFY(!view(u"2026.46"_s));
    }

    void nothingIsRecordedAhead()
    {
        QJsonObject early = signOff();
        early[u"signed"] = u"2026-11-24T11:00:00+01:00"_s; // it is the evening before
        const auto refused = import(line(text()) + line(early));
        QVERIFY(!refused);
        QCOMPARE(refused.error().where->line, 2);
        QVERIFY2(refused.error().message.contains(u"not happened yet"_s), qPrintable(refused.error().toString()));
    }

private:
    Result<ImportSummary> import(const QByteArray &records)
    {
        QFile file(m_folder.filePath(u"n.jsonl"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(records) != records.size())
            qFatal("the records were not written");
        file.close();
        return importNotes(m_story->store(), {{u"ik"_s, u"test"_s, {}}, {}}, file.fileName());
    }
    std::optional<NotesView> view(const QString &release)
    {
        return m_story->store()
            .read([&](Session &s) {
                return findRelease(s, release).and_then([&](const Release &r) { return readNotes(s, r); });
            })
            .takeResult()
            .value();
    }
    std::vector<AuditEvent> events(const NotesView &notes)
    {
        const QString subject = u"notes:%1"_s.arg(notes.document.id.value);
        return m_story->store().read([&](Session &s) { return s.audit().list(50, subject); }).takeResult().value();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Story> m_story;
};

QTEST_GUILESS_MAIN(ImportNotesTest)
#include "importnotestest.moc"
