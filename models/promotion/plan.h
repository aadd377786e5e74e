// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"
#include "promotion/gates.h"

namespace humdrum {

/// What a promotion works on, read in one go.
struct PromotionSubject {
    Build build;
    std::optional<Build> replaces;     ///< what runs now
    std::optional<Deployment> running; ///< as it is recorded
    std::optional<Release> release;
    std::optional<Manifest> manifest;
};

/// "What will happen", by reading alone. Order: Product::promotionOrder(), backwards for a rollback. A rollback without a
/// service takes back what the last release (or single build) brought to the environment. `samples` are fresh ones of the
/// environment's pool; without them the stored ones are judged, which may be too old to count.
/// Errors: ConfigInvalid before init, NotFound for an unknown release, build, service or environment, InvalidInput for an
/// ask that names nothing to promote or an override of something that is no gate.
[[nodiscard]] Result<PromotionPlan> planPromotion(Session &session, const PromotionAsk &ask, const GateSources &sources,
                                                  const std::vector<PoolSample> &samples = {});

/// earlyWarning() for what is asked: empty when there is nothing to warn of.
[[nodiscard]] Result<QString> earlyWarning(Session &session, const PromotionAsk &ask);

/// The promotions of the plan's items that will be promoted, all in one new group, and the release in promotion.
/// Runs in a write job. When just this is queued already and not taken yet, those promotions. When nothing would happen:
/// NothingToDo if all is there already, else RuleRefused or GateNotMet with what the items say.
[[nodiscard]] Result<std::vector<Promotion>> queuePlan(Session &session, const PromotionPlan &plan);

/// The subject of a promotion that is stored.
[[nodiscard]] Result<PromotionSubject> subjectOf(Session &session, const Promotion &promotion);
/// Median of how long earlier promotions of the service to the environment took, among the last 300; 0 when there is none.
[[nodiscard]] Result<Duration> usualDuration(Session &session, const ServiceKey &service,
                                             const EnvironmentKey &environment);
/// The build before the one that runs: the newest deployment that went well and had another build. Empty when there is none.
[[nodiscard]] Result<std::optional<Deployment>> rollbackTarget(Session &session, const ServiceKey &service,
                                                               const EnvironmentKey &environment);

} // namespace humdrum
