// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

#include <vector>

namespace humdrum {

/// The processes a command started that are still there: those of its process group and of its session, which a shell
/// with job control spreads over several groups. A process that only waits to be reaped is not there any more.
/// `leader` is the pid of the command, which is also the id of its group and session. Linux only (/proc).
[[nodiscard]] std::vector<qint64> membersOf(qint64 leader);

/// Sends `signal` to the whole group and to members of the session in other groups. Does nothing when none is there.
void signalMembers(qint64 leader, int signal);

} // namespace humdrum
