// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/recenthistories.h"
#include "operations/insightsworld.h"

#include <QRandomGenerator>

using namespace humdrum;
using namespace humdrum::test;

namespace {

QStringList commitsOf(const std::vector<const Change *> &changes)
{
    QStringList list;
    for (const Change *c : changes)
        list << c->commit;
    list.sort();
    return list;
}

} // namespace

/// Protects: reading only what is recent never changes an answer.
class RecentHistoriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Three years of a history with branches of every age, asked about pairs of commits.
    void saysWhatTheWholeHistorySays()
    {
        World world;
        QRandomGenerator random(7);
        std::vector<Change> changes;
        constexpr int size = 400;
        for (int i = 0; i < size; ++i) {
            Change c;
            c.service = {u"billing"_s};
            c.commit = World::commit(u"billing"_s, i);
            // Most branches are days old, a few as old as anything.
            const auto before = [&](int most) {
                const int back = random.bounded(30) == 0 ? random.bounded(i) : random.bounded(std::min(i, most));
                return World::commit(u"billing"_s, i - 1 - back);
            };
            if (i > 0)
                c.parents << before(3);
            if (i > 2 && random.bounded(5) == 0)
                c.parents << before(12);
            c.parents.removeDuplicates();
            c.committedAt = c.authoredAt = daysAgo(1095. * (size - i) / size);
            changes.push_back(c);
        }
        world.write([&](Session &s) { return s.changes().import({u"billing"_s}, changes); });
        const History whole(changes);
        int cut = 0;
        for (int round = 0; round < 300; ++round) {
            const int from = random.bounded(size), to = random.bounded(size);
            const CommitStep step{World::commit(u"billing"_s, from), World::commit(u"billing"_s, to)};
            const auto answer = world.read([&](Session &s) -> Result<QStringList> {
                RecentHistories histories(s);
                const History *recent = must(histories.covering({u"billing"_s}, std::span(&step, 1),
                                                                changes[static_cast<size_t>(from)].committedAt));
                cut += recent->find(World::commit(u"billing"_s, 0)) ? 0 : 1;
                return commitsOf(recent->between(step.from, step.to));
            });
            QCOMPARE(*answer, commitsOf(whole.between(step.from, step.to)));
        }
        // It is about reading less: most answers did without the beginning.
        QVERIFY2(cut > 50, qPrintable(QString::number(cut)));
    }

    void whatIsNotImportedIsNotLookedForForEver()
    {
        World world;
        world.change(u"billing"_s, 0, daysAgo(900));
        world.change(u"billing"_s, 1, daysAgo(2));
        const CommitStep step{u"nobody-knows"_s, World::commit(u"billing"_s, 1)};
        const auto known = world.read([&](Session &s) -> Result<bool> {
            RecentHistories histories(s);
            const History *recent = must(histories.covering({u"billing"_s}, std::span(&step, 1), daysAgo(3)));
            return recent->find(World::commit(u"billing"_s, 0)) != nullptr;
        });
        QVERIFY(!*known);
    }

    /// What was handed out stays although more is read later.
    void earlierAnswersStay()
    {
        World world;
        for (int i = 0; i < 5; ++i)
            world.change(u"billing"_s, i, daysAgo(1000 - 240 * i));
        const auto fine = world.read([&](Session &s) -> Result<bool> {
            RecentHistories histories(s);
            const CommitStep recent{World::commit(u"billing"_s, 3), World::commit(u"billing"_s, 4)};
            const CommitStep old{World::commit(u"billing"_s, 0), World::commit(u"billing"_s, 4)};
            const auto first = must(histories.covering({u"billing"_s}, std::span(&recent, 1), daysAgo(280)))
                                   ->between(recent.from, recent.to);
            const auto second =
                must(histories.covering({u"billing"_s}, std::span(&old, 1), daysAgo(280)))->between(old.from, old.to);
            return commitsOf(first) == QStringList{World::commit(u"billing"_s, 4)} && second.size() == 4;
        });
        QVERIFY(*fine);
    }
};

QTEST_GUILESS_MAIN(RecentHistoriesTest)
#include "recenthistoriestest.moc"
