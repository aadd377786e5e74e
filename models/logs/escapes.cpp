// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/escapes.h"

#include "logs/logline.h"

namespace humdrum {

namespace {

constexpr char16_t escape = 0x1b;
constexpr qsizetype mostLook = 256; ///< bytes

} // namespace

qsizetype endOfSequence(QStringView line, qsizetype at)
{
    if (at + 1 >= line.size())
        return line.size();
    const char16_t kind = line[at + 1].unicode();
    if (kind == u'[') { // CSI: parameters and intermediates, then one final character
        for (qsizetype i = at + 2; i < line.size(); ++i) {
            if (line[i].unicode() >= 0x40 && line[i].unicode() <= 0x7e)
                return i + 1;
        }
        return line.size();
    }
    if (kind == u']' || kind == u'P' || kind == u'^' || kind == u'_') { // strings, ended by BEL or ESC backslash
        for (qsizetype i = at + 2; i < line.size(); ++i) {
            if (line[i].unicode() == 0x07)
                return i + 1;
            if (line[i].unicode() == escape && i + 1 < line.size() && line[i + 1] == u'\\')
                return i + 2;
        }
        return line.size();
    }
    return at + 2;
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
