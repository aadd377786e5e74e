// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <sys/types.h>

namespace humdrum::launch {

/// "boot-id/pid/start-time/pid-namespace" of a process that has not been waited for.
[[nodiscard]] std::string identityOf(pid_t pid);

/// Whether anything is there of the process group and the session that `leader` leads. What only waits to be reaped is not.
[[nodiscard]] bool groupLives(pid_t leader);

/// To the whole group, and to members of the session in other groups.
void signalGroup(pid_t leader, int signal);

} // namespace humdrum::launch
