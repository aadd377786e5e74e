// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace humdrum {

/// How a recorded deployment ended.
enum class RecordedOutcome { Succeeded, Failed, RolledBack };
template <>
struct Words<RecordedOutcome> {
    static constexpr std::array<std::string_view, 3> list{"succeeded", "failed", "rolled-back"};
};

/// A deployment that somebody recorded, one line of a file (resources/recorded-deployments.md). Keys, versions and commits are
/// as written: whether the product knows them is for the caller to see.
struct RecordedDeployment {
    ServiceKey service;
    EnvironmentKey environment;
    QString version;
    QString commit;        ///< 7 to 64 hex digits, lower case
    Timestamp from{};      ///< when it ran
    Timestamp startedAt{}; ///< of the deploying, <= from
    QString deployer;
    QString release; ///< version of the release, empty when unknown
    QString train;   ///< version of the train, empty when unknown
    ReleaseKind kind = ReleaseKind::Regular;
    QString patches; ///< version of the release that a patch or rollback names, empty otherwise
    RecordedOutcome outcome = RecordedOutcome::Succeeded;
    Cause cause = Cause::Unknown;
    QString message;
    Timestamp
        remedies{}; ///< `from` of the failed deployment of this service and environment that it makes good; noTime: none
    bool attended = false; ///< it needed a retry or an override
    int line = 0;          ///< in the file, from 1
};

/// What a file of records holds, each kind in the order of the lines.
struct RecordedFacts {
    std::vector<RecordedDeployment> deployments;
    std::vector<PoolSample> samples;
};

/// Reads JSON lines: an object a line, blank lines allowed; a line with "pool" is a sample, any other a deployment.
/// Strict: unknown, missing, doubled and wrongly typed fields, times without an offset and words that name nothing are
/// errors. ParseFailed carries file, line and column of the first; details has one line for each of the first 100,
/// "file:line:column: message". FileFailed: cannot be read, larger than 256 MiB. Any thread.
[[nodiscard]] Result<RecordedFacts> parseRecords(const QByteArray &text, const QString &name);
[[nodiscard]] Result<RecordedFacts> readRecords(const QString &file);

} // namespace humdrum
