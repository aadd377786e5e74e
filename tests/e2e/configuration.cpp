// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QDir>
#include <QTest>

#include <unistd.h>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

/// Protects that a humdrum.yaml with a mistake is refused as a whole: file, line, column, what and what to do, and nothing is
/// written. What each mistake looks like in detail is the business of the reader's own tests.
class ConfigurationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Ran made = m_harbour.create({u"--until"_s, u"2026-06-30"_s});
        QVERIFY2(made.exitCode == 0, qPrintable(made.all()));
        m_good = QString::fromUtf8(bytesOf(m_harbour.config()));
    }
    void pointsAtTheMistake_data();
    void pointsAtTheMistake();
    void saysEveryMistakeAtOnce();
    void whatIsNoDescription_data();
    void whatIsNoDescription();
    void aBetterOneTakesItsPlace();
    void whatIsUnderWayIsNotDropped();

private:
    Harbour m_harbour;
    QString m_good;
};

void ConfigurationTest::pointsAtTheMistake_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("with"); // `§` marks where the error points
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("hint");
    const auto row = [](const char *name, const QString &what, const QString &with, const QString &message,
                        const QString &hint) { QTest::newRow(name) << what << with << message << hint; };
    row("no YAML", u"rotation: ["_s, u"rotation: [["_s, u"not valid YAML"_s, u"brackets"_s);
    row("an unknown key", u"    pool: build"_s, u"    §poool: build"_s, u"“poool” is not known"_s,
        u"Did you mean “pool”?"_s);
    row("an unknown key at the top", u"calendar:\n"_s, u"§calender:\n"_s, u"“calender” is not known"_s,
        u"“calendar”"_s);
    row("a key twice", u"  zone: Europe/Berlin"_s, u"  zone: Europe/Berlin\n  §zone: UTC"_s, u"twice"_s, u"Keep one"_s);
    row("a key that is missing", u"  key: harbour\n"_s, u""_s, u"“key” is missing"_s, u""_s);
    row("a list for a text", u"name: Harbour Suite"_s, u"name: §[Harbour]"_s, u"but a text"_s, u"Write a text"_s);
    row("a duration without a unit", u"timeout: 1m}"_s, u"timeout: §1}"_s, u"no duration"_s, u"90s"_s);
    row("a size with a wrong unit", u"capacity: 16 MiB, reserve: 512 KiB}"_s,
        u"capacity: §16 MiBs, reserve: 512 KiB}"_s, u"no size"_s, u"256 MiB"_s);
    row("a zone that is none", u"zone: Europe/Berlin"_s, u"zone: §Europe/Belrin"_s, u"no time zone"_s,
        u"“Europe/Berlin”"_s);
    row("a recurrence that is none", u"recurrence: FREQ=YEARLY"_s, u"recurrence: §FREQ=YEARLYISH"_s,
        u"FREQ=YEARLYISH"_s, u"RFC 5545"_s);
    row("a service that is not there", u"depends-on: [ledger]"_s, u"depends-on: [§legder]"_s, u"no service “legder”"_s,
        u"“ledger”"_s);
    row("a stage that is not there", u"after: [integration]"_s, u"after: [§integartion]"_s, u"“integartion”"_s,
        u"“integration”"_s);
    row("a pool that is not there", u"    pool: aurora\n    url"_s, u"    pool: §auorra\n    url"_s,
        u"no pool “auorra”"_s, u"“aurora”"_s);
    row("a circle of stages", u"after: [integration]"_s, u"after: [borealis-prod]"_s, u"circle"_s, u""_s);
    row("more sign-offs than people", u"sign-offs: 1"_s, u"sign-offs: §3"_s, u"3"_s, u""_s);
    row("a newer version", u"humdrum: 1"_s, u"humdrum: §2"_s, u"version 2"_s, u"newer Humdrum"_s);
}

void ConfigurationTest::pointsAtTheMistake()
{
    QFETCH(QString, what);
    QFETCH(QString, with);
    QFETCH(QString, message);
    QFETCH(QString, hint);
    QVERIFY2(m_good.contains(what), qPrintable(what));
    QString text = m_good;
    text.replace(text.indexOf(what), what.size(), with);
    const qsizetype mark = text.indexOf(u'§');
    QString place = m_harbour.beside(u"broken.yaml"_s) + u':';
    if (mark >= 0) {
        const qsizetype line = text.first(mark).count(u'\n') + 1;
        const qsizetype column = mark - text.lastIndexOf(u'\n', mark);
        place += QString::number(line) + u':' + QString::number(column) + u": "_s;
        text.remove(mark, 1);
    }
    writeTo(m_harbour.beside(u"broken.yaml"_s), text.toUtf8());
    const QString database = m_harbour.beside(u"none.db"_s);
    const QStringList ask{u"init"_s, u"--config"_s, m_harbour.beside(u"broken.yaml"_s), u"--db"_s, database};
    const Ran ran = run(m_harbour.folder(), program(u"humdrumctl"_s), ask);
    QVERIFY2(ran.exitCode == 2, qPrintable(ran.all()));
    const QString first = ran.errors.section(u'\n', 0, 0);
    QVERIFY2(first.startsWith(u"humdrumctl: "_s + place), qPrintable(place + u" in "_s + ran.errors));
    QVERIFY2(first.contains(message) && first.contains(hint), qPrintable(ran.errors));
    QVERIFY2(!QFile::exists(database), "nothing is written");

    const Ran json = run(m_harbour.folder(), program(u"humdrumctl"_s), ask + QStringList{u"--json"_s});
    QCOMPARE(json.exitCode, 2);
    QCOMPARE(json.error().value(u"exit"_s).toInt(), 2);
    QCOMPARE(json.error().value(u"file"_s).toString(), m_harbour.beside(u"broken.yaml"_s));
    QVERIFY(json.error().value(u"line"_s).toInt() > 0 && json.error().value(u"column"_s).toInt() > 0);
    QVERIFY2(json.error().value(u"error"_s).toString().contains(message), qPrintable(json.errors));
}

void ConfigurationTest::saysEveryMistakeAtOnce()
{
    QString text = m_good;
    text.replace(u"zone: Europe/Berlin"_s, u"zone: Mars/Base"_s).replace(u"after: [int]"_s, u"after: [inn]"_s);
    writeTo(m_harbour.beside(u"broken.yaml"_s), text.toUtf8());
    const Ran ran = m_harbour.ctl({u"init"_s, u"--config"_s, m_harbour.beside(u"broken.yaml"_s)});
    QVERIFY2(ran.exitCode == 2, qPrintable(ran.all()));
    QVERIFY2(ran.errors.contains(u"Mars/Base"_s) && ran.errors.count(u"“inn”"_s) == 2, qPrintable(ran.errors));
    QCOMPARE(ran.errors.count(u"broken.yaml:"_s), 3);
}

void ConfigurationTest::whatIsNoDescription_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("says");
    writeTo(m_harbour.beside(u"empty.yaml"_s), {});
    writeTo(m_harbour.beside(u"noise.yaml"_s), QByteArray("\xff\xfe\x00\x01harbour", 11));
    QTest::newRow("not there") << m_harbour.beside(u"nowhere.yaml"_s) << u"--config"_s;
    QTest::newRow("a folder") << m_harbour.folder() << u"--config"_s;
    QTest::newRow("an endless device") << u"/dev/zero"_s << u"--config"_s;
    QTest::newRow("empty") << m_harbour.beside(u"empty.yaml"_s) << u"humdrum-yaml.md"_s;
    QTest::newRow("noise") << m_harbour.beside(u"noise.yaml"_s) << u"UTF-8"_s;
}

void ConfigurationTest::whatIsNoDescription()
{
    QFETCH(QString, file);
    QFETCH(QString, says);
    const QString database = m_harbour.beside(u"none.db"_s);
    const Ran ran =
        run(m_harbour.folder(), program(u"humdrumctl"_s), {u"init"_s, u"--config"_s, file, u"--db"_s, database});
    QVERIFY2(ran.exitCode == 2, qPrintable(ran.all()));
    QVERIFY2(ran.errors.contains(file) && ran.errors.contains(says), qPrintable(ran.all()));
    QVERIFY(!QFile::exists(database));
}

void ConfigurationTest::aBetterOneTakesItsPlace()
{
    const QStringList init{u"init"_s, u"--config"_s, m_harbour.config()};
    QVERIFY(m_harbour.json(init).object().value(u"changed"_s).toBool());
    QVERIFY(!m_harbour.json(init).object().value(u"changed"_s).toBool(true));
    const QByteArray before = bytesOf(m_harbour.database());
    writeTo(m_harbour.config(), m_good.toUtf8().replace("Harbour Suite", "[Harbour]"));
    QCOMPARE(m_harbour.ctl(init).exitCode, 2);
    QCOMPARE(bytesOf(m_harbour.database()), before);
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"name"_s).toString(), u"Harbour Suite"_s);
    writeTo(m_harbour.config(), m_good.toUtf8().replace("Harbour Suite", "Port Suite"));
    QVERIFY(m_harbour.json(init).object().value(u"changed"_s).toBool());
    QCOMPARE(m_harbour.json({u"status"_s}).object().value(u"name"_s).toString(), u"Port Suite"_s);
    writeTo(m_harbour.config(), m_good.toUtf8());
    QCOMPARE(m_harbour.ctl(init).exitCode, 0);
}

void ConfigurationTest::whatIsUnderWayIsNotDropped()
{
    const Ran described = m_harbour.describe();
    QVERIFY2(described.exitCode == 0, qPrintable(described.all()));
    const QJsonArray releases = m_harbour.json({u"release"_s, u"list"_s, u"--limit"_s, u"8"_s}).array();
    const QString older = releases.last()[u"version"_s].toString();
    const Ran queued = m_harbour.ctl({u"promote"_s, older, u"--to"_s, u"dev"_s});
    QVERIFY2(queued.exitCode == 0, qPrintable(queued.all()));
    QString text = m_good;
    text.replace(u"  gateway:\n    repository: services/gateway\n    depends-on: [ledger, billing]\n"_s, QString());
    QVERIFY(text != m_good);
    writeTo(m_harbour.config(), text.toUtf8());
    const Ran ran = m_harbour.ctl({u"init"_s, u"--config"_s, m_harbour.config()});
    QVERIFY2(ran.exitCode == 1, qPrintable(ran.all()));
    QVERIFY2(ran.errors.contains(u"gateway"_s) && ran.errors.contains(u"promotion"_s), qPrintable(ran.all()));
}

QTEST_GUILESS_MAIN(ConfigurationTest)
#include "configuration.moc"
