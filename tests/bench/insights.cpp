// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "operations/overview/insights.h"
#include "storage/sqlitestore.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

namespace humdrum::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int weeks = 260, serviceCount = 10;
constexpr int changesPerWeek = 77; ///< of each service: 200 000 in all
constexpr int buildsPerWeek = 15;  ///< of each service that come to the environments of ours: 39 000 deployments
constexpr int issuesPerWeek = 40, runsPerWeek = 77;

const Timestamp now = toTimestamp(QDateTime(QDate(2026, 11, 24), QTime(12, 0), QTimeZone::UTC));

Timestamp weekStart(int week) { return now - std::chrono::weeks{weeks - week}; }
ServiceKey service(int number) { return {u"service-%1"_s.arg(number)}; }
QString commit(int number, int index) { return u"%1-%2"_s.arg(number).arg(index, 10, 10, QChar(u'0')); }

Product product()
{
    Product p;
    p.key = u"large"_s;
    p.zone = "Europe/Berlin";
    p.digest = "1";
    Stage join{{u"integration"_s}, u"Integration"_s, StageKind::Join, {}, {}, {}, {}, {}};
    for (int i = 0; i < serviceCount; ++i) {
        Service s;
        s.key = service(i);
        p.services.push_back(s);
        const StageKey key{s.key.value + u".commit"_s};
        p.stages.push_back({key, u"Commit"_s, StageKind::Commit, s.key, {}, {}, {}, {}});
        join.needs.push_back(key);
    }
    p.stages.push_back(join);
    for (const auto &[key, tier, client, rank] :
         {std::tuple(u"dev"_s, u"dev"_s, QString(), 0), std::tuple(u"int"_s, u"integration"_s, QString(), 1),
          std::tuple(u"a-staging"_s, u"staging"_s, u"A"_s, 2), std::tuple(u"b-staging"_s, u"staging"_s, u"B"_s, 2),
          std::tuple(u"a-prod"_s, u"production"_s, u"A"_s, 3), std::tuple(u"b-prod"_s, u"production"_s, u"B"_s, 3)}) {
        Environment e;
        e.key = {key};
        e.tier = tier;
        e.client = client;
        e.rank = rank;
        p.environments.push_back(e);
        p.stages.push_back({{key}, key, StageKind::Deploy, {}, {e.key}, {join.key}, {}, {}});
    }
    return p;
}

/// Every tenth change merges a branch that left the main line some changes before.
std::vector<Change> changesOf(int number)
{
    std::vector<Change> changes;
    for (int week = 0; week < weeks; ++week) {
        for (int i = 0; i < changesPerWeek; ++i) {
            const int index = week * changesPerWeek + i;
            Change c;
            c.commit = commit(number, index);
            if (index > 0)
                c.parents << commit(number, index - 1);
            if (index % 10 == 0 && index > 20)
                c.parents << commit(number, index - 13);
            c.ordinal = index;
            c.type = u"fix"_s;
            c.summary = u"round amounts of entry %1 the way the bank does"_s.arg(index);
            c.authorName = u"Nora Reuter"_s;
            c.authoredAt = c.committedAt = weekStart(week) + std::chrono::minutes{i * 130};
            changes.push_back(c);
        }
    }
    return changes;
}

void addHistory(Session &s)
{
    for (int number = 0; number < serviceCount; ++number)
        must(s.changes().import(service(number), changesOf(number)));
}

/// The builds of a week of a service, oldest first; the last one rides the train.
std::vector<BuildId> buildsOf(Session &s, int number, int week)
{
    std::vector<BuildId> builds;
    for (int i = 0; i < buildsPerWeek; ++i) {
        const int index = week * changesPerWeek + (i + 1) * changesPerWeek / buildsPerWeek - 1;
        builds.push_back(must(s.builds().add({{},
                                              service(number),
                                              u"1.%1"_s.arg(index),
                                              commit(number, index),
                                              u"sha256:%1-%2"_s.arg(number).arg(index),
                                              weekStart(week) + std::chrono::hours{i}})));
    }
    return builds;
}

void addTrain(Session &s, int week, std::vector<Deployment> &deployments)
{
    const Timestamp departure = weekStart(week) + 150h;
    Manifest manifest;
    manifest.digest = u"manifest-%1"_s.arg(week);
    manifest.createdAt = departure - 60h;
    std::map<ServiceKey, std::vector<BuildId>> builds;
    for (int number = 0; number < serviceCount; ++number) {
        builds[service(number)] = buildsOf(s, number, week);
        manifest.builds[service(number)] = builds[service(number)].back();
    }
    Train train;
    train.version = u"train-%1"_s.arg(week);
    train.isoYear = 2022 + week / 52;
    train.isoWeek = week % 52 + 1;
    train.departure = departure;
    train.cutoff = departure - 89h;
    must(s.trains().plan(std::span(&train, 1)));
    train = *must(s.trains().byVersion(train.version));
    Release release;
    release.version = train.version;
    release.manifest = must(s.releases().addManifest(manifest));
    release.train = train.id;
    release.createdAt = manifest.createdAt;
    release = must(s.releases().create(release));
    train.release = release.id;
    must(s.trains().change(train, {}));
    for (const TrainState state : {TrainState::Boarding, TrainState::Locked, TrainState::Departed, TrainState::Arrived})
        must(s.trains().transition(train.id, state, departure, {}));
    const auto deploy = [&](int number, const QString &environment, BuildId build, Timestamp at, ReleaseId of) {
        Deployment d;
        d.service = service(number);
        d.environment = {environment};
        d.build = build;
        d.release = of;
        d.from = d.startedAt = at;
        const bool bad = (week * 7 + number) % 23 == 0 && of.isValid();
        d.outcome = bad ? DeploymentOutcome::Failed : DeploymentOutcome::Replaced;
        d.cause = bad ? Cause::Change : Cause::Unknown;
        deployments.push_back(d);
    };
    for (int number = 0; number < serviceCount; ++number) {
        const std::vector<BuildId> &mine = builds[service(number)];
        for (size_t i = 0; i < mine.size(); ++i)
            deploy(number, u"dev"_s, mine[i], weekStart(week) + std::chrono::hours{4 + 5 * static_cast<int>(i)}, {});
        deploy(number, u"int"_s, mine.back(), departure - 50h, release.id);
        deploy(number, u"a-staging"_s, mine.back(), departure - 20h, release.id);
        deploy(number, u"b-staging"_s, mine.back(), departure - 19h, release.id);
        deploy(number, u"a-prod"_s, mine.back(), departure + 2min, release.id);
        deploy(number, u"b-prod"_s, mine.back(), departure + 1h, release.id);
    }
}

void addIssuesAndRuns(Session &s)
{
    std::vector<StageRun> runs;
    for (int week = 0; week < weeks; ++week) {
        for (int i = 0; i < issuesPerWeek; ++i) {
            Issue issue;
            issue.title = u"issue %1 of week %2"_s.arg(i).arg(week);
            issue.service = service(i % serviceCount);
            issue.caughtAt = {i == 0 ? QString() : u"service-%1.commit"_s.arg(i % serviceCount)};
            issue.foundAt = weekStart(week) + std::chrono::hours{i};
            must(s.issues().add(issue));
        }
        for (int number = 0; number < serviceCount; ++number) {
            for (int i = 0; i < runsPerWeek; ++i) {
                StageRun run;
                run.stage = {u"service-%1.commit"_s.arg(number)};
                run.commit = commit(number, week * changesPerWeek + i);
                run.state = i % 9 == 0 ? StageRunState::Failed : StageRunState::Passed;
                run.startedAt = run.queuedAt = run.finishedAt = weekStart(week) + std::chrono::minutes{i * 130};
                runs.push_back(run);
            }
        }
    }
    must(s.stageRuns().import(runs));
}

} // namespace

QList<Figure> insights(const Places &)
{
    const QTemporaryDir temporary;
    FixedClock clock(now);
    SqliteOptions options;
    options.file = temporary.filePath(u"humdrum.db"_s);
    options.clock = &clock;
    options.parser = [](const QByteArray &, const QString &) -> Result<Product> { return product(); };
    const auto store = must(SqliteStore::open(options));
    const Intent intent{{u"bench"_s, u"bench"_s, u"here"_s}, {}};
    qsizetype deployed = 0;
    must(store
             ->write(intent,
                     [&](Session &s) -> Result<int> {
                         must(s.products().describe(product(), "large"));
                         addHistory(s);
                         std::vector<Deployment> deployments;
                         for (int week = 0; week < weeks; ++week)
                             addTrain(s, week, deployments);
                         deployed = static_cast<qsizetype>(deployments.size());
                         must(s.deployments().import(deployments));
                         addIssuesAndRuns(s);
                         return 0;
                     })
             .takeResult());

    QList<Figure> figures;
    const auto measure = [&](const QString &name, auto job, std::optional<double> limit) {
        double best = std::numeric_limits<double>::max();
        for (int i = 0; i < 3; ++i) {
            QElapsedTimer timer;
            timer.start();
            must(store->read(job).takeResult());
            best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        figures.append(
            {.name = name, .value = best, .reference = 0, .unit = u"ms"_s, .referenceName = {}, .limit = limit});
    };
    const QString of = u"insights: %1 of five years, %2 deployments"_s;
    for (const int span : {16, 52, 0}) {
        const QString what = span == 0 ? u"all"_s : u"%1 weeks"_s.arg(span);
        measure(
            of.arg(what).arg(deployed), [span](Session &s) { return readInsights(s, {.weeks = span}, now); },
            span == 16 ? std::optional(500.0) : std::nullopt);
    }
    measure(
        u"insights: throughput of 16 weeks"_s, [](Session &s) { return readThroughput(s, {.weeks = 16}, now); },
        std::nullopt);
    measure(u"insights: the streak of 52 weeks"_s, [](Session &s) { return readStreak(s, now); }, std::nullopt);
    return figures;
}

} // namespace humdrum::bench
