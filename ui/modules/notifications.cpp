// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/modules/notifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHash>
#include <QObject>
#include <QThread>

namespace humdrum {

namespace {

using namespace Qt::StringLiterals;

const QString service = u"org.freedesktop.Notifications"_s, path = u"/org/freedesktop/Notifications"_s;
const QString connectionName = u"humdrum notifications"_s;

QDBusMessage method(const QString &name) { return QDBusMessage::createMethodCall(service, path, service, name); }

/// Where the bus is, if there is one. The library would start one otherwise, for nobody.
QString busAddress()
{
    const QString named = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    if (!named.isEmpty())
        return named;
    const QString socket = qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s;
    return socket.startsWith(u'/') && QFileInfo::exists(socket) ? u"unix:path="_s + socket : QString();
}

/// Lives on the notifier's thread.
class Bus : public QObject {
    Q_OBJECT
public:
    explicit Bus(DesktopNotifier &notifier) : m_notifier(notifier) {}
    ~Bus() override
    {
        if (m_asked)
            QDBusConnection::disconnectFromBus(connectionName);
    }

    void show(const DesktopMessage &message)
    {
        connectOnce();
        const QDBusConnection bus(connectionName);
        if (!bus.isConnected())
            return;
        if (m_known)
            return notify(message);
        // What it understands decides how the text is written.
        auto *asked = new QDBusPendingCallWatcher(bus.asyncCall(method(u"GetCapabilities"_s)), this);
        connect(asked, &QDBusPendingCallWatcher::finished, this, [this, asked, message] {
            asked->deleteLater();
            const QDBusPendingReply<QStringList> answer = *asked;
            if (answer.isError())
                return; // nobody shows them; next time there may be somebody
            m_known = true;
            m_markup = answer.value().contains(u"body-markup"_s);
            m_actions = answer.value().contains(u"actions"_s);
            notify(message);
        });
    }

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action)
    {
        const auto subject = m_subjects.constFind(id);
        if (subject == m_subjects.cend() || action != u"default")
            return;
        if (m_notifier.clicked)
            m_notifier.clicked(*subject, m_tokens.take(id));
    }
    void activationToken(uint id, const QString &token) { m_tokens.insert(id, token); }
    void closed(uint id, uint)
    {
        m_subjects.remove(id);
        m_tokens.remove(id);
    }

private:
    void connectOnce()
    {
        if (std::exchange(m_asked, true))
            return;
        const QString address = busAddress();
        if (address.isEmpty())
            return;
        QDBusConnection bus = QDBusConnection::connectToBus(address, connectionName);
        if (!bus.isConnected())
            return;
        bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString)));
        bus.connect(service, path, service, u"ActivationToken"_s, this, SLOT(activationToken(uint, QString)));
        bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(closed(uint, uint)));
    }

    void notify(const DesktopMessage &message)
    {
        QDBusMessage ask = method(u"Notify"_s);
        const QString id = QGuiApplication::desktopFileName();
        const uchar urgency = message.urgent ? 2 : 1;
        const QVariantMap hints{{u"desktop-entry"_s, id},
                                {u"urgency"_s, QVariant::fromValue(urgency)},
                                {u"category"_s, message.urgent ? u"transfer.error"_s : u"transfer.complete"_s}};
        ask << QGuiApplication::applicationDisplayName() << uint{0} << id << message.title
            << (m_markup ? message.text.toHtmlEscaped() : message.text)
            << (m_actions ? QStringList{u"default"_s, message.show} : QStringList()) << hints << int{-1};
        auto *asked = new QDBusPendingCallWatcher(QDBusConnection(connectionName).asyncCall(ask), this);
        connect(asked, &QDBusPendingCallWatcher::finished, this, [this, asked, subject = message.subject] {
            asked->deleteLater();
            const QDBusPendingReply<uint> shown = *asked;
            if (shown.isError())
                m_known = false; // another may come
            else
                m_subjects.insert(shown.value(), subject);
        });
    }

    DesktopNotifier &m_notifier;
    QHash<uint, QString> m_subjects, m_tokens; ///< of those that are shown
    bool m_asked = false, m_known = false, m_markup = false, m_actions = false;
};

class Notifier final : public DesktopNotifier {
public:
    Notifier() : m_bus(new Bus(*this))
    {
        m_thread.setObjectName(u"notifications"_s);
        m_bus->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_bus, &QObject::deleteLater);
        m_thread.start();
    }
    ~Notifier() override
    {
        m_thread.quit();
        m_thread.wait();
    }
    void show(const DesktopMessage &message) override
    {
        QMetaObject::invokeMethod(m_bus, [bus = m_bus, message] { bus->show(message); });
    }

private:
    Bus *m_bus;
    QThread m_thread;
};

} // namespace

} // namespace humdrum

humdrum::DesktopNotifier *humdrumDesktopNotifier() { return new humdrum::Notifier; }

#include "notifications.moc"
