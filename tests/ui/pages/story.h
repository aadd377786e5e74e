// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"
#include "storage/sqlitestore.h"

#include <QTemporaryDir>

namespace humdrum::test {

/// The week of the pictures in a real database: Monday 23 November 2026, 18:00 in Berlin. 2026.46 and 2026.47 went out,
/// 2026.47 needed a patch in Aurora production, 2026.48 has passed integration and runs in Dev.
/// Nora, Ivo and Tilda may promote, Will may not.
class Story {
public:
    Story();

    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] static Timestamp now();
    [[nodiscard]] static Product product();
    /// The same, where Aurora production asks people: a support lead approves, and two items are ticked. Described as "asking".
    [[nodiscard]] static Product asking();
    [[nodiscard]] ReleaseId release(const QString &version);
    [[nodiscard]] TrainId train(const QString &version);
    /// Queues all services of a release for an environment, as a promotion desk would.
    [[nodiscard]] std::vector<Promotion> queue(ReleaseId release, const EnvironmentKey &environment);
    /// Moves a promotion along to `to`, over all states on the way.
    void advance(PromotionId id, std::initializer_list<PromotionState> states);
    void startStep(PromotionId id, StepKind kind);

    template <class Job>
    auto write(Job job)
    {
        return m_store->write(Intent{{QStringLiteral("nr"), QStringLiteral("test"), {}}, {}}, std::move(job)).result();
    }

private:
    QTemporaryDir m_folder;
    FixedClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
};

/// The same, without a product.
[[nodiscard]] std::unique_ptr<SqliteStore> emptyStore(const QString &folder, const Clock &clock);

} // namespace humdrum::test
