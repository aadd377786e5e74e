// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QLocale>
#include <QStringList>

namespace humdrum {

/// The languages that there are texts in, such as "en", English always among them.
[[nodiscard]] QStringList knownLanguages();

/// The locale for texts, dates and numbers alike, so that a window is wholly in one language: the one that was asked for
/// ("de", "de_AT"), else the system's where `known` has its language, else English. InvalidInput when what was asked for is
/// no language or not among `known`.
[[nodiscard]] Result<QLocale> localeFor(const QString &asked, const QLocale &system, const QStringList &known);

} // namespace humdrum
