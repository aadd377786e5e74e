// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/coverage.h"
#include "ports/store.h"

namespace humdrum {

/// A notes document as it stands.
struct NotesView {
    Release release;
    NotesDocument document;
    NotesRevision revision;           ///< the current one, with its text
    std::vector<SignOff> signOffs;    ///< all, newest last
    Coverage coverage;                ///< of the current text, for the changes of the release
    std::vector<NotedChange> changes; ///< the changes that `coverage` speaks of, in its order
};

/// A role that is asked to sign, and how far it is.
struct AskedSignOff {
    RoleKey role;
    QString roleName;
    int wanted = 1;
    int valid = 0;               ///< sign-offs for exactly the current text
    std::optional<SignOff> last; ///< the newest of the role, perhaps for an older text
};

/// What a release brings against the release before, under the services' names, each service's oldest change first.
[[nodiscard]] Result<std::vector<NotedChange>> notedChanges(Session &session, const Product &product,
                                                            const Release &release);

/// The notes of a release; empty when there are none yet.
[[nodiscard]] Result<std::optional<NotesView>> readNotes(Session &session, const Release &release);

/// Drafts the notes of a release from its changes against the release before. Makes the document, or a new revision when
/// the draft differs from the current text. Refused for notes that are in review, approved or published: their text is a
/// person's business.
[[nodiscard]] Result<NotesView> generateNotes(Session &session, const Release &release, const Actor &actor);

/// Saves a text that a person wrote on top of revision `base` (none: before the first) and forgets it as unsaved. Goes back
/// to draft from review or approval, because what was signed is not what there is. Refused when somebody else has saved
/// meanwhile, naming who, so that no text is lost below another; and for published notes (rule 4).
[[nodiscard]] Result<NotesView> saveNotes(Session &session, const Release &release, const QString &text,
                                          NotesRevisionId base, const Actor &actor);

/// A correction of published notes: a new revision, which is a draft that is reviewed, signed and published like the first
/// (rule 4). Refused for notes that are not published, for the text that is published (NothingToDo) and as saveNotes is.
[[nodiscard]] Result<NotesView> correctNotes(Session &session, const Release &release, const QString &text,
                                             NotesRevisionId base, const Actor &actor);

/// From draft to in review; approves at once when no role is asked to sign.
[[nodiscard]] Result<NotesView> askForReview(Session &session, const Release &release, const Actor &actor);

/// Signs exactly the text whose hash is `seen` (empty: the current one, whatever it is) for a role. Refused: a text that
/// is no longer the current one (rule 3), a person without the role, the author of the current text where that is the
/// only signature it would have (rule 5 in spirit: nobody is the only one to approve his own words), notes that are not in
/// review. A rejection makes a draft again; the last sign-off that was asked for approves.
[[nodiscard]] Result<NotesView> signNotes(Session &session, const Release &release, const RoleKey &role,
                                          SignOffVerdict verdict, const QString &comment, const QByteArray &seen,
                                          const Actor &actor);

/// From approved to published, for good (rule 4). Refused (GateNotMet) when a sign-off that is asked for now does not
/// count for the current text, and for a text that is not the one whose hash is `seen` (empty: whatever it is).
[[nodiscard]] Result<NotesView> publishNotes(Session &session, const Release &release, const QByteArray &seen,
                                             const Actor &actor);

/// Who is asked to sign, by the product's roles, and how far each is for the current text.
[[nodiscard]] std::vector<AskedSignOff> askedSignOffs(const Product &product, const NotesView &view);

} // namespace humdrum
