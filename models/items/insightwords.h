// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/insights.h"

/// The measures in words: the same on the page, in its exports and on the command line. Translated, plain.
namespace humdrum {

enum class Measure { Deployments, LeadTime, FailureRate, Recovery, Rework, Trains };
inline constexpr std::array measures{Measure::Deployments, Measure::LeadTime, Measure::FailureRate,
                                     Measure::Recovery,    Measure::Rework,   Measure::Trains};

/// A measure as a card shows it.
struct FigureText {
    QString title;   ///< "Change failure rate"
    QString value;   ///< "6 %", "too few: 3", "none"
    QString basis;   ///< "2 of 31 · 2–21 %"
    QString leftOut; ///< what the figure does not count, how many and why: "left out: 3 unattributed"; may be empty
    QString was;     ///< "was 41 %"; empty when there is nothing to compare with and nothing to say about it
    QString facts;   ///< all of it in sentences, for tooltips and screen readers
    friend bool operator==(const FigureText &, const FigureText &) = default;
};

namespace insightwords {

[[nodiscard]] QString titleOf(Measure measure);
[[nodiscard]] FigureText figure(const InsightsOverview &overview, Measure measure);
/// Only value and basis of what is no train.
[[nodiscard]] FigureText figure(const DeliveryFigures &figures, Measure measure);
/// The rows behind a measure: what went wrong where it counts that, everything it counts otherwise.
[[nodiscard]] InsightRowsAsk rowsBehind(const InsightsOverview &overview, Measure measure);
/// What rowsBehind() are: "2 of 31 deployments that needed intervention".
[[nodiscard]] QString rowsTitle(const InsightsOverview &overview, Measure measure);

/// What is counted and when: "Production tier: Aurora production, Borealis production · all services together · 3 Aug – 23 Nov".
[[nodiscard]] QString scope(const InsightsOverview &overview);
/// "Production tier", by the word of humdrum.yaml.
[[nodiscard]] QString tier(const QString &word);
/// "Last 16 weeks", "All that is recorded".
[[nodiscard]] QString period(int weeks);

[[nodiscard]] QString changesFinding(const InsightsOverview &overview);
[[nodiscard]] QString bagsFinding(const InsightsOverview &overview);
[[nodiscard]] QString streakFinding(const InsightsOverview &overview);
[[nodiscard]] QString causesFinding(const InsightsOverview &overview);
[[nodiscard]] QString titleOf(const CauseCount &cause);
[[nodiscard]] Mark markOf(const CauseCount &cause);
[[nodiscard]] QString titleOf(BoringComponent component);
/// "W33", as a train is called on an axis.
[[nodiscard]] QString weekOf(const Train &train);

/// "52 min", "3 h 5 m", "4 d 6 h", "38 d".
[[nodiscard]] QString span(Duration d);
/// "6 %"; `decimals` where whole ones would hide what matters.
[[nodiscard]] QString percent(double share, int decimals = 0);

/// All figures, their basis and the parts, a line each: for a spreadsheet (RFC 4180).
[[nodiscard]] QString csv(const InsightsOverview &overview);

} // namespace insightwords

} // namespace humdrum
