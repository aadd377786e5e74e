// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/verdict.h"
#include "promotion/fileglobs.h"

#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(humdrum::TestCounts)
Q_DECLARE_METATYPE(humdrum::StepState)
Q_DECLARE_METATYPE(humdrum::Cause)

/// Protects: a smoke test that did not pass says of how many tests that is true, and blames the change only where the
/// change has answered.
class VerdictTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesASmokeTest_data()
    {
        QTest::addColumn<TestCounts>("counts");
        QTest::addColumn<StepState>("state");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("message");
        using enum StepState;
        QTest::newRow("passed") << TestCounts{12, 0, 0, 0} << Passed << Cause::Unknown << QString();
        QTest::newRow("skipped") << TestCounts{12, 0, 0, 12} << Passed << Cause::Unknown << QString();
        QTest::newRow("one failed") << TestCounts{12, 1, 0, 0} << Failed << Cause::Change
                                    << u"The smoke test failed: 1 of 12 tests"_s;
        QTest::newRow("all failed") << TestCounts{12, 12, 0, 0} << Failed << Cause::Change
                                    << u"The smoke test failed: 12 of 12 tests"_s;
        QTest::newRow("nothing answered")
            << TestCounts{12, 2, 10, 0} << Failed << Cause::Environment
            << u"The smoke test failed: 12 of 12 tests did not pass: 10 errors, 2 failures"_s;
        QTest::newRow("all errored") << TestCounts{12, 0, 12, 0} << Errored << Cause::Environment
                                     << u"The smoke test errored: 12 of 12 tests did not pass: 12 errors"_s;
        QTest::newRow("some of each") << TestCounts{12, 1, 1, 1} << Failed << Cause::Change
                                      << u"The smoke test failed: 2 of 12 tests did not pass: 1 error, 1 failure"_s;
        QTest::newRow("some errored") << TestCounts{12, 0, 3, 0} << Errored << Cause::Test
                                      << u"The smoke test errored: 3 of 12 tests did not pass: 3 errors"_s;
    }
    void judgesASmokeTest()
    {
        QFETCH(TestCounts, counts);
        Attempt attempt;
        attempt.kind = StepKind::Smoke;
        attempt.outcome.end = RunEnd::Exited;
        attempt.outcome.exitCode = counts.failed + counts.errors > 0 ? 1 : 0;
        attempt.tests = TestTally{counts, {}};
        const Verdict verdict = judgeAttempt(attempt);
        QTEST(verdict.state, "state");
        QTEST(verdict.cause, "cause");
        QTEST(withPlurals(verdict.message), "message");
    }

    /// A version that was not kept is none that differs.
    void saysNothingOfAVersionThatWasLost()
    {
        Attempt attempt;
        attempt.kind = StepKind::Verify;
        attempt.title = u"Verify"_s;
        attempt.version = u"1.2.3"_s;
        attempt.outcome.end = RunEnd::Exited;
        QCOMPARE(judgeAttempt(attempt).state, StepState::Failed);
        attempt.outcome.lostBytes = 6;
        const Verdict verdict = judgeAttempt(attempt);
        QCOMPARE(verdict.state, StepState::Errored);
        QCOMPARE(verdict.cause, Cause::Environment);
        attempt.observed = u"1.2.3"_s;
        QCOMPARE(judgeAttempt(attempt).state, StepState::Passed);
    }

    void globs_data()
    {
        QTest::addColumn<QStringList>("globs");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("one folder") << QStringList{u"a/*.xml"_s} << QStringList{u"a/1.xml"_s};
        QTest::newRow("a folder pattern") << QStringList{u"*/?.xml"_s} << QStringList{u"a/1.xml"_s, u"b/2.xml"_s};
        QTest::newRow("any depth") << QStringList{u"**/*.xml"_s}
                                   << QStringList{u"a/1.xml"_s, u"b/2.xml"_s, u"b/c/3.xml"_s};
        QTest::newRow("no pattern") << QStringList{u"a/1.xml"_s, u"a/9.xml"_s} << QStringList{u"a/1.xml"_s};
        QTest::newRow("each once") << QStringList{u"a/1.xml"_s, u"a/*"_s} << QStringList{u"a/1.xml"_s, u"a/note"_s};
        QTest::newRow("nothing") << QStringList{u"z/*"_s} << QStringList();
    }
    void globs()
    {
        QFETCH(QStringList, globs);
        QFETCH(QStringList, found);
        QTemporaryDir dir;
        for (const QString &name : {u"a/1.xml"_s, u"a/note"_s, u"b/2.xml"_s, u"b/c/3.xml"_s}) {
            QDir(dir.path()).mkpath(QFileInfo(name).path());
            QVERIFY(QFile(dir.filePath(name)).open(QIODevice::WriteOnly));
        }
        QStringList expected;
        for (const QString &name : found)
            expected.push_back(dir.filePath(name));
        QCOMPARE(filesMatching(dir.path(), globs), expected);
    }

private:
    /// Without a translation loaded, "error(s)" stands where English says one or many.
    static QString withPlurals(QString message)
    {
        for (const QString &noun : {u"error"_s, u"failure"_s})
            message.replace(u" 1 "_s + noun + u"(s)"_s, u" 1 "_s + noun).replace(noun + u"(s)"_s, noun + u's');
        return message;
    }
};

QTEST_GUILESS_MAIN(VerdictTest)
#include "verdicttest.moc"
