// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/deployments.h"

#include <functional>

namespace humdrum::example {

/// Takes one file of recorded results: its path below history/junit, and its bytes.
using JUnitSink = std::function<Result<void>(const QString &path, const QByteArray &xml)>;

/// Writes what the stages found in every tested commit, and in every release when all services were tested together.
/// billing in the shape pytest writes, gateway in that of Surefire, ledger in that of CTest.
[[nodiscard]] Result<void> tellStageRuns(const Story &story, const JUnitSink &sink);

/// Writes what the smoke test of each environment said of each release that arrived there. What failed is told by the
/// deployments.
[[nodiscard]] Result<void> tellSmokeRuns(const Story &story, const Deployments &deployments, const JUnitSink &sink);

} // namespace humdrum::example
