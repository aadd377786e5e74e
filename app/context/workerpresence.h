// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>
#include <QString>

#include <memory>
#include <optional>

namespace humdrum {

/// Says to other programs that one is open that takes whatever promotions are queued in a database: a lock on a file beside
/// it, which the kernel lets go when the program ends, however it ends. Nothing has to be kept alive or cleaned up.
class WorkerPresence {
public:
    /// Takes the lock on a thread of the pool and keeps it until this object goes. A folder that cannot be written to is
    /// no error: then nobody knows.
    explicit WorkerPresence(const QString &databaseFile);
    ~WorkerPresence();
    Q_DISABLE_COPY_MOVE(WorkerPresence)

    /// When it is known to others; false where it could not be said.
    [[nodiscard]] QFuture<bool> announced() const { return m_announced; }

    /// Whether any program says so now. Nothing where that cannot be told. Reads the disk.
    [[nodiscard]] static std::optional<bool> anyFor(const QString &databaseFile);

private:
    struct Lock;
    std::shared_ptr<Lock> m_lock;
    QFuture<bool> m_announced;
};

} // namespace humdrum
