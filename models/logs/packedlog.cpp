// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/packedlog.h"

#include "faults/faultpoint.h"
#include "logs/escapes.h"
#include "logs/linecutter.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

constexpr qsizetype blockSize = 512 * 1024; ///< bytes of lines, about
constexpr qsizetype pieceSize = 1024 * 1024;
constexpr qsizetype mostBlock = 256 * 1024 * 1024;
constexpr int level = 3;
constexpr quint32 skippable = 0x184D2A5E; ///< one of the sixteen that zstd leaves to others
constexpr QByteArrayView indexMark = "HDLOGIX1";
constexpr QByteArrayView endMark = "HDLX";
constexpr qsizetype digestSize = 16;

QByteArray digestOf(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).first(digestSize);
}

std::unexpected<Error> cannot(const QString &text, const QString &path, const QString &why)
{
    return fail(ErrorCode::FileFailed, text.arg(path, why));
}

/// Makes blocks of lines as they come.
class Packer {
public:
    explicit Packer(QFile &file) : m_file(file), m_context(ZSTD_createCCtx(), &ZSTD_freeCCtx)
    {
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
    }

    void add(const LineCutter::Lines &lines)
    {
        if (m_raw.isEmpty()) {
            m_block = {};
            m_block.firstLine = m_lines;
            m_block.firstAt = lines.at;
            m_block.look = m_look;
        }
        m_raw += '@' + QByteArray::number(lines.at) + ' ' + lines.stream + ' ' +
            QByteArray::number(lines.bytes.size()) + '\n';
        m_raw += lines.bytes;
        m_block.lastAt = lines.at;
        const qint64 count = std::ranges::count(lines.bytes, '\n');
        m_block.lines += count;
        m_lines += count;
        carryLook(m_look, lines.bytes);
        if (m_raw.size() >= blockSize)
            endBlock();
    }

    /// False when something could not be written.
    [[nodiscard]] bool finish()
    {
        if (!m_raw.isEmpty())
            endBlock();
        QByteArray payload(indexMark.data(), indexMark.size());
        {
            QDataStream out(&payload, QIODevice::WriteOnly | QIODevice::Append);
            out << quint32(m_blocks.size());
            for (const LogBlock &b : m_blocks)
                out << b.offset << b.size << b.firstLine << b.lines << b.firstAt << b.lastAt << b.look;
        }
        payload += digestOf(payload);
        QByteArray frame(8, '\0');
        const auto whole = static_cast<quint32>(payload.size() + 8);
        qToLittleEndian(skippable, frame.data());
        qToLittleEndian(whole, frame.data() + 4);
        frame += payload;
        QByteArray size(4, '\0');
        qToLittleEndian(static_cast<quint32>(payload.size()), size.data());
        frame += size;
        frame += endMark;
        write(frame);
        return !m_failed;
    }

private:
    void endBlock()
    {
        QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(m_raw.size()))),
                          Qt::Uninitialized);
        const size_t size = ZSTD_compress2(m_context.get(), packed.data(), static_cast<size_t>(packed.size()),
                                           m_raw.constData(), static_cast<size_t>(m_raw.size()));
        m_failed = m_failed || ZSTD_isError(size) != 0;
        if (m_failed)
            return;
        m_block.offset = m_file.pos();
        m_block.size = static_cast<qint64>(size);
        write(QByteArrayView(packed).first(static_cast<qsizetype>(size)));
        m_blocks.push_back(std::move(m_block));
        m_raw.clear();
    }
    void write(QByteArrayView bytes)
    {
        m_failed = m_failed || m_file.write(bytes.data(), bytes.size()) != bytes.size();
    }

    QFile &m_file;
    std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx *)> m_context;
    QByteArray m_raw, m_look;
    LogBlock m_block;
    qint64 m_lines = 0;
    std::vector<LogBlock> m_blocks;
    bool m_failed = false;
};

bool syncFolder(const QString &folder)
{
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool done = ::fsync(fd) == 0;
    ::close(fd);
    return done;
}

bool isSkippable(QByteArrayView frame)
{
    return frame.size() >= 4 && qFromLittleEndian<quint32>(frame.data()) == skippable;
}

Result<QByteArray> unpacked(QByteArrayView frame)
{
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), static_cast<size_t>(frame.size()));
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > mostBlock)
        return fail(ErrorCode::FileFailed, Text::tr("no frame begins there"));
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    const size_t got =
        ZSTD_decompress(bytes.data(), static_cast<size_t>(size), frame.data(), static_cast<size_t>(frame.size()));
    if (ZSTD_isError(got) != 0 || got != size)
        return fail(ErrorCode::FileFailed, QString::fromLatin1(ZSTD_getErrorName(got)));
    return bytes;
}

} // namespace

QString PackedLog::fileFor(const QString &logFolder, const QString &runFolder)
{
    return QDir(logFolder).filePath(QFileInfo(runFolder).fileName() + QLatin1StringView(suffix));
}

Result<std::unique_ptr<PackedLog>> PackedLog::open(const QString &path)
{
    std::unique_ptr<PackedLog> log(new PackedLog(path));
    if (!log->m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return cannot(Text::tr("The log %1 cannot be read: %2"), path, log->m_file.errorString());
    log->m_indexed = log->readIndex();
    if (!log->m_indexed)
        log->makeIndex();
    return log;
}

bool PackedLog::readIndex()
{
    constexpr qint64 tail = 8;
    const qint64 end = m_file.size();
    if (end < tail || !m_file.seek(end - tail))
        return false;
    const QByteArray last = m_file.read(tail);
    if (last.size() != tail || QByteArrayView(last).sliced(4) != endMark)
        return false;
    const auto size = static_cast<qint64>(qFromLittleEndian<quint32>(last.constData()));
    const qint64 from = end - tail - size;
    if (size < indexMark.size() + digestSize || from < tail || !m_file.seek(from))
        return false;
    const QByteArray payload = m_file.read(size);
    if (payload.size() != size || !payload.startsWith(indexMark) ||
        digestOf(QByteArrayView(payload).chopped(digestSize)) != QByteArrayView(payload).last(digestSize))
        return false;
    QDataStream in(payload);
    in.skipRawData(static_cast<int>(indexMark.size()));
    quint32 count = 0;
    in >> count;
    qint64 place = 0;
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        LogBlock b;
        in >> b.offset >> b.size >> b.firstLine >> b.lines >> b.firstAt >> b.lastAt >> b.look;
        if (b.offset != place)
            break;
        place += b.size;
        m_blocks.push_back(std::move(b));
    }
    // It covers the file to where it stands itself, or it is of another.
    if (in.status() == QDataStream::Ok && m_blocks.size() == count && place + tail == from)
        return true;
    m_blocks.clear();
    return false;
}

/// From the frames themselves, as far as they are whole.
void PackedLog::makeIndex()
{
    const qint64 end = m_file.size();
    const uchar *map = end > 0 ? m_file.map(0, end) : nullptr;
    if (!map) {
        if (end > 0)
            m_problem = Text::tr("%1 cannot be read: %2").arg(m_file.fileName(), m_file.errorString());
        return;
    }
    const QByteArrayView all(map, end);
    QByteArray look;
    qint64 lines = 0;
    for (qsizetype at = 0; at < all.size();) {
        const QByteArrayView rest = all.sliced(at);
        const size_t size = ZSTD_findFrameCompressedSize(rest.data(), static_cast<size_t>(rest.size()));
        const bool whole = ZSTD_isError(size) == 0;
        if (whole && isSkippable(rest)) {
            at += static_cast<qsizetype>(size);
            continue;
        }
        const Result<QByteArray> chunks = whole
            ? unpacked(rest.first(static_cast<qsizetype>(size)))
            : Result<QByteArray>(fail(ErrorCode::FileFailed, Text::tr("the frame there is not whole")));
        if (!chunks) {
            // What is damaged in the middle is stepped over where its length is known; how many lines it had is not.
            if (!isSkippable(rest) && m_problem.isEmpty())
                m_problem = Text::tr("%1 is damaged at byte %2: %3")
                                .arg(m_file.fileName(), QString::number(at), chunks.error().message);
            if (!whole)
                break;
            at += static_cast<qsizetype>(size);
            continue;
        }
        LogBlock b{.offset = at, .size = static_cast<qint64>(size), .firstLine = lines, .look = look};
        LineCutter cutter;
        (void)cutter.cut(*chunks, [&](const LineCutter::Lines &l) {
            if (b.lines == 0)
                b.firstAt = l.at;
            b.lastAt = l.at;
            b.lines += std::ranges::count(l.bytes, '\n');
            carryLook(look, l.bytes);
        });
        lines += b.lines;
        m_blocks.push_back(std::move(b));
        at += static_cast<qsizetype>(size);
    }
    m_file.unmap(const_cast<uchar *>(map));
}

Result<QByteArray> PackedLog::read(const LogBlock &block)
{
    const auto damaged = [&](const QString &why) {
        return fail(ErrorCode::FileFailed,
                    Text::tr("%1 is damaged at byte %2, lines are lost there: %3")
                        .arg(m_file.fileName(), QString::number(block.offset), why));
    };
    if (!m_file.seek(block.offset))
        return damaged(m_file.errorString());
    const QByteArray frame = m_file.read(block.size);
    if (frame.size() != block.size)
        return damaged(Text::tr("the file ends there"));
    Result<QByteArray> bytes = unpacked(frame);
    return bytes ? bytes : damaged(bytes.error().message);
}

Result<void> packRun(const QString &logFolder, const QString &runFolder)
{
    const QString target = PackedLog::fileFor(logFolder, runFolder);
    const QString text = Text::tr("The log %1 cannot be packed: %2");
    QFile output(QDir(runFolder).filePath(u"output"_s));
    if (QFile::exists(target) || !output.exists())
        return {};
    faultPoint("pack-log", "before");
    QDir().mkpath(logFolder);
    if (!output.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return cannot(text, target, output.errorString());
    QFile part(target + u".%1.part"_s.arg(::getpid()));
    if (!part.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return cannot(text, target, part.errorString());
    Packer packer(part);
    LineCutter cutter;
    const auto sink = [&packer](const LineCutter::Lines &lines) { packer.add(lines); };
    QByteArray raw;
    for (;;) {
        const QByteArray piece = output.read(pieceSize);
        if (piece.isEmpty())
            break;
        raw += piece;
        raw.remove(0, cutter.cut(raw, sink));
    }
    cutter.finish(raw, sink);
    // A run of before this was packed, or a machine that stopped, may have left what cannot be read to its end.
    const bool read = output.error() == QFileDevice::NoError;
    const bool written = read && packer.finish() && part.flush() && ::fsync(part.handle()) == 0;
    const QString why = read ? part.errorString() : output.errorString();
    part.close();
    faultPoint("pack-log", "written");
    if (!written ||
        ::rename(QFile::encodeName(part.fileName()).constData(), QFile::encodeName(target).constData()) != 0) {
        const QString said = written ? QString::fromLocal8Bit(std::strerror(errno)) : why;
        part.remove();
        return cannot(text, target, said);
    }
    if (!syncFolder(logFolder))
        return cannot(text, target, QString::fromLocal8Bit(std::strerror(errno)));
    faultPoint("pack-log", "after");
    return {};
}

} // namespace humdrum
