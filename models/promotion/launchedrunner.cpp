// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/launchedrunner.h"

#include "faults/faultpoint.h"
#include "promotion/processgroup.h"
#include "promotion/runtrace.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QProcess>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr std::chrono::milliseconds look{40};          ///< how often an end is looked for that nobody tells
constexpr std::chrono::milliseconds lookForGroup{100}; ///< how often a command without a launcher is looked for

QByteArray record(char key, const QByteArray &value)
{
    QByteArray text;
    text += key;
    text += '=';
    text += value;
    text += '\0';
    return text;
}

/// The ask as the launcher reads it, app/launch/ask.h.
QByteArray messageFor(const RunAsk &ask, const ResolvedCommand &command)
{
    QByteArray text = record('a', QFile::encodeName(command.program));
    for (const QString &argument : command.arguments)
        text += record('a', argument.toLocal8Bit());
    QProcessEnvironment environment = environmentFor(command.variables);
    for (const QString &secret : ask.secrets.variables.keys())
        environment.remove(secret);
    for (const QString &variable : environment.toStringList())
        text += record('v', variable.toLocal8Bit());
    for (auto it = ask.secrets.variables.cbegin(); it != ask.secrets.variables.cend(); ++it)
        text += record('v', it.key().toLocal8Bit() + '=' + it->bytes());
    for (const std::string &form : ask.secrets.forms)
        text += record('m', QByteArray::fromStdString(form));
    text += record('d', QFile::encodeName(command.folder));
    text += record('t', QByteArray::number(qint64{std::max(ask.command.timeout, Duration{1}).count()}));
    text += record('g', QByteArray::number(qint64{ask.grace.count()}));
    text += record('c', QByteArray::number(ask.command.outputCap));
    text += QByteArray("end\0", 4);
    return text;
}

/// A handle of exactly that process; -1 when it is gone.
int handleOf(const ProcessIdentity &identity)
{
    const int fd = static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(identity.pid), 0));
    if (fd < 0)
        return -1;
    // The number may have been given away between its being written and now.
    if (livenessOf(identity) != Liveness::Alive) {
        ::close(fd);
        return -1;
    }
    return fd;
}

} // namespace

class LaunchedRunner::Job : public QObject {
public:
    Job(LaunchedRunner &runner, RunAsk ask, QString folder)
        : m_runner(runner)
        , m_ask(std::move(ask))
        , m_folder(std::move(folder))
    {
        connect(&m_poll, &QTimer::timeout, this, &Job::tellEnd);
        connect(&m_launching, &QProcess::errorOccurred, this, [this](QProcess::ProcessError e) {
            if (e == QProcess::FailedToStart)
                notStarted(tr("The launcher could not be started: %1").arg(m_launching.errorString()));
        });
        connect(&m_launching, &QProcess::bytesWritten, this, [] { faultPoint("ask", "after"); });
        connect(&m_launching, &QProcess::finished, this, [this](int code) { launched(code); });
    }
    ~Job() override
    {
        m_launching.disconnect(this);
        if (m_launching.state() != QProcess::NotRunning)
            m_launching.waitForFinished(-1); // it goes to the background within milliseconds
        if (m_handle >= 0)
            ::close(m_handle);
    }

    RunToken token = 0;

    void start()
    {
        const Result<ResolvedCommand> resolved = resolveCommand(m_ask);
        if (!resolved)
            return notStarted(resolved.error().toString());
        if (m_cancelled)
            return end({.end = RunEnd::Cancelled, .message = tr("It was cancelled")});
        if (!QDir().mkpath(m_folder))
            return notStarted(tr("The folder %1 could not be made").arg(m_folder));
        m_launching.start(m_runner.m_launcher, {m_folder});
        m_launching.write(messageFor(m_ask, *resolved));
        m_launching.closeWriteChannel();
    }

    void follow()
    {
        const Result<RunTrace> trace = traceOf(m_folder);
        if (!trace)
            return end({.end = RunEnd::Lost, .message = trace.error().toString()});
        watch(trace->launcher);
    }

    void cancel()
    {
        m_cancelled = true;
        if (m_handle >= 0)
            ::syscall(SYS_pidfd_send_signal, m_handle, SIGTERM, nullptr, 0);
    }

private:
    void launched(int code)
    {
        faultPoint("launched", "after");
        const QString said = QString::fromLocal8Bit(m_launching.readAllStandardOutput()).trimmed();
        const auto launcher = ProcessIdentity::fromString(said);
        if (code == 0 && launcher)
            return watch(launcher);
        const QString why = QString::fromLocal8Bit(m_launching.readAllStandardError()).trimmed();
        constexpr int wrongUse = 2, begunBefore = 4; // app/launch/main.cpp
        if (m_launching.exitStatus() == QProcess::NormalExit && (code == wrongUse || code == begunBefore))
            return notStarted(why);
        // It, or what it left in the background, may have been killed at any point.
        const Result<bool> never = giveUp(m_folder);
        if (!never)
            return end({.end = RunEnd::Lost, .message = never.error().toString()});
        if (*never)
            return notStarted(why);
        follow();
    }

    void watch(const std::optional<ProcessIdentity> &launcher)
    {
        if (launcher && !std::exchange(m_told, true))
            Q_EMIT m_runner.started(token, *launcher);
        if (launcher)
            m_handle = handleOf(*launcher);
        if (m_handle < 0)
            return tellEnd();
        auto *gone = new QSocketNotifier(m_handle, QSocketNotifier::Read, this);
        connect(gone, &QSocketNotifier::activated, this, [this, gone] {
            gone->setEnabled(false);
            tellEnd();
        });
        m_poll.stop();
        if (m_cancelled)
            cancel();
    }

    void tellEnd()
    {
        if (m_done)
            return;
        const Result<RunTrace> trace = traceOf(m_folder);
        if (!trace)
            return end({.end = RunEnd::Lost, .message = trace.error().toString()});
        switch (trace->fate) {
        case RunTrace::Fate::Ended: {
            RunOutcome outcome = trace->outcome;
            const SaidLines said = saidIn(m_folder);
            outcome.firstLine = said.first;
            outcome.lastLine = said.last;
            return end(outcome);
        }
        case RunTrace::Fate::NeverStarted:
            return notStarted(tr("Its launcher was ended before it had started anything"));
        case RunTrace::Fate::Alive: // it draws its first breath, or its last
            return m_handle < 0 && trace->launcher && livenessOf(*trace->launcher) == Liveness::Alive
                ? watch(trace->launcher)
                : m_poll.start(look);
        case RunTrace::Fate::Lost:
            break;
        }
        if (trace->running())
            return goOnWithout(*trace->command);
        end({.end = m_cancelled ? RunEnd::Cancelled : RunEnd::Lost,
             .message =
                 m_cancelled ? tr("It was cancelled") : tr("Its launcher was ended, so how it ended is not known"),
             .lastLine = saidIn(m_folder).last});
    }

    /// The command runs and its launcher does not: what the launcher would do when it is cancelled is done here.
    void goOnWithout(const ProcessIdentity &command)
    {
        m_poll.start(lookForGroup);
        if (!m_cancelled)
            return;
        if (!m_kill)
            m_kill = QDeadlineTimer(m_ask.grace);
        signalMembers(command.pid, m_kill->hasExpired() ? SIGKILL : SIGTERM);
    }

    void notStarted(const QString &message) { end({.end = RunEnd::NotStarted, .message = message}); }

    void end(const RunOutcome &outcome)
    {
        if (std::exchange(m_done, true))
            return;
        m_poll.stop();
        m_runner.finish(token, outcome);
    }

    LaunchedRunner &m_runner;
    RunAsk m_ask;
    QString m_folder;
    QProcess m_launching;
    QTimer m_poll;
    int m_handle = -1;                    ///< of the launcher
    std::optional<QDeadlineTimer> m_kill; ///< of a command without a launcher that is cancelled
    bool m_told = false, m_cancelled = false, m_done = false;
};

LaunchedRunner::LaunchedRunner(QString launcher, const Clock &clock, QObject *parent)
    : Runner(parent)
    , m_launcher(std::move(launcher))
    , m_clock(clock)
{}
LaunchedRunner::~LaunchedRunner() = default;

RunToken LaunchedRunner::add(std::unique_ptr<Job> job)
{
    const RunToken token = ++m_last;
    job->token = token;
    m_jobs.emplace(token, std::move(job));
    return token;
}

RunToken LaunchedRunner::start(const RunAsk &ask)
{
    auto job = std::make_unique<Job>(*this, ask, ask.runFolder);
    QMetaObject::invokeMethod(job.get(), &Job::start, Qt::QueuedConnection);
    return add(std::move(job));
}

RunToken LaunchedRunner::adopt(const QString &runFolder, Duration grace)
{
    RunAsk ask;
    ask.grace = grace;
    auto job = std::make_unique<Job>(*this, ask, runFolder);
    QMetaObject::invokeMethod(job.get(), &Job::follow, Qt::QueuedConnection);
    return add(std::move(job));
}

void LaunchedRunner::cancel(RunToken token)
{
    const auto it = m_jobs.find(token);
    if (it != m_jobs.end())
        it->second->cancel();
}

void LaunchedRunner::finish(RunToken token, const RunOutcome &outcome)
{
    const auto it = m_jobs.find(token);
    if (it == m_jobs.end())
        return;
    it->second.release()->deleteLater(); // we are inside a slot of the job
    m_jobs.erase(it);
    Q_EMIT finished(token, outcome);
}

} // namespace humdrum
