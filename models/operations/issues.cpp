// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/issues.h"

#include "operations/releases.h"
#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

Result<void> checkKeys(const Product &product, const ReportIssue &report)
{
    if (report.title.trimmed().isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("An issue needs a title."));
    if (!report.service.isEmpty() && !product.service(ServiceKey{report.service}))
        return fail(ErrorCode::NotFound, Text::tr("There is no service %1.").arg(report.service));
    const Environment *environment = product.environment(EnvironmentKey{report.environment});
    if (!report.environment.isEmpty() && !environment)
        return fail(ErrorCode::NotFound, Text::tr("There is no environment %1.").arg(report.environment));
    if (report.caughtAt.isEmpty()) {
        if (!environment || environment->client.isEmpty())
            return fail(ErrorCode::InvalidInput,
                        Text::tr("An issue that escaped was found in an environment of a client."),
                        Text::tr("Name the environment, or the stage that caught it."));
        return {};
    }
    const Stage *stage = product.stage(StageKey{report.caughtAt});
    if (!stage)
        return fail(ErrorCode::NotFound, Text::tr("There is no stage %1.").arg(report.caughtAt));
    if (!report.service.isEmpty() && !stage->service.isEmpty() && stage->service.value != report.service)
        return fail(ErrorCode::InvalidInput,
                    Text::tr("Stage %1 tests %2, not %3.").arg(report.caughtAt, stage->service.value, report.service));
    return {};
}

/// What ran where and when it was found: the release that introduced it and the commit, where the report does not say.
Result<void> fillIn(Session &session, Issue &issue)
{
    if (issue.service.isEmpty() || issue.environment.isEmpty() ||
        (issue.introducedBy.isValid() && !issue.commit.isEmpty()))
        return {};
    const auto ran = session.deployments().lastBefore(issue.foundAt + Duration{1}, issue.service, issue.environment);
    if (!ran)
        return std::unexpected(ran.error());
    if (!*ran)
        return {};
    if (!issue.introducedBy.isValid())
        issue.introducedBy = (*ran)->release;
    if (issue.commit.isEmpty()) {
        const auto build = session.builds().byId((*ran)->build);
        if (!build)
            return std::unexpected(build.error());
        if (*build)
            issue.commit = (*build)->commit;
    }
    return {};
}

} // namespace

Result<Issue> reportIssue(Session &session, const ReportIssue &report)
{
    const auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (const auto may = mayDo(*product, report.actor.person, Right::TakePart); !may)
        return std::unexpected(may.error());
    if (const auto known = checkKeys(*product, report); !known)
        return std::unexpected(known.error());
    Issue issue;
    issue.title = report.title.trimmed();
    issue.service = {report.service};
    issue.caughtAt = {report.caughtAt};
    issue.environment = {report.environment};
    issue.severity = report.severity;
    issue.cause = report.cause;
    issue.commit = report.commit.toLower();
    issue.foundAt = report.foundAt == noTime ? session.now() : report.foundAt;
    if (issue.foundAt > session.now())
        return fail(ErrorCode::InvalidInput, Text::tr("An issue cannot be found in the future."));
    if (issue.service.isEmpty() && !report.caughtAt.isEmpty())
        issue.service = product->stage(issue.caughtAt)->service;
    if (!report.introducedBy.isEmpty()) {
        const auto release = findRelease(session, report.introducedBy);
        if (!release)
            return std::unexpected(release.error());
        issue.introducedBy = release->id;
    }
    if (const auto filled = fillIn(session, issue); !filled)
        return std::unexpected(filled.error());
    const auto id = session.issues().add(issue);
    if (!id)
        return std::unexpected(id.error());
    const auto stored = session.issues().byId(*id);
    if (!stored)
        return std::unexpected(stored.error());
    return stored->value();
}

Result<std::vector<Issue>> listIssues(Session &session, int weeks, const QString &service)
{
    const auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (!service.isEmpty() && !product->service(ServiceKey{service}))
        return fail(ErrorCode::NotFound, Text::tr("There is no service %1.").arg(service));
    const Timestamp now = session.now();
    const Timestamp from = weeks > 0 ? now - std::chrono::weeks{weeks} : noTime;
    auto issues = session.issues().between(from, now + Duration{1});
    if (issues && !service.isEmpty())
        std::erase_if(*issues, [&](const Issue &issue) { return issue.service.value != service; });
    return issues;
}

} // namespace humdrum
