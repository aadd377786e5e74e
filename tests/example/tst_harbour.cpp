// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/harbour.h"
#include "example/harbourfixture.h"
#include "example/layout.h"
#include "example/telling.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <map>

using namespace humdrum;
using namespace humdrum::example;
using namespace harbourtest;
using namespace Qt::StringLiterals;

/// Protects the example product: that it is the same everywhere, whole, real, and tells the story it has to tell.
class TestHarbour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isTheSameForTheSameSeed();
    void differsForAnotherSeed();
    void repositoriesAreSound();
    void everyServiceWritesItsHistoryDown();
    void sampledBuildsRunTheirTests_data();
    void sampledBuildsRunTheirTests();
    void brokenCommitsReallyFail();
    void recordedResultsBelongToCommits();
    void hasTwoBrownPaperBags();
    void borealisRunsAFork();
    void sharedPoolRunsFull();
    void lastWeeksAreBoring();
    void batchesShrink();
    void deployersRotate();
    void comingTrainNeedsAttention();
    void layoutAgreesWithTheRecords();

private:
    HarbourOptions options(const QString &name) const;
    QString repository(const QString &service) const { return m_paths.folder + u"/services/"_s + service; }
    std::vector<QJsonObject> deployments() const { return linesOf(m_paths.deployments); }

    QTemporaryDir m_folder;
    HarbourPaths m_paths;
};

static const QStringList services{u"billing"_s, u"gateway"_s, u"ledger"_s};

static QDateTime timeOf(const QJsonObject &o, const QString &key = u"from"_s)
{
    return QDateTime::fromString(o.value(key).toString(), Qt::ISODate);
}

HarbourOptions TestHarbour::options(const QString &name) const
{
    HarbourOptions o;
    o.folder = m_folder.filePath(name);
    o.until = QDate(2026, 11, 24);
    o.portBase = 18100;
    return o;
}

void TestHarbour::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QElapsedTimer timer;
    timer.start();
    QStringList steps;
    double last = -1;
    const Result<HarbourPaths> made = createHarbour(options(u"main"_s), [&](double fraction, const QString &step) {
        QVERIFY(fraction >= last && fraction <= 1);
        last = fraction;
        steps << step;
    });
    QVERIFY2(made, made ? "" : qPrintable(made.error().toString() + made.error().details));
    qInfo("made in %lld ms", static_cast<long long>(timer.elapsed()));
    // The target is 8 s on a quiet machine; tests run beside others.
    QVERIFY(timer.elapsed() < 40000);
    QVERIFY(steps.size() > 5 && last == 1.0);
    m_paths = *made;
    QCOMPARE(m_paths.nextTrain, u"2026.48"_s);
    QVERIFY(isHarbour(m_paths.folder));
}

/// Path -> bytes or link target, without what git and Python keep for themselves.
static std::map<QString, QByteArray> filesOf(const QString &folder)
{
    std::map<QString, QByteArray> out;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QFileInfo file = it.nextFileInfo();
        const QString path = QDir(folder).relativeFilePath(file.filePath());
        if (!path.contains("/.git/"_L1))
            out[path] = file.isSymLink() ? file.readSymLink().toUtf8() : bytesOf(file.filePath());
    }
    return out;
}

static QString refsOf(const QString &folder)
{
    QString out;
    for (const QString &service : services)
        out += git(folder + u"/services/"_s + service, {u"for-each-ref"_s, u"--format=%(objectname) %(refname)"_s});
    return out;
}

void TestHarbour::isTheSameForTheSameSeed()
{
    const Result<HarbourPaths> again = createHarbour(options(u"again"_s));
    QVERIFY(again);
    QCOMPARE(refsOf(again->folder), refsOf(m_paths.folder));
    const auto first = filesOf(m_paths.folder), second = filesOf(again->folder);
    QVERIFY(first.size() > 1000);
    QCOMPARE(second.size(), first.size());
    for (const auto &[path, bytes] : first) {
        QVERIFY2(second.contains(path), qPrintable(path));
        QVERIFY2(second.at(path) == bytes || path.endsWith("/current"_L1), qPrintable(path));
        QVERIFY2(!bytes.contains(m_folder.path().toUtf8()) || path.endsWith("/current"_L1), qPrintable(path));
    }
}

void TestHarbour::differsForAnotherSeed()
{
    const Result<Weeks> weeks = planWeeks(QDate(2026, 11, 24), 30);
    QVERIFY(weeks);
    QStringList told;
    for (const quint64 seed : {1, 2}) {
        Result<std::map<QString, Deck>> decks = readDecks();
        QVERIFY(decks);
        const Result<Story> story = tellStory(*weeks, seed, std::move(*decks));
        QVERIFY(story);
        QString text;
        for (const Commit &c : story->services.at(u"ledger"_s).commits)
            text += c.person + c.at.toString(Qt::ISODate) + c.message;
        told << text;
    }
    QVERIFY(told.at(0) != told.at(1));
}

void TestHarbour::repositoriesAreSound()
{
    for (const QString &service : services) {
        const Ran ran = run(repository(service), u"git"_s, {u"fsck"_s, u"--strict"_s, u"--no-progress"_s});
        QVERIFY2(ran.exitCode == 0 && ran.output.trimmed().isEmpty(), qPrintable(ran.output));
        QCOMPARE(git(repository(service), {u"symbolic-ref"_s, u"HEAD"_s}), u"refs/heads/main"_s);
        QCOMPARE(git(repository(service), {u"status"_s, u"--porcelain"_s}), QString());
        QVERIFY(git(repository(service), {u"rev-list"_s, u"--count"_s, u"main"_s}).toInt() > 120);
    }
}

void TestHarbour::everyServiceWritesItsHistoryDown()
{
    static const QRegularExpression conventional(u"^(feat|fix|docs|test|chore|refactor|perf)(\\([a-z]+\\))?!?: \\S"_s);
    const QSet<QString> emails{u"nora@harbour.example"_s, u"ivo@harbour.example"_s,  u"tilda@harbour.example"_s,
                               u"will@harbour.example"_s, u"sami@harbour.example"_s, u"petra@harbour.example"_s};
    for (const QString &service : services) {
        QSet<QString> authors;
        for (const QString &line :
             git(repository(service), {u"log"_s, u"--format=%ae %s"_s, u"--all"_s}).split(u'\n')) {
            authors << line.section(u' ', 0, 0);
            QVERIFY2(conventional.match(line.section(u' ', 1)).hasMatch(), qPrintable(line));
        }
        QVERIFY(emails.contains(authors) && authors.size() >= 5);
        for (const QString &tag : git(repository(service), {u"tag"_s}).split(u'\n')) {
            QCOMPARE(u'v' + git(repository(service), {u"show"_s, tag + u":VERSION"_s}), tag);
            const QString changelog = git(repository(service), {u"show"_s, tag + u":CHANGELOG.md"_s});
            QVERIFY(changelog.startsWith("# Changelog"_L1));
            QVERIFY2(tag.endsWith("-b1"_L1) || changelog.contains(u"## [%1] - "_s.arg(tag.sliced(1))), qPrintable(tag));
        }
    }
}

/// Puts a commit into a folder and runs a stage there.
static Ran runStage(const QString &repository, const QString &commit, const QString &stage, const QString &folder)
{
    QDir().mkpath(folder);
    const Ran exported = run(repository, u"sh"_s, {u"-c"_s, u"git archive \"$COMMIT\" | tar -x -C \"$FOLDER\""_s},
                             {{u"COMMIT"_s, commit}, {u"FOLDER"_s, folder}});
    return exported.exitCode == 0 ? run(folder, u"python3"_s, {u"-B"_s, u"-m"_s, u"ci.run"_s, stage}) : exported;
}

void TestHarbour::sampledBuildsRunTheirTests_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("commit");
    for (const QString &service : services) {
        const QStringList tags = git(repository(service), {u"tag"_s, u"--sort=creatordate"_s}).split(u'\n');
        QVERIFY(tags.size() > 15);
        for (const QString &commit : {tags.first(), tags.at(tags.size() / 2), tags.last(), u"main"_s})
            QTest::addRow("%s %s", qPrintable(service), qPrintable(commit)) << service << commit;
    }
    QTest::addRow("the fork") << u"ledger"_s << u"borealis-fix"_s;
}

void TestHarbour::sampledBuildsRunTheirTests()
{
    QFETCH(QString, service);
    QFETCH(QString, commit);
    QTemporaryDir folder;
    for (const QString &stage : {u"commit"_s, u"component"_s, u"acceptance"_s}) {
        const Ran ran = runStage(repository(service), commit, stage, folder.path());
        QVERIFY2(ran.exitCode == 0, qPrintable(stage + u": "_s + ran.output));
        QXmlStreamReader xml(bytesOf(u"%1/build/%2/%3-%2.xml"_s.arg(folder.path(), stage, service)));
        QVERIFY(xml.readNextStartElement() && xml.name() == "testsuites"_L1);
        QVERIFY(xml.readNextStartElement() && xml.name() == "testsuite"_L1);
        QVERIFY(xml.attributes().value("tests"_L1).toInt() > 0);
        QCOMPARE(xml.attributes().value("failures"_L1).toInt(), 0);
        QVERIFY(QDateTime::fromString(xml.attributes().value("timestamp"_L1).toString(), Qt::ISODate).isValid());
    }
}

namespace {
/// One file of history/junit.
struct Recorded {
    QString service, stage, commit, release, cause;
    QStringList failed;
    int tests = 0, cases = 0;
    QDateTime at;
};

Recorded recorded(const QString &file)
{
    Recorded r;
    QXmlStreamReader xml(bytesOf(file));
    QString test;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attribute = [&](QLatin1StringView name) { return xml.attributes().value(name).toString(); };
        if (xml.name() == "testsuite"_L1) {
            r.tests = attribute("tests"_L1).toInt();
            r.at = QDateTime::fromString(attribute("timestamp"_L1), Qt::ISODate);
        } else if (xml.name() == "property"_L1) {
            QHash<QString, QString *> known{{u"humdrum.service"_s, &r.service},
                                            {u"humdrum.stage"_s, &r.stage},
                                            {u"humdrum.commit"_s, &r.commit},
                                            {u"humdrum.release"_s, &r.release},
                                            {u"humdrum.cause"_s, &r.cause}};
            if (QString *value = known.value(attribute("name"_L1)))
                *value = attribute("value"_L1);
        } else if (xml.name() == "testcase"_L1) {
            test = attribute("classname"_L1) + u'.' + attribute("name"_L1);
            ++r.cases;
        } else if (xml.name() == "failure"_L1 || xml.name() == "error"_L1) {
            r.failed << test;
        }
    }
    return r;
}

std::vector<Recorded> allRecorded(const QString &folder)
{
    std::vector<Recorded> out;
    QDirIterator it(folder, {u"*.xml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        out.push_back(recorded(it.next()));
    return out;
}
} // namespace

void TestHarbour::brokenCommitsReallyFail()
{
    QHash<QString, int> seen; // stages of the services, one of each is really run
    for (const Recorded &r : allRecorded(m_paths.junit)) {
        if (r.cause != "change"_L1 || r.commit.isEmpty() || seen[r.stage]++ > 0)
            continue;
        QCOMPARE(r.failed.size(), 1);
        QTemporaryDir folder;
        const Ran ran = runStage(repository(r.service), r.commit, r.stage.section(u'.', 1), folder.path());
        QVERIFY2(ran.exitCode == 1, qPrintable(r.stage + u' ' + r.commit + ran.output));
        const QStringList parts = r.failed.first().split(u'.');
        QVERIFY2(ran.output.contains(parts.last()), qPrintable(r.failed.first() + ran.output));
    }
    QVERIFY2(seen.size() >= 6, "too few stages of the story find anything");
}

void TestHarbour::recordedResultsBelongToCommits()
{
    QSet<QString> commits;
    for (const QString &service : services) {
        for (const QString &hash : git(repository(service), {u"rev-list"_s, u"--all"_s}).split(u'\n'))
            commits << hash;
    }
    const QDateTime end(QDate(2026, 11, 24), QTime(0, 0), QTimeZone("Europe/Berlin"));
    QSet<QString> built;
    int environment = 0, joins = 0;
    for (const Recorded &r : allRecorded(m_paths.junit)) {
        QVERIFY(r.at.isValid() && r.at < end);
        QCOMPARE(r.cases, r.tests);
        QVERIFY(r.commit.isEmpty() != r.release.isEmpty());
        QVERIFY(r.commit.isEmpty() || commits.contains(r.commit));
        built << r.commit;
        environment += r.cause == "environment"_L1;
        joins += r.stage == "integration"_L1;
    }
    QVERIFY(built.size() > 400);
    QVERIFY(environment > 3);
    QVERIFY(joins > 20);
}

void TestHarbour::hasTwoBrownPaperBags()
{
    // A patch of a release, or a rollback of it, within 48 h of its first deployment to the tier.
    std::map<std::pair<QString, QString>, QDateTime> first;
    QSet<QString> bags;
    for (const QJsonObject &d : deployments()) {
        const QString release = d["release"_L1].toString();
        const std::pair key(release, d["environment"_L1].toString());
        if (!release.isEmpty() && !first.contains(key))
            first[key] = timeOf(d);
        const QString patches = d["patches"_L1].toString();
        const auto of = first.find({patches, key.second});
        if (!patches.isEmpty() && of != first.end() && of->second.secsTo(timeOf(d)) < 48 * 3600)
            bags << patches;
    }
    QCOMPARE(bags.size(), 2);
}

void TestHarbour::borealisRunsAFork()
{
    QJsonObject last;
    for (const QJsonObject &d : deployments()) {
        if (d["environment"_L1].toString() == "borealis-prod"_L1 && d["service"_L1].toString() == "ledger"_L1)
            last = d;
    }
    const QString commit = last["commit"_L1].toString();
    QVERIFY(last["version"_L1].toString().endsWith("-b1"_L1));
    QVERIFY(run(repository(u"ledger"_s), u"git"_s, {u"merge-base"_s, u"--is-ancestor"_s, commit, u"main"_s}).exitCode ==
            1);
    QCOMPARE(git(repository(u"ledger"_s), {u"rev-list"_s, u"--count"_s, u"main.."_s + commit}), u"2"_s);
    const QString base = git(repository(u"ledger"_s), {u"merge-base"_s, commit, u"main"_s});
    QCOMPARE(git(repository(u"ledger"_s), {u"describe"_s, u"--exact-match"_s, base}) + u"-b1"_s,
             u'v' + last["version"_L1].toString());
}

void TestHarbour::sharedPoolRunsFull()
{
    QDateTime lastShared;
    int full = 0;
    QSet<QString> others;
    for (const QJsonObject &s : linesOf(m_paths.pools)) {
        const double share = s["used"_L1].toDouble() / s["capacity"_L1].toDouble();
        QVERIFY(share >= 0 && share <= 1);
        if (s["pool"_L1].toString() == "shared"_L1) {
            full += share > 0.99;
            lastShared = timeOf(s, u"at"_s);
        } else {
            others << s["pool"_L1].toString();
        }
    }
    QVERIFY(full > 3);
    QCOMPARE(others, (QSet<QString>{u"build"_s, u"aurora"_s, u"borealis"_s}));
    int blamed = 0;
    for (const QJsonObject &d : deployments()) {
        if (d["cause"_L1].toString() != "environment"_L1)
            continue;
        ++blamed;
        QVERIFY2(timeOf(d) < lastShared.addDays(2), "the pool is blamed after everybody had got a pool of their own");
        QVERIFY(d["message"_L1].toString().contains("pool shared"_L1));
    }
    QVERIFY(blamed >= 5);
}

void TestHarbour::lastWeeksAreBoring()
{
    QSet<QString> trains;
    const QDateTime since(QDate(2026, 9, 17), QTime(0, 0), QTimeZone("Europe/Berlin"));
    for (const QJsonObject &d : deployments()) {
        if (timeOf(d) < since)
            continue;
        QCOMPARE(d["outcome"_L1].toString(), u"succeeded"_s);
        QCOMPARE(d["kind"_L1].toString(), u"regular"_s);
        QVERIFY(!d.contains("attended"_L1));
        if (d["environment"_L1].toString() == "aurora-prod"_L1) {
            trains << d["train"_L1].toString();
            const QTime left = timeOf(d, u"started"_s).time();
            QVERIFY2(left >= QTime(10, 0) && left < QTime(10, 30), qPrintable(left.toString()));
        }
    }
    QCOMPARE(trains.size(), 9);
}

void TestHarbour::batchesShrink()
{
    std::map<QString, QString> before;
    std::map<QString, int> batches; // release -> commits of all services
    for (const QJsonObject &d : deployments()) {
        if (d["environment"_L1].toString() != "aurora-staging"_L1 || d["outcome"_L1].toString() != "succeeded"_L1)
            continue;
        const QString service = d["service"_L1].toString(), commit = d["commit"_L1].toString();
        if (before.contains(service) && d["kind"_L1].toString() == "regular"_L1)
            batches[d["release"_L1].toString()] +=
                git(repository(service), {u"rev-list"_s, u"--count"_s, before[service] + u".."_s + commit}).toInt();
        before[service] = commit;
    }
    QCOMPARE(batches.size(), 22);
    const std::vector<std::pair<QString, int>> list(batches.begin(), batches.end());
    for (size_t i = 0; i < list.size(); ++i) {
        const auto &[release, size] = list[i];
        if (i < 3)
            QVERIFY2(size >= 38 && size <= 65, qPrintable(u"%1: %2"_s.arg(release).arg(size)));
        else
            QVERIFY2(size <= 30, qPrintable(u"%1: %2"_s.arg(release).arg(size)));
        if (i >= list.size() - 5)
            QVERIFY2(size <= 16, qPrintable(u"%1: %2"_s.arg(release).arg(size)));
    }
}

void TestHarbour::deployersRotate()
{
    QString before;
    QSet<QString> early, late;
    for (const QJsonObject &d : deployments()) {
        if (d["environment"_L1].toString() != "aurora-prod"_L1 || d["service"_L1].toString() != "billing"_L1 ||
            d["outcome"_L1].toString() != "succeeded"_L1)
            continue;
        const QString who = d["deployer"_L1].toString();
        if (timeOf(d).date() < QDate(2026, 7, 10)) {
            early << who;
            continue;
        }
        QVERIFY2(who != before, "the same person drove two trains in a row");
        before = who;
        late << who;
    }
    QCOMPARE(early, QSet<QString>{u"ik"_s});
    QCOMPARE(late.size(), 6);
}

void TestHarbour::comingTrainNeedsAttention()
{
    QHash<QString, QString> runs;
    for (const QJsonObject &d : deployments()) {
        if (d["environment"_L1].toString() == "aurora-prod"_L1)
            runs[d["service"_L1].toString()] = d["commit"_L1].toString();
    }
    QSet<QString> tested;
    for (const Recorded &r : allRecorded(m_paths.junit)) {
        if (r.stage.endsWith(".acceptance"_L1) && r.failed.isEmpty())
            tested << r.commit;
    }
    int undocumented = 0;
    for (const QString &service : services) {
        const QString tag = git(repository(service), {u"describe"_s, u"--tags"_s, u"--abbrev=0"_s, u"main"_s});
        QVERIFY2(tested.contains(git(repository(service), {u"rev-parse"_s, tag + u"^{commit}"_s})),
                 "the coming build has not passed its stages");
        const QString range = runs[service] + u".."_s + tag;
        QVERIFY2(git(repository(service), {u"rev-list"_s, u"--count"_s, range}).toInt() > 1, "nothing is aboard");
        const QString log = git(repository(service), {u"log"_s, u"--format=%x00%B"_s, range});
        for (const QString &message : log.split(QChar(u'\0'), Qt::SkipEmptyParts)) {
            if (message.startsWith("fix"_L1) || message.startsWith("feat"_L1))
                undocumented += !message.contains("Refs: #"_L1);
        }
    }
    QCOMPARE(undocumented, 1);
    QVERIFY2(!tested.contains(git(repository(u"ledger"_s), {u"rev-parse"_s, u"main"_s})), "nothing is left to test");
}

void TestHarbour::layoutAgreesWithTheRecords()
{
    std::map<std::pair<QString, QString>, QString> runs;
    for (const QJsonObject &d : deployments()) {
        if (d["outcome"_L1].toString() == "succeeded"_L1)
            runs[{d["environment"_L1].toString(), d["service"_L1].toString()}] = d["version"_L1].toString();
    }
    QCOMPARE(runs.size(), 18);
    for (const auto &[place, version] : runs) {
        const QString folder = u"%1/envs/%2/%3"_s.arg(m_paths.folder, place.first, place.second);
        QCOMPARE(QFileInfo(folder + u"/current"_s).readSymLink().section(u'/', -1), version);
        QVERIFY(QFileInfo::exists(folder + u"/current/"_s + place.second + u"/web.py"_s));
        QVERIFY(QFileInfo(folder + u"/current"_s).symLinkTarget().startsWith(folder));
    }
    // The last samples are what there is.
    std::map<std::pair<QString, QString>, double> last;
    for (const QJsonObject &s : linesOf(m_paths.pools))
        last[{s["pool"_L1].toString(), s["resource"_L1].toString()}] = s["used"_L1].toDouble();
    for (const QString &pool : {u"build"_s, u"aurora"_s, u"borealis"_s}) {
        qint64 bytes = 0;
        QDirIterator it(u"%1/pools/%2/disk"_s.arg(m_paths.folder, pool), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            bytes += it.nextFileInfo().size();
        QVERIFY2(std::abs(static_cast<double>(bytes) - last[{pool, u"disk"_s}]) < 0.03 * static_cast<double>(bytes),
                 qPrintable(pool));
        QCOMPARE(double(QDir(u"%1/pools/%2/leases"_s.arg(m_paths.folder, pool)).entryList(QDir::Files).size()),
                 (last[{pool, u"addresses"_s}]));
    }
}

QTEST_GUILESS_MAIN(TestHarbour)
#include "tst_harbour.moc"
