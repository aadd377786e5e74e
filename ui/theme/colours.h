// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QColor>
#include <QPalette>

/// The colours of the program. The five marks and the accent are the one table in colours.cpp; everything else is taken
/// from the palette of the widget that asks, so that a user's own theme (high contrast included) keeps working. All
/// functions are pure and cheap; widgets call them while painting and thereby follow every change of theme.
namespace humdrum::colours {

/// Whether text is lighter than its surface.
[[nodiscard]] bool isDark(const QPalette &palette);

/// The colour of a mark exactly as in the table, for marks, lines and bars (3:1).
[[nodiscard]] QColor mark(Mark mark, const QPalette &palette);
/// The colour of a mark for text on `surface`: the table's, moved towards the text colour only where 4.5:1 needs it.
[[nodiscard]] QColor markText(Mark mark, const QPalette &palette, const QColor &surface);
/// The tinted surface of a chip and of a block with that mark.
[[nodiscard]] QColor markTint(Mark mark, const QPalette &palette);
/// Text of a chip on markTint(), at 4.5:1 or better.
[[nodiscard]] QColor chipText(Mark mark, const QPalette &palette);

/// Where you are, and the one main action of a page.
[[nodiscard]] QColor accent(const QPalette &palette);
[[nodiscard]] QColor accentText(const QPalette &palette); ///< on accent()
[[nodiscard]] QColor accentTint(const QPalette &palette); ///< the chosen row, the chosen page

[[nodiscard]] QColor page(const QPalette &palette);    ///< behind cards
[[nodiscard]] QColor card(const QPalette &palette);    ///< cards, header, panels at the side
[[nodiscard]] QColor sidebar(const QPalette &palette); ///< darker than the page
[[nodiscard]] QColor border(const QPalette &palette);  ///< 1 px around cards, under rows
[[nodiscard]] QColor text(const QPalette &palette);
[[nodiscard]] QColor muted(const QPalette &palette); ///< secondary text, 4.5:1 on card(), page() and sidebar()
[[nodiscard]] QColor hover(const QPalette &palette); ///< below the pointer

/// `over` blended into `base` by `amount` 0..1.
[[nodiscard]] QColor blend(const QColor &base, const QColor &over, double amount);
/// WCAG 2 contrast of two opaque colours, 1..21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// `colour` moved towards black or white until it has `ratio` on `surface`.
[[nodiscard]] QColor readable(QColor colour, const QColor &surface, double ratio = 4.5);

/// Our own palettes, used where light or dark was chosen and where the desktop offers none.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

} // namespace humdrum::colours
