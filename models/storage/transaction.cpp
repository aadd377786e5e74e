// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/transaction.h"

#include "storage/text.h"

#include <thread>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

auto rollbackOnce(Connection &connection)
{
    return connection.one(u"ROLLBACK"_s, [](const Row &) { return 0; });
}

Result<void> beginOnce(Connection &connection, Transaction::Mode mode)
{
    if (mode == Transaction::Mode::Write) {
        connection.setMayWrite(true);
        auto begun = connection.update(u"BEGIN IMMEDIATE"_s);
        if (!begun) {
            connection.setMayWrite(false);
            return std::unexpected(begun.error());
        }
        return {};
    }
    if (auto begun = connection.one(u"BEGIN DEFERRED"_s, [](const Row &) { return 0; }); !begun)
        return std::unexpected(begun.error());
    // Reading anything takes the snapshot; without it the first query of the job might find the file locked.
    if (auto pinned = connection.one(u"SELECT count(*) FROM sqlite_schema WHERE 0"_s, [](const Row &) { return 0; });
        !pinned) {
        [[maybe_unused]] const auto done = rollbackOnce(connection);
        return std::unexpected(pinned.error());
    }
    return {};
}

} // namespace

Error closingError()
{
    return {ErrorCode::Cancelled, Storage::tr("The program is closing; nothing was changed."), {}, {}, {}};
}

Transaction::~Transaction() { rollback(); }

Result<void> Transaction::begin(Mode mode, const Patience &patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience.time;
    while (true) {
        const auto tried = std::chrono::steady_clock::now();
        auto begun = beginOnce(m_connection, mode);
        if (begun) {
            m_open = true;
            return {};
        }
        if (begun.error().code != ErrorCode::StorageLocked)
            return begun;
        if (patience.stop && patience.stop())
            return std::unexpected(closingError());
        if (std::chrono::steady_clock::now() >= deadline)
            return begun;
        // SQLite does not wait for every kind of lock by itself (the recovery of a log, for one).
        if (std::chrono::steady_clock::now() - tried < std::chrono::milliseconds{5})
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

Result<void> Transaction::commit()
{
    auto committed = m_connection.update(u"COMMIT"_s);
    if (!committed)
        return std::unexpected(committed.error());
    m_open = false;
    m_connection.setMayWrite(false);
    return {};
}

void Transaction::rollback()
{
    if (!m_open)
        return;
    m_open = false;
    // After a full disk or a failing one SQLite has rolled back by itself, and says that there is nothing to roll back.
    [[maybe_unused]] const auto done = rollbackOnce(m_connection);
    m_connection.setMayWrite(false);
}

} // namespace humdrum
