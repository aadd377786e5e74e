// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/plan.h"

#include "domain/reason.h"
#include "pipeline/commitgraph.h"
#include "pipeline/upstream.h"
#include "planning/departures.h"
#include "promotion/decisions.h"
#include "promotion/dependencies.h"
#include "promotion/promotionrecords.h"

#include <QSet>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int medianWindow = 300;

/// One service with the build that is asked for it.
struct Wanted {
    ServiceKey service;
    Build build;
    ReleaseId release;
};

class Planner {
public:
    Planner(Session &session, const PromotionAsk &ask, const GateSources &sources,
            const std::vector<PoolSample> &samples)
        : m_session(session)
        , m_ask(ask)
        , m_sources(sources)
        , m_samples(samples)
    {}

    Result<PromotionPlan> plan()
    {
        auto product = m_session.products().current();
        if (!product)
            return std::unexpected(product.error());
        if (!*product)
            return fail(ErrorCode::ConfigInvalid, PromotionDesk::tr("No product is described yet"),
                        PromotionDesk::tr("Run humdrumctl init --config humdrum.yaml"));
        m_product = std::move(**product);
        m_environment = m_product.environment(m_ask.environment);
        if (!m_environment)
            return fail(ErrorCode::NotFound,
                        PromotionDesk::tr("There is no environment “%1”").arg(m_ask.environment.value));
        if (!m_ask.service.isEmpty() && !m_product.service(m_ask.service))
            return fail(ErrorCode::NotFound, PromotionDesk::tr("There is no service “%1”").arg(m_ask.service.value));
        for (auto it = m_ask.overrides.cbegin(); it != m_ask.overrides.cend(); ++it) {
            if (!fromWord<GateKind>(it.key()))
                return fail(ErrorCode::InvalidInput, PromotionDesk::tr("“%1” is not a gate").arg(it.key()));
        }
        if (auto told = takeReasons(); !told)
            return std::unexpected(told.error());
        const Result<std::vector<Wanted>> wanted =
            m_ask.kind == PromotionKind::Rollback ? wantedBack() : wantedForward();
        if (!wanted)
            return std::unexpected(wanted.error());
        PromotionPlan plan;
        plan.ask = m_ask;
        plan.releaseVersion = m_release ? m_release->version : QString();
        for (const Wanted &w : *wanted) {
            Result<PlannedPromotion> item = planOne(w);
            if (!item)
                return std::unexpected(item.error());
            if (auto r = askDependencies(*item, plan.items); !r)
                return std::unexpected(r.error());
            plan.items.push_back(std::move(*item));
        }
        if (auto told = warnEarly(plan); !told)
            return std::unexpected(told.error());
        return plan;
    }

private:
    /// As they will be recorded.
    Result<void> takeReasons()
    {
        const auto take = [](QString &text) -> Result<void> {
            auto reason = reasonFrom(text);
            if (!reason)
                return std::unexpected(reason.error());
            text = *std::move(reason);
            return {};
        };
        for (QString &reason : m_ask.overrides) {
            if (auto r = take(reason); !r)
                return r;
        }
        return take(m_ask.reason);
    }

    Result<void> warnEarly(PromotionPlan &plan)
    {
        if (!plan.willDoSomething())
            return {};
        auto early = earlyWarning(m_session, m_ask);
        if (!early)
            return std::unexpected(early.error());
        plan.early = std::move(*early);
        return {};
    }

    Result<std::vector<Wanted>> wantedForward()
    {
        if (m_ask.release.isValid())
            return wantedOfRelease();
        const auto build = m_session.builds().byId(m_ask.build);
        if (!build)
            return std::unexpected(build.error());
        if (!*build)
            return fail(m_ask.build.isValid() ? ErrorCode::NotFound : ErrorCode::InvalidInput,
                        PromotionDesk::tr("There is no such release or build"));
        if (!m_ask.service.isEmpty() && m_ask.service != (*build)->service)
            return fail(ErrorCode::InvalidInput,
                        PromotionDesk::tr("The build belongs to %1").arg((*build)->service.value));
        return std::vector<Wanted>{{(*build)->service, **build, {}}};
    }

    Result<std::vector<Wanted>> wantedOfRelease()
    {
        auto release = m_session.releases().byId(m_ask.release);
        if (!release)
            return std::unexpected(release.error());
        if (!*release)
            return fail(ErrorCode::NotFound, PromotionDesk::tr("There is no such release"));
        if ((*release)->state == ReleaseState::Withdrawn)
            return fail(ErrorCode::RuleRefused, PromotionDesk::tr("Release %1 was withdrawn").arg((*release)->version));
        auto manifest = m_session.releases().manifest((*release)->manifest);
        if (!manifest)
            return std::unexpected(manifest.error());
        if (!*manifest)
            return fail(ErrorCode::StorageCorrupt,
                        PromotionDesk::tr("The manifest of %1 is missing").arg((*release)->version));
        m_release = **release;
        m_manifest = **manifest;
        std::vector<Wanted> wanted;
        for (const ServiceKey &service : m_product.promotionOrder()) {
            const auto id = m_manifest->builds.find(service);
            if (id == m_manifest->builds.end() || (!m_ask.service.isEmpty() && service != m_ask.service))
                continue;
            const auto build = m_session.builds().byId(id->second);
            if (!build)
                return std::unexpected(build.error());
            if (!*build)
                return fail(ErrorCode::StorageCorrupt,
                            PromotionDesk::tr("The build of %1 is missing").arg(service.value));
            wanted.push_back({service, **build, m_release->id});
        }
        if (wanted.empty())
            return fail(ErrorCode::NotFound,
                        PromotionDesk::tr("Release %1 has no build of that service").arg(m_release->version));
        return wanted;
    }

    /// The services that came here together last: with the newest deployment those of its release. After a rollback those
    /// that the release it took back still has here, which may be none. Services that go back one by one would come to run
    /// beside each other as they were never tested.
    Result<QSet<ServiceKey>> broughtLast(const std::vector<Deployment> &here)
    {
        Deployment last = *std::ranges::max_element(here, {}, &Deployment::from);
        const auto wasRollback = [this](const Deployment &d) -> Result<bool> {
            if (d.promotion.isValid())
                return m_session.promotions().byId(d.promotion).transform([](const std::optional<Promotion> &p) {
                    return p && p->request.kind == PromotionKind::Rollback;
                });
            return m_session.deployments().byId(d.remedies).transform([](const std::optional<Deployment> &bad) {
                return bad && bad->outcome == DeploymentOutcome::RolledBack;
            });
        };
        const auto back = wasRollback(last);
        if (!back)
            return std::unexpected(back.error());
        if (*back) {
            const auto bad = m_session.deployments().byId(last.remedies);
            if (!bad)
                return std::unexpected(bad.error());
            last = bad->value_or(Deployment{});
        }
        QSet<ServiceKey> services;
        for (const Deployment &d : here) {
            const auto by = wasRollback(d);
            if (!by)
                return std::unexpected(by.error());
            if (!*by && (d.id == last.id || (last.release.isValid() && d.release == last.release)))
                services.insert(d.service);
        }
        return services;
    }

    Result<std::vector<Wanted>> wantedBack()
    {
        const auto running = m_session.deployments().running();
        if (!running)
            return std::unexpected(running.error());
        std::vector<Deployment> here;
        std::ranges::copy_if(*running, std::back_inserter(here),
                             [&](const Deployment &d) { return d.environment == m_environment->key; });
        QSet<ServiceKey> back;
        if (!m_ask.service.isEmpty()) {
            back.insert(m_ask.service);
        } else if (!here.empty()) {
            const auto last = broughtLast(here);
            if (!last)
                return std::unexpected(last.error());
            back = *last;
            if (back.isEmpty())
                return fail(ErrorCode::RuleRefused,
                            PromotionDesk::tr("What came last to %1 was rolled back already").arg(m_environment->name),
                            PromotionDesk::tr("Name the service that is to go back further"));
        }
        if (back.isEmpty())
            return fail(ErrorCode::NothingToDo, PromotionDesk::tr("Nothing runs in %1").arg(m_environment->name));
        std::vector<Wanted> wanted;
        for (const ServiceKey &service : m_product.promotionOrder() | std::views::reverse) {
            if (!back.contains(service))
                continue;
            const auto target = rollbackTarget(m_session, service, m_environment->key);
            if (!target)
                return std::unexpected(target.error());
            Wanted w{service, {}, {}};
            w.build.service = service;
            if (*target) {
                const auto build = m_session.builds().byId((*target)->build);
                if (!build)
                    return std::unexpected(build.error());
                if (*build)
                    w.build = **build;
                w.release = (*target)->release;
            }
            wanted.push_back(std::move(w));
        }
        return wanted;
    }

    Result<PlannedPromotion> planOne(const Wanted &wanted)
    {
        PlannedPromotion item;
        item.service = wanted.service;
        item.environment = m_environment->key;
        item.build = wanted.build;
        const auto running = m_session.deployments().runningIn(wanted.service, m_environment->key);
        if (!running)
            return std::unexpected(running.error());
        if (*running) {
            auto build = m_session.builds().byId((*running)->build);
            if (!build)
                return std::unexpected(build.error());
            item.replaces = *build;
        }
        const auto unfinished = m_session.promotions().unfinishedFor(wanted.service, m_environment->key);
        if (!unfinished)
            return std::unexpected(unfinished.error());
        if (auto r = judge(wanted, item); !r)
            return std::unexpected(r.error());
        const auto underWay = whatIsUnderWay(*unfinished);
        if (!underWay)
            return std::unexpected(underWay.error());
        decide(item, *running && wentWell(**running), *underWay);
        if (auto r = addChanges(item); !r)
            return std::unexpected(r.error());
        const auto usually = usualDuration(m_session, wanted.service, m_environment->key);
        if (!usually)
            return std::unexpected(usually.error());
        item.usually = *usually;
        return item;
    }

    /// Judged here as the run judges it: what needs something that stays behind stays behind too.
    Result<void> askDependencies(PlannedPromotion &item, const std::vector<PlannedPromotion> &before)
    {
        if (item.skip != SkipReason::None)
            return {};
        if (m_ask.kind == PromotionKind::Forward) {
            auto missing = missingDependency(m_session, m_product, item, before);
            if (!missing)
                return std::unexpected(missing.error());
            if (!missing->isEmpty()) {
                item.skip = SkipReason::Dependency;
                item.skipText = *std::move(missing);
                return {};
            }
        }
        for (auto it = m_environment->demand.cbegin(); it != m_environment->demand.cend(); ++it)
            m_claimed[it.key()] += *it;
        return {};
    }

    Result<void> judge(const Wanted &wanted, PlannedPromotion &item)
    {
        if (!wanted.build.id.isValid())
            return {};
        auto gates = judgeGates(m_session,
                                {.product = m_product,
                                 .environment = *m_environment,
                                 .build = wanted.build,
                                 .release = m_release,
                                 .manifest = m_manifest,
                                 .kind = m_ask.kind,
                                 .overrides = m_ask.overrides,
                                 .person = m_ask.actor.person,
                                 .claimed = m_claimed,
                                 .samples = m_samples},
                                m_sources);
        if (!gates)
            return std::unexpected(std::move(gates.error()));
        item.gates = std::move(*gates);
        return {};
    }

    /// What stands in the way of another promotion; nothing when there is none, or what there is was left behind and is over.
    Result<QString> whatIsUnderWay(const std::optional<Promotion> &unfinished)
    {
        if (!unfinished)
            return QString();
        const auto standing = standingOf(m_session, *unfinished);
        if (!standing)
            return std::unexpected(standing.error());
        if (standing->isOver())
            return QString();
        const auto stopped = stoppedBehind(m_session);
        if (!stopped)
            return std::unexpected(stopped.error());
        if (const auto stop = stopped->constFind(unfinished->id); stop != stopped->cend())
            return PromotionDesk::tr("Promotion %1 of %2 waits for a decision on %3 (promotion %4)")
                .arg(QString::number(unfinished->id.value), unfinished->request.service.value,
                     stop->request.service.value, QString::number(stop->id.value));
        if (!standing->interrupted)
            return PromotionDesk::tr("An unfinished promotion of %1 is under way (promotion %2, %3)")
                .arg(unfinished->request.service.value, QString::number(unfinished->id.value),
                     titleOf(unfinished->state));
        if (!standing->command) {
            return PromotionDesk::tr(
                       "Promotion %1 was interrupted: the window goes on with it, or whoever asks for the same "
                       "again; or cancel it")
                .arg(unfinished->id.value);
        }
        return PromotionDesk::tr("Promotion %1 was interrupted, but its command still runs as process %2: wait for its "
                                 "end, or cancel it")
            .arg(unfinished->id.value)
            .arg(standing->command->pid);
    }

    /// The reason that a person should hear first.
    void decide(PlannedPromotion &item, bool runsWell, const QString &underWay) const
    {
        const auto skip = [&item](SkipReason reason, const QString &text) {
            item.skip = reason;
            item.skipText = text;
        };
        const auto blocks = [&item](GateKind kind) {
            return std::ranges::find_if(item.gates,
                                        [kind](const GateOutcome &o) { return o.kind == kind && !letsPass(o); });
        };
        const auto hold = blocks(GateKind::Hold), window = blocks(GateKind::Window);
        const Timestamp until = m_session.now() + m_environment->wait.value_or(GateWait{}).timeout;
        const bool waits = m_environment->wait && m_ask.kind == PromotionKind::Forward && !allPass(item.gates) &&
            allMayBeWaitedFor(item.gates, m_release.has_value(), until);
        if (!item.build.id.isValid())
            skip(SkipReason::NothingToRollBackTo,
                 PromotionDesk::tr("There is no earlier good build of %1 here").arg(item.service.value));
        else if (runsWell && item.replaces && item.replaces->id == item.build.id)
            skip(SkipReason::AlreadyThere,
                 PromotionDesk::tr("%1 %2 runs there already").arg(item.service.value, item.build.version));
        else if (const Result<void> may = mayDo(m_product, m_ask.actor.person, Right::Promote); !may)
            skip(SkipReason::NoPermission, may.error().toString());
        else if (const Result<void> run = m_sources.mayRun(m_product); !run)
            skip(SkipReason::NotAccepted, run.error().toString());
        else if (const Result<void> kept = m_sources.haveSecrets(*m_environment, m_ask.kind); !kept)
            skip(SkipReason::NoSecret, kept.error().toString());
        else if (!underWay.isEmpty())
            skip(SkipReason::Unfinished, underWay);
        else if (waits)
            std::tie(item.waitsFor, item.waitsUntil) = std::pair(factsOf(item.gates), until);
        else if (hold != item.gates.end())
            skip(SkipReason::Held, hold->text);
        else if (window != item.gates.end())
            skip(SkipReason::Frozen, window->text);
        else if (!allPass(item.gates))
            skip(SkipReason::GateNotMet, factsOf(item.gates));
    }

    Result<void> addChanges(PlannedPromotion &item)
    {
        if (!item.build.id.isValid() || (item.replaces && item.replaces->commit == item.build.commit))
            return {};
        const auto changes = m_session.changes().all(item.service);
        if (!changes)
            return std::unexpected(changes.error());
        const CommitGraph graph(*changes);
        const QString now = item.replaces ? item.replaces->commit : QString();
        for (qsizetype i : m_ask.kind == PromotionKind::Rollback ? graph.between(item.build.commit, now)
                                                                 : graph.between(now, item.build.commit))
            item.changes.push_back((*changes)[static_cast<size_t>(i)]);
        return {};
    }

    Session &m_session;
    PromotionAsk m_ask;
    const GateSources &m_sources;
    const std::vector<PoolSample> &m_samples;
    Product m_product;
    const Environment *m_environment = nullptr;
    std::optional<Release> m_release;
    std::optional<Manifest> m_manifest;
    QHash<QString, double> m_claimed;
};

} // namespace

Result<PromotionPlan> planPromotion(Session &session, const PromotionAsk &ask, const GateSources &sources,
                                    const std::vector<PoolSample> &samples)
{
    return Planner(session, ask, sources, samples).plan();
}

Result<PromotionSubject> subjectOf(Session &session, const Promotion &promotion)
{
    PromotionSubject subject;
    const auto build = session.builds().byId(promotion.request.build);
    if (!build)
        return std::unexpected(build.error());
    if (!*build)
        return fail(ErrorCode::NotFound,
                    PromotionDesk::tr("The build of promotion %1 is missing").arg(promotion.id.value));
    subject.build = **build;
    auto running = session.deployments().runningIn(promotion.request.service, promotion.request.environment);
    if (!running)
        return std::unexpected(running.error());
    subject.running = *running;
    if (subject.running) {
        auto replaces = session.builds().byId(subject.running->build);
        if (!replaces)
            return std::unexpected(replaces.error());
        subject.replaces = *replaces;
    }
    if (!promotion.request.release.isValid())
        return subject;
    auto release = session.releases().byId(promotion.request.release);
    if (!release)
        return std::unexpected(release.error());
    subject.release = *release;
    if (subject.release) {
        auto manifest = session.releases().manifest(subject.release->manifest);
        if (!manifest)
            return std::unexpected(manifest.error());
        subject.manifest = *manifest;
    }
    return subject;
}

Result<Duration> usualDuration(Session &session, const ServiceKey &service, const EnvironmentKey &environment)
{
    const auto recent = session.promotions().recent(medianWindow);
    if (!recent)
        return std::unexpected(recent.error());
    std::vector<Duration> took;
    for (const Promotion &p : *recent) {
        if (p.state == PromotionState::Succeeded && p.request.service == service &&
            p.request.environment == environment && p.startedAt != noTime)
            took.push_back(p.finishedAt - p.startedAt);
    }
    if (took.empty())
        return Duration{0};
    const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
    std::ranges::nth_element(took, middle);
    return *middle;
}

Result<std::optional<Deployment>> rollbackTarget(Session &session, const ServiceKey &service,
                                                 const EnvironmentKey &environment)
{
    const auto running = session.deployments().runningIn(service, environment);
    if (!running)
        return std::unexpected(running.error());
    if (!*running)
        return std::optional<Deployment>{};
    auto good = session.deployments().previousGood(service, environment);
    if (!good)
        return std::unexpected(good.error());
    if (*good && (*good)->build != (*running)->build && wentWell(**good))
        return good;
    // After a rollback the one before is the same build again: look further back.
    const auto all = session.deployments().between(Timestamp::min(), Timestamp::max(), service, environment);
    if (!all)
        return std::unexpected(all.error());
    for (const Deployment &d : *all | std::views::reverse) {
        if (d.id != (*running)->id && d.build != (*running)->build && d.outcome == DeploymentOutcome::Replaced &&
            wentWell(d))
            return std::optional(d);
    }
    return std::optional<Deployment>{};
}

Result<QString> earlyWarning(Session &session, const PromotionAsk &ask)
{
    if (ask.kind == PromotionKind::Rollback || !ask.release.isValid())
        return QString();
    const auto product = session.products().current();
    const auto release = session.releases().byId(ask.release);
    if (!product || !release)
        return std::unexpected(!product ? product.error() : release.error());
    if (!*product || !*release)
        return QString();
    const auto train = session.trains().byId((*release)->train);
    if (!train)
        return std::unexpected(train.error());
    return *train ? earlyWarning(**product, ask.environment, **release, **train, session.now()) : QString();
}

} // namespace humdrum
