// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"

#include <span>
#include <vector>

namespace humdrum {

/// A feature that missed the cut-off of the train it is on.
struct LateChange {
    Change change;
    QString who;      ///< the person's name where the author's address is known, else the author's name or address
    Duration late{0}; ///< after the cut-off, > 0
};

/// Those of `changes` that are features (type "feat") and were committed after the train's cut-off, the latest first. A commit
/// exactly at the cut-off is in time. Empty for a train without a cut-off. Pure, any thread.
[[nodiscard]] std::vector<LateChange> lateFeatures(const Product &product, const Train &train,
                                                   std::span<const Change> changes);

/// A length of time for people, in its two largest units: "2 d 4 h", "35 min", "12 s".
[[nodiscard]] QString lengthText(Duration length);

} // namespace humdrum
