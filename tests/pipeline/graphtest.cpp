// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/graph.h"

#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

Stage stage(const QString &key, StageKind kind, const QString &service, const QStringList &needs)
{
    Stage s;
    s.key = {key};
    s.kind = kind;
    s.service = {service};
    for (const QString &n : needs)
        s.needs.push_back({n});
    return s;
}

/// In the order of the file, deploy stages before what they need, to show that the order is worked out.
Product harbour()
{
    Product p;
    p.stages = {
        stage(u"staging"_s, StageKind::Deploy, {}, {u"dev"_s}),
        stage(u"dev"_s, StageKind::Deploy, {}, {u"integration"_s}),
        stage(u"billing.commit"_s, StageKind::Commit, u"billing"_s, {}),
        stage(u"billing.component"_s, StageKind::Test, u"billing"_s, {u"billing.commit"_s}),
        stage(u"ledger.commit"_s, StageKind::Commit, u"ledger"_s, {}),
        stage(u"integration"_s, StageKind::Join, {}, {u"billing.component"_s, u"ledger.commit"_s, u"nowhere"_s})};
    return p;
}

QStringList words(const std::vector<StageKey> &keys)
{
    QStringList list;
    for (const StageKey &k : keys)
        list.push_back(k.value);
    return list;
}

} // namespace

class GraphTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStageComesAfterWhatItNeeds()
    {
        const Graph graph(harbour());
        QCOMPARE(words(graph.order()),
                 QStringList({u"billing.commit"_s, u"billing.component"_s, u"ledger.commit"_s, u"integration"_s,
                              u"dev"_s, u"staging"_s}));
        QVERIFY(!graph.hasCycle());
    }
    void upstreamAndDownstreamAreTransitive()
    {
        const Graph graph(harbour());
        QCOMPARE(words(graph.upstream({u"dev"_s})),
                 QStringList({u"billing.commit"_s, u"billing.component"_s, u"ledger.commit"_s, u"integration"_s}));
        QCOMPARE(words(graph.downstream({u"integration"_s})), QStringList({u"dev"_s, u"staging"_s}));
        QCOMPARE(words(graph.needs({u"integration"_s})), QStringList({u"billing.component"_s, u"ledger.commit"_s}));
        QCOMPARE(words(graph.feeds({u"billing.commit"_s})), QStringList({u"billing.component"_s}));
        QVERIFY(graph.upstream({u"unknown"_s}).empty());
    }
    void aRowIsTheServicesOwnStages()
    {
        const Graph graph(harbour());
        QCOMPARE(words(graph.row({u"billing"_s})), QStringList({u"billing.commit"_s, u"billing.component"_s}));
        QVERIFY(graph.row({}).empty());
        QCOMPARE(graph.edges().size(), size_t(5));
    }
    void aCycleIsSeenAndDoesNotHang()
    {
        Product p;
        p.stages = {stage(u"a"_s, StageKind::Test, u"s"_s, {u"b"_s}), stage(u"b"_s, StageKind::Test, u"s"_s, {u"a"_s})};
        const Graph graph(p);
        QVERIFY(graph.hasCycle());
        QVERIFY(graph.order().empty());
    }
};

QTEST_GUILESS_MAIN(GraphTest)
#include "graphtest.moc"
