// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "masking/masker.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace humdrum::launch {

enum class Stream : char { Output = 'o', Error = 'e', Launcher = 'h' };

/// Writes what a command says to a file of chunks, each a header "@<milliseconds since 1970> <o|e|h> <bytes>\n" and that many
/// bytes. A chunk is whole lines, but for a line that is longer than 64 KiB, waits for its end for long, or may go on to be what
/// must not be seen; the next chunk of that stream goes on with it. A chunk is in the file whole or not at all, unless the
/// machine itself stopped.
///
/// What must not be seen is masked before it is written, also where it comes in many pieces or over several lines. Beyond the cap only the last
/// 4 KiB are kept. Where the disk is full the command goes on: what is lost is counted, and said when there is room again.
class Recorder {
public:
    /// `fd` is open for appending, and stays its owner's.
    Recorder(int fd, std::uint64_t cap, std::vector<std::string> masked);

    void add(Stream stream, std::string_view bytes);
    /// Writes lines that are not ended yet, because nothing came for a while.
    void flushPartial();
    /// Whether flushPartial() may have something to write. What it has held back waits for what comes next.
    [[nodiscard]] bool hasPartial() const { return m_partial; }
    /// Writes everything that is left, and what was dropped.
    void finish();

    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; } ///< bytes beyond the cap
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }       ///< bytes that the disk had no room for

private:
    void take(Stream stream, std::size_t until, bool last);
    void pass(Stream stream, std::string_view bytes);
    void write(Stream stream, std::string_view bytes);
    [[nodiscard]] bool writeChunk(Stream stream, std::string_view bytes);

    int m_fd;
    std::size_t m_unsynced = 0; ///< bytes
    std::uint64_t m_room, m_dropped = 0, m_lost = 0, m_untold = 0;
    Masker m_masker;
    std::string m_rest[2]; ///< of each stream: what is held back, for it may go on
    bool m_partial = false;
    std::string m_tail; ///< the last of what was dropped
};

} // namespace humdrum::launch
