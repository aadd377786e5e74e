// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace humdrum {

/// Work on what somebody is typing, off the GUI thread, for the newest question only. ask() waits for more questions, then
/// runs the last one on a thread of its own and hands what came of it to onDone() in the GUI thread. While one runs the
/// next waits; an answer to an older question is still shown, so that steady typing does not keep the old answer for ever.
/// The destructor waits for the work that runs.
///
///     m_coverage.onDone([this](const Coverage &coverage) { show(coverage); });
///     m_coverage.ask([text, changes] { return coverageOf(text, *changes); });   // captured by value only
template <class T>
class LatestWork final {
public:
    using Work = std::function<T()>;

    explicit LatestWork(std::chrono::milliseconds delay)
    {
        m_pool.setMaxThreadCount(1);
        m_timer.setSingleShot(true);
        m_timer.setInterval(delay);
        QObject::connect(&m_timer, &QTimer::timeout, &m_context, [this] { start(); });
    }
    ~LatestWork() { m_pool.waitForDone(); }
    Q_DISABLE_COPY_MOVE(LatestWork)

    void onDone(std::function<void(T)> done) { m_done = std::move(done); }
    /// Replaces a question that still waits. Not put off further by the next one.
    void ask(Work work)
    {
        m_next = std::move(work);
        if (!m_running && !m_timer.isActive())
            m_timer.start();
    }
    /// As ask(), without waiting for more questions: at once, or when what runs has ended.
    void askNow(Work work)
    {
        m_next = std::move(work);
        m_hurry = true;
        m_timer.stop();
        start();
    }
    /// Forgets what waits and what runs: its answer is dropped.
    void cancel()
    {
        m_next = nullptr;
        m_hurry = false;
        m_timer.stop();
        ++m_generation;
    }
    [[nodiscard]] bool isBusy() const { return m_running || m_next; }

private:
    void start()
    {
        if (m_running || !m_next)
            return;
        m_running = true;
        m_hurry = false;
        auto promise = std::make_shared<QPromise<T>>();
        QFuture<T> future = promise->future();
        promise->start();
        m_pool.start([promise, work = std::exchange(m_next, nullptr)] {
            promise->addResult(work());
            promise->finish();
        });
        future.then(&m_context, [this, generation = m_generation](T result) {
            m_running = false;
            // Told before the next one is begun: that one may be done at once, and must not be overtaken by this.
            const QPointer<QObject> alive(&m_context);
            if (generation == m_generation)
                m_done(std::move(result));
            if (!alive || m_running)
                return;
            if (m_hurry)
                start();
            else if (m_next && !m_timer.isActive())
                m_timer.start();
        });
    }

    QThreadPool m_pool;
    QObject m_context; ///< what is delivered goes no further than its life
    QTimer m_timer;
    Work m_next;
    std::function<void(T)> m_done;
    quint64 m_generation = 0;
    bool m_running = false;
    bool m_hurry = false;
};

} // namespace humdrum
