// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteQueueRepository final : public QueueRepository {
public:
    explicit SqliteQueueRepository(SessionContext &context) : m_context(context) {}
    Result<void> pause(const QString &reason) override;
    Result<void> resume(const QString &reason) override;
    [[nodiscard]] Result<std::optional<QueuePause>> paused() override;
    Result<void> moveBefore(PromotionGroupId group, PromotionGroupId next) override;

    /// SQL: what the rows of `promotion p` are taken in the order of.
    [[nodiscard]] static QString order();
    /// SQL: that no pause stands.
    [[nodiscard]] static QString notPaused();

private:
    SessionContext &m_context;
};

} // namespace humdrum
