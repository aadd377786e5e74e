// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainbench.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int patience = 20'000;
const QString secretService = u"org.freedesktop.secrets"_s;

/// Without service folders: what was killed stays away.
constexpr auto busConfiguration = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%1</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
)";

} // namespace

KeychainBench::KeychainBench() : m_name(u"keychain bench"_s)
{
    // Nobody is there to be asked.
    qunsetenv("DISPLAY");
    qunsetenv("WAYLAND_DISPLAY");
    if (!startBus() || !startKeychain())
        return;
}

KeychainBench::~KeychainBench()
{
    QDBusConnection::disconnectFromBus(m_name);
    for (QProcess *process : {&m_keychain, &m_bus}) {
        process->kill();
        process->waitForFinished();
    }
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

bool KeychainBench::startBus()
{
    const QString socket = m_dir.filePath(u"bus"_s), configuration = m_dir.filePath(u"bus.conf"_s);
    QFile file(configuration);
    if (!file.open(QIODevice::WriteOnly) || file.write(QString::fromLatin1(busConfiguration).arg(socket).toUtf8()) < 0)
        return false;
    file.close();
    m_bus.setStandardErrorFile(QProcess::nullDevice());
    m_bus.start(u"dbus-daemon"_s, {u"--config-file="_s + configuration, u"--nofork"_s, u"--print-address"_s});
    if (!m_bus.waitForReadyRead(patience)) {
        m_problem = u"no bus: "_s + m_bus.errorString();
        return false;
    }
    const QByteArray address = m_bus.readAllStandardOutput().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    if (!QDBusConnection::connectToBus(QString::fromLocal8Bit(address), m_name).isConnected())
        m_problem = u"no connection to the bus"_s;
    return m_problem.isEmpty();
}

bool KeychainBench::startKeychain()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &folder : {u"data"_s, u"run"_s}) {
        QDir(m_dir.path()).mkdir(folder);
        QFile::setPermissions(m_dir.filePath(folder), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    environment.insert(u"XDG_DATA_HOME"_s, m_dir.filePath(u"data"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_dir.filePath(u"run"_s));
    m_keychain.setProcessEnvironment(environment);
    m_keychain.setStandardErrorFile(QProcess::nullDevice());
    m_keychain.setStandardOutputFile(QProcess::nullDevice());
    m_keychain.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    if (!m_keychain.waitForStarted(patience)) {
        m_problem = u"no gnome-keyring: "_s + m_keychain.errorString();
        return false;
    }
    m_keychain.write("opens it");
    m_keychain.closeWriteChannel();
    const QDBusConnection bus(m_name);
    const bool there =
        QTest::qWaitFor([&] { return bus.interface()->isServiceRegistered(secretService).value(); }, patience);
    if (!there)
        m_problem = u"gnome-keyring did not come to the bus"_s;
    return there;
}

void KeychainBench::lock()
{
    QDBusMessage ask = QDBusMessage::createMethodCall(secretService, u"/org/freedesktop/secrets"_s,
                                                      u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
    ask << QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(u"/org/freedesktop/secrets/aliases/default"_s)});
    const QDBusMessage answer = QDBusConnection(m_name).call(ask);
    if (answer.type() != QDBusMessage::ReplyMessage)
        qWarning("not locked: %s", qPrintable(answer.errorMessage()));
}

void KeychainBench::killKeychain()
{
    m_keychain.kill();
    m_keychain.waitForFinished(patience);
    const QDBusConnection bus(m_name);
    (void)QTest::qWaitFor([&] { return !bus.interface()->isServiceRegistered(secretService).value(); }, patience);
}

void KeychainBench::killBus()
{
    m_bus.kill();
    m_bus.waitForFinished(patience);
}

bool KeychainBench::filesContain(const QByteArray &bytes) const
{
    QDirIterator files(m_dir.path(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

} // namespace humdrum
