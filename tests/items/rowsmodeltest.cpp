// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/rowsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace humdrum;

namespace {

struct Row {
    int id = 0;
    QString text;
    friend bool operator==(const Row &, const Row &) = default;
};

class Model final : public RowsModel<Row, &Row::id> {
    int columns() const override { return 2; }
    QString title(int column) const override { return column == 0 ? u"Id"_s : u"Text"_s; }
    QVariant cell(const Row &row, int column, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        return column == 0 ? QVariant(row.id) : QVariant(row.text);
    }
};

std::vector<Row> rows(const QList<int> &ids)
{
    std::vector<Row> result;
    for (int id : ids)
        result.push_back({id, QString::number(id)});
    return result;
}

} // namespace

/// Protects: views keep their selection and place while data moves under them.
class RowsModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reachesAnyListFromAnyOther_data();
    void reachesAnyListFromAnyOther();
    void tellsOnlyWhatDiffers();
    void keepsPersistentIndexesThroughMoves();
    void resetsWhenKeysAreNotUnique();
    void resetsWhenTheOrderIsNew();
};

void RowsModelTest::reachesAnyListFromAnyOther_data()
{
    QTest::addColumn<QList<int>>("from");
    QTest::addColumn<QList<int>>("to");
    QTest::newRow("nothing") << QList<int>{} << QList<int>{};
    QTest::newRow("all new") << QList<int>{} << QList<int>{1, 2, 3};
    QTest::newRow("all gone") << QList<int>{1, 2, 3} << QList<int>{};
    QTest::newRow("ends gone") << QList<int>{1, 2, 3, 4} << QList<int>{2, 3};
    QTest::newRow("in between") << QList<int>{1, 4} << QList<int>{1, 2, 3, 4, 5};
    QTest::newRow("turned round") << QList<int>{1, 2, 3, 4} << QList<int>{4, 3, 2, 1};
    QTest::newRow("all at once") << QList<int>{1, 2, 3, 4, 5, 6} << QList<int>{9, 6, 2, 8, 1, 7, 4};
}

void RowsModelTest::reachesAnyListFromAnyOther()
{
    QFETCH(QList<int>, from);
    QFETCH(QList<int>, to);
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRows(rows(from));
    model.setRows(rows(to));
    QCOMPARE(model.rows(), rows(to));
    QCOMPARE(model.rowCount(), to.size());
    QCOMPARE(resets.count(), 0);
}

void RowsModelTest::tellsOnlyWhatDiffers()
{
    Model model;
    model.setRows(rows({1, 2, 3, 4, 5}));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);

    model.setRows(rows({1, 2, 3, 4, 5}));
    QCOMPARE(changed.count(), 0);

    std::vector<Row> next = rows({1, 2, 3, 4, 5});
    next[1].text = u"two"_s;
    next[2].text = u"three"_s;
    next[4].text = u"five"_s;
    model.setRows(next);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(changed.at(0).at(0).toModelIndex(), model.index(1, 0));
    QCOMPARE(changed.at(0).at(1).toModelIndex(), model.index(2, 1));
    QCOMPARE(changed.at(1).at(0).toModelIndex(), model.index(4, 0));
    QCOMPARE(inserted.count() + removed.count(), 0);
    QCOMPARE(model.index(1, 1).data().toString(), u"two"_s);
}

void RowsModelTest::keepsPersistentIndexesThroughMoves()
{
    Model model;
    model.setRows(rows({1, 2, 3, 4}));
    const QPersistentModelIndex three(model.index(2, 0));
    model.setRows(rows({9, 3, 1, 2}));
    QVERIFY(three.isValid());
    QCOMPARE(three.row(), 1);
    QCOMPARE(model.rowOf(3), 1);
    QCOMPARE(model.rowOf(4), -1);
}

void RowsModelTest::resetsWhenKeysAreNotUnique()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRows(rows({1, 1}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(resets.count(), 1);
}

void RowsModelTest::resetsWhenTheOrderIsNew()
{
    QList<int> up;
    for (int i = 0; i < 500; ++i)
        up.append(i);
    QList<int> down(up.rbegin(), up.rend());
    Model model;
    model.setRows(rows(up));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRows(rows(down));
    QCOMPARE(model.rows(), rows(down));
    QCOMPARE(resets.count(), 1);
}

QTEST_GUILESS_MAIN(RowsModelTest)
#include "rowsmodeltest.moc"
