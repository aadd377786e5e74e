// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/arrangement.h"

#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

/// Lanes of `stages` boxes that join, and a chain behind the join that ends in `clients` pairs.
ArrangementAsk pipeline(int lanes, int stages, int clients, QSizeF room)
{
    ArrangementAsk ask;
    ask.wide = {148, 50};
    ask.narrow = {104, 74};
    ask.furniture = {80, 46, 32, 52};
    ask.room = room;
    ask.largest = 1.25;
    const auto add = [&ask](int lane) {
        ask.nodes.push_back({QString::number(ask.nodes.size()), lane});
        return static_cast<int>(ask.nodes.size()) - 1;
    };
    std::vector<int> ends;
    for (int lane = 0; lane < lanes; ++lane) {
        int last = add(lane);
        for (int stage = 1; stage < stages; ++stage) {
            const int next = add(lane);
            ask.edges.push_back({last, next});
            last = next;
        }
        ends.push_back(last);
    }
    const int join = add(-1), dev = add(-1), integration = add(-1);
    for (const int end : ends)
        ask.edges.push_back({end, join});
    ask.edges.push_back({join, dev});
    ask.edges.push_back({dev, integration});
    for (int client = 0; client < clients; ++client) {
        const int staging = add(-1), production = add(-1);
        ask.edges.push_back({integration, staging});
        ask.edges.push_back({staging, production});
    }
    return ask;
}

bool overlapping(const LayoutResult &layout)
{
    for (size_t i = 0; i < layout.nodes.size(); ++i) {
        for (size_t k = i + 1; k < layout.nodes.size(); ++k) {
            if (layout.nodes[i].intersects(layout.nodes[k]))
                return true;
        }
    }
    return false;
}

/// Counts how often it is asked.
class CountingLayouter final : public Layouter {
public:
    Result<LayoutResult> layout(const LayoutInput &input) const override
    {
        ++asked;
        return m_real.layout(input);
    }
    mutable int asked = 0;

private:
    LayeredLayouter m_real;
};

} // namespace

/// Protects: the picture makes the most of its room, whatever the shape of the pipeline and of the window.
class ArrangementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsItsRoom_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::addColumn<int>("stages");
        QTest::addColumn<int>("clients");
        QTest::addColumn<QSizeF>("room");
        QTest::newRow("the picture of the design") << 4 << 3 << 2 << QSizeF(1150, 460);
        QTest::newRow("small window") << 3 << 3 << 2 << QSizeF(760, 250);
        QTest::newRow("one service") << 1 << 2 << 1 << QSizeF(1150, 460);
        QTest::newRow("many services") << 60 << 3 << 5 << QSizeF(1150, 460);
        QTest::newRow("long rows") << 3 << 9 << 2 << QSizeF(1150, 460);
        QTest::newRow("tall room") << 3 << 3 << 2 << QSizeF(500, 900);
    }
    void fitsItsRoom()
    {
        QFETCH(const int, lanes);
        QFETCH(const int, stages);
        QFETCH(const int, clients);
        QFETCH(const QSizeF, room);
        const ArrangementAsk ask = pipeline(lanes, stages, clients, room);
        const Result<Arrangement> a = arrange(LayeredLayouter(), ask);
        QVERIFY(a);
        const QSizeF seen = a->layout.bounds.marginsAdded(ask.furniture).size() * a->scale;
        QVERIFY2(seen.width() <= room.width() + 1 && seen.height() <= room.height() + 1,
                 qPrintable(u"%1 x %2"_s.arg(seen.width()).arg(seen.height())));
        QVERIFY(!overlapping(a->layout));
        // One direction is used up, or nothing could grow any more.
        QVERIFY(seen.width() > room.width() * 0.85 || seen.height() > room.height() * 0.85 || a->scale >= 1);
    }

    void narrowBoxesWhereTheyCanBeReadBetter()
    {
        const Result<Arrangement> wide = arrange(LayeredLayouter(), pipeline(4, 2, 2, {1600, 500}));
        const Result<Arrangement> narrow = arrange(LayeredLayouter(), pipeline(3, 4, 2, {1150, 460}));
        QVERIFY(wide && narrow);
        QCOMPARE(wide->node, QSizeF(148, 50));
        QCOMPARE(narrow->node, QSizeF(104, 74));
    }

    void usesTheHeightOfAWideRoom()
    {
        const ArrangementAsk ask = pipeline(3, 3, 2, {1150, 460});
        const Result<Arrangement> a = arrange(LayeredLayouter(), ask);
        QVERIFY(a);
        const double height = a->layout.bounds.marginsAdded(ask.furniture).height() * a->scale;
        QVERIFY2(height > 460 * 0.75, qPrintable(QString::number(height)));
    }

    void asksOnceForALargeGraph()
    {
        const CountingLayouter layouter;
        QVERIFY(arrange(layouter, pipeline(200, 5, 5, {1150, 460})));
        QCOMPARE(layouter.asked, 1);
    }

    void tellsOfACycle()
    {
        ArrangementAsk ask = pipeline(1, 2, 1, {1150, 460});
        ask.edges.push_back({1, 0});
        const Result<Arrangement> a = arrange(LayeredLayouter(), ask);
        QVERIFY(!a);
        QCOMPARE(a.error().code, ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(ArrangementTest)
#include "arrangementtest.moc"
