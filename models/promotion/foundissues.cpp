// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/foundissues.h"

#include "promotion/desk.h"

namespace humdrum {

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
    const bool failed = p.state == PromotionState::Failed || p.state == PromotionState::Errored;
    const Stage *stage = product.stageOf(p.request.environment);
    if (!failed || p.request.kind != PromotionKind::Forward || !stage)
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
