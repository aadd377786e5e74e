// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/decisions.h"
#include "operations/overview/places.h"
#include "operations/overview/running.h"
#include "planning/clients.h"
#include "promotion/promotionrecords.h"

namespace humdrum {

/// A release on its way: how far it is with its clients, and how it stands in each environment.
struct OpenRelease {
    Release release;
    ClientReach clients;
    QString trainLine;                ///< "train 2026.48 leaves Tue 24 Nov, 10:00"; empty: it rides none
    std::vector<PlaceVerdict> places; ///< by rank
};

/// What `humdrumctl status` prints: the product at a glance.
struct Status {
    Product product;
    std::optional<Train> nextTrain;
    QString departure;                  ///< departureLine() of the next train
    std::optional<Release> nextRelease; ///< aboard the next train
    std::vector<OpenRelease> open;      ///< assembled or in promotion, newest first
    Running running;
    std::vector<Occupancy> runs;              ///< what each environment runs as a whole, by rank
    std::vector<PromotionStanding> standings; ///< of its unfinished promotions, in the same order
    std::vector<PendingDecision> decisions;   ///< that people have to take, newest first
    std::optional<QueuePause> paused;         ///< no worker takes what is queued
};

[[nodiscard]] Result<Status> readStatus(Session &session);

} // namespace humdrum
