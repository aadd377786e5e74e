// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/productrepository.h"

#include "storage/text.h"

#include <QCryptographicHash>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

struct Revision {
    qint64 id = 0;
    QByteArray digest;
    QString configFile;
    QString folder;
};

Result<std::optional<Revision>> lastRevision(Connection &db)
{
    return db.one(u"SELECT id, digest, config_file, folder FROM product_revision ORDER BY id DESC LIMIT 1"_s,
                  [](const Row &r) { return Revision{r.integer(0), r.utf8(1), r.text(2), r.text(3)}; });
}

Result<void> refuseDropping(Connection &db, const Product &product)
{
    struct Pair {
        ServiceKey service;
        EnvironmentKey environment;
    };
    auto unfinished = db.all(
        u"SELECT service, environment FROM promotion WHERE state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating') ORDER BY queued_at, id"_s,
        [](const Row &r) { return Pair{r.key<ServiceKey>(0), r.key<EnvironmentKey>(1)}; });
    if (!unfinished)
        return std::unexpected(unfinished.error());
    for (const Pair &pair : *unfinished) {
        if (product.service(pair.service) && product.environment(pair.environment))
            continue;
        const QString gone = product.service(pair.service)
            ? Storage::tr("the environment “%1”").arg(pair.environment.value)
            : Storage::tr("the service “%1”").arg(pair.service.value);
        return fail(ErrorCode::RuleRefused,
                    Storage::tr("The description no longer has %1, but %2 is on its way to %3.")
                        .arg(gone, pair.service.value, pair.environment.value),
                    Storage::tr("Let the promotion finish or abort it first. The old description is still in force."));
    }
    return {};
}

} // namespace

Result<std::optional<Product>> SqliteProductRepository::current()
{
    auto last = lastRevision(m_context.db);
    if (!last)
        return std::unexpected(last.error());
    if (!*last)
        return std::nullopt;
    const Revision &revision = **last;
    if (m_cache.product && m_cache.digest == revision.digest && m_cache.configFile == revision.configFile)
        return m_cache.product;
    if (!m_parser)
        return fail(ErrorCode::Internal, Storage::tr("The store was opened without a reader for humdrum.yaml."));
    auto yaml = m_context.db.one(
        u"SELECT yaml FROM product_revision WHERE id = ?"_s, [](const Row &r) { return r.blob(0); }, revision.id);
    if (!yaml)
        return std::unexpected(yaml.error());
    auto product = m_parser(yaml->value_or(QByteArray()), revision.configFile);
    if (!product)
        return std::unexpected(product.error());
    product->digest = revision.digest;
    product->configFile = revision.configFile;
    product->folder = revision.folder;
    m_cache = {revision.digest, revision.configFile, *product};
    return std::move(*product);
}

Result<void> SqliteProductRepository::describe(const Product &product, const QByteArray &yaml)
{
    const QByteArray digest = QCryptographicHash::hash(yaml, QCryptographicHash::Sha256).toHex();
    auto last = lastRevision(m_context.db);
    if (!last)
        return std::unexpected(last.error());
    // The same text read from another place is another product: relative paths mean something else.
    if (*last && (*last)->digest == digest && (*last)->configFile == product.configFile &&
        (*last)->folder == product.folder)
        return {};
    if (auto ok = refuseDropping(m_context.db, product); !ok)
        return ok;
    auto id = m_context.db.insert(
        u"INSERT INTO product_revision (at, product, digest, config_file, folder, yaml) VALUES (?, ?, ?, ?, ?, ?)"_s,
        m_context.now, product.key, digest, product.configFile, product.folder, Blob{yaml});
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Product, *id);
    const auto json = [&product](qint64 revision, const QByteArray &hash, const QString &file) {
        return QJsonObject{{u"revision"_s, revision},
                           {u"product"_s, product.key},
                           {u"digest"_s, QString::fromLatin1(hash)},
                           {u"file"_s, file}};
    };
    return m_context.record(u"product.described"_s, subjectOf("product"_L1, *id),
                            *last ? json((*last)->id, (*last)->digest, (*last)->configFile) : QJsonObject(),
                            json(*id, digest, product.configFile));
}

} // namespace humdrum
