// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/sessioncontext.h"

#include "storage/auditchain.h"
#include "storage/text.h"

#include <QJsonDocument>

namespace humdrum {

using namespace Qt::StringLiterals;

void SessionContext::touch(Aggregate what, qint64 id)
{
    const Changed changed{what, id};
    if (std::ranges::find(changes.changes, changed) == changes.changes.end())
        changes.changes.push_back(changed);
}

Result<void> SessionContext::record(const QString &action, const QString &subject, const QJsonObject &before,
                                    const QJsonObject &after, const QString &reason)
{
    AuditEvent event;
    event.at = now;
    event.actor = intent.actor;
    event.action = action;
    event.subject = subject;
    event.before = before.isEmpty() ? QByteArray() : compactJson(before);
    event.after = after.isEmpty() ? QByteArray() : compactJson(after);
    event.reason = reason.isEmpty() ? intent.reason : reason;
    return appendAuditEvent(db, std::move(event));
}

QByteArray compactJson(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

Error notFound(const QString &what)
{
    return {ErrorCode::NotFound, Storage::tr("There is no %1.").arg(what), {}, {}, {}};
}

Error illegalTransition(const QString &what, const QString &from, const QString &to, const QStringList &mayFollow)
{
    const QString hint = mayFollow.isEmpty()
        ? Storage::tr("A finished state never changes; try again as something new.")
        : Storage::tr("What may follow: %1.").arg(mayFollow.join(u", "));
    return {ErrorCode::IllegalTransition,
            Storage::tr("%1 is “%2” and cannot become “%3”.").arg(what, from, to),
            hint,
            {},
            {}};
}

} // namespace humdrum
