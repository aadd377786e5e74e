// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <span>
#include <vector>

namespace humdrum {

/// The trains that depart in [from, to), by departure, as the schedule says. Ids are none and the state is Planned, except
/// for a train whose version is among `stored`: that one is given as it is.
///
/// The version is the ISO year and week of the departure in the product's zone, "2026.48"; a second train in the same week
/// is "2026.48b", a third "2026.48c". The cut-off lies `cutoffBefore` of wall time before departure, so Friday 17:00 stays Friday 17:00.
///
/// The deployer is the next in the rotation after the one of the train before, passing over who is away on the day of departure
/// and never the one of the train before or of a stored train that follows; empty when nobody is left. The backup is the next after that who is neither away
/// nor the deployer. `stored` are trains of the past and the future, in any order: theirs is the deployer the rotation goes on
/// from, skipped and cancelled ones aside. Without any it is counted from the schedule's first day, so that the answer does
/// not depend on `from`. Empty when there is no schedule. Pure, any thread.
[[nodiscard]] std::vector<Train> plannedTrains(const Product &product, Timestamp from, Timestamp to,
                                               std::span<const Train> stored = {});

/// "2026.48": the ISO 8601 year and week of a day, the week with two digits.
[[nodiscard]] QString trainVersion(QDate departure);

} // namespace humdrum
