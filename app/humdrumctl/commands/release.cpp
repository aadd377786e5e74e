// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "domain/version.h"
#include "operations/releases.h"
#include "operations/trains.h"
#include "planning/clients.h"
#include "planning/departures.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct ReleaseView {
    Release release;
    QString train;
    QString patches;
    ClientReach clients;
    QString departure; ///< of its train
    std::vector<Build> builds;
};

Result<ReleaseView> view(Session &session, const Release &release)
{
    ReleaseView v;
    v.release = release;
    if (release.train.isValid()) {
        auto train = session.trains().byId(release.train);
        if (!train)
            return std::unexpected(train.error());
        if (*train) {
            v.train = (*train)->version;
            auto zone = zoneOf(session);
            if (!zone)
                return std::unexpected(zone.error());
            v.departure = departureLine(**train, session.now(), *zone);
        }
    }
    if (release.patches.isValid()) {
        auto patched = session.releases().byId(release.patches);
        if (!patched)
            return std::unexpected(patched.error());
        if (*patched)
            v.patches = (*patched)->version;
    }
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    auto clients = ClientReaches(session, *product).of(release);
    if (!clients)
        return std::unexpected(clients.error());
    v.clients = std::move(*clients);
    auto manifest = session.releases().manifest(release.manifest);
    if (!manifest)
        return std::unexpected(manifest.error());
    if (*manifest) {
        std::vector<BuildId> ids;
        for (const auto &[service, build] : (*manifest)->builds)
            ids.push_back(build);
        auto builds = session.builds().byIds(ids);
        if (!builds)
            return std::unexpected(builds.error());
        v.builds = std::move(*builds);
    }
    return v;
}

QJsonObject toJson(const ReleaseView &v)
{
    QJsonObject manifest;
    for (const Build &b : v.builds)
        manifest.insert(b.service.value,
                        QJsonObject{{u"version"_s, b.version},
                                    {u"pre_release"_s, isPreRelease(b.version)},
                                    {u"commit"_s, b.commit},
                                    {u"digest"_s, b.digest}});
    return {{u"version"_s, v.release.version},
            {u"kind"_s, wordOf(v.release.kind)},
            {u"state"_s, wordOf(v.release.state)},
            {u"train"_s, v.train.isEmpty() ? QJsonValue() : QJsonValue(v.train)},
            {u"clients"_s, clientsJson(v.clients)},
            {u"patches"_s, v.patches.isEmpty() ? QJsonValue() : QJsonValue(v.patches)},
            {u"created"_s, jsonTime(v.release.createdAt)},
            {u"manifest"_s, manifest}};
}

/// "in-promotion, 1 of 2 clients"; of other states there is no more to say.
QString stateOf(const ReleaseView &v)
{
    const bool open = v.release.state == ReleaseState::InPromotion && v.clients.clients() > 0;
    return open ? QString(wordOf(v.release.state) + u", " + v.clients.text()) : wordOf(v.release.state);
}

void show(const ReleaseView &v)
{
    print(u"%1  %2, %3%4%5"_s.arg(v.release.version, wordOf(v.release.kind), stateOf(v),
                                  v.train.isEmpty() ? QString() : u", train %1 %2"_s.arg(v.train, v.departure),
                                  v.patches.isEmpty() ? QString() : u", patches "_s + v.patches));
    if (v.release.state == ReleaseState::InPromotion && !v.clients.missing().isEmpty())
        print(u"Missing: %1"_s.arg(v.clients.missing().join(u", "_s)));
    std::vector<QStringList> rows;
    for (const Build &b : v.builds)
        rows.push_back({b.service.value, b.version, b.commit.left(10), b.digest});
    printTable({u"SERVICE"_s, u"VERSION"_s, u"COMMIT"_s, u"DIGEST"_s}, rows);
    QStringList unfinished;
    for (const Build &b : v.builds) {
        if (isPreRelease(b.version))
            unfinished << b.service.value + u' ' + b.version;
    }
    if (!unfinished.isEmpty())
        print(u"Pre-release versions in it: %1."_s.arg(unfinished.join(u", "_s)));
}

struct CreateOptions {
    std::string version, train, patchOf;
    std::vector<std::string> builds;
};

Error noTrain(Session &session, const QString &version)
{
    if (version.isEmpty())
        return {ErrorCode::NotFound, u"No train is planned."_s, u"Describe a schedule in humdrum.yaml."_s, {}, {}};
    const auto next = session.trains().next();
    const QString hint = next && *next ? u"The next is %1."_s.arg((*next)->version) : QString();
    return {ErrorCode::NotFound, u"There is no train %1."_s.arg(version), hint, {}, {}};
}

Error noBuild(Session &session, const ServiceKey &service, const QString &version)
{
    constexpr int shownBuilds = 3;
    QStringList known;
    const auto newest = session.builds().ofService(service, shownBuilds);
    for (const Build &b : newest.value_or(std::vector<Build>{}))
        known << b.version;
    return {ErrorCode::NotFound,
            u"There is no build %1 of %2."_s.arg(version, service.value),
            known.isEmpty() ? u"It has none yet; name a service of the product."_s
                            : u"The newest are %1."_s.arg(known.join(u", "_s)),
            {},
            {}};
}

/// Turns what was typed into ids; runs in the same transaction as the creation.
Result<CreateRelease> resolve(Session &session, const CreateOptions &options)
{
    CreateRelease wanted;
    wanted.version = QString::fromStdString(options.version);
    if (!options.patchOf.empty()) {
        auto base = findRelease(session, QString::fromStdString(options.patchOf));
        if (!base)
            return std::unexpected(base.error());
        wanted.kind = ReleaseKind::Patch;
        wanted.patches = base->id;
    } else if (!options.train.empty() || options.version.empty()) {
        // Without a window open nobody else sends off the trains whose time has come.
        auto moved = requireProduct(session).and_then(
            [&](const Product &product) { return advanceTrains(session, product, session.now()); });
        if (!moved)
            return std::unexpected(moved.error());
        const QString name = QString::fromStdString(options.train);
        auto train = name.isEmpty() ? nextToBoard(session) : session.trains().byVersion(name);
        if (!train)
            return std::unexpected(train.error());
        if (!*train)
            return std::unexpected(noTrain(session, name));
        wanted.train = (*train)->id;
    }
    for (const std::string &text : options.builds) {
        const QString pair = QString::fromStdString(text);
        const ServiceKey service{pair.section(u'=', 0, 0)};
        const QString version = pair.section(u'=', 1);
        if (version.isEmpty())
            return fail(ErrorCode::InvalidInput, u"--build %1: expected SERVICE=VERSION."_s.arg(pair));
        auto build = session.builds().byVersion(service, version);
        if (!build)
            return std::unexpected(build.error());
        if (!*build)
            return std::unexpected(noBuild(session, service, version));
        wanted.chosen.insert(service, (*build)->id);
    }
    return wanted;
}

void addCreate(CLI::App &release, Invocation &invocation)
{
    auto options = std::make_shared<CreateOptions>();
    CLI::App *command = release.add_subcommand(
        "create", "Fix a manifest and make it a release, on the next train unless told otherwise");
    command->add_option("--version-name", options->version, "The release's version (default: the train's)")
        ->type_name("VERSION");
    command->add_option("--train", options->train, "The train it rides, such as 2026.48")->type_name("TRAIN");
    command->add_option("--patch-of", options->patchOf, "Make a patch of this release")
        ->type_name("RELEASE")
        ->excludes("--train");
    command->add_option("--build", options->builds, "Take this build instead of the newest that passed")
        ->type_name("SERVICE=VERSION")
        ->allow_extra_args(false);
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            auto context = invocation.open(Invocation::Need::Write);
            if (!context)
                return report(invocation, context.error());
            auto created = (*context)
                               ->store()
                               .write({(*context)->actor(), {}},
                                      [options, actor = (*context)->actor()](Session &session) -> Result<ReleaseView> {
                                          auto wanted = resolve(session, *options);
                                          if (!wanted)
                                              return std::unexpected(wanted.error());
                                          wanted->actor = actor;
                                          auto made = createRelease(session, *wanted, session.now());
                                          if (!made)
                                              return std::unexpected(made.error());
                                          return view(session, *made);
                                      })
                               .takeResult();
            if (!created)
                return report(invocation, created.error());
            if (invocation.json)
                printJson(toJson(*created));
            else
                show(*created);
            return 0;
        };
    });
}

void addList(CLI::App &release, Invocation &invocation)
{
    auto limit = std::make_shared<int>(20);
    CLI::App *command = release.add_subcommand("list", "The newest releases");
    command->add_option("--limit", *limit, "How many; 0 is all")->check(CLI::NonNegativeNumber);
    command->callback([&invocation, limit] {
        invocation.run = [&invocation, limit] {
            return readAndShow(
                invocation,
                [limit](Session &session) -> Result<std::pair<std::vector<ReleaseView>, QByteArray>> {
                    auto zone = zoneOf(session);
                    if (!zone)
                        return std::unexpected(zone.error());
                    auto list = session.releases().list(*limit);
                    if (!list)
                        return std::unexpected(list.error());
                    std::vector<ReleaseView> views;
                    for (const Release &r : *list) {
                        auto v = view(session, r);
                        if (!v)
                            return std::unexpected(v.error());
                        views.push_back(std::move(*v));
                    }
                    return std::pair(std::move(views), *zone);
                },
                [&](const auto &found) {
                    const auto &[views, zone] = found;
                    if (invocation.json) {
                        QJsonArray array;
                        for (const ReleaseView &v : views)
                            array.append(toJson(v));
                        printJson(array);
                        return;
                    }
                    std::vector<QStringList> rows;
                    for (const ReleaseView &v : views) {
                        QStringList builds;
                        for (const Build &b : v.builds)
                            builds << b.service.value + u' ' + b.version;
                        rows.push_back({v.release.version, wordOf(v.release.kind), stateOf(v),
                                        shown(v.release.createdAt, zone), builds.join(u", "_s)});
                    }
                    printTable({u"RELEASE"_s, u"KIND"_s, u"STATE"_s, heading(u"CREATED"_s, zone), u"MANIFEST"_s}, rows,
                               u"No releases."_s);
                });
        };
    });
}

void addShow(CLI::App &release, Invocation &invocation)
{
    auto version = std::make_shared<std::string>();
    CLI::App *command = release.add_subcommand("show", "One release and its manifest");
    command->add_option("RELEASE", *version, "Its version, such as 2026.48")->required();
    command->callback([&invocation, version] {
        invocation.run = [&invocation, version] {
            return readAndShow(
                invocation,
                [version](Session &session) -> Result<ReleaseView> {
                    auto found = findRelease(session, QString::fromStdString(*version));
                    if (!found)
                        return std::unexpected(found.error());
                    return view(session, *found);
                },
                [&](const ReleaseView &v) {
                    if (invocation.json)
                        printJson(toJson(v));
                    else
                        show(v);
                });
        };
    });
}

void addWithdraw(CLI::App &release, Invocation &invocation)
{
    struct Options {
        std::string version, reason;
    };
    auto options = std::make_shared<Options>();
    CLI::App *command = release.add_subcommand("withdraw", "Take a release back: it will not go further");
    command->add_option("RELEASE", options->version, "Its version, such as 2026.48")->required();
    command->add_option("--reason", options->reason, "Why; recorded in the audit")->required()->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            auto context = invocation.open(Invocation::Need::Write);
            if (!context)
                return report(invocation, context.error());
            const Actor actor = (*context)->actor();
            const QString reason = QString::fromStdString(options->reason);
            auto withdrawn = (*context)
                                 ->store()
                                 .write({actor, reason},
                                        [options, reason, actor](Session &session) -> Result<ReleaseView> {
                                            auto found = findRelease(session, QString::fromStdString(options->version));
                                            if (!found)
                                                return std::unexpected(found.error());
                                            if (auto done = withdrawRelease(session, found->id, reason, actor); !done)
                                                return std::unexpected(done.error());
                                            found->state = ReleaseState::Withdrawn;
                                            return view(session, *found);
                                        })
                                 .takeResult();
            if (!withdrawn)
                return report(invocation, withdrawn.error());
            if (invocation.json)
                printJson(toJson(*withdrawn));
            else
                show(*withdrawn);
            return 0;
        };
    });
}

} // namespace

void addRelease(CLI::App &app, Invocation &invocation)
{
    CLI::App *release = app.add_subcommand("release", "Manifests on their way to clients");
    release->require_subcommand(1);
    release->fallthrough();
    addCreate(*release, invocation);
    addList(*release, invocation);
    addShow(*release, invocation);
    addWithdraw(*release, invocation);
}

} // namespace humdrum::ctl
