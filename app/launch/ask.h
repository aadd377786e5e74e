// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace humdrum::launch {

/// What is to be run, as Humdrum wrote it to the launcher's standard input: records "key=value", each ended by NUL, the last
/// one "end". Values are bytes and hold anything but NUL. Nothing of it is written to disk, for it may hold secrets.
///
///     a=ARGUMENT     once for each; the first is the program's absolute path
///     v=NAME=VALUE   once for each variable: the whole environment
///     d=FOLDER       the working folder, absolute
///     t=N g=N        timeout and grace, milliseconds; c=N cap of the output, bytes
///     m=TEXT         once for each text that must not reach the disk
struct Ask {
    std::vector<std::string> arguments, variables, masked;
    std::string folder;
    std::chrono::milliseconds timeout{std::chrono::hours{1}}, grace{std::chrono::seconds{5}};
    std::uint64_t outputCap = UINT64_MAX;
};

/// Reads `fd` to its end. Nothing, with `error` saying why, when what came is not a whole ask: whoever wrote it may have died
/// in the middle, so nothing must be run.
[[nodiscard]] std::optional<Ask> readAsk(int fd, std::string &error);

} // namespace humdrum::launch
