// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/entries.h"
#include "ports/store.h"

#include <memory>

namespace humdrum {

/// A release whose notes can be looked at.
struct NotesChoice {
    ReleaseId id;
    QString version;
    std::optional<NotesState> state; ///< nothing without notes
    friend bool operator==(const NotesChoice &, const NotesChoice &) = default;
};

/// An earlier text of the document, or the current one.
struct NotesRevisionLine {
    NotesRevisionId id;
    int number = 0;
    QByteArray hash;
    QString author; ///< name where known
    Timestamp at{};
    bool published = false; ///< clients have got exactly this text
    friend bool operator==(const NotesRevisionLine &, const NotesRevisionLine &) = default;
};

/// How far a role that is asked to sign is.
enum class SignOffStanding {
    NotAsked,    ///< nobody has been asked yet
    Asked,       ///< not signed, or not by enough people
    Signed,      ///< by all who were wanted, for exactly the current text
    TextChanged, ///< signed, but for an older text (rule 3)
    SentBack,    ///< the last word was no, and nobody has been asked since
};

struct SignOffLine {
    RoleKey role;
    QString roleName;
    SignOffStanding standing = SignOffStanding::NotAsked;
    int wanted = 1;
    int valid = 0;          ///< sign-offs for exactly the current text
    int lastNumber = 0;     ///< draft that was signed last, 0 when none was
    NotesRevisionId lastOf; ///< the same
    QString lastPerson;     ///< name
    QString comment;        ///< of the last sign-off
    Timestamp at{};         ///< of the last sign-off, or when the role was asked
    QStringList people;     ///< names of who has the role
    QString whyNot;         ///< why who looks may not sign for it; empty: they may
    friend bool operator==(const SignOffLine &, const SignOffLine &) = default;
};

/// Everything the Notes page shows of one release.
struct NotesOverview {
    QByteArray zone = "UTC";
    std::vector<NotesChoice> releases; ///< newest first, without withdrawn ones that have no notes
    std::optional<Release> release;    ///< the chosen one; none when there are no releases
    QString previousVersion;           ///< the release it is compared with; empty for the first
    NotesRevisionId previousNotes;     ///< their current text; none without notes
    /// What the release brings, in the order in which drafts tell it. Shared, because threads that judge a text look at it.
    std::shared_ptr<const std::vector<NotedChange>> changes;
    std::vector<NotesSection> sections;       ///< of each change
    QStringList authors;                      ///< of each change: initials where known, else the name
    std::optional<NotesDocument> document;    ///< none before the first draft
    NotesRevision revision;                   ///< the current one, with its text
    QString author;                           ///< of the current one, by name
    std::vector<NotesRevisionLine> revisions; ///< newest first, the current one included
    std::vector<SignOffLine> signOffs;
    std::optional<UnsavedNotes> unsaved; ///< what `person` typed
};

/// Reads it for `wanted`, or for what matters now when that is none: the next train's release, else the newest. `person`
/// is who looks. NotFound before `init` and for a release there is not.
[[nodiscard]] Result<NotesOverview> readNotesOverview(Session &session, ReleaseId wanted, const QString &person);

} // namespace humdrum
