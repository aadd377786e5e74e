// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/exampleopener.h"

#include "example/harbour.h"
#include "operations/importing.h"
#include "operations/initialise.h"

#include <QCoreApplication>
#include <QDir>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Example)
};

} // namespace

Result<QString> createExample(const ExampleOptions &options, const Progress &progress)
{
    return createHarbour({.folder = options.folder, .until = options.until, .seed = options.seed}, progress)
        .transform([](const HarbourPaths &paths) { return paths.config; });
}

QString examplePerson() { return u"nr"_s; }

Result<void> importExample(Store &store, const Intent &intent, const QString &folder, const Progress &progress)
{
    const QDir dir(folder);
    progress(0.0, Text::tr("Describing the product"));
    auto initialised = readDescription(dir.filePath(u"humdrum.yaml"_s)).and_then([&](const Description &description) {
        return initialise(store, intent, description);
    });
    if (!initialised)
        return std::unexpected(initialised.error());
    progress(0.1, Text::tr("Importing commits"));
    for (const Service &service : initialised->product.services) {
        if (auto done = importGit(store, intent, service.key); !done)
            return std::unexpected(done.error());
    }
    progress(0.4, Text::tr("Importing deployments"));
    for (const QString &file : {u"history/deployments.jsonl"_s, u"history/pools.jsonl"_s}) {
        auto done = file.contains("pools"_L1) ? importPoolSamples(store, intent, dir.filePath(file))
                                              : importDeployments(store, intent, dir.filePath(file));
        if (!done)
            return std::unexpected(done.error());
    }
    progress(0.6, Text::tr("Importing stage runs"));
    if (auto done = importJUnit(
            store, intent,
            {.paths = {dir.filePath(u"history/junit"_s)}, .service = {}, .stage = {}, .commit = {}, .release = {}});
        !done)
        return std::unexpected(done.error());
    progress(1.0, Text::tr("Done"));
    return {};
}

} // namespace humdrum
