// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"
#include "promotion/identity.h"

#include <vector>

namespace humdrum {

/// The processes a command started that are still there: those of its process group and of its session, which a shell
/// with job control spreads over several groups. A process that only waits to be reaped is not there any more.
/// `leader` is the pid of the command, which is also the id of its group and session. Linux only (/proc).
[[nodiscard]] std::vector<qint64> membersOf(qint64 leader);

/// Whether anything of what `leader` started is still there, also when the leader itself is gone. Only for a leader of this
/// boot and pid namespace; for any other it is not known, which counts as no.
[[nodiscard]] bool groupLives(const ProcessIdentity &leader);

/// Sends `signal` to the whole group and to members of the session in other groups. Does nothing when none is there.
void signalMembers(qint64 leader, int signal);

/// Ends what `leader` started, with SIGTERM and after `grace` with SIGKILL. Blocks until all of it is gone, and a little
/// longer than `grace` at most; returns whether it is.
[[nodiscard]] bool endGroup(const ProcessIdentity &leader, Duration grace);

} // namespace humdrum
