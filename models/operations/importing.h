// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <QStringList>

namespace humdrum {

/// What an import did. Importing the same thing again adds nothing.
struct ImportSummary {
    int read = 0;         ///< records found in the source
    int added = 0;        ///< that were new
    int builds = 0;       ///< builds that they name
    int newBuilds = 0;    ///< … of which nothing was known before
    QStringList warnings; ///< what was left out, and why; for people
};

/// Adds a build that an import names, and counts it in its summary. In the import's own transaction.
[[nodiscard]] Result<BuildId> addNamedBuild(Session &session, const Build &build, ImportSummary &summary);

/// The functions below read files or run git and then write in one transaction. They block: call them from any thread but
/// the main thread of a window and the storage thread. On an error nothing of the import is stored.

/// Reads the history of a service's repository since the newest commit that is known (everything when `all`).
[[nodiscard]] Result<ImportSummary> importGit(Store &store, const Intent &intent, const ServiceKey &service,
                                              bool all = false);

/// What to read as JUnit, and what it belongs to where the files do not say so themselves in the properties
/// humdrum.service, humdrum.stage, humdrum.commit and humdrum.release.
struct JUnitSource {
    QStringList paths; ///< files, and folders that are searched for *.xml
    QString service, stage, commit, release;
};
/// Each file is one finished stage run. A commit stage that passed makes its build known.
[[nodiscard]] Result<ImportSummary> importJUnit(Store &store, const Intent &intent, const JUnitSource &source);

/// Recorded deployments, see resources/recorded-deployments.md. Makes the builds and releases they name known, puts
/// releases on the trains they name, and counts what failed by a change where a client works as an issue that escaped.
[[nodiscard]] Result<ImportSummary> importDeployments(Store &store, const Intent &intent, const QString &file);

/// Recorded notes: a file of them, or a folder with notes.jsonl; see resources/recorded-deployments.md. Each text becomes
/// the first revision of its release's notes, with its sign-offs, and is published where that was recorded: what happened
/// before is a fact, whatever sign-offs the product asks for now. Refused as a whole, every mistake named once with its place:
/// releases and roles that are not known, and notes that are there with another text (rule 4 where they are published).
[[nodiscard]] Result<ImportSummary> importNotes(Store &store, const Intent &intent, const QString &path);

/// Recorded samples of resource pools, in the same format family.
[[nodiscard]] Result<ImportSummary> importPoolSamples(Store &store, const Intent &intent, const QString &file);

} // namespace humdrum
