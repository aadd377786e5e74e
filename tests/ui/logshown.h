// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/promotions/logrows.h"

#include <QStringList>

namespace humdrum::test {

/// All rows as they are shown; those that are still being read are missing, so wait for what you expect.
inline QString shownIn(LogRows &rows)
{
    QStringList texts;
    for (qint64 i = 0; i < rows.count(); ++i) {
        if (const LogRow *row = rows.row(i))
            texts << row->text;
    }
    return texts.join(u'\n');
}

} // namespace humdrum::test
