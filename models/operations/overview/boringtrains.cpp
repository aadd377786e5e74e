// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/boringtrains.h"

#include "operations/overview/reading.h"
#include "operations/overview/recenthistories.h"
#include "planning/clients.h"

#include <QSet>

#include <algorithm>
#include <ranges>

namespace humdrum {

namespace {

using namespace std::chrono_literals;

constexpr size_t batchesCounted = 12;
constexpr size_t batchesNeeded = 4; ///< as metrics/delivery.h gives a p75
/// Enough for the trains counted above, with some weeks that had none.
constexpr Duration lookBack = std::chrono::weeks{26};

class Scorer {
public:
    Scorer(Reading &read, RecentHistories &histories, std::span<const Deployment> deployments,
           std::span<const Issue> issues, Timestamp since, Timestamp now)
        : m_session(read.session())
        , m_read(read)
        , m_histories(histories)
        , m_deployments(deployments)
        , m_issues(issues)
        , m_since(since)
        , m_now(now)
    {}
    Result<std::vector<ScoredTrain>> score();

private:
    using Step = Result<void>;
    Step load();
    Step countBatches();
    Step addStep(const ServiceKey &service, const QString &commit, ScoredTrain &train);
    Step judge(ScoredTrain &scored, const Release &release);
    Step countHands(TrainFacts &facts, const Release &release);
    Step readNotes(TrainFacts &facts, const Release &release);
    void judgeBatch(ScoredTrain &scored);
    void findBags();
    void measureRecovery(TrainFacts &facts, const Release &release) const;
    [[nodiscard]] Timestamp restoredAt(const Deployment &failed) const;
    [[nodiscard]] ReleaseId rootOf(ReleaseId release) const;

    struct Aboard {
        ScoredTrain *train = nullptr;
        CommitStep step;
        Timestamp since{}; ///< when `from` was assembled
    };
    struct Escaped {
        int minor = 0, worse = 0;
    };

    Session &m_session;
    Reading &m_read;
    RecentHistories &m_histories;
    std::span<const Deployment> m_deployments;
    std::span<const Issue> m_issues;
    Timestamp m_since, m_now;
    const Product *m_product = nullptr;
    std::optional<ClientReaches> m_clients;
    std::vector<ScoredTrain> m_trains; ///< also those before m_since
    QHash<ReleaseId, const Release *> m_releases;
    QHash<ReleaseId, std::vector<const Deployment *>> m_deployed;
    QHash<DeploymentId, const Deployment *> m_remedies; ///< by what they make good, the earliest
    QHash<ReleaseId, Escaped> m_escaped;
    QSet<ReleaseId> m_bags;
    QHash<ReleaseId, int> m_bagsOfTrain; ///< by the release that is no patch
    std::map<ServiceKey, std::vector<Aboard>> m_aboard;
    std::vector<double> m_batches; ///< of the trains before, oldest first
};

bool hasLeft(TrainState state) { return state == TrainState::Departed || state == TrainState::Arrived; }

bool isOver(TrainState state)
{
    return hasLeft(state) || state == TrainState::Skipped || state == TrainState::Cancelled;
}

Scorer::Step Scorer::load()
{
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &r : **releases)
        m_releases.insert(r.id, &r);
    const Result<std::vector<Train>> trains =
        m_session.trains().between(std::max(noTime, m_since - lookBack), Timestamp::max());
    if (!trains)
        return std::unexpected(trains.error());
    for (const Train &train : *trains) {
        const bool early = train.departure >= m_now;
        if (early ? hasLeft(train.state) : isOver(train.state))
            m_trains.push_back({.train = train, .facts = {}, .score = {}, .batches = {}, .early = early});
    }
    for (const Deployment &d : m_deployments) {
        if (d.release.isValid())
            m_deployed[d.release].push_back(&d);
        if (d.remedies.isValid() && !m_remedies.contains(d.remedies))
            m_remedies.insert(d.remedies, &d);
    }
    for (const Issue &issue : m_issues) {
        if (issue.introducedBy.isValid() && issue.caughtAt.isEmpty())
            (issue.severity == Severity::Minor ? m_escaped[issue.introducedBy].minor
                                               : m_escaped[issue.introducedBy].worse) += 1;
    }
    findBags();
    return {};
}

void Scorer::findBags()
{
    std::vector<TierDeployment> tiers;
    for (const Deployment &d : m_deployments) {
        if (!d.release.isValid())
            continue;
        const Environment *environment = m_product->environment(d.environment);
        tiers.push_back({d, environment ? environment->tier : QString()});
    }
    std::vector<Release> releases;
    for (const Release *r : std::as_const(m_releases))
        releases.push_back(*r);
    for (const BrownPaperBag &bag : brownPaperBags(releases, tiers).bags) {
        m_bags.insert(bag.release);
        ++m_bagsOfTrain[rootOf(bag.release)];
    }
}

/// The release that rides a train: what a patch of a patch was made for in the end.
ReleaseId Scorer::rootOf(ReleaseId release) const
{
    // A patch names what was there before it, so this ends; the count guards against a damaged store.
    for (qsizetype i = 0; i < m_releases.size(); ++i) {
        const Release *r = m_releases.value(release);
        if (!r || r->train.isValid() || !r->patches.isValid())
            break;
        release = r->patches;
    }
    return release;
}

Result<std::vector<ScoredTrain>> Scorer::score()
{
    const auto product = m_read.product();
    if (!product)
        return product.error().code == ErrorCode::NotFound
            ? Result<std::vector<ScoredTrain>>(std::vector<ScoredTrain>{})
            : std::unexpected(product.error());
    m_product = *product;
    m_clients.emplace(m_session, *m_product);
    if (Step done = load(); !done)
        return std::unexpected(done.error());
    if (Step done = countBatches(); !done)
        return std::unexpected(done.error());

    PersonKey previousDeployer;
    std::vector<ScoredTrain> result;
    for (ScoredTrain &scored : m_trains) {
        const Train &train = scored.train;
        TrainFacts &facts = scored.facts;
        facts.train = train.id;
        facts.departure = train.departure;
        facts.departedAt = train.departedAt;
        facts.deployer = train.deployer;
        facts.previousDeployer = previousDeployer;
        if (hasLeft(train.state))
            previousDeployer = train.deployer;
        const Release *release = m_releases.value(train.release);
        if (release)
            judgeBatch(scored);
        if (train.departure < m_since)
            continue;
        if (release) {
            if (Step done = judge(scored, *release); !done)
                return std::unexpected(done.error());
        }
        scored.score = boringScore(facts);
        result.push_back(std::move(scored));
    }
    return result;
}

Scorer::Step Scorer::judge(ScoredTrain &scored, const Release &release)
{
    TrainFacts &facts = scored.facts;
    facts.brownPaperBag = m_bags.contains(release.id);
    scored.bags = m_bagsOfTrain.value(release.id);
    const Escaped escaped = m_escaped.value(release.id);
    facts.escapedMinor = escaped.minor;
    facts.escapedWorse = escaped.worse;
    measureRecovery(facts, release);
    if (scored.train.state == TrainState::Departed) {
        const Result<ClientReach> reach = m_clients->of(release);
        if (!reach)
            return std::unexpected(reach.error());
        scored.atClient = std::ranges::contains(reach->places, ClientStanding::Reached, &ClientPlace::standing);
    }
    for (auto step : {&Scorer::countHands, &Scorer::readNotes}) {
        if (Step done = (this->*step)(facts, release); !done)
            return done;
    }
    return {};
}

/// The changes that came with each train: all steps of a service are asked at once.
Scorer::Step Scorer::countBatches()
{
    for (ScoredTrain &scored : m_trains) {
        const Release *release = m_releases.value(scored.train.release);
        if (!release)
            continue;
        const auto builds = m_read.builds(*release);
        if (!builds)
            return std::unexpected(builds.error());
        for (const auto &[service, build] : *builds) {
            std::vector<Aboard> &list = m_aboard[service];
            const QString before = list.empty() ? QString() : list.back().step.to;
            list.push_back({&scored, {before, build.commit}, release->createdAt});
        }
    }
    for (const auto &[service, list] : m_aboard) {
        std::vector<CommitStep> steps;
        for (const Aboard &a : list | std::views::drop(1))
            steps.push_back(a.step);
        if (steps.empty())
            continue;
        const auto history = m_histories.covering(service, steps, list.front().since);
        if (!history)
            return std::unexpected(history.error());
        for (const Aboard &a : list | std::views::drop(1))
            a.train->batches[service] = static_cast<int>((*history)->between(a.step.from, a.step.to).size());
    }
    return {};
}

void Scorer::judgeBatch(ScoredTrain &scored)
{
    const size_t first = m_batches.size() > batchesCounted ? m_batches.size() - batchesCounted : 0;
    std::vector<double> earlier(m_batches.begin() + static_cast<std::ptrdiff_t>(first), m_batches.end());
    std::ranges::sort(earlier);
    if (earlier.size() >= batchesNeeded)
        scored.facts.usualBatch = quantile(earlier, 0.75);
    if (scored.batches.empty()) {
        scored.facts.batch.reset();
        return;
    }
    int batch = 0;
    for (const auto &[service, count] : scored.batches)
        batch += count;
    scored.facts.batch = batch;
    m_batches.push_back(batch);
}

Scorer::Step Scorer::countHands(TrainFacts &facts, const Release &release)
{
    for (const Deployment *d : m_deployed.value(release.id))
        facts.retries += d->attended ? 1 : 0;
    const Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(release.id);
    if (!promotions)
        return std::unexpected(promotions.error());
    const Result<std::vector<Decision>> decisions = m_session.decisions().ofRelease(release.id);
    if (!decisions)
        return std::unexpected(decisions.error());
    // To ignore a failure passes over a rule as an override does.
    facts.overrides += static_cast<int>(std::ranges::count(*decisions, DecisionChoice::Ignore, &Decision::choice));
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
    if (!*text)
        return {};
    // Approved by the last sign-off of this very text (rule 3); where nobody has to sign, when it was written. Recorded
    // notes may have been published without what is asked for now.
    const bool asked = std::ranges::any_of(m_product->roles, [](const Role &role) { return role.signOffs > 0; });
    facts.notesApprovedAt = asked ? noTime : (*text)->at;
    for (const SignOff &s : *signOffs) {
        if (s.hash == (*text)->hash && s.verdict == SignOffVerdict::Approved)
            facts.notesApprovedAt = std::max({facts.notesApprovedAt, s.at, (*text)->at});
    }
    return {};
}

void Scorer::measureRecovery(TrainFacts &facts, const Release &release) const
{
    for (const Deployment *d : m_deployed.value(release.id)) {
        if (d->outcome != DeploymentOutcome::Failed && d->outcome != DeploymentOutcome::RolledBack)
            continue;
        const Timestamp restored = restoredAt(*d);
        if (restored == noTime)
            ++facts.unrecovered;
        else
            facts.recoveries.push_back(restored - d->from);
    }
}

Timestamp Scorer::restoredAt(const Deployment &failed) const
{
    if (const Deployment *remedy = m_remedies.value(failed.id))
        return remedy->from;
    const auto after = std::ranges::upper_bound(m_deployments, failed.from, {}, &Deployment::from);
    const auto next = std::find_if(after, m_deployments.end(), [&failed](const Deployment &d) {
        return d.service == failed.service && d.environment == failed.environment &&
            d.outcome != DeploymentOutcome::Failed;
    });
    return next == m_deployments.end() ? noTime : next->from;
}

} // namespace

Result<std::vector<ScoredTrain>> scoreTrains(Reading &read, RecentHistories &histories,
                                             std::span<const Deployment> deployments, std::span<const Issue> issues,
                                             Timestamp since, Timestamp now)
{
    return Scorer(read, histories, deployments, issues, since, now).score();
}

Result<std::vector<ScoredTrain>> scoreTrains(Session &session, Timestamp since, Timestamp now)
{
    const Result<std::vector<Deployment>> deployments = session.deployments().between(since, now);
    if (!deployments)
        return std::unexpected(deployments.error());
    const Result<std::vector<Issue>> issues = session.issues().between(since, now);
    if (!issues)
        return std::unexpected(issues.error());
    Reading read(session);
    RecentHistories histories(session);
    return scoreTrains(read, histories, *deployments, *issues, since, now);
}

Streak streakOf(std::span<const ScoredTrain> trains, Timestamp now)
{
    std::vector<StreakEntry> entries;
    for (const ScoredTrain &s : trains) {
        if (s.train.departure >= now - streakReach)
            entries.push_back({s.train.id, s.early ? TrainState::Departed : s.train.state, s.score.isBoring(),
                               s.facts.brownPaperBag, !s.train.release.isValid(), s.atClient && !s.early});
    }
    return streakOf(entries);
}

Result<std::optional<Streak>> readStreak(Session &session, Timestamp now)
{
    const Result<std::vector<ScoredTrain>> scored = scoreTrains(session, now - streakReach, now);
    if (!scored)
        return std::unexpected(scored.error());
    if (scored->empty())
        return std::optional<Streak>{};
    return std::optional(streakOf(*scored, now));
}

} // namespace humdrum
