// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "domain/time.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace humdrum {

/// Somebody's approval of notes, a line of its own beside theirs.
struct RecordedSignOff {
    RoleKey role;
    QString person; ///< key of a person, or a name; not the author of the text
    Timestamp at{};
    QString comment;
    SourcePosition where; ///< of the role
};

/// The notes of a release that somebody recorded (resources/recorded-deployments.md). Whether the product knows the release,
/// the roles and the people is for the caller to see.
struct RecordedNotes {
    QString release; ///< its version
    QString text;    ///< Markdown, as it was written; not empty
    QString author;  ///< key of a person, or a name
    Timestamp writtenAt{};
    QString publisher;                     ///< empty: not published
    Timestamp publishedAt{};               ///< noTime: not published
    std::vector<RecordedSignOff> signOffs; ///< by time, from writtenAt to publishedAt
    SourcePosition where;                  ///< of the release
};

/// Reads JSON lines as parseRecords() does: a line with "role" is a sign-off, any other a text, either in the line or in a
/// file below `folder`; a sign-off is for the text of the same file. Faults are told as there; those between lines once
/// each line is right by itself. In the order of the texts. Reads the files that are named; any thread.
[[nodiscard]] Result<std::vector<RecordedNotes>> parseNotes(const QByteArray &text, const QString &name,
                                                            const QString &folder);

/// `path` is such a file, or a folder with notes.jsonl and the texts that it names. FileFailed, NotFound: cannot be read.
[[nodiscard]] Result<std::vector<RecordedNotes>> readRecordedNotes(const QString &path);

} // namespace humdrum
