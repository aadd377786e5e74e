// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace humdrum {

/// Whether a version has a pre-release part by Semantic Versioning 2.0.0, item 9, as "4.26.0-dev.2" has: a commit between two
/// versions. A leading "v" does not count; what has another form is no pre-release. Any thread.
[[nodiscard]] bool isPreRelease(const QString &version);

} // namespace humdrum
