// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/deploymentrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, service, environment, build, release, promotion, origin, outcome, from_at, to_at, started_at, deployer, cause, message, remedies, attended"_s;

Deployment readDeployment(const Row &r)
{
    Deployment d;
    d.id = r.id<DeploymentId>(0);
    d.service = r.key<ServiceKey>(1);
    d.environment = r.key<EnvironmentKey>(2);
    d.build = r.id<BuildId>(3);
    d.release = r.id<ReleaseId>(4);
    d.promotion = r.id<PromotionId>(5);
    d.origin = r.word<DeploymentOrigin>(6);
    d.outcome = r.word<DeploymentOutcome>(7);
    d.from = r.time(8);
    d.to = r.time(9);
    d.startedAt = r.time(10);
    d.deployer = r.text(11);
    d.cause = r.word<Cause>(12);
    d.message = r.text(13);
    d.remedies = r.id<DeploymentId>(14);
    d.attended = r.flag(15);
    return d;
}

Result<qint64> insertDeployment(Connection &db, const Deployment &d)
{
    return db.insert(u"INSERT INTO deployment (service, environment, build, release, promotion, origin, outcome, "
                     u"from_at, to_at, started_at, deployer, cause, message, remedies, attended) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                     d.service, d.environment, d.build, d.release, d.promotion, d.origin, d.outcome, d.from, d.to,
                     d.startedAt, d.deployer, d.cause, d.message, d.remedies, d.attended);
}

Result<int> endDeployment(Connection &db, const Deployment &d)
{
    return db.update(u"UPDATE deployment SET outcome = ?, to_at = ? WHERE id = ?"_s, d.outcome, d.to, d.id);
}

QJsonObject summary(const Deployment &d)
{
    QJsonObject json{{u"service"_s, d.service.value},   {u"environment"_s, d.environment.value},
                     {u"build"_s, d.build.value},       {u"origin"_s, wordOf(d.origin)},
                     {u"outcome"_s, wordOf(d.outcome)}, {u"from"_s, qint64{d.from.time_since_epoch().count()}}};
    if (d.promotion.isValid())
        json[u"promotion"] = d.promotion.value;
    if (d.release.isValid())
        json[u"release"] = d.release.value;
    return json;
}

Result<void> checkInput(const Deployment &d)
{
    if (d.service.isEmpty() || d.environment.isEmpty() || !d.build.isValid() || d.from == noTime)
        return fail(
            ErrorCode::InvalidInput,
            Storage::tr("A deployment needs a service, an environment, a build and the time from which it ran."));
    return {};
}

/// In one environment each deployment of a service ends where the next begins.
void chain(std::vector<Deployment> &list)
{
    for (size_t i = 0; i < list.size(); ++i) {
        Deployment &d = list[i];
        const bool last = i + 1 == list.size();
        if (!last) {
            d.to = list[i + 1].from;
            if (d.outcome == DeploymentOutcome::Running)
                d.outcome = DeploymentOutcome::Replaced;
        } else if (d.outcome == DeploymentOutcome::Running ||
                   (d.outcome == DeploymentOutcome::Replaced && d.to == noTime)) {
            d.to = noTime;
            d.outcome = DeploymentOutcome::Running; // nothing has replaced it
        }
    }
}

/// Merges `added` (all of one service and environment) into what is stored. Returns how many are new.
Result<int> importPair(Connection &db, const std::vector<Deployment> &added)
{
    auto stored =
        db.all(u"SELECT " + columns + u" FROM deployment WHERE service = ? AND environment = ? ORDER BY from_at",
               readDeployment, added.front().service, added.front().environment);
    if (!stored)
        return std::unexpected(stored.error());
    std::vector<Deployment> list = *stored;
    int fresh = 0;
    for (const Deployment &d : added) {
        if (std::ranges::contains(list, d.from, &Deployment::from))
            continue;
        list.push_back(d);
        list.back().id = {};
        ++fresh;
    }
    if (fresh == 0)
        return 0;
    std::ranges::stable_sort(list, {}, &Deployment::from);
    chain(list);
    // What ends first, then what begins: only one may be running at any moment.
    for (const Deployment &d : list) {
        const auto before = std::ranges::find(*stored, d.id, &Deployment::id);
        if (!d.id.isValid() || before == stored->end() || (before->to == d.to && before->outcome == d.outcome))
            continue;
        if (auto ok = endDeployment(db, d); !ok)
            return ok;
    }
    for (const Deployment &d : list) {
        if (d.id.isValid())
            continue;
        if (auto ok = insertDeployment(db, d); !ok)
            return std::unexpected(ok.error());
    }
    return fresh;
}

} // namespace

Result<DeploymentId> SqliteDeploymentRepository::start(const Deployment &deployment, DeploymentOutcome previousOutcome)
{
    Connection &db = m_context.db;
    if (auto ok = checkInput(deployment); !ok)
        return std::unexpected(ok.error());
    if (previousOutcome == DeploymentOutcome::Running)
        return fail(ErrorCode::InvalidInput, Storage::tr("What ran before cannot go on running."));
    Deployment d = deployment;
    d.outcome = DeploymentOutcome::Running;
    d.to = noTime;
    auto latest = db.one(
        u"SELECT max(from_at) FROM deployment WHERE service = ? AND environment = ?"_s,
        [](const Row &r) { return r.time(0); }, d.service, d.environment);
    if (!latest)
        return std::unexpected(latest.error());
    // It did happen after the one before it, whatever the clock says.
    if (*latest && **latest != noTime)
        d.from = std::max(d.from, **latest + std::chrono::milliseconds{1});
    auto running = runningIn(d.service, d.environment);
    if (!running)
        return std::unexpected(running.error());
    if (*running) {
        Deployment previous = **running;
        previous.outcome = previousOutcome;
        previous.to = d.from;
        if (auto ok = endDeployment(db, previous); !ok)
            return std::unexpected(ok.error());
        m_context.touch(Aggregate::Deployment, previous.id.value);
        auto ok = m_context.record(
            u"deployment."_s + wordOf(previousOutcome), subjectOf("deployment"_L1, previous.id.value),
            {{u"outcome"_s, wordOf((*running)->outcome)}},
            {{u"outcome"_s, wordOf(previousOutcome)}, {u"to"_s, qint64{previous.to.time_since_epoch().count()}}});
        if (!ok)
            return std::unexpected(ok.error());
    }
    auto id = insertDeployment(db, d);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Deployment, *id);
    if (auto ok = m_context.record(u"deployment.started"_s, subjectOf("deployment"_L1, *id), {}, summary(d)); !ok)
        return std::unexpected(ok.error());
    return DeploymentId{*id};
}

Result<int> SqliteDeploymentRepository::import(std::span<const Deployment> deployments)
{
    std::map<std::pair<ServiceKey, EnvironmentKey>, std::vector<Deployment>> pairs;
    for (const Deployment &d : deployments) {
        if (auto ok = checkInput(d); !ok)
            return std::unexpected(ok.error());
        pairs[{d.service, d.environment}].push_back(d);
    }
    int added = 0;
    for (const auto &[pair, list] : pairs) {
        auto fresh = importPair(m_context.db, list);
        if (!fresh)
            return fresh;
        added += *fresh;
        if (*fresh == 0)
            continue;
        const QString subject = u"environment:" + pair.second.value;
        if (auto ok = m_context.record(u"deployment.imported"_s, subject, {},
                                       {{u"service"_s, pair.first.value}, {u"added"_s, *fresh}});
            !ok)
            return std::unexpected(ok.error());
        m_context.touch(Aggregate::Deployment, 0);
    }
    return added;
}

Result<std::optional<Deployment>> SqliteDeploymentRepository::byId(DeploymentId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM deployment WHERE id = ?", readDeployment, id.value);
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::running()
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM deployment WHERE outcome = 'running' ORDER BY service, environment",
                            readDeployment);
}

Result<std::optional<Deployment>> SqliteDeploymentRepository::runningIn(const ServiceKey &service,
                                                                        const EnvironmentKey &environment)
{
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM deployment WHERE service = ? AND environment = ? AND outcome = 'running'",
                            readDeployment, service, environment);
}

Result<std::optional<Deployment>> SqliteDeploymentRepository::previousGood(const ServiceKey &service,
                                                                           const EnvironmentKey &environment)
{
    auto running = runningIn(service, environment);
    if (!running)
        return running;
    // Going back to the build that runs would be no way back.
    const qint64 before =
        *running ? qint64{(*running)->from.time_since_epoch().count()} : std::numeric_limits<qint64>::max();
    const qint64 notThis = *running ? (*running)->build.value : 0;
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM deployment WHERE service = ? AND environment = ? AND from_at < ? AND outcome "
                                u"NOT IN ('failed', 'rolled-back') AND build <> ? ORDER BY from_at DESC LIMIT 1",
                            readDeployment, service, environment, before, notThis);
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::between(Timestamp from, Timestamp to,
                                                                    const ServiceKey &service,
                                                                    const EnvironmentKey &environment)
{
    const QString select = u"SELECT "_s + columns + u" FROM deployment WHERE "_s;
    const QString range = u"from_at >= ? AND from_at < ? ORDER BY from_at, id"_s;
    Connection &db = m_context.db;
    if (service.isEmpty() && environment.isEmpty())
        return db.all(select + range, readDeployment, from, to);
    if (environment.isEmpty())
        return db.all(select + u"service = ? AND " + range, readDeployment, service, from, to);
    if (service.isEmpty())
        return db.all(select + u"environment = ? AND " + range, readDeployment, environment, from, to);
    return db.all(select + u"service = ? AND environment = ? AND " + range, readDeployment, service, environment, from,
                  to);
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::ofRelease(ReleaseId release)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM deployment WHERE release = ? ORDER BY from_at, id",
                            readDeployment, release.value);
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::ofBuild(BuildId build, const EnvironmentKey &environment)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM deployment WHERE build = ? AND environment = ? ORDER BY from_at, id",
                            readDeployment, build.value, environment);
}

Result<std::optional<Deployment>> SqliteDeploymentRepository::lastFailed(const EnvironmentKey &environment)
{
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM deployment WHERE environment = ? AND outcome IN ('failed', 'rolled-back') "
                                u"ORDER BY from_at DESC LIMIT 1",
                            readDeployment, environment);
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::ofPromotion(PromotionId promotion)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM deployment WHERE promotion = ? ORDER BY from_at, id",
                            readDeployment, promotion.value);
}

Result<std::optional<Deployment>> SqliteDeploymentRepository::lastBefore(Timestamp t, const ServiceKey &service,
                                                                         const EnvironmentKey &environment)
{
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM deployment WHERE service = ? AND environment = ? AND from_at < ? ORDER BY "
                                u"from_at DESC LIMIT 1",
                            readDeployment, service, environment, t);
}

Result<Timestamp> SqliteDeploymentRepository::firstAt()
{
    return m_context.db
        .one(u"SELECT from_at FROM deployment ORDER BY from_at, id LIMIT 1"_s, [](const Row &r) { return r.time(0); })
        .transform([](const std::optional<Timestamp> &t) { return t.value_or(noTime); });
}

Result<std::vector<Deployment>> SqliteDeploymentRepository::byIds(std::span<const qint64> ids)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM deployment WHERE id IN (SELECT value FROM json_each(?))",
                            readDeployment, sqlIds(ids));
}

} // namespace humdrum
