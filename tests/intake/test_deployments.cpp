// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/deployments.h"
#ifndef Q_MOC_RUN // its lexer loses its way in raw strings
#include "recordsamples.h"
#endif

#include <QRandomGenerator>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

QByteArray without(QByteArray line, const QByteArray &field)
{
    const qsizetype at = line.indexOf(QByteArray('"' + field + '"'));
    const qsizetype end = line.indexOf(", ", at);
    return end < 0 ? line.left(line.lastIndexOf(", ")) + '}' : line.remove(at, end + 2 - at);
}

} // namespace

class TestDeployments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allFieldsAreRead()
    {
        const auto facts = parseRecords("\xef\xbb\xbf" + plain + "\r\n\n" + sample + '\n' + full, u"d.jsonl"_s);
        QVERIFY2(facts, facts ? "" : qPrintable(facts.error().toString()));
        QCOMPARE(facts->deployments.size(), 2u);
        const RecordedDeployment &a = facts->deployments[0];
        QCOMPARE(a.service.value, u"billing"_s);
        QCOMPARE(a.environment.value, u"aurora-prod"_s);
        QCOMPARE(a.version, u"4.18.2"_s);
        QCOMPARE(a.commit, u"a41f9c2"_s);
        QCOMPARE(toQDateTime(a.from), QDateTime(QDate(2026, 11, 24), QTime(9, 5), QTimeZone::UTC));
        QCOMPARE(toQDateTime(a.startedAt), QDateTime(QDate(2026, 11, 24), QTime(9, 0), QTimeZone::UTC));
        QCOMPARE(a.kind, ReleaseKind::Regular);
        QCOMPARE(a.outcome, RecordedOutcome::Succeeded);
        QCOMPARE(a.remedies, noTime);
        QCOMPARE(a.line, 1);
        const RecordedDeployment &b = facts->deployments[1];
        QCOMPARE(b.deployer, u"Ivo \"I\" Kränz"_s);
        QCOMPARE(b.release, u"2026.48.1"_s);
        QCOMPARE(b.train, u"2026.48"_s);
        QCOMPARE(b.kind, ReleaseKind::Patch);
        QCOMPARE(b.patches, u"2026.48"_s);
        QCOMPARE(b.outcome, RecordedOutcome::Failed);
        QCOMPARE(b.cause, Cause::Environment);
        QCOMPARE(b.message, u"disk full"_s);
        QCOMPARE(b.remedies, a.from);
        QVERIFY(b.attended);
        QCOMPARE(b.from.time_since_epoch().count() % 1000, 500);
        QCOMPARE(b.line, 4);
        QCOMPARE(facts->samples.size(), 1u);
        QCOMPARE(facts->samples[0].pool.value, u"aurora"_s);
        QCOMPARE(facts->samples[0].used, 1.5e9);
        QCOMPARE(facts->samples[0].capacity, 2e9);
        QVERIFY(parseRecords({}, {})->deployments.empty());
    }

    void anErrorNamesItsPlace_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("hint");
        auto replaced = [](const QByteArray &from, const QByteArray &to) {
            return QByteArray(plain).replace(from, to);
        };
        auto columnOf = [](const QByteArray &text) { return static_cast<int>(plain.indexOf(text)) + 1; };
        QTest::newRow("unknown field") << replaced("\"deployer\"", "\"deplyer\"") << columnOf("\"deployer\"")
                                       << u"deployer"_s;
        QTest::newRow("unlike any") << replaced("{", "{\"zzzzzzzz\": 1, ") << 2 << QString();
        QTest::newRow("unknown word") << replaced("\"regular\"", "\"regulr\"") << columnOf("\"regular\"")
                                      << u"regular"_s;
        QTest::newRow("no offset") << replaced("10:05:00+01:00", "10:05:00") << columnOf("\"2026-11-24T10:05")
                                   << u"2026-11-24T10:00:00+01:00"_s;
        QTest::newRow("no time") << replaced("2026-11-24T10:05:00+01:00", "2026-13-24T10:05:00Z")
                                 << columnOf("\"2026-11-24T10:05") << u"2026"_s;
        QTest::newRow("wrong type") << replaced("\"4.18.2\"", "4.18") << columnOf("\"4.18.2\"") << QString();
        QTest::newRow("empty") << replaced("\"4.18.2\"", "\"\"") << columnOf("\"4.18.2\"") << QString();
        QTest::newRow("no key") << replaced("\"billing\"", "\"Billing!\"") << columnOf("\"billing\"") << QString();
        QTest::newRow("no commit") << replaced("A41F9C2", "main") << columnOf("\"A41F9C2\"") << QString();
        QTest::newRow("missing") << without(plain, "version") << 1 << QString();
        QTest::newRow("missing last") << without(plain, "outcome") << 1 << QString();
        QTest::newRow("twice") << replaced("\"kind\"", "\"service\"") << columnOf("\"kind\"") << QString();
        QTest::newRow("nested") << replaced("\"4.18.2\"", "{\"a\":1}") << columnOf("\"4.18.2\"") << QString();
        QTest::newRow("started later") << replaced("T10:00:00", "T11:00:00") << columnOf("\"2026-11-24T10:00")
                                       << QString();
        QTest::newRow("remedies later") << replaced("{", remediesFirst) << 14 << QString();
        QTest::newRow("patches nothing") << replaced("{", patchesFirst) << 13 << QString();
        QTest::newRow("a message of no fault") << replaced("{", messageFirst) << 13 << QString();
        QTest::newRow("a cause of no fault") << replaced("{", causeFirst) << 11 << QString();
        QTest::newRow("no object") << QByteArray("[1]") << 1 << QString();
        QTest::newRow("cut") << plain.first(60) << 61 << QString();
        QTest::newRow("more after") << plain + " x" << static_cast<int>(plain.size()) + 2 << QString();
        QTest::newRow("bad escape") << replaced("4.18.2", "\\q") << columnOf("4.18.2") + 1 << QString();
        QTest::newRow("bad number") << leadingZero << 38 << QString();
        QTest::newRow("negative") << negativeUse << 38 << QString();
        QTest::newRow("sample field") << misspeltSample << 13 << u"resource"_s;
        QTest::newRow("not utf-8") << replaced("billing", "b\xffl") << columnOf("billing") + 1 << QString();
    }
    void anErrorNamesItsPlace()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, column);
        QFETCH(QString, hint);
        const auto facts = parseRecords(plain + "\n\n" + line + '\n' + plain, u"d.jsonl"_s);
        QVERIFY(!facts);
        QCOMPARE(facts.error().code, ErrorCode::ParseFailed);
        QCOMPARE(facts.error().where->file, u"d.jsonl"_s);
        QCOMPARE(facts.error().where->line, 3);
        QVERIFY2(facts.error().where->column == column, qPrintable(facts.error().toString()));
        QVERIFY2(hint.isEmpty() ? true : facts.error().hint.contains(hint), qPrintable(facts.error().toString()));
        QVERIFY(!facts.error().details.contains(facts.error().message)); // it is told once
    }

    void allErrorsAreTold()
    {
        QByteArray text;
        for (int i = 0; i < 300; ++i)
            text += "x\n";
        const auto facts = parseRecords(text, u"d"_s);
        QCOMPARE(facts.error().where->line, 1);
        QCOMPARE(facts.error().details.count(u'\n'), 98);
        QVERIFY(facts.error().details.contains(u"d:100:1: "_s));
        QCOMPARE(readRecords(u"/nowhere/d"_s).error().code, ErrorCode::NotFound);
    }

    /// Whatever is in a file, reading ends; what is accepted obeys the rules of the format.
    void readingIsTotal()
    {
        QRandomGenerator random(5);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray text = std::array{plain, full, sample}[static_cast<size_t>(round % 3)];
            for (int i = 0; i < 1 + round % 3; ++i) {
                const int at = random.bounded(text.size());
                if (random.bounded(2) == 0)
                    text[at] = static_cast<char>(random.bounded(256));
                else
                    text.remove(at, random.bounded(1, 5));
            }
            const auto facts = parseRecords(text, u"d"_s);
            if (!facts) {
                QVERIFY(facts.error().where && facts.error().where->line >= 1 && facts.error().where->column >= 1);
                continue;
            }
            for (const RecordedDeployment &d : facts->deployments) {
                QVERIFY(d.startedAt <= d.from);
                QVERIFY(d.commit.size() >= 7);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDeployments)
#include "test_deployments.moc"
