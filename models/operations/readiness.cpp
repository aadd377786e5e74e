// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/readiness.h"

#include "domain/reason.h"
#include "operations/documents.h"
#include "operations/releases.h"
#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

QString nameOf(const Product &product, const QString &person)
{
    const Person *known = product.person(PersonKey{person});
    return known && !known->name.isEmpty() ? known->name : person;
}

bool asks(const Environment &environment, GateKind kind) { return std::ranges::contains(environment.gates, kind); }

Result<void> stillGoes(const Release &release)
{
    if (release.state == ReleaseState::Withdrawn)
        return fail(ErrorCode::RuleRefused, Text::tr("Release %1 was withdrawn.").arg(release.version));
    return {};
}

Result<const Environment *> described(const Product &product, const EnvironmentKey &key)
{
    if (const Environment *environment = product.environment(key))
        return environment;
    return fail(ErrorCode::NotFound, Text::tr("There is no environment %1.").arg(key.value));
}

Result<std::vector<ChecklistTick>> namedChecklist(Session &session, const Product &product,
                                                  const Environment &environment, ReleaseId release)
{
    return checklistOf(session, environment, release).transform([&](std::vector<ChecklistTick> list) {
        for (ChecklistTick &tick : list)
            tick.person = nameOf(product, tick.person);
        return list;
    });
}

Result<EnvironmentReadiness> readOne(Session &session, const Product &product, const Environment &environment,
                                     const Release &release, const QSet<QString> &deployers)
{
    EnvironmentReadiness one{.environment = environment.key,
                             .name = environment.name.isEmpty() ? environment.key.value : environment.name,
                             .approvals = {},
                             .approvalText = {},
                             .checklist = {}};
    if (asks(environment, GateKind::Approval)) {
        auto standing = approvalsOf(session, product, environment, release, deployers);
        if (!standing)
            return std::unexpected(standing.error());
        one.approvalText = textOf(*standing, product);
        one.approvals = *std::move(standing);
    }
    if (asks(environment, GateKind::Checklist)) {
        auto list = namedChecklist(session, product, environment, release.id);
        if (!list)
            return std::unexpected(list.error());
        one.checklist = *std::move(list);
    }
    return one;
}

/// In which the person may approve, those that some environment asks first.
std::vector<RoleKey> rolesOf(const Product &product, const QString &key)
{
    const Person *person = product.person(PersonKey{key});
    std::vector<RoleKey> roles;
    for (const RoleKey &role : person ? person->roles : std::vector<RoleKey>{}) {
        const Role *described = product.role(role);
        if (described && described->mayApprove)
            roles.push_back(role);
    }
    std::ranges::stable_partition(roles, [&](const RoleKey &role) {
        return std::ranges::any_of(product.environments, [&](const Environment &e) {
            return std::ranges::contains(e.approvals, role, &AskedApprovals::role);
        });
    });
    return roles;
}

Result<void> mayApproveAs(const Product &product, const RoleKey &key, const Actor &actor)
{
    const Role *role = product.role(key);
    const Person *person = product.person(PersonKey{actor.person});
    if (!role) {
        QStringList known;
        for (const Role &r : product.roles)
            known << r.key.value;
        return fail(ErrorCode::NotFound, Text::tr("There is no role %1.").arg(key.value),
                    Text::tr("One of %1").arg(known.join(u", "_s)));
    }
    if (!person || !std::ranges::contains(person->roles, key))
        return fail(ErrorCode::RuleRefused, Text::tr("%1 does not have the role %2.").arg(actor.person, role->name),
                    Text::tr("Say who you are with --as, or add the role in humdrum.yaml."));
    if (!role->mayApprove)
        return fail(ErrorCode::RuleRefused, Text::tr("The role %1 may not approve a release.").arg(role->name),
                    Text::tr("Approve in a role that may, or write “may: [approve]” in humdrum.yaml."));
    return {};
}

} // namespace

bool operator==(const EnvironmentReadiness &a, const EnvironmentReadiness &b)
{
    const auto same = [](const ChecklistTick &x, const ChecklistTick &y) {
        return x.item == y.item && x.ticked == y.ticked && x.person == y.person && x.at == y.at;
    };
    return a.environment == b.environment && a.name == b.name && a.approvals == b.approvals &&
        a.approvalText == b.approvalText && std::ranges::equal(a.checklist, b.checklist, same);
}

Result<ReleaseReadiness> readReadiness(Session &session, ReleaseId id, const QString &person)
{
    const auto product = requireProduct(session);
    const auto release = session.releases().byId(id);
    if (!product || !release)
        return std::unexpected(!product ? product.error() : release.error());
    if (!*release)
        return fail(ErrorCode::NotFound, Text::tr("There is no such release."));
    ReleaseReadiness out;
    out.release = id;
    out.version = (*release)->version;
    out.zone = product->zone;
    out.roles = rolesOf(*product, person);
    if (const auto may = mayDo(*product, person, Right::TakePart); !may)
        out.whyNotTick = may.error().toString();
    else if (const auto goes = stillGoes(**release); !goes)
        out.whyNotTick = goes.error().message;
    out.whyNotApprove = !out.whyNotTick.isEmpty() ? out.whyNotTick
        : out.roles.empty()                       ? Text::tr("You have no role that may approve.")
                                                  : QString();
    auto hash = releaseHash(session, **release);
    if (!hash)
        return std::unexpected(hash.error());
    out.hash = *std::move(hash);
    const auto document = session.notes().ofRelease(id);
    if (!document)
        return std::unexpected(document.error());
    if (*document)
        out.notes = (*document)->state;
    // The deployer of its train; who will ask for its promotion is not known.
    const auto deployers = deployersOf(session, **release, {});
    if (!deployers)
        return std::unexpected(deployers.error());
    for (const Environment &environment : product->environments) {
        if (!asks(environment, GateKind::Approval) && !asks(environment, GateKind::Checklist))
            continue;
        auto one = readOne(session, *product, environment, **release, *deployers);
        if (!one)
            return std::unexpected(one.error());
        out.environments.push_back(*std::move(one));
    }
    return out;
}

Result<ReleaseReadiness> approveRelease(Session &session, const Release &release, const RoleKey &role,
                                        SignOffVerdict verdict, const QString &comment, const QByteArray &seen,
                                        const Actor &actor)
{
    const auto why = reasonFrom(comment);
    const auto product = requireProduct(session);
    const auto hash = releaseHash(session, release);
    const auto document = session.notes().ofRelease(release.id);
    if (!why || !product)
        return std::unexpected(!why ? why.error() : product.error());
    if (!hash || !document)
        return std::unexpected(!hash ? hash.error() : document.error());
    if (const auto goes = stillGoes(release); !goes)
        return std::unexpected(goes.error());
    if (!seen.isEmpty() && seen != *hash)
        return fail(ErrorCode::RuleRefused,
                    Text::tr("Release %1 has another text since it was read; a sign-off counts only for the text there "
                             "is.")
                        .arg(release.version),
                    Text::tr("Read it as it is now."));
    if (*document && (*document)->state == NotesState::InReview) {
        const auto signed_ = signNotes(session, release, role, verdict, *why, {}, actor);
        if (!signed_)
            return std::unexpected(signed_.error());
        return readReadiness(session, release.id, actor.person);
    }
    if (const auto may = mayApproveAs(*product, role, actor); !may)
        return std::unexpected(may.error());
    const auto stored = session.releases().sign({.id = {},
                                                 .release = release.id,
                                                 .hash = *hash,
                                                 .role = role,
                                                 .person = actor.person,
                                                 .verdict = verdict,
                                                 .comment = *why,
                                                 .at = session.now()});
    if (!stored)
        return std::unexpected(stored.error());
    return readReadiness(session, release.id, actor.person);
}

Result<std::vector<ChecklistTick>> readChecklist(Session &session, const Release &release, const EnvironmentKey &key)
{
    const auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    const auto environment = described(*product, key);
    if (!environment)
        return std::unexpected(environment.error());
    return namedChecklist(session, *product, **environment, release.id);
}

Result<std::vector<ChecklistTick>> tickItem(Session &session, const Release &release, const EnvironmentKey &key,
                                            const QString &item, bool ticked, const Actor &actor)
{
    const auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    const auto environment = described(*product, key);
    if (!environment)
        return std::unexpected(environment.error());
    if (const auto may = mayDo(*product, actor.person, Right::TakePart); !may)
        return std::unexpected(may.error());
    if (const auto goes = stillGoes(release); !goes)
        return std::unexpected(goes.error());
    const QStringList &items = (*environment)->checklist;
    bool isNumber = false;
    const int number = item.toInt(&isNumber);
    const QString text = items.contains(item) || !isNumber ? item : items.value(number - 1);
    if (!items.contains(text))
        return fail(ErrorCode::NotFound,
                    items.isEmpty() ? Text::tr("%1 has no checklist.").arg((*environment)->name)
                                    : Text::tr("The checklist of %1 has no item “%2”.").arg((*environment)->name, item),
                    items.isEmpty() ? QString()
                                    : Text::tr("Name its text, or its number from 1 to %1.").arg(items.size()));
    if (const auto done = session.releases().tick(
            release.id, key, {.item = text, .ticked = ticked, .person = actor.person, .at = session.now()});
        !done)
        return std::unexpected(done.error());
    return namedChecklist(session, *product, **environment, release.id);
}

} // namespace humdrum
