// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/changeset.h"
#include "ports/repositories.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>

namespace humdrum {

/// One transaction's view of everything that is stored. Exists only while a job of Store runs, on the storage thread.
class Session {
public:
    virtual ~Session() = default;
    virtual ProductRepository &products() = 0;
    virtual ChangeRepository &changes() = 0;
    virtual BuildRepository &builds() = 0;
    virtual StageRunRepository &stageRuns() = 0;
    virtual ReleaseRepository &releases() = 0;
    virtual TrainRepository &trains() = 0;
    virtual PromotionRepository &promotions() = 0;
    virtual QueueRepository &queue() = 0;
    virtual DecisionRepository &decisions() = 0;
    virtual DeploymentRepository &deployments() = 0;
    virtual NotesRepository &notes() = 0;
    virtual IssueRepository &issues() = 0;
    virtual HoldRepository &holds() = 0;
    virtual PoolRepository &pools() = 0;
    virtual AuditLog &audit() = 0;
    [[nodiscard]] virtual Timestamp now() const = 0; ///< the store's clock, the same throughout the transaction
};

/// Who writes, and why; goes into every audit event of the transaction.
struct Intent {
    Actor actor;
    QString reason;
};

/// The durable memory of the program. read() and write() may be called from any thread; jobs run one after the other, in
/// the order of the calls, on the storage thread. A write job is one transaction: committed durably when it returns a
/// value, rolled back when it returns an error. Jobs must not call back into the store. Futures of jobs that were still
/// waiting when the store closes finish with Cancelled.
class Store : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// `job` is called as Result<T>(Session &).
    template <class Job>
    auto read(Job job) -> QFuture<std::invoke_result_t<Job &, Session &>>
    {
        return submit(std::move(job), Mode::Read, {});
    }
    template <class Job>
    auto write(Intent intent, Job job) -> QFuture<std::invoke_result_t<Job &, Session &>>
    {
        return submit(std::move(job), Mode::Write, std::move(intent));
    }

Q_SIGNALS:
    /// After each commit, from the storage thread: connect with a receiver and the slot runs in the receiver's thread.
    void changed(const humdrum::ChangeSet &changes);
    /// The storage failed in a way that later jobs will meet as well (disk full, database gone).
    void failed(const humdrum::Error &error);

protected:
    enum class Mode { Read, Write };
    /// Runs `body` with an open session, or with nullptr and the error when there is none. `body` returns the error for
    /// which the transaction must be rolled back, or nothing to have it committed. `done` is then called with the error
    /// of the commit itself, if any. Both are called on the storage thread.
    struct Task {
        std::move_only_function<std::optional<Error>(Session *, const Error *)> body;
        std::move_only_function<void(std::optional<Error>)> done;
        Mode mode = Mode::Read;
        Intent intent;
    };
    virtual void enqueue(Task task) = 0;

private:
    template <class Job>
    auto submit(Job job, Mode mode, Intent intent) -> QFuture<std::invoke_result_t<Job &, Session &>>
    {
        using R = std::invoke_result_t<Job &, Session &>;
        struct State {
            QPromise<R> promise;
            std::optional<R> result;
        };
        auto state = std::make_shared<State>();
        QFuture<R> future = state->promise.future();
        state->promise.start();
        Task task;
        task.mode = mode;
        task.intent = std::move(intent);
        task.body = [state, job = std::move(job)](Session *session,
                                                  const Error *error) mutable -> std::optional<Error> {
            if (!session) {
                state->result = std::unexpected(*error);
                return *error;
            }
            state->result = job(*session);
            if (!state->result->has_value())
                return state->result->error();
            return std::nullopt;
        };
        task.done = [state](std::optional<Error> commitError) {
            if (commitError && state->result && state->result->has_value())
                state->result = std::unexpected(std::move(*commitError));
            state->promise.addResult(std::move(*state->result));
            state->promise.finish();
        };
        enqueue(std::move(task));
        return future;
    }
};

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::Error)
