// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/promotionmodels.h"
#include "items/releasemodels.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace std::chrono_literals;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QVariant cell(const QAbstractItemModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.index(row, column).data(role);
}

ReleaseRow release(qint64 id, const QString &version)
{
    ReleaseRow row;
    row.id = {id};
    row.version = version;
    row.environments = 6;
    return row;
}

PromotionRow promotion(qint64 id, PromotionState state)
{
    PromotionRow row;
    row.id = {id};
    row.environmentName = u"Aurora staging"_s;
    row.serviceName = u"billing"_s;
    row.version = u"4.18.2"_s;
    row.state = state;
    row.queuedAt = Timestamp{1h};
    return row;
}

} // namespace

/// Protects: the models of the pages Releases and Promotions are sound models, and say what a row is in its words.
class ListModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOfReleases();
    void tellsWhatAManifestBrings();
    void tellsOfPromotions();
    void tellsWhatIsHeld();
    void tellsHowGatesWereJudged();
    void tellsWhatWasDeployed();
};

void ListModelsTest::tellsOfReleases()
{
    ReleasesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum ReleasesModel::Column;
    ReleaseRow patch = release(2, u"2026.47.1"_s);
    patch.kind = ReleaseKind::Patch;
    patch.patches = patch.previous = u"2026.47"_s;
    patch.changes = 1;
    patch.runsIn = {u"Dev"_s, u"Aurora"_s};
    patch.notes = NotesState::Approved;
    model.setRows({patch, release(1, u"2026.47"_s)});
    QCOMPARE(cell(model, 0, KindColumn).toString(), u"patch of 2026.47"_s);
    QCOMPARE(cell(model, 0, ChangesColumn).toString(), u"1 change"_s);
    QCOMPARE(cell(model, 1, ChangesColumn).toString(), u"the first"_s);
    QCOMPARE(cell(model, 0, RunsColumn).toString(), u"2 of 6"_s);
    QCOMPARE(cell(model, 0, RunsColumn, Qt::ToolTipRole).toString(), u"Dev\nAurora"_s);
    QCOMPARE(cell(model, 0, NotesColumn, MarkRole).toInt(), static_cast<int>(markOf(NotesState::Approved)));
    QCOMPARE(cell(model, 1, NotesColumn).toString(), u"none yet"_s);
    QVERIFY(!cell(model, 1, NotesColumn, MarkRole).isValid());
    QCOMPARE(cell(model, 1, 0, SubjectRole).toString(), u"release:1"_s);
    patch.state = ReleaseState::Withdrawn;
    model.setRows({release(3, u"2026.48"_s), patch});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(model, 1, StateColumn).toString(), u"withdrawn"_s);
    ReleaseRow way = release(4, u"2026.49"_s);
    way.state = ReleaseState::InPromotion;
    way.clients = ClientReach{{{{u"a"_s}, u"Aurora production"_s, u"Aurora"_s, ClientStanding::Reached, {}},
                               {{u"b"_s}, u"Borealis production"_s, u"Borealis"_s, ClientStanding::Missing, {}}},
                              true};
    way.partly = u"part of it in 1 of 6"_s;
    way.departure = Timestamp{1h};
    QVERIFY(cell(model, 0, LeavesColumn, TimestampRole).isNull());
    model.setRows({way});
    QVERIFY(!cell(model, 0, LeavesColumn, TimestampRole).isNull());
    // When it was to leave says nothing of one that has left.
    way.leftEarly = u"7 days"_s;
    model.setRows({way});
    QCOMPARE(cell(model, 0, LeavesColumn).toString(), u"left 7 days early"_s);
    QVERIFY(cell(model, 0, LeavesColumn, TimestampRole).isNull());
    ReleaseRow old = release(5, u"2026.30"_s);
    old.state = ReleaseState::Released;
    model.setRows({way, old});
    QCOMPARE(cell(model, 0, StateColumn).toString(), u"in promotion · 1 of 2 clients"_s);
    QVERIFY(cell(model, 0, StateColumn, Qt::ToolTipRole).toString().contains(u"missing: Borealis production"_s));
    QCOMPARE(cell(model, 0, RunsColumn).toString(), u"part of it in 1 of 6"_s);
    QCOMPARE(cell(model, 1, NotesColumn).toString(), u"no notes recorded"_s);
    QCOMPARE(cell(model, 1, RunsColumn).toString(), u"nowhere"_s);
}

void ListModelsTest::tellsWhatAManifestBrings()
{
    ReleaseLinesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum ReleaseLinesModel::Column;
    const auto line = [](const QString &key, const QString &previous, const QString &version, int changes, int lost) {
        ReleaseLine made;
        made.service = {key};
        made.previous = previous;
        made.version = version;
        made.commit = version.isEmpty() ? QString() : u"0123456789abcdef"_s;
        made.changes = changes;
        made.lost = lost;
        return made;
    };
    model.setRows({line(u"a"_s, u"1"_s, u"2"_s, 3, 0), line(u"b"_s, u"1"_s, u"1"_s, 0, 0),
                   line(u"c"_s, u"2"_s, u"1"_s, 0, 4), line(u"d"_s, u"1"_s, u"1-x"_s, 2, 1),
                   line(u"e"_s, {}, u"1"_s, 0, 0), line(u"f"_s, u"1"_s, {}, 0, 0)});
    QStringList says;
    for (int row = 0; row < model.rowCount(); ++row)
        says << cell(model, row, ChangesColumn).toString();
    QCOMPARE(says,
             (QStringList{u"3 changes"_s, u"unchanged"_s, u"loses 4"_s, u"2 changes, loses 1"_s, u"new"_s, u"gone"_s}));
    QCOMPARE(cell(model, 0, CommitColumn).toString(), u"0123456"_s);
    QCOMPARE(cell(model, 5, VersionColumn).toString(), u"none"_s);
    model.setHeads(u"2026.47"_s, u"2026.48"_s);
    QCOMPARE(model.headerData(PreviousColumn, Qt::Horizontal).toString(), u"2026.47"_s);
    QCOMPARE(model.headerData(VersionColumn, Qt::Horizontal).toString(), u"2026.48"_s);
}

void ListModelsTest::tellsOfPromotions()
{
    PromotionsModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum PromotionsModel::Column;
    PromotionRow running = promotion(1, PromotionState::Validating);
    running.replaces = u"4.17.9"_s;
    running.step = u"Smoke test"_s;
    running.tests = {40, 0, 0, 28};
    running.fraction = 0.4;
    running.startedAt = Timestamp{2h};
    running.requestedBy = u"Nora Reuter"_s;
    PromotionRow failed = promotion(3, PromotionState::Failed);
    failed.startedAt = Timestamp{2h};
    failed.finishedAt = Timestamp{2h} + 102s;
    failed.overrides = {u"notes"_s};
    failed.message = u"exit code 1"_s;
    model.setRows({running, promotion(2, PromotionState::Queued), failed});
    QCOMPARE(cell(model, 0, WhatColumn).toString(), u"billing 4.17.9 → 4.18.2"_s);
    QCOMPARE(cell(model, 0, WhatColumn, BriefRole).toString(), u"billing 4.18.2"_s);
    QCOMPARE(cell(model, 0, WhatColumn, DetailRole).toString(), u"Nora Reuter"_s);
    QCOMPARE(cell(model, 0, StateColumn).toString(), u"Smoke test · 12 of 40 tests"_s);
    QCOMPARE(cell(model, 0, ProgressColumn, FractionRole).toDouble(), 0.4);
    QVERIFY(!cell(model, 1, ProgressColumn, FractionRole).isValid()); // what has not begun has no progress
    QCOMPARE(cell(model, 1, WhenColumn, TimestampRole).toLongLong(), 3'600'000);
    QCOMPARE(cell(model, 2, WhenColumn, TimestampRole).toLongLong(), 7'302'000);
    QCOMPARE(cell(model, 2, TookColumn).toString(), u"1 m 42 s"_s);
    QCOMPARE(cell(model, 2, MessageColumn).toString(), u"overridden: notes · exit code 1"_s);
    QVERIFY(!cell(model, 2, WhatColumn, DetailRole).isValid());
    running.interrupted = true;
    model.setRows({running});
    QCOMPARE(cell(model, 0, StateColumn).toString(), u"interrupted"_s);
    QCOMPARE(cell(model, 0, StateColumn, MarkRole).toInt(), static_cast<int>(Mark::Attention));
    failed.kind = PromotionKind::Rollback;
    model.setRows({failed});
    QCOMPARE(cell(model, 0, ReleaseColumn).toString(), titleOf(PromotionKind::Rollback));
    // Where there is no room for that column, it is told all the same.
    QCOMPARE(cell(model, 0, WhatColumn).toString(), u"↩ billing 4.18.2"_s);
    QVERIFY(cell(model, 0, WhatColumn, Qt::AccessibleTextRole).toString().startsWith(titleOf(PromotionKind::Rollback)));
}

void ListModelsTest::tellsWhatIsHeld()
{
    HoldsModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum HoldsModel::Column;
    HoldRow hold{.id = HoldId{7}, .serviceName = u"billing"_s, .environmentName = u"Aurora production"_s};
    hold.by = u"Nora Reuter"_s;
    hold.reason = u"wrong totals"_s;
    hold.since = Timestamp{2h};
    model.setRows({hold});
    QCOMPARE(cell(model, 0, ServiceColumn, SubjectRole).toString(), u"hold:7"_s);
    QCOMPARE(cell(model, 0, EnvironmentColumn).toString(), u"Aurora production"_s);
    QCOMPARE(cell(model, 0, SinceColumn, TimestampRole).toLongLong(), 7'200'000);
    QCOMPARE(cell(model, 0, ByColumn).toString(), u"Nora Reuter"_s);
    QCOMPARE(cell(model, 0, ReasonColumn).toString(), u"wrong totals"_s);
    model.setRows({});
}

void ListModelsTest::tellsHowGatesWereJudged()
{
    GatesModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum GatesModel::Column;
    JudgedGate passed;
    passed.result = GateResult::Pass;
    JudgedGate overridden;
    overridden.place = 1;
    overridden.kind = GateKind::Notes;
    overridden.result = GateResult::Overridden;
    overridden.text = u"1 note missing"_s;
    overridden.overriddenBy = u"Nora Reuter"_s;
    overridden.overrideReason = u"told by phone"_s;
    model.setRows({passed, overridden});
    QCOMPARE(cell(model, 1, FactsColumn).toString(), u"1 note missing"_s);
    QCOMPARE(cell(model, 1, FactsColumn, DetailRole).toString(), u"overridden by Nora Reuter: told by phone"_s);
    QVERIFY(!cell(model, 0, FactsColumn, DetailRole).isValid());
    QCOMPARE(cell(model, 1, ResultColumn, MarkRole).toInt(), static_cast<int>(markOf(GateResult::Overridden)));
}

void ListModelsTest::tellsWhatWasDeployed()
{
    MadeDeploymentsModel model;
    const QAbstractItemModelTester tester(&model, fatal);
    using enum MadeDeploymentsModel::Column;
    MadeDeployment ran;
    ran.id = {1};
    ran.version = u"4.18.2"_s;
    ran.outcome = DeploymentOutcome::RolledBack;
    ran.from = Timestamp{1h};
    ran.to = Timestamp{1h} + 75s;
    MadeDeployment runs = ran;
    runs.id = {2};
    runs.to = noTime;
    model.setRows({ran, runs});
    QCOMPARE(cell(model, 0, ForColumn).toString(), u"1 m 15 s"_s);
    QVERIFY(cell(model, 1, ForColumn).toString().isEmpty());
    QCOMPARE(cell(model, 0, OutcomeColumn).toString(), titleOf(DeploymentOutcome::RolledBack));
}

QTEST_GUILESS_MAIN(ListModelsTest)
#include "listmodelstest.moc"
