// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/launch/recorder.h"

#include "faults/faultpoint.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

namespace humdrum::launch {

namespace {

constexpr std::size_t longestLine = 64 * 1024;
constexpr std::size_t keptTail = 4 * 1024;
constexpr std::size_t syncedAtOnce = 8 * 1024 * 1024;

std::int64_t now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

Recorder::Recorder(int fd, std::uint64_t cap, std::vector<std::string> masked)
    : m_fd(fd)
    , m_room(cap)
    , m_masker(std::move(masked))
{}

void Recorder::add(Stream stream, std::string_view bytes)
{
    std::string &rest = m_rest[stream == Stream::Error];
    // The common case: nothing is held back and the piece ends with its line.
    if (rest.empty() && bytes.ends_with('\n') && m_masker.isEmpty())
        return pass(stream, bytes);
    rest += bytes;
    const std::size_t end = rest.rfind('\n');
    const std::size_t whole = end == std::string::npos ? 0 : end + 1;
    take(stream, rest.size() - whole > longestLine ? rest.size() : whole, false);
    m_partial = m_partial || !rest.empty();
}

void Recorder::flushPartial()
{
    for (const Stream stream : {Stream::Output, Stream::Error})
        take(stream, m_rest[stream == Stream::Error].size(), false);
    m_partial = false;
}

void Recorder::finish()
{
    for (const Stream stream : {Stream::Output, Stream::Error})
        take(stream, m_rest[stream == Stream::Error].size(), true);
    if (m_dropped > 0) {
        const std::string note =
            "… " + std::to_string(m_dropped - m_tail.size()) + " bytes of output were dropped here\n";
        write(Stream::Launcher, note);
        write(Stream::Output, m_tail);
    }
}

/// Of what is held back: masked, and written, as far as it is known what it is.
void Recorder::take(Stream stream, std::size_t until, bool last)
{
    std::string &rest = m_rest[stream == Stream::Error];
    if (m_masker.isEmpty()) {
        pass(stream, std::string_view(rest).substr(0, until));
        rest.erase(0, until);
        return;
    }
    const Masker::Piece piece = m_masker.next(rest, until, last);
    pass(stream, piece.text);
    rest.erase(0, piece.used);
}

/// Keeps within the cap.
void Recorder::pass(Stream stream, std::string_view bytes)
{
    if (bytes.empty())
        return;
    const std::size_t kept = static_cast<std::size_t>(std::min<std::uint64_t>(m_room, bytes.size()));
    m_room -= kept;
    write(stream, bytes.substr(0, kept));
    if (kept == bytes.size())
        return;
    const std::string_view over = bytes.substr(kept);
    m_dropped += over.size();
    m_tail += over.substr(over.size() - std::min(over.size(), keptTail));
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), keptTail));
}

void Recorder::write(Stream stream, std::string_view bytes)
{
    if (bytes.empty())
        return;
    if (m_untold > 0) {
        const std::string note =
            "… " + std::to_string(m_untold) + " bytes of output were lost here: there was no room on the disk\n";
        if (writeChunk(Stream::Launcher, note))
            m_untold = 0;
    }
    if (m_untold > 0 || !writeChunk(stream, bytes)) {
        m_lost += bytes.size();
        m_untold += bytes.size();
    }
}

bool Recorder::writeChunk(Stream stream, std::string_view bytes)
{
    char header[64];
    const int length = std::snprintf(header, sizeof header, "@%lld %c %zu\n", static_cast<long long>(now()),
                                     static_cast<char>(stream), bytes.size());
    const off_t before = ::lseek(m_fd, 0, SEEK_END);
    faultPoint("output", "before");
    iovec parts[2] = {{header, static_cast<std::size_t>(length)}, {const_cast<char *>(bytes.data()), bytes.size()}};
    iovec *part = parts;
    int left = 2;
    while (left > 0) {
        ssize_t count = ::writev(m_fd, part, left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            // Half a chunk would make the rest of the file unreadable.
            (void)!::ftruncate(m_fd, before);
            return false;
        }
        while (left > 0 && static_cast<std::size_t>(count) >= part->iov_len) {
            count -= static_cast<ssize_t>(part->iov_len);
            ++part;
            --left;
        }
        if (left > 0) {
            part->iov_base = static_cast<char *>(part->iov_base) + count;
            part->iov_len -= static_cast<std::size_t>(count);
        }
    }
    faultPoint("output", "after");
    // On its way to the disk meanwhile, so that the end need not wait for all of it.
    m_unsynced += bytes.size();
    if (m_unsynced >= syncedAtOnce) {
        (void)::sync_file_range(m_fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        m_unsynced = 0;
    }
    return true;
}

} // namespace humdrum::launch
