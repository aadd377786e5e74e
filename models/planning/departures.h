// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

namespace humdrum {

/// A train that leaves within this of its departure leaves on time, as the boring score has it.
inline constexpr std::chrono::minutes punctuality{15};

/// What became of a train's departure, or what is to come of it: "leaves Tue 1 Dec, 10:00", "was to leave Tue 24 Nov, 10:00, is
/// 2 h late", "left Tue 24 Nov, 10:02", "left Tue 24 Nov, 7 days before its departure", "left Wed 25 Nov, 1 d 2 h late",
/// "skipped: no release was assembled before its cut-off". Times in `zone`. Pure, any thread.
[[nodiscard]] QString departureLine(const Train &train, Timestamp now, const QByteArray &zone);

/// How long a moment lies before a later one, for people: "7 days", counted by the dates in `zone`; on the same day "3 h 20 min".
[[nodiscard]] QString spanBefore(Timestamp moment, Timestamp later, const QByteArray &zone);

/// What a person is told who moves a release to a client before its train leaves: "This is 7 days before its train 2026.49 leaves
/// (Tue 1 Dec, 10:00)". Empty when it is not early: the train has left or is about to, the release rides none (as a patch), or
/// `environment` is no client production. A warning and no refusal: what may run when is the calendar's to say.
[[nodiscard]] QString earlyWarning(const Product &product, const EnvironmentKey &environment, const Release &release,
                                   const Train &train, Timestamp now);

} // namespace humdrum
