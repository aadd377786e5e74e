// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pages/grown.h"

#include "ui/pages/story.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum::test {

namespace {

constexpr int lastClientLags = 3; ///< weeks

QString hashOf(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex());
}

template <class T>
T value(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Writes the weeks, one after the other.
class Teller {
public:
    Teller(Session &session, const Product &product, int weeks)
        : m_session(session)
        , m_product(product)
        , m_weeks(weeks)
        , m_builds(product.services.size())
        , m_parents(product.services.size())
    {}

    void tell()
    {
        value(m_session.products().describe(m_product, "grown"));
        planTrains();
        std::vector<Deployment> deployments;
        for (int week = 0; week < m_weeks; ++week)
            tellWeek(week, deployments);
        (void)value(m_session.deployments().import(deployments));
        tellPools();
    }

private:
    /// Tuesday, 10:00 in Berlin; the last of the weeks left a week ago.
    [[nodiscard]] QDateTime departure(int week) const
    {
        return QDateTime(QDate(2026, 11, 17).addDays(7 * (week - m_weeks + 1)), QTime(10, 0),
                         QTimeZone("Europe/Berlin"));
    }

    void planTrains()
    {
        std::vector<Train> trains;
        for (int week = 0; week < m_weeks + 6; ++week) {
            Train t;
            t.isoWeek = departure(week).date().weekNumber(&t.isoYear);
            t.version = versionOf(week);
            t.departure = toTimestamp(departure(week));
            t.cutoff = t.departure - 89h;
            t.deployer = m_product.people[static_cast<size_t>(week) % m_product.people.size()].key;
            t.backup = m_product.people[static_cast<size_t>(week + 1) % m_product.people.size()].key;
            t.state = week < m_weeks ? TrainState::Boarding : TrainState::Planned;
            trains.push_back(t);
        }
        (void)value(m_session.trains().plan(trains));
    }

    [[nodiscard]] QString versionOf(int week) const
    {
        int year = 0;
        const int iso = departure(week).date().weekNumber(&year);
        return u"%1.%2"_s.arg(year).arg(iso, 2, 10, QChar(u'0'));
    }

    void build(size_t service, int week)
    {
        const ServiceKey key = m_product.services[service].key;
        const Timestamp when = toTimestamp(departure(week)) - 96h;
        std::vector<Change> changes;
        for (int i = 0; i < 2; ++i) {
            Change c;
            c.service = key;
            c.commit = hashOf(u"%1/%2/%3"_s.arg(key.value).arg(week).arg(i));
            if (!m_parents[service].isEmpty())
                c.parents = {m_parents[service]};
            c.ordinal = 2 * week + i;
            c.type = i == 0 ? u"feat"_s : u"fix"_s;
            c.summary = u"Change %1 of week %2"_s.arg(i + 1).arg(week);
            c.authorName = u"Tilda Moss"_s;
            c.committedAt = c.authoredAt = when + std::chrono::minutes(i);
            c.files = 2;
            c.added = 20;
            m_parents[service] = c.commit;
            changes.push_back(std::move(c));
        }
        (void)value(m_session.changes().import(key, changes));
        const QString version = u"%1.%2.0"_s.arg(service % 7 + 1).arg(week);
        m_builds[service] = value(m_session.builds().add(
            {{}, key, version, m_parents[service], u"sha256:"_s + hashOf(key.value + version), when + 1h}));
    }

    void tellWeek(int week, std::vector<Deployment> &deployments)
    {
        std::vector<bool> fresh(m_product.services.size());
        Manifest manifest;
        for (size_t i = 0; i < m_product.services.size(); ++i) {
            fresh[i] = week == 0 || (i + static_cast<size_t>(week)) % 3 == 0;
            if (fresh[i])
                build(i, week);
            manifest.builds[m_product.services[i].key] = m_builds[i];
        }
        manifest.digest = hashOf(u"manifest %1"_s.arg(week));
        manifest.createdAt = toTimestamp(departure(week)) - 72h;
        Release release;
        release.version = versionOf(week);
        release.manifest = value(m_session.releases().addManifest(manifest));
        release.createdAt = manifest.createdAt;
        Train train = *value(m_session.trains().byVersion(release.version));
        release.train = train.id;
        const ReleaseId id = value(m_session.releases().create(release)).id;
        train.release = id;
        value(m_session.trains().change(train, u"assembled"_s));
        value(m_session.trains().transition(train.id, TrainState::Departed, train.departure, {}));
        value(m_session.trains().transition(train.id, TrainState::Arrived, train.departure + 6h, {}));
        value(m_session.releases().transition(id, ReleaseState::InPromotion, u"promoted"_s));
        value(m_session.releases().transition(id, ReleaseState::Released, u"arrived"_s));
        deploy(week, id, fresh, deployments);
    }

    void deploy(int week, ReleaseId release, const std::vector<bool> &fresh, std::vector<Deployment> &deployments) const
    {
        for (const Environment &environment : m_product.environments) {
            const bool lags = environment.client == m_product.environments.back().client;
            if (lags && week >= m_weeks - lastClientLags)
                continue;
            for (size_t i = 0; i < m_product.services.size(); ++i) {
                if (!fresh[i])
                    continue;
                Deployment d;
                d.service = m_product.services[i].key;
                d.environment = environment.key;
                d.build = m_builds[i];
                d.release = release;
                d.origin = DeploymentOrigin::Imported;
                d.startedAt = toTimestamp(departure(week)) + std::chrono::hours(environment.rank);
                d.from = d.startedAt + 3min;
                d.deployer = u"nr"_s;
                deployments.push_back(std::move(d));
            }
        }
    }

    void tellPools()
    {
        std::vector<PoolSample> samples;
        for (const Pool &pool : m_product.pools) {
            for (int day = 0; day < 30; ++day)
                samples.push_back({pool.key, u"disk"_s, 40e9 + day * 1e8, 100e9, Story::now() - 24h * (29 - day)});
        }
        value(m_session.pools().add(samples));
    }

    Session &m_session;
    const Product &m_product;
    int m_weeks;
    std::vector<BuildId> m_builds;
    std::vector<QString> m_parents;
};

} // namespace

Product GrownStory::product(const Growth &growth)
{
    Product p = Story::product();
    p.services.clear();
    p.stages.clear();
    p.environments.clear();
    Stage join{{u"integration"_s}, u"Integration"_s, StageKind::Join, {}, {}, {}, {}, {}};
    for (int i = 0; i < growth.services; ++i) {
        const QString key = u"service-%1"_s.arg(i + 1, 2, 10, QChar(u'0'));
        p.services.push_back({{key}, key, u"/tmp"_s, u"main"_s, u"VERSION"_s, u"CHANGELOG.md"_s, {}});
        QString before;
        for (const auto &[stage, name] :
             {std::pair(u"commit"_s, u"Commit"_s), std::pair(u"component"_s, u"Component"_s),
              std::pair(u"acceptance"_s, u"Acceptance"_s)}) {
            const StageKey own{key + u'.' + stage};
            std::vector<StageKey> needs;
            if (!before.isEmpty())
                needs.push_back({before});
            const StageKind kind = before.isEmpty() ? StageKind::Commit : StageKind::Test;
            p.stages.push_back({own, name, kind, {key}, {}, needs, {}, {}});
            before = own.value;
        }
        join.needs.push_back({before});
    }
    p.stages.push_back(join);
    const auto add = [&](const QString &key, const QString &name, const QString &tier, int rank, const QString &client,
                         const QString &after) {
        Environment e;
        e.key = {key};
        e.name = name;
        e.tier = tier;
        e.rank = rank;
        e.client = client;
        e.pool = PoolKey{client.isEmpty() ? u"build"_s : client.toLower()};
        if (!p.pool(e.pool))
            p.pools.push_back({e.pool, e.pool.value, {{u"disk"_s, u"bytes"_s, 100e9, 5e9}}});
        p.environments.push_back(e);
        p.stages.push_back({{key + u"-env"_s}, name, StageKind::Deploy, {}, {key}, {{after}}, {}, {}});
    };
    add(u"dev"_s, u"Dev"_s, u"dev"_s, 0, {}, u"integration"_s);
    add(u"int"_s, u"Integration"_s, u"integration"_s, 1, {}, u"dev-env"_s);
    const QStringList clients{u"Aurora"_s, u"Borealis"_s, u"Corona"_s, u"Drift"_s, u"Equinox"_s, u"Fjord"_s};
    for (const auto &[tier, rank] : {std::pair(u"staging"_s, 2), std::pair(u"production"_s, 3)}) {
        for (const QString &client : clients.first(growth.clients)) {
            const QString key = client.toLower() + u'-' + tier;
            add(key, client + u' ' + tier, tier, rank, client,
                rank == 2 ? u"int-env"_s : client.toLower() + u"-staging-env"_s);
        }
    }
    return p;
}

GrownStory::GrownStory(const Growth &growth) : m_clock(Story::now())
{
    SqliteOptions options;
    options.file = m_folder.filePath(u"grown.db"_s);
    options.clock = &m_clock;
    options.parser = [growth](const QByteArray &, const QString &) -> Result<Product> { return product(growth); };
    m_store = value(SqliteStore::open(options));
    const Intent intent{{u"nr"_s, u"test"_s, {}}, {}};
    value(m_store
              ->write(intent,
                      [&growth](Session &s) -> Result<int> {
                          const Product p = product(growth);
                          Teller(s, p, growth.weeks).tell();
                          return 0;
                      })
              .result());
}

} // namespace humdrum::test
