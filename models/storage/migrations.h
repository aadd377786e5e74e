// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/transaction.h"

namespace humdrum {

/// One numbered file of resources/schema/sqlite: exactly one statement.
struct Migration {
    int version = 0; ///< its number, counting from 1 without gaps
    QString name;    ///< of the file
    QString sql;
};

/// All of them, in order. Compiled in.
[[nodiscard]] const std::vector<Migration> &migrations();
/// The schema version this program writes: the number of the last file.
[[nodiscard]] int schemaVersion();
/// The oldest program (by its schema version) that may open a file this one wrote. Raise it to the number of a migration
/// that an older program could not live with; leave it for a new table, column with a default, or index.
inline constexpr int minimumCompatibleVersion = 98;

struct StoredVersion {
    qint64 applicationId = 0;
    int version = 0;        ///< PRAGMA user_version: the last migration
    int minimumVersion = 0; ///< the oldest schema version that may open it; 0 when it does not say
    QString writtenBy;      ///< version of the program that brought it to `version`
    bool empty = false;     ///< no table at all
};

[[nodiscard]] Result<StoredVersion> storedVersion(Connection &db);

/// Applies what is missing in one transaction, each statement with its version. An existing file is first copied to
/// "<file>.v<version>-<UTC time>.backup" while nobody else may write.
Result<void> migrate(Connection &db, const StoredVersion &stored, const Patience &patience);

} // namespace humdrum
