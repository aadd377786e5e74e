// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <vector>

namespace humdrum {

enum class HitKind { Release, Environment, Service, Build, Change, Person };

/// One thing that was found, ready to be gone to.
struct SearchHit {
    HitKind kind = HitKind::Release;
    QString key;    ///< id or key of the thing, as in a subject: "17", "aurora-prod"
    QString title;  ///< "2026.48", "Retry on bank timeout"
    QString detail; ///< "billing · a41f9c2 · 3 files"
    int rank = 0;   ///< smaller is better: 0 the same, 1 begins so, 2 a word in it begins so, 3 it is somewhere in it
    friend bool operator==(const SearchHit &, const SearchHit &) = default;
};

/// How well `text` answers `query` (case-insensitive, every word of the query must be there): a rank, or -1.
[[nodiscard]] int rankOf(QStringView text, QStringView query);

/// Releases, environments, services, builds, changes and people that answer `query`, best first, at most `limit` in all
/// and a third of that of builds and changes each. Empty for a blank query. Storage thread.
[[nodiscard]] Result<std::vector<SearchHit>> search(Session &session, const QString &query, int limit);

} // namespace humdrum
