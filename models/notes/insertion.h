// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/entries.h"

#include <QString>

#include <vector>

namespace humdrum {

/// Something to be put into a text.
struct NotesInsertion {
    qsizetype position = 0; ///< in UTF-16 units of the text as it was
    QString text;
    friend bool operator==(const NotesInsertion &, const NotesInsertion &) = default;
};

/// What adds the drafted entry of a change to a text: at the end of its section, which is made in its place when there is
/// none; a change that breaks something is told below "Before you update" as well. The entry itself is the first; of two for
/// the same position the first stands first. A change that is internal is told below "Changed". Headings in fenced code are
/// none. Any thread.
[[nodiscard]] std::vector<NotesInsertion> insertEntry(const QString &text, const NotedChange &noted,
                                                      NotesSection section);

} // namespace humdrum
