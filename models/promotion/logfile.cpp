// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/logfile.h"

#include "faults/faultpoint.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

namespace humdrum {

namespace {

constexpr std::chrono::milliseconds batch{80};

char markOf(const LogLine &line) { return line.own ? 'h' : line.error ? 'e' : 'o'; }

} // namespace

LogFile::LogFile(const QString &path, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_file(path)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(batch);
    connect(&m_timer, &QTimer::timeout, this, &LogFile::flush);
    QDir().mkpath(QFileInfo(path).absolutePath());
    dropTornLine();
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

void LogFile::add(const QList<LogLine> &lines)
{
    m_waiting += lines;
    if (!m_timer.isActive())
        m_timer.start();
}

void LogFile::say(const QString &text, bool error)
{
    QList<LogLine> lines;
    for (const QString &line : text.split(u'\n'))
        lines.push_back({.at = m_clock.now(), .text = line, .error = error, .own = true});
    add(lines);
}

void LogFile::flush()
{
    m_timer.stop();
    if (m_waiting.isEmpty())
        return;
    QByteArray bytes;
    Timestamp last = noTime;
    QByteArray time;
    for (const LogLine &line : std::as_const(m_waiting)) {
        if (time.isEmpty() || line.at != last) {
            last = line.at;
            time = toQDateTime(last).toString(Qt::ISODateWithMs).toLatin1();
        }
        bytes += time;
        bytes += '\t';
        bytes += markOf(line);
        bytes += '\t';
        bytes += line.text.toUtf8();
        bytes += '\n';
    }
    faultPoint("log", "before");
    if (m_file.isOpen() && (m_file.write(bytes) != bytes.size() || !m_file.flush()) && !m_warned) {
        m_warned = true;
        qWarning("The log %s cannot be written: %s", qPrintable(m_file.fileName()), qPrintable(m_file.errorString()));
        m_waiting.push_back({.at = m_clock.now(),
                             .text = tr("The log cannot be written: %1").arg(m_file.errorString()),
                             .error = true,
                             .own = true});
    }
    faultPoint("log", "after");
    Q_EMIT appended(std::exchange(m_waiting, {}));
}

qint64 LogFile::commandLines(const QString &path, qint64 from)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(from))
        return 0;
    qint64 lines = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const qsizetype mark = line.indexOf('\t') + 1;
        lines += mark > 0 && mark < line.size() && (line[mark] == 'o' || line[mark] == 'e') ? 1 : 0;
    }
    return lines;
}

void LogFile::sync()
{
    flush();
    if (m_file.isOpen())
        (void)::fdatasync(m_file.handle());
}

Result<QList<LogLine>> LogFile::read(const QString &path)
{
    QList<LogLine> lines;
    QFile file(path);
    if (!file.exists())
        return lines;
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileFailed, tr("The log %1 cannot be read: %2").arg(path, file.errorString()));
    while (!file.atEnd()) {
        QByteArray bytes = file.readLine();
        if (bytes.endsWith('\n'))
            bytes.chop(1);
        LogLine line;
        const qsizetype first = bytes.indexOf('\t');
        const qsizetype second = first < 0 ? -1 : bytes.indexOf('\t', first + 1);
        const QDateTime at = second < 0
            ? QDateTime()
            : QDateTime::fromString(QString::fromLatin1(bytes.first(first)), Qt::ISODateWithMs);
        if (at.isValid()) {
            line.at = toTimestamp(at);
            line.own = bytes.mid(first + 1, second - first - 1) == "h";
            line.error = bytes.mid(first + 1, second - first - 1) == "e";
            line.text = QString::fromUtf8(bytes.mid(second + 1));
        } else {
            line.text = QString::fromUtf8(bytes); // a line that was cut or edited is shown as it is
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace humdrum
