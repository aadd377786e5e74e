// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QTimeZone>

#include <span>
#include <vector>

namespace humdrum {

/// One test suite that has tests of its own. `name` is the path of nested suites, joined by " › ".
struct JUnitSuite {
    QString name;
    TestCounts tests;
    Timestamp started{}; ///< noTime when it does not say
    Duration duration{0};
};

/// What JUnit XML says, counted from the tests themselves. Where a suite only has numbers and no tests, its numbers count.
struct JUnitReport {
    std::vector<JUnitSuite> suites;
    TestCounts tests;
    int flaky = 0;        ///< tests that failed and then passed when they were run again; they count as passed
    int failureCount = 0; ///< failed and errored tests, also those that `failures` has no room for
    std::vector<TestFailure> failures; ///< the first 100; messages have at most 4 000 characters
    Timestamp started{};               ///< the earliest of the suites; noTime when none says
    Duration duration{0};              ///< what the outermost suites say, their tests' sum where they say nothing
    QMap<QString, QString>
        properties; ///< of suites, the first of each name: "humdrum.service", "humdrum.stage", "humdrum.commit", "humdrum.release"; at most 1 000

    [[nodiscard]] bool passed() const { return tests.failed == 0 && tests.errors == 0; }
};

struct JUnitOptions {
    QTimeZone zone = QTimeZone::UTC;            ///< of timestamps that carry no offset
    qint64 maxBytes = qint64(64) * 1024 * 1024; ///< a larger file is refused; bounds the memory
};

/// Reads JUnit XML as CTest, pytest, Surefire, Qt Test and Go tools write it. A test with both a failure and an error
/// counts once, as failed. Errors: ParseFailed with file, line and column for XML that is broken, declares entities, is
/// nested deeper than 100 elements or is not JUnit; FileFailed for a file that cannot be read or is too large. Any thread.
[[nodiscard]] Result<JUnitReport> parseJUnit(const QByteArray &xml, const QString &name,
                                             const JUnitOptions &options = {});
[[nodiscard]] Result<JUnitReport> readJUnit(const QString &file, const JUnitOptions &options = {});
/// Reads and merges; the first file that cannot be read ends it.
[[nodiscard]] Result<JUnitReport> readJUnit(const QStringList &files, const JUnitOptions &options = {});

/// One report of many: counts, failures and durations add up. InvalidInput when two of them name different services,
/// stages, commits or releases in their humdrum.* properties: those are not one run.
[[nodiscard]] Result<JUnitReport> mergeJUnit(std::span<const JUnitReport> reports);

} // namespace humdrum
