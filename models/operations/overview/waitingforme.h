// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/store.h"

namespace humdrum {

/// Why something waits for one person, in the order in which they should look.
enum class WaitingKind {
    Decision,  ///< a promotion ended badly, or waits at a gate, and nobody decided
    Approval,  ///< an environment asks their role for an approval of a release
    SignOff,   ///< a role of theirs has not signed the text there is
    Checklist, ///< what is to be ticked before the release of their train may go somewhere
    Notes,     ///< an open release without notes, or with a draft that nobody was asked about
    Train,     ///< they are deployer or backup of a train that leaves soon
};

/// One thing that waits.
struct WaitingItem {
    WaitingKind kind = WaitingKind::Decision;
    Mark mark = Mark::Waiting;
    QString title;            ///< what it is about: "billing 4.18.2 → Aurora production"
    QString why;              ///< what to do, or what is missing, in one line
    QString subject;          ///< as in the audit log: "promotion:4", "notes:17", "train:9"
    QString part;             ///< what tells apart two of one subject: the role to sign for
    Timestamp since = noTime; ///< of a train: its departure
    friend bool operator==(const WaitingItem &, const WaitingItem &) = default;
    /// Unique in one list.
    [[nodiscard]] QString key() const;
};
[[nodiscard]] QString titleOf(WaitingKind kind);
/// The word of a kind, for scripts. Never translated.
[[nodiscard]] QString wordOf(WaitingKind kind);

/// A train is "my week" this long before it leaves.
inline constexpr std::chrono::days myWeek{7};

/// Everything in which the product waits for `person` (key, or an account where no people are described: then it is what
/// waits for anybody), most urgent first. Decisions and notes are for who may promote. Empty before a product is described. Storage thread.
[[nodiscard]] Result<std::vector<WaitingItem>> readWaiting(Session &session, const QString &person, Timestamp now);

} // namespace humdrum
