// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/entries.h"

#include <QDate>
#include <QString>

#include <vector>

namespace humdrum {

struct DraftInput {
    QString version;                  ///< of the release, "2026.48"
    QDate date;                       ///< of its departure, in the product's zone; may be invalid
    QString intro;                    ///< Markdown, as it is; empty: a line that counts the changes
    std::vector<NotedChange> changes; ///< told in this order within each section
};

/// The first draft of a release's notes as Markdown:
///
///     # 2026.48 — 24 November 2026
///
///     Two changes in billing and ledger.
///
///     ## Added
///     - **billing**: retries when the bank times out (#1234)
///
///     ## Before you update
///     - **ledger**: the ledger is migrated first (#871)
///
/// Sections without entries are left out; "Before you update" tells what breaks. A change without a reference ends with
/// the first seven digits of its commit. All texts of commits are escaped. Any thread.
[[nodiscard]] QString draftNotes(const DraftInput &input);

/// The line of one change in such a draft, without its line end. Any thread.
[[nodiscard]] QString draftedEntry(const NotedChange &noted);
/// Its line below "Before you update"; empty for a change that breaks nothing. Any thread.
[[nodiscard]] QString draftedWarning(const NotedChange &noted);

} // namespace humdrum
