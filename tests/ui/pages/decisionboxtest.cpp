// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/decisionbox.h"
#include "ui/pages/pagebench.h"
#include "ui/promotions/promotionpanel.h"
#include "ui/promotions/promotionspage.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/reasonbox.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

PageFactory promotionsPage() { return pageFactory<PromotionsPage>(pages::promotions); }

} // namespace

/// Protects: what stops the others is the first thing one sees, each answer says what it will do before it is given, is given
/// once, and goes on where it can be watched.
class DecisionBoxTest : public QObject {
    Q_OBJECT

    /// 2026.48 on its way to Integration, of which the first service has failed.
    struct Stopped : PageBench {
        explicit Stopped(const QString &who = u"nr"_s, QSize size = {1245, 760})
            : PageBench(promotionsPage(), size, nullptr, who)
        {
            queued = story.queue(story.release(u"2026.48"_s), {u"integration"_s});
            using enum PromotionState;
            story.advance(queued[0].id, {PreFlight, Running, Errored});
        }
        DecisionBox *box() const { return find<PromotionPanel>()->decision(); }
        ActionButton *button(const QString &choice) const
        {
            return box()->findChild<ActionButton *>(u"decide-"_s + choice);
        }
        bool isReady() const { return box()->isVisible() && button(u"exclude"_s)->isEnabled(); }
        std::vector<Promotion> queued;
    };

private Q_SLOTS:
    void whatStopsTheOthersIsShownFirst()
    {
        Stopped bench;
        QTRY_VERIFY(bench.isReady());
        const QString said = test::said(bench.box());
        QVERIFY2(said.contains(u"2 wait behind it"_s), qPrintable(said));
        QVERIFY(bench.box()->accessibleName().startsWith(u"A decision is needed: billing"_s));
        QVERIFY(test::said(bench.page.get()).contains(u"Needs a decision: 1"_s));
        QVERIFY(test::said(bench.page.get()).contains(u"2 wait for a decision"_s));
        for (DataTable *table : bench.page->findChildren<DataTable *>())
            new QAbstractItemModelTester(table->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, table);
        for (const QString &choice : {u"retry"_s, u"ignore"_s, u"exclude"_s, u"rollback"_s}) {
            const ActionButton *button = bench.button(choice);
            QVERIFY(!button->accessibleName().isEmpty() || !button->text().isEmpty());
            QVERIFY(!button->action()->shortcut().isEmpty());
            QVERIFY(button->isEnabled() || !button->toolTip().isEmpty());
        }
        QVERIFY(!bench.button(u"rollback"_s)->isEnabled()); // nothing of it was deployed
        QVERIFY(bench.button(u"rollback"_s)->toolTip().contains(u"Nothing that was deployed"_s));
        // One answer is asked for, in one place.
        QVERIFY(!bench.actions.action(u"promotions.again"_s)->isVisible());
        bench.picture(u"promotions-decision"_s);
    }
    void anAnswerSaysWhatItWillDoAndNeedsAReason()
    {
        Stopped bench;
        QTRY_VERIFY(bench.isReady());
        QVERIFY(bench.actions.trigger(u"promotions.exclude"_s));
        ReasonBox *box = bench.box()->confirmation();
        QVERIFY(box->isVisible());
        QVERIFY2(box->accessibleName().contains(u"stays as it ended"_s), qPrintable(box->accessibleName()));
        QVERIFY(!box->confirmButton()->isEnabled());
        bench.picture(u"promotions-decision-asks"_s);
        QTest::keyClicks(box->reason(), u"not this week"_s);
        QTest::keyClick(box->reason(), Qt::Key_Return);
        QTRY_COMPARE(bench.desk.decided.size(), 1u);
        QCOMPARE(bench.desk.decided[0].promotion, bench.queued[0].id);
        QCOMPARE(bench.desk.decided[0].choice, DecisionChoice::Exclude);
        QCOMPARE(bench.desk.decided[0].reason, u"not this week"_s);
        // What goes on is what is looked at next.
        QTRY_VERIFY(bench.find<PromotionPanel>()->title().contains(u"gateway"_s) ||
                    bench.find<PromotionPanel>()->title().contains(u"ledger"_s) ||
                    bench.find<PromotionPanel>()->title().contains(u"portal"_s));
        QTRY_VERIFY(!bench.box()->isVisible());
        QTRY_VERIFY(test::said(bench.page.get()).contains(u"Excluded by Nora"_s));
    }
    void whoDecidesLaterChangesNothing()
    {
        Stopped bench;
        QTRY_VERIFY(bench.isReady());
        QVERIFY(bench.actions.trigger(u"promotions.ignore"_s));
        QTest::keyClick(bench.box()->confirmation()->reason(), Qt::Key_Escape);
        QVERIFY(bench.button(u"ignore"_s)->isVisible());
        QVERIFY(bench.desk.decided.empty());
    }
    void whoComesSecondIsToldAboutTheFirst()
    {
        Stopped bench;
        QTRY_VERIFY(bench.isReady());
        QVERIFY(bench.actions.trigger(u"promotions.ignore"_s));
        QLineEdit *reason = bench.box()->confirmation()->reason();
        reason->setText(u"mine"_s);
        (void)bench.desk.decide({bench.queued[0].id, DecisionChoice::Exclude, u"theirs"_s, {u"tm"_s, {}, {}}}).result();
        QTest::keyClick(reason, Qt::Key_Return);
        // Either it is gone already, or it says who was first; in no case are there two.
        QTRY_VERIFY(!bench.box()->isVisible() || test::said(bench.box()).contains(u"decided on already"_s));
        const auto stored = bench.story.write([&](Session &s) { return s.decisions().ofGroup(bench.queued[0].group); });
        QCOMPARE(stored->size(), 1u);
    }
    void aStakeholderSeesWhatIsToDecideAndNoButton()
    {
        Stopped bench(u"wc"_s);
        QTRY_VERIFY(bench.box()->isVisible());
        QVERIFY(test::said(bench.box()).contains(u"billing"_s));
        QVERIFY(!bench.button(u"retry"_s)->isVisible());
    }
    void fitsSmall()
    {
        Stopped bench(u"nr"_s, {830, 540});
        QTRY_VERIFY(bench.isReady());
        QVERIFY(bench.actions.trigger(u"promotions.ignore"_s));
        bench.picture(u"promotions-decision-small"_s);
        QVERIFY(bench.page->minimumSizeHint().width() <= 830);
    }
};

QTEST_MAIN(DecisionBoxTest)

#include "decisionboxtest.moc"
