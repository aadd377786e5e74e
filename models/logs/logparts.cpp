// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/logparts.h"

#include "logs/escapes.h"
#include "logs/logmarks.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

constexpr qint64 blockSize = 512 * 1024;
constexpr qint64 pieceSize = 512 * 1024;
constexpr int piecesAtOnce = 32; ///< until whoever waits hears how far it is

void addLines(LogBlockLines &into, const LineCutter::Lines &lines)
{
    const qsizetype base = into.bytes.size();
    into.bytes += lines.bytes;
    for (qsizetype from = 0; from < lines.bytes.size();) {
        const qsizetype end = lines.bytes.indexOf('\n', from);
        into.lines.push_back({base + from, end - from, lines.at, lines.stream});
        from = end + 1;
    }
}

} // namespace

LogLine LogBlockLines::lineAt(size_t index) const
{
    const Line &line = lines[index];
    QByteArrayView bytes = text(line);
    if (bytes.endsWith('\r'))
        bytes.chop(1);
    return {.at = Timestamp{std::chrono::milliseconds{line.at}},
            .text = QString::fromUtf8(bytes),
            .error = line.mark == logMarks::error,
            .own = line.mark == logMarks::own};
}

LogBlockLines LogPart::lost(const LogBlock &block, const QString &why)
{
    LogBlockLines lines;
    lines.bytes = why.toUtf8();
    lines.lines.push_back({0, lines.bytes.size(), block.firstAt, logMarks::own});
    lines.lines.resize(std::max<size_t>(1, static_cast<size_t>(block.lines)),
                       {lines.bytes.size(), 0, block.firstAt, logMarks::own});
    return lines;
}

QByteArray LogPart::text(size_t block)
{
    const LogBlockLines read = this->read(block);
    QByteArray bytes;
    for (const LogBlockLines::Line &line : read.lines) {
        bytes += read.text(line);
        bytes += '\n';
    }
    return bytes;
}

// The log's own file ---------------------------------------------------------------------------------------------------

OwnPart::OwnPart(const QString &file) : m_file(file) {}

char OwnPart::markOf(QByteArrayView line)
{
    const qsizetype tab = line.indexOf('\t');
    return tab > 0 && tab + 2 < line.size() && line[tab + 2] == '\t' ? line[tab + 1] : '\0';
}

OwnPart::Parsed OwnPart::parse(QByteArrayView line)
{
    const char mark = markOf(line);
    if (mark == 0)
        return {};
    const qsizetype tab = line.indexOf('\t');
    const QDateTime at = QDateTime::fromString(QString::fromLatin1(line.first(tab)), Qt::ISODateWithMs);
    if (!at.isValid())
        return {};
    return {mark, at.toMSecsSinceEpoch(), tab + 3};
}

void OwnPart::add(qint64 offset, QByteArrayView line)
{
    if (m_blocks.empty() || m_blocks.back().size >= blockSize ||
        m_blocks.back().offset + m_blocks.back().size != offset)
        m_blocks.push_back({.offset = offset, .firstLine = lines()});
    m_blocks.back().size += line.size();
    ++m_blocks.back().lines;
}

LogBlockLines OwnPart::read(size_t block)
{
    const LogBlock &b = m_blocks[block];
    LogBlockLines lines;
    if ((!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) || !m_file.seek(b.offset))
        return lost(b, Text::tr("The log %1 cannot be read: %2").arg(m_file.fileName(), m_file.errorString()));
    lines.bytes = m_file.read(b.size);
    if (lines.bytes.size() != b.size)
        return lost(b,
                    Text::tr("The log %1 was cut short at byte %2").arg(m_file.fileName(), QString::number(b.offset)));
    for (qsizetype from = 0; from < lines.bytes.size();) {
        const qsizetype end = lines.bytes.indexOf('\n', from);
        const QByteArrayView line = QByteArrayView(lines.bytes).sliced(from, end - from);
        const Parsed parsed = parse(line);
        // A line that was cut or edited is shown as it is.
        lines.lines.push_back(
            {from + parsed.text, line.size() - parsed.text, parsed.at, parsed.mark ? parsed.mark : logMarks::output});
        from = end + 1;
    }
    return lines;
}

// A run -----------------------------------------------------------------------------------------------------------------

RunPart::RunPart(QString logFolder, QString runFolder)
    : m_logFolder(std::move(logFolder))
    , m_runFolder(std::move(runFolder))
    , m_output(QDir(m_runFolder).filePath(u"output"_s))
{}

void RunPart::open(bool over)
{
    // Packed first: the run's folder goes when it is. What is open stays readable when its name is gone.
    const QString packed = PackedLog::fileFor(m_logFolder, m_runFolder);
    for (int tries = 0; tries < 2; ++tries) {
        if (QFile::exists(packed)) {
            auto log = PackedLog::open(packed);
            if (!log) {
                m_problems << log.error().toString();
                m_complete = true;
                return;
            }
            m_packed = std::move(*log);
            m_blocks = m_packed->blocks();
            if (!m_packed->problem().isEmpty()) {
                m_problems << m_packed->problem();
                tell();
            }
            m_complete = true;
            return;
        }
        if (m_output.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return;
    }
    if (over) {
        m_complete = true;
        // One that was never begun has said nothing.
        if (!QFileInfo(m_runFolder).isDir()) {
            m_problems
                << Text::tr("What this command has said is gone: neither %1 nor %2 is there").arg(packed, m_runFolder);
            tell();
        }
    }
}

/// A line more, for what is wrong.
void RunPart::tell()
{
    m_telling = m_blocks.size();
    m_blocks.push_back({.firstLine = lines(), .lines = 1});
}

bool RunPart::refresh(bool over)
{
    if (m_complete)
        return false;
    const qint64 before = lines();
    const QByteArray begun = m_cutter.partial();
    if (!m_packed && !m_output.isOpen())
        open(over);
    if (m_output.isOpen() && !m_complete)
        grow(over);
    return lines() != before || m_cutter.partial() != begun;
}

void RunPart::grow(bool over)
{
    QByteArray piece;
    const auto sink = [this](const LineCutter::Lines &l) {
        LogBlock &b = m_blocks.back();
        if (b.lines == 0)
            b.firstAt = l.at;
        b.lastAt = l.at;
        b.lines += std::ranges::count(l.bytes, '\n');
        carryLook(m_look, l.bytes);
    };
    qint64 wanted = pieceSize;
    m_more = false;
    for (int pieces = 0;; ++pieces) {
        if (pieces == piecesAtOnce) {
            m_more = true;
            return;
        }
        if (!m_output.seek(m_scanned))
            return;
        piece = m_output.read(wanted);
        if (piece.isEmpty())
            break;
        if (m_blocks.empty() || m_blocks.back().size >= blockSize) {
            m_blocks.push_back({.offset = m_scanned, .firstLine = lines(), .look = m_look});
            m_before.push_back(m_cutter);
        }
        // Not more than what makes a block, so that reading one line does not read many.
        const qsizetype took = m_cutter.cut(piece, sink);
        m_blocks.back().size += took;
        m_scanned += took;
        const bool whole = piece.size() < wanted; // to the end of what is there
        wanted = took == 0 ? 2 * wanted : pieceSize;
        if (whole)
            break;
    }
    if (!over)
        return;
    // What a machine that stopped has left of a chunk, and lines without an end.
    const QByteArray torn = m_output.seek(m_scanned) ? m_output.readAll() : QByteArray();
    if (m_cutter.hasPartial() || !torn.isEmpty()) {
        m_blocks.push_back({.offset = m_scanned, .size = torn.size(), .firstLine = lines(), .look = m_look});
        m_before.push_back(m_cutter);
        m_cutter.finish(torn, sink);
    }
    m_cutter = {};
    m_complete = true;
}

LogLine RunPart::partial() const { return {.text = QString::fromUtf8(m_cutter.partial())}; }

QString RunPart::cut(size_t block, const LineCutter::Sink &sink)
{
    const LogBlock &b = m_blocks[block];
    if (block == m_telling)
        return m_problems.first();
    if (m_packed) {
        const Result<QByteArray> chunks = m_packed->read(b);
        if (!chunks) {
            if (!m_problems.contains(chunks.error().message))
                m_problems << chunks.error().message;
            return chunks.error().message;
        }
        LineCutter cutter;
        (void)cutter.cut(*chunks, sink);
        return {};
    }
    const QByteArray raw = m_output.seek(b.offset) ? m_output.read(b.size) : QByteArray();
    if (raw.size() != b.size)
        return Text::tr("%1 was cut short at byte %2").arg(m_output.fileName(), QString::number(b.offset));
    LineCutter cutter = m_before[block];
    const qsizetype took = cutter.cut(raw, sink);
    if (took < raw.size() || (m_complete && block + 1 == m_blocks.size()))
        cutter.finish(QByteArrayView(raw).sliced(took), sink);
    return {};
}

LogBlockLines RunPart::read(size_t block)
{
    LogBlockLines lines;
    const QString wrong = cut(block, [&lines](const LineCutter::Lines &l) { addLines(lines, l); });
    return wrong.isEmpty() ? lines : lost(m_blocks[block], wrong);
}

QByteArray RunPart::text(size_t block)
{
    QByteArray bytes;
    bytes.reserve(2 * blockSize);
    const QString wrong = cut(block, [&bytes](const LineCutter::Lines &l) { bytes += l.bytes; });
    return wrong.isEmpty() ? bytes : LogPart::text(block);
}

} // namespace humdrum
