// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/coverage.h"
#include "operations/overview/reading.h"
#include "operations/overview/weeksoverview.h"
#include "planning/lateness.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace humdrum {

namespace {

constexpr size_t mediansOver = 12;
constexpr int buildsTried = 20; ///< how far back a passed build is looked for
constexpr auto brownBagSpan = std::chrono::hours{48};

class TrainReader {
public:
    TrainReader(Session &session, Timestamp now) : m_session(session), m_read(session), m_now(now) {}
    Result<TrainOverview> read(TrainId id);

private:
    using Step = Result<void>;
    Step loadRelease();
    Step loadCandidates();
    Step loadManifest();
    Step loadMedian();
    Step loadPatches();
    Step loadAttention();
    Step checkNotes();
    Step checkStages();
    Result<std::optional<Build>> newestPassed(const ServiceKey &service, const std::vector<StageKey> &row);
    [[nodiscard]] const Release *before(const Release &release) const;
    Result<int> batchOf(const Release &release);

    Session &m_session;
    Reading m_read;
    Timestamp m_now;
    const Product *m_product = nullptr;
    const std::vector<Release> *m_releases = nullptr;
    const Release *m_previous = nullptr;
    std::map<ServiceKey, Build> m_builds;
    std::vector<Change> m_changes; ///< of all services
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
    m_out.cutoffPassed = m_now >= m_out.train.cutoff;
    const auto nameOf = [&](const PersonKey &key) {
        const Person *p = m_product->person(key);
        return p ? p->name : key.value;
    };
    m_out.deployer = nameOf(m_out.train.deployer);
    m_out.backup = nameOf(m_out.train.backup);
    for (auto step : {&TrainReader::loadRelease, &TrainReader::loadCandidates, &TrainReader::loadManifest,
                      &TrainReader::loadMedian, &TrainReader::loadPatches, &TrainReader::loadAttention}) {
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

Result<std::optional<Build>> TrainReader::newestPassed(const ServiceKey &service, const std::vector<StageKey> &row)
{
    Result<std::vector<Build>> builds = m_session.builds().ofService(service, buildsTried);
    if (!builds)
        return std::unexpected(builds.error());
    for (Build &build : *builds) {
        bool passed = true;
        for (const StageKey &stage : row) {
            const Result<bool> has = m_session.stageRuns().hasPassed(stage, build.id);
            if (!has)
                return std::unexpected(has.error());
            if (!*has) {
                passed = false;
                break;
            }
        }
        if (passed)
            return std::optional(std::move(build));
    }
    return std::optional<Build>();
}

Result<void> TrainReader::loadCandidates()
{
    if (m_out.assembled || isFinished(m_out.train.state) || m_out.train.state == TrainState::Departed)
        return {};
    for (const Service &service : m_product->services) {
        std::vector<StageKey> row;
        for (const Stage &stage : m_product->stages) {
            if (stage.service == service.key)
                row.push_back(stage.key);
        }
        Result<std::optional<Build>> build = newestPassed(service.key, row);
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

Result<void> TrainReader::checkNotes()
{
    const Result<std::optional<NotesDocument>> document = m_session.notes().ofRelease(m_out.release->id);
    if (!document)
        return std::unexpected(document.error());
    if (!*document) {
        m_out.attention.push_back({AttentionKind::NoNotes, {}, {}, {}, {}, {}, {}, {}});
        return {};
    }
    const Result<std::optional<NotesRevision>> revision = m_session.notes().revision((*document)->current);
    if (!revision)
        return std::unexpected(revision.error());
    const QString text = *revision ? (*revision)->text : QString();
    std::vector<NotedChange> noted;
    for (const Change &c : m_changes) {
        const Service *service = m_product->service(c.service);
        noted.push_back({service ? service->name : c.service.value, c});
    }
    const Coverage coverage = coverageOf(text, noted);
    m_out.internal = coverage.internal;
    for (size_t i = 0; i < m_changes.size(); ++i) {
        const Change &c = m_changes[i];
        if (coverage.marks[i].state == CoverageState::Missing)
            m_out.attention.push_back(
                {AttentionKind::NoNoteEntry, c.service, c.commit, c.type, c.summary, c.authorName, {}, {}});
    }
    if ((*document)->state == NotesState::Published)
        return {};
    const Result<std::vector<SignOff>> signOffs = m_session.notes().signOffs((*document)->id);
    if (!signOffs)
        return std::unexpected(signOffs.error());
    AttentionItem missing{AttentionKind::SignOffMissing, {}, {}, {}, {}, {}, {}, {}};
    for (const Role &role : m_product->roles) {
        const auto given = std::ranges::count_if(*signOffs, [&](const SignOff &s) {
            return s.role == role.key && s.verdict == SignOffVerdict::Approved && *revision &&
                s.hash == (*revision)->hash;
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
    AttentionItem item{AttentionKind::NotPassed, {}, {}, {}, {}, {}, {}, {}};
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

Result<void> TrainReader::loadAttention()
{
    for (const LateChange &l : lateFeatures(*m_product, m_out.train, m_changes))
        m_out.attention.push_back({AttentionKind::AfterCutoff,
                                   l.change.service,
                                   l.change.commit,
                                   l.change.type,
                                   l.change.summary,
                                   l.who,
                                   l.late,
                                   {}});
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
    return k == AttentionKind::SignOffMissing || k == AttentionKind::NoNotes ? Mark::Waiting : Mark::Attention;
}

Result<TrainOverview> readTrain(Session &session, TrainId train, Timestamp now)
{
    return TrainReader(session, now).read(train);
}

} // namespace humdrum
