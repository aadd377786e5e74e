// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <QHash>

#include <optional>
#include <span>

/// Rule 7: a resource gate passes when free − reserve − what queued promotions in the same pool claim ≥ demand, on a sample
/// that is fresh enough. Unknown is Error, never Pass. Pure functions, any thread.
namespace humdrum {

/// Judges one resource of `pool`. `latest` is its newest sample, if there is any; `claims` is what queued and running promotions
/// into environments of the same pool demand of it together, this one left out; `demand` is this one's. Both >= 0, in the
/// resource's unit. Error when there is no sample, when it is older than the pool's freshness or from the future, and when a
/// figure makes no sense.
[[nodiscard]] GateOutcome judgeResource(const Pool &pool, const PoolResource &resource,
                                        const std::optional<PoolSample> &latest, Timestamp now, double claims,
                                        double demand);

/// Judges every resource of the environment's pool, also those it demands nothing of, and gives the worst answer; the text
/// has the facts of each that does not pass, or of all. `samples` may hold other pools' too. An environment without a pool passes.
[[nodiscard]] GateOutcome judgeResources(const Product &product, const EnvironmentKey &environment,
                                         std::span<const PoolSample> samples, const QHash<QString, double> &claims,
                                         Timestamp now);

/// An amount for people: "38.2 GiB" for bytes, always in binary units, "12 addresses" otherwise.
[[nodiscard]] QString amountText(double amount, const QString &unit);

} // namespace humdrum
