// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/insightspage.h"
#include "ui/insights/figurecard.h"
#include "ui/insights/funnelview.h"
#include "ui/insights/rowspanel.h"
#include "ui/pages/pagebench.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QSvgRenderer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

FigureCard *cardOf(const PageBench &bench, Measure measure)
{
    for (FigureCard *card : bench.page->findChildren<FigureCard *>()) {
        if (card->measure() == measure)
            return card;
    }
    return nullptr;
}

/// Chooses an entry of a choice as a person does: through its menu.
void choose(const PageBench &bench, const QString &name, const QString &text)
{
    for (ChoiceButton *button : bench.page->findChildren<ChoiceButton *>()) {
        if (!button->accessibleName().startsWith(name + u':'))
            continue;
        for (QAction *entry : button->menu()->actions()) {
            if (entry->text() == text)
                return entry->trigger();
        }
    }
    QFAIL(qPrintable(u"no %1 %2"_s.arg(name, text)));
}

bool says(const QWidget *widget, const QString &text)
{
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisibleTo(widget) && label->text().contains(text))
            return true;
    }
    return false;
}

/// Whether what is scrolled has its final size: as wide as there is room, and as high as it needs.
bool isSettled(const PageBench &bench)
{
    const auto *scroll = bench.page->findChild<QScrollArea *>();
    const QWidget *content = scroll->widget();
    return content->width() <= scroll->viewport()->width() &&
        content->height() >= content->heightForWidth(content->width());
}

void addIssues(Story &story)
{
    (void)story.write([](Session &s) -> Result<int> {
        const std::array<std::pair<QString, int>, 4> caught{
            std::pair(u"billing.commit"_s, 10), std::pair(u"billing.component"_s, 4),
            std::pair(u"aurora-staging-env"_s, 2), std::pair(QString(), 1)};
        int count = 0;
        for (const auto &[stage, number] : caught) {
            for (int i = 0; i < number; ++i) {
                Issue issue;
                issue.title = u"Issue %1"_s.arg(++count);
                issue.service = {u"billing"_s};
                issue.caughtAt = {stage};
                issue.foundAt = Story::now() - std::chrono::days{3};
                if (const auto added = s.issues().add(issue); !added)
                    return std::unexpected(added.error());
            }
        }
        return count;
    });
}

QFileDialog *fileDialog()
{
    for (QWidget *w : QApplication::topLevelWidgets()) {
        if (auto *found = qobject_cast<QFileDialog *>(w); found && found->isVisible())
            return found;
    }
    return nullptr;
}

/// Answers the file dialog that is open.
void saveAs(const QString &file)
{
    QTRY_VERIFY(fileDialog());
    fileDialog()->selectFile(file);
    QMetaObject::invokeMethod(fileDialog(), "accept");
}

} // namespace

/// Protects: the page says what is true and what it counted, and every figure leads to its rows.
class InsightsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void saysTheFiguresOfTheStory();
    void figuresOpenTheirRows();
    void countsWhatIsChosen();
    void funnelWalksAndOpens();
    void funnelIsReadOut();
    void switchesToTheThroughput();
    void exportsChartsAndFigures();
    void remembersWhatWasChosen();
    void isEmptyWithoutAProduct();
    void isHonestAboutOneDeployment();
    void fitsSmallAndDark();
};

void InsightsPageTest::saysTheFiguresOfTheStory()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    // Production got 2026.45 and 2026.46 (four services in two environments each), 2026.47 (four, Aurora only) and the
    // patch of ledger: 8 + 8 + 4 + 1.
    QTRY_COMPARE(cardOf(bench, Measure::Deployments)->figure().basis, u"21 in 3 weeks"_s);
    // The patch came 21 h after what it mends.
    QCOMPARE(cardOf(bench, Measure::FailureRate)->figure().value, u"5 %"_s);
    QVERIFY(cardOf(bench, Measure::FailureRate)->figure().basis.startsWith(u"1 of 21"_s));
    QVERIFY(cardOf(bench, Measure::Rework)->figure().basis.startsWith(u"1 of 21"_s));
    QVERIFY(cardOf(bench, Measure::Trains)->figure().basis.startsWith(u"3 of 3 on time"_s));
    QVERIFY(
        says(bench.page.get(), u"Production tier: Aurora production, Borealis production · all services together"_s));
    QVERIFY(says(bench.page.get(), u"1 of 3 releases patched or rolled back within 48 h"_s));
    QVERIFY(says(bench.page.get(), u"No issue was found in this period"_s));
    QCOMPARE(cardOf(bench, Measure::Deployments)->accessibleName(), u"Deployments: 6.9 / week"_s);
    QVERIFY(cardOf(bench, Measure::FailureRate)->accessibleDescription().contains(u"1 of 21"_s));
    QTRY_VERIFY(isSettled(bench));
    bench.picture(u"insights"_s);
}

void InsightsPageTest::figuresOpenTheirRows()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *panel = bench.find<RowsPanel>();
    QVERIFY(!panel->isVisible());
    QVERIFY(QTest::qWaitForWindowActive(bench.page.get()));
    FigureCard *card = cardOf(bench, Measure::Rework);
    card->setFocus();
    QTest::keyClick(card, Qt::Key_Return);
    QVERIFY(panel->isVisible());
    QTRY_COMPARE(panel->table()->model()->rowCount(), 1);
    QCOMPARE(panel->title(), u"Patches, rollbacks and remedies: 1 of 21"_s);
    const QModelIndex patch = panel->table()->model()->index(0, InsightRowsModel::TitleColumn);
    QCOMPARE(patch.data().toString(), u"ledger 1.9.6.1"_s);
    QTRY_VERIFY(isSettled(bench)); // beside the rows there is room for all of it
    bench.picture(u"insights-rows"_s);
    QVERIFY(panel->table()->hasFocus());
    QTest::keyClick(panel->table(), Qt::Key_Return);
    QCOMPARE(bench.navigator.went.back(), (Destination{u"releases"_s, subjectOf(bench.story.release(u"2026.47.1"_s))}));
    QTest::keyClick(panel->table(), Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QVERIFY(card->hasFocus());

    // Trains lead to their week, by the action as well as by the card.
    QVERIFY(bench.actions.trigger(u"insights.rows-5"_s));
    QTRY_COMPARE(panel->table()->model()->rowCount(), 3);
    QTest::keyClick(panel->table(), Qt::Key_Return);
    QCOMPARE(bench.navigator.went.back(), (Destination{u"weeks"_s, subjectOf(bench.story.train(u"2026.47"_s))}));
    QTest::mouseClick(cardOf(bench, Measure::LeadTime), Qt::LeftButton);
    QTRY_VERIFY(panel->table()->model()->headerData(3, Qt::Horizontal).toString() == u"Took"_s);
    QTRY_VERIFY(panel->table()->model()->rowCount() > 10);
    QVERIFY(panel->table()->currentIndex().isValid());
}

void InsightsPageTest::countsWhatIsChosen()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    choose(bench, u"Service"_s, u"ledger"_s);
    // Of ledger: 2 + 2 + 1 + the patch.
    QTRY_COMPARE(cardOf(bench, Measure::Deployments)->figure().basis, u"6 in 3 weeks"_s);
    QVERIFY(says(bench.page.get(), u"service ledger"_s));
    choose(bench, u"Tier or environment"_s, u"Borealis production"_s);
    QTRY_COMPARE(cardOf(bench, Measure::Deployments)->figure().value, u"too few: 2"_s);
    choose(bench, u"Tier or environment"_s, u"Staging tier"_s);
    QTRY_COMPARE(cardOf(bench, Measure::Deployments)->figure().basis, u"6 in 3 weeks"_s);
    choose(bench, u"Period"_s, u"All that is recorded"_s);
    QTRY_COMPARE(cardOf(bench, Measure::Deployments)->figure().was, QString());
    // A part is chosen from its row.
    auto *parts = bench.find<DataTable>(QString());
    for (DataTable *table : bench.page->findChildren<DataTable *>()) {
        if (table->accessibleName() == u"Figures of each part"_s)
            parts = table;
    }
    QCOMPARE(parts->model()->rowCount(), 4);
    parts->setCurrentIndex(parts->model()->index(0, 0));
    parts->setFocus();
    QTest::keyClick(parts, Qt::Key_Return);
    QTRY_VERIFY(says(bench.page.get(), u"service billing"_s));
}

void InsightsPageTest::funnelWalksAndOpens()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    addIssues(bench.story);
    auto *funnel = bench.find<FunnelView>();
    // Commit, Component, Integration, our environments, those of clients, escaped.
    QTRY_COMPARE(funnel->rowCount() == 6 ? funnel->bars()[0].value : QString(), u"10"_s);
    QCOMPARE(funnel->bars()[5].value, u"1"_s);
    QVERIFY(says(bench.page.get(), u"17 issues · 82.4 % before a client environment · 1 escaped"_s));
    bench.picture(u"insights-funnel"_s);
    funnel->setFocus();
    QTest::keyClick(funnel, Qt::Key_Down);
    QCOMPARE(funnel->currentRow(), 1);
    QTest::keyClick(funnel, Qt::Key_Return);
    auto *panel = bench.find<RowsPanel>();
    QTRY_COMPARE(panel->table()->model()->rowCount(), 4);
    QCOMPARE(panel->title(), u"Component: 4 issues"_s);
    QTest::mouseClick(funnel, Qt::LeftButton, {}, funnel->rowRect(5).center());
    QTRY_COMPARE(panel->table()->model()->rowCount(), 1);
    QCOMPARE(funnel->currentRow(), 5);
}

void InsightsPageTest::funnelIsReadOut()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    addIssues(bench.story);
    auto *funnel = bench.find<FunnelView>();
    QTRY_COMPARE(funnel->rowCount() == 6 ? funnel->bars()[0].value : QString(), u"10"_s);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(funnel);
    QVERIFY(list);
    QCOMPARE(list->childCount(), 6);
    QAccessibleInterface *commit = list->child(0);
    QVERIFY(
        commit->text(QAccessible::Name)
            .startsWith(u"Commit: 10 issues, caught 10 of 17 that were there to be caught here or were found later"_s));
    QCOMPARE(commit->text(QAccessible::Description), u"1 of 6"_s);
    QCOMPARE(list->indexOfChild(commit), 0);
    const QRect there = commit->rect();
    QCOMPARE(list->childAt(there.center().x(), there.center().y()), commit);
    commit->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(bench.find<RowsPanel>()->isVisible());
}

void InsightsPageTest::switchesToTheThroughput()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    auto *throughput = bench.find<QPushButton>(u"throughput"_s);
    QTest::mouseClick(throughput, Qt::LeftButton);
    QVERIFY(says(bench.page.get(), u"How far builds came"_s));
    auto *funnel = bench.find<FunnelView>();
    // Five releases with a build of each of the four services, all passed; portal 7.2.4 and what the patch left as it
    // was are the same builds.
    QTRY_VERIFY(funnel->rowCount() > 0 && funnel->bars()[0].title == u"Commit"_s &&
                funnel->bars()[0].value.contains(u" of "_s));
    const FunnelBar &commit = funnel->bars()[0];
    QCOMPARE(commit.part, 0.0);
    QCOMPARE(commit.whole, 16.0); // billing 4, gateway 4, ledger 5, portal 3
    bench.picture(u"insights-throughput"_s);
    QTest::mouseClick(bench.find<QPushButton>(u"environments"_s), Qt::LeftButton);
    QVERIFY(says(bench.page.get(), u"Where faults of environments were caught"_s));
}

void InsightsPageTest::exportsChartsAndFigures()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    // All of it stands where it will. What a patch put right had failed, though nobody said by what.
    QTRY_VERIFY(says(bench.page.get(), u"· 1 deployment(s); none from resource pools"_s));
    QTRY_VERIFY(isSettled(bench));
    QTemporaryDir folder;
    for (const QString &suffix : {u"svg"_s, u"png"_s, u"pdf"_s}) {
        const QString file = folder.filePath(u"charts."_s + suffix);
        QVERIFY(bench.actions.trigger(u"insights.export-"_s + suffix));
        saveAs(file);
        QTRY_VERIFY(QFileInfo(file).size() > 2000);
        QVERIFY(QDir().mkpath(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures")));
        const QString kept = QStringLiteral(HUMDRUM_BINARY_DIR "/pictures/insights-export.") + suffix;
        QFile::remove(kept);
        QVERIFY(QFile::copy(file, kept));
    }
    // What was written as SVG can be read as such, and is what was seen.
    QSvgRenderer reader(folder.filePath(u"charts.svg"_s));
    QVERIFY(reader.isValid());
    QImage seen(reader.defaultSize(), QImage::Format_RGB32);
    seen.fill(Qt::white);
    QPainter painter(&seen);
    reader.render(&painter);
    painter.end();
    QVERIFY(seen.save(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures/insights-export-svg.png")));
    QVERIFY(bench.actions.trigger(u"insights.export-csv"_s));
    const QString csv = folder.filePath(u"figures.csv"_s);
    saveAs(csv);
    QTRY_VERIFY(QFileInfo(csv).size() > 0);
    QFile file(csv);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u"\r\n"_s);
    QVERIFY(lines.front().startsWith(u"from,to,counted,part,measure"_s));
    QCOMPARE(lines.filter(u"all services,change failure rate,share,0.04761904762,1,21,"_s).size(), 1);
    QCOMPARE(lines.filter(u",ledger,deployments,"_s).size(), 1);

    // The folder has gone since it was chosen: said where it matters.
    QVERIFY(bench.actions.trigger(u"insights.export-csv"_s));
    QTRY_VERIFY(fileDialog());
    QVERIFY(!bench.find<ErrorBanner>()->hasError());
    Q_EMIT fileDialog()->fileSelected(folder.filePath(u"gone/figures.csv"_s));
    fileDialog()->reject();
    QTRY_VERIFY(bench.find<ErrorBanner>()->hasError());
    QVERIFY(bench.find<ErrorBanner>()->message().contains(u"gone/figures.csv"_s));

    // The funnel alone, with its title, from its own menu.
    auto *funnel = bench.find<FunnelView>();
    const QString picture = folder.filePath(u"funnel.svg"_s);
    funnel->askExport();
    saveAs(picture);
    QTRY_VERIFY(QFileInfo(picture).size() > 0);
    QFile svg(picture);
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray drawn = svg.readAll();
    QVERIFY(drawn.contains(">Where issues were caught</text>"));
    QVERIFY(drawn.contains(">No issue was found in this period</text>"));
    QVERIFY(drawn.contains(">Component</text>"));
    QCOMPARE(funnel->exportTo(folder.filePath(u"funnel.gif"_s)).error().code, ErrorCode::InvalidInput);
}

void InsightsPageTest::remembersWhatWasChosen()
{
    PageBench bench(insightsPage());
    QTRY_VERIFY(bench.page->isReady());
    bench.page->restoreState(
        {{u"weeks"_s, 8}, {u"service"_s, u"ledger"_s}, {u"tier"_s, u"staging"_s}, {u"funnel"_s, u"environments"_s}});
    QTRY_VERIFY(says(bench.page.get(), u"Staging tier"_s));
    QVERIFY(says(bench.page.get(), u"service ledger"_s));
    const QJsonObject state = bench.page->saveState();
    QCOMPARE(state.value(u"weeks"_s).toInt(), 8);
    QCOMPARE(state.value(u"tier"_s).toString(), u"staging"_s);
    QCOMPARE(state.value(u"funnel"_s).toString(), u"environments"_s);
    // What is no longer described is let go of, without an error.
    bench.page->restoreState({{u"weeks"_s, 7}, {u"service"_s, u"gone"_s}});
    QTRY_VERIFY(says(bench.page.get(), u"all services together"_s));
    QCOMPARE(bench.page->saveState().value(u"weeks"_s).toInt(), 8);
    QVERIFY(!bench.find<ErrorBanner>()->hasError());
}

void InsightsPageTest::isEmptyWithoutAProduct()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    PageBench bench(insightsPage(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(says(bench.page.get(), u"No product yet"_s));
    bench.picture(u"insights-empty"_s);
    bench.page.reset();
}

void InsightsPageTest::isHonestAboutOneDeployment()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    const auto written =
        store
            ->write(Intent{{u"nr"_s, u"test"_s, {}}, {}},
                    [](Session &s) -> Result<int> {
                        if (auto r = s.products().describe(Story::product(), "story"); !r)
                            return std::unexpected(r.error());
                        auto build = s.builds().add({{}, {u"billing"_s}, u"1"_s, u"c"_s, u"sha256:1"_s, Story::now()});
                        if (!build)
                            return std::unexpected(build.error());
                        Deployment d;
                        d.service = {u"billing"_s};
                        d.environment = {u"aurora-production"_s};
                        d.build = *build;
                        d.from = Story::now() - std::chrono::hours{5};
                        return s.deployments().start(d).transform([](DeploymentId) { return 1; });
                    })
            .takeResult();
    QVERIFY(written);
    PageBench bench(insightsPage(), {1245, 800}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QCOMPARE(cardOf(bench, Measure::Deployments)->figure().value, u"too few: 1"_s);
    QCOMPARE(cardOf(bench, Measure::LeadTime)->figure().value, u"none"_s);
    QCOMPARE(cardOf(bench, Measure::FailureRate)->figure().value, u"too few: 1"_s);
    QVERIFY(says(bench.page.get(), u"No train was over in this period"_s));
    QTRY_VERIFY(says(bench.page.get(), u"None failed in this period."_s));
    bench.picture(u"insights-one"_s);
    bench.page.reset();
}

void InsightsPageTest::fitsSmallAndDark()
{
    PageBench bench(insightsPage(), {829, 490});
    bench.theme.setMode(ThemeMode::Dark);
    QTRY_VERIFY(bench.page->isReady());
    addIssues(bench.story);
    auto *funnel = bench.find<FunnelView>();
    QTRY_COMPARE(funnel->rowCount() == 6 ? funnel->bars()[0].value : QString(), u"10"_s);
    QVERIFY2(bench.page->minimumSizeHint().width() <= 829,
             qPrintable(QString::number(bench.page->minimumSizeHint().width())));
    QTRY_VERIFY(isSettled(bench));
    bench.picture(u"insights-small-dark"_s);
    QVERIFY(bench.actions.trigger(u"insights.rows-0"_s));
    auto *panel = bench.find<RowsPanel>();
    QTRY_VERIFY(panel->table()->model()->rowCount() > 0);
    // The rows stand in place of the figures, and give way to them again.
    QTRY_COMPARE(panel->width(), bench.page->width());
    bench.picture(u"insights-small-dark-rows"_s);
    QVERIFY(bench.actions.trigger(u"insights.close-rows"_s));
    QTRY_VERIFY(!panel->isVisible() && bench.find<FunnelView>()->isVisible());
    bench.page->resize(1245, 1500);
    QTRY_VERIFY(isSettled(bench));
    bench.picture(u"insights-dark"_s);
}

QTEST_MAIN(InsightsPageTest)
#include "insightspagetest.moc"
