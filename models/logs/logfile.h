// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"

#include <QFile>
#include <QObject>
#include <QTimer>

namespace humdrum {

/// Writes the log of one promotion or stage run, as far as it is Humdrum's: its own lines, and where the output of which run
/// stands (logs/logmarks.h). Lines are collected and written every 80 ms. Lives in the worker's thread. LogReader reads it.
class LogFile : public QObject {
    Q_OBJECT
public:
    /// Appends to `path`; its folder is made. The piece of a line that was being written when a program died is dropped. A log
    /// that cannot be written is told by qWarning; the promotion goes on.
    LogFile(const QString &path, const Clock &clock, QObject *parent = nullptr);
    ~LogFile() override;

    /// A line of Humdrum's own.
    void say(const QString &text);
    /// Here is what the command says that runs in that folder. Said once, also when it is taken up by another.
    void beginRun(const QString &folder);
    /// It says nothing more. Nothing where none was begun.
    void endRun();
    /// Nothing more is written.
    void end();
    void flush();
    void sync(); ///< what was said is on the disk when this returns
    [[nodiscard]] QString path() const { return m_file.fileName(); }

private:
    void dropTornLine();
    void findRun();
    void add(char mark, const QString &text);

    const Clock &m_clock;
    QFile m_file;
    QTimer m_timer;
    QByteArray m_waiting;
    QString m_run;      ///< the last that was named
    bool m_over = true; ///< whether its end was said
    bool m_warned = false;
};

} // namespace humdrum
