// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteStageRunRepository final : public StageRunRepository {
public:
    /// `products` tells which service a stage belongs to.
    SqliteStageRunRepository(SessionContext &context, ProductRepository &products)
        : m_context(context)
        , m_products(products)
    {}
    Result<StageRun> add(StageRun run) override;
    Result<int> import(std::span<const StageRun> runs) override;
    Result<void> transition(const StageRun &run, StageRunState to) override;
    Result<void> setCause(StageRunId id, Cause cause, const QString &reason) override;
    Result<void> setBuild(StageRunId id, BuildId build) override;
    [[nodiscard]] Result<std::optional<StageRun>> byId(StageRunId id) override;
    [[nodiscard]] Result<std::vector<StageRun>> latestFor(std::span<const BuildId> builds,
                                                          ManifestId manifest) override;
    [[nodiscard]] Result<std::vector<StageRun>> forCommit(const ServiceKey &service, const QString &commit) override;
    [[nodiscard]] Result<std::vector<StageRun>> recent(const StageKey &stage, int limit) override;
    [[nodiscard]] Result<std::vector<StageRun>> attempts(Timestamp from, Timestamp to) override;
    [[nodiscard]] Result<std::vector<StageRun>> byIds(std::span<const qint64> ids) override;
    [[nodiscard]] Result<std::vector<StageRun>> between(Timestamp from, Timestamp to) override;
    [[nodiscard]] Result<std::vector<StageRun>> unfinished() override;
    [[nodiscard]] Result<bool> hasPassed(const StageKey &stage, BuildId build) override;
    [[nodiscard]] Result<bool> hasPassed(const StageKey &stage, ManifestId manifest) override;

private:
    SessionContext &m_context;
    ProductRepository &m_products;
};

} // namespace humdrum
