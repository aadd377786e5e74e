// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QDateTime>
#include <QTimeZone>

#include <vector>

namespace humdrum {

/// The wall times (see planning/walltime.h) of a recurrence in [from, to), in order. `recurrence` is an RFC 5545 RRULE value
/// that begins at `first`, and where that is empty, `first` alone. As libical does it, `first` itself counts only if it fits the
/// rule. An UNTIL in UTC is turned into wall time of `zone`; a date includes that day. ConfigInvalid when the rule cannot be
/// followed. At most 200 000 occurrences are walked.
[[nodiscard]] Result<std::vector<QDateTime>> recur(const QDateTime &first, const QString &recurrence,
                                                   const QTimeZone &zone, const QDateTime &from, const QDateTime &to);

} // namespace humdrum
