// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace humdrum {

/// What a node of the pipeline does.
enum class StageKind { Commit, Test, Join, Deploy };
/// One attempt of one stage. Failed is an assertion, Errored is technical.
enum class StageRunState { Queued, Running, Passed, Failed, Errored, Cancelled, Skipped };
/// Why a manifest goes to clients.
enum class ReleaseKind { Regular, Patch, Rollback };
/// Assembled: the manifest is fixed. InPromotion: at least one promotion was asked for. Released: every client has run it, or runs a later one already. Withdrawn: it will not go further.
enum class ReleaseState { Assembled, InPromotion, Released, Withdrawn };
/// A weekly slot, from plan to arrival.
enum class TrainState { Planned, Boarding, Locked, Departed, Arrived, Skipped, Cancelled };
/// One service on its way to one environment.
enum class PromotionState {
    Queued,
    PreFlight,
    AwaitingGate,
    Running,
    Validating,
    Succeeded,
    Failed,
    Errored,
    Aborted,
    Denied
};
/// Forward, or back to an earlier build.
enum class PromotionKind { Forward, Rollback };
/// What a person decides when a promotion did not succeed.
enum class DecisionChoice { Retry, Ignore, Exclude, RollBack };
/// The steps of a promotion, in order.
enum class StepKind { PreFlight, Deploy, Smoke, Verify, Soak, Record, Cleanup };
/// One attempt of one step.
enum class StepState { Pending, Running, Passed, Failed, Errored, Cancelled, Skipped };
/// What is checked before a promotion may go on.
enum class GateKind { Upstream, Smoke, Approval, Window, Soak, Resource, Notes, Checklist, Hold };
/// The answer of a gate. Unknown is Error, and Error never lets anything pass.
enum class GateResult { Pass, Fail, Error, Overridden };
/// How it is known that an environment ran a build.
enum class DeploymentOrigin { Promoted, Observed, Imported };
/// Running: it is what runs now. Replaced: a later one took its place. Failed: it needed immediate intervention. RolledBack: it was taken back.
enum class DeploymentOutcome { Running, Replaced, Failed, RolledBack };
/// The life of a notes document.
enum class NotesState { Draft, InReview, Approved, Published };
/// Whom a failure is attributed to.
enum class Cause { Unknown, Change, Environment, Test };
/// How bad a defect is.
enum class Severity { Minor, Major, Critical };
/// A calendar rule. Freeze beats Window.
enum class RuleKind { Window, Freeze, EnvironmentChange };
/// What a person said of a text or a release.
enum class SignOffVerdict { Approved, Rejected };
/// The five states a person sees, the same on every page. Always with its word, never colour alone.
enum class Mark { Passed, Running, Waiting, Attention, Failed };

/// The word of a state: what is stored, printed by humdrumctl and read back. Never translated.
template <class E>
struct Words;

template <>
struct Words<StageKind> {
    static constexpr std::array<std::string_view, 4> list{"commit", "test", "join", "deploy"};
};
template <>
struct Words<StageRunState> {
    static constexpr std::array<std::string_view, 7> list{"queued",  "running",   "passed", "failed",
                                                          "errored", "cancelled", "skipped"};
};
template <>
struct Words<ReleaseKind> {
    static constexpr std::array<std::string_view, 3> list{"regular", "patch", "rollback"};
};
template <>
struct Words<ReleaseState> {
    static constexpr std::array<std::string_view, 4> list{"assembled", "in-promotion", "released", "withdrawn"};
};
template <>
struct Words<TrainState> {
    static constexpr std::array<std::string_view, 7> list{"planned", "boarding", "locked",   "departed",
                                                          "arrived", "skipped",  "cancelled"};
};
template <>
struct Words<PromotionState> {
    static constexpr std::array<std::string_view, 10> list{"queued",     "pre-flight", "awaiting-gate", "running",
                                                           "validating", "succeeded",  "failed",        "errored",
                                                           "aborted",    "denied"};
};
template <>
struct Words<PromotionKind> {
    static constexpr std::array<std::string_view, 2> list{"forward", "rollback"};
};
template <>
struct Words<DecisionChoice> {
    static constexpr std::array<std::string_view, 4> list{"retry", "ignore", "exclude", "rollback"};
};
template <>
struct Words<StepKind> {
    static constexpr std::array<std::string_view, 7> list{"pre-flight", "deploy", "smoke",  "verify",
                                                          "soak",       "record", "cleanup"};
};
template <>
struct Words<StepState> {
    static constexpr std::array<std::string_view, 7> list{"pending", "running",   "passed", "failed",
                                                          "errored", "cancelled", "skipped"};
};
template <>
struct Words<GateKind> {
    static constexpr std::array<std::string_view, 9> list{"upstream", "smoke", "approval",  "window", "soak",
                                                          "resource", "notes", "checklist", "hold"};
};
template <>
struct Words<GateResult> {
    static constexpr std::array<std::string_view, 4> list{"pass", "fail", "error", "overridden"};
};
template <>
struct Words<DeploymentOrigin> {
    static constexpr std::array<std::string_view, 3> list{"promoted", "observed", "imported"};
};
template <>
struct Words<DeploymentOutcome> {
    static constexpr std::array<std::string_view, 4> list{"running", "replaced", "failed", "rolled-back"};
};
template <>
struct Words<NotesState> {
    static constexpr std::array<std::string_view, 4> list{"draft", "in-review", "approved", "published"};
};
template <>
struct Words<Cause> {
    static constexpr std::array<std::string_view, 4> list{"unknown", "change", "environment", "test"};
};
template <>
struct Words<Severity> {
    static constexpr std::array<std::string_view, 3> list{"minor", "major", "critical"};
};
template <>
struct Words<RuleKind> {
    static constexpr std::array<std::string_view, 3> list{"window", "freeze", "environment-change"};
};
template <>
struct Words<SignOffVerdict> {
    static constexpr std::array<std::string_view, 2> list{"approved", "rejected"};
};
template <>
struct Words<Mark> {
    static constexpr std::array<std::string_view, 5> list{"passed", "running", "waiting", "attention", "failed"};
};

/// The stored word of a state, such as "pre-flight".
template <class E>
[[nodiscard]] QString wordOf(E e)
{
    const std::string_view w = Words<E>::list.at(static_cast<size_t>(e));
    return QString::fromLatin1(w.data(), static_cast<qsizetype>(w.size()));
}

/// The state a stored word names, or nothing for a word that names none.
template <class E>
[[nodiscard]] std::optional<E> fromWord(QStringView word)
{
    for (size_t i = 0; i < Words<E>::list.size(); ++i) {
        const std::string_view w = Words<E>::list[i];
        if (word == QLatin1StringView(w.data(), static_cast<qsizetype>(w.size())))
            return static_cast<E>(i);
    }
    return std::nullopt;
}

/// The states that may follow; empty for a finished state, which never changes (rule 8).
[[nodiscard]] std::span<const StageRunState> successors(StageRunState s);
[[nodiscard]] std::span<const ReleaseState> successors(ReleaseState s);
[[nodiscard]] std::span<const TrainState> successors(TrainState s);
[[nodiscard]] std::span<const PromotionState> successors(PromotionState s);
[[nodiscard]] std::span<const StepState> successors(StepState s);
[[nodiscard]] std::span<const NotesState> successors(NotesState s);

template <class E>
[[nodiscard]] bool mayFollow(E from, E to)
{
    for (E e : successors(from)) {
        if (e == to)
            return true;
    }
    return false;
}
template <class E>
[[nodiscard]] bool isFinished(E e)
{
    return successors(e).empty();
}

/// The mark under which a state is shown.
[[nodiscard]] Mark markOf(StageRunState s);
[[nodiscard]] Mark markOf(ReleaseState s);
[[nodiscard]] Mark markOf(TrainState s);
[[nodiscard]] Mark markOf(PromotionState s);
[[nodiscard]] Mark markOf(StepState s);
[[nodiscard]] Mark markOf(GateResult r);
[[nodiscard]] Mark markOf(NotesState s);
[[nodiscard]] Mark markOf(DeploymentOutcome o);

/// The translated word of a state for people, such as "in pre-flight". Thread-safe.
[[nodiscard]] QString titleOf(StageKind k);
[[nodiscard]] QString titleOf(StageRunState s);
[[nodiscard]] QString titleOf(ReleaseKind k);
[[nodiscard]] QString titleOf(ReleaseState s);
[[nodiscard]] QString titleOf(TrainState s);
[[nodiscard]] QString titleOf(PromotionState s);
[[nodiscard]] QString titleOf(PromotionKind k);
[[nodiscard]] QString titleOf(DecisionChoice c);
[[nodiscard]] QString titleOf(StepKind k);
[[nodiscard]] QString titleOf(StepState s);
[[nodiscard]] QString titleOf(GateKind k);
[[nodiscard]] QString titleOf(GateResult r);
[[nodiscard]] QString titleOf(NotesState s);
[[nodiscard]] QString titleOf(DeploymentOutcome o);
[[nodiscard]] QString titleOf(Cause c);
[[nodiscard]] QString titleOf(Severity s);
[[nodiscard]] QString titleOf(Mark m);

} // namespace humdrum
