// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/holdrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"id, service, environment, reason, set_by, set_at, lifted_at, lifted_by"_s;

Hold readHold(const Row &r)
{
    return {r.id<HoldId>(0), r.key<ServiceKey>(1), r.key<EnvironmentKey>(2), r.text(3), r.text(4), r.time(5), r.time(6),
            r.text(7)};
}

} // namespace

Result<HoldId> SqliteHoldRepository::set(const Hold &hold)
{
    if (hold.reason.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A hold needs a reason."));
    const Timestamp setAt = hold.setAt == noTime ? m_context.now : hold.setAt;
    const QString setBy = hold.setBy.isEmpty() ? m_context.intent.actor.person : hold.setBy;
    auto id = m_context.db.insert(
        u"INSERT INTO hold (service, environment, reason, set_by, set_at, lifted_at, lifted_by) VALUES (?, ?, ?, ?, ?, 0, '')"_s,
        hold.service, hold.environment, hold.reason, setBy, setAt);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Hold, *id);
    auto ok = m_context.record(
        u"hold.set"_s, subjectOf("hold"_L1, *id), {},
        {{u"service"_s, hold.service.value}, {u"environment"_s, hold.environment.value}, {u"set-by"_s, setBy}},
        hold.reason);
    if (!ok)
        return std::unexpected(ok.error());
    return HoldId{*id};
}

Result<void> SqliteHoldRepository::lift(HoldId id, const QString &reason)
{
    auto row = m_context.db.one(u"SELECT " + columns + u" FROM hold WHERE id = ?", readHold, id.value);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("hold %1").arg(id.value)));
    if ((*row)->liftedAt != noTime)
        return fail(ErrorCode::NothingToDo,
                    Storage::tr("Hold %1 was lifted already, by %2.").arg(QString::number(id.value), (*row)->liftedBy));
    const QString by = m_context.intent.actor.person;
    if (auto ok =
            m_context.db.update(u"UPDATE hold SET lifted_at = ?, lifted_by = ? WHERE id = ?"_s, m_context.now, by, id);
        !ok)
        return std::unexpected(ok.error());
    m_context.touch(Aggregate::Hold, id.value);
    return m_context.record(u"hold.lifted"_s, subjectOf("hold"_L1, id.value), {{u"reason"_s, (*row)->reason}},
                            {{u"lifted-by"_s, by}}, reason);
}

Result<std::vector<Hold>> SqliteHoldRepository::active()
{
    return m_context.db.all(u"SELECT " + columns + u" FROM hold WHERE lifted_at = 0 ORDER BY set_at, id", readHold);
}

Result<std::optional<Hold>> SqliteHoldRepository::holding(const ServiceKey &service, const EnvironmentKey &environment)
{
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM hold WHERE lifted_at = 0 AND service IN ('', ?) AND environment IN ('', ?) "
                                u"ORDER BY set_at, id LIMIT 1",
                            readHold, service, environment);
}

} // namespace humdrum
