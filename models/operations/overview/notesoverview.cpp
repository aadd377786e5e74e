// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/notesoverview.h"

#include "operations/changes.h"
#include "operations/documents.h"
#include "operations/releases.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t choicesShown = 60;
constexpr int eventsRead = 200; ///< of one document; it has a handful for each draft

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(NotesOverview)
};

class NotesReader {
public:
    NotesReader(Session &session, QString person) : m_session(session), m_person(std::move(person)) {}
    Result<NotesOverview> read(ReleaseId wanted);

private:
    using Step = Result<void>;
    Step chooseRelease(ReleaseId wanted);
    Step readPrevious();
    Step readText();
    Step readHistory();
    void judgeSignOffs();
    [[nodiscard]] SignOffLine lineOf(const AskedSignOff &asked) const;
    [[nodiscard]] QString whyNot(const Role &role) const;
    [[nodiscard]] QString nameOf(const QString &person) const;
    [[nodiscard]] QString authorOf(const Change &change) const;

    Session &m_session;
    QString m_person;
    Product m_product;
    std::optional<NotesView> m_view;
    Timestamp m_askedAt{};
    NotesOverview m_out;
};

Result<NotesOverview> NotesReader::read(ReleaseId wanted)
{
    auto product = requireProduct(m_session);
    if (!product)
        return std::unexpected(product.error());
    m_product = std::move(*product);
    m_out.zone = m_product.zone;
    if (auto chosen = chooseRelease(wanted); !chosen)
        return std::unexpected(chosen.error());
    if (!m_out.release)
        return std::move(m_out);
    for (auto step : {&NotesReader::readPrevious, &NotesReader::readText, &NotesReader::readHistory}) {
        if (auto done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    judgeSignOffs();
    return std::move(m_out);
}

NotesReader::Step NotesReader::chooseRelease(ReleaseId wanted)
{
    auto releases = m_session.releases().list();
    if (!releases)
        return std::unexpected(releases.error());
    auto next = m_session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    if (!wanted.isValid() && *next)
        wanted = (*next)->release;
    for (const Release &release : *releases) {
        const bool chosen = wanted.isValid() ? release.id == wanted : !m_out.release;
        if (!chosen && m_out.releases.size() >= choicesShown)
            continue;
        auto document = m_session.notes().ofRelease(release.id);
        if (!document)
            return std::unexpected(document.error());
        if (release.state == ReleaseState::Withdrawn && !*document && release.id != wanted)
            continue;
        if (chosen)
            m_out.release = release;
        m_out.releases.push_back(
            {release.id, release.version, *document ? std::optional((*document)->state) : std::nullopt});
    }
    if (wanted.isValid() && !m_out.release)
        return fail(ErrorCode::NotFound, Text::tr("There is no such release."));
    return {};
}

NotesReader::Step NotesReader::readPrevious()
{
    auto before = predecessor(m_session, *m_out.release);
    if (!before)
        return std::unexpected(before.error());
    if (!*before)
        return {};
    m_out.previousVersion = (*before)->version;
    auto document = m_session.notes().ofRelease((*before)->id);
    if (!document)
        return std::unexpected(document.error());
    if (*document)
        m_out.previousNotes = (*document)->current;
    return {};
}

NotesReader::Step NotesReader::readText()
{
    auto unsaved = m_session.notes().unsaved(m_out.release->id, m_person);
    if (!unsaved)
        return std::unexpected(unsaved.error());
    m_out.unsaved = std::move(*unsaved);

    auto view = readNotes(m_session, *m_out.release);
    if (!view)
        return std::unexpected(view.error());
    m_view = std::move(*view);
    std::vector<NotedChange> changes;
    if (m_view) {
        m_out.document = m_view->document;
        m_out.revision = m_view->revision;
        m_out.author = nameOf(m_view->revision.author);
        changes = std::move(m_view->changes);
    } else {
        auto noted = notedChanges(m_session, m_product, *m_out.release);
        if (!noted)
            return std::unexpected(noted.error());
        changes = std::move(*noted);
    }
    m_out.sections = sectionsOf(changes);
    for (const NotedChange &noted : changes)
        m_out.authors << authorOf(noted.change);
    m_out.changes = std::make_shared<const std::vector<NotedChange>>(std::move(changes));
    return {};
}

NotesReader::Step NotesReader::readHistory()
{
    if (!m_view)
        return {};
    auto revisions = m_session.notes().revisions(m_view->document.id);
    if (!revisions)
        return std::unexpected(revisions.error());
    auto events = m_session.audit().list(eventsRead, u"notes:%1"_s.arg(m_view->document.id.value));
    if (!events)
        return std::unexpected(events.error());
    QSet<QByteArray> published;
    for (const AuditEvent &event : *events) { // newest first
        if (event.action == u"notes.published")
            published.insert(QJsonDocument::fromJson(event.after).object()[u"hash"].toString().toLatin1());
        if (event.action == u"notes.in-review" && m_askedAt == noTime)
            m_askedAt = event.at;
    }
    for (const NotesRevision &r : *revisions)
        m_out.revisions.push_back({r.id, r.number, r.hash, nameOf(r.author), r.at, published.contains(r.hash)});
    return {};
}

void NotesReader::judgeSignOffs()
{
    if (!m_view) {
        for (const Role &role : m_product.roles) {
            if (role.signOffs > 0)
                m_out.signOffs.push_back(lineOf({role.key, role.name, role.signOffs, 0, {}}));
        }
        return;
    }
    for (const AskedSignOff &asked : askedSignOffs(m_product, *m_view))
        m_out.signOffs.push_back(lineOf(asked));
}

SignOffLine NotesReader::lineOf(const AskedSignOff &asked) const
{
    SignOffLine line;
    line.role = asked.role;
    line.roleName = asked.roleName.isEmpty() ? asked.role.value : asked.roleName;
    line.wanted = asked.wanted;
    line.valid = asked.valid;
    for (const Person &person : m_product.people) {
        if (std::ranges::contains(person.roles, asked.role))
            line.people << person.name;
    }
    line.whyNot = whyNot(*m_product.role(asked.role));
    const bool inReview = m_view && m_view->document.state == NotesState::InReview;
    if (asked.last) {
        const auto signedText = std::ranges::find(m_out.revisions, asked.last->hash, &NotesRevisionLine::hash);
        if (signedText != m_out.revisions.end()) {
            line.lastNumber = signedText->number;
            line.lastOf = signedText->id;
        }
        line.lastPerson = nameOf(asked.last->person);
        line.comment = asked.last->comment;
        line.at = asked.last->at;
    }
    const bool askedSince = inReview && asked.last && m_askedAt >= asked.last->at;
    if (asked.valid >= asked.wanted)
        line.standing = SignOffStanding::Signed;
    else if (asked.last && asked.last->verdict == SignOffVerdict::Rejected && !askedSince)
        line.standing = SignOffStanding::SentBack;
    else if (asked.last && asked.last->verdict == SignOffVerdict::Approved && asked.last->hash != m_view->revision.hash)
        line.standing = SignOffStanding::TextChanged;
    else if (inReview)
        line.standing = SignOffStanding::Asked;
    if (line.standing == SignOffStanding::Asked && asked.valid == 0)
        line.at = m_askedAt;
    return line;
}

/// Mirrors what signNotes() refuses, so that the page can say it before.
QString NotesReader::whyNot(const Role &role) const
{
    const QString roleName = role.name.isEmpty() ? role.key.value : role.name;
    const Person *person = m_product.person(PersonKey{m_person});
    if (!m_view)
        return Text::tr("There is no text to sign yet.");
    if (m_view->document.state != NotesState::InReview)
        return Text::tr("The notes are %1, not in review.").arg(titleOf(m_view->document.state));
    if (!person)
        return Text::tr("%1 is nobody of this product. Say who you are in the preferences.").arg(m_person);
    if (!std::ranges::contains(person->roles, role.key))
        return Text::tr("%1 does not have the role %2.").arg(person->name, roleName);
    if (m_view->revision.author == m_person)
        return Text::tr("%1 wrote this text; somebody else has to sign it.").arg(person->name);
    const bool hasSigned = std::ranges::any_of(m_view->signOffs, [&](const SignOff &s) {
        return s.person == m_person && s.role == role.key && s.hash == m_view->revision.hash &&
            s.verdict == SignOffVerdict::Approved;
    });
    return hasSigned ? Text::tr("%1 has signed this text already.").arg(person->name) : QString();
}

QString NotesReader::nameOf(const QString &person) const
{
    const Person *known = m_product.person(PersonKey{person});
    return known ? known->name : person;
}

QString NotesReader::authorOf(const Change &change) const
{
    const Person *known = m_product.personByEmail(change.authorEmail);
    return known && !known->initials.isEmpty() ? known->initials : change.authorName;
}

} // namespace

Result<NotesOverview> readNotesOverview(Session &session, ReleaseId wanted, const QString &person)
{
    return NotesReader(session, person).read(wanted);
}

} // namespace humdrum
