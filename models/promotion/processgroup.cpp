// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/processgroup.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QFile>
#include <QList>
#include <QThread>

#include <cerrno>
#include <csignal>
#include <dirent.h>
#include <unistd.h>

namespace humdrum {

namespace {

struct Member {
    qint64 pid = 0, group = 0, session = 0;
    bool there = false;
};

Member read(qint64 pid)
{
    Member m{.pid = pid};
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return m;
    const QByteArray text = file.readAll();
    const qsizetype end = text.lastIndexOf(')');
    const QList<QByteArray> fields = end < 0 ? QList<QByteArray>() : text.mid(end + 2).split(' ');
    if (fields.size() < 4)
        return m;
    m.group = fields[2].toLongLong();
    m.session = fields[3].toLongLong();
    m.there = fields[0] != "Z" && fields[0] != "X";
    return m;
}

template <class F>
bool forEachMember(qint64 leader, F f)
{
    DIR *folder = ::opendir("/proc");
    if (!folder)
        return false;
    while (const dirent *entry = ::readdir(folder)) {
        const qint64 pid = QByteArrayView(entry->d_name).toLongLong();
        if (pid <= 0)
            continue;
        const Member m = read(pid);
        if (m.there && (m.group == leader || m.session == leader))
            f(m);
    }
    ::closedir(folder);
    return true;
}

} // namespace

std::vector<qint64> membersOf(qint64 leader)
{
    std::vector<qint64> found;
    if (leader <= 1)
        return found;
    if (!forEachMember(leader, [&](const Member &m) { found.push_back(m.pid); })) {
        // Without /proc the kernel still knows whether the group exists.
        if (::kill(static_cast<pid_t>(-leader), 0) == 0 || errno == EPERM)
            found.push_back(leader);
    }
    return found;
}

bool groupLives(const ProcessIdentity &leader)
{
    if (livenessOf(leader) == Liveness::Alive)
        return true;
    const ProcessIdentity here = ProcessIdentity::ofThisProcess();
    if (leader.bootId != here.bootId || leader.space != here.space)
        return false;
    // The kernel gives a number away again only when no group has it; a new process of that number ends the doubt.
    const auto now = ProcessIdentity::ofPid(leader.pid);
    return (!now || now->startTime == leader.startTime) && !membersOf(leader.pid).empty();
}

bool endGroup(const ProcessIdentity &leader, Duration grace)
{
    constexpr std::chrono::milliseconds pause{20}, patience{2000};
    for (const auto &[signal, wait] : {std::pair(SIGTERM, grace), std::pair(SIGKILL, Duration{patience})}) {
        const QDeadlineTimer deadline(wait);
        while (groupLives(leader)) {
            signalMembers(leader.pid, signal);
            if (deadline.hasExpired())
                break;
            QThread::sleep(pause);
        }
    }
    return !groupLives(leader);
}

void signalMembers(qint64 leader, int signal)
{
    if (leader <= 1)
        return;
    ::kill(static_cast<pid_t>(-leader), signal);
    forEachMember(leader, [&](const Member &m) {
        if (m.group != leader)
            ::kill(static_cast<pid_t>(m.pid), signal);
    });
}

} // namespace humdrum
