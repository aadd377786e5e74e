// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/connection.h"

#include <functional>

namespace humdrum {

/// How long to wait for a lock that another program holds, and what ends the wait before.
struct Patience {
    Duration time{0};
    std::function<bool()> stop;
};

/// What is answered while the store closes (Cancelled).
[[nodiscard]] Error closingError();

/// A transaction that is rolled back unless it is committed.
class Transaction {
public:
    enum class Mode { Read, Write };

    explicit Transaction(Connection &connection) : m_connection(connection) {}
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    /// Read: deferred, its snapshot taken at once. Write: BEGIN IMMEDIATE. While the file is in use elsewhere this tries
    /// again as long as `patience` says, then gives StorageLocked, or Cancelled when it was stopped.
    Result<void> begin(Mode mode, const Patience &patience);
    Result<void> commit();
    void rollback();

private:
    Connection &m_connection;
    bool m_open = false;
};

} // namespace humdrum
