// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "operations/issues.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct AddOptions {
    std::string title, service, caughtAt, environment, release, commit, found;
    std::string severity = "major", cause = "change";
};

/// Issues with the versions of the releases that introduced them.
struct IssueView {
    Issue issue;
    QString release;
};

Result<IssueView> view(Session &session, const Issue &issue)
{
    IssueView v{issue, {}};
    if (!issue.introducedBy.isValid())
        return v;
    auto release = session.releases().byId(issue.introducedBy);
    if (!release)
        return std::unexpected(release.error());
    if (*release)
        v.release = (*release)->version;
    return v;
}

QJsonObject toJson(const IssueView &v)
{
    const Issue &i = v.issue;
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{u"id"_s, i.id.value},
            {u"title"_s, i.title},
            {u"service"_s, orNull(i.service.value)},
            {u"caught_at"_s, orNull(i.caughtAt.value)},
            {u"escaped"_s, i.caughtAt.isEmpty()},
            {u"environment"_s, orNull(i.environment.value)},
            {u"introduced_by"_s, orNull(v.release)},
            {u"severity"_s, wordOf(i.severity)},
            {u"cause"_s, wordOf(i.cause)},
            {u"commit"_s, orNull(i.commit)},
            {u"found"_s, jsonTime(i.foundAt)}};
}

QStringList toRow(const IssueView &v, const QByteArray &zone)
{
    const Issue &i = v.issue;
    return {QString::number(i.id.value),
            shown(i.foundAt, zone),
            i.service.isEmpty() ? u"-"_s : i.service.value,
            i.caughtAt.isEmpty() ? u"escaped: "_s + i.environment.value : i.caughtAt.value,
            v.release.isEmpty() ? u"-"_s : v.release,
            wordOf(i.severity),
            wordOf(i.cause),
            i.title};
}

void show(const std::vector<IssueView> &views, const QByteArray &zone)
{
    std::vector<QStringList> rows;
    for (const IssueView &v : views)
        rows.push_back(toRow(v, zone));
    printTable({u"ISSUE"_s, heading(u"FOUND"_s, zone), u"SERVICE"_s, u"CAUGHT"_s, u"RELEASE"_s, u"SEVERITY"_s,
                u"CAUSE"_s, u"TITLE"_s},
               rows, u"No issues."_s);
}

Result<ReportIssue> reportOf(const AddOptions &options)
{
    ReportIssue report;
    report.title = QString::fromStdString(options.title);
    report.service = QString::fromStdString(options.service);
    report.caughtAt = QString::fromStdString(options.caughtAt);
    report.environment = QString::fromStdString(options.environment);
    report.introducedBy = QString::fromStdString(options.release);
    report.commit = QString::fromStdString(options.commit);
    report.severity = *fromWord<Severity>(QString::fromStdString(options.severity));
    report.cause = *fromWord<Cause>(QString::fromStdString(options.cause));
    if (!options.found.empty()) {
        const QDateTime found = QDateTime::fromString(QString::fromStdString(options.found), Qt::ISODate);
        if (!found.isValid())
            return fail(ErrorCode::InvalidInput,
                        u"--found %1: expected a time such as 2026-11-24T10:00+01:00."_s.arg(
                            QString::fromStdString(options.found)));
        report.foundAt = toTimestamp(found);
    }
    return report;
}

int add(const Invocation &invocation, const AddOptions &options)
{
    const auto report = reportOf(options);
    if (!report)
        return ctl::report(invocation, report.error());
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return ctl::report(invocation, context.error());
    ReportIssue wanted = *report;
    wanted.actor = (*context)->actor();
    auto added = (*context)
                     ->store()
                     .write({wanted.actor, {}}, withZone([report = wanted](Session &session) -> Result<IssueView> {
                                auto issue = reportIssue(session, report);
                                if (!issue)
                                    return std::unexpected(issue.error());
                                return view(session, *issue);
                            }))
                     .takeResult();
    if (!added)
        return ctl::report(invocation, added.error());
    if (invocation.json)
        printJson(toJson(added->first));
    else
        show({added->first}, added->second);
    return 0;
}

void addAdd(CLI::App &issue, Invocation &invocation)
{
    auto options = std::make_shared<AddOptions>();
    CLI::App *command =
        issue.add_subcommand("add", "Record a defect that somebody found; the same one again adds nothing");
    command->add_option("TITLE", options->title, "What is wrong, in one line")->required();
    command->add_option("--service", options->service, "The service that has it")->type_name("SERVICE");
    CLI::Option *caught =
        command->add_option("--caught-at", options->caughtAt, "The stage that caught it; without it a client found it")
            ->type_name("STAGE");
    command->add_option("--in", options->environment, "The environment it was found in")->type_name("ENV");
    command->add_option("--introduced-by", options->release, "The release that brought it (default: what ran there)")
        ->type_name("RELEASE");
    command->add_option("--severity", options->severity, "How bad it is")
        ->check(CLI::IsMember({"minor", "major", "critical"}))
        ->capture_default_str();
    command->add_option("--cause", options->cause, "Whose fault it is")
        ->check(CLI::IsMember({"unknown", "change", "environment", "test"}))
        ->capture_default_str();
    command->add_option("--commit", options->commit, "The commit it was found in (default: of what ran there)")
        ->type_name("C");
    command->add_option("--found", options->found, "When, in ISO 8601 (default: now)")->type_name("TIME");
    command->callback([&invocation, options, caught] {
        if (caught->count() == 0 && options->environment.empty())
            throw CLI::RequiredError("--caught-at STAGE, or --in ENV for what a client found,");
        invocation.run = [&invocation, options] { return add(invocation, *options); };
    });
}

void addList(CLI::App &issue, Invocation &invocation)
{
    struct Options {
        int weeks = 16;
        std::string service;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = issue.add_subcommand("list", "Defects and where they were caught, oldest first");
    command->add_option("--weeks", options->weeks, "Those found in the last weeks; 0 is all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--service", options->service, "Only those of a service")->type_name("SERVICE");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(invocation, withZone([options](Session &session) -> Result<std::vector<IssueView>> {
                                   auto issues =
                                       listIssues(session, options->weeks, QString::fromStdString(options->service));
                                   if (!issues)
                                       return std::unexpected(issues.error());
                                   std::vector<IssueView> views;
                                   for (const Issue &i : *issues) {
                                       auto v = view(session, i);
                                       if (!v)
                                           return std::unexpected(v.error());
                                       views.push_back(std::move(*v));
                                   }
                                   return views;
                               }),
                               [&](const std::pair<std::vector<IssueView>, QByteArray> &found) {
                                   const auto &[views, zone] = found;
                                   if (!invocation.json) {
                                       show(views, zone);
                                       return;
                                   }
                                   QJsonArray array;
                                   for (const IssueView &v : views)
                                       array.append(toJson(v));
                                   printJson(array);
                               });
        };
    });
}

} // namespace

void addIssue(CLI::App &app, Invocation &invocation)
{
    CLI::App *issue = app.add_subcommand("issue", "Defects: what was found, and where");
    issue->require_subcommand(1);
    issue->fallthrough();
    addAdd(*issue, invocation);
    addList(*issue, invocation);
}

} // namespace humdrum::ctl
