// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database.h"

#include "storage/migrations.h"
#include "storage/sqlitestore.h"
#include "storage/text.h"
#include "storage/transaction.h"

#include <QDir>
#include <QFileInfo>

#include <thread>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Whether there is, or may be made, a file to open; makes the folder.
Result<void> preparePlace(const SqliteOptions &options)
{
    const QFileInfo file(options.file);
    if (file.isDir())
        return fail(ErrorCode::InvalidInput, Storage::tr("“%1” is a folder, not a database.").arg(options.file));
    if (file.exists()) {
        if (!file.isReadable())
            return fail(ErrorCode::StorageFailed, Storage::tr("“%1” may not be read.").arg(options.file),
                        Storage::tr("Ask its owner for the right to read it."));
        if (!options.readOnly && (!file.isWritable() || !QFileInfo(file.absolutePath()).isWritable()))
            return std::unexpected(notWritable(options.file));
        return {};
    }
    if (!options.create || options.readOnly)
        return fail(ErrorCode::NotFound, Storage::tr("There is no database “%1”.").arg(options.file),
                    Storage::tr("Make one with “humdrumctl init”, or choose another with “--db”."));
    QFileInfo folder(file.absolutePath());
    const QString wanted = folder.filePath();
    while (!folder.exists() && !folder.isRoot())
        folder.setFile(folder.absolutePath());
    if (!folder.isWritable())
        return std::unexpected(notWritable(options.file));
    if (!QDir().mkpath(wanted))
        return fail(ErrorCode::StorageFailed, Storage::tr("The folder “%1” cannot be made.").arg(wanted));
    return {};
}

Result<std::unique_ptr<Connection>> connect(const SqliteOptions &options, const Patience &patience)
{
    const auto access = options.readOnly ? Connection::Access::ReadOnly : Connection::Access::ReadWrite;
    auto db = Connection::open(options.file, access, busySlice, options.statementSeen);
    if (!options.readOnly)
        return db;
    // Reading in WAL mode needs two files beside the database. Where they are not there and cannot be made, nobody is
    // writing either, and the file may be read as one that does not change.
    Error error;
    if (db) {
        Transaction probe(**db);
        auto begun = probe.begin(Transaction::Mode::Read, patience);
        if (begun)
            return db;
        error = begun.error();
    } else {
        error = db.error();
    }
    const bool unattended = QFileInfo(options.file + u"-wal").size() == 0;
    const bool refused = error.code == ErrorCode::StorageReadOnly || error.code == ErrorCode::StorageFailed;
    if (!unattended || !refused)
        return std::unexpected(error);
    db = {};
    return Connection::open(options.file, Connection::Access::Immutable, busySlice, options.statementSeen);
}

Result<void> refuseForeign(const SqliteOptions &options, const StoredVersion &stored)
{
    if (!stored.empty && stored.applicationId != applicationId)
        return fail(ErrorCode::StorageCorrupt,
                    Storage::tr("“%1” is a database of another program. Nothing was changed.").arg(options.file),
                    Storage::tr("Choose another file."));
    if (stored.version > schemaVersion() && (stored.minimumVersion == 0 || stored.minimumVersion > schemaVersion())) {
        const QString writer = stored.writtenBy.isEmpty() ? Storage::tr("a newer Humdrum")
                                                          : Storage::tr("Humdrum %1").arg(stored.writtenBy);
        return fail(
            ErrorCode::StorageTooNew,
            Storage::tr("“%1” was written by %2 (schema %3); this is Humdrum %4 (schema %5). Nothing was changed.")
                .arg(options.file, writer, QString::number(stored.version), QStringLiteral(HUMDRUM_VERSION),
                     QString::number(schemaVersion())),
            Storage::tr("Update Humdrum, or open the *.backup file beside it, of before the update."));
    }
    if (options.readOnly && stored.version < schemaVersion())
        return fail(
            ErrorCode::StorageReadOnly,
            Storage::tr("“%1” is of an older version (schema %2) and cannot be brought up to date without writing.")
                .arg(options.file)
                .arg(stored.version),
            Storage::tr("Open it once for writing."));
    return {};
}

Result<void> quickCheck(Connection &db)
{
    auto lines = db.all(u"PRAGMA quick_check(20)"_s, [](const Row &r) { return r.text(0); });
    if (!lines)
        return std::unexpected(lines.error());
    if (lines->size() == 1 && lines->front() == u"ok")
        return {};
    QStringList details;
    for (const QString &line : *lines)
        details << line;
    return fail(ErrorCode::StorageCorrupt, Storage::tr("“%1” is damaged. Nothing was overwritten.").arg(db.file()),
                Storage::tr("Keep a copy of the file, then put a backup in its place: one of yours, or of the *.backup "
                            "files that updates leave beside it."),
                details.join(u'\n'));
}

/// The stored version, waiting while another program has the file to itself.
Result<StoredVersion> waitForVersion(Connection &db, const Patience &patience)
{
    Transaction reading(db);
    if (auto begun = reading.begin(Transaction::Mode::Read, patience); !begun)
        return std::unexpected(begun.error());
    return storedVersion(db);
}

/// Setting the mode needs the file alone for a moment, and SQLite does not wait for that by itself.
Result<void> useWriteAheadLog(Connection &db, const Patience &patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience.time;
    while (true) {
        auto mode = db.one(u"PRAGMA journal_mode = WAL"_s, [](const Row &r) { return r.text(0); });
        if (mode && mode->value_or(QString()) == u"wal")
            return {};
        if (mode)
            return fail(ErrorCode::StorageFailed,
                        Storage::tr("“%1” is on a file system where databases cannot be shared.").arg(db.file()),
                        Storage::tr("Put it on a local disk."));
        if (mode.error().code != ErrorCode::StorageLocked || std::chrono::steady_clock::now() >= deadline)
            return std::unexpected(mode.error());
        if (patience.stop && patience.stop())
            return std::unexpected(closingError());
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

Result<void> limitSize(Connection &db, qint64 bytes)
{
    auto pageSize = db.one(u"PRAGMA page_size"_s, [](const Row &r) { return r.integer(0); });
    if (!pageSize || !*pageSize)
        return std::unexpected(pageSize ? Error{} : pageSize.error());
    auto set = db.one(u"PRAGMA max_page_count = " + QString::number(std::max<qint64>(1, bytes / **pageSize)),
                      [](const Row &) { return 0; });
    if (!set)
        return std::unexpected(set.error());
    return {};
}

} // namespace

Result<std::unique_ptr<Connection>> openDatabase(const SqliteOptions &options, const std::function<bool()> &stop)
{
    const Patience patience{options.patience, stop};
    if (auto ok = preparePlace(options); !ok)
        return std::unexpected(ok.error());
    auto db = connect(options, patience);
    if (!db)
        return db;
    auto stored = waitForVersion(**db, patience);
    if (!stored)
        return std::unexpected(stored.error());
    if (auto ok = refuseForeign(options, *stored); !ok)
        return std::unexpected(ok.error());
    if (options.checkIntegrity) {
        if (auto ok = quickCheck(**db); !ok)
            return std::unexpected(ok.error());
    }
    if (!options.readOnly) {
        if (auto ok = useWriteAheadLog(**db, patience); !ok)
            return std::unexpected(ok.error());
        if (auto ok = (*db)->run(u"PRAGMA synchronous = FULL"_s); !ok)
            return std::unexpected(ok.error());
        if (options.sizeLimit > 0) {
            if (auto ok = limitSize(**db, options.sizeLimit); !ok)
                return std::unexpected(ok.error());
        }
        if (auto ok = migrate(**db, *stored, patience); !ok)
            return std::unexpected(ok.error());
    }
    if (auto ok = (*db)->run(u"PRAGMA foreign_keys = ON"_s); !ok)
        return std::unexpected(ok.error());
    return db;
}

} // namespace humdrum
