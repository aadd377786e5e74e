// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

/// Fonts derived from the system's own, at its own size. Two weights: 400 and 600.
namespace humdrum::fonts {

[[nodiscard]] QFont body();   ///< the application's font
[[nodiscard]] QFont strong(); ///< body at 600
[[nodiscard]] QFont small();  ///< captions and chips, 0.85 of body
[[nodiscard]] QFont smallStrong();
[[nodiscard]] QFont title();      ///< of a page, 1.15 of body at 600
[[nodiscard]] QFont figure();     ///< a figure that is the message of its card, 1.5 of body at 600
[[nodiscard]] QFont monospaced(); ///< versions, commits, logs
/// `font` with figures of equal width, for columns of numbers.
[[nodiscard]] QFont tabular(QFont font);
[[nodiscard]] QFont withWeight(QFont font, QFont::Weight weight);

} // namespace humdrum::fonts
