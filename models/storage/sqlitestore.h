// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"
#include "domain/time.h"
#include "ports/store.h"

#include <functional>
#include <memory>

namespace humdrum {

/// Reads the text of a humdrum.yaml that is, or was, at `file`; what models/config offers.
using ProductParser = std::function<Result<Product>(const QByteArray &yaml, const QString &file)>;

struct SqliteOptions {
    QString file;                 ///< of the database
    const Clock *clock = nullptr; ///< must outlive the store; the machine's when null
    ProductParser parser;         ///< called on the storage thread, once for each text; needed for products().current()
    bool create = true;           ///< make the file and its folder when there is none; else NotFound
    bool readOnly = false;        ///< never write; works on a read-only file in a read-only folder
    bool checkIntegrity = false;  ///< PRAGMA quick_check when opening: reads the whole file
    Duration patience{std::chrono::seconds{5}}; ///< how long to wait for another program before StorageLocked
    qint64 sizeLimit = 0;                       ///< bytes the file may grow to before StorageFull; 0: what the disk has
    std::function<void(const QString &)> statementSeen; ///< told each SQL text once, on the storage thread; for tests
};

/// Store in one SQLite file, in WAL mode with durable commits. All work is done on one thread that owns the connection;
/// closing the store (its destructor) lets the job that runs finish, cancels the others and joins the thread. It must not
/// be destroyed by one of its own jobs or their continuations.
///
/// Several processes may have the file open. What others commit is noticed within 200 ms: changed() with `elsewhere`.
class SqliteStore final : public Store {
    Q_OBJECT
public:
    /// Opens, and brings an older file up to date after making a backup beside it. May be called from any thread; blocks
    /// until the file is open, for `patience` at most when another program has it locked.
    /// Errors: StorageLocked, StorageReadOnly, StorageCorrupt (also for a file that is not Humdrum's), StorageTooNew,
    /// StorageFull, NotFound, StorageFailed. Nothing is overwritten in any of these cases.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const SqliteOptions &options);
    /// The same without waiting: jobs are taken at once and run when the file is open. Where it can't be opened they are
    /// all answered with that error, as is opened().
    [[nodiscard]] static std::unique_ptr<SqliteStore> openLater(const SqliteOptions &options);
    /// What opening came to. Never cancelled; closing the store before it is open finishes it with Cancelled.
    [[nodiscard]] QFuture<Result<void>> opened() const;
    ~SqliteStore() override;

protected:
    void enqueue(Task task) override;

private:
    class Worker;
    SqliteStore();
    std::unique_ptr<Worker> m_worker;
};

} // namespace humdrum
