// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIcon>
#include <QString>

/// Breeze icons, from the library of that set, in the text colour of the palette they are painted on.
namespace humdrum::icons {

/// One icon by its Breeze name ("view-calendar"); it recolours itself when the theme changes. An unknown name is null.
[[nodiscard]] QIcon icon(const QString &name);
/// Pixels of the side of an icon in the sidebar, in buttons and in menus.
inline constexpr int size = 16;

} // namespace humdrum::icons
