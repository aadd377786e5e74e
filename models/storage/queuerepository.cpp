// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/queuerepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// A group that waits, and its place.
struct Waiting {
    qint64 group = 0;
    double place = 0;
};

const QString place =
    u"COALESCE((SELECT q.place FROM queue_place q WHERE q.group_id = p.group_id), CAST(p.queued_at AS REAL))"_s;

QueuePause readPause(const Row &r) { return {r.text(0), r.text(1), r.time(2)}; }
const QString pauseColumns = u"reason, paused_by, paused_at"_s;

} // namespace

QString SqliteQueueRepository::order() { return place + u", p.queued_at, p.group_id, p.position, p.id"_s; }

QString SqliteQueueRepository::notPaused() { return u"NOT EXISTS (SELECT 1 FROM queue_pause WHERE resumed_at = 0)"_s; }

Result<std::optional<QueuePause>> SqliteQueueRepository::paused()
{
    return m_context.db.one(u"SELECT " + pauseColumns + u" FROM queue_pause WHERE resumed_at = 0", readPause);
}

Result<void> SqliteQueueRepository::pause(const QString &reason)
{
    const auto before = paused();
    if (!before)
        return std::unexpected(before.error());
    if (*before)
        return fail(ErrorCode::NothingToDo,
                    Storage::tr("The queue is paused already, by %1: %2").arg((*before)->by, (*before)->reason));
    const QString by = m_context.intent.actor.person;
    const auto id = m_context.db.insert(u"INSERT INTO queue_pause (reason, paused_by, paused_at) VALUES (?, ?, ?)"_s,
                                        reason, by, m_context.now);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Promotion, 0);
    return m_context.record(u"queue.paused"_s, subjectOf("queue"_L1, *id), {}, {{u"paused-by"_s, by}}, reason);
}

Result<void> SqliteQueueRepository::resume(const QString &reason)
{
    const auto before = paused();
    if (!before)
        return std::unexpected(before.error());
    if (!*before)
        return fail(ErrorCode::NothingToDo, Storage::tr("The queue is not paused."));
    const auto id = m_context.db.one(u"SELECT id FROM queue_pause WHERE resumed_at = 0"_s,
                                     [](const Row &r) { return r.integer(0); });
    if (!id)
        return std::unexpected(id.error());
    const QString by = m_context.intent.actor.person;
    if (auto ok = m_context.db.update(u"UPDATE queue_pause SET resumed_at = ?, resumed_by = ? WHERE resumed_at = 0"_s,
                                      m_context.now, by);
        !ok)
        return std::unexpected(ok.error());
    m_context.touch(Aggregate::Promotion, 0);
    return m_context.record(u"queue.resumed"_s, subjectOf("queue"_L1, id->value_or(0)),
                            {{u"reason"_s, (*before)->reason}}, {{u"resumed-by"_s, by}}, reason);
}

Result<void> SqliteQueueRepository::moveBefore(PromotionGroupId group, PromotionGroupId next)
{
    const auto waiting = m_context.db.all(
        u"SELECT p.group_id, MIN(" + place +
            u") FROM promotion p WHERE p.state = 'queued' AND p.group_id <> ? "
            u"GROUP BY p.group_id ORDER BY 2, 1",
        [](const Row &r) { return Waiting{r.integer(0), r.real(1)}; }, group.value);
    if (!waiting)
        return std::unexpected(waiting.error());
    const auto at = std::ranges::find(*waiting, next.value, &Waiting::group);
    if (at == waiting->end())
        return fail(ErrorCode::NotFound, Storage::tr("Nothing of that is queued any more."));
    constexpr double second = 1000; // milliseconds: far enough before the first
    const double put = at == waiting->begin() ? at->place - second : (std::prev(at)->place + at->place) / 2;
    const auto before = m_context.db.one(
        u"SELECT place FROM queue_place WHERE group_id = ?"_s, [](const Row &r) { return r.real(0); }, group.value);
    if (!before)
        return std::unexpected(before.error());
    if (auto ok = m_context.db.insert(u"INSERT INTO queue_place (group_id, place) VALUES (?, ?) "
                                      "ON CONFLICT (group_id) DO UPDATE SET place = excluded.place"_s,
                                      group.value, put);
        !ok)
        return std::unexpected(ok.error());
    m_context.touch(Aggregate::Promotion, 0);
    return m_context.record(u"queue.moved"_s, subjectOf("promotion-group"_L1, group.value), {},
                            {{u"before"_s, next.value}});
}

} // namespace humdrum
