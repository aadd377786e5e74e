// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace humdrum {

/// What the second column of a log's own file says of a line: "<ISO time>\t<mark>\t<text>\n", UTC, UTF-8. Humdrum's own lines
/// are there; what a command says is elsewhere, and stands where its run is named. Logs of versions before this have all in it.
namespace logMarks {
inline constexpr char output = 'o', error = 'e', own = 'h';
inline constexpr char run = 'r';  ///< here is what the command says that runs in the folder <text>
inline constexpr char over = 'x'; ///< that command says nothing more
inline constexpr char end = 'z';  ///< neither does anybody else
} // namespace logMarks

} // namespace humdrum
