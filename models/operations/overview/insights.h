// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "metrics/delivery.h"
#include "metrics/funnels.h"
#include "operations/overview/boringtrains.h"

namespace humdrum {

/// What the figures are to count.
struct InsightsAsk {
    int weeks = 16;             ///< before now; 0: everything that is known
    ServiceKey service;         ///< empty: all
    QString tier;               ///< empty and no environment: the tier that clients work in
    EnvironmentKey environment; ///< this one instead of a tier
    friend bool operator==(const InsightsAsk &, const InsightsAsk &) = default;
};

/// The delivery measures over some deployments in one period.
struct DeliveryFigures {
    Figure frequency;
    LeadTime lead;
    FailureRate failures;
    RecoveryTime recovery;
    Figure rework;
};

/// A part of what is counted: a service, or an environment.
struct InsightsPart {
    QString key, name;
    DeliveryFigures figures;
};

/// One train that is over, for the charts.
struct TrainBar {
    Train train;
    std::optional<int>
        changes; ///< aboard (of the chosen service); none when it did not leave, or what ran before is not known
    int bags = 0;
    bool onTime = false;
    BoringScore score; ///< of a train that left
    [[nodiscard]] bool left() const
    {
        return train.state == TrainState::Departed || train.state == TrainState::Arrived;
    }
    /// It left without a release: there is nothing that a score could be given for.
    [[nodiscard]] bool empty() const { return left() && !train.release.isValid(); }
};

/// What went wrong for the same reason: deployments that needed intervention, by their verdicts, and promotions. `resource` is that of a pool which was
/// exhausted, by the words of the message; where it is empty the cause tells.
struct CauseCount {
    QString resource;
    Cause cause = Cause::Unknown;
    std::vector<qint64> deployments;
    std::vector<qint64> promotions; ///< those that ended before anything was deployed
    Timestamp last{};
    [[nodiscard]] int count() const { return static_cast<int>(deployments.size() + promotions.size()); }
    friend bool operator==(const CauseCount &, const CauseCount &) = default;
};

/// Everything the page Insights shows but the throughput, for one question.
struct InsightsOverview {
    InsightsAsk ask; ///< with the tier filled in, unless an environment was asked for
    QByteArray zone;
    Timestamp now{};
    std::vector<std::pair<ServiceKey, QString>> services; ///< all of the product, with their names
    QStringList tiers;                                    ///< all, those nearest to clients first
    std::vector<std::pair<EnvironmentKey, QString>> environments;
    QStringList counted; ///< names of the environments that are counted

    Period period{};
    std::optional<Period> before; ///< of the same length just before; none when nothing is recorded of it
    bool beforeIsWhole = false;   ///< false: the records begin in the middle of it
    Timestamp recordedSince{};    ///< the first deployment; noTime while there is none

    DeliveryFigures figures, earlier;
    Figure onTime, onTimeEarlier; ///< of the trains that were to leave
    Streak streak;                ///< of the last streakReach, whatever the period
    std::vector<InsightsPart> byService, byEnvironment;

    std::vector<TrainBar> trains; ///< of the period, oldest first
    std::optional<double> usualChanges,
        usualChangesEarlier;  ///< median of those with a release; none for fewer than fewRows
    Figure bags, bagsEarlier; ///< trains with a brown paper bag ÷ trains that left with a release
    int bagsToCome = 0;       ///< left out of them: releases patched or rolled back whose train is not over

    ContainmentFunnels issues;
    int issuesOfNoService = 0;      ///< left out as they were found in what all services share
    std::vector<CauseCount> causes; ///< most frequent first; of the environments that are counted
};

/// The stages of a product as rows of a funnel, in pipeline order: stages of the same name for all services, then what joins
/// them, our own environments, those of clients. Only those of `service` unless it is empty.
[[nodiscard]] std::vector<FunnelStep> funnelSteps(const Product &product, const ServiceKey &service);

/// Reads it all in one transaction. NotFound before a product is described or for a service, tier or environment that it has
/// not. Storage thread.
[[nodiscard]] Result<InsightsOverview> readInsights(Session &session, const InsightsAsk &ask, Timestamp now);

/// The throughput funnel of the same period; environments count what was deployed to them, or began to be.
struct ThroughputOverview {
    std::vector<ThroughputRow> rows;
    std::vector<qint64> notEntered; ///< promotions that ended, or are, before their deploy ran: in no row
    Period period{};
};
[[nodiscard]] Result<ThroughputOverview> readThroughput(Session &session, const InsightsAsk &ask, Timestamp now);

/// Rows behind a figure: ids of `kind`. For changes, `deployments` names for each the deployment that brought it.
struct InsightRowsAsk {
    RowKind kind = RowKind::Deployment;
    std::vector<qint64> ids, deployments;
    std::vector<qint64> promotions; ///< to be shown among deployments
    friend bool operator==(const InsightRowsAsk &, const InsightRowsAsk &) = default;
};

/// One row as a person reads it.
struct InsightRow {
    QString key;     ///< unique in its list
    QString subject; ///< where it is shown: "release:17"; may be empty
    Timestamp at{};
    QString title, detail;
    QString where; ///< service, environment, stage
    std::optional<Mark> mark;
    QString state;
    Duration took{0}; ///< lead time of a change; 0: not known
    friend bool operator==(const InsightRow &, const InsightRow &) = default;
};

struct InsightRows {
    RowKind kind = RowKind::Deployment;
    std::vector<InsightRow> rows; ///< newest first, at most insightRowsShown
    qsizetype total = 0;
};
inline constexpr qsizetype insightRowsShown = 1000;
[[nodiscard]] Result<InsightRows> readInsightRows(Session &session, const InsightRowsAsk &ask);

} // namespace humdrum
