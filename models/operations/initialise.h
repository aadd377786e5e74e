// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

struct Initialised {
    Product product;
    bool changed = true; ///< false: this very text was the description already
    int trains = 0;      ///< newly planned
};

/// Reads humdrum.yaml, makes it the described product and plans its trains. Blocks while it reads the file and writes.
/// Errors of the file carry its line and column.
[[nodiscard]] Result<Initialised> initialise(Store &store, const Intent &intent, const QString &configFile);

} // namespace humdrum
