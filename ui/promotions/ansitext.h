// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPalette>
#include <QString>
#include <QTextCharFormat>

#include <vector>

namespace humdrum {

/// A colour as a terminal names it: none, one of its 256, or one of its own.
struct AnsiColour {
    enum class Kind { None, Indexed, Own };
    Kind kind = Kind::None;
    quint32 value = 0; ///< 0..255, or 0xRRGGBB
    friend bool operator==(const AnsiColour &, const AnsiColour &) = default;
};

/// How text looks: what "select graphic rendition" (ECMA-48, SGR) has switched on.
struct AnsiLook {
    AnsiColour text, ground;
    bool bold = false, faint = false, italic = false, underlined = false, struck = false, inverse = false;
    friend bool operator==(const AnsiLook &, const AnsiLook &) = default;
};

/// A stretch of a line that looks the same.
struct AnsiRun {
    QString text;
    AnsiLook look;
    friend bool operator==(const AnsiRun &, const AnsiRun &) = default;
};

/// Understands what programs write for a terminal, line by line; a look goes on into the next lines until it is switched
/// off. Of what was written over after a carriage return the last is kept. Other sequences leave nothing, other control
/// characters a mark of their own (U+2400…). Pure but for the look; any thread.
class AnsiReader {
public:
    /// Never empty; no run but the only one is.
    [[nodiscard]] std::vector<AnsiRun> read(const QString &line);

private:
    void select(QStringView parameters);
    AnsiLook m_look;
};

/// The look on a surface of `palette`: every colour is moved until it can be read there (4.5:1).
[[nodiscard]] QTextCharFormat formatOf(const AnsiLook &look, const QPalette &palette);

} // namespace humdrum
