// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/colours.h"

#include <array>
#include <cmath>

namespace humdrum::colours {

namespace {

struct LightAndDark {
    QRgb light;
    QRgb dark;
    [[nodiscard]] QColor in(const QPalette &palette) const { return QColor::fromRgb(isDark(palette) ? dark : light); }
};

// The table: in the order of Mark, then the accent. Nothing else in the program names a colour.
constexpr std::array<LightAndDark, 5> markTable{{
    {0xff2b7a4b, 0xff6fcf97}, // passed
    {0xff1f6fb2, 0xff7ab8f5}, // running
    {0xff667178, 0xff9aa5ab}, // waiting
    {0xffa86b00, 0xfff2b84b}, // attention
    {0xffc0392b, 0xffff8a7a}, // failed
}};
constexpr LightAndDark accentEntry{0xff0b6e75, 0xff5cc5cb};

// Surfaces of our own palettes.
constexpr LightAndDark windowEntry{0xfff5f6f8, 0xff14181b};
constexpr LightAndDark baseEntry{0xffffffff, 0xff1c2125};
constexpr LightAndDark textEntry{0xff1a2024, 0xffe4e8ea};

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

QPalette makePalette(bool dark)
{
    const auto pick = [dark](LightAndDark e) { return QColor::fromRgb(dark ? e.dark : e.light); };
    const QColor window = pick(windowEntry), base = pick(baseEntry), ink = pick(textEntry),
                 accentColour = pick(accentEntry);
    const QColor quiet = blend(ink, base, 0.55);
    QPalette p;
    p.setColor(QPalette::Window, window);
    p.setColor(QPalette::WindowText, ink);
    p.setColor(QPalette::Base, base);
    p.setColor(QPalette::AlternateBase, blend(base, ink, 0.03));
    p.setColor(QPalette::Text, ink);
    p.setColor(QPalette::PlaceholderText, readable(blend(ink, base, 0.4), window));
    p.setColor(QPalette::Button, base);
    p.setColor(QPalette::ButtonText, ink);
    p.setColor(QPalette::BrightText, dark ? QColor(Qt::white) : QColor(Qt::black));
    p.setColor(QPalette::ToolTipBase, dark ? blend(base, ink, 0.08) : ink);
    p.setColor(QPalette::ToolTipText, dark ? ink : base);
    p.setColor(QPalette::Highlight, accentColour);
    p.setColor(QPalette::HighlightedText, dark ? window : base);
    p.setColor(QPalette::Accent, accentColour);
    p.setColor(QPalette::Link, accentColour);
    p.setColor(QPalette::LinkVisited, accentColour);
    p.setColor(QPalette::Light, dark ? blend(base, ink, 0.1) : base);
    p.setColor(QPalette::Midlight, blend(base, ink, 0.06));
    p.setColor(QPalette::Mid, blend(base, ink, 0.2));
    p.setColor(QPalette::Dark, blend(base, ink, 0.35));
    p.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : blend(base, ink, 0.6));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, quiet);
    p.setColor(QPalette::Disabled, QPalette::Highlight, blend(base, ink, 0.2));
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, ink);
    return p;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Text)) >
        luminance(palette.color(QPalette::Active, QPalette::Base));
}

QColor mark(Mark mark, const QPalette &palette) { return markTable.at(static_cast<size_t>(mark)).in(palette); }

QColor markText(Mark m, const QPalette &palette, const QColor &surface) { return readable(mark(m, palette), surface); }

QColor markTint(Mark m, const QPalette &palette)
{
    return blend(card(palette), mark(m, palette), isDark(palette) ? 0.18 : 0.13);
}

QColor chipText(Mark m, const QPalette &palette) { return markText(m, palette, markTint(m, palette)); }

QColor accent(const QPalette &palette) { return accentEntry.in(palette); }

QColor accentText(const QPalette &palette)
{
    const QColor a = accent(palette);
    return contrast(a, Qt::white) >= 4.5 ? QColor(Qt::white) : QColor::fromRgb(windowEntry.dark);
}

QColor accentTint(const QPalette &palette)
{
    return blend(card(palette), accent(palette), isDark(palette) ? 0.2 : 0.12);
}

QColor page(const QPalette &palette) { return palette.color(QPalette::Active, QPalette::Window); }

QColor card(const QPalette &palette) { return palette.color(QPalette::Active, QPalette::Base); }

QColor sidebar(const QPalette &palette)
{
    return isDark(palette) ? blend(page(palette), Qt::black, 0.3) : blend(page(palette), text(palette), 0.05);
}

QColor border(const QPalette &palette) { return blend(card(palette), text(palette), isDark(palette) ? 0.16 : 0.13); }

QColor text(const QPalette &palette) { return palette.color(QPalette::Active, QPalette::Text); }

QColor muted(const QPalette &palette)
{
    // The surface nearest to the text decides; what is readable there is readable on the others.
    return readable(readable(blend(text(palette), card(palette), 0.36), sidebar(palette)), card(palette));
}

QColor hover(const QPalette &palette) { return blend(card(palette), text(palette), isDark(palette) ? 0.08 : 0.05); }

QColor blend(const QColor &base, const QColor &over, double amount)
{
    const auto mix = [amount](float a, float b) { return static_cast<float>(a + (b - a) * amount); };
    return QColor::fromRgbF(mix(base.redF(), over.redF()), mix(base.greenF(), over.greenF()),
                            mix(base.blueF(), over.blueF()))
        .toRgb();
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor readable(QColor colour, const QColor &surface, double ratio)
{
    const QColor away =
        contrast(surface, Qt::white) > contrast(surface, Qt::black) ? QColor(Qt::white) : QColor(Qt::black);
    for (int step = 0; step < 50 && contrast(colour, surface) < ratio; ++step)
        colour = blend(colour, away, 0.04);
    return colour;
}

QPalette lightPalette() { return makePalette(false); }

QPalette darkPalette() { return makePalette(true); }

} // namespace humdrum::colours
