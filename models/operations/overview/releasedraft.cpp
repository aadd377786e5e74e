// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/releaserows.h"
#include "operations/releases.h"
#include "pipeline/upstream.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int buildsOffered = 12; ///< of each service
constexpr size_t trainsOffered = 6;
constexpr auto lateTrains = std::chrono::weeks{8}; ///< how late a train may be and still be boarded
constexpr auto earlyTrains = std::chrono::weeks{26};

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

using Done = Result<void>;

class DraftReader {
public:
    DraftReader(Session &session, const QString &person, Timestamp now)
        : m_session(session)
        , m_read(session)
        , m_person(person)
        , m_now(now)
    {}
    Result<ReleaseDraft> read(ReleaseId patches);

private:
    Done readBase(ReleaseId patches);
    Done readTrains();
    Done readService(const Service &service);
    Result<QStringList> missing(const Build &build, const std::vector<const Stage *> &row);
    Result<DraftBuild> offer(const Build &build, bool onMainLine);

    Session &m_session;
    Reading m_read;
    QString m_person;
    Timestamp m_now;
    const Product *m_product = nullptr;
    std::map<ServiceKey, Build> m_base;
    std::vector<StageRun> m_runs;
    ReleaseDraft m_out;
};

Result<ReleaseDraft> DraftReader::read(ReleaseId patches)
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    m_out.zone = m_product->zone;
    m_out.now = m_now;
    m_out.mayCreate = permissionOf(*m_product, m_person, Right::Promote);
    if (Done done = readBase(patches); !done)
        return std::unexpected(done.error());
    if (!m_out.patches) {
        if (Done done = readTrains(); !done)
            return std::unexpected(done.error());
    }
    for (const Service &service : m_product->services) {
        if (Done done = readService(service); !done)
            return std::unexpected(done.error());
    }
    return std::move(m_out);
}

/// What changes are counted from: the patched release, or the newest that clients could have.
Done DraftReader::readBase(ReleaseId patches)
{
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    const auto base = std::ranges::find_if(**releases, [patches](const Release &r) {
        return patches.isValid() ? r.id == patches
                                 : r.state != ReleaseState::Withdrawn && r.kind != ReleaseKind::Rollback;
    });
    if (base == (*releases)->end()) {
        if (patches.isValid())
            return fail(ErrorCode::NotFound, Text::tr("There is no such release."));
        return {};
    }
    m_out.previous = base->version;
    if (patches.isValid()) {
        m_out.patches = *base;
        const Result<QString> version = nextPatchVersion(m_session, *base);
        if (!version)
            return std::unexpected(version.error());
        m_out.version = *version;
    }
    Result<std::map<ServiceKey, Build>> builds = m_read.builds(*base);
    if (!builds)
        return std::unexpected(builds.error());
    m_base = std::move(*builds);
    return {};
}

Done DraftReader::readTrains()
{
    const Result<std::vector<Train>> trains = m_session.trains().between(m_now - lateTrains, m_now + earlyTrains);
    const auto releases = m_read.releases();
    if (!trains || !releases)
        return std::unexpected(!trains ? trains.error() : releases.error());
    for (const Train &t : *trains) {
        const bool boards =
            t.state == TrainState::Planned || t.state == TrainState::Boarding || t.state == TrainState::Locked;
        if (!boards || t.release.isValid() || m_out.trains.size() == trainsOffered)
            continue;
        DraftTrain train{t.id, t.version, t.departure, t.version};
        // A release that was withdrawn keeps its name.
        const auto taken = std::ranges::find(**releases, t.version, &Release::version);
        if (taken != (*releases)->end()) {
            const Result<QString> other = nextPatchVersion(m_session, *taken);
            if (!other)
                return std::unexpected(other.error());
            train.releaseVersion = *other;
        }
        m_out.trains.push_back(std::move(train));
    }
    return {};
}

/// The stages of its row that a build has not passed, and how they stand.
Result<QStringList> DraftReader::missing(const Build &build, const std::vector<const Stage *> &row)
{
    QStringList stages;
    for (const Stage *stage : row) {
        const auto run = std::ranges::find_if(
            m_runs, [&](const StageRun &r) { return r.build == build.id && r.stage == stage->key; });
        if (run != m_runs.end() && run->state == StageRunState::Passed)
            continue;
        // What passed once has passed, even if somebody has run it again since.
        const Result<bool> passed =
            run == m_runs.end() ? Result<bool>(false) : m_session.stageRuns().hasPassed(stage->key, build.id);
        if (!passed)
            return std::unexpected(passed.error());
        if (!*passed)
            stages << Text::tr("%1: %2").arg(stage->name,
                                             run == m_runs.end() ? Text::tr("not run") : titleOf(run->state));
    }
    if (stages.isEmpty() || std::ranges::all_of(row, [](const Stage *s) { return s->oneOf.empty(); }))
        return stages;
    const Result<bool> enough = hasPassedItsRow(m_session, *m_product, build);
    if (!enough)
        return std::unexpected(enough.error());
    if (*enough)
        stages.clear();
    return stages;
}

Result<DraftBuild> DraftReader::offer(const Build &build, bool onMainLine)
{
    DraftBuild offered{.id = build.id, .version = build.version, .commit = build.commit, .onMainLine = onMainLine};
    const auto base = m_base.find(build.service);
    if (base == m_base.end())
        return offered;
    const Result<int> gained = m_read.countBetween(build.service, base->second.commit, build.commit);
    const Result<int> lost = m_read.countBetween(build.service, build.commit, base->second.commit);
    if (!gained || !lost)
        return std::unexpected(!gained ? gained.error() : lost.error());
    offered.changes = *gained;
    offered.lost = *lost;
    return offered;
}

Done DraftReader::readService(const Service &service)
{
    DraftService draft{.service = service.key, .name = service.name};
    const auto base = m_base.find(service.key);
    if (base != m_base.end())
        draft.base = base->second.version;
    Result<std::vector<Build>> builds = m_session.builds().ofService(service.key, buildsOffered);
    if (!builds)
        return std::unexpected(builds.error());
    std::optional<Build> wanted;
    if (m_out.patches && base != m_base.end()) {
        wanted = base->second; // a patch changes one thing and leaves the rest as it is
    } else {
        Result<std::optional<Build>> newest = newestPassedBuild(m_session, *m_product, service.key);
        if (!newest)
            return std::unexpected(newest.error());
        wanted = std::move(*newest);
    }
    if (wanted && std::ranges::find(*builds, wanted->id, &Build::id) == builds->end())
        builds->push_back(*wanted);
    std::vector<const Stage *> row;
    for (const Stage &stage : m_product->stages) {
        if (stage.service == service.key && (stage.kind == StageKind::Commit || stage.kind == StageKind::Test))
            row.push_back(&stage);
    }
    std::vector<BuildId> ids;
    QStringList commits;
    for (const Build &b : *builds) {
        ids.push_back(b.id);
        commits << b.commit;
    }
    Result<std::vector<StageRun>> runs = m_session.stageRuns().latestFor(ids, {});
    const Result<std::vector<Change>> changes = m_session.changes().ofCommits(service.key, commits);
    if (!runs || !changes)
        return std::unexpected(!runs ? runs.error() : changes.error());
    m_runs = std::move(*runs);
    bool newer = true;
    for (const Build &b : *builds) {
        const auto change = std::ranges::find(*changes, b.commit, &Change::commit);
        const bool onMainLine = change == changes->end() || change->ordinal >= 0;
        const bool isWanted = wanted && b.id == wanted->id;
        newer = newer && !isWanted;
        Result<QStringList> stages = missing(b, row);
        if (!stages)
            return std::unexpected(stages.error());
        if (!stages->isEmpty() && !isWanted) {
            if (newer && (onMainLine || m_out.patches))
                draft.blocked.push_back({b.version, std::move(*stages)});
            continue;
        }
        Result<DraftBuild> offered = offer(b, onMainLine);
        if (!offered)
            return std::unexpected(offered.error());
        draft.choices.push_back(std::move(*offered));
    }
    draft.chosen = wanted ? wanted->id : BuildId{};
    m_out.services.push_back(std::move(draft));
    return {};
}

} // namespace

Result<ReleaseDraft> readReleaseDraft(Session &session, ReleaseId patches, const QString &person, Timestamp now)
{
    return DraftReader(session, person, now).read(patches);
}

} // namespace humdrum
