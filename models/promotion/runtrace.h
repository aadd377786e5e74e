// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/runner.h"

namespace humdrum {

/// What a launcher left in the folder of a run (app/launch/runfolder.h), read by whoever comes later.
struct RunTrace {
    /// NeverStarted: nothing was executed so far; Alive: its launcher lives; Ended: how is known; Lost: it was begun, its
    /// launcher is gone, and how it ended is not known. That the folder itself is gone is Lost too: it was made before
    /// anything was asked for.
    enum class Fate { NeverStarted, Alive, Ended, Lost };

    Fate fate = Fate::NeverStarted;
    std::optional<ProcessIdentity> launcher, command;
    RunOutcome outcome; ///< of Ended

    /// What of it runs now: its command, or its launcher where that has started none yet; also where the launcher is gone.
    [[nodiscard]] std::optional<ProcessIdentity> running() const;
};

[[nodiscard]] QString wordOf(RunTrace::Fate fate);
[[nodiscard]] QString titleOf(RunTrace::Fate fate); ///< for people

/// A name that no run had before, also where the numbers of the records begin anew with another database.
[[nodiscard]] QString newRunFolder(const QString &folder, const QString &name);

/// Makes the folder of a run that is going to be asked for; it is on the disk when this returns. Blocks.
[[nodiscard]] Result<void> makeRunFolder(const QString &folder);

/// Only looks. Reads files: not on the main thread. FileFailed when the folder cannot be read, or says what is not understood.
[[nodiscard]] Result<RunTrace> traceOf(const QString &folder);

/// Makes sure that a run which was never started is never begun, also not by a launcher that is on its way. False where a
/// launcher has it or had it: its trace tells more. FileFailed as above.
[[nodiscard]] Result<bool> giveUp(const QString &folder);

/// Ends a run as its launcher does when it is cancelled, or in its place where it is gone: SIGTERM, after `grace` SIGKILL, to
/// all that the command started. Blocks until nothing of it runs, and for little longer than `grace`; returns whether nothing
/// does. What was never started is given up.
[[nodiscard]] Result<bool> endRun(const QString &folder, Duration grace);

/// What a run has said, as far as it is needed to judge it: lines that say something, trimmed.
struct SaidLines {
    QString first; ///< of standard output
    QString last;  ///< of standard error, else of standard output, as far as it is in the last megabyte
};
[[nodiscard]] SaidLines saidIn(const QString &runFolder);

/// Packs what a run that has ended has said beside the logs, and removes its folder. Blocks, and gives way to everybody else
/// from then on. Where that fails it is told by
/// qWarning, and the folder stays.
void keepLogOf(const QString &logFolder, const QString &runFolder);

} // namespace humdrum
