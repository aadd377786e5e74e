// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// A stage as the chosen release (or build) meets it.
struct PipelineNode {
    QString id; ///< key of the stage
    QString name;
    StageKind kind = StageKind::Test;
    ServiceKey service;         ///< of Commit and Test
    EnvironmentKey environment; ///< of Deploy
    Mark mark = Mark::Waiting;
    QString word;        ///< translated state: "passed", "awaiting gate"
    bool strong = false; ///< the chosen release has been here or is here now
    // Commit, Test, Join
    StageRunId run;
    QString version; ///< of the build; of the release for a Join
    TestCounts tests;
    Duration took{0};      ///< 0 while unknown
    Timestamp startedAt{}; ///< of what is under way
    // Deploy
    QString runs;                ///< what it runs as a whole, Occupancy::title(), briefer where `gone`; empty: nothing
    QString runsWhat;            ///< the same at length, Occupancy::sentence()
    bool gone = false;           ///< the chosen release ran there, and something else does now
    QString comes;               ///< the chosen release where it would replace what runs
    Timestamp since{};           ///< since when it runs that
    QString step;                ///< of the promotion under way: "Smoke test"
    double fraction = 0;         ///< 0..1 of the promotion under way
    PromotionId promotion;       ///< under way, or the last of the chosen release
    bool mayReceive = false;     ///< the chosen release is not there and nothing is under way
    bool upstreamPassed = false; ///< … and all before it has passed: the obvious next click
    bool held = false;
    QString note; ///< a fact worth a tooltip: why it failed, what holds it

    friend bool operator==(const PipelineNode &, const PipelineNode &) = default;
};

/// What goes from one stage to the next.
struct PipelineEdge {
    int from = 0, to = 0;      ///< indices into PipelineOverview::nodes
    Mark mark = Mark::Waiting; ///< Passed: went through. Running: is going. Waiting: has not come that far
    bool strong = false;       ///< on the path of the chosen release
    friend bool operator==(const PipelineEdge &, const PipelineEdge &) = default;
};

struct PipelineRow {
    ServiceKey service;
    QString name, version;
    friend bool operator==(const PipelineRow &, const PipelineRow &) = default;
};

struct PipelineChoice {
    ReleaseId id;
    QString version;
    ReleaseState state = ReleaseState::Assembled;
    friend bool operator==(const PipelineChoice &, const PipelineChoice &) = default;
};

struct BuildChoice {
    BuildId id;
    ServiceKey service;
    QString version, commit;
    friend bool operator==(const BuildChoice &, const BuildChoice &) = default;
};

struct PipelineOverview {
    QString product;
    QByteArray zone;
    std::optional<Release> release; ///< the chosen one
    std::optional<Build> build;     ///< the chosen one, when the path of one commit is asked for
    std::vector<PipelineRow> rows;  ///< services in the order of the configuration
    std::vector<PipelineNode> nodes;
    std::vector<PipelineEdge> edges;
    std::vector<PipelineChoice> releases; ///< newest first, at most 40
    std::vector<BuildChoice> builds;      ///< newest first, at most 12 for each service
    Timestamp now{};
};

/// What to show: a release, or the path of one build. Neither: the newest release.
struct PipelineAsk {
    ReleaseId release;
    BuildId build;
};
/// NotFound before a product is described, and for a release or build that is not there.
[[nodiscard]] Result<PipelineOverview> readPipeline(Session &session, const PipelineAsk &ask, Timestamp now);

/// One line of what a promotion does, or one attempt of a stage.
struct StepLine {
    QString id;    ///< unique in the list
    QString title; ///< "Deploy billing 4.18.2, ledger 1.9.7"
    Mark mark = Mark::Waiting;
    QString word; ///< translated state
    Duration took{0};
    Timestamp startedAt{}; ///< noTime before it began
    bool underWay = false;
    TestCounts tests;
    QString message;
    PromotionId promotion; ///< whose log tells more; of the service that is furthest behind
    friend bool operator==(const StepLine &, const StepLine &) = default;
};

/// One change that an environment gets or a stage tests.
struct ChangeLine {
    QString id; ///< service and commit
    ServiceKey service;
    QString commit; ///< full hash
    QString type;   ///< as in Change
    bool breaking = false;
    QString summary, author;
    QStringList references;
    friend bool operator==(const ChangeLine &, const ChangeLine &) = default;
};

[[nodiscard]] ChangeLine lineOf(const ServiceKey &service, const Change &change);

/// What of some changes a client is told, by the rule of the notes (sectionsOf()).
struct ClientChanges {
    std::vector<ChangeLine> told; ///< in their order
    int internal = 0;             ///< the others, without merges, which bring nothing of their own
};
[[nodiscard]] ClientChanges clientChanges(const std::vector<Change> &changes);

/// The panels below the picture: one stage.
struct StageOverview {
    StageKey stage;
    StageKind kind = StageKind::Test;
    QString name;
    EnvironmentKey environment;
    ServiceKey service;
    QByteArray zone;
    QString promoting; ///< release (or build) of the promotion that `steps` are about; empty: none yet
    PromotionState promotionState = PromotionState::Queued; ///< the least advanced of its services
    bool rollback = false;                                  ///< it is a rollback
    std::vector<PromotionId> unfinished;
    std::vector<StepLine> steps;
    QString runs, comes;             ///< from → to: of an environment, or what comes and the build or release before it
    QString runsWhat;                ///< `runs` at length
    std::vector<ChangeLine> changes; ///< of an environment those that its client is told
    int internal = 0;                ///< of an environment: the others
    bool mayRollBack = false;        ///< there is a good build to go back to
    bool mayReceive = false;
    QString commit; ///< of a service's stage: the commit a new attempt would run for
};
/// Precondition as readPipeline(). NotFound for a stage that is not there.
[[nodiscard]] Result<StageOverview> readStage(Session &session, const PipelineAsk &ask, const StageKey &stage);

/// The promotions of one click, for whoever watches them.
struct GroupOverview {
    EnvironmentKey environment;
    QString environmentName;
    QString subject; ///< release, or the one build
    bool rollback = false;
    PromotionState state = PromotionState::Queued;
    QString message;     ///< of the promotion that gives the state
    double fraction = 0; ///< 0..1 by steps
    std::vector<PromotionId> promotions, unfinished;
    std::vector<StepLine> steps;
    bool mayRollBack = false;
};
/// The group that `promotion` belongs to. NotFound for one that is not there.
[[nodiscard]] Result<GroupOverview> readPromotionGroup(Session &session, PromotionId promotion);

} // namespace humdrum
