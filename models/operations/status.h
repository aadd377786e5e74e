// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"
#include "promotion/promotionrecords.h"

namespace humdrum {

/// One service in one environment, as it is now.
struct RunningBuild {
    EnvironmentKey environment;
    ServiceKey service;
    std::optional<Build> build; ///< none: nothing is known to run there
    QString release;            ///< version, empty when unknown
    Timestamp since{};
    bool held = false;
};

/// What `humdrumctl status` prints: the product at a glance.
struct Status {
    Product product;
    std::optional<Train> nextTrain;
    std::optional<Release> nextRelease; ///< aboard the next train
    std::vector<RunningBuild> running;  ///< environments by rank, services in the order of the product
    std::vector<Promotion> unfinished;
    std::vector<PromotionStanding> standings; ///< of those, in the same order
    std::vector<Hold> holds;
};

[[nodiscard]] Result<Status> readStatus(Session &session);

} // namespace humdrum
