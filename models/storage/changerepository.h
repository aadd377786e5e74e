// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteChangeRepository final : public ChangeRepository {
public:
    explicit SqliteChangeRepository(SessionContext &context) : m_context(context) {}
    Result<int> import(const ServiceKey &service, std::span<const Change> changes) override;
    [[nodiscard]] Result<std::optional<Change>> find(const ServiceKey &service, const QString &commit) override;
    [[nodiscard]] Result<std::optional<Change>> byId(ChangeId id) override;
    [[nodiscard]] Result<std::vector<Change>> all(const ServiceKey &service, bool bodies) override;
    [[nodiscard]] Result<std::vector<Change>> history(const ServiceKey &service) override;
    [[nodiscard]] Result<std::vector<Change>> ofCommits(const ServiceKey &service, const QStringList &commits) override;
    [[nodiscard]] Result<std::vector<Change>> graph(const ServiceKey &service, Timestamp since) override;
    [[nodiscard]] Result<std::vector<Change>> byIds(std::span<const qint64> ids) override;
    [[nodiscard]] Result<std::optional<Change>> newestOnMainLine(const ServiceKey &service) override;
    [[nodiscard]] Result<std::vector<Change>> search(const QString &text, int limit) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
