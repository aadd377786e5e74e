// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sqlitestore.h"

#include <QTemporaryDir>
#include <QTest>

namespace humdrum::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s / %s", qUtf8Printable(result.error().toString()), qUtf8Printable(result.error().details));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

inline const Timestamp now = toTimestamp(QDateTime(QDate(2026, 11, 24), QTime(12, 0), QTimeZone::UTC));

/// `hours` before now.
inline Timestamp ago(double hours) { return now - Duration{static_cast<qint64>(hours * 3'600'000)}; }
inline Timestamp daysAgo(double days) { return ago(days * 24); }

/// Two services, two clients, one environment of ours, one pool.
inline Product smallProduct()
{
    Product p;
    p.key = u"small"_s;
    p.name = u"Small"_s;
    p.zone = "Europe/Berlin";
    p.digest = "1";
    StageKey join{u"integration"_s};
    Stage together{join, u"Integration"_s, StageKind::Join, {}, {}, {}, {}, {}};
    for (const QString &key : {u"billing"_s, u"ledger"_s}) {
        Service s;
        s.key = {key};
        s.name = key;
        p.services.push_back(s);
        const StageKey commit{key + u".commit"_s}, component{key + u".component"_s};
        p.stages.push_back({commit, u"Commit"_s, StageKind::Commit, {key}, {}, {}, {}, {}});
        p.stages.push_back({component, u"Component"_s, StageKind::Test, {key}, {}, {commit}, {}, {}});
        together.needs.push_back(component);
    }
    p.stages.push_back(together);
    const auto environment = [&p](const QString &key, const QString &name, const QString &tier, int rank,
                                  const QString &client, const QString &after) {
        Environment e;
        e.key = {key};
        e.name = name;
        e.tier = tier;
        e.rank = rank;
        e.client = client;
        p.environments.push_back(e);
        p.stages.push_back({{key}, name, StageKind::Deploy, {}, {key}, {{after}}, {}, {}});
    };
    environment(u"int"_s, u"Integration"_s, u"integration"_s, 0, {}, u"integration"_s);
    environment(u"aurora-staging"_s, u"Aurora staging"_s, u"staging"_s, 1, u"Aurora"_s, u"int"_s);
    environment(u"aurora-prod"_s, u"Aurora production"_s, u"production"_s, 2, u"Aurora"_s, u"aurora-staging"_s);
    environment(u"borealis-prod"_s, u"Borealis production"_s, u"production"_s, 2, u"Borealis"_s, u"int"_s);
    Pool pool;
    pool.key = {u"shared"_s};
    pool.resources.push_back({.name = u"disk"_s, .unit = u"bytes"_s, .capacity = 1});
    pool.resources.push_back({.name = u"addresses"_s, .unit = u"addresses"_s, .capacity = 1});
    p.pools.push_back(pool);
    return p;
}

/// A store with that product, and short ways to write rows.
class World {
public:
    [[nodiscard]] Store &store() { return *m_store; }

    template <class Job>
    auto write(Job job)
    {
        return must(m_store->write(Intent{{u"nr"_s, u"test"_s, {}}, {}}, std::move(job)).takeResult());
    }
    template <class Job>
    auto read(Job job)
    {
        return m_store->read(std::move(job)).takeResult();
    }

    explicit World(bool described = true)
    {
        SqliteOptions options;
        options.file = m_folder.filePath(u"world.db"_s);
        options.clock = &m_clock;
        options.parser = [](const QByteArray &, const QString &) -> Result<Product> { return smallProduct(); };
        m_store = must(SqliteStore::open(options));
        if (described)
            write([](Session &s) { return s.products().describe(smallProduct(), "small"); });
    }

    /// Commit "billing-3", on top of "billing-2" unless told otherwise.
    static QString commit(const QString &service, int number) { return service + u'-' + QString::number(number); }
    void change(const QString &service, int number, Timestamp at, const QStringList &parents = {})
    {
        Change c;
        c.service = {service};
        c.commit = commit(service, number);
        c.parents = !parents.isEmpty() || number == 0 ? parents : QStringList{commit(service, number - 1)};
        c.ordinal = number;
        c.summary = u"Change %1"_s.arg(number);
        c.authoredAt = c.committedAt = at;
        write([&](Session &s) { return s.changes().import({service}, std::span(&c, 1)); });
    }
    BuildId build(const QString &service, int number)
    {
        return write([&](Session &s) {
            return s.builds().add({{},
                                   {service},
                                   u"1."_s + QString::number(number),
                                   commit(service, number),
                                   u"sha256:"_s + service + QString::number(number),
                                   now});
        });
    }
    struct How {
        DeploymentOutcome outcome = DeploymentOutcome::Replaced;
        Cause cause = Cause::Unknown;
        QString message;
        DeploymentId remedies;
        ReleaseId release;
    };
    DeploymentId deploy(const QString &service, const QString &environment, int number, Timestamp at, How how)
    {
        Deployment d;
        d.service = {service};
        d.environment = {environment};
        d.build = build(service, number);
        d.from = d.startedAt = at;
        d.outcome = how.outcome;
        d.cause = how.cause;
        d.message = how.message;
        d.remedies = how.remedies;
        d.release = how.release;
        return write([&](Session &s) -> Result<DeploymentId> {
            must(s.deployments().import(std::span(&d, 1)));
            return must(s.deployments().lastBefore(at + 1ms, d.service, d.environment))->id;
        });
    }
    DeploymentId deploy(const QString &service, const QString &environment, int number, Timestamp at)
    {
        return deploy(service, environment, number, at, How{});
    }
    /// A release of one build of billing; on a train of its own where it is regular.
    Release release(const QString &version, int number, Timestamp at, ReleaseId patches = {})
    {
        const BuildId id = build(u"billing"_s, number);
        return write([&](Session &s) -> Result<Release> {
            Release r;
            r.version = version;
            r.createdAt = at;
            r.kind = patches.isValid() ? ReleaseKind::Patch : ReleaseKind::Regular;
            r.patches = patches;
            r.manifest =
                must(s.releases().addManifest({{}, {{ServiceKey{u"billing"_s}, id}}, u"digest-"_s + version, at}));
            return s.releases().create(r);
        });
    }
    /// A train that left `late` after `departure` with `release`.
    TrainId train(const QString &version, const Release &release, Timestamp departure, Duration late = 0ms,
                  const QString &deployer = u"nr"_s)
    {
        return write([&](Session &s) -> Result<TrainId> {
            Train t;
            t.version = version;
            t.isoYear = 2026;
            t.isoWeek = version.section(u'.', 1).toInt();
            t.departure = departure;
            t.cutoff = departure - 89h;
            t.deployer = {deployer};
            must(s.trains().plan(std::span(&t, 1)));
            t = *must(s.trains().byVersion(version));
            t.release = release.id;
            must(s.trains().change(t, u"aboard"_s));
            for (const TrainState state :
                 {TrainState::Boarding, TrainState::Locked, TrainState::Departed, TrainState::Arrived})
                must(s.trains().transition(t.id, state, departure + late, u"test"_s));
            return t.id;
        });
    }
    IssueId issue(const QString &title, const QString &service, const QString &caughtAt, Timestamp at,
                  Cause cause = Cause::Change, ReleaseId introducedBy = {})
    {
        return write([&](Session &s) {
            Issue i;
            i.title = title;
            i.service = {service};
            i.caughtAt = {caughtAt};
            i.cause = cause;
            i.foundAt = at;
            i.introducedBy = introducedBy;
            return s.issues().add(i);
        });
    }

private:
    QTemporaryDir m_folder;
    FixedClock m_clock{now};
    std::unique_ptr<SqliteStore> m_store;
};

} // namespace humdrum::test
