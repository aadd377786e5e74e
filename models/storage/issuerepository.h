// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteIssueRepository final : public IssueRepository {
public:
    explicit SqliteIssueRepository(SessionContext &context) : m_context(context) {}
    Result<IssueId> add(const Issue &issue) override;
    [[nodiscard]] Result<std::vector<Issue>> between(Timestamp from, Timestamp to) override;
    [[nodiscard]] Result<std::optional<Issue>> byId(IssueId id) override;
    [[nodiscard]] Result<std::vector<Issue>> byIds(std::span<const qint64> ids) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
