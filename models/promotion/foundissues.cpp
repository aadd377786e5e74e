// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/foundissues.h"

#include "promotion/desk.h"

#include <algorithm>

namespace humdrum {

namespace {

/// A production that was taken back because of a change: what made it necessary escaped to the client. Without a cause it
/// stays unattributed, and nothing is recorded.
Result<void> recordEscape(Session &session, const Product &product, const Promotion &p)
{
    if (p.request.cause != Cause::Change || !p.deployment.isValid() ||
        !product.isClientProduction(p.request.environment))
        return {};
    const auto made = session.deployments().byId(p.deployment);
    if (!made)
        return std::unexpected(made.error());
    const auto bad = session.deployments().byId(*made ? (*made)->remedies : DeploymentId{});
    if (!bad)
        return std::unexpected(bad.error());
    if (!*bad)
        return {};
    const auto build = session.builds().byId((*bad)->build);
    const auto known = session.issues().between((*bad)->from, Timestamp::max());
    if (!build || !known)
        return std::unexpected(!build ? build.error() : known.error());
    Issue issue;
    issue.service = p.request.service;
    issue.environment = p.request.environment;
    issue.introducedBy = (*bad)->release;
    issue.cause = Cause::Change;
    issue.title = p.request.reason.isEmpty() ? PromotionDesk::tr("Rolled back") : p.request.reason;
    issue.commit = *build ? (*build)->commit : QString();
    issue.foundAt = p.finishedAt;
    // One defect of the release, however many services go back for it, and whoever told of it before.
    const auto same = [&issue](const Issue &other) {
        return other.environment == issue.environment && other.cause == issue.cause &&
            (issue.introducedBy.isValid() ? other.introducedBy == issue.introducedBy : other.commit == issue.commit);
    };
    if (std::ranges::any_of(*known, same))
        return {};
    return session.issues().add(issue).transform([](IssueId) {});
}

} // namespace

Result<void> recordIssue(Session &session, const Stage &stage, const StageRun &run)
{
    if (run.state != StageRunState::Failed && run.state != StageRunState::Errored)
        return {};
    Issue issue;
    issue.service = stage.service;
    issue.caughtAt = stage.key;
    issue.environment = stage.environment;
    issue.cause = run.cause;
    issue.title = !run.failures.empty() ? run.failures.front().name : run.message.isEmpty() ? stage.name : run.message;
    issue.commit = run.commit;
    issue.foundAt = run.finishedAt;
    return session.issues().add(issue).transform([](IssueId) {});
}

Result<void> recordIssue(Session &session, const Product &product, const Promotion &p)
{
    if (p.request.kind == PromotionKind::Rollback)
        return recordEscape(session, product, p);
    const bool failed = p.state == PromotionState::Failed || p.state == PromotionState::Errored;
    const Stage *stage = product.stageOf(p.request.environment);
    if (!failed || !stage)
        return {};
    const auto build = session.builds().byId(p.request.build);
    if (!build)
        return std::unexpected(build.error());
    Issue issue;
    issue.service = p.request.service;
    issue.caughtAt = stage->key;
    issue.environment = p.request.environment;
    issue.introducedBy = p.request.release;
    issue.cause = p.cause;
    issue.title = p.message.isEmpty() ? PromotionDesk::tr("The promotion to %1 failed").arg(stage->name) : p.message;
    issue.commit = *build ? (*build)->commit : QString();
    issue.foundAt = p.finishedAt;
    return session.issues().add(issue).transform([](IssueId) {});
}

} // namespace humdrum
