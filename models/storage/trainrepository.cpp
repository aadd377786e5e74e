// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trainrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, version, iso_year, iso_week, departure, cutoff, deployer, backup, state, release, reason, departed_at, arrived_at"_s;

Train readTrain(const Row &r)
{
    Train t;
    t.id = r.id<TrainId>(0);
    t.version = r.text(1);
    t.isoYear = r.number(2);
    t.isoWeek = r.number(3);
    t.departure = r.time(4);
    t.cutoff = r.time(5);
    t.deployer = r.key<PersonKey>(6);
    t.backup = r.key<PersonKey>(7);
    t.state = r.word<TrainState>(8);
    t.release = r.id<ReleaseId>(9);
    t.reason = r.text(10);
    t.departedAt = r.time(11);
    t.arrivedAt = r.time(12);
    return t;
}

bool mayChange(TrainState state)
{
    return state == TrainState::Planned || state == TrainState::Boarding || state == TrainState::Locked;
}

QJsonObject plan(const Train &t)
{
    QJsonObject json{{u"departure"_s, qint64{t.departure.time_since_epoch().count()}},
                     {u"cutoff"_s, qint64{t.cutoff.time_since_epoch().count()}},
                     {u"deployer"_s, t.deployer.value},
                     {u"backup"_s, t.backup.value}};
    if (t.release.isValid())
        json[u"release"] = t.release.value;
    return json;
}

} // namespace

Result<int> SqliteTrainRepository::plan(std::span<const Train> trains)
{
    int added = 0;
    for (const Train &t : trains) {
        auto known = byVersion(t.version);
        if (!known)
            return std::unexpected(known.error());
        if (*known)
            continue;
        auto id = m_context.db.insert(
            u"INSERT INTO train (version, iso_year, iso_week, departure, cutoff, deployer, backup, state, release, reason, departed_at, arrived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
            t.version, t.isoYear, t.isoWeek, t.departure, t.cutoff, t.deployer, t.backup, t.state, t.release, t.reason,
            t.departedAt, t.arrivedAt);
        if (!id)
            return std::unexpected(id.error());
        m_context.touch(Aggregate::Train, *id);
        QJsonObject after = humdrum::plan(t);
        after[u"version"] = t.version;
        after[u"state"] = wordOf(t.state);
        if (auto ok = m_context.record(u"train.planned"_s, subjectOf("train"_L1, *id), {}, after); !ok)
            return std::unexpected(ok.error());
        ++added;
    }
    return added;
}

Result<void> SqliteTrainRepository::change(const Train &train, const QString &reason)
{
    auto row = byId(train.id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("train with the number %1").arg(train.id.value)));
    const Train &now = **row;
    if (!mayChange(now.state))
        return fail(ErrorCode::RuleRefused,
                    Storage::tr("Train %1 is “%2” and can no longer be changed.").arg(now.version, wordOf(now.state)),
                    Storage::tr("Plan the change for a later train."));
    const QJsonObject before = humdrum::plan(now);
    const QJsonObject after = humdrum::plan(train);
    if (before == after)
        return {};
    auto updated = m_context.db.update(
        u"UPDATE train SET departure = ?, cutoff = ?, deployer = ?, backup = ?, release = ? WHERE id = ?"_s,
        train.departure, train.cutoff, train.deployer, train.backup, train.release, train.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Train, train.id.value);
    return m_context.record(u"train.changed"_s, subjectOf("train"_L1, train.id.value), before, after, reason);
}

Result<void> SqliteTrainRepository::transition(TrainId id, TrainState to, Timestamp at, const QString &reason)
{
    auto row = byId(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("train with the number %1").arg(id.value)));
    const Train &now = **row;
    if (auto ok = checkTransition(Storage::tr("train %1").arg(now.version), now.state, to); !ok)
        return ok;
    const bool stays = to == TrainState::Skipped || to == TrainState::Cancelled;
    if (stays && reason.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A train is skipped or cancelled with a reason."));
    auto updated =
        m_context.db.update(u"UPDATE train SET state = ?, reason = ?, departed_at = ?, arrived_at = ? WHERE id = ?"_s,
                            to, stays ? reason : now.reason, to == TrainState::Departed ? at : now.departedAt,
                            to == TrainState::Arrived ? at : now.arrivedAt, id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Train, id.value);
    return m_context.record(u"train."_s + wordOf(to), subjectOf("train"_L1, id.value),
                            {{u"state"_s, wordOf(now.state)}},
                            {{u"state"_s, wordOf(to)}, {u"at"_s, qint64{at.time_since_epoch().count()}}}, reason);
}

Result<std::optional<Train>> SqliteTrainRepository::byId(TrainId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM train WHERE id = ?", readTrain, id.value);
}

Result<std::optional<Train>> SqliteTrainRepository::byVersion(const QString &version)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM train WHERE version = ?", readTrain, version);
}

Result<std::vector<Train>> SqliteTrainRepository::between(Timestamp from, Timestamp to)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM train WHERE departure >= ? AND departure < ? ORDER BY departure, id",
                            readTrain, from, to);
}

Result<std::optional<Train>> SqliteTrainRepository::next()
{
    return m_context.db.one(
        u"SELECT " + columns +
            u" FROM train WHERE state IN ('planned', 'boarding', 'locked') ORDER BY departure, id LIMIT 1",
        readTrain);
}

} // namespace humdrum
