// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/runner.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QHash<QString, QString> variablesOf(const RunAsk &ask)
{
    QHash<QString, QString> all = ask.variables;
    all.insert(ask.command.environment);
    return all;
}

std::optional<Error> refuse(const RunAsk &ask, const QString &folder, const QHash<QString, QString> &variables)
{
    const CommandSpec &c = ask.command;
    const auto error = [](ErrorCode code, const QString &message, const QString &hint = {}) {
        return Error{code, message, hint, {}, std::nullopt};
    };
    if (c.isEmpty() || c.argv.front().isEmpty())
        return error(ErrorCode::CommandNotStarted, Runner::tr("There is no command to run"));
    if (c.shell && c.argv.size() != 1)
        return error(ErrorCode::CommandNotStarted, Runner::tr("A shell command is one text, not a list"));
    if (!c.shell && c.argv.front().startsWith(u'-'))
        return error(ErrorCode::CommandNotStarted,
                     Runner::tr("The program name “%1” begins with “-”").arg(c.argv.front()));
    for (const QString &word : c.argv) {
        if (word.contains(QChar::Null))
            return error(ErrorCode::CommandNotStarted, Runner::tr("A word of the command holds a NUL character"));
    }
    for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
        if (it.key().isEmpty() || it.key().contains(u'=') || it.key().contains(QChar::Null) ||
            it->contains(QChar::Null))
            return error(ErrorCode::CommandNotStarted,
                         Runner::tr("The variable “%1” cannot be passed on").arg(it.key()));
    }
    if (!QFileInfo(folder).isDir()) {
        return error(ErrorCode::CommandNotStarted, Runner::tr("The working folder %1 does not exist").arg(folder),
                     Runner::tr("Check working-folder in humdrum.yaml"));
    }
    return std::nullopt;
}

} // namespace

QString workingFolderOf(const CommandSpec &command, const QString &base)
{
    return QDir::cleanPath(command.workingFolder.isEmpty() ? base : QDir(base).absoluteFilePath(command.workingFolder));
}

Result<ResolvedCommand> resolveCommand(const RunAsk &ask)
{
    ResolvedCommand r;
    r.folder = workingFolderOf(ask.command, ask.folder);
    r.variables = variablesOf(ask);
    if (auto error = refuse(ask, r.folder, r.variables))
        return std::unexpected(std::move(*error));
    if (ask.command.shell) {
        r.program = u"/bin/sh"_s;
        r.arguments = {u"-c"_s, ask.command.argv.front()};
        return r;
    }
    const QString name = ask.command.argv.front();
    r.arguments = ask.command.argv.mid(1);
    if (name.contains(u'/')) {
        const QString path = QDir::cleanPath(QDir(r.folder).absoluteFilePath(name));
        const QFileInfo info(path);
        if (info.isFile() && info.isExecutable())
            r.program = path;
        else if (info.isFile())
            return fail(ErrorCode::CommandNotStarted, Runner::tr("%1 is not executable (in %2)").arg(name, r.folder),
                        Runner::tr("Make it executable: chmod +x %1").arg(path));
    } else {
        const QString path = r.variables.value(u"PATH"_s, qEnvironmentVariable("PATH"));
        r.program = QStandardPaths::findExecutable(name, path.split(u':', Qt::SkipEmptyParts));
    }
    if (r.program.isEmpty()) {
        return fail(ErrorCode::CommandNotStarted,
                    Runner::tr("The command “%1” does not exist (in %2)").arg(name, r.folder),
                    name.contains(u'/') ? QString() : Runner::tr("It was searched in PATH"));
    }
    return r;
}

QByteArray commandHash(const RunAsk &ask)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QString &text) {
        const QByteArray utf8 = text.toUtf8();
        // The length first: two lists that only differ in where a word ends must differ here.
        hash.addData(QByteArray(QByteArray::number(utf8.size()) + ':'));
        hash.addData(utf8);
    };
    add(ask.command.shell ? u"shell"_s : u"argv"_s);
    for (const QString &word : ask.command.argv)
        add(word);
    add(workingFolderOf(ask.command, ask.folder));
    const auto addAll = [&add](const QHash<QString, QString> &unsorted) {
        QStringList names = unsorted.keys();
        names.sort();
        for (const QString &name : names) {
            add(name);
            add(unsorted.value(name));
        }
    };
    addAll(variablesOf(ask));
    if (!ask.command.secrets.isEmpty()) {
        add(u"secrets"_s);
        addAll(ask.command.secrets);
    }
    return hash.result().toHex();
}

QProcessEnvironment environmentFor(const QHash<QString, QString> &variables)
{
    QProcessEnvironment env = QProcessEnvironment::systemEnvironment();
    const QStringList inherited = env.keys();
    for (const QString &name : inherited) {
        // A Humdrum that was itself started by a stage must not hand that stage's values on.
        if (name.startsWith(u"HUMDRUM_"))
            env.remove(name);
    }
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        env.insert(it.key(), it.value());
    return env;
}

} // namespace humdrum
