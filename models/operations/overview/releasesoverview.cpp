// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/releaserows.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

} // namespace

Result<void> RowReader::load()
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    m_clients.emplace(m_session, *m_product);
    return m_places.load();
}

Result<Occupancy> RowReader::occupancy(const EnvironmentKey &environment)
{
    if (const auto known = m_occupied.find(environment); known != m_occupied.end())
        return known->second;
    Result<Occupancy> judged = m_occupancies.of(running(environment));
    if (judged)
        m_occupied.emplace(environment, *judged);
    return judged;
}

QString RowReader::nameOf(const QString &person) const
{
    const Person *known = m_product->person(PersonKey{person});
    return known && !known->name.isEmpty() ? known->name : person;
}

Result<std::vector<ReleaseRow>> RowReader::rows(const std::vector<ReleaseListing> &listings)
{
    std::vector<const Release *> before;
    std::vector<ManifestId> manifests;
    for (const ReleaseListing &l : listings) {
        const Result<const Release *> previous = m_read.before(l.release);
        if (!previous)
            return std::unexpected(previous.error());
        before.push_back(*previous);
        manifests.push_back(l.release.manifest);
        if (*previous)
            manifests.push_back((*previous)->manifest);
    }
    auto builds = m_session.releases().builds(manifests);
    if (!builds)
        return std::unexpected(builds.error());
    m_builds = std::move(*builds);
    std::vector<ReleaseRow> rows;
    for (size_t i = 0; i < listings.size(); ++i) {
        Result<ReleaseRow> made = row(listings[i], before[i]);
        if (!made)
            return std::unexpected(made.error());
        rows.push_back(std::move(*made));
    }
    return rows;
}

Result<ReleaseRow> RowReader::row(const ReleaseListing &listing, const Release *before)
{
    const Release &release = listing.release;
    ReleaseRow row{.id = release.id, .version = release.version, .kind = release.kind, .state = release.state};
    row.train = listing.train;
    row.departure = listing.departure;
    row.notes = listing.notes;
    row.createdBy = nameOf(listing.createdBy);
    row.createdAt = release.createdAt;
    row.environments = static_cast<int>(m_product->environments.size());
    row.previous = before ? before->version : QString();
    if (release.patches.isValid()) {
        const Result<const Release *> patched = m_read.release(release.patches);
        if (!patched)
            return std::unexpected(patched.error());
        row.patches = *patched ? (*patched)->version : QString();
    }
    const std::map<ServiceKey, Build> &own = m_builds[release.manifest];
    int partly = 0;
    for (const Environment &e : m_product->environments) {
        if (runsAll(own, running(e.key))) {
            row.runsIn << e.name;
            continue;
        }
        // By the same judgement as what each environment is said to run.
        const Result<Occupancy> there = occupancy(e.key);
        if (!there)
            return std::unexpected(there.error());
        partly += there->extent == Extent::Partly && there->releaseId == release.id ? 1 : 0;
    }
    if (row.runsIn.isEmpty() && partly > 0)
        row.partly = Text::tr("part of it in %1 of %2").arg(partly).arg(row.environments);
    if (release.state == ReleaseState::InPromotion) {
        Result<ClientReach> reach = m_clients->of(release);
        if (!reach)
            return std::unexpected(reach.error());
        row.clients = std::move(*reach);
    }
    // The first release brings everything there ever was, which is no batch.
    if (!before)
        return row;
    const std::map<ServiceKey, Build> &earlier = m_builds[before->manifest];
    for (const auto &[service, build] : own) {
        const auto old = earlier.find(service);
        const Result<int> count =
            m_read.countBetween(service, old == earlier.end() ? QString() : old->second.commit, build.commit);
        if (!count)
            return std::unexpected(count.error());
        row.changes += *count;
    }
    return row;
}

Result<ReleasesOverview> readReleases(Session &session, const ReleaseFilter &filter, const QString &person)
{
    RowReader reader(session);
    if (Result<void> done = reader.load(); !done)
        return std::unexpected(done.error());
    const Product &product = reader.product();
    ReleasesOverview out;
    out.zone = product.zone;
    out.mayPromote = permissionOf(product, person, Right::Promote);
    const Result<std::vector<ReleaseListing>> listings = session.releases().listing(filter);
    const Result<int> matching = session.releases().count(filter);
    const auto all = reader.reading().releases();
    if (!listings || !matching || !all)
        return std::unexpected(!listings ? listings.error() : !matching ? matching.error() : all.error());
    out.matching = *matching;
    out.all = static_cast<int>((*all)->size());
    out.open = static_cast<int>(std::ranges::count_if(**all, [](const Release &r) {
        return r.state == ReleaseState::Assembled || r.state == ReleaseState::InPromotion;
    }));
    Result<std::vector<ReleaseRow>> rows = reader.rows(*listings);
    if (!rows)
        return std::unexpected(rows.error());
    out.releases = std::move(*rows);
    for (const Service &service : product.services) {
        const Result<std::vector<Build>> newest = session.builds().ofService(service.key, 1);
        if (!newest)
            return std::unexpected(newest.error());
        out.hasBuilds = out.hasBuilds || !newest->empty();
    }
    return out;
}

Result<QStringList> readVersions(Session &session)
{
    const Result<std::vector<Release>> releases = session.releases().list();
    if (!releases)
        return std::unexpected(releases.error());
    QStringList versions;
    for (const Release &r : *releases)
        versions << r.version;
    return versions;
}

} // namespace humdrum
