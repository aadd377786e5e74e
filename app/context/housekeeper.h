// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

namespace humdrum {

/// What has to happen without anybody asking: trains are planned ahead and move when their time comes, and resource pools
/// are measured so that their trend is known and the last sample counts, at once when a product is described. Lives in the main thread and only hands out work: the trains are moved on the
/// storage thread, the pools are measured on a thread of the pool.
class Housekeeper : public QObject {
    Q_OBJECT
public:
    /// `store` and `clock` must outlive it. The first round starts when the event loop runs.
    Housekeeper(Store &store, const Clock &clock, QObject *parent = nullptr);
    ~Housekeeper() override; ///< waits for a measurement that runs

    /// Finished once the pools of a described product have been looked at, and measured where that was due.
    [[nodiscard]] QFuture<void> poolsKnown() const { return m_known.future(); }

Q_SIGNALS:
    /// A round of moving trains came to nothing, for a reason that will not go away by itself. Told again each round.
    void failed(const humdrum::Error &error);

private:
    void storeChanged(const ChangeSet &changes);
    void moveTrains();
    void reportTrains(const Result<int> &moved);
    void measurePools();
    void measure(const Product &product, const std::vector<PoolSample> &latest);
    void tellKnown();

    Store &m_store;
    const Clock &m_clock;
    QTimer m_trains;
    QTimer m_pools;
    QFuture<void> m_measuring;
    QPromise<void> m_known;
    bool m_toldKnown = false;
    QString m_told; ///< the last failure in the program's log
};

} // namespace humdrum
