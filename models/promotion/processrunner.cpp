// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/processrunner.h"

#include "promotion/processgroup.h"

#include <QProcess>
#include <QTimer>

#include <csignal>
#include <cstring>

namespace humdrum {

namespace {

constexpr qsizetype longestLine = 64 * 1024;
constexpr qsizetype keptTail = 4 * 1024;
constexpr std::chrono::milliseconds groupPoll{20};

/// Cuts one stream into lines.
class Lines {
public:
    explicit Lines(bool error) : m_error(error) {}

    void add(const QByteArray &bytes, Timestamp at, QList<LogLine> &into)
    {
        m_rest += bytes;
        qsizetype from = 0;
        for (;;) {
            const qsizetype end = m_rest.indexOf('\n', from);
            if (end < 0)
                break;
            push(m_rest.mid(from, end - from), at, into);
            from = end + 1;
        }
        m_rest = m_rest.mid(from);
        while (m_rest.size() > longestLine) {
            push(m_rest.first(longestLine), at, into);
            m_rest = m_rest.mid(longestLine);
        }
    }
    void finish(Timestamp at, QList<LogLine> &into)
    {
        if (!m_rest.isEmpty())
            push(m_rest, at, into);
        m_rest.clear();
    }
    [[nodiscard]] const QString &last() const { return m_last; }

private:
    void push(QByteArray line, Timestamp at, QList<LogLine> &into)
    {
        if (line.endsWith('\r'))
            line.chop(1);
        LogLine l{.at = at, .text = QString::fromUtf8(line), .error = m_error, .own = false};
        if (!l.text.trimmed().isEmpty())
            m_last = l.text.trimmed();
        into.push_back(std::move(l));
    }

    QByteArray m_rest;
    QString m_last;
    bool m_error;
};

} // namespace

class ProcessRunner::Job : public QObject {
public:
    Job(ProcessRunner &runner, RunToken token, RunAsk ask) : m_runner(runner), m_token(token), m_ask(std::move(ask))
    {
        m_timeout.setSingleShot(true);
        m_grace.setSingleShot(true);
        m_poll.setInterval(groupPoll);
        connect(&m_timeout, &QTimer::timeout, this, [this] { endGroup(RunEnd::TimedOut); });
        connect(&m_grace, &QTimer::timeout, this, [this] { killGroup(); });
        connect(&m_poll, &QTimer::timeout, this, [this] { finishWhenGroupIsGone(); });
        connect(&m_process, &QProcess::started, this, [this] { reportStarted(); });
        connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { read(); });
        connect(&m_process, &QProcess::readyReadStandardError, this, [this] { read(); });
        connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError e) {
            if (e == QProcess::FailedToStart)
                notStarted(
                    tr("%1 could not be started in %2: %3")
                        .arg(m_ask.command.argv.value(0), m_process.workingDirectory(), m_process.errorString()));
        });
        connect(&m_process, &QProcess::finished, this,
                [this](int code, QProcess::ExitStatus status) { ended(code, status); });
    }

    ~Job() override
    {
        m_process.disconnect(this);
        if (m_leader > 0 && m_process.state() != QProcess::NotRunning) {
            signalMembers(m_leader, SIGKILL);
            m_process.waitForFinished(-1);
        }
    }

    void start()
    {
        const Result<ResolvedCommand> resolved = resolveCommand(m_ask);
        if (!resolved) {
            notStarted(resolved.error().toString());
            return;
        }
        if (m_end == RunEnd::Cancelled) {
            m_runner.finish(m_token, {.end = RunEnd::Cancelled, .message = tr("It was cancelled")});
            return;
        }
        m_process.setProgram(resolved->program);
        m_process.setArguments(resolved->arguments);
        m_process.setWorkingDirectory(resolved->folder);
        m_process.setProcessEnvironment(environmentFor(resolved->variables));
        m_process.setStandardInputFile(QProcess::nullDevice());
        QProcess::UnixProcessParameters parameters;
        parameters.flags = QProcess::UnixProcessFlag::CreateNewSession |
            QProcess::UnixProcessFlag::CloseFileDescriptors | QProcess::UnixProcessFlag::ResetSignalHandlers;
        m_process.setUnixProcessParameters(parameters);
        m_timeout.start(std::max(m_ask.command.timeout, Duration{1}));
        m_process.start();
        m_leader = m_process.processId();
        // Read at once: it cannot have been reaped yet, however short it lives.
        m_identity = ProcessIdentity::ofPid(m_leader);
    }

    void cancel() { endGroup(RunEnd::Cancelled); }

private:
    void reportStarted()
    {
        if (m_identity)
            Q_EMIT m_runner.started(m_token, *m_identity);
    }

    void notStarted(const QString &message)
    {
        if (m_done)
            return;
        m_done = true;
        m_timeout.stop();
        m_runner.finish(m_token, {.end = RunEnd::NotStarted, .message = message});
    }

    void read()
    {
        QList<LogLine> lines;
        const Timestamp now = m_runner.m_clock.now();
        take(m_process.readAllStandardOutput(), m_out, now, lines);
        take(m_process.readAllStandardError(), m_err, now, lines);
        if (!lines.isEmpty())
            Q_EMIT m_runner.output(m_token, lines);
    }

    void take(const QByteArray &bytes, Lines &stream, Timestamp now, QList<LogLine> &into)
    {
        const qint64 room = std::max<qint64>(0, m_ask.command.outputCap - m_kept);
        const qint64 kept = std::min<qint64>(room, bytes.size());
        m_kept += kept;
        stream.add(bytes.first(kept), now, into);
        if (kept < bytes.size()) {
            m_dropped += bytes.size() - kept;
            m_tail.append(bytes.sliced(kept));
            m_tail = m_tail.last(std::min(keptTail, m_tail.size()));
        }
    }

    /// The group is asked to end; the answer is given when none of it is left.
    void endGroup(RunEnd why)
    {
        if (m_done || m_ending)
            return;
        m_end = why;
        if (m_leader <= 0 && m_process.state() == QProcess::NotRunning)
            return; // start() has not been reached yet and will see it
        m_ending = true;
        m_timeout.stop();
        signalMembers(m_leader, SIGTERM);
        m_grace.start(m_ask.grace);
        m_poll.start();
    }

    void killGroup()
    {
        signalMembers(m_leader, SIGKILL);
        // A process that was just being forked may have missed it.
        m_grace.start(std::chrono::milliseconds{250});
    }

    void finishWhenGroupIsGone()
    {
        if (m_process.state() != QProcess::NotRunning || !membersOf(m_leader).empty())
            return;
        m_poll.stop();
        m_grace.stop();
        RunOutcome outcome{.end = m_end};
        outcome.message = m_end == RunEnd::Cancelled
            ? tr("It was cancelled")
            : tr("It did not end within %1 s").arg(std::chrono::duration<double>(m_ask.command.timeout).count());
        finish(std::move(outcome));
    }

    void ended(int code, QProcess::ExitStatus status)
    {
        if (m_done)
            return;
        read();
        if (m_ending)
            return; // the poll decides
        m_timeout.stop();
        RunOutcome outcome;
        if (status == QProcess::CrashExit) {
            // For a process that was ended by a signal Qt gives the signal's number as the code.
            outcome.end = RunEnd::Signalled;
            outcome.signal = code;
            outcome.message =
                tr("It was ended by signal %1 (%2)").arg(code).arg(QString::fromLocal8Bit(::strsignal(code)));
        } else {
            outcome.end = RunEnd::Exited;
            outcome.exitCode = code;
            if (code != 0)
                outcome.message = tr("It exited with %1").arg(code);
        }
        finish(std::move(outcome));
    }

    void finish(RunOutcome outcome)
    {
        m_done = true;
        QList<LogLine> lines;
        const Timestamp now = m_runner.m_clock.now();
        read();
        m_out.finish(now, lines);
        m_err.finish(now, lines);
        if (m_dropped > 0) {
            lines.push_back({.at = now,
                             .text = tr("… %1 bytes of output were dropped here").arg(m_dropped - m_tail.size()),
                             .error = false,
                             .own = true});
            m_out.add(m_tail, now, lines);
            m_out.finish(now, lines);
        }
        if (!lines.isEmpty())
            Q_EMIT m_runner.output(m_token, lines);
        outcome.droppedBytes = m_dropped;
        outcome.lastLine = m_err.last().isEmpty() ? m_out.last() : m_err.last();
        m_runner.finish(m_token, outcome);
    }

    ProcessRunner &m_runner;
    RunToken m_token;
    RunAsk m_ask;
    QProcess m_process;
    QTimer m_timeout, m_grace, m_poll;
    Lines m_out{false}, m_err{true};
    QByteArray m_tail;
    std::optional<ProcessIdentity> m_identity;
    qint64 m_leader = 0, m_kept = 0, m_dropped = 0;
    RunEnd m_end = RunEnd::Exited;
    bool m_ending = false, m_done = false;
};

ProcessRunner::ProcessRunner(const Clock &clock, QObject *parent) : Runner(parent), m_clock(clock) {}
ProcessRunner::~ProcessRunner() = default;

RunToken ProcessRunner::start(const RunAsk &ask)
{
    const RunToken token = ++m_last;
    auto job = std::make_unique<Job>(*this, token, ask);
    Job *j = job.get();
    m_jobs.emplace(token, std::move(job));
    QMetaObject::invokeMethod(j, [j] { j->start(); }, Qt::QueuedConnection);
    return token;
}

void ProcessRunner::cancel(RunToken token)
{
    const auto it = m_jobs.find(token);
    if (it != m_jobs.end())
        it->second->cancel();
}

void ProcessRunner::finish(RunToken token, const RunOutcome &outcome)
{
    const auto it = m_jobs.find(token);
    if (it == m_jobs.end())
        return;
    // We are inside a slot of the job: it goes when the stack is unwound.
    it->second.release()->deleteLater();
    m_jobs.erase(it);
    Q_EMIT finished(token, outcome);
}

} // namespace humdrum
