// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "ports/store.h"

namespace humdrum {

/// What the pipeline catches is an issue, caught at the stage that failed: nobody has to report it. In the caller's
/// transaction; the same failure of the same commit again is the same issue.

/// Of a stage run that failed or errored; nothing for any other.
[[nodiscard]] Result<void> recordIssue(Session &session, const Stage &stage, const StageRun &run);
/// Of a promotion that brought something forward and failed or errored. Of a rollback in a client's production that a change
/// made necessary: one for each release and environment, which escaped. Nothing for any other. `p` is as it ended.
[[nodiscard]] Result<void> recordIssue(Session &session, const Product &product, const Promotion &p);

} // namespace humdrum
