// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace humdrum::example {

/// One environment of the example, as humdrum.yaml and harbour.json describe it.
struct EnvironmentSpec {
    QString key, name, tier, client, after, pool;
};
/// One pool. `other` is what else lies in it beside what is deployed.
struct PoolSpec {
    QString key;
    QString network; ///< beginning of its addresses, "10.20.1."
    qint64 disk = 0; ///< bytes
    qint64 diskReserve = 0;
    qint64 otherDisk = 0;
    int addresses = 0;
    QStringList otherLeases;
};

inline constexpr qint64 payloadBytes = 256 * 1024; ///< data that each release puts into its pool
inline constexpr int keptReleases = 3;             ///< for each service of an environment, with the one that runs
inline constexpr int portsPerHarbour = 18;         ///< environments x services

[[nodiscard]] const std::vector<EnvironmentSpec> &environments(); ///< by rank
[[nodiscard]] const std::vector<PoolSpec> &pools();
[[nodiscard]] const PoolSpec &pool(const QString &key);

} // namespace humdrum::example
