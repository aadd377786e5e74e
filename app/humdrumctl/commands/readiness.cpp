// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What only people can do before a release goes: approve it, and tick what they have seen to.

#include "operations/readiness.h"
#include "app/humdrumctl/invocation.h"
#include "operations/releases.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Options {
    std::string release, role, comment, environment, item;
};

CLI::App *addCommand(CLI::App &parent, const char *name, const char *help, const std::shared_ptr<Options> &options)
{
    CLI::App *command = parent.add_subcommand(name, help);
    command->add_option("RELEASE", options->release, "Its version, such as 2026.48")->required();
    return command;
}

QJsonArray toJson(const std::vector<ChecklistTick> &list)
{
    QJsonArray array;
    for (const ChecklistTick &tick : list)
        array.append(QJsonObject{{u"item"_s, tick.item},
                                 {u"ticked"_s, tick.ticked},
                                 {u"by"_s, tick.person.isEmpty() ? QJsonValue() : QJsonValue(tick.person)},
                                 {u"at"_s, jsonTime(tick.at)}});
    return array;
}

QJsonObject toJson(const ApprovalStanding &standing)
{
    QJsonArray roles;
    for (const RoleApprovals &role : standing.roles)
        roles.append(QJsonObject{{u"role"_s, role.role.isEmpty() ? QJsonValue() : QJsonValue(role.role.value)},
                                 {u"wanted"_s, role.wanted},
                                 {u"approved_by"_s, QJsonArray::fromStringList(role.by)},
                                 {u"asked"_s, QJsonArray::fromStringList(role.asked)}});
    return {{u"enough"_s, standing.enough()},
            {u"roles"_s, roles},
            {u"rejected_by"_s, QJsonArray::fromStringList(standing.rejectedBy)}};
}

void show(const Invocation &invocation, const ReleaseReadiness &r)
{
    if (invocation.json) {
        QJsonArray environments;
        for (const EnvironmentReadiness &e : r.environments)
            environments.append(
                QJsonObject{{u"environment"_s, e.environment.value},
                            {u"approvals"_s, e.approvals ? QJsonValue(toJson(*e.approvals)) : QJsonValue()},
                            {u"checklist"_s, toJson(e.checklist)}});
        printJson(QJsonObject{{u"release"_s, r.version},
                              {u"state"_s, r.notes ? QJsonValue(wordOf(*r.notes)) : QJsonValue()},
                              {u"hash"_s, QString::fromLatin1(r.hash)},
                              {u"environments"_s, environments}});
        return;
    }
    if (r.notes)
        print(u"Notes of %1: %2"_s.arg(r.version, wordOf(*r.notes)));
    bool any = false;
    for (const EnvironmentReadiness &e : r.environments) {
        if (!e.approvals)
            continue;
        any = true;
        print(u"%1: %2, %3"_s.arg(e.environment.value, e.approvals->enough() ? u"approved"_s : u"not approved yet"_s,
                                  e.approvalText));
    }
    if (!any)
        print(u"Recorded. No environment asks for an approval of a release."_s);
}

/// Runs `job`, a Result<T>(Session &, const Release &, const Actor &), as a write.
template <class Job>
auto write(const Invocation &invocation, const Options &options, Job job)
{
    using Value = std::invoke_result_t<Job &, Session &, const Release &, const Actor &>;
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return Value(std::unexpected(context.error()));
    const Actor actor = (*context)->actor();
    return Value((*context)
                     ->store()
                     .write({actor, {}},
                            [&](Session &session) {
                                return findRelease(session, QString::fromStdString(options.release))
                                    .and_then([&](const Release &r) { return job(session, r, actor); });
                            })
                     .takeResult());
}

void addVerdict(CLI::App *command, Invocation &invocation, const std::shared_ptr<Options> &options,
                SignOffVerdict verdict)
{
    command->add_option("--role", options->role, "The role's key")->required()->type_name("ROLE");
    command->callback([&invocation, options, verdict] {
        invocation.run = [&invocation, options, verdict] {
            const auto done =
                write(invocation, *options, [&](Session &session, const Release &release, const Actor &actor) {
                    return approveRelease(session, release, RoleKey{QString::fromStdString(options->role)}, verdict,
                                          QString::fromStdString(options->comment), {}, actor);
                });
            if (!done)
                return report(invocation, done.error());
            show(invocation, *done);
            return 0;
        };
    });
}

void show(const Invocation &invocation, const std::vector<ChecklistTick> &list, const QByteArray &zone)
{
    if (invocation.json)
        return printJson(toJson(list));
    std::vector<QStringList> rows;
    for (const ChecklistTick &tick : list) {
        const bool said = tick.at != noTime;
        rows.push_back({QString::number(rows.size() + 1), tick.ticked ? u"[x]"_s : u"[ ]"_s, tick.item,
                        said ? shown(tick.at, zone) : QString(), tick.person});
    }
    printTable({u"ITEM"_s, QString(), u"TEXT"_s, heading(u"SINCE"_s, zone), u"BY"_s}, rows,
               u"This environment has no checklist."_s);
}

void addTick(CLI::App &checklist, Invocation &invocation, const char *name, const char *help, bool ticked)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(checklist, name, help, options);
    command->add_option("ITEM", options->item, "Its number, as “checklist list” tells it, or its text")->required();
    command->add_option("--to", options->environment, "The environment")->required()->type_name("ENV");
    command->callback([&invocation, options, ticked] {
        invocation.run = [&invocation, options, ticked] {
            const auto done =
                write(invocation, *options, [&](Session &session, const Release &release, const Actor &actor) {
                    return withZone([&](Session &s) {
                        return tickItem(s, release, {QString::fromStdString(options->environment)},
                                        QString::fromStdString(options->item), ticked, actor);
                    })(session);
                });
            if (!done)
                return report(invocation, done.error());
            show(invocation, done->first, done->second);
            return 0;
        };
    });
}

} // namespace

void addApproval(CLI::App &app, Invocation &invocation)
{
    const auto approval = std::make_shared<Options>();
    CLI::App *approve = addCommand(
        app, "approve", "Approve a release for a role, as it is and with exactly the notes there are", approval);
    approve->add_option("--comment", approval->comment, "Why")->type_name("TEXT");
    addVerdict(approve, invocation, approval, SignOffVerdict::Approved);
    const auto rejection = std::make_shared<Options>();
    CLI::App *reject =
        addCommand(app, "reject", "Reject a release for a role; notes in review go back to draft", rejection);
    reject->add_option("--reason", rejection->comment, "Why; recorded in the audit")->required()->type_name("TEXT");
    addVerdict(reject, invocation, rejection, SignOffVerdict::Rejected);
}

void addChecklist(CLI::App &app, Invocation &invocation)
{
    CLI::App *checklist = app.add_subcommand("checklist", "What has to be seen to before a release goes somewhere");
    checklist->require_subcommand(1);
    checklist->fallthrough();
    const auto options = std::make_shared<Options>();
    CLI::App *list = addCommand(*checklist, "list", "The items, and who has ticked which", options);
    list->add_option("--to", options->environment, "The environment")->required()->type_name("ENV");
    list->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(invocation, withZone([options](Session &session) {
                                   return findRelease(session, QString::fromStdString(options->release))
                                       .and_then([&](const Release &release) {
                                           return readChecklist(session, release,
                                                                {QString::fromStdString(options->environment)});
                                       });
                               }),
                               [&](const std::pair<std::vector<ChecklistTick>, QByteArray> &found) {
                                   show(invocation, found.first, found.second);
                               });
        };
    });
    addTick(*checklist, invocation, "tick", "Say that an item is seen to", true);
    addTick(*checklist, invocation, "untick", "Take that back", false);
}

} // namespace humdrum::ctl
