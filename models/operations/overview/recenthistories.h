// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "metrics/history.h"
#include "ports/store.h"

#include <memory>

namespace humdrum {

/// Two commits of a service, of which it is asked what came between them.
struct CommitStep {
    QString from, to;
};

/// The changes of the services as graphs, no more of each than the questions need: a page that shows weeks does not read
/// years. What was handed out stays until this is gone. Storage thread, as long as its session.
class RecentHistories {
public:
    explicit RecentHistories(Session &session) : m_session(session) {}

    /// A history whose between() gives for each of `steps` what the whole history would give. `oldest` is when the first
    /// `from` was in use; reading begins some time before it, and further back only where an answer would be cut short.
    [[nodiscard]] Result<const History *> covering(const ServiceKey &service, std::span<const CommitStep> steps,
                                                   Timestamp oldest);

private:
    struct Loaded {
        Timestamp since{};
        std::vector<Change> changes;
        History history;
        Loaded(Timestamp from, std::vector<Change> list) : since(from), changes(std::move(list)), history(changes) {}
    };
    [[nodiscard]] Result<bool> isKnown(const ServiceKey &service, const QString &commit);
    [[nodiscard]] Result<bool> answers(const ServiceKey &service, const History &history,
                                       std::span<const CommitStep> steps);

    Session &m_session;
    std::vector<std::unique_ptr<Loaded>> m_all;
    QHash<ServiceKey, const Loaded *> m_newest; ///< the one that reaches back furthest
    QHash<std::pair<ServiceKey, QString>, bool> m_known;
};

} // namespace humdrum
