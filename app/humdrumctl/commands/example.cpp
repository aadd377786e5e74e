// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/exampleopener.h"
#include "app/humdrumctl/invocation.h"

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
    if (invocation.json)
        printJson(QJsonObject{{u"config"_s, *config}});
    else
        print(*config);
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
