// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

#include <vector>

namespace humdrum {

/// Arguments of the one git log that GitLogReader reads.
[[nodiscard]] QStringList gitLogArguments();

/// Reads `git log -z --numstat` in the format of gitLogArguments(), fed in pieces of any size. Every field ends with NUL;
/// after a commit's fields come its "added TAB removed TAB path" entries. A hash has no tab, an entry always has: that
/// is what tells the next commit from another entry, whatever bytes messages and paths hold.
class GitLogReader {
public:
    explicit GitLogReader(ServiceKey service) : m_service(std::move(service)) {}

    [[nodiscard]] Result<void> feed(QByteArrayView piece);
    /// After the last piece: the commits in the order of the log.
    [[nodiscard]] Result<std::vector<Change>> finish();

private:
    [[nodiscard]] Result<void> token(QByteArrayView bytes);
    void complete();

    ServiceKey m_service;
    QByteArray m_rest;
    std::vector<QByteArray> m_fields;
    std::vector<Change> m_changes;
};

/// Numbers what `tip` reaches: along first parents from the oldest, each after the commits it brought in; parents come before
/// children. `changes` lie in any order; parents that are not among them count as numbered already. Returns the first parent of the
/// oldest commit on the first-parent line (empty when that has none or `tip` is not among `changes`).
QString assignOrdinals(std::vector<Change> &changes, const QString &tip, qint64 first);

/// Whether `text` is a full object name.
[[nodiscard]] bool isFullHash(QStringView text);

} // namespace humdrum
