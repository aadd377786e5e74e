// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/repository.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

/// Runs git with nothing of the user's settings in it, so that every machine makes the same bytes.
Result<QByteArray> git(const QString &folder, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith("GIT_"_L1))
            environment.remove(name);
    }
    environment.insert(u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s);
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(u"git"_s,
                  QStringList{u"-c"_s, u"core.hooksPath=/dev/null"_s, u"-c"_s, u"core.autocrlf=false"_s} + arguments);
    if (!process.waitForStarted())
        return fail(ErrorCode::CommandNotStarted, QCoreApplication::translate("Example", "git could not be started."),
                    QCoreApplication::translate("Example", "Install git."), process.errorString());
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120000)) {
        process.kill();
        process.waitForFinished();
        return fail(ErrorCode::CommandTimedOut,
                    QCoreApplication::translate("Example", "git did not finish in two minutes."));
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(ErrorCode::GitFailed,
                    QCoreApplication::translate("Example", "git %1 failed.").arg(arguments.first()), {},
                    QString::fromUtf8(process.readAllStandardError()));
    return process.readAllStandardOutput();
}

void data(QByteArray &out, const QByteArray &bytes)
{
    out += "data " + QByteArray::number(bytes.size()) + '\n' + bytes + '\n';
}

QByteArray signature(const QString &person, const QDateTime &at)
{
    const Author &author = *std::ranges::find(people(), person, &Author::key);
    const int minutes = at.offsetFromUtc() / 60;
    return u"%1 <%2> %3 %4%5%6"_s.arg(author.name, author.email)
        .arg(at.toSecsSinceEpoch())
        .arg(minutes < 0 ? u"-"_s : u"+"_s)
        .arg(std::abs(minutes) / 60, 2, 10, '0'_L1)
        .arg(std::abs(minutes) % 60, 2, 10, '0'_L1)
        .toUtf8();
}

/// The history as `git fast-import` reads it; mark n is commit n - 1.
QByteArray stream(const ServiceStory &story)
{
    QByteArray out = "feature done\n";
    for (size_t i = 0; i < story.commits.size(); ++i) {
        const Commit &c = story.commits[i];
        const QByteArray who = signature(c.person, c.at);
        out += c.onMain ? "commit refs/heads/main\n" : "commit refs/heads/borealis-fix\n";
        out +=
            "mark :" + QByteArray::number(static_cast<qint64>(i) + 1) + "\nauthor " + who + "\ncommitter " + who + '\n';
        data(out, c.message.toUtf8());
        if (c.parent >= 0)
            out += "from :" + QByteArray::number(c.parent + 1) + '\n';
        for (const QString &path : c.changed) {
            out += "M 100644 inline " + path.toUtf8() + '\n';
            data(out, c.tree.value(path));
        }
        out += '\n';
    }
    for (size_t i = 0; i < story.commits.size(); ++i) {
        const Commit &c = story.commits[i];
        if (!c.release)
            continue;
        out += "tag v" + c.version.toUtf8() + "\nfrom :" + QByteArray::number(static_cast<qint64>(i) + 1) +
            "\ntagger " + signature(c.person, c.at) + '\n';
        data(out, story.deck.service.toUtf8() + ' ' + c.version.toUtf8() + '\n');
    }
    return out + "done\n";
}

} // namespace

Result<void> writeRepository(const QString &folder, ServiceStory &story)
{
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::FileFailed,
                    QCoreApplication::translate("Example", "The folder %1 could not be made.").arg(folder));
    if (auto done = git(folder, {u"init"_s, u"--quiet"_s, u"--template="_s, u"--initial-branch=main"_s}); !done)
        return std::unexpected(done.error());
    const QString marks = folder + u"/.git/harbour-marks"_s;
    if (auto done = git(folder, {u"fast-import"_s, u"--quiet"_s, u"--export-marks="_s + marks}, stream(story)); !done)
        return std::unexpected(done.error());
    if (auto done = git(folder, {u"reset"_s, u"--quiet"_s, u"--hard"_s, u"main"_s}); !done)
        return std::unexpected(done.error());
    QFile file(marks);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileFailed,
                    QCoreApplication::translate("Example", "git told no commits: %1").arg(file.errorString()));
    for (const QByteArray &line : file.readAll().split('\n')) {
        const qsizetype blank = line.indexOf(' ');
        if (blank <= 1)
            continue;
        const size_t index = static_cast<size_t>(line.sliced(1, blank - 1).toLongLong()) - 1;
        if (index < story.commits.size())
            story.commits[index].hash = QString::fromLatin1(line.sliced(blank + 1));
    }
    file.close();
    file.remove();
    return {};
}

} // namespace humdrum::example
