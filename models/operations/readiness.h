// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/readiness.h"

namespace humdrum {

/// What stands between a release and one environment that only people can do.
struct EnvironmentReadiness {
    EnvironmentKey environment;
    QString name;
    std::optional<ApprovalStanding> approvals; ///< none: it asks for none
    QString approvalText;                      ///< textOf(), people by their names
    std::vector<ChecklistTick> checklist;      ///< people by their names; empty: it has none
    friend bool operator==(const EnvironmentReadiness &a, const EnvironmentReadiness &b);
};

/// What people are asked for a release, by environment; those that ask for nothing are left out.
struct ReleaseReadiness {
    ReleaseId release;
    QString version;
    QByteArray hash; ///< what an approval would sign
    std::optional<NotesState> notes;
    std::vector<RoleKey> roles; ///< in which `person` may approve
    QString whyNotApprove;      ///< empty: may
    QString whyNotTick;         ///< empty: may
    QByteArray zone;
    std::vector<EnvironmentReadiness> environments;
    friend bool operator==(const ReleaseReadiness &, const ReleaseReadiness &) = default;
};
/// NotFound for a release that is not there. `person` is who looks; whoever promotes counts as deployer only when it is asked for.
[[nodiscard]] Result<ReleaseReadiness> readReadiness(Session &session, ReleaseId release, const QString &person);

/// Approves or rejects a release for a role. Notes that are in review are signed with it (signNotes()); otherwise it is the
/// release that is signed, with the text its notes have now, or none. `seen`: releaseHash() of what the person has read;
/// empty: whatever there is. Refused: a person without the role, a role that may not approve, a release that was withdrawn,
/// a text that is not the one that was read (rule 3), and what signNotes() refuses.
[[nodiscard]] Result<ReleaseReadiness> approveRelease(Session &session, const Release &release, const RoleKey &role,
                                                      SignOffVerdict verdict, const QString &comment,
                                                      const QByteArray &seen, const Actor &actor);

/// Ticks an item of an environment's checklist for a release, or takes that back. `item` is its text, or its number in the
/// list from 1. Refused: whoever is not one of the people, a release that was withdrawn; NothingToDo when it is so already.
[[nodiscard]] Result<std::vector<ChecklistTick>> tickItem(Session &session, const Release &release,
                                                          const EnvironmentKey &environment, const QString &item,
                                                          bool ticked, const Actor &actor);
/// The checklist alone; NotFound for an environment that is not there.
[[nodiscard]] Result<std::vector<ChecklistTick>> readChecklist(Session &session, const Release &release,
                                                               const EnvironmentKey &environment);

} // namespace humdrum
