// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/story.h"

namespace humdrum::example {

/// One line of history/deployments.jsonl, see resources/recorded-deployments.md.
struct DeploymentStory {
    QString service, environment, version;
    int commit = 0;
    QDateTime started, from;
    QString deployer;
    QString release, train; ///< empty: none
    QString kind = QStringLiteral("regular");
    QString patches;
    QString outcome = QStringLiteral("succeeded");
    QString cause, message;
    QDateTime remedies; ///< `from` of the failed one; invalid: none
    bool attended = false;
};

/// One line of history/pools.jsonl.
struct PoolStory {
    QString pool, resource;
    qint64 used = 0, capacity = 0;
    QDateTime at;
};

/// What was deployed where, and what lies there now.
struct Deployments {
    std::vector<DeploymentStory> records; ///< by `from`
    /// environment -> service -> commits that were deployed there, the one that runs last.
    std::map<QString, std::map<QString, std::vector<int>>> there;
};

[[nodiscard]] Deployments tellDeployments(const Story &story);
/// Daily samples of all pools; the last ones agree with what createHarbour() lays out.
[[nodiscard]] std::vector<PoolStory> tellPools(const Weeks &weeks, quint64 seed);

} // namespace humdrum::example
