// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/linecutter.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace humdrum {

namespace {

constexpr QByteArrayView streams = "oeh";
constexpr int launcher = 2;
constexpr qsizetype longestHeader = 64;
constexpr qsizetype longestChunk = 64 * 1024 * 1024;
constexpr qsizetype longestLine = 64 * 1024; ///< what is longer is cut

struct Header {
    qint64 at = 0;
    qsizetype size = -1; ///< of what follows; -1: it is none
    int stream = launcher;
};

Header headerOf(QByteArrayView line)
{
    Header header;
    const char *const end = line.data() + line.size();
    if (line.isEmpty() || line[0] != '@')
        return header;
    const auto [behindTime, noTime] = std::from_chars(line.data() + 1, end, header.at);
    if (noTime != std::errc{} || end - behindTime < 4 || behindTime[0] != ' ' || behindTime[2] != ' ')
        return header;
    const qsizetype stream = streams.indexOf(behindTime[1]);
    qint64 size = -1;
    const auto [behindSize, noSize] = std::from_chars(behindTime + 3, end, size);
    if (stream < 0 || noSize != std::errc{} || behindSize != end || size < 0 || size > longestChunk)
        return header;
    header.stream = static_cast<int>(stream);
    header.size = static_cast<qsizetype>(size);
    return header;
}

} // namespace

qsizetype LineCutter::cut(QByteArrayView raw, const Sink &sink)
{
    qsizetype done = 0;
    for (;;) {
        const QByteArrayView rest = raw.sliced(done);
        const qsizetype end = rest.indexOf('\n');
        if (end < 0)
            return done;
        const Header header = end <= longestHeader ? headerOf(rest.first(end)) : Header{};
        if (header.size < 0) {
            take(launcher, rest.first(end + 1), sink);
            done += end + 1;
            continue;
        }
        if (rest.size() < end + 1 + header.size)
            return done;
        m_at[static_cast<size_t>(header.stream)] = header.at;
        take(header.stream, rest.sliced(end + 1, header.size), sink);
        done += end + 1 + header.size;
    }
}

void LineCutter::take(int stream, QByteArrayView bytes, const Sink &sink)
{
    const auto s = static_cast<size_t>(stream);
    m_last = stream;
    QByteArray &rest = m_rest[s];
    const auto pass = [&](QByteArrayView lines) {
        if (!lines.isEmpty())
            sink({streams[stream], m_at[s], lines});
    };
    if (!rest.isEmpty()) {
        const qsizetype first = bytes.indexOf('\n');
        rest += bytes.first(first < 0 ? bytes.size() : first + 1);
        bytes = bytes.sliced(first < 0 ? bytes.size() : first + 1);
        while (rest.size() > longestLine + 1) {
            const QByteArray piece = rest.first(longestLine) + '\n';
            pass(piece);
            rest = rest.sliced(longestLine);
        }
        if (!rest.endsWith('\n'))
            return;
        pass(rest);
        rest.clear();
    }
    const qsizetype last = bytes.lastIndexOf('\n');
    pass(bytes.first(last + 1));
    rest = bytes.sliced(last + 1).toByteArray();
}

void LineCutter::finish(QByteArrayView torn, const Sink &sink)
{
    // A chunk that was being written when the machine stopped: what is there of it was said.
    const qsizetype end = torn.indexOf('\n');
    if (end >= 0 && end <= longestHeader) {
        const Header header = headerOf(torn.first(end));
        if (header.size >= 0) {
            m_at[static_cast<size_t>(header.stream)] = header.at;
            take(header.stream, torn.sliced(end + 1), sink);
        }
    }
    for (size_t s = 0; s < m_rest.size(); ++s) {
        if (!m_rest[s].isEmpty()) {
            const QByteArray line = std::exchange(m_rest[s], {}) + '\n';
            sink({streams[static_cast<qsizetype>(s)], m_at[s], line});
        }
    }
}

qsizetype firstChunkIn(QByteArrayView tail)
{
    const auto isChain = [&tail](qsizetype at) {
        for (int links = 0; at < tail.size(); ++links) {
            const qsizetype end = tail.indexOf('\n', at);
            if (end < 0)
                return links > 0;
            const Header header = end - at <= longestHeader ? headerOf(tail.sliced(at, end - at)) : Header{};
            if (header.size < 0)
                return false;
            at = end + 1 + header.size;
        }
        return true;
    };
    for (qsizetype at = tail.indexOf('@'); at >= 0; at = tail.indexOf('@', at + 1)) {
        if (isChain(at))
            return at;
    }
    return tail.size();
}

bool LineCutter::hasPartial() const
{
    return std::ranges::any_of(m_rest, [](const QByteArray &rest) { return !rest.isEmpty(); });
}

QByteArray LineCutter::partial() const { return m_rest[static_cast<size_t>(m_last)]; }

} // namespace humdrum
