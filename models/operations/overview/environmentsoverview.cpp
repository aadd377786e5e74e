// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/environmentsoverview.h"

#include "operations/overview/lag.h"
#include "operations/overview/reading.h"
#include "pools/forecast.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>
#include <set>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

/// What every promotion into an environment is asked, beside a calendar that is open and stages that passed.
QStringList checksOf(const Environment &environment, const Product &product)
{
    QStringList checks;
    if (const Pool *pool = product.pool(environment.pool)) {
        for (const PoolResource &resource : pool->resources)
            checks << resource.name;
    }
    if (!environment.smoke.isEmpty())
        checks << titleOf(GateKind::Smoke).toLower();
    if (!environment.observe.isEmpty())
        checks << Text::tr("version");
    for (const GateKind gate : environment.gates)
        checks << titleOf(gate).toLower();
    return checks;
}

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
        for (auto step : {&Reader::readCells, &Reader::readPools, &Reader::readHealth}) {
            if (auto done = (this->*step)(); !done)
                return std::unexpected(done.error());
        }
        return std::move(m_overview);
    }

private:
    Result<void> readCells()
    {
        auto running = readRunning(m_reading);
        if (!running)
            return std::unexpected(running.error());
        Lags lags(m_reading, *running);
        for (const Service &service : m_overview.product.services) {
            auto row = lags.of(service.key);
            if (!row)
                return std::unexpected(row.error());
            std::ranges::move(*row, std::back_inserter(m_overview.cells));
        }
        return readRuns();
    }

    Result<void> readRuns()
    {
        auto runs = readOccupancies(m_reading);
        if (!runs)
            return std::unexpected(runs.error());
        m_overview.runs = std::move(*runs);
        return {};
    }

    Result<void> readPools()
    {
        auto latest = m_session.pools().latest();
        if (!latest)
            return std::unexpected(latest.error());
        for (const Pool &pool : m_overview.product.pools) {
            PoolRow row{.key = pool.key, .name = pool.name};
            std::set<QString> clients;
            for (const Environment &e : m_overview.product.environments) {
                if (e.pool != pool.key)
                    continue;
                row.environments << e.name;
                clients.insert(e.client);
            }
            row.shared = row.environments.size() > 1 && (clients.size() > 1 || clients.contains(QString()));
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
        const Forecast line = forecast(resource, mine);
        figure.trend = line.known();
        figure.daysUntilFull = line.daysUntilFull;
        return figure;
    }

    Result<void> readHealth()
    {
        auto recent = m_session.promotions().recent(500);
        if (!recent)
            return std::unexpected(recent.error());
        for (const Environment &e : m_overview.product.environments) {
            HealthRow row{.environment = e.key, .name = e.name};
            row.checks = checksOf(e, m_overview.product);
            if (auto smoke = readSmoke(e.key, *recent, row); !smoke)
                return smoke;
            if (auto imported = readImportedSmoke(e.key, row); !imported)
                return imported;
            if (auto failure = readFailure(e.key, row); !failure)
                return failure;
            m_overview.health.push_back(std::move(row));
        }
        return {};
    }

    Result<void> readFailure(const EnvironmentKey &environment, HealthRow &row)
    {
        auto failed = m_session.deployments().lastFailed(environment);
        if (!failed)
            return std::unexpected(failed.error());
        if (!*failed)
            return {};
        row.failedAt = (*failed)->from;
        row.failure = (*failed)->message;
        row.cause = (*failed)->cause;
        auto later = m_session.deployments().between((*failed)->from, m_overview.now + Duration{1}, (*failed)->service,
                                                     environment);
        if (!later)
            return std::unexpected(later.error());
        const auto remedy = std::ranges::find(*later, (*failed)->id, &Deployment::remedies);
        if (remedy == later->end())
            return {};
        row.restoredAt = remedy->from;
        const auto rollback = m_session.promotions().byId(remedy->promotion);
        if (!rollback)
            return std::unexpected(rollback.error());
        // Nothing went wrong by itself: the person who took it back says what did.
        if (*rollback && (*rollback)->request.kind == PromotionKind::Rollback && row.failure.isEmpty()) {
            row.failure = Text::tr("rolled back: %1").arg((*rollback)->request.reason);
            row.cause = (*rollback)->request.cause;
        }
        return {};
    }

    /// The smoke test of the newest promotion that came as far.
    Result<void> readSmoke(const EnvironmentKey &environment, const std::vector<Promotion> &recent, HealthRow &row)
    {
        for (const Promotion &p : recent) {
            if (p.request.environment != environment)
                continue;
            auto steps = m_session.promotions().steps(p.id);
            if (!steps)
                return std::unexpected(steps.error());
            const auto smoke = std::ranges::find_if(*steps | std::views::reverse, [](const PromotionStep &s) {
                return s.kind == StepKind::Smoke && s.state != StepState::Pending;
            });
            if (smoke == (*steps | std::views::reverse).end())
                continue;
            row.smoke = markOf(smoke->state);
            row.smokeSkipped = smoke->state == StepState::Skipped;
            row.tests = smoke->tests;
            row.smokeAt = smoke->finishedAt == noTime ? smoke->startedAt : smoke->finishedAt;
            return {};
        }
        return {};
    }

    /// What was imported, or ran on a schedule, where it is newer.
    Result<void> readImportedSmoke(const EnvironmentKey &environment, HealthRow &row)
    {
        const Stage *stage = m_overview.product.stageOf(environment);
        if (!stage)
            return {};
        auto runs = m_session.stageRuns().recent(stage->key, 1);
        if (!runs)
            return std::unexpected(runs.error());
        if (runs->empty())
            return {};
        const StageRun &run = runs->front();
        const Timestamp at = run.finishedAt == noTime ? run.startedAt : run.finishedAt;
        if (at <= row.smokeAt)
            return {};
        row.smoke = markOf(run.state);
        row.tests = run.tests;
        row.smokeAt = at;
        return {};
    }

    Reading m_reading;
    Session &m_session;
    EnvironmentsOverview m_overview;
};

/// All but merges, which bring nothing of their own.
Result<std::vector<ChangeLine>> linesBetween(Reading &reading, const ServiceKey &service, const QString &from,
                                             const QString &to)
{
    auto changes = reading.changesBetween(service, from, to);
    if (!changes)
        return std::unexpected(changes.error());
    std::vector<ChangeLine> lines;
    for (const Change &c : *changes) {
        if (c.parents.size() < 2)
            lines.push_back(lineOf(service, c));
    }
    return lines;
}

} // namespace

Result<EnvironmentsOverview> readEnvironments(Session &session) { return Reader(session).read(); }

Result<CellOverview> readCell(Session &session, const ServiceKey &serviceKey, const EnvironmentKey &environmentKey)
{
    Reading reading(session);
    auto product = reading.product();
    if (!product)
        return std::unexpected(product.error());
    const Service *service = (*product)->service(serviceKey);
    const Environment *environment = (*product)->environment(environmentKey);
    if (!service || !environment)
        return fail(ErrorCode::NotFound, Text::tr("The product has no such service or environment."));
    auto running = readRunning(reading);
    if (!running)
        return std::unexpected(running.error());
    Lags lags(reading, *running);
    auto row = lags.of(serviceKey);
    if (!row)
        return std::unexpected(row.error());

    CellOverview out;
    out.cell = *std::ranges::find(*row, environmentKey, &EnvironmentCell::environment);
    out.serviceName = service->name.isEmpty() ? serviceKey.value : service->name;
    out.environmentName = environment->name;
    out.zone = (*product)->zone;
    out.now = session.now();
    if (const Stage *stage = (*product)->stageOf(environmentKey))
        out.stage = stage->key;
    for (const EnvironmentCell &cell : *row) {
        if (!cell.build || cell.build->commit != lags.newestCommit())
            continue;
        out.newest = cell.build->version;
        out.newestIn << (*product)->environment(cell.environment)->name;
    }
    std::ranges::copy_if(running->holds, std::back_inserter(out.holds),
                         [&](const Hold &hold) { return holds(hold, serviceKey, environmentKey); });
    const QString mine = out.cell.build ? out.cell.build->commit : QString();
    auto gets = reading.changesBetween(serviceKey, mine, lags.newestCommit());
    if (!gets)
        return std::unexpected(gets.error());
    ClientChanges seen = clientChanges(*gets);
    out.gets = std::move(seen.told);
    out.internal = seen.internal;
    if (out.cell.fork) {
        auto own = linesBetween(reading, serviceKey, lags.tipCommit(), mine);
        if (!own)
            return std::unexpected(own.error());
        out.own = std::move(*own);
    }
    return out;
}

} // namespace humdrum
