// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/runner.h"

#include <QByteArray>
#include <QFile>

namespace humdrum {

/// What a launcher left in the folder of a run (app/launch/runfolder.h), read by whoever comes later.
struct RunTrace {
    /// NeverStarted: nothing was executed, and nothing will be; Alive: its launcher lives; Ended: how is known; Lost: it was
    /// begun, its launcher is gone, and how it ended is not known.
    enum class Fate { NeverStarted, Alive, Ended, Lost };

    Fate fate = Fate::NeverStarted;
    std::optional<ProcessIdentity> launcher, command;
    RunOutcome outcome; ///< of Ended
    Timestamp startedAt{}, finishedAt{};
};

/// Takes the run where it was never started, so that a launcher that comes late finds it taken. Reads and may write a file:
/// not on the main thread. FileFailed when the folder is there and cannot be read, or says what is not understood.
[[nodiscard]] Result<RunTrace> traceOf(const QString &folder);

/// Reads the output of a run as it grows: chunks in, lines out. Lines that are not ended yet are kept until finish().
class RunOutput {
public:
    explicit RunOutput(const QString &folder);
    /// The lines of what was written since, of at most about `most` bytes. Empty while there is no file.
    [[nodiscard]] QList<LogLine> read(qint64 most);
    [[nodiscard]] bool hasMore() const { return m_more; }
    /// Lines that were never ended.
    [[nodiscard]] QList<LogLine> finish();
    /// The last line of standard error, else of standard output, that says something.
    [[nodiscard]] QString lastLine() const { return m_last[1].isEmpty() ? m_last[0] : m_last[1]; }

private:
    [[nodiscard]] bool takeChunk(QList<LogLine> &into);
    void push(QByteArray line, Timestamp at, int stream, QList<LogLine> &into);

    QFile m_file;
    QByteArray m_raw;     ///< read, and not yet a whole chunk
    QByteArray m_rest[3]; ///< of each stream: the beginning of a line
    Timestamp m_at[3]{};
    QString m_last[2];
    bool m_more = false;
};

} // namespace humdrum
