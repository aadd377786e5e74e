// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipeline/upstream.h"

#include <QCoreApplication>
#include <QSet>

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

/// What was asked on the way to an environment, and what is missing there.
struct Way {
    QSet<StageKey> seen;
    int asked = 0;
    QStringList missing;
    QStringList chosen; ///< "Aurora staging as one of 2"
};

bool ofAnotherRow(const Asked &asked, const Stage &stage)
{
    return (stage.kind == StageKind::Commit || stage.kind == StageKind::Test) && stage.service != asked.build.service;
}

Result<void> walkBefore(const Asked &asked, const Stage &stage, Way &way);

/// The stage with all that is before it.
Result<void> walk(const Asked &asked, const StageKey &key, Way &way)
{
    const Stage *stage = asked.product.stage(key);
    if (!stage || way.seen.contains(key))
        return {};
    way.seen.insert(key);
    if (auto r = walkBefore(asked, *stage, way); !r || ofAnotherRow(asked, *stage))
        return r;
    ++way.asked;
    const Result<QString> text = missingIn(asked, *stage);
    if (!text)
        return std::unexpected(text.error());
    if (!text->isEmpty())
        way.missing.push_back(*text);
    return {};
}

/// One of the alternatives with all that is before it is enough. Those of another service's row prove nothing for this build.
Result<void> walkOneOf(const Asked &asked, const Stage &stage, Way &way)
{
    QStringList lacking;
    for (const StageKey &key : stage.oneOf) {
        const Stage *alternative = asked.product.stage(key);
        if (!alternative || ofAnotherRow(asked, *alternative))
            continue;
        Way own{.seen = way.seen, .asked = way.asked, .missing = {}, .chosen = way.chosen};
        if (auto r = walk(asked, key, own); !r)
            return r;
        if (own.missing.isEmpty()) {
            own.missing = way.missing;
            own.chosen << Upstream::tr("%1 as one of %2").arg(nameOf(*alternative)).arg(stage.oneOf.size());
            way = std::move(own);
            return {};
        }
        lacking << own.missing.join(u", ");
    }
    if (lacking.isEmpty())
        return {};
    ++way.asked;
    way.missing << Upstream::tr("one of %1 is enough, but %2").arg(lacking.size()).arg(lacking.join(u", "));
    return {};
}

Result<void> walkBefore(const Asked &asked, const Stage &stage, Way &way)
{
    for (const StageKey &need : stage.needs) {
        if (std::ranges::contains(stage.oneOf, need))
            continue;
        if (auto r = walk(asked, need, way); !r)
            return r;
    }
    return walkOneOf(asked, stage, way);
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
    Way way;
    if (auto r = walkBefore({session, product, environment, build, manifest}, *deploy, way); !r)
        return std::unexpected(r.error());
    if (way.missing.isEmpty()) {
        outcome.text = way.asked == 0 ? Upstream::tr("Nothing comes before it")
                                      : Upstream::tr("%1 of %1 upstream stages passed").arg(way.asked);
        if (!way.chosen.isEmpty())
            outcome.text = Upstream::tr("%1, %2").arg(outcome.text, way.chosen.join(u", "));
    } else {
        outcome.result = GateResult::Fail;
        outcome.text = Upstream::tr("%1 of %2 upstream stages passed: %3")
                           .arg(QString::number(way.asked - way.missing.size()), QString::number(way.asked),
                                way.missing.join(u"; "));
    }
    return outcome;
}

Result<bool> hasPassedItsRow(Session &session, const Product &product, const Build &build)
{
    const EnvironmentKey nowhere;
    const std::optional<Manifest> alone;
    const auto alternative = [&](const StageKey &key) {
        return std::ranges::any_of(product.stages, [&](const Stage &s) {
            return s.service == build.service && std::ranges::contains(s.oneOf, key);
        });
    };
    Way way;
    for (const Stage &stage : product.stages) {
        const bool inRow = stage.kind == StageKind::Commit || stage.kind == StageKind::Test;
        if (!inRow || stage.service != build.service || alternative(stage.key))
            continue;
        if (auto r = walk({session, product, nowhere, build, alone}, stage.key, way); !r)
            return std::unexpected(r.error());
        if (!way.missing.isEmpty())
            return false;
    }
    return true;
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
    const auto passed = [&](const Stage &needed) -> Result<bool> {
        if (!manifest)
            return std::ranges::any_of(runs, [&](const StageRun &r) {
                return r.stage == needed.key && r.commit == commit && r.state == StageRunState::Passed;
            });
        if (needed.kind == StageKind::Join)
            return session.stageRuns().hasPassed(needed.key, manifest->id);
        const auto build = manifest->builds.find(needed.service);
        return build == manifest->builds.end() ? Result<bool>(false)
                                               : session.stageRuns().hasPassed(needed.key, build->second);
    };
    QStringList alternatives;
    bool enough = stage.oneOf.empty();
    for (const StageKey &key : stage.needs) {
        const Stage *needed = product.stage(key);
        if (!needed || needed->kind == StageKind::Deploy)
            continue;
        const auto has = passed(*needed);
        if (!has)
            return std::unexpected(has.error());
        if (std::ranges::contains(stage.oneOf, key)) {
            enough = enough || *has;
            alternatives << key.value;
        } else if (!*has) {
            missing.push_back(Upstream::tr("%1 has not passed").arg(key.value));
        }
    }
    if (!enough && !alternatives.isEmpty())
        missing.push_back(Upstream::tr("none of %1 has passed").arg(alternatives.join(u", ")));
    if (!missing.isEmpty()) {
        outcome.result = GateResult::Fail;
        outcome.text = missing.join(u"; ");
    }
    return outcome;
}

} // namespace humdrum
