// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "promotion/decisions.h"
#include "promotion/processgroup.h"

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects what happens when one of several services does not succeed: nothing goes on before a person has decided, what is
/// decided is decided once, and what it says is what comes of it. Promoted are ledger, gateway, and billing, which needs ledger.
class DecisionsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::vector<Promotion> m_queued;

    Environment &dev() { return m_bench->environment(u"dev"_s); }
    static Actor actor(const QString &person = u"nr"_s) { return {.person = person, .program = u"test"_s, .host = {}}; }
    void touch(const QString &name) { QVERIFY(QFile(m_bench->file(name)).open(QIODevice::WriteOnly)); }
    void mend(const QString &name) { QVERIFY(QFile::remove(m_bench->file(name))); }

    void addGateway()
    {
        Product &p = m_bench->product;
        Service gateway = p.services.front();
        gateway.key = {u"gateway"_s};
        gateway.dependsOn.clear();
        p.services.push_back(gateway);
        Stage commit = *std::ranges::find(p.stages, StageKey{u"ledger.commit"_s}, &Stage::key);
        commit.key = {u"gateway.commit"_s};
        commit.service = gateway.key;
        p.stages.push_back(commit);
        std::ranges::find(p.stages, StageKey{u"integration"_s}, &Stage::key)->needs.push_back(commit.key);
        // Somewhere else, where nothing has to have passed before.
        Environment lab = dev();
        lab.key = {u"lab"_s};
        lab.rank = 7;
        p.environments.push_back(lab);
        Stage stage = *std::ranges::find(p.stages, StageKey{u"dev"_s}, &Stage::key);
        stage.key = {u"lab"_s};
        stage.environment = lab.key;
        stage.needs.clear();
        p.stages.push_back(stage);
    }
    /// Opened, with 1.0 everywhere in dev.
    void open()
    {
        const QString deploy = dev().deploy.argv.back();
        dev().deploy = Bench::sh(u"[ ! -e broken-$HUMDRUM_SERVICE ] || exit 3; "_s + deploy);
        dev().smoke = Bench::sh(u"[ \"$HUMDRUM_VERSION\" != \"$(cat sick-$HUMDRUM_SERVICE)\" ]"_s);
        m_bench->open();
        promote(u"1.0"_s);
        for (const Promotion &p : m_queued)
            QCOMPARE(m_bench->ended(p.id).state, PromotionState::Succeeded);
        QCOMPARE(m_queued.size(), size_t(3));
        QVERIFY(QFile::remove(m_bench->file(u"envs/history"_s)));
    }
    void promote(const QString &version)
    {
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(version))));
        QVALUE(queued);
        m_queued = *queued;
    }
    /// Promotes 2.0, of which the deploy of `service` fails; returns that promotion.
    Promotion stopAt(const QString &service)
    {
        touch(u"broken-"_s + service);
        promote(u"2.0"_s);
        return m_bench->ended(of(service).id);
    }
    Promotion of(const QString &service)
    {
        return *std::ranges::find(m_queued, service, [](const Promotion &p) { return p.request.service.value; });
    }
    Promotion now(PromotionId id)
    {
        return **m_bench->read([id](Session &s) { return s.promotions().byId(id); });
    }
    Promotion now(const QString &service) { return now(of(service).id); }
    std::vector<PendingDecision> undecided()
    {
        return m_bench->read([p = m_bench->product](Session &s) { return openDecisions(s, p); })
            .value_or(std::vector<PendingDecision>{});
    }
    Result<DecisionPlan> plan(PromotionId id, const QString &person = u"nr"_s)
    {
        return Bench::await(m_bench->desk().decisionAbout(id, actor(person)));
    }
    Result<DecisionOutcome> decide(PromotionId id, DecisionChoice choice, const QString &reason = u"as agreed"_s,
                                   const QString &person = u"nr"_s)
    {
        return Bench::await(m_bench->desk().decide({id, choice, reason, actor(person)}));
    }
    /// Something else is promoted by this worker and by another one, so that both have looked at what waits.
    void letOthersWork()
    {
        const Release release = m_bench->release(u"3.0"_s);
        Bench::Other other = m_bench->other();
        other.desk->start();
        for (WorkerDesk *desk : {&m_bench->desk(), other.desk.get()}) {
            const auto queued = Bench::await(
                desk->promote(m_bench->ask(release, u"lab"_s, desk == other.desk.get() ? u"ledger"_s : u"gateway"_s)));
            QVALUE(queued);
            QCOMPARE(m_bench->ended(queued->front().id).state, PromotionState::Succeeded);
        }
        other.desk->stop();
    }
    QString history()
    {
        QStringList lines = m_bench->content(u"envs/history"_s).split(u'\n', Qt::SkipEmptyParts);
        lines.removeIf([](const QString &l) { return l.endsWith(u" 3.0"_s); });
        return lines.join(u", "_s);
    }
    std::vector<AuditEvent> audit(PromotionId id)
    {
        return m_bench->read([id](Session &s) { return s.audit().list(50, u"promotion:%1"_s.arg(id.value)); })
            .value_or(std::vector<AuditEvent>{});
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        addGateway();
    }
    void cleanup()
    {
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
        m_bench.reset();
    }

    void nothingGoesOnBeforeSomebodyDecides()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        QCOMPARE(ledger.state, PromotionState::Errored);
        letOthersWork();
        QCOMPARE(now(u"gateway"_s).state, PromotionState::Queued);
        QCOMPARE(now(u"billing"_s).state, PromotionState::Queued);
        QCOMPARE(history(), QString());
        const auto open = undecided();
        QCOMPARE(open.size(), size_t(1));
        QCOMPARE(open[0].about.promotion.id, ledger.id);
        QCOMPARE(open[0].waiting.size(), size_t(2));
        QCOMPARE(open[0].runs, u"1.0"_s);
        const auto stopped = m_bench->read([](Session &s) { return stoppedBehind(s); });
        QVALUE(stopped);
        QCOMPARE(stopped->value(of(u"billing"_s).id).id, ledger.id);
        const auto choices = plan(ledger.id);
        QVALUE(choices);
        for (const DecisionChoice c : {DecisionChoice::Retry, DecisionChoice::Ignore, DecisionChoice::Exclude})
            QVERIFY2(choices->option(c).isOffered(), qPrintable(choices->option(c).whyNot));
        QVERIFY(choices->option(DecisionChoice::RollBack).whyNot.contains(u"Nothing that was deployed"_s));
    }
    void aRetryIsANewAttemptAndTheRestFollowsWhenItSucceeds()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        mend(u"broken-ledger"_s);
        const auto outcome = decide(ledger.id, DecisionChoice::Retry, {});
        QVALUE(outcome);
        QCOMPARE(outcome->queued.size(), size_t(1));
        const Promotion again = outcome->queued.front();
        QCOMPARE(again.retries, ledger.id);
        QCOMPARE(again.group, ledger.group);
        QCOMPARE(m_bench->ended(again.id).state, PromotionState::Succeeded);
        QCOMPARE(m_bench->ended(of(u"billing"_s).id).state, PromotionState::Succeeded);
        QCOMPARE(now(ledger.id).state, PromotionState::Errored); // a finished state never changes
        QCOMPARE(history(), u"ledger 2.0, gateway 2.0, billing 2.0"_s);
        QVERIFY(m_bench->running(u"ledger"_s)->attended);
        QVERIFY(!m_bench->running(u"billing"_s)->attended);
        QVERIFY(undecided().empty());
    }
    void aRetryThatFailsStopsThemAgain()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        const auto outcome = decide(ledger.id, DecisionChoice::Retry);
        QVALUE(outcome);
        const Promotion again = m_bench->ended(outcome->queued.front().id);
        QCOMPARE(again.state, PromotionState::Errored);
        letOthersWork();
        QCOMPARE(now(u"gateway"_s).state, PromotionState::Queued);
        QCOMPARE(history(), QString());
        QCOMPARE(undecided().size(), size_t(1));
        QCOMPARE(undecided().front().about.promotion.id, again.id);
        QCOMPARE(undecided().front().waiting.size(), size_t(2));
    }
    void whatIsIgnoredStaysAsItEndedAndTheRestGoesOn()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        const auto offered = plan(ledger.id);
        QVALUE(offered);
        QVERIFY(
            offered->option(DecisionChoice::Ignore).effects.contains(u"billing goes on, although it needs ledger"_s));
        QVALUE(decide(ledger.id, DecisionChoice::Ignore));
        QCOMPARE(m_bench->ended(of(u"billing"_s).id).state, PromotionState::Succeeded);
        QCOMPARE(history(), u"gateway 2.0, billing 2.0"_s);
        QCOMPARE(now(ledger.id).state, PromotionState::Errored);
        QCOMPARE(m_bench->content(u"envs/dev-ledger"_s), u"1.0"_s); // and nothing false is recorded about it
        const BuildId runs = m_bench->running(u"ledger"_s)->build;
        QCOMPARE((*m_bench->read([runs](Session &s) { return s.builds().byId(runs); }))->version, u"1.0"_s);
    }
    void whatNeedsAnExcludedServiceIsTakenOutWithIt()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        const auto outcome = decide(ledger.id, DecisionChoice::Exclude, u"not this week"_s);
        QVALUE(outcome);
        QCOMPARE(m_bench->ended(of(u"gateway"_s).id).state, PromotionState::Succeeded);
        const Promotion billing = now(u"billing"_s);
        QCOMPARE(billing.state, PromotionState::Aborted);
        QVERIFY2(billing.message.contains(u"Excluded with ledger"_s) && billing.message.contains(u"not this week"_s),
                 qPrintable(billing.message));
        QCOMPARE(history(), u"gateway 2.0"_s);
    }
    void allThatWasDeployedGoesBackTheLastFirst()
    {
        dev().automaticRollback = false;
        open();
        const Promotion billing = stopAt(u"billing"_s);
        QCOMPARE(history(), u"ledger 2.0, gateway 2.0"_s);
        const auto offered = plan(billing.id);
        QVALUE(offered);
        const QStringList effects = offered->option(DecisionChoice::RollBack).effects;
        QCOMPARE(effects.mid(0, 2),
                 QStringList({u"gateway goes back from 2.0 to 1.0"_s, u"ledger goes back from 2.0 to 1.0"_s}));
        const auto outcome = decide(billing.id, DecisionChoice::RollBack, u"too late today"_s);
        QVALUE(outcome);
        QCOMPARE(outcome->queued.size(), size_t(2));
        for (const Promotion &p : outcome->queued) {
            QVERIFY(p.group != billing.group);
            QCOMPARE(m_bench->ended(p.id).state, PromotionState::Succeeded);
        }
        QCOMPARE(history(), u"ledger 2.0, gateway 2.0, back, gateway 1.0, back, ledger 1.0"_s);
        const auto holds = m_bench->read([](Session &s) { return s.holds().active(); });
        QCOMPARE(holds->size(), size_t(2));
    }
    void whatWaitsIsNotPromotedWhenAllIsRolledBack()
    {
        dev().automaticRollback = false;
        open();
        const Promotion gateway = stopAt(u"gateway"_s);
        const auto outcome = decide(gateway.id, DecisionChoice::RollBack);
        QVALUE(outcome);
        QCOMPARE(now(u"billing"_s).state, PromotionState::Aborted);
        QCOMPARE(m_bench->ended(outcome->queued.front().id).state, PromotionState::Succeeded);
        QCOMPARE(history(), u"ledger 2.0, back, ledger 1.0"_s);
    }
    void theHoldOfTheAutomaticRollbackStandsInTheWayOfARetry()
    {
        open();
        QFile sick(m_bench->file(u"sick-ledger"_s));
        QVERIFY(sick.open(QIODevice::WriteOnly));
        sick.write("2.0");
        sick.close();
        promote(u"2.0"_s);
        const Promotion ledger = m_bench->ended(of(u"ledger"_s).id);
        QCOMPARE(ledger.state, PromotionState::Failed);
        const auto held = [this] { return m_bench->read([](Session &s) { return s.holds().active(); }).value(); };
        QTRY_COMPARE(held().size(), size_t(1));
        QTRY_VERIFY(!undecided().front().isRollingBack());
        QCOMPARE(undecided().front().waiting.size(), size_t(2));
        const auto offered = plan(ledger.id);
        QVALUE(offered);
        const QString why = offered->option(DecisionChoice::Retry).whyNot;
        QVERIFY2(why.contains(u"humdrumctl hold lift %1"_s.arg(held().front().id.value)), qPrintable(why));
        QCOMPARE(decide(ledger.id, DecisionChoice::Retry).error().code, ErrorCode::RuleRefused);
        QCOMPARE(held().size(), size_t(1)); // and it is not lifted by anything but a person
        const HoldId hold = held().front().id;
        QVALUE(m_bench->write([hold](Session &s) { return s.holds().lift(hold, u"mended"_s); }));
        QVERIFY(QFile::remove(sick.fileName()));
        QVALUE(decide(ledger.id, DecisionChoice::Retry));
        QCOMPARE(m_bench->ended(of(u"billing"_s).id).state, PromotionState::Succeeded);
    }
    void oneThatWasRolledBackByItselfNeedsNoDecision()
    {
        open();
        QFile sick(m_bench->file(u"sick-ledger"_s));
        QVERIFY(sick.open(QIODevice::WriteOnly));
        sick.write("2.0");
        sick.close();
        const auto queued =
            Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"2.0"_s), u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        QCOMPARE(m_bench->ended(queued->front().id).state, PromotionState::Failed);
        QVERIFY(undecided().empty());
        const auto refused = plan(queued->front().id);
        QCOMPARE(refused.error().code, ErrorCode::NothingToDo);
        QVERIFY2(refused.error().message.contains(u"rolled back by promotion"_s), qPrintable(refused.error().message));
    }
    void aSingleOneThatFailedNeedsOne()
    {
        open();
        touch(u"broken-ledger"_s);
        const Release release = m_bench->release(u"2.0"_s);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        const PromotionId id = m_bench->ended(queued->front().id).id;
        QCOMPARE(undecided().size(), size_t(1));
        mend(u"broken-ledger"_s);
        // A new attempt that is asked for in the usual way is an answer as well.
        const auto again = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        QVALUE(again);
        QCOMPARE(m_bench->ended(again->front().id).state, PromotionState::Succeeded);
        QVERIFY(undecided().empty());
        QCOMPARE(decide(id, DecisionChoice::Ignore).error().code, ErrorCode::NothingToDo);
    }
    void whatWasDeniedAtItsTurnStopsTheOthers()
    {
        const auto calendar = m_bench->closableCalendar();
        open();
        m_bench->desk().stop();
        WorkerDesk idle(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(idle.promote(m_bench->ask(m_bench->release(u"2.0"_s))));
        QVALUE(queued);
        m_queued = *queued;
        *calendar = false; // between the click and the turn
        Bench::Other later = m_bench->other();
        later.desk->start();
        QCOMPARE(m_bench->ended(of(u"ledger"_s).id).state, PromotionState::Denied);
        later.desk->stop();
        QCOMPARE(now(u"gateway"_s).state, PromotionState::Queued);
        QCOMPARE(undecided().size(), size_t(1));
        const auto offered = Bench::await(idle.decisionAbout(of(u"ledger"_s).id, actor()));
        QVALUE(offered);
        QVERIFY(offered->option(DecisionChoice::Retry).whyNot.contains(u"Year-end freeze"_s));
        QVERIFY(offered->option(DecisionChoice::Ignore).isOffered());
    }
    void whoMayNotIsRefused()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        const auto deployer = plan(ledger.id, u"ik"_s);
        QVALUE(deployer);
        QVERIFY(!deployer->option(DecisionChoice::Ignore).isOffered()); // it passes over a rule
        QVERIFY(deployer->option(DecisionChoice::Exclude).isOffered());
        const auto guest = plan(ledger.id, u"guest"_s);
        QVALUE(guest);
        for (const DecisionOption &option : guest->options)
            QVERIFY(!option.isOffered());
        for (const DecisionChoice choice : {DecisionChoice::Retry, DecisionChoice::Exclude})
            QCOMPARE(decide(ledger.id, choice, u"x"_s, u"guest"_s).error().code, ErrorCode::RuleRefused);
        QCOMPARE(decide(ledger.id, DecisionChoice::Ignore, u"x"_s, u"ik"_s).error().code, ErrorCode::RuleRefused);
        QCOMPARE(decide(ledger.id, DecisionChoice::Ignore, u"  "_s).error().code, ErrorCode::InvalidInput);
        QCOMPARE(decide(PromotionId{4711}, DecisionChoice::Ignore).error().code, ErrorCode::NotFound);
        QCOMPARE(undecided().size(), size_t(1));
    }
    void ofTwoWhoDecideAtOnceTheSecondIsTold()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        Bench::Other other = m_bench->other();
        auto first = m_bench->desk().decide({ledger.id, DecisionChoice::Exclude, u"mine"_s, actor()});
        auto second = other.desk->decide({ledger.id, DecisionChoice::Ignore, u"no, mine"_s, actor()});
        const auto one = Bench::await(first), two = Bench::await(second);
        QVERIFY(one.has_value() != two.has_value());
        const Error &refused = one ? two.error() : one.error();
        QCOMPARE(refused.code, ErrorCode::AlreadyExists);
        QVERIFY2(refused.message.contains(u"by nr"_s), qPrintable(refused.message));
        const auto stored = m_bench->read([&](Session &s) { return s.decisions().ofGroup(ledger.group); });
        QCOMPARE(stored->size(), size_t(1));
        const auto said = std::ranges::count_if(
            audit(ledger.id), [](const AuditEvent &e) { return e.action.startsWith(u"decision."_s); });
        QCOMPARE(said, 1);
    }
    void aDecisionIsTakenUpByAnyWorkerThatComesLater()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        mend(u"broken-ledger"_s);
        m_bench->desk().stop();
        WorkerDesk idle(*m_bench->store, m_bench->options()); // decides, and is gone
        const auto outcome = Bench::await(idle.decide({ledger.id, DecisionChoice::Retry, {}, actor()}));
        QVALUE(outcome);
        QCOMPARE(history(), QString());
        Bench::Other later = m_bench->other();
        later.desk->start();
        QCOMPARE(m_bench->ended(of(u"billing"_s).id).state, PromotionState::Succeeded);
        QCOMPARE(history(), u"ledger 2.0, gateway 2.0, billing 2.0"_s);
        later.desk->stop();
    }
    void whatWaitsCanBeCancelled()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        for (const QString &service : {u"billing"_s, u"gateway"_s})
            QVALUE(Bench::await(m_bench->desk().cancel(of(service).id, actor(), u"enough"_s)));
        QCOMPARE(now(u"gateway"_s).state, PromotionState::Aborted);
        QCOMPARE(undecided().size(), size_t(1)); // it still has to be settled what becomes of ledger
        QVERIFY(undecided().front().waiting.empty());
        QVALUE(decide(ledger.id, DecisionChoice::Exclude));
        QVERIFY(undecided().empty());
    }
    void aWholeReleaseIsNotAskedForBesideWhatWaits()
    {
        open();
        const Promotion ledger = stopAt(u"ledger"_s);
        PromotionAsk ask = m_bench->ask({}, u"dev"_s);
        ask.release = ledger.request.release;
        const auto refused = Bench::await(m_bench->desk().promote(ask));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"waits for a decision on ledger"_s),
                 qPrintable(refused.error().message));
    }
};

QTEST_GUILESS_MAIN(DecisionsTest)

#include "decisionstest.moc"
