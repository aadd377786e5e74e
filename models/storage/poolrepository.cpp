// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/poolrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr int historyShown = 2000;

PoolSample readSample(const Row &r) { return {r.key<PoolKey>(0), r.text(1), r.real(2), r.real(3), r.time(4)}; }

} // namespace

Result<int> SqlitePoolRepository::add(std::span<const PoolSample> samples)
{
    int added = 0;
    for (const PoolSample &s : samples) {
        if (s.pool.isEmpty() || s.resource.isEmpty())
            return fail(ErrorCode::InvalidInput, Storage::tr("A sample needs a pool and a resource."));
        const Timestamp at = s.at == noTime ? m_context.now : s.at;
        auto stored =
            m_context.db.update(u"INSERT INTO pool_sample (pool, at, resource, used, capacity) VALUES (?, ?, ?, ?, ?) "
                                "ON CONFLICT (pool, at, resource) DO NOTHING"_s,
                                s.pool, at, s.resource, s.used, s.capacity);
        if (stored && *stored == 0)
            stored =
                m_context.db
                    .update(
                        u"UPDATE pool_sample SET used = ?, capacity = ? WHERE pool = ? AND at = ? AND resource = ?"_s,
                        s.used, s.capacity, s.pool, at, s.resource)
                    .transform([](int) { return 0; });
        if (!stored)
            return std::unexpected(stored.error());
        added += *stored;
        auto latest = m_context.db.update(
            u"INSERT INTO pool_latest (pool, resource, at, used, capacity) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (pool, resource) DO UPDATE SET at = excluded.at, used = excluded.used, capacity = excluded.capacity WHERE excluded.at >= pool_latest.at"_s,
            s.pool, s.resource, at, s.used, s.capacity);
        if (!latest)
            return std::unexpected(latest.error());
        m_context.touch(Aggregate::PoolSample, 0);
    }
    return added;
}

Result<std::vector<PoolSample>> SqlitePoolRepository::latest()
{
    return m_context.db.all(u"SELECT pool, resource, used, capacity, at FROM pool_latest ORDER BY pool, resource"_s,
                            readSample);
}

Result<std::vector<PoolSample>> SqlitePoolRepository::history(const PoolKey &pool, Timestamp since)
{
    auto count = m_context.db.one(
        u"SELECT count(*) FROM pool_sample WHERE pool = ? AND at >= ?"_s, [](const Row &r) { return r.integer(0); },
        pool, since);
    if (!count)
        return std::unexpected(count.error());
    if (count->value_or(0) <= historyShown)
        return m_context.db.all(
            u"SELECT pool, resource, used, capacity, at FROM pool_sample WHERE pool = ? AND at >= ? ORDER BY at, resource"_s,
            readSample, pool, since);
    // With max() SQLite takes the other columns from the row that has it: the last sample of each hour.
    return m_context.db.all(
        u"SELECT pool, resource, used, capacity, max(at) FROM pool_sample WHERE pool = ? AND at >= ? GROUP BY at / 3600000, resource ORDER BY max(at), resource"_s,
        readSample, pool, since);
}

} // namespace humdrum
