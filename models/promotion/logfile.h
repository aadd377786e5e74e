// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"

#include <QFile>
#include <QTimer>

namespace humdrum {

/// The log of one promotion or stage run: lines "<ISO time>\t<o|e|h>\t<text>" (standard output, standard error, Humdrum),
/// UTC, UTF-8. Lines are collected and written every 80 ms, then told by appended(). Lives in the worker's thread.
class LogFile : public QObject {
    Q_OBJECT
public:
    /// Appends to `path`; its folder is made. The piece of a line that was being written when a program died is dropped. A log that cannot be written is told once as a line and by qWarning; the
    /// promotion goes on.
    LogFile(const QString &path, const Clock &clock, QObject *parent = nullptr);
    ~LogFile() override;

    void add(const QList<LogLine> &lines);
    /// A line of Humdrum's own.
    void say(const QString &text, bool error = false);
    void flush();
    void sync(); ///< what was added is on the disk when this returns
    /// Bytes that are in the file; what waits is not.
    [[nodiscard]] qint64 size() const { return m_file.size(); }
    [[nodiscard]] QString path() const { return m_file.fileName(); }

    /// The lines of a log. An empty list when there is no file yet; FileFailed when it cannot be read.
    [[nodiscard]] static Result<QList<LogLine>> read(const QString &path);
    /// How many lines a command has said from that byte on. 0 where there is no such file.
    [[nodiscard]] static qint64 commandLines(const QString &path, qint64 from);

Q_SIGNALS:
    void appended(const QList<humdrum::LogLine> &lines);

private:
    void dropTornLine();

    const Clock &m_clock;
    QFile m_file;
    QTimer m_timer;
    QList<LogLine> m_waiting;
    bool m_warned = false;
};

} // namespace humdrum
