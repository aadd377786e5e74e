// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sqlitestore.h"

#include <QTemporaryDir>

namespace humdrum::test {

/// How large a product has become.
struct Growth {
    int services = 4;
    int clients = 2; ///< each with a staging and a production environment, beside Dev and Integration
    int weeks = 8;   ///< of trains that have gone out, until Story::now()
};

/// A product of that size with its whole history in a real database: each week a train with a release, in which every third
/// service has a new build with two changes, deployed everywhere but at the last client, who is some weeks behind.
class GrownStory {
public:
    explicit GrownStory(const Growth &growth);
    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] static Product product(const Growth &growth);

private:
    QTemporaryDir m_folder;
    FixedClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
};

} // namespace humdrum::test
