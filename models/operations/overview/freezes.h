// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/weeksoverview.h"

namespace humdrum {

/// All occurrences of the product's freezes that touch [from, to), by their beginning.
[[nodiscard]] Result<std::vector<FreezeSpan>> freezesBetween(const Product &product, Timestamp from, Timestamp to);

} // namespace humdrum
