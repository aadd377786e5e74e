// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/gates.h"

#include "pipeline/upstream.h"
#include "promotion/readiness.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr qsizetype shownPeople = 12;

struct Gates {
    Q_DECLARE_TR_FUNCTIONS(Gates)
};

GateOutcome outcomeOf(GateKind kind, GateResult result, const QString &text, Timestamp at)
{
    GateOutcome o;
    o.kind = kind;
    o.result = result;
    o.text = text;
    o.checkedAt = at;
    return o;
}

bool has(const Environment &environment, GateKind kind) { return std::ranges::contains(environment.gates, kind); }

/// The sign-offs that count for `hash`: the last word of each person in each role (rule 3).
std::vector<SignOff> validSignOffs(const std::vector<SignOff> &all, const QByteArray &hash)
{
    std::vector<SignOff> valid;
    for (const SignOff &s : all) {
        if (s.hash != hash)
            continue;
        const auto earlier =
            std::ranges::find_if(valid, [&](const SignOff &v) { return v.person == s.person && v.role == s.role; });
        if (earlier == valid.end())
            valid.push_back(s);
        else if (earlier->at <= s.at)
            *earlier = s;
    }
    return valid;
}

struct SignedNotes {
    std::optional<NotesDocument> document;
    std::optional<NotesRevision> revision;
    bool anySignOff = false;
    std::vector<SignOff> valid;
};

Result<SignedNotes> signedNotes(Session &session, const std::optional<Release> &release)
{
    SignedNotes notes;
    if (!release)
        return notes;
    const auto document = session.notes().ofRelease(release->id);
    if (!document)
        return std::unexpected(document.error());
    notes.document = *document;
    if (!*document)
        return notes;
    const auto revision = session.notes().revision((*document)->current);
    if (!revision)
        return std::unexpected(revision.error());
    notes.revision = *revision;
    const auto signOffs = session.notes().signOffs((*document)->id);
    if (!signOffs)
        return std::unexpected(signOffs.error());
    notes.anySignOff = !signOffs->empty();
    if (notes.revision)
        notes.valid = validSignOffs(*signOffs, notes.revision->hash);
    return notes;
}

/// Roles whose sign-offs on the current text are not complete, as "Support lead 0 of 1".
QStringList missingSignOffs(const Product &product, const std::vector<SignOff> &valid)
{
    QStringList missing;
    for (const Role &role : product.roles) {
        QSet<QString> people;
        for (const SignOff &s : valid) {
            if (s.role == role.key && s.verdict == SignOffVerdict::Approved)
                people.insert(s.person);
        }
        if (people.size() < role.signOffs)
            missing.push_back(Gates::tr("%1 %2 of %3")
                                  .arg(role.name.isEmpty() ? role.key.value : role.name)
                                  .arg(people.size())
                                  .arg(role.signOffs));
    }
    return missing;
}

bool rejected(const std::vector<SignOff> &valid)
{
    return std::ranges::any_of(valid, [](const SignOff &s) { return s.verdict == SignOffVerdict::Rejected; });
}

GateOutcome judgeNotes(const GateAsk &ask, const SignedNotes &notes, Timestamp now)
{
    const auto no = [now](const QString &text) { return outcomeOf(GateKind::Notes, GateResult::Fail, text, now); };
    if (!ask.release)
        return no(Gates::tr("A single build has no notes: promote a release"));
    if (!notes.document || !notes.revision)
        return no(Gates::tr("Release %1 has no notes").arg(ask.release->version));
    if (notes.document->state != NotesState::Approved && notes.document->state != NotesState::Published)
        return no(Gates::tr("The notes of %1 are %2").arg(ask.release->version, titleOf(notes.document->state)));
    if (rejected(notes.valid))
        return no(Gates::tr("The notes of %1 were rejected").arg(ask.release->version));
    const QStringList missing = missingSignOffs(ask.product, notes.valid);
    if (!missing.isEmpty())
        return no(Gates::tr("The text of the notes has changed or is not signed: %1").arg(missing.join(u", "_s)));
    // Without roles that must sign, whoever did sign must have signed this text.
    if (notes.anySignOff && notes.valid.empty())
        return no(Gates::tr("The notes of %1 changed after they were signed").arg(ask.release->version));
    return outcomeOf(
        GateKind::Notes, GateResult::Pass,
        Gates::tr("Notes revision %1 is %2").arg(notes.revision->number).arg(titleOf(notes.document->state)), now);
}

Result<GateOutcome> judgeApproval(Session &session, const GateAsk &ask)
{
    const Timestamp now = session.now();
    if (!ask.release)
        return outcomeOf(GateKind::Approval, GateResult::Fail,
                         Gates::tr("A single build cannot be approved: promote a release"), now);
    // Who only looks, and could not ask for it, will not be its deployer.
    const QString asks = mayDo(ask.product, ask.person, Right::Promote) ? ask.person : QString();
    const Result<QSet<QString>> deployers = deployersOf(session, ask.release, asks);
    if (!deployers)
        return std::unexpected(deployers.error());
    return approvalsOf(session, ask.product, ask.environment, *ask.release, *deployers)
        .transform([&](const ApprovalStanding &standing) {
            return outcomeOf(GateKind::Approval, standing.enough() ? GateResult::Pass : GateResult::Fail,
                             textOf(standing, ask.product), now);
        });
}

Result<GateOutcome> judgeChecklist(Session &session, const GateAsk &ask)
{
    const Timestamp now = session.now();
    if (!ask.release)
        return outcomeOf(GateKind::Checklist, GateResult::Fail,
                         Gates::tr("A single build has no checklist: promote a release"), now);
    const auto list = checklistOf(session, ask.environment, ask.release->id);
    if (!list)
        return std::unexpected(list.error());
    QStringList open;
    for (const ChecklistTick &tick : *list) {
        if (!tick.ticked)
            open << tick.item;
    }
    const QString ticked = Gates::tr("%1 of %2 ticked").arg(qsizetype(list->size()) - open.size()).arg(list->size());
    return open.isEmpty() ? outcomeOf(GateKind::Checklist, GateResult::Pass, ticked, now)
                          : outcomeOf(GateKind::Checklist, GateResult::Fail,
                                      Gates::tr("%1, open: %2").arg(ticked, open.join(u"; "_s)), now);
}

/// What is missing of the smoke test of the build in an environment; empty when the last one there passed.
Result<QString> missingSmoke(Session &session, const GateAsk &ask, const EnvironmentKey &key)
{
    const Environment *environment = ask.product.environment(key);
    const QString where = environment && !environment->name.isEmpty() ? environment->name : key.value;
    const auto ran = session.deployments().ofBuild(ask.build.id, key);
    if (!ran)
        return std::unexpected(ran.error());
    if (ran->empty())
        return Gates::tr("%1 %2 has not run in %3").arg(ask.build.service.value, ask.build.version, where);
    std::optional<PromotionStep> smoke;
    if (ran->back().promotion.isValid()) {
        const auto steps = session.promotions().steps(ran->back().promotion);
        if (!steps)
            return std::unexpected(steps.error());
        for (const PromotionStep &step : *steps) {
            if (step.kind == StepKind::Smoke)
                smoke = step;
        }
    }
    if (!smoke || smoke->state == StepState::Skipped)
        return Gates::tr("no smoke test of %1 %2 in %3 is known")
            .arg(ask.build.service.value, ask.build.version, where);
    return smoke->state == StepState::Passed ? QString()
                                             : Gates::tr("the smoke test of %1 %2 in %3 has not passed")
                                                   .arg(ask.build.service.value, ask.build.version, where);
}

Result<GateOutcome> judgeSmoke(Session &session, const GateAsk &ask)
{
    const Timestamp now = session.now();
    const Stage *stage = ask.product.stageOf(ask.environment.key);
    QStringList missing, alternatives;
    int asked = 0;
    bool enough = false;
    for (const StageKey &need : stage ? stage->needs : std::vector<StageKey>{}) {
        const Stage *upstream = ask.product.stage(need);
        if (!upstream || upstream->kind != StageKind::Deploy)
            continue;
        ++asked;
        const auto lacks = missingSmoke(session, ask, upstream->environment);
        if (!lacks)
            return std::unexpected(lacks.error());
        const bool oneOf = std::ranges::contains(stage->oneOf, need);
        enough = enough || (oneOf && lacks->isEmpty());
        if (!lacks->isEmpty())
            (oneOf ? alternatives : missing) << *lacks;
    }
    if (!enough)
        missing += alternatives;
    if (asked == 0) // unknown is no pass
        return outcomeOf(
            GateKind::Smoke, GateResult::Error,
            Gates::tr("No environment comes before this one in the pipeline, so none has been smoke-tested"), now);
    return missing.isEmpty()
        ? outcomeOf(GateKind::Smoke, GateResult::Pass, Gates::tr("The smoke test passed before this environment"), now)
        : outcomeOf(GateKind::Smoke, GateResult::Fail, missing.join(u"; "_s), now);
}

Result<GateOutcome> judgeHold(Session &session, const GateAsk &ask)
{
    const auto hold = session.holds().holding(ask.build.service, ask.environment.key);
    if (!hold)
        return std::unexpected(hold.error());
    if (*hold) {
        return outcomeOf(GateKind::Hold, GateResult::Fail,
                         Gates::tr("Held by %1: %2").arg((*hold)->setBy, (*hold)->reason), session.now());
    }
    return outcomeOf(GateKind::Hold, GateResult::Pass, Gates::tr("No hold"), session.now());
}

Result<GateOutcome> judgeResource(Session &session, const GateAsk &ask, const GateSources &sources)
{
    const Timestamp now = session.now();
    if (ask.environment.pool.isEmpty() && ask.environment.demand.isEmpty())
        return outcomeOf(GateKind::Resource, GateResult::Pass, Gates::tr("Needs no pool"), now);
    const Pool *pool = ask.product.pool(ask.environment.pool);
    if (!pool)
        return outcomeOf(GateKind::Resource, GateResult::Error,
                         Gates::tr("The pool %1 is not described").arg(ask.environment.pool.value), now);
    auto claimed = claimedBy(session, ask.product, pool->key, ask.self, ask.waits);
    if (!claimed)
        return std::unexpected(claimed.error());
    for (auto it = ask.claimed.cbegin(); it != ask.claimed.cend(); ++it)
        (*claimed)[it.key()] += *it;
    std::vector<PoolSample> samples = ask.samples;
    if (samples.empty()) {
        auto latest = session.pools().latest();
        if (!latest)
            return std::unexpected(latest.error());
        samples = std::move(*latest);
    }
    return sources.resources(ask.product, ask.environment.key, samples, *claimed, now);
}

Result<GateOutcome> judgeSoak(Session &session, const GateAsk &ask)
{
    const Timestamp now = session.now();
    const Stage *stage = ask.product.stageOf(ask.environment.key);
    Duration longest{0}, running{0};
    bool before = false;
    for (const StageKey &need : stage ? stage->needs : std::vector<StageKey>{}) {
        const Stage *upstream = ask.product.stage(need);
        if (!upstream || upstream->kind != StageKind::Deploy)
            continue;
        before = true;
        const auto ran =
            session.deployments().between(Timestamp::min(), Timestamp::max(), ask.build.service, upstream->environment);
        if (!ran)
            return std::unexpected(ran.error());
        for (const Deployment &d : *ran) {
            if (d.build != ask.build.id || !wentWell(d))
                continue;
            longest = std::max(longest, (d.to == noTime ? now : d.to) - d.from);
            if (d.to == noTime)
                running = std::max(running, now - d.from);
        }
    }
    // Unknown is no pass: where nothing comes before, nothing can have run there long enough.
    if (!before)
        return outcomeOf(GateKind::Soak, GateResult::Error,
                         Gates::tr("No environment comes before %1 in the pipeline for a build to run in first")
                             .arg(ask.environment.name.isEmpty() ? ask.environment.key.value : ask.environment.name),
                         now);
    const auto minutes = [](Duration d) {
        return QString::number(std::chrono::floor<std::chrono::minutes>(d).count());
    };
    const bool enough = longest >= ask.environment.soak;
    GateOutcome outcome = outcomeOf(
        GateKind::Soak, enough ? GateResult::Pass : GateResult::Fail,
        Gates::tr("Has run %1 of %2 min before this environment").arg(minutes(longest), minutes(ask.environment.soak)),
        now);
    if (!enough) // at the earliest, if it comes to run there now
        outcome.opensAt = now + (ask.environment.soak - running);
    return outcome;
}

void applyOverrides(const GateAsk &ask, std::vector<GateOutcome> &outcomes)
{
    for (GateOutcome &o : outcomes) {
        const auto reason = ask.overrides.constFind(wordOf(o.kind));
        if (letsPass(o) || reason == ask.overrides.cend())
            continue;
        if (reason->trimmed().isEmpty()) {
            o.text = Gates::tr("%1 (an override needs a reason)").arg(o.text);
        } else if (const Result<void> may = mayDo(ask.product, ask.person, Right::Override); !may) {
            o.text = Gates::tr("%1 (not overridden: %2)").arg(o.text, may.error().message);
        } else {
            o.result = GateResult::Overridden;
            o.overriddenBy = ask.person;
            o.overrideReason = reason->trimmed();
        }
    }
}

Result<void> judgeForward(Session &session, const GateAsk &ask, const GateSources &sources,
                          std::vector<GateOutcome> &outcomes)
{
    const Timestamp now = session.now();
    const auto add = [&](Result<GateOutcome> outcome) -> Result<void> {
        if (!outcome)
            return std::unexpected(std::move(outcome.error()));
        outcomes.push_back(std::move(*outcome));
        return {};
    };
    if (auto r = add(judgeUpstream(session, ask.product, ask.environment.key, ask.build, ask.manifest)); !r)
        return r;
    outcomes.push_back(sources.calendar(ask.product, ask.environment.key, now));
    if (auto r = add(judgeResource(session, ask, sources)); !r)
        return r;
    if (auto r = add(judgeHold(session, ask)); !r)
        return r;
    if (has(ask.environment, GateKind::Notes)) {
        const Result<SignedNotes> notes = signedNotes(session, ask.release);
        if (!notes)
            return std::unexpected(notes.error());
        outcomes.push_back(judgeNotes(ask, *notes, now));
    }
    using Judge = Result<GateOutcome> (*)(Session &, const GateAsk &);
    static constexpr std::array<std::pair<GateKind, Judge>, 4> further{{{GateKind::Approval, judgeApproval},
                                                                        {GateKind::Checklist, judgeChecklist},
                                                                        {GateKind::Smoke, judgeSmoke},
                                                                        {GateKind::Soak, judgeSoak}}};
    for (const auto &[kind, judge] : further) {
        if (!has(ask.environment, kind))
            continue;
        if (auto r = add(judge(session, ask)); !r)
            return r;
    }
    return {};
}

} // namespace

Result<std::vector<GateOutcome>> judgeGates(Session &session, const GateAsk &ask, const GateSources &sources)
{
    std::vector<GateOutcome> outcomes;
    if (ask.kind == PromotionKind::Rollback) {
        if (!ask.automatic)
            outcomes.push_back(sources.calendar(ask.product, ask.environment.key, session.now()));
    } else if (auto r = judgeForward(session, ask, sources, outcomes); !r) {
        return std::unexpected(std::move(r.error()));
    }
    applyOverrides(ask, outcomes);
    return outcomes;
}

bool mayBeWaitedFor(const GateOutcome &outcome, bool ofRelease, Timestamp until)
{
    switch (outcome.kind) {
    case GateKind::Hold:
        return false;
    case GateKind::Window:
    case GateKind::Soak:
        return outcome.opensAt != noTime && outcome.opensAt <= until;
    case GateKind::Notes:
    case GateKind::Approval:
    case GateKind::Checklist:
        return ofRelease;
    case GateKind::Upstream:
    case GateKind::Smoke:
        return outcome.result == GateResult::Fail;
    case GateKind::Resource:
        return true;
    }
    return false;
}

bool allMayBeWaitedFor(const std::vector<GateOutcome> &outcomes, bool ofRelease, Timestamp until)
{
    return std::ranges::all_of(
        outcomes, [&](const GateOutcome &o) { return letsPass(o) || mayBeWaitedFor(o, ofRelease, until); });
}

bool letsPass(const GateOutcome &outcome)
{
    return outcome.result == GateResult::Pass || outcome.result == GateResult::Overridden;
}

bool allPass(const std::vector<GateOutcome> &outcomes) { return std::ranges::all_of(outcomes, letsPass); }

QString factsOf(const std::vector<GateOutcome> &outcomes)
{
    QStringList facts;
    for (const GateOutcome &o : outcomes) {
        if (!letsPass(o))
            facts.push_back(Gates::tr("%1: %2").arg(titleOf(o.kind), o.text));
    }
    return facts.join(u"; "_s);
}

Result<void> mayDo(const Product &product, const QString &person, Right right)
{
    if (product.people.empty())
        return {};
    const Person *who = product.person(PersonKey{person});
    if (!who) {
        QStringList known;
        for (const Person &p : product.people)
            known << p.key.value;
        if (known.size() > shownPeople)
            known = known.first(shownPeople) << u"…"_s;
        return fail(
            ErrorCode::RuleRefused, Gates::tr("“%1” is not one of the people of %2").arg(person, product.name),
            Gates::tr("Say who you are: --as or HUMDRUM_PERSON on the command line, the preferences of the window "
                      "(%1). Or add yourself to people in humdrum.yaml")
                .arg(known.join(u", "_s)));
    }
    if (right == Right::TakePart)
        return {};
    const bool may = std::ranges::any_of(who->roles, [&](const RoleKey &key) {
        const Role *role = product.role(key);
        return role && (right == Right::Promote ? role->mayPromote : role->mayOverride);
    });
    if (may)
        return {};
    return fail(ErrorCode::RuleRefused,
                right == Right::Promote ? Gates::tr("%1 has no role that may promote").arg(who->name)
                                        : Gates::tr("%1 has no role that may override").arg(who->name),
                Gates::tr("Add such a role to %1 in humdrum.yaml").arg(who->key.value));
}

Result<QHash<QString, double>> claimedBy(Session &session, const Product &product, const PoolKey &pool,
                                         PromotionId self, bool waits)
{
    const auto unfinished = session.promotions().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    QHash<QString, double> claimed;
    for (const Promotion &p : *unfinished) {
        // Who waits claims nothing, lest it keep others from what it does not use; when its turn comes, all that has begun
        // or is queued meanwhile was there before it.
        if (p.id == self || p.state == PromotionState::AwaitingGate || (self.isValid() && !waits && p.id > self))
            continue;
        const Environment *e = product.environment(p.request.environment);
        if (!e || e->pool != pool || p.request.kind == PromotionKind::Rollback)
            continue;
        for (auto it = e->demand.cbegin(); it != e->demand.cend(); ++it)
            claimed[it.key()] += *it;
    }
    return claimed;
}

} // namespace humdrum
