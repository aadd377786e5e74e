// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/deployments.h"
#include "intake/git.h"
#include "operations/importing.h"
#include "operations/releases.h"
#include "operations/trains.h"
#include "planning/movements.h"
#include "planning/trains.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

Error atLine(const QString &file, int line, const QString &message)
{
    return {ErrorCode::InvalidInput, message, {}, {}, SourcePosition{file, line, 1}};
}

Result<void> checkKeys(const Product &product, const RecordedFacts &facts, const QString &file)
{
    for (const RecordedDeployment &d : facts.deployments) {
        if (!product.service(d.service))
            return std::unexpected(atLine(file, d.line, Text::tr("There is no service %1.").arg(d.service.value)));
        if (!product.environment(d.environment))
            return std::unexpected(
                atLine(file, d.line, Text::tr("There is no environment %1.").arg(d.environment.value)));
    }
    return {};
}

using BuildKey = std::pair<ServiceKey, QString>; // service, commit as recorded

/// What is to come would stand before everything that is really deployed until then.
Result<void> checkTimes(const RecordedFacts &facts, Timestamp now, const QString &file)
{
    constexpr std::chrono::minutes skew{5};
    for (const RecordedDeployment &d : facts.deployments) {
        if (d.from > now + skew) {
            return std::unexpected(atLine(
                file, d.line,
                Text::tr("A deployment at %1 has not happened yet.").arg(toQDateTime(d.from).toString(Qt::ISODate))));
        }
    }
    return {};
}

/// The builds that the records name, with their digests from git; the version is the recorded one.
Result<std::map<BuildKey, Build>> buildsNamed(const Product &product, const RecordedFacts &facts, const QString &file)
{
    constexpr qsizetype fullHash = 40;
    std::map<BuildKey, Build> all;
    for (const Service &service : product.services) {
        std::vector<const RecordedDeployment *> mine;
        for (const RecordedDeployment &d : facts.deployments) {
            if (d.service == service.key)
                mine.push_back(&d);
        }
        if (mine.empty())
            continue;
        auto repository = GitRepository::open(service.repository);
        if (!repository)
            return std::unexpected(repository.error());
        std::map<QString, QString> full;
        for (const RecordedDeployment *d : mine) {
            if (full.contains(d->commit))
                continue;
            if (d->commit.size() >= fullHash) {
                full[d->commit] = d->commit;
                continue;
            }
            auto resolved = repository->resolve(d->commit);
            if (!resolved)
                return std::unexpected(atLine(file, d->line, resolved.error().message));
            full[d->commit] = *resolved;
        }
        std::vector<QString> commits;
        for (const auto &[recorded, commit] : full)
            commits.push_back(commit);
        auto builds = repository->builds(service, commits);
        if (!builds)
            return std::unexpected(builds.error());
        std::map<QString, Build> byCommit;
        for (Build &b : *builds)
            byCommit.insert_or_assign(b.commit, b);
        for (const RecordedDeployment *d : mine) {
            Build build = byCommit.at(full.at(d->commit));
            build.version = d->version;
            all.insert_or_assign({service.key, d->commit}, std::move(build));
        }
    }
    return all;
}

/// Writes the records of one file. One object for each transaction.
class Recorder {
public:
    Recorder(Session &session, const Product &product, const RecordedFacts &facts,
             const std::map<BuildKey, Build> &builds)
        : m_session(session)
        , m_product(product)
        , m_builds(builds)
    {
        for (const RecordedDeployment &d : facts.deployments)
            m_records.push_back(&d);
        std::ranges::stable_sort(m_records, {}, [](const RecordedDeployment *d) { return d->from; });
    }

    Result<ImportSummary> run()
    {
        m_summary.read = static_cast<int>(m_records.size());
        for (auto step : {&Recorder::addBuilds, &Recorder::addReleases, &Recorder::addDeployments, &Recorder::addIssues,
                          &Recorder::moveReleases, &Recorder::moveTrains}) {
            if (auto done = (this->*step)(); !done)
                return std::unexpected(done.error());
        }
        return m_summary;
    }

private:
    Result<void> addBuilds()
    {
        for (const auto &[key, build] : m_builds) {
            auto id = addNamedBuild(m_session, build, m_summary);
            if (!id)
                return std::unexpected(id.error());
            m_buildIds[key] = *id;
        }
        return {};
    }

    Result<void> addReleases()
    {
        // What each service ran last, so that a release whose records name only some services is still a whole manifest.
        std::map<ServiceKey, BuildKey> last;
        std::vector<QString> order;
        std::map<QString, std::vector<const RecordedDeployment *>> byRelease;
        for (const RecordedDeployment *d : m_records) {
            if (d->release.isEmpty())
                continue;
            auto &list = byRelease[d->release];
            if (list.empty())
                order.push_back(d->release);
            list.push_back(d);
        }
        for (const QString &version : order) {
            const auto &records = byRelease.at(version);
            for (const RecordedDeployment *d : records)
                last[d->service] = {d->service, d->commit};
            if (auto made = addRelease(version, records, last); !made)
                return made;
        }
        return {};
    }

    Result<void> addRelease(const QString &version, const std::vector<const RecordedDeployment *> &records,
                            const std::map<ServiceKey, BuildKey> &last)
    {
        auto existing = m_session.releases().byVersion(version);
        if (!existing)
            return std::unexpected(existing.error());
        if (*existing) {
            m_releases[version] = **existing;
            return {};
        }
        std::vector<Build> builds;
        for (const Service &service : m_product.services) {
            const auto key = last.find(service.key);
            if (key == last.end()) {
                m_summary.warnings
                    << Text::tr("Release %1: no build of %2 is recorded, so it has no whole manifest; left out.")
                           .arg(version, service.key.value);
                return {};
            }
            builds.push_back(m_builds.at(key->second));
            builds.back().id = m_buildIds.at(key->second);
        }
        const Timestamp created =
            std::ranges::min(records | std::views::transform([](const RecordedDeployment *d) { return d->startedAt; }));
        Manifest manifest;
        for (const Build &b : builds)
            manifest.builds[b.service] = b.id;
        manifest.digest = manifestDigest(builds);
        manifest.createdAt = created;
        auto manifestId = m_session.releases().addManifest(manifest);
        if (!manifestId)
            return std::unexpected(manifestId.error());
        Release release;
        release.version = version;
        release.kind = records.front()->kind;
        release.manifest = *manifestId;
        release.createdAt = created;
        if (const auto patched = m_releases.find(records.front()->patches); patched != m_releases.end())
            release.patches = patched->second.id;
        auto train = trainFor(records);
        if (!train)
            return std::unexpected(train.error());
        if (*train && release.kind == ReleaseKind::Regular)
            release.train = (*train)->id;
        auto made = m_session.releases().create(release);
        if (!made)
            return std::unexpected(made.error());
        m_releases[version] = *made;
        if (release.train.isValid()) {
            Train t = **train;
            t.release = made->id;
            if (m_product.person(PersonKey{records.front()->deployer}))
                t.deployer = PersonKey{records.front()->deployer};
            return m_session.trains().change(t, Text::tr("recorded deployments"));
        }
        return {};
    }

    /// The train that the records name, planned now if it was not; none when they name none.
    Result<std::optional<Train>> trainFor(const std::vector<const RecordedDeployment *> &records)
    {
        const QString name = records.front()->train;
        if (name.isEmpty())
            return std::nullopt;
        if (auto planned = planNamed(); !planned)
            return std::unexpected(planned.error());
        auto train = m_session.trains().byVersion(name);
        if (!train)
            return train;
        if (!*train)
            m_summary.warnings
                << Text::tr("There is no train %1; release %2 rides none.").arg(name, records.front()->release);
        else if ((*train)->release.isValid() || isFinished((*train)->state) || (*train)->state == TrainState::Departed)
            return std::nullopt;
        return train;
    }

    /// The trains that records name become known. Those of the weeks between are planned when all releases have theirs
    /// (advanceTrains()), and are found to have left empty or to have been skipped.
    Result<void> planNamed()
    {
        if (std::exchange(m_planned, true))
            return {};
        QSet<QString> named;
        for (const RecordedDeployment *d : m_records)
            named.insert(d->train);
        const Timestamp from = m_records.front()->startedAt - std::chrono::weeks{1};
        const Timestamp to = m_session.now() + trainHorizon;
        auto known = m_session.trains().between(from - std::chrono::weeks{8}, to);
        if (!known)
            return std::unexpected(known.error());
        std::vector<Train> trains = plannedTrains(m_product, from, to, *known);
        std::erase_if(trains, [&](const Train &t) { return !named.contains(t.version); });
        return m_session.trains().plan(trains).transform([](int) {});
    }

    Result<void> addDeployments()
    {
        std::vector<Deployment> batch;
        const auto flush = [&]() -> Result<void> {
            auto added = m_session.deployments().import(batch);
            if (!added)
                return std::unexpected(added.error());
            m_summary.added += *added;
            batch.clear();
            return {};
        };
        for (const RecordedDeployment *d : m_records) {
            Deployment row = toDeployment(*d);
            if (d->remedies != noTime) {
                // The failed one may be in this very batch: it needs its id first.
                if (auto done = flush(); !done)
                    return done;
                auto failed =
                    m_session.deployments().between(d->remedies, d->remedies + Duration{1}, d->service, d->environment);
                if (!failed)
                    return std::unexpected(failed.error());
                if (failed->empty())
                    m_summary.warnings << Text::tr(
                                              "Line %1: no deployment of %2 in %3 is recorded at the time it names as "
                                              "the one it makes good.")
                                              .arg(QString::number(d->line), d->service.value, d->environment.value);
                else
                    row.remedies = failed->front().id;
            }
            batch.push_back(std::move(row));
        }
        return flush();
    }

    Deployment toDeployment(const RecordedDeployment &d) const
    {
        Deployment row;
        row.service = d.service;
        row.environment = d.environment;
        row.build = m_buildIds.at({d.service, d.commit});
        if (const auto release = m_releases.find(d.release); release != m_releases.end())
            row.release = release->second.id;
        row.origin = DeploymentOrigin::Imported;
        row.outcome = d.outcome == RecordedOutcome::Failed ? DeploymentOutcome::Failed
            : d.outcome == RecordedOutcome::RolledBack     ? DeploymentOutcome::RolledBack
                                                           : DeploymentOutcome::Running;
        row.from = d.from;
        row.startedAt = d.startedAt;
        row.deployer = d.deployer;
        row.cause = d.cause;
        row.message = d.message;
        row.attended = d.attended;
        return row;
    }

    Result<void> addIssues()
    {
        for (const RecordedDeployment *d : m_records) {
            if (d->outcome == RecordedOutcome::Succeeded)
                continue;
            Issue issue;
            issue.service = d->service;
            issue.environment = d->environment;
            issue.cause = d->cause;
            issue.title = d->message.isEmpty() ? Text::tr("Deployment of %1 failed").arg(d->version) : d->message;
            issue.commit = m_builds.at({d->service, d->commit}).commit;
            issue.foundAt = d->from;
            if (const auto release = m_releases.find(d->release); release != m_releases.end())
                issue.introducedBy = release->second.id;
            // Taken back at once: the smoke test of the environment caught it. Left running where a client works until a
            // patch: it escaped.
            const bool escaped = d->outcome == RecordedOutcome::Failed && d->cause == Cause::Change &&
                m_product.isClientProduction(d->environment);
            if (const Stage *stage = m_product.stageOf(d->environment); stage && !escaped)
                issue.caughtAt = stage->key;
            if (auto id = m_session.issues().add(issue); !id)
                return std::unexpected(id.error());
        }
        return {};
    }

    Result<void> moveReleases()
    {
        const QString reason = Text::tr("recorded deployments");
        for (const auto &[version, release] : m_releases) {
            if (release.state != ReleaseState::Assembled)
                continue;
            if (auto moved = m_session.releases().transition(release.id, ReleaseState::InPromotion, reason); !moved)
                return moved;
        }
        return settleReleases(m_session, m_product).transform([](int) {});
    }

    Result<void> moveTrains()
    {
        return advanceTrains(m_session, m_product, m_session.now()).transform([](int) {});
    }

    Session &m_session;
    const Product &m_product;
    const std::map<BuildKey, Build> &m_builds;
    std::vector<const RecordedDeployment *> m_records; ///< by `from`
    std::map<BuildKey, BuildId> m_buildIds;
    std::map<QString, Release> m_releases;
    ImportSummary m_summary;
    bool m_planned = false; ///< the trains that are named
};

} // namespace

Result<ImportSummary> importDeployments(Store &store, const Intent &intent, const QString &file)
{
    auto product = store.read(requireProduct).takeResult();
    if (!product)
        return std::unexpected(product.error());
    auto facts = readRecords(file);
    if (!facts)
        return std::unexpected(facts.error());
    if (auto known = checkKeys(*product, *facts, file); !known)
        return std::unexpected(known.error());
    auto builds = buildsNamed(*product, *facts, file);
    if (!builds)
        return std::unexpected(builds.error());
    auto summary = store
                       .write(intent,
                              [&](Session &session) -> Result<ImportSummary> {
                                  if (auto past = checkTimes(*facts, session.now(), file); !past)
                                      return std::unexpected(past.error());
                                  auto done = Recorder(session, *product, *facts, *builds).run();
                                  if (done && !facts->samples.empty()) {
                                      if (auto added = session.pools().add(facts->samples); !added)
                                          return std::unexpected(added.error());
                                      done->read += static_cast<int>(facts->samples.size());
                                  }
                                  return done;
                              })
                       .takeResult();
    return summary;
}

Result<ImportSummary> importPoolSamples(Store &store, const Intent &intent, const QString &file)
{
    auto facts = readRecords(file);
    if (!facts)
        return std::unexpected(facts.error());
    ImportSummary summary;
    summary.read = static_cast<int>(facts->samples.size());
    if (!facts->deployments.empty())
        summary.warnings << Text::tr("%1 deployments are in the file; import them with: humdrumctl import deployments")
                                .arg(facts->deployments.size());
    auto added =
        store.write(intent, [&](Session &session) { return session.pools().add(facts->samples); }).takeResult();
    if (!added)
        return std::unexpected(added.error());
    summary.added = *added;
    return summary;
}

} // namespace humdrum
