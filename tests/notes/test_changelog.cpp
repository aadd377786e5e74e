// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/changelog.h"

#include <QRandomGenerator>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

const QByteArray sample = "# Changelog\n"
                          "All notable changes.\n"
                          "\n"
                          "## [Unreleased]\n"
                          "### Added\n"
                          "- soon\n"
                          "\n"
                          "## [1.1.0] - 2026-11-17 [YANKED]\n"
                          "### Fixed\n"
                          "- x \xc3\xa4\n"
                          "```\n"
                          "## [0.0.1] - 2020-01-01\n"
                          "```\n"
                          "## 1.0.0 - 2026-11-10\n"
                          "## Thanks\n"
                          "all\n"
                          "\n"
                          "[unreleased]: https://x/compare/v1.1.0...HEAD\n"
                          "[1.1.0]: https://x/v1.1.0\n";

} // namespace

class TestChangelog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sectionsAreFound()
    {
        const auto sections = parseChangelog(sample);
        QCOMPARE(sections.size(), 3u);
        QVERIFY(sections[0].unreleased);
        QVERIFY(sections[0].version.isEmpty());
        QCOMPARE(sample.sliced(sections[0].bodyBegin, sections[0].end - sections[0].bodyBegin),
                 QByteArray("### Added\n- soon\n\n"));
        QCOMPARE(sections[1].version, u"1.1.0"_s);
        QCOMPARE(sections[1].date, QDate(2026, 11, 17));
        QVERIFY(sections[1].yanked);
        QVERIFY(sample.sliced(sections[1].begin, sections[1].end - sections[1].begin).endsWith("```\n"));
        QCOMPARE(sections[2].version, u"1.0.0"_s);
        QVERIFY(!sections[2].yanked);
        QCOMPARE(sections[2].bodyBegin, sections[2].end);
    }

    void aSectionGoesBeforeTheNewest()
    {
        const QByteArray text =
            insertSection(sample, u"1.2.0"_s, QDate(2026, 11, 24), u"### Added\n- **x**: y\n"_s).value();
        const qsizetype at = sample.indexOf("## [1.1.0]");
        QCOMPARE(text, sample.first(at) + "## [1.2.0] - 2026-11-24\n\n### Added\n- **x**: y\n\n" + sample.sliced(at));
    }

    void formsOfAChangelog_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("empty") << QByteArray() << QByteArray("## [2.0.0] - 2026-11-24\n\n- new\n");
        QTest::newRow("title") << QByteArray("# Changelog")
                               << QByteArray("# Changelog\n\n## [2.0.0] - 2026-11-24\n\n- new\n");
        QTest::newRow("line ends")
            << QByteArray("# C\r\n\r\n## 1.0.0 - 2026-01-01\r\nx\r\n")
            << QByteArray("# C\r\n\r\n## 2.0.0 - 2026-11-24\r\n\r\n- new\r\n\r\n## 1.0.0 - 2026-01-01\r\nx\r\n");
        QTest::newRow("only unreleased")
            << QByteArray("## [Unreleased]\n- a\n[unreleased]: https://x\n")
            << QByteArray("## [Unreleased]\n- a\n\n## [2.0.0] - 2026-11-24\n\n- new\n\n[unreleased]: https://x\n");
        QTest::newRow("mark at the start")
            << QByteArray("\xef\xbb\xbf# C\n\n") << QByteArray("\xef\xbb\xbf# C\n\n## [2.0.0] - 2026-11-24\n\n- new\n");
    }
    void formsOfAChangelog()
    {
        QFETCH(QByteArray, text);
        QTEST(insertSection(text, u"2.0.0"_s, QDate(2026, 11, 24), u"- new"_s).value(), "expected");
    }

    void whatCannotBeInsertedIsRefused()
    {
        const QDate date(2026, 11, 24);
        QCOMPARE(insertSection(sample, u"1.1.0"_s, date, {}).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(insertSection(sample, u"1.0.0"_s, date, {}).error().code, ErrorCode::AlreadyExists);
        QVERIFY(insertSection(sample, u"0.0.1"_s, date, {}));
        for (const QString &version : {QString(), u"1 0"_s, u"1]"_s, u"Unreleased"_s, u"1\n0"_s})
            QCOMPARE(insertSection(sample, version, date, {}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(insertSection(sample, u"9"_s, {}, {}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(insertSection(sample, u"9"_s, date, u"### a\n## b"_s).error().code, ErrorCode::InvalidInput);
        QVERIFY(insertSection(sample, u"9"_s, date, u"```\n## b\n```"_s));
    }

    /// Whatever a changelog looks like: all of it is still there, in its order, around one inserted piece.
    void everythingElseStaysByteForByte()
    {
        QRandomGenerator random(9);
        const QList<QByteArray> pieces{"## [1.0.0] - 2026-01-01\n",
                                       "## 1.2.0\r\n",
                                       "## [Unreleased]\n",
                                       "text \xff\n",
                                       "\n",
                                       "\r\n",
                                       "# T\n",
                                       "```\n",
                                       "[1.0.0]: x\n",
                                       "### Added\n",
                                       "- a",
                                       "~~~~",
                                       "    ## x\n",
                                       QByteArray("\0\n", 2)};
        for (int round = 0; round < 5000; ++round) {
            QByteArray text;
            for (int i = random.bounded(12); i > 0; --i)
                text += pieces[random.bounded(pieces.size())];
            const auto inserted = insertSection(text, u"9.9.9"_s, QDate(2026, 11, 24), u"- new"_s);
            QVERIFY(inserted);
            const qsizetype added = inserted->size() - text.size();
            QVERIFY(added > 0);
            qsizetype same = 0;
            while (same < text.size() && (*inserted)[same] == text[same])
                ++same;
            bool whole = false;
            for (qsizetype at = same; at >= 0 && !whole; --at)
                whole = inserted->sliced(at + added) == text.sliced(at);
            QVERIFY2(whole, inserted->constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestChangelog)
#include "test_changelog.moc"
