// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/story.h"

namespace humdrum::example {

/// The notes that clients got with a release: a file of history/notes/ and its two lines of notes.jsonl, see
/// resources/recorded-deployments.md.
struct NotesStory {
    QString release;
    QString text; ///< Markdown
    QString author, signer, publisher;
    QDateTime written, signedAt, published;
};

/// Those of the weekly trains, by time; of the big releases before them nobody wrote any. While they were new they told
/// too little or were signed too late; once each client has its own pool, all is told and signed the day before departure.
/// Precondition: the commits have their hashes.
[[nodiscard]] std::vector<NotesStory> tellNotes(const Story &story);

/// history/notes/.
[[nodiscard]] Result<void> writeNotes(const QString &folder, const std::vector<NotesStory> &notes);

} // namespace humdrum::example
