// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelinepage.h"
#include "operations/overview/releasesoverview.h"
#include "ui/logshown.h"
#include "ui/pages/pagebench.h"
#include "ui/pipeline/pipelineitems.h"
#include "ui/pipeline/pipelinescene.h"
#include "ui/pipeline/pipelineview.h"
#include "ui/promotions/promotepanel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/pictureexport.h"

#include <QAccessible>
#include <QAction>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

const PipelineNode &node(const PageBench &bench, const QString &id)
{
    const PipelineModel &model = bench.find<PipelineView>()->model();
    return model.at(model.rowOf(id));
}

int row(const PageBench &bench, const QString &id) { return bench.find<PipelineView>()->model().rowOf(id); }

/// What would go to Aurora staging: one service, one that a gate stops, one that is there already.
void preparePlan(PageBench &bench)
{
    PlannedPromotion goes;
    goes.service = {u"billing"_s};
    goes.environment = {u"aurora-staging"_s};
    goes.build.version = u"4.18.2"_s;
    goes.replaces = Build{};
    goes.replaces->version = u"4.17.9"_s;
    goes.changes.resize(5);
    goes.usually = std::chrono::seconds(102);
    goes.gates = {{GateKind::Upstream, GateResult::Pass, u"3 of 3 stages"_s, {}, {}, {}, {}}};
    PlannedPromotion stopped = goes;
    stopped.service = {u"gateway"_s};
    stopped.skip = SkipReason::GateNotMet;
    stopped.skipText = u"The notes are not approved."_s;
    stopped.gates.push_back({GateKind::Notes, GateResult::Fail, u"1 note missing"_s, {}, {}, {}, {}});
    PlannedPromotion there = goes;
    there.service = {u"portal"_s};
    there.gates.clear();
    there.skip = SkipReason::AlreadyThere;
    there.skipText = u"Runs 7.2.4 already."_s;
    bench.desk.items = {goes, stopped, there};
}

QString visibleTexts(const QWidget *widget)
{
    QStringList all;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisibleTo(widget))
            all << label->text();
    }
    return all.join(u'|');
}

} // namespace

/// Protects: the picture tells the truth, the keyboard reaches all of it, and nothing is promoted but what was confirmed.
class PipelinePageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheStory();
    void offersOnlyWhatCouldGoWhole();
    void walksAlongTheEdges();
    void asksOnceAndSaysWhat();
    void promotesWhatWasConfirmedAndFollowsIt();
    void overridesWithAReason();
    void cancelsWithAReason();
    void saysThatARollbackFailed();
    void rollsBackWithAReason();
    void leavesWithoutPromoting();
    void leadsToSayingWhoOneIs();
    void neverLaysOutForAState();
    void tellsScreenReaders();
    void filtersAndChoosesReleases();
    void zoomsAndFits();
    void exportsPictures();
    void coversNoBoxWithAButton();
    void fitsSmallAndDark();
};

void PipelinePageTest::showsTheStory()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    QCOMPARE(node(bench, u"billing.commit"_s).mark, Mark::Passed);
    QCOMPARE(node(bench, u"billing.commit"_s).tests.total, 412);
    QVERIFY(node(bench, u"integration"_s).strong);
    QCOMPARE(node(bench, u"dev-env"_s).mark, Mark::Passed);
    QCOMPARE(node(bench, u"dev-env"_s).runs, u"2026.48"_s);
    const PipelineNode next = node(bench, u"integration-env"_s);
    QVERIFY(next.mayGo);
    QCOMPARE(next.runs, u"2026.47"_s);
    QCOMPARE(next.comes, u"2026.48"_s);
    const PipelineNode later = node(bench, u"aurora-staging-env"_s);
    QVERIFY(later.mayReceive && !later.mayGo);
    QCOMPARE(node(bench, u"aurora-production-env"_s).runs, u"2026.47.1"_s);
    QCOMPARE(node(bench, u"borealis-production-env"_s).runs, u"2026.46"_s);
    // It opens on what could be done next, and says what it would bring.
    QCOMPARE(bench.find<PipelineView>()->current(), row(bench, u"integration-env"_s));
    QTRY_VERIFY(visibleTexts(bench.page.get()).contains(u"What System test gets"_s));
    QVERIFY(visibleTexts(bench.page.get()).contains(u"2026.47 → 2026.48 · 15 changes, 1 of them internal"_s));
    bench.picture(u"pipeline"_s);
}

/// What the dry run would refuse, in whole or part, is not the next click, and the page says what it waits for.
void PipelinePageTest::offersOnlyWhatCouldGoWhole()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    ActionButton *promote = nullptr;
    for (auto *button : bench.page->findChildren<ActionButton *>()) {
        if (button->action() == bench.actions.action(u"pipeline.promote"_s))
            promote = button;
    }
    QTRY_VERIFY(isPrimary(promote));
    bench.story.write([](Session &s) {
        return s.holds().set(
            {{}, {u"billing"_s}, {u"integration"_s}, u"wrong totals"_s, u"nr"_s, Story::now(), {}, {}});
    });
    QTRY_VERIFY(!node(bench, u"integration-env"_s).mayGo);
    QVERIFY(node(bench, u"integration-env"_s).mayReceive);
    QVERIFY2(node(bench, u"integration-env"_s).whyNot.contains(u"wrong totals"_s),
             qPrintable(node(bench, u"integration-env"_s).whyNot));
    QVERIFY(!bench.find<PipelineView>()->pipeline()->node(row(bench, u"integration-env"_s))->look().promote);
    QTRY_VERIFY(!isPrimary(promote));
    QVERIFY(promote->isEnabled()); // the others may still go, and a person may override
    QTRY_VERIFY2(visibleTexts(bench.page.get()).contains(u"wrong totals"_s),
                 qPrintable(visibleTexts(bench.page.get())));
    // Releases says the same of the same place.
    const ReleaseId id = bench.story.release(u"2026.48"_s);
    const auto release =
        bench.story.store().read([id](Session &s) { return readRelease(s, id, u"nr"_s); }).takeResult().value();
    const auto place = std::ranges::find(release.places, EnvironmentKey{u"integration"_s}, &ReleasePlace::environment);
    QCOMPARE(place->standing, Standing::Blocked);
    QCOMPARE(place->why, node(bench, u"integration-env"_s).whyNot);
}

void PipelinePageTest::walksAlongTheEdges()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    view->setFocus();
    view->setCurrent(row(bench, u"ledger.commit"_s));
    const QStringList way{u"ledger.component"_s, u"integration"_s, u"dev-env"_s, u"integration-env"_s};
    for (const QString &id : way) {
        QTest::keyClick(view, Qt::Key_Right);
        QCOMPARE(view->model().at(view->current()).id, id);
    }
    QTest::keyClick(view, Qt::Key_Right);
    QTest::keyClick(view, Qt::Key_Right);
    const QString client = view->model().at(view->current()).id;
    QVERIFY(client.endsWith(u"production-env"_s));
    QTest::keyClick(view, Qt::Key_Right); // there is nothing further right
    QCOMPARE(view->model().at(view->current()).id, client);
    view->setCurrent(row(bench, u"billing.commit"_s));
    QTest::keyClick(view, Qt::Key_Down);
    QCOMPARE(view->model().at(view->current()).id, u"gateway.commit"_s);
    QTest::keyClick(view, Qt::Key_Up);
    QTest::keyClick(view, Qt::Key_Up);
    QCOMPARE(view->model().at(view->current()).id, u"billing.commit"_s);
}

void PipelinePageTest::asksOnceAndSaysWhat()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    view->setFocus();
    view->setCurrent(row(bench, u"aurora-staging-env"_s));
    QTest::keyClick(view, Qt::Key_Return);
    auto *panel = bench.find<PromotePanel>();
    QTRY_VERIFY(panel->plan().has_value());
    QVERIFY(panel->isVisibleTo(bench.page.get()));
    const QString says = visibleTexts(panel);
    for (const QString &part :
         {u"Promote 2026.48 to Aurora staging?"_s, u"1 of 3 services will be promoted"_s, u"4.17.9 → 4.18.2"_s,
          u"replaces 4.17.9 · 5 changes · usually 1 m 42 s"_s, u"1 note missing"_s, u"Runs 7.2.4 already."_s})
        QVERIFY2(says.contains(part), qPrintable(part + u" in "_s + says));
    QVERIFY(bench.desk.promoted.empty());
    // A part of a release is asked for in so many words.
    QVERIFY2(says.contains(u"Only a part of 2026.48 would go: gateway 4.18.2 stays behind."_s), qPrintable(says));
    QCOMPARE(bench.find<QPushButton>(u"promoteConfirm"_s)->text(), u"Promote 1 of 2 services"_s);
    QCOMPARE(bench.desk.planned.back().environment, EnvironmentKey{u"aurora-staging"_s});
    QCOMPARE(bench.desk.planned.back().actor.person, u"nr"_s);
    bench.picture(u"pipeline-ask"_s);
}

void PipelinePageTest::promotesWhatWasConfirmedAndFollowsIt()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    view->act(row(bench, u"integration-env"_s));
    auto *confirm = bench.find<QPushButton>(u"promoteConfirm"_s);
    QTRY_VERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QCOMPARE(bench.desk.promoted.size(), 1);
    QCOMPARE(bench.desk.promoted[0].release, bench.story.release(u"2026.48"_s));
    QCOMPARE(bench.desk.promoted[0].environment, EnvironmentKey{u"integration"_s});
    QVERIFY(bench.desk.promoted[0].overrides.isEmpty());
    QVERIFY(bench.desk.promoted[0].partial); // as the button said
    auto *panel = bench.find<PromotePanel>();
    QVERIFY(panel->isWatching());
    LogRows *log = bench.find<LogRows>();
    QTRY_VERIFY(shownIn(*log).contains(u"· from the file"_s));

    const PromotionId id = bench.desk.last.front().id;
    bench.story.advance(id, {PromotionState::PreFlight, PromotionState::Running, PromotionState::Validating});
    bench.story.startStep(id, StepKind::Smoke);
    QTRY_COMPARE(node(bench, u"integration-env"_s).mark, Mark::Running);
    QTRY_COMPARE(node(bench, u"integration-env"_s).step, u"Smoke test"_s);
    bench.desk.write(id, {{Story::now(), u"\x1b[32mok\x1b[0m 12 of 40"_s, false, false}});
    QTRY_VERIFY(shownIn(*log).contains(u"\nok 12 of 40"_s));
    QTRY_VERIFY(visibleTexts(bench.page.get()).contains(u"System test · promoting 2026.48"_s));
    auto *steps = panel->findChild<DataTable *>();
    QTRY_COMPARE(steps->model()->index(2, StepsModel::StateColumn).data().toString(), u"running"_s);
    QCOMPARE(steps->model()->index(1, StepsModel::StateColumn).data().toString(), u"1 of 3"_s); // services deployed
    bench.picture(u"pipeline-live"_s);
    panel->closePanel();
    QTRY_VERIFY(!panel->isVisibleTo(bench.page.get()));
    bench.picture(u"pipeline-running"_s);
}

void PipelinePageTest::overridesWithAReason()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    QTRY_VERIFY(bench.page->isReady());
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    auto *panel = bench.find<PromotePanel>();
    QTRY_VERIFY(panel->plan());
    auto *reason = panel->findChild<QLineEdit *>(u"override-notes"_s);
    QVERIFY(reason);
    QTest::keyClicks(reason, u"hotfix, told by phone"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_VERIFY(panel->plan() && panel->plan()->items[1].skip == SkipReason::None);
    QVERIFY(visibleTexts(panel).contains(u"2 of 3 services will be promoted"_s));
    QTest::mouseClick(bench.find<QPushButton>(u"promoteConfirm"_s), Qt::LeftButton);
    QCOMPARE(bench.desk.promoted.size(), 1);
    QCOMPARE(bench.desk.promoted[0].overrides.value(u"notes"_s), u"hotfix, told by phone"_s);
    QVERIFY(!bench.desk.promoted[0].partial);
}

void PipelinePageTest::cancelsWithAReason()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    const auto promotions = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    bench.page->open(subjectOf(promotions.front().id));
    auto *cancel = bench.find<QPushButton>(u"promoteCancel"_s);
    QTRY_VERIFY(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    auto *confirm = bench.find<QPushButton>(u"promoteStopConfirm"_s);
    QVERIFY(confirm->isVisible() && !confirm->isEnabled()); // without a reason
    QTest::keyClick(bench.find<QLineEdit>(u"promoteStopReason"_s), Qt::Key_Return);
    QVERIFY(bench.desk.cancelled.empty());
    QTest::keyClicks(bench.find<QLineEdit>(u"promoteStopReason"_s), u"wrong week"_s);
    QTest::mouseClick(confirm, Qt::LeftButton);
    QCOMPARE(bench.desk.cancelled.size(), promotions.size());
    QCOMPARE(bench.desk.cancelled[0].second, u"wrong week"_s);
}

void PipelinePageTest::saysThatARollbackFailed()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    const auto back = bench.story.write([](Session &s) -> Result<Promotion> {
        Promotion p;
        p.request.kind = PromotionKind::Rollback;
        p.request.service = {u"billing"_s};
        p.request.environment = {u"integration"_s};
        p.request.build = (*s.builds().ofService({u"billing"_s})).front().id;
        p.request.reason = u"wrong totals"_s;
        p.queuedAt = s.now();
        return s.promotions().queue(p);
    });
    QVERIFY(back.has_value());
    bench.find<PipelineView>()->setCurrent(row(bench, u"integration-env"_s));
    QTRY_VERIFY(visibleTexts(bench.page.get()).contains(u"System test · rolling back"_s));
    bench.story.advance(back->id, {PromotionState::PreFlight, PromotionState::Running});
    bench.story.startStep(back->id, StepKind::Deploy);
    bench.story.advance(back->id, {PromotionState::Errored});
    QTRY_VERIFY2(visibleTexts(bench.page.get()).contains(u"System test · last rollback errored"_s),
                 qPrintable(visibleTexts(bench.page.get())));
    // As the promotion itself names it.
    bool named = false;
    for (const DataTable *steps : bench.page->findChildren<DataTable *>()) {
        for (int i = 0; steps->isVisible() && i < steps->model()->rowCount(); ++i)
            named = named || steps->model()->index(i, 0).data().toString().startsWith(u"Roll back to billing "_s);
    }
    QVERIFY(named);
}

void PipelinePageTest::rollsBackWithAReason()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    QTRY_VERIFY(bench.page->isReady());
    bench.find<PipelineView>()->setCurrent(row(bench, u"aurora-production-env"_s));
    QTRY_VERIFY(bench.actions.action(u"pipeline.rollback"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"pipeline.rollback"_s));
    auto *panel = bench.find<PromotePanel>();
    QTRY_VERIFY(panel->plan());
    QCOMPARE(bench.desk.planned.back().kind, PromotionKind::Rollback);
    QVERIFY2(visibleTexts(panel).contains(u"takes back 5 changes"_s), qPrintable(visibleTexts(panel)));
    auto *confirm = bench.find<QPushButton>(u"promoteConfirm"_s);
    QVERIFY(!confirm->isEnabled());
    QCOMPARE(confirm->toolTip(), u"Say why first."_s);
    auto *reason = bench.find<QLineEdit>(u"promoteReason"_s);
    reason->setText(QString(501, u'x'));
    QVERIFY(!confirm->isEnabled());
    QVERIFY2(confirm->toolTip().contains(u"500"_s), qPrintable(confirm->toolTip()));
    reason->clear();
    QTest::keyClicks(reason, u"statements are wrong"_s);
    QVERIFY(confirm->isEnabled());
    auto *cause = bench.find<ChoiceButton>(u"rollbackCause"_s);
    QVERIFY(cause->isVisibleTo(panel));
    QCOMPARE(cause->value(), u"unknown"_s);
    QVERIFY(cause->setValue(u"change"_s));
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(bench.desk.promoted.size(), 1u);
    QCOMPARE(bench.desk.promoted[0].cause, Cause::Change);
    QCOMPARE(bench.desk.promoted[0].reason, u"statements are wrong"_s);
}

void PipelinePageTest::leavesWithoutPromoting()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    QTRY_VERIFY(bench.page->isReady());
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    auto *panel = bench.find<PromotePanel>();
    QTRY_VERIFY(panel->plan());
    QTest::keyClick(panel, Qt::Key_Escape);
    QVERIFY(!panel->isVisibleTo(bench.page.get()));
    QVERIFY(bench.desk.promoted.empty());
    for (PlannedPromotion &item : bench.desk.items)
        item.skip = SkipReason::AlreadyThere;
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    QTRY_VERIFY(panel->plan());
    QVERIFY(!bench.find<QPushButton>(u"promoteConfirm"_s)->isEnabled());
}

void PipelinePageTest::leadsToSayingWhoOneIs()
{
    PageBench bench(pipelinePage());
    preparePlan(bench);
    int opened = 0;
    bench.actions.add(qApp, {u"settings.preferences"_s, u"Preferences…"_s, {}, {}, {}, [&opened] { ++opened; }, {}});
    QTRY_VERIFY(bench.page->isReady());
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    auto *panel = bench.find<PromotePanel>();
    QTRY_VERIFY(panel->plan());
    QVERIFY(!bench.find<QPushButton>(u"promoteWhoAmI"_s)->isVisibleTo(panel));
    bench.desk.items.front().skip = SkipReason::NoPermission;
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    QTRY_VERIFY(panel->plan());
    QTest::mouseClick(bench.find<QPushButton>(u"promoteWhoAmI"_s), Qt::LeftButton);
    QCOMPARE(opened, 1);
}

void PipelinePageTest::neverLaysOutForAState()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    PipelineScene *scene = bench.find<PipelineView>()->pipeline();
    const int layouts = scene->layouts();
    QCOMPARE(layouts, 1);
    const auto promotions = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    bench.story.advance(promotions.front().id, {PromotionState::PreFlight, PromotionState::Running});
    QTRY_COMPARE(scene->node(row(bench, u"integration-env"_s))->look().mark, Mark::Running);
    QCOMPARE(scene->layouts(), layouts);
}

void PipelinePageTest::tellsScreenReaders()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(view);
    QVERIFY(list);
    QCOMPARE(list->childCount(), view->model().rowCount());
    const int integration = row(bench, u"integration-env"_s);
    QAccessibleInterface *child = list->child(integration);
    QVERIFY(child);
    QCOMPARE(child->text(QAccessible::Name), u"System test, waiting, 2026.47 → 2026.48"_s);
    QVERIFY(!child->rect().isEmpty());
    QCOMPARE(list->indexOfChild(child), integration);
    preparePlan(bench);
    child->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_VERIFY(bench.find<PromotePanel>()->plan());
}

void PipelinePageTest::filtersAndChoosesReleases()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    view->pipeline()->setService({u"ledger"_s});
    QVERIFY(view->pipeline()->node(row(bench, u"billing.commit"_s))->look().receded);
    QVERIFY(!view->pipeline()->node(row(bench, u"ledger.commit"_s))->look().receded);
    QVERIFY(!view->pipeline()->node(row(bench, u"integration"_s))->look().receded);
    bench.page->open(subjectOf(bench.story.release(u"2026.46"_s)));
    QTRY_VERIFY(node(bench, u"aurora-production-env"_s).word == u"ran it"_s);
    QCOMPARE(bench.find<ChoiceButton>(u"pipelineRelease"_s)->value(),
             QString::number(bench.story.release(u"2026.46"_s).value));
    QVERIFY(!node(bench, u"dev-env"_s).mayReceive);
}

void PipelinePageTest::zoomsAndFits()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    auto *view = bench.find<PipelineView>();
    const double fitted = view->transform().m11();
    QTest::keyClick(view, Qt::Key_Plus);
    QVERIFY(view->transform().m11() > fitted);
    QTest::keyClick(view, Qt::Key_F);
    QCOMPARE(view->transform().m11(), fitted);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(view, Qt::Key_Minus);
    QVERIFY(view->transform().m11() >= 0.05 - 1e-9);
}

void PipelinePageTest::exportsPictures()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    PipelineScene *scene = bench.find<PipelineView>()->pipeline();
    QTemporaryDir folder;
    const auto paint = [&](QPainter &painter) { scene->render(&painter, scene->sceneRect(), scene->sceneRect()); };
    for (const QString &suffix : {u"svg"_s, u"png"_s, u"pdf"_s}) {
        const QString file = folder.filePath(u"pipeline."_s + suffix);
        QVERIFY(exportPicture(file, scene->sceneRect(), u"Pipeline"_s, paint));
        QVERIFY(QFileInfo(file).size() > 2000);
    }
    QVERIFY(QImage(folder.filePath(u"pipeline.png"_s)).width() >= static_cast<int>(scene->sceneRect().width()));
    QCOMPARE(exportPicture(u"/nowhere/at/all.svg"_s, scene->sceneRect(), {}, paint).error().code,
             ErrorCode::FileFailed);
    QCOMPARE(exportPicture(folder.filePath(u"a.gif"_s), scene->sceneRect(), {}, paint).error().code,
             ErrorCode::InvalidInput);
}

void PipelinePageTest::coversNoBoxWithAButton()
{
    PageBench bench(pipelinePage());
    QTRY_VERIFY(bench.page->isReady());
    PipelineOverview overview = bench.find<PipelineView>()->model().overview();
    overview.nodes = bench.find<PipelineView>()->model().rows();
    for (PipelineNode &n : overview.nodes)
        n.mayReceive = n.mayGo = n.kind == StageKind::Deploy;
    PipelineModel model;
    const LayeredLayouter layouter;
    PipelineScene scene(model, layouter);
    model.setOverview(overview);
    for (const QSizeF room : {QSizeF(1200, 480), QSizeF(780, 280), QSizeF(780, 220), QSizeF(1600, 300)}) {
        scene.setRoom(room);
        for (int offering = 0; offering < model.rowCount(); ++offering) {
            const NodeItem *node = scene.node(offering);
            const QRectF button = node->mapRectToScene(node->button());
            QCOMPARE(button.isEmpty(), model.at(offering).kind != StageKind::Deploy);
            for (int other = 0; other < model.rowCount(); ++other)
                QVERIFY2(!button.intersects(scene.rectOf(other)),
                         qPrintable(node->id() + u" upon "_s + scene.node(other)->id()));
        }
    }
}

void PipelinePageTest::fitsSmallAndDark()
{
    PageBench bench(pipelinePage(), {829, 490});
    preparePlan(bench);
    bench.theme.setMode(ThemeMode::Dark);
    QTRY_VERIFY(bench.page->isReady());
    bench.picture(u"pipeline-small-dark"_s);
    QVERIFY2(bench.page->minimumSizeHint().width() <= 829,
             qPrintable(QString::number(bench.page->minimumSizeHint().width())));
    QVERIFY2(bench.page->minimumSizeHint().height() <= 490,
             qPrintable(QString::number(bench.page->minimumSizeHint().height())));
    bench.page->resize(1245, 760);
    bench.find<PipelineView>()->act(row(bench, u"integration-env"_s));
    QTRY_VERIFY(bench.find<PromotePanel>()->plan());
    bench.picture(u"pipeline-ask-dark"_s);
}

QTEST_MAIN(PipelinePageTest)
#include "pipelinepagetest.moc"
