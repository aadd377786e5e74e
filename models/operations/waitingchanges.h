// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <map>

namespace humdrum {

/// What a train could have taken. Storage thread, as long as its session.
class WaitingChanges {
public:
    WaitingChanges(Session &session, const Product &product) : m_session(session), m_product(product) {}

    /// Whether the history of any service is known; without it nobody can say that nothing waited.
    [[nodiscard]] Result<bool> known();
    /// How many changes of the main lines were committed up to the train's cut-off and are in no release that was made before
    /// its departure: all those above the newest build that such a release (withdrawn ones and rollbacks aside) has of the
    /// service.
    [[nodiscard]] Result<int> of(const Train &train);

private:
    struct Line {
        std::vector<Timestamp> committed; ///< by position on the main line
        std::map<QString, qint64> places; ///< of the commits on it
    };
    Result<const Line *> lineOf(const ServiceKey &service);
    Result<qint64> newestTaken(const ServiceKey &service, const Line &line, Timestamp before);

    Session &m_session;
    const Product &m_product;
    std::map<ServiceKey, Line> m_lines;
    std::optional<std::vector<Release>> m_releases;
    std::map<ManifestId, std::map<ServiceKey, Build>> m_builds;
};

} // namespace humdrum
