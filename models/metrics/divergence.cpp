// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "metrics/divergence.h"

#include <algorithm>

namespace humdrum {

Lag lagOf(const History &history, const QString &behind, const QString &ahead, std::span<const ReleaseId> releases,
          ReleaseId behindRelease, ReleaseId aheadRelease)
{
    Lag lag;
    if (!history.find(behind) || !history.find(ahead))
        return lag;
    lag.changes = history.between(behind, ahead);
    if (!lag.changes.empty()) {
        const Change *common = history.commonAncestor(behind, ahead);
        const Timestamp since =
            common ? common->committedAt : std::ranges::min(lag.changes, {}, &Change::committedAt)->committedAt;
        lag.time = std::max(Duration{0}, history.find(ahead)->committedAt - since);
    }
    const auto e = std::ranges::find(releases, behindRelease);
    const auto u = std::ranges::find(releases, aheadRelease);
    if (e != releases.end() && u != releases.end())
        lag.releases = static_cast<int>(std::max<std::ptrdiff_t>(0, u - e));
    return lag;
}

std::optional<Skew> skewOf(const History &history, std::span<const QString> commits)
{
    std::optional<Skew> skew;
    for (size_t behind = 0; behind < commits.size(); ++behind) {
        for (size_t ahead = 0; ahead < commits.size(); ++ahead) {
            if (behind == ahead || !history.find(commits[behind]) || !history.find(commits[ahead]))
                continue;
            Lag lag = lagOf(history, commits[behind], commits[ahead]);
            if (!skew || std::pair(lag.commits(), lag.time) > std::pair(skew->lag.commits(), skew->lag.time))
                skew = Skew{behind, ahead, std::move(lag)};
        }
    }
    return skew;
}

std::optional<Fork> forkOf(const History &history, const QString &commit, const QString &mainLineTip, Timestamp now)
{
    if (!history.find(commit) || !history.find(mainLineTip))
        return std::nullopt;
    Fork fork;
    fork.unique = history.between(mainLineTip, commit);
    if (fork.unique.empty())
        return std::nullopt;
    fork.leftAt = history.commonAncestor(commit, mainLineTip);
    fork.age = std::max(Duration{0}, now - std::ranges::min(fork.unique, {}, &Change::committedAt)->committedAt);
    return fork;
}

} // namespace humdrum
