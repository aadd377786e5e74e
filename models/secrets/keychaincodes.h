// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace humdrum {

/// How humdrum-keychain ends (app/keychain). It is a program of its own: the libraries behind it take longer to load than the
/// window takes to show, and a keychain that hangs, waits for a person or crashes takes nobody with it.
///
///     humdrum-keychain read NAME      prints the value
///     humdrum-keychain has NAME       prints nothing
///     humdrum-keychain write NAME     takes the value from standard input
///     humdrum-keychain remove NAME
enum class KeychainEnd { Done = 0, WrongUse = 2, Failed = 3, NotFound = 10, Locked = 11, Denied = 12, NoKeychain = 13 };

} // namespace humdrum
