// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people say of a release before it goes: sign-offs and ticks. Both are only ever added to.

#include "storage/releaserepository.h"

#include "storage/text.h"

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

Result<ReleaseSignOff> SqliteReleaseRepository::sign(const ReleaseSignOff &signOff)
{
    ReleaseSignOff stored = signOff;
    if (stored.at == noTime)
        stored.at = m_context.now;
    auto id = m_context.db.insert(
        u"INSERT INTO release_sign_off (release, hash, role, person, verdict, comment, at) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        stored.release, stored.hash, stored.role, stored.person, stored.verdict, stored.comment, stored.at);
    if (!id)
        return std::unexpected(id.error());
    stored.id = SignOffId{*id};
    m_context.touch(Aggregate::Release, stored.release.value);
    auto ok = m_context.record(u"release.signed"_s, subjectOf("release"_L1, stored.release.value), {},
                               {{u"sign-off"_s, *id},
                                {u"hash"_s, QString::fromLatin1(stored.hash)},
                                {u"role"_s, stored.role.value},
                                {u"person"_s, stored.person},
                                {u"verdict"_s, wordOf(stored.verdict)}},
                               stored.comment);
    if (!ok)
        return std::unexpected(ok.error());
    return stored;
}

Result<std::vector<ReleaseSignOff>> SqliteReleaseRepository::signOffs(ReleaseId release)
{
    return m_context.db.all(
        u"SELECT id, release, hash, role, person, verdict, comment, at FROM release_sign_off WHERE release = ? ORDER BY id"_s,
        [](const Row &r) {
            return ReleaseSignOff{r.id<SignOffId>(0), r.id<ReleaseId>(1),        r.utf8(2), r.key<RoleKey>(3),
                                  r.text(4),          r.word<SignOffVerdict>(5), r.text(6), r.time(7)};
        },
        release.value);
}

Result<void> SqliteReleaseRepository::tick(ReleaseId release, const EnvironmentKey &environment,
                                           const ChecklistTick &tick)
{
    const auto before = ticks(release, environment);
    if (!before)
        return std::unexpected(before.error());
    const auto last = std::ranges::find(*before, tick.item, &ChecklistTick::item);
    const bool was = last != before->end() && last->ticked;
    if (was == tick.ticked)
        return fail(ErrorCode::NothingToDo,
                    tick.ticked ? Storage::tr("“%1” is ticked already, by %2.").arg(tick.item, last->person)
                                : Storage::tr("“%1” is not ticked.").arg(tick.item));
    const auto id = m_context.db.insert(
        u"INSERT INTO checklist_tick (release, environment, item, ticked, person, at) VALUES (?, ?, ?, ?, ?, ?)"_s,
        release, environment, tick.item, tick.ticked ? 1 : 0, tick.person, tick.at == noTime ? m_context.now : tick.at);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Release, release.value);
    const auto state = [&](bool ticked) {
        return QJsonObject{{u"environment"_s, environment.value}, {u"item"_s, tick.item}, {u"ticked"_s, ticked}};
    };
    return m_context.record(tick.ticked ? u"release.ticked"_s : u"release.unticked"_s,
                            subjectOf("release"_L1, release.value), state(was), state(tick.ticked));
}

Result<std::vector<ChecklistTick>> SqliteReleaseRepository::ticks(ReleaseId release, const EnvironmentKey &environment)
{
    // With max() the other columns are those of the row that has it.
    return m_context.db.all(
        u"SELECT item, ticked, person, at, max(id) FROM checklist_tick WHERE release = ? AND environment = ? GROUP BY item"_s,
        [](const Row &r) { return ChecklistTick{r.text(0), r.number(1) == 1, r.text(2), r.time(3)}; }, release.value,
        environment.value);
}

} // namespace humdrum
