// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/launch/processes.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <vector>

namespace humdrum::launch {

namespace {

std::string contentOf(const std::string &path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    char buffer[4096];
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    ::close(fd);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string();
}

/// The fields of /proc/PID/stat from the third on; proc_pid_stat(5). A program may have any name, also one with ')'.
std::vector<std::string> statOf(pid_t pid)
{
    const std::string text = contentOf("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name = text.rfind(')');
    std::vector<std::string> fields;
    if (name == std::string::npos)
        return fields;
    for (std::size_t at = name + 2; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        fields.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return fields;
}

template <class F>
void forEachMember(pid_t leader, F f)
{
    DIR *folder = ::opendir("/proc");
    if (!folder)
        return;
    while (const dirent *entry = ::readdir(folder)) {
        const pid_t pid = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
        if (pid <= 0)
            continue;
        const std::vector<std::string> stat = statOf(pid);
        if (stat.size() < 4 || stat[0] == "Z" || stat[0] == "X")
            continue;
        const std::string wanted = std::to_string(leader);
        if (stat[2] == wanted || stat[3] == wanted)
            f(pid, stat[2] == wanted);
    }
    ::closedir(folder);
}

} // namespace

std::string identityOf(pid_t pid)
{
    std::string boot = contentOf("/proc/sys/kernel/random/boot_id");
    while (!boot.empty() && boot.back() == '\n')
        boot.pop_back();
    const std::vector<std::string> stat = statOf(pid);
    char link[64] = {}; // "pid:[4026531836]"
    (void)!::readlink("/proc/self/ns/pid", link, sizeof link - 1);
    std::string space = link;
    space.erase(0, space.find('[') + 1);
    space.erase(std::min(space.find(']'), space.size()));
    return boot + '/' + std::to_string(pid) + '/' + (stat.size() > 19 ? stat[19] : "0") + '/' + space;
}

bool groupLives(pid_t leader)
{
    bool found = false;
    forEachMember(leader, [&](pid_t, bool) { found = true; });
    return found;
}

void signalGroup(pid_t leader, int signal)
{
    if (leader <= 1)
        return;
    ::kill(-leader, signal);
    forEachMember(leader, [&](pid_t pid, bool inGroup) {
        if (!inGroup)
            ::kill(pid, signal);
    });
}

} // namespace humdrum::launch
