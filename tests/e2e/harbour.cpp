// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QTcpSocket>

namespace humdrum::e2e {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;
constexpr int attempts = 20;

QProcessEnvironment environmentWith(const QHash<QString, QString> &variables)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"HUMDRUM_PERSON"_s);
    for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
        if (it->isEmpty())
            environment.remove(it.key());
        else
            environment.insert(it.key(), *it);
    }
    return environment;
}

std::unique_ptr<QProcess> startProgram(const QString &folder, const QString &program, const QStringList &arguments,
                                       const QHash<QString, QString> &variables = {})
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environmentWith(variables));
    process->setWorkingDirectory(folder);
    process->setStandardInputFile(QProcess::nullDevice());
    // A test that runs in the background has interrupts ignored, which its children would inherit.
    QProcess::UnixProcessParameters parameters;
    parameters.flags = QProcess::UnixProcessFlag::ResetSignalHandlers;
    process->setUnixProcessParameters(parameters);
    process->start(program, arguments);
    if (!process->waitForStarted())
        qFatal("%s", qPrintable(process->errorString()));
    return process;
}

} // namespace

Ran run(const QString &folder, const QString &program, const QStringList &arguments,
        const QHash<QString, QString> &variables)
{
    QProcess process;
    process.setProcessEnvironment(environmentWith(variables));
    process.setWorkingDirectory(folder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    Ran ran;
    const bool ended = process.waitForStarted() && process.waitForFinished(patience);
    if (ended && process.exitStatus() == QProcess::NormalExit)
        ran.exitCode = process.exitCode();
    ran.output = QString::fromUtf8(process.readAllStandardOutput());
    ran.errors = QString::fromUtf8(process.readAllStandardError());
    if (!ended)
        ran.errors += process.errorString();
    return ran;
}

QString program(const QString &name) { return u"" HUMDRUM_BINARY_DIR "/bin/"_s + name; }

bool isThere(qint64 pid)
{
    const QByteArray stat = bytesOf(u"/proc/%1/stat"_s.arg(pid));
    const qsizetype end = stat.lastIndexOf(')');
    return end > 0 && stat.at(end + 2) != 'Z';
}

QByteArray bytesOf(const QString &file)
{
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
}

void writeTo(const QString &file, const QByteArray &bytes)
{
    QFile f(file);
    if (!f.open(QIODevice::WriteOnly) || f.write(bytes) != bytes.size())
        qFatal("%s: %s", qPrintable(file), qPrintable(f.errorString()));
}

Harbour::Harbour() : m_folder(m_dir.filePath(u"harbour"_s)) {}

Harbour::~Harbour() { stopServices(); }

Ran Harbour::create(const QStringList &options)
{
    // The ports follow from the folder, and two tests that have started nothing yet could be given the same.
    for (int attempt = 0; attempt < attempts; ++attempt) {
        m_folder = m_dir.filePath(u"harbour-%1"_s.arg(attempt));
        const Ran ran = e2e::run(m_dir.path(), program(u"humdrumctl"_s),
                                 QStringList{u"example"_s, u"create"_s, m_folder} + options);
        if (ran.exitCode != 0)
            return ran;
        const int ports =
            QJsonDocument::fromJson(bytesOf(path(u"harbour.json"_s))).object().value(u"portBase"_s).toInt();
        m_ports = std::make_unique<QLockFile>(QDir::temp().filePath(u"humdrum-test-ports-%1.lock"_s.arg(ports)));
        m_ports->setStaleLockTime(0);
        if (m_ports->tryLock())
            return ran;
    }
    return {};
}

Ran Harbour::describe()
{
    Ran ran = ctl({u"init"_s, u"--config"_s, config()});
    for (const QStringList &import : {QStringList{u"git"_s},
                                      {u"deployments"_s, path(u"history/deployments.jsonl"_s)},
                                      {u"pools"_s, path(u"history/pools.jsonl"_s)},
                                      {u"notes"_s, path(u"history/notes"_s)},
                                      {u"junit"_s, path(u"history/junit"_s)}}) {
        if (ran.exitCode == 0)
            ran = ctl(QStringList{u"import"_s} + import);
    }
    return ran;
}

QStringList Harbour::shared(const QStringList &arguments, const QString &person) const
{
    QStringList all = arguments + QStringList{u"--db"_s, database()};
    if (!person.isEmpty())
        all += {u"--as"_s, person};
    return all;
}

Ran Harbour::ctl(const QStringList &arguments, const QString &person) const
{
    return e2e::run(m_dir.path(), program(u"humdrumctl"_s), shared(arguments, person));
}

Ran Harbour::json(const QStringList &arguments, const QString &person) const
{
    return ctl(arguments + QStringList{u"--json"_s}, person);
}

std::unique_ptr<QProcess> Harbour::start(const QStringList &arguments, const QString &person) const
{
    return startProgram(m_dir.path(), program(u"humdrumctl"_s), shared(arguments, person));
}

std::unique_ptr<QProcess> Harbour::startWindow() const
{
    const QString home = beside(u"home"_s);
    const QHash<QString, QString> variables{
        {u"XDG_DATA_HOME"_s, home}, {u"XDG_CONFIG_HOME"_s, home}, {u"QT_QPA_PLATFORM"_s, u"offscreen"_s}};
    // There, nobody has accepted the commands yet.
    const Ran accepted =
        e2e::run(m_dir.path(), program(u"humdrumctl"_s), {u"trust"_s, u"accept"_s, u"--db"_s, database()}, variables);
    if (accepted.exitCode != 0)
        qWarning("%s", qPrintable(accepted.all()));
    return startProgram(m_dir.path(), program(u"humdrum"_s), {u"--db"_s, database(), u"--as"_s, u"nr"_s}, variables);
}

Ran Harbour::git(const QString &service, const QStringList &arguments) const
{
    const QString who = u"Nora Reuter"_s, mail = u"nora@harbour.example"_s;
    return e2e::run(path(u"services/"_s + service), u"git"_s, arguments,
                    {{u"GIT_AUTHOR_NAME"_s, who},
                     {u"GIT_AUTHOR_EMAIL"_s, mail},
                     {u"GIT_COMMITTER_NAME"_s, who},
                     {u"GIT_COMMITTER_EMAIL"_s, mail}});
}

QString Harbour::commit(const QString &service, const QString &summary) const
{
    const QString file = path(u"services/%1/NEWS"_s.arg(service));
    writeTo(file, bytesOf(file) + summary.toUtf8() + '\n');
    if (git(service, {u"add"_s, u"NEWS"_s}).exitCode != 0)
        return {};
    if (const Ran ran = git(service, {u"commit"_s, u"-q"_s, u"-m"_s, summary}); ran.exitCode != 0) {
        qWarning("%s", qPrintable(ran.all()));
        return {};
    }
    return git(service, {u"rev-parse"_s, u"HEAD"_s}).output.trimmed();
}

QString Harbour::runRow(const QString &service) const
{
    for (const QString &stage : {u"commit"_s, u"component"_s, u"acceptance"_s}) {
        if (const Ran ran = ctl({u"stage"_s, u"run"_s, service, stage}); ran.exitCode != 0)
            return stage + u": "_s + ran.all();
    }
    return {};
}

QString Harbour::release() const
{
    const Ran made = json({u"release"_s, u"create"_s});
    const QString version = made.object().value(u"version"_s).toString();
    const Ran joined =
        made.exitCode == 0 ? ctl({u"stage"_s, u"run"_s, u"-"_s, u"integration"_s, u"--release"_s, version}) : made;
    if (joined.exitCode != 0) {
        qWarning("%s", qPrintable(joined.all()));
        return {};
    }
    return version;
}

void Harbour::setFault(const QString &environment, const QString &name, bool on) const
{
    const QString folder = path(u"envs/%1/faults"_s.arg(environment));
    if (on && QDir().mkpath(folder))
        writeTo(folder + u'/' + name, {});
    else
        QFile::remove(folder + u'/' + name);
}

QJsonObject Harbour::health(const QString &environment, const QString &service) const
{
    const QJsonObject estate = QJsonDocument::fromJson(bytesOf(path(u"harbour.json"_s))).object();
    // The order of the environments there gives the ports, which QJsonObject does not keep.
    static const QStringList environments{
        u"dev"_s, u"int"_s, u"aurora-staging"_s, u"borealis-staging"_s, u"aurora-prod"_s, u"borealis-prod"_s};
    const QJsonArray services = estate.value(u"services"_s).toArray();
    qsizetype place = 0;
    while (place < services.size() && services.at(place).toString() != service)
        ++place;
    const auto port = estate.value(u"portBase"_s).toInt() + environments.indexOf(environment) * services.size() + place;
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(port));
    if (!socket.waitForConnected(5000))
        return {};
    socket.write("GET /health HTTP/1.0\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(5000) || socket.bytesAvailable() > 0)
        answer += socket.readAll();
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}

QJsonObject Harbour::running(const QString &environment, const QString &service) const
{
    const QJsonArray environments = json({u"status"_s}).object().value(u"environments"_s).toArray();
    for (const QJsonValue e : environments) {
        const QJsonArray services = e[u"services"_s].toArray();
        for (const QJsonValue s : services) {
            if (e[u"key"_s].toString() == environment && s[u"service"_s].toString() == service)
                return s.toObject();
        }
    }
    return {};
}

Ran Harbour::redescribe(const QString &line, const QString &instead) const
{
    QByteArray text = bytesOf(config());
    if (!text.contains(line.toUtf8()))
        return {.exitCode = -1, .output = {}, .errors = u"humdrum.yaml has no line "_s + line};
    writeTo(config(), text.replace(line.toUtf8(), instead.toUtf8()));
    return ctl({u"init"_s, u"--config"_s, config(), u"--accept"_s});
}

void Harbour::stopServices() const
{
    if (QFile::exists(path(u"tools/deploy.py"_s)))
        (void)e2e::run(m_folder, u"python3"_s, {u"-B"_s, u"tools/deploy.py"_s, u"stop-all"_s});
}

QStringList Harbour::processes() const
{
    QStringList found;
    const QByteArray inside = QFile::encodeName(m_dir.path());
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (name.toLongLong() <= 0)
            continue;
        QByteArray command = bytesOf(u"/proc/%1/cmdline"_s.arg(name));
        const QString cwd = QFile::symLinkTarget(u"/proc/%1/cwd"_s.arg(name));
        if (command.isEmpty() || (!command.contains(inside) && !cwd.startsWith(m_dir.path())))
            continue;
        found << name + u' ' + QString::fromUtf8(command.replace('\0', ' ')).trimmed();
    }
    return found;
}

} // namespace humdrum::e2e
