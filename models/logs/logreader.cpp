// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/logreader.h"

#include "logs/escapes.h"
#include "logs/logmarks.h"
#include "logs/logparts.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cstring>
#include <list>

namespace humdrum {

namespace {

constexpr qint64 pieceSize = 1024 * 1024;
constexpr std::chrono::milliseconds settled{250}; ///< until a launcher has surely written what it heard before
constexpr size_t blocksKept = 6;                  ///< in memory; a page lies in two at most

/// Looks for a query in lines.
class Finder {
public:
    explicit Finder(const LogQuery &query) : m_query(query), m_needle(query.text.toUtf8())
    {
        for (size_t i = 0; i < m_fold.size(); ++i)
            m_fold[i] = static_cast<char>(i >= 'A' && i <= 'Z' ? i + ('a' - 'A') : i);
        const bool ascii = std::ranges::all_of(m_needle, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        m_bytewise = !query.regularExpression && (query.caseSensitive || ascii);
        if (!query.caseSensitive && m_bytewise)
            std::ranges::transform(m_needle, m_needle.begin(), [this](char c) { return folded(c); });
        if (query.regularExpression)
            m_expression = QRegularExpression(query.text,
                                              query.caseSensitive ? QRegularExpression::NoPatternOption
                                                                  : QRegularExpression::CaseInsensitiveOption);
    }

    /// Adds the numbers of the lines that match to `found`; the first is `number`. Every line has its end.
    void look(QByteArrayView lines, qint64 number, QList<qint64> &found)
    {
        if (!m_bytewise) {
            for (qsizetype from = 0; from < lines.size(); ++number) {
                const qsizetype end = lines.indexOf('\n', from);
                if (matches(plainText(QString::fromUtf8(lines.sliced(from, end - from)))))
                    found.push_back(number);
                from = end + 1;
            }
            return;
        }
        // Lines with something that is not shown are looked at one by one, what lies between them at once.
        qsizetype escapes = lines.indexOf('\x1b'), returns = lines.indexOf('\r');
        for (qsizetype from = 0; from < lines.size();) {
            if (escapes >= 0 && escapes < from)
                escapes = lines.indexOf('\x1b', from);
            if (returns >= 0 && returns < from)
                returns = lines.indexOf('\r', from);
            const qsizetype special = escapes < 0 ? returns : returns < 0 ? escapes : std::min(escapes, returns);
            const qsizetype begin = special < 0 ? lines.size() : lines.first(special).lastIndexOf('\n') + 1;
            number = lookAtBytes(lines.sliced(from, begin - from), number, found);
            if (begin == lines.size())
                return;
            const qsizetype end = lines.indexOf('\n', special);
            plainBytes(lines.sliced(begin, end - begin), m_plain);
            fold(m_plain);
            if (m_plain.contains(m_needle))
                found.push_back(number);
            ++number;
            from = end + 1;
        }
    }

private:
    [[nodiscard]] char folded(char c) const { return m_fold[static_cast<unsigned char>(c)]; }
    [[nodiscard]] bool matches(const QString &line) const
    {
        return m_query.regularExpression
            ? m_expression.matchView(line).hasMatch()
            : line.contains(m_query.text, m_query.caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive);
    }
    void fold(QByteArray &bytes) const
    {
        if (!m_query.caseSensitive)
            std::ranges::transform(bytes, bytes.begin(), [this](char c) { return folded(c); });
    }
    /// Returns the number of the line behind.
    [[nodiscard]] qint64 lookAtBytes(QByteArrayView lines, qint64 number, QList<qint64> &found)
    {
        if (!m_query.caseSensitive) {
            m_lower.resize(lines.size());
            std::ranges::transform(lines, m_lower.begin(), [this](char c) { return folded(c); });
            lines = m_lower;
        }
        const char *from = lines.data();
        const char *const end = from + lines.size();
        while (from < end) {
            const auto *at = static_cast<const char *>(
                ::memmem(from, static_cast<size_t>(end - from), m_needle.data(), static_cast<size_t>(m_needle.size())));
            number += std::count(from, at ? at : end, '\n');
            if (!at)
                break;
            found.push_back(number++);
            from = static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(end - at))) + 1;
        }
        return number;
    }

    const LogQuery &m_query;
    QByteArray m_needle, m_lower, m_plain;
    QRegularExpression m_expression;
    std::array<char, 256> m_fold{};
    bool m_bytewise = false;
};

} // namespace

QString LogQuery::complaint() const
{
    if (!regularExpression)
        return {};
    const QRegularExpression expression(text);
    return expression.isValid() ? QString() : expression.errorString();
}

struct LogReader::State {
    /// Some lines of what is kept in one place. Where Humdrum says something while a command runs the log of that command is in
    /// two such parts, with what was said between them.
    struct Part {
        std::shared_ptr<LogPart> part;
        OwnPart *own = nullptr; ///< the same, by what it is
        RunPart *run = nullptr;
        qint64 from = 0, to = -1;   ///< lines; from -1: not known yet, to -1: all that come
        qint64 shown = 0;           ///< lines that were there at the last look
        Timestamp splitAt = noTime; ///< what comes later than that is in another part
        bool over = false;          ///< nothing more is written to it

        [[nodiscard]] qint64 end() const { return to < 0 ? part->lines() : std::min(to, part->lines()); }
        [[nodiscard]] qint64 lines() const { return std::max<qint64>(0, end() - from); }
    };
    struct Kept {
        const LogPart *part;
        size_t block;
        qint64 size, lines;
        std::shared_ptr<const LogBlockLines> read;
    };

    explicit State(const QString &path) : file(path), folder(QFileInfo(path).absolutePath()) {}

    QFile file;
    QString folder;
    qint64 ownRead = 0;
    bool ended = false, more = false;
    std::vector<Part> parts;
    size_t visible = 0; ///< how many parts can be read so far; of the last, not all
    qint64 count = 0;
    std::list<Kept> kept; ///< last used first

    OwnPart &ownPart(QByteArrayView line);
    [[nodiscard]] bool split(Part &part);
    void runsAreOver()
    {
        for (Part &part : parts)
            part.over = true;
    }
    void takeOwn(QByteArrayView line);
    void readOwn();
    void readRuns();
    std::shared_ptr<const LogBlockLines> block(size_t part, size_t block);
};

LogReader::LogReader(const QString &file) : d(std::make_unique<State>(file)) {}
LogReader::~LogReader() = default;
LogReader::LogReader(LogReader &&) noexcept = default;

void LogReader::State::takeOwn(QByteArrayView line)
{
    const char mark = OwnPart::markOf(line);
    if (mark == logMarks::run) {
        runsAreOver();
        const QString run = QString::fromUtf8(line.sliced(line.indexOf('\t') + 3).chopped(1));
        auto part = std::make_shared<RunPart>(folder, run);
        RunPart *known = part.get();
        parts.push_back({.part = std::move(part), .run = known});
    } else if (mark == logMarks::over) {
        runsAreOver();
    } else if (mark == logMarks::end) {
        runsAreOver();
        ended = true;
    } else {
        ownPart(line).add(ownRead, line);
    }
}

/// Where a line of Humdrum's own belongs: behind what there is, or into what a command says that goes on, by its time.
OwnPart &LogReader::State::ownPart(QByteArrayView line)
{
    const bool goesOn = !parts.empty() && parts.back().run && !parts.back().over;
    if (!parts.empty() && parts.back().own)
        return *parts.back().own;
    const Timestamp at{std::chrono::milliseconds{goesOn ? OwnPart::parse(line.chopped(1)).at : 0}};
    if (goesOn && parts.size() > 1 && parts.back().from < 0 && at - parts[parts.size() - 3].splitAt < settled)
        return *parts[parts.size() - 2].own; // it was said together with the one before
    auto part = std::make_shared<OwnPart>(file.fileName());
    OwnPart *own = part.get();
    Part rest;
    if (goesOn) {
        parts.back().splitAt = at;
        rest = {.part = parts.back().part, .run = parts.back().run, .from = -1};
    }
    parts.push_back({.part = std::move(part), .own = own});
    if (goesOn)
        parts.push_back(std::move(rest));
    return *own;
}

void LogReader::State::readOwn()
{
    if (!file.isOpen() && !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return;
    for (qint64 wanted = pieceSize;;) {
        if (!file.seek(ownRead))
            return;
        const QByteArray piece = file.read(wanted);
        qsizetype from = 0;
        for (qsizetype end = 0; (end = piece.indexOf('\n', from)) >= 0; from = end + 1) {
            const QByteArrayView line = QByteArrayView(piece).sliced(from, end + 1 - from);
            takeOwn(line);
            ownRead += line.size();
        }
        if (piece.size() < wanted)
            return;
        wanted = from == 0 ? 2 * wanted : pieceSize;
    }
}

/// Whether it is known where this part ends and what was said meanwhile begins.
bool LogReader::State::split(Part &part)
{
    const std::vector<LogBlock> &blocks = part.part->blocks();
    const qint64 at = part.splitAt.time_since_epoch().count();
    for (size_t b = 0; b < blocks.size(); ++b) {
        if (blocks[b].lastAt <= at || blocks[b].firstLine + blocks[b].lines <= part.from)
            continue;
        const LogBlockLines read = part.part->read(b);
        for (size_t i = 0; i < read.lines.size(); ++i) {
            if (read.lines[i].at <= at)
                continue;
            // Not before what has been seen already.
            part.to = std::max({part.from + part.shown, part.from, blocks[b].firstLine + static_cast<qint64>(i)});
            return true;
        }
    }
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    if (part.part->isComplete() || now - part.splitAt > settled)
        part.to = std::max(part.from, part.part->lines());
    return part.to >= 0;
}

/// What is behind a run is seen when nothing more comes of it, so that the log only grows at its end.
void LogReader::State::readRuns()
{
    more = false;
    count = 0;
    qint64 from = 0;
    for (visible = 0; visible < parts.size();) {
        Part &part = parts[visible++];
        if (part.run) {
            if (part.from < 0)
                part.from = from;
            if (part.to < 0) {
                part.run->refresh(part.over);
                more = more || part.run->hasMore();
            }
        }
        const bool ends = !part.run || part.to >= 0 ||
            (part.splitAt != noTime && !part.run->hasMore() ? split(part) : part.run->isComplete());
        part.shown = part.lines();
        count += part.lines();
        if (!ends)
            return;
        if (part.run)
            from = part.end();
    }
}

bool LogReader::refresh()
{
    const qint64 before = d->count;
    const bool hadEnded = d->ended;
    const LogLine begun = partial();
    d->readOwn();
    d->readRuns();
    return d->count != before || d->ended != hadEnded || partial() != begun;
}

bool LogReader::hasMore() const { return d->more; }
bool LogReader::isEnded() const { return d->ended && !d->more; }
qint64 LogReader::count() const { return d->count; }

LogLine LogReader::partial() const
{
    if (d->visible == 0 || d->parts[d->visible - 1].to >= 0)
        return {};
    return d->parts[d->visible - 1].part->partial();
}

QStringList LogReader::problems() const
{
    QStringList all;
    for (const State::Part &part : d->parts)
        all << part.part->problems();
    all.removeDuplicates();
    return all;
}

std::shared_ptr<const LogBlockLines> LogReader::State::block(size_t part, size_t block)
{
    LogPart &from = *parts[part].part;
    const LogBlock &b = from.blocks()[block];
    const auto known = std::ranges::find_if(kept, [&](const Kept &k) {
        return k.part == &from && k.block == block && k.size == b.size && k.lines == b.lines;
    });
    if (known != kept.end()) {
        kept.splice(kept.begin(), kept, known);
        return kept.front().read;
    }
    kept.push_front({&from, block, b.size, b.lines, std::make_shared<const LogBlockLines>(from.read(block))});
    if (kept.size() > blocksKept)
        kept.pop_back();
    return kept.front().read;
}

LogPage LogReader::read(qint64 first, qint64 count)
{
    LogPage page{.first = std::max<qint64>(0, first)};
    qint64 before = 0; ///< lines before the part
    for (size_t p = 0; p < d->visible && page.lines.size() < count; ++p) {
        const State::Part &part = d->parts[p];
        const std::vector<LogBlock> &blocks = part.part->blocks();
        // Of what is kept there.
        const qint64 wanted = part.from + std::max<qint64>(0, page.first + page.lines.size() - before);
        const qint64 end = part.end();
        auto it = std::ranges::upper_bound(blocks, wanted, {}, [](const LogBlock &b) { return b.firstLine + b.lines; });
        for (; it != blocks.end() && it->firstLine < end && wanted < end && page.lines.size() < count; ++it) {
            const auto read = d->block(p, static_cast<size_t>(it - blocks.begin()));
            const auto from = static_cast<size_t>(std::max<qint64>(0, wanted - it->firstLine));
            if (page.lines.isEmpty()) {
                page.look = it->look;
                if (read->bytes.contains('\x1b')) {
                    for (size_t i = 0; i < from && i < read->lines.size(); ++i)
                        carryLook(page.look, read->text(read->lines[i]));
                }
            }
            const auto last = static_cast<size_t>(std::min(it->lines, end - it->firstLine));
            for (size_t i = from; i < std::min(last, read->lines.size()) && page.lines.size() < count; ++i)
                page.lines.push_back(read->lineAt(i));
        }
        before += part.lines();
    }
    return page;
}

bool LogReader::search(const LogQuery &query, qint64 first, const std::function<void(const QList<qint64> &)> &found,
                       const std::function<void(qint64)> &looked, const std::atomic<bool> &cancelled)
{
    Finder finder(query);
    qint64 before = 0;
    for (size_t p = 0; p < d->visible; ++p) {
        State::Part &part = d->parts[p];
        const qint64 end = part.end();
        for (size_t b = 0; b < part.part->blocks().size(); ++b) {
            if (cancelled)
                return false;
            const LogBlock &block = part.part->blocks()[b];
            const qint64 behind = std::min(block.firstLine + block.lines, end) - part.from + before;
            if (block.firstLine >= end || behind <= std::max(first, before))
                continue;
            QList<qint64> hits;
            finder.look(part.part->text(b), before + block.firstLine - part.from, hits);
            hits.removeIf([&](qint64 line) { return line < std::max(first, before) || line >= behind; });
            if (!hits.isEmpty())
                found(hits);
            looked(behind);
        }
        before += part.lines();
    }
    return true;
}

} // namespace humdrum
