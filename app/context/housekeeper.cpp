// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/housekeeper.h"

#include "operations/releases.h"
#include "operations/trains.h"
#include "pools/measure.h"

#include <QThreadPool>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The first rounds come after the window has been painted.
constexpr auto firstRound = 2s;
constexpr auto trainRound = 1min;
constexpr auto poolRound = 5min;
constexpr auto shortestPoolRound = 30s;
/// Changes of the product often come together.
constexpr auto afterChange = 100ms;

Intent housekeeping() { return {Actor{u"humdrum"_s, u"housekeeper"_s, {}}, {}}; }

struct KnownPools {
    Product product;
    std::vector<PoolSample> latest;
};

Result<KnownPools> readPools(Session &session)
{
    Result<Product> product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    Result<std::vector<PoolSample>> latest = session.pools().latest();
    if (!latest)
        return std::unexpected(latest.error());
    return KnownPools{std::move(*product), std::move(*latest)};
}

/// Whether a resource of the pool has no sample that will count for a good while yet.
bool needsMeasuring(const Pool &pool, const std::vector<PoolSample> &latest, Timestamp now)
{
    return std::ranges::any_of(pool.resources, [&](const PoolResource &resource) {
        return std::ranges::none_of(latest, [&](const PoolSample &s) {
            return s.pool == pool.key && s.resource == resource.name && now - s.at < pool.freshness / 3;
        });
    });
}

/// So often that the last sample of each pool counts.
std::chrono::milliseconds roundOf(const Product &product)
{
    Duration shortest = poolRound;
    for (const Pool &pool : product.pools)
        shortest = std::min(shortest, pool.freshness / 2);
    return std::max<Duration>(shortest, shortestPoolRound);
}

void measureAll(Store &store, const std::vector<Pool> &pools, const QString &folder, Timestamp now)
{
    std::vector<PoolSample> samples;
    for (const Pool &pool : pools) {
        // What cannot be measured stays unknown, and unknown stops promotions by itself.
        if (auto measured = humdrum::measure(pool, folder, now))
            std::ranges::move(*measured, std::back_inserter(samples));
    }
    if (!samples.empty())
        store.write(housekeeping(), [samples](Session &session) { return session.pools().add(samples); })
            .waitForFinished();
}

} // namespace

Housekeeper::Housekeeper(Store &store, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_known.start();
    for (QTimer *timer : {&m_trains, &m_pools}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::VeryCoarseTimer);
        timer->start(firstRound);
    }
    connect(&m_trains, &QTimer::timeout, this, &Housekeeper::moveTrains);
    connect(&m_pools, &QTimer::timeout, this, &Housekeeper::measurePools);
    connect(&store, &Store::changed, this, &Housekeeper::storeChanged);
}

Housekeeper::~Housekeeper() { m_measuring.waitForFinished(); }

void Housekeeper::moveTrains()
{
    m_store
        .write(housekeeping(),
               [](Session &session) -> Result<int> {
                   auto product = session.products().current();
                   if (!product)
                       return std::unexpected(product.error());
                   if (!*product)
                       return 0;
                   return advanceTrains(session, **product, session.now());
               })
        .then(this, [this](const Result<int> &moved) {
            reportTrains(moved);
            m_trains.start(trainRound);
        });
}

void Housekeeper::reportTrains(const Result<int> &moved)
{
    // A store that closes, or that somebody else has in hand, is no failure.
    if (moved || moved.error().code == ErrorCode::Cancelled || moved.error().code == ErrorCode::StorageLocked) {
        if (moved)
            m_told.clear();
        return;
    }
    Error error = moved.error();
    const QString text = error.toString();
    if (text != m_told)
        qWarning("Trains do not move: %s", qUtf8Printable(text));
    m_told = text;
    error.message = tr("Trains do not move: %1").arg(error.message);
    Q_EMIT failed(error);
}

/// A product that has just been described, here or by the command line, has pools that nobody has measured.
void Housekeeper::storeChanged(const ChangeSet &changes)
{
    if (changes.touches(Aggregate::Product) && m_pools.remainingTimeAsDuration() > afterChange)
        m_pools.start(afterChange);
}

void Housekeeper::measurePools()
{
    m_store.read(readPools).then(this, [this](const Result<KnownPools> &known) {
        m_pools.start(known ? roundOf(known->product) : poolRound);
        if (known && !m_measuring.isRunning())
            measure(known->product, known->latest);
    });
}

void Housekeeper::measure(const Product &product, const std::vector<PoolSample> &latest)
{
    const Timestamp now = m_clock.now();
    std::vector<Pool> due;
    std::ranges::copy_if(product.pools, std::back_inserter(due),
                         [&](const Pool &pool) { return needsMeasuring(pool, latest, now); });
    if (due.empty()) {
        tellKnown();
        return;
    }
    auto promise = std::make_shared<QPromise<void>>();
    m_measuring = promise->future();
    promise->start();
    m_measuring.then(this, [this] { tellKnown(); });
    QThreadPool::globalInstance()->start(
        [promise, due = std::move(due), folder = product.folder, now, &store = m_store] {
            measureAll(store, due, folder, now);
            promise->finish();
        });
}

void Housekeeper::tellKnown()
{
    if (!std::exchange(m_toldKnown, true))
        m_known.finish();
}

} // namespace humdrum
