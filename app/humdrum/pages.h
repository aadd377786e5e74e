// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/page.h"

namespace humdrum {

/// The pages of the program, in the order of the sidebar. The shell knows them through this list only.
[[nodiscard]] std::vector<PageFactory> allPages();

} // namespace humdrum
