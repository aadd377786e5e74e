// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/store.h"

#include <optional>
#include <vector>

namespace humdrum {

/// One answer of the train strip: "✓ pools", "! 1 note missing".
struct StripGate {
    GateKind kind = GateKind::Upstream;
    Mark mark = Mark::Waiting;
    QString text;    ///< short, translated
    QString details; ///< the facts behind it, one per line; may be empty
    friend bool operator==(const StripGate &, const StripGate &) = default;
};

/// The next train in one line: when it leaves, who drives, what is missing.
struct TrainStrip {
    TrainId train;
    ReleaseId release; ///< none while nothing was assembled
    QString version;   ///< of the release, else of the train
    Timestamp departure{};
    QString deployer, backup; ///< initials, else keys; empty when nobody is planned
    QString deployerName, backupName;
    int changes = 0; ///< aboard, or what would be aboard if it were assembled now
    bool assembled = false;
    int internal = 0;   ///< of changes: those that the notes need not tell
    int documented = 0; ///< of the other changes: those that the notes tell; 0 without notes
    std::vector<StripGate> gates;
    friend bool operator==(const TrainStrip &, const TrainStrip &) = default;
};

/// What stands around every page.
struct ShellOverview {
    bool described = false; ///< false before `init`: nothing else is filled
    QString product;
    QByteArray zone;
    int services = 0, environments = 0;
    std::optional<TrainStrip> strip; ///< none when no train is planned
    int openReleases = 0;            ///< assembled or in promotion
    int notesToFinish = 0; ///< documents of open releases that are not approved, and open releases without one
    int unfinishedPromotions = 0;
    int waitingPromotions = 0;   ///< of those: at a gate that a person has to open
    int unsettledPromotions = 0; ///< ended badly, and nobody tried or decided anything since
    int decisions = 0;           ///< of those: that a person has to decide on
    int holds = 0;
    bool queuePaused = false; ///< no worker takes what is queued
    /// What waits for a person; the promotions page lists it.
    [[nodiscard]] int needAPerson() const { return waitingPromotions + unsettledPromotions + holds; }
    struct Somebody {
        PersonKey key;
        QString name;
        friend bool operator==(const Somebody &, const Somebody &) = default;
    };
    std::vector<Somebody> people;
    friend bool operator==(const ShellOverview &, const ShellOverview &) = default;
};

/// Reads it all in one transaction. A store without a product is no error. Storage thread.
[[nodiscard]] Result<ShellOverview> readShellOverview(Session &session, Timestamp now);

} // namespace humdrum
