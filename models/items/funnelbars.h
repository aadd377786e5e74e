// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/insights.h"

namespace humdrum {

/// One row of a funnel as it is painted and read out.
struct FunnelBar {
    QString title;
    double whole = 0;         ///< its width: issues caught, builds that entered
    double part = 0;          ///< of it, drawn lighter: issues of young releases, builds that have not left passed
    std::optional<Mark> mark; ///< none: the accent
    QString value;            ///< "412", "402 of 430"
    QString detail;           ///< "58 % of what there was to find"; "9 change · 3 environment"
    QString sentence;         ///< all of it, for tooltips and screen readers
    InsightRowsAsk rows;      ///< behind it
    QString rowsTitle;
    friend bool operator==(const FunnelBar &, const FunnelBar &) = default;
};

struct FunnelPicture {
    QString finding; ///< what it says, one line
    QString part;    ///< what the lighter parts are; empty where there are none
    QString remark;  ///< what else has to be known to read it; may be empty
    std::vector<FunnelBar> bars;
};

[[nodiscard]] FunnelPicture containmentPicture(const InsightsOverview &overview, Cause cause);
[[nodiscard]] FunnelPicture throughputPicture(const ThroughputOverview &overview);

} // namespace humdrum
