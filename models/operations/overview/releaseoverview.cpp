// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/boring.h"
#include "notes/coverage.h"
#include "operations/overview/releaserows.h"
#include "operations/overview/whynot.h"
#include "operations/releases.h"
#include "planning/departures.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int eventsRead = 50; ///< of one release: a handful in truth

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

using Done = Result<void>;

class ReleaseReader {
public:
    ReleaseReader(Session &session, const QString &person) : m_session(session), m_rows(session), m_person(person) {}
    Result<ReleaseOverview> read(ReleaseId id);

private:
    Done readManifest();
    Done readPlaces();
    Done readPlace(ReleasePlace &place, const Environment &environment);
    Done judge(ReleasePlace &place, const Environment &environment);
    Done readNotes();
    Done readBag();
    Done readWithdrawal();
    void decideRights();

    Session &m_session;
    RowReader m_rows;
    QString m_person;
    Release m_release;
    std::map<ServiceKey, Build> m_builds;
    std::vector<Promotion> m_promotions;
    std::vector<Deployment> m_deployments;
    std::vector<NotedChange> m_noted;
    ReleaseOverview m_out;
};

Result<ReleaseOverview> ReleaseReader::read(ReleaseId id)
{
    if (Done done = m_rows.load(); !done)
        return std::unexpected(done.error());
    const Result<std::vector<ReleaseListing>> listing = m_session.releases().listing({.id = id, .limit = 1});
    if (!listing)
        return std::unexpected(listing.error());
    if (listing->empty())
        return fail(ErrorCode::NotFound, Text::tr("There is no such release."));
    m_release = listing->front().release;
    Result<std::vector<ReleaseRow>> rows = m_rows.rows(*listing);
    if (!rows)
        return std::unexpected(rows.error());
    m_out.row = std::move(rows->front());
    m_out.trainState = listing->front().trainState;
    m_out.zone = m_rows.product().zone;
    const Result<std::optional<Train>> train = m_session.trains().byId(m_release.train);
    if (!train)
        return std::unexpected(train.error());
    if (*train)
        m_out.trainLine = departureLine(**train, m_session.now(), m_out.zone);
    m_builds = m_rows.builds(m_release.manifest);
    Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(id);
    Result<std::vector<Deployment>> deployments = m_session.deployments().ofRelease(id);
    if (!promotions || !deployments)
        return std::unexpected(!promotions ? promotions.error() : deployments.error());
    m_promotions = std::move(*promotions);
    m_deployments = std::move(*deployments);
    m_out.unfinished =
        static_cast<int>(std::ranges::count_if(m_promotions, [](const Promotion &p) { return !isFinished(p.state); }));
    for (auto step : {&ReleaseReader::readManifest, &ReleaseReader::readPlaces, &ReleaseReader::readNotes,
                      &ReleaseReader::readBag, &ReleaseReader::readWithdrawal}) {
        if (Done done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    decideRights();
    return std::move(m_out);
}

/// Lines and changes of `to` against `from`, in the order of the configuration.
Done addLines(Reading &reading, const Product &product, const std::map<ServiceKey, Build> &from,
              const std::map<ServiceKey, Build> &to, std::vector<ReleaseLine> &lines,
              const std::function<void(const Service &, const Reading::Exchange &)> &brings)
{
    for (const Service &service : product.services) {
        ReleaseLine line{.service = service.key, .name = service.name};
        const auto now = to.find(service.key);
        const auto then = from.find(service.key);
        if (then != from.end())
            line.previous = then->second.version;
        if (now != to.end()) {
            line.version = now->second.version;
            line.commit = now->second.commit;
        }
        // What the first release brings is everything there ever was, and what a service that left takes away too.
        if (now != to.end() && then != from.end()) {
            const Result<Reading::Exchange> exchange =
                reading.exchange(service.key, then->second.commit, now->second.commit);
            if (!exchange)
                return std::unexpected(exchange.error());
            line.changes = static_cast<int>(exchange->gained.size());
            line.lost = static_cast<int>(exchange->lost.size());
            brings(service, *exchange);
        }
        lines.push_back(std::move(line));
    }
    return {};
}

Done ReleaseReader::readManifest()
{
    const Result<const Release *> before = m_rows.reading().before(m_release);
    if (!before)
        return std::unexpected(before.error());
    const std::map<ServiceKey, Build> earlier =
        *before ? m_rows.builds((*before)->manifest) : std::map<ServiceKey, Build>{};
    return addLines(m_rows.reading(), m_rows.product(), earlier, m_builds, m_out.manifest,
                    [this](const Service &service, const Reading::Exchange &exchange) {
                        for (const Change &c : exchange.gained) {
                            m_out.changes.push_back(lineOf(service.key, c));
                            m_noted.push_back({service.name.isEmpty() ? service.key.value : service.name, c});
                        }
                    });
}

Done ReleaseReader::readPlaces()
{
    for (const Environment &environment : m_rows.product().environments) {
        ReleasePlace place{.environment = environment.key, .name = environment.name, .client = environment.client};
        if (Done done = readPlace(place, environment); !done)
            return done;
        m_out.places.push_back(std::move(place));
    }
    return {};
}

Done ReleaseReader::readPlace(ReleasePlace &place, const Environment &environment)
{
    const auto &there = m_rows.running(environment.key);
    const auto came = [&](const Deployment &d) {
        if (d.from <= place.at)
            return;
        place.at = d.from;
        place.by = m_rows.nameOf(d.deployer);
        place.promotion = d.promotion;
    };
    PlaceFacts facts{.release = &m_release, .builds = m_builds, .deployments = {}, .promotions = {}};
    std::ranges::copy_if(m_deployments, std::back_inserter(facts.deployments),
                         [&](const Deployment &d) { return d.environment == environment.key; });
    std::ranges::copy_if(m_promotions, std::back_inserter(facts.promotions),
                         [&](const Promotion &p) { return p.request.environment == environment.key; });
    const Result<PlaceVerdict> verdict = m_rows.places().of(environment.key, facts);
    if (!verdict)
        return std::unexpected(verdict.error());
    place.state = verdict->state;
    place.mark = verdict->mark;
    place.word = verdict->word;
    if (verdict->state == PlaceState::Moving || verdict->state == PlaceState::Undecided) {
        place.standing = Standing::Moving;
        place.why = verdict->word;
        place.promotion = verdict->promotion;
        const auto moving = std::ranges::find(facts.promotions, verdict->promotion, &Promotion::id);
        if (moving != facts.promotions.end() && moving->state == PromotionState::AwaitingGate)
            place.why = Text::tr("waits for %1").arg(moving->message);
        return {};
    }
    if (verdict->state == PlaceState::Runs) {
        place.standing = Standing::Runs;
        for (const auto &[service, build] : m_builds)
            came(there.at(service));
        return {};
    }
    const Result<Occupancy> occupancy = m_rows.occupancy(environment.key);
    if (!occupancy)
        return std::unexpected(occupancy.error());
    place.runs = occupancy->sentence();
    const auto last = std::ranges::max_element(facts.deployments, {}, &Deployment::from);
    if (last != facts.deployments.end()) {
        place.standing = Standing::Ran;
        came(*last);
        const bool bad = last->outcome == DeploymentOutcome::Failed || last->outcome == DeploymentOutcome::RolledBack;
        place.why = !last->message.isEmpty() ? last->message
            : bad                            ? titleOf(last->outcome)
            : place.mark == Mark::Failed     ? verdict->why
                                             : QString();
        return {};
    }
    if (m_release.state == ReleaseState::Withdrawn) {
        place.standing = Standing::Closed;
        return {};
    }
    if (Done done = judge(place, environment); !done)
        return done;
    if ((place.mark == Mark::Failed || verdict->state == PlaceState::Stopped) && !verdict->why.isEmpty())
        place.why = place.why.isEmpty() ? verdict->why : verdict->why + u'\n' + place.why;
    return {};
}

Done ReleaseReader::judge(ReleasePlace &place, const Environment &environment)
{
    const std::optional<Release> release = m_release;
    const Result<QString> why = whyNot(m_session,
                                       {.product = m_rows.product(),
                                        .environment = environment,
                                        .builds = m_builds,
                                        .there = m_rows.running(environment.key),
                                        .release = release,
                                        .person = m_person});
    if (!why)
        return std::unexpected(why.error());
    place.standing = why->isEmpty() ? Standing::Next : Standing::Blocked;
    place.why = *why;
    return {};
}

Done ReleaseReader::readNotes()
{
    if (!m_out.row.notes)
        return {};
    const Result<std::optional<NotesDocument>> document = m_session.notes().ofRelease(m_release.id);
    if (!document)
        return std::unexpected(document.error());
    if (!*document)
        return {};
    const Result<std::optional<NotesRevision>> revision = m_session.notes().revision((*document)->current);
    if (!revision)
        return std::unexpected(revision.error());
    const Coverage coverage = coverageOf(*revision ? (*revision)->text : QString(), m_noted);
    m_out.documented = coverage.documented;
    m_out.missing = coverage.missing;
    return {};
}

Done ReleaseReader::readBag()
{
    const auto all = m_rows.reading().releases();
    if (!all)
        return std::unexpected(all.error());
    std::vector<Release> concerned{m_release};
    std::vector<Deployment> deployments = m_deployments;
    for (const Release &r : **all) {
        if (r.patches != m_release.id)
            continue;
        concerned.push_back(r);
        Result<std::vector<Deployment>> own = m_session.deployments().ofRelease(r.id);
        if (!own)
            return std::unexpected(own.error());
        std::ranges::move(*own, std::back_inserter(deployments));
    }
    std::vector<TierDeployment> tiers;
    for (Deployment &d : deployments) {
        const Environment *environment = m_rows.product().environment(d.environment);
        tiers.push_back({std::move(d), environment ? environment->tier : QString()});
    }
    for (const BrownPaperBag &bag : brownPaperBags(concerned, tiers).bags) {
        if (bag.release != m_release.id)
            continue;
        const auto by = std::ranges::find(concerned, bag.by, &Release::id);
        m_out.brownPaperBag = BagFact{bag.tier, bag.takenBackAt - bag.deployedAt,
                                      by == concerned.end() ? QString() : by->version, bag.rollback};
    }
    return {};
}

Done ReleaseReader::readWithdrawal()
{
    if (m_release.state != ReleaseState::Withdrawn)
        return {};
    const Result<std::vector<AuditEvent>> events =
        m_session.audit().list(eventsRead, u"release:%1"_s.arg(m_release.id.value));
    if (!events)
        return std::unexpected(events.error());
    const auto event = std::ranges::find(*events, u"release.withdrawn"_s, &AuditEvent::action);
    if (event == events->end())
        return {};
    m_out.withdrawnBy = m_rows.nameOf(event->actor.person);
    m_out.withdrawnWhy = event->reason;
    m_out.withdrawnAt = event->at;
    return {};
}

void ReleaseReader::decideRights()
{
    m_out.mayPromote = permissionOf(m_rows.product(), m_person, Right::Promote);
    m_out.mayWithdraw = m_out.mayPromote;
    if (!m_out.mayPromote.granted)
        return;
    if (m_release.state == ReleaseState::Withdrawn) {
        const QString text = Text::tr("Release %1 was withdrawn.").arg(m_release.version);
        m_out.mayPromote = m_out.mayWithdraw = {false, text};
    } else if (m_out.unfinished > 0) {
        m_out.mayWithdraw = {
            false,
            Text::tr("A promotion of %1 is under way. Cancel it or let it finish first.").arg(m_release.version)};
    }
}

} // namespace

Result<ReleaseOverview> readRelease(Session &session, ReleaseId id, const QString &person)
{
    return ReleaseReader(session, person).read(id);
}

Result<ReleaseComparison> compareReleases(Session &session, const QString &from, const QString &to)
{
    const Result<Release> a = findRelease(session, from);
    const Result<Release> b = findRelease(session, to);
    if (!a || !b)
        return std::unexpected(!a ? a.error() : b.error());
    Reading reading(session);
    const Result<const Product *> product = reading.product();
    if (!product)
        return std::unexpected(product.error());
    const Result<std::map<ServiceKey, Build>> earlier = reading.builds(*a);
    const Result<std::map<ServiceKey, Build>> later = reading.builds(*b);
    if (!earlier || !later)
        return std::unexpected(!earlier ? earlier.error() : later.error());
    ReleaseComparison out{.from = a->version, .to = b->version};
    Done done = addLines(reading, **product, *earlier, *later, out.services,
                         [&out](const Service &service, const Reading::Exchange &exchange) {
                             for (const Change &c : exchange.gained)
                                 out.gained.push_back(lineOf(service.key, c));
                             for (const Change &c : exchange.lost)
                                 out.lost.push_back(lineOf(service.key, c));
                         });
    if (!done)
        return std::unexpected(done.error());
    return out;
}

} // namespace humdrum
