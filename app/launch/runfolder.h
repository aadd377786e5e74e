// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace humdrum::launch {

/// The folder of one run, and what the launcher leaves there. Each file but `output` appears whole, by being renamed.
///
///     output    what the command says. Its being there means that this run is taken, and it is never begun again; it is
///               locked (fcntl, F_OFD_SETLK) as long as the launcher lives
///     given-up  somebody has made sure, under that lock, that this run is not begun any more
///     begun     the launcher, on disk before the command is started
///     command   the command, before anything of it is executed: as long as the machine runs, a run without it had no effect
///     exit      how it ended; on disk before anything else is told
///
/// `begun` and `command` hold "boot-id/pid/start-time/pid-namespace", as ProcessIdentity reads it. Whoever asked for the run
/// keeps `asked` there, which the launcher does not look at.
class RunFolder {
public:
    /// Opens `path`, and makes `output` and the room for `exit`. Nothing is made twice: EEXIST when the run was begun or
    /// given up.
    [[nodiscard]] int open(const char *path);
    [[nodiscard]] int outputFd() const { return m_output; }
    /// 0, or an errno. `durable`: it is on the disk when this returns.
    [[nodiscard]] int place(const char *name, const std::string &text, bool durable) const;
    [[nodiscard]] int placeExit(const std::string &text) const;

private:
    int m_folder = -1, m_output = -1, m_exit = -1;
};

} // namespace humdrum::launch
