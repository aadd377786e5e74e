// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqlitePoolRepository final : public PoolRepository {
public:
    explicit SqlitePoolRepository(SessionContext &context) : m_context(context) {}
    Result<int> add(std::span<const PoolSample> samples) override;
    [[nodiscard]] Result<std::vector<PoolSample>> latest() override;
    [[nodiscard]] Result<std::vector<PoolSample>> history(const PoolKey &pool, Timestamp since) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
