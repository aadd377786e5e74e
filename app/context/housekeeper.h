// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <QObject>
#include <QTimer>

namespace humdrum {

/// What has to happen without anybody asking: trains are planned ahead and move when their time comes, and resource pools
/// are measured so that their trend is known. Lives in the main thread and only hands out work: the trains are moved on the
/// storage thread, the pools are measured on a thread of the pool.
class Housekeeper : public QObject {
    Q_OBJECT
public:
    /// `store` and `clock` must outlive it. The first round starts when the event loop runs.
    Housekeeper(Store &store, const Clock &clock, QObject *parent = nullptr);
    ~Housekeeper() override; ///< waits for a measurement that runs

Q_SIGNALS:
    /// A round of moving trains came to nothing, for a reason that will not go away by itself. Told again each round.
    void failed(const humdrum::Error &error);

private:
    void moveTrains();
    void reportTrains(const Result<int> &moved);
    void measurePools();

    Store &m_store;
    const Clock &m_clock;
    QTimer m_trains;
    QTimer m_pools;
    QFuture<void> m_measuring;
    QString m_told; ///< the last failure in the program's log
};

} // namespace humdrum
