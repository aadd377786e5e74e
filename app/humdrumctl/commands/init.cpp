// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/commands/trust.h"
#include "app/humdrumctl/invocation.h"
#include "operations/initialise.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

void addInit(CLI::App &app, Invocation &invocation)
{
    auto config = std::make_shared<std::string>();
    auto accept = std::make_shared<bool>(false);
    CLI::App *command =
        app.add_subcommand("init", "Describe the product by its humdrum.yaml; again after it has changed");
    command->add_option("--config", *config, "The product's humdrum.yaml")->required()->type_name("FILE");
    command->add_flag("--accept", *accept, "Accept its commands, which were looked at; so is the first description");
    command->callback([&invocation, config, accept] {
        invocation.run = [&invocation, config, accept] {
            // Read before there is a database: a mistake in the file must leave nothing behind.
            const auto description = readDescription(QString::fromStdString(*config));
            if (!description)
                return report(invocation, description.error());
            auto context = invocation.open(Invocation::Need::Create);
            if (!context)
                return report(invocation, context.error());
            const Intent intent{(*context)->actor(), {}};
            const auto done = initialise((*context)->store(), intent, *description);
            if (!done)
                return report(invocation, done.error());
            // Who names a file to a new database means to run what it says; what changes later is to be looked at.
            const auto standing = done->first || *accept
                ? acceptCommands((*context)->store(), (*context)->trust(), intent).takeResult()
                : trustStanding((*context)->store(), (*context)->trust()).takeResult();
            if (!standing)
                return report(invocation, standing.error());
            const Product &p = done->product;
            if (invocation.json) {
                printJson(QJsonObject{{u"product"_s, p.key},
                                      {u"services"_s, static_cast<int>(p.services.size())},
                                      {u"stages"_s, static_cast<int>(p.stages.size())},
                                      {u"environments"_s, static_cast<int>(p.environments.size())},
                                      {u"changed"_s, done->changed},
                                      {u"commands_accepted"_s, standing->accepted},
                                      {u"database"_s, (*context)->databaseFile()}});
            } else {
                print(u"%1: %2 services, %3 stages, %4 environments%5"_s.arg(
                    p.name, QString::number(p.services.size()), QString::number(p.stages.size()),
                    QString::number(p.environments.size()), done->changed ? QString() : u", unchanged"_s));
                if (!standing->accepted)
                    printStanding(*standing);
            }
            return 0;
        };
    });
}

} // namespace humdrum::ctl
