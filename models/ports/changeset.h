// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

#include <vector>

namespace humdrum {

/// The kinds of thing that are stored, for change events and audit subjects.
enum class Aggregate {
    Product,
    Build,
    StageRun,
    Manifest,
    Release,
    Train,
    Change,
    Promotion,
    Deployment,
    Notes,
    Issue,
    Hold,
    PoolSample,
};

/// One thing that was added or changed. `id` is 0 when many changed at once (an import).
struct Changed {
    Aggregate what = Aggregate::Product;
    qint64 id = 0;
    friend bool operator==(const Changed &, const Changed &) = default;
};

/// All that one committed transaction changed; the one typed change event of the program.
struct ChangeSet {
    std::vector<Changed> changes;
    bool elsewhere = false; ///< another process committed; what changed is not known, everything may have

    [[nodiscard]] bool touches(Aggregate what) const
    {
        if (elsewhere)
            return true;
        for (const Changed &c : changes) {
            if (c.what == what)
                return true;
        }
        return false;
    }
};

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::ChangeSet)
