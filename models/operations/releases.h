// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// What a new release is made of.
struct CreateRelease {
    QString version; ///< empty: the train's, or the next patch number of `patches`
    ReleaseKind kind = ReleaseKind::Regular;
    TrainId train;                     ///< none: not on a train
    QHash<ServiceKey, BuildId> chosen; ///< services that are not named get their newest build that passed its row
    ReleaseId patches;                 ///< for Patch: the release it names
    Actor actor;
};

/// The newest build of `service` that has passed every stage of the service's own row; none when there is no such build.
[[nodiscard]] Result<std::optional<Build>> newestPassedBuild(Session &session, const Product &product,
                                                             const ServiceKey &service);

/// SHA-256 over the sorted lines "service version digest", hex: equal manifests have equal digests.
[[nodiscard]] QString manifestDigest(std::span<const Build> builds);

/// The version the next patch of `release` gets: "2026.48" -> "2026.48.1", "2026.48.1" -> "2026.48.2".
[[nodiscard]] Result<QString> nextPatchVersion(Session &session, const Release &release);

/// Fixes a manifest, makes it a release and puts it on its train, all in the caller's transaction.
/// Errors: GateNotMet when a service has no build that passed, naming the services; AlreadyExists for a version or a train that
/// is taken; RuleRefused for a train that has departed; NotFound, InvalidInput.
[[nodiscard]] Result<Release> createRelease(Session &session, const CreateRelease &wanted, Timestamp now);

/// Takes a release back: it will not go further, and what runs of it goes on running. A train that has not departed is
/// freed for another release. Errors: InvalidInput without a reason; RuleRefused while a promotion of it is under way, or for a
/// person who may not promote; IllegalTransition when it is withdrawn already.
[[nodiscard]] Result<void> withdrawRelease(Session &session, ReleaseId id, const QString &reason, const Actor &actor);

/// Finds a release by version; NotFound names the nearest ones there are.
[[nodiscard]] Result<Release> findRelease(Session &session, const QString &version);

/// The described product; NotFound with what to do when there is none yet.
[[nodiscard]] Result<Product> requireProduct(Session &session);

} // namespace humdrum
