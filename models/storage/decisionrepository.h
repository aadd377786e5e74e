// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteDecisionRepository final : public DecisionRepository {
public:
    explicit SqliteDecisionRepository(SessionContext &context) : m_context(context) {}
    Result<DecisionId> record(const Decision &decision) override;
    [[nodiscard]] Result<std::optional<Decision>> ofPromotion(PromotionId id) override;
    [[nodiscard]] Result<std::vector<Decision>> ofGroup(PromotionGroupId id) override;
    [[nodiscard]] Result<std::vector<Decision>> ofRelease(ReleaseId id) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
