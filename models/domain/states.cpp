// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/states.h"

#include <QCoreApplication>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(States)
};

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
    // From AwaitingGate back to PreFlight when all gates have passed in one round: what follows is as if they had at once.
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
        return Text::tr("Commit");
    case StageKind::Test:
        return Text::tr("Test");
    case StageKind::Join:
        return Text::tr("Integration");
    case StageKind::Deploy:
        return Text::tr("Environment");
    }
    return {};
}

QString titleOf(StageRunState s)
{
    switch (s) {
    case StageRunState::Queued:
        return Text::tr("queued");
    case StageRunState::Running:
        return Text::tr("running");
    case StageRunState::Passed:
        return Text::tr("passed");
    case StageRunState::Failed:
        return Text::tr("failed");
    case StageRunState::Errored:
        return Text::tr("errored");
    case StageRunState::Cancelled:
        return Text::tr("cancelled");
    case StageRunState::Skipped:
        return Text::tr("skipped");
    }
    return {};
}

QString titleOf(ReleaseKind s)
{
    switch (s) {
    case ReleaseKind::Regular:
        return Text::tr("regular");
    case ReleaseKind::Patch:
        return Text::tr("patch");
    case ReleaseKind::Rollback:
        return Text::tr("rollback");
    }
    return {};
}

QString titleOf(ReleaseState s)
{
    switch (s) {
    case ReleaseState::Assembled:
        return Text::tr("assembled");
    case ReleaseState::InPromotion:
        return Text::tr("in promotion");
    case ReleaseState::Released:
        return Text::tr("released");
    case ReleaseState::Withdrawn:
        return Text::tr("withdrawn");
    }
    return {};
}

QString titleOf(TrainState s)
{
    switch (s) {
    case TrainState::Planned:
        return Text::tr("planned");
    case TrainState::Boarding:
        return Text::tr("boarding");
    case TrainState::Locked:
        return Text::tr("locked");
    case TrainState::Departed:
        return Text::tr("departed");
    case TrainState::Arrived:
        return Text::tr("arrived");
    case TrainState::Skipped:
        return Text::tr("skipped");
    case TrainState::Cancelled:
        return Text::tr("cancelled");
    }
    return {};
}

QString titleOf(PromotionState s)
{
    switch (s) {
    case PromotionState::Queued:
        return Text::tr("queued");
    case PromotionState::PreFlight:
        return Text::tr("in pre-flight");
    case PromotionState::AwaitingGate:
        return Text::tr("awaiting gate");
    case PromotionState::Running:
        return Text::tr("running");
    case PromotionState::Validating:
        return Text::tr("validating");
    case PromotionState::Succeeded:
        return Text::tr("succeeded");
    case PromotionState::Failed:
        return Text::tr("failed");
    case PromotionState::Errored:
        return Text::tr("errored");
    case PromotionState::Aborted:
        return Text::tr("aborted");
    case PromotionState::Denied:
        return Text::tr("denied");
    }
    return {};
}

QString titleOf(PromotionKind s)
{
    switch (s) {
    case PromotionKind::Forward:
        return Text::tr("promotion");
    case PromotionKind::Rollback:
        return Text::tr("rollback");
    }
    return {};
}

QString titleOf(DecisionChoice c)
{
    switch (c) {
    case DecisionChoice::Retry:
        return Text::tr("Retry");
    case DecisionChoice::Ignore:
        return Text::tr("Ignore");
    case DecisionChoice::Exclude:
        return Text::tr("Exclude");
    case DecisionChoice::RollBack:
        return Text::tr("Roll back all");
    }
    return {};
}

QString titleOf(StepKind s)
{
    switch (s) {
    case StepKind::PreFlight:
        return Text::tr("Pre-flight");
    case StepKind::Deploy:
        return Text::tr("Deploy");
    case StepKind::Smoke:
        return Text::tr("Smoke test");
    case StepKind::Verify:
        return Text::tr("Verify");
    case StepKind::Soak:
        return Text::tr("Soak");
    case StepKind::Record:
        return Text::tr("Record");
    case StepKind::Cleanup:
        return Text::tr("Cleanup");
    }
    return {};
}

QString titleOf(StepState s)
{
    switch (s) {
    case StepState::Pending:
        return Text::tr("pending");
    case StepState::Running:
        return Text::tr("running");
    case StepState::Passed:
        return Text::tr("passed");
    case StepState::Failed:
        return Text::tr("failed");
    case StepState::Errored:
        return Text::tr("errored");
    case StepState::Cancelled:
        return Text::tr("cancelled");
    case StepState::Skipped:
        return Text::tr("skipped");
    }
    return {};
}

QString titleOf(GateKind s)
{
    switch (s) {
    case GateKind::Upstream:
        return Text::tr("upstream stages");
    case GateKind::Smoke:
        return Text::tr("smoke");
    case GateKind::Approval:
        return Text::tr("approval");
    case GateKind::Window:
        return Text::tr("window");
    case GateKind::Soak:
        return Text::tr("soak");
    case GateKind::Resource:
        return Text::tr("resources");
    case GateKind::Notes:
        return Text::tr("notes");
    case GateKind::Checklist:
        return Text::tr("checklist");
    case GateKind::Hold:
        return Text::tr("hold");
    }
    return {};
}

QString titleOf(GateResult s)
{
    switch (s) {
    case GateResult::Pass:
        return Text::tr("pass");
    case GateResult::Fail:
        return Text::tr("fail");
    case GateResult::Error:
        return Text::tr("error");
    case GateResult::Overridden:
        return Text::tr("overridden");
    }
    return {};
}

QString titleOf(NotesState s)
{
    switch (s) {
    case NotesState::Draft:
        return Text::tr("draft");
    case NotesState::InReview:
        return Text::tr("in review");
    case NotesState::Approved:
        return Text::tr("approved");
    case NotesState::Published:
        return Text::tr("published");
    }
    return {};
}

QString titleOf(DeploymentOutcome s)
{
    switch (s) {
    case DeploymentOutcome::Running:
        return Text::tr("running");
    case DeploymentOutcome::Replaced:
        return Text::tr("replaced");
    case DeploymentOutcome::Failed:
        return Text::tr("failed");
    case DeploymentOutcome::RolledBack:
        return Text::tr("rolled back");
    }
    return {};
}

QString titleOf(Cause s)
{
    switch (s) {
    case Cause::Unknown:
        return Text::tr("unknown");
    case Cause::Change:
        return Text::tr("change");
    case Cause::Environment:
        return Text::tr("environment");
    case Cause::Test:
        return Text::tr("test");
    }
    return {};
}

QString titleOf(Severity s)
{
    switch (s) {
    case Severity::Minor:
        return Text::tr("minor");
    case Severity::Major:
        return Text::tr("major");
    case Severity::Critical:
        return Text::tr("critical");
    }
    return {};
}

QString titleOf(Mark s)
{
    switch (s) {
    case Mark::Passed:
        return Text::tr("passed");
    case Mark::Running:
        return Text::tr("running");
    case Mark::Waiting:
        return Text::tr("waiting");
    case Mark::Attention:
        return Text::tr("attention");
    case Mark::Failed:
        return Text::tr("failed");
    }
    return {};
}

} // namespace humdrum
