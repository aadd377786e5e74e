// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "ports/store.h"

namespace humdrum {

/// Rule 2: whether every stage upstream of the environment has passed for exactly these builds.
/// - the service's own Commit and Test stages: passed for `build`, in any attempt;
/// - a Join: passed for `manifest`. Without one (a single build) it must have passed for a release's manifest that is
///   exactly what the environment would run: what runs there now with `build` in its place;
/// - an environment before this one: `build` has run there, and that deployment neither failed nor was taken back.
/// The rows of other services are not asked: the Join answers for them. Of what a stage needs one of, one that has passed with
/// all that is before it is enough, and the text says which. The text lists what is missing, or how many have passed.
/// Runs on the storage thread inside `session`; Error only for technical failures and an unknown environment.
[[nodiscard]] Result<GateOutcome> judgeUpstream(Session &session, const Product &product,
                                                const EnvironmentKey &environment, const Build &build,
                                                const std::optional<Manifest> &manifest);

/// Whether `build` has passed its service's own row: every stage of it, and of those of which one is enough, one.
[[nodiscard]] Result<bool> hasPassedItsRow(Session &session, const Product &product, const Build &build);

/// Whether the stages that `stage` needs have passed: of a Test stage in its own row for the commit (and the build, where
/// there is one), of a Join in every service's row for the manifest's builds. A Commit stage needs nothing unless described so.
[[nodiscard]] Result<GateOutcome> judgeStageNeeds(Session &session, const Product &product, const Stage &stage,
                                                  const QString &commit, const std::optional<Manifest> &manifest);

} // namespace humdrum
