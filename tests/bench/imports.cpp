// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "intake/git.h"
#include "intake/gitlog.h"
#include "intake/junit.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 5;
constexpr int commits = 20'000;

void git(const QString &folder, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(u"git"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        qFatal("git %s failed", qUtf8Printable(arguments.join(u' ')));
}

/// A line of `commits` commits, each of one file.
void makeRepository(const QString &folder)
{
    git(folder, {u"init"_s, u"--quiet"_s, u"--initial-branch=main"_s});
    QByteArray stream;
    for (int i = 0; i < commits; ++i) {
        const QByteArray message = "fix(ledger): round amounts of entry " + QByteArray::number(i) +
            "\n\nThe bank rounds half to even, and so does everybody who wants its statements to match.\n\nRefs: #" +
            QByteArray::number(i) + '\n';
        const QByteArray text = "entry " + QByteArray::number(i) + '\n';
        stream += "commit refs/heads/main\ncommitter Nora <nora@harbour.example> " +
            QByteArray::number(1'700'000'000 + i * 600) + " +0000\ndata " + QByteArray::number(message.size()) + '\n' +
            message + "M 100644 inline file" + QByteArray::number(i % 50) + "\ndata " +
            QByteArray::number(text.size()) + '\n' + text;
    }
    git(folder, {u"fast-import"_s, u"--quiet"_s}, stream);
}

QList<Figure> gitFigures()
{
    const QTemporaryDir folder;
    makeRepository(folder.path());
    Service service;
    service.key = {u"ledger"_s};
    service.repository = folder.path();
    const auto [ours, floor] = alternately(
        rounds,
        [&] {
            const auto history = must(must(GitRepository::open(folder.path())).history(service));
            if (history.size() != commits)
                qFatal("only %zu commits were read", history.size());
        },
        [&] { git(folder.path(), gitLogArguments() + QStringList{u"--all"_s}); });
    return {{.name = u"git: read 20 000 commits"_s,
             .value = ours,
             .reference = floor,
             .unit = u"ms"_s,
             .referenceName = u"git log itself"_s,
             .limit = 2.0}};
}

QList<Figure> junitFigures(const Places &places)
{
    QStringList files;
    QDirIterator iterator(places.example + u"/history/junit", {u"*.xml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext())
        files << iterator.next();
    if (files.isEmpty())
        qFatal("the example has no JUnit files");
    const auto [ours, floor] = alternately(
        rounds,
        [&] {
            for (const QString &file : files)
                must(readJUnit(file));
        },
        [&] {
            for (const QString &name : files) {
                QFile file(name);
                if (!file.open(QIODevice::ReadOnly) || file.readAll().isEmpty())
                    qFatal("%s cannot be read", qUtf8Printable(name));
            }
        });
    return {{.name = u"JUnit: read %1 files"_s.arg(files.size()),
             .value = ours,
             .reference = floor,
             .unit = u"ms"_s,
             .referenceName = u"their bytes alone"_s,
             .limit = {}}};
}

} // namespace

QList<Figure> imports(const Places &places) { return gitFigures() + junitFigures(places); }

} // namespace humdrum::bench
