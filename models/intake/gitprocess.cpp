// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/gitprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QStringDecoder>
#include <QTemporaryFile>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype errorTail = 64 * 1024;
constexpr int pollMilliseconds = 100;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Git)
};

/// The user's own environment without what would point git elsewhere, and with what keeps it quiet and local.
QProcessEnvironment gitEnvironment(const QString &path)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        const bool config = name.startsWith("GIT_CONFIG"_L1) && name != "GIT_CONFIG_PARAMETERS"_L1;
        if (name.startsWith("GIT_"_L1) && !config && name != "GIT_EXEC_PATH"_L1 &&
            name != "GIT_TEST_ASSUME_DIFFERENT_OWNER"_L1)
            environment.remove(name);
    }
    environment.insert(u"LC_ALL"_s, u"C"_s);
    environment.insert(u"GIT_TERMINAL_PROMPT"_s, u"0"_s);
    environment.insert(u"GIT_OPTIONAL_LOCKS"_s, u"0"_s);
    environment.insert(u"GIT_NO_REPLACE_OBJECTS"_s, u"1"_s);
    environment.insert(u"GIT_NO_LAZY_FETCH"_s, u"1"_s);
    environment.insert(u"GIT_ALLOW_PROTOCOL"_s, u"none"_s);
    environment.insert(u"GIT_ATTR_NOSYSTEM"_s, u"1"_s);
    // Without this git would look for a repository in the folders above.
    environment.insert(u"GIT_CEILING_DIRECTORIES"_s, QDir::cleanPath(path + "/.."_L1));
    return environment;
}

QStringList safeArguments(const QString &path, const QStringList &arguments)
{
    // --git-dir would skip git's check of who owns the repository; -C does not.
    QStringList all{u"--no-pager"_s, u"--literal-pathspecs"_s, u"-C"_s, path};
    for (const char *setting :
         {"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.quotePath=false",
          "color.ui=false", "log.showSignature=false", "log.showRoot=true", "log.follow=false", "log.mailmap=true",
          "diff.orderFile=/dev/null", "diff.relative=false", "diff.renames=false", "diff.ignoreSubmodules=none",
          "i18n.logOutputEncoding=UTF-8", "protocol.allow=never", "gc.auto=0", "maintenance.auto=false"}) {
        all << u"-c"_s << QString::fromLatin1(setting);
    }
    return all + arguments;
}

class Run {
public:
    Run(QProcess &process, const GitSink &sink) : m_process(process), m_sink(sink) {}

    Result<void> drain()
    {
        m_standardError += m_process.readAllStandardError();
        if (m_standardError.size() > errorTail)
            m_standardError = m_standardError.last(errorTail);
        const QByteArray output = m_process.readAllStandardOutput();
        return output.isEmpty() ? Result<void>{} : m_sink(output);
    }
    [[nodiscard]] const QByteArray &standardError() const { return m_standardError; }

private:
    QProcess &m_process;
    const GitSink &m_sink;
    QByteArray m_standardError;
};

void end(QProcess &process)
{
    process.kill();
    process.waitForFinished(-1);
}

std::unexpected<Error> notStarted(const QString &why)
{
    return fail(ErrorCode::CommandNotStarted, Text::tr("The program git could not be started."),
                Text::tr("Install git, or put it on the search path."), why);
}

Result<void> giveInput(QTemporaryFile &file, const QByteArray &input)
{
    if (!file.open() || file.write(input) != input.size() || !file.flush())
        return fail(ErrorCode::FileFailed, Text::tr("A temporary file could not be written."), {}, file.errorString());
    return {};
}

} // namespace

Result<GitOutcome> runGit(const QString &path, const std::stop_token &stop, const QStringList &arguments,
                          const GitSink &sink, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(gitEnvironment(path));
    // Looked up here, because with CloseFileDescriptors QProcess also closes the pipe that reports a failed exec.
    const QString program = QStandardPaths::findExecutable(u"git"_s);
    if (program.isEmpty())
        return notStarted({});
    process.setProgram(program);
    process.setArguments(safeArguments(path, arguments));
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors |
                                     QProcess::UnixProcessFlag::ResetSignalHandlers);
    // A file instead of a pipe: git may answer before it has read all, and neither side can block the other.
    QTemporaryFile inputFile;
    if (input.isEmpty()) {
        process.setStandardInputFile(QProcess::nullDevice());
    } else {
        if (auto given = giveInput(inputFile, input); !given)
            return std::unexpected(given.error());
        process.setStandardInputFile(inputFile.fileName());
    }
    process.start(QIODevice::ReadOnly);
    if (!process.waitForStarted(-1))
        return notStarted(process.errorString());
    Run run(process, sink);
    while (process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(pollMilliseconds);
        if (auto drained = run.drain(); !drained) {
            end(process);
            return std::unexpected(drained.error());
        }
        if (stop.stop_requested()) {
            end(process);
            return fail(ErrorCode::Cancelled, Text::tr("Reading the repository was cancelled."));
        }
    }
    if (auto drained = run.drain(); !drained)
        return std::unexpected(drained.error());
    if (process.exitStatus() != QProcess::NormalExit) {
        return fail(ErrorCode::GitFailed, Text::tr("git crashed in %1.").arg(path), {},
                    QString::fromUtf8(run.standardError()));
    }
    return GitOutcome{process.exitCode(), run.standardError()};
}

Result<QByteArray> gitOutput(const QString &path, const std::stop_token &stop, const QStringList &arguments,
                             const QByteArray &input, qsizetype cap)
{
    QByteArray all;
    const GitSink collect = [&](QByteArrayView piece) -> Result<void> {
        if (all.size() + piece.size() > cap)
            return fail(ErrorCode::GitFailed, Text::tr("git says more than can be read from %1.").arg(path));
        all.append(piece);
        return {};
    };
    const Result<GitOutcome> outcome = runGit(path, stop, arguments, collect, input);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (outcome->exitCode != 0)
        return std::unexpected(gitError(path, *outcome));
    return all;
}

Error gitError(const QString &path, const GitOutcome &outcome)
{
    Error error;
    error.code = ErrorCode::GitFailed;
    error.details = gitText(outcome.standardError).trimmed();
    if (error.details.contains("dubious ownership"_L1)) {
        error.message = Text::tr("The repository %1 belongs to another user.").arg(path);
        error.hint = Text::tr("If you trust it: git config --global --add safe.directory %1").arg(path);
    } else if (error.details.contains("not a git repository"_L1)) {
        error.code = ErrorCode::NotFound;
        error.message = Text::tr("%1 is not a git repository.").arg(path);
    } else {
        QString first = error.details.section(u'\n', 0, 0);
        if (first.startsWith("fatal: "_L1))
            first = first.sliced(7);
        error.message =
            Text::tr("git failed in %1 with exit code %2: %3").arg(path, QString::number(outcome.exitCode), first);
    }
    return error;
}

QString gitText(QByteArrayView bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8.decode(bytes);
    return utf8.hasError() ? QString::fromLatin1(bytes) : text;
}

} // namespace humdrum
