// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/dependencies.h"

#include "pipeline/commitgraph.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Whether the planned build or a newer one runs there, and runs well.
Result<bool> runsThere(Session &session, const PlannedPromotion &needed)
{
    if (needed.skip == SkipReason::AlreadyThere)
        return true;
    const auto running = session.deployments().runningIn(needed.service, needed.environment);
    if (!running)
        return std::unexpected(running.error());
    if (!*running || !needed.replaces || !wentWell(**running))
        return false;
    const auto changes = session.changes().all(needed.service);
    if (!changes)
        return std::unexpected(changes.error());
    return CommitGraph(*changes).isAncestor(needed.build.commit, needed.replaces->commit).value_or(false);
}

QString saying(const PlannedPromotion &needed)
{
    const auto &[service, version] = std::pair(needed.service.value, needed.build.version);
    switch (needed.skip) {
    case SkipReason::Held:
        return PromotionDesk::tr("needs %1 %2, which is held").arg(service, version);
    case SkipReason::Frozen:
        return PromotionDesk::tr("needs %1 %2, which may not be promoted now").arg(service, version);
    case SkipReason::GateNotMet:
        return PromotionDesk::tr("needs %1 %2, whose gates are not met").arg(service, version);
    case SkipReason::Unfinished:
        return PromotionDesk::tr("needs %1 %2, of which a promotion is under way").arg(service, version);
    default:
        return PromotionDesk::tr("needs %1 %2, which is not promoted").arg(service, version);
    }
}

} // namespace

Result<QString> missingDependency(Session &session, const Product &product, const PlannedPromotion &item,
                                  const std::vector<PlannedPromotion> &before)
{
    const Service *service = product.service(item.service);
    if (!service)
        return QString();
    for (const ServiceKey &key : service->dependsOn) {
        const auto needed = std::ranges::find(before, key, &PlannedPromotion::service);
        if (needed == before.end() || needed->skip == SkipReason::None)
            continue;
        const auto runs = runsThere(session, *needed);
        if (!runs)
            return std::unexpected(runs.error());
        if (!*runs)
            return saying(*needed);
    }
    return QString();
}

} // namespace humdrum
