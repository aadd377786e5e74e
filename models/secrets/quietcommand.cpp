// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/quietcommand.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QProcess>

#include <csignal>

namespace humdrum {

namespace {

constexpr qsizetype mostOutput = 64 * 1024 + 1;
constexpr int lookEvery = 20; ///< milliseconds

/// Ends it with all that it has started.
void kill(QProcess &process)
{
    if (const qint64 pid = process.processId(); pid > 1)
        ::kill(static_cast<pid_t>(-pid), SIGKILL);
    process.kill();
    process.waitForFinished(-1);
}

} // namespace

QuietEnd runQuietly(const QuietAsk &ask, const std::stop_token &stop)
{
    QuietEnd end;
    QProcess process;
    QProcess::UnixProcessParameters alone;
    alone.flags = QProcess::UnixProcessFlag::CreateNewSession | QProcess::UnixProcessFlag::ResetSignalHandlers;
    process.setUnixProcessParameters(alone);
    process.setWorkingDirectory(QDir::homePath());
    if (!ask.complaints)
        process.setStandardErrorFile(QProcess::nullDevice());
    const QDeadlineTimer deadline(ask.timeout);
    process.start(ask.program, ask.arguments);
    if (!process.waitForStarted(-1)) {
        end.why = process.errorString();
        return end;
    }
    process.write(ask.input.bytes());
    process.closeWriteChannel();
    QByteArray output;
    const auto take = [&] {
        QByteArray piece = process.readAllStandardOutput();
        output += piece.first(std::min(piece.size(), mostOutput - output.size()));
        SecretValue::wipe(piece);
    };
    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(lookEvery);
        take();
        const bool stopped = stop.stop_requested();
        if (process.state() == QProcess::NotRunning || (!stopped && !deadline.hasExpired()))
            continue;
        kill(process);
        end.what = stopped ? QuietEnd::What::Stopped : QuietEnd::What::TimedOut;
        SecretValue::wipe(output);
        return end;
    }
    take();
    end.what = process.exitStatus() == QProcess::NormalExit ? QuietEnd::What::Exited : QuietEnd::What::Crashed;
    end.code = process.exitCode();
    end.output = SecretValue(output);
    end.complaint = QString::fromLocal8Bit(process.readAllStandardError()).trimmed().left(500);
    return end;
}

} // namespace humdrum
