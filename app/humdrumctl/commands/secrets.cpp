// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/typedsecret.h"
#include "promotion/secretuse.h"

#include <CLI/CLI.hpp>

#include <QFileInfo>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QString stateOf(const ListedSecret &secret)
{
    return !secret.known ? u"missing"_s : secret.problem.isEmpty() ? u"kept"_s : u"unusable"_s;
}

/// Those of the described product; none where nothing is described yet, for secrets may be kept before.
Result<std::vector<SecretUse>> usesIn(const Invocation &invocation)
{
    if (!QFileInfo::exists(invocation.databaseFile()) && invocation.database.empty())
        return std::vector<SecretUse>{};
    const auto context = invocation.open(Invocation::Need::Read);
    if (!context)
        return std::unexpected(context.error());
    return (*context)
        ->store()
        .read([](Session &session) { return session.products().current(); })
        .takeResult()
        .transform([](const std::optional<Product> &product) {
            return product ? secretUses(*product) : std::vector<SecretUse>{};
        });
}

QJsonObject toJson(const ListedSecret &secret)
{
    QJsonArray uses;
    for (const SecretUse &use : secret.uses)
        uses.append(QJsonObject{{u"command"_s, use.where}, {u"variable"_s, use.variable}});
    const bool command = secret.known && secret.known->place == SecretPlace::Command;
    return {{u"name"_s, secret.name},
            {u"in"_s, secret.known ? QJsonValue(wordOf(secret.known->place)) : QJsonValue()},
            {u"command"_s, command ? QJsonValue(QJsonArray::fromStringList(secret.known->command)) : QJsonValue()},
            {u"state"_s, stateOf(secret)},
            {u"problem"_s, secret.problem.isEmpty() ? QJsonValue() : QJsonValue(secret.problem)},
            {u"used_by"_s, uses}};
}

int list(const Invocation &invocation, bool check)
{
    const auto secrets = usesIn(invocation).and_then([check](const std::vector<SecretUse> &uses) {
        return listSecrets(AppContext::secretKeeper(), uses, check);
    });
    if (!secrets)
        return report(invocation, secrets.error());
    if (invocation.json) {
        QJsonArray array;
        for (const ListedSecret &secret : *secrets)
            array.append(toJson(secret));
        printJson(array);
        return 0;
    }
    std::vector<QStringList> rows;
    for (const ListedSecret &secret : *secrets) {
        QString where = u"-"_s;
        if (secret.known)
            where = secret.known->place == SecretPlace::Command ? u"command: "_s + secret.known->command.join(u' ')
                                                                : wordOf(secret.known->place);
        QStringList uses;
        for (const SecretUse &use : secret.uses)
            uses << use.where + u" ("_s + use.variable + u')';
        rows.push_back({secret.name, where, stateOf(secret), uses.isEmpty() ? u"-"_s : uses.join(u", "_s)});
    }
    printTable({u"SECRET"_s, u"KEPT IN"_s, u"STATE"_s, u"USED BY"_s}, rows, u"No secrets."_s);
    for (const ListedSecret &secret : *secrets) {
        if (!secret.problem.isEmpty())
            remark(secret.problem);
        else if (!secret.known)
            remark(u"%1 is not kept on this machine: humdrumctl secrets set %1"_s.arg(secret.name));
    }
    return 0;
}

struct SetOptions {
    std::string name, place;
    std::vector<std::string> command;
};

Result<SecretPlace> keep(const SetOptions &options)
{
    const SecretKeeper keeper = AppContext::secretKeeper();
    const QString name = QString::fromStdString(options.name);
    const auto place = secretPlaceFrom(QString::fromStdString(options.place));
    QStringList command;
    for (const std::string &word : options.command)
        command << QString::fromStdString(word);
    if (place == SecretPlace::Command)
        return keeper.setCommand(name, command).transform([] { return SecretPlace::Command; });
    if (!command.isEmpty())
        return fail(
            ErrorCode::InvalidInput, u"A value is not taken from the command line, where every program can read it."_s,
            u"Leave it out and type it when asked, or hand it in through a pipe; a program that prints it is named "
            "with --in command"_s);
    // Before anything is typed.
    if (auto fit = SecretKeeper::checkName(name); !fit)
        return std::unexpected(fit.error());
    const auto value = readSecret(name);
    return value ? keeper.set(name, *value, place) : std::unexpected(value.error());
}

int set(const Invocation &invocation, const SetOptions &options)
{
    const auto kept = keep(options);
    if (!kept)
        return report(invocation, kept.error());
    if (invocation.json)
        printJson(QJsonObject{{u"name"_s, QString::fromStdString(options.name)}, {u"in"_s, wordOf(*kept)}});
    else if (*kept == SecretPlace::Command)
        print(u"The secret %1 is what this program prints, from now on."_s.arg(QString::fromStdString(options.name)));
    else if (*kept == SecretPlace::File)
        print(u"The secret %1 is kept in the file %2."_s.arg(QString::fromStdString(options.name),
                                                             AppContext::secretKeeper().paths().file));
    else
        print(u"The secret %1 is kept in the keychain."_s.arg(QString::fromStdString(options.name)));
    return 0;
}

int remove(const Invocation &invocation, const std::string &name)
{
    const auto gone = AppContext::secretKeeper().remove(QString::fromStdString(name));
    if (!gone)
        return report(invocation, gone.error());
    if (invocation.json)
        printJson(QJsonObject{{u"removed"_s, QString::fromStdString(name)}});
    else
        print(u"The secret %1 is not kept any more."_s.arg(QString::fromStdString(name)));
    return 0;
}

} // namespace

void addSecrets(CLI::App &app, Invocation &invocation)
{
    CLI::App *secrets = app.add_subcommand("secrets", "What commands get that nobody else may see");
    secrets->require_subcommand(1);

    auto check = std::make_shared<bool>(false);
    CLI::App *listing =
        secrets->add_subcommand("list", "Which secrets there are, where each is kept, which commands get them");
    listing->add_flag("--check", *check, "Try each: asks the keychain and runs the programs; shows no value");
    listing->callback(
        [&invocation, check] { invocation.run = [&invocation, check] { return list(invocation, *check); }; });

    auto options = std::make_shared<SetOptions>();
    CLI::App *setting =
        secrets->add_subcommand("set", "Keep a value, which is typed or comes through a pipe, never as an argument");
    setting->add_option("NAME", options->name, "As humdrum.yaml names it")->required()->check(isNamed());
    setting
        ->add_option("--in", options->place, "keychain, file or command (default: where it is kept, else the keychain)")
        ->type_name("PLACE")
        ->check(CLI::IsMember({"keychain", "file", "command"}));
    setting->add_option("PROGRAM", options->command,
                        "With --in command: prints the value; after --, with its arguments");
    setting->callback(
        [&invocation, options] { invocation.run = [&invocation, options] { return set(invocation, *options); }; });

    auto name = std::make_shared<std::string>();
    CLI::App *removing = secrets->add_subcommand("remove", "Keep it no longer");
    removing->add_option("NAME", *name, "Of the secret")->required()->check(isNamed());
    removing->callback(
        [&invocation, name] { invocation.run = [&invocation, name] { return remove(invocation, *name); }; });
}

} // namespace humdrum::ctl
