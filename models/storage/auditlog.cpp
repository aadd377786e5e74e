// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/auditlog.h"

#include "storage/auditchain.h"
#include "storage/text.h"

#include <QJsonDocument>

namespace humdrum {

namespace {

bool isJsonObject(const QByteArray &bytes) { return bytes.isEmpty() || QJsonDocument::fromJson(bytes).isObject(); }

} // namespace

Result<void> SqliteAuditLog::append(const QString &action, const QString &subject, const QByteArray &before,
                                    const QByteArray &after)
{
    if (action.isEmpty() || !isJsonObject(before) || !isJsonObject(after))
        return fail(ErrorCode::InvalidInput,
                    Storage::tr("An audit event needs an action, and a JSON object or nothing for before and after."));
    AuditEvent event;
    event.at = m_context.now;
    event.actor = m_context.intent.actor;
    event.action = action;
    event.subject = subject;
    event.before = before;
    event.after = after;
    event.reason = m_context.intent.reason;
    return appendAuditEvent(m_context.db, std::move(event));
}

Result<std::vector<AuditEvent>> SqliteAuditLog::list(int limit, const QString &subject)
{
    return auditEvents(m_context.db, limit, subject);
}

Result<AuditLog::Verdict> SqliteAuditLog::verify() { return verifyAuditChain(m_context.db); }

} // namespace humdrum
