// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/exampleopener.h"
#include "app/humdrumctl/invocation.h"
#include "operations/initialise.h"
#include "planning/trains.h"

#include <CLI/CLI.hpp>

#include <QDate>
#include <QDir>
#include <QFileInfo>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct CreateOptions {
    std::string folder, until;
    quint64 seed = 1;
    bool force = false;
};

/// As a shell reads it back.
QString quoted(const QString &argument)
{
    const bool plain =
        std::ranges::all_of(argument, [](QChar c) { return c.isLetterOrNumber() || u"_-./:=+@%"_s.contains(c); });
    return plain && !argument.isEmpty() ? argument : u'\'' + QString(argument).replace(u'\'', u"'\\''"_s) + u'\'';
}

/// What brings the example into the database and its next release to a first environment, to be typed in this order.
Result<QStringList> nextCommands(const Invocation &invocation, const QString &config)
{
    const auto described = readDescription(config);
    if (!described)
        return std::unexpected(described.error());
    const Timestamp now = toTimestamp(QDateTime::currentDateTimeUtc());
    const std::vector<Train> trains = plannedTrains(described->product, now, now + std::chrono::weeks{2});
    const QString release = trains.empty() ? u"RELEASE"_s : trains.front().version;
    const QDir history(QFileInfo(config).dir().filePath(u"history"_s));
    const auto line = [&](const QStringList &arguments) {
        QStringList words{u"humdrumctl"_s};
        if (!invocation.database.empty())
            words << u"--db"_s << quoted(QString::fromStdString(invocation.database));
        for (const QString &argument : arguments)
            words << quoted(argument);
        return words.join(u' ');
    };
    return QStringList{
        line({u"init"_s, u"--config"_s, config}),
        line({u"import"_s, u"git"_s}),
        line({u"import"_s, u"deployments"_s, history.filePath(u"deployments.jsonl"_s)}),
        line({u"import"_s, u"pools"_s, history.filePath(u"pools.jsonl"_s)}),
        line({u"import"_s, u"notes"_s, history.filePath(u"notes"_s)}),
        line({u"import"_s, u"junit"_s, history.filePath(u"junit"_s)}),
        line({u"--as"_s, examplePerson(), u"release"_s, u"create"_s}),
        line({u"--as"_s, examplePerson(), u"notes"_s, u"generate"_s, release}),
        line({u"--as"_s, examplePerson(), u"stage"_s, u"run"_s, u"-"_s, u"integration"_s, u"--release"_s, release}),
        line({u"--as"_s, examplePerson(), u"promote"_s, release, u"--to"_s, u"dev"_s, u"--wait"_s})};
}

int create(const Invocation &invocation, const CreateOptions &options)
{
    ExampleOptions wanted{.folder = QString::fromStdString(options.folder), .until = {}, .seed = options.seed};
    if (!options.until.empty()) {
        wanted.until = QDate::fromString(QString::fromStdString(options.until), Qt::ISODate);
        if (!wanted.until.isValid())
            return report(invocation,
                          Error{ErrorCode::InvalidInput,
                                u"--until %1 is not a date."_s.arg(QString::fromStdString(options.until)),
                                u"Write it as 2026-11-23."_s,
                                {},
                                {}});
    }
    if (!options.force && QFileInfo::exists(QDir(wanted.folder).filePath(u"harbour.json"_s)))
        return report(
            invocation,
            Error{ErrorCode::RuleRefused,
                  u"%1 holds an example already."_s.arg(wanted.folder),
                  u"Choose another folder, or replace everything in it, its repositories too, with --force."_s,
                  {},
                  {}});
    const auto config = createExample(wanted, [&](double, const QString &step) {
        if (!invocation.json)
            print(step);
    });
    if (!config)
        return report(invocation, config.error());
    const auto next = nextCommands(invocation, *config);
    if (!next)
        return report(invocation, next.error());
    if (invocation.json) {
        printJson(QJsonObject{{u"config"_s, *config}, {u"next"_s, QJsonArray::fromStringList(*next)}});
        return 0;
    }
    print(*config + u"\n\nNext, in this order:"_s);
    for (const QString &command : *next)
        print(u"  "_s + command);
    return 0;
}

} // namespace

void addExample(CLI::App &app, Invocation &invocation)
{
    CLI::App *example = app.add_subcommand("example", "Harbour, the product that the documentation uses");
    example->require_subcommand(1);
    example->fallthrough();
    auto options = std::make_shared<CreateOptions>();
    CLI::App *command =
        example->add_subcommand("create", "Write it to a folder: real repositories, programs and history");
    command->add_option("DIR", options->folder, "The folder to make")->required();
    command->add_option("--until", options->until, "The last day of its history (default: today)")
        ->type_name("DATE")
        ->check([](const std::string &date) { return std::string(date.empty() ? "names no date" : ""); });
    command->add_flag("--force", options->force, "Replace the example that is there, with everything in its folder");
    command->add_option("--seed", options->seed, "Another seed, another history");
    command->callback(
        [&invocation, options] { invocation.run = [&invocation, options] { return create(invocation, *options); }; });
}

} // namespace humdrum::ctl
