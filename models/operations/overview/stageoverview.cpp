// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/entries.h"
#include "operations/overview/pipelineoverview.h"
#include "operations/overview/pipelinereader.h"
#include "operations/overview/waiting.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int attemptsShown = 20;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

using Done = Result<void>;

/// The last attempt of one kind of step in one promotion.
struct Attempt {
    PromotionId promotion;
    QString subject; ///< "billing 4.18.2"
    PromotionStep step;
    bool back = false; ///< of a rollback
};

/// The state that most wants to be seen among the services that one click promoted.
StepState stateOf(const std::vector<Attempt> &attempts)
{
    using enum StepState;
    for (StepState s : {Running, Failed, Errored, Cancelled, Pending, Passed}) {
        if (std::ranges::any_of(attempts, [s](const Attempt &a) { return a.step.state == s; }))
            return s;
    }
    return Skipped;
}

StepLine lineOf(StepKind kind, const std::vector<Attempt> &attempts)
{
    StepLine line;
    line.id = wordOf(kind);
    const StepState state = stateOf(attempts);
    line.mark = markOf(state);
    line.word = titleOf(state);
    line.underWay = state == StepState::Running;
    const auto done = std::ranges::count(attempts, StepState::Passed, [](const Attempt &a) { return a.step.state; });
    if (state == StepState::Pending && done > 0) // it waits for the next service, whatever else of that runs
        line.word = Text::tr("%1 of %2").arg(done).arg(attempts.size());
    QStringList subjects, messages;
    for (const Attempt &a : attempts) {
        subjects << a.subject;
        if (!a.step.message.isEmpty() && !messages.contains(a.step.message))
            messages << a.step.message;
        if (a.step.startedAt != noTime && a.step.finishedAt > a.step.startedAt)
            line.took += a.step.finishedAt - a.step.startedAt;
        if (a.step.state == state) {
            line.promotion = a.promotion;
            line.startedAt = a.step.startedAt;
        }
        line.tests.total += a.step.tests.total;
        line.tests.failed += a.step.tests.failed;
        line.tests.errors += a.step.tests.errors;
        line.tests.skipped += a.step.tests.skipped;
    }
    // As the promotion names the step itself.
    const bool back = std::ranges::any_of(attempts, &Attempt::back);
    line.title = kind != StepKind::Deploy
        ? titleOf(kind)
        : (back ? Text::tr("Roll back to %1") : Text::tr("Deploy %1")).arg(subjects.join(u", "_s));
    line.message = messages.join(u"; "_s);
    return line;
}

class StageReader {
public:
    explicit StageReader(Session &session) : m_reader(session) {}
    Result<StageOverview> read(const PipelineAsk &ask, const StageKey &key);
    Result<GroupOverview> readGroup(PromotionId promotion);

private:
    Result<bool> mayRollBack(const ServiceKey &service, const EnvironmentKey &environment);
    Done readEnvironment();
    Done readSteps(const std::vector<Promotion> &group);
    Done readAttempts(const Stage &stage);
    Done readWhatTheReleaseBrings(const Release &release);
    Done addChanges(const ServiceKey &service, const QString &from, const QString &to);

    PipelineReader m_reader;
    StageOverview m_out;
    double m_fraction = 0; ///< of all steps of the group
};

Done StageReader::addChanges(const ServiceKey &service, const QString &from, const QString &to)
{
    const Result<std::vector<Change>> changes = m_reader.reading().changesBetween(service, from, to);
    if (!changes)
        return std::unexpected(changes.error());
    for (const Change &c : *changes) {
        if (c.parents.size() < 2)
            m_out.changes.push_back(lineOf(service, c));
    }
    return {};
}

Done StageReader::readSteps(const std::vector<Promotion> &group)
{
    std::map<StepKind, std::vector<Attempt>> byKind;
    const Product &product = m_reader.product();
    const std::vector<StepKind> planned =
        plannedSteps(group.empty() ? nullptr : product.environment(group.front().request.environment));
    double soaked = 0;
    for (const Promotion &p : group) {
        const Result<std::vector<PromotionStep>> steps = m_reader.session().promotions().steps(p.id);
        const Result<std::optional<Build>> build = m_reader.reading().build(p.request.build);
        if (!steps || !build)
            return std::unexpected(!steps ? steps.error() : build.error());
        const Service *service = m_reader.product().service(p.request.service);
        QString subject = service ? service->name : p.request.service.value;
        if (*build)
            subject += u' ' + (*build)->version;
        const std::optional<WaitLine> wait = waitOf(p, *steps, product, m_reader.session().now());
        soaked += wait && wait->soaks ? wait->fraction : 0;
        for (StepKind kind : planned) {
            Attempt attempt{p.id, subject, {}, p.request.kind == PromotionKind::Rollback};
            attempt.step.kind = kind;
            // What never came to a step of a promotion that is over was left out, not forgotten.
            attempt.step.state = isFinished(p.state) ? StepState::Skipped : StepState::Pending;
            for (const PromotionStep &step : *steps) {
                if (step.kind == kind)
                    attempt.step = step;
            }
            if (wait && kind == (wait->soaks ? StepKind::Soak : StepKind::PreFlight))
                attempt.step.message = wait->text;
            byKind[kind].push_back(std::move(attempt));
        }
        for (const PromotionStep &step : *steps) {
            if (step.kind == StepKind::Cleanup)
                byKind[StepKind::Cleanup].push_back({p.id, subject, step});
        }
    }
    qsizetype passed = 0;
    for (StepKind kind : planned)
        passed += std::ranges::count(byKind[kind], StepState::Passed, [](const Attempt &a) { return a.step.state; });
    m_fraction = (static_cast<double>(passed) + soaked) /
        static_cast<double>(std::max<size_t>(1, group.size() * planned.size()));
    for (const auto &[kind, attempts] : byKind)
        m_out.steps.push_back(lineOf(kind, attempts));
    return {};
}

Result<bool> StageReader::mayRollBack(const ServiceKey &service, const EnvironmentKey &environment)
{
    const Result<std::optional<Deployment>> good = m_reader.session().deployments().previousGood(service, environment);
    if (!good)
        return std::unexpected(good.error());
    return good->has_value();
}

Result<GroupOverview> StageReader::readGroup(PromotionId id)
{
    const Result<std::optional<Promotion>> promotion = m_reader.session().promotions().byId(id);
    if (!promotion)
        return std::unexpected(promotion.error());
    if (!*promotion)
        return fail(ErrorCode::NotFound, Text::tr("There is no such promotion."));
    Result<std::vector<Promotion>> group = m_reader.session().promotions().ofGroup((*promotion)->group);
    if (!group)
        return std::unexpected(group.error());
    std::ranges::stable_sort(*group, {}, &Promotion::position);
    if (Done chosen = m_reader.choose({(*promotion)->request.release, {}}); !chosen)
        return std::unexpected(chosen.error());
    GroupOverview out;
    out.zone = m_reader.product().zone;
    out.environment = (*promotion)->request.environment;
    const Environment *environment = m_reader.product().environment(out.environment);
    out.environmentName = environment ? environment->name : out.environment.value;
    const Result<QString> subject = m_reader.subjectOf(*group);
    if (!subject)
        return std::unexpected(subject.error());
    out.subject = *subject;
    out.rollback = (*promotion)->request.kind == PromotionKind::Rollback;
    out.state = stateOfGroup(*group);
    for (const Promotion &p : *group) {
        out.promotions.push_back(p.id);
        if (!isFinished(p.state))
            out.unfinished.push_back(p.id);
        if (p.state == out.state && out.message.isEmpty())
            out.message = p.message;
        const Result<bool> may = mayRollBack(p.request.service, out.environment);
        if (!may)
            return std::unexpected(may.error());
        out.mayRollBack = out.mayRollBack || *may;
    }
    out.mayRollBack = out.mayRollBack && out.unfinished.empty();
    const Result<std::optional<QueuePause>> paused = m_reader.session().queue().paused();
    if (!paused)
        return std::unexpected(paused.error());
    if (*paused && out.state == PromotionState::Queued)
        out.message = Text::tr("Waits: the queue is paused, %1").arg((*paused)->reason);
    if (Done done = readSteps(*group); !done)
        return std::unexpected(done.error());
    out.steps = std::move(m_out.steps);
    out.fraction = out.unfinished.empty() ? 1 : m_fraction;
    return out;
}

Done StageReader::readEnvironment()
{
    const EnvironmentKey environment = m_out.environment;
    const std::vector<Promotion> &group = m_reader.lastGroup(environment);
    if (!group.empty()) {
        const Result<QString> subject = m_reader.subjectOf(group);
        if (!subject)
            return std::unexpected(subject.error());
        m_out.promoting = *subject;
        m_out.promotionState = stateOfGroup(group);
        m_out.rollback = group.front().request.kind == PromotionKind::Rollback;
        for (const Promotion &p : group) {
            if (!isFinished(p.state))
                m_out.unfinished.push_back(p.id);
        }
        if (Done done = readSteps(group); !done)
            return done;
    }
    const Result<Occupancy> runs = m_reader.occupancy(environment);
    if (!runs)
        return std::unexpected(runs.error());
    m_out.runs = runs->title();
    m_out.runsWhat = runs->sentence();
    m_out.comes = m_reader.hasAll(environment) ? QString() : m_reader.chosenVersion();
    m_out.mayReceive = !m_out.comes.isEmpty() && m_out.unfinished.empty();
    if (m_out.mayReceive) {
        Result<QString> why = m_reader.whyNot(environment);
        if (!why)
            return std::unexpected(why.error());
        m_out.whyNot = std::move(*why);
        const Result<bool> went = m_reader.went(environment);
        if (!went)
            return std::unexpected(went.error());
        const auto &release = m_reader.release();
        m_out.mayGo = m_out.whyNot.isEmpty() && !*went && !(release && release->state == ReleaseState::Withdrawn);
    }
    std::vector<Change> gets;
    for (const Service &service : m_reader.product().services) {
        const auto &there = m_reader.running(environment);
        const auto now = there.find(service.key);
        if (!m_out.mayRollBack && now != there.end()) {
            const Result<bool> may = mayRollBack(service.key, environment);
            if (!may)
                return std::unexpected(may.error());
            m_out.mayRollBack = *may && m_out.unfinished.empty();
        }
        const auto next = m_reader.builds().find(service.key);
        if (next == m_reader.builds().end())
            continue;
        QString from;
        if (now != there.end()) {
            const Result<std::optional<Build>> build = m_reader.reading().build(now->second.build);
            if (!build)
                return std::unexpected(build.error());
            from = *build ? (*build)->commit : QString();
        }
        Result<std::vector<Change>> changes = m_reader.reading().changesBetween(service.key, from, next->second.commit);
        if (!changes)
            return std::unexpected(changes.error());
        std::ranges::move(*changes, std::back_inserter(gets));
    }
    ClientChanges seen = clientChanges(gets);
    m_out.changes = std::move(seen.told);
    m_out.internal = seen.internal;
    return {};
}

Done StageReader::readAttempts(const Stage &stage)
{
    const auto build = m_reader.builds().find(stage.service);
    std::vector<StageRun> runs;
    if (build != m_reader.builds().end()) {
        m_out.commit = build->second.commit;
        m_out.comes = build->second.version;
        Result<std::vector<StageRun>> all =
            m_reader.session().stageRuns().forCommit(stage.service, build->second.commit);
        if (!all)
            return std::unexpected(all.error());
        runs = std::move(*all);
    } else if (stage.kind == StageKind::Join && m_reader.release()) {
        m_out.comes = m_reader.chosenVersion();
        Result<std::vector<StageRun>> recent = m_reader.session().stageRuns().recent(stage.key, attemptsShown);
        if (!recent)
            return std::unexpected(recent.error());
        std::erase_if(*recent, [&](const StageRun &r) { return r.manifest != m_reader.release()->manifest; });
        runs = std::move(*recent);
    }
    std::erase_if(runs, [&](const StageRun &r) { return r.stage != stage.key; });
    std::ranges::sort(runs, std::ranges::greater(), &StageRun::attempt);
    for (const StageRun &run : runs) {
        StepLine line;
        line.id = QString::number(run.id.value);
        line.title = Text::tr("Attempt %1").arg(run.attempt);
        line.mark = markOf(run.state);
        line.word = titleOf(run.state);
        line.underWay = run.state == StageRunState::Running;
        line.startedAt = run.startedAt;
        if (run.startedAt != noTime && run.finishedAt > run.startedAt)
            line.took = run.finishedAt - run.startedAt;
        line.tests = run.tests;
        line.message = run.message;
        if (run.cause != Cause::Unknown)
            line.message +=
                (line.message.isEmpty() ? QString() : u" · "_s) + Text::tr("cause: %1").arg(titleOf(run.cause));
        m_out.steps.push_back(std::move(line));
    }
    if (stage.kind == StageKind::Join && m_reader.release())
        return readWhatTheReleaseBrings(*m_reader.release());
    if (build == m_reader.builds().end())
        return {};
    // The build before this one is what its changes are counted from.
    const Result<std::vector<Build>> builds = m_reader.session().builds().ofService(stage.service);
    if (!builds)
        return std::unexpected(builds.error());
    const auto me = std::ranges::find(*builds, build->second.id, &Build::id);
    const bool hasOlder = me != builds->end() && std::next(me) != builds->end();
    if (hasOlder)
        m_out.runs = std::next(me)->version;
    return addChanges(stage.service, hasOlder ? std::next(me)->commit : QString(), build->second.commit);
}

/// Where all services meet, what comes is the whole release; its changes are counted from the release before it.
Done StageReader::readWhatTheReleaseBrings(const Release &release)
{
    const Result<const Release *> previous = m_reader.reading().before(release);
    if (!previous)
        return std::unexpected(previous.error());
    std::map<ServiceKey, Build> old;
    if (*previous) {
        Result<std::map<ServiceKey, Build>> builds = m_reader.reading().builds(**previous);
        if (!builds)
            return std::unexpected(builds.error());
        old = std::move(*builds);
        m_out.runs = (*previous)->version;
    }
    for (const auto &[service, build] : m_reader.builds()) {
        const auto then = old.find(service);
        if (Done done = addChanges(service, then == old.end() ? QString() : then->second.commit, build.commit); !done)
            return done;
    }
    return {};
}

Result<StageOverview> StageReader::read(const PipelineAsk &ask, const StageKey &key)
{
    if (Done chosen = m_reader.choose(ask); !chosen)
        return std::unexpected(chosen.error());
    const Stage *stage = m_reader.product().stage(key);
    if (!stage)
        return fail(ErrorCode::NotFound, Text::tr("There is no stage “%1”.").arg(key.value));
    m_out.stage = key;
    m_out.kind = stage->kind;
    m_out.name = stage->name;
    m_out.service = stage->service;
    m_out.zone = m_reader.product().zone;
    Done done;
    if (stage->kind == StageKind::Deploy) {
        m_out.environment = stage->environment;
        if (const Environment *environment = m_reader.product().environment(stage->environment))
            m_out.name = environment->name;
        done = readEnvironment();
    } else {
        done = readAttempts(*stage);
    }
    if (!done)
        return std::unexpected(done.error());
    return std::move(m_out);
}

} // namespace

ChangeLine lineOf(const ServiceKey &service, const Change &change)
{
    return {service.value + u' ' + change.commit,
            service,
            change.commit,
            change.type,
            change.breaking,
            change.summary,
            change.authorName,
            change.references};
}

ClientChanges clientChanges(const std::vector<Change> &changes)
{
    std::vector<NotedChange> noted;
    for (const Change &c : changes)
        noted.push_back({c.service.value, c});
    const std::vector<NotesSection> sections = sectionsOf(noted);
    ClientChanges result;
    for (size_t i = 0; i < changes.size(); ++i) {
        if (sections[i] != NotesSection::Internal)
            result.told.push_back(lineOf(changes[i].service, changes[i]));
        else if (changes[i].parents.size() < 2)
            ++result.internal;
    }
    return result;
}

Result<StageOverview> readStage(Session &session, const PipelineAsk &ask, const StageKey &stage)
{
    return StageReader(session).read(ask, stage);
}

Result<GroupOverview> readPromotionGroup(Session &session, PromotionId promotion)
{
    return StageReader(session).readGroup(promotion);
}

} // namespace humdrum
