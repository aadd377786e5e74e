// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/time.h"

#include <QByteArray>
#include <QFile>

#include <memory>
#include <vector>

namespace humdrum {

/// A piece of a log that is read at once: whole lines, about half a megabyte of them.
struct LogBlock {
    qint64 offset = 0, size = 0;     ///< bytes in the file
    qint64 firstLine = 0, lines = 0; ///< of the part of the log that the file is
    qint64 firstAt = 0, lastAt = 0;  ///< milliseconds since 1970
    QByteArray look;                 ///< SGR sequences that are in force where it begins

    friend bool operator==(const LogBlock &, const LogBlock &) = default;
};

/// What one command has said, kept compressed. The file is a row of zstd frames (RFC 8878), each with a checksum and each a
/// block: chunks as the launcher writes them (logs/linecutter.h), but of whole lines alone. Behind them, in a frame that
/// zstd's own tools skip, an index tells of each block which lines it has and from when they are, so that any line is found
/// by reading one block. Where the index is damaged it is made again from the frames.
class PackedLog {
public:
    static constexpr auto suffix = ".zst";
    /// Below the folder of the logs.
    [[nodiscard]] static QString fileFor(const QString &logFolder, const QString &runFolder);

    /// FileFailed when it cannot be read at all.
    [[nodiscard]] static Result<std::unique_ptr<PackedLog>> open(const QString &path);
    [[nodiscard]] const std::vector<LogBlock> &blocks() const { return m_blocks; }
    [[nodiscard]] bool wasIndexed() const { return m_indexed; } ///< else the index was made again
    /// What is wrong with the file as a whole: where it stops being readable. Mostly empty.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Chunks. FileFailed, with the place, when the block is damaged.
    [[nodiscard]] Result<QByteArray> read(const LogBlock &block);

private:
    explicit PackedLog(const QString &path) : m_file(path) {}
    [[nodiscard]] bool readIndex();
    void makeIndex();

    QFile m_file;
    std::vector<LogBlock> m_blocks;
    QString m_problem;
    bool m_indexed = false;
};

/// Packs what the launcher has recorded in `runFolder` to fileFor(), where it is whole and on the disk when this returns; does
/// nothing where it is there already, or where nothing was recorded. The run folder stays as it is. Blocks; two programs may
/// do it at the same time. FileFailed when it cannot be read or written.
[[nodiscard]] Result<void> packRun(const QString &logFolder, const QString &runFolder);

} // namespace humdrum
