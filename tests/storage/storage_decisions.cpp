// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/undo.h"

#include <algorithm>
#include <ranges>

using namespace humdrum;
using namespace humdrum::test;

/// Protects that a decision is recorded once and never changes, that nothing is taken before it, and that a file in which there
/// were no decisions still opens.
class StorageDecisions : public QObject {
    Q_OBJECT

    std::unique_ptr<Fixture> m_f;
    int m_builds = 0;

    /// Services of one click, in this order.
    std::vector<Promotion> queue(const QStringList &services)
    {
        return must(m_f->write([&](Session &s) -> Result<std::vector<Promotion>> {
            const PromotionGroupId group = must(s.promotions().newGroup());
            std::vector<Promotion> queued;
            for (const QString &service : services) {
                Build b;
                b.service = {service};
                b.version = QString::number(++m_builds);
                b.commit = QString(40, u'a');
                b.digest = u"git-tree:"_s + b.version;
                Promotion p;
                p.group = group;
                p.position = static_cast<int>(queued.size());
                p.request = {{service}, {u"dev"_s}, must(s.builds().add(b))};
                p.requestedBy = u"nr"_s;
                queued.push_back(must(s.promotions().queue(p)));
            }
            return queued;
        }));
    }
    PromotionId claim()
    {
        const auto taken = must(m_f->write([](Session &s) { return s.promotions().claim(u"w"_s, at(1)); }));
        return taken ? taken->id : PromotionId{};
    }
    void end(PromotionId id, PromotionState state)
    {
        must(m_f->write([&](Session &s) -> Result<void> {
            Promotion p = **s.promotions().byId(id);
            if (state == PromotionState::Succeeded || state == PromotionState::Failed) {
                for (const PromotionState next : {PromotionState::Running, PromotionState::Validating}) {
                    must(s.promotions().transition(p, next));
                    p.state = next;
                }
            }
            return s.promotions().transition(p, state);
        }));
    }
    Result<DecisionId> decide(PromotionId id, DecisionChoice choice)
    {
        return m_f->write(
            [&](Session &s) { return s.decisions().record({.promotion = id, .choice = choice, .reason = u"r"_s}); });
    }
    std::vector<PromotionId> stopping()
    {
        std::vector<PromotionId> ids;
        for (const PromotionListing &l : must(m_f->read([](Session &s) { return s.promotions().stoppingListing(); })))
            ids.push_back(l.promotion.id);
        return ids;
    }

private Q_SLOTS:
    void init() { m_f = std::make_unique<Fixture>(); }
    void cleanup() { m_f.reset(); }

    void nothingIsTakenBeforeTheDecision_data()
    {
        QTest::addColumn<DecisionChoice>("choice");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("ignore") << DecisionChoice::Ignore << true;
        QTest::newRow("exclude") << DecisionChoice::Exclude << true;
        QTest::newRow("rollback") << DecisionChoice::RollBack << false;
    }
    void nothingIsTakenBeforeTheDecision()
    {
        QFETCH(DecisionChoice, choice);
        QFETCH(bool, goesOn);
        const auto group = queue({u"ledger"_s, u"billing"_s});
        QCOMPARE(claim(), group[0].id);
        QVERIFY(stopping().empty()); // what goes on stops nobody
        end(group[0].id, PromotionState::Errored);
        QCOMPARE(claim(), PromotionId{});
        QCOMPARE(stopping(), std::vector{group[0].id});
        must(decide(group[0].id, choice));
        QVERIFY(stopping().empty());
        QCOMPARE(claim(), goesOn ? group[1].id : PromotionId{});
    }
    void aRetryIsTakenInThePlaceOfWhatItRetries()
    {
        const auto group = queue({u"ledger"_s, u"billing"_s});
        QCOMPARE(claim(), group[0].id);
        end(group[0].id, PromotionState::Denied);
        must(decide(group[0].id, DecisionChoice::Retry));
        const Promotion again = must(m_f->write([&](Session &s) {
            Promotion p = group[0];
            p.id = {};
            p.position = 2;
            p.retries = group[0].id;
            return s.promotions().queue(p);
        }));
        const auto stored = must(m_f->read([&](Session &s) { return s.promotions().byId(again.id); }));
        QCOMPARE(stored->retries, group[0].id);
        QCOMPARE(stored->turn, group[0].turn);
        QCOMPARE(claim(), again.id);
        QCOMPARE(claim(), PromotionId{});
        end(again.id, PromotionState::Succeeded);
        QCOMPARE(claim(), group[1].id);
    }
    void itIsDecidedOnce()
    {
        const auto group = queue({u"ledger"_s});
        QCOMPARE(refusal(decide(group[0].id, DecisionChoice::Ignore)).code, ErrorCode::RuleRefused);
        QCOMPARE(claim(), group[0].id);
        end(group[0].id, PromotionState::Failed);
        must(decide(group[0].id, DecisionChoice::Exclude));
        QCOMPARE(refusal(decide(group[0].id, DecisionChoice::Ignore)).code, ErrorCode::AlreadyExists);
        const auto stored = must(m_f->read([&](Session &s) { return s.decisions().ofPromotion(group[0].id); }));
        QCOMPARE(stored->choice, DecisionChoice::Exclude);
        QCOMPARE(must(m_f->read([&](Session &s) { return s.decisions().ofGroup(group[0].group); })).size(), 1u);
        const auto events =
            must(m_f->read([&](Session &s) { return s.audit().list(1, u"promotion:%1"_s.arg(group[0].id.value)); }));
        QCOMPARE(events.front().action, u"decision.exclude"_s);
    }
    void theFileItselfKeepsIt()
    {
        const auto group = queue({u"ledger"_s, u"billing"_s});
        (void)claim();
        end(group[0].id, PromotionState::Failed);
        must(decide(group[0].id, DecisionChoice::Ignore));
        RawConnection raw(m_f->options.file);
        QVERIFY(!raw.tryRun(u"UPDATE promotion_decision SET choice = 'retry'"_s));
        QVERIFY(!raw.tryRun(u"DELETE FROM promotion_decision"_s));
        QVERIFY(
            !raw.tryRun(u"INSERT INTO promotion_decision (promotion, choice, reason, decided_by, decided_at) VALUES "
                        "(%1, 'ignore', '', '', 0)"_s.arg(group[1].id.value)));
        QVERIFY(raw.error().contains(u"only what did not succeed"_s));
    }
    void aFileFromBeforeThereWereDecisionsIsOpened()
    {
        const auto group = queue({u"ledger"_s, u"billing"_s});
        (void)claim();
        end(group[0].id, PromotionState::Errored);
        // As an older program ended it: what waited was aborted at once.
        must(m_f->write([&](Session &s) {
            Promotion p = group[1];
            p.message = u"ledger before it did not succeed"_s;
            return s.promotions().transition(p, PromotionState::Aborted);
        }));
        m_f->close();
        {
            RawConnection raw(m_f->options.file);
            const auto first = std::ranges::find(migrations(), QString(u"promotion_decision"_s),
                                                 [](const Migration &m) { return m.name.section(u'.', 0, 0).mid(5); });
            QVERIFY(first != migrations().end());
            for (const Migration &m : std::ranges::subrange(first, migrations().end()) | std::views::reverse)
                undo(raw, m);
            raw.run(u"PRAGMA user_version = %1"_s.arg(first->version - 1));
        }
        m_f->open();
        const auto stored = must(m_f->read([&](Session &s) { return s.promotions().ofGroup(group[0].group); }));
        QCOMPARE(stored[1].state, PromotionState::Aborted);
        QCOMPARE(stored[1].turn, 1);
        QVERIFY(!stored[1].retries.isValid());
        QVERIFY(stopping().empty());
        QCOMPARE(must(m_f->read([](Session &s) { return s.promotions().unsettledListing(u"x"_s); })).size(), 1u);
        must(decide(group[0].id, DecisionChoice::Exclude));
        const auto next = queue({u"billing"_s});
        QCOMPARE(claim(), next[0].id);
        QVERIFY(must(m_f->read([](Session &s) { return s.audit().verify(); })).intact);
    }
};

QTEST_GUILESS_MAIN(StorageDecisions)

#include "storage_decisions.moc"
