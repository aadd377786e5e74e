// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/auditlog.h"
#include "storage/buildrepository.h"
#include "storage/changerepository.h"
#include "storage/decisionrepository.h"
#include "storage/deploymentrepository.h"
#include "storage/holdrepository.h"
#include "storage/issuerepository.h"
#include "storage/notesrepository.h"
#include "storage/poolrepository.h"
#include "storage/productrepository.h"
#include "storage/promotionrepository.h"
#include "storage/queuerepository.h"
#include "storage/releaserepository.h"
#include "storage/stagerunrepository.h"
#include "storage/trainrepository.h"

namespace humdrum {

/// All repositories over one transaction.
class SqliteSession final : public Session {
public:
    SqliteSession(SessionContext &context, const ProductParser &parser, ProductCache &cache)
        : m_context(context)
        , m_products(context, parser, cache)
        , m_changes(context)
        , m_builds(context)
        , m_stageRuns(context, m_products)
        , m_releases(context)
        , m_trains(context)
        , m_promotions(context)
        , m_queue(context)
        , m_decisions(context)
        , m_deployments(context)
        , m_notes(context)
        , m_issues(context)
        , m_holds(context)
        , m_pools(context)
        , m_audit(context)
    {}

    ProductRepository &products() override { return m_products; }
    ChangeRepository &changes() override { return m_changes; }
    BuildRepository &builds() override { return m_builds; }
    StageRunRepository &stageRuns() override { return m_stageRuns; }
    ReleaseRepository &releases() override { return m_releases; }
    TrainRepository &trains() override { return m_trains; }
    PromotionRepository &promotions() override { return m_promotions; }
    QueueRepository &queue() override { return m_queue; }
    DecisionRepository &decisions() override { return m_decisions; }
    DeploymentRepository &deployments() override { return m_deployments; }
    NotesRepository &notes() override { return m_notes; }
    IssueRepository &issues() override { return m_issues; }
    HoldRepository &holds() override { return m_holds; }
    PoolRepository &pools() override { return m_pools; }
    AuditLog &audit() override { return m_audit; }
    [[nodiscard]] Timestamp now() const override { return m_context.now; }

private:
    SessionContext &m_context;
    SqliteProductRepository m_products;
    SqliteChangeRepository m_changes;
    SqliteBuildRepository m_builds;
    SqliteStageRunRepository m_stageRuns;
    SqliteReleaseRepository m_releases;
    SqliteTrainRepository m_trains;
    SqlitePromotionRepository m_promotions;
    SqliteQueueRepository m_queue;
    SqliteDecisionRepository m_decisions;
    SqliteDeploymentRepository m_deployments;
    SqliteNotesRepository m_notes;
    SqliteIssueRepository m_issues;
    SqliteHoldRepository m_holds;
    SqlitePoolRepository m_pools;
    SqliteAuditLog m_audit;
};

} // namespace humdrum
