// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/humdrumctl/invocation.h"

namespace humdrum::ctl {

/// Prints what would happen. Returns the exit code: 0 when something would, 1 when nothing would.
[[nodiscard]] int showPlan(const Invocation &invocation, const PromotionPlan &plan);

} // namespace humdrum::ctl
