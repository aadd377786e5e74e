// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planbench.h"

#include "promotion/promotionrecords.h"
#include "promotion/readiness.h"

using namespace humdrum;
using namespace Qt::StringLiterals;

/// What people say and tick before a release goes: whom it counts for, and until when.
class ReadinessTest : public PlanBench {
    Q_OBJECT
    Release m_release;

    /// Two client leads, lena and lou, and a manager, nr, in a product whose dev asks for what is given.
    void open(const std::vector<AskedApprovals> &asked)
    {
        Role lead;
        lead.key = {u"client-lead"_s};
        lead.name = u"Client lead"_s;
        lead.mayApprove = true;
        m_bench->product.roles.push_back(lead);
        for (const QString &key : {u"lena"_s, u"lou"_s}) {
            Person p;
            p.key = {key};
            p.name = key;
            p.roles = {lead.key};
            m_bench->product.people.push_back(p);
        }
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.gates = {GateKind::Approval};
        dev.approvals = asked;
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
    }
    void say(const QString &person, const QString &role, SignOffVerdict verdict)
    {
        const auto r = m_bench->write([=, this](Session &s) {
            ReleaseSignOff signOff;
            signOff.release = m_release.id;
            signOff.hash = *releaseHash(s, m_release);
            signOff.role = {role};
            signOff.person = person;
            signOff.verdict = verdict;
            return s.releases().sign(signOff);
        });
        if (!r)
            qFatal("%s", qPrintable(r.error().toString()));
    }
    GateOutcome judged(GateKind kind, const QString &asks = u"ik"_s, const QString &environment = u"dev"_s)
    {
        PromotionAsk ask = m_bench->ask(m_release, environment, u"billing"_s);
        ask.actor.person = asks;
        const auto p = plan(ask);
        if (!p)
            qFatal("%s", qPrintable(p.error().toString()));
        const GateOutcome *o = gate(p->items.front(), kind);
        return o ? *o : GateOutcome{};
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void approvals_data()
    {
        QTest::addColumn<QStringList>("words"); ///< "lena client-lead approved", in this order
        QTest::addColumn<QString>("asks");
        QTest::addColumn<bool>("enough");
        QTest::addColumn<QString>("says");
        const auto no = [](const char *name, const QStringList &words, const QString &asks, const QString &says) {
            QTest::newRow(name) << words << asks << false << says;
        };
        const QString lena = u"lena client-lead approved"_s, lou = u"lou client-lead approved"_s,
                      nr = u"nr manager approved"_s;
        no("nobody", {}, u"ik"_s, u"Manager 0 of 1, asked: nr; Client lead 0 of 2, asked: lena, lou"_s);
        no("one lead of two", {nr, lena}, u"ik"_s, u"Manager 1 of 1 (nr); Client lead 1 of 2 (lena), asked: lou"_s);
        no("the same lead twice", {nr, lena, lena}, u"ik"_s, u"1 of 2 (lena)"_s);
        no("in a role that was not asked", {nr, u"lena manager approved"_s, lou}, u"ik"_s,
           u"Client lead 1 of 2 (lou)"_s);
        QTest::newRow("all") << QStringList{nr, lena, lou} << u"ik"_s << true << u"Client lead 2 of 2 (lena, lou)"_s;
        no("who asks does not count", {nr, lena, lou}, u"nr"_s, u"Manager 0 of 1, nobody else may"_s);
        no("one rejection stops it", {nr, lena, lou, u"lena client-lead rejected"_s}, u"ik"_s, u"rejected by lena"_s);
        no("a rejection in another role", {nr, lena, lou, u"nr client-lead rejected"_s}, u"ik"_s, u"rejected by nr"_s);
        QTest::newRow("until the same person approves")
            << QStringList{nr, u"lena client-lead rejected"_s, lou, lena} << u"ik"_s << true << u"2 of 2"_s;
    }
    void approvals()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QString, asks);
        QFETCH(const bool, enough);
        QFETCH(const QString, says);
        open({{{u"manager"_s}, 1}, {{u"client-lead"_s}, 2}});
        for (const QString &word : words) {
            const QStringList w = word.split(u' ');
            say(w[0], w[1], *fromWord<SignOffVerdict>(w[2]));
        }
        const GateOutcome o = judged(GateKind::Approval, asks);
        QVERIFY2(o.text.contains(says), qPrintable(o.text));
        QCOMPARE(o.result, enough ? GateResult::Pass : GateResult::Fail);
    }
    /// Rule 3: without notes it is the release that is signed; the first text there is makes it something else.
    void approvalsAreForTheTextThereIs()
    {
        open({{{u"client-lead"_s}, 1}});
        say(u"lou"_s, u"client-lead"_s, SignOffVerdict::Approved);
        QCOMPARE(judged(GateKind::Approval).result, GateResult::Pass);
        NotesRevision text;
        text.text = u"one"_s;
        text.hash = QCryptographicHash::hash(text.text.toUtf8(), QCryptographicHash::Sha256).toHex();
        QVALUE(m_bench->write([&](Session &s) { return s.notes().create(m_release.id, text); }));
        QCOMPARE(judged(GateKind::Approval).result, GateResult::Fail);
        say(u"lou"_s, u"client-lead"_s, SignOffVerdict::Rejected);
        QVERIFY(judged(GateKind::Approval).text.contains(u"rejected by lou"_s));
        QVALUE(m_bench->write([&](Session &s) -> Result<void> {
            NotesRevision next = text;
            next.text = u"two"_s;
            next.hash = QCryptographicHash::hash(next.text.toUtf8(), QCryptographicHash::Sha256).toHex();
            const auto document = s.notes().ofRelease(m_release.id);
            return s.notes().revise((*document)->id, next).transform([](const NotesRevision &) {});
        }));
        QVERIFY(!judged(GateKind::Approval).text.contains(u"rejected"_s));
    }
    void anybodyWhoMayApproveIsEnoughWhereNoRoleIsNamed()
    {
        open({});
        QVERIFY(judged(GateKind::Approval).text.contains(u"0 of 1, asked: nr, lena, lou"_s));
        say(u"lou"_s, u"client-lead"_s, SignOffVerdict::Approved);
        QCOMPARE(judged(GateKind::Approval).result, GateResult::Pass);
        // Lou may not promote, so whoever asks is somebody else; Nora may.
        QCOMPARE(judged(GateKind::Approval, u"lou"_s).result, GateResult::Pass);
        say(u"lou"_s, u"client-lead"_s, SignOffVerdict::Rejected);
        say(u"nr"_s, u"manager"_s, SignOffVerdict::Approved);
        QCOMPARE(judged(GateKind::Approval, u"ik"_s).result, GateResult::Fail); // one rejection
    }

    void whoAsksForItDoesNotCount()
    {
        open({});
        say(u"nr"_s, u"manager"_s, SignOffVerdict::Approved);
        QCOMPARE(judged(GateKind::Approval, u"ik"_s).result, GateResult::Pass);
        QCOMPARE(judged(GateKind::Approval, u"nr"_s).result, GateResult::Fail);
    }

    void aChecklistPassesWhenAllIsTicked()
    {
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.gates = {GateKind::Checklist};
        dev.checklist = {u"the client is told"_s, u"the backup is there"_s};
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
        const Release other = m_bench->release(u"2.0"_s);
        const auto tick = [&](const QString &item, bool ticked) {
            return m_bench->write([&](Session &s) {
                return s.releases().tick(m_release.id, {u"dev"_s}, {.item = item, .ticked = ticked, .person = u"ik"_s});
            });
        };
        QVERIFY(judged(GateKind::Checklist).text.contains(u"0 of 2 ticked"_s));
        QVALUE(tick(u"the client is told"_s, true));
        QCOMPARE(tick(u"the client is told"_s, true).error().code, ErrorCode::NothingToDo);
        QVERIFY(judged(GateKind::Checklist).text.contains(u"1 of 2 ticked, open: the backup is there"_s));
        QVALUE(tick(u"the backup is there"_s, true));
        QCOMPARE(judged(GateKind::Checklist).result, GateResult::Pass);
        std::swap(m_release, const_cast<Release &>(other));
        QCOMPARE(judged(GateKind::Checklist).result, GateResult::Fail); // each release has its own
        std::swap(m_release, const_cast<Release &>(other));
        QVALUE(tick(u"the client is told"_s, false));
        QCOMPARE(judged(GateKind::Checklist).result, GateResult::Fail);
        const auto events = m_bench->read([](Session &s) { return s.audit().list(20, {}); });
        QCOMPARE(events->front().action, u"release.unticked"_s);
        QVERIFY(events->front().after.contains("the client is told"));
    }
    void anItemThatIsWordedAnewIsNotTicked()
    {
        Environment before = m_bench->environment(u"dev"_s);
        before.checklist = {u"the client is told"_s};
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
        QVALUE(m_bench->write([&](Session &s) {
            return s.releases().tick(m_release.id, before.key,
                                     {.item = before.checklist.front(), .ticked = true, .person = u"ik"_s});
        }));
        const auto ticked = [&](const QString &item) {
            Environment e = before;
            e.checklist = {item};
            return m_bench->read([&](Session &s) { return checklistOf(s, e, m_release.id); })->front().ticked;
        };
        QVERIFY(ticked(u"the client is told"_s));
        QVERIFY(!ticked(u"the client is told by phone"_s));
    }

    void smoke_data()
    {
        QTest::addColumn<QString>("before"); ///< how the build came to dev
        QTest::addColumn<GateResult>("result");
        QTest::newRow("not at all") << QString() << GateResult::Fail;
        QTest::newRow("imported: not known") << u"imported"_s << GateResult::Fail;
        QTest::newRow("skipped") << u"without"_s << GateResult::Fail;
        QTest::newRow("failed") << u"exit 1"_s << GateResult::Fail;
        QTest::newRow("passed") << u"true"_s << GateResult::Pass;
    }
    void smoke()
    {
        QFETCH(const QString, before);
        QFETCH(const GateResult, result);
        m_bench->environment(u"staging"_s).gates = {GateKind::Smoke};
        m_bench->environment(u"dev"_s).automaticRollback = false;
        m_bench->environment(u"dev"_s).smoke = before == u"without" ? CommandSpec{} : Bench::sh(before);
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
        if (before == u"imported") {
            record(u"billing"_s, u"dev"_s, buildOf(u"billing"_s, u"1.0"_s));
        } else if (!before.isEmpty()) {
            const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_release, u"dev"_s, u"billing"_s)));
            QVALUE(queued);
            QVERIFY(isFinished(m_bench->ended(queued->front().id).state));
        }
        const GateOutcome o = judged(GateKind::Smoke, u"nr"_s, u"staging"_s);
        QVERIFY2(o.result == result, qPrintable(o.text));
        QVERIFY(!o.text.isEmpty());
    }
    void smokeWhereNothingComesBeforeIsNoPass()
    {
        m_bench->environment(u"dev"_s).gates = {GateKind::Smoke};
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s);
        QCOMPARE(judged(GateKind::Smoke).result, GateResult::Error);
    }

    /// With the role and a reason each gate is overridden, the hold too, which holds on; it is in the audit, and the deployment is attended.
    void overrides_data()
    {
        QTest::addColumn<GateKind>("kind");
        for (const GateKind kind :
             {GateKind::Upstream, GateKind::Window, GateKind::Resource, GateKind::Notes, GateKind::Approval,
              GateKind::Checklist, GateKind::Smoke, GateKind::Soak, GateKind::Hold})
            QTest::newRow(qPrintable(wordOf(kind))) << kind;
    }
    void overrides()
    {
        QFETCH(const GateKind, kind);
        Environment &dev = m_bench->environment(u"dev"_s);
        dev.gates = {kind};
        dev.checklist = {u"told"_s};
        dev.soak = std::chrono::hours{1};
        if (kind == GateKind::Resource) {
            dev.pool = {u"gone"_s};
            dev.demand = {{u"disk"_s, 1}};
        }
        if (kind == GateKind::Window)
            *m_bench->closableCalendar() = false;
        m_bench->open();
        m_release = m_bench->release(u"1.0"_s, kind != GateKind::Upstream);
        if (kind == GateKind::Hold)
            hold(u"billing"_s);
        PromotionAsk ask = m_bench->ask(m_release, u"dev"_s, u"billing"_s);
        QVERIFY(!plan(ask)->willDoSomething());
        ask.overrides.insert(wordOf(kind), u"the client asked"_s);
        const auto queued = Bench::await(m_bench->desk().promote(ask));
        QVALUE(queued);
        const Promotion p = m_bench->ended(queued->front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QVERIFY(m_bench->running(u"billing"_s)->attended);
        QCOMPARE(m_bench->read([](Session &s) { return s.holds().active(); })->size(),
                 size_t(kind == GateKind::Hold ? 1 : 0));
        const auto events = m_bench->read([](Session &s) { return s.audit().list(200, {}); });
        QVERIFY(std::ranges::any_of(*events, [&](const AuditEvent &e) {
            return e.action == u"promotion.gate" && e.reason == u"the client asked" &&
                e.after.contains("\"overridden-by\":\"nr\"") && e.after.contains(wordOf(kind).toUtf8());
        }));
    }
};

QTEST_GUILESS_MAIN(ReadinessTest)
#include "readinesstest.moc"
