// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainbench.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int patience = 20'000;
const QString secretService = u"org.freedesktop.secrets"_s;

} // namespace

KeychainBench::KeychainBench()
{
    // Nobody is there to be asked.
    qunsetenv("DISPLAY");
    qunsetenv("WAYLAND_DISPLAY");
    m_problem = m_bus.problem().isEmpty() ? start() : m_bus.problem();
}

KeychainBench::~KeychainBench()
{
    m_keychain.kill();
    m_keychain.waitForFinished();
}

QString KeychainBench::start()
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
    if (!m_keychain.waitForStarted(patience))
        return u"no gnome-keyring: "_s + m_keychain.errorString();
    m_keychain.write("opens it");
    m_keychain.closeWriteChannel();
    return m_bus.waitFor(secretService) ? QString() : u"gnome-keyring did not come to the bus"_s;
}

void KeychainBench::lock()
{
    QDBusMessage ask = QDBusMessage::createMethodCall(secretService, u"/org/freedesktop/secrets"_s,
                                                      u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
    ask << QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(u"/org/freedesktop/secrets/aliases/default"_s)});
    const QDBusMessage answer = m_bus.connection().call(ask);
    if (answer.type() != QDBusMessage::ReplyMessage)
        qWarning("not locked: %s", qPrintable(answer.errorMessage()));
}

void KeychainBench::killKeychain()
{
    m_keychain.kill();
    m_keychain.waitForFinished(patience);
    (void)m_bus.waitFor(secretService, false);
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
