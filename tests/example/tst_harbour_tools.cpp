// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/harbour.h"
#include "example/harbourfixture.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/types.h>
#include <unistd.h>

using namespace humdrum;
using namespace harbourtest;
using namespace Qt::StringLiterals;

/// Protects the tools of the example: deployments are real, take real resources, and can fail in every way that is promised.
class TestHarbourTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void deploysARunningService();
    void smokeTestsEveryService();
    void gatewayForwards();
    void rollsBackToAKeptRelease();
    void observesWhatIsStopped();
    void keepsThreeReleases();
    void refusesWhatIsNotThere_data();
    void refusesWhatIsNotThere();
    void faultMakesADeploymentFail();
    void faultMakesTheSmokeTestFail();
    void faultMakesADeploymentHang();
    void fullPoolStopsADeployment();
    void noAddressStopsADeployment();
    void neverKillsAnotherProcess();
    void integrationTestsAllTogether();

private:
    Ran tool(const QStringList &arguments, const QHash<QString, QString> &variables = {})
    {
        return run(m_paths.folder, u"python3"_s, QStringList{u"-B"_s} + arguments, variables);
    }
    Ran deploy(const QString &environment, const QString &service, const QString &version,
               const QString &command = u"deploy"_s)
    {
        return tool({u"tools/deploy.py"_s, command}, build(environment, service, version));
    }
    QHash<QString, QString> build(const QString &environment, const QString &service, const QString &version)
    {
        return {{u"HUMDRUM_ENVIRONMENT"_s, environment},
                {u"HUMDRUM_SERVICE"_s, service},
                {u"HUMDRUM_VERSION"_s, version},
                {u"HUMDRUM_COMMIT"_s, git(repository(service), {u"rev-parse"_s, u"v%1^{commit}"_s.arg(version)})}};
    }
    QString repository(const QString &service) const { return m_paths.folder + u"/services/"_s + service; }
    /// The newest versions, newest first.
    QStringList versions(const QString &service) const
    {
        QStringList tags =
            git(repository(service), {u"tag"_s, u"--sort=-creatordate"_s, u"--merged"_s, u"main"_s}).split(u'\n');
        for (QString &tag : tags)
            tag = tag.sliced(1);
        return tags;
    }
    int port(const QString &environment, const QString &service) const
    {
        static const QStringList environments{
            u"dev"_s, u"int"_s, u"aurora-staging"_s, u"borealis-staging"_s, u"aurora-prod"_s, u"borealis-prod"_s};
        static const QStringList services{u"ledger"_s, u"billing"_s, u"gateway"_s};
        return m_paths.portBase + static_cast<int>(environments.indexOf(environment) * 3 + services.indexOf(service));
    }
    QString ask(const QString &environment, const QString &service, const QString &path)
    {
        return tool(
                   {u"-c"_s,
                    u"import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=10).read().decode())"_s,
                    u"http://127.0.0.1:%1%2"_s.arg(port(environment, service)).arg(path)})
            .standardOutput.trimmed();
    }
    void fault(const QString &environment, const QString &name)
    {
        const QString folder = u"%1/envs/%2/faults"_s.arg(m_paths.folder, environment);
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QString place(const QString &environment, const QString &service) const
    {
        return u"%1/envs/%2/%3"_s.arg(m_paths.folder, environment, service);
    }
    QString current(const QString &environment, const QString &service) const
    {
        return QFileInfo(place(environment, service) + u"/current"_s).readSymLink().section(u'/', -1);
    }

    QTemporaryDir m_folder;
    HarbourPaths m_paths;
};

void TestHarbourTools::initTestCase()
{
    HarbourOptions o;
    o.folder = m_folder.filePath(u"harbour"_s);
    o.until = QDate(2026, 11, 24);
    const Result<HarbourPaths> made = createHarbour(o);
    QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
    m_paths = *made;
    QVERIFY(m_paths.portBase >= 1024);
}

void TestHarbourTools::cleanup()
{
    for (const QString &environment : QDir(m_paths.folder + u"/envs"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QDir(u"%1/envs/%2/faults"_s.arg(m_paths.folder, environment)).removeRecursively();
}

void TestHarbourTools::cleanupTestCase()
{
    const Ran ran = tool({u"tools/deploy.py"_s, u"stop-all"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output));
    QVERIFY(!tool({u"tools/deploy.py"_s, u"status"_s}).output.contains(" runs "_L1));
}

void TestHarbourTools::deploysARunningService()
{
    const QString version = versions(u"billing"_s).first();
    const qsizetype leases = QDir(m_paths.folder + u"/pools/aurora/leases"_s).entryList(QDir::Files).size();
    const Ran ran = deploy(u"aurora-staging"_s, u"billing"_s, version);
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output));
    QCOMPARE(QJsonDocument::fromJson(ask(u"aurora-staging"_s, u"billing"_s, u"/health"_s).toUtf8()).object(),
             (QJsonObject{{u"service"_s, u"billing"_s}, {u"version"_s, version}, {u"status"_s, u"ok"_s}}));
    QCOMPARE(current(u"aurora-staging"_s, u"billing"_s), version);
    QVERIFY(QFileInfo(m_paths.folder + u"/pools/aurora/disk/aurora-staging/billing/"_s + version + u".data"_s).size() >
            100000);
    QCOMPARE(QDir(m_paths.folder + u"/pools/aurora/leases"_s).entryList(QDir::Files).size(), leases);
    const Ran observed = deploy(u"aurora-staging"_s, u"billing"_s, version, u"observe"_s);
    QCOMPARE(observed.standardOutput, version + u'\n');
    QCOMPARE(observed.standardError, QString());
}

void TestHarbourTools::smokeTestsEveryService()
{
    for (const QString &service : {u"ledger"_s, u"billing"_s, u"gateway"_s}) {
        const QString version = versions(service).first();
        QCOMPARE(deploy(u"int"_s, service, version).exitCode, 0);
        const Ran ran = tool({u"tools/smoke.py"_s}, build(u"int"_s, service, version));
        QVERIFY2(ran.exitCode == 0, qPrintable(ran.output));
        const QByteArray xml = bytesOf(u"%1/envs/int/smoke/%2.xml"_s.arg(m_paths.folder, service));
        QVERIFY2(xml.contains("failures=\"0\"") && xml.contains("errors=\"0\"") && xml.contains("testcase"),
                 xml.constData());
        // Another version than what runs is found out.
        QCOMPARE(tool({u"tools/smoke.py"_s}, build(u"int"_s, service, versions(service).at(1))).exitCode, 1);
    }
}

void TestHarbourTools::gatewayForwards()
{
    for (const QString &service : {u"ledger"_s, u"gateway"_s})
        QCOMPARE(deploy(u"int"_s, service, versions(service).first()).exitCode, 0);
    QVERIFY(ask(u"int"_s, u"gateway"_s, u"/ledger/health"_s).contains("\"ledger\""_L1));
}

void TestHarbourTools::rollsBackToAKeptRelease()
{
    const QStringList list = versions(u"ledger"_s);
    QCOMPARE(deploy(u"int"_s, u"ledger"_s, list.at(1)).exitCode, 0);
    QCOMPARE(deploy(u"int"_s, u"ledger"_s, list.at(0)).exitCode, 0);
    const Ran back = deploy(u"int"_s, u"ledger"_s, list.at(1), u"rollback"_s);
    QVERIFY2(back.exitCode == 0, qPrintable(back.output));
    QVERIFY(back.output.contains("is there already"_L1));
    QVERIFY(ask(u"int"_s, u"ledger"_s, u"/health"_s).contains(list.at(1)));
    // One that was pruned long ago is exported once more.
    QCOMPARE(deploy(u"int"_s, u"ledger"_s, list.at(8), u"rollback"_s).exitCode, 0);
    QVERIFY(ask(u"int"_s, u"ledger"_s, u"/health"_s).contains(list.at(8)));
}

void TestHarbourTools::observesWhatIsStopped()
{
    const QString version = current(u"borealis-prod"_s, u"ledger"_s);
    const Ran ran = deploy(u"borealis-prod"_s, u"ledger"_s, version, u"observe"_s);
    QCOMPARE(ran.exitCode, 0);
    QCOMPARE(ran.standardOutput, version + u'\n');
    QVERIFY(ran.standardError.contains("stopped"_L1));
}

void TestHarbourTools::keepsThreeReleases()
{
    const QStringList list = versions(u"gateway"_s);
    for (int i = 3; i >= 0; --i)
        QCOMPARE(deploy(u"dev"_s, u"gateway"_s, list.at(i)).exitCode, 0);
    const QStringList kept =
        QDir(place(u"dev"_s, u"gateway"_s) + u"/releases"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(QSet<QString>(kept.begin(), kept.end()), (QSet<QString>{list.at(0), list.at(1), list.at(2)}));
    QCOMPARE(QDir(m_paths.folder + u"/pools/build/disk/dev/gateway"_s).entryList(QDir::Files).size(), 3);
}

void TestHarbourTools::refusesWhatIsNotThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addRow("environment") << u"HUMDRUM_ENVIRONMENT"_s << u"../dev"_s;
    QTest::addRow("service") << u"HUMDRUM_SERVICE"_s << u"portal"_s;
    QTest::addRow("version that is a path") << u"HUMDRUM_VERSION"_s << u"../../x"_s;
    QTest::addRow("version that is an option") << u"HUMDRUM_VERSION"_s << u"-rf"_s;
    QTest::addRow("commit that is an option") << u"HUMDRUM_COMMIT"_s << u"--output=/tmp/x"_s;
    QTest::addRow("unknown commit") << u"HUMDRUM_COMMIT"_s << u"0123456789012345678901234567890123456789"_s;
}

void TestHarbourTools::refusesWhatIsNotThere()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    const QString before = current(u"dev"_s, u"billing"_s);
    QHash<QString, QString> variables = build(u"dev"_s, u"billing"_s, versions(u"billing"_s).first());
    variables[name] = value;
    const Ran ran = tool({u"tools/deploy.py"_s, u"deploy"_s}, variables);
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.standardError.startsWith("deploy.py: "_L1) && !ran.output.contains("Traceback"_L1),
             qPrintable(ran.output));
    QCOMPARE(current(u"dev"_s, u"billing"_s), before);
    deploy(u"dev"_s, u"billing"_s, before, u"cleanup"_s);
}

void TestHarbourTools::faultMakesADeploymentFail()
{
    const QString before = current(u"borealis-staging"_s, u"billing"_s);
    fault(u"borealis-staging"_s, u"deploy-fails"_s);
    const Ran ran = deploy(u"borealis-staging"_s, u"billing"_s, versions(u"billing"_s).first());
    QCOMPARE(ran.exitCode, 1);
    QVERIFY(ran.output.contains("deploy-fails"_L1));
    QCOMPARE(current(u"borealis-staging"_s, u"billing"_s), before);
}

void TestHarbourTools::faultMakesTheSmokeTestFail()
{
    const QString version = versions(u"billing"_s).first();
    QCOMPARE(deploy(u"dev"_s, u"billing"_s, version).exitCode, 0);
    fault(u"dev"_s, u"smoke-fails"_s);
    QCOMPARE(tool({u"tools/smoke.py"_s}, build(u"dev"_s, u"billing"_s, version)).exitCode, 1);
    QVERIFY(bytesOf(m_paths.folder + u"/envs/dev/smoke/billing.xml"_s).contains("smoke-fails is switched on"));
    cleanup();
    QCOMPARE(tool({u"tools/smoke.py"_s}, build(u"dev"_s, u"billing"_s, version)).exitCode, 0);
}

void TestHarbourTools::faultMakesADeploymentHang()
{
    fault(u"dev"_s, u"deploy-hangs"_s);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QHash<QString, QString> variables = build(u"dev"_s, u"billing"_s, versions(u"billing"_s).first());
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_paths.folder);
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession);
    process.start(u"python3"_s, {u"-B"_s, u"tools/deploy.py"_s, u"deploy"_s});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardOutput()).contains(" hangs\n"), 20000);
    const pid_t grandchild = said.sliced(said.indexOf("process ") + 8).split(' ').first().toInt();
    QVERIFY(grandchild > 1);
    const pid_t group = static_cast<pid_t>(process.processId());
    QCOMPARE(::getpgid(grandchild), group);
    QSignalSpy finished(&process, &QProcess::finished);
    ::kill(-group, SIGTERM);
    // The grandchild stays, and with it our end of the pipe stays open.
    QVERIFY(finished.count() > 0 || finished.wait(20000));
    QCOMPARE(::kill(grandchild, 0), 0);
    ::kill(-group, SIGKILL);
    // Gone, or a zombie that nobody has waited for yet.
    QTRY_VERIFY_WITH_TIMEOUT(::kill(grandchild, 0) != 0 || bytesOf(u"/proc/%1/stat"_s.arg(grandchild)).contains(") Z "),
                             20000);
    cleanup();
    QCOMPARE(deploy(u"dev"_s, u"billing"_s, {}, u"cleanup"_s).exitCode, 0);
    QCOMPARE(deploy(u"dev"_s, u"billing"_s, versions(u"billing"_s).first()).exitCode, 0);
}

void TestHarbourTools::fullPoolStopsADeployment()
{
    const QString ballast = m_paths.folder + u"/pools/borealis/disk/ballast"_s;
    QFile file(ballast);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64{8} * 1024 * 1024));
    file.close();
    const QString before = current(u"borealis-staging"_s, u"gateway"_s);
    const Ran ran = deploy(u"borealis-staging"_s, u"gateway"_s, versions(u"gateway"_s).first());
    QVERIFY(file.remove());
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.standardError.contains("No space left on device: pool borealis is full"_L1), qPrintable(ran.output));
    QCOMPARE(current(u"borealis-staging"_s, u"gateway"_s), before);
    QCOMPARE(deploy(u"borealis-staging"_s, u"gateway"_s, before, u"cleanup"_s).exitCode, 0);
}

void TestHarbourTools::noAddressStopsADeployment()
{
    QDir leases(m_paths.folder + u"/pools/borealis/leases"_s);
    QStringList more;
    for (int n = 0; leases.entryList(QDir::Files).size() < 16; ++n) {
        more << leases.filePath(u"guest-%1"_s.arg(n));
        QFile file(more.last());
        QVERIFY(file.open(QIODevice::WriteOnly) &&
                file.write("10.20.3.%1\n"_ba.replace("%1", QByteArray::number(100 + n))) > 0);
    }
    const Ran ran = deploy(u"borealis-staging"_s, u"gateway"_s, versions(u"gateway"_s).first());
    for (const QString &file : more)
        QVERIFY(QFile::remove(file));
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.standardError.contains("No free address in pool borealis (16 of 16 leased)"_L1),
             qPrintable(ran.output));
}

void TestHarbourTools::neverKillsAnotherProcess()
{
    // A record that names this very test: its start time does not fit, so it is left alone.
    const QString record = place(u"aurora-prod"_s, u"ledger"_s) + u"/process.json"_s;
    QFile file(record);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray boot = bytesOf(u"/proc/sys/kernel/random/boot_id"_s).trimmed();
    file.write("{\"pid\": " + QByteArray::number(::getpid()) + ", \"start\": 1, \"boot\": \"" + boot +
               "\", \"port\": 1, \"version\": \"1\"}");
    file.close();
    const Ran ran = tool({u"tools/deploy.py"_s, u"stop"_s, u"aurora-prod"_s});
    QCOMPARE(ran.exitCode, 0);
    QVERIFY(!ran.output.contains("stopped aurora-prod-ledger"_L1));
    QVERIFY(file.remove());
}

void TestHarbourTools::integrationTestsAllTogether()
{
    QHash<QString, QString> variables;
    QJsonObject manifest;
    for (const QString &service : {u"ledger"_s, u"billing"_s, u"gateway"_s}) {
        const QString version = versions(service).first();
        manifest.insert(service,
                        QJsonObject{{u"version"_s, version},
                                    {u"commit"_s, build(u"dev"_s, service, version)[u"HUMDRUM_COMMIT"_s]}});
    }
    variables[u"HUMDRUM_MANIFEST"_s] = QString::fromUtf8(QJsonDocument(manifest).toJson(QJsonDocument::Compact));
    const Ran ran = tool({u"tools/integration.py"_s}, variables);
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output));
    QVERIFY(bytesOf(m_paths.folder + u"/build/integration/integration.xml"_s).contains("order becomes invoice"));
    variables[u"HUMDRUM_MANIFEST"_s] = u"{\"billing\": {\"version\": \"1\", \"commit\": \"--output=x\"}}"_s;
    QCOMPARE(tool({u"tools/integration.py"_s}, variables).exitCode, 1);
}

QTEST_GUILESS_MAIN(TestHarbourTools)
#include "tst_harbour_tools.moc"
