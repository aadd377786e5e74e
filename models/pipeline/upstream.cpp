// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/upstream.h"

#include "pipeline/graph.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

struct Upstream {
    Q_DECLARE_TR_FUNCTIONS(Upstream)
};

constexpr int searchedReleases = 100;

QString nameOf(const Stage &stage) { return stage.name.isEmpty() ? stage.key.value : stage.name; }

/// The manifest of a release that equals what the environment would run with `build` in it.
Result<std::optional<ManifestId>> manifestWith(Session &session, const EnvironmentKey &environment, const Build &build)
{
    const auto running = session.deployments().running();
    if (!running)
        return std::unexpected(running.error());
    std::map<ServiceKey, BuildId> wanted;
    for (const Deployment &d : *running) {
        if (d.environment == environment)
            wanted[d.service] = d.build;
    }
    wanted[build.service] = build.id;
    const auto releases = session.releases().list(searchedReleases);
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &r : *releases) {
        const auto m = session.releases().manifest(r.manifest);
        if (!m)
            return std::unexpected(m.error());
        if (*m && (*m)->builds == wanted)
            return std::optional(r.manifest);
    }
    return std::optional<ManifestId>{};
}

struct Asked {
    Session &session;
    const Product &product;
    const EnvironmentKey &environment;
    const Build &build;
    const std::optional<Manifest> &manifest;
};

/// What is missing at `stage`, or an empty text.
Result<QString> missingJoin(const Asked &asked, const Stage &stage)
{
    ManifestId manifest = asked.manifest ? asked.manifest->id : ManifestId{};
    if (!manifest.isValid()) {
        const auto found = manifestWith(asked.session, asked.environment, asked.build);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return Upstream::tr("%1 has not run for this build together with what runs there now").arg(nameOf(stage));
        manifest = **found;
    }
    const auto passed = asked.session.stageRuns().hasPassed(stage.key, manifest);
    if (!passed)
        return std::unexpected(passed.error());
    return *passed ? QString() : Upstream::tr("%1 has not passed for this manifest").arg(nameOf(stage));
}

Result<QString> missingIn(const Asked &asked, const Stage &stage)
{
    switch (stage.kind) {
    case StageKind::Commit:
    case StageKind::Test: {
        if (stage.service != asked.build.service)
            return QString();
        const auto passed = asked.session.stageRuns().hasPassed(stage.key, asked.build.id);
        if (!passed)
            return std::unexpected(passed.error());
        return *passed ? QString()
                       : Upstream::tr("%1 has not passed for %2 %3")
                             .arg(nameOf(stage), asked.build.service.value, asked.build.version);
    }
    case StageKind::Join:
        return missingJoin(asked, stage);
    case StageKind::Deploy: {
        const auto ran = asked.session.deployments().between(Timestamp::min(), Timestamp::max(), asked.build.service,
                                                             stage.environment);
        if (!ran)
            return std::unexpected(ran.error());
        const bool good =
            std::ranges::any_of(*ran, [&](const Deployment &d) { return d.build == asked.build.id && wentWell(d); });
        const Environment *e = asked.product.environment(stage.environment);
        return good ? QString()
                    : Upstream::tr("%1 %2 has not run well in %3")
                          .arg(asked.build.service.value, asked.build.version,
                               e && !e->name.isEmpty() ? e->name : stage.environment.value);
    }
    }
    return QString();
}

} // namespace

Result<GateOutcome> judgeUpstream(Session &session, const Product &product, const EnvironmentKey &environment,
                                  const Build &build, const std::optional<Manifest> &manifest)
{
    GateOutcome outcome;
    outcome.result = GateResult::Pass;
    outcome.checkedAt = session.now();
    const Stage *deploy = product.stageOf(environment);
    if (!deploy) {
        outcome.result = GateResult::Error;
        outcome.text = Upstream::tr("The pipeline has no stage for the environment %1").arg(environment.value);
        return outcome;
    }
    const Graph graph(product);
    QStringList missing;
    int asked = 0;
    for (const StageKey &key : graph.upstream(deploy->key)) {
        const Stage *stage = product.stage(key);
        const bool otherRow =
            (stage->kind == StageKind::Commit || stage->kind == StageKind::Test) && stage->service != build.service;
        if (otherRow)
            continue;
        ++asked;
        const Result<QString> text = missingIn({session, product, environment, build, manifest}, *stage);
        if (!text)
            return std::unexpected(text.error());
        if (!text->isEmpty())
            missing.push_back(*text);
    }
    if (missing.isEmpty()) {
        outcome.text = asked == 0 ? Upstream::tr("Nothing comes before it")
                                  : Upstream::tr("%1 of %1 upstream stages passed").arg(asked);
    } else {
        outcome.result = GateResult::Fail;
        outcome.text = Upstream::tr("%1 of %2 upstream stages passed: %3")
                           .arg(QString::number(asked - missing.size()), QString::number(asked), missing.join(u"; "));
    }
    return outcome;
}

Result<GateOutcome> judgeStageNeeds(Session &session, const Product &product, const Stage &stage, const QString &commit,
                                    const std::optional<Manifest> &manifest)
{
    GateOutcome outcome;
    outcome.result = GateResult::Pass;
    outcome.checkedAt = session.now();
    QStringList missing;
    std::vector<StageRun> runs;
    if (!commit.isEmpty()) {
        auto found = session.stageRuns().forCommit(stage.service, commit);
        if (!found)
            return std::unexpected(found.error());
        runs = std::move(*found);
    }
    for (const StageKey &key : stage.needs) {
        const Stage *needed = product.stage(key);
        if (!needed || needed->kind == StageKind::Deploy)
            continue;
        bool passed = false;
        if (manifest && needed->kind == StageKind::Join) {
            const auto has = session.stageRuns().hasPassed(key, manifest->id);
            if (!has)
                return std::unexpected(has.error());
            passed = *has;
        } else if (manifest) {
            const auto build = manifest->builds.find(needed->service);
            if (build != manifest->builds.end()) {
                const auto has = session.stageRuns().hasPassed(key, build->second);
                if (!has)
                    return std::unexpected(has.error());
                passed = *has;
            }
        } else {
            passed = std::ranges::any_of(runs, [&](const StageRun &r) {
                return r.stage == key && r.commit == commit && r.state == StageRunState::Passed;
            });
        }
        if (!passed)
            missing.push_back(Upstream::tr("%1 has not passed").arg(key.value));
    }
    if (!missing.isEmpty()) {
        outcome.result = GateResult::Fail;
        outcome.text = missing.join(u"; ");
    }
    return outcome;
}

} // namespace humdrum
