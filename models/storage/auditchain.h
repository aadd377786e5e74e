// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/repositories.h"
#include "storage/connection.h"

namespace humdrum {

/// The hash of an audit event: lower-case hex of SHA-256 over its canonical encoding. The encoding is the text
/// "humdrum audit event 1\n" and then one netstring for each field, in this order: previousHash, id, at (milliseconds since
/// the epoch), person, program, host, action, subject, before, after, reason. A netstring is the count of bytes in decimal,
/// ':', the bytes (text as UTF-8, numbers in decimal) and ','. So no two events have the same encoding.
[[nodiscard]] QByteArray auditHash(const AuditEvent &event);

/// Appends `event` with its id, the hash of the event before it and its own. Only in a write transaction.
Result<void> appendAuditEvent(Connection &db, AuditEvent event);

[[nodiscard]] Result<std::vector<AuditEvent>> auditEvents(Connection &db, int limit, const QString &subject);

/// Recomputes every hash from the first event on, and compares the end with the head that is kept apart. Names the first
/// event that is changed, missing or cut off.
[[nodiscard]] Result<AuditLog::Verdict> verifyAuditChain(Connection &db);

} // namespace humdrum
