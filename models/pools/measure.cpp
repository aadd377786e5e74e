// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pools/measure.h"

#include "pools/text.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <cerrno>
#include <cstring>
#include <fts.h>
#include <memory>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace humdrum {

namespace {

constexpr qint64 mostEntries = 2'000'000;

std::unexpected<Error> unmeasured(const QString &path, int error)
{
    return fail(ErrorCode::FileFailed,
                PoolText::tr("%1 cannot be measured: %2").arg(path, QString::fromLocal8Bit(std::strerror(error))),
                error == ENOENT ? PoolText::tr("Create it, or correct “path” of the pool.")
                                : PoolText::tr("Look at its permissions and the disk."));
}

std::unexpected<Error> tooMany(const QString &path)
{
    return fail(ErrorCode::FileFailed,
                PoolText::tr("%1 holds more than %2 files").arg(path, QString::number(mostEntries)),
                PoolText::tr("Measure the file system that holds it instead."));
}

struct CloseFts {
    void operator()(FTS *tree) const { fts_close(tree); }
};

struct Walked {
    double bytes = 0;
    qint64 leases = 0;
};

Result<Walked> walk(const QString &path, bool below)
{
    QByteArray name = QFile::encodeName(path);
    struct stat top{};
    if (stat(name.constData(), &top) != 0)
        return unmeasured(path, errno);
    if (!S_ISDIR(top.st_mode))
        return unmeasured(path, ENOTDIR);
    char *roots[] = {name.data(), nullptr};
    // FTS_COMFOLLOW: the path itself may be a link, nothing below it is followed.
    const std::unique_ptr<FTS, CloseFts> tree(
        fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR | FTS_XDEV, nullptr));
    if (!tree)
        return unmeasured(path, errno);
    Walked result;
    QSet<quint64> linked;
    qint64 entries = 0;
    while (true) {
        errno = 0;
        FTSENT *entry = fts_read(tree.get());
        if (!entry)
            break;
        if (++entries > mostEntries)
            return tooMany(path);
        switch (entry->fts_info) {
        case FTS_D:
            if (!below && entry->fts_level > FTS_ROOTLEVEL)
                fts_set(tree.get(), entry, FTS_SKIP);
            break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS:
            if (entry->fts_errno == ENOENT && entry->fts_level > FTS_ROOTLEVEL)
                break; // gone since its folder was read: it uses nothing
            return unmeasured(QFile::decodeName(entry->fts_path), entry->fts_errno);
        case FTS_F: {
            const struct stat &file = *entry->fts_statp;
            if (!S_ISREG(file.st_mode))
                break;
            if (entry->fts_level == 1 && entry->fts_name[0] != '.')
                ++result.leases;
            if (file.st_nlink > 1) {
                if (linked.contains(file.st_ino))
                    break;
                linked.insert(file.st_ino);
            }
            result.bytes +=
                static_cast<double>(file.st_blocks) * 512; // st_blocks counts 512 bytes on every Linux file system
            break;
        }
        default:
            break;
        }
    }
    if (errno != 0)
        return unmeasured(path, errno);
    return result;
}

Result<PoolSample> measureFileSystem(const QString &path, const PoolResource &resource, PoolSample sample)
{
    struct statvfs info{};
    if (statvfs(QFile::encodeName(path).constData(), &info) != 0)
        return unmeasured(path, errno);
    const auto block = static_cast<double>(info.f_frsize);
    const double total = static_cast<double>(info.f_blocks) * block;
    const double available = static_cast<double>(info.f_bavail) * block;
    if (total <= 0)
        return fail(ErrorCode::FileFailed, PoolText::tr("The file system of %1 does not tell its size").arg(path),
                    PoolText::tr("Measure a directory with a capacity instead."));
    sample.capacity = resource.capacity > 0 ? resource.capacity : total;
    sample.used = sample.capacity - std::min(available, sample.capacity);
    return sample;
}

} // namespace

Result<std::vector<PoolSample>> measure(const Pool &pool, const QString &folder, Timestamp now)
{
    std::vector<PoolSample> samples;
    for (const PoolResource &r : pool.resources) {
        const QString path = QDir::cleanPath(QDir(folder).absoluteFilePath(r.path));
        PoolSample sample{pool.key, r.name, 0, r.capacity, now};
        if (r.measure == PoolMeasure::FileSystem) {
            const auto measured = measureFileSystem(path, r, sample);
            if (!measured)
                return std::unexpected(measured.error());
            sample = *measured;
        } else {
            const auto walked = walk(path, r.measure == PoolMeasure::Directory);
            if (!walked)
                return std::unexpected(walked.error());
            sample.used = r.measure == PoolMeasure::Directory ? walked->bytes : static_cast<double>(walked->leases);
        }
        samples.push_back(sample);
    }
    return samples;
}

} // namespace humdrum
