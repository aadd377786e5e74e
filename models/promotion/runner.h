// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"
#include "promotion/desk.h"
#include "promotion/identity.h"

#include <QHash>
#include <QObject>
#include <QProcessEnvironment>

namespace humdrum {

/// A command with everything it needs to run.
struct RunAsk {
    CommandSpec command;
    QString folder;                          ///< absolute; what command.workingFolder is relative to
    QHash<QString, QString> variables;       ///< Humdrum's values; command.environment is added and wins
    QString runFolder{};                     ///< of this run alone, absolute: what it says and how it ended
    Duration grace{std::chrono::seconds{5}}; ///< between asking the group to end (SIGTERM) and ending it (SIGKILL)
};

/// Lost: it was started, nothing of it runs any more, and how it ended is not known.
enum class RunEnd { Exited, Signalled, NotStarted, TimedOut, Cancelled, Lost };

struct RunOutcome {
    RunEnd end = RunEnd::NotStarted;
    int exitCode = 0;              ///< of Exited
    int signal = 0;                ///< of Signalled
    QString message{};             ///< why it is not "exited with 0", one sentence; empty otherwise
    QString lastLine{};            ///< the last line it wrote to standard error, else to standard output
    qint64 droppedBytes = 0;       ///< of output beyond the cap
    qint64 lostBytes = 0;          ///< of output that the disk had no room for
    Timestamp finishedAt = noTime; ///< noTime where it is not known

    [[nodiscard]] bool succeeded() const { return end == RunEnd::Exited && exitCode == 0; }
};

/// One run; never used again. 0 is none.
using RunToken = quint64;

/// Runs commands. Lives in one thread; answers are signals that come through that thread's event loop, never from inside
/// start() or cancel(). For each token: at most one started, any number of output, exactly one finished, in this order.
/// What runs outlives the runner.
class Runner : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual RunToken start(const RunAsk &ask) = 0;
    /// Follows what another process has begun in that folder: its whole output from the beginning, and its end.
    virtual RunToken adopt(const QString &runFolder, Duration grace) = 0;
    /// Ends the whole process group. finished(Cancelled) comes when none of it is left, not before.
    /// An unknown or finished token is ignored.
    virtual void cancel(RunToken token) = 0;

Q_SIGNALS:
    void started(humdrum::RunToken token, const humdrum::ProcessIdentity &process);
    void output(humdrum::RunToken token, const QList<humdrum::LogLine> &lines);
    void finished(humdrum::RunToken token, const humdrum::RunOutcome &outcome);
};

/// What will really be executed, or why it cannot be: argv directly, /bin/sh -c only where the description asks for a
/// shell. A program name with a '/' is relative to the working folder, without one it is searched in PATH.
struct ResolvedCommand {
    QString program; ///< absolute path
    QStringList arguments;
    QString folder;                    ///< absolute working folder
    QHash<QString, QString> variables; ///< Humdrum's and the description's, without what is inherited
};
[[nodiscard]] Result<ResolvedCommand> resolveCommand(const RunAsk &ask);
/// What is inherited, and those variables; nothing of a Humdrum that this one was itself started by.
[[nodiscard]] QProcessEnvironment environmentFor(const QHash<QString, QString> &variables);
/// SHA-256 hex over the command as described and as it will be run: argv, shell, working folder, variables.
[[nodiscard]] QByteArray commandHash(const RunAsk &ask);
/// The absolute folder a command runs in.
[[nodiscard]] QString workingFolderOf(const CommandSpec &command, const QString &base);

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::RunOutcome)
Q_DECLARE_METATYPE(humdrum::ProcessIdentity)
