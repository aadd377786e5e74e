// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteBuildRepository final : public BuildRepository {
public:
    explicit SqliteBuildRepository(SessionContext &context) : m_context(context) {}
    Result<BuildId> add(const Build &build) override;
    [[nodiscard]] Result<std::optional<Build>> byId(BuildId id) override;
    [[nodiscard]] Result<std::optional<Build>> byVersion(const ServiceKey &service, const QString &version) override;
    [[nodiscard]] Result<std::optional<Build>> byCommit(const ServiceKey &service, const QString &commit) override;
    [[nodiscard]] Result<std::vector<Build>> ofService(const ServiceKey &service, int limit) override;
    [[nodiscard]] Result<std::vector<Build>> byIds(std::span<const BuildId> ids) override;
    [[nodiscard]] Result<std::vector<Build>> search(const QString &text, int limit) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
