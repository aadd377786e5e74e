// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/connection.h"

namespace humdrum {

struct SqliteOptions;

/// "Humd": marks a SQLite file as ours (PRAGMA application_id).
inline constexpr qint64 applicationId = 0x48756d64;

/// How long a statement waits for a lock before the transaction looks whether the store is closing.
inline constexpr Duration busySlice{100};

/// Opens the file as `options` say, refuses what is not ours, damaged or too new, and migrates. On the storage thread.
/// While it waits for a lock, Cancelled as soon as `stop` says so.
[[nodiscard]] Result<std::unique_ptr<Connection>> openDatabase(const SqliteOptions &options,
                                                               const std::function<bool()> &stop);

} // namespace humdrum
