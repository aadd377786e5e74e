// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// Aborts a promotion that no worker of this process runs, as abortStored() does; the command that a worker which is gone
/// left running is ended first, on a thread of the global pool, with its whole group. `store` must outlive the answer.
[[nodiscard]] QFuture<Result<void>> abortAbandoned(Store &store, PromotionId id, const Actor &actor,
                                                   const QString &reason, Duration grace);

} // namespace humdrum
