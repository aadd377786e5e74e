// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/sqlitestore.h"

#include "storage/worker.h"

namespace humdrum {

SqliteStore::SqliteStore()
{
    qRegisterMetaType<ChangeSet>();
    qRegisterMetaType<Error>();
}

SqliteStore::~SqliteStore() { m_worker->close(); }

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteOptions &options)
{
    std::unique_ptr<SqliteStore> store = openLater(options);
    if (auto opened = store->opened().result(); !opened)
        return std::unexpected(opened.error());
    return store;
}

std::unique_ptr<SqliteStore> SqliteStore::openLater(const SqliteOptions &options)
{
    std::unique_ptr<SqliteStore> store(new SqliteStore);
    store->m_worker = std::make_unique<Worker>(*store, options);
    store->m_worker->start();
    return store;
}

QFuture<Result<void>> SqliteStore::opened() const { return m_worker->opened(); }

void SqliteStore::enqueue(Task task) { m_worker->enqueue(std::move(task)); }

} // namespace humdrum

#include "moc_sqlitestore.cpp"
