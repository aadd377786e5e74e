// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/occupancy.h"
#include "operations/overview/running.h"
#include "promotion/promotionrecords.h"

namespace humdrum {

/// What `humdrumctl status` prints: the product at a glance.
struct Status {
    Product product;
    std::optional<Train> nextTrain;
    std::optional<Release> nextRelease; ///< aboard the next train
    Running running;
    std::vector<Occupancy> runs;              ///< what each environment runs as a whole, by rank
    std::vector<PromotionStanding> standings; ///< of its unfinished promotions, in the same order
};

[[nodiscard]] Result<Status> readStatus(Session &session);

} // namespace humdrum
