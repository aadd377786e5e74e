// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/junit.h"
#ifndef Q_MOC_RUN // its lexer loses its way in raw strings
#include "junitsamples.h"
#endif

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(humdrum::TestCounts)

class TestJUnit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAreThoseOfTheTool_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<TestCounts>("counts");
        QTest::addColumn<int>("flaky");
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("firstFailure");
        QTest::newRow("ctest") << ctest << TestCounts{4, 1, 0, 2} << 0 << qint64(3000) << u"bad/bad/Failed"_s;
        QTest::newRow("pytest") << pytest << TestCounts{4, 1, 1, 1} << 0 << qint64(123)
                                << u"tests.test_a/test_bad[1-<x>]/AssertionError: assert 1 == 2"_s;
        QTest::newRow("surefire") << surefire << TestCounts{3, 1, 0, 0} << 1 << qint64(1234500)
                                  << u"com.example.AppTest/never/no"_s;
        QTest::newRow("qt test") << qttest << TestCounts{3, 1, 0, 1} << 0 << qint64(10)
                                 << u"TestThing/compares(tag)/Compared values are not the same"_s;
        QTest::newRow("go") << go << TestCounts{3, 1, 1, 0} << 0 << qint64(160) << u"name/TestTwo/Failed"_s;
        QTest::newRow("nested") << nested << TestCounts{10, 2, 2, 2} << 0 << qint64(9500)
                                << u"all › e2e/all › e2e/no browser"_s;
        QTest::newRow("empty") << QByteArray("<testsuites/>") << TestCounts{} << 0 << qint64(0) << QString();
    }
    void countsAreThoseOfTheTool()
    {
        QFETCH(QByteArray, xml);
        QFETCH(TestCounts, counts);
        QFETCH(int, flaky);
        QFETCH(qint64, milliseconds);
        QFETCH(QString, firstFailure);
        const auto report = parseJUnit(xml, u"x.xml"_s);
        QVERIFY2(report, report ? "" : qPrintable(report.error().toString()));
        QCOMPARE(report->tests, counts);
        QCOMPARE(report->flaky, flaky);
        QCOMPARE(report->duration.count(), milliseconds);
        QCOMPARE(report->failureCount, counts.failed + counts.errors);
        const TestFailure failure = report->failures.empty() ? TestFailure{} : report->failures.front();
        QCOMPARE(failure.name.isEmpty() ? QString()
                                        : QString(failure.suite + u'/' + failure.name + u'/' + failure.message),
                 firstFailure);
        TestCounts sum;
        for (const JUnitSuite &suite : report->suites) {
            sum.total += suite.tests.total;
            sum.failed += suite.tests.failed;
            sum.errors += suite.tests.errors;
            sum.skipped += suite.tests.skipped;
        }
        QCOMPARE(sum, counts);
        QCOMPARE(report->passed(), counts.failed + counts.errors == 0);
    }

    void timesAndPropertiesAreRead()
    {
        const Timestamp ten = toTimestamp(QDateTime(QDate(2026, 11, 23), QTime(10, 0), QTimeZone::UTC));
        using namespace std::chrono_literals;
        QCOMPARE(parseJUnit(ctest, {})->started, ten);
        QCOMPARE(parseJUnit(ctest, {}, JUnitOptions{.zone = QTimeZone("Europe/Berlin")})->started, ten - 1h);
        QCOMPARE(parseJUnit(pytest, {})->started, ten - 1h + 250ms);
        QCOMPARE(parseJUnit(qttest, {})->started, ten + 123ms);
        QCOMPARE(parseJUnit(go, {})->started, ten - 2h);
        QCOMPARE(parseJUnit(surefire, {})->started, noTime);
        QCOMPARE(parseJUnit(pytest, {})->properties.value(u"humdrum.service"_s), u"billing"_s);
        QCOMPARE(parseJUnit(pytest, {})->properties.value(u"humdrum.commit"_s), u"abc1234"_s);
        QCOMPARE(parseJUnit(go, {})->properties.value(u"go.version"_s), u"go1.24"_s);
    }

    void anErrorNamesItsPlace_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<int>("line");
        QTest::newRow("not closed") << QByteArray("<testsuite>\n<testcase name='a'>\n</testsuite>") << 3;
        QTest::newRow("not xml") << QByteArray("\nhello") << 2;
        QTest::newRow("cut") << pytest.first(pytest.size() / 2) << 1;
        QTest::newRow("empty") << QByteArray() << 1;
        QTest::newRow("another format") << QByteArray("<?xml version='1.0'?>\n<coverage><testsuite/></coverage>") << 2;
        QTest::newRow("control character")
            << QByteArray("<testsuite>\n\n<system-out>\x1b[0m</system-out></testsuite>") << 3;
        QTest::newRow("undefined entity") << QByteArray("<testsuite>\n&x;</testsuite>") << 2;
        QTest::newRow("entity bomb")
            << QByteArray("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c "
                          "\"&b;&b;&b;&b;\">]>\n<testsuite name=\"&c;\"/>")
            << 3;
        QTest::newRow("external entity")
            << QByteArray("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<testsuite>&a;</testsuite>") << 1;
        QTest::newRow("too deep") << QByteArray("<testsuite>").repeated(200) << 1;
    }
    void anErrorNamesItsPlace()
    {
        QFETCH(QByteArray, xml);
        QFETCH(int, line);
        const auto report = parseJUnit(xml, u"build/a.xml"_s);
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::ParseFailed);
        QVERIFY(report.error().where);
        QCOMPARE(report.error().where->file, u"build/a.xml"_s);
        QVERIFY2(std::abs(report.error().where->line - line) <= 1, qPrintable(report.error().toString()));
        QVERIFY(report.error().where->column > 0);
        QVERIFY(!report.error().message.isEmpty());
    }

    void hugeOutputIsReadAndNotKept()
    {
        QByteArray xml =
            "<testsuite><testcase name='a'><failure>" + QByteArray(10'000, 'f') + "</failure><system-out><![CDATA[";
        xml += QByteArray(30'000'000, 'x') + "]]></system-out></testcase></testsuite>";
        QElapsedTimer timer;
        timer.start();
        const auto report = parseJUnit(xml, {});
        qInfo("30 MB of output: %lld ms", timer.elapsed());
        QVERIFY(report);
        QCOMPARE(report->tests, (TestCounts{1, 1, 0, 0}));
        QCOMPARE(report->failures.front().message.size(), 4000);
        QCOMPARE(parseJUnit(xml, {}, JUnitOptions{.maxBytes = 1'000'000}).error().code, ErrorCode::ParseFailed);
    }

    void manyFailuresAreCountedAndTheFirstKept()
    {
        QByteArray xml = "<testsuite>";
        for (int i = 0; i < 5000; ++i)
            xml += "<testcase name='t" + QByteArray::number(i) + "'><failure message='m'/></testcase>";
        const auto report = parseJUnit(xml + "</testsuite>", {});
        QVERIFY(report);
        QCOMPARE(report->tests.failed, 5000);
        QCOMPARE(report->failureCount, 5000);
        QCOMPARE(report->failures.size(), 100u);
        QCOMPARE(report->failures.back().name, u"t99"_s);
    }

    void aTestHasOneVerdict()
    {
        const auto report = parseJUnit(
            "<testsuite><testcase name='a'><error message='e'/><failure message='f'/><skipped/></testcase></testsuite>",
            {});
        QCOMPARE(report->tests, (TestCounts{1, 1, 0, 0}));
        QCOMPARE(report->failures.size(), 1u);
        QCOMPARE(report->failures.front().message, u"f"_s);
        QVERIFY(!report->failures.front().error);
    }

    void filesOfOneRunAreMerged()
    {
        QTemporaryDir folder;
        QStringList files;
        for (const QByteArray &xml : {ctest, pytest, qttest}) {
            QFile file(folder.filePath(u"%1.xml"_s.arg(files.size())));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(xml);
            files.append(file.fileName());
        }
        const auto report = readJUnit(files);
        QVERIFY(report);
        QCOMPARE(report->tests, (TestCounts{11, 3, 1, 4}));
        QCOMPARE(report->duration.count(), 3133);
        QCOMPARE(report->suites.size(), 3u);
        QCOMPARE(report->started, parseJUnit(pytest, {})->started);
        QCOMPARE(readJUnit(files << folder.filePath(u"none.xml"_s)).error().code, ErrorCode::NotFound);
        QCOMPARE(readJUnit(QStringList()).value().tests, TestCounts{});

        QByteArray other = pytest;
        other.replace("abc1234", "def5678");
        const std::vector<JUnitReport> two{parseJUnit(pytest, {}).value(), parseJUnit(other, {}).value()};
        QCOMPARE(mergeJUnit(two).error().code, ErrorCode::InvalidInput);
    }

    /// A file that is broken anywhere ends with a value or an error with a place.
    void readingIsTotal()
    {
        QRandomGenerator random(3);
        for (int round = 0; round < 3000; ++round) {
            QByteArray xml = std::array{ctest, pytest, surefire, go, nested}[static_cast<size_t>(round % 5)];
            for (int i = 0; i < 1 + round % 4; ++i) {
                const int at = random.bounded(xml.size());
                switch (random.bounded(3)) {
                case 0:
                    xml[at] = static_cast<char>(random.bounded(256));
                    break;
                case 1:
                    xml.remove(at, random.bounded(40));
                    break;
                default:
                    xml.insert(at, xml.mid(random.bounded(xml.size()), 60));
                }
                if (xml.isEmpty())
                    xml = "<";
            }
            const auto report = parseJUnit(xml, u"x"_s);
            if (!report) {
                QVERIFY(report.error().where && report.error().where->line > 0);
                continue;
            }
            QVERIFY(report->tests.passed() >= 0);
            QVERIFY(report->failures.size() <= 100);
            QVERIFY(report->duration.count() >= 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestJUnit)
#include "test_junit.moc"
