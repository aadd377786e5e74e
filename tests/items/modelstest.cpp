// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/environmentmodels.h"
#include "items/pipelinemodel.h"
#include "items/weeksmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace std::chrono_literals;

namespace {

const Timestamp now = toTimestamp(QDateTime(QDate(2026, 11, 23), QTime(17, 0), QTimeZone::UTC));

/// A tester around a model, and its columns asked for everything a view asks for.
class Watched {
public:
    explicit Watched(QAbstractItemModel &model)
        : m_model(model)
        , m_tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {}
    /// Every cell answers every role without a complaint; texts of the first row and of the header.
    void readAll() const
    {
        for (int column = 0; column < m_model.columnCount(); ++column) {
            m_model.headerData(column, Qt::Horizontal);
            for (int row = 0; row < m_model.rowCount(); ++row) {
                for (int role = 0; role <= FirstFreeRole + 8; ++role)
                    m_model.data(m_model.index(row, column), role);
            }
        }
    }

private:
    QAbstractItemModel &m_model;
    QAbstractItemModelTester m_tester;
};

Environment environment(const QString &key)
{
    Environment e;
    e.key = EnvironmentKey{key};
    e.name = key.toUpper();
    return e;
}

Service service(const QString &key)
{
    Service s;
    s.key = ServiceKey{key};
    s.name = key;
    return s;
}

EnvironmentCell cell(const QString &serviceKey, const QString &environmentKey, int releasesBehind)
{
    EnvironmentCell c;
    c.service = ServiceKey{serviceKey};
    c.environment = EnvironmentKey{environmentKey};
    c.build = Build{BuildId{7}, c.service, u"4.18.2"_s, QString(40, u'a'), u"git-tree:1"_s, now - 24h};
    c.since = now - 24h;
    c.releasesBehind = releasesBehind;
    c.commitsBehind = releasesBehind * 3;
    return c;
}

EnvironmentsOverview environments(const QStringList &services, const QStringList &places)
{
    EnvironmentsOverview o;
    o.now = now;
    for (const QString &place : places)
        o.product.environments.push_back(environment(place));
    for (const QString &key : services) {
        o.product.services.push_back(service(key));
        for (const QString &place : places)
            o.cells.push_back(cell(key, place, static_cast<int>(places.indexOf(place))));
    }
    return o;
}

PipelineNode node(const QString &id, const QString &serviceKey, Mark mark)
{
    PipelineNode n;
    n.id = id;
    n.name = id;
    n.kind = serviceKey.isEmpty() ? StageKind::Deploy : StageKind::Commit;
    n.service = ServiceKey{serviceKey};
    n.environment = EnvironmentKey{serviceKey.isEmpty() ? id : QString()};
    n.mark = mark;
    n.word = titleOf(mark);
    return n;
}

WeeksOverview weeks(int first, int count, const QStringList &lanes)
{
    WeeksOverview o;
    o.zone = "UTC";
    o.now = now;
    for (int i = 0; i < count; ++i) {
        const QDate monday = QDate(2026, 11, 9).addDays(7 * (first + i));
        o.columns.push_back({2026, monday.weekNumber(), monday,
                             toTimestamp(QDateTime(monday, QTime(0, 0), QTimeZone::UTC)),
                             toTimestamp(QDateTime(monday.addDays(7), QTime(0, 0), QTimeZone::UTC))});
    }
    for (const QString &lane : lanes) {
        WeekLane l{EnvironmentKey{lane}, lane, {}, {}};
        for (int i = 0; i < count; ++i)
            l.stops.push_back({WeekStop{TrainId{first + i + 1},
                                        {},
                                        u"2026.%1"_s.arg(first + i + 40),
                                        StopState::Planned,
                                        o.columns[static_cast<size_t>(i)].from,
                                        0,
                                        {},
                                        false,
                                        {}}});
        o.lanes.push_back(std::move(l));
    }
    return o;
}

} // namespace

/// Protects the contract between each model and its views, from nothing over changes to nothing again.
class ModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weeksByEnvironments()
    {
        WeeksModel model;
        const Watched watched(model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setOverview(weeks(0, 8, {u"int"_s, u"prod"_s}));
        watched.readAll();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 8);
        WeeksOverview same = weeks(0, 8, {u"int"_s, u"prod"_s});
        same.lanes[1].stops[2][0].state = StopState::Arrived;
        model.setOverview(same);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes.front().front().toModelIndex(), model.index(1, 2));
        watched.readAll();
        model.setOverview(weeks(4, 12, {u"int"_s}));
        QCOMPARE(resets.count(), 2);
        model.setOverview({});
        QCOMPARE(model.rowCount(), 0);
    }

    /// A card stands in its week, whenever its train would come there: what is below it is what it says.
    void aCardUponAFreezeSaysSo()
    {
        WeeksModel model;
        WeeksOverview o = weeks(0, 8, {u"int"_s, u"prod"_s});
        o.freezes.push_back({u"Freeze"_s, o.columns[3].from, o.columns[4].to, {}, {}, {EnvironmentKey{u"prod"_s}}});
        o.lanes[1].stops[3][0].at = o.columns[2].from;
        o.lanes[1].stops[4][0].at = o.columns[5].to;
        o.lanes[0].stops[3][0].at = o.columns[2].from;
        model.setOverview(o);
        QCOMPARE(model.index(1, 3).data(DetailRole).toString(), u"frozen"_s);
        QCOMPARE(model.index(1, 4).data(DetailRole).toString(), u"frozen"_s);
        QCOMPARE(model.index(0, 3).data(DetailRole).toString(), u"planned"_s);
        QCOMPARE(model.index(1, 2).data(DetailRole).toString(), u"planned"_s);
        QCOMPARE(model.index(1, 5).data(DetailRole).toString(), u"planned"_s);
    }

    /// Where there is room for one word, no two states that share a mark share that word.
    void cardsWithoutRoomStillTellStatesApart()
    {
        WeeksModel model;
        model.setOverview(weeks(0, 1, {u"int"_s}));
        std::map<Mark, QStringList> said;
        for (int i = 0; i <= static_cast<int>(StopState::Cancelled); ++i) {
            WeekStop stop = model.stops(model.index(0, 0)).front();
            stop.state = static_cast<StopState>(i);
            const QString brief = model.briefOf(model.index(0, 0), stop);
            const Mark mark = WeeksModel::markOf(stop);
            QVERIFY2(!said[mark].contains(brief), qPrintable(brief));
            QVERIFY(brief.size() <= 6);
            said[mark] << brief;
        }
        WeekStop patched = model.stops(model.index(0, 0)).front();
        patched.patches = {u".1"_s};
        QCOMPARE(model.briefOf(model.index(0, 0), patched), u"+ .1"_s);
    }

    void pipeline()
    {
        PipelineModel model;
        const Watched watched(model);
        QSignalSpy structure(&model, &PipelineModel::structureChanged);
        PipelineOverview o;
        o.now = now;
        o.nodes = {node(u"billing.commit"_s, u"billing"_s, Mark::Passed), node(u"dev"_s, {}, Mark::Waiting),
                   node(u"prod"_s, {}, Mark::Waiting)};
        o.edges = {{0, 1, Mark::Passed, true}, {1, 2, Mark::Waiting, false}};
        model.setOverview(o);
        watched.readAll();
        QCOMPARE(structure.count(), 1);
        o.nodes[1].mark = Mark::Running;
        model.setOverview(o);
        QCOMPARE(structure.count(), 1);
        QCOMPARE(model.after(0), std::vector<int>{1});
        QCOMPARE(model.before(2), std::vector<int>{1});
        std::swap(o.nodes[1], o.nodes[2]);
        o.edges = {{0, 2, Mark::Passed, true}};
        model.setOverview(o);
        QCOMPARE(structure.count(), 2);
        watched.readAll();
        model.setOverview({});
        QCOMPARE(model.rowCount(), 0);
    }

    void steps()
    {
        StepsModel model;
        const Watched watched(model);
        StepLine deploy;
        deploy.id = u"deploy"_s;
        deploy.title = u"Deploy billing 4.18.2"_s;
        deploy.took = 102s;
        StepLine smoke;
        smoke.id = u"smoke"_s;
        smoke.underWay = true;
        smoke.tests = {40, 0, 0, 28};
        model.setRows({deploy});
        model.setRows({deploy, smoke});
        watched.readAll();
        QCOMPARE(model.index(1, StepsModel::StateColumn).data().toString(), u"12 of 40"_s);
        model.setRows({smoke, deploy});
        model.setRows({});
    }

    void changes()
    {
        ChangesModel model;
        const Watched watched(model);
        const ChangeLine one{u"a"_s, ServiceKey{u"billing"_s}, QString(40, u'a'), u"feat"_s, false, u"retry"_s, u"NR"_s,
                             {}};
        ChangeLine two = one;
        two.id = u"b"_s;
        two.references = {u"#12"_s};
        model.setRows({one, two});
        watched.readAll();
        model.setRows({two});
        model.setRows({});
    }

    void matrix()
    {
        EnvironmentMatrixModel model;
        const Watched watched(model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setOverview(environments({u"billing"_s, u"ledger"_s}, {u"dev"_s, u"prod"_s}));
        watched.readAll();
        EnvironmentsOverview next = environments({u"billing"_s, u"ledger"_s}, {u"dev"_s, u"prod"_s});
        next.cells[3].held = true;
        model.setOverview(next);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toModelIndex(), model.index(1, 1));
        model.setOverview(environments({u"billing"_s}, {u"dev"_s, u"prod"_s, u"dr"_s}));
        QCOMPARE(model.columnCount(), 3);
        model.setOverview({});
        QCOMPARE(model.rowCount(), 0);
        watched.readAll();
    }

    /// What runs and failed its test says so first, whatever else is to be said of it.
    void matrixSaysAFailedTestBeforeAHold()
    {
        EnvironmentMatrixModel model;
        EnvironmentsOverview o = environments({u"billing"_s}, {u"dev"_s, u"prod"_s});
        o.cells[1].build = Build{};
        o.cells[1].failed = true;
        o.cells[1].why = u"The smoke test failed: 2 of 12"_s;
        o.cells[1].held = true;
        model.setOverview(o);
        const QModelIndex cell = model.index(0, 1);
        QCOMPARE(cell.data(DetailRole).toString(), u"failed its test · held"_s);
        QCOMPARE(cell.data(TagMarkRole).toInt(), static_cast<int>(Mark::Failed));
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(u"The smoke test failed: 2 of 12"_s));
    }

    /// A hold waits for a person, whether one release is behind it or two.
    void matrixMarksAHold()
    {
        EnvironmentMatrixModel model;
        EnvironmentsOverview o = environments({u"billing"_s}, {u"dev"_s, u"prod"_s});
        for (EnvironmentCell &c : o.cells) {
            c.build = Build{};
            c.commitsBehind = 3;
            c.releasesBehind = 1;
        }
        o.cells[1].held = true;
        model.setOverview(o);
        QVERIFY(!model.index(0, 0).data(TagMarkRole).isValid());
        QCOMPARE(model.index(0, 1).data(DetailRole).toString(), u"1 behind · held"_s);
        QCOMPARE(model.index(0, 1).data(TagMarkRole).toInt(), static_cast<int>(Mark::Attention));
    }

    void pools()
    {
        PoolsModel model;
        const Watched watched(model);
        EnvironmentsOverview o;
        PoolFigure disk{.resource = u"disk"_s, .unit = u"bytes"_s, .used = 71, .capacity = 100};
        disk.measuredAt = now;
        disk.fresh = true;
        o.pools = {PoolRow{PoolKey{u"build"_s}, u"build"_s, {u"Dev"_s, u"Int"_s}, true, {disk}}};
        model.setOverview(o);
        watched.readAll();
        PoolFigure addresses = disk;
        addresses.resource = u"addresses"_s;
        o.pools[0].figures.push_back(addresses); // one column more
        model.setOverview(o);
        watched.readAll();
        QCOMPARE(model.columnCount(), 5);
        model.setOverview({});
        QCOMPARE(model.rowCount(), 0);
    }

    void forecastsOfYearsAreSteady()
    {
        PoolsModel model;
        EnvironmentsOverview o;
        PoolFigure disk{.resource = u"disk"_s, .unit = u"bytes"_s, .used = 38, .capacity = 100};
        disk.measuredAt = now;
        disk.fresh = true;
        o.pools = {PoolRow{PoolKey{u"aurora"_s}, u"aurora"_s, {u"Aurora"_s}, false, {disk}}};
        const auto said = [&](std::optional<double> days) {
            o.pools[0].figures[0].daysUntilFull = days;
            model.setOverview(o);
            return model.index(0, model.columnCount() - 1).data().toString();
        };
        QCOMPARE(said(std::nullopt), u"no trend yet"_s); // too few samples say nothing, not that all is well
        o.pools[0].figures[0].trend = true;
        QCOMPARE(said(std::nullopt), u"steady"_s);
        QCOMPARE(said(2000), u"steady"_s);
        QVERIFY(said(19).contains(u"19"_s));
        // What fills up is no pass, however long it takes.
        const auto mark = [&] { return model.index(0, model.columnCount() - 1).data(MarkRole); };
        QCOMPARE(mark().toInt(), static_cast<int>(Mark::Attention));
        QVERIFY(said(90).contains(u"90"_s));
        QVERIFY(!mark().isValid());
    }

    void health()
    {
        HealthModel model;
        const Watched watched(model);
        HealthRow aurora{.environment = EnvironmentKey{u"aurora"_s}, .name = u"Aurora prod"_s};
        aurora.smoke = Mark::Passed;
        aurora.tests = {40, 0, 0, 0};
        aurora.smokeAt = now - 12min;
        HealthRow borealis{.environment = EnvironmentKey{u"borealis"_s}, .name = u"Borealis prod"_s};
        borealis.failedAt = now - 24h;
        borealis.failure = u"3 addresses left"_s;
        model.setRows({aurora, borealis});
        watched.readAll();
        QCOMPARE(model.index(0, HealthModel::SmokeColumn).data().toString(), u"40 of 40"_s);
        aurora.tests.failed = 1;
        aurora.smoke = Mark::Failed;
        model.setRows({borealis, aurora});
        QCOMPARE(model.index(1, HealthModel::SmokeColumn).data().toString(), u"39 of 40"_s);
        model.setRows({});
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "modelstest.moc"
