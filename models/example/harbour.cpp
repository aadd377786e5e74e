// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/harbour.h"

#include "example/estate.h"
#include "example/junit.h"
#include "example/layout.h"
#include "example/notes.h"
#include "example/ports.h"
#include "example/repository.h"
#include "example/telling.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <cerrno>
#include <csignal>

using namespace Qt::StringLiterals;

namespace humdrum {

using namespace example;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Example)
};

/// Stops what an earlier Harbour started. With our tools: what lies in the folder may have been changed.
void stopServices(const QString &folder)
{
    QTemporaryDir tools;
    for (const QString &name : {u"estate.py"_s, u"deploy.py"_s}) {
        const Result<QByteArray> bytes = asset(u"tools/"_s + name);
        if (!bytes || !writeFile(tools.filePath(name), *bytes))
            return;
    }
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HARBOUR_FOLDER"_s, folder);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"python3"_s, {u"-B"_s, tools.filePath(u"deploy.py"_s), u"stop-all"_s});
    if (process.waitForStarted() && !process.waitForFinished(60000)) {
        process.kill();
        process.waitForFinished();
    }
}

/// The name beside the folder under which a process makes it.
QString workName(const QFileInfo &target, qint64 pid)
{
    return u"%1/.%2.making-%3"_s.arg(target.path(), target.fileName()).arg(pid);
}

/// Removes what attempts left that did not come to their end.
void removeLeftovers(const QFileInfo &target)
{
    const QString begin = u"."_s + target.fileName() + u".making-"_s;
    const QDir parent(target.path());
    for (const QString &name : parent.entryList({begin + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)) {
        const qint64 pid = name.sliced(begin.size()).toLongLong();
        const bool alive = pid > 0 && pid != QCoreApplication::applicationPid() &&
            (::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
        if (!alive)
            QDir(parent.filePath(name)).removeRecursively();
    }
}

Result<void> fill(const QString &folder, const Weeks &weeks, quint64 seed, int portBase, const HarbourProgress &say)
{
    say(0.02, Text::tr("Telling the story"));
    Result<std::map<QString, Deck>> decks = readDecks();
    if (!decks)
        return std::unexpected(decks.error());
    Result<Story> story = tellStory(weeks, seed, std::move(*decks));
    if (!story)
        return std::unexpected(story.error());
    double done = 0.1;
    for (auto &[key, service] : story->services) {
        say(done, Text::tr("Writing the repository %1").arg(key));
        if (auto written = writeRepository(folder + u"/services/"_s + key, service); !written)
            return written;
        done += 0.15;
    }
    say(0.55, Text::tr("Writing recorded results"));
    const JUnitSink sink = [&](const QString &path, const QByteArray &xml) {
        return writeFile(folder + u"/history/junit/"_s + path, xml);
    };
    if (auto written = tellStageRuns(*story, sink); !written)
        return written;
    say(0.75, Text::tr("Laying out the environments"));
    const Deployments deployments = tellDeployments(*story);
    if (auto written = tellSmokeRuns(*story, deployments, sink); !written)
        return written;
    if (auto written = writeEnvironments(folder, *story, deployments); !written)
        return written;
    if (auto written = writeHistory(folder, *story, deployments); !written)
        return written;
    if (auto written = writeNotes(folder, tellNotes(*story)); !written)
        return written;
    say(0.95, Text::tr("Writing tools and humdrum.yaml"));
    return writeProduct(folder, *story, portBase);
}

} // namespace

bool isHarbour(const QString &folder)
{
    QFile file(folder + u"/harbour.json"_s);
    return file.open(QIODevice::ReadOnly) &&
        QJsonDocument::fromJson(file.read(1 << 20)).object().value("harbour"_L1).toInt() > 0;
}

Result<HarbourPaths> createHarbour(const HarbourOptions &options, const HarbourProgress &progress)
{
    const HarbourProgress say = progress ? progress : [](double, const QString &) {};
    if (options.folder.isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("The example needs a folder."));
    const Result<Weeks> weeks = planWeeks(options.until, options.weeks);
    if (!weeks)
        return std::unexpected(weeks.error());
    const QFileInfo target(QDir::cleanPath(QFileInfo(options.folder).absoluteFilePath()));
    const QString folder = target.filePath();
    const bool earlier = isHarbour(folder);
    if (target.exists() && !earlier &&
        (!target.isDir() ||
         !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)))
        return fail(ErrorCode::AlreadyExists, Text::tr("%1 is there already and holds something else.").arg(folder),
                    Text::tr("Choose another folder."));
    if (!QDir().mkpath(target.path()))
        return fail(ErrorCode::FileFailed, Text::tr("The folder %1 could not be made.").arg(target.path()));
    removeLeftovers(target);
    if (earlier)
        stopServices(folder);
    const Result<int> portBase = choosePorts(options.portBase, portsPerHarbour, folder);
    if (!portBase)
        return std::unexpected(portBase.error());

    const QString work = workName(target, QCoreApplication::applicationPid());
    const Result<void> filled = fill(work, *weeks, options.seed, *portBase, say);
    if (!filled) {
        QDir(work).removeRecursively();
        return std::unexpected(filled.error());
    }
    const QString old = work + u"-old"_s;
    if (target.exists() && !QDir().rename(folder, old)) {
        QDir(work).removeRecursively();
        return fail(ErrorCode::FileFailed, Text::tr("%1 could not be replaced.").arg(folder));
    }
    if (!QDir().rename(work, folder)) {
        if (QFileInfo::exists(old))
            QDir().rename(old, folder);
        QDir(work).removeRecursively();
        return fail(ErrorCode::FileFailed, Text::tr("%1 could not be put in its place.").arg(folder));
    }
    QDir(old).removeRecursively();
    say(1, Text::tr("Ready"));
    return HarbourPaths{folder,
                        folder + u"/humdrum.yaml"_s,
                        folder + u"/history/junit"_s,
                        folder + u"/history/deployments.jsonl"_s,
                        folder + u"/history/pools.jsonl"_s,
                        folder + u"/history/notes"_s,
                        *portBase,
                        weeks->train(weeks->last())};
}

} // namespace humdrum
