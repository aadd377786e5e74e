// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/layout.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace humdrum;

namespace {

/// Services as rows of stages that join, then environments in a tree: the shape of the pictures.
LayoutInput pipeline(int services, int stages, int clients)
{
    LayoutInput in;
    std::vector<int> last;
    for (int s = 0; s < services; ++s) {
        for (int k = 0; k < stages; ++k) {
            in.nodes.push_back({u"s%1.%2"_s.arg(s).arg(k), {144, 50}, s, 0});
            const int me = static_cast<int>(in.nodes.size()) - 1;
            if (k > 0)
                in.edges.push_back({me - 1, me});
        }
        last.push_back(static_cast<int>(in.nodes.size()) - 1);
    }
    const int join = static_cast<int>(in.nodes.size());
    in.nodes.push_back({u"integration"_s, {144, 50}, -1, 0});
    for (int l : last)
        in.edges.push_back({l, join});
    for (int c = 0; c < clients; ++c) {
        in.nodes.push_back({u"staging%1"_s.arg(c), {144, 50}, -1, 0});
        in.nodes.push_back({u"production%1"_s.arg(c), {120, 50}, -1, 0});
        const int production = static_cast<int>(in.nodes.size()) - 1;
        in.edges.push_back({join, production - 1});
        in.edges.push_back({production - 1, production});
    }
    return in;
}

LayoutInput random(quint32 seed)
{
    QRandomGenerator dice(seed);
    LayoutInput in;
    const int count = dice.bounded(4, 40);
    for (int i = 0; i < count; ++i) {
        const int lane = dice.bounded(3) == 0 ? dice.bounded(4) : -1;
        in.nodes.push_back({u"n%1"_s.arg(i), {dice.bounded(20.) + 30, dice.bounded(40.) + 10}, lane, dice.bounded(4)});
    }
    for (int i = 0; i < count * 2; ++i) {
        const int a = dice.bounded(count), b = dice.bounded(count);
        if (a != b)
            in.edges.push_back({std::min(a, b), std::max(a, b)});
    }
    return in;
}

QPointF at(QPointF start, const CurvePiece &p, double t)
{
    const double u = 1 - t;
    return start * (u * u * u) + p.control1 * (3 * u * u * t) + p.control2 * (3 * u * t * t) + p.end * (t * t * t);
}

/// Says what is wrong with a result, or nothing.
QString fault(const LayoutInput &in, const LayoutResult &out)
{
    for (size_t i = 0; i < in.nodes.size(); ++i) {
        for (size_t k = 0; k < i; ++k) {
            if (out.nodes[i].intersects(out.nodes[k]))
                return in.nodes[i].id + u" overlaps "_s + in.nodes[k].id;
        }
    }
    for (size_t e = 0; e < in.edges.size(); ++e) {
        const auto from = static_cast<size_t>(in.edges[e].from), to = static_cast<size_t>(in.edges[e].to);
        QPointF start = out.edges[e].start;
        for (const CurvePiece &piece : out.edges[e].pieces) {
            for (int s = 0; s <= 32; ++s) {
                const QPointF p = at(start, piece, s / 32.);
                for (size_t i = 0; i < in.nodes.size(); ++i) {
                    if (i != from && i != to && out.nodes[i].contains(p))
                        return in.nodes[from].id + u" → "_s + in.nodes[to].id + u" crosses "_s + in.nodes[i].id;
                }
            }
            start = piece.end;
        }
        if (start != QPointF(out.nodes[to].left(), out.nodes[to].center().y()))
            return u"an edge does not reach its node"_s;
    }
    return {};
}

} // namespace

/// Protects: the picture of the pipeline can be read, and looks the same every time.
class LayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheSameEveryTime();
    void keepsEdgesOffNodes_data();
    void keepsEdgesOffNodes();
    void keepsRandomGraphsReadable();
    void readsLeftToRightWithStraightLanes();
    void goesRoundANodeThatAnEdgeSkips();
    void pushesGivenRanksRight();
    void spreadsNodesThatShareAPlaceOnTheirLane();
    void namesTheCycle();
    void refusesWhatIsNotThere();
    void placesNothingForNothing();
    void isQuickForFiftyServices();
};

void LayoutTest::givesTheSameEveryTime()
{
    for (quint32 seed = 1; seed < 20; ++seed) {
        const auto a = LayeredLayouter().layout(random(seed));
        const auto b = LayeredLayouter().layout(random(seed));
        QVERIFY(a && b);
        QCOMPARE(a->nodes, b->nodes);
        for (size_t i = 0; i < a->edges.size(); ++i) {
            QCOMPARE(a->edges[i].start, b->edges[i].start);
            QCOMPARE(a->edges[i].pieces.size(), b->edges[i].pieces.size());
        }
    }
}

void LayoutTest::keepsEdgesOffNodes_data()
{
    QTest::addColumn<int>("services");
    QTest::addColumn<int>("stages");
    QTest::addColumn<int>("clients");
    QTest::newRow("one of each") << 1 << 1 << 1;
    QTest::newRow("the picture") << 4 << 3 << 2;
    QTest::newRow("more clients than services") << 2 << 3 << 9;
    QTest::newRow("fifty services") << 50 << 4 << 6;
}

void LayoutTest::keepsEdgesOffNodes()
{
    QFETCH(int, services);
    QFETCH(int, stages);
    QFETCH(int, clients);
    const LayoutInput in = pipeline(services, stages, clients);
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(out);
    QCOMPARE(fault(in, *out), QString());
    QCOMPARE(out->crossings, 0);
    QCOMPARE(out->rankCount, stages + 3);
}

void LayoutTest::keepsRandomGraphsReadable()
{
    for (quint32 seed = 1; seed <= 300; ++seed) {
        const LayoutInput in = random(seed);
        const auto out = LayeredLayouter().layout(in);
        QVERIFY(out);
        const QString wrong = fault(in, *out);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"seed %1: %2"_s.arg(seed).arg(wrong)));
    }
}

void LayoutTest::readsLeftToRightWithStraightLanes()
{
    const LayoutInput in = pipeline(4, 3, 2);
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(out);
    for (const LayoutEdge &e : in.edges)
        QVERIFY(out->nodes[static_cast<size_t>(e.from)].right() < out->nodes[static_cast<size_t>(e.to)].left());
    for (size_t i = 0; i < in.nodes.size(); ++i) {
        if (in.nodes[i].lane >= 0)
            QCOMPARE(out->nodes[i].center().y(), out->laneCentres[static_cast<size_t>(in.nodes[i].lane)]);
    }
    QVERIFY(std::ranges::is_sorted(out->laneCentres));
    // What is joined lies in the middle of what it joins.
    QCOMPARE(out->nodes[12].center().y(), (out->laneCentres.front() + out->laneCentres.back()) / 2);
    QCOMPARE(out->bounds.topLeft(), QPointF(0, 0));
}

void LayoutTest::goesRoundANodeThatAnEdgeSkips()
{
    LayoutInput in = pipeline(2, 3, 1);
    in.edges.push_back({0, 2}); // commit straight to acceptance, past component on the same lane
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(out);
    QCOMPARE(fault(in, *out), QString());
    QVERIFY(out->edges.back().pieces.size() > 1);
}

void LayoutTest::pushesGivenRanksRight()
{
    LayoutInput in;
    in.nodes = {{u"a"_s, {10, 10}, -1, 2}, {u"b"_s, {10, 10}, -1, 0}, {u"c"_s, {10, 10}, -1, 5}};
    in.edges = {{0, 1}};
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(out);
    QCOMPARE(out->ranks, (std::vector<int>{2, 3, 5}));
}

void LayoutTest::spreadsNodesThatShareAPlaceOnTheirLane()
{
    LayoutInput in;
    for (int i = 0; i < 3; ++i)
        in.nodes.push_back({u"n%1"_s.arg(i), {50, 20}, 0, 0});
    in.nodes.push_back({u"below"_s, {50, 20}, 1, 0});
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(out);
    QCOMPARE(fault(in, *out), QString());
    QVERIFY(out->nodes[3].top() > out->nodes[2].bottom());
}

void LayoutTest::namesTheCycle()
{
    LayoutInput in = pipeline(1, 2, 1); // s0.0 → s0.1 → integration → staging0 → production0
    in.edges.push_back({3, 1});
    const auto out = LayeredLayouter().layout(in);
    QVERIFY(!out);
    QCOMPARE(out.error().code, ErrorCode::InvalidInput);
    QVERIFY(out.error().message.contains(u"s0.1 → integration → staging0 → s0.1"_s) ||
            out.error().message.contains(u"integration → staging0 → s0.1 → integration"_s) ||
            out.error().message.contains(u"staging0 → s0.1 → integration → staging0"_s));
    QVERIFY(!out.error().message.contains(u"s0.0"_s));
    QVERIFY(!out.error().message.contains(u"production0"_s));

    LayoutInput loop;
    loop.nodes = {{u"alone"_s, {1, 1}, -1, 0}};
    loop.edges = {{0, 0}};
    const auto looped = LayeredLayouter().layout(loop);
    QVERIFY(!looped);
    QVERIFY(looped.error().message.contains(u"alone → alone"_s));
}

void LayoutTest::refusesWhatIsNotThere()
{
    LayoutInput in = pipeline(1, 1, 1);
    in.edges.push_back({0, 99});
    QCOMPARE(LayeredLayouter().layout(in).error().code, ErrorCode::InvalidInput);
    in.edges.back() = {-1, 0};
    QCOMPARE(LayeredLayouter().layout(in).error().code, ErrorCode::InvalidInput);
    in = pipeline(1, 1, 1);
    in.nodes[0].size = {};
    QCOMPARE(LayeredLayouter().layout(in).error().code, ErrorCode::InvalidInput);
}

void LayoutTest::placesNothingForNothing()
{
    const auto out = LayeredLayouter().layout({});
    QVERIFY(out);
    QVERIFY(out->nodes.empty());
    QCOMPARE(out->rankCount, 0);
}

void LayoutTest::isQuickForFiftyServices()
{
    const LayoutInput in = pipeline(50, 4, 20);
    QBENCHMARK { QVERIFY(LayeredLayouter().layout(in)); }
}

QTEST_GUILESS_MAIN(LayoutTest)
#include "layouttest.moc"
