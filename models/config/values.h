// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"

#include <QDate>
#include <QString>
#include <QStringList>
#include <QTime>

#include <optional>

namespace humdrum {

/// "256 MiB", "16 MB", "1.5 GiB", "4096" -> bytes. Decimal units (kB, MB, GB, TB) count in thousands, binary ones (KiB, MiB,
/// GiB, TiB) in 1024. Nothing when it is no size, negative, or above 2^60.
[[nodiscard]] std::optional<qint64> parseSize(QStringView text);

/// "90s", "2m", "1h30m", "14d", "500ms", "2w": units from large to small, each at most once. Nothing when it is no duration
/// or longer than ten years. A plain number is none: it does not say its unit.
[[nodiscard]] std::optional<Duration> parseDuration(QStringView text);

/// "2026-04-27", years 1970 to 2199.
[[nodiscard]] std::optional<QDate> parseDate(QStringView text);

/// "10:00" or "10:00:30".
[[nodiscard]] std::optional<QTime> parseTime(QStringView text);

/// Lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, at most 64.
[[nodiscard]] bool isKey(QStringView text);

/// The candidate that `word` most likely means: by Damerau's distance, case and the choice of '-' or '_' not counting;
/// empty when none is near.
[[nodiscard]] QString nearest(const QString &word, const QStringList &candidates);

} // namespace humdrum
