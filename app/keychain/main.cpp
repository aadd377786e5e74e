// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// humdrum-keychain: one request to the desktop's keychain, for SecretKeeper (keychaincodes.h says how it is asked and how it
// ends). Values come on standard input and go to standard output, never in arguments. Why it failed is on standard error.

#include "secrets/keychaincodes.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusReply>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;
using humdrum::KeychainEnd;

namespace {

/// All secrets of Humdrum are under this name in the keychain, each by its own name.
const QString service = u"humdrum"_s;
const QString secretService = u"org.freedesktop.secrets"_s;

int end(KeychainEnd how, const QString &why = {})
{
    if (!why.isEmpty())
        std::fprintf(stderr, "%s\n", qUtf8Printable(why));
    return static_cast<int>(how);
}

/// Whether the collection that secrets go to is there and closed. Nothing where that cannot be told: not every keychain is a
/// Secret Service.
std::optional<bool> isLocked()
{
    QDBusMessage ask = QDBusMessage::createMethodCall(secretService, u"/org/freedesktop/secrets/aliases/default"_s,
                                                      u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    ask << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    constexpr int patience = 5000;
    const QDBusReply<QVariant> answer = QDBusConnection::sessionBus().call(ask, QDBus::Block, patience);
    return answer.isValid() ? std::optional(answer.value().toBool()) : std::nullopt;
}

/// Somebody could be asked to open it.
bool hasScreen() { return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"); }

/// A service that is to be started and does not come up would be waited for much longer by whoever asks it.
bool comesUp(const QString &name)
{
    QDBusMessage start = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                                        u"org.freedesktop.DBus"_s, u"StartServiceByName"_s);
    start << name << 0U;
    constexpr int patience = 10'000;
    return QDBusConnection::sessionBus().call(start, QDBus::Block, patience).type() == QDBusMessage::ReplyMessage;
}

bool anyKeychain()
{
    const QDBusConnectionInterface *bus = QDBusConnection::sessionBus().interface();
    const QStringList running = bus->registeredServiceNames(), startable = bus->activatableServiceNames();
    const QStringList keychains{secretService, u"org.kde.kwalletd6"_s, u"org.kde.kwalletd5"_s};
    const auto isIn = [](const QStringList &names) { return [&names](const QString &n) { return names.contains(n); }; };
    return std::ranges::any_of(keychains, isIn(running)) ||
        std::ranges::any_of(keychains, [&](const QString &n) { return startable.contains(n) && comesUp(n); });
}

std::unique_ptr<QKeychain::Job> jobFor(const QString &what, const QString &name)
{
    std::unique_ptr<QKeychain::Job> job;
    if (what == u"read" || what == u"has") {
        job = std::make_unique<QKeychain::ReadPasswordJob>(service);
    } else if (what == u"remove") {
        job = std::make_unique<QKeychain::DeletePasswordJob>(service);
    } else if (what == u"write") {
        auto write = std::make_unique<QKeychain::WritePasswordJob>(service);
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly))
            return nullptr;
        write->setTextData(QString::fromUtf8(input.readAll()));
        job = std::move(write);
    } else {
        return nullptr;
    }
    job->setAutoDelete(false);
    job->setInsecureFallback(false); // never a plain file
    job->setKey(name);
    return job;
}

int ended(const QKeychain::Job &job, const QString &what)
{
    switch (job.error()) {
    case QKeychain::NoError:
        break;
    case QKeychain::EntryNotFound:
        // A closed collection has no entries to show.
        return isLocked().value_or(false) ? end(KeychainEnd::Locked) : end(KeychainEnd::NotFound);
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return end(KeychainEnd::Denied, job.errorString());
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return end(KeychainEnd::NoKeychain, job.errorString());
    default:
        return isLocked().value_or(false) ? end(KeychainEnd::Locked, job.errorString())
                                          : end(KeychainEnd::Failed, job.errorString());
    }
    if (what == u"read") {
        const QByteArray value = static_cast<const QKeychain::ReadPasswordJob &>(job).textData().toUtf8();
        if (std::fwrite(value.constData(), 1, static_cast<size_t>(value.size()), stdout) !=
                static_cast<size_t>(value.size()) ||
            std::fflush(stdout) != 0)
            return end(KeychainEnd::Failed);
    }
    return end(KeychainEnd::Done);
}

} // namespace

int main(int argc, char **argv)
{
    ::prctl(PR_SET_DUMPABLE, 0); // no core file with a secret in it
    QCoreApplication qt(argc, argv);
    QCoreApplication::setApplicationName(u"humdrum"_s); // as a keychain that asks names who wants to know
    const QStringList arguments = QCoreApplication::arguments();
    const std::unique_ptr<QKeychain::Job> job =
        arguments.size() == 3 ? jobFor(arguments[1], arguments[2]) : std::unique_ptr<QKeychain::Job>();
    if (!job)
        return end(KeychainEnd::WrongUse,
                   u"usage: humdrum-keychain read|has|write|remove NAME; it is started by Humdrum"_s);
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return end(KeychainEnd::NoKeychain, bus.lastError().message());
    if (!anyKeychain())
        return end(KeychainEnd::NoKeychain);
    if (!hasScreen() && isLocked().value_or(false))
        return end(KeychainEnd::Locked);
    QObject::connect(job.get(), &QKeychain::Job::finished, &qt, &QCoreApplication::quit, Qt::QueuedConnection);
    job->start();
    QCoreApplication::exec();
    return ended(*job, arguments[1]);
}
