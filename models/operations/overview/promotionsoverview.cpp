// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/promotionsoverview.h"

#include "operations/overview/reading.h"
#include "operations/overview/waiting.h"
#include "promotion/plan.h"
#include "promotion/promotionrecords.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

using Done = Result<void>;

/// How far a promotion is by its steps, 0..1; of a soak, by its time.
double fractionOf(const std::vector<PromotionStep> &steps, const Environment *environment,
                  const std::optional<WaitLine> &wait)
{
    std::set<StepKind> passed;
    for (const PromotionStep &step : steps) {
        if (step.state == StepState::Passed && step.kind != StepKind::Cleanup)
            passed.insert(step.kind);
    }
    const double soaked = wait && wait->soaks ? wait->fraction : 0;
    return std::min(
        1.0, (static_cast<double>(passed.size()) + soaked) / static_cast<double>(plannedSteps(environment).size()));
}

class PromotionReader {
public:
    PromotionReader(Session &session, const QString &person) : m_session(session), m_read(session), m_person(person) {}
    Result<PromotionsOverview> readList(PromotionFilter filter, bool undecided);
    Result<PromotionOverview> readOne(PromotionId id);

private:
    Done load();
    [[nodiscard]] QString nameOf(const QString &person) const;
    [[nodiscard]] PromotionRow rowOf(const PromotionListing &listing) const;
    [[nodiscard]] std::vector<PromotionRow> rowsOf(const std::vector<PromotionListing> &listings) const;
    Done readPending();
    Done readDecisions(PromotionOverview &out, const Promotion &promotion);
    Done readQueue(PromotionsOverview &out);
    Done readAttention(PromotionsOverview &out);
    Done readHolds(PromotionsOverview &out);
    void addChoices(PromotionsOverview &out) const;
    void showProgress(PromotionRow &row, const Promotion &promotion, const std::vector<PromotionStep> &steps) const;
    Done readSteps(PromotionOverview &out, const Promotion &promotion);
    Done readGates(PromotionOverview &out);
    Done readChanges(PromotionOverview &out, const PromotionListing &listing);
    Done readDeployments(PromotionOverview &out);
    Done decideRights(PromotionOverview &out, const Promotion &promotion);

    Session &m_session;
    Reading m_read;
    QString m_person;
    const Product *m_product = nullptr;
    QHash<PromotionId, PendingDecision> m_pending;
};

Done PromotionReader::load()
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    return {};
}

QString PromotionReader::nameOf(const QString &person) const
{
    if (person == automaticActor())
        return Text::tr("Humdrum itself");
    const Person *known = m_product->person(PersonKey{person});
    return known && !known->name.isEmpty() ? known->name : person;
}

PromotionRow PromotionReader::rowOf(const PromotionListing &listing) const
{
    const Promotion &p = listing.promotion;
    PromotionRow row{.id = p.id, .group = p.group, .environment = p.request.environment};
    const Environment *environment = m_product->environment(p.request.environment);
    row.environmentName = environment ? environment->name : p.request.environment.value;
    row.service = p.request.service;
    const Service *service = m_product->service(p.request.service);
    row.serviceName = service && !service->name.isEmpty() ? service->name : p.request.service.value;
    row.version = listing.version;
    row.replaces = listing.replaces;
    row.release = listing.release;
    row.kind = p.request.kind;
    row.state = p.state;
    row.requestedBy = nameOf(p.requestedBy);
    row.queuedAt = p.queuedAt;
    row.startedAt = p.startedAt;
    row.finishedAt = p.finishedAt;
    row.message = p.message;
    row.cause = p.cause;
    for (auto it = p.request.overrides.cbegin(); it != p.request.overrides.cend(); ++it) {
        const std::optional<GateKind> gate = fromWord<GateKind>(it.key());
        row.overrides << (gate ? titleOf(*gate) : it.key());
    }
    row.overrides.sort();
    return row;
}

std::vector<PromotionRow> PromotionReader::rowsOf(const std::vector<PromotionListing> &listings) const
{
    std::vector<PromotionRow> rows;
    rows.reserve(listings.size());
    for (const PromotionListing &l : listings)
        rows.push_back(rowOf(l));
    return rows;
}

void PromotionReader::showProgress(PromotionRow &row, const Promotion &promotion,
                                   const std::vector<PromotionStep> &steps) const
{
    const std::optional<WaitLine> wait = waitOf(promotion, steps, *m_product, m_session.now());
    row.fraction = fractionOf(steps, m_product->environment(row.environment), wait);
    for (const PromotionStep &step : steps) {
        if (step.state != StepState::Running)
            continue;
        row.step = titleOf(step.kind);
        row.tests = step.tests;
    }
    if (!wait)
        return;
    row.step = wait->soaks ? wait->brief : titleOf(row.state);
    row.message = row.message.isEmpty() ? wait->text : QString(row.message + u" · " + wait->text);
}

Done PromotionReader::readQueue(PromotionsOverview &out)
{
    const Result<std::vector<PromotionListing>> queue = m_session.promotions().queueListing();
    const Result<std::vector<PromotionStep>> steps = m_session.promotions().stepsOfUnfinished();
    if (!queue || !steps)
        return std::unexpected(!queue ? queue.error() : steps.error());
    auto paused = m_session.queue().paused();
    if (!paused)
        return std::unexpected(paused.error());
    out.paused = std::move(*paused);
    if (out.paused) {
        if (const Person *person = m_product->person({out.paused->by}))
            out.paused->by = person->name;
    }
    const auto stopped = stoppedBehind(m_session);
    if (!stopped)
        return std::unexpected(stopped.error());
    QHash<PromotionId, std::vector<PromotionStep>> byPromotion;
    for (const PromotionStep &step : *steps)
        byPromotion[step.promotion].push_back(step);
    for (const PromotionListing &l : *queue) {
        PromotionRow row = rowOf(l);
        showProgress(row, l.promotion, byPromotion.value(row.id));
        const Result<PromotionStanding> standing = standingOf(m_session, l.promotion);
        if (!standing)
            return std::unexpected(standing.error());
        row.interrupted = standing->interrupted;
        if (row.state == PromotionState::Queued) {
            // Services of one click go one after the other.
            const auto before = std::ranges::find_if(*queue, [&](const PromotionListing &other) {
                return other.promotion.group == l.promotion.group && other.promotion.turn < l.promotion.turn;
            });
            const auto stop = stopped->constFind(row.id);
            row.undecided = stop != stopped->cend();
            if (row.undecided)
                row.step = Text::tr("decision on %1").arg(stop->request.service.value);
            else if (before != queue->end())
                row.step = Text::tr("after %1").arg(before->promotion.request.service.value);
        }
        (row.state == PromotionState::AwaitingGate ? out.attention : out.now).push_back(std::move(row));
    }
    const auto rank = [this](const PromotionRow &row) {
        const Environment *environment = m_product->environment(row.environment);
        return std::pair(environment ? environment->rank : std::numeric_limits<int>::max(), row.environment.value);
    };
    std::ranges::stable_sort(out.now, {}, rank);
    return {};
}

Done PromotionReader::readAttention(PromotionsOverview &out)
{
    const Result<std::vector<PromotionListing>> unsettled = unsettledPromotions(m_session, *m_product);
    if (!unsettled)
        return std::unexpected(unsettled.error());
    for (const PromotionListing &l : *unsettled) {
        PromotionRow row = rowOf(l);
        row.needsDecision = m_pending.contains(row.id);
        out.attention.push_back(std::move(row));
    }
    std::ranges::sort(out.attention, std::ranges::greater(),
                      [](const PromotionRow &row) { return std::pair(row.queuedAt, row.id); });
    return {};
}

Done PromotionReader::readHolds(PromotionsOverview &out)
{
    const Result<std::vector<Hold>> holds = m_session.holds().active();
    if (!holds)
        return std::unexpected(holds.error());
    for (const Hold &hold : *holds) {
        const Service *service = m_product->service(hold.service);
        const Environment *environment = m_product->environment(hold.environment);
        HoldRow row{.id = hold.id, .reason = hold.reason, .since = hold.setAt};
        row.serviceName = hold.service.isEmpty()  ? Text::tr("all services")
            : service && !service->name.isEmpty() ? service->name
                                                  : hold.service.value;
        row.environmentName = hold.environment.isEmpty() ? Text::tr("all environments")
            : environment                                ? environment->name
                                                         : hold.environment.value;
        row.by = nameOf(hold.setBy);
        out.holds.push_back(std::move(row));
    }
    std::ranges::sort(out.holds, std::ranges::greater(),
                      [](const HoldRow &row) { return std::pair(row.since, row.id); });
    return {};
}

void PromotionReader::addChoices(PromotionsOverview &out) const
{
    for (const Environment &e : m_product->environments)
        out.environments.push_back({e.key.value, e.name});
    for (const Service &s : m_product->services)
        out.services.push_back({s.key.value, s.name.isEmpty() ? s.key.value : s.name});
    for (const Person &p : m_product->people)
        out.people.push_back({p.key.value, p.name.isEmpty() ? p.key.value : p.name});
}

Result<PromotionsOverview> PromotionReader::readList(PromotionFilter filter, bool undecided)
{
    if (Done done = load(); !done)
        return std::unexpected(done.error());
    PromotionsOverview out;
    out.zone = m_product->zone;
    out.mayPromote = permissionOf(*m_product, m_person, Right::Promote);
    addChoices(out);
    if (Done done = readPending(); !done)
        return std::unexpected(done.error());
    out.decisions = static_cast<int>(m_pending.size());
    if (Done done = readQueue(out); !done)
        return std::unexpected(done.error());
    for (auto step : {&PromotionReader::readAttention, &PromotionReader::readHolds}) {
        if (Done done = (this->*step)(out); !done)
            return std::unexpected(done.error());
    }
    using enum PromotionState;
    const std::vector<PromotionState> finished{Succeeded, Failed, Errored, Aborted, Denied};
    if (filter.states.empty())
        filter.states = finished;
    if (undecided)
        filter.among = m_pending.keys();
    const Result<std::vector<PromotionListing>> history = m_session.promotions().listing(filter);
    const Result<int> matching = m_session.promotions().count(filter);
    const Result<int> all = m_session.promotions().count({.states = finished});
    if (!history || !matching || !all)
        return std::unexpected(!history ? history.error() : !matching ? matching.error() : all.error());
    out.history = rowsOf(*history);
    for (PromotionRow &row : out.history)
        row.needsDecision = m_pending.contains(row.id);
    out.matching = *matching;
    out.all = *all;
    return out;
}

Done PromotionReader::readSteps(PromotionOverview &out, const Promotion &promotion)
{
    const Result<std::vector<PromotionStep>> steps = m_session.promotions().steps(out.row.id);
    if (!steps)
        return std::unexpected(steps.error());
    const Environment *environment = m_product->environment(out.row.environment);
    const std::optional<WaitLine> wait = waitOf(promotion, *steps, *m_product, m_session.now());
    std::set<StepKind> begun;
    for (const PromotionStep &step : *steps) {
        begun.insert(step.kind);
        StepLine line{.id = QString::number(step.id.value), .mark = markOf(step.state), .word = titleOf(step.state)};
        line.title = step.title.isEmpty() ? titleOf(step.kind) : step.title;
        if (step.attempt > 1)
            line.title += u" · "_s + Text::tr("Attempt %1").arg(step.attempt);
        if (step.startedAt != noTime && step.finishedAt > step.startedAt)
            line.took = step.finishedAt - step.startedAt;
        line.startedAt = step.startedAt;
        line.underWay = step.state == StepState::Running;
        line.tests = step.tests;
        line.message = wait && step.kind == StepKind::Soak && line.underWay ? wait->text : step.message;
        line.promotion = out.row.id;
        out.live.steps.push_back(std::move(line));
    }
    const bool finished = isFinished(out.row.state);
    // What it never came to was left out; what it has not come to yet is still ahead.
    const StepState rest = finished ? StepState::Skipped : StepState::Pending;
    for (const StepKind kind : plannedSteps(environment)) {
        if (!begun.contains(kind) && !(finished && kind == StepKind::Soak))
            out.live.steps.push_back(
                {.id = wordOf(kind), .title = titleOf(kind), .mark = markOf(rest), .word = titleOf(rest)});
    }
    if (!finished)
        showProgress(out.row, promotion, *steps);
    if (wait && !wait->soaks) // what it waits for, and until when
        out.live.message = out.row.message;
    out.live.fraction = finished ? 1 : fractionOf(*steps, environment, wait);
    return {};
}

Done PromotionReader::readGates(PromotionOverview &out)
{
    const Result<std::vector<GateOutcome>> gates = m_session.promotions().gates(out.row.id);
    if (!gates)
        return std::unexpected(gates.error());
    for (const GateOutcome &gate : *gates) {
        out.gates.push_back({static_cast<int>(out.gates.size()), gate.kind, gate.result, gate.text,
                             gate.overriddenBy.isEmpty() ? QString() : nameOf(gate.overriddenBy), gate.overrideReason,
                             gate.checkedAt, gate.opensAt});
    }
    return {};
}

Done PromotionReader::readChanges(PromotionOverview &out, const PromotionListing &listing)
{
    if (listing.replaced.isEmpty())
        return {}; // the first brings everything there ever was
    const Result<Reading::Exchange> exchange = m_read.exchange(out.row.service, listing.replaced, listing.commit);
    if (!exchange)
        return std::unexpected(exchange.error());
    for (const Change &c : exchange->gained)
        out.gained.push_back(lineOf(out.row.service, c));
    for (const Change &c : exchange->lost)
        out.lost.push_back(lineOf(out.row.service, c));
    return {};
}

Done PromotionReader::readDeployments(PromotionOverview &out)
{
    const Result<std::vector<Deployment>> made = m_session.deployments().ofPromotion(out.row.id);
    if (!made)
        return std::unexpected(made.error());
    for (const Deployment &d : *made) {
        const Result<std::optional<Build>> build = m_read.build(d.build);
        if (!build)
            return std::unexpected(build.error());
        out.deployments.push_back({d.id, *build ? (*build)->version : QString(), d.outcome, d.from, d.to, d.message});
    }
    return {};
}

Done PromotionReader::decideRights(PromotionOverview &out, const Promotion &promotion)
{
    const PromotionRequest &request = promotion.request;
    out.mayPromote = permissionOf(*m_product, m_person, Right::Promote);
    out.mayCancel = out.mayRollBack = out.mayRepeat = out.mayPromote;
    if (!out.mayPromote.granted)
        return {};
    const auto refuse = [](Permission &permission, const QString &why) { permission = {false, why}; };
    if (isFinished(promotion.state))
        refuse(out.mayCancel, Text::tr("It is over: what is finished never changes."));
    const Result<std::optional<Promotion>> unfinished =
        m_session.promotions().unfinishedFor(request.service, request.environment);
    const Result<std::optional<Deployment>> running =
        m_session.deployments().runningIn(request.service, request.environment);
    const Result<std::optional<Deployment>> back = rollbackTarget(m_session, request.service, request.environment);
    if (!unfinished || !running || !back)
        return std::unexpected(!unfinished ? unfinished.error() : !running ? running.error() : back.error());
    const bool runsIt = *running && (*running)->build == request.build;
    if (!m_product->environment(request.environment) || !m_product->service(request.service)) {
        const QString gone = Text::tr("The product no longer has this service or environment.");
        refuse(out.mayRollBack, gone);
        refuse(out.mayRepeat, gone);
    } else if (*unfinished) {
        const QString busy =
            Text::tr("A promotion of %1 to %2 is under way.").arg(out.row.serviceName, out.row.environmentName);
        refuse(out.mayRollBack, busy);
        refuse(out.mayRepeat, busy);
    } else {
        if (!runsIt)
            refuse(out.mayRollBack, Text::tr("%1 runs something else by now.").arg(out.row.environmentName));
        else if (!*back)
            refuse(out.mayRollBack, Text::tr("There is no earlier build that ran well here."));
        if (runsIt)
            refuse(out.mayRepeat, Text::tr("%1 runs this build already.").arg(out.row.environmentName));
        else if (request.kind == PromotionKind::Rollback)
            refuse(out.mayRepeat, Text::tr("A rollback is asked for anew, with its reason."));
    }
    out.live.mayRollBack = out.mayRollBack.granted;
    return {};
}

/// What waits for a person.
Done PromotionReader::readPending()
{
    auto open = openDecisions(m_session, *m_product);
    if (!open)
        return std::unexpected(open.error());
    for (const PendingDecision &pending : *open)
        m_pending.insert(pending.about.promotion.id, pending);
    return {};
}

Done PromotionReader::readDecisions(PromotionOverview &out, const Promotion &promotion)
{
    const Result<std::vector<Decision>> decisions = m_session.decisions().ofGroup(promotion.group);
    if (!decisions)
        return std::unexpected(decisions.error());
    for (const Decision &decision : *decisions) {
        const auto about = std::ranges::find(out.siblings, decision.promotion, &PromotionRow::id);
        const QString name = about == out.siblings.end() ? out.row.serviceName : about->serviceName;
        out.decided << Text::tr("%1: %2").arg(name, sentenceOf(decision, nameOf(decision.by)));
    }
    out.retries = promotion.retries;
    if (Done done = readPending(); !done)
        return done;
    if (const auto it = m_pending.constFind(promotion.id); it != m_pending.cend())
        out.decision = *it;
    out.row.needsDecision = out.decision.has_value();
    for (PromotionRow &sibling : out.siblings)
        sibling.needsDecision = m_pending.contains(sibling.id);
    if (promotion.state != PromotionState::Queued)
        return {};
    const auto stopped = stoppedBehind(m_session);
    if (!stopped)
        return std::unexpected(stopped.error());
    if (const auto stop = stopped->constFind(promotion.id); stop != stopped->cend()) {
        out.row.undecided = true;
        out.live.message = Text::tr("Waits for a decision on %1 (promotion %2)")
                               .arg(stop->request.service.value, QString::number(stop->id.value));
    }
    return {};
}

Result<PromotionOverview> PromotionReader::readOne(PromotionId id)
{
    if (Done done = load(); !done)
        return std::unexpected(done.error());
    const Result<std::vector<PromotionListing>> found = m_session.promotions().listing({.id = id, .limit = 1});
    if (!found)
        return std::unexpected(found.error());
    if (found->empty())
        return fail(ErrorCode::NotFound, Text::tr("There is no such promotion."));
    const PromotionListing &listing = found->front();
    const Promotion &promotion = listing.promotion;
    PromotionOverview out;
    out.zone = m_product->zone;
    out.row = rowOf(listing);
    out.release = promotion.request.release;
    out.build = promotion.request.build;
    out.reason = promotion.request.reason;
    out.reasonCause = promotion.request.cause;
    out.live.environment = out.row.environment;
    out.live.zone = m_product->zone;
    out.live.environmentName = out.row.environmentName;
    out.live.subject = out.row.serviceName + u' ' + out.row.version;
    out.live.rollback = promotion.request.kind == PromotionKind::Rollback;
    out.live.state = promotion.state;
    out.live.message = promotion.message;
    const Result<PromotionStanding> standing = standingOf(m_session, promotion);
    if (!standing)
        return std::unexpected(standing.error());
    out.row.interrupted = standing->interrupted;
    if (standing->interrupted)
        out.live.message = standing->command
            ? Text::tr("Interrupted: the program that ran it is gone, its command still runs as process %1")
                  .arg(standing->command->pid)
            : Text::tr("Interrupted: the program that ran it is gone");
    out.live.promotions = {id};
    if (!isFinished(promotion.state))
        out.live.unfinished = {id};
    if (Done done = readSteps(out, promotion); !done)
        return std::unexpected(done.error());
    for (auto step : {&PromotionReader::readGates, &PromotionReader::readDeployments}) {
        if (Done done = (this->*step)(out); !done)
            return std::unexpected(done.error());
    }
    if (Done done = readChanges(out, listing); !done)
        return std::unexpected(done.error());
    if (Done done = decideRights(out, promotion); !done)
        return std::unexpected(done.error());
    const Result<std::vector<PromotionListing>> group = m_session.promotions().listing({.group = promotion.group});
    if (!group)
        return std::unexpected(group.error());
    std::vector<PromotionListing> others;
    std::ranges::copy_if(*group, std::back_inserter(others),
                         [id](const PromotionListing &l) { return l.promotion.id != id; });
    std::ranges::sort(others, {},
                      [](const PromotionListing &l) { return std::pair(l.promotion.turn, l.promotion.id); });
    out.siblings = rowsOf(others);
    if (Done done = readDecisions(out, promotion); !done)
        return std::unexpected(done.error());
    return out;
}

} // namespace

Result<PromotionsOverview> readPromotions(Session &session, PromotionFilter filter, const QString &person,
                                          bool undecided)
{
    return PromotionReader(session, person).readList(std::move(filter), undecided);
}

Result<PromotionOverview> readPromotion(Session &session, PromotionId id, const QString &person)
{
    return PromotionReader(session, person).readOne(id);
}

} // namespace humdrum
