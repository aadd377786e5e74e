// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/decisions.h"

namespace humdrum {

Result<std::vector<PendingDecision>> pendingDecisions(Session &session)
{
    const auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    return *product ? openDecisions(session, **product) : std::vector<PendingDecision>{};
}

} // namespace humdrum
