// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace humdrum {

/// Why `rule` is no recurrence that Humdrum follows: an RFC 5545 RRULE value, daily or rarer, Gregorian, whose times of
/// day come from the start (no BYHOUR, BYMINUTE, BYSECOND). Empty when it is one. Translated, one sentence.
[[nodiscard]] QString recurrenceProblem(const QString &rule);

} // namespace humdrum
