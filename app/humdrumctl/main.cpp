// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "config/values.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QTranslator>

#include <algorithm>

using namespace humdrum;

namespace {

constexpr auto exitCodes = "Exit codes: 0 done, 1 refused by a rule, 2 wrong use, 3 technical failure.";

/// CLI11 lists the options that all subcommands share with none of them.
void explainSharedOptions(CLI::App &app)
{
    for (CLI::App *command : app.get_subcommands([](CLI::App *) { return true; })) {
        command->footer(std::string("All subcommands take --db FILE, --as PERSON and --json.\n") + exitCodes);
        explainSharedOptions(*command);
    }
}

void addSharedOptions(CLI::App &app, ctl::Invocation &invocation)
{
    app.add_option("--db", invocation.database, "The database file (default: in the user's data folder)")
        ->type_name("FILE")
        // A script whose variable is empty must not write into the user's own database.
        ->check([](const std::string &file) { return std::string(file.empty() ? "names no file" : ""); });
    app.add_option("--as", invocation.person, "Who works: the key of a person in humdrum.yaml")
        ->type_name("PERSON")
        // Nor may it work as whoever the account is.
        ->check([](const std::string &person) { return std::string(person.empty() ? "names nobody" : ""); });
    app.add_flag("--json", invocation.json, "Print JSON instead of text");
    app.set_version_flag("--version", "humdrumctl " HUMDRUM_VERSION);
    app.footer(exitCodes);
    app.require_subcommand(1);
    // --db and --json may stand before or after the subcommand.
    app.fallthrough();
}

QStringList namesOf(const std::vector<CLI::App *> &commands)
{
    QStringList names;
    for (const CLI::App *command : commands)
        names << QString::fromStdString(command->get_name());
    return names;
}

/// What was typed wrongly, for people: CLI11 says “A subcommand is required” of a command that is not known.
Error misuse(const CLI::App &app, const CLI::ParseError &error)
{
    const CLI::App *command = &app;
    QString name;
    for (std::vector<CLI::App *> chosen = app.get_subcommands(); !chosen.empty(); chosen = command->get_subcommands()) {
        command = chosen.front();
        name += QString::fromStdString(command->get_name()) + u' ';
    }
    const QString help = QStringLiteral("Run humdrumctl %1--help").arg(name);
    const QStringList known =
        namesOf(const_cast<CLI::App *>(command)->get_subcommands([](CLI::App *) { return true; }));
    if (known.isEmpty())
        return {ErrorCode::InvalidInput, QString::fromStdString(error.what()), help, {}, {}};
    const std::vector<std::string> rest = app.remaining(true);
    if (rest.empty())
        return {ErrorCode::InvalidInput,
                name.isEmpty() ? QStringLiteral("Nothing to do was named.") : QStringLiteral("%1what?").arg(name),
                QStringLiteral("One of %1").arg(known.join(QStringLiteral(", "))),
                {},
                {}};
    const QString word = QString::fromStdString(rest.front());
    const QString meant = nearest(word, known);
    return {ErrorCode::InvalidInput,
            QStringLiteral("There is no command “%1%2”.").arg(name, word),
            meant.isEmpty() ? QStringLiteral("One of %1. %2").arg(known.join(QStringLiteral(", ")), help)
                            : QStringLiteral("Did you mean “%1”? %2").arg(meant, help),
            {},
            {}};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication qt(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("humdrum"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HUMDRUM_VERSION));

    // Always English, which scripts can rely on; its file knows how to say one train and two trains.
    QTranslator english;
    if (english.load(QStringLiteral(":/i18n/humdrum_en.qm")))
        QCoreApplication::installTranslator(&english);

    ctl::Invocation invocation;
    CLI::App app{"Plan, document and promote releases.", "humdrumctl"};
    addSharedOptions(app, invocation);
    ctl::addExample(app, invocation);
    ctl::addInit(app, invocation);
    ctl::addImport(app, invocation);
    ctl::addStage(app, invocation);
    ctl::addRelease(app, invocation);
    ctl::addNotes(app, invocation);
    ctl::addApproval(app, invocation);
    ctl::addChecklist(app, invocation);
    ctl::addPromote(app, invocation);
    ctl::addPromotion(app, invocation);
    ctl::addLog(app, invocation);
    ctl::addRollback(app, invocation);
    ctl::addQueue(app, invocation);
    ctl::addWaiting(app, invocation);
    ctl::addDecide(app, invocation);
    ctl::addHold(app, invocation);
    ctl::addTrust(app, invocation);
    ctl::addSecrets(app, invocation);
    ctl::addStatus(app, invocation);
    ctl::addInsights(app, invocation);
    ctl::addIssue(app, invocation);
    ctl::addAudit(app, invocation);
    explainSharedOptions(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &help) {
        return app.exit(help);
    } catch (const CLI::ParseError &error) {
        invocation.json = std::ranges::contains(QCoreApplication::arguments(), QStringLiteral("--json"));
        return ctl::report(invocation, misuse(app, error));
    }
    return invocation.run();
}
