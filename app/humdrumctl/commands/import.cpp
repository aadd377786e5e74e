// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "operations/importing.h"
#include "operations/releases.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct ImportOptions {
    std::vector<std::string> services;
    std::vector<std::string> paths;
    std::string service, stage, commit, release, file;
    bool all = false;
};

using Import = std::function<Result<ImportSummary>(Store &, const Intent &)>;

void show(const Invocation &invocation, const QString &what, const ImportSummary &summary)
{
    if (invocation.json) {
        printJson(QJsonObject{{u"what"_s, what},
                              {u"read"_s, summary.read},
                              {u"added"_s, summary.added},
                              {u"builds"_s, summary.builds},
                              {u"builds_added"_s, summary.newBuilds},
                              {u"warnings"_s, QJsonArray::fromStringList(summary.warnings)}});
        return;
    }
    const auto newOf = [](int added, int all) { return u"%1 new of %2"_s.arg(added).arg(all); };
    QString text = what + u": "_s + newOf(summary.added, summary.read);
    if (summary.builds > 0)
        text += u", builds: "_s + newOf(summary.newBuilds, summary.builds);
    print(text);
    for (const QString &warning : summary.warnings)
        print(u"  "_s + warning);
}

int run(const Invocation &invocation, const QString &what, const Import &import)
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const auto summary = import((*context)->store(), Intent{(*context)->actor(), {}});
    if (!summary)
        return report(invocation, summary.error());
    show(invocation, what, *summary);
    return 0;
}

Result<ImportSummary> importServices(Store &store, const Intent &intent, const ImportOptions &options)
{
    auto product = store.read(requireProduct).takeResult();
    if (!product)
        return std::unexpected(product.error());
    std::vector<ServiceKey> services;
    for (const std::string &s : options.services)
        services.push_back(ServiceKey{QString::fromStdString(s)});
    if (services.empty()) {
        for (const Service &s : product->services)
            services.push_back(s.key);
    }
    ImportSummary total;
    std::optional<Error> failed;
    QStringList done;
    for (const ServiceKey &service : services) {
        auto one = importGit(store, intent, service, options.all);
        if (!one) { // each is a transaction of its own: one that cannot be read keeps no other from it
            if (!failed)
                failed = one.error();
            else
                total.warnings << one.error().toString();
            continue;
        }
        done << service.value;
        total.read += one->read;
        total.added += one->added;
        total.builds += one->builds;
        total.newBuilds += one->newBuilds;
        total.warnings += one->warnings;
    }
    if (failed) {
        if (!done.isEmpty())
            total.warnings << u"The others were imported: %1."_s.arg(done.join(u", "_s));
        failed->details = total.warnings.join(u'\n');
        return std::unexpected(*failed);
    }
    return total;
}

QStringList toList(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &t : texts)
        list << QString::fromStdString(t);
    return list;
}

} // namespace

void addImport(CLI::App &app, Invocation &invocation)
{
    CLI::App *import =
        app.add_subcommand("import", "Take in what was recorded elsewhere; the same thing again adds nothing");
    import->require_subcommand(1);
    import->fallthrough();
    auto options = std::make_shared<ImportOptions>();

    CLI::App *git = import->add_subcommand("git", "The commits of each service");
    git->add_option("SERVICE", options->services, "Only these services");
    git->add_flag("--all", options->all, "Read the whole history again instead of what is new");
    git->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return run(invocation, u"git"_s, [options](Store &store, const Intent &intent) {
                return importServices(store, intent, *options);
            });
        };
    });

    CLI::App *junit = import->add_subcommand("junit", "Finished stage runs, from JUnit XML files or folders of them");
    junit->add_option("PATH", options->paths, "Files, or folders that are searched for *.xml")->required();
    junit->add_option("--service", options->service, "Where the files do not say it: the service")
        ->type_name("SERVICE");
    junit->add_option("--stage", options->stage, "… the stage's key, such as billing.commit")->type_name("STAGE");
    junit->add_option("--commit", options->commit, "… the commit")->type_name("C");
    junit->add_option("--release", options->release, "… the release, for an integration stage")->type_name("RELEASE");
    junit->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return run(invocation, u"junit"_s, [options](Store &store, const Intent &intent) {
                return importJUnit(store, intent,
                                   {toList(options->paths), QString::fromStdString(options->service),
                                    QString::fromStdString(options->stage), QString::fromStdString(options->commit),
                                    QString::fromStdString(options->release)});
            });
        };
    });

    CLI::App *deployments = import->add_subcommand("deployments", "Recorded deployments, one JSON object a line");
    deployments->add_option("FILE", options->file, "The file")->required();
    deployments->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return run(invocation, u"deployments"_s, [options](Store &store, const Intent &intent) {
                return importDeployments(store, intent, QString::fromStdString(options->file));
            });
        };
    });

    CLI::App *notes =
        import->add_subcommand("notes", "Recorded release notes with their sign-offs, one JSON object a line");
    notes->add_option("PATH", options->file, "The file, or a folder with notes.jsonl and the texts that it names")
        ->required();
    notes->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return run(invocation, u"notes"_s, [options](Store &store, const Intent &intent) {
                return importNotes(store, intent, QString::fromStdString(options->file));
            });
        };
    });

    CLI::App *pools = import->add_subcommand("pools", "Recorded samples of resource pools, one JSON object a line");
    pools->add_option("FILE", options->file, "The file")->required();
    pools->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return run(invocation, u"pools"_s, [options](Store &store, const Intent &intent) {
                return importPoolSamples(store, intent, QString::fromStdString(options->file));
            });
        };
    });
}

} // namespace humdrum::ctl
