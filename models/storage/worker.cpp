// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/worker.h"

#include "storage/database.h"
#include "storage/sqlitesession.h"
#include "storage/text.h"
#include "storage/transaction.h"

#include <QFile>

#include <sys/stat.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds pollInterval{200};

/// Device and inode, or zeros when there is no such file.
std::pair<quint64, quint64> identityOf(const QString &file)
{
    struct ::stat status{};
    if (::stat(QFile::encodeName(file).constData(), &status) != 0)
        return {};
    return {status.st_dev, status.st_ino};
}

/// Whether later jobs will meet this failure as well.
bool lasts(ErrorCode code)
{
    return code == ErrorCode::StorageFull || code == ErrorCode::StorageCorrupt || code == ErrorCode::StorageFailed ||
        code == ErrorCode::StorageReadOnly;
}

} // namespace

SqliteStore::Worker::Worker(SqliteStore &store, SqliteOptions options) : m_store(store), m_options(std::move(options))
{
    setObjectName(u"storage"_s);
    m_opened.start();
}

SqliteStore::Worker::~Worker() { close(); }

void SqliteStore::Worker::setOpened(Result<void> result)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!result) {
            m_unopened = result.error();
            m_closing = true;
        }
    }
    m_opened.addResult(std::move(result));
    m_opened.finish();
}

void SqliteStore::Worker::enqueue(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_closing) {
            m_queue.push_back(std::move(task));
            m_wake.notify_all();
            return;
        }
    }
    cancel(task);
}

void SqliteStore::Worker::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    wait();
    // Nothing is left in the queue unless the thread never got as far as working.
    cancelQueued();
}

void SqliteStore::Worker::run()
{
    try {
        auto db = openDatabase(m_options, [this] { return closing(); });
        setOpened(db ? Result<void>{} : Result<void>{std::unexpected(db.error())});
        if (db)
            work(**db);
    } catch (const std::exception &e) {
        const Error error{ErrorCode::Internal,
                          Storage::tr("The storage stopped unexpectedly. What was committed is intact."),
                          Storage::tr("Start the program again."),
                          QString::fromUtf8(e.what()),
                          {}};
        if (!opened().isFinished()) {
            setOpened(std::unexpected(error));
        } else {
            {
                const std::scoped_lock lock(m_mutex);
                m_closing = true;
            }
            report(error);
        }
    }
    cancelQueued();
}

void SqliteStore::Worker::work(Connection &db)
{
    m_fileIdentity = identityOf(m_options.file);
    lookForCommitsOfOthers(db);
    auto lookAgain = std::chrono::steady_clock::now() + pollInterval;
    while (!closing()) {
        if (auto task = nextTask(lookAgain))
            execute(db, *task);
        if (std::chrono::steady_clock::now() >= lookAgain) {
            lookForCommitsOfOthers(db);
            lookAgain = std::chrono::steady_clock::now() + pollInterval;
        }
    }
}

std::optional<Store::Task> SqliteStore::Worker::nextTask(Clocktime until)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_until(lock, until, [this] { return m_closing || !m_queue.empty(); });
    if (m_closing || m_queue.empty())
        return std::nullopt;
    std::optional<Task> task(std::move(m_queue.front()));
    m_queue.pop_front();
    return task;
}

bool SqliteStore::Worker::closing()
{
    const std::scoped_lock lock(m_mutex);
    return m_closing;
}

void SqliteStore::Worker::cancelQueued()
{
    std::deque<Task> queue;
    {
        const std::scoped_lock lock(m_mutex);
        queue.swap(m_queue);
    }
    for (Task &task : queue)
        cancel(task);
}

void SqliteStore::Worker::cancel(Task &task)
{
    std::optional<Error> error;
    {
        const std::scoped_lock lock(m_mutex);
        error = m_unopened;
    }
    if (!error)
        error = closingError();
    task.body(nullptr, &*error);
    task.done(std::nullopt);
}

void SqliteStore::Worker::execute(Connection &db, Task &task)
{
    const bool writes = task.mode == Mode::Write;
    ChangeSet changes;
    std::optional<Error> failure;
    std::optional<Error> commitError;
    {
        Transaction transaction(db);
        if (writes && db.readOnly())
            failure = Error{ErrorCode::StorageReadOnly,
                            Storage::tr("“%1” is open for reading only; nothing was changed.").arg(db.file()),
                            {},
                            {},
                            {}};
        else if (writes)
            failure = replaced(db.file());
        if (!failure) {
            auto begun = transaction.begin(writes ? Transaction::Mode::Write : Transaction::Mode::Read,
                                           {m_options.patience, [this] { return closing(); }});
            if (!begun)
                failure = begun.error();
        }
        if (failure) {
            task.body(nullptr, &*failure);
        } else {
            runBody(db, task, changes, failure);
            if (writes && !failure) {
                if (auto committed = transaction.commit(); !committed)
                    failure = commitError = committed.error();
            }
        }
    }
    if (writes && !failure && !changes.changes.empty())
        Q_EMIT m_store.changed(changes);
    task.done(commitError);
    if (failure && lasts(failure->code))
        report(*failure);
    for (const Error &malformed : db.takeMalformed())
        report(malformed);
}

void SqliteStore::Worker::runBody(Connection &db, Task &task, ChangeSet &changes, std::optional<Error> &failure)
{
    const Clock &clock = m_options.clock ? *m_options.clock : m_systemClock;
    SessionContext context{db, task.intent, clock.now(), changes};
    SqliteSession session(context, m_options.parser, m_products);
    const auto threw = [&](const QString &what) {
        failure = Error{ErrorCode::Internal,
                        Storage::tr("A job of the storage failed unexpectedly; nothing was changed."),
                        {},
                        what,
                        {}};
        task.body(nullptr, &*failure);
    };
    try {
        failure = task.body(&session, nullptr);
    } catch (const std::exception &e) {
        threw(QString::fromUtf8(e.what()));
    } catch (...) {
        threw({});
    }
}

void SqliteStore::Worker::lookForCommitsOfOthers(Connection &db)
{
    if (const auto gone = replaced(db.file()); gone && !m_replaced) {
        m_replaced = true;
        report(*gone);
    }
    // Changes only by the commits of other connections. When the file is locked it is looked at the next time.
    auto version = db.one(u"PRAGMA data_version"_s, [](const Row &r) { return r.integer(0); });
    if (!version || !*version)
        return;
    const bool others = m_dataVersion && *m_dataVersion != **version;
    m_dataVersion = **version;
    if (others)
        Q_EMIT m_store.changed(ChangeSet{{}, true});
}

std::optional<Error> SqliteStore::Worker::replaced(const QString &file)
{
    if (identityOf(file) == m_fileIdentity)
        return std::nullopt;
    return Error{ErrorCode::StorageFailed,
                 Storage::tr("“%1” was moved, removed or replaced while it was open. Nothing more is written; what was "
                             "committed is in the moved file.")
                     .arg(file),
                 Storage::tr("Put the file back in its place, or start the program again."),
                 {},
                 {}};
}

void SqliteStore::Worker::report(const Error &error) { Q_EMIT m_store.failed(error); }

} // namespace humdrum
