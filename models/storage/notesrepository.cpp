// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/notesrepository.h"

#include "storage/text.h"

#include <QCryptographicHash>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

NotesDocument readDocument(const Row &r)
{
    return {r.id<NotesDocumentId>(0), r.id<ReleaseId>(1), r.word<NotesState>(2), r.id<NotesRevisionId>(3)};
}

NotesRevision readRevision(const Row &r)
{
    NotesRevision n;
    n.id = r.id<NotesRevisionId>(0);
    n.document = r.id<NotesDocumentId>(1);
    n.number = r.number(2);
    n.hash = r.utf8(3);
    n.author = r.text(4);
    n.at = r.time(5);
    return n;
}

NotesRevision readWithText(const Row &r)
{
    NotesRevision n = readRevision(r);
    n.text = r.text(6);
    return n;
}

Result<NotesDocument> documentById(Connection &db, NotesDocumentId id)
{
    auto row = db.one(u"SELECT id, release, state, current FROM notes_document WHERE id = ?"_s, readDocument, id.value);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("notes document %1").arg(id.value)));
    return **row;
}

QByteArray hashOf(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex();
}

/// Stores the revision with the next number and makes it the current one.
Result<NotesRevision> insertRevision(SessionContext &context, NotesDocumentId document, const NotesRevision &given)
{
    NotesRevision n = given;
    n.document = document;
    n.hash = hashOf(n.text);
    if (n.at == noTime)
        n.at = context.now;
    auto number = context.db.one(
        u"SELECT coalesce(max(number), 0) + 1 FROM notes_revision WHERE document = ?"_s,
        [](const Row &r) { return r.number(0); }, document);
    if (!number)
        return std::unexpected(number.error());
    n.number = number->value_or(1);
    auto id = context.db.insert(
        u"INSERT INTO notes_revision (document, number, hash, author, at, text) VALUES (?, ?, ?, ?, ?, ?)"_s, document,
        n.number, n.hash, n.author, n.at, n.text);
    if (!id)
        return std::unexpected(id.error());
    n.id = NotesRevisionId{*id};
    if (auto ok = context.db.update(u"UPDATE notes_document SET current = ? WHERE id = ?"_s, n.id, document); !ok)
        return std::unexpected(ok.error());
    context.touch(Aggregate::Notes, document.value);
    return n;
}

QJsonObject summary(const NotesRevision &n, NotesState state)
{
    return {{u"revision"_s, n.number},
            {u"hash"_s, QString::fromLatin1(n.hash)},
            {u"author"_s, n.author},
            {u"state"_s, wordOf(state)}};
}

} // namespace

Result<NotesDocument> SqliteNotesRepository::create(ReleaseId release, const NotesRevision &first)
{
    auto known = ofRelease(release);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return **known;
    auto id = m_context.db.insert(u"INSERT INTO notes_document (release, state, current) VALUES (?, ?, NULL)"_s,
                                  release, NotesState::Draft);
    if (!id)
        return std::unexpected(id.error());
    auto revision = insertRevision(m_context, NotesDocumentId{*id}, first);
    if (!revision)
        return std::unexpected(revision.error());
    QJsonObject after = summary(*revision, NotesState::Draft);
    after[u"release"] = release.value;
    if (auto ok = m_context.record(u"notes.created"_s, subjectOf("notes"_L1, *id), {}, after); !ok)
        return std::unexpected(ok.error());
    return NotesDocument{NotesDocumentId{*id}, release, NotesState::Draft, revision->id};
}

Result<NotesRevision> SqliteNotesRepository::revise(NotesDocumentId id, const NotesRevision &revision, bool correction)
{
    auto document = documentById(m_context.db, id);
    if (!document)
        return std::unexpected(document.error());
    if (document->state == NotesState::Published && !correction)
        return fail(ErrorCode::RuleRefused, Storage::tr("These notes are published and never change."),
                    Storage::tr("Make a correction: a new revision that is reviewed and published again."));
    auto current = this->revision(document->current);
    if (!current)
        return std::unexpected(current.error());
    if (*current && (*current)->text == revision.text)
        return **current;
    // An approval, like a publication, is of the text there was.
    const bool again = document->state == NotesState::Published || document->state == NotesState::Approved;
    const NotesState state = again ? NotesState::Draft : document->state;
    if (again) {
        if (auto ok = m_context.db.update(u"UPDATE notes_document SET state = ? WHERE id = ?"_s, state, id); !ok)
            return std::unexpected(ok.error());
    }
    auto stored = insertRevision(m_context, id, revision);
    if (!stored)
        return stored;
    const QJsonObject before = *current ? summary(**current, document->state) : QJsonObject();
    const QString action = document->state == NotesState::Published ? u"notes.corrected"_s : u"notes.revised"_s;
    if (auto ok = m_context.record(action, subjectOf("notes"_L1, id.value), before, summary(*stored, state)); !ok)
        return std::unexpected(ok.error());
    return stored;
}

Result<void> SqliteNotesRepository::transition(NotesDocumentId id, NotesState to, const QString &reason)
{
    auto document = documentById(m_context.db, id);
    if (!document)
        return std::unexpected(document.error());
    if (auto ok = checkTransition(Storage::tr("notes document %1").arg(id.value), document->state, to); !ok)
        return ok;
    auto current = revision(document->current);
    if (!current)
        return std::unexpected(current.error());
    if (auto ok = m_context.db.update(u"UPDATE notes_document SET state = ? WHERE id = ?"_s, to, id); !ok)
        return std::unexpected(ok.error());
    m_context.touch(Aggregate::Notes, id.value);
    QJsonObject after{{u"state"_s, wordOf(to)}};
    if (*current)
        after[u"hash"] = QString::fromLatin1((*current)->hash);
    return m_context.record(u"notes."_s + wordOf(to), subjectOf("notes"_L1, id.value),
                            {{u"state"_s, wordOf(document->state)}}, after, reason);
}

Result<SignOff> SqliteNotesRepository::sign(const SignOff &signOff)
{
    auto document = documentById(m_context.db, signOff.document);
    if (!document)
        return std::unexpected(document.error());
    if (document->state == NotesState::Published)
        return fail(ErrorCode::RuleRefused, Storage::tr("These notes are published; there is nothing left to sign."));
    auto current = revision(document->current);
    if (!current)
        return std::unexpected(current.error());
    if (!*current || (*current)->hash != signOff.hash)
        return fail(
            ErrorCode::RuleRefused,
            Storage::tr("The text has changed since it was read; a sign-off counts only for the text there is."),
            Storage::tr("Read the new text and sign again."));
    SignOff stored = signOff;
    if (stored.at == noTime)
        stored.at = m_context.now;
    auto id = m_context.db.insert(
        u"INSERT INTO sign_off (document, hash, role, person, verdict, comment, at) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        stored.document, stored.hash, stored.role, stored.person, stored.verdict, stored.comment, stored.at);
    if (!id)
        return std::unexpected(id.error());
    stored.id = SignOffId{*id};
    m_context.touch(Aggregate::Notes, stored.document.value);
    auto ok = m_context.record(u"notes.signed"_s, subjectOf("notes"_L1, stored.document.value), {},
                               {{u"sign-off"_s, *id},
                                {u"hash"_s, QString::fromLatin1(stored.hash)},
                                {u"role"_s, stored.role.value},
                                {u"person"_s, stored.person},
                                {u"verdict"_s, wordOf(stored.verdict)}},
                               stored.comment);
    if (!ok)
        return std::unexpected(ok.error());
    return stored;
}

Result<std::optional<NotesDocument>> SqliteNotesRepository::ofRelease(ReleaseId release)
{
    return m_context.db.one(u"SELECT id, release, state, current FROM notes_document WHERE release = ?"_s, readDocument,
                            release.value);
}

Result<std::optional<NotesRevision>> SqliteNotesRepository::revision(NotesRevisionId id)
{
    return m_context.db.one(u"SELECT id, document, number, hash, author, at, text FROM notes_revision WHERE id = ?"_s,
                            readWithText, id.value);
}

Result<std::vector<NotesRevision>> SqliteNotesRepository::revisions(NotesDocumentId id)
{
    return m_context.db.all(
        u"SELECT id, document, number, hash, author, at FROM notes_revision WHERE document = ? ORDER BY number DESC"_s,
        readRevision, id.value);
}

Result<std::vector<SignOff>> SqliteNotesRepository::signOffs(NotesDocumentId id)
{
    return m_context.db.all(
        u"SELECT id, document, hash, role, person, verdict, comment, at FROM sign_off WHERE document = ? ORDER BY id"_s,
        [](const Row &r) {
            return SignOff{r.id<SignOffId>(0), r.id<NotesDocumentId>(1),  r.utf8(2), r.key<RoleKey>(3),
                           r.text(4),          r.word<SignOffVerdict>(5), r.text(6), r.time(7)};
        },
        id.value);
}

Result<void> SqliteNotesRepository::keepUnsaved(const UnsavedNotes &unsaved)
{
    const Timestamp at = unsaved.at == noTime ? m_context.now : unsaved.at;
    auto kept = m_context.db.update(
        u"INSERT INTO notes_unsaved (release, person, base, hash, at, text) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (release, person) DO UPDATE SET base = excluded.base, hash = excluded.hash, at = excluded.at, "
        "text = excluded.text"_s,
        unsaved.release, unsaved.person, unsaved.base, hashOf(unsaved.text), at, unsaved.text);
    if (!kept)
        return std::unexpected(kept.error());
    return {};
}

Result<void> SqliteNotesRepository::dropUnsaved(ReleaseId release, const QString &person, const QByteArray &hash)
{
    auto dropped = m_context.db.update(u"DELETE FROM notes_unsaved WHERE release = ? AND person = ? AND hash = ?"_s,
                                       release, person, hash);
    if (!dropped)
        return std::unexpected(dropped.error());
    return {};
}

Result<std::optional<UnsavedNotes>> SqliteNotesRepository::unsaved(ReleaseId release, const QString &person)
{
    return m_context.db.one(
        u"SELECT release, person, base, hash, at, text FROM notes_unsaved WHERE release = ? AND person = ?"_s,
        [](const Row &r) {
            return UnsavedNotes{r.id<ReleaseId>(0), r.text(1), r.id<NotesRevisionId>(2),
                                r.text(5),          r.utf8(3), r.time(4)};
        },
        release.value, person);
}

} // namespace humdrum
