// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/connection.h"

#include <functional>

namespace humdrum {

/// A transaction that is rolled back unless it is committed.
class Transaction {
public:
    enum class Mode { Read, Write };

    explicit Transaction(Connection &connection) : m_connection(connection) {}
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    /// Read: deferred, its snapshot taken at once. Write: BEGIN IMMEDIATE. While the file is in use elsewhere this tries
    /// again for `patience`, then gives StorageLocked; Cancelled as soon as `stop` says so.
    Result<void> begin(Mode mode, Duration patience, const std::function<bool()> &stop = {});
    Result<void> commit();
    void rollback();

private:
    Connection &m_connection;
    bool m_open = false;
};

} // namespace humdrum
