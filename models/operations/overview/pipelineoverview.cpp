// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/pipelineoverview.h"

#include "operations/overview/pipelinereader.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace humdrum {

namespace {

constexpr size_t releaseChoices = 40;
constexpr int buildChoices = 12;
constexpr int plainSteps = 5; ///< pre-flight, deploy, smoke, verify, record

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

using Done = Result<void>;

void fillRun(PipelineNode &node, const StageRun *run)
{
    if (!run) {
        node.word = Text::tr("not run");
        return;
    }
    node.run = run->id;
    node.mark = markOf(run->state);
    node.word = titleOf(run->state);
    node.strong = run->state != StageRunState::Queued && run->state != StageRunState::Skipped;
    node.tests = run->tests;
    node.startedAt = run->state == StageRunState::Running ? run->startedAt : noTime;
    if (run->startedAt != noTime && run->finishedAt > run->startedAt)
        node.took = run->finishedAt - run->startedAt;
    node.note = run->message;
}

/// How far the promotions of one click are, 0..1, and which step goes on.
Done fillProgress(PipelineNode &node, PipelineReader &reader, const std::vector<Promotion> &group)
{
    double sum = 0;
    for (const Promotion &p : group) {
        if (isFinished(p.state)) {
            sum += 1;
            continue;
        }
        const Result<std::vector<PromotionStep>> steps = reader.session().promotions().steps(p.id);
        if (!steps)
            return std::unexpected(steps.error());
        QSet<int> passed; // kinds: a soak repeats some
        for (const PromotionStep &step : *steps) {
            if (step.state == StepState::Passed && step.kind != StepKind::Cleanup)
                passed.insert(static_cast<int>(step.kind));
            if (step.state == StepState::Running) {
                node.step = titleOf(step.kind);
                node.tests = step.tests;
                node.startedAt = step.startedAt;
            }
        }
        sum += std::min(1., static_cast<double>(passed.size()) / plainSteps);
        if (p.state == PromotionState::AwaitingGate)
            node.step = titleOf(p.state);
    }
    node.fraction = group.empty() ? 0 : sum / static_cast<double>(group.size());
    return {};
}

/// What goes on in the environment, whatever it is about. What only waits in the queue changes nothing there: where another
/// release does, the chosen one stays what it is.
Done fillPromotion(PipelineNode &node, PipelineReader &reader)
{
    const std::vector<Promotion> &group = reader.lastGroup(node.environment);
    if (group.empty())
        return {};
    const PromotionState state = stateOfGroup(group);
    if (isFinished(state))
        return {};
    node.mayReceive = false;
    const ReleaseId about = group.front().request.release;
    if (state == PromotionState::Queued && reader.release() && about.isValid() && about != reader.release()->id)
        return {};
    const auto telling = std::ranges::find(group, state, &Promotion::state);
    node.promotion = telling->id;
    node.mark = markOf(state);
    node.word = titleOf(state);
    node.note = telling->message;
    if (const Promotion *stop = reader.stopOf(group)) {
        node.promotion = stop->id;
        node.mark = markOf(PlaceState::Undecided);
        node.word = titleOf(PlaceState::Undecided);
        node.note = stop->message;
    }
    node.strong = reader.release() && about == reader.release()->id;
    const Result<QString> subject = reader.subjectOf(group);
    if (!subject)
        return std::unexpected(subject.error());
    node.comes = *subject;
    return fillProgress(node, reader, group);
}

Done fillEnvironment(PipelineNode &node, PipelineReader &reader)
{
    const Result<Occupancy> runs = reader.occupancy(node.environment);
    const Result<bool> went = reader.went(node.environment);
    const Result<PlaceVerdict> verdict = reader.verdict(node.environment);
    if (!runs || !went || !verdict)
        return std::unexpected(!runs ? runs.error() : !went ? went.error() : verdict.error());
    const bool there = reader.hasAll(node.environment);
    node.runs = runs->title();
    node.runsWhat = runs->sentence();
    node.since = runs->since;
    node.mark = verdict->mark;
    node.word = verdict->word;
    node.held = verdict->held;
    const bool ended =
        node.mark == Mark::Failed || verdict->state == PlaceState::RolledBack || verdict->state == PlaceState::Stopped;
    node.strong = there || *went || ended;
    node.note = verdict->held ? verdict->holdReason : ended ? verdict->why : QString();
    if (ended)
        node.promotion = verdict->promotion;
    node.gone = !there && (*went || verdict->state == PlaceState::Ran);
    if (!reader.release() && node.gone) { // of a single build nothing else is known
        node.mark = markOf(PlaceState::Ran);
        node.word = titleOf(PlaceState::Ran);
    }
    if (node.gone && runs->extent == Extent::Partly)
        node.runs = Text::tr("other builds");
    const bool goesOn = !reader.release() || reader.release()->state != ReleaseState::Withdrawn;
    node.mayReceive = !there && !*went && goesOn && !reader.builds().empty() && !reader.chosenVersion().isEmpty();
    if (node.mayReceive)
        node.comes = reader.chosenVersion();
    if (Done done = fillPromotion(node, reader); !done || !node.mayReceive)
        return done;
    Result<QString> why = reader.whyNot(node.environment);
    if (!why)
        return std::unexpected(why.error());
    node.whyNot = std::move(*why);
    node.mayGo = node.whyNot.isEmpty();
    return {};
}

Mark markOfEdge(const PipelineNode &from, const PipelineNode &to)
{
    if (!from.strong || from.mark == Mark::Failed)
        return Mark::Waiting;
    if (to.mark == Mark::Running)
        return Mark::Running;
    return to.strong ? Mark::Passed : Mark::Waiting;
}

void addEdges(PipelineOverview &out, const Product &product)
{
    QHash<QString, int> place;
    for (size_t i = 0; i < out.nodes.size(); ++i)
        place.insert(out.nodes[i].id, static_cast<int>(i));
    for (const Stage &stage : product.stages) {
        const int to = place.value(stage.key.value, -1);
        for (const StageKey &need : stage.needs) {
            const int from = place.value(need.value, -1);
            if (from < 0 || to < 0)
                continue;
            const PipelineNode &a = out.nodes[static_cast<size_t>(from)];
            const PipelineNode &b = out.nodes[static_cast<size_t>(to)];
            out.edges.push_back({from, to, markOfEdge(a, b), a.strong && b.strong});
        }
    }
}

Done addChoices(PipelineOverview &out, PipelineReader &reader)
{
    const auto releases = reader.reading().releases();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &r : **releases) {
        if (out.releases.size() == releaseChoices)
            break;
        out.releases.push_back({r.id, r.version, r.state});
    }
    for (const Service &service : reader.product().services) {
        const auto build = reader.builds().find(service.key);
        out.rows.push_back(
            {service.key, service.name, build == reader.builds().end() ? QString() : build->second.version});
        const Result<std::vector<Build>> builds = reader.session().builds().ofService(service.key, buildChoices);
        if (!builds)
            return std::unexpected(builds.error());
        for (const Build &b : *builds)
            out.builds.push_back({b.id, b.service, b.version, b.commit});
    }
    return {};
}

} // namespace

Result<PipelineOverview> readPipeline(Session &session, const PipelineAsk &ask, Timestamp now)
{
    PipelineReader reader(session);
    if (Done chosen = reader.choose(ask); !chosen)
        return std::unexpected(chosen.error());
    PipelineOverview out;
    out.product = reader.product().name;
    out.zone = reader.product().zone;
    out.release = reader.release();
    out.build = reader.build();
    out.now = now;
    if (Done done = addChoices(out, reader); !done)
        return std::unexpected(done.error());
    for (const Stage &stage : reader.product().stages) {
        PipelineNode node;
        node.id = stage.key.value;
        node.name = stage.name;
        node.kind = stage.kind;
        node.service = stage.service;
        node.environment = stage.kind == StageKind::Deploy ? stage.environment : EnvironmentKey{};
        if (stage.kind == StageKind::Deploy) {
            if (Done done = fillEnvironment(node, reader); !done)
                return std::unexpected(done.error());
        } else {
            fillRun(node, reader.run(stage.key));
            const auto build = reader.builds().find(stage.service);
            if (build != reader.builds().end())
                node.version = build->second.version;
            else if (stage.kind == StageKind::Join)
                node.version = reader.chosenVersion();
        }
        out.nodes.push_back(std::move(node));
    }
    addEdges(out, reader.product());
    return out;
}

} // namespace humdrum
