// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QGuiApplication>

namespace humdrum::fonts {

namespace {
QFont scaled(QFont font, double factor)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    return font;
}
} // namespace

QFont body() { return QGuiApplication::font(); }

QFont strong() { return withWeight(body(), QFont::DemiBold); }

QFont small() { return scaled(body(), 0.85); }

QFont smallStrong() { return withWeight(small(), QFont::DemiBold); }

QFont title() { return withWeight(scaled(body(), 1.15), QFont::DemiBold); }

QFont figure() { return tabular(withWeight(scaled(body(), 1.5), QFont::DemiBold)); }

QFont monospaced()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    if (body().pointSizeF() > 0)
        font.setPointSizeF(body().pointSizeF() * 0.95);
    else
        font.setPixelSize(qRound(body().pixelSize() * 0.95));
    return font;
}

QFont tabular(QFont font)
{
    font.setFeature(QFont::Tag("tnum"), 1);
    return font;
}

QFont withWeight(QFont font, QFont::Weight weight)
{
    font.setWeight(weight);
    return font;
}

} // namespace humdrum::fonts
