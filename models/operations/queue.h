// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/listings.h"
#include "ports/store.h"

namespace humdrum {

/// What waits, as a worker will take it, and what is under way.
struct QueueView {
    std::optional<QueuePause> paused;
    std::vector<PromotionListing> promotions;
    QHash<PromotionId, Promotion> stopped; ///< of those: what waits for a decision -> on what
};
[[nodiscard]] Result<QueueView> readQueue(Session &session);

/// No worker takes what is queued until the queue is resumed; what runs, and the rollback of what fails, goes on. In the
/// caller's transaction. Errors: InvalidInput without a reason, NothingToDo when it is so already, RuleRefused for a person
/// who may not promote.
[[nodiscard]] Result<void> pauseQueue(Session &session, const QString &reason, const Actor &actor);
[[nodiscard]] Result<void> resumeQueue(Session &session, const QString &reason, const Actor &actor);

/// A queued promotion, with those it was asked for together with, is taken before the ones of `before`; before all others
/// when that is none. Errors: NotFound for what is not queued, NothingToDo when it stands there already or both were asked
/// for together, RuleRefused for a person who may not promote.
[[nodiscard]] Result<void> moveInQueue(Session &session, PromotionId id, PromotionId before, const Actor &actor);

} // namespace humdrum
