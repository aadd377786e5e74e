// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/ports.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace humdrum::example {

namespace {

constexpr int lowest = 20000, ranges = 600, step = 20;

bool isFree(int port)
{
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0)
        return false;
    // As the services do: a port whose last connections are still fading is free.
    const int reuse = 1;
    ::setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<in_port_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = ::bind(handle, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(handle);
    return free;
}

} // namespace

Result<int> choosePorts(int wanted, int count, const QString &folder)
{
    if (wanted != 0) {
        if (wanted < 1024 || wanted > 65535 - count)
            return fail(ErrorCode::InvalidInput,
                        QCoreApplication::translate("Example", "Ports cannot begin at %1.").arg(wanted));
        return wanted;
    }
    const QByteArray hash = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256);
    const quint32 first = qFromLittleEndian<quint32>(hash.constData()) % ranges;
    for (quint32 i = 0; i < ranges; ++i) {
        const int base = lowest + step * static_cast<int>((first + i) % ranges);
        int free = 0;
        while (free < count && isFree(base + free))
            ++free;
        if (free == count)
            return base;
    }
    return fail(ErrorCode::FileFailed,
                QCoreApplication::translate("Example", "No %1 free ports were found on 127.0.0.1.").arg(count));
}

} // namespace humdrum::example
