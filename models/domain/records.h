// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/ids.h"
#include "domain/states.h"
#include "domain/time.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace humdrum {

/// Who does something: a person of the product where known, the account of the machine otherwise.
struct Actor {
    QString person;  ///< key of a person, or the operating system's user name
    QString program; ///< "humdrum", "humdrumctl", "worker"
    QString host;
};

struct Build {
    BuildId id;
    ServiceKey service;
    QString version; ///< unique with service: a version never means two digests (rule 12)
    QString commit;  ///< full hash, lower case
    QString digest;  ///< "git-tree:<hash>" or "sha256:<hex>"
    Timestamp builtAt{};
};

struct TestCounts {
    int total = 0;  ///< all that were found
    int failed = 0; ///< assertions
    int errors = 0; ///< technical
    int skipped = 0;
    [[nodiscard]] int passed() const { return total - failed - errors - skipped; }
    friend bool operator==(const TestCounts &, const TestCounts &) = default;
};

struct TestFailure {
    QString suite;
    QString name;
    QString message;
    bool error = false;
};

struct StageRun {
    StageRunId id;
    StageKey stage;
    BuildId build;       ///< for Commit and Test
    ManifestId manifest; ///< for Join
    QString commit;      ///< known before there is a build
    int attempt = 1;     ///< counts from 1 per stage and subject
    StageRunState state = StageRunState::Queued;
    Timestamp queuedAt{}, startedAt{}, finishedAt{};
    TestCounts tests;
    std::vector<TestFailure> failures; ///< at most the first 100
    Cause cause = Cause::Unknown;
    QString logFile; ///< absolute path, may be empty
    QString message; ///< why it failed or errored, one line
};

struct Manifest {
    ManifestId id;
    std::map<ServiceKey, BuildId> builds; ///< one for each service
    QString digest;                       ///< SHA-256 over sorted "service version digest" lines; unique
    Timestamp createdAt{};
};

struct Release {
    ReleaseId id;
    QString version; ///< "2026.48", a patch "2026.48.1"
    ReleaseKind kind = ReleaseKind::Regular;
    ReleaseState state = ReleaseState::Assembled;
    ManifestId manifest;
    TrainId train;     ///< may be none for a patch
    ReleaseId patches; ///< the release a patch or rollback names
    Timestamp createdAt{};
};

struct Train {
    TrainId id;
    QString version; ///< ISO year and week of its departure, "2026.48"
    int isoYear = 0;
    int isoWeek = 0; ///< 1..53
    Timestamp departure{};
    Timestamp cutoff{};
    PersonKey deployer, backup;
    TrainState state = TrainState::Planned;
    ReleaseId release;                   ///< none while empty
    QString reason;                      ///< of skipped or cancelled
    Timestamp departedAt{}, arrivedAt{}; ///< noTime until then
};

struct Change {
    ChangeId id;
    ServiceKey service;
    QString commit;      ///< full hash
    QStringList parents; ///< full hashes
    qint64 ordinal = -1; ///< position on the main line from 0, oldest first; -1 when not on it
    QString type;        ///< Conventional Commits type, lower case; empty when the subject is not conventional
    QString scope;
    bool breaking = false;
    QString summary; ///< the description, or the whole subject
    QString body;
    QString authorName, authorEmail;
    Timestamp authoredAt{}, committedAt{};
    int files = 0, added = 0, removed = 0;
    QStringList references; ///< "#1234", "ABC-12"
};

struct PromotionRequest {
    ServiceKey service;
    EnvironmentKey environment;
    BuildId build;
    ReleaseId release; ///< none for a single build
    PromotionKind kind = PromotionKind::Forward;
    QHash<QString, QString> overrides; ///< word of a gate -> reason
    QString reason;                    ///< of a rollback
    Cause cause = Cause::Unknown;      ///< of what a rollback takes back, where the person who asks says it
};

struct Promotion {
    PromotionId id;
    PromotionGroupId group; ///< those asked for by one click
    int position = 0;       ///< in the group, the order of the services
    int turn = 0;           ///< in the group, when it is taken: its position, but of a retry that of what it retries
    PromotionId retries;    ///< the one that this is a new attempt of; none otherwise
    PromotionRequest request;
    PromotionState state = PromotionState::Queued;
    BuildId replaces;        ///< what ran before, none for the first
    DeploymentId deployment; ///< what it made, once succeeded
    QString requestedBy;
    Timestamp queuedAt{}, startedAt{}, finishedAt{};
    QString message; ///< why it is where it is, one line
    Cause cause = Cause::Unknown;
    QString logFile; ///< absolute path
    QString worker;  ///< "boot-id/pid/start-time" of the worker that claimed it, empty while queued
    std::optional<PromotionState> decided{}; ///< how it will end, once what runs is ended and cleaned up
    /// AwaitingGate: since when it waits, and when it is denied. In its soak: since when, and when that ends. noTime before.
    Timestamp waitsSince{}, waitsUntil{};
};

/// What a person answered to a promotion that did not succeed. Each is answered once.
struct Decision {
    DecisionId id;
    PromotionId promotion;
    DecisionChoice choice = DecisionChoice::Retry;
    QString reason;
    QString by;
    Timestamp at{};
    PromotionGroupId rollback; ///< the promotions that take back what was deployed; none for another choice
};

struct PromotionStep {
    StepId id;
    PromotionId promotion;
    int position = 0;
    StepKind kind = StepKind::PreFlight;
    int attempt = 1;
    StepState state = StepState::Pending;
    QString title;          ///< "Deploy billing 4.18.2"
    QByteArray commandHash; ///< SHA-256 hex over the command as it will be run; committed before it is spawned
    QString process;        ///< "boot-id/pid/start-time" of its launcher, empty when it has no process
    QString runFolder;      ///< absolute, where its command leaves what it does; committed before it is spawned
    std::optional<int> exitCode;
    Timestamp startedAt{}, finishedAt{};
    TestCounts tests;
    QString message;
};

struct GateOutcome {
    GateKind kind = GateKind::Upstream;
    GateResult result = GateResult::Error;
    QString text;        ///< the facts, for people: "38.0 GiB free, 2.0 GiB needed"
    Timestamp opensAt{}; ///< Window and freeze: when it next opens; noTime when it does not apply
    QString overriddenBy, overrideReason;
    Timestamp checkedAt{};
};

struct Deployment {
    DeploymentId id;
    ServiceKey service;
    EnvironmentKey environment;
    BuildId build;
    ReleaseId release;     ///< none when unknown
    PromotionId promotion; ///< none when imported or observed
    DeploymentOrigin origin = DeploymentOrigin::Imported;
    DeploymentOutcome outcome = DeploymentOutcome::Running;
    Timestamp from{};
    Timestamp to{};               ///< noTime while it runs
    Timestamp startedAt{};        ///< of the deploying, before `from`
    QString deployer;             ///< person key or name
    Cause cause = Cause::Unknown; ///< of a failure
    QString message;              ///< of a failure
    DeploymentId remedies;        ///< the failed deployment this one makes good; none otherwise
    bool attended = false;        ///< it needed a retry or an override
};

/// Whether nothing is recorded against `deployment`: it came up and its smoke test passed, also where it was rolled back
/// later.
[[nodiscard]] inline bool cameWell(const Deployment &deployment)
{
    return deployment.outcome != DeploymentOutcome::Failed && deployment.message.isEmpty() &&
        deployment.cause == Cause::Unknown;
}

/// Whether `deployment` counts as a good one: it runs or was replaced, and nothing is recorded against it.
[[nodiscard]] inline bool wentWell(const Deployment &deployment)
{
    return deployment.outcome != DeploymentOutcome::RolledBack && cameWell(deployment);
}

struct NotesDocument {
    NotesDocumentId id;
    ReleaseId release;
    NotesState state = NotesState::Draft;
    NotesRevisionId current;
};

struct NotesRevision {
    NotesRevisionId id;
    NotesDocumentId document;
    int number = 1;  ///< counts from 1
    QString text;    ///< Markdown, the stored truth
    QByteArray hash; ///< SHA-256 hex of the text as UTF-8
    QString author;
    Timestamp at{};
};

/// What a person typed and has not saved yet. No part of the document: it has no number and nobody can sign it.
struct UnsavedNotes {
    ReleaseId release;
    QString person;
    NotesRevisionId base; ///< the revision the typing began with; none before the first
    QString text;
    QByteArray hash; ///< SHA-256 hex of the text as UTF-8
    Timestamp at{};
};

struct SignOff {
    SignOffId id;
    NotesDocumentId document;
    QByteArray hash; ///< of the text that was signed (rule 3)
    RoleKey role;
    QString person;
    SignOffVerdict verdict = SignOffVerdict::Approved;
    QString comment;
    Timestamp at{};
};

/// What a person said of a release itself, for gates that ask for approval.
struct ReleaseSignOff {
    SignOffId id;
    ReleaseId release;
    QByteArray hash; ///< of what was signed: releaseHash() (rule 3)
    RoleKey role;
    QString person;
    SignOffVerdict verdict = SignOffVerdict::Approved;
    QString comment;
    Timestamp at{};
};

/// The last word about an item of an environment's checklist for a release.
struct ChecklistTick {
    QString item; ///< its text: what is worded anew is not ticked
    bool ticked = false;
    QString person;
    Timestamp at{};
};

/// A defect.
struct Issue {
    IssueId id;
    ServiceKey service;
    StageKey caughtAt;          ///< stage that caught it; empty when it escaped to a client
    EnvironmentKey environment; ///< where it escaped or failed
    ReleaseId introducedBy;
    Severity severity = Severity::Major;
    Cause cause = Cause::Change;
    QString title;
    QString commit; ///< of the build it was found in
    Timestamp foundAt{};
};

struct Hold {
    HoldId id;
    ServiceKey service;         ///< empty: all
    EnvironmentKey environment; ///< empty: all
    QString reason;
    QString setBy;
    Timestamp setAt{};
    Timestamp liftedAt{}; ///< noTime while it holds
    QString liftedBy;
};

/// Stops the workers from taking what is queued until it is resumed.
struct QueuePause {
    QString reason;
    QString by;
    Timestamp at{};
    friend bool operator==(const QueuePause &, const QueuePause &) = default;
};

struct PoolSample {
    PoolKey pool;
    QString resource;
    double used = 0;
    double capacity = 0;
    Timestamp at{};
};

struct AuditEvent {
    AuditEventId id;
    Timestamp at{};
    Actor actor;
    QString action;    ///< "promotion.queued", "release.created": aggregate, dot, what happened
    QString subject;   ///< aggregate and id, "promotion:17"
    QByteArray before; ///< compact JSON object, empty when it did not exist
    QByteArray after;  ///< compact JSON object
    QString reason;
    QByteArray previousHash; ///< hex, of the row before; empty for the first
    QByteArray hash;         ///< hex SHA-256 over previousHash and all fields above
};

} // namespace humdrum
