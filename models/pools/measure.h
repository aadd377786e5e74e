// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <vector>

namespace humdrum {

/// How much of `pool` is used now, one sample for each of its resources in their order, really measured:
/// - Directory: the bytes allocated to the regular files below the path, files with several names once, links not
///   followed, other file systems mounted below left out; capacity as configured.
/// - FileSystem: what is not available to this user on the file system that holds the path; capacity as measured, or as
///   configured where that is given, which then caps what counts as free.
/// - Leases: the regular files directly in the path, names that begin with a dot aside; capacity as configured.
/// Relative paths are relative to `folder`. The first resource that cannot be measured ends it (FileFailed): half a
/// measurement is none. Blocks on the disk, so call it on a worker thread; refuses more than two million entries.
[[nodiscard]] Result<std::vector<PoolSample>> measure(const Pool &pool, const QString &folder, Timestamp now);

} // namespace humdrum
