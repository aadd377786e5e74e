// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/environments/environmentspage.h"
#include "ui/environments/cellpanel.h"
#include "ui/pages/pagebench.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/reasonbox.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

PageFactory environmentsPage()
{
    return {{QString(pages::environments), u"Environments"_s, u"network-server"_s, u"What runs where"_s, false},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new EnvironmentsPage(d, s, parent);
            }};
}

DataTable *table(const PageBench &bench, const QString &name)
{
    for (DataTable *t : bench.page->findChildren<DataTable *>()) {
        if (t->accessibleName() == name)
            return t;
    }
    return nullptr;
}

DataTable *matrix(const PageBench &bench) { return table(bench, u"What runs where"_s); }

/// The cell of a service in an environment.
QModelIndex cell(const PageBench &bench, const QString &service, const QString &environment)
{
    return static_cast<EnvironmentMatrixModel *>(matrix(bench)->model())
        ->indexOf(ServiceKey{service}, EnvironmentKey{environment});
}

QStringList texts(const QWidget *parent)
{
    QStringList list;
    for (const QLabel *label : parent->findChildren<QLabel *>()) {
        if (!label->isHidden())
            list << label->text();
    }
    return list;
}

void click(DataTable *table, const QModelIndex &index)
{
    QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width()); // laid out
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
}

} // namespace

/// Protects: what runs where is true at a glance, and whoever wants to know more of a cell is told without leaving.
class EnvironmentsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatRunsWhere()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        QCOMPARE(matrix(bench)->model()->rowCount(), 4);
        QCOMPARE(matrix(bench)->model()->columnCount(), 6);
        const QModelIndex behind = cell(bench, u"billing"_s, u"borealis-production"_s);
        QCOMPARE(behind.data().toString(), u"4.17.8"_s);
        QCOMPARE(behind.data(DetailRole).toString(), u"2 behind"_s);
        QCOMPARE(cell(bench, u"billing"_s, u"dev"_s).data(DetailRole).toString(), u"current"_s);
        bench.picture(u"environments"_s);
    }

    void sharesTheRoomAlike()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        const DataTable *m = matrix(bench);
        QTRY_COMPARE(m->horizontalHeader()->length(), m->viewport()->width());
        int least = m->columnWidth(0), most = least;
        for (int column = 0; column < m->model()->columnCount(); ++column) {
            least = std::min(least, m->columnWidth(column));
            most = std::max(most, m->columnWidth(column));
        }
        QVERIFY2(most < 2 * least, qPrintable(u"%1 and %2"_s.arg(least).arg(most)));
    }

    void tellsMoreOfAChosenCell()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        auto *panel = bench.find<CellPanel>();
        QVERIFY(!panel->isVisible());
        click(matrix(bench), cell(bench, u"billing"_s, u"borealis-production"_s));
        QTRY_VERIFY(panel->isVisible() && texts(panel).contains(u"billing in Borealis production"_s));
        const QString all = texts(panel).join(u'\n');
        QVERIFY2(all.contains(u"2 release(s) · 11 commit(s)"_s), qPrintable(all));
        QVERIFY2(all.contains(u"Behind 4.18.2 (Dev)"_s), qPrintable(all));
        QVERIFY2(all.contains(u"Retry on bank timeout"_s), qPrintable(all));
        bench.picture(u"environments-cell"_s);
        // It follows the arrow keys while it is open, and the keyboard closes it.
        QTest::keyClick(matrix(bench), Qt::Key_Down);
        QTRY_VERIFY(texts(panel).contains(u"gateway in Borealis production"_s));
        QTest::keyClick(matrix(bench), Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
        QTest::keyClick(matrix(bench), Qt::Key_Space);
        QVERIFY(panel->isVisible());
    }

    void tellsHoldsAndDrift()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        QVERIFY(bench.story.write([](Session &s) {
            return s.holds().set({{},
                                  ServiceKey{u"ledger"_s},
                                  EnvironmentKey{u"dev"_s},
                                  u"wrong totals"_s,
                                  u"nr"_s,
                                  Story::now(),
                                  {},
                                  {}});
        }));
        QTRY_COMPARE(cell(bench, u"ledger"_s, u"dev"_s).data(DetailRole).toString(), u"current · held"_s);
        click(matrix(bench), cell(bench, u"ledger"_s, u"dev"_s));
        auto *panel = bench.find<CellPanel>();
        QTRY_VERIFY(texts(panel).contains(u"wrong totals"_s));
        QVERIFY(!texts(panel).join(u'\n').contains(u"Drift"_s));
        // The story was imported: nobody has seen it run.
        QVERIFY(texts(panel).contains(u"Recorded, not observed"_s));
        QVERIFY(
            cell(bench, u"ledger"_s, u"dev"_s).data(Qt::ToolTipRole).toString().contains(u"recorded, not observed"_s));
        QVERIFY(texts(bench.page.get()).join(u'\n').contains(u"24 of 24 recorded, not observed"_s));
        QVERIFY(bench.story.write([](Session &s) -> Result<DeploymentId> {
            auto running = s.deployments().runningIn(ServiceKey{u"ledger"_s}, EnvironmentKey{u"dev"_s});
            Deployment seen = **running;
            seen.id = {};
            seen.release = {};
            seen.origin = DeploymentOrigin::Observed;
            seen.from = Story::now() - 1h;
            return s.deployments().start(seen);
        }));
        QTRY_VERIFY(texts(panel).contains(u"Drift"_s));
        QVERIFY(!texts(panel).contains(u"Recorded, not observed"_s));
        QTRY_VERIFY(texts(bench.page.get()).join(u'\n').contains(u"23 of 24 recorded, not observed"_s));
    }

    void namesASmokeTestThatWasSkipped()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        const auto promotions = bench.story.queue(bench.story.release(u"2026.48"_s), {u"integration"_s});
        bench.story.advance(promotions.front().id, {PromotionState::PreFlight, PromotionState::Running});
        QVERIFY(bench.story.write([&](Session &s) {
            PromotionStep step;
            step.promotion = promotions.front().id;
            step.kind = StepKind::Smoke;
            return s.promotions().addStep(step).and_then(
                [&s](const PromotionStep &added) { return s.promotions().transitionStep(added, StepState::Skipped); });
        }));
        const DataTable *health = table(bench, u"Health of the environments"_s);
        const QModelIndex smoke = health->model()->index(1, HealthModel::SmokeColumn);
        QTRY_COMPARE(smoke.data().toString(), u"skipped"_s);
        QVERIFY(smoke.data(Qt::ToolTipRole).toString().contains(u"no command"_s));
    }

    /// Nothing failed by itself there: the person who rolled back says what was wrong.
    void anIncidentIsWhatWasRolledBackFor()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        QVERIFY(bench.story.write([](Session &s) -> Result<DeploymentId> {
            auto running = s.deployments().runningIn(ServiceKey{u"ledger"_s}, EnvironmentKey{u"dev"_s});
            Promotion p;
            p.request.service = (*running)->service;
            p.request.environment = (*running)->environment;
            p.request.build = (*running)->build;
            p.request.kind = PromotionKind::Rollback;
            p.request.reason = u"wrong totals"_s;
            p.request.cause = Cause::Change;
            auto queued = s.promotions().queue(p);
            if (!queued)
                return std::unexpected(queued.error());
            Deployment back = **running;
            back.remedies = back.id;
            back.id = {};
            back.promotion = queued->id;
            back.origin = DeploymentOrigin::Promoted;
            back.from = Story::now() - 1h;
            return s.deployments().start(back, DeploymentOutcome::RolledBack);
        }));
        const DataTable *health = table(bench, u"Health of the environments"_s);
        const QModelIndex incident = health->model()->index(0, HealthModel::IncidentColumn);
        QTRY_VERIFY2(incident.data().toString().endsWith(u"rolled back: wrong totals"_s),
                     qPrintable(incident.data().toString()));
        QVERIFY(incident.data(Qt::ToolTipRole).toString().contains(u"Cause: change"_s));
    }

    void holdsAndLifts()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        const auto held = [&] {
            return *bench.story.store().read([](Session &s) { return s.holds().active(); }).takeResult();
        };
        const auto question = [&]() -> QLineEdit * {
            for (const ReasonBox *box : bench.find<CellPanel>()->findChildren<ReasonBox *>()) {
                if (box->isVisible())
                    return box->reason();
            }
            return nullptr;
        };
        const auto answer = [&](const QString &why) {
            QTest::keyClicks(question(), why);
            QTest::keyClick(question(), Qt::Key_Return);
        };
        matrix(bench)->setCurrentIndex(cell(bench, u"ledger"_s, u"dev"_s));
        bench.actions.trigger(u"environments.hold"_s);
        QTRY_VERIFY(question());
        answer(u"wrong totals"_s);
        QTRY_COMPARE(held().size(), 1u);
        QCOMPARE(held().front().reason, u"wrong totals"_s);
        QCOMPARE(held().front().service.value, u"ledger"_s);
        auto *button = bench.find<CellPanel>()->findChild<QPushButton *>(u"environments-hold"_s);
        QTRY_COMPARE(button->text(), u"Lift hold…"_s);
        bench.picture(u"environments-held"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(question());
        answer(u"they add up"_s);
        QTRY_VERIFY(held().empty());
        QTRY_COMPARE(button->text(), u"Hold…"_s);
        const AuditEvent event =
            bench.story.store().read([](Session &s) { return s.audit().list(1, {}); }).takeResult()->front();
        QCOMPARE(event.action, u"hold.lifted"_s);
        QCOMPARE(event.reason, u"they add up"_s);
    }

    void opensWhereACellLeads()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        matrix(bench)->setCurrentIndex(cell(bench, u"portal"_s, u"aurora-staging"_s));
        QTest::keyClick(matrix(bench), Qt::Key_Return);
        QCOMPARE(bench.navigator.went.back(), (Destination{pages::pipeline, u"environment:aurora-staging"_s}));
        click(matrix(bench), cell(bench, u"billing"_s, u"aurora-production"_s));
        auto *panel = bench.find<CellPanel>();
        QTRY_VERIFY(texts(panel).contains(u"billing in Aurora production"_s));
        for (QPushButton *button : panel->findChildren<QPushButton *>()) {
            if (button->text() == u"Show in pipeline"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(bench.navigator.went.back(), (Destination{pages::pipeline, u"environment:aurora-production"_s}));
    }

    void opensAtASubject()
    {
        PageBench bench(environmentsPage());
        bench.page->open(u"environment:aurora-production"_s);
        QTRY_VERIFY(bench.page->isReady());
        QCOMPARE(matrix(bench)->currentIndex(), cell(bench, u"billing"_s, u"aurora-production"_s));
        bench.page->open(u"service:portal"_s);
        QCOMPARE(matrix(bench)->currentIndex().row(), cell(bench, u"portal"_s, u"dev"_s).row());
    }

    void healthKnowsImportedSmokeRuns()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        DataTable *health = table(bench, u"Health of the environments"_s);
        const QModelIndex smoke = health->model()->index(0, HealthModel::SmokeColumn);
        QCOMPARE(smoke.data().toString(), u"none yet"_s);
        QVERIFY(bench.story.write([&](Session &s) -> Result<int> {
            StageRun run;
            run.stage = StageKey{u"dev-env"_s};
            auto release = s.releases().byVersion(u"2026.48"_s);
            run.manifest = (*release)->manifest;
            run.state = StageRunState::Failed;
            run.queuedAt = run.startedAt = Story::now() - 13min;
            run.finishedAt = Story::now() - 12min;
            run.tests = {40, 1, 0, 0};
            return s.stageRuns().import(std::span(&run, 1));
        }));
        QTRY_COMPARE(health->model()->index(0, HealthModel::SmokeColumn).data().toString(), u"39 of 40"_s);
        QCOMPARE(health->model()->index(0, HealthModel::SmokeColumn).data(MarkRole).toInt(),
                 static_cast<int>(Mark::Failed));
    }

    void writesTablesAsCsv()
    {
        PageBench bench(environmentsPage());
        QTRY_VERIFY(bench.page->isReady());
        const QStringList lines = matrix(bench)->toCsv().split(u"\r\n"_s);
        QCOMPARE(lines[0],
                 u"Service,Dev,System test,Aurora staging,Borealis staging,Aurora production,"
                 "Borealis production"_s);
        QVERIFY2(lines[1].startsWith(u"billing,4.18.2 (current),4.17.9 (1 behind)"_s), qPrintable(lines[1]));
        QTemporaryDir folder;
        QSignalSpy written(matrix(bench), &DataTable::exported);
        matrix(bench)->writeCsv(folder.filePath(u"matrix.csv"_s));
        QVERIFY(written.wait());
        QFile file(folder.filePath(u"matrix.csv"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), matrix(bench)->toCsv());
        matrix(bench)->writeCsv(u"/nowhere/at/all.csv"_s);
        QTRY_VERIFY(bench.find<ErrorBanner>()->hasError());
    }

    void isTheSameAfterwards()
    {
        QJsonObject state;
        {
            PageBench bench(environmentsPage());
            QTRY_VERIFY(bench.page->isReady());
            click(matrix(bench), cell(bench, u"ledger"_s, u"aurora-staging"_s));
            QCOMPARE(bench.page->saveState().value(u"environment"_s).toString(), u"aurora-staging"_s);
            state = bench.page->saveState();
        }
        PageBench bench(environmentsPage());
        bench.page->restoreState(state);
        auto *panel = bench.find<CellPanel>();
        QTRY_VERIFY(panel->isVisible() && texts(panel).contains(u"ledger in Aurora staging"_s));
    }

    void fitsSmallAndDark()
    {
        PageBench bench(environmentsPage(), {829, 570});
        bench.theme.setMode(ThemeMode::Dark);
        QTRY_VERIFY(bench.page->isReady());
        click(matrix(bench), cell(bench, u"billing"_s, u"dev"_s));
        QTRY_VERIFY(bench.find<CellPanel>()->isVisible());
        bench.picture(u"environments-small-dark"_s);
        QVERIFY(bench.page->minimumSizeHint().width() <= 829);
    }
};

QTEST_MAIN(EnvironmentsPageTest)
#include "environmentspagetest.moc"
