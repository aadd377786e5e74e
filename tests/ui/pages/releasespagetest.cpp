// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/releasespage.h"
#include "ui/pages/history.h"
#include "ui/pages/pagebench.h"
#include "ui/promotions/promotepanel.h"
#include "ui/promotions/readinessbox.h"
#include "ui/releases/comparepanel.h"
#include "ui/releases/createpanel.h"
#include "ui/releases/releasepanel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"

#include <QAction>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QScrollBar>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

PageFactory releasesPage() { return pageFactory<ReleasesPage>(pages::releases); }

/// The list, apart from the other tables of the page.
DataTable *list(const PageBench &bench)
{
    for (DataTable *table : bench.page->findChildren<DataTable *>()) {
        if (dynamic_cast<ReleasesModel *>(table->model()))
            return table;
    }
    return nullptr;
}

QStringList shown(const PageBench &bench)
{
    QStringList versions;
    const QAbstractItemModel *model = list(bench)->model();
    for (int row = 0; row < model->rowCount(); ++row)
        versions << model->index(row, 0).data().toString();
    return versions;
}

} // namespace

/// Protects: a person who has never seen a release knows after a look what it is made of and why it is not further; and
/// nothing is made, withdrawn or promoted but what was confirmed.
class ReleasesPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheStory();
    void walksByKeyboard();
    void narrowsAndShowsAllAgain();
    void promotesToTheEnvironmentThatIsNext();
    void createsWhatWasConfirmed();
    void saysThatAPreReleaseWouldRide();
    void patchesOnlyWithAnotherBuild();
    void withdrawsWithAReason();
    void asksPeopleForApprovalsAndTicks();
    void comparesAnyTwo();
    void showsAStakeholderNoButtonThatDeploys();
    void goesToNotesAndPipeline();
    void remembersWhatWasChosen();
    void opensWhatIsNotInTheList();
    void exportsAllThatMatches();
    void isEmptyWithoutAProduct();
    void readsMoreWhenItIsScrolled();
    void fitsSmallAndDark();
};

void ReleasesPageTest::showsTheStory()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    QCOMPARE(shown(bench).size(), 5);
    QCOMPARE(shown(bench).front(), u"2026.48"_s);
    auto *panel = bench.find<ReleasePanel>();
    QTRY_COMPARE(panel->title(), u"2026.48"_s);
    const QString says = said(panel);
    for (const QString &part : {u"14 changes against 2026.47.1"_s, u"train 2026.48 leaves Tue 24 Nov, 10:00"_s,
                                u"by Nora Reuter"_s, u"System test"_s, u"runs 2026.47"_s})
        QVERIFY2(says.contains(part), qPrintable(part + u" in "_s + says));
    bench.picture(u"releases"_s);
    bench.page->open(subjectOf(bench.story.release(u"2026.47"_s)));
    QTRY_COMPARE(panel->title(), u"2026.47"_s);
    QVERIFY2(said(panel).contains(u"Patched by 2026.47.1"_s), qPrintable(said(panel)));
}

void ReleasesPageTest::walksByKeyboard()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    DataTable *table = list(bench);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.47.1"_s);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(bench.navigator.went.back(), (Destination{u"pipeline"_s, subjectOf(bench.story.release(u"2026.47.1"_s))}));
    QVERIFY(bench.actions.trigger(u"releases.filter"_s));
    QCOMPARE(bench.page->focusWidget(), bench.find<QLineEdit>(u"releasesText"_s));
}

void ReleasesPageTest::narrowsAndShowsAllAgain()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *text = bench.find<QLineEdit>(u"releasesText"_s);
    QTest::keyClicks(text, u"1.9.6.1"_s); // a build of ledger
    QTRY_COMPARE(shown(bench), QStringList{u"2026.47.1"_s});
    QTRY_COMPARE(bench.find<Card>()->title(), u"1 of 5 releases"_s);
    QTest::keyClicks(text, u"x"_s);
    QTRY_VERIFY(said(bench.page.get()).contains(u"No release is like that"_s));
    QVERIFY(bench.actions.trigger(u"releases.clearfilter"_s));
    QTRY_COMPARE(shown(bench).size(), 5);
    bench.page->restoreState({{u"state"_s, u"open"_s}});
    QTRY_COMPARE(shown(bench), QStringList{u"2026.48"_s});
    bench.page->restoreState({{u"kind"_s, u"patch"_s}, {u"state"_s, QString()}});
    QTRY_COMPARE(shown(bench), QStringList{u"2026.47.1"_s});
}

void ReleasesPageTest::promotesToTheEnvironmentThatIsNext()
{
    PageBench bench(releasesPage());
    PlannedPromotion goes;
    goes.service = {u"billing"_s};
    goes.build.version = u"4.18.2"_s;
    bench.desk.items = {goes};
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY(bench.actions.action(u"releases.promote"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"releases.promote"_s));
    QTRY_VERIFY(bench.find<PromotePanel>()->plan());
    QCOMPARE(bench.desk.planned.back().environment, EnvironmentKey{u"integration"_s});
    QCOMPARE(bench.desk.planned.back().release, bench.story.release(u"2026.48"_s));
    QVERIFY(bench.desk.promoted.empty());
    bench.picture(u"releases-promote"_s);
    QTest::keyClick(bench.find<PromotePanel>(), Qt::Key_Escape);
    QTRY_VERIFY(bench.find<ReleasePanel>()->isVisible());
    // A gate that is not met is no wall: the panel asks for the reason.
    QTest::mouseClick(bench.find<QPushButton>(u"place-aurora-staging"_s), Qt::LeftButton);
    QCOMPARE(bench.desk.planned.back().environment, EnvironmentKey{u"aurora-staging"_s});
}

void ReleasesPageTest::createsWhatWasConfirmed()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY(bench.actions.action(u"releases.create"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"releases.create"_s));
    auto *confirm = bench.find<QPushButton>(u"createConfirm"_s);
    QTRY_COMPARE(confirm->text(), u"Create release 2026.49"_s);
    QTRY_VERIFY(confirm->isEnabled());
    bench.picture(u"releases-new"_s);
    QVERIFY(!said(bench.find<CreatePanel>()).contains(u"pre-release"_s));
    // Not the newest: what was chosen by hand is what is made.
    auto *billing = bench.find<ChoiceButton>(u"build-billing"_s);
    QVERIFY(billing);
    QAction *older = nullptr;
    for (QAction *entry : billing->menu()->actions()) {
        if (entry->text() == u"4.17.9")
            older = entry;
    }
    QVERIFY(older);
    older->trigger();
    QTRY_VERIFY2(said(bench.find<CreatePanel>()).contains(u"4.18.2 → 4.17.9"_s),
                 qPrintable(said(bench.find<CreatePanel>())));
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.49"_s);
    QTRY_COMPARE(shown(bench).front(), u"2026.49"_s);
    QTRY_COMPARE(list(bench)->currentSubject(), subjectOf(bench.story.release(u"2026.49"_s)));
    QVERIFY(said(bench.find<ReleasePanel>()).contains(u"train 2026.49"_s));
    QVERIFY(said(bench.find<ReleasePanel>()).contains(u"by Nora Reuter"_s));
}

/// What is between two versions may ride, but nobody is to find out at the client's.
void ReleasesPageTest::saysThatAPreReleaseWouldRide()
{
    PageBench bench(releasesPage());
    QVERIFY(bench.story.write([](Session &s) -> Result<int> {
        const QString version = u"4.19.0-dev.2"_s;
        const auto build =
            s.builds().add({{}, {u"billing"_s}, version, u"c"_s + version, u"sha256:"_s + version, Story::now()});
        if (!build)
            return std::unexpected(build.error());
        std::vector<StageRun> runs;
        for (const Stage &stage : Story::product().stages) {
            if (stage.service != ServiceKey{u"billing"_s})
                continue;
            StageRun run;
            run.stage = stage.key;
            run.build = *build;
            run.commit = u"c"_s + version;
            run.state = StageRunState::Passed;
            run.startedAt = run.finishedAt = run.queuedAt = Story::now();
            runs.push_back(run);
        }
        return s.stageRuns().import(runs);
    }));
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY(bench.actions.action(u"releases.create"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"releases.create"_s));
    QTRY_VERIFY2(said(bench.find<CreatePanel>()).contains(u"a pre-release version"_s),
                 qPrintable(said(bench.find<CreatePanel>())));
}

void ReleasesPageTest::patchesOnlyWithAnotherBuild()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    bench.page->open(subjectOf(bench.story.release(u"2026.47"_s)));
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.47"_s);
    QVERIFY(bench.actions.trigger(u"releases.patch"_s));
    auto *confirm = bench.find<QPushButton>(u"createConfirm"_s);
    QTRY_COMPARE(confirm->text(), u"Create release 2026.47.2"_s);
    QVERIFY(!confirm->isEnabled());
    QVERIFY2(confirm->toolTip().contains(u"the same as 2026.47"_s), qPrintable(confirm->toolTip()));
    auto *ledger = bench.find<ChoiceButton>(u"build-ledger"_s);
    for (QAction *entry : ledger->menu()->actions()) {
        if (entry->text() == u"1.9.6.1")
            entry->trigger();
    }
    QVERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.47.2"_s);
    QTRY_VERIFY(said(bench.find<ReleasePanel>()).contains(u"1 change against 2026.47"_s));
}

void ReleasesPageTest::withdrawsWithAReason()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    QTRY_VERIFY(bench.actions.action(u"releases.withdraw"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"releases.withdraw"_s));
    auto *confirm = bench.find<QPushButton>(u"withdrawConfirm"_s);
    QVERIFY(confirm->isVisible() && !confirm->isEnabled());
    auto *reason = bench.find<QLineEdit>(u"withdrawReason"_s);
    QTest::keyClick(reason, Qt::Key_Escape);
    QVERIFY(!confirm->isVisible());
    QVERIFY(bench.actions.trigger(u"releases.withdraw"_s));
    QTest::keyClicks(reason, u"ledger rounds wrongly"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_VERIFY(said(bench.find<ReleasePanel>()).contains(u"ledger rounds wrongly"_s));
    QTRY_VERIFY(!bench.actions.action(u"releases.promote"_s)->isEnabled());
    QVERIFY(bench.actions.disabledReason(u"releases.withdraw"_s).contains(u"was withdrawn"_s));
}

/// By keyboard, in the panel and beside the question whether to promote; recorded with the name of who sits here.
void ReleasesPageTest::asksPeopleForApprovalsAndTicks()
{
    PageBench bench(releasesPage(), {1245, 760}, nullptr, u"wc"_s);
    QTRY_VERIFY(bench.page->isReady());
    auto *panel = bench.find<ReleasePanel>();
    QVERIFY(panel->readiness()->isEmpty());
    QVERIFY(bench.story.write([](Session &s) { return s.products().describe(Story::asking(), "asking"); }));
    const QString first = u"item-aurora-production-0"_s;
    QTRY_VERIFY(panel->readiness()->findChild<QCheckBox *>(first));
    QTRY_VERIFY2(said(panel).contains(u"Support lead 0 of 1, asked: Will Chen"_s), qPrintable(said(panel)));
    QVERIFY(bench.actions.trigger(u"releases.checklist"_s));
    QCOMPARE(bench.page->focusWidget()->objectName(), first);
    QTest::keyClick(bench.page->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY2(said(panel).contains(u"The client knows when it goes · Will Chen"_s), qPrintable(said(panel)));
    QTRY_VERIFY2(said(panel).contains(u"1 of 2 ticked"_s), qPrintable(said(panel)));
    QCOMPARE(bench.page->focusWidget()->objectName(), first); // made anew, and still there
    auto *approve = panel->findChild<QPushButton *>(u"approveRelease"_s);
    QVERIFY(approve->isEnabled());
    bench.picture(u"releases-asked"_s);
    QVERIFY(bench.actions.trigger(u"releases.approve"_s));
    QTRY_VERIFY2(said(panel).contains(u"Support lead 1 of 1 (Will Chen)"_s), qPrintable(said(panel)));
    QTest::mouseClick(panel->findChild<QPushButton *>(u"rejectRelease"_s), Qt::LeftButton);
    QTest::keyClicks(panel->findChild<QLineEdit *>(u"rejectReason"_s), u"it is too early"_s);
    QTest::mouseClick(panel->findChild<QPushButton *>(u"rejectConfirm"_s), Qt::LeftButton);
    QTRY_VERIFY2(said(panel).contains(u"rejected by Will Chen"_s), qPrintable(said(panel)));
    const ReleaseId release = bench.story.release(u"2026.48"_s);
    const auto said = bench.story.write([=](Session &s) { return s.releases().signOffs(release); });
    QCOMPARE(said->size(), size_t(2));
    QCOMPARE(said->back().comment, u"it is too early"_s);

    PageBench other(releasesPage(), {1245, 760}, nullptr, u"ik"_s); // who has no role that may approve
    QVERIFY(other.story.write([](Session &s) { return s.products().describe(Story::asking(), "asking"); }));
    QTRY_VERIFY(other.page->isReady());
    QTRY_VERIFY(other.find<QCheckBox>(first));
    auto *disabled = other.find<ReleasePanel>()->findChild<QPushButton *>(u"approveRelease"_s);
    QTRY_VERIFY(!disabled->isEnabled());
    QVERIFY2(disabled->toolTip().contains(u"no role"_s), qPrintable(disabled->toolTip()));
    PlannedPromotion waits;
    waits.service = {u"billing"_s};
    waits.build.version = u"4.18.2"_s;
    GateOutcome gate;
    gate.kind = GateKind::Checklist;
    gate.result = GateResult::Fail;
    gate.text = u"0 of 2 ticked"_s;
    gate.checkedAt = Story::now();
    waits.gates = {gate};
    waits.waitsFor = u"checklist: 0 of 2 ticked"_s;
    waits.waitsUntil = Story::now() + std::chrono::hours(1);
    other.desk.items = {waits};
    QTest::mouseClick(other.find<QPushButton>(u"place-aurora-production"_s), Qt::LeftButton);
    auto *promote = other.find<PromotePanel>();
    QTRY_VERIFY(promote->findChild<QCheckBox *>(first));
    QTRY_VERIFY2(test::said(promote).contains(u"waits for its gates, 1 h at most"_s), qPrintable(test::said(promote)));
    other.picture(u"promote-asked"_s);
    const size_t planned = other.desk.planned.size();
    QTest::mouseClick(promote->findChild<QCheckBox *>(first), Qt::LeftButton);
    QTRY_COMPARE(other.desk.planned.size(), planned + 1); // the gates are judged again
}

void ReleasesPageTest::comparesAnyTwo()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.48"_s);
    QVERIFY(bench.actions.trigger(u"releases.compare"_s));
    auto *panel = bench.find<ComparePanel>();
    QCOMPARE(bench.find<QLineEdit>(u"compareFrom"_s)->text(), u"2026.47.1"_s);
    QTRY_VERIFY2(said(panel).contains(u"3 of 4 services differ · 14 gained, 0 lost"_s), qPrintable(said(panel)));
    bench.picture(u"releases-compare"_s);
    QTest::mouseClick(bench.find<QPushButton>(u"compareSwap"_s), Qt::LeftButton);
    QTRY_VERIFY(said(panel).contains(u"0 gained, 14 lost"_s));
    auto *to = bench.find<QLineEdit>(u"compareTo"_s);
    to->clear();
    QTest::keyClicks(to, u"2026.45"_s);
    QTest::keyClick(to, Qt::Key_Return);
    QTRY_VERIFY2(said(panel).contains(u"Lost since 2026.48: "_s), qPrintable(said(panel)));
    to->clear();
    QTest::keyClicks(to, u"1999.1"_s);
    QTest::keyClick(to, Qt::Key_Return);
    QTRY_VERIFY2(said(panel).contains(u"There is no release 1999.1."_s), qPrintable(said(panel)));
    QTest::keyClick(panel, Qt::Key_Escape);
    QTRY_VERIFY(bench.find<ReleasePanel>()->isVisible());
}

void ReleasesPageTest::showsAStakeholderNoButtonThatDeploys()
{
    PageBench bench(releasesPage(), {1245, 760}, nullptr, u"wc"_s);
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.48"_s);
    for (const QString &id : {u"create"_s, u"patch"_s, u"promote"_s, u"withdraw"_s}) {
        const QAction *action = bench.actions.action(u"releases."_s + id);
        QVERIFY2(!action->isVisible() && !action->isEnabled(), qPrintable(id));
    }
    for (const QPushButton *button : bench.page->findChildren<QPushButton *>()) {
        if (button->isVisible())
            QVERIFY2(!button->text().contains(u"Promote"_s) && !button->text().contains(u"New"_s),
                     qPrintable(button->text()));
    }
    QVERIFY(bench.actions.action(u"releases.notes"_s)->isEnabled());
    bench.picture(u"releases-stakeholder"_s);
}

void ReleasesPageTest::goesToNotesAndPipeline()
{
    PageBench bench(releasesPage());
    QTRY_VERIFY(bench.page->isReady());
    const ReleaseId id = bench.story.release(u"2026.48"_s);
    QTRY_VERIFY(bench.actions.action(u"releases.notes"_s)->isEnabled());
    QVERIFY(bench.actions.trigger(u"releases.notes"_s));
    QVERIFY(bench.actions.trigger(u"releases.pipeline"_s));
    QCOMPARE(bench.navigator.went[0], (Destination{u"notes"_s, u"notes:%1"_s.arg(id.value)}));
    QCOMPARE(bench.navigator.went[1], (Destination{u"pipeline"_s, subjectOf(id)}));
    const auto queued = bench.story.queue(id, {u"integration"_s});
    QTRY_COMPARE(bench.find<QPushButton>(u"place-integration"_s)->text(), u"Watch"_s);
    QTest::mouseClick(bench.find<QPushButton>(u"place-integration"_s), Qt::LeftButton);
    QCOMPARE(bench.navigator.went[2].page, u"promotions"_s);
}

void ReleasesPageTest::remembersWhatWasChosen()
{
    QJsonObject state;
    {
        PageBench bench(releasesPage());
        QTRY_VERIFY(bench.page->isReady());
        bench.page->open(subjectOf(bench.story.release(u"2026.46"_s)));
        QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.46"_s);
        bench.page->restoreState({{u"state"_s, u"released"_s}});
        state = bench.page->saveState();
    }
    PageBench bench(releasesPage());
    bench.page->restoreState(state);
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.46"_s);
    QTRY_COMPARE(shown(bench).size(), 4);
    QCOMPARE(bench.find<ChoiceButton>(u"releasesState"_s)->value(), u"released"_s);
    bench.page->restoreState({{u"split"_s, u"nonsense"_s}, {u"state"_s, 7}, {u"chosen"_s, u"-3"_s}});
    QTRY_COMPARE(shown(bench).size(), 5);
}

void ReleasesPageTest::opensWhatIsNotInTheList()
{
    PageBench bench(releasesPage());
    bench.page->restoreState({{u"kind"_s, u"patch"_s}});
    bench.page->open(subjectOf(bench.story.release(u"2026.46"_s)));
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.46"_s);
    QTRY_COMPARE(shown(bench), QStringList{u"2026.47.1"_s});
    QCOMPARE(bench.find<ReleasePanel>()->title(), u"2026.46"_s);
}

void ReleasesPageTest::exportsAllThatMatches()
{
    PageBench bench(releasesPage());
    addHistory(bench.story, 300, 0);
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(shown(bench).size(), 200);
    QVERIFY(bench.actions.trigger(u"releases.export"_s));
    QTRY_COMPARE(shown(bench).size(), 305);
    QFileDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = bench.page->findChild<QFileDialog *>()) != nullptr);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"releases.csv"_s);
    Q_EMIT dialog->fileSelected(file);
    QTRY_VERIFY(QFile::exists(file));
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QByteArrayList lines = csv.readAll().split('\n');
    QCOMPARE(lines.size(), 307); // header, rows, and what follows the last line end
    QVERIFY2(lines[0].startsWith("Release,Kind,State,Train,Changes,Notes,Runs in,Created,By"), lines[0].constData());
    QVERIFY(lines[1].startsWith("2026.48,regular,in promotion · 0 of 2 clients,"));
    dialog->reject();
}

void ReleasesPageTest::isEmptyWithoutAProduct()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    PageBench bench(releasesPage(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(said(bench.page.get()).contains(u"No product yet"_s));
    QVERIFY(!bench.actions.action(u"releases.create"_s)->isEnabled());
    bench.page.reset();
}

void ReleasesPageTest::readsMoreWhenItIsScrolled()
{
    PageBench bench(releasesPage());
    bench.page->deactivated();
    addHistory(bench.story, 2'000, 0);
    QElapsedTimer timer;
    timer.start();
    bench.page->activated();
    QTRY_COMPARE(shown(bench).size(), 200);
    QTRY_COMPARE(bench.find<Card>()->title(), u"2005 release(s) · 1 on the way to clients"_s);
    qInfo("the page with 2 005 releases was there after %lld ms", static_cast<long long>(timer.elapsed()));
    const QString chosen = list(bench)->currentSubject();
    QScrollBar *bar = list(bench)->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    QTRY_COMPARE(shown(bench).size(), 600);
    QCOMPARE(list(bench)->currentSubject(), chosen);
}

void ReleasesPageTest::fitsSmallAndDark()
{
    PageBench bench(releasesPage(), {829, 490});
    bench.theme.setMode(ThemeMode::Dark);
    QTRY_VERIFY(bench.page->isReady());
    QTRY_COMPARE(bench.find<ReleasePanel>()->title(), u"2026.48"_s);
    bench.picture(u"releases-small-dark"_s);
    QVERIFY2(bench.page->minimumSizeHint().width() <= 829,
             qPrintable(QString::number(bench.page->minimumSizeHint().width())));
    QVERIFY2(bench.page->minimumSizeHint().height() <= 490,
             qPrintable(QString::number(bench.page->minimumSizeHint().height())));
    QVERIFY(!list(bench)->horizontalScrollBar()->isVisible());
}

QTEST_MAIN(ReleasesPageTest)
#include "releasespagetest.moc"
