// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

/// The few phrases that several models share; translated, plain, in the terms of the product.
namespace humdrum::wording {

/// "0.2 s", "31 s", "1 m 42 s", "3 h 5 m", "4 d 6 h". Empty for 0.
[[nodiscard]] QString took(Duration d);
/// "now", "3 h", "7 d": how long ago, coarse, for places with little room.
[[nodiscard]] QString age(Duration d);
/// "Tue 24 Nov 2026, 10:00 Europe/Berlin"; `zone` is an IANA id, UTC where it is not known.
[[nodiscard]] QString moment(Timestamp t, const QByteArray &zone);
/// The same without the time of day: "24 Nov 2026".
[[nodiscard]] QString day(Timestamp t, const QByteArray &zone);
/// "412 tests", "12 of 40 tests" while some are missing or failed. Empty when there are none.
[[nodiscard]] QString tests(const TestCounts &counts);
/// "14 changes", "1 change", "unchanged".
[[nodiscard]] QString changes(int count);
/// "14 changes, 3 of them internal".
[[nodiscard]] QString changes(int count, int internal);
/// "added", "fixed" …: what kind of change this is to a client; "internal" where it is none.
[[nodiscard]] QString kindOfChange(const QString &type, bool breaking);

} // namespace humdrum::wording
