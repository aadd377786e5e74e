// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"

#include <QList>
#include <QMetaType>
#include <QString>

namespace humdrum {

/// One line of output of a promotion or a stage run.
struct LogLine {
    Timestamp at{};
    QString text;       ///< without the line end; ANSI sequences are kept
    bool error = false; ///< from standard error
    bool own = false;   ///< said by Humdrum, not by the command

    friend bool operator==(const LogLine &, const LogLine &) = default;
};

/// Without what a terminal obeys: escape sequences are gone, and of what a carriage return wrote over the last is left.
[[nodiscard]] QString plainText(QStringView line);

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::LogLine)
