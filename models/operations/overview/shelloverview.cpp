// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/shelloverview.h"

#include "operations/decisions.h"
#include "operations/overview/promotionsoverview.h"
#include "operations/overview/weeksoverview.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(ShellOverview)
};

class ShellReader {
public:
    ShellReader(Session &session, Timestamp now) : m_session(session), m_now(now) {}
    Result<ShellOverview> read();

private:
    using Step = Result<void>;
    Step countReleases();
    Step countPromotions();
    Step readStrip();
    Step judgeSmoke(TrainStrip &strip);
    Step judgePools(TrainStrip &strip);
    void judgePromotions(TrainStrip &strip) const;
    static void judgeTrain(TrainStrip &strip, const TrainOverview &train);
    [[nodiscard]] QString initialsOf(const PersonKey &key) const;

    Session &m_session;
    Timestamp m_now;
    Product m_product;
    std::vector<PromotionListing> m_unsettled;
    ShellOverview m_out;
};

Result<ShellOverview> ShellReader::read()
{
    Result<std::optional<Product>> product = m_session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (!*product)
        return m_out;
    m_product = std::move(**product);
    m_out.described = true;
    m_out.product = m_product.name;
    m_out.zone = m_product.zone;
    m_out.services = static_cast<int>(m_product.services.size());
    m_out.environments = static_cast<int>(m_product.environments.size());
    for (const Person &p : m_product.people)
        m_out.people.push_back({p.key, p.name});
    for (auto step : {&ShellReader::countReleases, &ShellReader::countPromotions, &ShellReader::readStrip}) {
        if (Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    return std::move(m_out);
}

ShellReader::Step ShellReader::countReleases()
{
    const Result<std::vector<Release>> releases = m_session.releases().list();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &release : *releases) {
        if (release.state != ReleaseState::Assembled && release.state != ReleaseState::InPromotion)
            continue;
        ++m_out.openReleases;
        const Result<std::optional<NotesDocument>> notes = m_session.notes().ofRelease(release.id);
        if (!notes)
            return std::unexpected(notes.error());
        const bool finished =
            *notes && ((*notes)->state == NotesState::Approved || (*notes)->state == NotesState::Published);
        m_out.notesToFinish += finished ? 0 : 1;
    }
    return {};
}

ShellReader::Step ShellReader::countPromotions()
{
    const Result<std::vector<Promotion>> unfinished = m_session.promotions().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    m_out.unfinishedPromotions = static_cast<int>(unfinished->size());
    m_out.waitingPromotions =
        static_cast<int>(std::ranges::count(*unfinished, PromotionState::AwaitingGate, &Promotion::state));
    auto unsettled = unsettledPromotions(m_session, m_product);
    if (!unsettled)
        return std::unexpected(unsettled.error());
    m_unsettled = *std::move(unsettled);
    m_out.unsettledPromotions = static_cast<int>(m_unsettled.size());
    const auto decisions = pendingDecisions(m_session);
    if (!decisions)
        return std::unexpected(decisions.error());
    m_out.decisions = static_cast<int>(decisions->size());
    const auto holds = m_session.holds().active();
    if (!holds)
        return std::unexpected(holds.error());
    m_out.holds = static_cast<int>(holds->size());
    const auto paused = m_session.queue().paused();
    if (!paused)
        return std::unexpected(paused.error());
    m_out.queuePaused = paused->has_value();
    return {};
}

ShellReader::Step ShellReader::readStrip()
{
    const Result<std::optional<Train>> next = m_session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    if (!*next)
        return {};
    const Result<TrainOverview> train = readTrain(m_session, (*next)->id, {}, m_now);
    if (!train)
        return std::unexpected(train.error());
    TrainStrip strip;
    strip.train = train->train.id;
    strip.version = train->release ? train->release->version : train->train.version;
    strip.release = train->release ? train->release->id : ReleaseId{};
    strip.departure = train->train.departure;
    strip.deployer = initialsOf(train->train.deployer);
    strip.backup = initialsOf(train->train.backup);
    strip.deployerName = train->deployer;
    strip.backupName = train->backup;
    strip.changes = train->changes;
    strip.assembled = train->assembled;
    judgePromotions(strip);
    judgeTrain(strip, *train);
    for (auto judge : {&ShellReader::judgeSmoke, &ShellReader::judgePools}) {
        if (Step done = (this->*judge)(strip); !done)
            return done;
    }
    // What a person has to decide first, as the eye reads it.
    const auto urgency = [](const StripGate &gate) {
        return gate.mark == Mark::Failed ? 0 : gate.mark == Mark::Attention ? 1 : gate.mark != Mark::Passed ? 2 : 3;
    };
    std::ranges::stable_sort(strip.gates, {}, urgency);
    m_out.strip = std::move(strip);
    return {};
}

/// What ended badly and nobody has looked at stands in the way, whatever release it was of: the same that the sidebar counts.
void ShellReader::judgePromotions(TrainStrip &strip) const
{
    if (m_unsettled.empty())
        return;
    QStringList facts;
    for (const PromotionListing &l : m_unsettled) {
        const PromotionRequest &request = l.promotion.request;
        const Environment *environment = m_product.environment(request.environment);
        facts << Text::tr("%1 → %2 %3: %4")
                     .arg(request.service.value, environment ? environment->name : request.environment.value,
                          titleOf(l.promotion.state), l.promotion.message);
    }
    const bool broken = std::ranges::any_of(
        m_unsettled, [](const PromotionListing &l) { return markOf(l.promotion.state) == Mark::Failed; });
    strip.gates.push_back({GateKind::Smoke, broken ? Mark::Failed : Mark::Attention,
                           m_out.decisions == 1      ? Text::tr("1 decision needed")
                               : m_out.decisions > 1 ? Text::tr("%1 decisions needed").arg(m_out.decisions)
                               : facts.size() == 1   ? Text::tr("1 promotion to settle")
                                                     : Text::tr("%1 promotions to settle").arg(facts.size()),
                           facts.join(u'\n')});
}

void ShellReader::judgeTrain(TrainStrip &strip, const TrainOverview &train)
{
    int missing = 0;
    bool noNotes = false, unmade = false;
    QStringList changes, roles, stages, held;
    for (const AttentionItem &item : train.attention) {
        switch (item.kind) {
        case AttentionKind::NoNoteEntry:
            ++missing;
            changes << item.service.value + u' ' + item.commit.first(std::min<qsizetype>(7, item.commit.size())) +
                    u' ' + item.summary;
            break;
        case AttentionKind::NoNotes:
            noNotes = true;
            break;
        case AttentionKind::SignOffMissing:
            roles += item.names;
            break;
        case AttentionKind::NotPassed:
            stages += item.names;
            break;
        case AttentionKind::NotAssembled:
            unmade = true;
            break;
        case AttentionKind::Held:
            held << QStringList{item.service.value, item.names.join(u' ')}.join(u' ').trimmed() + u": "_s +
                    item.summary;
            break;
        case AttentionKind::QueuePaused:
            strip.gates.push_back({GateKind::Hold, Mark::Attention, Text::tr("queue paused"), item.summary});
            break;
        case AttentionKind::PromotionErrored:
        case AttentionKind::PromotionFailed: // told with those of every other release
        case AttentionKind::AfterCutoff:     // told by its panel
        case AttentionKind::Late:            // told beside the departure
            break;
        }
    }
    strip.documented = train.documented;
    strip.internal = train.internal;
    if (!held.isEmpty())
        strip.gates.push_back({GateKind::Hold, Mark::Attention,
                               Text::tr("%n hold(s)", nullptr, static_cast<int>(held.size())), held.join(u'\n')});
    if (stages.isEmpty())
        strip.gates.push_back({GateKind::Upstream,
                               train.assembled ? Mark::Passed
                                   : unmade    ? markOf(AttentionKind::NotAssembled)
                                               : Mark::Waiting,
                               train.assembled ? Text::tr("stages") : Text::tr("not assembled"),
                               {}});
    else
        strip.gates.push_back({GateKind::Upstream, Mark::Waiting,
                               Text::tr("%n stage(s) not passed", nullptr, static_cast<int>(stages.size())),
                               stages.join(u'\n')});
    if (noNotes)
        strip.gates.push_back({GateKind::Notes, Mark::Attention, Text::tr("no notes"), {}});
    else if (missing > 0)
        strip.gates.push_back(
            {GateKind::Notes, Mark::Attention, Text::tr("%n note(s) missing", nullptr, missing), changes.join(u'\n')});
    else if (train.assembled)
        strip.gates.push_back({GateKind::Notes, Mark::Passed, Text::tr("notes"), {}});
    if (!roles.isEmpty())
        strip.gates.push_back({GateKind::Approval, Mark::Waiting,
                               Text::tr("%n sign-off(s)", nullptr, static_cast<int>(roles.size())), roles.join(u'\n')});
}

ShellReader::Step ShellReader::judgeSmoke(TrainStrip &strip)
{
    // What failed is told already, with what else a person has to see to.
    if (!strip.release.isValid() || std::ranges::contains(strip.gates, GateKind::Smoke, &StripGate::kind))
        return {};
    const Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(strip.release);
    if (!promotions)
        return std::unexpected(promotions.error());
    // The last attempt of each service in each environment counts.
    std::map<std::pair<QString, QString>, const Promotion *> last;
    for (const Promotion &p : *promotions) {
        const Promotion *&newest = last[{p.request.service.value, p.request.environment.value}];
        if (!newest || p.queuedAt > newest->queuedAt || (p.queuedAt == newest->queuedAt && p.id > newest->id))
            newest = &p;
    }
    int passed = 0, running = 0;
    for (const auto &[where, promotion] : last) {
        const Mark mark = markOf(promotion->state);
        passed += mark == Mark::Passed ? 1 : 0;
        running += mark == Mark::Running || mark == Mark::Waiting ? 1 : 0;
    }
    if (running > 0)
        strip.gates.push_back({GateKind::Smoke, Mark::Running, Text::tr("smoke"),
                               Text::tr("%n promotion(s) under way", nullptr, running)});
    else if (passed > 0)
        strip.gates.push_back(
            {GateKind::Smoke, Mark::Passed, Text::tr("smoke"), Text::tr("%n promotion(s) succeeded", nullptr, passed)});
    return {};
}

ShellReader::Step ShellReader::judgePools(TrainStrip &strip)
{
    if (m_product.pools.empty())
        return {};
    const Result<std::vector<PoolSample>> samples = m_session.pools().latest();
    if (!samples)
        return std::unexpected(samples.error());
    QStringList low, unknown;
    for (const Pool &pool : m_product.pools) {
        // A pool that no environment draws from any more stops no train.
        if (std::ranges::find(m_product.environments, pool.key, &Environment::pool) == m_product.environments.end())
            continue;
        for (const PoolResource &resource : pool.resources) {
            const auto sample = std::ranges::find_if(
                *samples, [&](const PoolSample &s) { return s.pool == pool.key && s.resource == resource.name; });
            const QString name = pool.name + u' ' + resource.name;
            if (sample == samples->end() || m_now - sample->at > pool.freshness)
                unknown << name;
            else if (sample->capacity - sample->used < resource.reserve)
                low << name;
        }
    }
    // As in the gate: a sample that is too old is not known, and unknown is no pass.
    if (!low.isEmpty())
        strip.gates.push_back({GateKind::Resource, Mark::Failed,
                               Text::tr("%n pool(s) full", nullptr, static_cast<int>(low.size())), low.join(u'\n')});
    else if (!unknown.isEmpty())
        strip.gates.push_back({GateKind::Resource, Mark::Waiting, Text::tr("pools not measured"), unknown.join(u'\n')});
    else
        strip.gates.push_back({GateKind::Resource, Mark::Passed, Text::tr("pools"), {}});
    return {};
}

QString ShellReader::initialsOf(const PersonKey &key) const
{
    const Person *person = m_product.person(key);
    if (!person)
        return key.value;
    return person->initials.isEmpty() ? person->name : person->initials;
}

} // namespace

Result<ShellOverview> readShellOverview(Session &session, Timestamp now) { return ShellReader(session, now).read(); }

} // namespace humdrum
