// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/recordednotes.h"
#include "intake/recordline.h"
#include "notes/hash.h"
#include "operations/documents.h"
#include "operations/importing.h"
#include "operations/releases.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

/// Writes what was recorded. One object for each transaction; all records are looked at before the first is written.
class NotesRecorder {
public:
    NotesRecorder(Session &session, const Product &product, const std::vector<RecordedNotes> &notes)
        : m_session(session)
        , m_product(product)
        , m_notes(notes)
    {}

    Result<ImportSummary> run()
    {
        for (const RecordedNotes &notes : m_notes) {
            m_summary.read += 1 + static_cast<int>(notes.signOffs.size());
            if (auto looked = look(notes); !looked)
                return std::unexpected(looked.error());
        }
        if (!m_faults.empty())
            return allFaults(std::move(m_faults));
        for (const Entry &entry : m_entries) {
            if (auto stored = store(entry); !stored)
                return std::unexpected(stored.error());
        }
        return m_summary;
    }

private:
    struct Entry {
        const RecordedNotes *notes = nullptr;
        Release release;
        std::optional<NotesDocument> document; ///< its current text is the recorded one
    };

    void wrong(ErrorCode code, const SourcePosition &where, const QString &message, const QString &hint = {})
    {
        m_faults.push_back({code, message, hint, {}, where});
    }

    void notYet(const SourcePosition &where, Timestamp at)
    {
        using namespace std::chrono_literals;
        constexpr Duration skew = 5min; // of the clocks of two machines
        if (at > m_session.now() + skew)
            wrong(ErrorCode::InvalidInput, where,
                  Text::tr("What is recorded for %1 has not happened yet.").arg(toQDateTime(at).toString(Qt::ISODate)));
    }

    Result<void> look(const RecordedNotes &notes)
    {
        notYet(notes.where, std::max(notes.writtenAt, notes.publishedAt));
        for (const RecordedSignOff &s : notes.signOffs) {
            notYet(s.where, s.at);
            if (!m_product.role(s.role))
                wrong(ErrorCode::InvalidInput, s.where, Text::tr("There is no role %1.").arg(s.role.value));
        }
        const auto release = m_session.releases().byVersion(notes.release);
        if (!release)
            return std::unexpected(release.error());
        if (!*release) {
            wrong(ErrorCode::InvalidInput, notes.where, Text::tr("There is no release %1.").arg(notes.release),
                  Text::tr("Import its deployments first."));
            return {};
        }
        const auto document = m_session.notes().ofRelease((*release)->id);
        if (!document)
            return std::unexpected(document.error());
        if (!*document) {
            m_entries.push_back({&notes, **release, {}});
            return {};
        }
        return compare(notes, **release, **document);
    }

    /// Notes that are there already stay what they are; what is recorded of their very text is added.
    Result<void> compare(const RecordedNotes &notes, const Release &release, const NotesDocument &document)
    {
        const auto revisions = m_session.notes().revisions(document.id);
        if (!revisions)
            return std::unexpected(revisions.error());
        const QByteArray hash = contentHash(notes.text);
        const auto same = std::ranges::find(*revisions, hash, &NotesRevision::hash);
        if (same != revisions->end()) {
            if (same->id == document.current)
                m_entries.push_back({&notes, release, document});
            return {}; // else it was corrected since
        }
        if (document.state == NotesState::Published)
            wrong(ErrorCode::RuleRefused, notes.where,
                  Text::tr("The notes of %1 are published with another text, and published notes never change.")
                      .arg(notes.release),
                  Text::tr("Correct them with: humdrumctl notes correct %1").arg(notes.release));
        else
            wrong(ErrorCode::RuleRefused, notes.where,
                  Text::tr("The notes of %1 have another text here already.").arg(notes.release),
                  Text::tr("Make the recorded one their next draft with: humdrumctl notes save %1").arg(notes.release));
        return {};
    }

    Result<void> store(const Entry &entry)
    {
        NotesDocument document;
        if (entry.document) {
            document = *entry.document;
        } else {
            NotesRevision first;
            first.text = entry.notes->text;
            first.author = entry.notes->author;
            first.at = entry.notes->writtenAt;
            auto made = m_session.notes().create(entry.release.id, first);
            if (!made)
                return std::unexpected(made.error());
            document = *made;
            ++m_summary.added;
        }
        if (document.state == NotesState::Published)
            return {};
        if (auto done = addSignOffs(document, *entry.notes); !done)
            return done;
        return moveOn(entry, document);
    }

    Result<void> addSignOffs(const NotesDocument &document, const RecordedNotes &notes)
    {
        const auto known = m_session.notes().signOffs(document.id);
        if (!known)
            return std::unexpected(known.error());
        const QByteArray hash = contentHash(notes.text);
        for (const RecordedSignOff &s : notes.signOffs) {
            if (std::ranges::any_of(*known, [&](const SignOff &k) {
                    return k.role == s.role && k.person == s.person && k.hash == hash;
                }))
                continue;
            auto signedOff = m_session.notes().sign({.id = {},
                                                     .document = document.id,
                                                     .hash = hash,
                                                     .role = s.role,
                                                     .person = s.person,
                                                     .verdict = SignOffVerdict::Approved,
                                                     .comment = s.comment,
                                                     .at = s.at});
            if (!signedOff)
                return std::unexpected(signedOff.error());
            ++m_summary.added;
        }
        return {};
    }

    /// Forward only, through every state on the way.
    Result<void> moveOn(const Entry &entry, const NotesDocument &document)
    {
        const auto reached = stateOf(entry.release);
        if (!reached)
            return std::unexpected(reached.error());
        const NotesState wanted = entry.notes->publishedAt != noTime ? NotesState::Published : *reached;
        for (const NotesState next : {NotesState::InReview, NotesState::Approved, NotesState::Published}) {
            if (next <= document.state || next > wanted)
                continue;
            const QString reason = next == NotesState::Published
                ? Text::tr("recorded: published by %1, %2")
                      .arg(entry.notes->publisher, toQDateTime(entry.notes->publishedAt).toUTC().toString(Qt::ISODate))
                : Text::tr("recorded notes");
            if (auto moved = m_session.notes().transition(document.id, next, reason); !moved)
                return moved;
        }
        return {};
    }

    /// How far the sign-offs that are there bring notes that nobody published.
    Result<NotesState> stateOf(const Release &release)
    {
        const auto view = readNotes(m_session, release);
        if (!view)
            return std::unexpected(view.error());
        if (!*view || (*view)->signOffs.empty())
            return NotesState::Draft;
        const bool all = std::ranges::all_of(askedSignOffs(m_product, **view),
                                             [](const AskedSignOff &a) { return a.valid >= a.wanted; });
        return all ? NotesState::Approved : NotesState::InReview;
    }

    Session &m_session;
    const Product &m_product;
    const std::vector<RecordedNotes> &m_notes;
    std::vector<Entry> m_entries;
    std::vector<Error> m_faults;
    ImportSummary m_summary;
};

} // namespace

Result<ImportSummary> importNotes(Store &store, const Intent &intent, const QString &path)
{
    auto product = store.read(requireProduct).takeResult();
    if (!product)
        return std::unexpected(product.error());
    auto notes = readRecordedNotes(path);
    if (!notes)
        return std::unexpected(notes.error());
    return store.write(intent, [&](Session &session) { return NotesRecorder(session, *product, *notes).run(); })
        .takeResult();
}

} // namespace humdrum
