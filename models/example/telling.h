// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/story.h"

namespace humdrum::example {

/// The weeks of a story that ends before `until` begins in Europe/Berlin (invalid: before today), the week of the next train
/// included. InvalidInput: not 24 to 200 weeks, or a year nobody plans for.
[[nodiscard]] Result<Weeks> planWeeks(const QDate &until, int count);

/// A file of resources/examples/harbour.
[[nodiscard]] Result<QByteArray> asset(const QString &path);

/// The lives of all services.
[[nodiscard]] Result<std::map<QString, Deck>> readDecks();

} // namespace humdrum::example
