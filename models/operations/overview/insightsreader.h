// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/insights.h"
#include "operations/overview/reading.h"
#include "operations/overview/recenthistories.h"

#include <QSet>

namespace humdrum {

/// Reads what readInsights() answers. One object for each question; storage thread, as long as its session.
class InsightsReader {
public:
    InsightsReader(Session &session, const InsightsAsk &ask, Timestamp now)
        : m_session(session)
        , m_read(session)
        , m_histories(session)
        , m_now(now)
    {
        m_result.ask = ask;
        m_result.now = now;
    }
    Result<InsightsOverview> read();
    /// What is asked and when, without any figure.
    Result<InsightsOverview> readQuestion();
    [[nodiscard]] const Product &product() const { return *m_product; }

private:
    using Step = Result<void>;
    Step choose();
    Step findPeriods();
    Step load();
    Step loadFacts();
    Step loadFactsBefore();
    Step findShipments();
    void countDeliveries();
    Step countTrains();
    Step countBagsToCome(std::span<const ScoredTrain> over);
    void countIssues();
    Step countCauses();
    [[nodiscard]] bool isYoung(const Issue &issue, const QSet<ReleaseId> &young) const;
    [[nodiscard]] CauseCount &causeOf(Cause cause, const QString &message);
    [[nodiscard]] std::optional<double> usualChanges(Period period, std::span<const ScoredTrain> trains) const;
    [[nodiscard]] std::optional<int> changesOf(const ScoredTrain &scored) const;
    [[nodiscard]] Period recorded(Period period) const;
    /// Over the deployments and shipments for which `counts` is true.
    template <class Counts>
    [[nodiscard]] DeliveryFigures deliveries(Period period, Counts counts) const;

    Session &m_session;
    Reading m_read;
    RecentHistories m_histories;
    Timestamp m_now;
    InsightsOverview m_result;
    const Product *m_product = nullptr;
    QSet<EnvironmentKey> m_counted;
    Timestamp m_factsFrom{}, m_loadFrom{};
    std::vector<Deployment> m_deployments; ///< of all environments, oldest first
    std::vector<Issue> m_issues;
    std::vector<DeploymentFact> m_facts; ///< of the counted environments, oldest first
    std::vector<Shipment> m_shipments;
    QHash<qint64, const Deployment *> m_byId;               ///< of m_facts
    std::vector<std::pair<Timestamp, ReleaseId>> m_regular; ///< releases that are no patches, by when they were made
};

} // namespace humdrum
