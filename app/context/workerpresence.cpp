// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/workerpresence.h"

#include <QFile>
#include <QPromise>
#include <QThreadPool>

#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace humdrum {

namespace {

QByteArray fileFor(const QString &databaseFile) { return QFile::encodeName(databaseFile + QStringLiteral(".workers")); }

struct flock wholeFile(short type)
{
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

} // namespace

struct WorkerPresence::Lock {
    std::mutex mutex;
    int fd = -1;
    bool over = false;

    bool take(const QByteArray &file)
    {
        const std::scoped_lock guard(mutex);
        // Closed when a command is started: what a deploy leaves running takes no promotions.
        fd = over ? -1 : ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        struct flock shared = wholeFile(F_RDLCK);
        return fd >= 0 && ::fcntl(fd, F_OFD_SETLK, &shared) == 0;
    }
    void letGo()
    {
        const std::scoped_lock guard(mutex);
        over = true;
        if (fd >= 0)
            ::close(fd);
        fd = -1;
    }
};

WorkerPresence::WorkerPresence(const QString &databaseFile) : m_lock(std::make_shared<Lock>())
{
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    m_announced = promise->future();
    QThreadPool::globalInstance()->start([promise, lock = m_lock, file = fileFor(databaseFile)] {
        promise->addResult(lock->take(file));
        promise->finish();
    });
}

WorkerPresence::~WorkerPresence() { m_lock->letGo(); }

std::optional<bool> WorkerPresence::anyFor(const QString &databaseFile)
{
    const int fd = ::open(fileFor(databaseFile).constData(), O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? std::optional(false) : std::nullopt;
    struct flock asked = wholeFile(F_WRLCK); // only asked for, never taken
    const int told = ::fcntl(fd, F_OFD_GETLK, &asked);
    ::close(fd);
    return told == 0 ? std::optional(asked.l_type != F_UNLCK) : std::nullopt;
}

} // namespace humdrum
