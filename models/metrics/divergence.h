// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "metrics/history.h"

#include <QString>

#include <optional>
#include <span>
#include <vector>

/// How far environments are apart. Pure functions, any thread.
namespace humdrum {

/// How far environment e is behind u, for one service.
struct Lag {
    int releases = 0;                    ///< those after e's up to u's
    std::vector<const Change *> changes; ///< reachable from u's commit, not from e's; children before parents
    Duration time{0};                    ///< u's commit − the newest commit that both have; 0 without changes
    [[nodiscard]] int commits() const { return static_cast<int>(changes.size()); }
    [[nodiscard]] double days() const { return std::chrono::duration<double, std::ratio<86400>>(time).count(); }
};

/// `behind` and `ahead` are commits. `releases` are the releases from oldest to newest; a release that is not among them
/// (or none) makes the number of releases 0.
[[nodiscard]] Lag lagOf(const History &history, const QString &behind, const QString &ahead,
                        std::span<const ReleaseId> releases = {}, ReleaseId behindRelease = {},
                        ReleaseId aheadRelease = {});

/// The largest lag inside a tier.
struct Skew {
    size_t behind = 0; ///< indices of the two environments
    size_t ahead = 0;
    Lag lag; ///< by commits, then by time
};

/// `commits`: what each environment of the tier runs of one service; unknown ones are left out. Empty with fewer than two.
[[nodiscard]] std::optional<Skew> skewOf(const History &history, std::span<const QString> commits);

/// A deployed commit that is not an ancestor of the main line.
struct Fork {
    std::vector<const Change *> unique; ///< commits that the main line has not, children before parents
    const Change *leftAt = nullptr; ///< the newest commit of the main line that it has; null when there is none known
    Duration age{0};                ///< since the oldest unique commit
};

/// Empty when `commit` is on the main line, or not known.
[[nodiscard]] std::optional<Fork> forkOf(const History &history, const QString &commit, const QString &mainLineTip,
                                         Timestamp now);

} // namespace humdrum
