// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/trust.h"

namespace humdrum::ctl {

/// Prints how the commands stand, and what to type to have them accepted.
void printStanding(const TrustStanding &standing);

} // namespace humdrum::ctl
