// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/states.h"

#include <QCoreApplication>

namespace humdrum {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("States", text); }

} // namespace

std::span<const StageRunState> successors(StageRunState s)
{
    using enum StageRunState;
    static constexpr std::array afterQueued{Running, Cancelled, Skipped};
    static constexpr std::array afterRunning{Passed, Failed, Errored, Cancelled};
    switch (s) {
    case Queued:
        return afterQueued;
    case Running:
        return afterRunning;
    case Passed:
    case Failed:
    case Errored:
    case Cancelled:
    case Skipped:
        break;
    }
    return {};
}

std::span<const ReleaseState> successors(ReleaseState s)
{
    using enum ReleaseState;
    static constexpr std::array afterAssembled{InPromotion, Withdrawn};
    static constexpr std::array afterInPromotion{Released, Withdrawn};
    static constexpr std::array afterReleased{Withdrawn};
    switch (s) {
    case Assembled:
        return afterAssembled;
    case InPromotion:
        return afterInPromotion;
    case Released:
        return afterReleased;
    case Withdrawn:
        break;
    }
    return {};
}

std::span<const TrainState> successors(TrainState s)
{
    using enum TrainState;
    static constexpr std::array afterPlanned{Boarding, Skipped, Cancelled};
    static constexpr std::array afterBoarding{Locked, Departed, Skipped, Cancelled};
    static constexpr std::array afterLocked{Boarding, Departed, Skipped, Cancelled};
    static constexpr std::array afterDeparted{Arrived};
    switch (s) {
    case Planned:
        return afterPlanned;
    case Boarding:
        return afterBoarding;
    case Locked:
        return afterLocked;
    case Departed:
        return afterDeparted;
    case Arrived:
    case Skipped:
    case Cancelled:
        break;
    }
    return {};
}

std::span<const PromotionState> successors(PromotionState s)
{
    using enum PromotionState;
    // AwaitingGate is for a promotion that waits until a person has answered. None does so far: where a gate is not met,
    // asking is refused, and one that closes meanwhile denies.
    static constexpr std::array afterQueued{PreFlight, Aborted};
    static constexpr std::array afterPreFlight{AwaitingGate, Running, Denied, Errored, Aborted};
    static constexpr std::array afterAwaitingGate{PreFlight, Running, Denied, Errored, Aborted};
    static constexpr std::array afterRunning{Validating, Failed, Errored, Aborted};
    static constexpr std::array afterValidating{Succeeded, Failed, Errored, Aborted};
    switch (s) {
    case Queued:
        return afterQueued;
    case PreFlight:
        return afterPreFlight;
    case AwaitingGate:
        return afterAwaitingGate;
    case Running:
        return afterRunning;
    case Validating:
        return afterValidating;
    case Succeeded:
    case Failed:
    case Errored:
    case Aborted:
    case Denied:
        break;
    }
    return {};
}

std::span<const StepState> successors(StepState s)
{
    using enum StepState;
    static constexpr std::array afterPending{Running, Cancelled, Skipped};
    static constexpr std::array afterRunning{Passed, Failed, Errored, Cancelled};
    switch (s) {
    case Pending:
        return afterPending;
    case Running:
        return afterRunning;
    case Passed:
    case Failed:
    case Errored:
    case Cancelled:
    case Skipped:
        break;
    }
    return {};
}

std::span<const NotesState> successors(NotesState s)
{
    using enum NotesState;
    static constexpr std::array afterDraft{InReview};
    static constexpr std::array afterInReview{Draft, Approved};
    static constexpr std::array afterApproved{Draft, Published};
    switch (s) {
    case Draft:
        return afterDraft;
    case InReview:
        return afterInReview;
    case Approved:
        return afterApproved;
    case Published:
        break;
    }
    return {};
}

Mark markOf(StageRunState s)
{
    switch (s) {
    case StageRunState::Queued:
    case StageRunState::Skipped:
        return Mark::Waiting;
    case StageRunState::Running:
        return Mark::Running;
    case StageRunState::Passed:
        return Mark::Passed;
    case StageRunState::Failed:
    case StageRunState::Errored:
        return Mark::Failed;
    case StageRunState::Cancelled:
        return Mark::Attention;
    }
    return Mark::Attention;
}

Mark markOf(ReleaseState s)
{
    switch (s) {
    case ReleaseState::Assembled:
        return Mark::Waiting;
    case ReleaseState::InPromotion:
        return Mark::Running;
    case ReleaseState::Released:
        return Mark::Passed;
    case ReleaseState::Withdrawn:
        return Mark::Attention;
    }
    return Mark::Attention;
}

Mark markOf(TrainState s)
{
    switch (s) {
    case TrainState::Planned:
    case TrainState::Boarding: // it stands and waits; what is made of its changes has a mark of its own
    case TrainState::Locked:
    case TrainState::Skipped:
        return Mark::Waiting;
    case TrainState::Departed:
        return Mark::Running;
    case TrainState::Arrived:
        return Mark::Passed;
    case TrainState::Cancelled:
        return Mark::Attention;
    }
    return Mark::Attention;
}

Mark markOf(PromotionState s)
{
    switch (s) {
    case PromotionState::Queued:
        return Mark::Waiting;
    case PromotionState::PreFlight:
    case PromotionState::Running:
    case PromotionState::Validating:
        return Mark::Running;
    case PromotionState::AwaitingGate:
    case PromotionState::Aborted:
    case PromotionState::Denied:
        return Mark::Attention;
    case PromotionState::Succeeded:
        return Mark::Passed;
    case PromotionState::Failed:
    case PromotionState::Errored:
        return Mark::Failed;
    }
    return Mark::Attention;
}

Mark markOf(StepState s)
{
    switch (s) {
    case StepState::Pending:
    case StepState::Skipped:
        return Mark::Waiting;
    case StepState::Running:
        return Mark::Running;
    case StepState::Passed:
        return Mark::Passed;
    case StepState::Failed:
    case StepState::Errored:
        return Mark::Failed;
    case StepState::Cancelled:
        return Mark::Attention;
    }
    return Mark::Attention;
}

Mark markOf(GateResult s)
{
    switch (s) {
    case GateResult::Pass:
        return Mark::Passed;
    case GateResult::Fail:
    case GateResult::Overridden:
        return Mark::Attention;
    case GateResult::Error:
        return Mark::Failed;
    }
    return Mark::Attention;
}

Mark markOf(NotesState s)
{
    switch (s) {
    case NotesState::Draft:
        return Mark::Waiting;
    case NotesState::InReview:
        return Mark::Attention;
    case NotesState::Approved:
    case NotesState::Published:
        return Mark::Passed;
    }
    return Mark::Attention;
}

Mark markOf(DeploymentOutcome s)
{
    switch (s) {
    case DeploymentOutcome::Running:
    case DeploymentOutcome::Replaced:
        return Mark::Passed;
    case DeploymentOutcome::Failed:
        return Mark::Failed;
    case DeploymentOutcome::RolledBack:
        return Mark::Attention;
    }
    return Mark::Attention;
}

QString titleOf(StageKind s)
{
    switch (s) {
    case StageKind::Commit:
        return tr(QT_TRANSLATE_NOOP("States", "Commit"));
    case StageKind::Test:
        return tr(QT_TRANSLATE_NOOP("States", "Test"));
    case StageKind::Join:
        return tr(QT_TRANSLATE_NOOP("States", "Integration"));
    case StageKind::Deploy:
        return tr(QT_TRANSLATE_NOOP("States", "Environment"));
    }
    return {};
}

QString titleOf(StageRunState s)
{
    switch (s) {
    case StageRunState::Queued:
        return tr(QT_TRANSLATE_NOOP("States", "queued"));
    case StageRunState::Running:
        return tr(QT_TRANSLATE_NOOP("States", "running"));
    case StageRunState::Passed:
        return tr(QT_TRANSLATE_NOOP("States", "passed"));
    case StageRunState::Failed:
        return tr(QT_TRANSLATE_NOOP("States", "failed"));
    case StageRunState::Errored:
        return tr(QT_TRANSLATE_NOOP("States", "errored"));
    case StageRunState::Cancelled:
        return tr(QT_TRANSLATE_NOOP("States", "cancelled"));
    case StageRunState::Skipped:
        return tr(QT_TRANSLATE_NOOP("States", "skipped"));
    }
    return {};
}

QString titleOf(ReleaseKind s)
{
    switch (s) {
    case ReleaseKind::Regular:
        return tr(QT_TRANSLATE_NOOP("States", "regular"));
    case ReleaseKind::Patch:
        return tr(QT_TRANSLATE_NOOP("States", "patch"));
    case ReleaseKind::Rollback:
        return tr(QT_TRANSLATE_NOOP("States", "rollback"));
    }
    return {};
}

QString titleOf(ReleaseState s)
{
    switch (s) {
    case ReleaseState::Assembled:
        return tr(QT_TRANSLATE_NOOP("States", "assembled"));
    case ReleaseState::InPromotion:
        return tr(QT_TRANSLATE_NOOP("States", "in promotion"));
    case ReleaseState::Released:
        return tr(QT_TRANSLATE_NOOP("States", "released"));
    case ReleaseState::Withdrawn:
        return tr(QT_TRANSLATE_NOOP("States", "withdrawn"));
    }
    return {};
}

QString titleOf(TrainState s)
{
    switch (s) {
    case TrainState::Planned:
        return tr(QT_TRANSLATE_NOOP("States", "planned"));
    case TrainState::Boarding:
        return tr(QT_TRANSLATE_NOOP("States", "boarding"));
    case TrainState::Locked:
        return tr(QT_TRANSLATE_NOOP("States", "locked"));
    case TrainState::Departed:
        return tr(QT_TRANSLATE_NOOP("States", "departed"));
    case TrainState::Arrived:
        return tr(QT_TRANSLATE_NOOP("States", "arrived"));
    case TrainState::Skipped:
        return tr(QT_TRANSLATE_NOOP("States", "skipped"));
    case TrainState::Cancelled:
        return tr(QT_TRANSLATE_NOOP("States", "cancelled"));
    }
    return {};
}

QString titleOf(PromotionState s)
{
    switch (s) {
    case PromotionState::Queued:
        return tr(QT_TRANSLATE_NOOP("States", "queued"));
    case PromotionState::PreFlight:
        return tr(QT_TRANSLATE_NOOP("States", "in pre-flight"));
    case PromotionState::AwaitingGate:
        return tr(QT_TRANSLATE_NOOP("States", "awaiting gate"));
    case PromotionState::Running:
        return tr(QT_TRANSLATE_NOOP("States", "running"));
    case PromotionState::Validating:
        return tr(QT_TRANSLATE_NOOP("States", "validating"));
    case PromotionState::Succeeded:
        return tr(QT_TRANSLATE_NOOP("States", "succeeded"));
    case PromotionState::Failed:
        return tr(QT_TRANSLATE_NOOP("States", "failed"));
    case PromotionState::Errored:
        return tr(QT_TRANSLATE_NOOP("States", "errored"));
    case PromotionState::Aborted:
        return tr(QT_TRANSLATE_NOOP("States", "aborted"));
    case PromotionState::Denied:
        return tr(QT_TRANSLATE_NOOP("States", "denied"));
    }
    return {};
}

QString titleOf(PromotionKind s)
{
    switch (s) {
    case PromotionKind::Forward:
        return tr(QT_TRANSLATE_NOOP("States", "promotion"));
    case PromotionKind::Rollback:
        return tr(QT_TRANSLATE_NOOP("States", "rollback"));
    }
    return {};
}

QString titleOf(StepKind s)
{
    switch (s) {
    case StepKind::PreFlight:
        return tr(QT_TRANSLATE_NOOP("States", "Pre-flight"));
    case StepKind::Deploy:
        return tr(QT_TRANSLATE_NOOP("States", "Deploy"));
    case StepKind::Smoke:
        return tr(QT_TRANSLATE_NOOP("States", "Smoke test"));
    case StepKind::Verify:
        return tr(QT_TRANSLATE_NOOP("States", "Verify"));
    case StepKind::Record:
        return tr(QT_TRANSLATE_NOOP("States", "Record"));
    case StepKind::Cleanup:
        return tr(QT_TRANSLATE_NOOP("States", "Cleanup"));
    }
    return {};
}

QString titleOf(StepState s)
{
    switch (s) {
    case StepState::Pending:
        return tr(QT_TRANSLATE_NOOP("States", "pending"));
    case StepState::Running:
        return tr(QT_TRANSLATE_NOOP("States", "running"));
    case StepState::Passed:
        return tr(QT_TRANSLATE_NOOP("States", "passed"));
    case StepState::Failed:
        return tr(QT_TRANSLATE_NOOP("States", "failed"));
    case StepState::Errored:
        return tr(QT_TRANSLATE_NOOP("States", "errored"));
    case StepState::Cancelled:
        return tr(QT_TRANSLATE_NOOP("States", "cancelled"));
    case StepState::Skipped:
        return tr(QT_TRANSLATE_NOOP("States", "skipped"));
    }
    return {};
}

QString titleOf(GateKind s)
{
    switch (s) {
    case GateKind::Upstream:
        return tr(QT_TRANSLATE_NOOP("States", "upstream stages"));
    case GateKind::Smoke:
        return tr(QT_TRANSLATE_NOOP("States", "smoke"));
    case GateKind::Approval:
        return tr(QT_TRANSLATE_NOOP("States", "approval"));
    case GateKind::Window:
        return tr(QT_TRANSLATE_NOOP("States", "window"));
    case GateKind::Soak:
        return tr(QT_TRANSLATE_NOOP("States", "soak"));
    case GateKind::Resource:
        return tr(QT_TRANSLATE_NOOP("States", "resources"));
    case GateKind::Notes:
        return tr(QT_TRANSLATE_NOOP("States", "notes"));
    case GateKind::Checklist:
        return tr(QT_TRANSLATE_NOOP("States", "checklist"));
    case GateKind::Hold:
        return tr(QT_TRANSLATE_NOOP("States", "hold"));
    }
    return {};
}

QString titleOf(GateResult s)
{
    switch (s) {
    case GateResult::Pass:
        return tr(QT_TRANSLATE_NOOP("States", "pass"));
    case GateResult::Fail:
        return tr(QT_TRANSLATE_NOOP("States", "fail"));
    case GateResult::Error:
        return tr(QT_TRANSLATE_NOOP("States", "error"));
    case GateResult::Overridden:
        return tr(QT_TRANSLATE_NOOP("States", "overridden"));
    }
    return {};
}

QString titleOf(NotesState s)
{
    switch (s) {
    case NotesState::Draft:
        return tr(QT_TRANSLATE_NOOP("States", "draft"));
    case NotesState::InReview:
        return tr(QT_TRANSLATE_NOOP("States", "in review"));
    case NotesState::Approved:
        return tr(QT_TRANSLATE_NOOP("States", "approved"));
    case NotesState::Published:
        return tr(QT_TRANSLATE_NOOP("States", "published"));
    }
    return {};
}

QString titleOf(DeploymentOutcome s)
{
    switch (s) {
    case DeploymentOutcome::Running:
        return tr(QT_TRANSLATE_NOOP("States", "running"));
    case DeploymentOutcome::Replaced:
        return tr(QT_TRANSLATE_NOOP("States", "replaced"));
    case DeploymentOutcome::Failed:
        return tr(QT_TRANSLATE_NOOP("States", "failed"));
    case DeploymentOutcome::RolledBack:
        return tr(QT_TRANSLATE_NOOP("States", "rolled back"));
    }
    return {};
}

QString titleOf(Cause s)
{
    switch (s) {
    case Cause::Unknown:
        return tr(QT_TRANSLATE_NOOP("States", "unknown"));
    case Cause::Change:
        return tr(QT_TRANSLATE_NOOP("States", "change"));
    case Cause::Environment:
        return tr(QT_TRANSLATE_NOOP("States", "environment"));
    case Cause::Test:
        return tr(QT_TRANSLATE_NOOP("States", "test"));
    }
    return {};
}

QString titleOf(Severity s)
{
    switch (s) {
    case Severity::Minor:
        return tr(QT_TRANSLATE_NOOP("States", "minor"));
    case Severity::Major:
        return tr(QT_TRANSLATE_NOOP("States", "major"));
    case Severity::Critical:
        return tr(QT_TRANSLATE_NOOP("States", "critical"));
    }
    return {};
}

QString titleOf(Mark s)
{
    switch (s) {
    case Mark::Passed:
        return tr(QT_TRANSLATE_NOOP("States", "passed"));
    case Mark::Running:
        return tr(QT_TRANSLATE_NOOP("States", "running"));
    case Mark::Waiting:
        return tr(QT_TRANSLATE_NOOP("States", "waiting"));
    case Mark::Attention:
        return tr(QT_TRANSLATE_NOOP("States", "attention"));
    case Mark::Failed:
        return tr(QT_TRANSLATE_NOOP("States", "failed"));
    }
    return {};
}

} // namespace humdrum
