// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/deployments.h"

namespace humdrum::example {

/// Writes a file and the folders it needs.
[[nodiscard]] Result<void> writeFile(const QString &path, const QByteArray &bytes);

/// humdrum.yaml of the story.
[[nodiscard]] QByteArray productText(const Weeks &weeks, int portBase);
/// harbour.json, which the tools read. `seed` and `until` are there to tell what was made.
[[nodiscard]] QByteArray estateText(const Weeks &weeks, quint64 seed, int portBase);

/// tools/, humdrum.yaml, harbour.json and README.md.
[[nodiscard]] Result<void> writeProduct(const QString &folder, const Story &story, int portBase);
/// envs/ and pools/ as the deployments left them; no service is started.
[[nodiscard]] Result<void> writeEnvironments(const QString &folder, const Story &story, const Deployments &deployments);
/// history/deployments.jsonl and history/pools.jsonl.
[[nodiscard]] Result<void> writeHistory(const QString &folder, const Story &story, const Deployments &deployments);

} // namespace humdrum::example
