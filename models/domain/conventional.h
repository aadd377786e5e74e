// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace humdrum {

/// One footer of a commit message: "Refs: #123", "Reviewed-by: Z", "Fixes #12".
struct CommitFooter {
    QString token; ///< as written; "BREAKING-CHANGE" is given as "BREAKING CHANGE"
    QString value; ///< may have several lines; with the '#' where that was the separator
    friend bool operator==(const CommitFooter &, const CommitFooter &) = default;
};

/// A commit message read as Conventional Commits 1.0.0 (https://www.conventionalcommits.org/en/v1.0.0/).
struct ConventionalCommit {
    bool conventional = false; ///< whether the subject has the form type(scope)!: description
    QString type;              ///< lower case; empty when not conventional
    QString scope;
    bool breaking = false;             ///< by '!' or by a BREAKING CHANGE footer
    QString description;               ///< after the colon; the whole subject when not conventional
    QString body;                      ///< between subject and footers, paragraphs kept, '\n' line ends
    std::vector<CommitFooter> footers; ///< in their order
    QString breakingText;   ///< values of the BREAKING CHANGE footers, one paragraph each; empty with '!' alone
    QStringList references; ///< "#123", "GH-1", "ABC-12", "owner/name#3" of the whole message, each once, in order
    bool revert = false;    ///< type `revert`, or git's own Revert "…"
    QStringList reverts;    ///< hashes (7 to 64 hex digits, lower case) of what a revert takes back
};

/// Total: every text gives a value, nothing fails. Line ends may be LF or CRLF. Any thread.
[[nodiscard]] ConventionalCommit parseConventional(const QString &message);

/// References in a text: "#123", "GH-1", "ABC-12", "owner/name#3", each once, in order of appearance. Names of standards
/// that look alike (UTF-8, SHA-256, CVE-2026-1) are none.
[[nodiscard]] QStringList referencesIn(const QString &text);

/// Types whose changes say nothing to a client: build, chore, ci, docs, refactor, style, test.
[[nodiscard]] bool isInternalType(QStringView type);

} // namespace humdrum
