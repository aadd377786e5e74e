// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/housekeeper.h"
#include "ui/product.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

const Timestamp now = at(u"2026-11-23T17:00:00Z"_s);

std::vector<PoolSample> samples(StoredProduct &stored)
{
    return stored.store()
        .read([](Session &s) { return s.pools().latest(); })
        .result()
        .value_or(std::vector<PoolSample>{});
}

} // namespace

/// Protects: what is shown of pools is fresh while the program runs, without anybody promoting anything.
class PoolRoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresPoolsOnceAProductIsDescribed()
    {
        StoredProduct stored(now);
        const Housekeeper keeper(stored.store(), stored.clock());
        QElapsedTimer waited;
        waited.start();
        describeWithPool(stored);
        QTRY_COMPARE(samples(stored).size(), 3);
        QVERIFY2(waited.elapsed() < 1500, "it came with the first round, which a product described later misses");
        QVERIFY(std::ranges::all_of(samples(stored), [](const PoolSample &s) { return s.at == now; }));
    }

    void saysWhenThePoolsAreKnown()
    {
        StoredProduct stored(now);
        const Housekeeper keeper(stored.store(), stored.clock());
        QVERIFY(!keeper.poolsKnown().isFinished());
        describeWithPool(stored);
        QTRY_VERIFY(keeper.poolsKnown().isFinished());
        QCOMPARE(samples(stored).size(), 3); // as soon as it says so
    }

    void leavesFreshSamplesAlone()
    {
        StoredProduct stored(now);
        describeWithPool(stored);
        addSamples(stored, now - std::chrono::minutes{1});
        const Housekeeper keeper(stored.store(), stored.clock());
        QSignalSpy changed(&stored.store(), &Store::changed);
        QTRY_VERIFY(!changed.isEmpty()); // trains are planned in the round in which pools are looked at
        QTRY_VERIFY(keeper.poolsKnown().isFinished());
        QVERIFY(std::ranges::all_of(samples(stored), [](const PoolSample &s) { return s.at < now; }));
    }

    void measuresStaleOnesAgain()
    {
        StoredProduct stored(now);
        describeWithPool(stored);
        addSamples(stored, now - std::chrono::hours{24});
        const Housekeeper keeper(stored.store(), stored.clock());
        QTRY_VERIFY(std::ranges::all_of(samples(stored), [](const PoolSample &s) { return s.at == now; }));
    }

private:
    /// The example's product, with its pools in a folder of the test.
    void describeWithPool(StoredProduct &stored)
    {
        QVERIFY(m_folder.isValid());
        for (const QString &path : {u"pools/build/disk"_s, u"pools/build/leases"_s, u"pools/aurora"_s})
            QVERIFY(QDir(m_folder.path()).mkpath(path));
        QFile file(QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/examples/humdrum.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray yaml = file.readAll();
        const Result<Product> product = parseProduct(yaml, m_folder.filePath(u"humdrum.yaml"_s));
        QVERIFY(product.has_value());
        stored.change([&](Session &s) { return s.products().describe(*product, yaml); });
    }
    static void addSamples(StoredProduct &stored, Timestamp when)
    {
        stored.write([when](Session &s) {
            return s.pools().add(std::vector{PoolSample{{u"build"_s}, u"disk"_s, 7, 10, when},
                                             PoolSample{{u"build"_s}, u"addresses"_s, 7, 10, when},
                                             PoolSample{{u"aurora"_s}, u"disk"_s, 7, 10, when}});
        });
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PoolRoundsTest)
#include "poolroundstest.moc"
