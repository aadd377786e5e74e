// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/exampleopener.h"

#include "example/harbour.h"
#include "operations/documents.h"
#include "operations/importing.h"
#include "operations/initialise.h"
#include "operations/releases.h"
#include "operations/trains.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Example)
};

/// Puts a release on the next train unless it has one, and drafts its notes.
Result<NotesView> planNextTrain(Session &session, const Product &product, const Actor &actor)
{
    if (auto moved = advanceTrains(session, product, session.now()); !moved)
        return std::unexpected(moved.error());
    const auto train = session.trains().next();
    if (!train)
        return std::unexpected(train.error());
    if (!*train)
        return fail(ErrorCode::NotFound, Text::tr("No train is planned."));
    if (!(*train)->release.isValid()) {
        CreateRelease wanted;
        wanted.train = (*train)->id;
        wanted.actor = actor;
        return createRelease(session, wanted, session.now()).and_then([&](const Release &made) {
            return generateNotes(session, made, actor);
        });
    }
    const auto aboard = session.releases().byId((*train)->release);
    if (!aboard)
        return std::unexpected(aboard.error());
    const auto notes = readNotes(session, **aboard);
    if (!notes)
        return std::unexpected(notes.error());
    return *notes ? Result<NotesView>(**notes) : generateNotes(session, **aboard, actor);
}

/// Whoever tries the example is none of its people, and only they make releases.
Intent asOneOfThem(Intent intent, const Product &product)
{
    if (!product.person(PersonKey{intent.actor.person}))
        intent.actor.person = examplePerson();
    return intent;
}

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
    if (auto done = importNotes(store, intent, dir.filePath(u"history/notes"_s)); !done)
        return std::unexpected(done.error());
    progress(0.6, Text::tr("Importing stage runs"));
    if (auto done = importJUnit(
            store, intent,
            {.paths = {dir.filePath(u"history/junit"_s)}, .service = {}, .stage = {}, .commit = {}, .release = {}});
        !done)
        return std::unexpected(done.error());
    progress(0.95, Text::tr("Assembling the next release"));
    const Product &product = initialised->product;
    const Intent planning = asOneOfThem(intent, product);
    auto planned =
        store.write(planning, [&](Session &session) { return planNextTrain(session, product, planning.actor); })
            .takeResult();
    if (!planned)
        return std::unexpected(planned.error());
    progress(1.0, Text::tr("Done"));
    return {};
}

QFuture<Result<StageRun>> testNextRelease(Store &store, PromotionDesk &desk, const Actor &actor)
{
    struct Next {
        StageKey join;
        ReleaseId release;
    };
    const auto find = [](Session &session) -> Result<Next> {
        const auto product = requireProduct(session);
        if (!product)
            return std::unexpected(product.error());
        const auto train = session.trains().next();
        if (!train)
            return std::unexpected(train.error());
        const auto join = std::ranges::find(product->stages, StageKind::Join, &Stage::kind);
        if (join == product->stages.end() || !*train || !(*train)->release.isValid())
            return fail(ErrorCode::NotFound, Text::tr("There is no release to test on the next train."));
        return Next{join->key, (*train)->release};
    };
    return store.read(find)
        .then(&desk,
              [&desk, actor](const Result<Next> &next) {
                  return next ? desk.runStage(next->join, {}, next->release, actor)
                              : QtFuture::makeReadyValueFuture(Result<StageRun>(std::unexpected(next.error())));
              })
        .unwrap();
}

} // namespace humdrum
