// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteDeploymentRepository final : public DeploymentRepository {
public:
    explicit SqliteDeploymentRepository(SessionContext &context) : m_context(context) {}
    Result<DeploymentId> start(const Deployment &deployment, DeploymentOutcome previousOutcome) override;
    Result<int> import(std::span<const Deployment> deployments) override;
    [[nodiscard]] Result<std::optional<Deployment>> byId(DeploymentId id) override;
    [[nodiscard]] Result<std::vector<Deployment>> running() override;
    [[nodiscard]] Result<std::optional<Deployment>> runningIn(const ServiceKey &service,
                                                              const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::optional<Deployment>> previousGood(const ServiceKey &service,
                                                                 const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::vector<Deployment>> between(Timestamp from, Timestamp to, const ServiceKey &service,
                                                          const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::vector<Deployment>> ofRelease(ReleaseId release) override;
    [[nodiscard]] Result<std::vector<Deployment>> ofBuild(BuildId build, const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::optional<Deployment>> lastFailed(const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::vector<Deployment>> ofPromotion(PromotionId promotion) override;
    [[nodiscard]] Result<std::optional<Deployment>> lastBefore(Timestamp t, const ServiceKey &service,
                                                               const EnvironmentKey &environment) override;
    [[nodiscard]] Result<Timestamp> firstAt() override;
    [[nodiscard]] Result<std::vector<Deployment>> byIds(std::span<const qint64> ids) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
