// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/logfile.h"

#include "faults/faultpoint.h"
#include "logs/logmarks.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

#include <utility>

namespace humdrum {

namespace {

constexpr std::chrono::milliseconds batch{80};
constexpr std::chrono::milliseconds again{500}; ///< after the disk was full
constexpr qint64 tail = 256 * 1024;             ///< in which the last run is looked for

} // namespace

LogFile::LogFile(const QString &path, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_file(path)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogFile::flush);
    QDir().mkpath(QFileInfo(path).absolutePath());
    dropTornLine();
    findRun();
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        m_warned = true;
        qWarning("The log %s cannot be written: %s", qPrintable(path), qPrintable(m_file.errorString()));
    }
}

LogFile::~LogFile() { flush(); }

void LogFile::dropTornLine()
{
    constexpr qint64 piece = 64 * 1024;
    QFile file(m_file.fileName());
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return;
    for (qint64 end = file.size(); end > 0; end = std::max(qint64{0}, end - piece)) {
        const qint64 from = std::max(qint64{0}, end - piece);
        file.seek(from);
        const qsizetype last = file.read(end - from).lastIndexOf('\n');
        if (last < 0 && from > 0)
            continue;
        if (from + last + 1 < file.size())
            file.resize(from + last + 1);
        return;
    }
}

/// Which run another program was writing the log of.
void LogFile::findRun()
{
    QFile file(m_file.fileName());
    if (!file.open(QIODevice::ReadOnly) || !file.seek(std::max(qint64{0}, file.size() - tail)))
        return;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> parts = line.split('\t');
        if (parts.size() < 3 || parts[1].size() != 1)
            continue;
        if (parts[1][0] == logMarks::run)
            m_run = QString::fromUtf8(parts[2]);
        if (parts[1][0] == logMarks::run || parts[1][0] == logMarks::over)
            m_over = parts[1][0] == logMarks::over;
    }
}

void LogFile::add(char mark, const QString &text)
{
    m_waiting +=
        toQDateTime(m_clock.now()).toString(Qt::ISODateWithMs).toLatin1() + '\t' + mark + '\t' + text.toUtf8() + '\n';
    if (!m_timer.isActive())
        m_timer.start(batch);
}

void LogFile::say(const QString &text)
{
    for (const QString &line : text.split(u'\n'))
        add(logMarks::own, line);
}

void LogFile::beginRun(const QString &folder)
{
    if (m_run == folder)
        return; // also where all of it has been said: how it ended may be what was not known yet
    m_run = folder;
    m_over = false;
    add(logMarks::run, folder);
    flush();
}

void LogFile::endRun()
{
    if (!std::exchange(m_over, true))
        add(logMarks::over, m_run);
}

void LogFile::end()
{
    add(logMarks::end, {});
    flush();
}

void LogFile::flush()
{
    m_timer.stop();
    if (m_waiting.isEmpty() && m_file.bytesToWrite() == 0)
        return;
    const QByteArray bytes = std::exchange(m_waiting, {});
    faultPoint("log", "before");
    if (m_file.isOpen() && (m_file.write(bytes) != bytes.size() || !m_file.flush())) {
        m_timer.start(again); // what could not be written waits in the file's buffer
        if (!std::exchange(m_warned, true))
            qWarning("The log %s cannot be written: %s", qPrintable(m_file.fileName()),
                     qPrintable(m_file.errorString()));
    }
    faultPoint("log", "after");
}

void LogFile::sync()
{
    flush();
    if (m_file.isOpen())
        (void)::fdatasync(m_file.handle());
}

} // namespace humdrum
