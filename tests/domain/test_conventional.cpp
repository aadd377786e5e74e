// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/conventional.h"

#include <QRandomGenerator>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

class TestConventional : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void subjects_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<bool>("conventional");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<bool>("breaking");
        QTest::addColumn<QString>("description");
        auto yes = [](const char *name, const QString &subject, const QString &type, const QString &scope,
                      bool breaking, const QString &description) {
            QTest::newRow(name) << subject << true << type << scope << breaking << description;
        };
        auto no = [](const char *name, const QString &subject) {
            QTest::newRow(name) << subject << false << QString() << QString() << false << subject;
        };
        yes("plain", u"feat: allow provided config object to extend other configs"_s, u"feat"_s, {}, false,
            u"allow provided config object to extend other configs"_s);
        yes("scope", u"feat(lang): add Polish language"_s, u"feat"_s, u"lang"_s, false, u"add Polish language"_s);
        yes("breaking", u"feat!: send an email"_s, u"feat"_s, {}, true, u"send an email"_s);
        yes("scope and breaking", u"feat(api)!: send"_s, u"feat"_s, u"api"_s, true, u"send"_s);
        yes("upper case", u"FIX(Api): x"_s, u"fix"_s, u"Api"_s, false, u"x"_s);
        yes("odd scope", u"fix(a/b, c): x"_s, u"fix"_s, u"a/b, c"_s, false, u"x"_s);
        yes("colons", u"fix: a: b: c"_s, u"fix"_s, {}, false, u"a: b: c"_s);
        yes("letters beyond ascii", u"größe: x"_s, u"größe"_s, {}, false, u"x"_s);
        no("words", u"Fix the thing"_s);
        no("no space", u"feat:x"_s);
        no("no description", u"feat:"_s);
        no("only spaces", u"feat:  "_s.trimmed());
        no("two words", u"my feat: x"_s);
        no("empty scope", u"feat(): x"_s);
        no("open scope", u"feat(x: y"_s);
        no("mark before scope", u"feat!(x): y"_s);
        no("two marks", u"feat!!: y"_s);
        no("no type", u": y"_s);
        no("empty", QString());
        no("merge", u"Merge branch 'x' into y"_s);
    }
    void subjects()
    {
        QFETCH(QString, subject);
        const ConventionalCommit c = parseConventional(subject);
        QTEST(c.conventional, "conventional");
        QTEST(c.type, "type");
        QTEST(c.scope, "scope");
        QTEST(c.breaking, "breaking");
        QTEST(c.description, "description");
        QVERIFY(c.body.isEmpty());
        QVERIFY(c.footers.empty());
    }

    void bodyAndFootersAreToldApart()
    {
        const ConventionalCommit c = parseConventional(
            u"fix: prevent racing of requests\n\nIntroduce a request id.\nNote: not a footer, no blank line.\n\n"
            "Second paragraph.\n\nReviewed-by: Z\nRefs #123\nBREAKING CHANGE: environment variables\ntake precedence\n\nand more\nBREAKING-CHANGE: also this\nFixes: ABC-12\n"_s);
        QCOMPARE(c.body, u"Introduce a request id.\nNote: not a footer, no blank line.\n\nSecond paragraph."_s);
        const std::vector<CommitFooter> expected{
            {u"Reviewed-by"_s, u"Z"_s},
            {u"Refs"_s, u"#123"_s},
            {u"BREAKING CHANGE"_s, u"environment variables\ntake precedence\n\nand more"_s},
            {u"BREAKING CHANGE"_s, u"also this"_s},
            {u"Fixes"_s, u"ABC-12"_s}};
        QCOMPARE(c.footers, expected);
        QVERIFY(c.breaking);
        QCOMPARE(c.breakingText, u"environment variables\ntake precedence\n\nand more\n\nalso this"_s);
        QCOMPARE(c.references, (QStringList{u"#123"_s, u"ABC-12"_s}));
    }

    void footersWithoutABody()
    {
        const ConventionalCommit c = parseConventional(u"chore: drop it\r\n\r\nBREAKING CHANGE: gone\r\nRefs: #1"_s);
        QVERIFY(c.body.isEmpty());
        QCOMPARE(c.footers.size(), 2u);
        QCOMPARE(c.breakingText, u"gone"_s);
        QVERIFY(!parseConventional(u"chore: x\n\nbreaking change: lower case is none"_s).breaking);
        QVERIFY(parseConventional(u"plain words\n\nBREAKING CHANGE: y"_s).breaking);
    }

    void reverts()
    {
        const ConventionalCommit spec =
            parseConventional(u"revert: let us never again speak of the noodle incident\n\nRefs: 676104e, A215868"_s);
        QVERIFY(spec.revert);
        QCOMPARE(spec.reverts, (QStringList{u"676104e"_s, u"a215868"_s}));
        const ConventionalCommit git =
            parseConventional(u"Revert \"feat: x\"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567."_s);
        QVERIFY(git.revert);
        QVERIFY(!git.conventional);
        QCOMPARE(git.reverts, QStringList{u"0123456789abcdef0123456789abcdef01234567"_s});
        QVERIFY(!parseConventional(u"fix: x\n\nRefs: 676104e"_s).revert);
    }

    void references_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("references");
        QTest::newRow("number") << u"x (#1234)"_s << QStringList{u"#1234"_s};
        QTest::newRow("key") << u"[ABC-12] x, DEF-3."_s << QStringList{u"ABC-12"_s, u"DEF-3"_s};
        QTest::newRow("github") << u"GH-1 and owner/name#3"_s << QStringList{u"GH-1"_s, u"owner/name#3"_s};
        QTest::newRow("once") << u"#1 #2 #1"_s << QStringList{u"#1"_s, u"#2"_s};
        QTest::newRow("standards") << u"UTF-8 SHA-256 ISO-8601 CVE-2021-42574 RFC-5545"_s << QStringList();
        QTest::newRow("parts of words") << u"a#1 #12a x-ABC-1 abc-1 #c0ffee"_s << QStringList();
        QTest::newRow("none") << QString() << QStringList();
    }
    void references()
    {
        QFETCH(QString, text);
        QTEST(referencesIn(text), "references");
    }

    /// Never fails, and loses nothing of a subject that it does not understand.
    void isTotal()
    {
        QRandomGenerator random(11);
        static const QString alphabet = u"feat(fix)!: #:\n\n\r\tBREAKING CHANGE-ABC12\u00e4\u2028"_s;
        for (int round = 0; round < 20'000; ++round) {
            QString message;
            const int size = random.bounded(120);
            for (int i = 0; i < size; ++i)
                message += random.bounded(50) == 0 ? QChar(static_cast<char16_t>(random.bounded(0x10000)))
                                                   : alphabet[random.bounded(alphabet.size())];
            const ConventionalCommit c = parseConventional(message);
            QCOMPARE(c.conventional, !c.type.isEmpty());
            QVERIFY(!c.description.contains(u'\n'));
            for (const CommitFooter &footer : c.footers)
                QVERIFY(!footer.token.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestConventional)
#include "test_conventional.moc"
