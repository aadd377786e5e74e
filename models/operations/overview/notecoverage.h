// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

namespace humdrum {

/// Whether clients notice the change, so that the notes have to say something: features, fixes, performance, anything
/// breaking, and whatever does not say what it is.
[[nodiscard]] bool needsNoteEntry(const Change &change);

/// Whether the notes mention it: by its commit (seven digits or more), by one of its references, or by its own words.
[[nodiscard]] bool hasNoteEntry(const Change &change, const QString &notes);

} // namespace humdrum
