// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"
#include "storage/sqlitestore.h"

namespace humdrum {

/// The product that was parsed last, so that a text is parsed once. Of the storage thread.
struct ProductCache {
    QByteArray digest;
    QString configFile;
    std::optional<Product> product;
};

class SqliteProductRepository final : public ProductRepository {
public:
    SqliteProductRepository(SessionContext &context, const ProductParser &parser, ProductCache &cache)
        : m_context(context)
        , m_parser(parser)
        , m_cache(cache)
    {}
    [[nodiscard]] Result<std::optional<Product>> current() override;
    Result<void> describe(const Product &product, const QByteArray &yaml) override;

private:
    SessionContext &m_context;
    const ProductParser &m_parser;
    ProductCache &m_cache;
};

} // namespace humdrum
