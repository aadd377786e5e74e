// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secrets/secretvalue.h"

namespace humdrum::ctl {

/// The value of a secret from standard input: typed twice and not shown where that is a terminal, else all of it but the last
/// line end. Errors: InvalidInput where the two differ or it cannot be used, FileFailed.
[[nodiscard]] Result<SecretValue> readSecret(const QString &name);

} // namespace humdrum::ctl
