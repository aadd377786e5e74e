// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <vector>

/// When things may happen. All wall times are in the product's zone: an occurrence keeps its time of day over a change of the
/// clocks, and a length counts wall time too (22:00 + 10h is 08:00 also in the night of the change). A start in the hour that
/// the clocks skip begins when it would have begun by the old offset; one in the hour that comes twice, the first time (RFC
/// 5545, 3.3.5). Pure functions, any thread.
namespace humdrum {

/// One time a calendar rule applies.
struct Occurrence {
    QString rule;     ///< its key
    Timestamp from{}; ///< inclusive
    Timestamp to{};   ///< exclusive
    friend bool operator==(const Occurrence &, const Occurrence &) = default;
};

/// The occurrences of `rule` that overlap [from, to), by their start. ConfigInvalid when the zone or the recurrence cannot be
/// followed.
[[nodiscard]] Result<std::vector<Occurrence>> occurrences(const Product &product, const CalendarRule &rule,
                                                          Timestamp from, Timestamp to);

/// How far ahead judge() looks for an opening.
inline constexpr std::chrono::days calendarHorizon{400};

/// Rule 6: whether a promotion into `environment` may run at `at`. A freeze beats every window. An environment that no window
/// names is open whenever no freeze is on; one that windows name only inside one of them. Environment changes block nothing.
/// The text names the rule; `opensAt` is when it next opens, noTime when it is open or does not open within the horizon.
/// Error when a rule cannot be followed or the environment is not known.
[[nodiscard]] GateOutcome judge(const Product &product, const EnvironmentKey &environment, Timestamp at);

} // namespace humdrum
