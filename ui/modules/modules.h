// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFunctionPointer>
#include <QString>

namespace humdrum {

// Some libraries take longer to load than the window takes to show. What needs them is in modules of its own, beside the
// program, and is asked for by the name of one function each.
namespace modules {
inline constexpr QLatin1StringView charts{"charts"};
inline constexpr QLatin1StringView highlighting{"highlighting"};
inline constexpr QLatin1StringView notifications{"notifications"};

/// Loads all modules on a thread of its own, so that whoever needs one later does not wait for the disk.
void preload();

/// That function of the module, which is loaded if need be; null, and said in the log once, where the module is missing.
[[nodiscard]] QFunctionPointer function(QLatin1StringView module, const char *name);
} // namespace modules

} // namespace humdrum
