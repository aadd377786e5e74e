// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/launch/runfolder.h"

#include "faults/faultpoint.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace humdrum::launch {

namespace {

/// Room for the record of the end is taken before there is anything to record, so that a full disk cannot hide it.
constexpr off_t exitRoom = 4096;
constexpr const char *exitPart = "exit.part";

/// Held as long as a launcher lives, from before `begun` is there: whoever finds it free knows that none does.
bool lock(int fd)
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return ::fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

int writeWhole(int fd, const std::string &text)
{
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = ::pwrite(fd, text.data() + done, text.size() - done, static_cast<off_t>(done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        done += static_cast<std::size_t>(count);
    }
    return 0;
}

} // namespace

int RunFolder::open(const char *path)
{
    m_folder = ::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_folder < 0)
        return errno;
    faultPoint("launch-take", "before");
    m_output = ::openat(m_folder, "output", O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (m_output < 0)
        return errno;
    faultPoint("launch-lock", "before");
    if (!lock(m_output))
        return errno;
    faultPoint("launch-lock", "after");
    // Whoever gave it up may have found it between the two lines above.
    if (::faccessat(m_folder, "given-up", F_OK, 0) == 0)
        return EEXIST;
    m_exit = ::openat(m_folder, exitPart, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (m_exit < 0)
        return errno;
    return ::posix_fallocate(m_exit, 0, exitRoom);
}

int RunFolder::place(const char *name, const std::string &text, bool durable) const
{
    faultPoint(name, "before");
    const std::string part = std::string(name) + ".part";
    const int fd = ::openat(m_folder, part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = writeWhole(fd, text);
    if (error == 0 && durable && ::fsync(fd) != 0)
        error = errno;
    ::close(fd);
    faultPoint(name, "written");
    if (error == 0 && ::renameat(m_folder, part.c_str(), m_folder, name) != 0)
        error = errno;
    if (error == 0 && durable && ::fsync(m_folder) != 0)
        error = errno;
    faultPoint(name, "after");
    return error;
}

int RunFolder::placeExit(const std::string &text) const
{
    faultPoint("exit", "before");
    // What was said comes to the disk first: an end without its log would be half the truth.
    if (::lseek(m_output, 0, SEEK_END) > 0)
        (void)::fdatasync(m_output);
    int error = writeWhole(m_exit, text);
    if (error == 0 && (::ftruncate(m_exit, static_cast<off_t>(text.size())) != 0 || ::fsync(m_exit) != 0))
        error = errno;
    faultPoint("exit", "written");
    if (error == 0 && ::renameat(m_folder, exitPart, m_folder, "exit") != 0)
        error = errno;
    if (error == 0 && ::fsync(m_folder) != 0)
        error = errno;
    faultPoint("exit", "after");
    return error;
}

} // namespace humdrum::launch
