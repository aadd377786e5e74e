// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "config/productfile.h"
#include "storage/sqlitestore.h"

#include <QTemporaryDir>
#include <QtTest>

namespace humdrum::test {

inline Timestamp at(const QString &iso) { return toTimestamp(QDateTime::fromString(iso, Qt::ISODate)); }

inline const Intent &intent()
{
    static const Intent i{Actor{QStringLiteral("nr"), QStringLiteral("humdrum"), QStringLiteral("test")},
                          QStringLiteral("test")};
    return i;
}

/// A SQLite store in a folder of its own, with the product of resources/examples/humdrum.yaml where asked for.
class StoredProduct {
public:
    explicit StoredProduct(Timestamp now) : m_clock(now)
    {
        SqliteOptions options;
        options.file = m_folder.filePath(QStringLiteral("humdrum.db"));
        options.clock = &m_clock;
        options.parser = [](const QByteArray &yaml, const QString &file) { return parseProduct(yaml, file); };
        auto opened = SqliteStore::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toString()));
        m_store = std::move(*opened);
    }
    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }

    /// Runs `job` as a write and waits for it without blocking the event loop.
    template <class Job>
    auto write(Job job)
    {
        auto result = m_store->write(intent(), std::move(job)).result();
        if (!result)
            qFatal("%s", qPrintable(result.error().toString()));
        return *result;
    }
    template <class Job>
    void change(Job job)
    {
        const Result<void> result = m_store->write(intent(), std::move(job)).result();
        if (!result)
            qFatal("%s", qPrintable(result.error().toString()));
    }

    void describe()
    {
        QFile file(QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/examples/humdrum.yaml"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no example");
        const QByteArray yaml = file.readAll();
        const Result<Product> product = parseProduct(yaml, file.fileName());
        if (!product)
            qFatal("%s", qPrintable(product.error().toString()));
        change([&product, &yaml](Session &s) { return s.products().describe(*product, yaml); });
    }

    /// A change of billing and one of ledger with builds, one release of them on the next train; with a chore before the first.
    ReleaseId plan(bool withChore = false)
    {
        return write([withChore](Session &s) -> Result<ReleaseId> {
            const ServiceKey billing{QStringLiteral("billing")}, ledger{QStringLiteral("ledger")};
            std::vector<Change> changes;
            const auto add = [&changes](const ServiceKey &service, QChar digit, const QString &type,
                                        const QString &summary) {
                Change c;
                c.service = service;
                c.commit = QString(40, digit);
                c.ordinal = static_cast<qint64>(changes.size());
                c.type = type;
                c.summary = summary;
                c.authorName = QStringLiteral("Nora Reuter");
                c.committedAt = c.authoredAt = at(QStringLiteral("2026-11-18T10:00:00Z"));
                changes.push_back(c);
            };
            if (withChore)
                add(billing, u'c', QStringLiteral("chore"), QStringLiteral("bump linter"));
            add(billing, u'a', QStringLiteral("feat"), QStringLiteral("retry on bank timeout"));
            if (withChore)
                changes.back().parents = {changes.front().commit};
            if (auto r = s.changes().import(billing, changes); !r)
                return std::unexpected(r.error());
            changes.clear();
            add(ledger, u'b', QStringLiteral("fix"), QStringLiteral("round monthly totals"));
            if (auto r = s.changes().import(ledger, changes); !r)
                return std::unexpected(r.error());
            Manifest manifest;
            manifest.createdAt = at(QStringLiteral("2026-11-20T10:00:00Z"));
            manifest.digest = QStringLiteral("d1");
            for (const auto &[service, digit, version] : {std::tuple(billing, u'a', QStringLiteral("4.18.2")),
                                                          std::tuple(ledger, u'b', QStringLiteral("1.9.7"))}) {
                Build b;
                b.service = service;
                b.version = version;
                b.commit = QString(40, digit);
                b.digest = QStringLiteral("git-tree:") + QString(40, digit);
                b.builtAt = at(QStringLiteral("2026-11-19T10:00:00Z"));
                const Result<BuildId> id = s.builds().add(b);
                if (!id)
                    return std::unexpected(id.error());
                manifest.builds[service] = *id;
            }
            const Result<ManifestId> manifestId = s.releases().addManifest(manifest);
            if (!manifestId)
                return std::unexpected(manifestId.error());
            Train train;
            train.version = QStringLiteral("2026.48");
            train.isoYear = 2026;
            train.isoWeek = 48;
            train.departure = at(QStringLiteral("2026-11-24T09:00:00Z"));
            train.cutoff = at(QStringLiteral("2026-11-20T16:00:00Z"));
            train.deployer = PersonKey{QStringLiteral("nr")};
            train.backup = PersonKey{QStringLiteral("ik")};
            if (auto r = s.trains().plan(std::span(&train, 1)); !r)
                return std::unexpected(r.error());
            auto planned = s.trains().byVersion(train.version);
            if (!planned)
                return std::unexpected(planned.error());
            Release release;
            release.version = train.version;
            release.manifest = *manifestId;
            release.train = (*planned)->id;
            release.createdAt = at(QStringLiteral("2026-11-20T17:00:00Z"));
            const Result<Release> created = s.releases().create(release);
            if (!created)
                return std::unexpected(created.error());
            Train aboard = **planned;
            aboard.release = created->id;
            if (auto r = s.trains().change(aboard, QStringLiteral("aboard")); !r)
                return std::unexpected(r.error());
            return created->id;
        });
    }

private:
    QTemporaryDir m_folder;
    FixedClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
};

} // namespace humdrum::test
