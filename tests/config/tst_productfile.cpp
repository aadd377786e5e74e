// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productfile.h"
#include "config/sections.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList keys(const std::vector<StageKey> &list)
{
    QStringList result;
    for (const StageKey &k : list)
        result.append(k.value);
    return result;
}

const QString example = QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/examples/humdrum.yaml");

/// A product with nothing that could be left out.
const QByteArray smallest = R"(humdrum: 1
product: {key: p, zone: UTC}
services:
  web: {repository: web}
pipeline:
  service-stages:
    commit: {kind: commit, run: [make]}
environments:
  live:
    deploy: {run: [deploy]}
    smoke: {run: [smoke]}
    rollback: {run: [back]}
)";

} // namespace

class TestProductFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheExample();
    void readsTheExamplesPipeline();
    void readsTheExamplesEnvironments();
    void readsTheExamplesPoolsAndPeople();
    void readsTheExamplesCalendar();
    void fillsInDefaults();
    void chainsARowWithoutNeeds();
    void readsOfWhatOneIsEnough();
    void sharesTextThroughAnchors();
    void ranksEnvironmentsByTheirEdges();
    void takesTextAsItIsWritten();
    void readsWindowsLineEndsAndAByteOrderMark();
    void listsEveryError();
    void documentsEveryKey();
    void documentsAnExampleThatIsRead();
    void readsEveryKeyItKnows_data();
    void readsEveryKeyItKnows();
    void refusesAFileThatCannotBeRead();
};

void TestProductFile::readsTheExample()
{
    const auto product = readProduct(example);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QCOMPARE(product->key, u"harbour"_s);
    QCOMPARE(product->name, u"Harbour Suite"_s);
    QCOMPARE(product->zone, "Europe/Berlin"_ba);
    QCOMPARE(product->schema, 1);
    QCOMPARE(product->configFile, QFileInfo(example).absoluteFilePath());
    QCOMPARE(product->folder, QFileInfo(example).absolutePath());
    QCOMPARE(product->digest, QCryptographicHash::hash(contentOf(example), QCryptographicHash::Sha256).toHex());
    QCOMPARE(product->services.size(), 2U);
    const Service &billing = product->services[0];
    QCOMPARE(billing.repository, product->folder + u"/services/billing");
    QCOMPARE(billing.dependsOn, std::vector{ServiceKey{u"ledger"_s}});
    QCOMPARE(product->services[1].name, u"ledger"_s);
    QCOMPARE(product->services[1].notesPath, u"CHANGELOG.md"_s);
    QCOMPARE(product->promotionOrder(), (std::vector{ServiceKey{u"ledger"_s}, ServiceKey{u"billing"_s}}));
}

void TestProductFile::readsTheExamplesPipeline()
{
    const auto product = readProduct(example);
    QVERIFY(product);
    QStringList order;
    for (const Stage &s : product->stages)
        order.append(s.key.value);
    QCOMPARE(order,
             (QStringList{u"billing.commit"_s, u"billing.component"_s, u"ledger.commit"_s, u"ledger.component"_s,
                          u"integration"_s, u"dev"_s, u"aurora-staging"_s}));
    const Stage *component = product->stage({u"ledger.component"_s});
    QCOMPARE(component->kind, StageKind::Test);
    QCOMPARE(component->service, ServiceKey{u"ledger"_s});
    QCOMPARE(keys(component->needs), QStringList{u"ledger.commit"_s});
    QCOMPARE(component->command.argv, (QStringList{u"python3"_s, u"-m"_s, u"ci.run"_s, u"component"_s}));
    QCOMPARE(component->junit, QStringList{u"build/component/*.xml"_s});
    const Stage *commit = product->stage({u"billing.commit"_s});
    QCOMPARE(commit->kind, StageKind::Commit);
    QCOMPARE(commit->command.timeout, Duration{2min});
    const Stage *join = product->stage({u"integration"_s});
    QCOMPARE(join->kind, StageKind::Join);
    QCOMPARE(keys(join->needs), (QStringList{u"billing.component"_s, u"ledger.component"_s}));
    const Stage *dev = product->stageOf({u"dev"_s});
    QVERIFY(dev);
    QCOMPARE(dev->name, u"Dev"_s);
    QCOMPARE(keys(dev->needs), QStringList{u"integration"_s});
    QVERIFY(dev->command.isEmpty());
    QCOMPARE(keys(product->stageOf({u"aurora-staging"_s})->needs), QStringList{u"dev"_s});
}

void TestProductFile::readsTheExamplesEnvironments()
{
    const auto product = readProduct(example);
    QVERIFY(product);
    const Environment *dev = product->environment({u"dev"_s});
    QCOMPARE(dev->rank, 0);
    QCOMPARE(dev->pool, PoolKey{u"build"_s});
    QCOMPARE(dev->deploy.argv, (QStringList{u"python3"_s, u"tools/deploy.py"_s, u"deploy"_s}));
    QCOMPARE(dev->deploy.timeout, Duration{2min});
    QCOMPARE(dev->deploy.outputCap, qint64{16} * 1024 * 1024);
    QCOMPARE(dev->deploy.environment.value(u"HARBOUR_PORT_BASE"_s), u"18100"_s);
    QCOMPARE(dev->deploy.workingFolder, u"."_s);
    QCOMPARE(dev->deploy.cleanup.last(), u"cleanup"_s);
    QVERIFY(dev->deploy.idempotent);
    QVERIFY(!dev->smoke.idempotent);
    QCOMPARE(dev->smokeJunit, QStringList{u"envs/dev/smoke/*.xml"_s});
    QCOMPARE(dev->demand.value(u"disk"_s), 20.0 * 1024 * 1024);
    QCOMPARE(dev->demand.value(u"addresses"_s), 1.0);
    QVERIFY(dev->gates.empty());
    const Environment *aurora = product->environment({u"aurora-staging"_s});
    QCOMPARE(aurora->rank, 1);
    QCOMPARE(aurora->client, u"Aurora"_s);
    QCOMPARE(aurora->gates, (std::vector{GateKind::Notes, GateKind::Soak, GateKind::Approval, GateKind::Checklist}));
    QCOMPARE(aurora->approvals, (std::vector<AskedApprovals>{{{u"support-lead"_s}, 1}}));
    QCOMPARE(aurora->checklist, QStringList{u"the client knows when it goes"_s});
    QCOMPARE(aurora->wait, (GateWait{.delay = 0s, .interval = 30s, .timeout = 2h}));
    QCOMPARE(aurora->validation, (Validation{.soak = 30min, .every = 5min}));
    QCOMPARE(aurora->soak, Duration{1h});
    QVERIFY(aurora->deploy.shell);
    QCOMPARE(aurora->deploy.argv, QStringList{u"tools/deploy.sh"_s});
    QVERIFY(product->isClientProduction({u"aurora-staging"_s}));
}

void TestProductFile::readsTheExamplesPoolsAndPeople()
{
    const auto product = readProduct(example);
    QVERIFY(product);
    const Pool *build = product->pool({u"build"_s});
    QCOMPARE(build->freshness, Duration{5min});
    QCOMPARE(build->resources.size(), 2U);
    QCOMPARE(build->resources[0].unit, u"bytes"_s);
    QCOMPARE(build->resources[0].capacity, 256.0 * 1024 * 1024);
    QCOMPARE(build->resources[0].path, u"pools/build/disk"_s);
    QCOMPARE(build->resources[1].measure, PoolMeasure::Leases);
    QCOMPARE(build->resources[1].unit, u"addresses"_s);
    QCOMPARE(product->pool({u"aurora"_s})->resources[0].measure, PoolMeasure::FileSystem);
    QCOMPARE(product->pool({u"aurora"_s})->resources[0].capacity, 0.0);

    const Person *nora = product->person({u"nr"_s});
    QCOMPARE(nora->name, u"Nora Reuter"_s);
    QCOMPARE(nora->roles, (std::vector{RoleKey{u"deployer"_s}, RoleKey{u"release-manager"_s}}));
    QCOMPARE(nora->away.size(), 1U);
    QCOMPARE(nora->away[0].to, QDate(2027, 1, 3));
    QCOMPARE(product->personByEmail(u"Nora@harbour.example"_s), nora);
    const Role *manager = product->role({u"release-manager"_s});
    QVERIFY(manager->mayPromote && manager->mayApprove && manager->mayOverride);
    QVERIFY(!product->role({u"deployer"_s})->mayApprove);
    QCOMPARE(product->role({u"support-lead"_s})->signOffs, 1);
}

void TestProductFile::readsTheExamplesCalendar()
{
    const auto product = readProduct(example);
    QVERIFY(product);
    const TrainSchedule &t = product->trains;
    QCOMPARE(t.since, QDate(2026, 4, 27));
    QCOMPARE(t.departs, QTime(10, 0));
    QCOMPARE(t.cutoffBefore, Duration{89h});
    QCOMPARE(t.rotation.size(), 4U);
    QCOMPARE(product->calendar.size(), 2U);
    const CalendarRule &freeze = product->calendar[0];
    QCOMPARE(freeze.key, u"year-end"_s);
    QCOMPARE(freeze.kind, RuleKind::Freeze);
    QCOMPARE(freeze.start, QDateTime(QDate(2026, 12, 21), QTime(0, 0), QTimeZone("Europe/Berlin")));
    QCOMPARE(freeze.length, Duration{14 * 24h});
    QVERIFY(freeze.environments.empty());
    QCOMPARE(product->calendar[1].kind, RuleKind::Window);
    QCOMPARE(product->calendar[1].environments, std::vector{EnvironmentKey{u"aurora-staging"_s}});
}

void TestProductFile::fillsInDefaults()
{
    const auto product = parseProduct(smallest, u"/srv/p/humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QCOMPARE(product->name, u"p"_s);
    QCOMPARE(product->services[0].repository, u"/srv/p/web"_s);
    QCOMPARE(product->services[0].mainLine, u"main"_s);
    const Environment &live = product->environments[0];
    QCOMPARE(live.tier, u"live"_s);
    QVERIFY(live.automaticRollback);
    CommandSpec deploy;
    deploy.argv = {u"deploy"_s};
    QCOMPARE(live.deploy, deploy);
    // Without `after` an environment needs everything that was tested, never nothing.
    QCOMPARE(keys(product->stageOf({u"live"_s})->needs), QStringList{u"web.commit"_s});
    QVERIFY(!product->trains.since.isValid());
}

void TestProductFile::chainsARowWithoutNeeds()
{
    QByteArray yaml = smallest;
    yaml.replace("    commit: {kind: commit, run: [make]}\n",
                 "    commit: {kind: commit, run: [make]}\n    a: {run: [a]}\n    b: {run: [b], needs: [commit]}\n");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QCOMPARE(keys(product->stage({u"web.a"_s})->needs), QStringList{u"web.commit"_s});
    QCOMPARE(keys(product->stageOf({u"live"_s})->needs), (QStringList{u"web.a"_s, u"web.b"_s}));
}

void TestProductFile::readsOfWhatOneIsEnough()
{
    QByteArray yaml = smallest;
    yaml.replace("    commit: {kind: commit, run: [make]}\n",
                 "    commit: {kind: commit, run: [make]}\n    a: {run: [a]}\n    b: {run: [b], needs: [commit]}\n"
                 "    c: {run: [c], needs-one-of: [a, b]}\n");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    const Stage *c = product->stage({u"web.c"_s});
    QCOMPARE(keys(c->oneOf), (QStringList{u"web.a"_s, u"web.b"_s}));
    QCOMPARE(keys(c->needs), keys(c->oneOf)); // and not the stage before it as well
    QCOMPARE(keys(product->stageOf({u"live"_s})->needs), QStringList{u"web.c"_s});
}

void TestProductFile::sharesTextThroughAnchors()
{
    QByteArray yaml = smallest;
    yaml.replace("services:", "x-common:\n  deploy: &deploy {run: [tool, go], timeout: 3m, retries: 2}\nservices:");
    yaml.replace("deploy: {run: [deploy]}", "deploy: {<<: *deploy, retries: 1}");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    const CommandSpec &deploy = product->environments[0].deploy;
    QCOMPARE(deploy.argv, (QStringList{u"tool"_s, u"go"_s}));
    QCOMPARE(deploy.timeout, Duration{3min});
    QCOMPARE(deploy.retries, 1);
}

void TestProductFile::ranksEnvironmentsByTheirEdges()
{
    QByteArray yaml = smallest;
    yaml.replace("  live:\n",
                 "  last: {after: [live, side], <<: &c {deploy: {run: [d]}, smoke: {run: [s]}, rollback: {run: [r]}}}\n"
                 "  side: {after: [live], rank: 4, <<: *c}\n  live:\n");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QStringList order;
    for (const Environment &e : product->environments)
        order.append(e.key.value + u' ' + QString::number(e.rank));
    QCOMPARE(order, (QStringList{u"live 0"_s, u"side 4"_s, u"last 5"_s}));
}

void TestProductFile::takesTextAsItIsWritten()
{
    QByteArray yaml = smallest;
    yaml.replace("deploy: {run: [deploy]}",
                 "deploy: {run: [deploy, no, 0x10, 1.10, \"\", 012], environment: {FLAG: yes, VERSION: 1.10}, "
                 "secrets: {TOKEN: 007, DB_PASSWORD: aurora.db-1}}");
    yaml.replace("web: {repository", "web: {name: \"no\", repository");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    const CommandSpec &deploy = product->environments[0].deploy;
    QCOMPARE(deploy.secrets, (QHash<QString, QString>{{u"TOKEN"_s, u"007"_s}, {u"DB_PASSWORD"_s, u"aurora.db-1"_s}}));
    QCOMPARE(deploy.argv, (QStringList{u"deploy"_s, u"no"_s, u"0x10"_s, u"1.10"_s, u""_s, u"012"_s}));
    QCOMPARE(deploy.environment.value(u"FLAG"_s), u"yes"_s);
    QCOMPARE(deploy.environment.value(u"VERSION"_s), u"1.10"_s);
    QCOMPARE(product->services[0].name, u"no"_s);
}

void TestProductFile::readsWindowsLineEndsAndAByteOrderMark()
{
    const QByteArray yaml = "\xEF\xBB\xBF" + QByteArray(smallest).replace("\n", "\r\n");
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QByteArray broken = yaml;
    broken.replace("zone: UTC", "zone: Utopia");
    const auto error = parseProduct(broken, u"humdrum.yaml"_s);
    QVERIFY(!error);
    QCOMPARE(error.error().where->line, 2);
    QCOMPARE(error.error().where->column, 25);
}

void TestProductFile::listsEveryError()
{
    QByteArray yaml = smallest;
    yaml.replace("zone: UTC", "zone: Utopia");
    yaml.replace("repository: web", "repositry: web");
    yaml.replace("kind: commit", "kind: comit");
    const QList<Error> errors = checkProduct(yaml, u"humdrum.yaml"_s);
    QStringList places;
    for (const Error &e : errors)
        places.append(QString::number(e.where->line) + u':' + QString::number(e.where->column));
    QCOMPARE(places, (QStringList{u"2:25"_s, u"4:9"_s, u"7:20"_s}));
    const auto first = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY(!first);
    QCOMPARE(first.error().where, errors.first().where);
    QCOMPARE(first.error().details.count(u'\n'), 1);
    QVERIFY(checkProduct(smallest, u"humdrum.yaml"_s).isEmpty());
}

/// Each section of the document is a heading and a table whose first column are the keys.
void TestProductFile::documentsEveryKey()
{
    const QString document =
        QString::fromUtf8(contentOf(QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/humdrum-yaml.md")));
    QVERIFY(!document.isEmpty());
    QMap<QString, QStringList> described;
    QString heading;
    static const QRegularExpression head(u"^## `?([^`]+)`?$"_s), row(u"^\\| `([^`]+)` \\|"_s);
    for (const QString &line : document.split(u'\n')) {
        if (const auto m = head.match(line); m.hasMatch())
            heading = m.captured(1);
        else if (const auto r = row.match(line); r.hasMatch() && !r.captured(1).startsWith(u"HUMDRUM_"))
            described[heading].append(r.captured(1));
    }
    QMap<QString, QStringList> known;
    for (const SectionKeys &section : productSections()) {
        QStringList own = section.keys;
        // What is a command besides is described once, under Commands.
        if (section.section != Section::Command && own.contains(u"run"_s)) {
            for (const QString &key : keysOf(Section::Command))
                own.removeAll(key);
        }
        own.sort();
        known.insert(section.heading, own);
    }
    for (auto it = described.begin(); it != described.end(); ++it)
        it->sort();
    QCOMPARE(described.keys(), known.keys());
    for (auto it = known.cbegin(); it != known.cend(); ++it)
        QCOMPARE(described.value(it.key()).join(u' '), it->join(u' '));
}

void TestProductFile::documentsAnExampleThatIsRead()
{
    const QString document =
        QString::fromUtf8(contentOf(QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/humdrum-yaml.md")));
    const QString yaml = document.section(u"```yaml\n"_s, 1).section(u"```"_s, 0, 0);
    QVERIFY(!yaml.isEmpty());
    const auto product = parseProduct(yaml.toUtf8(), u"/srv/ops/humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
    QCOMPARE(product->services[0].repository, u"/srv/web"_s);
}

void TestProductFile::readsEveryKeyItKnows_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    const QHash<Section, QString> frames{
        {Section::Top, u"%1"_s},
        {Section::Product, u"product: {%1}"_s},
        {Section::Service, u"services: {a: {%1}}"_s},
        {Section::Pipeline, u"pipeline: {%1}"_s},
        {Section::RowStage, u"pipeline: {service-stages: {a: {%1}}}"_s},
        {Section::Stage, u"pipeline: {stages: {a: {%1}}}"_s},
        {Section::Environment, u"environments: {a: {%1}}"_s},
        {Section::Command, u"environments: {a: {deploy: {%1}}}"_s},
        {Section::Smoke, u"environments: {a: {smoke: {%1}}}"_s},
        {Section::Await, u"environments: {a: {await: {%1}}}"_s},
        {Section::Validate, u"environments: {a: {validate: {%1}}}"_s},
        {Section::Pool, u"pools: {a: {%1}}"_s},
        {Section::Resource, u"pools: {a: {resources: {b: {%1}}}}"_s},
        {Section::Calendar, u"calendar: {%1}"_s},
        {Section::Trains, u"calendar: {trains: {%1}}"_s},
        {Section::Rule, u"calendar: {rules: {a: {%1}}}"_s},
        {Section::Role, u"roles: {a: {%1}}"_s},
        {Section::Person, u"people: {a: {%1}}"_s},
        {Section::Away, u"people: {a: {away: [{%1}]}}"_s},
    };
    for (const SectionKeys &section : productSections()) {
        for (const QString &key : section.keys) {
            const QString version =
                key == u"humdrum" && section.section == Section::Top ? QString() : u"humdrum: 1\n"_s;
            const QString entry = key + u": [[]]";
            QTest::addRow("%s/%s", qPrintable(section.heading), qPrintable(key))
                << QString(version + frames.value(section.section).arg(entry)) << key;
        }
    }
}

/// A list in a list is right nowhere, so a key that is accepted but never read would show.
void TestProductFile::readsEveryKeyItKnows()
{
    QFETCH(const QString, text);
    QFETCH(const QString, key);
    const int line = static_cast<int>(text.count(u'\n')) + 1;
    const QString last = text.section(u'\n', -1);
    const auto value = static_cast<int>(last.indexOf(u"[[]]")) + 1;
    const QList<Error> errors = checkProduct(text.toUtf8(), u"humdrum.yaml"_s);
    const bool told = std::ranges::any_of(errors, [&](const Error &e) {
        return e.where->line == line && (e.where->column == value || e.where->column == value + 1);
    });
    QVERIFY2(told, qPrintable(key));
    QVERIFY(std::ranges::none_of(errors, [](const Error &e) { return e.message.contains(u"not known here"); }));
}

void TestProductFile::refusesAFileThatCannotBeRead()
{
    QTemporaryDir folder;
    const auto absent = readProduct(folder.filePath(u"absent.yaml"_s));
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::FileFailed);
    QCOMPARE(absent.error().where->file, folder.filePath(u"absent.yaml"_s));
    const auto directory = readProduct(folder.path());
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, ErrorCode::FileFailed);
    QFile large(folder.filePath(u"large.yaml"_s));
    QVERIFY(large.open(QIODevice::WriteOnly));
    QVERIFY(large.resize(qint64{1} << 32));
    large.close();
    const auto tooLarge = readProduct(large.fileName());
    QVERIFY(!tooLarge);
    QCOMPARE(tooLarge.error().code, ErrorCode::ConfigInvalid);
}

QTEST_GUILESS_MAIN(TestProductFile)
#include "tst_productfile.moc"
