// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ordinaryuser.h"
#include "pools/forecast.h"
#include "pools/gate.h"
#include "pools/measure.h"

#include <QTest>
#include <QtCore>

#include <cmath>
#include <limits>
#include <unistd.h>

using namespace humdrum;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp now{std::chrono::days{20'000}};
constexpr double giga = 1024.0 * 1024 * 1024;

void write(const QString &path, qint64 bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(QByteArray(bytes, 'x')), bytes);
    QVERIFY(file.flush());
    QCOMPARE(::fsync(file.handle()), 0);
}

Pool pool(PoolMeasure measure, const QString &path, double capacity = 1000)
{
    Pool p;
    p.key = {u"build"_s};
    p.name = u"build"_s;
    p.freshness = 5min;
    PoolResource r;
    r.name = u"disk"_s;
    r.unit = u"bytes"_s;
    r.capacity = capacity;
    r.measure = measure;
    r.path = path;
    p.resources.push_back(r);
    return p;
}

std::vector<PoolSample> line(int count, Duration every, double start, double perDay, double noise = 0)
{
    std::vector<PoolSample> list;
    for (int i = 0; i < count; ++i) {
        const Duration at = every * i;
        const double days = std::chrono::duration<double, std::ratio<86400>>(at).count();
        list.push_back({{u"build"_s}, u"disk"_s, start + perDay * days + (i % 2 ? noise : -noise), 1000, now + at});
    }
    return list;
}

} // namespace

class TestPools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresADirectory();
    void measuresWhatIsAllocated();
    void countsAFileWithTwoNamesOnce();
    void doesNotFollowLinks();
    void measuresAFileSystem();
    void countsLeases();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void judgesOneResource_data();
    void judgesOneResource();
    void judgesAWholePool();
    void forecasts_data();
    void forecasts();
};

void TestPools::measuresADirectory()
{
    QTemporaryDir folder;
    QDir().mkpath(folder.filePath(u"pool"_s));
    const Pool p = pool(PoolMeasure::Directory, u"pool"_s, 1 << 20);
    auto samples = measure(p, folder.path(), now);
    QVERIFY2(samples, samples ? "" : qPrintable(samples.error().message));
    QCOMPARE(samples->size(), 1U);
    QCOMPARE(samples->at(0).used, 0.0);
    QCOMPARE(samples->at(0).capacity, double{1 << 20});
    QCOMPARE(samples->at(0).at, now);
    QCOMPARE(samples->at(0).pool, p.key);
    QCOMPARE(samples->at(0).resource, u"disk"_s);
    write(folder.filePath(u"pool/a"_s), 65536);
    write(folder.filePath(u"pool/deep/er/.b"_s), 65536);
    samples = measure(p, folder.path(), now);
    QVERIFY(samples);
    QCOMPARE_GE(samples->at(0).used, 131072.0);
    QCOMPARE_LT(samples->at(0).used, 131072.0 + 32768); // whole blocks
    QVERIFY(QFile::remove(folder.filePath(u"pool/a"_s)));
    QCOMPARE_LT(measure(p, folder.path(), now)->at(0).used, 65536.0 + 16384);
}

void TestPools::measuresWhatIsAllocated()
{
    QTemporaryDir folder;
    QFile sparse(folder.filePath(u"sparse"_s));
    QVERIFY(sparse.open(QIODevice::WriteOnly));
    QVERIFY(sparse.resize(qint64{1} << 32));
    sparse.close();
    QCOMPARE_LT(measure(pool(PoolMeasure::Directory, u"."_s), folder.path(), now)->at(0).used, 1e6);
}

void TestPools::countsAFileWithTwoNamesOnce()
{
    QTemporaryDir folder;
    write(folder.filePath(u"a"_s), 262144);
    QCOMPARE(::link(qPrintable(folder.filePath(u"a"_s)), qPrintable(folder.filePath(u"b"_s))), 0);
    QCOMPARE_LT(measure(pool(PoolMeasure::Directory, u"."_s), folder.path(), now)->at(0).used, 300000.0);
}

void TestPools::doesNotFollowLinks()
{
    QTemporaryDir folder, elsewhere;
    write(elsewhere.filePath(u"large"_s), 1 << 20);
    QVERIFY(QFile::link(elsewhere.path(), folder.filePath(u"folder"_s)));
    QVERIFY(QFile::link(elsewhere.filePath(u"large"_s), folder.filePath(u"file"_s)));
    QVERIFY(QFile::link(folder.path(), folder.filePath(u"circle"_s)));
    QCOMPARE(measure(pool(PoolMeasure::Directory, folder.path()), {}, now)->at(0).used, 0.0);
    // The pool's own path may be a link.
    QVERIFY(QFile::link(elsewhere.path(), folder.filePath(u"current"_s)));
    QCOMPARE_GE(measure(pool(PoolMeasure::Directory, u"current"_s), folder.path(), now)->at(0).used, 1048576.0);
}

void TestPools::measuresAFileSystem()
{
    QTemporaryDir folder;
    const auto whole = measure(pool(PoolMeasure::FileSystem, u"."_s, 0), folder.path(), now);
    QVERIFY(whole);
    const QStorageInfo storage(folder.path());
    QCOMPARE(whole->at(0).capacity, static_cast<double>(storage.bytesTotal()));
    const double available = whole->at(0).capacity - whole->at(0).used;
    QCOMPARE_LT(std::abs(available - static_cast<double>(storage.bytesAvailable())), 0.05 * whole->at(0).capacity);
    // A configured capacity is a lid on what counts as free, never more than there is.
    const auto capped = measure(pool(PoolMeasure::FileSystem, u"."_s, 4096), folder.path(), now);
    QCOMPARE(capped->at(0).capacity, 4096.0);
    QCOMPARE(capped->at(0).used, 0.0);
}

void TestPools::countsLeases()
{
    QTemporaryDir folder;
    for (const QString &name : {u"10.0.0.1"_s, u"10.0.0.2"_s, u".tmp-10.0.0.3"_s, u"archive/10.0.0.4"_s})
        write(folder.filePath(name), 1);
    QVERIFY(QFile::link(u"/nowhere"_s, folder.filePath(u"10.0.0.5"_s)));
    const auto samples = measure(pool(PoolMeasure::Leases, u"."_s, 16), folder.path(), now);
    QVERIFY(samples);
    QCOMPARE(samples->at(0).used, 2.0);
    QCOMPARE(samples->at(0).capacity, 16.0);
}

void TestPools::refusesWhatItCannotRead_data()
{
    QTest::addColumn<PoolMeasure>("how");
    QTest::addColumn<QString>("path");
    for (const auto &[name, how] : {std::pair{"directory", PoolMeasure::Directory},
                                    {"file system", PoolMeasure::FileSystem},
                                    {"leases", PoolMeasure::Leases}})
        QTest::addRow("%s that is not there", name) << how << u"absent"_s;
    QTest::newRow("directory that is a file") << PoolMeasure::Directory << u"file"_s;
    QTest::newRow("leases in a file") << PoolMeasure::Leases << u"file"_s;
    QTest::newRow("unreadable below") << PoolMeasure::Directory << u"open"_s;
    QTest::newRow("unreadable leases") << PoolMeasure::Leases << u"open/closed"_s;
}

/// What cannot be measured is unknown, and unknown must never look like free.
void TestPools::refusesWhatItCannotRead()
{
    QFETCH(const PoolMeasure, how);
    QFETCH(const QString, path);
    QTemporaryDir folder;
    write(folder.filePath(u"file"_s), 1);
    QDir().mkpath(folder.filePath(u"open/closed"_s));
    QVERIFY(QFile::setPermissions(folder.filePath(u"open/closed"_s), {}));
    Pool p = pool(PoolMeasure::FileSystem, u"."_s, 0);
    p.resources.push_back(pool(how, path).resources[0]);
    Result<std::vector<PoolSample>> samples;
    test::asOrdinaryUser([&] { samples = measure(p, folder.path(), now); });
    QVERIFY(QFile::setPermissions(folder.filePath(u"open/closed"_s),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(!samples);
    QCOMPARE(samples.error().code, ErrorCode::FileFailed);
    QVERIFY2(samples.error().message.contains(folder.filePath(path)), qPrintable(samples.error().message));
    QVERIFY(!samples.error().hint.isEmpty());
}

void TestPools::judgesOneResource_data()
{
    QTest::addColumn<double>("used");
    QTest::addColumn<double>("reserve");
    QTest::addColumn<double>("claims");
    QTest::addColumn<double>("demand");
    QTest::addColumn<qint64>("age"); // seconds; -1e6: never measured
    QTest::addColumn<GateResult>("result");
    QTest::addColumn<QString>("text");

    using enum GateResult;
    constexpr qint64 never = -1'000'000;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("room enough") << 62 * giga << 0.0 << 0.0 << 2 * giga << qint64{10} << Pass
                                 << u"38.0 GiB free, 2.0 GiB needed"_s;
    QTest::newRow("exactly enough")
        << 90 * giga << 5 * giga << 3 * giga << 2 * giga << qint64{0} << Pass
        << u"2.0 GiB free, 2.0 GiB needed (beside 5.0 GiB in reserve, 3.0 GiB claimed by queued promotions)"_s;
    QTest::newRow("a byte short") << 98 * giga + 1 << 0.0 << 0.0 << 2 * giga << qint64{0} << Fail
                                  << u"1.999999999 GiB free, 2.000000000 GiB needed"_s;
    QTest::newRow("reserve counts") << 90 * giga << 9 * giga << 0.0 << 2 * giga << qint64{0} << Fail
                                    << u"1.0 GiB free, 2.0 GiB needed"_s;
    QTest::newRow("claims count") << 90 * giga << 0.0 << 9 * giga << 2 * giga << qint64{0} << Fail
                                  << u"1.0 GiB free, 2.0 GiB needed"_s;
    QTest::newRow("overfull") << 102 * giga << 0.0 << 0.0 << 0.0 << qint64{0} << Fail << u"−2.0 GiB free"_s;
    QTest::newRow("as old as it may be") << 0.0 << 0.0 << 0.0 << giga << qint64{300} << Pass << u"100.0 GiB free"_s;
    QTest::newRow("stale") << 0.0 << 0.0 << 0.0 << giga << qint64{301} << Error << u"measured 5 min ago"_s;
    QTest::newRow("never measured") << 0.0 << 0.0 << 0.0 << 0.0 << never << Error << u"never measured"_s;
    QTest::newRow("from the future") << 0.0 << 0.0 << 0.0 << giga << qint64{-301} << Error << u"future"_s;
    QTest::newRow("no number") << nan << 0.0 << 0.0 << giga << qint64{0} << Error << u"no sense"_s;
    QTest::newRow("a negative demand") << 0.0 << 0.0 << 0.0 << -giga << qint64{0} << Error << u"no sense"_s;
}

void TestPools::judgesOneResource()
{
    QFETCH(const double, used);
    QFETCH(const double, reserve);
    QFETCH(const double, claims);
    QFETCH(const double, demand);
    QFETCH(const qint64, age);
    QFETCH(const GateResult, result);
    QFETCH(const QString, text);
    Pool p = pool(PoolMeasure::Directory, u"."_s);
    p.resources[0].reserve = reserve;
    std::optional<PoolSample> latest;
    if (age > -1000)
        latest = PoolSample{p.key, u"disk"_s, used, 100 * giga, now - std::chrono::seconds{age}};
    const GateOutcome outcome = judgeResource(p, p.resources[0], latest, now, claims, demand);
    QCOMPARE(outcome.kind, GateKind::Resource);
    QCOMPARE(outcome.result, result);
    QVERIFY2(outcome.text.contains(text), qPrintable(outcome.text));
    QCOMPARE(outcome.checkedAt, now);
}

void TestPools::judgesAWholePool()
{
    Product product;
    product.pools.push_back(pool(PoolMeasure::Directory, u"."_s));
    PoolResource addresses = product.pools[0].resources[0];
    addresses.name = addresses.unit = u"addresses"_s;
    product.pools[0].resources.push_back(addresses);
    Environment live, free;
    live.key = {u"live"_s};
    live.name = u"Live"_s;
    live.pool = {u"build"_s};
    live.demand = {{u"addresses"_s, 1}};
    free.key = {u"free"_s};
    product.environments = {live, free};
    const PoolKey key{u"build"_s};
    std::vector<PoolSample> samples{{key, u"disk"_s, 10, 100, now},
                                    {key, u"addresses"_s, 16, 16, now - 1min},
                                    {key, u"addresses"_s, 14, 16, now},
                                    {{u"other"_s}, u"addresses"_s, 16, 16, now}};

    QCOMPARE(judgeResources(product, free.key, {}, {}, now).result, GateResult::Pass);
    const GateOutcome good = judgeResources(product, live.key, samples, {}, now);
    QCOMPARE(good.result, GateResult::Pass);
    QVERIFY2(good.text.contains(u"2 addresses free, 1 addresses needed"), qPrintable(good.text));
    QCOMPARE(judgeResources(product, live.key, samples, {{u"addresses"_s, 1}}, now).result, GateResult::Pass);
    const GateOutcome claimed = judgeResources(product, live.key, samples, {{u"addresses"_s, 2}}, now);
    QCOMPARE(claimed.result, GateResult::Fail);
    QVERIFY2(!claimed.text.contains(u"disk"), qPrintable(claimed.text));
    // An unknown resource is worse than a full one, also where nothing is demanded of it.
    samples.erase(samples.begin());
    QCOMPARE(judgeResources(product, live.key, samples, {{u"addresses"_s, 2}}, now).result, GateResult::Error);
    product.pools.clear();
    QCOMPARE(judgeResources(product, live.key, samples, {}, now).result, GateResult::Error);
    QCOMPARE(judgeResources(product, {u"nowhere"_s}, samples, {}, now).result, GateResult::Error);
}

void TestPools::forecasts_data()
{
    QTest::addColumn<std::vector<PoolSample>>("history");
    QTest::addColumn<double>("days"); // -1: nothing honest to say
    QTest::newRow("nothing") << std::vector<PoolSample>{} << -1.0;
    QTest::newRow("too few") << line(9, 24h, 0, 10) << -1.0;
    QTest::newRow("too short") << line(100, 15min, 0, 10) << -1.0;
    QTest::newRow("a straight line") << line(10, 24h, 0, 10) << (1000.0 - 100 - 90) / 10;
    QTest::newRow("falling") << line(20, 24h, 900, -10) << -1.0;
    QTest::newRow("level") << line(20, 24h, 500, 0) << -1.0;
    QTest::newRow("lost in noise") << line(20, 24h, 500, 1, 200) << -1.0;
    QTest::newRow("full already") << line(20, 24h, 900, 10) << 0.0;
}

void TestPools::forecasts()
{
    QFETCH(std::vector<PoolSample>, history);
    QFETCH(const double, days);
    std::ranges::reverse(history);
    PoolResource r;
    r.reserve = 100;
    const Forecast f = forecast(r, history);
    QCOMPARE(f.samples, static_cast<int>(history.size()));
    QCOMPARE(f.daysUntilFull.has_value(), days >= 0);
    if (days >= 0)
        QVERIFY2(std::abs(*f.daysUntilFull - days) < 1e-6, qPrintable(QString::number(*f.daysUntilFull)));
}

QTEST_GUILESS_MAIN(TestPools)
#include "tst_pools.moc"
