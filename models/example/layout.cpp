// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/layout.h"

#include "example/estate.h"
#include "example/telling.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Example)
};

Result<void> link(const QString &path, const QString &target)
{
    std::error_code error;
    std::filesystem::create_symlink(target.toStdString(), path.toStdString(), error);
    if (error)
        return fail(ErrorCode::FileFailed, Text::tr("The link %1 could not be made.").arg(path), {},
                    QString::fromStdString(error.message()));
    return {};
}

/// The data a release puts into its pool; the tools write the same.
QByteArray payload(const QString &service, const QString &version, qint64 size)
{
    const QByteArray line = (service + u' ' + version + u'\n').toUtf8();
    return line.repeated(size / line.size() + 1).first(size);
}

QString since(const Weeks &weeks) { return weeks.at(0, -1, 0, 0).date().toString(Qt::ISODate); }

/// The first year-end freeze that does not touch the next train.
QString freezeStart(const Weeks &weeks)
{
    QDate day(weeks.until.year(), 12, 21);
    if (weeks.until.month() == 1)
        day = day.addYears(-1);
    while (day <= weeks.until.addDays(13))
        day = day.addYears(1);
    return day.toString(Qt::ISODate) + u"T00:00"_s;
}

QByteArray environmentText(const EnvironmentSpec &e, int port)
{
    QString text = u"  %1:\n    name: %2\n    tier: %3\n"_s.arg(e.key, e.name, e.tier);
    if (!e.client.isEmpty())
        text += u"    client: %1\n"_s.arg(e.client);
    text += u"    after: [%1]\n    pool: %2\n    url: http://127.0.0.1:%3/\n"_s.arg(e.after, e.pool).arg(port);
    if (e.tier == "production"_L1)
        text += u"    gates: [notes]\n    approvals: {support-lead: 1}\n"
                "    checklist: [\"The client knows when it goes\", \"Support has read the notes\"]\n"_s;
    text += u"    deploy:\n      run: [python3, -B, tools/deploy.py, deploy]\n      timeout: 2m\n"
            "      cleanup: [python3, -B, tools/deploy.py, cleanup]\n      idempotent: true\n"_s;
    text += u"    smoke: {run: [python3, -B, tools/smoke.py], junit: [\"envs/%1/smoke/*.xml\"], timeout: 1m}\n"_s.arg(
        e.key);
    text += u"    rollback: {run: [python3, -B, tools/deploy.py, rollback], timeout: 2m, cleanup: [python3, -B, "
            u"tools/deploy.py, cleanup]}\n"
            "    observe: {run: [python3, -B, tools/deploy.py, observe], timeout: 30s}\n"
            "    automatic-rollback: true\n"
            "    demand: {disk: 512 KiB, addresses: 1}\n"_s;
    return text.toUtf8();
}

QByteArray poolsText()
{
    QString text = u"pools:\n"_s;
    for (const PoolSpec &p : pools()) {
        if (p.key == "shared"_L1)
            text += u"  # What all environments shared until each client got a pool of its own.\n"_s;
        text += u"  %1:\n    resources:\n"_s.arg(p.key);
        text +=
            u"      disk: {measure: directory, path: pools/%1/disk, capacity: %2 MiB, reserve: %3 KiB}\n"_s.arg(p.key)
                .arg(p.disk / 1024 / 1024)
                .arg(p.diskReserve / 1024);
        text +=
            u"      addresses: {measure: leases, path: pools/%1/leases, capacity: %2}\n"_s.arg(p.key).arg(p.addresses);
    }
    return text.toUtf8();
}

QByteArray calendarText(const Weeks &weeks)
{
    QStringList rotation;
    for (const Author &a : people())
        rotation << a.key;
    QStringList clients, productions;
    for (const EnvironmentSpec &e : environments()) {
        if (!e.client.isEmpty())
            clients << e.key;
        if (e.tier == "production"_L1)
            productions << e.key;
    }
    const QString minutes = u"yyyy-MM-dd'T'HH:mm"_s;
    const QString hours = weeks.at(turning::weekly, -1, 9, 0).toString(minutes);
    const QString change = weeks.at(weeks.last() + 4, 1, 12, 0).toString(minutes);
    return u"calendar:\n  trains:\n    since: %1\n    recurrence: FREQ=WEEKLY;BYDAY=TU\n    departs: \"10:00\"\n"
           "    cut-off: 89h\n    rotation: [%2]\n  rules:\n"
           "    # Our own environments take a release at any time.\n"
           "    production-hours:\n      title: Production hours\n      kind: window\n      start: %3\n"
           "      length: 8h\n      recurrence: FREQ=WEEKLY;BYDAY=MO,TU,WE,TH\n      environments: [%4]\n"
           "    year-end:\n      title: Year-end freeze\n      kind: freeze\n      start: %5\n"
           "      length: 14d\n      recurrence: FREQ=YEARLY\n      environments: [%6]\n"
           "    aurora-database:\n      title: Aurora moves to a new database\n"
           "      kind: environment-change\n      start: %7\n      length: 6h\n      environments: [aurora-staging]\n"_s
               .arg(since(weeks), rotation.join(u", "_s), hours, productions.join(u", "_s), freezeStart(weeks),
                    clients.join(u", "_s), change)
               .toUtf8();
}

QByteArray peopleText(const Weeks &weeks)
{
    QString text =
        u"roles:\n  release-manager: {name: Release manager, may: [promote, approve, override]}\n"
        "  deployer: {name: Deployer, may: [promote]}\n  support-lead: {name: Support lead, may: [approve], sign-offs: 1}\n\npeople:\n"_s;
    for (const Author &a : people()) {
        QString roles = u"deployer"_s;
        if (a.key == "nr"_L1 || a.key == "tm"_L1)
            roles += u", release-manager"_s;
        if (a.key == "wc"_L1 || a.key == "pl"_L1)
            roles += u", support-lead"_s;
        QString away;
        if (a.key == "ik"_L1)
            away = u", away: [{from: %1, to: %2}]"_s.arg(weeks.until.addDays(14).toString(Qt::ISODate),
                                                         weeks.until.addDays(18).toString(Qt::ISODate));
        text += u"  %1: {name: %2, email: %3, initials: %4, roles: [%5]%6}\n"_s.arg(a.key, a.name, a.email, a.initials,
                                                                                    roles, away);
    }
    return text.toUtf8();
}

QJsonObject jsonOf(const Story &story, const DeploymentStory &d)
{
    const Commit &commit = story.services.at(d.service).commits[static_cast<size_t>(d.commit)];
    QJsonObject o{
        {u"service"_s, d.service},
        {u"environment"_s, d.environment},
        {u"version"_s, d.version},
        {u"commit"_s, commit.hash},
        {u"from"_s, d.from.toString(Qt::ISODate)},
        {u"started"_s, d.started.toString(Qt::ISODate)},
        {u"deployer"_s, d.deployer},
        {u"kind"_s, d.kind},
        {u"outcome"_s, d.outcome},
    };
    const auto put = [&](const QString &name, const QString &value) {
        if (!value.isEmpty())
            o.insert(name, value);
    };
    put(u"release"_s, d.release);
    put(u"train"_s, d.train);
    put(u"patches"_s, d.patches);
    put(u"cause"_s, d.cause);
    put(u"message"_s, d.message);
    if (d.remedies.isValid())
        o.insert(u"remedies"_s, d.remedies.toString(Qt::ISODate));
    if (d.attended)
        o.insert(u"attended"_s, true);
    return o;
}

/// The releases of one service in one environment, oldest first; the last one runs.
Result<void> writePlace(const QString &folder, const EnvironmentSpec &e, const QString &service, const Story &told,
                        std::vector<int> there)
{
    const ServiceStory &story = told.services.at(service);
    if (there.size() > keptReleases)
        there.erase(there.begin(), there.end() - keptReleases);
    const QString place = u"%1/envs/%2/%3"_s.arg(folder, e.key, service);
    const qint64 end = QDateTime(told.weeks.until, QTime(0, 0), told.weeks.zone).toSecsSinceEpoch();
    for (size_t i = 0; i < there.size(); ++i) {
        const Commit &commit = story.commits[static_cast<size_t>(there[i])];
        const QString release = place + u"/releases/"_s + commit.version;
        for (auto [path, bytes] : commit.tree.asKeyValueRange()) {
            if (auto done = writeFile(release + u'/' + path, bytes); !done)
                return done;
        }
        const QString data = u"%1/pools/%2/disk/%3/%4/%5.data"_s.arg(folder, e.pool, e.key, service, commit.version);
        if (auto done = writeFile(data, payload(service, commit.version, payloadBytes)); !done)
            return done;
        // The tools prune by age: the one that runs is the youngest.
        const std::chrono::sys_seconds age{std::chrono::seconds(end) - std::chrono::hours(there.size() - i)};
        std::error_code error;
        std::filesystem::last_write_time(release.toStdString(), std::chrono::file_clock::from_sys(age), error);
        if (error)
            return fail(ErrorCode::FileFailed, Text::tr("The age of %1 could not be set.").arg(release), {},
                        QString::fromStdString(error.message()));
    }
    return link(place + u"/current"_s, u"releases/"_s + story.commits[static_cast<size_t>(there.back())].version);
}

} // namespace

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        QDir().mkpath(QFileInfo(path).path());
        if (!file.open(QIODevice::WriteOnly))
            return fail(ErrorCode::FileFailed, Text::tr("%1 could not be written.").arg(path), {}, file.errorString());
    }
    if (file.write(bytes) != bytes.size() || !file.flush())
        return fail(ErrorCode::FileFailed, Text::tr("%1 could not be written.").arg(path),
                    Text::tr("Is the disk full?"), file.errorString());
    return {};
}

QByteArray productText(const Weeks &weeks, int portBase)
{
    QByteArray text =
        "# The example product. Every key is documented in resources/humdrum-yaml.md of Humdrum.\n"
        "humdrum: 1\nproduct:\n  key: harbour\n  name: Harbour Suite\n  zone: Europe/Berlin\n\nservices:\n"
        "  ledger:\n    repository: services/ledger\n"
        "  billing:\n    repository: services/billing\n    depends-on: [ledger]\n"
        "  gateway:\n    repository: services/gateway\n    depends-on: [ledger, billing]\n\n"
        "pipeline:\n  service-stages:\n"
        "    commit: {name: Commit, kind: commit, run: [python3, -B, -m, ci.run, commit], junit: "
        "[\"build/commit/*.xml\"], timeout: 2m}\n"
        "    component: {name: Component, needs: [commit], run: [python3, -B, -m, ci.run, component], "
        "junit: [\"build/component/*.xml\"], timeout: 2m}\n"
        "    acceptance: {name: Acceptance, needs: [component], run: [python3, -B, -m, ci.run, acceptance], "
        "junit: [\"build/acceptance/*.xml\"], timeout: 2m}\n"
        "  stages:\n    integration:\n      name: Integration test\n      kind: join\n"
        "      run: [python3, -B, tools/integration.py]\n      junit: [\"build/integration/*.xml\"]\n      timeout: "
        "2m\n\nenvironments:\n";
    int port = portBase;
    for (const EnvironmentSpec &e : environments()) {
        text += environmentText(e, port);
        port += static_cast<int>(serviceKeys().size());
    }
    return text + '\n' + poolsText() + '\n' + calendarText(weeks) + '\n' + peopleText(weeks);
}

QByteArray estateText(const Weeks &weeks, quint64 seed, int portBase)
{
    // Written by hand, since the order of the environments gives the ports and QJsonObject sorts.
    QStringList places, shares, services;
    for (const EnvironmentSpec &e : environments())
        places << u"    \"%1\": {\"pool\": \"%2\"}"_s.arg(e.key, e.pool);
    for (const PoolSpec &p : pools())
        shares << u"    \"%1\": {\"disk\": %2, \"addresses\": %3, \"network\": \"%4\"}"_s.arg(p.key)
                      .arg(p.disk)
                      .arg(p.addresses)
                      .arg(p.network);
    for (const QString &s : serviceKeys())
        services << u'"' + s + u'"';
    return u"{\n  \"harbour\": 1,\n  \"seed\": %1,\n  \"until\": \"%2\",\n  \"weeks\": %3,\n  \"portBase\": %4,\n  "
           u"\"keep\": %5,\n  \"payload\": %6,\n"
           "  \"services\": [%7],\n  \"environments\": {\n%8\n  },\n  \"pools\": {\n%9\n  }\n}\n"_s.arg(seed)
               .arg(weeks.until.toString(Qt::ISODate))
               .arg(weeks.count)
               .arg(portBase)
               .arg(keptReleases)
               .arg(payloadBytes)
               .arg(services.join(u", "_s), places.join(u",\n"_s), shares.join(u",\n"_s))
               .toUtf8();
}

Result<void> writeProduct(const QString &folder, const Story &story, int portBase)
{
    for (const char *name : {"tools/estate.py", "tools/deploy.py", "tools/smoke.py", "tools/integration.py",
                             "tools/junit.py", "README.md"}) {
        const QString path = QString::fromLatin1(name);
        const Result<QByteArray> bytes = asset(path);
        if (!bytes)
            return std::unexpected(bytes.error());
        if (auto done = writeFile(folder + u'/' + path, *bytes); !done)
            return done;
    }
    if (auto done = writeFile(folder + u"/humdrum.yaml"_s, productText(story.weeks, portBase)); !done)
        return done;
    return writeFile(folder + u"/harbour.json"_s, estateText(story.weeks, story.seed, portBase));
}

Result<void> writeEnvironments(const QString &folder, const Story &story, const Deployments &deployments)
{
    for (const PoolSpec &p : pools()) {
        int host = 10;
        const auto lease = [&](const QString &name) {
            return writeFile(u"%1/pools/%2/leases/%3"_s.arg(folder, p.key, name),
                             u"%1%2\n"_s.arg(p.network).arg(host++).toUtf8());
        };
        QDir().mkpath(u"%1/pools/%2/leases"_s.arg(folder, p.key));
        if (auto done = writeFile(u"%1/pools/%2/disk/archive/archive.data"_s.arg(folder, p.key),
                                  payload(u"archive"_s, p.key, p.otherDisk));
            !done)
            return done;
        for (const EnvironmentSpec &e : environments()) {
            for (const QString &service : serviceKeys()) {
                if (e.pool != p.key)
                    continue;
                if (auto done = lease(e.key + u'-' + service); !done)
                    return done;
                if (auto done = writePlace(folder, e, service, story, deployments.there.at(e.key).at(service)); !done)
                    return done;
            }
        }
        for (const QString &other : p.otherLeases) {
            if (auto done = lease(other); !done)
                return done;
        }
    }
    return {};
}

Result<void> writeHistory(const QString &folder, const Story &story, const Deployments &deployments)
{
    QByteArray lines;
    for (const DeploymentStory &d : deployments.records)
        lines += QJsonDocument(jsonOf(story, d)).toJson(QJsonDocument::Compact) + '\n';
    if (auto done = writeFile(folder + u"/history/deployments.jsonl"_s, lines); !done)
        return done;
    lines.clear();
    for (const PoolStory &p : tellPools(story.weeks, story.seed)) {
        const QJsonObject o{{u"pool"_s, p.pool},
                            {u"resource"_s, p.resource},
                            {u"used"_s, p.used},
                            {u"capacity"_s, p.capacity},
                            {u"at"_s, p.at.toString(Qt::ISODate)}};
        lines += QJsonDocument(o).toJson(QJsonDocument::Compact) + '\n';
    }
    return writeFile(folder + u"/history/pools.jsonl"_s, lines);
}

} // namespace humdrum::example
