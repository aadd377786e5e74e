// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/boringtrains.h"

#include "operations/overview/reading.h"

#include <QSet>

#include <algorithm>

namespace humdrum {

namespace {

using namespace std::chrono_literals;

constexpr size_t batchesCounted = 12;
constexpr size_t batchesNeeded = 4; ///< as metrics/delivery.h gives a p75

class Scorer {
public:
    Scorer(Session &session, Timestamp since, Timestamp now)
        : m_session(session)
        , m_read(session)
        , m_since(since)
        , m_now(now)
    {}
    Result<std::vector<ScoredTrain>> score();

private:
    using Step = Result<void>;
    Step load();
    Step judge(TrainFacts &facts, const Release &release);
    Step countHands(TrainFacts &facts, const Release &release);
    Step readNotes(TrainFacts &facts, const Release &release);
    Step countBatch(TrainFacts &facts, const Release &release);
    void measureRecovery(TrainFacts &facts, const Release &release) const;
    [[nodiscard]] Timestamp restoredAt(const Deployment &failed) const;

    Session &m_session;
    Reading m_read;
    Timestamp m_since, m_now;
    const Product *m_product = nullptr;
    const std::vector<Release> *m_releases = nullptr;
    std::vector<Deployment> m_deployments; ///< oldest first
    std::vector<Issue> m_issues;
    QSet<ReleaseId> m_bags;
    std::vector<double> m_batches;          ///< of the trains before, oldest first
    std::map<ServiceKey, QString> m_aboard; ///< commits of the train before
};

bool isOver(TrainState state)
{
    return state == TrainState::Departed || state == TrainState::Arrived || state == TrainState::Skipped ||
        state == TrainState::Cancelled;
}

Scorer::Step Scorer::load()
{
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    m_releases = *releases;
    Result<std::vector<Deployment>> deployments = m_session.deployments().between(m_since, m_now);
    if (!deployments)
        return std::unexpected(deployments.error());
    m_deployments = std::move(*deployments);
    Result<std::vector<Issue>> issues = m_session.issues().between(m_since, m_now);
    if (!issues)
        return std::unexpected(issues.error());
    m_issues = std::move(*issues);
    std::vector<TierDeployment> tiers;
    for (const Deployment &d : m_deployments) {
        const Environment *environment = m_product->environment(d.environment);
        tiers.push_back({d, environment ? environment->tier : QString()});
    }
    for (const BrownPaperBag &bag : brownPaperBags(*m_releases, tiers).bags)
        m_bags.insert(bag.release);
    return {};
}

Result<std::vector<ScoredTrain>> Scorer::score()
{
    const Result<std::optional<Product>> described = m_session.products().current();
    if (!described)
        return std::unexpected(described.error());
    if (!*described)
        return std::vector<ScoredTrain>{};
    m_product = &**described;
    if (Step done = load(); !done)
        return std::unexpected(done.error());
    const Result<std::vector<Train>> trains = m_session.trains().between(m_since, m_now);
    if (!trains)
        return std::unexpected(trains.error());

    std::vector<ScoredTrain> scored;
    PersonKey previousDeployer;
    for (const Train &train : *trains) {
        if (!isOver(train.state))
            continue;
        ScoredTrain result;
        result.train = train;
        result.facts.train = train.id;
        result.facts.departure = train.departure;
        result.facts.departedAt = train.departedAt;
        result.facts.deployer = train.deployer;
        result.facts.previousDeployer = previousDeployer;
        const Result<const Release *> release = m_read.release(train.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release) {
            if (Step done = judge(result.facts, **release); !done)
                return std::unexpected(done.error());
        }
        result.score = boringScore(result.facts);
        if (train.state == TrainState::Departed || train.state == TrainState::Arrived)
            previousDeployer = train.deployer;
        scored.push_back(std::move(result));
    }
    return scored;
}

Scorer::Step Scorer::judge(TrainFacts &facts, const Release &release)
{
    facts.brownPaperBag = m_bags.contains(release.id);
    for (const Issue &issue : m_issues) {
        if (issue.introducedBy != release.id || !issue.caughtAt.isEmpty())
            continue;
        (issue.severity == Severity::Minor ? facts.escapedMinor : facts.escapedWorse) += 1;
    }
    measureRecovery(facts, release);
    for (auto step : {&Scorer::countBatch, &Scorer::countHands, &Scorer::readNotes}) {
        if (Step done = (this->*step)(facts, release); !done)
            return done;
    }
    return {};
}

Scorer::Step Scorer::countBatch(TrainFacts &facts, const Release &release)
{
    const auto builds = m_read.builds(release);
    if (!builds)
        return std::unexpected(builds.error());
    int batch = 0;
    for (const auto &[service, build] : *builds) {
        QString &before = m_aboard[service];
        if (!before.isEmpty()) {
            const Result<int> changes = m_read.countBetween(service, before, build.commit);
            if (!changes)
                return std::unexpected(changes.error());
            batch += *changes;
        }
        before = build.commit;
    }
    facts.batch = batch;
    const size_t first = m_batches.size() > batchesCounted ? m_batches.size() - batchesCounted : 0;
    std::vector<double> earlier(m_batches.begin() + static_cast<std::ptrdiff_t>(first), m_batches.end());
    std::ranges::sort(earlier);
    if (earlier.size() >= batchesNeeded)
        facts.usualBatch = quantile(earlier, 0.75);
    m_batches.push_back(batch);
    return {};
}

Scorer::Step Scorer::countHands(TrainFacts &facts, const Release &release)
{
    for (const Deployment &d : m_deployments)
        facts.retries += d.release == release.id && d.attended ? 1 : 0;
    const Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(release.id);
    if (!promotions)
        return std::unexpected(promotions.error());
    for (const Promotion &p : *promotions) {
        facts.overrides += static_cast<int>(p.request.overrides.size());
        const Result<std::vector<PromotionStep>> steps = m_session.promotions().steps(p.id);
        if (!steps)
            return std::unexpected(steps.error());
        facts.retries +=
            static_cast<int>(std::ranges::count_if(*steps, [](const PromotionStep &s) { return s.attempt > 1; }));
    }
    return {};
}

Scorer::Step Scorer::readNotes(TrainFacts &facts, const Release &release)
{
    const Result<std::optional<NotesDocument>> notes = m_session.notes().ofRelease(release.id);
    if (!notes)
        return std::unexpected(notes.error());
    if (!*notes || ((*notes)->state != NotesState::Approved && (*notes)->state != NotesState::Published))
        return {};
    const Result<std::optional<NotesRevision>> text = m_session.notes().revision((*notes)->current);
    if (!text)
        return std::unexpected(text.error());
    const Result<std::vector<SignOff>> signOffs = m_session.notes().signOffs((*notes)->id);
    if (!signOffs)
        return std::unexpected(signOffs.error());
    // Approved by the last sign-off of this very text (rule 3); where nobody has to sign, when it was written.
    if (*text)
        facts.notesApprovedAt = (*text)->at;
    for (const SignOff &s : *signOffs) {
        if (*text && s.hash == (*text)->hash && s.verdict == SignOffVerdict::Approved)
            facts.notesApprovedAt = std::max(facts.notesApprovedAt, s.at);
    }
    return {};
}

void Scorer::measureRecovery(TrainFacts &facts, const Release &release) const
{
    for (const Deployment &d : m_deployments) {
        const bool failed = d.outcome == DeploymentOutcome::Failed || d.outcome == DeploymentOutcome::RolledBack;
        if (d.release != release.id || !failed)
            continue;
        const Timestamp restored = restoredAt(d);
        if (restored == noTime)
            ++facts.unrecovered;
        else
            facts.recoveries.push_back(restored - d.from);
    }
}

Timestamp Scorer::restoredAt(const Deployment &failed) const
{
    const auto remedy = std::ranges::find(m_deployments, failed.id, &Deployment::remedies);
    if (remedy != m_deployments.end())
        return remedy->from;
    const auto next = std::ranges::find_if(m_deployments, [&failed](const Deployment &d) {
        return d.service == failed.service && d.environment == failed.environment && d.from > failed.from &&
            d.outcome != DeploymentOutcome::Failed;
    });
    return next == m_deployments.end() ? noTime : next->from;
}

} // namespace

Result<std::vector<ScoredTrain>> scoreTrains(Session &session, Timestamp since, Timestamp now)
{
    return Scorer(session, since, now).score();
}

Result<std::optional<Streak>> readStreak(Session &session, Timestamp now)
{
    const Result<std::vector<ScoredTrain>> scored = scoreTrains(session, now - std::chrono::weeks{52}, now);
    if (!scored)
        return std::unexpected(scored.error());
    if (scored->empty())
        return std::optional<Streak>{};
    std::vector<StreakEntry> entries;
    for (const ScoredTrain &s : *scored)
        entries.push_back({s.train.id, s.train.state, s.score.isBoring(), s.facts.brownPaperBag});
    return std::optional(streakOf(entries));
}

} // namespace humdrum
