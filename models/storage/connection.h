// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "domain/states.h"
#include "domain/time.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace humdrum {

/// Bytes that are not text.
struct Blob {
    QByteArray bytes;
};

// What a value is in SQL. Text is never NULL; an id or key of "none" is NULL or the empty text.
[[nodiscard]] inline QVariant toSql(const QString &text)
{
    return text.isNull() ? QVariant(QLatin1StringView("")) : QVariant(text);
}
[[nodiscard]] inline QVariant toSql(const QByteArray &utf8) { return toSql(QString::fromUtf8(utf8)); }
[[nodiscard]] inline QVariant toSql(const Blob &blob)
{
    return blob.bytes.isNull() ? QVariant(QByteArray("", 0)) : QVariant(blob.bytes);
}
[[nodiscard]] inline QVariant toSql(bool value) { return QVariant(value ? 1 : 0); }
[[nodiscard]] inline QVariant toSql(int value) { return QVariant(value); }
[[nodiscard]] inline QVariant toSql(qint64 value) { return QVariant(value); }
[[nodiscard]] inline QVariant toSql(double value) { return QVariant(value); }
[[nodiscard]] inline QVariant toSql(Timestamp t) { return QVariant(qint64{t.time_since_epoch().count()}); }
[[nodiscard]] inline QVariant toSql(std::optional<int> value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<int>());
}
template <class Tag>
[[nodiscard]] QVariant toSql(Id<Tag> id)
{
    return id.isValid() ? QVariant(id.value) : QVariant(QMetaType::fromType<qint64>());
}
template <class Tag>
[[nodiscard]] QVariant toSql(const Key<Tag> &key)
{
    return toSql(key.value);
}
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] QVariant toSql(E e)
{
    return QVariant(wordOf(e));
}

/// Values for a statement whose parameters are known only while it is put together.
class Bindings {
public:
    template <class T>
    void add(const T &value)
    {
        m_values.push_back(toSql(value));
    }
    [[nodiscard]] const std::vector<QVariant> &values() const { return m_values; }

private:
    std::vector<QVariant> m_values;
};

/// The row a query stands on, by column from 0.
class Row {
public:
    explicit Row(const QSqlQuery &query) : m_query(query) {}

    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray utf8(int column) const { return text(column).toUtf8(); }
    [[nodiscard]] QByteArray blob(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] int number(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    [[nodiscard]] Timestamp time(int column) const { return Timestamp{std::chrono::milliseconds{integer(column)}}; }
    template <class I>
    [[nodiscard]] I id(int column) const
    {
        return I{integer(column)};
    }
    template <class K>
    [[nodiscard]] K key(int column) const
    {
        return K{text(column)};
    }
    /// A state; a word that names none makes the row malformed.
    template <class E>
    [[nodiscard]] E word(int column) const
    {
        const QString w = text(column);
        if (const std::optional<E> e = fromWord<E>(w))
            return *e;
        m_malformed = w;
        return E{};
    }
    /// The word that made this row malformed, or nothing.
    [[nodiscard]] const std::optional<QString> &malformed() const { return m_malformed; }

private:
    const QSqlQuery &m_query;
    mutable std::optional<QString> m_malformed;
};

/// The one connection of a storage thread: opened, used and closed there. Keeps its queries prepared, reads forward only,
/// binds by position, and turns every failure into an Error. A failure while stepping is never taken for the last row.
class Connection {
public:
    enum class Access { ReadWrite, ReadOnly, Immutable };

    /// Opens `file`. SQLite itself waits `busySlice` for a lock before a statement fails with StorageLocked.
    /// `statementSeen` is told each statement that is prepared; may be empty.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(
        const QString &file, Access access, Duration busySlice,
        std::function<void(const QString &)> statementSeen = {});
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Runs a statement that gives no rows and is not worth keeping.
    Result<void> run(const QString &sql);

    /// All rows as `map` reads them. Malformed rows are set aside (see takeMalformed).
    template <class Map, class... Args>
    [[nodiscard]] auto all(const QString &sql, Map map, const Args &...args)
        -> Result<std::vector<std::invoke_result_t<Map, const Row &>>>
    {
        std::vector<std::invoke_result_t<Map, const Row &>> rows;
        Lease lease(*this, sql);
        if (auto ok = lease.exec(args...); !ok)
            return std::unexpected(ok.error());
        while (lease.query().next()) {
            const Row row(lease.query());
            auto value = map(row);
            if (row.malformed())
                setAside(sql, row);
            else
                rows.push_back(std::move(value));
        }
        if (auto ok = lease.finished(); !ok)
            return std::unexpected(ok.error());
        return rows;
    }
    /// The first row, if there is one. A malformed row is StorageCorrupt here.
    template <class Map, class... Args>
    [[nodiscard]] auto one(const QString &sql, Map map, const Args &...args)
        -> Result<std::optional<std::invoke_result_t<Map, const Row &>>>
    {
        Lease lease(*this, sql);
        if (auto ok = lease.exec(args...); !ok)
            return std::unexpected(ok.error());
        if (!lease.query().next()) {
            if (auto ok = lease.finished(); !ok)
                return std::unexpected(ok.error());
            return std::nullopt;
        }
        const Row row(lease.query());
        std::optional value = map(row);
        if (row.malformed())
            return std::unexpected(malformedError(sql, row));
        return value;
    }
    /// Runs a statement that writes; returns how many rows it touched.
    template <class... Args>
    Result<int> update(const QString &sql, const Args &...args)
    {
        if (!m_mayWrite)
            return std::unexpected(readJobError());
        Lease lease(*this, sql);
        if (auto ok = lease.exec(args...); !ok)
            return std::unexpected(ok.error());
        return lease.query().numRowsAffected();
    }
    /// Runs a statement that writes and returns the row it wrote, if any.
    template <class Map, class... Args>
    auto updateReturning(const QString &sql, Map map, const Args &...args)
        -> Result<std::optional<std::invoke_result_t<Map, const Row &>>>
    {
        if (!m_mayWrite)
            return std::unexpected(readJobError());
        return one(sql, map, args...);
    }
    /// Inserts a row; returns its id.
    template <class... Args>
    Result<qint64> insert(const QString &sql, const Args &...args)
    {
        if (!m_mayWrite)
            return std::unexpected(readJobError());
        Lease lease(*this, sql);
        if (auto ok = lease.exec(args...); !ok)
            return std::unexpected(ok.error());
        return lease.query().lastInsertId().toLongLong();
    }

    /// Whether statements that write are let through: only while a write transaction is open.
    void setMayWrite(bool mayWrite) { m_mayWrite = mayWrite; }
    /// The error of the first row that was set aside since the last call; empty when there was none.
    [[nodiscard]] std::vector<Error> takeMalformed() { return std::exchange(m_malformed, {}); }
    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] bool readOnly() const { return m_access != Access::ReadWrite; }

private:
    /// A prepared query taken out of the cache for as long as it is used, so that the same text can be used inside itself.
    class Lease {
    public:
        Lease(Connection &connection, const QString &sql);
        ~Lease();
        Q_DISABLE_COPY_MOVE(Lease)
        template <class... Args>
        Result<void> exec(const Args &...args)
        {
            if (m_query) {
                int position = 0;
                (m_query->bindValue(position++, toSql(args)), ...);
            }
            return run();
        }
        Result<void> exec(const Bindings &bindings)
        {
            int position = 0;
            for (const QVariant &value : bindings.values()) {
                if (m_query)
                    m_query->bindValue(position++, value);
            }
            return run();
        }
        [[nodiscard]] QSqlQuery &query() { return *m_query; }
        [[nodiscard]] Result<void> finished() const;

    private:
        Result<void> run();
        Connection &m_connection;
        const QString &m_sql;
        std::unique_ptr<QSqlQuery> m_query;
        std::optional<Error> m_error;
    };

    Connection() = default;
    [[nodiscard]] Error toError(const QSqlError &error, const QString &sql) const;
    [[nodiscard]] Error refusedByConstraint(int code, const QString &text, const QString &details) const;
    [[nodiscard]] Error readJobError() const;
    [[nodiscard]] Error malformedError(const QString &sql, const Row &row) const;
    void setAside(const QString &sql, const Row &row);

    QString m_name;
    QString m_file;
    Access m_access = Access::ReadWrite;
    QSqlDatabase m_database;
    std::function<void(const QString &)> m_statementSeen;
    std::vector<Error> m_malformed; ///< set aside; at most the first
    bool m_mayWrite = false;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_cache;
};

/// The file, or the folder that SQLite needs beside it, is not for this user to write.
[[nodiscard]] Error notWritable(const QString &file, const QString &details = {});

} // namespace humdrum
