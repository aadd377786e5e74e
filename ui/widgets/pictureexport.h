// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QRectF>
#include <QString>

#include <functional>

class QPainter;
class QPrinter;

namespace humdrum {

/// Paints a picture of `bounds` into a file; its suffix (.svg, .png at twice the size, .pdf) says how. Texts have the size they
/// have on the screen. FileFailed when it cannot be written, InvalidInput for another suffix. GUI thread; asks nothing.
[[nodiscard]] Result<void> exportPicture(const QString &file, const QRectF &bounds, const QString &title,
                                         const std::function<void(QPainter &)> &paint);

/// Paints the same onto paper, as wide as it is, on as many sheets as that needs. GUI thread; asks nothing.
void printPicture(QPrinter &printer, const QRectF &bounds, const QString &title,
                  const std::function<void(QPainter &)> &paint);

} // namespace humdrum
