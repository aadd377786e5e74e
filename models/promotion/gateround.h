// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/plan.h"

namespace humdrum {

/// What one round of gates is held on: that of pre-flight, or a later one while a promotion awaits its gates.
struct RoundAsk {
    const Product &product;
    const Environment &environment;
    const PromotionSubject &subject;
    Promotion promotion; ///< in PreFlight or AwaitingGate
    PromotionStep step;  ///< its pre-flight, which stays open while it waits
    std::vector<PoolSample> samples;
    std::vector<GateOutcome> last; ///< what the round before said; only what differs is recorded again
    bool final = false;            ///< there will be no other: its time is over by the worker's own clock
};

enum class RoundEnd { Passed, Waits, Denied };

struct Round {
    RoundEnd end = RoundEnd::Denied;
    Promotion promotion; ///< as it is stored by now
    std::vector<GateOutcome> gates;
    std::vector<GateOutcome> changed; ///< those that say something else than before
    QString facts;                    ///< what does not pass
};

/// Judges all gates at the same moment and stores what comes of it, inside one write job: Passed (the pre-flight step too, and
/// the promotion back in PreFlight), Waits (in AwaitingGate, with its times), or Denied (the step failed; the promotion is
/// for the caller to end). While the queue is paused nothing that waits passes.
[[nodiscard]] Result<Round> holdRound(Session &session, const GateSources &sources, const RoundAsk &ask);

/// The last outcome of each gate, of those that were recorded.
[[nodiscard]] std::vector<GateOutcome> lastOfEach(const std::vector<GateOutcome> &recorded);

/// When the next round is held: at `since` + delay and each interval after it, but at `until` at the latest.
[[nodiscard]] Timestamp nextRound(const GateWait &wait, Timestamp since, Timestamp until, Timestamp now);

} // namespace humdrum
