// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "promotion/fileglobs.h"

#include <optional>

namespace humdrum {

/// What a worker knows when it asks for a run, and the next one needs to go on: kept in the run's folder, as `asked`.
struct RunNotes {
    FreshFiles before; ///< the test results there were
};

/// Not synchronised: after a power cut the notes may be missing, and whoever reads them expects that.
[[nodiscard]] Result<void> noteAsked(const QString &runFolder, const RunNotes &notes);
/// Nothing when there are none, or they are not whole.
[[nodiscard]] std::optional<RunNotes> readAsked(const QString &runFolder);

} // namespace humdrum
