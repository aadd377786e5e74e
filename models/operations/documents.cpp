// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/documents.h"

#include "notes/draft.h"
#include "notes/hash.h"
#include "operations/changes.h"
#include "operations/releases.h"
#include "promotion/gates.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <algorithm>
#include <ranges>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

/// The day the release leaves, in the product's zone: its train's, else the day it was made.
Result<QDate> dayOf(Session &session, const Product &product, const Release &release)
{
    Timestamp at = release.createdAt;
    if (release.train.isValid()) {
        auto train = session.trains().byId(release.train);
        if (!train)
            return std::unexpected(train.error());
        if (*train)
            at = (*train)->departure;
    }
    return toQDateTime(at).toTimeZone(QTimeZone(product.zone)).date();
}

Result<NotesView> view(Session &session, const Product &product, const Release &release, const NotesDocument &document)
{
    NotesView v{
        .release = release, .document = document, .revision = {}, .signOffs = {}, .coverage = {}, .changes = {}};
    auto revision = session.notes().revision(document.current);
    auto signOffs = session.notes().signOffs(document.id);
    auto noted = notedChanges(session, product, release);
    if (!revision)
        return std::unexpected(revision.error());
    if (!signOffs)
        return std::unexpected(signOffs.error());
    if (!noted)
        return std::unexpected(noted.error());
    if (*revision)
        v.revision = std::move(**revision);
    v.signOffs = std::move(*signOffs);
    v.coverage = coverageOf(v.revision.text, *noted);
    v.changes = std::move(*noted);
    return v;
}

/// What every operation begins with.
struct Opened {
    Product product;
    std::optional<NotesDocument> document;
};

Result<Opened> open(Session &session, const Release &release)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    auto document = session.notes().ofRelease(release.id);
    if (!document)
        return std::unexpected(document.error());
    return Opened{std::move(*product), *document};
}

Result<Opened> openToWrite(Session &session, const Release &release, const Actor &actor)
{
    auto opened = open(session, release);
    if (!opened)
        return opened;
    if (auto may = mayDo(opened->product, actor.person, Right::TakePart); !may)
        return std::unexpected(may.error());
    return opened;
}

Result<Opened> openExisting(Session &session, const Release &release, const Actor &actor)
{
    auto opened = openToWrite(session, release, actor);
    if (opened && !opened->document) {
        return fail(ErrorCode::NotFound, Text::tr("Release %1 has no notes yet.").arg(release.version),
                    Text::tr("Generate them with: humdrumctl notes generate %1").arg(release.version));
    }
    return opened;
}

Result<NotesView> reread(Session &session, const Product &product, const Release &release)
{
    auto document = session.notes().ofRelease(release.id);
    if (!document)
        return std::unexpected(document.error());
    return view(session, product, release, **document);
}

NotesRevision revisionOf(Session &session, const QString &text, const Actor &actor)
{
    NotesRevision revision;
    revision.text = text;
    revision.hash = contentHash(text);
    revision.author = actor.person;
    revision.at = session.now();
    return revision;
}

QString nameOf(const Product &product, const QString &person)
{
    const Person *known = product.person(PersonKey{person});
    return known ? known->name : person;
}

/// Empty where there is no document yet.
Result<std::optional<NotesRevision>> currentRevision(Session &session, const Opened &opened)
{
    if (!opened.document)
        return std::optional<NotesRevision>();
    return session.notes().revision(opened.document->current);
}

/// Refuses a text that was written on top of another revision than the current one, unless it is the same text.
Result<void> stillOn(Session &session, const Opened &opened, const Release &release, NotesRevisionId base,
                     const QString &text)
{
    if ((opened.document ? opened.document->current : NotesRevisionId{}) == base)
        return {};
    auto revision = currentRevision(session, opened);
    if (!revision)
        return std::unexpected(revision.error());
    if (!*revision)
        return fail(ErrorCode::InvalidInput,
                    Text::tr("The notes of %1 have no revision to write on top of.").arg(release.version));
    if ((*revision)->text == text)
        return {};
    return fail(
        ErrorCode::RuleRefused,
        Text::tr("%1 has saved draft %2 of the notes of %3 meanwhile.")
            .arg(nameOf(opened.product, (*revision)->author), QString::number((*revision)->number), release.version),
        Text::tr("Compare both texts, then save again. Nothing was lost."));
}

Result<NotesView> store(Session &session, const Opened &opened, const Release &release, const QString &text,
                        const Actor &actor)
{
    const NotesRevision revision = revisionOf(session, text, actor);
    if (!opened.document) {
        auto made = session.notes().create(release.id, revision);
        if (!made)
            return std::unexpected(made.error());
        return reread(session, opened.product, release);
    }
    auto current = currentRevision(session, opened);
    if (!current)
        return std::unexpected(current.error());
    if (!*current || (*current)->hash != revision.hash) {
        auto revised = session.notes().revise(opened.document->id, revision);
        if (!revised)
            return std::unexpected(revised.error());
    }
    return reread(session, opened.product, release);
}

Result<Role> describedRole(Session &session, const RoleKey &key)
{
    const auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (const Role *role = product->role(key))
        return *role;
    QStringList known;
    for (const Role &role : product->roles)
        known << role.key.value;
    return fail(ErrorCode::NotFound, Text::tr("There is no role %1.").arg(key.value),
                Text::tr("One of %1").arg(known.join(QStringLiteral(", "))));
}

Result<void> approveWhenSigned(Session &session, const Product &product, const Release &release)
{
    auto now = reread(session, product, release);
    if (!now)
        return std::unexpected(now.error());
    const bool all =
        std::ranges::all_of(askedSignOffs(product, *now), [](const AskedSignOff &a) { return a.valid >= a.wanted; });
    if (!all || now->document.state != NotesState::InReview)
        return {};
    return session.notes().transition(now->document.id, NotesState::Approved,
                                      Text::tr("every sign-off that was asked for is there"));
}

} // namespace

Result<std::vector<NotedChange>> notedChanges(Session &session, const Product &product, const Release &release)
{
    auto changes = changesOf(session, product, release);
    if (!changes)
        return std::unexpected(changes.error());
    std::vector<NotedChange> noted;
    for (const ServiceChanges &service : *changes) {
        const Service *described = product.service(service.service);
        const QString name = described && !described->name.isEmpty() ? described->name : service.service.value;
        // Told in the order in which they were made.
        for (const Change &c : service.gained | std::views::reverse)
            noted.push_back({name, c});
    }
    return noted;
}

Result<std::optional<NotesView>> readNotes(Session &session, const Release &release)
{
    auto opened = open(session, release);
    if (!opened)
        return std::unexpected(opened.error());
    if (!opened->document)
        return std::optional<NotesView>();
    return view(session, opened->product, release, *opened->document).transform([](NotesView v) {
        return std::optional(std::move(v));
    });
}

Result<NotesView> generateNotes(Session &session, const Release &release, const Actor &actor)
{
    auto opened = openToWrite(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    if (opened->document && opened->document->state != NotesState::Draft) {
        return fail(ErrorCode::RuleRefused,
                    Text::tr("The notes of %1 are %2.").arg(release.version, titleOf(opened->document->state)),
                    opened->document->state == NotesState::Published
                        ? Text::tr("Published notes never change; correct them with: humdrumctl notes correct %1")
                              .arg(release.version)
                        : Text::tr("A new draft would replace a text that others have seen; edit it instead."));
    }
    auto changes = notedChanges(session, opened->product, release);
    if (!changes)
        return std::unexpected(changes.error());
    auto day = dayOf(session, opened->product, release);
    if (!day)
        return std::unexpected(day.error());
    const QString text =
        draftNotes({.version = release.version, .date = *day, .intro = {}, .changes = std::move(*changes)});
    return store(session, *opened, release, text, actor);
}

Result<NotesView> saveNotes(Session &session, const Release &release, const QString &text, NotesRevisionId base,
                            const Actor &actor)
{
    auto opened = openToWrite(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    if (auto same = stillOn(session, *opened, release, base, text); !same)
        return std::unexpected(same.error());
    if (auto dropped = session.notes().dropUnsaved(release.id, actor.person, contentHash(text)); !dropped)
        return std::unexpected(dropped.error());
    auto current = currentRevision(session, *opened);
    if (!current)
        return std::unexpected(current.error());
    if (*current && (*current)->text == text) // and what was signed stays what there is
        return reread(session, opened->product, release);
    if (opened->document &&
        (opened->document->state == NotesState::InReview || opened->document->state == NotesState::Approved)) {
        if (auto back =
                session.notes().transition(opened->document->id, NotesState::Draft, Text::tr("the text was changed"));
            !back)
            return std::unexpected(back.error());
    }
    return store(session, *opened, release, text, actor);
}

Result<NotesView> correctNotes(Session &session, const Release &release, const QString &text, NotesRevisionId base,
                               const Actor &actor)
{
    auto opened = openExisting(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    const NotesDocument &document = *opened->document;
    if (document.state != NotesState::Published)
        return fail(ErrorCode::RuleRefused,
                    Text::tr("The notes of %1 are %2; only published notes are corrected.")
                        .arg(release.version, titleOf(document.state)),
                    Text::tr("Change the draft instead."));
    if (auto same = stillOn(session, *opened, release, base, text); !same)
        return std::unexpected(same.error());
    auto published = currentRevision(session, *opened);
    if (!published)
        return std::unexpected(published.error());
    if (*published && (*published)->text == text)
        return fail(ErrorCode::NothingToDo, Text::tr("This is the text that is published already."));
    if (auto dropped = session.notes().dropUnsaved(release.id, actor.person, contentHash(text)); !dropped)
        return std::unexpected(dropped.error());
    const NotesRevision revision = revisionOf(session, text, actor);
    if (auto revised = session.notes().revise(document.id, revision, true); !revised)
        return std::unexpected(revised.error());
    return reread(session, opened->product, release);
}

Result<NotesView> askForReview(Session &session, const Release &release, const Actor &actor)
{
    auto opened = openExisting(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    if (auto moved = session.notes().transition(opened->document->id, NotesState::InReview, {}); !moved)
        return std::unexpected(moved.error());
    if (auto approved = approveWhenSigned(session, opened->product, release); !approved)
        return std::unexpected(approved.error());
    return reread(session, opened->product, release);
}

Result<NotesView> signNotes(Session &session, const Release &release, const RoleKey &role, SignOffVerdict verdict,
                            const QString &comment, const QByteArray &seen, const Actor &actor)
{
    const auto described = describedRole(session, role);
    if (!described)
        return std::unexpected(described.error());
    auto opened = openExisting(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    const Product &product = opened->product;
    const Person *person = product.person(PersonKey{actor.person});
    if (!person || !std::ranges::contains(person->roles, role)) {
        return fail(ErrorCode::RuleRefused,
                    Text::tr("%1 does not have the role %2.").arg(actor.person, described->name),
                    Text::tr("Say who you are with --as, or add the role in humdrum.yaml."));
    }
    if (opened->document->state != NotesState::InReview)
        return fail(
            ErrorCode::RuleRefused,
            Text::tr("The notes of %1 are %2, not in review.").arg(release.version, titleOf(opened->document->state)));
    auto revision = session.notes().revision(opened->document->current);
    if (!revision)
        return std::unexpected(revision.error());
    if (!*revision)
        return fail(ErrorCode::NotFound, Text::tr("The notes of %1 have no text yet.").arg(release.version));
    if (verdict == SignOffVerdict::Approved && (*revision)->author == actor.person)
        return fail(ErrorCode::RuleRefused,
                    Text::tr("%1 wrote this text; somebody else has to sign it.").arg(person->name));

    SignOff signOff{.id = {},
                    .document = opened->document->id,
                    .hash = seen.isEmpty() ? (*revision)->hash : seen,
                    .role = role,
                    .person = actor.person,
                    .verdict = verdict,
                    .comment = comment,
                    .at = session.now()};
    if (auto signed_ = session.notes().sign(signOff); !signed_)
        return std::unexpected(signed_.error());
    auto after = verdict == SignOffVerdict::Rejected
        ? session.notes().transition(opened->document->id, NotesState::Draft,
                                     comment.isEmpty() ? Text::tr("rejected") : comment)
        : approveWhenSigned(session, product, release);
    if (!after)
        return std::unexpected(after.error());
    return reread(session, product, release);
}

Result<NotesView> publishNotes(Session &session, const Release &release, const QByteArray &seen, const Actor &actor)
{
    auto opened = openExisting(session, release, actor);
    if (!opened)
        return std::unexpected(opened.error());
    auto now = view(session, opened->product, release, *opened->document);
    if (!now)
        return now;
    if (!seen.isEmpty() && seen != now->revision.hash)
        return fail(
            ErrorCode::RuleRefused,
            Text::tr("The notes of %1 have changed since they were read; nothing was published.").arg(release.version),
            Text::tr("Read the text as it is now."));
    if (now->document.state != NotesState::Approved)
        return fail(
            ErrorCode::RuleRefused,
            Text::tr("The notes of %1 are %2, not approved.").arg(release.version, titleOf(now->document.state)));
    QStringList missing;
    for (const AskedSignOff &asked : askedSignOffs(opened->product, *now)) {
        if (asked.valid < asked.wanted)
            missing << Text::tr("%1 %2 of %3")
                           .arg(asked.roleName, QString::number(asked.valid), QString::number(asked.wanted));
    }
    if (!missing.isEmpty())
        return fail(
            ErrorCode::GateNotMet,
            Text::tr("Sign-offs for exactly this text are missing: %1.").arg(missing.join(QStringLiteral(", "))),
            Text::tr("The product asks for them now, even if it did not when the notes were approved. Save the text "
                     "again to ask for a new review."));
    if (auto moved = session.notes().transition(now->document.id, NotesState::Published, {}); !moved)
        return std::unexpected(moved.error());
    return reread(session, opened->product, release);
}

std::vector<AskedSignOff> askedSignOffs(const Product &product, const NotesView &view)
{
    std::vector<AskedSignOff> asked;
    for (const Role &role : product.roles) {
        if (role.signOffs <= 0)
            continue;
        AskedSignOff a{.role = role.key, .roleName = role.name, .wanted = role.signOffs, .valid = 0, .last = {}};
        QStringList people; // one signature a person
        for (const SignOff &s : view.signOffs) {
            if (s.role != role.key)
                continue;
            if (!a.last || a.last->at <= s.at)
                a.last = s;
            if (s.hash != view.revision.hash)
                continue;
            people.removeAll(s.person);
            if (s.verdict == SignOffVerdict::Approved)
                people << s.person;
        }
        a.valid = static_cast<int>(people.size());
        asked.push_back(std::move(a));
    }
    return asked;
}

} // namespace humdrum
