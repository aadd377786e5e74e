// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// A humdrum.yaml that could be read.
struct Description {
    Product product;
    QByteArray text;
};

struct Initialised {
    Product product;
    bool first = true;   ///< nothing was described before
    bool changed = true; ///< false: this very text was the description already
    int trains = 0;      ///< newly planned
};

/// Reads a humdrum.yaml. Blocks. Errors in its text carry line and column.
[[nodiscard]] Result<Description> readDescription(const QString &configFile);

/// Makes it the described product and plans its trains. Blocks while it writes.
[[nodiscard]] Result<Initialised> initialise(Store &store, const Intent &intent, const Description &description);

} // namespace humdrum
