// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/launch/ask.h"
#include "app/launch/runfolder.h"

namespace humdrum::launch {

/// Runs what is asked for to its end, as the leader of a session of its own that outlives whoever started it. Who it is, is
/// written to `toldFd`, which is then closed, once `begun` is on the disk and `command` is there, or nothing can be started. Returns 0 when how it ended is on the disk.
int supervise(const Ask &ask, const RunFolder &folder, int toldFd);

} // namespace humdrum::launch
