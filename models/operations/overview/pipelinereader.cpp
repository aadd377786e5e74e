// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/pipelinereader.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int promotionsRead = 400;

} // namespace

PromotionState stateOfGroup(const std::vector<Promotion> &group)
{
    using enum PromotionState;
    // What is under way first, then what went wrong, then what went well.
    static constexpr std::array order{AwaitingGate, Validating, Running, PreFlight, Queued,
                                      Failed,       Errored,    Aborted, Denied,    Succeeded};
    for (PromotionState state : order) {
        if (std::ranges::find(group, state, &Promotion::state) != group.end())
            return state;
    }
    return Queued;
}

Result<void> PipelineReader::choose(const PipelineAsk &ask)
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    if (Result<void> done = chooseBuilds(ask); !done)
        return done;
    if (Result<void> done = loadRuns(); !done)
        return done;
    return loadEnvironments();
}

Result<void> PipelineReader::chooseBuilds(const PipelineAsk &ask)
{
    if (ask.build.isValid()) {
        const Result<std::optional<Build>> build = m_read.build(ask.build);
        if (!build)
            return std::unexpected(build.error());
        if (!*build)
            return fail(ErrorCode::NotFound, QCoreApplication::translate("Overview", "There is no such build."));
        m_build = **build;
        m_builds.emplace(m_build->service, *m_build);
        return {};
    }
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    if (ask.release.isValid()) {
        const auto it = std::ranges::find(**releases, ask.release, &Release::id);
        if (it == (*releases)->end())
            return fail(ErrorCode::NotFound, QCoreApplication::translate("Overview", "There is no such release."));
        m_release = *it;
    } else if (!(*releases)->empty()) {
        const auto usable =
            std::ranges::find_if(**releases, [](const Release &r) { return r.state != ReleaseState::Withdrawn; });
        m_release = usable == (*releases)->end() ? (*releases)->front() : *usable;
    }
    if (m_release) {
        Result<std::map<ServiceKey, Build>> builds = m_read.builds(*m_release);
        if (!builds)
            return std::unexpected(builds.error());
        m_builds = std::move(*builds);
        return {};
    }
    for (const Service &service : m_product->services) {
        Result<std::vector<Build>> newest = m_session.builds().ofService(service.key, 1);
        if (!newest)
            return std::unexpected(newest.error());
        if (!newest->empty())
            m_builds.emplace(service.key, std::move(newest->front()));
    }
    return {};
}

Result<void> PipelineReader::loadRuns()
{
    std::vector<BuildId> ids;
    for (const auto &[service, build] : m_builds)
        ids.push_back(build.id);
    if (ids.empty() && !m_release)
        return {};
    Result<std::vector<StageRun>> runs =
        m_session.stageRuns().latestFor(ids, m_release ? m_release->manifest : ManifestId{});
    if (!runs)
        return std::unexpected(runs.error());
    m_runs = std::move(*runs);
    // A run that began before its build was known is found by its commit.
    const Result<std::vector<StageRun>> unfinished = m_session.stageRuns().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    for (const StageRun &run : *unfinished) {
        const bool ours = std::ranges::any_of(
            m_builds, [&](const auto &entry) { return !run.commit.isEmpty() && entry.second.commit == run.commit; });
        if (ours && std::ranges::find(m_runs, run.id, &StageRun::id) == m_runs.end()) {
            std::erase_if(m_runs, [&](const StageRun &r) { return r.stage == run.stage; });
            m_runs.push_back(run);
        }
    }
    return {};
}

Result<void> PipelineReader::loadEnvironments()
{
    const Result<std::vector<Deployment>> running = m_session.deployments().running();
    if (!running)
        return std::unexpected(running.error());
    for (const Deployment &d : *running)
        m_running[d.environment].insert_or_assign(d.service, d);
    Result<std::vector<Promotion>> recent = m_session.promotions().recent(promotionsRead);
    const Result<std::vector<Promotion>> unfinished = m_session.promotions().unfinished();
    if (!recent || !unfinished)
        return std::unexpected(!recent ? recent.error() : unfinished.error());
    for (const Promotion &p : *unfinished) {
        if (std::ranges::find(*recent, p.id, &Promotion::id) == recent->end())
            recent->push_back(p);
    }
    std::ranges::stable_sort(*recent, [](const Promotion &a, const Promotion &b) {
        const bool finishedA = isFinished(a.state), finishedB = isFinished(b.state);
        return finishedA != finishedB ? !finishedA : a.queuedAt > b.queuedAt;
    });
    for (const Promotion &p : *recent) {
        std::vector<Promotion> &group = m_groups[p.request.environment];
        if (group.empty() || group.front().group == p.group)
            group.push_back(p);
    }
    for (auto &[environment, group] : m_groups)
        std::ranges::stable_sort(group, {}, &Promotion::position);
    Result<std::vector<Hold>> holds = m_session.holds().active();
    if (!holds)
        return std::unexpected(holds.error());
    m_holds = std::move(*holds);
    return {};
}

QString PipelineReader::chosenVersion() const
{
    return m_release ? m_release->version : m_build ? m_build->version : QString();
}

const std::map<ServiceKey, Deployment> &PipelineReader::running(const EnvironmentKey &environment) const
{
    static const std::map<ServiceKey, Deployment> none;
    const auto it = m_running.find(environment);
    return it == m_running.end() ? none : it->second;
}

Result<QString> PipelineReader::runningVersion(const EnvironmentKey &environment)
{
    return whatRuns(m_read, running(environment));
}

Timestamp PipelineReader::runningSince(const EnvironmentKey &environment) const
{
    Timestamp since = noTime;
    for (const auto &[service, deployment] : running(environment))
        since = std::max(since, deployment.from);
    return since;
}

bool PipelineReader::hasAll(const EnvironmentKey &environment) const
{
    const auto &there = running(environment);
    return !m_builds.empty() && std::ranges::all_of(m_builds, [&](const auto &entry) {
        const auto it = there.find(entry.first);
        return it != there.end() && it->second.build == entry.second.id;
    });
}

Result<bool> PipelineReader::went(const EnvironmentKey &environment)
{
    if (hasAll(environment))
        return true;
    if (m_builds.empty())
        return false;
    for (const auto &entry : m_builds) {
        const BuildId build = entry.second.id;
        const Result<std::vector<Deployment>> all =
            m_session.deployments().between(noTime, m_now + std::chrono::hours{1}, entry.first, environment);
        if (!all)
            return std::unexpected(all.error());
        const bool good = std::ranges::any_of(*all, [&](const Deployment &d) {
            return d.build == build &&
                (d.outcome == DeploymentOutcome::Running || d.outcome == DeploymentOutcome::Replaced);
        });
        if (!good)
            return false;
    }
    return true;
}

const std::vector<Promotion> &PipelineReader::lastGroup(const EnvironmentKey &environment) const
{
    static const std::vector<Promotion> none;
    const auto it = m_groups.find(environment);
    return it == m_groups.end() ? none : it->second;
}

const StageRun *PipelineReader::run(const StageKey &stage) const
{
    const auto it = std::ranges::find(m_runs, stage, &StageRun::stage);
    return it == m_runs.end() ? nullptr : &*it;
}

const Hold *PipelineReader::hold(const EnvironmentKey &environment) const
{
    const auto it = std::ranges::find_if(m_holds, [&](const Hold &h) {
        return h.environment == environment || (h.environment.isEmpty() && h.service.isEmpty());
    });
    return it == m_holds.end() ? nullptr : &*it;
}

/// "2026.48", or "billing 4.18.2" for a single build.
Result<QString> PipelineReader::subjectOf(const std::vector<Promotion> &group)
{
    if (group.empty())
        return QString();
    const Promotion &first = group.front();
    const Result<const Release *> release = m_read.release(first.request.release);
    if (!release)
        return std::unexpected(release.error());
    if (*release)
        return (*release)->version;
    const Result<std::optional<Build>> build = m_read.build(first.request.build);
    if (!build)
        return std::unexpected(build.error());
    return *build ? (*build)->service.value + u' ' + (*build)->version : QString();
}

} // namespace humdrum
