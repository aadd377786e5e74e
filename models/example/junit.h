// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/story.h"

#include <functional>

namespace humdrum::example {

/// Takes one file of recorded results: its path below history/junit, and its bytes.
using JUnitSink = std::function<Result<void>(const QString &path, const QByteArray &xml)>;

/// Writes what the stages found in every tested commit, and in every release when all services were tested together.
/// billing in the shape pytest writes, gateway in that of Surefire, ledger in that of CTest.
[[nodiscard]] Result<void> tellStageRuns(const Story &story, const JUnitSink &sink);

} // namespace humdrum::example
