// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqlitePromotionRepository final : public PromotionRepository {
public:
    explicit SqlitePromotionRepository(SessionContext &context) : m_context(context) {}
    [[nodiscard]] Result<PromotionGroupId> newGroup() override;
    Result<Promotion> queue(const Promotion &promotion) override;
    Result<void> transition(const Promotion &promotion, PromotionState to) override;
    Result<std::optional<Promotion>> claim(const QString &worker, Timestamp now, PromotionGroupId group = {}) override;
    Result<std::optional<Promotion>> takeOver(PromotionId id, const QString &from, const QString &to,
                                              const QString &facts) override;
    Result<void> decide(const Promotion &promotion, PromotionState end) override;
    Result<void> wait(const Promotion &promotion) override;
    Result<void> addGate(PromotionId id, const GateOutcome &outcome) override;
    Result<PromotionStep> addStep(const PromotionStep &step) override;
    Result<void> transitionStep(const PromotionStep &step, StepState to) override;
    Result<void> beginAgain(const PromotionStep &step) override;
    [[nodiscard]] Result<std::optional<Promotion>> byId(PromotionId id) override;
    [[nodiscard]] Result<std::vector<Promotion>> ofGroup(PromotionGroupId id) override;
    [[nodiscard]] Result<std::vector<PromotionStep>> steps(PromotionId id) override;
    [[nodiscard]] Result<std::vector<GateOutcome>> gates(PromotionId id) override;
    [[nodiscard]] Result<std::vector<Promotion>> unfinished() override;
    [[nodiscard]] Result<std::optional<Promotion>> unfinishedFor(const ServiceKey &service,
                                                                 const EnvironmentKey &environment) override;
    [[nodiscard]] Result<std::vector<Promotion>> recent(int limit) override;
    [[nodiscard]] Result<std::vector<Promotion>> between(Timestamp from, Timestamp to) override;
    [[nodiscard]] Result<std::vector<Promotion>> ofRelease(ReleaseId release) override;
    [[nodiscard]] Result<std::vector<PromotionListing>> listing(const PromotionFilter &filter) override;
    [[nodiscard]] Result<int> count(const PromotionFilter &filter) override;
    [[nodiscard]] Result<std::vector<PromotionListing>> queueListing() override;
    [[nodiscard]] Result<std::vector<PromotionListing>> unsettledListing(const QString &automatic) override;
    [[nodiscard]] Result<std::vector<PromotionListing>> stoppingListing() override;
    [[nodiscard]] Result<std::vector<PromotionStep>> stepsOfUnfinished() override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
