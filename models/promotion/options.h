// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/records.h"
#include "promotion/gates.h"
#include "promotion/trust.h"
#include "secrets/secretkeeper.h"

#include <functional>

namespace humdrum {

/// What the JUnit files of one command say together.
struct TestTally {
    TestCounts counts;
    std::vector<TestFailure> failures;
};

/// How stage runs reach the services' sources. Called on threads of a pool, for different services at the same time.
struct SourceAccess {
    /// Full hash of a revision; of the newest commit of the main line when it is empty.
    std::function<Result<QString>(const Service &, const QString &revision)> resolve;
    /// Writes the files of a commit to a folder that does not exist yet. Never touches the user's work tree.
    std::function<Result<void>(const Service &, const QString &commit, const QString &folder)> exportTo;
    /// The build that a commit makes: version, digest, time; without an id.
    std::function<Result<Build>(const Service &, const QString &commit)> build;
};

struct WorkerOptions {
    QString logFolder;  ///< absolute; a file for each promotion and stage run; made when missing
    QString runFolder;  ///< absolute; a folder below it for each command, until its result is stored; made when missing
    QString launcher;   ///< absolute path of humdrum-launch, under which each command runs
    QString workFolder; ///< absolute; a cache: commits are checked out below it and removed again
    const Clock *clock = nullptr; ///< must outlive the worker; the machine's when null
    int parallel = 4;             ///< promotions at once, and stage runs at once; >= 1
    bool ownOnly = false;         ///< take only what was asked for at this desk, and leave the rest to others
    Duration grace{std::chrono::seconds{5}}; ///< between SIGTERM and SIGKILL
    std::function<Result<TestTally>(const QStringList &files)>
        readTests;        ///< on threads of a pool; needed where globs are given
    SourceAccess source;  ///< needed for stage runs
    TrustBook trust;      ///< which commands may be run on this machine
    SecretKeeper secrets; ///< where commands get theirs from
    GateSources gates = defaultGateSources();
};

} // namespace humdrum
