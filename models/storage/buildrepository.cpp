// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/buildrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"id, service, version, commit_hash, digest, built_at"_s;

Build readBuild(const Row &r)
{
    return {r.id<BuildId>(0), r.key<ServiceKey>(1), r.text(2), r.text(3), r.text(4), r.time(5)};
}

} // namespace

Result<BuildId> SqliteBuildRepository::add(const Build &build)
{
    if (build.service.isEmpty() || build.version.isEmpty() || build.digest.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A build needs a service, a version and a digest."));
    auto known = byVersion(build.service, build.version);
    if (!known)
        return std::unexpected(known.error());
    if (*known) {
        const Build &there = **known;
        if (there.digest != build.digest)
            return fail(
                ErrorCode::RuleRefused,
                Storage::tr("Version %1 of %2 is another build already; a version never means two different digests.")
                    .arg(build.version, build.service.value),
                Storage::tr("Give the new build a version of its own."), u"%1\n%2"_s.arg(there.digest, build.digest));
        if (there.commit != build.commit)
            return fail(ErrorCode::RuleRefused,
                        Storage::tr("Version %1 of %2 was built from commit %3 already.")
                            .arg(build.version, build.service.value, there.commit.left(12)),
                        Storage::tr("Give the new build a version of its own."));
        return there.id;
    }
    auto id = m_context.db.insert(
        u"INSERT INTO build (service, version, commit_hash, digest, built_at) VALUES (?, ?, ?, ?, ?)"_s, build.service,
        build.version, build.commit, build.digest, build.builtAt);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Build, *id);
    auto recorded = m_context.record(u"build.added"_s, subjectOf("build"_L1, *id), {},
                                     {{u"service"_s, build.service.value},
                                      {u"version"_s, build.version},
                                      {u"commit"_s, build.commit},
                                      {u"digest"_s, build.digest}});
    if (!recorded)
        return std::unexpected(recorded.error());
    return BuildId{*id};
}

Result<std::optional<Build>> SqliteBuildRepository::byId(BuildId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM build WHERE id = ?", readBuild, id.value);
}

Result<std::optional<Build>> SqliteBuildRepository::byVersion(const ServiceKey &service, const QString &version)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM build WHERE service = ? AND version = ?", readBuild, service,
                            version);
}

Result<std::optional<Build>> SqliteBuildRepository::byCommit(const ServiceKey &service, const QString &commit)
{
    return m_context.db.one(
        u"SELECT " + columns +
            u" FROM build WHERE service = ? AND commit_hash = ? ORDER BY built_at DESC, id DESC LIMIT 1",
        readBuild, service, commit);
}

Result<std::vector<Build>> SqliteBuildRepository::ofService(const ServiceKey &service, int limit)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM build WHERE service = ? ORDER BY built_at DESC, id DESC LIMIT ?",
                            readBuild, service, sqlLimit(limit));
}

Result<std::vector<Build>> SqliteBuildRepository::byIds(std::span<const BuildId> ids)
{
    auto found = m_context.db.all(u"SELECT " + columns + u" FROM build WHERE id IN (SELECT value FROM json_each(?))",
                                  readBuild, sqlIds(ids));
    if (!found)
        return found;
    QHash<BuildId, size_t> place;
    for (size_t i = 0; i < found->size(); ++i)
        place.insert((*found)[i].id, i);
    std::vector<Build> builds;
    builds.reserve(found->size());
    for (const BuildId id : ids) {
        if (const auto at = place.constFind(id); at != place.cend())
            builds.push_back((*found)[*at]);
    }
    return builds;
}

Result<std::vector<Build>> SqliteBuildRepository::search(const QString &text, int limit)
{
    const QString lower = text.toLower();
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM build WHERE id IN (SELECT id FROM build INDEXED BY build_search "
                                u"WHERE instr(lower(version), ?) > 0 OR instr(lower(service || ' ' || version), ?) > 0 "
                                u"OR (commit_hash >= ? AND commit_hash < ?) "
                                u"ORDER BY built_at DESC, id DESC LIMIT ?) ORDER BY built_at DESC, id DESC",
                            readBuild, lower, lower, lower, QString(lower + u'~'), sqlLimit(limit));
}

} // namespace humdrum
