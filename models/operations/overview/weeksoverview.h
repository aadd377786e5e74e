// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/permission.h"
#include "operations/overview/places.h"
#include "planning/clients.h"
#include "ports/store.h"

#include <QDate>

namespace humdrum {

/// What a release does in an environment, seen from its train.
enum class StopState {
    Planned,  ///< the train has not left, and is not the next
    Boarding, ///< … it is the next
    Locked,   ///< … and its cut-off has passed
    Waiting,  ///< it left, or its release is there, and this environment comes later
    Queued,   ///< a promotion waits for the worker
    Running,  ///< a promotion is under way
    Gate,     ///< a promotion waits for a person
    Arrived,
    Failed,
    RolledBack,
    Stopped,   ///< aborted or denied, and nothing tried since
    Overtaken, ///< a later release runs there and this one never came
    Empty,     ///< the train left without a release
    Skipped,
    Cancelled,
};
[[nodiscard]] Mark markOf(StopState s);
[[nodiscard]] QString titleOf(StopState s);
struct WeekStop;
[[nodiscard]] Mark markOf(const WeekStop &s);
[[nodiscard]] QString titleOf(const WeekStop &s);

/// One train in one environment.
struct WeekStop {
    TrainId train;
    ReleaseId release; ///< none while the train has none
    QString version;   ///< of the release, else of the train
    StopState state = StopState::Planned;
    Timestamp at{};      ///< when it arrived or stopped; before that when it would arrive, judged by earlier trains
    double fraction = 0; ///< 0..1 of a running promotion, by its steps
    QStringList patches; ///< what the patches that came here after it add to its version: ".1"
    bool brownPaperBag = false;
    PromotionId promotion; ///< the one under way, or the last one
    /// How its release stands there, once its train has left or something of it was tried there: then this gives mark and word,
    /// as on every page.
    std::optional<PlaceVerdict> verdict;
    QString clients;     ///< "1 of 2 clients", of a release in promotion whose train has left
    QStringList missing; ///< … and the names of the environments that still have to get it
    friend bool operator==(const WeekStop &, const WeekStop &) = default;
};

struct WeekColumn {
    int isoYear = 0, isoWeek = 0;
    QDate monday;
    Timestamp from{}, to{}; ///< Monday to Monday in the product's zone
    friend bool operator==(const WeekColumn &, const WeekColumn &) = default;
};

struct WeekLane {
    EnvironmentKey environment;
    QString name, client;
    std::vector<std::vector<WeekStop>> stops; ///< for each column, by departure
    friend bool operator==(const WeekLane &, const WeekLane &) = default;
};

struct FreezeSpan {
    QString title;
    Timestamp from{}, to{};
    QDate firstDay, lastDay;                  ///< in the product's zone, both inclusive
    std::vector<EnvironmentKey> environments; ///< empty: all
    friend bool operator==(const FreezeSpan &, const FreezeSpan &) = default;
};

/// Who drives a train.
struct RotationTurn {
    TrainId train;
    int isoWeek = 0;
    PersonKey deployer, backup;
    QString initials, name, backupInitials;
    bool next = false; ///< the next train to leave
    bool away = false; ///< the deployer is away when it leaves
    QDate awayFrom, awayTo;
    PersonKey substitute; ///< somebody in the rotation who is here and drives neither neighbouring train
    QString substituteInitials;
    friend bool operator==(const RotationTurn &, const RotationTurn &) = default;
};

struct WeeksOverview {
    QString product;
    QByteArray zone;
    std::vector<WeekColumn> columns;
    std::vector<WeekLane> lanes; ///< environments by rank
    std::vector<FreezeSpan> freezes;
    std::vector<RotationTurn> rotation; ///< the next trains, at most eight
    TrainId nextTrain;
    Timestamp now{};
};

/// `first` is any day of the first week to show, `weeks` 1..104. NotFound before a product is described.
[[nodiscard]] Result<WeeksOverview> readWeeks(Session &session, QDate first, int weeks, Timestamp now);

/// What one line of a manifest brings.
struct ManifestLine {
    ServiceKey service;
    QString name;
    QString version;  ///< empty when the service has no build
    QString previous; ///< version in the release before
    int changes = 0;
    friend bool operator==(const ManifestLine &, const ManifestLine &) = default;
};

enum class AttentionKind {
    Late,            ///< its departure has passed and it has not left
    PromotionFailed, ///< the last attempt of a service in an environment
    Held,            ///< nothing is promoted there until the hold is lifted
    NotAssembled,    ///< it is the next train, changes wait, and no release has been made of them
    NoNoteEntry,
    NoNotes, ///< nothing has been written about any change
    AfterCutoff,
    SignOffMissing,
    NotPassed
};
struct AttentionItem {
    AttentionKind kind = AttentionKind::NoNoteEntry;
    ServiceKey service;
    QString commit;                ///< full hash
    QString type, summary, author; ///< PromotionFailed, Held: `summary` is why
    Duration late{0};              ///< Late, AfterCutoff
    QStringList names;             ///< SignOffMissing: roles; NotPassed: stages; PromotionFailed, Held: where
    int changes = 0;               ///< NotAssembled, NoNotes: how many it is about
    friend bool operator==(const AttentionItem &, const AttentionItem &) = default;
};
[[nodiscard]] Mark markOf(AttentionKind k);

/// The side panel: one train.
struct TrainOverview {
    Train train;
    std::optional<Release> release;
    QByteArray zone;
    QString deployer, backup; ///< names
    QString departure;        ///< departureLine()
    bool cutoffPassed = false;
    std::optional<ClientReach> clients; ///< while the release is in promotion
    bool assembled = false;             ///< false: `manifest` is what would ride if it were assembled now
    std::vector<ManifestLine> manifest; ///< in the order of the configuration
    QString previousVersion;            ///< of the release that `changes` are counted from; empty for the first
    std::vector<AttentionItem> attention;
    int changes = 0, lines = 0, files = 0;
    int internal = 0;   ///< of the changes: those that the notes need not tell
    int documented = 0; ///< of the other changes: those that the notes tell; 0 while there are no notes
    std::optional<double> medianChanges; ///< of the trains before, at most 12
    int medianOver = 0;                  ///< how many trains that is
    bool brownPaperBag = false;
    QStringList patches; ///< versions of its patches
    /// What a release assembled now would take: the newest build of each service whose stages have all passed.
    QHash<ServiceKey, BuildId> candidates;
    QStringList withoutCandidate; ///< names of services none of whose builds has passed
    Permission mayPlan;           ///< by the same rule as making a release anywhere else
};

/// NotFound for a train that is not there. `person` is who looks.
[[nodiscard]] Result<TrainOverview> readTrain(Session &session, TrainId train, const QString &person, Timestamp now);

} // namespace humdrum
