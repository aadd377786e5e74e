// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// humdrum-launch FOLDER: runs one command and leaves in FOLDER what it says and how it ended, whether or not the program that
// asked for it is still there. What to run comes on standard input (ask.h), what is left is told in runfolder.h. It goes to
// the background; who it is there, is written to standard output once that is on the disk. Exit code 0 then, 2 for wrong use,
// 3 when nothing was started, 4 when this run was begun before.
//
// Without Qt: it is started for every step, and lives as long as the command does.

#include "app/launch/supervise.h"
#include "faults/faultpoint.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

using namespace humdrum::launch;
using humdrum::faultPoint;

namespace {

int complain(int code, const std::string &what)
{
    std::fprintf(stderr, "humdrum-launch: %s\n", what.c_str());
    return code;
}

void leaveTheTerminal()
{
    ::setsid();
    (void)!::chdir("/");
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0)
        return;
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nothing, fd);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2)
        return complain(2, "usage: humdrum-launch FOLDER < ASK; it is started by Humdrum");
    std::string why;
    const std::optional<Ask> ask = readAsk(STDIN_FILENO, why);
    if (!ask)
        return complain(2, why);
    faultPoint("asked", "after");
    // Secrets are in this memory for as long as the command runs: no core file of it, no looking into it through /proc. What
    // is executed later is like any other program again.
    if (!ask->masked.empty())
        ::prctl(PR_SET_DUMPABLE, 0);
    RunFolder folder;
    if (const int error = folder.open(argv[1]); error == EEXIST)
        return complain(4, std::string("this run was begun before: ") + argv[1]);
    else if (error != 0)
        return complain(3, std::string(argv[1]) + ": " + std::strerror(error));

    int told[2];
    if (::pipe2(told, O_CLOEXEC) != 0)
        return complain(3, std::strerror(errno));
    const pid_t launcher = ::fork();
    if (launcher < 0)
        return complain(3, std::strerror(errno));
    if (launcher == 0) {
        ::close(told[0]);
        leaveTheTerminal();
        faultPoint("background", "after");
        return supervise(*ask, folder, told[1]);
    }
    ::close(told[1]);
    std::string answer;
    char buffer[256];
    for (ssize_t count = 0; (count = ::read(told[0], buffer, sizeof buffer)) != 0;) {
        if (count < 0 && errno != EINTR)
            break;
        if (count > 0)
            answer.append(buffer, static_cast<std::size_t>(count));
    }
    if (answer.empty() || answer[0] == '!')
        return complain(3, answer.empty() ? "it died before it started the command" : answer.substr(2));
    std::fputs(answer.c_str(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 3;
}
