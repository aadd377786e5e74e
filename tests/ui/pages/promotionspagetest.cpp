// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotionspage.h"
#include "ui/logshown.h"
#include "ui/pages/history.h"
#include "ui/pages/pagebench.h"
#include "ui/promotions/holdscard.h"
#include "ui/promotions/logtext.h"
#include "ui/promotions/logview.h"
#include "ui/promotions/promotepanel.h"
#include "ui/promotions/promotionlive.h"
#include "ui/promotions/promotionpanel.h"
#include "ui/promotions/queuebar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/reasonbox.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

PageFactory promotionsPage() { return pageFactory<PromotionsPage>(pages::promotions); }

DataTable *table(const PageBench &bench, const QString &name)
{
    for (DataTable *t : bench.page->findChildren<DataTable *>()) {
        if (t->accessibleName() == name && !bench.find<PromotePanel>()->isAncestorOf(t))
            return t;
    }
    return nullptr;
}

QString cell(const PageBench &bench, const QString &name, int row, int column)
{
    return table(bench, name)->model()->index(row, column).data().toString();
}

int rows(const PageBench &bench, const QString &name) { return table(bench, name)->model()->rowCount(); }

PromotionPanel *panel(const PageBench &bench) { return bench.find<PromotionPanel>(); }

LogText *logText(const PageBench &bench) { return panel(bench)->live()->log()->text(); }
QString shownLog(const PageBench &bench) { return shownIn(*panel(bench)->live()->log()->rows()); }

QList<LogLine> lines(int from, int count)
{
    QList<LogLine> list;
    for (int i = 0; i < count; ++i)
        list.push_back({Story::now() + std::chrono::seconds{from + i}, u"line %1"_s.arg(from + i), false, false});
    return list;
}

} // namespace

/// Protects: what runs is seen as it happens, what failed is not overlooked, and what is over never changes.
class PromotionsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersToStartWhenThereIsNothing();
    void showsWhatRunsAndWaits();
    void pausesTheQueueForAReason();
    void takesTheChosenOneFirst();
    void keepsWhatIsChosenWhenItFinishes();
    void showsStepsGatesAndChanges();
    void followsTheLogUntilSomebodyScrollsUp();
    void choosesAndCopiesLines();
    void savesTheLog();
    void findsInTheLog();
    void cancelsWithAReason();
    void promotesAgainAsANewAttempt();
    void rollsBackExactlyThat();
    void showsAStakeholderNoButtonThatDeploys();
    void listsHoldsAndLiftsOne();
    void narrowsTheHistory();
    void remembersWhatWasChosen();
    void readsMoreWhenItIsScrolled();
    void isEmptyWithoutAProduct();
    void fitsSmallAndDark();
};

void PromotionsPageTest::offersToStartWhenThereIsNothing()
{
    PageBench bench(promotionsPage());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(said(bench.page.get()).contains(u"Nothing has been promoted yet"_s));
    QVERIFY(bench.actions.trigger(u"promotions.start"_s));
    QCOMPARE(bench.navigator.went.back().page, u"releases"_s);
}

void PromotionsPageTest::showsWhatRunsAndWaits()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(rows(bench, u"Now"_s), 3);
    using enum PromotionsModel::Column;
    QCOMPARE(cell(bench, u"Now"_s, 1, StateColumn), u"after billing"_s);
    QTRY_COMPARE(panel(bench)->title(), u"billing 4.18.2"_s);
    bench.story.advance(queued[0].id, {PromotionState::PreFlight, PromotionState::Running, PromotionState::Validating});
    bench.story.startStep(queued[0].id, StepKind::Smoke);
    QTRY_COMPARE(cell(bench, u"Now"_s, 0, StateColumn), u"Smoke test"_s);
    QTRY_VERIFY(said(bench.page.get()).contains(u"Now: 1 under way, 2 wait their turn"_s));
    bench.picture(u"promotions-running"_s);
    bench.story.advance(queued[0].id, {PromotionState::Failed});
    QTRY_COMPARE(rows(bench, u"Needs attention"_s), 1);
    QTRY_COMPARE(rows(bench, u"History"_s), 1);
    bench.picture(u"promotions-failed"_s);
}

void PromotionsPageTest::pausesTheQueueForAReason()
{
    PageBench bench(promotionsPage());
    (void)bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    auto *queue = bench.page->findChild<QueueBar *>();
    const auto asking = [queue] {
        const auto boxes = queue->findChildren<ReasonBox *>();
        const auto box = std::ranges::find_if(boxes, &ReasonBox::isAsking);
        return box == boxes.end() ? nullptr : *box;
    };
    QVERIFY(queue->notice().isEmpty());
    QVERIFY(bench.actions.trigger(u"promotions.pause"_s));
    QVERIFY(asking());
    QVERIFY(!asking()->confirmButton()->isEnabled()); // a reason first
    QTest::keyClicks(asking()->reason(), u"the network is being moved"_s);
    QTest::keyClick(asking()->reason(), Qt::Key_Return);
    QTRY_VERIFY(queue->notice().contains(u"Nora Reuter"_s));
    QVERIFY(queue->notice().contains(u"the network is being moved"_s));
    bench.picture(u"promotions-paused"_s);
    QVERIFY(!bench.story.write([](Session &s) { return s.promotions().claim(u"w"_s, s.now()); })->has_value());
    auto *resume = queue->findChild<NoticeBar *>()->findChild<QPushButton *>();
    resume->click();
    QTRY_VERIFY(asking());
    QTest::keyClicks(asking()->reason(), u"it was moved"_s);
    QTest::keyClick(asking()->reason(), Qt::Key_Return);
    QTRY_VERIFY(queue->notice().isEmpty());
}

void PromotionsPageTest::takesTheChosenOneFirst()
{
    PageBench bench(promotionsPage());
    const auto first = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    const auto second = bench.story.queue(bench.story.release(u"2026.48"_s), {u"aurora-staging"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(rows(bench, u"Now"_s), static_cast<int>(first.size() + second.size()));
    bench.page->open(subjectOf(second.back().id));
    QVERIFY(bench.actions.trigger(u"promotions.first"_s));
    QTRY_VERIFY(bench.story.write([](Session &s) { return s.promotions().queueListing(); })->front().promotion.group ==
                second.front().group);
}

void PromotionsPageTest::keepsWhatIsChosenWhenItFinishes()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(rows(bench, u"Now"_s), 3);
    DataTable *now = table(bench, u"Now"_s);
    now->setFocus();
    QTest::keyClick(now, Qt::Key_Down);
    QTRY_COMPARE(panel(bench)->title(), u"gateway 2.31.0"_s);
    bench.story.advance(queued[1].id, {PromotionState::Aborted});
    QTRY_COMPARE(table(bench, u"History"_s)->currentSubject(), subjectOf(queued[1].id));
    QCOMPARE(panel(bench)->title(), u"gateway 2.31.0"_s);
    QVERIFY(now->currentSubject().isEmpty()); // one is chosen, not two
}

void PromotionsPageTest::showsStepsGatesAndChanges()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    (void)bench.story.write([id = queued[0].id](Session &s) -> Result<int> {
        GateOutcome gate;
        gate.kind = GateKind::Window;
        gate.result = GateResult::Overridden;
        gate.text = u"Outside the window"_s;
        gate.overriddenBy = u"ik"_s;
        gate.overrideReason = u"client asked for it"_s;
        return s.promotions().addGate(id, gate).transform([] { return 0; });
    });
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY2(said(panel(bench)).contains(u"Ivo Kranz: client asked for it"_s), qPrintable(said(panel(bench))));
    QCOMPARE(rows(bench, u"Steps of the promotion"_s), 5);
    QVERIFY(bench.actions.trigger(u"promotions.gates"_s));
    QTRY_VERIFY(table(bench, u"Gates"_s)->isVisible());
    QCOMPARE(rows(bench, u"Gates"_s), 1);
    bench.picture(u"promotions-gates"_s);
    QVERIFY(bench.actions.trigger(u"promotions.changes"_s));
    QTRY_VERIFY(said(panel(bench)).contains(u"No deployment came of it"_s));
    // Another service of the same click is a step away.
    QPushButton *ledger = nullptr;
    for (QPushButton *button : panel(bench)->findChildren<QPushButton *>()) {
        if (button->text() == u"ledger")
            ledger = button;
    }
    QVERIFY(ledger);
    QTest::mouseClick(ledger, Qt::LeftButton);
    QTRY_COMPARE(panel(bench)->title(), u"ledger 1.9.7"_s);
    QCOMPARE(table(bench, u"Now"_s)->currentSubject(), subjectOf(queued[2].id));
}

void PromotionsPageTest::followsTheLogUntilSomebodyScrollsUp()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY(shownLog(bench).contains(u"from the file"_s));
    LogView *log = panel(bench)->live()->log();
    bench.desk.write(queued[0].id, lines(1, 400));
    QTRY_COMPARE(log->rows()->count(), 401);
    QVERIFY(log->isFollowing());
    QCOMPARE(logText(bench)->verticalScrollBar()->value(), logText(bench)->verticalScrollBar()->maximum());
    auto *toEnd = panel(bench)->findChild<QPushButton *>(u"logToEnd"_s);
    QVERIFY(!toEnd->isVisible());
    logText(bench)->verticalScrollBar()->setValue(3);
    QVERIFY(toEnd->isVisible());
    bench.desk.write(queued[0].id, lines(500, 20));
    QTRY_COMPARE(log->rows()->count(), 421);
    QCOMPARE(logText(bench)->verticalScrollBar()->value(), 3);
    QTest::mouseClick(toEnd, Qt::LeftButton);
    QVERIFY(log->isFollowing() && !toEnd->isVisible());
    QVERIFY(bench.actions.trigger(u"promotions.copylog"_s));
    QTRY_VERIFY(QGuiApplication::clipboard()->text().endsWith(u"line 519\n"_s));
    bench.picture(u"promotions-log"_s);
}

void PromotionsPageTest::choosesAndCopiesLines()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(shownLog(bench).contains(u"from the file"_s));
    bench.desk.write(queued[0].id, lines(1, 300));
    LogView *log = panel(bench)->live()->log();
    QTRY_COMPARE(log->rows()->count(), 301);
    LogText *text = logText(bench);
    text->setFocus();
    QTest::keyClick(text, Qt::Key_Home);
    QCOMPARE(text->current(), 0);
    QVERIFY(!log->isFollowing());
    QTRY_VERIFY(log->rows()->row(2));
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(text, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(text, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"· from the file\nline 1\n"_s);
    QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(text, Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(QGuiApplication::clipboard()->text().endsWith(u"line 299\nline 300\n"_s));
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 301);
    // With the mouse, from within one line into the next.
    QTest::keyClick(text, Qt::Key_Home);
    const QRect first = text->rowRect(1), second = text->rowRect(2);
    QTest::mousePress(text->viewport(), Qt::LeftButton, {}, {text->viewport()->width() - 4, first.center().y()});
    QTest::mouseMove(text->viewport(), {text->viewport()->width() - 4, second.center().y()});
    QTest::mouseRelease(text->viewport(), Qt::LeftButton, {}, {text->viewport()->width() - 4, second.center().y()});
    text->copy();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"\nline 2"_s);
    QTest::keyClick(text, Qt::Key_End);
    QCOMPARE(text->current(), 300);
    QVERIFY(log->isFollowing());
    // What a screen reader says.
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(text);
    QVERIFY(spoken && spoken->childCount() > 3);
    QVERIFY(spoken->focusChild());
    QCOMPARE(spoken->focusChild()->text(QAccessible::Name), u"Line 301: line 300"_s);
}

void PromotionsPageTest::findsInTheLog()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(shownLog(bench).contains(u"from the file"_s));
    bench.desk.write(queued[0].id, lines(1, 300));
    LogView *log = panel(bench)->live()->log();
    QTRY_COMPARE(log->rows()->count(), 301);
    LogText *text = logText(bench);
    QTest::keyClick(text, Qt::Key_F, Qt::ControlModifier);
    auto *query = panel(bench)->findChild<QLineEdit *>(u"logQuery"_s);
    auto *found = panel(bench)->findChild<QLabel *>(u"logFound"_s);
    QVERIFY(query->isVisible());
    QTest::keyClicks(query, u"LINE 12"_s);
    QTRY_COMPARE(text->current(), 12);
    QTRY_COMPARE(found->text(), u"1 of 11"_s); // 12 and 120 to 129
    QTest::keyClick(query, Qt::Key_Return);
    QCOMPARE(text->current(), 120);
    QTest::keyClick(query, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(text->current(), 12);
    QTest::keyClick(query, Qt::Key_F3, Qt::ShiftModifier); // around the end
    QCOMPARE(text->current(), 129);
    bench.picture(u"promotions-search"_s);
    // What comes while it is open is found as well.
    bench.desk.write(queued[0].id, lines(1200, 1));
    QTRY_COMPARE(found->text(), u"11 of 12"_s);
    auto *letters = panel(bench)->findChild<QPushButton *>(u"logCase"_s);
    letters->click();
    QTRY_COMPARE(found->text(), u"not found"_s);
    query->setText(u"ine (7|9)$"_s);
    auto *expression = panel(bench)->findChild<QPushButton *>(u"logExpression"_s);
    expression->click();
    QTRY_VERIFY(found->text().endsWith(u"of 2"_s));
    query->setText(u"("_s);
    QTRY_VERIFY(!found->text().isEmpty() && !found->text().contains(u"of"_s));
    QTest::keyClick(query, Qt::Key_Escape);
    QVERIFY(!query->isVisible());
    QVERIFY(bench.actions.trigger(u"promotions.find"_s));
    QVERIFY(query->isVisible());
    // And by its number.
    QTest::keyClick(text, Qt::Key_L, Qt::ControlModifier);
    auto *line = panel(bench)->findChild<QSpinBox *>(u"logLine"_s);
    QVERIFY(line->isVisible() && !query->isVisible());
    line->setValue(42);
    QCOMPARE(text->current(), 41);
}

void PromotionsPageTest::savesTheLog()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(shownLog(bench).contains(u"from the file"_s));
    bench.desk.write(queued[0].id, {{Story::now(), u"\x1b[31mred\x1b[0m"_s, true, false}});
    QTRY_COMPARE(panel(bench)->live()->log()->rows()->count(), 2);
    QVERIFY(bench.actions.trigger(u"promotions.savelog"_s));
    auto *dialog = panel(bench)->findChild<QFileDialog *>(u"saveLog"_s);
    QVERIFY(dialog);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"saved.log"_s);
    Q_EMIT dialog->fileSelected(path);
    dialog->reject();
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray time = toQDateTime(Story::now()).toString(Qt::ISODateWithMs).toLatin1();
    QCOMPARE(file.readAll(), time + "\tfrom the file\n" + time + "\tred\n");
    QTRY_VERIFY(said(panel(bench)).contains(u"Saved to"_s));
}

void PromotionsPageTest::cancelsWithAReason()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.actions.action(u"promotions.cancel"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"promotions.cancel"_s));
    auto *reason = panel(bench)->findChild<QLineEdit *>(u"promoteStopReason"_s);
    QVERIFY(reason->isVisible());
    QTest::keyClick(reason, Qt::Key_Return);
    QVERIFY(bench.desk.cancelled.empty());
    QTest::keyClicks(reason, u"wrong week"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QCOMPARE(bench.desk.cancelled.size(), 1); // this one, not the whole click
    QCOMPARE(bench.desk.cancelled[0], std::pair(queued[0].id, u"wrong week"_s));
    bench.story.advance(queued[0].id, {PromotionState::Aborted});
    QTRY_VERIFY(bench.actions.disabledReason(u"promotions.cancel"_s).contains(u"finished never changes"_s));
}

void PromotionsPageTest::promotesAgainAsANewAttempt()
{
    PageBench bench(promotionsPage());
    PlannedPromotion goes;
    goes.service = {u"billing"_s};
    goes.build.version = u"4.18.2"_s;
    bench.desk.items = {goes};
    const ReleaseId release = bench.story.release(u"2026.48"_s);
    const auto queued = bench.story.queue(release, {u"integration"_s});
    for (const Promotion &p : queued)
        bench.story.advance(p.id, {PromotionState::Aborted});
    bench.page->open(subjectOf(queued[0].id));
    QTRY_VERIFY(bench.actions.action(u"promotions.again"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"promotions.again"_s));
    auto *confirm = bench.find<QPushButton>(u"promoteConfirm"_s);
    QTRY_VERIFY(confirm->isEnabled());
    QCOMPARE(bench.desk.planned.back().release, release);
    QCOMPARE(bench.desk.planned.back().service, ServiceKey{u"billing"_s});
    QCOMPARE(bench.desk.planned.back().environment, EnvironmentKey{u"integration"_s});
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(rows(bench, u"Now"_s), 3); // the desk of the test queues the whole release
    QTRY_COMPARE(table(bench, u"Now"_s)->currentSubject(), subjectOf(bench.desk.last.front().id));
    QTRY_VERIFY(panel(bench)->isVisible());
    QVERIFY(rows(bench, u"History"_s) == 3); // the old attempts stay as they ended
}

void PromotionsPageTest::rollsBackExactlyThat()
{
    PageBench bench(promotionsPage());
    const auto queued = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    const Promotion &billing = queued[0];
    (void)bench.story.write([&](Session &s) -> Result<int> {
        Deployment d;
        d.service = billing.request.service;
        d.environment = billing.request.environment;
        d.build = billing.request.build;
        d.promotion = billing.id;
        d.from = s.now();
        return s.deployments().start(d).transform([](DeploymentId) { return 0; });
    });
    bench.story.advance(
        billing.id,
        {PromotionState::PreFlight, PromotionState::Running, PromotionState::Validating, PromotionState::Succeeded});
    bench.page->open(subjectOf(billing.id));
    QTRY_VERIFY(bench.actions.action(u"promotions.rollback"_s)->isEnabled());
    QVERIFY(bench.actions.disabledReason(u"promotions.again"_s).contains(u"runs this build already"_s));
    QVERIFY(bench.actions.trigger(u"promotions.rollback"_s));
    QTRY_VERIFY(!bench.desk.planned.empty());
    QCOMPARE(bench.desk.planned.back().kind, PromotionKind::Rollback);
    QCOMPARE(bench.desk.planned.back().service, ServiceKey{u"billing"_s});
    QTest::keyClick(bench.find<PromotePanel>(), Qt::Key_Escape);
    QTRY_VERIFY(panel(bench)->isVisible());
    QVERIFY(bench.actions.trigger(u"promotions.changes"_s));
    QTRY_COMPARE(rows(bench, u"Deployments made"_s), 1);
    bench.picture(u"promotions-changes"_s);
}

void PromotionsPageTest::showsAStakeholderNoButtonThatDeploys()
{
    PageBench bench(promotionsPage(), {1245, 760}, nullptr, u"wc"_s);
    (void)bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(panel(bench)->title(), u"billing 4.18.2"_s);
    for (const QString &id : {u"cancel"_s, u"rollback"_s, u"again"_s}) {
        const QAction *action = bench.actions.action(u"promotions."_s + id);
        QVERIFY2(!action->isVisible() && !action->isEnabled(), qPrintable(id));
    }
    QVERIFY(bench.actions.action(u"promotions.copylog"_s)->isEnabled());
}

void PromotionsPageTest::listsHoldsAndLiftsOne()
{
    PageBench bench(promotionsPage());
    QTRY_VERIFY(bench.page->isReady());
    const auto hold = [&](const QString &service, const QString &environment) {
        return bench.story.write([=](Session &s) {
            return s.holds().set({{}, {service}, {environment}, u"wrong totals"_s, u"ik"_s, Story::now(), {}, {}});
        });
    };
    QVERIFY(!bench.actions.action(u"promotions.lift"_s)->isEnabled());
    (void)hold(u"billing"_s, u"aurora-staging"_s);
    (void)hold({}, u"aurora-production"_s);
    auto *card = bench.find<HoldsCard>();
    QTRY_COMPARE(card->title(), u"Held: 2"_s);
    QVERIFY(card->isVisible());
    QTRY_VERIFY(said(bench.page.get()).contains(u"Waiting for a person: 2 (2 holds)"_s));
    using enum HoldsModel::Column;
    const QAbstractItemModel *model = card->table()->model();
    const auto cellOf = [&](int row, int column) { return model->index(row, column).data().toString(); };
    const int billing = cellOf(0, ServiceColumn) == u"billing" ? 0 : 1;
    QCOMPARE(cellOf(billing, EnvironmentColumn), u"Aurora staging"_s);
    QCOMPARE(cellOf(billing, ByColumn), u"Ivo Kranz"_s);
    QCOMPARE(cellOf(billing, ReasonColumn), u"wrong totals"_s);
    QCOMPARE(cellOf(1 - billing, ServiceColumn), u"all services"_s);
    QVERIFY2(bench.actions.disabledReason(u"promotions.lift"_s).contains(u"Choose a hold"_s), "two: which one?");
    card->table()->setCurrentIndex(model->index(billing, 0));
    bench.picture(u"promotions-held"_s);
    auto *button = bench.find<QPushButton>(u"promotionsLift"_s);
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    auto *box = card->findChild<ReasonBox *>();
    QVERIFY(box->isAsking() && !box->confirmButton()->isEnabled());
    QTest::keyClicks(box->reason(), u"they add up"_s);
    QTest::keyClick(box->reason(), Qt::Key_Return);
    QTRY_COMPARE(card->title(), u"Held: 1"_s);
    const auto held = bench.story.store().read([](Session &s) { return s.holds().active(); }).takeResult();
    QCOMPARE(held->front().environment.value, u"aurora-production"_s);
    const AuditEvent event =
        bench.story.store().read([](Session &s) { return s.audit().list(1, {}); }).takeResult()->front();
    QCOMPARE(event.action, u"hold.lifted"_s);
    QCOMPARE(event.reason, u"they add up"_s);
}

void PromotionsPageTest::narrowsTheHistory()
{
    PageBench bench(promotionsPage());
    addHistory(bench.story, 8, 120);
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(rows(bench, u"History"_s), 120);
    bench.page->restoreState({{u"environment"_s, u"dev"_s}, {u"state"_s, u"failed"_s}});
    QTRY_VERIFY(rows(bench, u"History"_s) > 0 && rows(bench, u"History"_s) < 20);
    for (int row = 0; row < rows(bench, u"History"_s); ++row)
        QCOMPARE(cell(bench, u"History"_s, row, PromotionsModel::EnvironmentColumn), u"Dev"_s);
    auto *time = bench.find<ChoiceButton>(u"historyTime"_s);
    for (QAction *entry : time->menu()->actions()) {
        if (entry->data().toString() == u"1")
            entry->trigger();
    }
    QTRY_VERIFY(said(bench.page.get()).contains(u"No promotion is like that"_s));
    QVERIFY(bench.actions.trigger(u"promotions.clearfilter"_s));
    QTRY_COMPARE(rows(bench, u"History"_s), 120);
    bench.picture(u"promotions-history"_s);
}

void PromotionsPageTest::remembersWhatWasChosen()
{
    PageBench bench(promotionsPage());
    addHistory(bench.story, 8, 120);
    QTRY_COMPARE(rows(bench, u"History"_s), 120);
    // Before it is known what there is to choose from, as at the start of the program.
    PageBench fresh(promotionsPage());
    addHistory(fresh.story, 8, 120);
    fresh.page->restoreState({{u"service"_s, u"ledger"_s}, {u"part"_s, u"gates"_s}, {u"person"_s, u"gone"_s}});
    QCOMPARE(fresh.page->saveState().value(u"service"_s).toString(), u"ledger"_s);
    QTRY_COMPARE(fresh.find<ChoiceButton>(u"historyService"_s)->value(), u"ledger"_s);
    QTRY_COMPARE(rows(fresh, u"History"_s), 30); // nobody of that name is left: anybody
    QCOMPARE(panel(fresh)->part(), u"gates"_s);
}

void PromotionsPageTest::readsMoreWhenItIsScrolled()
{
    PageBench bench(promotionsPage());
    bench.page->deactivated();
    addHistory(bench.story, 200, 20'000);
    QElapsedTimer timer;
    timer.start();
    bench.page->activated();
    QTRY_COMPARE(rows(bench, u"History"_s), 200);
    QTRY_VERIFY(bench.page->isReady());
    qInfo("the page with 20 000 promotions was there after %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(said(bench.page.get()).contains(u"History: 20000"_s));
    QScrollBar *bar = table(bench, u"History"_s)->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    QTRY_COMPARE(rows(bench, u"History"_s), 600);
}

void PromotionsPageTest::isEmptyWithoutAProduct()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    PageBench bench(promotionsPage(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(said(bench.page.get()).contains(u"No product yet"_s));
    bench.page.reset();
}

void PromotionsPageTest::fitsSmallAndDark()
{
    PageBench bench(promotionsPage(), {829, 490});
    bench.theme.setMode(ThemeMode::Dark);
    addHistory(bench.story, 8, 60);
    (void)bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(rows(bench, u"History"_s), 60);
    bench.picture(u"promotions-small-dark"_s);
    QVERIFY2(bench.page->minimumSizeHint().width() <= 829,
             qPrintable(QString::number(bench.page->minimumSizeHint().width())));
    QVERIFY2(bench.page->minimumSizeHint().height() <= 490,
             qPrintable(QString::number(bench.page->minimumSizeHint().height())));
    QVERIFY(!table(bench, u"History"_s)->horizontalScrollBar()->isVisible());
}

QTEST_MAIN(PromotionsPageTest)
#include "promotionspagetest.moc"
