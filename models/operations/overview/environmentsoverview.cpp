// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/environmentsoverview.h"

#include "operations/overview/reading.h"
#include "pipeline/commitgraph.h"
#include "pools/forecast.h"

#include <algorithm>
#include <ranges>
#include <set>

namespace humdrum {

namespace {

using Where = std::pair<ServiceKey, EnvironmentKey>;

/// Reads one transaction into the overview.
class Reader {
public:
    explicit Reader(Session &session) : m_reading(session), m_session(session) {}

    Result<EnvironmentsOverview> read()
    {
        auto product = m_reading.product();
        if (!product)
            return std::unexpected(product.error());
        m_overview.product = **product;
        m_overview.now = m_session.now();
        for (auto step : {&Reader::readState, &Reader::readCells, &Reader::readPools, &Reader::readHealth}) {
            if (auto done = (this->*step)(); !done)
                return std::unexpected(done.error());
        }
        return std::move(m_overview);
    }

private:
    Result<void> readState()
    {
        auto running = m_session.deployments().running();
        auto unfinished = m_session.promotions().unfinished();
        auto holds = m_session.holds().active();
        if (!running)
            return std::unexpected(running.error());
        if (!unfinished)
            return std::unexpected(unfinished.error());
        if (!holds)
            return std::unexpected(holds.error());
        for (Deployment &d : *running)
            m_running.insert_or_assign({d.service, d.environment}, std::move(d));
        for (const Promotion &p : *unfinished)
            m_moving.insert_or_assign({p.request.service, p.request.environment}, p.state);
        m_holds = std::move(*holds);
        return {};
    }

    Result<void> readCells()
    {
        for (const Service &service : m_overview.product.services) {
            auto changes = m_session.changes().all(service.key);
            if (!changes)
                return std::unexpected(changes.error());
            const CommitGraph graph(*changes);
            std::vector<EnvironmentCell> row;
            for (const Environment &environment : m_overview.product.environments) {
                auto cell = readCell(service.key, environment.key);
                if (!cell)
                    return std::unexpected(cell.error());
                row.push_back(std::move(*cell));
            }
            compare(row, *changes, graph);
            std::ranges::move(row, std::back_inserter(m_overview.cells));
        }
        return {};
    }

    Result<EnvironmentCell> readCell(const ServiceKey &service, const EnvironmentKey &environment)
    {
        EnvironmentCell cell;
        cell.service = service;
        cell.environment = environment;
        cell.held = std::ranges::any_of(m_holds, [&](const Hold &h) {
            return (h.service.isEmpty() || h.service == service) &&
                (h.environment.isEmpty() || h.environment == environment);
        });
        if (const auto moving = m_moving.find({service, environment}); moving != m_moving.end())
            cell.moving = moving->second;
        const auto running = m_running.find({service, environment});
        if (running == m_running.end())
            return cell;
        auto build = m_reading.build(running->second.build);
        if (!build)
            return std::unexpected(build.error());
        cell.build = *build;
        cell.since = running->second.from;
        auto release = m_reading.release(running->second.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release) {
            cell.release = (*release)->version;
            auto behind = releasesAfter(service, **release);
            if (!behind)
                return std::unexpected(behind.error());
            cell.releasesBehind = *behind;
        }
        return cell;
    }

    /// Releases with another build of the service that came after `release` and are running somewhere or were released.
    Result<int> releasesAfter(const ServiceKey &service, const Release &release)
    {
        auto all = m_reading.releases();
        if (!all)
            return std::unexpected(all.error());
        std::set<qint64> running;
        for (const auto &[where, deployment] : m_running)
            running.insert(deployment.release.value);
        std::set<QString> builds;
        auto mine = m_reading.builds(release);
        if (!mine)
            return std::unexpected(mine.error());
        const auto own = mine->find(service);
        for (const Release &later : **all) {
            if (later.createdAt <= release.createdAt)
                break; // newest first
            if (later.state != ReleaseState::Released && !running.contains(later.id.value))
                continue;
            auto theirs = m_reading.builds(later);
            if (!theirs)
                return std::unexpected(theirs.error());
            const auto build = theirs->find(service);
            if (build != theirs->end() && (own == mine->end() || build->second.commit != own->second.commit))
                builds.insert(build->second.commit);
        }
        return static_cast<int>(builds.size());
    }

    /// Lag against the newest build of the main line that runs anywhere, and forks.
    void compare(std::vector<EnvironmentCell> &row, const std::vector<Change> &changes, const CommitGraph &graph)
    {
        QHash<QString, const Change *> byCommit;
        const Change *tip = nullptr; // newest of the main line
        for (const Change &c : changes) {
            byCommit.insert(c.commit, &c);
            if (c.ordinal >= 0 && (!tip || c.ordinal > tip->ordinal))
                tip = &c;
        }
        const Change *newest = nullptr; // newest of the main line that runs anywhere
        for (const EnvironmentCell &cell : row) {
            const Change *c = cell.build ? byCommit.value(cell.build->commit) : nullptr;
            if (c && c->ordinal >= 0 && (!newest || c->ordinal > newest->ordinal))
                newest = c;
        }
        for (EnvironmentCell &cell : row) {
            const Change *c = cell.build ? byCommit.value(cell.build->commit) : nullptr;
            if (!c || !newest || !tip)
                continue;
            const CommitGraph::Difference difference = graph.difference(c->commit, newest->commit);
            cell.commitsBehind = static_cast<int>(difference.gained.size());
            if (cell.commitsBehind > 0)
                cell.behindBy = std::max(Duration{0}, newest->committedAt - c->committedAt);
            cell.fork = graph.isFork(c->commit, tip->commit).value_or(false);
            if (!cell.fork)
                continue;
            cell.uniqueCommits = static_cast<int>(graph.difference(c->commit, tip->commit).lost.size());
            if (const qsizetype base = graph.mergeBase(c->commit, tip->commit); base >= 0) {
                const Change &left = changes[static_cast<size_t>(base)];
                cell.forkedAt = left.committedAt;
                auto build = m_session.builds().byCommit(cell.service, left.commit);
                cell.forkedFrom = build && *build ? (*build)->version : left.commit.left(10);
            }
        }
    }

    Result<void> readPools()
    {
        auto latest = m_session.pools().latest();
        if (!latest)
            return std::unexpected(latest.error());
        for (const Pool &pool : m_overview.product.pools) {
            PoolRow row{.key = pool.key, .name = pool.name, .environments = {}, .figures = {}};
            for (const Environment &e : m_overview.product.environments) {
                if (e.pool == pool.key)
                    row.environments << e.name;
            }
            auto history = m_session.pools().history(pool.key, m_overview.now - std::chrono::weeks{8});
            if (!history)
                return std::unexpected(history.error());
            for (const PoolResource &resource : pool.resources)
                row.figures.push_back(figure(pool, resource, *latest, *history));
            m_overview.pools.push_back(std::move(row));
        }
        return {};
    }

    PoolFigure figure(const Pool &pool, const PoolResource &resource, const std::vector<PoolSample> &latest,
                      const std::vector<PoolSample> &history) const
    {
        PoolFigure figure{.resource = resource.name,
                          .unit = resource.unit,
                          .capacity = resource.capacity,
                          .reserve = resource.reserve};
        const auto sample = std::ranges::find_if(
            latest, [&](const PoolSample &s) { return s.pool == pool.key && s.resource == resource.name; });
        if (sample == latest.end())
            return figure;
        figure.used = sample->used;
        figure.capacity = sample->capacity;
        figure.measuredAt = sample->at;
        figure.fresh = m_overview.now - sample->at <= pool.freshness;
        std::vector<PoolSample> mine;
        std::ranges::copy_if(history, std::back_inserter(mine),
                             [&](const PoolSample &s) { return s.resource == resource.name; });
        figure.daysUntilFull = forecast(resource, mine).daysUntilFull;
        return figure;
    }

    Result<void> readHealth()
    {
        auto recent = m_session.promotions().recent(500);
        if (!recent)
            return std::unexpected(recent.error());
        for (const Environment &e : m_overview.product.environments) {
            HealthRow row{.environment = e.key, .name = e.name};
            if (auto smoke = readSmoke(e.key, *recent, row); !smoke)
                return smoke;
            auto deployments = m_session.deployments().between(noTime, m_overview.now + Duration{1}, {}, e.key);
            if (!deployments)
                return std::unexpected(deployments.error());
            for (const Deployment &d : *deployments | std::views::reverse) {
                if (d.outcome == DeploymentOutcome::Failed || d.outcome == DeploymentOutcome::RolledBack) {
                    row.failedAt = d.from;
                    row.failure = d.message;
                    row.cause = d.cause;
                    break;
                }
            }
            m_overview.health.push_back(std::move(row));
        }
        return {};
    }

    Result<void> readSmoke(const EnvironmentKey &environment, const std::vector<Promotion> &recent, HealthRow &row)
    {
        for (const Promotion &p : recent) {
            if (p.request.environment != environment)
                continue;
            auto steps = m_session.promotions().steps(p.id);
            if (!steps)
                return std::unexpected(steps.error());
            const auto smoke = std::ranges::find_if(*steps | std::views::reverse, [](const PromotionStep &s) {
                return s.kind == StepKind::Smoke && s.state != StepState::Pending && s.state != StepState::Skipped;
            });
            if (smoke == (*steps | std::views::reverse).end())
                continue;
            row.smoke = smoke->state;
            row.tests = smoke->tests;
            row.smokeAt = smoke->finishedAt == noTime ? smoke->startedAt : smoke->finishedAt;
            return {};
        }
        return {};
    }

    Reading m_reading;
    Session &m_session;
    EnvironmentsOverview m_overview;
    std::map<Where, Deployment> m_running;
    std::map<Where, PromotionState> m_moving;
    std::vector<Hold> m_holds;
};

} // namespace

Result<EnvironmentsOverview> readEnvironments(Session &session) { return Reader(session).read(); }

} // namespace humdrum
