// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/queue.h"
#include "operations/insightsworld.h"

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

/// Protects: a worker takes what is queued in the order in which it was asked for, unless a person says otherwise, and nothing
/// while the queue is paused.
class QueueTest : public QObject {
    Q_OBJECT

    std::unique_ptr<World> m_world;
    int m_builds = 0;

    static Actor nora() { return {u"nr"_s, u"test"_s, {}}; }

    /// Promotions to these environments, asked for together, one after the other.
    std::vector<PromotionId> queue(const QString &service, const QStringList &environments)
    {
        m_world->change(service, m_builds, now, {});
        const BuildId build = m_world->build(service, m_builds++);
        return m_world->write([&](Session &s) -> Result<std::vector<PromotionId>> {
            const PromotionGroupId group = must(s.promotions().newGroup());
            std::vector<PromotionId> ids;
            for (const QString &environment : environments) {
                Promotion p;
                p.group = group;
                p.position = static_cast<int>(ids.size());
                p.request.service = {service};
                p.request.environment = {environment};
                p.request.build = build;
                p.requestedBy = u"nr"_s;
                p.queuedAt = now;
                ids.push_back(must(s.promotions().queue(p)).id);
            }
            return ids;
        });
    }
    /// What a worker takes next; none: nothing.
    PromotionId taken()
    {
        const auto claimed = m_world->write([](Session &s) { return s.promotions().claim(u"worker"_s, now); });
        return claimed ? claimed->id : PromotionId{};
    }
    Result<void> move(PromotionId id, PromotionId before = {})
    {
        return m_world->store()
            .write(Intent{nora(), {}}, [=](Session &s) { return moveInQueue(s, id, before, nora()); })
            .takeResult();
    }
    template <class What>
    Result<void> order(What what, const QString &reason)
    {
        return m_world->store()
            .write(Intent{nora(), reason}, [=](Session &s) { return what(s, reason, nora()); })
            .takeResult();
    }
    std::vector<PromotionId> waiting()
    {
        std::vector<PromotionId> ids;
        for (const PromotionListing &l : must(m_world->read(readQueue)).promotions) {
            if (l.promotion.state == PromotionState::Queued)
                ids.push_back(l.promotion.id);
        }
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<World>();
        m_builds = 0;
    }

    void isTakenInTheOrderOfAsking()
    {
        const PromotionId first = queue(u"billing"_s, {u"int"_s}).front();
        const PromotionId second = queue(u"ledger"_s, {u"int"_s}).front();
        QCOMPARE(waiting(), (std::vector{first, second}));
        QCOMPARE(taken(), first);
        QCOMPARE(taken(), second);
        QVERIFY(!taken().isValid());
    }

    void movesWithThoseThatWereAskedForTogether()
    {
        const PromotionId first = queue(u"billing"_s, {u"int"_s}).front();
        const std::vector<PromotionId> both = queue(u"ledger"_s, {u"int"_s, u"aurora-staging"_s});
        const PromotionId last = queue(u"billing"_s, {u"aurora-staging"_s}).front();
        must(move(both[1]));
        QCOMPARE(waiting(), (std::vector{both[0], both[1], first, last}));
        must(move(last, both[0]));
        QCOMPARE(waiting(), (std::vector{last, both[0], both[1], first}));
        must(move(first, both[1]));
        QCOMPARE(waiting(), (std::vector{last, first, both[0], both[1]}));
        QCOMPARE(taken(), last);
        QCOMPARE(taken(), first);
        QCOMPARE(taken(), both[0]);
    }

    void staysWhereItCannotGo()
    {
        const PromotionId first = queue(u"billing"_s, {u"int"_s}).front();
        const std::vector<PromotionId> both = queue(u"ledger"_s, {u"int"_s, u"aurora-staging"_s});
        QCOMPARE(move(first).error().code, ErrorCode::NothingToDo);
        QCOMPARE(move(first, both[0]).error().code, ErrorCode::NothingToDo);
        QCOMPARE(move(both[1], both[0]).error().code, ErrorCode::NothingToDo);
        QCOMPARE(move(PromotionId{99}).error().code, ErrorCode::NotFound);
        QCOMPARE(move(both[0], PromotionId{99}).error().code, ErrorCode::NotFound);
        QCOMPARE(taken(), first);
        QCOMPARE(move(first).error().code, ErrorCode::NotFound); // it is not queued any more
        QCOMPARE(waiting(), both);
    }

    void aMoveIsInTheAudit()
    {
        queue(u"billing"_s, {u"int"_s});
        must(move(queue(u"ledger"_s, {u"int"_s}).front()));
        const auto events = must(m_world->read([](Session &s) { return s.audit().list(1); }));
        QCOMPARE(events.front().action, u"queue.moved"_s);
        QCOMPARE(events.front().actor.person, u"nr"_s);
        QVERIFY(must(m_world->read([](Session &s) { return s.audit().verify(); })).intact);
    }

    void nothingIsTakenWhileItIsPaused()
    {
        const PromotionId id = queue(u"billing"_s, {u"int"_s}).front();
        QCOMPARE(order(&pauseQueue, u"  "_s).error().code, ErrorCode::InvalidInput);
        must(order(&pauseQueue, u"the network is being moved"_s));
        QCOMPARE(order(&pauseQueue, u"again"_s).error().code, ErrorCode::NothingToDo);
        const QueueView view = must(m_world->read(readQueue));
        QCOMPARE(view.paused.value_or(QueuePause{}).reason, u"the network is being moved"_s);
        QCOMPARE(view.paused->by, u"nr"_s);
        QVERIFY(!taken().isValid());
        queue(u"ledger"_s, {u"int"_s}); // asking goes on
        QVERIFY(!taken().isValid());
        must(order(&resumeQueue, u"it was moved"_s));
        QCOMPARE(order(&resumeQueue, u"again"_s).error().code, ErrorCode::NothingToDo);
        QCOMPARE(taken(), id);
        must(order(&pauseQueue, u"once more"_s)); // more than once in a life
        QVERIFY(!taken().isValid());
    }

    void thereIsNoQueueBeforeThereIsAProduct()
    {
        queue(u"billing"_s, {u"int"_s});
        const PromotionId id = queue(u"ledger"_s, {u"int"_s}).front();
        World nothing(false);
        const auto refused = nothing.store()
                                 .write(Intent{nora(), {}}, [=](Session &s) { return moveInQueue(s, id, {}, nora()); })
                                 .takeResult();
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(QueueTest)
#include "queuetest.moc"
