// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/releaserepository.h"

#include "storage/condition.h"
#include "storage/text.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"id, version, kind, state, manifest, train, patches, created_at"_s;

Release readRelease(const Row &r)
{
    return {r.id<ReleaseId>(0),  r.text(1),        r.word<ReleaseKind>(2), r.word<ReleaseState>(3),
            r.id<ManifestId>(4), r.id<TrainId>(5), r.id<ReleaseId>(6),     r.time(7)};
}

struct ManifestEntry {
    ServiceKey service;
    BuildId build;
};

struct ManifestBuild {
    ManifestId manifest;
    Build build;
};

ReleaseListing readListing(const Row &r)
{
    ReleaseListing l;
    l.release = readRelease(r);
    l.train = r.text(8);
    l.departure = r.time(9);
    if (!l.train.isEmpty())
        l.trainState = r.word<TrainState>(10);
    if (!r.isNull(11))
        l.notes = r.word<NotesState>(11);
    l.createdBy = r.text(12);
    l.departedAt = r.time(13);
    return l;
}

/// One state leads where it is given: its index gives the order as well. Several have no order among them, so that only
/// counting may use it ("+" keeps it from being looked at).
Condition conditionOf(const ReleaseFilter &filter, bool ordered)
{
    Condition condition;
    if (filter.id.isValid())
        condition.require(u"r.id = ?"_s, filter.id);
    condition.requireOneOf(ordered && filter.states.size() > 1 ? u"+r.state"_s : u"r.state"_s, filter.states);
    if (filter.kind)
        condition.require(u"r.kind = ?"_s, *filter.kind);
    if (!filter.text.isEmpty()) {
        const QString text = filter.text.toLower();
        condition.require(
            u"(instr(lower(r.version), ?) > 0 OR EXISTS (SELECT 1 FROM manifest_build m JOIN build b ON b.id = m.build "
            u"WHERE m.manifest = r.manifest AND instr(lower(b.service || ' ' || b.version), ?) > 0))"_s,
            text, text);
    }
    return condition;
}

} // namespace

Result<ManifestId> SqliteReleaseRepository::addManifest(const Manifest &manifest)
{
    Connection &db = m_context.db;
    if (manifest.digest.isEmpty() || manifest.builds.empty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A manifest needs a digest and a build for each service."));
    auto known = db.one(
        u"SELECT id FROM manifest WHERE digest = ?"_s, [](const Row &r) { return r.id<ManifestId>(0); },
        manifest.digest);
    if (!known)
        return std::unexpected(known.error());
    if (*known) {
        auto there = this->manifest(**known);
        if (!there)
            return std::unexpected(there.error());
        if (!*there || (*there)->builds != manifest.builds)
            return fail(ErrorCode::RuleRefused,
                        Storage::tr("The digest %1 belongs to a manifest of other builds.").arg(manifest.digest));
        return **known;
    }
    for (const auto &[service, build] : manifest.builds) {
        auto owner = db.one(
            u"SELECT service FROM build WHERE id = ?"_s, [](const Row &r) { return r.key<ServiceKey>(0); },
            build.value);
        if (!owner)
            return std::unexpected(owner.error());
        if (!*owner || **owner != service)
            return fail(ErrorCode::InvalidInput,
                        Storage::tr("Build %1 is not a build of %2.").arg(QString::number(build.value), service.value));
    }
    const Timestamp createdAt = manifest.createdAt == noTime ? m_context.now : manifest.createdAt;
    auto id = db.insert(u"INSERT INTO manifest (digest, created_at) VALUES (?, ?)"_s, manifest.digest, createdAt);
    if (!id)
        return std::unexpected(id.error());
    QJsonObject builds;
    for (const auto &[service, build] : manifest.builds) {
        if (auto ok = db.update(u"INSERT INTO manifest_build (manifest, service, build) VALUES (?, ?, ?)"_s, *id,
                                service, build);
            !ok)
            return std::unexpected(ok.error());
        builds[service.value] = build.value;
    }
    m_context.touch(Aggregate::Manifest, *id);
    if (auto ok = m_context.record(u"manifest.created"_s, subjectOf("manifest"_L1, *id), {},
                                   {{u"digest"_s, manifest.digest}, {u"builds"_s, builds}});
        !ok)
        return std::unexpected(ok.error());
    return ManifestId{*id};
}

Result<std::optional<Manifest>> SqliteReleaseRepository::manifest(ManifestId id)
{
    auto manifest = m_context.db.one(
        u"SELECT digest, created_at FROM manifest WHERE id = ?"_s,
        [id](const Row &r) {
            Manifest m;
            m.id = id;
            m.digest = r.text(0);
            m.createdAt = r.time(1);
            return m;
        },
        id.value);
    if (!manifest || !*manifest)
        return manifest;
    auto builds = m_context.db.all(
        u"SELECT service, build FROM manifest_build WHERE manifest = ? ORDER BY service"_s,
        [](const Row &r) { return ManifestEntry{r.key<ServiceKey>(0), r.id<BuildId>(1)}; }, id.value);
    if (!builds)
        return std::unexpected(builds.error());
    for (const ManifestEntry &entry : *builds)
        (*manifest)->builds.emplace(entry.service, entry.build);
    return manifest;
}

Result<std::map<ManifestId, std::map<ServiceKey, Build>>> SqliteReleaseRepository::builds(
    std::span<const ManifestId> manifests)
{
    QJsonArray ids;
    for (const ManifestId id : manifests)
        ids.append(id.value);
    auto entries = m_context.db.all(
        u"SELECT m.manifest, b.id, b.service, b.version, b.commit_hash, b.digest, b.built_at FROM manifest_build m "
        u"JOIN build b ON b.id = m.build WHERE m.manifest IN (SELECT value FROM json_each(?))"_s,
        [](const Row &r) {
            return ManifestBuild{r.id<ManifestId>(0),
                                 {r.id<BuildId>(1), r.key<ServiceKey>(2), r.text(3), r.text(4), r.text(5), r.time(6)}};
        },
        QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact)));
    if (!entries)
        return std::unexpected(entries.error());
    std::map<ManifestId, std::map<ServiceKey, Build>> builds;
    for (ManifestBuild &entry : *entries) {
        const ServiceKey service = entry.build.service;
        builds[entry.manifest].insert_or_assign(service, std::move(entry.build));
    }
    return builds;
}

Result<Release> SqliteReleaseRepository::create(const Release &release)
{
    if (release.version.isEmpty() || !release.manifest.isValid())
        return fail(ErrorCode::InvalidInput, Storage::tr("A release needs a version and a manifest."));
    auto known = byVersion(release.version);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return fail(ErrorCode::AlreadyExists, Storage::tr("There is a release %1 already.").arg(release.version),
                    Storage::tr("Choose another version."));
    Release stored = release;
    stored.state = ReleaseState::Assembled;
    if (stored.createdAt == noTime)
        stored.createdAt = m_context.now;
    auto id = m_context.db.insert(
        u"INSERT INTO release (version, kind, state, manifest, train, patches, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        stored.version, stored.kind, stored.state, stored.manifest, stored.train, stored.patches, stored.createdAt);
    if (!id)
        return std::unexpected(id.error());
    stored.id = ReleaseId{*id};
    m_context.touch(Aggregate::Release, *id);
    QJsonObject after{{u"version"_s, stored.version},
                      {u"kind"_s, wordOf(stored.kind)},
                      {u"state"_s, wordOf(stored.state)},
                      {u"manifest"_s, stored.manifest.value}};
    if (stored.train.isValid())
        after[u"train"] = stored.train.value;
    if (stored.patches.isValid())
        after[u"patches"] = stored.patches.value;
    if (auto ok = m_context.record(u"release.created"_s, subjectOf("release"_L1, *id), {}, after); !ok)
        return std::unexpected(ok.error());
    return stored;
}

Result<void> SqliteReleaseRepository::transition(ReleaseId id, ReleaseState to, const QString &reason)
{
    auto row = byId(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("release with the number %1").arg(id.value)));
    const Release &now = **row;
    if (auto ok = checkTransition(Storage::tr("release %1").arg(now.version), now.state, to); !ok)
        return ok;
    if (auto updated = m_context.db.update(u"UPDATE release SET state = ? WHERE id = ?"_s, to, id); !updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Release, id.value);
    return m_context.record(u"release."_s + wordOf(to), subjectOf("release"_L1, id.value),
                            {{u"state"_s, wordOf(now.state)}}, {{u"state"_s, wordOf(to)}}, reason);
}

Result<std::optional<Release>> SqliteReleaseRepository::byId(ReleaseId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM release WHERE id = ?", readRelease, id.value);
}

Result<std::optional<Release>> SqliteReleaseRepository::byVersion(const QString &version)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM release WHERE version = ?", readRelease, version);
}

Result<std::vector<Release>> SqliteReleaseRepository::list(int limit)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM release ORDER BY created_at DESC, id DESC LIMIT ?",
                            readRelease, sqlLimit(limit));
}

Result<std::vector<ReleaseListing>> SqliteReleaseRepository::listing(const ReleaseFilter &filter)
{
    Condition condition = conditionOf(filter, true);
    const QString sql = u"SELECT r.id, r.version, r.kind, r.state, r.manifest, r.train, r.patches, r.created_at, "
                        u"coalesce(t.version, ''), coalesce(t.departure, 0), t.state, n.state, "
                        // Whoever imported it later did not create it.
                        u"coalesce((SELECT person FROM audit_event WHERE subject = 'release:' || r.id "
                        u"AND at < r.created_at + 60000 ORDER BY id LIMIT 1), ''), coalesce(t.departed_at, 0) FROM "
                        u"release r LEFT JOIN train t ON t.id = r.train "
                        u"LEFT JOIN notes_document n ON n.release = r.id" %
        condition.where() % u" ORDER BY r.created_at DESC, r.id DESC LIMIT ?";
    condition.bind(sqlLimit(filter.limit));
    return m_context.db.all(sql, readListing, condition.bindings());
}

Result<int> SqliteReleaseRepository::count(const ReleaseFilter &filter)
{
    ReleaseFilter wanted = filter;
    if (wanted.states.empty())
        wanted.states = {ReleaseState::Assembled, ReleaseState::InPromotion, ReleaseState::Released,
                         ReleaseState::Withdrawn}; // so that the index of states is what is counted
    const Condition condition = conditionOf(wanted, false);
    auto counted = m_context.db.one(
        u"SELECT count(*) FROM release r" % condition.where(), [](const Row &r) { return r.number(0); },
        condition.bindings());
    if (!counted)
        return std::unexpected(counted.error());
    return counted->value_or(0);
}

} // namespace humdrum
