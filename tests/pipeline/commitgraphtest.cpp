// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/commitgraph.h"

#include <QElapsedTimer>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

Change commit(const QString &hash, const QStringList &parents, int minute)
{
    Change c;
    c.commit = hash;
    c.parents = parents;
    c.committedAt = Timestamp{std::chrono::minutes{minute}};
    return c;
}

/// a ─ b ─ c ─ m ─ d      m merges f; x forks off b and is never merged
///      ╲─ e ─ f ╱
///       ╲─ x
std::vector<Change> history()
{
    return {commit(u"a"_s, {}, 1),       commit(u"b"_s, {u"a"_s}, 2), commit(u"e"_s, {u"b"_s}, 3),
            commit(u"c"_s, {u"b"_s}, 4), commit(u"f"_s, {u"e"_s}, 5), commit(u"m"_s, {u"c"_s, u"f"_s}, 6),
            commit(u"x"_s, {u"b"_s}, 7), commit(u"d"_s, {u"m"_s}, 8)};
}

QString hashes(const std::vector<Change> &changes, const std::vector<qsizetype> &positions)
{
    QString text;
    for (qsizetype i : positions)
        text += changes[static_cast<size_t>(i)].commit;
    return text;
}

} // namespace

class CommitGraphTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNewInABuildFollowsMerges()
    {
        const auto changes = history();
        const CommitGraph graph(changes);
        QCOMPARE(hashes(changes, graph.between(u"c"_s, u"d"_s)), u"dmfe"_s);
        QCOMPARE(hashes(changes, graph.between(u"d"_s, u"c"_s)), QString());
        QCOMPARE(hashes(changes, graph.between({}, u"c"_s)), u"cba"_s);
        QCOMPARE(hashes(changes, graph.between(u"a"_s, u"unknown"_s)), QString());
        QCOMPARE(hashes(changes, graph.between(u"d"_s, u"d"_s)), QString());
    }
    void aForkIsSeenFromBothSides()
    {
        const auto changes = history();
        const CommitGraph graph(changes);
        const auto d = graph.difference(u"x"_s, u"d"_s);
        QCOMPARE(hashes(changes, d.gained), u"dmfce"_s);
        QCOMPARE(hashes(changes, d.lost), u"x"_s);
        QVERIFY(d.forked());
        QCOMPARE(graph.isFork(u"x"_s, u"d"_s), std::optional(true));
        QCOMPARE(graph.isFork(u"e"_s, u"d"_s), std::optional(false));
        QCOMPARE(graph.isFork(u"?"_s, u"d"_s), std::nullopt);
        QCOMPARE(changes[static_cast<size_t>(graph.mergeBase(u"x"_s, u"d"_s))].commit, u"b"_s);
    }
    void ancestry()
    {
        const CommitGraph graph(history());
        QCOMPARE(graph.isAncestor(u"a"_s, u"d"_s), std::optional(true));
        QCOMPARE(graph.isAncestor(u"d"_s, u"d"_s), std::optional(true));
        QCOMPARE(graph.isAncestor(u"d"_s, u"a"_s), std::optional(false));
        QCOMPARE(graph.isAncestor(u"c"_s, u"f"_s), std::optional(false));
        QCOMPARE(graph.isAncestor(u"a"_s, u"?"_s), std::nullopt);
    }
    void aShallowHistoryEndsTheWalk()
    {
        const std::vector<Change> changes{commit(u"b"_s, {u"missing"_s}, 1), commit(u"c"_s, {u"b"_s}, 2)};
        QCOMPARE(hashes(changes, CommitGraph(changes).between(u"missing"_s, u"c"_s)), u"cb"_s);
    }
    void aDamagedHistoryWithACycleDoesNotHang()
    {
        const std::vector<Change> changes{commit(u"a"_s, {u"b"_s}, 1), commit(u"b"_s, {u"a"_s}, 2)};
        const CommitGraph graph(changes);
        QVERIFY(graph.between({}, u"a"_s).size() <= 2);
    }
    /// A walk that branches at each merge would take for ever; one that recurses would overflow the stack.
    void aHundredThousandCommitsAreQuick()
    {
        constexpr int n = 100'000;
        std::vector<Change> changes;
        changes.reserve(n);
        for (int i = 0; i < n; ++i) {
            QStringList parents;
            if (i > 0)
                parents.push_back(QString::number(i - 1));
            if (i > 7 && i % 3 == 0)
                parents.push_back(QString::number(i - 7));
            changes.push_back(commit(QString::number(i), parents, i));
        }
        QElapsedTimer timer;
        timer.start();
        const CommitGraph graph(changes);
        const qint64 built = timer.restart();
        QCOMPARE(graph.between(QString::number(n - 51), QString::number(n - 1)).size(), size_t(50));
        const qint64 few = timer.nsecsElapsed() / 1000;
        timer.restart();
        QCOMPARE(graph.between({}, QString::number(n - 1)).size(), size_t(n));
        const qint64 all = timer.restart();
        QCOMPARE(graph.isAncestor(u"0"_s, QString::number(n - 1)), std::optional(true));
        qInfo("100 000 commits: built in %lld ms, 50 between in %lld us, all in %lld ms, ancestor of all in %lld ms",
              built, few, all, timer.elapsed());
        QVERIFY2(few < 20'000, "the difference of two near commits must not walk the history");
    }
};

QTEST_GUILESS_MAIN(CommitGraphTest)
#include "commitgraphtest.moc"
