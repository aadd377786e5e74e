// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteHoldRepository final : public HoldRepository {
public:
    explicit SqliteHoldRepository(SessionContext &context) : m_context(context) {}
    Result<HoldId> set(const Hold &hold) override;
    Result<void> lift(HoldId id, const QString &reason) override;
    [[nodiscard]] Result<std::vector<Hold>> active() override;
    [[nodiscard]] Result<std::optional<Hold>> holding(const ServiceKey &service,
                                                      const EnvironmentKey &environment) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
