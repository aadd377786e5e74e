// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/ownedfile.h"

#include "secrets/secretvalue.h"
#include "secrets/text.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace humdrum {

namespace {

constexpr qint64 largest = 4 * 1024 * 1024;

std::unexpected<Error> refuse(const QString &message, const QString &hint = {})
{
    return fail(ErrorCode::FileFailed, message, hint);
}

std::unexpected<Error> unreadable(const QString &path, int error)
{
    return refuse(SecretText::tr("%1 cannot be read: %2.").arg(path, QString::fromLocal8Bit(std::strerror(error))));
}

Result<void> judge(const QString &path, const struct stat &file)
{
    if (!S_ISREG(file.st_mode))
        return refuse(SecretText::tr("%1 is no plain file.").arg(path));
    if (file.st_uid != ::geteuid())
        return refuse(SecretText::tr("%1 belongs to another account, so what it says is not believed.").arg(path),
                      SecretText::tr("Look what it says, and write one of your own in its place."));
    if ((file.st_mode & 077) != 0)
        return refuse(SecretText::tr("%1 may be read or written by others than its owner.").arg(path),
                      SecretText::tr("Run chmod 600 %1, and change the secrets that others may have read.").arg(path));
    if (file.st_size > largest)
        return refuse(SecretText::tr("%1 is larger than 4 MiB.").arg(path));
    return {};
}

} // namespace

Result<std::optional<QByteArray>> readOwned(const QString &path)
{
    // What is judged is what is read: the file is not looked for twice.
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    if (fd < 0 && errno == ELOOP)
        return refuse(SecretText::tr("%1 is a link, which may lead to anybody's file.").arg(path),
                      SecretText::tr("Put the file itself there."));
    if (fd < 0)
        return unreadable(path, errno);
    struct stat file = {};
    const int known = ::fstat(fd, &file) == 0 ? 0 : errno;
    const Result<void> mine = known == 0 ? judge(path, file) : unreadable(path, known);
    if (!mine) {
        ::close(fd);
        return std::unexpected(mine.error());
    }
    QByteArray content(file.st_size, Qt::Uninitialized);
    qsizetype size = 0;
    ssize_t count = 1;
    while (size < content.size() && count != 0) {
        count = ::read(fd, content.data() + size, static_cast<size_t>(content.size() - size));
        if (count < 0 && errno != EINTR)
            break;
        size += std::max<ssize_t>(count, 0);
    }
    const int error = errno;
    ::close(fd);
    if (count < 0)
        return unreadable(path, error);
    content.truncate(size);
    return content;
}

Result<void> writeOwned(const QString &path, const QByteArray &content)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir(folder).exists() &&
        (!QDir().mkpath(folder) ||
         !QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)))
        return refuse(SecretText::tr("The folder %1 could not be made.").arg(folder));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(content) != content.size() || !file.commit())
        return refuse(SecretText::tr("%1 could not be written: %2.").arg(path, file.errorString()));
    return {};
}

} // namespace humdrum
