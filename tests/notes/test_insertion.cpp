// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/coverage.h"
#include "notes/draft.h"
#include "notes/insertion.h"

#include <QTest>

#include <algorithm>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

NotedChange noted(const QString &type, const QString &summary, bool breaking = false)
{
    NotedChange n;
    n.service = u"ledger"_s;
    n.change.service = {u"ledger"_s};
    n.change.commit = u"a41f9c2d0123456789abcdef0123456789abcdef"_s;
    n.change.parents = {QString(40, u'0')};
    n.change.type = type;
    n.change.summary = summary;
    n.change.breaking = breaking;
    return n;
}

QString with(const QString &text, const NotedChange &change)
{
    const std::array<NotedChange, 1> one{change};
    std::vector<NotesInsertion> insertions = insertEntry(text, change, sectionsOf(one).front());
    std::ranges::stable_sort(insertions, {}, &NotesInsertion::position);
    QString result = text;
    for (auto i = insertions.rbegin(); i != insertions.rend(); ++i)
        result.insert(i->position, i->text);
    return result;
}

} // namespace

/// Protects: an entry that is added stands where a draft would have it, and nothing that was written is changed.
class TestInsertion : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesToItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const QString entry = u"- **ledger**: rounding in totals (a41f9c2)\n"_s;
        QTest::newRow("end of its section")
            << u"# 1\n\n## Added\n- x\n\n## Fixed\n- y\n\n## Security\n- z\n"_s
            << QString(u"# 1\n\n## Added\n- x\n\n## Fixed\n- y\n"_s + entry + u"\n## Security\n- z\n"_s);
        QTest::newRow("last section, no line end") << u"## Fixed\n- y"_s << QString(u"## Fixed\n- y\n"_s + entry);
        QTest::newRow("empty section") << u"## Fixed\n"_s << QString(u"## Fixed\n"_s + entry);
        QTest::newRow("no such section, a later one there")
            << u"# 1\n\n## Added\n- x\n\n## Before you update\nRun it.\n"_s
            << QString(u"# 1\n\n## Added\n- x\n\n## Fixed\n"_s + entry + u"\n## Before you update\nRun it.\n"_s);
        QTest::newRow("no such section, only earlier ones")
            << u"# 1\n\n## Added\n- x\n"_s << QString(u"# 1\n\n## Added\n- x\n\n## Fixed\n"_s + entry);
        QTest::newRow("empty text") << QString() << QString(u"## Fixed\n"_s + entry);
        QTest::newRow("text without line end") << u"Hello"_s << QString(u"Hello\n\n## Fixed\n"_s + entry);
        QTest::newRow("heading in code is none")
            << u"```\n## Fixed\n```\n"_s << QString(u"```\n## Fixed\n```\n\n## Fixed\n"_s + entry);
        QTest::newRow("headings of one's own stay below")
            << u"## Fixed\n- y\n### In detail\nmore\n## Thanks\n"_s
            << QString(u"## Fixed\n- y\n### In detail\nmore\n"_s + entry + u"## Thanks\n"_s);
        QTest::newRow("closed heading, other case")
            << u"## fixed ##\r\n- y\r\n"_s << QString(u"## fixed ##\r\n- y\r\n"_s + entry);
    }
    void goesToItsPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(with(text, noted(u"fix"_s, u"rounding in totals"_s)), expected);
    }

    void whatBreaksIsToldTwice()
    {
        const NotedChange breaking = noted(u"feat"_s, u"limits per client"_s, true);
        QCOMPARE(with(u"# 1\n"_s, breaking),
                 u"# 1\n\n## Changed\n- **ledger**: limits per client (a41f9c2)\n\n## Before you update\n"
                 "- **ledger**: limits per client (a41f9c2)\n"_s);
        QCOMPARE(with({}, breaking),
                 u"## Changed\n- **ledger**: limits per client (a41f9c2)\n\n## Before you update\n"
                 "- **ledger**: limits per client (a41f9c2)\n"_s);
        QCOMPARE(with(u"## Changed\n- x\n"_s, breaking),
                 u"## Changed\n- x\n- **ledger**: limits per client (a41f9c2)\n\n## Before you update\n"
                 "- **ledger**: limits per client (a41f9c2)\n"_s);
    }

    void isThenDocumented()
    {
        const std::array<NotedChange, 1> changes{noted(u"fix"_s, u"a *strange* <b>summary</b> [x](http://y)"_s)};
        const QString text = with(u"# 1\n"_s, changes[0]);
        QCOMPARE(coverageOf(text, changes).documented, 1);
    }

    void fillsADraftToTheSameText()
    {
        // A draft with one change less, and that one added, is the draft with all of them.
        std::vector<NotedChange> changes{noted(u"feat"_s, u"first thing"_s), noted(u"fix"_s, u"second thing"_s),
                                         noted(u"security"_s, u"third thing"_s)};
        for (size_t i = 0; i < changes.size(); ++i)
            changes[i].change.commit[0] = QChar(u'1' + static_cast<char16_t>(i));
        const QString intro = u"Intro."_s;
        const QString all = draftNotes({u"1"_s, {}, intro, changes});
        for (size_t left = 0; left < changes.size(); ++left) {
            std::vector<NotedChange> some = changes;
            some.erase(some.begin() + static_cast<std::ptrdiff_t>(left));
            QCOMPARE(with(draftNotes({u"1"_s, {}, intro, some}), changes[left]), all);
        }
    }
};

QTEST_GUILESS_MAIN(TestInsertion)
#include "test_insertion.moc"
