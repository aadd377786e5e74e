// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/releases.h"

#include "domain/reason.h"
#include "pipeline/upstream.h"
#include "promotion/gates.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

/// The builds of the new manifest, or the services for which there is none.
Result<std::vector<Build>> chooseBuilds(Session &session, const Product &product, const CreateRelease &wanted)
{
    std::vector<Build> builds;
    QStringList missing;
    for (const Service &service : product.services) {
        const BuildId chosen = wanted.chosen.value(service.key);
        auto build =
            chosen.isValid() ? session.builds().byId(chosen) : newestPassedBuild(session, product, service.key);
        if (!build)
            return std::unexpected(build.error());
        if (!*build) {
            missing << service.key.value;
            continue;
        }
        if ((*build)->service != service.key) {
            return fail(ErrorCode::InvalidInput,
                        Text::tr("Build %1 belongs to %2, not to %3.")
                            .arg((*build)->version, (*build)->service.value, service.key.value));
        }
        builds.push_back(**build);
    }
    if (!missing.isEmpty()) {
        return fail(ErrorCode::GateNotMet,
                    Text::tr("No build that passed all stages of its row: %1.").arg(missing.join(u", "_s)),
                    Text::tr("Run the stages first, or name a build for each service."));
    }
    return builds;
}

Result<QString> chooseVersion(Session &session, const CreateRelease &wanted, const std::optional<Train> &train)
{
    if (!wanted.version.isEmpty())
        return wanted.version;
    if (wanted.kind != ReleaseKind::Regular) {
        auto base = session.releases().byId(wanted.patches);
        if (!base)
            return std::unexpected(base.error());
        if (!*base)
            return fail(ErrorCode::InvalidInput, Text::tr("A patch has to name the release it patches."));
        return nextPatchVersion(session, **base);
    }
    if (train)
        return train->version;
    return fail(ErrorCode::InvalidInput, Text::tr("A release needs a version or a train."));
}

constexpr qsizetype shownOfText = 80;

/// It becomes a variable of commands, a title and a part of file names, and cannot be changed afterwards.
bool isVersion(const QString &text)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\\z"_s);
    return form.match(text).hasMatch();
}

Result<std::optional<Train>> boardableTrain(Session &session, TrainId id)
{
    if (!id.isValid())
        return std::nullopt;
    auto train = session.trains().byId(id);
    if (!train)
        return std::unexpected(train.error());
    if (!*train)
        return fail(ErrorCode::NotFound, Text::tr("There is no such train."));
    const Train &t = **train;
    if (t.release.isValid())
        return fail(ErrorCode::AlreadyExists, Text::tr("Train %1 already carries a release.").arg(t.version),
                    Text::tr("Make a patch of it, or put the release on the next train."));
    if (t.state != TrainState::Planned && t.state != TrainState::Boarding && t.state != TrainState::Locked)
        return fail(ErrorCode::RuleRefused, Text::tr("Train %1 is %2.").arg(t.version, titleOf(t.state)),
                    Text::tr("A late release waits for the next train."));
    return *train;
}

Result<void> board(Session &session, Train train, ReleaseId release)
{
    train.release = release;
    if (auto changed = session.trains().change(train, Text::tr("release put on the train")); !changed)
        return changed;
    if (train.state == TrainState::Planned)
        return session.trains().transition(train.id, TrainState::Boarding, session.now(), {});
    return {};
}

} // namespace

Result<std::optional<Build>> newestPassedBuild(Session &session, const Product &product, const ServiceKey &service)
{
    auto builds = session.builds().ofService(service, 500);
    if (!builds)
        return std::unexpected(builds.error());
    for (const Build &build : *builds) {
        const auto passed = hasPassedItsRow(session, product, build);
        if (!passed)
            return std::unexpected(passed.error());
        if (!*passed)
            continue;
        // A fix on a branch of its own is a build as well; a train takes what is on the main line.
        auto change = session.changes().find(service, build.commit);
        if (!change)
            return std::unexpected(change.error());
        if (!*change || (*change)->ordinal >= 0)
            return build;
    }
    return std::nullopt;
}

QString manifestDigest(std::span<const Build> builds)
{
    QStringList lines;
    for (const Build &b : builds)
        lines << b.service.value + u' ' + b.version + u' ' + b.digest + u'\n';
    lines.sort();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &line : std::as_const(lines))
        hash.addData(line.toUtf8());
    return QString::fromLatin1(hash.result().toHex());
}

Result<QString> nextPatchVersion(Session &session, const Release &release)
{
    QString base = release.version;
    if (base.count(u'.') >= 2)
        base = base.section(u'.', 0, 1);
    for (int n = 1; n < 1000; ++n) {
        QString version = base + u'.' + QString::number(n);
        auto taken = session.releases().byVersion(version);
        if (!taken)
            return std::unexpected(taken.error());
        if (!*taken)
            return version;
    }
    return fail(ErrorCode::InvalidInput, Text::tr("%1 has a thousand patches.").arg(base));
}

Result<Release> createRelease(Session &session, const CreateRelease &wanted, Timestamp now)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (auto may = mayDo(*product, wanted.actor.person, Right::Promote); !may)
        return std::unexpected(may.error());
    auto train = boardableTrain(session, wanted.train);
    if (!train)
        return std::unexpected(train.error());
    auto version = chooseVersion(session, wanted, *train);
    if (!version)
        return std::unexpected(version.error());
    if (!isVersion(*version))
        return fail(ErrorCode::InvalidInput,
                    Text::tr("“%1” is not a version.").arg(version->first(std::min(shownOfText, version->size()))),
                    Text::tr("Letters, digits and . _ + -, 64 at most, the first a letter or a digit."));
    auto taken = session.releases().byVersion(*version);
    if (!taken)
        return std::unexpected(taken.error());
    if (*taken)
        return fail(ErrorCode::AlreadyExists, Text::tr("Release %1 exists already.").arg(*version));
    auto builds = chooseBuilds(session, *product, wanted);
    if (!builds)
        return std::unexpected(builds.error());

    Manifest manifest;
    for (const Build &b : *builds)
        manifest.builds[b.service] = b.id;
    manifest.digest = manifestDigest(*builds);
    manifest.createdAt = now;
    auto manifestId = session.releases().addManifest(manifest);
    if (!manifestId)
        return std::unexpected(manifestId.error());

    Release release;
    release.version = *version;
    release.kind = wanted.kind;
    release.manifest = *manifestId;
    release.train = wanted.train;
    release.patches = wanted.patches;
    release.createdAt = now;
    auto created = session.releases().create(release);
    if (!created)
        return created;
    if (*train) {
        if (auto boarded = board(session, **train, created->id); !boarded)
            return std::unexpected(boarded.error());
    }
    return created;
}

Result<void> withdrawRelease(Session &session, ReleaseId id, const QString &reason, const Actor &actor)
{
    const auto why = reasonFrom(reason);
    if (!why)
        return std::unexpected(why.error());
    if (why->isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("A release is withdrawn for a reason."), Text::tr("Say why."));
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (auto may = mayDo(*product, actor.person, Right::Promote); !may)
        return may;
    auto release = session.releases().byId(id);
    if (!release)
        return std::unexpected(release.error());
    if (!*release)
        return fail(ErrorCode::NotFound, Text::tr("There is no such release."));
    auto promotions = session.promotions().ofRelease(id);
    if (!promotions)
        return std::unexpected(promotions.error());
    if (std::ranges::any_of(*promotions, [](const Promotion &p) { return !isFinished(p.state); }))
        return fail(ErrorCode::RuleRefused, Text::tr("A promotion of %1 is under way.").arg((*release)->version),
                    Text::tr("Cancel it or let it finish first."));
    if (auto done = session.releases().transition(id, ReleaseState::Withdrawn, *why); !done)
        return done;
    auto train = session.trains().byId((*release)->train);
    if (!train)
        return std::unexpected(train.error());
    if (!*train || (*train)->release != id || (*train)->departedAt != noTime || isFinished((*train)->state))
        return {};
    Train freed = **train;
    freed.release = {};
    return session.trains().change(freed, Text::tr("release %1 was withdrawn").arg((*release)->version));
}

Result<Release> findRelease(Session &session, const QString &version)
{
    auto release = session.releases().byVersion(version);
    if (!release)
        return std::unexpected(release.error());
    if (*release)
        return **release;
    auto all = session.releases().list(3);
    if (!all)
        return std::unexpected(all.error());
    QStringList known;
    for (const Release &r : *all)
        known << r.version;
    return fail(ErrorCode::NotFound, Text::tr("There is no release %1.").arg(version),
                known.isEmpty() ? Text::tr("Make one with: humdrumctl release create")
                                : Text::tr("The newest are %1.").arg(known.join(u", "_s)));
}

Result<Product> requireProduct(Session &session)
{
    auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (!*product)
        return fail(ErrorCode::NotFound, Text::tr("No product is described yet."),
                    Text::tr("Describe one with: humdrumctl init --config humdrum.yaml"));
    return std::move(**product);
}

} // namespace humdrum
