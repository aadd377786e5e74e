// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/ansitext.h"

#include "logs/escapes.h"
#include "ui/theme/colours.h"

#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr char16_t escape = 0x1b;

/// The sixteen of a terminal, as hues: how light they are is decided where they are shown.
constexpr std::array<QRgb, 16> hues{0x2b2b2b, 0xc0392b, 0x2b7a4b, 0xa86b00, 0x1f6fb2, 0x8e44ad, 0x0b6e75, 0xb0b7bb,
                                    0x667178, 0xe74c3c, 0x3fae6b, 0xd99a1c, 0x3d95dd, 0xb065cf, 0x17a2ab, 0xf4f6f7};

QColor colourOf(const AnsiColour &colour)
{
    if (colour.kind == AnsiColour::Kind::Own)
        return QColor::fromRgb(0xff000000U | colour.value);
    const auto index = static_cast<int>(colour.value);
    if (index < 16)
        return QColor::fromRgb(hues.at(static_cast<size_t>(index)));
    if (index >= 232) { // 24 greys
        const int grey = 8 + (index - 232) * 10;
        return {grey, grey, grey};
    }
    const auto part = [](int step) { return step == 0 ? 0 : 55 + step * 40; }; // a cube of 6 × 6 × 6
    const int cube = index - 16;
    return {part(cube / 36), part(cube / 6 % 6), part(cube % 6)};
}

/// The nearest colour that can be read on `ground`; on some, dark letters cannot be, however dark: then light ones.
QColor legible(const QColor &text, const QColor &ground)
{
    constexpr double enough = 4.5;
    const QColor nearest = colours::readable(text, ground, enough);
    if (colours::contrast(nearest, ground) >= enough)
        return nearest;
    const QColor black(Qt::black), white(Qt::white);
    return colours::contrast(black, ground) > colours::contrast(white, ground) ? black : white;
}

} // namespace

std::vector<AnsiRun> AnsiReader::read(const QString &whole)
{
    std::vector<AnsiRun> runs(1);
    runs.back().look = m_look;
    // What is overwritten is not seen, but its colours go on.
    const QStringView shown = lastWritten(whole);
    const qsizetype hidden = shown.data() - whole.constData();
    const QStringView line(whole);
    for (qsizetype i = 0; i < line.size();) {
        const char16_t c = line[i].unicode();
        if (c == escape) {
            const qsizetype end = endOfSequence(line, i);
            const QStringView sequence = line.sliced(i, end - i);
            if (sequence.startsWith(u"\x1b[") && sequence.endsWith(u'm'))
                select(sequence.sliced(2).chopped(1));
            i = end;
            continue;
        }
        const bool seen = i >= hidden && c != u'\r';
        if (seen) {
            if (runs.back().look != m_look) {
                if (runs.back().text.isEmpty())
                    runs.back().look = m_look;
                else
                    runs.push_back({{}, m_look});
            }
            const bool control = (c < 0x20 && c != u'\t') || c == 0x7f;
            runs.back().text += control ? QChar(c == 0x7f ? 0x2421 : 0x2400 + c) : QChar(c);
        }
        ++i;
    }
    return runs;
}

void AnsiReader::select(QStringView parameters)
{
    // Empty is 0; a colon separates the parts of one parameter, as in 38:5:208.
    QList<int> codes;
    for (const QStringView part : parameters.toString().replace(u':', u';').split(u';')) {
        bool number = true;
        const int code = part.isEmpty() ? 0 : part.toInt(&number);
        if (!number)
            return;
        codes << code;
    }
    /// The colour that follows 38 or 48 at `i`, which is left at its last part.
    const auto colourAt = [&codes](qsizetype &i) {
        const int kind = codes.value(i + 1, -1);
        AnsiColour colour;
        if (kind == 5 && i + 2 < codes.size()) {
            colour = {AnsiColour::Kind::Indexed, static_cast<quint32>(std::clamp(codes[i + 2], 0, 255))};
            i += 2;
        } else if (kind == 2 && i + 4 < codes.size()) {
            quint32 rgb = 0;
            for (int part = 2; part <= 4; ++part)
                rgb = rgb << 8 | static_cast<quint32>(std::clamp(codes[i + part], 0, 255));
            colour = {AnsiColour::Kind::Own, rgb};
            i += 4;
        } else {
            i = codes.size();
        }
        return colour;
    };
    const auto indexed = [](int index) { return AnsiColour{AnsiColour::Kind::Indexed, static_cast<quint32>(index)}; };
    for (qsizetype i = 0; i < codes.size(); ++i) {
        const int code = codes[i];
        switch (code) {
        case 0:
            m_look = {};
            break;
        case 1:
            m_look.bold = true;
            break;
        case 2:
            m_look.faint = true;
            break;
        case 3:
            m_look.italic = true;
            break;
        case 4:
            m_look.underlined = true;
            break;
        case 7:
            m_look.inverse = true;
            break;
        case 9:
            m_look.struck = true;
            break;
        case 22:
            m_look.bold = m_look.faint = false;
            break;
        case 23:
            m_look.italic = false;
            break;
        case 24:
            m_look.underlined = false;
            break;
        case 27:
            m_look.inverse = false;
            break;
        case 29:
            m_look.struck = false;
            break;
        case 38:
            m_look.text = colourAt(i);
            break;
        case 39:
            m_look.text = {};
            break;
        case 48:
            m_look.ground = colourAt(i);
            break;
        case 49:
            m_look.ground = {};
            break;
        default:
            if (code >= 30 && code <= 37)
                m_look.text = indexed(code - 30);
            else if (code >= 90 && code <= 97)
                m_look.text = indexed(code - 90 + 8);
            else if (code >= 40 && code <= 47)
                m_look.ground = indexed(code - 40);
            else if (code >= 100 && code <= 107)
                m_look.ground = indexed(code - 100 + 8);
        }
    }
}

QTextCharFormat formatOf(const AnsiLook &look, const QPalette &palette)
{
    using enum AnsiColour::Kind;
    const QColor base = palette.color(QPalette::Base), ink = palette.color(QPalette::Text);
    QColor text = look.text.kind == None ? ink : colourOf(look.text);
    QColor ground = look.ground.kind == None ? base : colourOf(look.ground);
    if (look.inverse)
        std::swap(text, ground);
    QTextCharFormat format;
    if (ground != base)
        format.setBackground(ground);
    text = legible(look.faint ? colours::blend(text, ground, 0.4) : text, ground);
    if (text != ink)
        format.setForeground(text);
    if (look.bold)
        format.setFontWeight(QFont::DemiBold);
    if (look.italic)
        format.setFontItalic(true);
    if (look.underlined)
        format.setFontUnderline(true);
    if (look.struck)
        format.setFontStrikeOut(true);
    return format;
}

} // namespace humdrum
