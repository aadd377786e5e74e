// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/funnels.h"

#include <QHash>

#include <algorithm>
#include <map>
#include <ranges>
#include <tuple>

namespace humdrum {

namespace {

Containment containment(std::span<const Issue *const> issues, std::span<const FunnelStep> steps,
                        const QString &escapedTitle, const QHash<StageKey, size_t> &stepOf,
                        const std::function<bool(const Issue &)> &isYoung)
{
    Containment funnel;
    for (const FunnelStep &step : steps)
        funnel.rows.push_back({step.title, step.client, {}, {}, 0});
    funnel.rows.push_back({escapedTitle, true, {}, {}, 0});
    for (const Issue *issue : issues) {
        ContainmentRow &row = funnel.rows[stepOf.value(issue->caughtAt, steps.size())];
        row.issues.push_back(issue->id.value);
        if (isYoung && isYoung(*issue)) {
            ++row.young;
            ++funnel.young;
        }
    }
    std::vector<qint64> later;
    std::vector<qint64> escaped;
    for (ContainmentRow &row : funnel.rows | std::views::reverse) {
        later.insert(later.end(), row.issues.begin(), row.issues.end());
        row.detection = proportion(RowKind::Issue, row.issues, later);
        if (row.client)
            escaped.insert(escaped.end(), row.issues.begin(), row.issues.end());
    }
    funnel.escapeRate = proportion(RowKind::Issue, std::move(escaped), std::move(later));
    return funnel;
}

/// What went through: a build, a manifest, or a commit that has no build yet.
using Subject = std::tuple<qint64, qint64, QString>;

Subject subjectOf(const StageRun &run)
{
    if (run.manifest.isValid())
        return {0, run.manifest.value, {}};
    if (run.build.isValid())
        return {run.build.value, 0, {}};
    return {0, 0, run.commit};
}

ThroughputRow throughput(const FunnelStep &step, std::span<const StageRun> runs, Period period)
{
    struct Entered {
        const StageRun *last = nullptr;
        bool passed = false;
    };
    // By stage too: a step may have two stages of one service, and both must have passed.
    std::map<Subject, std::map<StageKey, Entered>> entered;
    for (const StageRun &run : runs) {
        if (!period.contains(run.queuedAt) || std::ranges::find(step.stages, run.stage) == step.stages.end())
            continue;
        Entered &e = entered[subjectOf(run)][run.stage];
        e.passed = e.passed || run.state == StageRunState::Passed;
        if (!e.last || std::pair(run.attempt, run.id) > std::pair(e.last->attempt, e.last->id))
            e.last = &run;
    }
    ThroughputRow row;
    row.title = step.title;
    std::vector<qint64> passed, all;
    std::map<std::pair<StageRunState, Cause>, std::vector<qint64>> rest;
    for (const auto &[subject, stages] : entered) {
        const auto stuck = std::ranges::find_if(stages, [](const auto &s) { return !s.second.passed; });
        const StageRun *last = (stuck == stages.end() ? stages.begin() : stuck)->second.last;
        all.push_back(last->id.value);
        if (stuck == stages.end())
            passed.push_back(last->id.value);
        else
            rest[{last->state, last->cause}].push_back(last->id.value);
    }
    row.passed = proportion(RowKind::StageRun, std::move(passed), std::move(all));
    for (auto &[why, ids] : rest)
        row.rest.push_back({why.first, why.second, std::move(ids)});
    std::ranges::stable_sort(row.rest, std::ranges::greater{}, [](const ThroughputRest &r) { return r.runs.size(); });
    return row;
}

} // namespace

ContainmentFunnels containmentFunnel(std::span<const Issue> issues, std::span<const FunnelStep> steps,
                                     const QString &escapedTitle, const std::function<bool(const Issue &)> &isYoung)
{
    QHash<StageKey, size_t> stepOf;
    for (size_t i = 0; i < steps.size(); ++i) {
        for (const StageKey &stage : steps[i].stages)
            stepOf.insert(stage, i);
    }
    ContainmentFunnels funnels;
    std::vector<const Issue *> change, environment;
    for (const Issue &issue : issues) {
        if (!issue.caughtAt.isEmpty() && !stepOf.contains(issue.caughtAt))
            funnels.unknownStage.push_back(issue.id.value);
        else if (issue.cause == Cause::Test)
            funnels.byTests.push_back(issue.id.value);
        else
            (issue.cause == Cause::Environment ? environment : change).push_back(&issue);
    }
    funnels.change = containment(change, steps, escapedTitle, stepOf, isYoung);
    funnels.environment = containment(environment, steps, escapedTitle, stepOf, isYoung);
    return funnels;
}

QSet<ReleaseId> youngReleases(std::span<const Release> releases, std::span<const Deployment> deployments, Timestamp now,
                              Duration age)
{
    QHash<ReleaseId, Timestamp> first;
    for (const Deployment &deployment : deployments) {
        if (!deployment.release.isValid())
            continue;
        const auto known = first.constFind(deployment.release);
        if (known == first.cend() || deployment.from < *known)
            first.insert(deployment.release, deployment.from);
    }
    QSet<ReleaseId> young;
    for (const Release &release : releases) {
        const auto ran = first.constFind(release.id);
        if (ran == first.cend() || now - *ran < age)
            young.insert(release.id);
    }
    return young;
}

std::vector<ThroughputRow> throughputFunnel(std::span<const StageRun> runs, std::span<const FunnelStep> steps,
                                            Period period)
{
    std::vector<ThroughputRow> rows;
    for (const FunnelStep &step : steps)
        rows.push_back(throughput(step, runs, period));
    return rows;
}

} // namespace humdrum
