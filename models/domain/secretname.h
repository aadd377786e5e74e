// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringView>

namespace humdrum {

inline constexpr qsizetype longestSecretName = 64;

/// Letters, digits, '.', '_' and '-' (ASCII), beginning with a letter or a digit: what can stand in a file, on a command line
/// and in a keychain without being quoted.
[[nodiscard]] bool isSecretName(QStringView name);

} // namespace humdrum
