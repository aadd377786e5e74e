// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/insightsreader.h"

#include "pipeline/upstream.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

constexpr Duration week = std::chrono::weeks{1};
/// As far back as an intervention is attributed to a deployment (metrics/delivery.h).
constexpr Duration attributionReach = 72h;

/// One that failed for another cause than the change did not take the place of what ran before.
bool tookPlace(const Deployment &d)
{
    return d.outcome != DeploymentOutcome::Failed || (d.cause != Cause::Environment && d.cause != Cause::Test);
}

/// What a person who rolled back said to be the cause of what this deployment makes good.
Result<Cause> causeSaidBy(Session &session, const Deployment &d)
{
    if (!d.remedies.isValid() || !d.promotion.isValid())
        return Cause::Unknown;
    return session.promotions().byId(d.promotion).transform([](const std::optional<Promotion> &p) {
        return p ? p->request.cause : Cause::Unknown;
    });
}

QString nameOf(const QString &name, const QString &key) { return name.isEmpty() ? key : name; }

} // namespace

Result<InsightsOverview> InsightsReader::readQuestion()
{
    for (auto step : {&InsightsReader::choose, &InsightsReader::findPeriods}) {
        if (Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    return m_result;
}

Result<InsightsOverview> InsightsReader::read()
{
    for (auto step :
         {&InsightsReader::choose, &InsightsReader::findPeriods, &InsightsReader::load, &InsightsReader::loadFacts,
          &InsightsReader::findShipments, &InsightsReader::countTrains, &InsightsReader::countCauses}) {
        if (Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    countDeliveries();
    countIssues();
    return std::move(m_result);
}

InsightsReader::Step InsightsReader::choose()
{
    const auto product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    m_result.zone = m_product->zone;
    for (const Service &s : m_product->services)
        m_result.services.emplace_back(s.key, nameOf(s.name, s.key.value));
    const Environment *working = nullptr; // where clients work
    for (const Environment &e : m_product->environments | std::views::reverse) {
        m_result.environments.emplace_back(e.key, nameOf(e.name, e.key.value));
        if (!m_result.tiers.contains(e.tier))
            m_result.tiers << e.tier;
        if (!working && m_product->isClientProduction(e.key))
            working = &e;
    }
    std::ranges::reverse(m_result.environments);
    InsightsAsk &ask = m_result.ask;
    if (!ask.service.isEmpty() && !m_product->service(ask.service))
        return fail(ErrorCode::NotFound, Text::tr("There is no service %1.").arg(ask.service.value));
    if (!ask.environment.isEmpty()) {
        const Environment *environment = m_product->environment(ask.environment);
        if (!environment)
            return fail(ErrorCode::NotFound, Text::tr("There is no environment %1.").arg(ask.environment.value));
        ask.tier.clear();
    } else if (ask.tier.isEmpty()) {
        ask.tier = working ? working->tier : m_result.tiers.value(0);
    } else if (!m_result.tiers.contains(ask.tier)) {
        return fail(ErrorCode::NotFound, Text::tr("There is no tier %1.").arg(ask.tier),
                    Text::tr("There are: %1").arg(m_result.tiers.join(u", "_s)));
    }
    for (const Environment &e : m_product->environments) {
        if (ask.environment.isEmpty() ? e.tier == ask.tier : e.key == ask.environment) {
            m_counted.insert(e.key);
            m_result.counted << nameOf(e.name, e.key.value);
        }
    }
    return {};
}

InsightsReader::Step InsightsReader::findPeriods()
{
    const Result<Timestamp> first = m_session.deployments().firstAt();
    if (!first)
        return std::unexpected(first.error());
    m_result.recordedSince = *first;
    if (m_result.ask.weeks <= 0) {
        m_result.period = {*first == noTime ? m_now : std::min(*first, m_now), m_now};
        m_factsFrom = m_loadFrom = noTime;
        return {};
    }
    const Duration length = m_result.ask.weeks * week;
    m_result.period = {m_now - length, m_now};
    const Period before{m_now - 2 * length, m_now - length};
    m_factsFrom = before.from - attributionReach;
    m_loadFrom = std::max(noTime, std::min(m_factsFrom, m_now - streakReach));
    m_result.beforeIsWhole = *first != noTime && *first <= before.from;
    // Less than a week of records is nothing to compare with.
    if (*first != noTime && *first <= before.to - week)
        m_result.before = Period{std::max(before.from, *first), before.to};
    return {};
}

InsightsReader::Step InsightsReader::load()
{
    Result<std::vector<Deployment>> deployments = m_session.deployments().between(m_loadFrom, m_now);
    if (!deployments)
        return std::unexpected(deployments.error());
    m_deployments = std::move(*deployments);
    Result<std::vector<Issue>> issues = m_session.issues().between(m_loadFrom, m_now);
    if (!issues)
        return std::unexpected(issues.error());
    m_issues = std::move(*issues);
    if (m_result.ask.weeks <= 0 && !m_issues.empty())
        m_result.period.from = std::min(m_result.period.from, m_issues.front().foundAt);
    return {};
}

InsightsReader::Step InsightsReader::loadFacts()
{
    if (Step done = loadFactsBefore(); !done)
        return done;
    for (const Deployment &d : m_deployments) {
        if (d.from >= m_factsFrom && m_counted.contains(d.environment))
            m_facts.push_back({.deployment = d, .commit = {}, .kind = ReleaseKind::Regular});
    }
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    QHash<ReleaseId, ReleaseKind> kinds;
    for (const Release &r : **releases) {
        kinds.insert(r.id, r.kind);
        if (r.kind == ReleaseKind::Regular)
            m_regular.emplace_back(r.createdAt, r.id);
    }
    std::ranges::sort(m_regular);
    QSet<BuildId> ids;
    for (const DeploymentFact &f : m_facts)
        ids.insert(f.deployment.build);
    const Result<std::vector<Build>> builds = m_session.builds().byIds(std::vector<BuildId>(ids.begin(), ids.end()));
    if (!builds)
        return std::unexpected(builds.error());
    QHash<BuildId, QString> commits;
    for (const Build &b : *builds)
        commits.insert(b.id, b.commit);
    for (DeploymentFact &f : m_facts) {
        f.commit = commits.value(f.deployment.build);
        f.kind = kinds.value(f.deployment.release, ReleaseKind::Regular);
        const auto said = causeSaidBy(m_session, f.deployment);
        if (!said)
            return std::unexpected(said.error());
        f.remedied = *said;
        m_byId.insert(f.deployment.id.value, &f.deployment);
    }
    return {};
}

/// What ran where the facts begin: what came first is counted from it.
InsightsReader::Step InsightsReader::loadFactsBefore()
{
    if (m_factsFrom == noTime)
        return {};
    for (const Service &service : m_product->services) {
        for (const EnvironmentKey &environment : std::as_const(m_counted)) {
            Timestamp before = m_factsFrom;
            while (true) {
                const auto last = m_session.deployments().lastBefore(before, service.key, environment);
                if (!last)
                    return std::unexpected(last.error());
                if (!*last)
                    break;
                if (tookPlace(**last)) {
                    m_facts.push_back({.deployment = **last, .commit = {}, .kind = ReleaseKind::Regular});
                    break;
                }
                before = (*last)->from;
            }
        }
    }
    return {};
}

InsightsReader::Step InsightsReader::findShipments()
{
    std::map<ServiceKey, std::vector<DeploymentFact>> ran;
    for (const DeploymentFact &f : m_facts) {
        if (tookPlace(f.deployment))
            ran[f.deployment.service].push_back(f);
    }
    for (auto &[service, facts] : ran) {
        std::ranges::stable_sort(facts, {}, [](const DeploymentFact &f) { return f.deployment.from; });
        std::map<EnvironmentKey, QString> there;
        std::vector<CommitStep> steps;
        for (const DeploymentFact &f : facts) {
            QString &before = there[f.deployment.environment];
            if (!before.isEmpty() && before != f.commit)
                steps.push_back({before, f.commit});
            before = f.commit;
        }
        const auto history = m_histories.covering(service, steps, facts.front().deployment.from);
        if (!history)
            return std::unexpected(history.error());
        std::ranges::move(shipmentsOf(facts, **history), std::back_inserter(m_shipments));
    }
    std::ranges::stable_sort(m_shipments, {}, [](const Shipment &s) { return s.at; });
    return {};
}

/// The part of a period of which there are records, at least a week, so that a single day is no rate.
Period InsightsReader::recorded(Period period) const
{
    if (m_result.recordedSince != noTime)
        period.from = std::min(std::max(period.from, m_result.recordedSince), period.to - week);
    return period;
}

template <class Counts>
DeliveryFigures InsightsReader::deliveries(Period period, Counts counts) const
{
    std::vector<DeploymentFact> facts;
    std::ranges::copy_if(m_facts, std::back_inserter(facts),
                         [&](const DeploymentFact &f) { return counts(f.deployment); });
    std::vector<Shipment> shipments;
    for (const Shipment &s : m_shipments) {
        if (period.contains(s.at) && counts(*m_byId.value(s.deployment.value)))
            shipments.push_back(s);
    }
    return {.frequency = deploymentFrequency(facts, recorded(period)),
            .lead = leadTime(shipments, period),
            .failures = changeFailureRate(facts, period),
            .recovery = recoveryTime(facts, period),
            .rework = reworkRate(facts, period)};
}

void InsightsReader::countDeliveries()
{
    const ServiceKey &chosen = m_result.ask.service;
    const auto asked = [&](const Deployment &d) { return chosen.isEmpty() || d.service == chosen; };
    m_result.figures = deliveries(m_result.period, asked);
    if (m_result.before)
        m_result.earlier = deliveries(*m_result.before, asked);
    for (const auto &service : m_result.services) {
        const auto itsOwn = [&service](const Deployment &d) { return d.service == service.first; };
        m_result.byService.push_back({service.first.value, service.second, deliveries(m_result.period, itsOwn)});
    }
    for (const auto &environment : m_result.environments) {
        if (!m_counted.contains(environment.first))
            continue;
        const auto there = [&](const Deployment &d) { return d.environment == environment.first && asked(d); };
        m_result.byEnvironment.push_back(
            {environment.first.value, environment.second, deliveries(m_result.period, there)});
    }
}

/// Brown paper bags of releases whose train is not over: no bar shows them yet.
InsightsReader::Step InsightsReader::countBagsToCome(std::span<const ScoredTrain> over)
{
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    std::vector<TierDeployment> tiers;
    for (const Deployment &d : m_deployments) {
        const Environment *environment = m_product->environment(d.environment);
        tiers.push_back({d, environment ? environment->tier : QString()});
    }
    for (const BrownPaperBag &bag : brownPaperBags(**releases, tiers).bags) {
        const auto release = std::ranges::find(**releases, bag.release, &Release::id);
        const auto isTrain = [&](const ScoredTrain &t) { return t.train.id == release->train; };
        if (release != (*releases)->end() && release->train.isValid() && m_result.period.contains(bag.takenBackAt) &&
            std::ranges::none_of(over, isTrain))
            ++m_result.bagsToCome;
    }
    return {};
}

std::optional<int> InsightsReader::changesOf(const ScoredTrain &scored) const
{
    if (scored.train.state != TrainState::Departed && scored.train.state != TrainState::Arrived)
        return std::nullopt;
    if (!scored.train.release.isValid())
        return 0; // it left empty
    if (scored.batches.empty())
        return std::nullopt;
    if (m_result.ask.service.isEmpty())
        return scored.facts.batch;
    const auto mine = scored.batches.find(m_result.ask.service);
    return mine == scored.batches.end() ? std::nullopt : std::optional(mine->second);
}

std::optional<double> InsightsReader::usualChanges(Period period, std::span<const ScoredTrain> trains) const
{
    std::vector<double> batches;
    for (const ScoredTrain &t : trains) {
        // An empty train is no batch.
        const std::optional<int> changes = t.train.release.isValid() ? changesOf(t) : std::nullopt;
        if (period.contains(t.train.departure) && changes)
            batches.push_back(*changes);
    }
    return batches.size() < static_cast<size_t>(fewRows) ? std::nullopt : medianOf(std::move(batches));
}

InsightsReader::Step InsightsReader::countTrains()
{
    const Timestamp from = m_result.before ? m_result.before->from : m_result.period.from;
    // All that is known: also the trains before the first deployment.
    const Timestamp since = m_result.ask.weeks <= 0 ? noTime : std::min(from, m_now - streakReach);
    const auto scored = scoreTrains(m_read, m_histories, m_deployments, m_issues, std::max(noTime, since), m_now);
    if (!scored)
        return std::unexpected(scored.error());
    if (m_result.ask.weeks <= 0 && !scored->empty())
        m_result.period.from = std::min(m_result.period.from, scored->front().train.departure);
    m_result.streak = streakOf(*scored, m_now);
    const auto onTime = [](const ScoredTrain &t) {
        return t.score.parts[static_cast<size_t>(BoringComponent::OnTime)].mark == BoringMark::Full;
    };
    const auto share = [&](Period period, auto counts, auto has) {
        std::vector<qint64> rows, all;
        for (const ScoredTrain &t : *scored) {
            if (!period.contains(t.train.departure) || !counts(t))
                continue;
            all.push_back(t.train.id.value);
            if (has(t))
                rows.push_back(t.train.id.value);
        }
        return proportion(RowKind::Train, std::move(rows), std::move(all));
    };
    // A freeze skips a train; nobody waited for it.
    const auto wasToLeave = [](const ScoredTrain &t) { return t.train.state != TrainState::Skipped; };
    const auto carried = [](const ScoredTrain &t) { return t.train.release.isValid(); };
    const auto bagged = [](const ScoredTrain &t) { return t.bags > 0; };
    m_result.onTime = share(m_result.period, wasToLeave, onTime);
    m_result.bags = share(m_result.period, carried, bagged);
    m_result.usualChanges = usualChanges(m_result.period, *scored);
    if (m_result.before) {
        m_result.onTimeEarlier = share(*m_result.before, wasToLeave, onTime);
        m_result.bagsEarlier = share(*m_result.before, carried, bagged);
        m_result.usualChangesEarlier = usualChanges(*m_result.before, *scored);
    }
    for (const ScoredTrain &t : *scored) {
        if (m_result.period.contains(t.train.departure))
            m_result.trains.push_back({t.train, changesOf(t), t.bags, onTime(t), t.score});
    }
    return countBagsToCome(*scored);
}

void InsightsReader::countIssues()
{
    const ServiceKey &chosen = m_result.ask.service;
    std::vector<Issue> issues;
    for (const Issue &issue : m_issues) {
        if (!m_result.period.contains(issue.foundAt))
            continue;
        if (chosen.isEmpty() || issue.service == chosen)
            issues.push_back(issue);
        else if (issue.service.isEmpty())
            ++m_result.issuesOfNoService;
    }
    // A release from before what was read is old, wherever it ran.
    std::vector<Release> releases;
    if (const auto all = m_read.releases(); all)
        std::ranges::copy_if(**all, std::back_inserter(releases),
                             [&](const Release &r) { return r.createdAt >= m_loadFrom; });
    const QSet<ReleaseId> young = youngReleases(releases, m_deployments, m_now);
    m_result.issues = containmentFunnel(issues, funnelSteps(*m_product, chosen), Text::tr("Escaped to clients"),
                                        [&](const Issue &issue) { return isYoung(issue, young); });
}

/// What was caught before there was a release goes into the first one that is made after it.
bool InsightsReader::isYoung(const Issue &issue, const QSet<ReleaseId> &young) const
{
    if (issue.introducedBy.isValid())
        return young.contains(issue.introducedBy);
    const auto next = std::ranges::lower_bound(m_regular, issue.foundAt, {}, &std::pair<Timestamp, ReleaseId>::first);
    return next == m_regular.end() || young.contains(next->second);
}

CauseCount &InsightsReader::causeOf(Cause cause, const QString &message)
{
    QString resource;
    const QString text = message.toLower();
    if (cause == Cause::Environment) {
        for (const Pool &pool : m_product->pools) {
            for (const PoolResource &r : pool.resources) {
                // "addresses" is also said as "no free address".
                QString word = r.name.toLower();
                if (word.endsWith("es"_L1))
                    word.chop(2);
                if (text.contains(word) || (r.unit == "bytes"_L1 && text.contains("no space left"_L1)))
                    resource = r.name;
            }
        }
    }
    const auto known = std::ranges::find_if(
        m_result.causes, [&](const CauseCount &c) { return c.cause == cause && c.resource == resource; });
    if (known != m_result.causes.end())
        return *known;
    m_result.causes.push_back({.resource = resource, .cause = cause, .deployments = {}, .promotions = {}});
    return m_result.causes.back();
}

InsightsReader::Step InsightsReader::countCauses()
{
    const ServiceKey &chosen = m_result.ask.service;
    const auto asked = [&](const ServiceKey &service) { return chosen.isEmpty() || service == chosen; };
    const std::vector<DeploymentVerdict> verdicts = verdictsOf(m_facts);
    for (size_t i = 0; i < m_facts.size(); ++i) {
        const Deployment &d = m_facts[i].deployment;
        if (!verdicts[i].failed || !m_result.period.contains(d.from) || !asked(d.service))
            continue;
        CauseCount &count = causeOf(verdicts[i].cause, d.message);
        count.deployments.push_back(d.id.value);
        count.last = std::max(count.last, d.from);
    }
    const auto promotions = m_session.promotions().between(m_result.period.from, m_result.period.to);
    if (!promotions)
        return std::unexpected(promotions.error());
    for (const Promotion &p : *promotions) {
        const bool failed = p.state == PromotionState::Failed || p.state == PromotionState::Errored;
        if (!failed || p.deployment.isValid() || !m_counted.contains(p.request.environment) ||
            !asked(p.request.service))
            continue;
        CauseCount &count = causeOf(p.cause, p.message);
        count.promotions.push_back(p.id.value);
        count.last = std::max(count.last, p.queuedAt);
    }
    std::ranges::stable_sort(m_result.causes, std::ranges::greater{}, &CauseCount::count);
    return {};
}

} // namespace humdrum
