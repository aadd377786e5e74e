// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planbench.h"

using namespace humdrum;
using namespace Qt::StringLiterals;

/// What the plan says before anything happens: what goes, what stays behind and why, what it brings or takes back.
class PlanTest : public PlanBench {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void aPlanChangesNothing()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto events = m_bench->read([](Session &s) { return s.audit().list(1000); });
        const auto p = plan(m_bench->ask(release));
        QVALUE(p);
        QVERIFY(p->willDoSomething());
        QCOMPARE(p->releaseVersion, u"1.0"_s);
        QCOMPARE(p->items.size(), size_t(2));
        QCOMPARE(p->items.front().service.value, u"ledger"_s);
        QCOMPARE(m_bench->read([](Session &s) { return s.audit().list(1000); })->size(), events->size());
        QVERIFY(m_bench->read([](Session &s) { return s.promotions().recent(1); })->empty());
    }

    void whatRunsThereAlreadyIsNotPromoted()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        for (const QString &service : {u"ledger"_s, u"billing"_s})
            record(service, u"dev"_s, buildOf(service, u"1.0"_s));
        const auto p = plan(m_bench->ask(release));
        QCOMPARE(p->items.front().skip, SkipReason::AlreadyThere);
        QVERIFY(!p->willDoSomething());
        QCOMPARE(Bench::await(m_bench->desk().promote(m_bench->ask(release))).error().code, ErrorCode::NothingToDo);
    }
    void changesAreThoseSinceWhatRuns()
    {
        m_bench->open();
        m_bench->release(u"1.0"_s);
        const Release release = m_bench->release(u"2.0"_s);
        const auto commitOf = [&](const QString &version) {
            return (*m_bench->read([&](Session &s) { return s.builds().byVersion({u"billing"_s}, version); }))->commit;
        };
        const QString middle(40, u'a');
        const std::array commits{commitOf(u"1.0"_s), middle, commitOf(u"2.0"_s)};
        const auto imported = m_bench->write([&](Session &s) {
            std::vector<Change> changes(3);
            for (size_t i = 0; i < 3; ++i) {
                changes[i].service = {u"billing"_s};
                changes[i].commit = commits[i];
                changes[i].parents = i ? QStringList{commits[i - 1]} : QStringList{};
                changes[i].ordinal = static_cast<qint64>(i);
                changes[i].summary = QString::number(i);
                changes[i].committedAt = changes[i].authoredAt = Timestamp{std::chrono::hours{i + 1}};
            }
            return s.changes().import({u"billing"_s}, changes);
        });
        QVALUE(imported);
        record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, u"1.0"_s));
        const auto p = plan(m_bench->ask(release, u"dev"_s, u"billing"_s));
        QVALUE(p);
        QCOMPARE(p->items.front().changes.size(), size_t(2));
        QCOMPARE(p->items.front().changes.front().commit, commitOf(u"2.0"_s));
        QCOMPARE(p->items.front().replaces->version, u"1.0"_s);
    }
    void aRollbackTakesChangesBack()
    {
        m_bench->open();
        m_bench->release(u"1.0"_s);
        m_bench->release(u"2.0"_s);
        importLine(u"billing"_s, {u"1.0"_s, {}, u"2.0"_s});
        record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, u"1.0"_s));
        record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, u"2.0"_s));
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = {u"dev"_s};
        ask.service = {u"billing"_s};
        ask.actor.person = u"nr"_s;
        const auto p = plan(ask);
        QVALUE(p);
        QVERIFY(p->takesBack() && p->willBeQueued());
        QCOMPARE(p->items.front().build.version, u"1.0"_s);
        QCOMPARE(p->items.front().changes.size(), size_t(2));
        QCOMPARE(p->items.front().changes.front().summary, u"2.0"_s);
    }

    /// As the run judges it: what needs something that stays behind would be aborted.
    void whatNeedsAHeldOneStaysBehind()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        hold(u"ledger"_s);
        const auto p = plan(m_bench->ask(release));
        QVALUE(p);
        QCOMPARE(p->items[0].skip, SkipReason::Held);
        QCOMPARE(p->items[1].skip, SkipReason::Dependency);
        QCOMPARE(p->items[1].skipText, u"needs ledger 1.0, which is held"_s);
        PromotionAsk part = m_bench->ask(release);
        part.partial = true;
        const auto refused = Bench::await(m_bench->desk().promote(part));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"billing: needs ledger 1.0, which is held"_s),
                 qPrintable(refused.error().message));
        QVERIFY(m_bench->read([](Session &s) { return s.promotions().recent(1); })->empty());
        // Whoever names the service has chosen.
        QCOMPARE(plan(m_bench->ask(release, u"dev"_s, u"billing"_s))->items.front().skip, SkipReason::None);
    }
    void whatIsNeededMayRunAlready_data()
    {
        QTest::addColumn<QString>("runs");
        QTest::addColumn<QString>("message");
        QTest::addColumn<SkipReason>("skip");
        QTest::newRow("this build") << u"2.0"_s << QString() << SkipReason::None;
        QTest::newRow("a newer one") << u"3.0"_s << QString() << SkipReason::None;
        QTest::newRow("an older one") << u"1.0"_s << QString() << SkipReason::Dependency;
        QTest::newRow("a newer one that is broken") << u"3.0"_s << u"smoke test failed"_s << SkipReason::Dependency;
    }
    void whatIsNeededMayRunAlready()
    {
        QFETCH(QString, runs);
        QFETCH(QString, message);
        QFETCH(SkipReason, skip);
        m_bench->open();
        m_bench->release(u"1.0"_s);
        const Release release = m_bench->release(u"2.0"_s);
        m_bench->release(u"3.0"_s);
        importLine(u"ledger"_s, {u"1.0"_s, u"2.0"_s, u"3.0"_s});
        record(u"ledger"_s, u"dev"_s, buildOf(u"ledger"_s, runs), message);
        hold(u"ledger"_s);
        const auto p = plan(m_bench->ask(release));
        QVALUE(p);
        QVERIFY(p->items[0].skip != SkipReason::None);
        QCOMPARE(p->items[1].skip, skip);
    }
    void aReleaseGoesWholeOrAsAPartThatIsAskedFor()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        hold(u"billing"_s);
        PromotionAsk ask = m_bench->ask(release);
        const auto p = plan(ask);
        QVALUE(p);
        QVERIFY(p->willDoSomething() && p->isPartial() && !p->willBeQueued());
        const auto refused = Bench::await(m_bench->desk().promote(ask));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::GateNotMet);
        QVERIFY2(refused.error().message.contains(u"billing: hold: Held by nr: wait"_s),
                 qPrintable(refused.error().message));
        QVERIFY2(refused.error().hint.contains(u"--partial"_s), qPrintable(refused.error().hint));
        QVERIFY(m_bench->read([](Session &s) { return s.promotions().recent(1); })->empty());
        ask.partial = true;
        QVERIFY(plan(ask)->willBeQueued());
        const auto queued = Bench::await(m_bench->desk().promote(ask));
        QVALUE(queued);
        QCOMPARE(queued->size(), size_t(1));
        QCOMPARE(queued->front().request.service, ServiceKey{u"ledger"_s});
        QCOMPARE(m_bench->ended(queued->front().id).state, PromotionState::Succeeded);
        // What is there already keeps nothing back.
        QVERIFY(!plan(m_bench->ask(release))->isPartial());
    }
    void aNamedServiceGoesAlone()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        hold(u"billing"_s);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        QCOMPARE(queued->size(), size_t(1));
    }

    void thereMustBeSomethingToRollBackTo()
    {
        m_bench->open();
        m_bench->release(u"1.0"_s);
        record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, u"1.0"_s));
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = {u"dev"_s};
        ask.actor.person = u"nr"_s;
        ask.reason = u"x"_s;
        QCOMPARE(plan(ask)->items.front().skip, SkipReason::NothingToRollBackTo);
        ask.environment = {u"staging"_s};
        QCOMPARE(plan(ask).error().code, ErrorCode::NothingToDo);
        ask.environment = {u"nowhere"_s};
        QCOMPARE(plan(ask).error().code, ErrorCode::NotFound);
    }
    void whatWasRolledBackDoesNotGoBackPiecemeal()
    {
        m_bench->open();
        QVERIFY(promoted(u"1.0"_s) && promoted(u"2.0"_s));
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = {u"dev"_s};
        ask.actor.person = u"nr"_s;
        ask.reason = u"wrong totals"_s;
        const auto back = Bench::await(m_bench->desk().promote(ask));
        QVALUE(back);
        QCOMPARE(back->size(), size_t(2));
        for (const Promotion &p : *back)
            QCOMPARE(m_bench->ended(p.id).state, PromotionState::Succeeded);
        QCOMPARE(plan(ask).error().code, ErrorCode::RuleRefused);
        ask.service = {u"ledger"_s};
        QVALUE(plan(ask));
    }
    void whatARollbackLeftBehindGoesBackNext()
    {
        m_bench->open();
        QVERIFY(promoted(u"1.0"_s) && promoted(u"2.0"_s));
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = {u"dev"_s};
        ask.service = {u"ledger"_s};
        ask.actor.person = u"nr"_s;
        ask.reason = u"wrong totals"_s;
        const auto back = Bench::await(m_bench->desk().promote(ask));
        QVALUE(back);
        QCOMPARE(m_bench->ended(back->front().id).state, PromotionState::Succeeded);
        ask.service = {};
        const auto rest = plan(ask);
        QVALUE(rest);
        QCOMPARE(rest->items.size(), size_t(1));
        QCOMPARE(rest->items.front().service.value, u"billing"_s);
    }
    void anUnknownReleaseIsNotFound()
    {
        m_bench->open();
        PromotionAsk ask = m_bench->ask(Release{});
        ask.release.value = 99;
        QCOMPARE(plan(ask).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plantest.moc"
