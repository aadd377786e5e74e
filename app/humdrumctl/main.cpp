// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include <cstdio>

using namespace humdrum;

namespace {

void addSharedOptions(CLI::App &app, ctl::Invocation &invocation)
{
    app.add_option("--db", invocation.database, "The database file (default: in the user's data folder)")
        ->type_name("FILE");
    app.add_option("--as", invocation.person, "Who works: the key of a person in humdrum.yaml")->type_name("PERSON");
    app.add_flag("--json", invocation.json, "Print JSON instead of text");
    app.set_version_flag("--version", "humdrumctl " HUMDRUM_VERSION);
    app.footer("Exit codes: 0 done, 1 refused by a rule, 2 wrong use, 3 technical failure.");
    app.require_subcommand(1);
    // --db and --json may stand before or after the subcommand.
    app.fallthrough();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("humdrum"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HUMDRUM_VERSION));

    ctl::Invocation invocation;
    CLI::App app{"Plan, document and promote releases.", "humdrumctl"};
    addSharedOptions(app, invocation);
    ctl::addExample(app, invocation);
    ctl::addInit(app, invocation);
    ctl::addImport(app, invocation);
    ctl::addStage(app, invocation);
    ctl::addRelease(app, invocation);
    ctl::addNotes(app, invocation);
    ctl::addPromote(app, invocation);
    ctl::addPromotion(app, invocation);
    ctl::addRollback(app, invocation);
    ctl::addStatus(app, invocation);
    ctl::addAudit(app, invocation);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ErrorKind::WrongUse);
    }
    return invocation.run();
}
