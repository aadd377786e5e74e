// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/linecutter.h"
#include "logs/logline.h"
#include "logs/packedlog.h"

#include <QStringList>

namespace humdrum {

/// A block in memory: its bytes, and where its lines are in them.
struct LogBlockLines {
    struct Line {
        qsizetype offset = 0, size = 0; ///< without its end
        qint64 at = 0;
        char mark = 'o'; ///< logMarks
    };
    QByteArray bytes;
    std::vector<Line> lines;

    [[nodiscard]] QByteArrayView text(const Line &line) const
    {
        return QByteArrayView(bytes).sliced(line.offset, line.size);
    }
    [[nodiscard]] LogLine lineAt(size_t index) const;
};

/// A stretch of a log that is kept in one place. Its blocks follow each other and only grow in number.
class LogPart {
public:
    virtual ~LogPart() = default;
    [[nodiscard]] const std::vector<LogBlock> &blocks() const { return m_blocks; }
    [[nodiscard]] qint64 lines() const
    {
        return m_blocks.empty() ? 0 : m_blocks.back().firstLine + m_blocks.back().lines;
    }
    /// Reads on. `over`: nothing more is written to it. False when there is nothing new.
    virtual bool refresh(bool over) = 0;
    [[nodiscard]] bool hasMore() const { return m_more; }
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] virtual LogLine partial() const { return {}; }
    [[nodiscard]] const QStringList &problems() const { return m_problems; }
    [[nodiscard]] virtual LogBlockLines read(size_t block) = 0;
    /// Its lines alone, each with its end.
    [[nodiscard]] virtual QByteArray text(size_t block);

protected:
    /// In place of lines that are lost.
    [[nodiscard]] static LogBlockLines lost(const LogBlock &block, const QString &why);

    std::vector<LogBlock> m_blocks;
    QStringList m_problems;
    bool m_more = false, m_complete = false;
};

/// Lines that stand in the log's own file.
class OwnPart final : public LogPart {
public:
    explicit OwnPart(const QString &file);
    /// The next line of the file, with its end. Where its mark is no mark at all it is shown as it is.
    void add(qint64 offset, QByteArrayView line);
    void close() { m_complete = true; }

    bool refresh(bool) override { return false; }
    [[nodiscard]] LogBlockLines read(size_t block) override;

    /// 0: not understood.
    [[nodiscard]] static char markOf(QByteArrayView line);
    struct Parsed {
        char mark = 0; ///< 0: not understood
        qint64 at = 0;
        qsizetype text = 0; ///< where it begins
    };
    [[nodiscard]] static Parsed parse(QByteArrayView line);

private:
    QFile m_file;
};

/// What one command says or has said: packed where it is, else as the launcher records it.
class RunPart final : public LogPart {
public:
    RunPart(QString logFolder, QString runFolder);
    bool refresh(bool over) override;
    [[nodiscard]] LogLine partial() const override;
    [[nodiscard]] LogBlockLines read(size_t block) override;
    [[nodiscard]] QByteArray text(size_t block) override;

private:
    void open(bool over);
    void grow(bool over);
    /// What is wrong, or nothing.
    [[nodiscard]] QString cut(size_t block, const LineCutter::Sink &sink);
    void tell();

    QString m_logFolder, m_runFolder;
    std::unique_ptr<PackedLog> m_packed;
    QFile m_output;
    std::vector<LineCutter> m_before; ///< of each block: what goes on in it
    LineCutter m_cutter;
    qint64 m_scanned = 0;
    QByteArray m_look;
    std::optional<size_t> m_telling; ///< the block that stands for a problem
};

} // namespace humdrum
