// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/decisions.h"
#include "operations/overview/promotionsoverview.h"
#include "operations/overview/shelloverview.h"
#include "operations/queue.h"
#include "operations/status.h"
#include "ui/pages/story.h"

#include <QTest>

#include <algorithm>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

/// Protects: that a decision is needed is said in every list, with the same count, and no longer once it was taken.
class DecisionReadersTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Story> m_story;
    std::vector<Promotion> m_queued;

    template <class Job>
    auto read(Job job)
    {
        auto result = m_story->store().read(job).takeResult();
        if (!result)
            qFatal("%s", qPrintable(result.error().toString()));
        return std::move(*result);
    }
    ShellOverview shell()
    {
        return read([](Session &s) { return readShellOverview(s, Story::now()); });
    }
    PromotionsOverview page(bool undecided = false)
    {
        return read([=](Session &s) { return readPromotions(s, {}, u"nr"_s, undecided); });
    }
    PlaceVerdict place()
    {
        const Status status = read(readStatus);
        const auto open =
            std::ranges::find(status.open, u"2026.48"_s, [](const OpenRelease &r) { return r.release.version; });
        const auto environment =
            std::ranges::find(status.product.environments, EnvironmentKey{u"integration"_s}, &Environment::key);
        return open->places[static_cast<size_t>(environment - status.product.environments.begin())];
    }

private Q_SLOTS:
    void init()
    {
        m_story = std::make_unique<Story>();
        m_queued = m_story->queue(m_story->release(u"2026.48"_s), {u"integration"_s});
        using enum PromotionState;
        m_story->advance(m_queued[0].id, {PreFlight, Running, Errored});
    }

    void itIsSaidEverywhere()
    {
        const auto pending = read(pendingDecisions);
        QCOMPARE(pending.size(), 1u);
        QCOMPARE(pending[0].about.promotion.id, m_queued[0].id);
        QCOMPARE(pending[0].waiting.size(), 2u);
        QCOMPARE(shell().decisions, 1);
        QCOMPARE(static_cast<size_t>(shell().needAPerson()), page().needAPerson());
        QCOMPARE(page().decisions, 1);
        QVERIFY(page().attention.front().needsDecision);
        QCOMPARE(std::ranges::count_if(page().now, &PromotionRow::undecided), 2);
        QCOMPARE(page(true).history.size(), 1u);
        QCOMPARE(place().state, PlaceState::Undecided);
        QCOMPARE(place().mark, Mark::Attention);
        QCOMPARE(place().promotion, m_queued[0].id);
        QCOMPARE(read(readQueue).stopped.size(), 2);
        const Status status = read(readStatus);
        QCOMPARE(status.decisions.size(), 1u);
        QCOMPARE(std::ranges::count_if(status.running.builds, &RunningBuild::undecided), 2);
        const PromotionOverview behind =
            read([id = m_queued[1].id](Session &s) { return readPromotion(s, id, u"nr"_s); });
        QVERIFY2(behind.live.message.contains(u"decision on billing"_s), qPrintable(behind.live.message));
    }
    void itIsSaidNoLongerOnceItWasTaken()
    {
        const auto taken = m_story->write([id = m_queued[0].id](Session &s) {
            return s.decisions().record({.promotion = id, .choice = DecisionChoice::Ignore, .reason = u"agreed"_s});
        });
        QVERIFY(taken);
        QVERIFY(read(pendingDecisions).empty());
        QCOMPARE(shell().decisions, 0);
        QCOMPARE(shell().unsettledPromotions, 0);
        QVERIFY(page().attention.empty());
        QVERIFY(page(true).history.empty());
        QCOMPARE(place().state, PlaceState::Moving);
        const PromotionOverview about =
            read([id = m_queued[0].id](Session &s) { return readPromotion(s, id, u"nr"_s); });
        QVERIFY(!about.decision);
        QCOMPARE(about.decided.size(), 1);
        QVERIFY2(about.decided[0].contains(u"Ignored by Nora Reuter: agreed"_s), qPrintable(about.decided[0]));
    }
    void withoutAProductThereIsNothingToDecide()
    {
        QTemporaryDir folder;
        const auto store = emptyStore(folder.path(), m_story->clock());
        QVERIFY(store->read(pendingDecisions).takeResult()->empty());
    }
};

QTEST_GUILESS_MAIN(DecisionReadersTest)

#include "decisionreaderstest.moc"
