// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/runtrace.h"

#include <QCoreApplication>
#include <QDir>
#include <QHash>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

constexpr qint64 mostRecord = 64 * 1024;

/// Whether a launcher holds the run. Where none does and none ever did, the run is taken here.
Result<bool> isHeld(const QString &folder)
{
    const QByteArray file = QFile::encodeName(QDir(folder).filePath(u"output"_s));
    const int fd = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(
            ErrorCode::FileFailed,
            Text::tr("The run %1 cannot be read: %2").arg(folder, QString::fromLocal8Bit(std::strerror(errno))));
    const bool free = ::flock(fd, LOCK_SH | LOCK_NB) == 0;
    ::close(fd);
    return !free;
}

std::optional<QByteArray> recordOf(const QString &folder, const QString &name)
{
    QFile file(QDir(folder).filePath(name));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.read(mostRecord);
}

std::optional<ProcessIdentity> identityIn(const QString &folder, const QString &name)
{
    const auto text = recordOf(folder, name);
    return text ? ProcessIdentity::fromString(QString::fromLatin1(*text).trimmed()) : std::nullopt;
}

Result<void> readEnd(const QByteArray &text, const QString &folder, RunTrace &trace)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype at = line.indexOf('=');
        if (at > 0)
            fields.insert(line.first(at), line.mid(at + 1));
    }
    const QByteArray end = fields.value("end");
    const int code = fields.value("code").toInt();
    RunOutcome &outcome = trace.outcome;
    outcome.droppedBytes = fields.value("dropped").toLongLong();
    trace.startedAt = Timestamp{std::chrono::milliseconds{fields.value("started").toLongLong()}};
    trace.finishedAt = Timestamp{std::chrono::milliseconds{fields.value("finished").toLongLong()}};
    if (end == "exited") {
        outcome.end = RunEnd::Exited;
        outcome.exitCode = code;
        if (code != 0)
            outcome.message = Text::tr("It exited with %1").arg(code);
    } else if (end == "signalled") {
        outcome.end = RunEnd::Signalled;
        outcome.signal = code;
        outcome.message =
            Text::tr("It was ended by signal %1 (%2)").arg(code).arg(QString::fromLocal8Bit(::strsignal(code)));
    } else if (end == "timed-out") {
        outcome.end = RunEnd::TimedOut;
        const double seconds = fields.value("elapsed").toDouble() / 1000;
        outcome.message = Text::tr("It did not end within %1 s").arg(seconds, 0, 'f', seconds < 10 ? 1 : 0);
    } else if (end == "cancelled") {
        outcome.end = RunEnd::Cancelled;
        outcome.message = Text::tr("It was cancelled");
    } else if (end == "not-started") {
        outcome.end = RunEnd::NotStarted;
        const QString why = QString::fromLocal8Bit(std::strerror(code));
        outcome.message = fields.value("where") == "folder" ? Text::tr("Its folder could not be entered: %1").arg(why)
                                                            : Text::tr("It could not be started: %1").arg(why);
    } else {
        return fail(ErrorCode::FileFailed, Text::tr("How the run %1 ended is not understood.").arg(folder), {},
                    QString::fromUtf8(text));
    }
    return {};
}

} // namespace

Result<RunTrace> traceOf(const QString &folder)
{
    RunTrace trace;
    if (!QFileInfo::exists(folder))
        return trace;
    const Result<bool> held = isHeld(folder);
    if (!held)
        return std::unexpected(held.error());
    trace.launcher = identityIn(folder, u"begun"_s);
    trace.command = identityIn(folder, u"command"_s);
    // Read after the lock: a launcher that has let go has said how it ended, or never will.
    if (const auto end = recordOf(folder, u"exit"_s)) {
        trace.fate = RunTrace::Fate::Ended;
        if (const Result<void> understood = readEnd(*end, folder, trace); !understood)
            return std::unexpected(understood.error());
        return trace;
    }
    trace.fate = *held ? RunTrace::Fate::Alive : trace.launcher ? RunTrace::Fate::Lost : RunTrace::Fate::NeverStarted;
    return trace;
}

RunOutput::RunOutput(const QString &folder) : m_file(QDir(folder).filePath(u"output"_s)) {}

QList<LogLine> RunOutput::read(qint64 most)
{
    QList<LogLine> lines;
    m_more = false;
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return lines;
    const QByteArray bytes = m_file.read(most);
    m_more = bytes.size() == most;
    m_raw += bytes;
    while (takeChunk(lines)) {
    }
    return lines;
}

bool RunOutput::takeChunk(QList<LogLine> &into)
{
    // "@<milliseconds> <o|e|h> <bytes>\n"
    const qsizetype end = m_raw.indexOf('\n');
    if (end < 0)
        return false;
    const QList<QByteArray> header = m_raw.first(end).split(' ');
    bool timed = false, counted = false;
    const qint64 at = header.value(0).mid(1).toLongLong(&timed);
    const qsizetype size = header.value(2).toLongLong(&counted);
    const int stream = static_cast<int>(QByteArrayView("oeh").indexOf(header.value(1).isEmpty() ? '?' : header[1][0]));
    if (!m_raw.startsWith('@') || !timed || !counted || size < 0 || stream < 0) {
        // Not ours: shown as it is rather than lost.
        push(m_raw.first(end), {}, 2, into);
        m_raw.remove(0, end + 1);
        return true;
    }
    if (m_raw.size() < end + 1 + size)
        return false;
    QByteArray &rest = m_rest[stream];
    m_at[stream] = Timestamp{std::chrono::milliseconds{at}};
    qsizetype from = end + 1;
    const qsizetype last = from + size;
    while (from < last) {
        const qsizetype line = m_raw.indexOf('\n', from);
        if (line < 0 || line >= last) {
            rest += m_raw.sliced(from, last - from);
            break;
        }
        push(rest + m_raw.sliced(from, line - from), m_at[stream], stream, into);
        rest.clear();
        from = line + 1;
    }
    constexpr qsizetype longest = 64 * 1024;
    while (rest.size() > longest) {
        push(rest.first(longest), m_at[stream], stream, into);
        rest = rest.sliced(longest);
    }
    m_raw.remove(0, last);
    return true;
}

QList<LogLine> RunOutput::finish()
{
    QList<LogLine> lines;
    for (int stream = 0; stream < 3; ++stream) {
        if (!m_rest[stream].isEmpty())
            push(std::exchange(m_rest[stream], {}), m_at[stream], stream, lines);
    }
    return lines;
}

void RunOutput::push(QByteArray line, Timestamp at, int stream, QList<LogLine> &into)
{
    if (line.endsWith('\r'))
        line.chop(1);
    LogLine l{.at = at, .text = QString::fromUtf8(line), .error = stream == 1, .own = stream == 2};
    if (stream < 2 && !l.text.trimmed().isEmpty())
        m_last[stream] = l.text.trimmed();
    into.push_back(std::move(l));
}

} // namespace humdrum
