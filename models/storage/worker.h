// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/connection.h"
#include "storage/productrepository.h"
#include "storage/sqlitestore.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace humdrum {

/// The storage thread. States: opening, working (runs jobs in order, and between them looks for the commits of others),
/// closing (answers what is queued with Cancelled, or with why it could not be opened), closed. The connection lives on the stack of run().
class SqliteStore::Worker final : public QThread {
public:
    Worker(SqliteStore &store, SqliteOptions options);
    ~Worker() override;

    /// What opening came to.
    [[nodiscard]] QFuture<Result<void>> opened() const { return m_opened.future(); }
    /// Any thread. Once closing, the task is answered with an error at once.
    void enqueue(Task task);
    /// Lets the running job finish, cancels the others, joins the thread. Any thread but this one; may be repeated.
    void close();

protected:
    void run() override;

private:
    using Clocktime = std::chrono::steady_clock::time_point;
    void work(Connection &db);
    /// The next task; nothing when it is time to look around, or to close.
    [[nodiscard]] std::optional<Task> nextTask(Clocktime until);
    [[nodiscard]] bool closing();
    /// Answers opened() once, and closes when it is an error.
    void setOpened(Result<void> result);
    void cancelQueued();
    void cancel(Task &task);
    void execute(Connection &db, Task &task);
    void runBody(Connection &db, Task &task, ChangeSet &changes, std::optional<Error> &failure);
    void lookForCommitsOfOthers(Connection &db);
    /// The file that is open is no longer the one of that name: what is written would be lost.
    [[nodiscard]] std::optional<Error> replaced(const QString &file);
    void report(const Error &error);

    SqliteStore &m_store;
    const SqliteOptions m_options;
    SystemClock m_systemClock;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_queue;
    std::optional<Error> m_unopened; ///< why there is no database
    bool m_closing = false;
    QPromise<Result<void>> m_opened;

    // Of the storage thread alone.
    ProductCache m_products;
    std::optional<qint64> m_dataVersion;
    std::pair<quint64, quint64> m_fileIdentity{};
    bool m_replaced = false;
};

} // namespace humdrum
