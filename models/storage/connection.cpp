// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/connection.h"

#include "storage/text.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSqlError>
#include <QUrl>

#include <atomic>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcStorage, "humdrum.storage")

// Result codes of SQLite, https://www.sqlite.org/rescode.html
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26,
    ConstraintCheck = 275,
    ConstraintForeignKey = 787,
    ConstraintPrimaryKey = 1555,
    ConstraintTrigger = 1811,
    ConstraintUnique = 2067,
    ConstraintRowId = 2579,
    IoErrorSharedMemorySize = 4874,
};

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const QString &file, Access access, Duration busySlice,
                                                     std::function<void(const QString &)> statementSeen)
{
    static std::atomic<int> count{0};
    std::unique_ptr<Connection> connection(new Connection);
    connection->m_name = u"humdrum-storage-" + QString::number(++count);
    connection->m_file = file;
    connection->m_access = access;
    connection->m_statementSeen = std::move(statementSeen);
    connection->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection->m_name);
    QString options = u"QSQLITE_BUSY_TIMEOUT=" + QString::number(busySlice.count());
    if (access != Access::ReadWrite)
        options += u";QSQLITE_OPEN_READONLY";
    if (access == Access::Immutable) {
        QUrl url = QUrl::fromLocalFile(file);
        url.setQuery(u"immutable=1"_s);
        options += u";QSQLITE_OPEN_URI";
        connection->m_database.setDatabaseName(QString::fromLatin1(url.toEncoded()));
    } else {
        connection->m_database.setDatabaseName(file);
    }
    connection->m_database.setConnectOptions(options);
    if (!connection->m_database.open())
        return std::unexpected(connection->toError(connection->m_database.lastError(), {}));
    return connection;
}

Connection::~Connection()
{
    m_cache.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::run(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return std::unexpected(toError(query.lastError(), sql));
    return {};
}

Error Connection::readJobError() const
{
    return Error{
        ErrorCode::Internal, Storage::tr("A job that only reads tried to write; nothing was changed."), {}, {}, {}};
}

Error Connection::malformedError(const QString &sql, const Row &row) const
{
    return Error{
        ErrorCode::StorageCorrupt,
        Storage::tr("A row in “%1” has the state “%2”, which this program does not know.")
            .arg(m_file, row.malformed().value_or(QString())),
        Storage::tr("The other rows are intact. Keep a copy of the file and check it with “humdrumctl audit verify”."),
        sql,
        {}};
}

void Connection::setAside(const QString &sql, const Row &row)
{
    Error error = malformedError(sql, row);
    qCWarning(lcStorage).noquote() << error.toString() << sql;
    if (m_malformed.empty())
        m_malformed.push_back(std::move(error));
}

Error Connection::refusedByConstraint(int code, const QString &text, const QString &details) const
{
    switch (code) {
    case ConstraintTrigger:
        return {ErrorCode::RuleRefused,
                Storage::tr("Refused by a rule that always holds: %1.").arg(text),
                Storage::tr("Nothing was changed."),
                details,
                {}};
    case ConstraintUnique:
    case ConstraintPrimaryKey:
    case ConstraintRowId:
        return {ErrorCode::AlreadyExists,
                Storage::tr("There is one already: %1.").arg(text),
                Storage::tr("Nothing was changed."),
                details,
                {}};
    case ConstraintForeignKey:
        return {ErrorCode::InvalidInput,
                Storage::tr("It refers to something that is not stored."),
                Storage::tr("Nothing was changed."),
                details,
                {}};
    default:
        return {ErrorCode::InvalidInput,
                Storage::tr("A value is not allowed: %1.").arg(text),
                Storage::tr("Nothing was changed."),
                details,
                {}};
    }
}

Error notWritable(const QString &file, const QString &details)
{
    return {ErrorCode::StorageReadOnly,
            Storage::tr("“%1” or its folder may not be written to; nothing was changed.").arg(file),
            Storage::tr("Make the file and its folder writable. Until then “humdrumctl status” and its other commands "
                        "that only read show what is stored."),
            details,
            {}};
}

Error Connection::toError(const QSqlError &error, const QString &sql) const
{
    const int code = error.nativeErrorCode().toInt();
    const QString text = error.databaseText();
    const QString details = sql.isEmpty() ? text : QString(text + u"\n" + sql);
    const auto make = [&](ErrorCode kind, const QString &message, const QString &hint) {
        return Error{kind, message.arg(m_file), hint, details, {}};
    };
    const auto fullError = [&] {
        return make(
            ErrorCode::StorageFull,
            Storage::tr(
                "There is no room left to write “%1”. The last change was not stored, everything before it is intact."),
            Storage::tr("Free some space on that disk and try again."));
    };
    switch (code & 0xff) {
    case Busy:
    case Locked:
        return make(ErrorCode::StorageLocked, Storage::tr("“%1” is in use by another program. Nothing was changed."),
                    Storage::tr("Wait until the other program is done, or close it, and try again."));
    case ReadOnly:
        return notWritable(m_file, details);
    case Full:
        return fullError();
    case IoError:
        if (code == IoErrorSharedMemorySize)
            return fullError();
        return make(
            ErrorCode::StorageFailed,
            Storage::tr("The disk failed while “%1” was being read or written. What was committed before is intact."),
            Storage::tr("Check the disk, then start again."));
    case Corrupt:
        return make(ErrorCode::StorageCorrupt, Storage::tr("“%1” is damaged. Nothing was overwritten."),
                    Storage::tr("Keep a copy of the file, then put a backup in its place: one of yours, or of the "
                                "*.backup files that updates leave beside it."));
    case NotADatabase:
        return make(ErrorCode::StorageCorrupt,
                    Storage::tr("“%1” is not a database, or is damaged. Nothing was overwritten."),
                    Storage::tr("Choose another file, or put a backup in its place: one of yours, or of the *.backup "
                                "files that updates leave beside it."));
    case CannotOpen: {
        const QFileInfo info(m_file);
        if (info.exists() && (!info.isWritable() || !QFileInfo(info.absolutePath()).isWritable()))
            return notWritable(m_file, details);
        return make(ErrorCode::StorageFailed, Storage::tr("“%1” cannot be opened."),
                    Storage::tr("Check that the folder exists and may be read."));
    }
    case Constraint:
        return refusedByConstraint(code, text, details);
    default:
        return make(
            ErrorCode::StorageFailed,
            Storage::tr("Storing in “%1” failed. Nothing of this change was stored, everything before it is intact."),
            {});
    }
}

Connection::Lease::Lease(Connection &connection, const QString &sql) : m_connection(connection), m_sql(sql)
{
    if (const auto found = connection.m_cache.find(sql); found != connection.m_cache.end() && found->second) {
        m_query = std::move(found->second);
        return;
    }
    if (connection.m_statementSeen)
        connection.m_statementSeen(sql);
    m_query = std::make_unique<QSqlQuery>(connection.m_database);
    m_query->setForwardOnly(true);
    if (!m_query->prepare(sql)) {
        m_error = connection.toError(m_query->lastError(), sql);
        m_query.reset();
    }
}

Connection::Lease::~Lease()
{
    if (!m_query)
        return;
    m_query->finish();
    m_connection.m_cache[m_sql] = std::move(m_query);
}

Result<void> Connection::Lease::run()
{
    if (m_error)
        return std::unexpected(*m_error);
    if (!m_query->exec())
        return std::unexpected(m_connection.toError(m_query->lastError(), m_sql));
    return {};
}

Result<void> Connection::Lease::finished() const
{
    if (m_query->lastError().isValid())
        return std::unexpected(m_connection.toError(m_query->lastError(), m_sql));
    return {};
}

} // namespace humdrum
