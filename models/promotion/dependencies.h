// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/plan.h"

namespace humdrum {

/// What `item` needs and would not be there when its turn comes: of the services it depends on, the first that is neither
/// promoted before it (`before`), nor asked by the plan to go at all, nor runs well there with the build that was planned or
/// a newer one. Empty when nothing is missing. As in running, where what comes before and does not succeed stops the rest.
[[nodiscard]] Result<QString> missingDependency(Session &session, const Product &product, const PlannedPromotion &item,
                                                const std::vector<PlannedPromotion> &before);

} // namespace humdrum
