// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/auditchain.h"

#include "storage/text.h"

#include <QCryptographicHash>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

struct Head {
    qint64 events = 0;
    QByteArray hash;
};

Result<std::optional<Head>> readHead(Connection &db)
{
    return db.one(u"SELECT events, hash FROM audit_head WHERE id = 1"_s,
                  [](const Row &r) { return Head{r.integer(0), r.utf8(1)}; });
}

AuditEvent readEvent(const Row &r)
{
    AuditEvent e;
    e.id = r.id<AuditEventId>(0);
    e.at = r.time(1);
    e.actor = {r.text(2), r.text(3), r.text(4)};
    e.action = r.text(5);
    e.subject = r.text(6);
    e.before = r.utf8(7);
    e.after = r.utf8(8);
    e.reason = r.text(9);
    e.previousHash = r.utf8(10);
    e.hash = r.utf8(11);
    return e;
}

const QString eventColumns =
    u"id, at, person, program, host, action, subject, before_json, after_json, reason, previous_hash, hash"_s;

// What SQLite gives back: half of a surrogate pair does not survive its UTF-8, and would break the hash later.
QString asStored(const QString &text) { return QString::fromUtf8(text.toUtf8()); }

} // namespace

QByteArray auditHash(const AuditEvent &event)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &bytes) {
        hash.addData(QByteArray::number(bytes.size()));
        hash.addData(QByteArrayView(":"));
        hash.addData(bytes);
        hash.addData(QByteArrayView(","));
    };
    hash.addData(QByteArrayView("humdrum audit event 1\n"));
    add(event.previousHash);
    add(QByteArray::number(event.id.value));
    add(QByteArray::number(qint64{event.at.time_since_epoch().count()}));
    add(event.actor.person.toUtf8());
    add(event.actor.program.toUtf8());
    add(event.actor.host.toUtf8());
    add(event.action.toUtf8());
    add(event.subject.toUtf8());
    add(event.before);
    add(event.after);
    add(event.reason.toUtf8());
    return hash.result().toHex();
}

Result<void> appendAuditEvent(Connection &db, AuditEvent event)
{
    auto head = readHead(db);
    if (!head)
        return std::unexpected(head.error());
    if (!*head)
        return fail(ErrorCode::StorageCorrupt,
                    Storage::tr("The head of the audit chain is missing; nothing was changed."),
                    Storage::tr("Keep a copy of the file and put a backup in its place."));
    event.id = AuditEventId{(*head)->events + 1};
    event.previousHash = (*head)->hash;
    for (QString *text :
         {&event.actor.person, &event.actor.program, &event.actor.host, &event.action, &event.subject, &event.reason})
        *text = asStored(*text);
    event.hash = auditHash(event);
    auto inserted =
        db.insert(u"INSERT INTO audit_event (" + eventColumns + u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  event.id, event.at, event.actor.person, event.actor.program, event.actor.host, event.action,
                  event.subject, event.before, event.after, event.reason, event.previousHash, event.hash);
    if (!inserted) {
        // The next number is taken: the head was set back. Going on would make a second chain.
        if (inserted.error().code == ErrorCode::AlreadyExists)
            return fail(ErrorCode::StorageCorrupt,
                        Storage::tr("The audit chain does not end where its head says; nothing was changed."),
                        Storage::tr("See “humdrumctl audit verify”, and put a backup in place of the file."),
                        inserted.error().details);
        return std::unexpected(inserted.error());
    }
    auto moved = db.update(u"UPDATE audit_head SET events = ?, hash = ? WHERE id = 1"_s, event.id, event.hash);
    if (!moved)
        return std::unexpected(moved.error());
    return {};
}

Result<std::vector<AuditEvent>> auditEvents(Connection &db, int limit, const QString &subject)
{
    const int rows = limit > 0 ? limit : -1;
    if (subject.isEmpty())
        return db.all(u"SELECT " + eventColumns + u" FROM audit_event ORDER BY id DESC LIMIT ?", readEvent, rows);
    return db.all(u"SELECT " + eventColumns + u" FROM audit_event WHERE subject = ? ORDER BY id DESC LIMIT ?",
                  readEvent, subject, rows);
}

Result<AuditLog::Verdict> verifyAuditChain(Connection &db)
{
    AuditLog::Verdict verdict;
    const auto broken = [&verdict](AuditEventId id, const QString &message) {
        verdict.intact = false;
        verdict.firstBroken = id;
        verdict.message = message;
        return verdict;
    };
    QByteArray previous;
    // In pieces, so that a long chain does not have to fit into memory.
    constexpr int piece = 2000;
    AuditEventId after;
    while (true) {
        auto events = db.all(u"SELECT " + eventColumns + u" FROM audit_event WHERE id > ? ORDER BY id LIMIT ?",
                             readEvent, after.value, piece);
        if (!events)
            return std::unexpected(events.error());
        for (const AuditEvent &event : *events) {
            if (event.id.value != verdict.events + 1)
                return broken(AuditEventId{verdict.events + 1},
                              Storage::tr("Audit event %1 is missing.").arg(verdict.events + 1));
            if (event.previousHash != previous)
                return broken(event.id,
                              Storage::tr("Audit event %1 does not follow the one before it.").arg(event.id.value));
            if (auditHash(event) != event.hash)
                return broken(event.id,
                              Storage::tr("Audit event %1 was changed after it was written.").arg(event.id.value));
            ++verdict.events;
            previous = event.hash;
            after = event.id;
        }
        if (events->size() < piece)
            break;
    }
    auto head = readHead(db);
    if (!head)
        return std::unexpected(head.error());
    if (!*head || (*head)->events > verdict.events)
        return broken(AuditEventId{verdict.events + 1},
                      Storage::tr("The end of the audit chain was cut off after event %1.").arg(verdict.events));
    if ((*head)->events < verdict.events)
        return broken(AuditEventId{(*head)->events + 1},
                      Storage::tr("Audit event %1 was added past the end of the chain.").arg((*head)->events + 1));
    if ((*head)->hash != previous)
        return broken(AuditEventId{verdict.events},
                      Storage::tr("The last audit event, %1, is not the one that was written.").arg(verdict.events));
    verdict.message = Storage::tr("All %1 audit events are intact.").arg(verdict.events);
    return verdict;
}

} // namespace humdrum
