// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/difference.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

TextDifference compare(const QString &before, const QString &after, int context = 3)
{
    Result<TextDifference> result = differenceOf(before, after, context);
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return std::move(*result);
}

/// One of the two texts, put together again from a comparison that shows all of it.
QString side(const TextDifference &difference, LineKind kind)
{
    QStringList lines;
    for (const DifferenceLine &line : difference.lines) {
        if (line.kind == LineKind::Same || line.kind == kind)
            lines << line.text;
    }
    return lines.join(u'\n');
}

} // namespace

/// Protects: a comparison shows both texts, whatever is in them.
class DifferenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsBothTexts_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("a line more") << u"a\nb\n"_s << u"a\nx\nb\n"_s;
        QTest::newRow("from nothing") << QString() << u"a\nb"_s;
        QTest::newRow("to nothing") << u"a\nb"_s << QString();
        QTest::newRow("the line end at the end") << u"a\nb"_s << u"a\nb\nc"_s;
        QTest::newRow("looks like a comparison")
            << u"@@ -1,2 +1 @@\n-x\n+y\n\\ no\n"_s << u"+y\n@@ -1 +1 @@\n--- a\n"_s;
        QTest::newRow("blank lines") << u"\n\na\n\n"_s << u"\n\nb\n\n"_s;
        QTest::newRow("not only ASCII") << u"Größe – „x“\n漢字\n"_s << u"Größe – „y“\n漢字\n🚂\n"_s;
        QTest::newRow("carriage returns") << u"a\r\nb\r\n"_s << u"a\r\nc\r\n"_s;
    }
    void showsBothTexts()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const TextDifference difference = compare(before, after, 1000);
        const auto withoutEnd = [](QString text) {
            if (text.endsWith(u'\n'))
                text.chop(1);
            return text;
        };
        QCOMPARE(side(difference, LineKind::Removed), withoutEnd(before));
        QCOMPARE(side(difference, LineKind::Added), withoutEnd(after));
        QVERIFY(difference.added + difference.removed > 0);
    }

    void numbersTheLinesAndLeavesOutWhatIsTheSame()
    {
        QStringList lines;
        for (int i = 1; i <= 40; ++i)
            lines << u"line %1"_s.arg(i);
        const QString before = lines.join(u'\n') + u'\n';
        lines[9] = u"ten"_s;
        lines.insert(30, u"new"_s);
        const TextDifference difference = compare(before, lines.join(u'\n') + u'\n', 1);
        const std::vector<DifferenceLine> expected{
            {LineKind::Gap, 0, 0, {}},
            {LineKind::Same, 9, 9, u"line 9"_s},
            {LineKind::Removed, 10, 0, u"line 10"_s},
            {LineKind::Added, 0, 10, u"ten"_s},
            {LineKind::Same, 11, 11, u"line 11"_s},
            {LineKind::Gap, 0, 0, {}},
            {LineKind::Same, 30, 30, u"line 30"_s},
            {LineKind::Added, 0, 31, u"new"_s},
            {LineKind::Same, 31, 32, u"line 31"_s},
        };
        QCOMPARE(difference.lines.size(), expected.size());
        for (size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(difference.lines[i] == expected[i], qPrintable(difference.lines[i].text));
        QCOMPARE(difference.added, 2);
        QCOMPARE(difference.removed, 1);
    }

    void equalTextsHaveNone()
    {
        QVERIFY(compare(u"a\nb\n"_s, u"a\nb\n"_s).lines.empty());
        QVERIFY(compare({}, {}).lines.empty());
    }

    void aUsersGitSettingsChangeNothing()
    {
        QTemporaryDir folder;
        QFile config(folder.filePath(u"config"_s));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("[diff]\n external = /bin/false\n noprefix = true\n suppressBlankEmpty = true\n"
                     " wordRegex = .\n[core]\n autocrlf = input\n[color]\n ui = always\n diff = always\n");
        config.close();
        qputenv("GIT_CONFIG_GLOBAL", config.fileName().toLocal8Bit());
        const TextDifference difference = compare(u"a\r\n\nb\n"_s, u"a\r\n\nc\n"_s);
        qputenv("GIT_CONFIG_GLOBAL", "/dev/null");
        QCOMPARE(difference.added, 1);
        QCOMPARE(difference.removed, 1);
        QCOMPARE(difference.lines.front().text, u"a\r"_s);
    }

    void sayWhenThereIsNoGit()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const Result<TextDifference> result = differenceOf(u"a"_s, u"b"_s);
        qputenv("PATH", path);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::CommandNotStarted);
    }
};

QTEST_GUILESS_MAIN(DifferenceTest)
#include "differencetest.moc"
