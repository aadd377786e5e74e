// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/runtrace.h"

#include "faults/faultpoint.h"
#include "logs/background.h"
#include "logs/linecutter.h"
#include "logs/packedlog.h"
#include "promotion/processgroup.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QHash>
#include <QRandomGenerator>
#include <QThread>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

constexpr qint64 mostRecord = 64 * 1024;

std::unexpected<Error> cannot(const QString &text, const QString &folder, int error)
{
    return fail(ErrorCode::FileFailed, text.arg(folder, QString::fromLocal8Bit(std::strerror(error))));
}

struct Closing {
    int fd = -1;
    ~Closing()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

struct flock wholeFile()
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return whole;
}

QByteArray pathIn(const QString &folder, QLatin1StringView name)
{
    return QFile::encodeName(QDir(folder).filePath(name));
}

/// Whether a launcher holds the run. Asking takes no lock, so that nobody who looks is in the way of one that starts.
Result<bool> isHeld(const QString &folder)
{
    const Closing output{::open(pathIn(folder, "output"_L1).constData(), O_RDONLY | O_CLOEXEC)};
    if (output.fd < 0 && errno == ENOENT)
        return false;
    struct flock whole = wholeFile();
    if (output.fd < 0 || ::fcntl(output.fd, F_OFD_GETLK, &whole) != 0)
        return cannot(Text::tr("The run %1 cannot be read: %2"), folder, errno);
    return whole.l_type != F_UNLCK;
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

/// A command is recorded before anything of it is executed; after a power cut that record may be missing.
bool mayHaveRun(const QString &folder, const RunTrace &trace)
{
    if (QFileInfo::exists(QDir(folder).filePath(u"command"_s)))
        return true;
    return QFileInfo::exists(QDir(folder).filePath(u"begun"_s)) &&
        (!trace.launcher || trace.launcher->bootId != ProcessIdentity::ofThisProcess().bootId);
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
    outcome.lostBytes = fields.value("lost").toLongLong();
    trace.outcome.finishedAt = Timestamp{std::chrono::milliseconds{fields.value("finished").toLongLong()}};
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

std::optional<ProcessIdentity> RunTrace::running() const
{
    if (fate == Fate::Alive)
        return command ? command : launcher;
    return fate == Fate::Lost && command && groupLives(*command) ? command : std::nullopt;
}

QString wordOf(RunTrace::Fate fate)
{
    switch (fate) {
    case RunTrace::Fate::NeverStarted:
        return u"never-started"_s;
    case RunTrace::Fate::Alive:
        return u"alive"_s;
    case RunTrace::Fate::Ended:
        return u"ended"_s;
    case RunTrace::Fate::Lost:
        break;
    }
    return u"lost"_s;
}

QString titleOf(RunTrace::Fate fate)
{
    switch (fate) {
    case RunTrace::Fate::NeverStarted:
        return Text::tr("it was not started yet");
    case RunTrace::Fate::Alive:
        return Text::tr("it runs");
    case RunTrace::Fate::Ended:
        return Text::tr("it has ended meanwhile");
    case RunTrace::Fate::Lost:
        break;
    }
    return Text::tr("its launcher is gone");
}

QString newRunFolder(const QString &folder, const QString &name)
{
    return QDir(folder).filePath(name + u'-' + QString::number(QRandomGenerator::system()->generate64(), 16));
}

Result<void> makeRunFolder(const QString &folder)
{
    const QString parent = QFileInfo(folder).absolutePath();
    if (!QDir().mkpath(parent) || ::mkdir(QFile::encodeName(folder).constData(), 0700) != 0) {
        if (errno != EEXIST)
            return cannot(Text::tr("The folder %1 cannot be made: %2"), folder, errno);
    }
    const Closing above{::open(QFile::encodeName(parent).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (above.fd < 0 || ::fsync(above.fd) != 0)
        return cannot(Text::tr("The folder %1 cannot be made: %2"), folder, errno);
    return {};
}

Result<RunTrace> traceOf(const QString &folder)
{
    RunTrace trace;
    if (!QFileInfo(folder).isDir()) {
        trace.fate = RunTrace::Fate::Lost;
        return trace;
    }
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
    trace.fate = *held              ? RunTrace::Fate::Alive
        : mayHaveRun(folder, trace) ? RunTrace::Fate::Lost
                                    : RunTrace::Fate::NeverStarted;
    return trace;
}

Result<bool> giveUp(const QString &folder)
{
    const Closing output{::open(pathIn(folder, "output"_L1).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (output.fd < 0)
        return cannot(Text::tr("The run %1 cannot be given up: %2"), folder, errno);
    struct flock whole = wholeFile();
    if (::fcntl(output.fd, F_OFD_SETLK, &whole) != 0)
        return false;
    // Looking from here sees our own lock: what is not "alive" by it is what it is.
    const Result<RunTrace> trace = traceOf(folder);
    if (!trace)
        return std::unexpected(trace.error());
    if (trace->fate != RunTrace::Fate::Alive || mayHaveRun(folder, *trace))
        return false;
    const Closing mark{::open(pathIn(folder, "given-up"_L1).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
    if (mark.fd < 0)
        return cannot(Text::tr("The run %1 cannot be given up: %2"), folder, errno);
    return true;
}

Result<bool> endRun(const QString &folder, Duration grace)
{
    constexpr std::chrono::milliseconds pause{20}, patience{5000};
    // The launcher ends it, and tells how. It needs a moment more than the grace.
    const QDeadlineTimer deadline(grace + patience);
    Result<RunTrace> trace = traceOf(folder);
    for (bool asked = false; trace && trace->fate == RunTrace::Fate::Alive; trace = traceOf(folder)) {
        if (deadline.hasExpired())
            return false;
        if (!asked && trace->launcher && livenessOf(*trace->launcher) == Liveness::Alive)
            asked = ::kill(static_cast<pid_t>(trace->launcher->pid), SIGTERM) == 0;
        QThread::sleep(pause);
    }
    if (!trace)
        return std::unexpected(trace.error());
    if (trace->fate == RunTrace::Fate::NeverStarted)
        return giveUp(folder);
    return !trace->running() || endGroup(*trace->command, grace);
}

void keepLogOf(const QString &logFolder, const QString &runFolder)
{
    workInBackground();
    if (const Result<void> packed = packRun(logFolder, runFolder); !packed) {
        qWarning("%s", qPrintable(packed.error().toString()));
        return; // it is read where it is, and tried again when a worker starts
    }
    faultPoint("drop", "before");
    QDir(runFolder).removeRecursively();
    faultPoint("drop", "after");
}

SaidLines saidIn(const QString &runFolder)
{
    constexpr qint64 window = 1024 * 1024;
    SaidLines said;
    QFile file(QDir(runFolder).filePath(u"output"_s));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return said;
    QString last[2];
    bool first = false;
    const auto look = [&](const LineCutter::Lines &lines) {
        if (lines.stream == 'h')
            return;
        for (QByteArrayView rest = lines.bytes; !rest.isEmpty();) {
            const qsizetype end = rest.indexOf('\n');
            const QByteArrayView line = rest.first(end).trimmed();
            rest = rest.sliced(end + 1);
            if (line.isEmpty())
                continue;
            if (lines.stream == 'o' && !first) {
                said.first = QString::fromUtf8(line);
                first = true;
            }
            last[lines.stream == 'e'] = QString::fromUtf8(line);
        }
    };
    const QByteArray head = file.read(window);
    LineCutter cutter;
    const qsizetype took = cutter.cut(head, look);
    if (file.size() > window) {
        first = true;
        const QByteArray tail = file.seek(file.size() - window) ? file.read(window) : QByteArray();
        cutter = {};
        const QByteArrayView whole = QByteArrayView(tail).sliced(firstChunkIn(tail));
        const qsizetype end = cutter.cut(whole, look);
        cutter.finish(whole.sliced(end), look);
    } else {
        cutter.finish(QByteArrayView(head).sliced(took), look);
    }
    said.last = last[1].isEmpty() ? last[0] : last[1];
    return said;
}

} // namespace humdrum
