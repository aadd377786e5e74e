// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testrepository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

TestRepository::TestRepository(const QString &name, bool init) : m_path(m_folder.filePath(name))
{
    QDir().mkpath(m_path);
    if (init)
        git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
}

QByteArray TestRepository::git(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString date = QString::number(m_time) + " +0200"_L1;
    for (const QString &who : {u"AUTHOR"_s, u"COMMITTER"_s}) {
        environment.insert("GIT_"_L1 + who + "_NAME"_L1, u"Nora Reuter"_s);
        environment.insert("GIT_"_L1 + who + "_EMAIL"_L1, u"nora@harbour.example"_s);
        environment.insert("GIT_"_L1 + who + "_DATE"_L1, date);
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_path);
    process.start(u"git"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
    return process.readAllStandardOutput().trimmed();
}

void TestRepository::write(const QString &file, const QByteArray &content)
{
    const QString name = m_path + u'/' + file;
    QDir().mkpath(QFileInfo(name).path());
    QFile out(name);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("%s: %s", qPrintable(name), qPrintable(out.errorString()));
}

QString TestRepository::commit(const QString &message, const QStringList &more)
{
    m_time += 3600;
    git({u"add"_s, u"-A"_s});
    git(QStringList{u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"--allow-empty-message"_s, u"-m"_s, message} + more);
    return QString::fromLatin1(git({u"rev-parse"_s, u"HEAD"_s}));
}

QString TestRepository::rawCommit(const QString &tree, const QStringList &parents, const QByteArray &rest)
{
    QByteArray object = "tree " + tree.toLatin1() + '\n';
    for (const QString &parent : parents)
        object += "parent " + parent.toLatin1() + '\n';
    object += rest;
    return QString::fromLatin1(
        git({u"hash-object"_s, u"-t"_s, u"commit"_s, u"-w"_s, u"--stdin"_s, u"--literally"_s}, object));
}
