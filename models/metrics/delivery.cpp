// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/delivery.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace humdrum {

namespace {

constexpr Duration attributionReach = std::chrono::hours{72};
constexpr size_t lastBatches = 12;
constexpr qint64 enoughBatches = 4;

using Place = std::pair<ServiceKey, EnvironmentKey>;

/// Deployments of each service and environment, oldest first.
std::map<Place, std::vector<const DeploymentFact *>> byPlace(std::span<const DeploymentFact> deployments)
{
    std::map<Place, std::vector<const DeploymentFact *>> places;
    for (const DeploymentFact &fact : deployments)
        places[{fact.deployment.service, fact.deployment.environment}].push_back(&fact);
    for (auto &[place, list] : places) {
        std::ranges::stable_sort(
            list, {}, [](const DeploymentFact *f) { return std::pair(f->deployment.from, f->deployment.id.value); });
    }
    return places;
}

bool isIntervention(const DeploymentFact &fact)
{
    return fact.kind != ReleaseKind::Regular || fact.deployment.remedies.isValid();
}

/// Also while it runs: what is wrong with it stands beside it.
bool isMarkedFailed(const Deployment &deployment)
{
    return deployment.outcome == DeploymentOutcome::Failed || deployment.outcome == DeploymentOutcome::RolledBack ||
        deployment.cause != Cause::Unknown || !deployment.message.isEmpty();
}

std::vector<qint64> idsIn(std::span<const DeploymentFact> deployments, Period period)
{
    std::vector<qint64> ids;
    for (const DeploymentFact &fact : deployments) {
        if (period.contains(fact.deployment.from))
            ids.push_back(fact.deployment.id.value);
    }
    return ids;
}

/// When what failed at `at` of its place was put right.
Timestamp restoredAfter(size_t at, const std::vector<const DeploymentFact *> &place,
                        const QHash<qint64, DeploymentVerdict> &verdicts)
{
    const qint64 id = place[at]->deployment.id.value;
    Timestamp next = noTime;
    for (const DeploymentFact *later : std::span(place).subspan(at + 1)) {
        if (verdicts[later->deployment.id.value].failed)
            continue;
        if (later->deployment.remedies.value == id)
            return later->deployment.from;
        if (next == noTime)
            next = later->deployment.from;
    }
    return next;
}

/// Those in the period.
template <class Use>
void eachIn(std::span<const DeploymentFact> deployments, Period period, Use use)
{
    const std::vector<DeploymentVerdict> verdicts = verdictsOf(deployments);
    for (size_t i = 0; i < deployments.size(); ++i) {
        if (period.contains(deployments[i].deployment.from))
            use(deployments[i].deployment, verdicts[i]);
    }
}

} // namespace

Figure deploymentFrequency(std::span<const DeploymentFact> deployments, Period period)
{
    Figure figure;
    figure.rows = idsIn(deployments, period);
    figure.n = static_cast<qint64>(figure.rows.size());
    figure.numerator = static_cast<double>(figure.n);
    const auto length = std::max(Duration{0}, period.to - period.from);
    figure.denominator = std::chrono::duration<double, std::ratio<604800>>(length).count();
    return figure;
}

std::vector<Shipment> shipmentsOf(std::span<const DeploymentFact> deployments, const History &history)
{
    std::vector<Shipment> shipments;
    for (const auto &[place, list] : byPlace(deployments)) {
        const DeploymentFact *previous = nullptr;
        for (const DeploymentFact *fact : list) {
            Shipment shipment{fact->deployment.id, fact->deployment.from, previous == nullptr, {}};
            // Nothing can be said of what came from a commit that is not known.
            if (previous && history.find(previous->commit))
                shipment.changes = history.between(previous->commit, fact->commit);
            else
                shipment.first = true;
            shipments.push_back(std::move(shipment));
            previous = fact;
        }
    }
    std::ranges::stable_sort(shipments, {}, [](const Shipment &s) { return std::pair(s.at, s.deployment.value); });
    return shipments;
}

LeadTime leadTime(std::span<const Shipment> shipments, Period period)
{
    LeadTime lead;
    std::vector<double> values;
    std::vector<qint64> rows;
    for (const Shipment &shipment : shipments) {
        if (!period.contains(shipment.at))
            continue;
        for (const Change *change : shipment.changes) {
            if (change->parents.size() > 1)
                continue; // a merge is no change of its own
            values.push_back(static_cast<double>(std::max(Duration{0}, shipment.at - change->committedAt).count()));
            rows.push_back(change->id.value);
            lead.deployments.push_back(shipment.deployment.value);
        }
    }
    lead.time = Spread::of(RowKind::Change, std::move(values), std::move(rows));
    return lead;
}

std::vector<Attribution> attributionsOf(std::span<const DeploymentFact> deployments)
{
    std::vector<Attribution> attributions;
    for (const auto &[place, list] : byPlace(deployments)) {
        for (size_t i = 0; i < list.size(); ++i) {
            const Deployment &deployment = list[i]->deployment;
            if (!isIntervention(*list[i]))
                continue;
            Attribution attribution{deployment.id, deployment.remedies, deployment.remedies.isValid()};
            if (!attribution.explicitLink && i > 0 &&
                deployment.from - list[i - 1]->deployment.from <= attributionReach)
                attribution.failed = list[i - 1]->deployment.id;
            attributions.push_back(attribution);
        }
    }
    return attributions;
}

std::vector<DeploymentVerdict> verdictsOf(std::span<const DeploymentFact> deployments)
{
    QHash<qint64, DeploymentVerdict> verdicts;
    QHash<qint64, const DeploymentFact *> facts;
    for (const DeploymentFact &fact : deployments) {
        const Deployment &d = fact.deployment;
        verdicts.insert(d.id.value, {.deployment = d.id, .failed = isMarkedFailed(d), .cause = d.cause});
        facts.insert(d.id.value, &fact);
    }
    for (const Attribution &attribution : attributionsOf(deployments)) {
        DeploymentVerdict &by = verdicts[attribution.intervention.value];
        by.intervention = true;
        by.unattributed = !attribution.failed.isValid();
        const auto failed = verdicts.find(attribution.failed.value);
        if (failed == verdicts.end())
            continue;
        failed->failed = true;
        if (failed->cause == Cause::Unknown && attribution.explicitLink)
            failed->cause = facts[attribution.intervention.value]->remedied;
    }
    for (const auto &[place, list] : byPlace(deployments)) {
        for (size_t i = 0; i < list.size(); ++i) {
            DeploymentVerdict &verdict = verdicts[list[i]->deployment.id.value];
            if (verdict.failed)
                verdict.restored = restoredAfter(i, list, verdicts);
        }
    }
    std::vector<DeploymentVerdict> inOrder;
    inOrder.reserve(deployments.size());
    for (const DeploymentFact &fact : deployments)
        inOrder.push_back(verdicts[fact.deployment.id.value]);
    return inOrder;
}

FailureRate changeFailureRate(std::span<const DeploymentFact> deployments, Period period)
{
    FailureRate rate;
    std::vector<qint64> rows, all;
    eachIn(deployments, period, [&](const Deployment &d, const DeploymentVerdict &verdict) {
        all.push_back(d.id.value);
        if (verdict.failed)
            rows.push_back(d.id.value);
        if (verdict.unattributed)
            rate.unattributed.push_back(d.id.value);
    });
    rate.rate = proportion(RowKind::Deployment, std::move(rows), std::move(all));
    return rate;
}

RecoveryTime recoveryTime(std::span<const DeploymentFact> deployments, Period period)
{
    RecoveryTime recovery;
    std::vector<double> values;
    std::vector<qint64> rows;
    eachIn(deployments, period, [&](const Deployment &d, const DeploymentVerdict &verdict) {
        if (!verdict.failed)
            return;
        if (verdict.cause != Cause::Change) {
            (verdict.cause == Cause::Unknown ? recovery.unattributed : recovery.otherCauses).push_back(d.id.value);
        } else if (verdict.restored == noTime) {
            recovery.open.push_back(d.id.value);
        } else {
            values.push_back(static_cast<double>(std::max(Duration{0}, verdict.restored - d.from).count()));
            rows.push_back(d.id.value);
        }
    });
    recovery.time = Spread::of(RowKind::Deployment, std::move(values), std::move(rows));
    return recovery;
}

Figure reworkRate(std::span<const DeploymentFact> deployments, Period period)
{
    std::vector<qint64> rows, all;
    eachIn(deployments, period, [&](const Deployment &d, const DeploymentVerdict &verdict) {
        all.push_back(d.id.value);
        if (verdict.intervention)
            rows.push_back(d.id.value);
    });
    return proportion(RowKind::Deployment, std::move(rows), std::move(all));
}

Batch batchOf(const Shipment &shipment, const std::function<bool(const Change &)> &told)
{
    Batch batch;
    batch.row = shipment.deployment.value;
    batch.at = shipment.at;
    for (const Change *change : shipment.changes) {
        batch.commits += change->parents.size() > 1 ? 0 : 1;
        batch.files += change->files;
        batch.lines += change->added + change->removed;
        batch.entries += told && told(*change) ? 1 : 0;
    }
    return batch;
}

BatchSize batchSize(std::span<const Batch> batches, RowKind kind)
{
    std::vector<Batch> ordered(batches.begin(), batches.end());
    std::ranges::stable_sort(ordered, {}, [](const Batch &b) { return std::pair(b.at, b.row); });
    const std::span<const Batch> last = std::span<const Batch>(ordered).last(std::min(lastBatches, ordered.size()));
    auto spread = [&](int Batch::*size) {
        std::vector<double> values;
        std::vector<qint64> rows;
        for (const Batch &batch : last) {
            values.push_back(batch.*size);
            rows.push_back(batch.row);
        }
        return Spread::of(kind, std::move(values), std::move(rows), enoughBatches);
    };
    return {spread(&Batch::commits), spread(&Batch::files), spread(&Batch::lines), spread(&Batch::entries)};
}

} // namespace humdrum
