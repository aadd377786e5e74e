// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/changeset.h"
#include "ports/store.h"
#include "storage/connection.h"

#include <QJsonObject>

namespace humdrum {

/// What the repositories of one transaction share.
struct SessionContext {
    Connection &db;
    const Intent &intent;
    Timestamp now;
    ChangeSet &changes;

    /// Notes for changed() that something was added or changed; id 0 when many were.
    void touch(Aggregate what, qint64 id);
    /// Appends an audit event; `reason` is the intent's where it is empty. An empty object is "did not exist".
    Result<void> record(const QString &action, const QString &subject, const QJsonObject &before,
                        const QJsonObject &after, const QString &reason = {});
};

/// "promotion:17"
[[nodiscard]] inline QString subjectOf(QLatin1StringView aggregate, qint64 id)
{
    return aggregate + QLatin1Char(':') + QString::number(id);
}

[[nodiscard]] QByteArray compactJson(const QJsonObject &object);

/// "There is no promotion 17."
[[nodiscard]] Error notFound(const QString &what);
/// Refuses `what` to go from `from` to `to`, naming what may follow.
[[nodiscard]] Error illegalTransition(const QString &what, const QString &from, const QString &to,
                                      const QStringList &mayFollow);

template <class E>
[[nodiscard]] Result<void> checkTransition(const QString &what, E from, E to)
{
    if (mayFollow(from, to))
        return {};
    QStringList words;
    for (const E e : successors(from))
        words << wordOf(e);
    return std::unexpected(illegalTransition(what, wordOf(from), wordOf(to), words));
}

/// Ids as a JSON array, for "IN (SELECT value FROM json_each(?))": one statement whatever their number.
template <class Ids>
[[nodiscard]] QString sqlIds(const Ids &ids)
{
    QStringList numbers;
    numbers.reserve(static_cast<qsizetype>(ids.size()));
    for (const auto &id : ids) {
        if constexpr (requires { id.value; })
            numbers << QString::number(id.value);
        else
            numbers << QString::number(id);
    }
    return QLatin1Char('[') + numbers.join(QLatin1Char(',')) + QLatin1Char(']');
}

/// A limit for SQL: 0 and less is all.
[[nodiscard]] constexpr int sqlLimit(int limit) { return limit > 0 ? limit : -1; }

} // namespace humdrum
