// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/migrations.h"

#include "storage/database.h"
#include "storage/text.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <unistd.h>

static void initialiseSchemaResource() { Q_INIT_RESOURCE(storage_schema); }

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

std::vector<Migration> readMigrations()
{
    initialiseSchemaResource();
    const QDir folder(u":/humdrum/schema/sqlite"_s);
    std::vector<Migration> list;
    const QStringList names = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("a schema file that is compiled in cannot be read");
        list.push_back({name.left(4).toInt(), name, QString::fromUtf8(file.readAll())});
        if (list.back().version != static_cast<int>(list.size()))
            qFatal("the schema files are not numbered without gaps");
    }
    return list;
}

Result<qint64> pragma(Connection &db, const QString &sql)
{
    auto value = db.one(sql, [](const Row &r) { return r.integer(0); });
    if (!value)
        return std::unexpected(value.error());
    return value->value_or(0);
}

/// Copies what is committed, over a second connection, while the first keeps everybody else from writing.
Result<QString> backUp(const QString &file, int version)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'");
    const QString base = file + u".v" + QString::number(version) + u'-' + stamp;
    QString target = base + u".backup";
    for (int i = 2; QFile::exists(target); ++i)
        target = base + u'-' + QString::number(i) + u".backup";
    auto reader = Connection::open(file, Connection::Access::ReadOnly, busySlice);
    if (!reader)
        return std::unexpected(reader.error());
    if (auto copied = (*reader)->one(u"VACUUM INTO ?"_s, [](const Row &) { return 0; }, target); !copied) {
        QFile::remove(target);
        return std::unexpected(copied.error());
    }
    QFile copy(target);
    if (!copy.open(QIODevice::ReadWrite) || ::fsync(copy.handle()) != 0)
        return fail(
            ErrorCode::StorageFailed,
            Storage::tr("The backup “%1” could not be written to the disk; the database was not changed.").arg(target),
            {}, copy.errorString());
    return target;
}

Result<void> apply(Connection &db, int from)
{
    const auto set = [&db](const QString &name, const QString &value) {
        return db.update(
            u"INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
            name, value);
    };
    for (const Migration &migration : migrations()) {
        if (migration.version <= from)
            continue;
        if (auto ok = db.run(migration.sql); !ok) {
            Error error = ok.error();
            error.details.prepend(migration.name + u": ");
            return std::unexpected(error);
        }
        if (auto ok = db.run(u"PRAGMA user_version = " + QString::number(migration.version)); !ok)
            return ok;
    }
    if (auto ok = db.run(u"PRAGMA application_id = " + QString::number(applicationId)); !ok)
        return ok;
    if (auto ok = set(u"minimum_version"_s, QString::number(minimumCompatibleVersion)); !ok)
        return std::unexpected(ok.error());
    if (auto ok = set(u"written_by"_s, QStringLiteral(HUMDRUM_VERSION)); !ok)
        return std::unexpected(ok.error());
    return {};
}

} // namespace

const std::vector<Migration> &migrations()
{
    static const std::vector<Migration> list = readMigrations();
    return list;
}

int schemaVersion() { return static_cast<int>(migrations().size()); }

Result<StoredVersion> storedVersion(Connection &db)
{
    StoredVersion stored;
    auto tables = pragma(db, u"SELECT count(*) FROM sqlite_schema"_s);
    if (!tables)
        return std::unexpected(tables.error());
    stored.empty = *tables == 0;
    auto id = pragma(db, u"PRAGMA application_id"_s);
    if (!id)
        return std::unexpected(id.error());
    stored.applicationId = *id;
    auto version = pragma(db, u"PRAGMA user_version"_s);
    if (!version)
        return std::unexpected(version.error());
    stored.version = static_cast<int>(*version);
    if (stored.empty || stored.applicationId != applicationId)
        return stored;
    const auto value = [&db](const QString &name) {
        return db.one(u"SELECT value FROM meta WHERE name = ?"_s, [](const Row &r) { return r.text(0); }, name);
    };
    auto minimum = value(u"minimum_version"_s);
    auto writtenBy = value(u"written_by"_s);
    if (!minimum || !writtenBy)
        return std::unexpected(!minimum ? minimum.error() : writtenBy.error());
    stored.minimumVersion = minimum->value_or(QString()).toInt();
    stored.writtenBy = writtenBy->value_or(QString());
    return stored;
}

Result<void> migrate(Connection &db, const StoredVersion &stored, const Patience &patience)
{
    if (stored.version >= schemaVersion())
        return {};
    Transaction transaction(db);
    if (auto begun = transaction.begin(Transaction::Mode::Write, patience); !begun)
        return begun;
    // Another process may have done it while this one waited.
    auto now = storedVersion(db);
    if (!now)
        return std::unexpected(now.error());
    if (now->version >= schemaVersion())
        return {};
    if (!now->empty) {
        if (auto copy = backUp(db.file(), now->version); !copy)
            return std::unexpected(copy.error());
    }
    if (auto ok = apply(db, now->version); !ok)
        return ok;
    return transaction.commit();
}

} // namespace humdrum
