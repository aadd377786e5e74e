// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <QFutureWatcher>
#include <QTimer>

#include <functional>
#include <optional>

namespace humdrum {

/// The part of SnapshotFeed that is no template.
class SnapshotFeedBase : public QObject {
    Q_OBJECT
public:
    [[nodiscard]] bool isLoading() const { return m_loading; }
    [[nodiscard]] bool isActive() const { return m_active; }
    /// The last error, until a snapshot arrives.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

    /// Only these aggregates make it read again; empty (the default) means all.
    void setInterest(std::vector<Aggregate> aggregates) { m_interest = std::move(aggregates); }
    /// How long it waits for more changes before it reads again; 60 ms unless told.
    void setDebounce(std::chrono::milliseconds delay) { m_timer.setInterval(delay); }
    /// Starts it (reading at once when there is no snapshot or something changed meanwhile) or lets it rest. A feed rests
    /// until it is started; pages start theirs in activated() and rest them in deactivated().
    void setActive(bool active);
    /// Reads again now (when active). While a read is under way, its answer is waited for and shown first: a store that
    /// changes faster than it can be read gets neither a growing queue nor a page that stays old.
    void reload();

Q_SIGNALS:
    void loadingChanged(bool loading);
    void failed(const humdrum::Error &error);
    /// A snapshot is there (after the receiver of onSnapshot() ran).
    void refreshed();

protected:
    SnapshotFeedBase(Store &store, QObject *parent);
    virtual void start(quint64 question) = 0;
    [[nodiscard]] virtual bool hasReader() const = 0;
    /// Something else is asked from now on: an answer that is under way is dropped.
    void changeQuestion() { ++m_question; }
    void answered(quint64 question, std::optional<Error> error);
    [[nodiscard]] bool isCurrent(quint64 question) const { return question == m_question; }

    Store &m_store;

private:
    void onChanged(const ChangeSet &changes);
    void setLoading(bool loading);

    std::vector<Aggregate> m_interest;
    QTimer m_timer;
    std::optional<Error> m_error;
    quint64 m_question = 0;
    bool m_active = false;
    bool m_dirty = true;
    bool m_loading = false;
};

/// Keeps a value T that was read from the store up to date: runs `reader` as a read job on the storage thread, delivers T
/// in the GUI thread, reads again (debounced) when something it is interested in changed. One read is under way at most, and
/// an answer to an older question is dropped.
///
///     m_feed = new SnapshotFeed<Weeks>(services.store, this);
///     m_feed->setInterest({Aggregate::Train, Aggregate::Release});
///     m_feed->onSnapshot(this, [this](const Weeks &weeks) { show(weeks); setReady(); });
///     m_feed->setReader([from, to](Session &s) { return readWeeks(s, from, to); });   // captured by value only
template <class T>
class SnapshotFeed final : public SnapshotFeedBase {
public:
    using Reader = std::function<Result<T>(Session &)>;

    explicit SnapshotFeed(Store &store, QObject *parent = nullptr) : SnapshotFeedBase(store, parent) {}

    /// Replaces what is read, and reads it when active: now, or once what is under way has come back. Runs on another
    /// thread: capture values, never widgets.
    void setReader(Reader reader)
    {
        m_reader = std::move(reader);
        changeQuestion();
        reload();
    }
    /// `receiver` bounds the life of `slot`.
    template <class Slot>
    void onSnapshot(QObject *receiver, Slot slot)
    {
        connect(this, &SnapshotFeedBase::refreshed, receiver,
                [this, slot = std::move(slot)]() mutable { slot(*m_snapshot); });
    }
    /// The newest snapshot, or null before the first. GUI thread.
    [[nodiscard]] const T *snapshot() const { return m_snapshot ? &*m_snapshot : nullptr; }

private:
    [[nodiscard]] bool hasReader() const override { return static_cast<bool>(m_reader); }
    void start(quint64 question) override
    {
        m_store.read(m_reader).then(this, [this, question](Result<T> result) {
            std::optional<Error> error;
            if (!result)
                error = std::move(result.error());
            else if (isCurrent(question))
                m_snapshot = std::move(*result);
            answered(question, std::move(error));
        });
    }

    Reader m_reader;
    std::optional<T> m_snapshot;
};

} // namespace humdrum
