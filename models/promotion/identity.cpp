// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/identity.h"

#include <QFile>
#include <QStringList>

#include <unistd.h>

namespace humdrum {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString bootId() { return QString::fromLatin1(contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed()); }

QString ownSpace()
{
    std::array<char, 64> target{};
    const ssize_t n = ::readlink("/proc/self/ns/pid", target.data(), target.size());
    const QString text = QString::fromLatin1(target.data(), n > 0 ? n : 0); // "pid:[4026531836]"
    const qsizetype from = text.indexOf(u'[') + 1, to = text.indexOf(u']');
    return from > 0 && to > from ? text.sliced(from, to - from) : QString();
}

struct Stat {
    char state = 'X';
    qint64 startTime = 0;
};

std::optional<Stat> statOf(qint64 pid)
{
    const QByteArray text = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    // The name in parentheses may hold anything, also spaces and parentheses; the fields begin after the last one.
    const qsizetype end = text.lastIndexOf(')');
    if (end < 0)
        return std::nullopt;
    const QList<QByteArray> fields = text.mid(end + 2).split(' ');
    constexpr qsizetype startTimeField = 19; // the 22nd of the whole line
    if (fields.size() <= startTimeField || fields[0].isEmpty())
        return std::nullopt;
    return Stat{fields[0][0], fields[startTimeField].toLongLong()};
}

} // namespace

QString ProcessIdentity::toString() const
{
    QStringList parts{bootId, QString::number(pid), QString::number(startTime)};
    if (!space.isEmpty())
        parts.push_back(space);
    return parts.join(u'/');
}

std::optional<ProcessIdentity> ProcessIdentity::fromString(const QString &text)
{
    const QStringList parts = text.split(u'/');
    if (parts.size() < 3 || parts.size() > 4)
        return std::nullopt;
    bool pidOk = false, timeOk = false;
    ProcessIdentity id{parts[0], parts[1].toLongLong(&pidOk), parts[2].toLongLong(&timeOk), parts.value(3)};
    if (!pidOk || !timeOk || id.bootId.isEmpty() || id.pid <= 0)
        return std::nullopt;
    return id;
}

std::optional<ProcessIdentity> ProcessIdentity::ofPid(qint64 pid)
{
    const std::optional<Stat> stat = statOf(pid);
    if (!stat)
        return std::nullopt;
    return ProcessIdentity{humdrum::bootId(), pid, stat->startTime, ownSpace()};
}

ProcessIdentity ProcessIdentity::ofThisProcess()
{
    return ofPid(::getpid()).value_or(ProcessIdentity{humdrum::bootId(), ::getpid(), 0, ownSpace()});
}

Liveness livenessOf(const ProcessIdentity &identity)
{
    if (identity.bootId != bootId())
        return Liveness::Dead; // the machine was started again since
    if (!identity.space.isEmpty() && identity.space != ownSpace())
        return Liveness::Unknown;
    const std::optional<Stat> stat = statOf(identity.pid);
    if (!stat || stat->startTime != identity.startTime || stat->state == 'Z' || stat->state == 'X')
        return Liveness::Dead;
    return Liveness::Alive;
}

} // namespace humdrum
