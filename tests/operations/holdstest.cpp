// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/holds.h"
#include "operations/insightsworld.h"

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

/// Protects: a hold is set and lifted by whoever may promote, for a reason, once.
class HoldsTest : public QObject {
    Q_OBJECT

    World m_world;

    Result<Hold> set(const QString &service, const QString &environment, const QString &reason = u"wrong totals"_s)
    {
        const Actor actor{u"nr"_s, u"test"_s, {}};
        return m_world.store()
            .write(Intent{actor, reason},
                   [=](Session &s) { return setHold(s, {{service}, {environment}, reason, actor}); })
            .takeResult();
    }
    Result<Hold> lift(HoldId id, const QString &reason)
    {
        const Actor actor{u"ik"_s, u"test"_s, {}};
        return m_world.store()
            .write(Intent{actor, reason}, [=](Session &s) { return liftHold(s, id, reason, actor); })
            .takeResult();
    }

private Q_SLOTS:
    void oneThatIsLiftedHoldsNoMore()
    {
        const Hold hold = must(set(u"ledger"_s, u"int"_s));
        QCOMPARE(hold.setBy, u"nr"_s);
        const auto holding = [&] {
            return must(m_world.read([](Session &s) { return s.holds().holding({u"ledger"_s}, {u"int"_s}); }));
        };
        QVERIFY(holding());
        QCOMPARE(lift(hold.id, u" "_s).error().code, ErrorCode::InvalidInput);
        QVERIFY(holding());
        const Hold lifted = must(lift(hold.id, u"they add up"_s));
        QCOMPARE(lifted.liftedBy, u"ik"_s);
        QVERIFY(!holding());
        QCOMPARE(lift(hold.id, u"again"_s).error().code, ErrorCode::NothingToDo);
        QCOMPARE(lift(HoldId{999}, u"x"_s).error().code, ErrorCode::NotFound);
    }

    void isNotSetTwice()
    {
        must(set(u"billing"_s, u"int"_s));
        QCOMPARE(set(u"billing"_s, u"int"_s).error().code, ErrorCode::AlreadyExists);
        must(set(u"billing"_s, {})); // another one: everywhere
    }

    void isOfWhatThereIs()
    {
        QCOMPARE(set(u"nothing"_s, {}).error().code, ErrorCode::NotFound);
        QCOMPARE(set({}, u"mars"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(set({}, {}, u" "_s).error().code, ErrorCode::InvalidInput);
    }

    void isForAReasonOfOneParagraph()
    {
        QCOMPARE(set(u"ledger"_s, u"aurora-prod"_s, QString(600, u'x')).error().code, ErrorCode::InvalidInput);
        const Hold hold = must(set(u"ledger"_s, u"aurora-prod"_s, u"wrong\n  totals"_s));
        QCOMPARE(hold.reason, u"wrong totals"_s);
        QCOMPARE(lift(hold.id, QString(600, u'x')).error().code, ErrorCode::InvalidInput);
        must(lift(hold.id, u"they add up"_s));
    }
};

QTEST_GUILESS_MAIN(HoldsTest)
#include "holdstest.moc"
