// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QDate>
#include <QString>

#include <vector>

namespace humdrum {

/// The part of a changelog that tells of one version.
struct ChangelogSection {
    QString version; ///< "1.2.0"; empty for what is not released yet
    QDate date;      ///< invalid where it has none
    bool unreleased = false;
    bool yanked = false;
    qsizetype begin = 0;     ///< of its heading, a byte of the text
    qsizetype bodyBegin = 0; ///< after the heading's line
    qsizetype end = 0;       ///< of the next section's heading, of the link definitions, or of the text
};

/// Sections of a CHANGELOG.md after Keep a Changelog 1.1 (https://keepachangelog.com/en/1.1.0/), as they stand.
/// Headings: "## [1.2.0] - 2026-11-24", "## 1.2.0 - 2026-11-24", "## [Unreleased]", "## [1.1.0] - 2026-11-17 [YANKED]".
/// Headings in fenced code are none. Total: a text of any other form has no sections. Any thread.
[[nodiscard]] std::vector<ChangelogSection> parseChangelog(const QByteArray &text);

/// The text with a section for `version` before the newest released one and after "Unreleased". Everything that was
/// there stays, byte for byte; line ends are those of the text. `body` is Markdown below level 2.
/// Errors: AlreadyExists (it has this version), InvalidInput (a version with spaces or brackets, an invalid date, a body with headings of level 1 or 2).
[[nodiscard]] Result<QByteArray> insertSection(const QByteArray &text, const QString &version, const QDate &date,
                                               const QString &body);

} // namespace humdrum
