// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/conventional.h"
#include "notes/coverage.h"
#include "notes/draft.h"
#include "notes/hash.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

NotedChange noted(const QString &service, const QString &message, const QString &commit = {})
{
    static int next = 0;
    const ConventionalCommit parsed = parseConventional(message);
    NotedChange n;
    n.service = service;
    n.change.service = {service};
    n.change.commit = commit.isEmpty() ? u"%1"_s.arg(++next * 0x1234567LL, 40, 16, QChar(u'a')) : commit;
    n.change.parents = QStringList{QString(40, u'0')};
    n.change.type = parsed.type;
    n.change.scope = parsed.scope;
    n.change.breaking = parsed.breaking;
    n.change.summary = parsed.description;
    n.change.body = message.section(u'\n', 2);
    n.change.references = parsed.references;
    return n;
}

const QString longHash = u"a41f9c2d0123456789abcdef0123456789abcdef"_s;

} // namespace

class TestDraft : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDraftHasTheFormOfThePicture()
    {
        DraftInput input;
        input.version = u"2026.48"_s;
        input.date = QDate(2026, 11, 24);
        input.changes = {
            noted(u"billing"_s, u"feat: retries when the bank times out\n\nRefs: #1234"_s),
            noted(u"ledger"_s, u"feat(export): statements export as CSV (#871)"_s),
            noted(
                u"gateway"_s,
                u"feat!: rate limits are per client (#640)\n\nBREAKING CHANGE: limits of\nthe whole gateway are gone"_s),
            noted(u"billing"_s, u"fix: a re-sent order no longer bills twice\n\nRefs: #1229, ABC-7"_s),
            noted(u"ledger"_s, u"fix: rounding in monthly totals"_s, longHash),
            noted(u"portal"_s, u"chore: bump linter"_s),
            noted(u"portal"_s, u"Make the button blue"_s, u"beefbee0"_s),
            noted(u"portal"_s, u"deprecate: old login (#1)"_s),
            noted(u"portal"_s, u"remove: older login (#2)"_s),
            noted(u"portal"_s, u"fix(security): close a hole (#3)"_s),
            noted(u"portal"_s, u"chore!: needs Python 3.11 (#4)"_s)};
        QCOMPARE(draftNotes(input), uR"(# 2026.48 — 24 November 2026

Ten changes in billing, ledger, gateway and portal.

## Added
- **billing**: retries when the bank times out (#1234)
- **ledger**: statements export as CSV (#871)

## Changed
- **gateway**: rate limits are per client (#640)
- **portal**: Make the button blue (beefbee)
- **portal**: needs Python 3.11 (#4)

## Fixed
- **billing**: a re-sent order no longer bills twice (#1229, ABC-7)
- **ledger**: rounding in monthly totals (a41f9c2)

## Removed
- **portal**: older login (#2)

## Deprecated
- **portal**: old login (#1)

## Security
- **portal**: close a hole (#3)

## Before you update
- **gateway**: limits of the whole gateway are gone (#640)
- **portal**: needs Python 3.11 (#4)
)"_s);
    }

    void anEmptyReleaseSaysSo()
    {
        QCOMPARE(draftNotes({u"2026.50"_s, QDate(2026, 12, 8), {}, {}}),
                 u"# 2026.50 — 8 December 2026\n\nNothing changes for you in this release.\n"_s);
        QCOMPARE(draftNotes({u"2026.50"_s, {}, u"Mine."_s, {noted(u"a"_s, u"ci: x"_s)}}), u"# 2026.50\n\nMine.\n"_s);
    }

    void textsOfCommitsAreNoMarkup_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("escaped");
        QTest::newRow("html") << u"<img src=x onerror=alert(1)> &lt;"_s << u"\\<img src=x onerror=alert(1)\\> \\&lt;"_s;
        QTest::newRow("link") << u"[click](http://evil)"_s << u"\\[click\\](http://evil)"_s;
        QTest::newRow("emphasis") << u"a *b* _c_ `d` ~e~"_s << u"a \\*b\\* \\_c\\_ \\`d\\` \\~e\\~"_s;
        QTest::newRow("backslash") << u"C:\\new"_s << u"C:\\\\new"_s;
        QTest::newRow("lines") << u"a\n# b\r\n- c"_s << u"a # b - c"_s;
        QTest::newRow("direction") << u"a\u202eb\u2066c\u0007"_s << u"abc"_s;
        QTest::newRow("table") << u"a | b"_s << u"a \\| b"_s;
    }
    void textsOfCommitsAreNoMarkup()
    {
        QFETCH(QString, text);
        QTEST(escapeMarkdown(text), "escaped");
    }

    void whatIsTakenBackIsNotTold()
    {
        const QString a(40, u'a'), b(40, u'b'), c(40, u'c');
        std::vector<NotedChange> changes{
            noted(u"x"_s, u"feat: one thing"_s, a),
            noted(u"x"_s, u"Revert \"feat: one thing\"\n\nThis reverts commit %1."_s.arg(a), b)};
        using enum NotesSection;
        QCOMPARE(sectionsOf(changes), (std::vector{Internal, Internal}));
        changes.push_back(noted(u"x"_s, u"revert: the revert\n\nRefs: %1"_s.arg(b), c));
        QCOMPARE(sectionsOf(changes), (std::vector{Added, Internal, Internal}));
        const std::vector alone{noted(u"x"_s, u"revert: an older thing\n\nRefs: 1234567"_s)};
        QCOMPARE(sectionsOf(alone), std::vector{Changed});
        NotedChange merge = noted(u"x"_s, u"Merge branch 'y'"_s);
        merge.change.parents = {a, b};
        QCOMPARE(sectionsOf(std::vector{merge}), std::vector{Internal});
    }

    void coverage_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("told");
        auto row = [](const char *name, const QString &text, CoverageState state, const QString &told = {}) {
            QTest::newRow(name) << text << static_cast<int>(state) << told;
        };
        using enum CoverageState;
        row("reference", u"# T\n- **ledger**: sums (#12)\n"_s, Documented, u"#12"_s);
        row("longer number", u"- **ledger**: sums (#123)"_s, Missing);
        row("of another service", u"- **billing**: x (#12)"_s, Missing);
        row("line without a service", u"As said in #12."_s, Documented, u"#12"_s);
        row("several services", u"- **billing**, **ledger**: x (#12)"_s, Documented, u"#12"_s);
        row("second place", u"**billing** #12\n**ledger** #12"_s, Documented, u"#12"_s);
        row("commit", u"- sums a41f9c2d"_s, Documented, u"a41f9c2d"_s);
        row("short commit", u"- sums a41f9c"_s, Missing);
        row("another commit", u"- sums a41f9c2e"_s, Missing);
        row("summary", u"- **ledger**: Rounding  in\n  *monthly* totals\\_x of year"_s, Documented,
            u"Rounding  in\n  *monthly* totals\\_x"_s);
        row("comment", u"<!-- #12 -->"_s, Missing);
        row("open comment", u"<!-- #12"_s, Missing);
        row("nothing", QString(), Missing);
    }
    void coverage()
    {
        QFETCH(QString, text);
        QFETCH(int, state);
        QFETCH(QString, told);
        const std::vector changes{noted(u"ledger"_s, u"fix: rounding in monthly totals_x\n\nRefs: #12"_s, longHash),
                                  noted(u"billing"_s, u"chore: bump linter"_s)};
        const Coverage result = coverageOf(text, changes);
        QCOMPARE(static_cast<int>(result.marks[0].state), state);
        QCOMPARE(result.marks[0].position >= 0 ? text.sliced(result.marks[0].position, result.marks[0].length)
                                               : QString(),
                 told);
        QCOMPARE(result.marks[1].state, CoverageState::Internal);
        QCOMPARE(result.documented + result.missing + result.internal, 2);
    }

    /// A draft documents all that is not internal, whatever the commits say.
    void aDraftCoversItsChanges()
    {
        QRandomGenerator random(2);
        const QStringList types{u"feat"_s, u"fix"_s, u"chore"_s, u"feat!"_s, u"perf"_s, u"docs"_s, u"remove"_s};
        static const QString alphabet = u"abc *_`[]<>#&\\|~$ - +()!"_s;
        for (int round = 0; round < 300; ++round) {
            DraftInput input{u"1"_s, QDate(2026, 1, 1), u"Intro."_s, {}};
            for (int i = 0; i < 20; ++i) {
                QString text = u"t"_s;
                for (int k = 0; k < 20; ++k)
                    text += alphabet[random.bounded(alphabet.size())];
                const QString reference = random.bounded(2) == 0 ? u"\n\nRefs: #%1"_s.arg(i + 1) : QString();
                input.changes.push_back(noted(i % 2 ? u"billing"_s : u"led_ger"_s,
                                              types[random.bounded(types.size())] + ": "_L1 + text + reference,
                                              u"%1"_s.arg(random.generate64(), 40, 16, QChar(u'0'))));
                // Digits alone could be a number of anything.
                input.changes.back().change.commit.replace(0, 7, u"abc%1"_s.arg(i, 4, 16, QChar(u'0')));
            }
            const QString text = draftNotes(input);
            const Coverage result = coverageOf(text, input.changes);
            QVERIFY2(result.missing == 0, qPrintable(text));
            QCOMPARE(result.documented + result.internal, 20);
            for (const CoverageMark &mark : result.marks)
                QVERIFY(mark.state != CoverageState::Documented ||
                        (mark.position >= 0 && mark.position + mark.length <= text.size()));
        }
    }

    void aLongTextIsCoveredQuickly()
    {
        DraftInput input{u"1"_s, {}, u"x"_s, {}};
        for (int i = 0; i < 5000; ++i)
            input.changes.push_back(
                noted(u"s%1"_s.arg(i % 7), u"fix: number %1 of many things that were wrong\n\nRefs: #%1"_s.arg(i)));
        const QString text = draftNotes(input);
        QElapsedTimer timer;
        timer.start();
        const Coverage result = coverageOf(text, input.changes);
        qInfo("5 000 changes in a text of %lld characters: %lld ms", static_cast<long long>(text.size()),
              static_cast<long long>(timer.elapsed()));
        QCOMPARE(result.documented, 5000);
        QVERIFY(timer.elapsed() < 3000);
    }

    void theHashIsOfTheTextAsUtf8()
    {
        QCOMPARE(contentHash(QString()),
                 QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(contentHash(u"ä\n"_s),
                 QCryptographicHash::hash(QByteArray("\xc3\xa4\n"), QCryptographicHash::Sha256).toHex());
        QVERIFY(contentHash(u"a"_s) != contentHash(u"a "_s));
    }
};

QTEST_GUILESS_MAIN(TestDraft)
#include "test_draft.moc"
