// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace humdrum {

struct FaultSettings {
    const char *point, *trace; ///< as the variables say; null when they are not set
};
/// Changed only while nothing is under way.
inline FaultSettings &faultSettings()
{
    static FaultSettings settings{::secure_getenv("HUMDRUM_FAULT_POINT"), ::secure_getenv("HUMDRUM_FAULT_TRACE")};
    return settings;
}

/// A named place where this program may die: each change of state and each durable write of the worker and the launcher has
/// one before it and one after it. Always compiled in; without the variables it costs a comparison. tests/crash walks them.
///
///     HUMDRUM_FAULT_POINT=WHAT:WHEN   kill this process (SIGKILL) there; WHAT:WHEN#3: the third time it comes there
///     HUMDRUM_FAULT_TRACE=FILE        append a line for each point that is reached: its name, and CLOCK_MONOTONIC in ns
///
/// Any thread. Plain C++, for the launcher has no Qt.
inline void faultPoint(const char *what, const char *when)
{
    const FaultSettings &settings = faultSettings();
    if (!settings.point && !settings.trace) [[likely]]
        return;
    const std::string name = std::string(what) + ':' + when;
    if (settings.trace) {
        timespec now{};
        ::clock_gettime(CLOCK_MONOTONIC, &now);
        const std::string line = name + ' ' + std::to_string(now.tv_sec * 1'000'000'000LL + now.tv_nsec) + '\n';
        const int fd = ::open(settings.trace, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0) {
            (void)!::write(fd, line.data(), line.size());
            ::close(fd);
        }
    }
    if (!settings.point)
        return;
    const std::string_view wanted(settings.point);
    const std::size_t mark = wanted.find('#');
    if (wanted.substr(0, mark) != name)
        return;
    static std::atomic<int> times{0};
    const int nth = mark == std::string_view::npos ? 1 : std::atoi(settings.point + mark + 1);
    if (++times == nth)
        ::kill(::getpid(), SIGKILL);
}

} // namespace humdrum
