// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/places.h"
#include "operations/overview/releasesoverview.h"

namespace humdrum {

/// What the list of releases and one release on its own find out in the same way. Storage thread, as long as its session.
class RowReader {
public:
    explicit RowReader(Session &session) : m_session(session), m_read(session), m_occupancies(m_read), m_places(m_read)
    {}

    /// The product and what runs. Must be called first.
    [[nodiscard]] Result<void> load();
    /// A row for each listing; reads all their manifests and those before them at once.
    [[nodiscard]] Result<std::vector<ReleaseRow>> rows(const std::vector<ReleaseListing> &listings);

    [[nodiscard]] Session &session() const { return m_session; }
    [[nodiscard]] Reading &reading() { return m_read; }
    [[nodiscard]] const Product &product() const { return *m_product; }
    /// Of a release that was among the rows, or the one before it.
    [[nodiscard]] const std::map<ServiceKey, Build> &builds(ManifestId manifest) { return m_builds[manifest]; }
    /// What runs in an environment, by service.
    [[nodiscard]] const RunningThere &running(const EnvironmentKey &environment) const
    {
        return m_places.running(environment);
    }
    [[nodiscard]] Places &places() { return m_places; }
    /// What runs there as a whole.
    [[nodiscard]] Result<Occupancy> occupancy(const EnvironmentKey &environment);
    /// The name of a person, or what stands for one.
    [[nodiscard]] QString nameOf(const QString &person) const;

private:
    Result<ReleaseRow> row(const ReleaseListing &listing, const Release *before);

    Session &m_session;
    Reading m_read;
    Occupancies m_occupancies;
    Places m_places;
    const Product *m_product = nullptr;
    std::map<EnvironmentKey, Occupancy> m_occupied; ///< as far as it was asked
    std::optional<ClientReaches> m_clients;
    std::map<ManifestId, std::map<ServiceKey, Build>> m_builds;
};

} // namespace humdrum
