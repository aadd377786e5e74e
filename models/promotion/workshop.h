// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logfile.h"
#include "ports/store.h"
#include "promotion/desk.h"
#include "promotion/options.h"
#include "promotion/runner.h"

#include <QThreadPool>

#include <chrono>
#include <exception>
#include <functional>

namespace humdrum {

/// What the runs of one worker share. Lives as long as the worker, in its thread.
struct Workshop {
    Store &store;
    Runner &runner;
    QThreadPool &pool; ///< for what blocks: measuring, reading files, git
    QThreadPool
        &secrets; ///< for what may wait for a person: a keychain that is to be opened must not hold up the others
    QThreadPool &packing; ///< for what can wait for everything else
    const WorkerOptions &options;
    const Clock &clock;
    QString identity;                  ///< of the worker
    std::function<bool()> freePlace{}; ///< whether another promotion may begin to run; always when null
};

[[nodiscard]] inline Error unexpectedFailure(const char *what)
{
    return Error{ErrorCode::Internal,
                 PromotionDesk::tr("Something unexpected failed"),
                 {},
                 QString::fromLocal8Bit(what),
                 std::nullopt};
}

/// How long to wait before a write is tried again that met a store which cannot be written now.
inline constexpr std::chrono::milliseconds storePause{500};
/// Whether that passes without anybody changing what is to be written: another program has the store, or the disk is full.
[[nodiscard]] inline bool passesByItself(const Error &error)
{
    return error.code == ErrorCode::StorageLocked || error.code == ErrorCode::StorageFull;
}

/// Calls `next` in the thread of `context` with the result of `future`, unless `context` is gone by then.
template <class T, class Next>
void whenDone(QFuture<Result<T>> future, QObject *context, Next next)
{
    future.then(context, [next = std::move(next)](QFuture<Result<T>> done) mutable {
        if (done.isCanceled() || done.resultCount() == 0)
            next(Result<T>(fail(ErrorCode::Cancelled, PromotionDesk::tr("The storage was closed"))));
        else
            next(done.takeResult());
    });
}

/// Runs `work`, a Result<T>(), on the pool.
template <class Work>
auto inPool(QThreadPool &pool, Work work) -> QFuture<std::invoke_result_t<Work &>>
{
    using R = std::invoke_result_t<Work &>;
    auto promise = std::make_shared<QPromise<R>>();
    QFuture<R> future = promise->future();
    promise->start();
    pool.start([promise, work = std::move(work)]() mutable {
        try {
            promise->addResult(work());
        } catch (const std::exception &e) {
            promise->addResult(R(std::unexpected(unexpectedFailure(e.what()))));
        }
        promise->finish();
    });
    return future;
}

} // namespace humdrum
