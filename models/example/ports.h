// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QString>

namespace humdrum::example {

/// The first of `count` ports on 127.0.0.1: `wanted` where it is not 0, otherwise ports that nobody listens on now, in a
/// range that depends on `folder`, so that several examples on one machine rarely meet. Below 32768, where Linux does not
/// hand out ports by itself. InvalidInput when `wanted` is out of range, FileFailed when none are free.
[[nodiscard]] Result<int> choosePorts(int wanted, int count, const QString &folder);

} // namespace humdrum::example
