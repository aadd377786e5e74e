// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QColor>
#include <QIcon>
#include <QPainterPath>
#include <QRectF>

class QPainter;

/// The marks ✓ ▷ ◌ ! ✕ as paths, so that no font has to have them.
namespace humdrum::marks {

/// Draws the mark centred in `box` (as large as its shorter side) in `colour`.
void paint(QPainter &painter, const QRectF &box, Mark mark, const QColor &colour);
/// For models, menus and trees; follows the palette at the time of painting.
[[nodiscard]] QIcon icon(Mark mark);
/// The mark as a character, for copied text only.
[[nodiscard]] QChar character(Mark mark);

} // namespace humdrum::marks
