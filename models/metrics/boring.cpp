// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/boring.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace humdrum {

namespace {

using namespace std::chrono_literals;

constexpr Duration bagReach = 48h;
constexpr Duration punctual = 15min;
constexpr Duration hour = 1h;
constexpr Duration day = 24h;

constexpr std::array<int, 8> weights{15, 15, 20, 15, 10, 10, 10, 5};

BoringMark markBy(bool full, bool half) { return full ? BoringMark::Full : half ? BoringMark::Half : BoringMark::None; }

BoringMark markOf(BoringComponent component, const TrainFacts &f)
{
    switch (component) {
    case BoringComponent::OnTime: {
        if (f.departedAt == noTime)
            return BoringMark::None;
        const Duration off = f.departedAt > f.departure ? f.departedAt - f.departure : f.departure - f.departedAt;
        return markBy(off <= punctual, off <= day);
    }
    case BoringComponent::Unattended:
        return markBy(f.retries + f.overrides == 0, f.retries + f.overrides == 1);
    case BoringComponent::NoBrownPaperBag:
        return markBy(!f.brownPaperBag, false);
    case BoringComponent::NothingEscaped:
        return markBy(f.escapedMinor + f.escapedWorse == 0, f.escapedMinor == 1 && f.escapedWorse == 0);
    case BoringComponent::SmallBatch:
        if (!f.usualBatch || !f.batch)
            return BoringMark::Half;
        return markBy(*f.batch <= *f.usualBatch, *f.batch <= 1.5 * *f.usualBatch);
    case BoringComponent::Recovered: {
        auto within = [&](Duration limit) {
            return f.unrecovered == 0 && std::ranges::all_of(f.recoveries, [&](Duration d) { return d <= limit; });
        };
        return markBy(within(hour), within(day));
    }
    case BoringComponent::NotesApproved: {
        if (f.batch == 0)
            return BoringMark::Full;
        const Timestamp left = f.departedAt == noTime ? f.departure : f.departedAt;
        return f.notesApprovedAt == noTime ? BoringMark::None
                                           : markBy(f.notesApprovedAt <= left, f.notesApprovedAt - left <= day);
    }
    case BoringComponent::OtherDeployer:
        if (f.deployer.isEmpty() || f.previousDeployer.isEmpty())
            return BoringMark::Half;
        return markBy(f.deployer != f.previousDeployer, false);
    }
    return BoringMark::None;
}

/// First deployment of each release to each tier, and when one of them was rolled back there.
struct TierFact {
    Timestamp deployedAt{};
    Timestamp rolledBackAt{};
};

Timestamp earlier(Timestamp a, Timestamp b) { return a == noTime ? b : b == noTime ? a : std::min(a, b); }

} // namespace

BrownPaperBags brownPaperBags(std::span<const Release> releases, std::span<const TierDeployment> deployments)
{
    std::map<std::pair<ReleaseId, QString>, TierFact> facts;
    for (const TierDeployment &d : deployments) {
        if (!d.deployment.release.isValid())
            continue;
        TierFact &fact = facts[{d.deployment.release, d.tier}];
        fact.deployedAt = earlier(fact.deployedAt, d.deployment.from);
        if (d.deployment.outcome == DeploymentOutcome::RolledBack)
            fact.rolledBackAt = earlier(fact.rolledBackAt, d.deployment.to);
    }
    QHash<ReleaseId, std::vector<const Release *>> followers;
    for (const Release &release : releases) {
        if (release.kind != ReleaseKind::Regular && release.patches.isValid())
            followers[release.patches].push_back(&release);
    }
    QHash<ReleaseId, BrownPaperBag> found;
    std::vector<qint64> deployed;
    for (const auto &entry : facts) {
        const ReleaseId release = entry.first.first;
        const QString &tier = entry.first.second;
        const TierFact &fact = entry.second;
        if (deployed.empty() || deployed.back() != release.value)
            deployed.push_back(release.value);
        auto consider = [&](Timestamp at, ReleaseId by, bool rollback) {
            if (at == noTime || at < fact.deployedAt || at - fact.deployedAt > bagReach)
                return;
            const auto known = found.constFind(release);
            if (known == found.cend() || at < known->takenBackAt)
                found.insert(release, {release, tier, fact.deployedAt, at, by, rollback});
        };
        for (const Release *follower : followers.value(release)) {
            const auto there = facts.find({follower->id, tier});
            consider(there == facts.end() ? follower->createdAt : there->second.deployedAt, follower->id,
                     follower->kind == ReleaseKind::Rollback);
        }
        consider(fact.rolledBackAt, {}, true);
    }
    BrownPaperBags result;
    std::vector<qint64> rows;
    for (const BrownPaperBag &bag : std::as_const(found))
        result.bags.push_back(bag);
    std::ranges::sort(result.bags, {}, [](const BrownPaperBag &b) { return std::pair(b.deployedAt, b.release); });
    for (const BrownPaperBag &bag : result.bags)
        rows.push_back(bag.release.value);
    result.rate = proportion(RowKind::Release, std::move(rows), std::move(deployed));
    return result;
}

BoringScore boringScore(const TrainFacts &facts)
{
    BoringScore score;
    score.train = facts.train;
    for (size_t i = 0; i < score.parts.size(); ++i) {
        const auto component = static_cast<BoringComponent>(i);
        score.parts[i] = {component, weights[i], markOf(component, facts)};
        score.halves += weights[i] * static_cast<int>(score.parts[i].mark);
    }
    return score;
}

Streak streakOf(std::span<const StreakEntry> trains)
{
    Streak streak;
    for (const StreakEntry &entry : trains) {
        if (entry.state != TrainState::Arrived && entry.state != TrainState::Departed &&
            entry.state != TrainState::Cancelled)
            continue;
        if (entry.empty && entry.state != TrainState::Cancelled)
            continue;
        const bool judged =
            entry.state == TrainState::Arrived || (entry.state == TrainState::Departed && entry.atClient);
        const bool bad = entry.brownPaperBag || entry.state == TrainState::Cancelled || (judged && !entry.boring);
        if (bad) {
            streak.trains.clear();
        } else if (judged) {
            streak.trains.push_back(entry.train.value);
            streak.best = std::max(streak.best, static_cast<int>(streak.trains.size()));
        }
    }
    streak.current = static_cast<int>(streak.trains.size());
    return streak;
}

} // namespace humdrum
