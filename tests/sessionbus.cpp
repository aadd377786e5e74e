// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessionbus.h"

#include <QDBusConnectionInterface>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int patience = 20'000;

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

SessionBus::SessionBus() : m_problem(start()) {}

SessionBus::~SessionBus()
{
    QDBusConnection::disconnectFromBus(m_name);
    kill();
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

QString SessionBus::start()
{
    const QString socket = m_dir.filePath(u"bus"_s), configuration = m_dir.filePath(u"bus.conf"_s);
    QFile file(configuration);
    if (!file.open(QIODevice::WriteOnly) || file.write(QString::fromLatin1(busConfiguration).arg(socket).toUtf8()) < 0)
        return file.errorString();
    file.close();
    m_bus.setStandardErrorFile(QProcess::nullDevice());
    m_bus.start(u"dbus-daemon"_s, {u"--config-file="_s + configuration, u"--nofork"_s, u"--print-address"_s});
    if (!m_bus.waitForReadyRead(patience))
        return u"no bus: "_s + m_bus.errorString();
    const QByteArray address = m_bus.readAllStandardOutput().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    return QDBusConnection::connectToBus(QString::fromLocal8Bit(address), m_name).isConnected()
        ? QString()
        : u"no connection to the bus"_s;
}

bool SessionBus::has(const QString &service) const
{
    return connection().interface()->isServiceRegistered(service).value();
}

bool SessionBus::waitFor(const QString &service, bool there) const
{
    return QTest::qWaitFor([&] { return has(service) == there; }, patience);
}

void SessionBus::kill()
{
    m_bus.kill();
    m_bus.waitForFinished(patience);
}

} // namespace humdrum
