// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"
#include "ports/store.h"
#include "promotion/desk.h"

#include <QDate>

#include <functional>

namespace humdrum {

/// Called with 0..1 and what is done now; from the thread that works.
using Progress = std::function<void(double fraction, const QString &step)>;

struct ExampleOptions {
    QString folder; ///< is made; must be absent or empty
    QDate until;    ///< invalid: today
    quint64 seed = 1;
};

/// Writes the example product to a folder: repositories, humdrum.yaml, tools, recorded history. Blocks; any thread but the
/// main thread of a window.
[[nodiscard]] Result<QString> createExample(const ExampleOptions &options, const Progress &progress);

/// The example's people are made up; this is the key of one who may do everything, for whoever tries it.
[[nodiscard]] QString examplePerson();

/// Describes the example's product in `store`, imports its history, and assembles the release of the next train with a draft
/// of its notes: all through the same doors a user has; nothing is promoted. Blocks, as above. On an error the store holds what was imported until then; importing again completes it.
[[nodiscard]] Result<void> importExample(Store &store, const Intent &intent, const QString &folder,
                                         const Progress &progress);

/// Runs the stage that joins all services for the release of the next train, so that it may be promoted. From the thread of
/// `desk`; both outlive the future. NotFound when there is no such release or stage.
[[nodiscard]] QFuture<Result<StageRun>> testNextRelease(Store &store, PromotionDesk &desk, const Actor &actor);

} // namespace humdrum
