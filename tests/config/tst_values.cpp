// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/values.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;

class TestValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizes_data();
    void sizes();
    void durations_data();
    void durations();
    void keys_data();
    void keys();
    void nearestWord_data();
    void nearestWord();
};

void TestValues::sizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes"); // -1: no size
    for (const auto &[text, bytes] :
         std::initializer_list<std::pair<const char *, qint64>>{{"0", 0},
                                                                {"4096", 4096},
                                                                {"16 B", 16},
                                                                {"16 kB", 16'000},
                                                                {"16KB", 16'000},
                                                                {"16 MB", 16'000'000},
                                                                {"256 MiB", 268'435'456},
                                                                {"256MiB", 268'435'456},
                                                                {"1.5 GiB", 1'610'612'736},
                                                                {"2 TB", 2'000'000'000'000},
                                                                {"1 TiB", 1'099'511'627'776},
                                                                {"1.5", -1},
                                                                {"-1", -1},
                                                                {"1 mb", -1},
                                                                {"1 M", -1},
                                                                {"1  MiB", -1},
                                                                {"MiB", -1},
                                                                {"", -1},
                                                                {"1 MiB ", -1},
                                                                {"1e9", -1},
                                                                {"0x10", -1},
                                                                {"999999999999999999", 999'999'999'999'999'999},
                                                                {"9999999999999999999", -1},
                                                                {"9999999 TiB", -1},
                                                                {"1,5 GiB", -1}})
        QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text) << bytes;
}

void TestValues::sizes()
{
    QFETCH(const QString, text);
    QTEST(parseSize(text).value_or(-1), "bytes");
}

void TestValues::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms"); // -1: no duration
    for (const auto &[text, ms] : std::initializer_list<std::pair<const char *, qint64>>{{"90s", 90'000},
                                                                                         {"2m", 120'000},
                                                                                         {"89h", 320'400'000},
                                                                                         {"14d", 1'209'600'000},
                                                                                         {"1h30m", 5'400'000},
                                                                                         {"500ms", 500},
                                                                                         {"1s500ms", 1'500},
                                                                                         {"2w", 1'209'600'000},
                                                                                         {"0s", 0},
                                                                                         {"1w1d1h1m1s1ms", 694'861'001},
                                                                                         {"90", -1},
                                                                                         {"", -1},
                                                                                         {"m", -1},
                                                                                         {"30s1m", -1},
                                                                                         {"1m1m", -1},
                                                                                         {"1 h", -1},
                                                                                         {"-1s", -1},
                                                                                         {"1.5h", -1},
                                                                                         {"1H", -1},
                                                                                         {"3654d", -1},
                                                                                         {"999999w", -1}})
        QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text) << ms;
}

void TestValues::durations()
{
    QFETCH(const QString, text);
    const auto duration = parseDuration(text);
    QTEST(duration ? qint64{duration->count()} : qint64{-1}, "ms");
}

void TestValues::keys_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    for (const auto &[text, valid] : std::initializer_list<std::pair<const char *, bool>>{{"a", true},
                                                                                          {"a-b_c.d", true},
                                                                                          {"0a", true},
                                                                                          {"", false},
                                                                                          {"-a", false},
                                                                                          {".a", false},
                                                                                          {"_a", false},
                                                                                          {"A", false},
                                                                                          {"a b", false},
                                                                                          {"a/b", false},
                                                                                          {"a:b", false}})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text) << valid;
    QTest::newRow("an umlaut") << u"über"_s << false;
    QTest::newRow("a line end") << u"a\n"_s << false;
    QTest::newRow("64") << QString(64, u'a') << true;
    QTest::newRow("65") << QString(65, u'a') << false;
}

void TestValues::keys()
{
    QFETCH(const QString, text);
    QTEST(isKey(text), "valid");
}

void TestValues::nearestWord_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("near");
    QTest::newRow("a letter missing") << u"repositry"_s << u"repository"_s;
    QTest::newRow("swapped") << u"nmae"_s << u"name"_s;
    QTest::newRow("case") << u"Name"_s << u"name"_s;
    QTest::newRow("underscore") << u"main_line"_s << u"main-line"_s;
    QTest::newRow("the nearer of two") << u"note"_s << u"notes"_s;
    QTest::newRow("none") << u"colour"_s << QString();
    QTest::newRow("very long") << QString(100'000, u'x') << QString();
}

void TestValues::nearestWord()
{
    QFETCH(const QString, word);
    QTEST(nearest(word, {u"name"_s, u"repository"_s, u"main-line"_s, u"notes"_s}), "near");
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
