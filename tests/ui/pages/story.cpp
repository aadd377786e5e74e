// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pages/story.h"

#include "promotion/identity.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum::test {

namespace {

Timestamp at(int year, int month, int day, int hour, int minute = 0)
{
    return toTimestamp(QDateTime(QDate(year, month, day), QTime(hour, minute), QTimeZone("Europe/Berlin")));
}

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

struct ServiceStory {
    ServiceKey key;
    std::vector<QString> versions; ///< in 2026.45, .46, .47, .47.1, .48
    std::vector<int> changes;      ///< brought by each
};

const std::vector<ServiceStory> &services()
{
    static const std::vector<ServiceStory> list{
        {{u"billing"_s}, {u"4.17.2"_s, u"4.17.8"_s, u"4.17.9"_s, u"4.17.9"_s, u"4.18.2"_s}, {4, 3, 6, 0, 5}},
        {{u"gateway"_s}, {u"2.30.1"_s, u"2.30.3"_s, u"2.30.4"_s, u"2.30.4"_s, u"2.31.0"_s}, {9, 6, 4, 0, 3}},
        {{u"ledger"_s}, {u"1.9.2"_s, u"1.9.5"_s, u"1.9.6"_s, u"1.9.6.1"_s, u"1.9.7"_s}, {3, 8, 7, 1, 6}},
        {{u"portal"_s}, {u"7.2.1"_s, u"7.2.3"_s, u"7.2.4"_s, u"7.2.4"_s, u"7.2.4"_s}, {2, 1, 2, 0, 0}},
    };
    return list;
}

const std::vector<QString> &versions()
{
    static const std::vector<QString> list{u"2026.45"_s, u"2026.46"_s, u"2026.47"_s, u"2026.47.1"_s, u"2026.48"_s};
    return list;
}

/// Monday of the week in which a release was assembled, and when it was.
Timestamp assembled(size_t release)
{
    static const std::array days{at(2026, 11, 2, 9), at(2026, 11, 9, 9), at(2026, 11, 16, 9), at(2026, 11, 18, 8),
                                 at(2026, 11, 23, 9)};
    return days[release];
}

void addTrains(Session &s)
{
    std::vector<Train> trains;
    const std::array<PersonKey, 4> people{PersonKey{u"wc"_s}, {u"tm"_s}, {u"nr"_s}, {u"ik"_s}};
    for (int i = 0; i < 7; ++i) {
        const QDate tuesday = QDate(2026, 11, 3).addDays(7 * i);
        Train t;
        t.isoWeek = tuesday.weekNumber(&t.isoYear);
        t.version = u"%1.%2"_s.arg(t.isoYear).arg(t.isoWeek, 2, 10, QChar(u'0'));
        t.departure = at(2026, tuesday.month(), tuesday.day(), 10);
        t.cutoff = t.departure - 89h;
        t.deployer = people[static_cast<size_t>(i + 3) % 4];
        t.backup = people[static_cast<size_t>(i) % 4];
        t.state = i <= 3 ? TrainState::Boarding : TrainState::Planned;
        trains.push_back(t);
    }
    (void)value(s.trains().plan(trains));
}

/// Changes and the build at their end, for one service and one release.
BuildId addBuild(Session &s, const ServiceStory &service, size_t release, QString &parent)
{
    std::vector<Change> changes;
    static const std::array subjects{u"feat: Retry on bank timeout"_s,      u"fix: Duplicate invoice on re-send"_s,
                                     u"feat: Statement export as CSV"_s,    u"perf: Rate limits per client"_s,
                                     u"fix: Rounding of partial refunds"_s, u"chore: Update the linter"_s};
    for (int i = 0; i < service.changes[release]; ++i) {
        Change c;
        c.service = service.key;
        c.commit = hashOf(u"%1/%2/%3"_s.arg(service.key.value).arg(release).arg(i));
        if (!parent.isEmpty())
            c.parents = {parent};
        const QString subject = subjects[static_cast<size_t>(i) % subjects.size()];
        c.type = subject.section(u':', 0, 0);
        c.summary = subject.section(u": "_s, 1);
        c.authorName = u"Tilda Moss"_s;
        c.authorEmail = u"tilda@harbour.example"_s;
        // The last feature of gateway in 2026.48 came three hours after the cut-off.
        const bool late = service.key.value == u"gateway" && release == 4 && i == 2;
        c.committedAt = c.authoredAt = late ? at(2026, 11, 20, 20) : assembled(release) - 96h + std::chrono::minutes(i);
        c.ordinal = static_cast<qint64>(release) * 100 + i;
        c.files = 3;
        c.added = 31 + i;
        c.removed = 12;
        c.references = {u"#%1"_s.arg(600 + static_cast<int>(release) * 100 + i)};
        parent = c.commit;
        changes.push_back(c);
    }
    if (!changes.empty())
        (void)value(s.changes().import(service.key, changes));
    const QString version = service.versions[release];
    return value(
        s.builds().add({{}, service.key, version, parent, u"sha256:"_s + hashOf(version), assembled(release) - 20h}));
}

StageRun passedRun(const StageKey &stage, BuildId build, ManifestId manifest, const QString &commit, Timestamp when)
{
    StageRun run;
    run.stage = stage;
    run.build = build;
    run.manifest = manifest;
    run.commit = commit;
    run.state = StageRunState::Passed;
    run.queuedAt = when;
    run.startedAt = when;
    run.finishedAt = when + 3min;
    run.tests.total = stage.value.endsWith(u"commit"_s) ? 412 : 1208;
    return run;
}

void deploy(Session &s, const Product &product, const Release &release, const std::map<ServiceKey, BuildId> &builds,
            const EnvironmentKey &environment, Timestamp when)
{
    for (const Service &service : product.services) {
        Deployment d;
        d.service = service.key;
        d.environment = environment;
        d.build = builds.at(service.key);
        const auto there = value(s.deployments().runningIn(service.key, environment));
        if (there && there->build == d.build)
            continue;
        d.release = release.id;
        d.origin = DeploymentOrigin::Imported;
        d.from = when;
        d.startedAt = when - 4min;
        d.deployer = u"nr"_s;
        (void)value(s.deployments().start(d));
    }
}

void deployAsTheStoryGoes(Session &s, const Product &product, size_t i, const Release &release,
                          const std::map<ServiceKey, BuildId> &builds)
{
    const Timestamp tuesday = assembled(i) + 25h;
    const auto to = [&](const QString &environment, Timestamp when) {
        deploy(s, product, release, builds, {environment}, when);
    };
    if (i == 3) {
        to(u"aurora-production"_s, at(2026, 11, 18, 12));
        return;
    }
    to(u"dev"_s, assembled(i) + 1h);
    if (i == 4)
        return;
    to(u"integration"_s, tuesday - 20h);
    to(u"aurora-staging"_s, tuesday);
    to(u"aurora-production"_s, tuesday + 5h);
    to(u"borealis-staging"_s, tuesday + 3h);
    if (i < 2)
        to(u"borealis-production"_s, tuesday + 26h);
}

void addReleases(Session &s, const Product &product)
{
    std::map<ServiceKey, QString> parents;
    ReleaseId previous;
    for (size_t i = 0; i < versions().size(); ++i) {
        Manifest manifest;
        manifest.createdAt = assembled(i);
        manifest.digest = hashOf(versions()[i]);
        for (const ServiceStory &service : services())
            manifest.builds[service.key] = addBuild(s, service, i, parents[service.key]);
        const ManifestId id = value(s.releases().addManifest(manifest));
        std::vector<StageRun> runs;
        for (const auto &[service, build] : manifest.builds) {
            for (const QString &stage : {u"commit"_s, u"component"_s})
                runs.push_back(
                    passedRun({service.value + u'.' + stage}, build, {}, parents[service], assembled(i) - 10h));
        }
        runs.push_back(passedRun({u"integration"_s}, {}, id, {}, assembled(i) + 10min));
        (void)value(s.stageRuns().import(runs));
        Release r;
        r.version = versions()[i];
        r.kind = i == 3 ? ReleaseKind::Patch : ReleaseKind::Regular;
        r.manifest = id;
        r.createdAt = assembled(i);
        if (i == 3) {
            r.patches = previous;
        } else {
            const auto train = value(s.trains().byVersion(versions()[i]));
            r.train = train->id;
        }
        const Release created = value(s.releases().create(r));
        if (r.train.isValid()) {
            Train train = *value(s.trains().byId(r.train));
            train.release = created.id;
            value(s.trains().change(train, u"assembled"_s));
            if (i < 4) {
                value(s.trains().transition(train.id, TrainState::Departed, train.departure, {}));
                value(s.trains().transition(train.id, TrainState::Arrived, train.departure + 6h, {}));
            }
        }
        value(s.releases().transition(created.id, ReleaseState::InPromotion, u"promoted"_s));
        deployAsTheStoryGoes(s, product, i, created, manifest.builds);
        if (i < 4)
            value(s.releases().transition(created.id, ReleaseState::Released, u"arrived"_s));
        previous = created.id;
    }
}

std::unique_ptr<SqliteStore> openStore(const QString &file, const Clock &clock)
{
    SqliteOptions options;
    options.file = file;
    options.clock = &clock;
    options.parser = [](const QByteArray &text, const QString &) -> Result<Product> {
        return text == "asking" ? Story::asking() : Story::product();
    };
    return value(SqliteStore::open(options));
}

} // namespace

Product Story::product()
{
    Product p;
    p.key = u"harbour"_s;
    p.name = u"Harbour Suite"_s;
    p.zone = "Europe/Berlin";
    p.configFile = u"/home/nora/harbour/humdrum.yaml"_s;
    p.digest = "1";
    for (const ServiceStory &s : services()) {
        p.services.push_back({s.key, s.key.value, u"/tmp"_s, u"main"_s, u"VERSION"_s, u"CHANGELOG.md"_s, {}});
        p.stages.push_back({{s.key.value + u".commit"_s}, u"Commit"_s, StageKind::Commit, s.key, {}, {}, {}, {}});
        p.stages.push_back({{s.key.value + u".component"_s},
                            u"Component"_s,
                            StageKind::Test,
                            s.key,
                            {},
                            {{s.key.value + u".commit"_s}},
                            {},
                            {}});
    }
    Stage join{{u"integration"_s}, u"Integration"_s, StageKind::Join, {}, {}, {}, {}, {}};
    for (const ServiceStory &s : services())
        join.needs.push_back({s.key.value + u".component"_s});
    p.stages.push_back(join);
    const auto environment = [&](const QString &key, const QString &name, const QString &tier, int rank,
                                 const QString &client, const QString &after) {
        Environment e;
        e.key = {key};
        e.name = name;
        e.tier = tier;
        e.rank = rank;
        e.client = client;
        p.environments.push_back(e);
        p.stages.push_back({{key + u"-env"_s}, name, StageKind::Deploy, {}, {key}, {{after}}, {}, {}});
    };
    environment(u"dev"_s, u"Dev"_s, u"dev"_s, 0, {}, u"integration"_s);
    environment(u"integration"_s, u"System test"_s, u"integration"_s, 1, {}, u"dev-env"_s);
    environment(u"aurora-staging"_s, u"Aurora staging"_s, u"staging"_s, 2, u"Aurora"_s, u"integration-env"_s);
    environment(u"borealis-staging"_s, u"Borealis staging"_s, u"staging"_s, 2, u"Borealis"_s, u"integration-env"_s);
    environment(u"aurora-production"_s, u"Aurora production"_s, u"production"_s, 3, u"Aurora"_s,
                u"aurora-staging-env"_s);
    environment(u"borealis-production"_s, u"Borealis production"_s, u"production"_s, 3, u"Borealis"_s,
                u"borealis-staging-env"_s);
    const auto person = [&](const QString &key, const QString &name, const QString &initials) {
        Person one;
        one.key = {key};
        one.name = name;
        one.initials = initials;
        p.people.push_back(one);
        p.trains.rotation.push_back({key});
    };
    person(u"nr"_s, u"Nora Reuter"_s, u"NR"_s);
    person(u"ik"_s, u"Ivo Kranz"_s, u"IK"_s);
    person(u"tm"_s, u"Tilda Moss"_s, u"TM"_s);
    person(u"wc"_s, u"Will Chen"_s, u"WC"_s);
    p.people[1].away.push_back({QDate(2026, 11, 30), QDate(2026, 12, 2)});
    p.roles.push_back({{u"support-lead"_s}, u"Support lead"_s, false, true, false, 1});
    p.roles.push_back({{u"deployer"_s}, u"Deployer"_s, true, false, true, 0});
    for (size_t i = 0; i < p.people.size(); ++i)
        p.people[i].roles.push_back({i < 3 ? u"deployer"_s : u"support-lead"_s}); // Will only reads
    CalendarRule freeze;
    freeze.key = u"year-end"_s;
    freeze.kind = RuleKind::Freeze;
    freeze.title = u"Year-end freeze"_s;
    freeze.start = QDateTime(QDate(2026, 12, 21), QTime(0, 0));
    freeze.length = 14 * 24h;
    freeze.recurrence = u"FREQ=YEARLY"_s;
    p.calendar.push_back(freeze);
    return p;
}

Product Story::asking()
{
    Product p = product();
    p.digest = "2";
    Environment &production = p.environments[4];
    production.gates = {GateKind::Approval, GateKind::Checklist};
    production.approvals = {{{u"support-lead"_s}, 1}};
    production.checklist = {u"The client knows when it goes"_s, u"Last night's backup was restored once"_s};
    production.wait = GateWait{};
    return p;
}

Timestamp Story::now() { return at(2026, 11, 23, 18); }

Story::Story() : m_clock(now())
{
    m_store = openStore(m_folder.filePath(u"story.db"_s), m_clock);
    value(write([](Session &s) -> Result<int> {
        const Product p = product();
        value(s.products().describe(p, "story"));
        addTrains(s);
        addReleases(s, p);
        return 0;
    }));
}

ReleaseId Story::release(const QString &version)
{
    return value(m_store->read([version](Session &s) { return s.releases().byVersion(version); }).result())->id;
}

TrainId Story::train(const QString &version)
{
    return value(m_store->read([version](Session &s) { return s.trains().byVersion(version); }).result())->id;
}

std::vector<Promotion> Story::queue(ReleaseId release, const EnvironmentKey &environment)
{
    return value(write([=](Session &s) -> Result<std::vector<Promotion>> {
        const Release r = *value(s.releases().byId(release));
        const Manifest manifest = *value(s.releases().manifest(r.manifest));
        const PromotionGroupId group = value(s.promotions().newGroup());
        std::vector<Promotion> result;
        for (const auto &[service, build] : manifest.builds) {
            const auto there = value(s.deployments().runningIn(service, environment));
            if (there && there->build == build)
                continue;
            Promotion p;
            p.group = group;
            p.position = static_cast<int>(result.size());
            p.request.service = service;
            p.request.environment = environment;
            p.request.build = build;
            p.request.release = release;
            p.requestedBy = u"nr"_s;
            p.queuedAt = s.now();
            result.push_back(value(s.promotions().queue(p)));
        }
        return result;
    }));
}

void Story::advance(PromotionId id, std::initializer_list<PromotionState> states)
{
    const std::vector<PromotionState> list(states);
    (void)value(write([=](Session &s) -> Result<int> {
        for (PromotionState state : list) {
            Promotion p = *value(s.promotions().byId(id));
            p.worker = ProcessIdentity::ofThisProcess().toString(); // somebody is alive who works on it
            value(s.promotions().transition(p, state));
        }
        return 0;
    }));
}

void Story::startStep(PromotionId id, StepKind kind)
{
    (void)value(write([=](Session &s) -> Result<int> {
        for (int k = 0; k <= static_cast<int>(kind); ++k) {
            PromotionStep step;
            step.promotion = id;
            step.position = k;
            step.kind = static_cast<StepKind>(k);
            step.title = titleOf(step.kind);
            step = value(s.promotions().addStep(step));
            step.startedAt = s.now() - std::chrono::minutes(2);
            value(s.promotions().transitionStep(step, StepState::Running));
            if (step.kind == kind)
                break;
            step.finishedAt = step.startedAt + std::chrono::seconds(31);
            value(s.promotions().transitionStep(step, StepState::Passed));
        }
        return 0;
    }));
}

std::unique_ptr<SqliteStore> emptyStore(const QString &folder, const Clock &clock)
{
    return openStore(folder + u"/empty.db"_s, clock);
}

} // namespace humdrum::test
