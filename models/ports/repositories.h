// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"
#include "domain/records.h"
#include "ports/listings.h"

#include <optional>
#include <span>
#include <vector>

/// Interfaces of the stored aggregates, one repository each. They are reached through a Session (ports/store.h), live
/// only inside its transaction and only on the storage thread. Every method that changes a state also appends the audit
/// event in the same transaction (rule 10): a caller cannot forget it. A look-up that finds nothing returns an empty
/// optional or vector; Error is for refusals (illegal transition, a rule) and technical failures.
namespace humdrum {

class ProductRepository {
public:
    virtual ~ProductRepository() = default;
    /// The described product, from the text of the humdrum.yaml that was accepted last; empty before `init`.
    [[nodiscard]] virtual Result<std::optional<Product>> current() = 0;
    /// Makes `product` the described one and keeps the text as a revision. The same digest again changes nothing.
    /// Refuses (RuleRefused) to drop a service or environment that has an unfinished promotion.
    virtual Result<void> describe(const Product &product, const QByteArray &yaml) = 0;
};

class ChangeRepository {
public:
    virtual ~ChangeRepository() = default;
    /// Adds or updates (ordinal, references) by (service, commit). Returns how many are new.
    virtual Result<int> import(const ServiceKey &service, std::span<const Change> changes) = 0;
    [[nodiscard]] virtual Result<std::optional<Change>> find(const ServiceKey &service, const QString &commit) = 0;
    [[nodiscard]] virtual Result<std::optional<Change>> byId(ChangeId id) = 0;
    /// All of a service, oldest first by committedAt. Bodies included only when asked for.
    [[nodiscard]] virtual Result<std::vector<Change>> all(const ServiceKey &service, bool bodies = false) = 0;
    /// Those of `commits` that are known, without bodies, in any order.
    [[nodiscard]] virtual Result<std::vector<Change>> ofCommits(const ServiceKey &service,
                                                                const QStringList &commits) = 0;
    /// Those committed at `since` or later, oldest first, as a graph: only id, service, commit, parents and committedAt are
    /// filled.
    [[nodiscard]] virtual Result<std::vector<Change>> graph(const ServiceKey &service, Timestamp since) = 0;
    /// In no order; bodies are not loaded. Unknown ids are left out.
    [[nodiscard]] virtual Result<std::vector<Change>> byIds(std::span<const qint64> ids) = 0;
    [[nodiscard]] virtual Result<std::optional<Change>> newestOnMainLine(const ServiceKey &service) = 0;
    /// Case-insensitive substring of summary, commit prefix or reference; newest first.
    [[nodiscard]] virtual Result<std::vector<Change>> search(const QString &text, int limit) = 0;
};

class BuildRepository {
public:
    virtual ~BuildRepository() = default;
    /// Adds the build or returns the id of the same (service, version, commit, digest). The same service and version with another
    /// digest is refused (rule 12).
    virtual Result<BuildId> add(const Build &build) = 0;
    [[nodiscard]] virtual Result<std::optional<Build>> byId(BuildId id) = 0;
    [[nodiscard]] virtual Result<std::optional<Build>> byVersion(const ServiceKey &service, const QString &version) = 0;
    [[nodiscard]] virtual Result<std::optional<Build>> byCommit(const ServiceKey &service, const QString &commit) = 0;
    /// Newest first by builtAt; limit 0 is all.
    [[nodiscard]] virtual Result<std::vector<Build>> ofService(const ServiceKey &service, int limit = 0) = 0;
    /// In the order of `ids`; unknown ones are left out.
    [[nodiscard]] virtual Result<std::vector<Build>> byIds(std::span<const BuildId> ids) = 0;
    [[nodiscard]] virtual Result<std::vector<Build>> search(const QString &text, int limit) = 0;
};

class StageRunRepository {
public:
    virtual ~StageRunRepository() = default;
    /// Adds a run with its attempt counted on from the earlier ones; returns the stored row.
    virtual Result<StageRun> add(StageRun run) = 0;
    /// Adds finished runs that were recorded elsewhere; skips those there are already, by (stage, commit, startedAt). Returns how many are new.
    virtual Result<int> import(std::span<const StageRun> runs) = 0;
    /// Moves a run to `to` (IllegalTransition if it may not), storing times, counts, failures, cause and message of `run`.
    virtual Result<void> transition(const StageRun &run, StageRunState to) = 0;
    virtual Result<void> setCause(StageRunId id, Cause cause, const QString &reason) = 0;
    virtual Result<void> setBuild(StageRunId id, BuildId build) = 0;
    [[nodiscard]] virtual Result<std::optional<StageRun>> byId(StageRunId id) = 0;
    /// The last attempt of each stage for these builds and this manifest. Failures are not loaded.
    [[nodiscard]] virtual Result<std::vector<StageRun>> latestFor(std::span<const BuildId> builds,
                                                                  ManifestId manifest) = 0;
    [[nodiscard]] virtual Result<std::vector<StageRun>> forCommit(const ServiceKey &service, const QString &commit) = 0;
    /// Newest first by queuedAt; an empty stage means all.
    [[nodiscard]] virtual Result<std::vector<StageRun>> recent(const StageKey &stage, int limit) = 0;
    /// Runs queued in [from, to), oldest first, for counting: only what they were of, their attempt, state, cause and
    /// queuedAt are filled.
    [[nodiscard]] virtual Result<std::vector<StageRun>> attempts(Timestamp from, Timestamp to) = 0;
    /// In no order. Failures are not loaded; unknown ids are left out.
    [[nodiscard]] virtual Result<std::vector<StageRun>> byIds(std::span<const qint64> ids) = 0;
    /// Runs that started in [from, to), oldest first.
    [[nodiscard]] virtual Result<std::vector<StageRun>> between(Timestamp from, Timestamp to) = 0;
    [[nodiscard]] virtual Result<std::vector<StageRun>> unfinished() = 0;
    /// Whether `stage` has passed for exactly this build, in any attempt.
    [[nodiscard]] virtual Result<bool> hasPassed(const StageKey &stage, BuildId build) = 0;
    [[nodiscard]] virtual Result<bool> hasPassed(const StageKey &stage, ManifestId manifest) = 0;
};

class ReleaseRepository {
public:
    virtual ~ReleaseRepository() = default;
    /// Adds the manifest or returns the id of an equal one.
    virtual Result<ManifestId> addManifest(const Manifest &manifest) = 0;
    [[nodiscard]] virtual Result<std::optional<Manifest>> manifest(ManifestId id) = 0;
    /// The builds of each of these manifests.
    [[nodiscard]] virtual Result<std::map<ManifestId, std::map<ServiceKey, Build>>> builds(
        std::span<const ManifestId> manifests) = 0;
    /// Refuses (AlreadyExists) a version that is taken.
    virtual Result<Release> create(const Release &release) = 0;
    virtual Result<void> transition(ReleaseId id, ReleaseState to, const QString &reason) = 0;
    [[nodiscard]] virtual Result<std::optional<Release>> byId(ReleaseId id) = 0;
    [[nodiscard]] virtual Result<std::optional<Release>> byVersion(const QString &version) = 0;
    /// Newest first by createdAt; limit 0 is all.
    [[nodiscard]] virtual Result<std::vector<Release>> list(int limit = 0) = 0;
    /// Newest first by createdAt.
    [[nodiscard]] virtual Result<std::vector<ReleaseListing>> listing(const ReleaseFilter &filter) = 0;
    /// How many there are, whatever the limit.
    [[nodiscard]] virtual Result<int> count(const ReleaseFilter &filter) = 0;
    /// Keeps what a person said of the release, beside what was said before.
    virtual Result<ReleaseSignOff> sign(const ReleaseSignOff &signOff) = 0;
    /// All there are, oldest first.
    [[nodiscard]] virtual Result<std::vector<ReleaseSignOff>> signOffs(ReleaseId release) = 0;
    /// Ticks an item of an environment's checklist, or takes that back. NothingToDo when it is so already.
    virtual Result<void> tick(ReleaseId release, const EnvironmentKey &environment, const ChecklistTick &tick) = 0;
    /// The last word about each item that was ever ticked, in no order.
    [[nodiscard]] virtual Result<std::vector<ChecklistTick>> ticks(ReleaseId release,
                                                                   const EnvironmentKey &environment) = 0;
};

class TrainRepository {
public:
    virtual ~TrainRepository() = default;
    /// Adds trains that are not there yet, by version. Returns how many are new.
    virtual Result<int> plan(std::span<const Train> trains) = 0;
    /// Changes departure, cut-off, deployer, backup or release of a train that has not departed.
    virtual Result<void> change(const Train &train, const QString &reason) = 0;
    virtual Result<void> transition(TrainId id, TrainState to, Timestamp at, const QString &reason) = 0;
    [[nodiscard]] virtual Result<std::optional<Train>> byId(TrainId id) = 0;
    [[nodiscard]] virtual Result<std::optional<Train>> byVersion(const QString &version) = 0;
    /// Trains that depart in [from, to), by departure.
    [[nodiscard]] virtual Result<std::vector<Train>> between(Timestamp from, Timestamp to) = 0;
    /// The first train that has not departed and is neither skipped nor cancelled.
    [[nodiscard]] virtual Result<std::optional<Train>> next() = 0;
};

class PromotionRepository {
public:
    virtual ~PromotionRepository() = default;
    [[nodiscard]] virtual Result<PromotionGroupId> newGroup() = 0;
    /// Queues a promotion. Refuses (RuleRefused) when an unfinished one exists for the service and environment (rule 1).
    virtual Result<Promotion> queue(const Promotion &promotion) = 0;
    /// Moves `promotion` from the state the row has now to `to`, storing message, cause, times, worker, deployment and log
    /// file of `promotion`. IllegalTransition when the row moved on meanwhile or may not go there.
    virtual Result<void> transition(const Promotion &promotion, PromotionState to) = 0;
    /// Takes the oldest queued promotion whose group predecessors have succeeded, were aborted, or were decided on so that it
    /// goes on, and writes `worker` into it, moving it
    /// to PreFlight, in one statement, so that two workers never take the same one. Only of `group` when one is given.
    /// Empty when there is none.
    virtual Result<std::optional<Promotion>> claim(const QString &worker, Timestamp now,
                                                   PromotionGroupId group = {}) = 0;
    /// Gives what the worker `from` had under way to the worker `to`, in one statement, so that of several that try one
    /// succeeds; `facts` go into the audit. Empty when it is not there, queued, finished, or not `from`'s any more.
    virtual Result<std::optional<Promotion>> takeOver(PromotionId id, const QString &from, const QString &to,
                                                      const QString &facts) = 0;
    /// Stores how it is going to end, with message and cause of `promotion`, before what runs is ended and cleaned up.
    /// IllegalTransition when it may not end so.
    virtual Result<void> decide(const Promotion &promotion, PromotionState end) = 0;
    /// Stores since when and until when an unfinished promotion waits, and its message.
    virtual Result<void> wait(const Promotion &promotion) = 0;
    virtual Result<void> addGate(PromotionId id, const GateOutcome &outcome) = 0;
    virtual Result<PromotionStep> addStep(const PromotionStep &step) = 0;
    /// Moves a step, storing process, exit code, times, counts and message of `step`.
    virtual Result<void> transitionStep(const PromotionStep &step, StepState to) = 0;
    /// Stores the run folder of `step`, whose command was not started in the one it had. IllegalTransition when it ended.
    virtual Result<void> beginAgain(const PromotionStep &step) = 0;
    [[nodiscard]] virtual Result<std::optional<Promotion>> byId(PromotionId id) = 0;
    [[nodiscard]] virtual Result<std::vector<Promotion>> ofGroup(PromotionGroupId id) = 0;
    [[nodiscard]] virtual Result<std::vector<PromotionStep>> steps(PromotionId id) = 0;
    [[nodiscard]] virtual Result<std::vector<GateOutcome>> gates(PromotionId id) = 0;
    [[nodiscard]] virtual Result<std::vector<Promotion>> unfinished() = 0;
    [[nodiscard]] virtual Result<std::optional<Promotion>> unfinishedFor(const ServiceKey &service,
                                                                         const EnvironmentKey &environment) = 0;
    /// Newest first by queuedAt.
    [[nodiscard]] virtual Result<std::vector<Promotion>> recent(int limit) = 0;
    /// Those queued in [from, to), oldest first.
    [[nodiscard]] virtual Result<std::vector<Promotion>> between(Timestamp from, Timestamp to) = 0;
    [[nodiscard]] virtual Result<std::vector<Promotion>> ofRelease(ReleaseId release) = 0;
    /// Newest first by queuedAt.
    [[nodiscard]] virtual Result<std::vector<PromotionListing>> listing(const PromotionFilter &filter) = 0;
    /// How many there are, whatever the limit.
    [[nodiscard]] virtual Result<int> count(const PromotionFilter &filter) = 0;
    /// Unfinished ones, in the order in which a worker takes them.
    [[nodiscard]] virtual Result<std::vector<PromotionListing>> queueListing() = 0;
    /// Failed, errored and denied ones after which nothing was tried or came to the same service and environment. What
    /// `automatic` asked for does not count: a machine's remedy is not a person's answer.
    [[nodiscard]] virtual Result<std::vector<PromotionListing>> unsettledListing(const QString &automatic) = 0;
    /// Failed, errored and denied ones without a decision that others of their group, which are queued, wait behind; newest
    /// first. While there is one nothing of its group is taken.
    [[nodiscard]] virtual Result<std::vector<PromotionListing>> stoppingListing() = 0;
    /// The steps of all unfinished promotions, as steps() orders those of one.
    [[nodiscard]] virtual Result<std::vector<PromotionStep>> stepsOfUnfinished() = 0;
};

/// What decides when queued promotions are taken, beside the promotions themselves.
class QueueRepository {
public:
    virtual ~QueueRepository() = default;
    /// From now on no worker takes what is queued; what runs goes on. NothingToDo when it is paused already.
    virtual Result<void> pause(const QString &reason) = 0;
    /// NothingToDo when it is not paused.
    virtual Result<void> resume(const QString &reason) = 0;
    [[nodiscard]] virtual Result<std::optional<QueuePause>> paused() = 0;
    /// What is queued of `group` is taken before what is queued of `next`. NotFound when nothing of `next` is.
    virtual Result<void> moveBefore(PromotionGroupId group, PromotionGroupId next) = 0;
};

/// What people answered to promotions that did not succeed.
class DecisionRepository {
public:
    virtual ~DecisionRepository() = default;
    /// AlreadyExists, with the facts, when it was decided on before; RuleRefused when it is not one that did not succeed.
    virtual Result<DecisionId> record(const Decision &decision) = 0;
    [[nodiscard]] virtual Result<std::optional<Decision>> ofPromotion(PromotionId id) = 0;
    /// Oldest first.
    [[nodiscard]] virtual Result<std::vector<Decision>> ofGroup(PromotionGroupId id) = 0;
    [[nodiscard]] virtual Result<std::vector<Decision>> ofRelease(ReleaseId id) = 0;
};

class DeploymentRepository {
public:
    virtual ~DeploymentRepository() = default;
    /// Ends what runs (outcome `previousOutcome`, to = deployment.from) and starts this one.
    virtual Result<DeploymentId> start(const Deployment &deployment,
                                       DeploymentOutcome previousOutcome = DeploymentOutcome::Replaced) = 0;
    /// Adds recorded deployments in order of `from`; `to` of each is set by the next of the same service and environment.
    /// Skips those there are already, by (service, environment, from). Returns how many are new.
    virtual Result<int> import(std::span<const Deployment> deployments) = 0;
    [[nodiscard]] virtual Result<std::optional<Deployment>> byId(DeploymentId id) = 0;
    /// What runs now in each service and environment (outcome Running).
    [[nodiscard]] virtual Result<std::vector<Deployment>> running() = 0;
    [[nodiscard]] virtual Result<std::optional<Deployment>> runningIn(const ServiceKey &service,
                                                                      const EnvironmentKey &environment) = 0;
    /// The last one before what runs now that neither failed nor was rolled back: where a rollback goes.
    [[nodiscard]] virtual Result<std::optional<Deployment>> previousGood(const ServiceKey &service,
                                                                         const EnvironmentKey &environment) = 0;
    /// Those that began in [from, to), oldest first. Empty keys mean all.
    [[nodiscard]] virtual Result<std::vector<Deployment>> between(Timestamp from, Timestamp to,
                                                                  const ServiceKey &service = {},
                                                                  const EnvironmentKey &environment = {}) = 0;
    [[nodiscard]] virtual Result<std::vector<Deployment>> ofRelease(ReleaseId release) = 0;
    /// Each time that the environment came to run the build, oldest first.
    [[nodiscard]] virtual Result<std::vector<Deployment>> ofBuild(BuildId build, const EnvironmentKey &environment) = 0;
    /// The newest one in the environment that failed or was rolled back.
    [[nodiscard]] virtual Result<std::optional<Deployment>> lastFailed(const EnvironmentKey &environment) = 0;
    /// What a promotion made, oldest first.
    [[nodiscard]] virtual Result<std::vector<Deployment>> ofPromotion(PromotionId promotion) = 0;
    /// The newest that began before `t`.
    [[nodiscard]] virtual Result<std::optional<Deployment>> lastBefore(Timestamp t, const ServiceKey &service,
                                                                       const EnvironmentKey &environment) = 0;
    /// When the first one that is known began; noTime while there is none.
    [[nodiscard]] virtual Result<Timestamp> firstAt() = 0;
    /// In no order. Unknown ids are left out.
    [[nodiscard]] virtual Result<std::vector<Deployment>> byIds(std::span<const qint64> ids) = 0;
};

class NotesRepository {
public:
    virtual ~NotesRepository() = default;
    /// The document of a release, or a new draft with this first revision.
    virtual Result<NotesDocument> create(ReleaseId release, const NotesRevision &first) = 0;
    /// Adds a revision and makes it current. Refused for published notes by rule 4 unless `correction`, which makes a draft again.
    virtual Result<NotesRevision> revise(NotesDocumentId id, const NotesRevision &revision,
                                         bool correction = false) = 0;
    virtual Result<void> transition(NotesDocumentId id, NotesState to, const QString &reason) = 0;
    virtual Result<SignOff> sign(const SignOff &signOff) = 0;
    [[nodiscard]] virtual Result<std::optional<NotesDocument>> ofRelease(ReleaseId release) = 0;
    [[nodiscard]] virtual Result<std::optional<NotesRevision>> revision(NotesRevisionId id) = 0;
    [[nodiscard]] virtual Result<std::vector<NotesRevision>> revisions(
        NotesDocumentId id) = 0; ///< newest first, texts not loaded
    [[nodiscard]] virtual Result<std::vector<SignOff>> signOffs(NotesDocumentId id) = 0;
    /// Keeps what a person typed in place of what was kept for the same release and person. It changes no document, so
    /// it leaves no audit event and nobody is told.
    virtual Result<void> keepUnsaved(const UnsavedNotes &unsaved) = 0;
    /// Forgets it unless another text has been kept meanwhile.
    virtual Result<void> dropUnsaved(ReleaseId release, const QString &person, const QByteArray &hash) = 0;
    [[nodiscard]] virtual Result<std::optional<UnsavedNotes>> unsaved(ReleaseId release, const QString &person) = 0;
};

class IssueRepository {
public:
    virtual ~IssueRepository() = default;
    /// Adds an issue unless one with the same (service, title, commit, caughtAt, environment) is there; returns its id either way.
    virtual Result<IssueId> add(const Issue &issue) = 0;
    /// Those found in [from, to), oldest first.
    [[nodiscard]] virtual Result<std::vector<Issue>> between(Timestamp from, Timestamp to) = 0;
    [[nodiscard]] virtual Result<std::optional<Issue>> byId(IssueId id) = 0;
    /// In no order. Unknown ids are left out.
    [[nodiscard]] virtual Result<std::vector<Issue>> byIds(std::span<const qint64> ids) = 0;
};

class HoldRepository {
public:
    virtual ~HoldRepository() = default;
    virtual Result<HoldId> set(const Hold &hold) = 0;
    virtual Result<void> lift(HoldId id, const QString &reason) = 0;
    [[nodiscard]] virtual Result<std::vector<Hold>> active() = 0;
    [[nodiscard]] virtual Result<std::optional<Hold>> holding(const ServiceKey &service,
                                                              const EnvironmentKey &environment) = 0;
};

class PoolRepository {
public:
    virtual ~PoolRepository() = default;
    /// Adds samples, or puts right those of the same pool, resource and time. Returns how many are new.
    virtual Result<int> add(std::span<const PoolSample> samples) = 0;
    /// The newest sample of each pool and resource.
    [[nodiscard]] virtual Result<std::vector<PoolSample>> latest() = 0;
    /// Oldest first, at most one per hour where there are more than 2 000.
    [[nodiscard]] virtual Result<std::vector<PoolSample>> history(const PoolKey &pool, Timestamp since) = 0;
};

class AuditLog {
public:
    virtual ~AuditLog() = default;
    struct Verdict {
        qint64 events = 0;
        bool intact = true;
        AuditEventId firstBroken; ///< when not intact
        QString message;
    };
    /// For what has no state of its own (an import, a measured pool); repositories write their own events.
    virtual Result<void> append(const QString &action, const QString &subject, const QByteArray &before,
                                const QByteArray &after) = 0;
    /// Newest first.
    [[nodiscard]] virtual Result<std::vector<AuditEvent>> list(int limit, const QString &subject = {}) = 0;
    /// Walks the whole chain and recomputes every hash.
    [[nodiscard]] virtual Result<Verdict> verify() = 0;
};

} // namespace humdrum
