// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/escapes.h"

#include "logs/logline.h"

namespace humdrum {

namespace {

constexpr char16_t escape = 0x1b;
constexpr qsizetype mostLook = 256; ///< bytes

} // namespace

namespace {

char16_t codeOf(QChar c) { return c.unicode(); }
char16_t codeOf(char c) { return static_cast<unsigned char>(c); }

template <class View>
qsizetype endIn(View line, qsizetype at)
{
    if (at + 1 >= line.size())
        return line.size();
    const char16_t kind = codeOf(line[at + 1]);
    if (kind == u'[') { // CSI: parameters and intermediates, then one final character
        for (qsizetype i = at + 2; i < line.size(); ++i) {
            if (codeOf(line[i]) >= 0x40 && codeOf(line[i]) <= 0x7e)
                return i + 1;
        }
        return line.size();
    }
    if (kind == u']' || kind == u'P' || kind == u'^' || kind == u'_') { // strings, ended by BEL or ESC backslash
        for (qsizetype i = at + 2; i < line.size(); ++i) {
            if (codeOf(line[i]) == 0x07)
                return i + 1;
            if (codeOf(line[i]) == escape && i + 1 < line.size() && codeOf(line[i + 1]) == u'\\')
                return i + 2;
        }
        return line.size();
    }
    return at + 2;
}

} // namespace

qsizetype endOfSequence(QStringView line, qsizetype at) { return endIn(line, at); }

void plainBytes(QByteArrayView line, QByteArray &into)
{
    into.resize(0);
    while (line.endsWith('\r'))
        line.chop(1);
    line = line.sliced(line.lastIndexOf('\r') + 1);
    qsizetype from = 0;
    for (qsizetype at = line.indexOf('\x1b'); at >= 0; at = line.indexOf('\x1b', from)) {
        into += line.sliced(from, at - from);
        from = endIn(line, at);
    }
    into += line.sliced(from);
}

QStringView lastWritten(QStringView line)
{
    while (line.endsWith(u'\r'))
        line.chop(1);
    return line.sliced(line.lastIndexOf(u'\r') + 1);
}

void carryLook(QByteArray &look, QByteArrayView text)
{
    for (qsizetype at = text.indexOf('\x1b'); at >= 0; at = text.indexOf('\x1b', at + 1)) {
        if (at + 1 >= text.size() || text[at + 1] != '[')
            continue;
        qsizetype end = at + 2;
        while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == ';' || text[end] == ':'))
            ++end;
        if (end >= text.size() || text[end] != 'm')
            continue;
        const QByteArrayView parameters = text.sliced(at + 2, end - at - 2);
        if (parameters.isEmpty() || parameters == "0" || parameters.startsWith("0;"))
            look.clear();
        if (!parameters.isEmpty() && parameters != "0")
            look += text.sliced(at, end + 1 - at);
        if (look.size() > mostLook)
            look.clear();
    }
}

QString plainText(QStringView line)
{
    const QStringView shown = lastWritten(line);
    qsizetype at = shown.indexOf(QChar(escape));
    if (at < 0)
        return shown.toString();
    QString text;
    text.reserve(shown.size());
    qsizetype from = 0;
    while (at >= 0) {
        text += shown.sliced(from, at - from);
        from = endOfSequence(shown, at);
        at = shown.indexOf(QChar(escape), from);
    }
    text += shown.sliced(from);
    return text;
}

} // namespace humdrum
