// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>

namespace humdrum {

/// The content of a file that decides about secrets or holds them. FileFailed, with what to do, where it is not ours, is no
/// plain file (a link may lead elsewhere) or may be read or written by others: what it says counts for nothing then. Nothing
/// when there is none.
[[nodiscard]] Result<std::optional<QByteArray>> readOwned(const QString &path);

/// Writes it whole or not at all, for its owner alone (0600); its folder is made.
[[nodiscard]] Result<void> writeOwned(const QString &path, const QByteArray &content);

} // namespace humdrum
