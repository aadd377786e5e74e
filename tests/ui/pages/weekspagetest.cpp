// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/weekspage.h"
#include "ui/pages/pagebench.h"
#include "ui/weeks/trainpanel.h"
#include "ui/weeks/weeksgrid.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pictureexport.h"
#include "ui/widgets/statuschip.h"

#include <QAction>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;
using namespace std::chrono_literals;

namespace {

QStringList texts(const QWidget *widget)
{
    QStringList all;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisibleTo(widget))
            all << label->text();
    }
    return all;
}

} // namespace

/// Protects: the weeks say what is true, and everything on the page can be reached from the keyboard.
class WeeksPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheStory();
    void choosesTheNextTrainAndTellsAboutIt();
    void saysWhatTheNextTrainStillNeeds();
    void walksByKeyboard();
    void opensNotesAndPipeline();
    void moves();
    void followsWhatIsPromoted();
    void saysWhyButtonsAreOff();
    void plansTheReleaseThatWasConfirmed();
    void isEmptyWithoutAProduct();
    void fitsSmallDarkAndManyWeeks();
    void fillsItsHeight();
    void saysWhatLeavesIntoAFreeze();
    void exportsItsPicture();
};

void WeeksPageTest::fillsItsHeight()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *grid = bench.find<WeeksGrid>();
    const int rows = grid->model()->rowCount();
    QTRY_VERIFY(grid->viewport()->height() - grid->verticalHeader()->length() < rows);
    for (int row = 0; row < rows; ++row)
        QCOMPARE(grid->rowHeight(row), grid->rowHeight(0));
    bench.page->resize(1245, 620);
    QTRY_VERIFY(grid->viewport()->height() - grid->verticalHeader()->length() < rows);
    // A product with few environments gets no rows without end.
    QVERIFY(grid->tallest() < 6 * 200);
}

void WeeksPageTest::saysWhatLeavesIntoAFreeze()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    const auto *model = qobject_cast<WeeksModel *>(bench.find<WeeksGrid>()->model());
    WeeksOverview overview = model->overview();
    WeekStop stop = overview.lanes[4].stops[5].front();
    QCOMPARE(model->wordsOf(model->index(4, 5), stop), u"planned"_s);
    stop.at = overview.freezes.front().from + 24h;
    QCOMPARE(model->wordsOf(model->index(4, 6), stop), u"frozen"_s);
    stop.state = StopState::Arrived; // what has happened has happened
    QVERIFY(model->wordsOf(model->index(4, 6), stop) != u"frozen"_s);
}

void WeeksPageTest::exportsItsPicture()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *grid = bench.find<WeeksGrid>();
    const QRectF bounds(QPointF(), grid->pictureSize());
    QTemporaryDir folder;
    for (const QString &suffix : {u"svg"_s, u"png"_s, u"pdf"_s}) {
        QVERIFY(bench.actions.action(u"weeks.export-"_s + suffix));
        const QString file = folder.filePath(u"weeks."_s + suffix);
        QVERIFY(exportPicture(file, bounds, u"Weeks"_s, [&](QPainter &painter) { grid->paintPicture(painter); }));
        QVERIFY(QFileInfo(file).size() > 2000);
    }
    // The picture shows what the window shows.
    const QImage picture(folder.filePath(u"weeks.png"_s));
    const QModelIndex arrived = grid->model()->index(2, 0);
    const QPoint at = grid->visualRect(arrived).center() +
        QPoint(grid->verticalHeader()->width(), grid->horizontalHeader()->height());
    const QColor seen = grid->grab().toImage().pixelColor(at + QPoint(0, 16));
    QCOMPARE(picture.pixelColor((at + QPoint(0, 16)) * 2), seen);
}

void WeeksPageTest::showsTheStory()
{
    PageBench bench(weeksPage());
    auto *grid = bench.find<WeeksGrid>();
    QTRY_VERIFY(bench.page->isReady());
    const auto *model = qobject_cast<WeeksModel *>(grid->model());
    QCOMPARE(model->columnCount(), 8);
    QCOMPARE(model->rowCount(), 6);
    QCOMPARE(model->headerData(0, Qt::Horizontal).toString(), u"W46"_s);
    QCOMPARE(model->headerData(3, Qt::Horizontal, DetailRole).toString(), u"30 Nov–4 Dec"_s);
    QCOMPARE(model->headerData(4, Qt::Vertical).toString(), u"Aurora production"_s);
    const auto cell = [&](int row, int column, int role) { return model->index(row, column).data(role); };
    QCOMPARE(cell(2, 0, Qt::DisplayRole).toString(), u"2026.46"_s);
    QCOMPARE(cell(2, 0, MarkRole).toInt(), static_cast<int>(Mark::Passed));
    QCOMPARE(cell(2, 0, DetailRole).toString(), u"Tue"_s);
    QCOMPARE(cell(4, 1, DetailRole).toString(), u"+ patch .1"_s);
    QVERIFY(cell(4, 1, WeeksModel::BrownPaperBagRole).toBool());
    QCOMPARE(cell(4, 1, MarkRole).toInt(), static_cast<int>(Mark::Attention));
    QCOMPARE(cell(0, 2, MarkRole).toInt(), static_cast<int>(Mark::Passed)); // 2026.48 runs in Dev
    QCOMPARE(cell(2, 2, DetailRole).toString(), u"boarding"_s);             // the train's own word, as in the panel
    QCOMPARE(cell(2, 3, Qt::DisplayRole).toString(), u"2026.49"_s);
    QCOMPARE(cell(0, 6, WeeksModel::FrozenRole).toString(), u"Year-end freeze"_s);
    QCOMPARE(cell(0, 7, WeeksModel::FrozenRole).toString(), u"Year-end freeze"_s);
    QVERIFY(cell(4, 1, Qt::AccessibleTextRole).toString().contains(u"brown paper bag"_s));
    const QString rotation = texts(bench.page.get()).join(u'|');
    QVERIFY2(rotation.contains(u"IK is away 30 Nov–2 Dec: swap with"_s), qPrintable(rotation));
    bench.picture(u"weeks"_s);
}

void WeeksPageTest::choosesTheNextTrainAndTellsAboutIt()
{
    PageBench bench(weeksPage());
    auto *panel = bench.find<TrainPanel>();
    QTRY_COMPARE(panel->train(), bench.story.train(u"2026.48"_s));
    const QString all = texts(panel).join(u'|');
    for (const QString &part :
         {u"2026.48"_s, u"Tue 24 Nov 2026, 10:00"_s, u"Feature cut-off was Fri 20 Nov, 17:00"_s, u"4.18.2"_s,
          u"5 changes"_s, u"unchanged"_s, u"feature 3 h 0 m after cut-off, by Tilda Moss"_s, u"14 changes"_s,
          u"median of the last 2 trains"_s, u"No notes yet: 13 change(s) to tell of"_s})
        QVERIFY2(all.contains(part), qPrintable(part + u" in "_s + all));
}

void WeeksPageTest::saysWhatTheNextTrainStillNeeds()
{
    PageBench bench(weeksPage());
    auto *grid = bench.find<WeeksGrid>();
    auto *panel = bench.find<TrainPanel>();
    QTRY_VERIFY(bench.page->isReady());
    // A change of billing that has passed waits, and a client's fork of it; 2026.49 boards with no release aboard.
    const auto done = bench.story.write([train = bench.story.train(u"2026.49"_s)](Session &s) -> Result<int> {
        const auto add = [&s](QChar digit, const QString &version, qint64 ordinal) -> Result<int> {
            const Build last = s.builds().ofService({u"billing"_s}, 1).value().front();
            Change change;
            change.service = last.service;
            change.commit = QString(40, digit);
            change.parents = {last.commit};
            change.type = u"feat"_s;
            change.summary = u"Pay by instalments"_s;
            change.committedAt = change.authoredAt = Story::now();
            change.ordinal = ordinal;
            const auto known = s.changes().import(change.service, std::vector{change});
            const auto build = s.builds().add(
                {{}, change.service, version, change.commit, u"sha256:"_s + QString(64, digit), Story::now()});
            if (!known || !build)
                return std::unexpected(!known ? known.error() : build.error());
            std::vector<StageRun> runs(2);
            for (size_t i = 0; i < runs.size(); ++i) {
                runs[i].stage = {i == 0 ? u"billing.commit"_s : u"billing.component"_s};
                runs[i].build = *build;
                runs[i].commit = change.commit;
                runs[i].state = StageRunState::Passed;
                runs[i].queuedAt = runs[i].startedAt = Story::now();
                runs[i].finishedAt = Story::now() + 1min;
            }
            return s.stageRuns().import(runs);
        };
        if (auto moved = s.trains().transition(train, TrainState::Boarding, Story::now(), {}); !moved)
            return std::unexpected(moved.error());
        return add(u'9', u"4.19.0"_s, 900).and_then([&](int) { return add(u'8', u"4.18.2-b1"_s, -1); });
    });
    QVERIFY2(done.has_value(), qPrintable(done ? QString() : done.error().toString()));
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_Right);
    QTRY_COMPARE(panel->train(), bench.story.train(u"2026.49"_s));
    QTRY_VERIFY2(texts(panel).contains(u"No release is assembled of these changes"_s),
                 qPrintable(texts(panel).join(u'|')));
    QVERIFY(texts(panel).contains(u"No notes yet: 1 change(s) to tell of"_s));
    QVERIFY(!texts(panel).contains(u"Nothing"_s));
    // What would ride is what a release would take: nothing that is off the main line.
    QVERIFY(texts(panel).contains(u"4.19.0"_s));
    QVERIFY(!texts(panel).contains(u"4.18.2-b1"_s));
    // One word for one state: the chip of the panel, and the train's cards.
    QCOMPARE(panel->findChild<StatusChip *>()->text(), u"boarding"_s);
    QTRY_COMPARE(grid->model()->index(0, 3).data(DetailRole).toString(), u"boarding"_s);
}

void WeeksPageTest::walksByKeyboard()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *grid = bench.find<WeeksGrid>();
    grid->setFocus();
    const QModelIndex start = grid->currentIndex();
    QCOMPARE(start.column(), 2);
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(grid->chosenTrain(), bench.story.train(u"2026.49"_s));
    QTRY_COMPARE(bench.find<TrainPanel>()->train(), bench.story.train(u"2026.49"_s));
    QTest::keyClick(grid, Qt::Key_Left);
    QTest::keyClick(grid, Qt::Key_Down);
    QCOMPARE(grid->currentIndex().row(), start.row() + 1);
    QTest::keyClick(grid, Qt::Key_Return);
    QCOMPARE(bench.navigator.went.back(), (Destination{u"pipeline"_s, subjectOf(bench.story.release(u"2026.48"_s))}));
}

void WeeksPageTest::opensNotesAndPipeline()
{
    PageBench bench(weeksPage());
    QTRY_COMPARE(bench.find<TrainPanel>()->train(), bench.story.train(u"2026.48"_s));
    const ReleaseId release = bench.story.release(u"2026.48"_s);
    for (QPushButton *button : bench.find<TrainPanel>()->findChildren<QPushButton *>())
        QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.navigator.went.size(), 2);
    QCOMPARE(bench.navigator.went[0], (Destination{u"notes"_s, u"notes:%1"_s.arg(release.value)}));
    QCOMPARE(bench.navigator.went[1], (Destination{u"pipeline"_s, subjectOf(release)}));
}

void WeeksPageTest::moves()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *model = qobject_cast<WeeksModel *>(bench.find<WeeksGrid>()->model());
    QVERIFY(bench.actions.trigger(u"weeks.later"_s));
    QTRY_COMPARE(model->headerData(0, Qt::Horizontal).toString(), u"W50"_s);
    QVERIFY(bench.actions.trigger(u"weeks.today"_s));
    QTRY_COMPARE(model->headerData(0, Qt::Horizontal).toString(), u"W46"_s);
    bench.page->restoreState({{u"weeks"_s, 26}});
    QTRY_COMPARE(model->columnCount(), 26);
    QCOMPARE(bench.page->saveState().value(u"weeks"_s).toInt(), 26);
    bench.page->restoreState({{u"weeks"_s, 7}}); // no such choice: another version's, or a broken file
    QCOMPARE(bench.page->saveState().value(u"weeks"_s).toInt(), 26);
}

void WeeksPageTest::followsWhatIsPromoted()
{
    PageBench bench(weeksPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *model = qobject_cast<WeeksModel *>(bench.find<WeeksGrid>()->model());
    QSignalSpy resets(model, &QAbstractItemModel::modelReset);
    const auto promotions = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
    QTRY_COMPARE(model->index(1, 2).data(DetailRole).toString(), u"queued"_s);
    bench.story.advance(promotions.front().id, {PromotionState::PreFlight, PromotionState::Running});
    bench.story.startStep(promotions.front().id, StepKind::Smoke);
    QTRY_COMPARE(model->index(1, 2).data(MarkRole).toInt(), static_cast<int>(Mark::Running));
    QTRY_VERIFY(model->index(1, 2).data(FractionRole).toDouble() > 0);
    QCOMPARE(resets.count(), 0);
}

void WeeksPageTest::saysWhyButtonsAreOff()
{
    PageBench bench(weeksPage());
    QTRY_COMPARE(bench.find<TrainPanel>()->train(), bench.story.train(u"2026.48"_s));
    QVERIFY(!bench.actions.action(u"weeks.plan"_s)->isEnabled());
    QVERIFY(bench.actions.disabledReason(u"weeks.plan"_s).contains(u"2026.48"_s));
    bench.page->open(subjectOf(bench.story.train(u"2026.49"_s)));
    QTRY_COMPARE(bench.find<TrainPanel>()->train(), bench.story.train(u"2026.49"_s));
    QVERIFY(bench.actions.action(u"weeks.plan"_s)->isEnabled());
}

void WeeksPageTest::plansTheReleaseThatWasConfirmed()
{
    PageBench bench(weeksPage());
    bench.page->open(subjectOf(bench.story.train(u"2026.49"_s)));
    auto *panel = bench.find<TrainPanel>();
    QTRY_COMPARE(panel->train(), bench.story.train(u"2026.49"_s));
    QVERIFY(bench.actions.trigger(u"weeks.plan"_s));
    auto *confirm = bench.find<QPushButton>(u"planConfirm"_s);
    QVERIFY(confirm->isVisible());
    QCOMPARE(confirm->text(), u"Create release 2026.49"_s);
    QTest::keyClick(confirm, Qt::Key_Escape);
    QVERIFY(!confirm->isVisible());
    QVERIFY(bench.actions.trigger(u"weeks.plan"_s));
    bench.picture(u"weeks-plan"_s);
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_VERIFY(!confirm->isVisible());
    QVERIFY(bench.story.release(u"2026.49"_s).isValid());
    QTRY_VERIFY(bench.actions.disabledReason(u"weeks.plan"_s).contains(u"has its release already"_s));
    const auto *model = qobject_cast<WeeksModel *>(bench.find<WeeksGrid>()->model());
    QTRY_COMPARE(model->index(0, 3).data(WeeksModel::ReleaseRole).toLongLong(),
                 bench.story.release(u"2026.49"_s).value);
}

void WeeksPageTest::isEmptyWithoutAProduct()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    PageBench bench(weeksPage(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(texts(bench.page.get()).contains(u"No product yet"_s));
    bench.page.reset();
}

void WeeksPageTest::fitsSmallDarkAndManyWeeks()
{
    PageBench bench(weeksPage(), {829, 490});
    bench.theme.setMode(ThemeMode::Dark);
    QTRY_VERIFY(bench.page->isReady());
    bench.picture(u"weeks-small-dark"_s);
    bench.page->restoreState({{u"weeks"_s, 26}});
    auto *grid = bench.find<WeeksGrid>();
    QTRY_COMPARE(grid->model()->columnCount(), 26);
    QVERIFY(bench.page->minimumSizeHint().width() <= 829);
    QVERIFY2(bench.page->minimumSizeHint().height() <= 490,
             qPrintable(QString::number(bench.page->minimumSizeHint().height())));
    bench.page->resize(1245, 760);
    bench.picture(u"weeks-26-dark"_s);
}

QTEST_MAIN(WeeksPageTest)
#include "weekspagetest.moc"
