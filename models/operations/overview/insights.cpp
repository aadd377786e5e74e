// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/insights.h"

#include "operations/overview/insightsreader.h"
#include "pipeline/graph.h"
#include "pipeline/upstream.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

/// A step and how deep in the pipeline it lies.
struct PlacedStep {
    QString group;
    int depth = 0;
    FunnelStep step;
};

QString groupOf(const Stage &stage, bool client)
{
    switch (stage.kind) {
    case StageKind::Commit:
    case StageKind::Test:
        return u"row "_s + stage.name;
    case StageKind::Join:
        return u"join "_s + stage.key.value;
    case StageKind::Deploy:
        break;
    }
    return client ? u"clients"_s : u"ours"_s;
}

StageRunState stateOf(PromotionState state)
{
    switch (state) {
    case PromotionState::Queued:
        return StageRunState::Queued;
    case PromotionState::PreFlight:
    case PromotionState::AwaitingGate:
    case PromotionState::Running:
    case PromotionState::Validating:
        return StageRunState::Running;
    case PromotionState::Succeeded:
        return StageRunState::Passed;
    case PromotionState::Failed:
        return StageRunState::Failed;
    case PromotionState::Errored:
        return StageRunState::Errored;
    case PromotionState::Aborted:
        return StageRunState::Cancelled;
    case PromotionState::Denied:
        return StageRunState::Skipped;
    }
    return StageRunState::Queued;
}

/// What was deployed or promoted as runs of the stages of environments. The ids are of deployments; those below 0 of
/// promotions whose deploy ran, or runs, and came to nothing yet. Before that a build has not entered its environment.
class EnvironmentRuns {
public:
    EnvironmentRuns(const Product &product, const InsightsOverview &question) : m_product(product), m_question(question)
    {}

    Result<std::vector<StageRun>> read(Session &session)
    {
        const Period period = m_question.period;
        const auto deployments = session.deployments().between(period.from, period.to);
        if (!deployments)
            return std::unexpected(deployments.error());
        const auto promotions = session.promotions().between(period.from, period.to);
        if (!promotions)
            return std::unexpected(promotions.error());
        for (const Deployment &d : *deployments)
            add(d.service, d.environment, d.build, d.id.value,
                cameWell(d) ? StageRunState::Passed : StageRunState::Failed, d.cause, d.from);
        for (const Promotion &p : *promotions) {
            if (p.deployment.isValid() || !isAsked(p.request.service, p.request.environment))
                continue;
            const auto entered = deployRan(session, p);
            if (!entered)
                return std::unexpected(entered.error());
            if (*entered)
                add(p.request.service, p.request.environment, p.request.build, -p.id.value, stateOf(p.state), p.cause,
                    p.queuedAt);
            else
                m_notEntered.push_back(p.id.value);
        }
        // Attempts count in the order of time, whichever of the two they come from.
        std::ranges::stable_sort(m_runs, {}, &StageRun::queuedAt);
        std::map<std::pair<StageKey, BuildId>, int> attempts;
        for (StageRun &run : m_runs)
            run.attempt = ++attempts[{run.stage, run.build}];
        return std::move(m_runs);
    }

    [[nodiscard]] std::vector<qint64> notEntered() const { return m_notEntered; }

private:
    static Result<bool> deployRan(Session &session, const Promotion &promotion)
    {
        if (promotion.startedAt == noTime)
            return false; // no step was intended
        return session.promotions().steps(promotion.id).transform([](const std::vector<PromotionStep> &steps) {
            return std::ranges::any_of(
                steps, [](const PromotionStep &s) { return s.kind == StepKind::Deploy && s.startedAt != noTime; });
        });
    }
    [[nodiscard]] bool isAsked(const ServiceKey &service, const EnvironmentKey &environment) const
    {
        return m_product.stageOf(environment) &&
            (m_question.ask.service.isEmpty() || service == m_question.ask.service);
    }
    void add(const ServiceKey &service, const EnvironmentKey &environment, BuildId build, qint64 id,
             StageRunState state, Cause cause, Timestamp at)
    {
        if (!isAsked(service, environment))
            return;
        StageRun run;
        run.id = {id};
        run.stage = m_product.stageOf(environment)->key;
        run.build = build;
        run.state = state;
        run.cause = state == StageRunState::Passed ? Cause::Unknown : cause;
        run.queuedAt = at;
        m_runs.push_back(std::move(run));
    }

    const Product &m_product;
    const InsightsOverview &m_question;
    std::vector<StageRun> m_runs;
    std::vector<qint64> m_notEntered;
};

bool isOfEnvironments(const Product &product, const FunnelStep &step)
{
    const Stage *stage = product.stage(step.stages.front());
    return stage && stage->kind == StageKind::Deploy;
}

} // namespace

std::vector<FunnelStep> funnelSteps(const Product &product, const ServiceKey &service)
{
    const Graph graph(product);
    std::map<StageKey, int> depths;
    std::vector<PlacedStep> placed;
    for (const StageKey &key : graph.order()) {
        int &depth = depths[key];
        for (const StageKey &need : graph.needs(key))
            depth = std::max(depth, depths[need] + 1);
        const Stage &stage = *product.stage(key);
        if (!service.isEmpty() && !stage.service.isEmpty() && stage.service != service)
            continue;
        const Environment *environment = product.environment(stage.environment);
        const bool deploys = stage.kind == StageKind::Deploy;
        const bool client = deploys && environment && !environment->client.isEmpty();
        const QString group = groupOf(stage, client);
        auto at = std::ranges::find(placed, group, &PlacedStep::group);
        if (at == placed.end()) {
            const QString title = !deploys ? stage.name
                : client                   ? Text::tr("Smoke in client environments")
                                           : Text::tr("Smoke in our environments");
            at = placed.insert(at, {group, depth, {title, {}, client}});
        }
        // Tests of the same name stand where the last of them does, environments where the first does.
        at->depth = deploys ? std::min(at->depth, depth) : std::max(at->depth, depth);
        at->step.stages.push_back(key);
    }
    std::ranges::stable_sort(placed, {}, &PlacedStep::depth);
    std::vector<FunnelStep> steps;
    for (PlacedStep &p : placed)
        steps.push_back(std::move(p.step));
    return steps;
}

Result<InsightsOverview> readInsights(Session &session, const InsightsAsk &ask, Timestamp now)
{
    return InsightsReader(session, ask, now).read();
}

Result<ThroughputOverview> readThroughput(Session &session, const InsightsAsk &ask, Timestamp now)
{
    InsightsReader reader(session, ask, now);
    const auto question = reader.readQuestion();
    if (!question)
        return std::unexpected(question.error());
    const Product &product = reader.product();
    auto runs = session.stageRuns().attempts(question->period.from, question->period.to);
    if (!runs)
        return std::unexpected(runs.error());
    EnvironmentRuns environmentRuns(product, *question);
    const auto environments = environmentRuns.read(session);
    if (!environments)
        return std::unexpected(environments.error());
    ThroughputOverview overview;
    overview.notEntered = environmentRuns.notEntered();
    overview.period = question->period;
    for (const FunnelStep &step : funnelSteps(product, question->ask.service)) {
        const bool deploys = isOfEnvironments(product, step);
        auto rows = throughputFunnel(deploys ? *environments : *runs, std::span(&step, 1), question->period);
        if (deploys)
            rows.front().passed.kind = RowKind::Deployment;
        overview.rows.push_back(std::move(rows.front()));
    }
    return overview;
}

} // namespace humdrum
