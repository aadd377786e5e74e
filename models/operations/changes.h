// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pipeline/commitgraph.h"
#include "ports/store.h"

#include <map>

namespace humdrum {

/// The changes that one service brings from one build to another.
struct ServiceChanges {
    ServiceKey service;
    std::optional<Build> from; ///< none: everything is new
    Build to;
    std::vector<Change> gained; ///< in `to`, not in `from`, newest first
    std::vector<Change> lost;   ///< in `from`, not in `to`: more than none for a fork or a rollback
    [[nodiscard]] bool unchanged() const { return from && from->commit == to.commit; }
};

/// What is between two builds of a service by the history that was imported, bodies included.
[[nodiscard]] Result<ServiceChanges> changesBetween(Session &session, const std::optional<Build> &from,
                                                    const Build &to);

/// What `release` brings against the release before it (the newest one that was created earlier and was not withdrawn; for
/// a patch the release it names), a row for each service of the product, in its order.
[[nodiscard]] Result<std::vector<ServiceChanges>> changesOf(Session &session, const Product &product,
                                                            const Release &release);

/// The release that `release` is compared with; none for the first.
[[nodiscard]] Result<std::optional<Release>> predecessor(Session &session, const Release &release);

} // namespace humdrum
