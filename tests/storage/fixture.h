// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sqlitestore.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

namespace humdrum::test {

using namespace Qt::StringLiterals;

/// A moment of 2026-11-24, `minutes` after 10:00 UTC.
inline Timestamp at(int minutes)
{
    return toTimestamp(QDateTime(QDate(2026, 11, 24), QTime(10, 0), QTimeZone::UTC)) + std::chrono::minutes{minutes};
}

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("unexpected error: %s / %s", qUtf8Printable(result.error().toString()),
               qUtf8Printable(result.error().details));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// The code of a refusal; fails the test program when it was none.
template <class T>
Error refusal(const Result<T> &result)
{
    if (result)
        qFatal("expected a refusal");
    return result.error();
}

/// Reads "key\nservices, …\nenvironments, …": enough of a product for the storage.
inline Result<Product> parseTestProduct(const QByteArray &text, const QString &file)
{
    const QStringList lines = QString::fromUtf8(text).split(u'\n');
    if (lines.size() < 3)
        return fail(ErrorCode::ConfigInvalid, u"three lines are needed"_s);
    Product p;
    p.key = lines[0];
    p.configFile = file;
    for (const QString &key : lines[1].split(u", "_s, Qt::SkipEmptyParts)) {
        Service s;
        s.key = {key};
        p.services.push_back(s);
    }
    for (const QString &key : lines[2].split(u", "_s, Qt::SkipEmptyParts)) {
        Environment e;
        e.key = {key};
        p.environments.push_back(e);
    }
    if (lines.size() > 3) { // "stage=service, …"
        for (const QString &pair : lines[3].split(u", "_s, Qt::SkipEmptyParts)) {
            Stage s;
            s.key = {pair.section(u'=', 0, 0)};
            s.service = {pair.section(u'=', 1)};
            p.stages.push_back(s);
        }
    }
    return p;
}

/// SQL straight to the file, past the store.
class RawConnection {
public:
    explicit RawConnection(const QString &file)
    {
        static std::atomic<int> count{0};
        m_name = u"raw-"_s + QString::number(++count);
        m_db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        m_db.setDatabaseName(file);
        if (!m_db.open())
            qFatal("cannot open the raw connection");
    }
    ~RawConnection()
    {
        m_db.close();
        m_db = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Q_DISABLE_COPY_MOVE(RawConnection)

    bool tryRun(const QString &sql)
    {
        QSqlQuery query(m_db);
        const bool ok = query.exec(sql);
        m_error = query.lastError().text();
        return ok;
    }
    void run(const QString &sql)
    {
        if (!tryRun(sql))
            qFatal("%s: %s", qUtf8Printable(sql), qUtf8Printable(m_error));
    }
    QVariant value(const QString &sql)
    {
        QSqlQuery query(m_db);
        if (!query.exec(sql) || !query.next())
            qFatal("%s: %s", qUtf8Printable(sql), qUtf8Printable(query.lastError().text()));
        return query.value(0);
    }
    /// One column of all rows; a statement with parameters gets NULL for each.
    QStringList column(const QString &sql, int column = 0)
    {
        QSqlQuery query(m_db);
        query.prepare(sql);
        for (qsizetype i = 0; i < sql.count(u'?'); ++i)
            query.addBindValue(QVariant(QMetaType::fromType<qint64>()));
        if (!query.exec())
            qFatal("%s: %s", qUtf8Printable(sql), qUtf8Printable(query.lastError().text()));
        QStringList values;
        while (query.next())
            values << query.value(column).toString();
        return values;
    }
    [[nodiscard]] QString error() const { return m_error; }

private:
    QString m_name;
    QSqlDatabase m_db;
    QString m_error;
};

/// A store in a folder of its own, with a clock that stands.
struct Fixture {
    QTemporaryDir folder;
    FixedClock clock{at(0)};
    SqliteOptions options;
    std::unique_ptr<SqliteStore> store;
    Intent intent{{u"nr"_s, u"test"_s, u"here"_s}, u"because"_s};

    explicit Fixture(bool openNow = true)
    {
        options.file = folder.filePath(u"humdrum.db"_s);
        options.clock = &clock;
        options.parser = parseTestProduct;
        options.patience = std::chrono::seconds{20};
        if (openNow)
            open();
    }
    void open() { store = must(SqliteStore::open(options)); }
    void close() { store.reset(); }
    void reopen()
    {
        close();
        open();
    }
    template <class Job>
    auto read(Job job)
    {
        return store->read(std::move(job)).takeResult();
    }
    template <class Job>
    auto write(Job job)
    {
        return store->write(intent, std::move(job)).takeResult();
    }
    AuditLog::Verdict verify()
    {
        return must(read([](Session &s) { return s.audit().verify(); }));
    }
    AuditEvent lastEvent()
    {
        return must(read([](Session &s) { return s.audit().list(1, {}); })).at(0);
    }

    // The least that other records refer to.
    BuildId addBuild(const QString &service, const QString &version)
    {
        return must(write([=](Session &s) {
            return s.builds().add(
                {{}, {service}, version, u"c0ffee"_s + version, u"sha256:"_s + service + version, at(-60)});
        }));
    }
    Release addRelease(const QString &version, BuildId build, const QString &service)
    {
        return must(write([=](Session &s) -> Result<Release> {
            auto manifest =
                s.releases().addManifest({{}, {{ServiceKey{service}, build}}, u"digest-"_s + version, at(-30)});
            if (!manifest)
                return std::unexpected(manifest.error());
            Release r;
            r.version = version;
            r.manifest = *manifest;
            r.createdAt = at(-20);
            return s.releases().create(r);
        }));
    }
    Result<Promotion> queue(const QString &service, const QString &environment, BuildId build,
                            PromotionGroupId group = {}, int position = 0)
    {
        return write([=](Session &s) {
            Promotion p;
            p.group = group;
            p.position = position;
            p.request.service = {service};
            p.request.environment = {environment};
            p.request.build = build;
            return s.promotions().queue(p);
        });
    }
};

} // namespace humdrum::test
