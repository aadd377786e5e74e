// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "ui/theme/theme.h"

#include <QSize>
#include <QStringList>

#include <optional>

namespace humdrum {

/// What was asked for on the command line.
struct Options {
    QString databaseFile;           ///< empty: the default
    QString person;                 ///< --as
    QString tourFolder;             ///< --tour; empty: no tour
    std::optional<ThemeMode> theme; ///< for this run only; desktop is not offered
    std::optional<QSize> size;      ///< device-independent pixels
    QString language;               ///< --lang, "en"; see language.h
    QString page;                   ///< --page
    bool exitAfterFirstFrame = false;
    QString text; ///< to print and leave with code 0: help or version
};

/// Error (InvalidInput) says what is wrong with them; the caller prints it and leaves with code 2.
[[nodiscard]] Result<Options> readOptions(const QStringList &arguments);

} // namespace humdrum
