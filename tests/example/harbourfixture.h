// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <QFile>
#include <vector>

/// What the tests of the example share.
namespace harbourtest {

struct Ran {
    int exitCode = -1;
    QString output; ///< both channels
    QString standardOutput, standardError;
};

/// Runs a program to its end, at most a minute. Not for several threads.
inline Ran run(const QString &folder, const QString &program, const QStringList &arguments,
               const QHash<QString, QString> &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    Ran ran;
    if (process.waitForStarted() && process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit)
        ran.exitCode = process.exitCode();
    ran.standardOutput = QString::fromUtf8(process.readAllStandardOutput());
    ran.standardError = QString::fromUtf8(process.readAllStandardError());
    ran.output = ran.standardOutput + ran.standardError;
    return ran;
}

inline QString git(const QString &repository, const QStringList &arguments)
{
    const Ran ran = run(repository, QStringLiteral("git"), arguments);
    return ran.exitCode == 0 ? ran.standardOutput.trimmed() : QString();
}

inline QByteArray bytesOf(const QString &file)
{
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
}

inline std::vector<QJsonObject> linesOf(const QString &file)
{
    std::vector<QJsonObject> out;
    for (const QByteArray &line : bytesOf(file).split('\n')) {
        if (!line.isEmpty())
            out.push_back(QJsonDocument::fromJson(line).object());
    }
    return out;
}

} // namespace harbourtest
