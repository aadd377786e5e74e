// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// What is to be held. An empty service or environment means all of them.
struct HoldAsk {
    ServiceKey service;
    EnvironmentKey environment;
    QString reason;
    Actor actor;
};

/// Stops promotions there until the hold is lifted, in the caller's transaction. Errors: InvalidInput without a reason;
/// NotFound for what is not described; AlreadyExists when exactly this is held; RuleRefused for a person who may not promote.
[[nodiscard]] Result<Hold> setHold(Session &session, const HoldAsk &ask);

/// Lifts one. Errors: InvalidInput without a reason; NotFound; NothingToDo when it was lifted already; RuleRefused for a
/// person who may not promote.
[[nodiscard]] Result<Hold> liftHold(Session &session, HoldId id, const QString &reason, const Actor &actor);

} // namespace humdrum
