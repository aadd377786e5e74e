// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logreader.h"

#include <vector>

namespace humdrum {

/// Where the query matches in a line that is shown: place and length.
[[nodiscard]] std::vector<std::pair<qsizetype, qsizetype>> matchesIn(const QString &line, const LogQuery &query);

} // namespace humdrum
