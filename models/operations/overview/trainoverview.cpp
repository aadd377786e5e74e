// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/coverage.h"
#include "operations/overview/reading.h"
#include "operations/overview/weeksoverview.h"
#include "operations/releases.h"
#include "planning/departures.h"
#include "planning/lateness.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace humdrum {

namespace {

constexpr size_t mediansOver = 12;
constexpr auto brownBagSpan = std::chrono::hours{48};

class TrainReader {
public:
    TrainReader(Session &session, const QString &person, Timestamp now)
        : m_session(session)
        , m_read(session)
        , m_person(person)
        , m_now(now)
    {}
    Result<TrainOverview> read(TrainId id);

private:
    using Step = Result<void>;
    Step loadRelease();
    Step loadCandidates();
    Step loadManifest();
    Step loadMedian();
    Step loadPatches();
    Step loadNotes();
    Step loadAttention();
    Step checkTheWay();
    Step checkNotes();
    Step checkStages();
    [[nodiscard]] const Release *before(const Release &release) const;
    Result<int> batchOf(const Release &release);

    Session &m_session;
    Reading m_read;
    QString m_person;
    Timestamp m_now;
    const Product *m_product = nullptr;
    const std::vector<Release> *m_releases = nullptr;
    const Release *m_previous = nullptr;
    std::map<ServiceKey, Build> m_builds;
    std::vector<Change> m_changes; ///< of all services
    std::optional<NotesDocument> m_notes;
    std::optional<NotesRevision> m_text;
    Coverage m_coverage; ///< of the changes by that text
    TrainOverview m_out;
};

Result<TrainOverview> TrainReader::read(TrainId id)
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    m_releases = *releases;
    const Result<std::optional<Train>> train = m_session.trains().byId(id);
    if (!train)
        return std::unexpected(train.error());
    if (!*train)
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Overview", "There is no such train."));
    m_out.train = **train;
    m_out.zone = m_product->zone;
    m_out.mayPlan = permissionOf(*m_product, m_person, Right::Promote);
    m_out.departure = departureLine(m_out.train, m_now, m_out.zone);
    m_out.cutoffPassed = m_now >= m_out.train.cutoff;
    const auto nameOf = [&](const PersonKey &key) {
        const Person *p = m_product->person(key);
        return p ? p->name : key.value;
    };
    m_out.deployer = nameOf(m_out.train.deployer);
    m_out.backup = nameOf(m_out.train.backup);
    for (auto step :
         {&TrainReader::loadRelease, &TrainReader::loadCandidates, &TrainReader::loadManifest, &TrainReader::loadMedian,
          &TrainReader::loadPatches, &TrainReader::loadNotes, &TrainReader::loadAttention}) {
        if (Result<void> done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    return std::move(m_out);
}

/// The release that clients got before: the newest one made before this, other than its own patches.
const Release *TrainReader::before(const Release &release) const
{
    for (const Release &r : *m_releases) {
        if (r.createdAt < release.createdAt && r.id != release.id && r.kind != ReleaseKind::Rollback &&
            r.state != ReleaseState::Withdrawn)
            return &r;
    }
    return nullptr;
}

Result<void> TrainReader::loadRelease()
{
    if (m_out.train.release.isValid()) {
        const Result<const Release *> release = m_read.release(m_out.train.release);
        if (!release)
            return std::unexpected(release.error());
        if (*release)
            m_out.release = **release;
    }
    m_out.assembled = m_out.release.has_value();
    if (m_out.release && m_out.release->state == ReleaseState::InPromotion) {
        Result<ClientReach> reach = ClientReaches(m_session, *m_product).of(*m_out.release);
        if (!reach)
            return std::unexpected(reach.error());
        m_out.clients = std::move(*reach);
    }
    if (m_out.release) {
        m_previous = before(*m_out.release);
    } else {
        const auto it = std::ranges::find_if(*m_releases, [](const Release &r) {
            return r.kind != ReleaseKind::Rollback && r.state != ReleaseState::Withdrawn;
        });
        m_previous = it == m_releases->end() ? nullptr : &*it;
    }
    if (m_previous)
        m_out.previousVersion = m_previous->version;
    return {};
}

Result<void> TrainReader::loadCandidates()
{
    if (m_out.assembled || isFinished(m_out.train.state) || m_out.train.state == TrainState::Departed)
        return {};
    for (const Service &service : m_product->services) {
        // By the same function as making it, so that what is shown is what would ride.
        Result<std::optional<Build>> build = newestPassedBuild(m_session, *m_product, service.key);
        if (!build)
            return std::unexpected(build.error());
        if (!*build) {
            m_out.withoutCandidate << service.name;
            continue;
        }
        m_out.candidates.insert(service.key, (*build)->id);
        m_builds.emplace(service.key, std::move(**build));
    }
    return {};
}

Result<void> TrainReader::loadManifest()
{
    if (m_out.release) {
        Result<std::map<ServiceKey, Build>> builds = m_read.builds(*m_out.release);
        if (!builds)
            return std::unexpected(builds.error());
        m_builds = std::move(*builds);
    }
    std::map<ServiceKey, Build> previous;
    if (m_previous) {
        Result<std::map<ServiceKey, Build>> builds = m_read.builds(*m_previous);
        if (!builds)
            return std::unexpected(builds.error());
        previous = std::move(*builds);
    }
    for (const Service &service : m_product->services) {
        ManifestLine line{service.key, service.name, {}, {}, 0};
        const auto now = m_builds.find(service.key);
        const auto then = previous.find(service.key);
        if (then != previous.end())
            line.previous = then->second.version;
        if (now != m_builds.end()) {
            line.version = now->second.version;
            Result<std::vector<Change>> changes = m_read.changesBetween(
                service.key, then == previous.end() ? QString() : then->second.commit, now->second.commit);
            if (!changes)
                return std::unexpected(changes.error());
            line.changes = static_cast<int>(changes->size());
            for (Change &c : *changes) {
                m_out.lines += c.added + c.removed;
                m_out.files += c.files;
                m_changes.push_back(std::move(c));
            }
        }
        m_out.changes += line.changes;
        m_out.manifest.push_back(std::move(line));
    }
    return {};
}

Result<int> TrainReader::batchOf(const Release &release)
{
    const Release *previous = before(release);
    if (!previous)
        return -1;
    const auto now = m_read.builds(release);
    const auto then = m_read.builds(*previous);
    if (!now || !then)
        return std::unexpected(!now ? now.error() : then.error());
    int sum = 0;
    for (const auto &[service, build] : *now) {
        const auto old = then->find(service);
        const Result<int> changes =
            m_read.countBetween(service, old == then->end() ? QString() : old->second.commit, build.commit);
        if (!changes)
            return std::unexpected(changes.error());
        sum += *changes;
    }
    return sum;
}

Result<void> TrainReader::loadMedian()
{
    std::vector<double> batches;
    for (const Release &r : *m_releases) {
        if (batches.size() == mediansOver)
            break;
        if (r.kind != ReleaseKind::Regular || !r.train.isValid() || r.train == m_out.train.id ||
            (m_out.release && r.createdAt >= m_out.release->createdAt))
            continue;
        const Result<int> batch = batchOf(r);
        if (!batch)
            return std::unexpected(batch.error());
        if (*batch >= 0)
            batches.push_back(*batch);
    }
    m_out.medianOver = static_cast<int>(batches.size());
    m_out.medianChanges = medianOf(std::move(batches));
    return {};
}

Result<void> TrainReader::loadPatches()
{
    if (!m_out.release)
        return {};
    const Result<std::vector<Deployment>> own = m_session.deployments().ofRelease(m_out.release->id);
    if (!own)
        return std::unexpected(own.error());
    const auto firstAt = [&](const std::vector<Deployment> &list, const QString &tier) {
        Timestamp first = noTime;
        for (const Deployment &d : list) {
            const Environment *e = m_product->environment(d.environment);
            if (e && e->tier == tier && (first == noTime || d.from < first))
                first = d.from;
        }
        return first;
    };
    for (const Release &r : *m_releases) {
        if (r.patches != m_out.release->id)
            continue;
        m_out.patches << r.version;
        const Result<std::vector<Deployment>> deployments = m_session.deployments().ofRelease(r.id);
        if (!deployments)
            return std::unexpected(deployments.error());
        for (const Environment &e : m_product->environments) {
            const Timestamp mine = firstAt(*own, e.tier), patched = firstAt(*deployments, e.tier);
            if (mine != noTime && patched != noTime && patched - mine <= brownBagSpan)
                m_out.brownPaperBag = true;
        }
    }
    m_out.brownPaperBag = m_out.brownPaperBag || std::ranges::any_of(*own, [](const Deployment &d) {
                              return d.outcome == DeploymentOutcome::RolledBack && d.to - d.from <= brownBagSpan;
                          });
    return {};
}

/// What the notes tell of; without any, what they will have to tell.
Result<void> TrainReader::loadNotes()
{
    if (m_out.release) {
        Result<std::optional<NotesDocument>> document = m_session.notes().ofRelease(m_out.release->id);
        if (!document)
            return std::unexpected(document.error());
        m_notes = std::move(*document);
    }
    if (m_notes) {
        Result<std::optional<NotesRevision>> revision = m_session.notes().revision(m_notes->current);
        if (!revision)
            return std::unexpected(revision.error());
        m_text = std::move(*revision);
    }
    std::vector<NotedChange> noted;
    for (const Change &c : m_changes) {
        const Service *service = m_product->service(c.service);
        noted.push_back({service ? service->name : c.service.value, c});
    }
    m_coverage = coverageOf(m_text ? m_text->text : QString(), noted);
    m_out.documented = m_coverage.documented;
    m_out.internal = m_coverage.internal;
    return {};
}

Result<void> TrainReader::checkNotes()
{
    if (!m_notes) {
        m_out.attention.push_back({.kind = AttentionKind::NoNotes, .changes = m_out.changes - m_out.internal});
        return {};
    }
    for (size_t i = 0; i < m_changes.size(); ++i) {
        const Change &c = m_changes[i];
        if (m_coverage.marks[i].state == CoverageState::Missing)
            m_out.attention.push_back(
                {AttentionKind::NoNoteEntry, c.service, c.commit, c.type, c.summary, c.authorName, {}, {}, 0});
    }
    if (m_notes->state == NotesState::Published)
        return {};
    const Result<std::vector<SignOff>> signOffs = m_session.notes().signOffs(m_notes->id);
    if (!signOffs)
        return std::unexpected(signOffs.error());
    AttentionItem missing{.kind = AttentionKind::SignOffMissing};
    for (const Role &role : m_product->roles) {
        const auto given = std::ranges::count_if(*signOffs, [&](const SignOff &s) {
            return s.role == role.key && s.verdict == SignOffVerdict::Approved && m_text && s.hash == m_text->hash;
        });
        if (given < role.signOffs)
            missing.names << role.name;
    }
    if (!missing.names.isEmpty())
        m_out.attention.push_back(std::move(missing));
    return {};
}

Result<void> TrainReader::checkStages()
{
    std::vector<BuildId> ids;
    for (const auto &[service, build] : m_builds)
        ids.push_back(build.id);
    const Result<std::vector<StageRun>> runs = m_session.stageRuns().latestFor(ids, m_out.release->manifest);
    if (!runs)
        return std::unexpected(runs.error());
    AttentionItem item{.kind = AttentionKind::NotPassed};
    for (const Stage &stage : m_product->stages) {
        if (stage.kind == StageKind::Deploy)
            continue;
        if (std::ranges::none_of(
                *runs, [&](const StageRun &r) { return r.stage == stage.key && r.state == StageRunState::Passed; }))
            item.names << stage.key.value;
    }
    if (!item.names.isEmpty())
        m_out.attention.push_back(std::move(item));
    return {};
}

/// What stops or has stopped on its way, as the strip counts it.
Result<void> TrainReader::checkTheWay()
{
    const auto nameOf = [this](const EnvironmentKey &key) {
        const Environment *environment = m_product->environment(key);
        return environment ? environment->name : key.value;
    };
    if (m_out.release) {
        const Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(m_out.release->id);
        if (!promotions)
            return std::unexpected(promotions.error());
        std::map<std::pair<EnvironmentKey, ServiceKey>, const Promotion *> last;
        for (const Promotion &p : *promotions) {
            const Promotion *&newest = last[{p.request.environment, p.request.service}];
            if (!newest || std::pair(p.queuedAt, p.id) > std::pair(newest->queuedAt, newest->id))
                newest = &p;
        }
        for (const auto &[where, p] : last) {
            if (p->state == PromotionState::Failed || p->state == PromotionState::Errored)
                m_out.attention.push_back({.kind = AttentionKind::PromotionFailed,
                                           .service = where.second,
                                           .summary = p->message,
                                           .names = {nameOf(where.first)}});
        }
    }
    const Result<std::optional<Train>> next = m_session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    if (!*next || (*next)->id != m_out.train.id)
        return {};
    if (m_out.train.departure < m_now)
        m_out.attention.push_back({.kind = AttentionKind::Late, .late = m_now - m_out.train.departure});
    const Result<std::vector<Hold>> holds = m_session.holds().active();
    if (!holds)
        return std::unexpected(holds.error());
    for (const Hold &hold : *holds)
        m_out.attention.push_back(
            {.kind = AttentionKind::Held,
             .service = hold.service,
             .summary = hold.reason,
             .names = hold.environment.isEmpty() ? QStringList() : QStringList{nameOf(hold.environment)}});
    return {};
}

Result<void> TrainReader::loadAttention()
{
    if (m_out.train.state != TrainState::Arrived) {
        if (Result<void> done = checkTheWay(); !done)
            return done;
    }
    for (const LateChange &l : lateFeatures(*m_product, m_out.train, m_changes))
        m_out.attention.push_back({AttentionKind::AfterCutoff,
                                   l.change.service,
                                   l.change.commit,
                                   l.change.type,
                                   l.change.summary,
                                   l.who,
                                   l.late,
                                   {},
                                   0});
    const TrainState state = m_out.train.state;
    // Of a train that is not the next nobody knows yet what will ride.
    if (!m_out.assembled && m_out.changes > 0 && (state == TrainState::Boarding || state == TrainState::Locked)) {
        m_out.attention.push_back({.kind = AttentionKind::NotAssembled, .changes = m_out.changes});
        m_out.attention.push_back({.kind = AttentionKind::NoNotes, .changes = m_out.changes - m_out.internal});
    }
    // What has arrived needs nobody any more.
    if (!m_out.release || m_out.train.state == TrainState::Arrived)
        return {};
    if (Result<void> done = checkStages(); !done)
        return done;
    return checkNotes();
}

} // namespace

Mark markOf(AttentionKind k)
{
    return k == AttentionKind::SignOffMissing ? Mark::Waiting
        : k == AttentionKind::PromotionFailed ? Mark::Failed
                                              : Mark::Attention;
}

Result<TrainOverview> readTrain(Session &session, TrainId train, const QString &person, Timestamp now)
{
    return TrainReader(session, person, now).read(train);
}

} // namespace humdrum
