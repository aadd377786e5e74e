// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <array>
#include <functional>

namespace humdrum {

/// Cuts what a launcher records (app/launch/recorder.h) into lines. It records chunks, each a header
/// "@<milliseconds since 1970> <o|e|h> <bytes>\n" and that many bytes; a line may be spread over several chunks of its
/// stream, and is there when its end is. Pure; copied, it goes on from where the original was.
class LineCutter {
public:
    /// Whole lines of one chunk, each with its end. Only valid during the call.
    struct Lines {
        char stream = 'o'; ///< 'o' standard output, 'e' standard error, 'h' the launcher
        qint64 at = 0;     ///< milliseconds since 1970
        QByteArrayView bytes;
    };
    using Sink = std::function<void(const Lines &)>;

    /// Takes whole chunks off the front of `raw` and returns how many bytes these are; the rest has to come again, with more
    /// behind it. What is no chunk is passed on as a line of the launcher rather than lost.
    [[nodiscard]] qsizetype cut(QByteArrayView raw, const Sink &sink);
    /// The beginnings of lines, which were never ended: passed on as if they had been. `torn`: what cut() has left.
    void finish(QByteArrayView torn, const Sink &sink);
    /// What is there of lines that are not ended yet.
    [[nodiscard]] bool hasPartial() const;
    [[nodiscard]] QByteArray partial() const;

private:
    void take(int stream, QByteArrayView bytes, const Sink &sink);

    std::array<QByteArray, 3> m_rest; ///< of each stream: the beginning of a line
    std::array<qint64, 3> m_at{};
    int m_last = 0; ///< the stream that spoke last
};

/// Where the first whole chunk begins in `tail`, the end of a record: from there on everything is chunks, the last of them
/// maybe not whole. The size of `tail` where there is none.
[[nodiscard]] qsizetype firstChunkIn(QByteArrayView tail);

} // namespace humdrum
