// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/error.h"

namespace humdrum {

QString Error::toString() const
{
    QString text;
    if (where) {
        text += where->file;
        if (where->line > 0)
            text += u':' + QString::number(where->line);
        if (where->column > 0)
            text += u':' + QString::number(where->column);
        text += u": ";
    }
    text += message;
    if (!hint.isEmpty())
        text += u" (" + hint + u')';
    return text;
}

} // namespace humdrum
