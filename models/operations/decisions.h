// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/decisions.h"

namespace humdrum {

/// Everything that waits for a person to decide, newest first, with its facts; nothing before a product is described. What
/// each choice would do is asked of PromotionDesk::decisionAbout().
[[nodiscard]] Result<std::vector<PendingDecision>> pendingDecisions(Session &session);

} // namespace humdrum
