// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planbench.h"

#include <QDir>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// What each gate asks for before anything happens, and whose override counts.
class GatesTest : public PlanBench {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    /// Rule 2, row by row: which of the stages before an environment are asked, and for which builds.
    void upstream_data()
    {
        QTest::addColumn<bool>("rowPassed");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("inDev"); ///< version that ran in dev, empty: none
        QTest::addColumn<QString>("devMessage");
        QTest::addColumn<GateResult>("result");
        QTest::newRow("row and join passed") << true << u"dev"_s << QString() << QString() << GateResult::Pass;
        QTest::newRow("row failed") << false << u"dev"_s << QString() << QString() << GateResult::Fail;
        QTest::newRow("never ran in dev") << true << u"staging"_s << QString() << QString() << GateResult::Fail;
        QTest::newRow("ran in dev") << true << u"staging"_s << u"1.0"_s << QString() << GateResult::Pass;
        QTest::newRow("another build ran in dev") << true << u"staging"_s << u"0.9"_s << QString() << GateResult::Fail;
        QTest::newRow("runs in dev and is broken")
            << true << u"staging"_s << u"1.0"_s << u"smoke test failed"_s << GateResult::Fail;
    }
    void upstream()
    {
        QFETCH(bool, rowPassed);
        QFETCH(QString, environment);
        QFETCH(QString, inDev);
        QFETCH(QString, devMessage);
        QFETCH(GateResult, result);
        m_bench->open();
        m_bench->release(u"0.9"_s);
        const Release release = m_bench->release(u"1.0"_s, rowPassed);
        if (!inDev.isEmpty())
            record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, inDev), devMessage);
        const auto p = plan(m_bench->ask(release, environment, u"billing"_s));
        QVALUE(p);
        const GateOutcome *o = gate(p->items.front(), GateKind::Upstream);
        QVERIFY(o);
        QVERIFY2(o->result == result, qPrintable(o->text));
        QVERIFY(!o->text.isEmpty());
        QCOMPARE(p->items.front().skip, result == GateResult::Pass ? SkipReason::None : SkipReason::GateNotMet);
    }
    /// Rule 2 where one of several is enough: dev or qa, each with all that is before it.
    void oneOfSeveralIsEnough_data()
    {
        QTest::addColumn<bool>("integrated");
        QTest::addColumn<QString>("ranIn"); ///< empty: in none
        QTest::addColumn<GateResult>("result");
        QTest::addColumn<QString>("says");
        QTest::newRow("none") << true << QString() << GateResult::Fail << u"one of 2 is enough, but"_s;
        QTest::newRow("the first") << true << u"dev"_s << GateResult::Pass << u"dev as one of 2"_s;
        QTest::newRow("the second") << true << u"qa"_s << GateResult::Pass << u"qa as one of 2"_s;
        QTest::newRow("one, without what is before it")
            << false << u"qa"_s << GateResult::Fail << u"integration has not passed"_s;
    }
    void oneOfSeveralIsEnough()
    {
        QFETCH(bool, integrated);
        QFETCH(QString, ranIn);
        QFETCH(GateResult, result);
        QFETCH(QString, says);
        Environment qa = m_bench->environment(u"dev"_s);
        qa.key = {u"qa"_s};
        m_bench->product.environments.push_back(qa);
        Stage stage = *m_bench->product.stageOf({u"dev"_s});
        stage.key = {u"qa"_s};
        stage.name = u"qa"_s;
        stage.environment = qa.key;
        m_bench->product.stages.push_back(stage);
        Stage &staging =
            *std::ranges::find(m_bench->product.stages, u"staging"_s, [](const Stage &s) { return s.key.value; });
        staging.needs = staging.oneOf = {{u"dev"_s}, {u"qa"_s}};
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s, integrated);
        if (!ranIn.isEmpty())
            record(u"billing"_s, ranIn, buildOf(u"billing"_s, u"1.0"_s));
        const auto p = plan(m_bench->ask(release, u"staging"_s, u"billing"_s));
        QVALUE(p);
        const GateOutcome *o = gate(p->items.front(), GateKind::Upstream);
        QVERIFY2(o->result == result, qPrintable(o->text));
        QVERIFY2(o->text.contains(says), qPrintable(o->text));
    }
    void aSingleBuildNeedsAJoinOfExactlyWhatWouldRun()
    {
        m_bench->open();
        m_bench->release(u"1.0"_s);
        m_bench->release(u"2.0"_s);
        PromotionAsk ask;
        ask.environment = {u"dev"_s};
        ask.actor.person = u"nr"_s;
        ask.build = buildOf(u"billing"_s, u"2.0"_s);
        QCOMPARE(plan(ask)->items.front().skip, SkipReason::GateNotMet);
        record(u"ledger"_s, u"dev"_s, buildOf(u"ledger"_s, u"1.0"_s));
        QCOMPARE(plan(ask)->items.front().skip, SkipReason::GateNotMet); // 2.0 with ledger 1.0 was never tested
        record(u"ledger"_s, u"dev"_s, buildOf(u"ledger"_s, u"2.0"_s));
        QCOMPARE(plan(ask)->items.front().skip, SkipReason::None);
    }

    void people_data()
    {
        QTest::addColumn<QString>("person");
        QTest::addColumn<bool>("describedPeople");
        QTest::addColumn<SkipReason>("skip");
        QTest::newRow("manager") << u"nr"_s << true << SkipReason::None;
        QTest::newRow("deployer") << u"ik"_s << true << SkipReason::None;
        QTest::newRow("no role") << u"guest"_s << true << SkipReason::NoPermission;
        QTest::newRow("a stranger") << u"root"_s << true << SkipReason::NoPermission;
        QTest::newRow("a product without people") << u"root"_s << false << SkipReason::None;
    }
    void people()
    {
        QFETCH(QString, person);
        QFETCH(bool, describedPeople);
        QFETCH(SkipReason, skip);
        if (!describedPeople)
            m_bench->product.people.clear();
        m_bench->open();
        PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s));
        ask.actor.person = person;
        const auto p = plan(ask);
        QVALUE(p);
        QCOMPARE(p->items.front().skip, skip);
        if (person == u"root" && skip == SkipReason::NoPermission)
            QVERIFY2(p->items.front().skipText.contains(u"--as"_s), "it says how to put it right");
    }

    void overrides_data()
    {
        QTest::addColumn<QString>("person");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<GateResult>("result");
        QTest::newRow("with the role and a reason") << u"nr"_s << u"hotfix"_s << GateResult::Overridden;
        QTest::newRow("without a reason") << u"nr"_s << u"  "_s << GateResult::Fail;
        QTest::newRow("without the role") << u"ik"_s << u"hotfix"_s << GateResult::Fail;
    }
    void overrides()
    {
        QFETCH(QString, person);
        QFETCH(QString, reason);
        QFETCH(GateResult, result);
        m_bench->open();
        PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s, false));
        ask.actor.person = person;
        ask.overrides.insert(u"upstream"_s, reason);
        const auto p = plan(ask);
        QVALUE(p);
        const GateOutcome *o = gate(p->items.front(), GateKind::Upstream);
        QCOMPARE(o->result, result);
        QCOMPARE(o->overriddenBy, result == GateResult::Overridden ? person : QString());
        QCOMPARE(o->overrideReason, result == GateResult::Overridden ? reason : QString());
        QCOMPARE(p->willDoSomething(), result == GateResult::Overridden);
    }
    void anOverrideOfNothingIsAMistake()
    {
        m_bench->open();
        PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s));
        ask.overrides.insert(u"upsteam"_s, u"x"_s);
        QCOMPARE(plan(ask).error().code, ErrorCode::InvalidInput);
    }
    void reasonsAreOneParagraph()
    {
        m_bench->open();
        PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s), u"staging"_s);
        ask.overrides.insert(u"upstream"_s, u"hot\n\n fix"_s);
        const auto p = plan(ask);
        QVALUE(p);
        QCOMPARE(p->ask.overrides.value(u"upstream"_s), u"hot fix"_s);
        ask.overrides.insert(u"upstream"_s, QString(600, u'x'));
        QCOMPARE(plan(ask).error().code, ErrorCode::InvalidInput);
        ask.overrides.clear();
        ask.reason = QString(600, u'x');
        QCOMPARE(plan(ask).error().code, ErrorCode::InvalidInput);
    }

    void anOverriddenGateIsRecordedAndTheDeploymentIsAttended()
    {
        m_bench->open();
        PromotionAsk ask = m_bench->ask(m_bench->release(u"1.0"_s, false), u"dev"_s, u"billing"_s);
        ask.overrides.insert(u"upstream"_s, u"hotfix"_s);
        const auto queued = Bench::await(m_bench->desk().promote(ask));
        QVALUE(queued);
        const Promotion p = m_bench->ended(queued->front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        const auto gates = m_bench->read([&](Session &s) { return s.promotions().gates(p.id); });
        const auto it = std::ranges::find(*gates, GateKind::Upstream, &GateOutcome::kind);
        QCOMPARE(it->result, GateResult::Overridden);
        QCOMPARE(it->overriddenBy, u"nr"_s);
        QVERIFY(m_bench->running(u"billing"_s)->attended);
    }

    /// Rule 6 by the real calendar.
    void aFreezeIsNamedWithItsEnd()
    {
        m_bench->gates = defaultGateSources();
        CalendarRule freeze;
        freeze.key = u"year-end"_s;
        freeze.kind = RuleKind::Freeze;
        freeze.title = u"Year-end freeze"_s;
        freeze.start = QDateTime::currentDateTimeUtc().addSecs(-3600);
        freeze.length = std::chrono::hours{2};
        m_bench->product.calendar = {freeze};
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto p = plan(m_bench->ask(release));
        QVALUE(p);
        QCOMPARE(p->items.front().skip, SkipReason::Frozen);
        QVERIFY2(p->items.front().skipText.contains(u"Year-end freeze"_s), qPrintable(p->items.front().skipText));
        QVERIFY(toQDateTime(gate(p->items.front(), GateKind::Window)->opensAt) > QDateTime::currentDateTimeUtc());
        const auto refused = Bench::await(m_bench->desk().promote(m_bench->ask(release)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::GateNotMet);
    }

    /// Rule 7 on a folder that is really measured.
    void aPool_data()
    {
        QTest::addColumn<double>("demand");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QList<SkipReason>>("skips"); ///< ledger, billing
        const QList<SkipReason> both{SkipReason::None, SkipReason::None}, one{SkipReason::None, SkipReason::GateNotMet},
            none{SkipReason::GateNotMet, SkipReason::GateNotMet};
        QTest::newRow("room for both") << 1e6 << u"pool"_s << both;
        QTest::newRow("room for one: the first claims it") << 6e6 << u"pool"_s << one;
        QTest::newRow("room for none") << 20e6 << u"pool"_s << none;
        QTest::newRow("not known is not enough") << 1e6 << u"nowhere"_s << none;
    }
    void aPool()
    {
        QFETCH(double, demand);
        QFETCH(QString, path);
        QFETCH(QList<SkipReason>, skips);
        QVERIFY(QDir(m_bench->product.folder).mkdir(u"pool"_s));
        Pool pool;
        pool.key = {u"build"_s};
        pool.name = u"build"_s;
        pool.resources = {{.name = u"disk"_s,
                           .unit = u"bytes"_s,
                           .capacity = 11e6,
                           .reserve = 1e6,
                           .measure = PoolMeasure::Directory,
                           .path = path}};
        m_bench->product.pools = {pool};
        m_bench->environment(u"dev"_s).pool = pool.key;
        m_bench->environment(u"dev"_s).demand.insert(u"disk"_s, demand);
        m_bench->open();
        const auto p = plan(m_bench->ask(m_bench->release(u"1.0"_s)));
        QVALUE(p);
        QCOMPARE(p->items[0].skip, skips[0]);
        QCOMPARE(p->items[1].skip, skips[1]);
    }
    void preFlightMeasuresAgainAndKeepsTheSample()
    {
        QVERIFY(QDir(m_bench->product.folder).mkdir(u"pool"_s));
        Pool pool;
        pool.key = {u"build"_s};
        pool.resources = {{.name = u"disk"_s,
                           .unit = u"bytes"_s,
                           .capacity = 10e6,
                           .reserve = 0,
                           .measure = PoolMeasure::Directory,
                           .path = u"pool"_s}};
        m_bench->product.pools = {pool};
        m_bench->environment(u"dev"_s).pool = pool.key;
        m_bench->environment(u"dev"_s).demand.insert(u"disk"_s, 1e6);
        m_bench->open();
        WorkerDesk desk(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(desk.promote(m_bench->ask(m_bench->release(u"1.0"_s), u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        QFile full(m_bench->file(u"pool/full"_s));
        QVERIFY(full.open(QIODevice::WriteOnly));
        full.write(QByteArray(9'900'000, 'x'));
        full.close();
        desk.start();
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Denied);
        const auto samples = m_bench->read([](Session &s) { return s.pools().latest(); });
        QCOMPARE(samples->size(), size_t(1));
        QVERIFY(samples->front().used >= 9.9e6);
    }

    void theNotesGateWantsTheTextThatWasSigned()
    {
        m_bench->environment(u"dev"_s).gates = {GateKind::Notes};
        Role support;
        support.key = {u"support"_s};
        support.name = u"Support"_s;
        support.mayApprove = true;
        support.signOffs = 1;
        m_bench->product.roles.push_back(support);
        m_bench->product.people.back().roles = {support.key};
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto skip = [&] { return plan(m_bench->ask(release))->items.front().skip; };
        QCOMPARE(skip(), SkipReason::GateNotMet); // none yet
        const auto revision = [](const QString &text) {
            NotesRevision r;
            r.text = text;
            r.hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex();
            r.author = u"nr"_s;
            return r;
        };
        const auto document =
            m_bench->write([&](Session &s) { return s.notes().create(release.id, revision(u"one"_s)); });
        QVALUE(document);
        QCOMPARE(skip(), SkipReason::GateNotMet); // a draft
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            if (auto r = s.notes().transition(document->id, NotesState::InReview, {}); !r)
                return r;
            SignOff signOff;
            signOff.document = document->id;
            signOff.hash = revision(u"one"_s).hash;
            signOff.role = {u"support"_s};
            signOff.person = u"guest"_s;
            signOff.at = s.now();
            if (auto r = s.notes().sign(signOff); !r)
                return std::unexpected(r.error());
            return s.notes().transition(document->id, NotesState::Approved, {});
        }));
        QCOMPARE(skip(), SkipReason::None);
        QVALUE(m_bench->write([&](Session &s) { return s.notes().revise(document->id, revision(u"two"_s)); }));
        QCOMPARE(skip(), SkipReason::GateNotMet); // rule 3
    }

    void theDeployerIsNeverTheOnlyApprover_data()
    {
        QTest::addColumn<QString>("asks");
        QTest::addColumn<QStringList>("approve");
        QTest::addColumn<GateResult>("result");
        QTest::newRow("somebody else") << u"ik"_s << QStringList{u"guest"_s} << GateResult::Pass;
        QTest::newRow("who promotes") << u"guest"_s << QStringList{u"guest"_s} << GateResult::Fail;
        QTest::newRow("the train's deployer") << u"ik"_s << QStringList{u"nr"_s} << GateResult::Fail;
        QTest::newRow("the deployer and another") << u"ik"_s << QStringList{u"nr"_s, u"guest"_s} << GateResult::Pass;
    }
    void theDeployerIsNeverTheOnlyApprover()
    {
        QFETCH(const QString, asks);
        QFETCH(const QStringList, approve);
        QFETCH(const GateResult, result);
        m_bench->environment(u"dev"_s).gates = {GateKind::Approval};
        m_bench->product.people.back().roles = {{u"manager"_s}};
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s, true, u"2026.48"_s);
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            Train train = **s.trains().byId(release.train);
            train.deployer = {u"nr"_s};
            if (auto r = s.trains().change(train, {}); !r)
                return r;
            NotesRevision text;
            text.text = u"one"_s;
            text.hash = QCryptographicHash::hash(text.text.toUtf8(), QCryptographicHash::Sha256).toHex();
            const auto document = s.notes().create(release.id, text);
            if (!document)
                return std::unexpected(document.error());
            if (auto r = s.notes().transition(document->id, NotesState::InReview, {}); !r)
                return r;
            for (const QString &person : approve) {
                SignOff signOff;
                signOff.document = document->id;
                signOff.hash = text.hash;
                signOff.role = {u"manager"_s};
                signOff.person = person;
                signOff.at = s.now();
                if (auto r = s.notes().sign(signOff); !r)
                    return std::unexpected(r.error());
            }
            return {};
        }));
        PromotionAsk ask = m_bench->ask(release);
        ask.actor.person = asks;
        const auto p = plan(ask);
        QVALUE(p);
        const GateOutcome *o = gate(p->items.front(), GateKind::Approval);
        QVERIFY(o);
        QVERIFY2(o->result == result, qPrintable(o->text));
    }

    void whatHasNowhereToSoakDoesNotPass()
    {
        for (const QString &key : {u"dev"_s, u"staging"_s}) {
            m_bench->environment(key).gates = {GateKind::Soak};
            m_bench->environment(key).soak = std::chrono::hours{1};
        }
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto soak = [&](const QString &environment) {
            const auto p = plan(m_bench->ask(release, environment));
            const GateOutcome *o = p ? gate(p->items.front(), GateKind::Soak) : nullptr;
            return o ? *o : GateOutcome{};
        };
        QCOMPARE(soak(u"dev"_s).result, GateResult::Error);
        QVERIFY2(soak(u"dev"_s).text.contains(u"No environment comes before dev"_s), qPrintable(soak(u"dev"_s).text));
        QCOMPARE(soak(u"staging"_s).result, GateResult::Fail);
        QCOMPARE(soak(u"staging"_s).text, u"Has run 0 of 60 min before this environment"_s);
    }

    void aHoldStops()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto hold = m_bench->write([](Session &s) {
            Hold h;
            h.environment = {u"dev"_s};
            h.reason = u"audit"_s;
            h.setBy = u"nr"_s;
            h.setAt = s.now();
            return s.holds().set(h);
        });
        QVALUE(hold);
        const auto p = plan(m_bench->ask(release));
        QCOMPARE(p->items.front().skip, SkipReason::Held);
        QVERIFY(p->items.front().skipText.contains(u"audit"_s));
        QVALUE(m_bench->write([&](Session &s) { return s.holds().lift(*hold, u"done"_s); }));
        QVERIFY(plan(m_bench->ask(release))->willDoSomething());
    }
};

QTEST_GUILESS_MAIN(GatesTest)
#include "gatestest.moc"
