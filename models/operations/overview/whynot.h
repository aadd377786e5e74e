// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/occupancy.h"

namespace humdrum {

/// What would go where.
struct WayAsk {
    const Product &product;
    const Environment &environment;
    const std::map<ServiceKey, Build> &builds;
    const RunningThere &there;
    const std::optional<Release> &release; ///< none: a single build
    QString person;                        ///< who looks
};

/// What the gates say now against promoting all of it that does not run there, one line for each gate; empty: all of it could
/// go. Pools are measured at the moment of a promotion and not before, so they are not asked.
[[nodiscard]] Result<QString> whyNot(Session &session, const WayAsk &ask);

} // namespace humdrum
