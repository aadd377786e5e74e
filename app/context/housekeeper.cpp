// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/housekeeper.h"

#include "operations/releases.h"
#include "operations/trains.h"
#include "pools/measure.h"

#include <QPromise>
#include <QThreadPool>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The first rounds come after the window has been painted.
constexpr auto firstRound = 2s;
constexpr auto trainRound = 1min;
constexpr auto poolRound = 5min;

Intent housekeeping() { return {Actor{u"humdrum"_s, u"housekeeper"_s, {}}, {}}; }

void measureAll(Store &store, const Product &product, Timestamp now)
{
    std::vector<PoolSample> samples;
    for (const Pool &pool : product.pools) {
        // What cannot be measured stays unknown, and unknown stops promotions by itself.
        if (auto measured = measure(pool, product.folder, now))
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
    for (QTimer *timer : {&m_trains, &m_pools}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::VeryCoarseTimer);
        timer->start(firstRound);
    }
    connect(&m_trains, &QTimer::timeout, this, &Housekeeper::moveTrains);
    connect(&m_pools, &QTimer::timeout, this, &Housekeeper::measurePools);
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

void Housekeeper::measurePools()
{
    m_store.read(requireProduct).then(this, [this](const Result<Product> &product) {
        m_pools.start(poolRound);
        if (!product || product->pools.empty() || m_measuring.isRunning())
            return;
        auto promise = std::make_shared<QPromise<void>>();
        m_measuring = promise->future();
        promise->start();
        QThreadPool::globalInstance()->start([promise, product = *product, now = m_clock.now(), &store = m_store] {
            measureAll(store, product, now);
            promise->finish();
        });
    });
}

} // namespace humdrum
