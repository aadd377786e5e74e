// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include <QDir>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

Stage stage(const QString &key, StageKind kind, const QString &service, const QString &environment,
            const QStringList &needs)
{
    Stage s;
    s.key = {key};
    s.name = key;
    s.kind = kind;
    s.service = {service};
    s.environment = {environment};
    for (const QString &n : needs)
        s.needs.push_back({n});
    return s;
}

/// Files of the form "<failed> <errors> <total>".
Result<TestTally> readTally(const QStringList &files)
{
    TestTally tally;
    for (const QString &path : files) {
        QFile f(path);
        if (!f.open(QIODevice::ReadOnly))
            return fail(ErrorCode::FileFailed, path);
        const QStringList words = QString::fromUtf8(f.readAll()).trimmed().split(u' ');
        tally.counts.failed += words.value(0).toInt();
        tally.counts.errors += words.value(1).toInt();
        tally.counts.total += words.value(2).toInt();
        for (int i = 0; i < words.value(0).toInt(); ++i)
            tally.failures.push_back({.suite = u"s"_s, .name = u"test%1"_s.arg(i), .message = {}});
    }
    return tally;
}

} // namespace

CommandSpec Bench::sh(const QString &script)
{
    CommandSpec c;
    c.argv = {u"sh"_s, u"-c"_s, script};
    c.timeout = std::chrono::seconds{30};
    c.backoff = std::chrono::milliseconds{10};
    return c;
}

Bench::Bench()
{
    QDir(m_dir.path()).mkdir(u"envs"_s);
    product.key = u"harbour"_s;
    product.name = u"Harbour"_s;
    product.zone = "UTC";
    product.folder = m_dir.path();
    product.configFile = m_dir.filePath(u"humdrum.yaml"_s);
    for (const QString &key : {u"billing"_s, u"ledger"_s}) {
        Service s;
        s.key = {key};
        s.name = key;
        s.repository = m_dir.filePath(u"services/"_s + key);
        if (key == u"billing")
            s.dependsOn = {{u"ledger"_s}};
        product.services.push_back(s);
    }
    product.stages = {stage(u"billing.commit"_s, StageKind::Commit, u"billing"_s, {}, {}),
                      stage(u"ledger.commit"_s, StageKind::Commit, u"ledger"_s, {}, {}),
                      stage(u"integration"_s, StageKind::Join, {}, {}, {u"billing.commit"_s, u"ledger.commit"_s}),
                      stage(u"dev"_s, StageKind::Deploy, {}, u"dev"_s, {u"integration"_s}),
                      stage(u"staging"_s, StageKind::Deploy, {}, u"staging"_s, {u"dev"_s})};
    const QString write = u"printf '%s' \"$HUMDRUM_VERSION\" > envs/$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE; "
                          "echo \"$HUMDRUM_SERVICE $HUMDRUM_VERSION\" >> envs/history"_s;
    for (const QString &key : {u"dev"_s, u"staging"_s}) {
        Environment e;
        e.key = {key};
        e.name = key;
        e.rank = key == u"dev" ? 0 : 1;
        if (key == u"staging")
            e.client = u"Aurora"_s;
        e.deploy = sh(u"echo deploying; "_s + write);
        e.rollback = sh(u"echo rolling back; echo back >> envs/history; "_s + write);
        e.smoke = sh(u"echo smoking"_s);
        e.observe = sh(u"cat envs/$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE; echo; echo more"_s);
        product.environments.push_back(e);
    }
    product.roles = {{.key = {u"manager"_s},
                      .name = u"Manager"_s,
                      .mayPromote = true,
                      .mayApprove = true,
                      .mayOverride = true,
                      .signOffs = 0},
                     {.key = {u"deployer"_s},
                      .name = u"Deployer"_s,
                      .mayPromote = true,
                      .mayApprove = false,
                      .mayOverride = false,
                      .signOffs = 0}};
    const auto person = [](const QString &key, std::vector<RoleKey> roles) {
        Person p;
        p.key = {key};
        p.name = key;
        p.roles = std::move(roles);
        return p;
    };
    product.people = {person(u"nr"_s, {{u"manager"_s}}), person(u"ik"_s, {{u"deployer"_s}}), person(u"guest"_s, {})};
    gates = defaultGateSources();
    gates.calendar = [](const Product &, const EnvironmentKey &, Timestamp now) {
        GateOutcome o;
        o.kind = GateKind::Window;
        o.result = GateResult::Pass;
        o.text = u"open"_s;
        o.checkedAt = now;
        return o;
    };
}

Bench::~Bench()
{
    m_desk.reset();
    store.reset();
}

std::unique_ptr<SqliteStore> Bench::openStore()
{
    SqliteOptions o;
    o.file = m_dir.filePath(u"humdrum.sqlite"_s);
    o.patience = patience;
    o.parser = [p = product](const QByteArray &, const QString &) { return Result<Product>(p); };
    auto opened = SqliteStore::open(o);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().toString()));
    return std::move(*opened);
}

void Bench::open()
{
    product.digest = QByteArray(64, 'd');
    store = openStore();
    const auto r = write([p = product](Session &s) { return s.products().describe(p, "product"); });
    if (!r)
        qFatal("%s", qPrintable(r.error().toString()));
}

WorkerOptions Bench::options() const
{
    WorkerOptions o;
    o.logFolder = m_dir.filePath(u"logs"_s);
    o.runFolder = m_dir.filePath(u"run-folders"_s);
    o.launcher = QStringLiteral(HUMDRUM_LAUNCHER);
    o.workFolder = m_dir.filePath(u"work"_s);
    o.grace = grace;
    o.parallel = parallel;
    o.readTests = readTally;
    o.gates = gates;
    o.source = source;
    return o;
}

WorkerDesk &Bench::desk()
{
    if (!m_desk) {
        m_desk = std::make_unique<WorkerDesk>(*store, options());
        m_desk->start();
    }
    return *m_desk;
}

Bench::Other Bench::other()
{
    Other o;
    o.store = openStore();
    o.desk = std::make_unique<WorkerDesk>(*o.store, options());
    return o;
}

std::shared_ptr<std::atomic<bool>> Bench::closableCalendar()
{
    auto open = std::make_shared<std::atomic<bool>>(true);
    gates.calendar = [open](const Product &, const EnvironmentKey &, Timestamp now) {
        GateOutcome o;
        o.kind = GateKind::Window;
        o.result = *open ? GateResult::Pass : GateResult::Fail;
        o.text = u"Year-end freeze"_s;
        o.checkedAt = now;
        return o;
    };
    return open;
}

Environment &Bench::environment(const QString &key)
{
    return *std::ranges::find(product.environments, key, [](const Environment &e) { return e.key.value; });
}

QString Bench::content(const QString &name) const
{
    QFile f(file(name));
    return f.open(QIODevice::ReadOnly) ? QString::fromUtf8(f.readAll()) : QString();
}

Release Bench::release(const QString &version, bool passed, const QString &train)
{
    const auto made = write([this, version, passed, train](Session &s) -> Result<Release> {
        Manifest m;
        for (const Service &service : product.services) {
            Build b;
            b.service = service.key;
            b.version = version;
            b.commit = QString::fromLatin1(
                QCryptographicHash::hash((service.key.value + version).toUtf8(), QCryptographicHash::Sha1).toHex());
            b.digest = u"git-tree:"_s + b.commit;
            b.builtAt = s.now();
            const auto id = s.builds().add(b);
            if (!id)
                return std::unexpected(id.error());
            m.builds[service.key] = *id;
            StageRun run;
            run.stage = {service.key.value + u".commit"};
            run.commit = b.commit;
            run.build = *id;
            run.queuedAt = s.now();
            auto added = s.stageRuns().add(run);
            if (!added)
                return std::unexpected(added.error());
            added->startedAt = added->finishedAt = s.now();
            if (auto r = s.stageRuns().transition(*added, StageRunState::Running); !r)
                return std::unexpected(r.error());
            if (auto r = s.stageRuns().transition(*added, passed ? StageRunState::Passed : StageRunState::Failed); !r)
                return std::unexpected(r.error());
        }
        m.digest = QString::fromLatin1(QCryptographicHash::hash(version.toUtf8(), QCryptographicHash::Sha256).toHex());
        m.createdAt = s.now();
        const auto manifest = s.releases().addManifest(m);
        if (!manifest)
            return std::unexpected(manifest.error());
        if (passed) {
            StageRun run;
            run.stage = {u"integration"_s};
            run.manifest = *manifest;
            run.queuedAt = s.now();
            auto added = s.stageRuns().add(run);
            if (!added)
                return std::unexpected(added.error());
            added->startedAt = added->finishedAt = s.now();
            if (auto r = s.stageRuns().transition(*added, StageRunState::Running); !r)
                return std::unexpected(r.error());
            if (auto r = s.stageRuns().transition(*added, StageRunState::Passed); !r)
                return std::unexpected(r.error());
        }
        Release release;
        release.version = version;
        release.manifest = *manifest;
        release.createdAt = s.now();
        if (train.isEmpty())
            return s.releases().create(release);
        Train t;
        t.version = train;
        t.isoYear = 2026;
        t.isoWeek = 48;
        t.departure = t.cutoff = s.now();
        if (auto r = s.trains().plan(std::span(&t, 1)); !r)
            return std::unexpected(r.error());
        t = **s.trains().byVersion(train);
        release.train = t.id;
        auto created = s.releases().create(release);
        if (!created)
            return created;
        t.release = created->id;
        if (auto r = s.trains().change(t, {}); !r)
            return std::unexpected(r.error());
        if (auto r = s.trains().transition(t.id, TrainState::Boarding, s.now(), {}); !r)
            return std::unexpected(r.error());
        return created;
    });
    if (!made)
        qFatal("%s", qPrintable(made.error().toString()));
    return *made;
}

PromotionAsk Bench::ask(const Release &release, const QString &environment, const QString &service) const
{
    PromotionAsk a;
    a.release = release.id;
    a.environment = {environment};
    a.service = {service};
    a.actor = {.person = u"nr"_s, .program = u"test"_s, .host = u"here"_s};
    return a;
}

Promotion Bench::ended(PromotionId id)
{
    Promotion last;
    const bool done = QTest::qWaitFor(
        [&] {
            const auto p = read([id](Session &s) { return s.promotions().byId(id); });
            if (p && *p)
                last = **p;
            return p && *p && isFinished((*p)->state);
        },
        60'000);
    if (!done)
        qWarning("promotion %lld did not end: %s", static_cast<long long>(id.value), qPrintable(wordOf(last.state)));
    return last;
}

std::vector<PromotionStep> Bench::steps(PromotionId id)
{
    return read([id](Session &s) { return s.promotions().steps(id); }).value_or(std::vector<PromotionStep>{});
}

std::optional<Deployment> Bench::running(const QString &service, const QString &environment)
{
    return read([=](Session &s) { return s.deployments().runningIn({service}, {environment}); }).value_or(std::nullopt);
}

} // namespace humdrum
