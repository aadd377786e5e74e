// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/pipelinereader.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int promotionsRead = 400;

} // namespace

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
    if (Result<void> done = m_places.load(); !done)
        return done;
    if (m_release) {
        Result<std::vector<Deployment>> came = m_session.deployments().ofRelease(m_release->id);
        Result<std::vector<Promotion>> asked = m_session.promotions().ofRelease(m_release->id);
        if (!came || !asked)
            return std::unexpected(!came ? came.error() : asked.error());
        m_came = std::move(*came);
        m_asked = std::move(*asked);
    }
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
    return {};
}

QString PipelineReader::chosenVersion() const
{
    return m_release ? m_release->version : m_build ? m_build->version : QString();
}

Result<Occupancy> PipelineReader::occupancy(const EnvironmentKey &environment)
{
    return m_occupancies.of(running(environment), m_release ? m_release->id : ReleaseId{});
}

bool PipelineReader::hasAll(const EnvironmentKey &environment) const { return runsAll(m_builds, running(environment)); }

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

Result<PlaceVerdict> PipelineReader::verdict(const EnvironmentKey &environment)
{
    PlaceFacts facts{
        .release = m_release ? &*m_release : nullptr, .builds = m_builds, .deployments = {}, .promotions = {}};
    std::ranges::copy_if(m_came, std::back_inserter(facts.deployments),
                         [&](const Deployment &d) { return d.environment == environment; });
    std::ranges::copy_if(m_asked, std::back_inserter(facts.promotions),
                         [&](const Promotion &p) { return p.request.environment == environment; });
    return m_places.of(environment, facts);
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
