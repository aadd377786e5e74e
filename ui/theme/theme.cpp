// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/theme.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QStyleHints>

namespace humdrum {

using namespace Qt::StringLiterals;

Theme::Theme(QApplication &application, ThemeMode mode, Density density, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_mode(mode)
    , m_density(density)
{
    apply();
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_mode == ThemeMode::Desktop)
            apply();
    });
}

bool Theme::isDark() const { return colours::isDark(QApplication::palette()); }

void Theme::setMode(ThemeMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    apply();
}

void Theme::apply()
{
    const QSignalBlocker quiet(QGuiApplication::styleHints()); // our own request is no news of the desktop
    switch (m_mode) {
    case ThemeMode::Desktop:
        QGuiApplication::styleHints()->unsetColorScheme();
        break;
    case ThemeMode::Light:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Light);
        break;
    case ThemeMode::Dark:
        QGuiApplication::styleHints()->setColorScheme(Qt::ColorScheme::Dark);
        break;
    }
    QApplication::setStyle(new HumdrumStyle(m_density)); // owned by the application
    // An empty palette is the desktop's own where it has one and else the style's standardPalette().
    const QPalette palette = m_mode == ThemeMode::Light ? colours::lightPalette()
        : m_mode == ThemeMode::Dark                     ? colours::darkPalette()
                                                        : QPalette();
    QApplication::setPalette(palette);
    Q_EMIT changed();
}

int rowHeight(const QWidget *widget)
{
    const QStyle *style = widget ? widget->style() : QApplication::style();
    const int asked = style->styleHint(HumdrumStyle::rowHeightHint, nullptr, widget, nullptr);
    const int text = QFontMetrics(fonts::body()).height() + 6;
    return std::max({asked, text, 20});
}

QString wordOf(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Desktop:
        return u"desktop"_s;
    case ThemeMode::Light:
        return u"light"_s;
    case ThemeMode::Dark:
        return u"dark"_s;
    }
    return {};
}

std::optional<ThemeMode> themeModeFromWord(QStringView word)
{
    for (const ThemeMode mode : {ThemeMode::Desktop, ThemeMode::Light, ThemeMode::Dark}) {
        if (word == wordOf(mode))
            return mode;
    }
    return std::nullopt;
}

QString wordOf(Density density) { return density == Density::Compact ? u"compact"_s : u"comfortable"_s; }

std::optional<Density> densityFromWord(QStringView word)
{
    for (const Density density : {Density::Comfortable, Density::Compact}) {
        if (word == wordOf(density))
            return density;
    }
    return std::nullopt;
}

} // namespace humdrum
