// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

namespace humdrum {

/// A defect as a person reports it. Keys and versions as typed.
struct ReportIssue {
    QString title;
    QString service;      ///< empty: of what all services share
    QString caughtAt;     ///< key of the stage that caught it; empty: a client found it
    QString environment;  ///< where; needed when a client found it
    QString introducedBy; ///< version of a release; empty: what ran there when it was found, or not known
    Severity severity = Severity::Major;
    Cause cause = Cause::Change;
    QString commit; ///< empty: of the build that ran there, or not known
    Timestamp foundAt{};
    Actor actor{}; ///< who reports
};

/// Records it, with its audit event, in the caller's transaction. The same one again (service, title, commit, stage and
/// environment) is not counted twice. NotFound for what is not there; InvalidInput where it contradicts itself.
[[nodiscard]] Result<Issue> reportIssue(Session &session, const ReportIssue &report);

/// Issues found in the `weeks` before now (0: ever), oldest first.
[[nodiscard]] Result<std::vector<Issue>> listIssues(Session &session, int weeks, const QString &service);

} // namespace humdrum
