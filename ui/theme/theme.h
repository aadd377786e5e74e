// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/colours.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/marks.h"

#include <QObject>

#include <optional>

class QApplication;
class QStyleOption;
class QWidget;

namespace humdrum {

enum class ThemeMode { Desktop, Light, Dark };
enum class Density { Comfortable, Compact };

/// The grid everything stands on, in device-independent pixels.
inline constexpr int gridUnit = 8;
/// Corner radius of cards, buttons and chosen rows.
inline constexpr double cornerRadius = 6;

/// Light, dark or as the desktop, and how dense; switches while running. Widgets need no pointer to it: they read
/// colours from their palette (colours.h), fonts from fonts.h and the row height from rowHeight(), and get
/// QEvent::PaletteChange or QEvent::StyleChange when something changed. Lives in the GUI thread; one for the application.
class Theme : public QObject {
    Q_OBJECT
public:
    /// Installs the style of the program; `mode` and `density` are in force when it returns.
    explicit Theme(QApplication &application, ThemeMode mode = ThemeMode::Desktop,
                   Density density = Density::Comfortable, QObject *parent = nullptr);

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] Density density() const { return m_density; }
    [[nodiscard]] bool isDark() const;
    void setMode(ThemeMode mode);
    void setDensity(Density density);

Q_SIGNALS:
    /// After mode, density or the desktop's colours changed and the palette is in force.
    void changed();

private:
    void apply();

    QApplication &m_application;
    ThemeMode m_mode;
    Density m_density;
};

/// Height of a row of a table or list: 28 comfortable, 24 compact, more where the font asks for it.
[[nodiscard]] int rowHeight(const QWidget *widget);

/// The word in preferences and on the command line: "desktop", "light", "dark".
[[nodiscard]] QString wordOf(ThemeMode mode);
[[nodiscard]] std::optional<ThemeMode> themeModeFromWord(QStringView word);
[[nodiscard]] QString wordOf(Density density); ///< "comfortable", "compact"
[[nodiscard]] std::optional<Density> densityFromWord(QStringView word);

} // namespace humdrum
