// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

namespace humdrum {

/// Why a person holds, lifts, rolls back, overrides, cancels, withdraws or corrects something. It stands in tables and in
/// the audit, so it is one paragraph of at most so many characters.
inline constexpr qsizetype longestReason = 500;

/// `text` as one paragraph: line breaks and other white space become single spaces. InvalidInput when that is longer than
/// longestReason. It may be empty: whether there has to be a reason is for whoever asks for it.
[[nodiscard]] Result<QString> reasonFrom(const QString &text);

} // namespace humdrum
