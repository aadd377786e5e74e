// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "ports/store.h"

#include <functional>

namespace humdrum {

/// Where a gate's facts come from that are not in the store. Every function must be callable from any thread.
struct GateSources {
    /// Windows and freezes (rule 6).
    std::function<GateOutcome(const Product &, const EnvironmentKey &, Timestamp)> calendar;
    /// Rule 7 on these samples, for the environment's pool; `claims` by resource name.
    std::function<GateOutcome(const Product &, const EnvironmentKey &, const std::vector<PoolSample> &,
                              const QHash<QString, double> &claims, Timestamp)>
        resources;
    /// Measures a pool now. Slow: walks folders; never called on the storage thread.
    std::function<Result<std::vector<PoolSample>>(const Pool &, const Product &, Timestamp)> measure;
    /// Whether the product's commands may be run on this machine; none: they may.
    std::function<Result<void>(const Product &)> commandsAccepted;

    /// Whether the secrets of an environment's commands are kept here, by looking only; none: they are.
    std::function<Result<void>(const Environment &, PromotionKind)> secretsKnown;

    [[nodiscard]] Result<void> haveSecrets(const Environment &environment, PromotionKind kind) const
    {
        return secretsKnown ? secretsKnown(environment, kind) : Result<void>{};
    }
    [[nodiscard]] Result<void> mayRun(const Product &product) const
    {
        return commandsAccepted ? commandsAccepted(product) : Result<void>{};
    }
};
/// The calendar of models/planning and the pools of models/pools.
[[nodiscard]] GateSources defaultGateSources();

/// What one service's promotion is judged by.
struct GateAsk {
    const Product &product;
    const Environment &environment;
    Build build;
    std::optional<Release> release;
    std::optional<Manifest> manifest;
    PromotionKind kind = PromotionKind::Forward;
    QHash<QString, QString> overrides; ///< word of a gate -> reason
    QString person;                    ///< who asked
    bool automatic = false;            ///< Humdrum's own rollback: the remedy of a promotion that was let through
    PromotionId self{};                ///< the promotion itself, once it is queued
    bool waits = false;                ///< it awaits its gates
    QHash<QString, double> claimed;    ///< by earlier services of the same plan
    std::vector<PoolSample> samples;   ///< fresh ones; where there are none the stored are used
};

/// Every gate that applies, each with its facts, overrides applied. A forward promotion is judged by Upstream, Window,
/// Resource and Hold, and by what the environment adds. A rollback goes back to what has run there and is the cure for a
/// hold, so only the calendar is asked (rule 6), and not even that of an automatic one.
/// An override counts when its reason is not blank and the person has a role that may override; otherwise the gate
/// keeps its result and its text says why the override did not count.
[[nodiscard]] Result<std::vector<GateOutcome>> judgeGates(Session &session, const GateAsk &ask,
                                                          const GateSources &sources);

/// Whether a gate that does not pass may yet by `until`, where its environment lets gates be waited for. A hold is not waited
/// for: what it stops is not to start by itself when it is lifted. Nor is a calendar that opens later, a soak that takes
/// longer, what only a release can have (`ofRelease`), or what the pipeline does not describe.
[[nodiscard]] bool mayBeWaitedFor(const GateOutcome &outcome, bool ofRelease, Timestamp until);
/// The same for all of them that do not pass.
[[nodiscard]] bool allMayBeWaitedFor(const std::vector<GateOutcome> &outcomes, bool ofRelease, Timestamp until);

[[nodiscard]] bool letsPass(const GateOutcome &outcome);
[[nodiscard]] bool allPass(const std::vector<GateOutcome> &outcomes);
/// The facts of the gates that do not pass, in one line: "Window: Year-end freeze until …; Resource: …".
[[nodiscard]] QString factsOf(const std::vector<GateOutcome> &outcomes);

/// TakePart: to write and publish notes, run stages and report defects; whoever is one of the people may.
enum class Right { TakePart, Promote, Override };
/// Whether `person` may: they have a role that says so, or the product describes no people. The text tells what to do.
[[nodiscard]] Result<void> mayDo(const Product &product, const QString &person, Right right);

/// What other unfinished promotions claim of the pool of `environment`, by resource: those that were queued before
/// `self`, or all of them when there is no `self` yet or it awaits its gates. Those that wait claim nothing.
[[nodiscard]] Result<QHash<QString, double>> claimedBy(Session &session, const Product &product, const PoolKey &pool,
                                                       PromotionId self, bool waits = false);

} // namespace humdrum
