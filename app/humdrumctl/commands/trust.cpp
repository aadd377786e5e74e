// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/commands/trust.h"

#include "app/humdrumctl/invocation.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const TrustStanding &standing)
{
    QJsonArray differences;
    for (const CommandDifference &d : standing.differences)
        differences.append(QJsonObject{{u"command"_s, d.where},
                                       {u"before"_s, d.before.isEmpty() ? QJsonValue() : QJsonValue(d.before)},
                                       {u"now"_s, d.now.isEmpty() ? QJsonValue() : QJsonValue(d.now)}});
    const bool known = standing.accepted || standing.anyBefore;
    QJsonArray commands;
    for (const DescribedCommand &command : standing.commands)
        commands.append(QJsonObject{{u"command"_s, command.where}, {u"text"_s, command.text}});
    return {{u"accepted"_s, standing.accepted},
            {u"digest"_s, QString::fromLatin1(standing.digest)},
            {u"accepted_by"_s, known ? QJsonValue(standing.acceptedBy) : QJsonValue()},
            {u"accepted_at"_s, jsonTime(standing.acceptedAt)},
            {u"commands"_s, commands},
            {u"differences"_s, differences}};
}

int show(const Invocation &invocation)
{
    auto context = invocation.open(Invocation::Need::Read);
    if (!context)
        return report(invocation, context.error());
    const auto standing = trustStanding((*context)->store(), (*context)->trust()).takeResult();
    if (!standing)
        return report(invocation, standing.error());
    if (invocation.json) {
        printJson(toJson(*standing));
        return 0;
    }
    printStanding(*standing);
    if (standing->accepted) {
        for (const DescribedCommand &command : standing->commands)
            print(command.where + u"\n    "_s + QString(command.text).replace(u'\n', u"\n    "_s));
    }
    return 0;
}

int accept(const Invocation &invocation, const std::string &digest)
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const auto standing = acceptCommands((*context)->store(), (*context)->trust(), {(*context)->actor(), {}},
                                         QByteArray::fromStdString(digest))
                              .takeResult();
    if (!standing)
        return report(invocation, standing.error());
    if (invocation.json)
        printJson(toJson(*standing));
    else
        printStanding(*standing);
    return 0;
}

} // namespace

void printStanding(const TrustStanding &standing)
{
    if (standing.accepted) {
        print(u"The commands of humdrum.yaml are accepted on this machine, by %1."_s.arg(standing.acceptedBy));
        return;
    }
    print(standing.anyBefore
              ? u"These commands of humdrum.yaml differ from what was accepted on this machine, and are not run:"_s
              : u"None of these commands of humdrum.yaml was accepted on this machine, and none is run:"_s);
    for (const CommandDifference &d : standing.differences) {
        print(d.where);
        for (const QString &line : linesOf(d))
            print(u"  "_s + line);
    }
    print(u"Accept them with: humdrumctl trust accept %1"_s.arg(QString::fromLatin1(standing.digest.first(12))));
}

void addTrust(CLI::App &app, Invocation &invocation)
{
    CLI::App *trust = app.add_subcommand("trust", "Which commands of humdrum.yaml may be run on this machine");
    trust->require_subcommand(1);
    CLI::App *showing = trust->add_subcommand("show", "How the described commands differ from the accepted ones");
    showing->callback([&invocation] { invocation.run = [&invocation] { return show(invocation); }; });
    auto digest = std::make_shared<std::string>();
    CLI::App *accepting = trust->add_subcommand("accept", "Accept the described commands");
    accepting
        ->add_option("DIGEST", *digest, "As “trust show” told it, or its beginning: refused when they changed since")
        ->check(isNamed());
    accepting->callback(
        [&invocation, digest] { invocation.run = [&invocation, digest] { return accept(invocation, *digest); }; });
}

} // namespace humdrum::ctl
