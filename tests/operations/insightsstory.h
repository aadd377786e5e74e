// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/insightsworld.h"
#include "operations/overview/insights.h"

namespace humdrum::test {

inline constexpr double hour = 3'600'000; // milliseconds

/// Four weeks of billing and ledger in Aurora production, and what was before them.
inline void addDeployments(World &world)
{
    const auto change = [&](int number, double days) { world.change(u"billing"_s, number, daysAgo(days)); };
    change(0, 61);
    change(1, 43);
    change(2, 42);
    change(3, 22);
    change(4, 21);
    change(5, 14);
    world.change(u"billing"_s, 6, ago(13 * 24 - 1));
    change(7, 10);
    change(8, 8);
    change(9, 3);
    world.change(u"ledger"_s, 0, daysAgo(61));
    world.change(u"ledger"_s, 1, daysAgo(9));
    const QString prod = u"aurora-prod"_s;
    world.deploy(u"billing"_s, prod, 0, daysAgo(60));
    world.deploy(u"billing"_s, prod, 2, daysAgo(40));
    world.deploy(u"billing"_s, prod, 4, daysAgo(20));
    const DeploymentId bad = world.deploy(
        u"billing"_s, prod, 5, daysAgo(13),
        {.outcome = DeploymentOutcome::Failed, .cause = Cause::Change, .message = u"Invoices are billed twice"_s});
    world.deploy(u"billing"_s, prod, 6, ago(13 * 24 - 2), {.remedies = bad});
    world.deploy(u"billing"_s, prod, 8, daysAgo(6));
    const DeploymentId full = world.deploy(
        u"billing"_s, prod, 9, daysAgo(2),
        {.outcome = DeploymentOutcome::Failed, .cause = Cause::Environment, .message = u"No space left on device"_s});
    world.deploy(u"billing"_s, prod, 9, ago(2 * 24 - 1), {.remedies = full});
    world.deploy(u"ledger"_s, prod, 0, daysAgo(60));
    world.deploy(u"ledger"_s, prod, 1, daysAgo(5));
}

inline InsightsOverview insights(World &world, const InsightsAsk &ask)
{
    return must(world.read([=](Session &s) { return readInsights(s, ask, now); }));
}

} // namespace humdrum::test
