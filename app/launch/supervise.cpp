// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/launch/supervise.h"

#include "app/launch/processes.h"
#include "app/launch/recorder.h"
#include "faults/faultpoint.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

namespace humdrum::launch {

namespace {

using Clock = std::chrono::steady_clock; // does not run while the machine sleeps: neither does the command
using std::chrono::milliseconds;

constexpr int pipeSize = 1024 * 1024;
constexpr milliseconds partialPause{150}; ///< how long a line that is not ended is held back
constexpr milliseconds groupPoll{20};
// How long the pipes of a command that ended are read on: while something comes, but not for what it left running.
constexpr milliseconds lastWords{50}, lastWordsAtMost{1000};

std::int64_t wallTime()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void waitFor(pid_t pid)
{
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

/// What became of the command.
struct End {
    const char *what = "exited"; ///< exited, signalled, timed-out, cancelled, not-started
    int code = 0;                ///< exit code, signal or errno
    const char *where = "";      ///< of not-started: folder or program
};

class Supervisor {
public:
    Supervisor(const Ask &ask, const RunFolder &folder)
        : m_ask(ask)
        , m_folder(folder)
        , m_recorder(folder.outputFd(), ask.outputCap, ask.masked)
    {}
    ~Supervisor()
    {
        for (const int fd : {m_out, m_err, m_signals}) {
            if (fd >= 0)
                ::close(fd);
        }
    }

    int run(int toldFd);

private:
    bool start();
    void tell();
    void watch();
    bool readSome(int &fd, Stream stream);
    void takeSignals();
    void endGroup(const char *why);
    [[nodiscard]] int patience(Clock::time_point now) const;
    int report();

    const Ask &m_ask;
    const RunFolder &m_folder;
    Recorder m_recorder;
    sigset_t m_before{};
    std::string m_self;
    int m_told = -1, m_out = -1, m_err = -1, m_signals = -1;
    pid_t m_command = -1;
    bool m_gone = false;   ///< the command's own process is reaped
    bool m_ending = false; ///< its group was asked to end
    std::int64_t m_startedAt = 0;
    Clock::time_point m_started, m_deadline, m_kill, m_heard, m_ended;
    End m_end;
};

int Supervisor::run(int toldFd)
{
    // What we started is ours to wait for, also what it leaves behind.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT})
        ::sigaddset(&wanted, signal);
    ::sigprocmask(SIG_BLOCK, &wanted, &m_before);
    ::signal(SIGHUP, SIG_IGN);
    ::signal(SIGPIPE, SIG_IGN);
    m_signals = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);

    m_told = toldFd;
    m_self = identityOf(::getpid()) + '\n';
    if (const int error = m_folder.place("begun", m_self, true)) {
        m_self = std::string("! ") + std::strerror(error) + '\n';
        tell();
        return 1;
    }

    m_startedAt = wallTime();
    m_started = m_heard = Clock::now();
    m_deadline = m_started + m_ask.timeout;
    if (start())
        watch();
    tell();
    m_recorder.finish();
    return report();
}

/// Who asked learns who runs it. Once.
void Supervisor::tell()
{
    if (m_told < 0)
        return;
    (void)!::write(m_told, m_self.data(), m_self.size());
    ::close(std::exchange(m_told, -1));
}

bool Supervisor::start()
{
    int out[2], err[2], failed[2], go[2];
    if (m_signals < 0 || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0 ||
        ::pipe2(failed, O_CLOEXEC) != 0 || ::pipe2(go, O_CLOEXEC) != 0) {
        m_end = {.what = "not-started", .code = errno, .where = "launcher"};
        return false;
    }
    std::vector<char *> arguments, variables;
    for (const std::string &argument : m_ask.arguments)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    for (const std::string &variable : m_ask.variables)
        variables.push_back(const_cast<char *>(variable.c_str()));
    arguments.push_back(nullptr);
    variables.push_back(nullptr);

    m_command = ::fork();
    if (m_command == 0) {
        ::setsid();
        for (int signal = 1; signal < NSIG; ++signal)
            ::signal(signal, SIG_DFL);
        ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
        const int nothing = ::open("/dev/null", O_RDONLY);
        if (nothing >= 0)
            ::dup2(nothing, STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
        // Until it is recorded who runs here nothing is executed, also where the launcher dies first.
        ::close(go[1]);
        ::close(m_told);
        char may = 0;
        if (::read(go[0], &may, 1) != 1)
            ::_exit(126);
        int fault[2] = {0, 0};
        if (::chdir(m_ask.folder.c_str()) != 0) {
            fault[0] = errno;
            fault[1] = 1;
        } else {
            ::execve(arguments[0], arguments.data(), variables.data());
            fault[0] = errno;
        }
        (void)!::write(failed[1], fault, sizeof fault);
        ::_exit(127);
    }
    const int forkError = errno;
    for (const int fd : {out[1], err[1], failed[1], go[0]})
        ::close(fd);
    m_out = out[0];
    m_err = err[0];
    for (const int fd : {m_out, m_err}) {
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        ::fcntl(fd, F_SETPIPE_SZ, pipeSize); // better, not needed
    }
    if (m_command < 0) {
        ::close(failed[0]);
        ::close(go[1]);
        m_end = {.what = "not-started", .code = forkError, .where = "launcher"};
        return false;
    }
    // Not durable: after a power cut nothing of it lives any more, and that it may have run is told by `begun`.
    if (const int error = m_folder.place("command", identityOf(m_command) + '\n', false)) {
        ::close(failed[0]);
        ::close(go[1]); // which ends it
        waitFor(m_command);
        m_end = {.what = "not-started", .code = error, .where = "launcher"};
        return false;
    }
    tell();
    faultPoint("go", "before");
    (void)!::write(go[1], "g", 1);
    ::close(go[1]);
    faultPoint("go", "after");
    int fault[2] = {0, 0};
    ssize_t count = 0;
    while ((count = ::read(failed[0], fault, sizeof fault)) < 0 && errno == EINTR) {
    }
    ::close(failed[0]);
    if (count == static_cast<ssize_t>(sizeof fault)) {
        waitFor(m_command);
        m_end = {.what = "not-started", .code = fault[0], .where = fault[1] == 1 ? "folder" : "program"};
        return false;
    }
    return true;
}

void Supervisor::watch()
{
    for (;;) {
        const bool over = m_gone && (!m_ending || !groupLives(m_command));
        const Clock::time_point now = Clock::now();
        if (over && ((m_out < 0 && m_err < 0) || now - m_heard > lastWords || now - m_ended > lastWordsAtMost))
            break;
        pollfd watched[3] = {{m_signals, POLLIN, 0}, {m_out, POLLIN, 0}, {m_err, POLLIN, 0}};
        if (::poll(watched, 3, patience(now)) < 0 && errno != EINTR)
            break;
        if (watched[0].revents)
            takeSignals();
        bool heard = false;
        if (watched[1].revents)
            heard = readSome(m_out, Stream::Output) || heard;
        if (watched[2].revents)
            heard = readSome(m_err, Stream::Error) || heard;
        const Clock::time_point after = Clock::now();
        if (heard)
            m_heard = after;
        else if (m_recorder.hasPartial() && after - m_heard > partialPause)
            m_recorder.flushPartial();
        if (!m_gone && !m_ending && after >= m_deadline)
            endGroup("timed-out");
        if (m_ending && after >= m_kill) {
            signalGroup(m_command, SIGKILL);
            m_kill = after + milliseconds{250}; // one that was just being forked may have missed it
        }
    }
}

/// Milliseconds until something has to be looked at without having been told.
int Supervisor::patience(Clock::time_point now) const
{
    Clock::time_point next = m_gone ? now + groupPoll : m_deadline;
    if (m_ending)
        next = std::min(m_kill, now + groupPoll);
    if (m_recorder.hasPartial())
        next = std::min(next, m_heard + partialPause);
    const auto left = std::chrono::ceil<milliseconds>(next - now).count() + 1;
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

bool Supervisor::readSome(int &fd, Stream stream)
{
    static char buffer[256 * 1024];
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (count <= 0) {
        ::close(fd);
        fd = -1;
        return false;
    }
    m_recorder.add(stream, {buffer, static_cast<std::size_t>(count)});
    return true;
}

void Supervisor::takeSignals()
{
    signalfd_siginfo info;
    while (::read(m_signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo != SIGCHLD) {
            if (!m_gone)
                endGroup("cancelled");
            continue;
        }
        int status = 0;
        for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
            if (ended != m_command)
                continue;
            m_gone = true;
            faultPoint("reaped", "after");
            m_ended = m_heard = Clock::now();
            if (m_ending)
                continue;
            if (WIFSIGNALED(status))
                m_end = {.what = "signalled", .code = WTERMSIG(status)};
            else
                m_end = {.what = "exited", .code = WEXITSTATUS(status)};
        }
    }
}

void Supervisor::endGroup(const char *why)
{
    if (m_ending)
        return;
    m_ending = true;
    m_end = {.what = why};
    m_kill = Clock::now() + m_ask.grace;
    signalGroup(m_command, SIGTERM);
}

int Supervisor::report()
{
    const auto elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - m_started).count();
    std::string text;
    const auto line = [&text](const char *key, const std::string &value) {
        text += key;
        text += '=';
        text += value;
        text += '\n';
    };
    line("end", m_end.what);
    line("code", std::to_string(m_end.code));
    line("where", m_end.where);
    line("started", std::to_string(m_startedAt));
    line("finished", std::to_string(wallTime()));
    line("elapsed", std::to_string(elapsed));
    line("dropped", std::to_string(m_recorder.dropped()));
    line("lost", std::to_string(m_recorder.lost()));
    return m_folder.placeExit(text) == 0 ? 0 : 1;
}

} // namespace

int supervise(const Ask &ask, const RunFolder &folder, int toldFd) { return Supervisor(ask, folder).run(toldFd); }

} // namespace humdrum::launch
