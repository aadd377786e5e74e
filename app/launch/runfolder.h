// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace humdrum::launch {

/// The folder of one run, and what the launcher leaves there. Each file but `output` appears whole, by being renamed.
///
///     output    what the command says. Its being there means that this run is taken, and it is never begun again; it is
///               locked (flock) as long as the launcher lives
///     begun     the launcher, before the command is started: from here on it may have had effects
///     command   the command, once it is started
///     exit      how it ended; on disk before anything else is told
///
/// `begun` and `command` hold "boot-id/pid/start-time/pid-namespace", as ProcessIdentity reads it.
class RunFolder {
public:
    /// Opens `path`, and makes `output` and the room for `exit`. Nothing is made twice: EEXIST when the run was begun.
    [[nodiscard]] int open(const char *path);
    [[nodiscard]] int outputFd() const { return m_output; }
    /// 0, or an errno. `durable`: it is on the disk when this returns.
    [[nodiscard]] int place(const char *name, const std::string &text, bool durable) const;
    [[nodiscard]] int placeExit(const std::string &text) const;

private:
    int m_folder = -1, m_output = -1, m_exit = -1;
};

} // namespace humdrum::launch
