// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/permission.h"
#include "operations/overview/pipelineoverview.h"
#include "operations/overview/places.h"
#include "planning/clients.h"
#include "ports/listings.h"

namespace humdrum {

/// One release in the list.
struct ReleaseRow {
    ReleaseId id;
    QString version;
    ReleaseKind kind = ReleaseKind::Regular;
    ReleaseState state = ReleaseState::Assembled;
    QString patches; ///< version of the release that a patch or rollback names
    QString train;   ///< empty: none
    Timestamp departure{};
    int changes = 0;  ///< against `previous`
    QString previous; ///< version of the release before; empty for the first
    std::optional<NotesState> notes;
    QStringList runsIn; ///< names of the environments that run exactly its builds, by rank
    int environments = 0;
    std::optional<ClientReach> clients; ///< while it is in promotion
    QString partly;                     ///< where no environment runs all of it: "part of it in 2 of 6"; else empty
    QString createdBy;                  ///< name, or account; empty for one that was imported
    Timestamp createdAt{};
    friend bool operator==(const ReleaseRow &, const ReleaseRow &) = default;
};

struct ReleasesOverview {
    QByteArray zone;
    std::vector<ReleaseRow> releases; ///< newest first, at most as many as were asked for
    int matching = 0;                 ///< how many the filter lets through
    int all = 0, open = 0;            ///< of all: assembled or in promotion
    bool hasBuilds = false;           ///< there is something a release could be made of
    Permission mayPromote;
};

/// NotFound before a product is described. `person` is who looks.
[[nodiscard]] Result<ReleasesOverview> readReleases(Session &session, const ReleaseFilter &filter,
                                                    const QString &person);

/// A line of a manifest with what it replaces.
struct ReleaseLine {
    ServiceKey service;
    QString name;
    QString version, commit;   ///< empty when the release has no build of the service
    QString previous;          ///< version in the release before
    int changes = 0, lost = 0; ///< commits; lost ones were in the release before
    friend bool operator==(const ReleaseLine &, const ReleaseLine &) = default;
};

/// How a release stands to an environment.
enum class Standing {
    Runs,    ///< all its builds run there
    Ran,     ///< they ran there, others do now
    Moving,  ///< a promotion is under way or waits
    Next,    ///< every gate that can be known beforehand lets it pass
    Blocked, ///< a gate does not
    Closed,  ///< the release was withdrawn
};

struct ReleasePlace {
    EnvironmentKey environment;
    QString name, client;
    Standing standing = Standing::Blocked;
    PlaceState state = PlaceState::Waiting;
    Mark mark = Mark::Waiting; ///< of the state, as on every page
    QString word;              ///< translated, as on every page
    Timestamp at{};            ///< Runs, Ran: when it came
    QString by;                ///< Runs, Ran: who deployed it
    QString runs;              ///< version of what runs there otherwise
    QString why;               ///< Moving: its step; Blocked: the gates, in one line
    PromotionId promotion;     ///< Moving: one under way; Runs, Ran: the one that brought it, if any
    friend bool operator==(const ReleasePlace &, const ReleasePlace &) = default;
};

/// Why a release is a brown paper bag.
struct BagFact {
    QString tier;
    Duration after{0}; ///< between its first deployment to the tier and the remedy
    QString by;        ///< version of the patch or rollback; empty when only a deployment was rolled back
    bool rollback = false;
    friend bool operator==(const BagFact &, const BagFact &) = default;
};

struct ReleaseOverview {
    ReleaseRow row;
    QByteArray zone;
    TrainState trainState = TrainState::Planned;
    QString trainLine;                 ///< departureLine() of its train; empty: it rides none
    std::vector<ReleaseLine> manifest; ///< in the order of the configuration
    std::vector<ReleasePlace> places;  ///< environments by rank
    std::vector<ChangeLine> changes;   ///< grouped by service, newest first
    int documented = 0, missing = 0;   ///< of the changes that notes have to tell; 0 without notes
    std::optional<BagFact> brownPaperBag;
    QString withdrawnBy, withdrawnWhy;
    Timestamp withdrawnAt{};
    int unfinished = 0; ///< promotions
    Permission mayPromote;
    Permission mayWithdraw;
};
/// NotFound for a release that is not there.
[[nodiscard]] Result<ReleaseOverview> readRelease(Session &session, ReleaseId id, const QString &person);

/// Two releases side by side.
struct ReleaseComparison {
    QString from, to;
    std::vector<ReleaseLine> services; ///< `previous` in from, `version` in to
    std::vector<ChangeLine> gained, lost;
};
/// By version, because that is what a person types. NotFound names the nearest there are.
[[nodiscard]] Result<ReleaseComparison> compareReleases(Session &session, const QString &from, const QString &to);

/// All versions, newest first: what a field completes.
[[nodiscard]] Result<QStringList> readVersions(Session &session);

/// A build that a new release could take.
struct DraftBuild {
    BuildId id;
    QString version, commit;
    int changes = 0, lost = 0; ///< against the service's `base`
    bool onMainLine = true;
    friend bool operator==(const DraftBuild &, const DraftBuild &) = default;
};
/// A build that may not ride yet.
struct DraftBlocked {
    QString version;
    QStringList stages; ///< "Component: failed", "Commit: not run"
    friend bool operator==(const DraftBlocked &, const DraftBlocked &) = default;
};
struct DraftService {
    ServiceKey service;
    QString name;
    QString base;                      ///< version in the release before, or in the patched one
    BuildId chosen;                    ///< what is taken unless told otherwise; none: nothing has passed
    std::vector<DraftBuild> choices;   ///< builds that have passed, newest first
    std::vector<DraftBlocked> blocked; ///< builds newer than `chosen` that have not passed
    friend bool operator==(const DraftService &, const DraftService &) = default;
};
struct DraftTrain {
    TrainId id;
    QString version;
    Timestamp departure{};
    QString releaseVersion; ///< what a release on it would be called
    friend bool operator==(const DraftTrain &, const DraftTrain &) = default;
};
/// What a new release, or a patch of `patches`, could be made of.
struct ReleaseDraft {
    QByteArray zone;
    Timestamp now{};
    std::optional<Release> patches;
    QString previous;               ///< version of the release that changes are counted from; empty for the first
    QString version;                ///< of the patch; empty for a new release, whose train names it
    std::vector<DraftTrain> trains; ///< that it could ride, the next one first, at most six; none for a patch
    std::vector<DraftService> services;
    Permission mayCreate;
};
[[nodiscard]] Result<ReleaseDraft> readReleaseDraft(Session &session, ReleaseId patches, const QString &person,
                                                    Timestamp now);

} // namespace humdrum
