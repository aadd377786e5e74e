// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "ports/store.h"

#include <QSet>

namespace humdrum {

/// What people have said and ticked of a release before it goes somewhere.

/// What a release's own sign-off signs: its builds and the text of its notes, SHA-256 hex over the manifest's digest, a line
/// end, and the hash of the text (empty without notes). So it counts for exactly this release and this text (rule 3), also
/// where an environment asks for approval but not for notes.
[[nodiscard]] QByteArray releaseHash(const QString &manifestDigest, const QByteArray &notesHash);
/// The hash for the release as it is now.
[[nodiscard]] Result<QByteArray> releaseHash(Session &session, const Release &release);

/// A role that approvals are asked of, and how far it is.
struct RoleApprovals {
    RoleKey role;
    QString roleName;
    int wanted = 1;
    QStringList by;    ///< people who have approved and count, by key
    QStringList asked; ///< people who still could, by key
    friend bool operator==(const RoleApprovals &, const RoleApprovals &) = default;
};

struct ApprovalStanding {
    /// The roles that the environment asks; one without a key for anybody who may approve, where it names none.
    std::vector<RoleApprovals> roles;
    QStringList rejectedBy; ///< whose last word is no: one is enough to stop it
    QStringList selfBy;     ///< approved, but deploy it: they do not count (rule 5)
    [[nodiscard]] bool enough() const;
    friend bool operator==(const ApprovalStanding &, const ApprovalStanding &) = default;
};

/// How far the approvals of a release for an environment are: sign-offs of the text its notes have now, and of the release as
/// it is now. The last word of a person counts; a rejection stands, in whatever role, until the same person approves or what
/// was signed changes. `deployers` do not count.
[[nodiscard]] Result<ApprovalStanding> approvalsOf(Session &session, const Product &product,
                                                   const Environment &environment, const Release &release,
                                                   const QSet<QString> &deployers);
/// In one line, people by their names: "Client lead 1 of 2 (Ann Lee), asked: Bob Ray".
[[nodiscard]] QString textOf(const ApprovalStanding &standing, const Product &product);

/// Who deploys a release: whoever asks for it, and the deployer of its train.
[[nodiscard]] Result<QSet<QString>> deployersOf(Session &session, const std::optional<Release> &release,
                                                const QString &person);

/// An environment's checklist for a release, in the order of the description. What is not described any more, or worded anew,
/// is not there.
[[nodiscard]] Result<std::vector<ChecklistTick>> checklistOf(Session &session, const Environment &environment,
                                                             ReleaseId release);

} // namespace humdrum
