// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/notestext.h"

#include "notes/hash.h"
#include "ui/notes/markdowneditor.h"

#include <QScopedValueRollback>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum {

NotesText::NotesText(MarkdownEditor &editor, Store &store, std::function<Actor()> actor, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
    , m_store(store)
    , m_actor(std::move(actor))
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(1s);
    m_latest.setSingleShot(true);
    m_latest.setInterval(3s);
    connect(&m_idle, &QTimer::timeout, this, &NotesText::keepNow);
    connect(&m_latest, &QTimer::timeout, this, &NotesText::keepNow);
    connect(editor.document(), &QTextDocument::contentsChanged, this, &NotesText::touched);
    connect(editor.document(), &QTextDocument::modificationChanged, this, [this] {
        if (!m_loading)
            Q_EMIT modifiedChanged();
    });
}

NotesText::~NotesText()
{
    keepNow();
    // The last words are worth the few milliseconds, and a store that is about to close drops what still waits.
    m_keeping.waitForFinished();
}

bool NotesText::isModified() const { return m_editor.document()->isModified(); }

void NotesText::take(const NotesOverview &overview)
{
    const bool other = !overview.release || !m_release || m_release->id != overview.release->id;
    if (other) {
        keepNow();
        show(overview);
    } else {
        adopt(overview);
    }
}

void NotesText::show(const NotesOverview &overview)
{
    m_release = overview.release;
    m_person = m_actor().person;
    m_base = overview.revision.id;
    m_baseHash = overview.revision.hash;
    m_keptHash.clear();
    setConflict(std::nullopt);
    {
        const QScopedValueRollback loading(m_loading, true);
        m_editor.load(overview.revision.text);
    }
    if (const auto unsaved = unsavedOf(overview)) {
        m_keptHash = overview.unsaved ? overview.unsaved->hash : QByteArray();
        if (unsaved->text == overview.revision.text) {
            dropKept();
        } else {
            {
                const QScopedValueRollback loading(m_loading, true);
                m_editor.replaceText(unsaved->text);
            }
            if (unsaved->hash != m_keptHash) { // the store does not have it yet
                m_touched = true;
                m_idle.start();
            }
            Q_EMIT restored(unsaved->at);
            if (unsaved->base != m_base)
                setConflict(
                    Conflict{overview.revision.id, overview.revision.number, overview.author, overview.revision.text});
        }
    }
    Q_EMIT modifiedChanged();
}

/// What this person typed and has not saved: in the store, or in the window's session where the store failed.
std::optional<UnsavedNotes> NotesText::unsavedOf(const NotesOverview &overview) const
{
    if (!overview.release)
        return std::nullopt;
    std::optional<UnsavedNotes> unsaved = overview.unsaved;
    const QByteArray base = m_elsewhere[u"base"].toString().toLatin1();
    const auto known = std::ranges::find(overview.revisions, base, &NotesRevisionLine::hash);
    const bool fits = m_elsewhere[u"release"].toString() == overview.release->version &&
        m_elsewhere[u"person"].toString() == m_person &&
        (base.isEmpty() ? overview.revisions.empty() : known != overview.revisions.end());
    const Timestamp at{std::chrono::milliseconds{m_elsewhere[u"at"].toInteger()}};
    if (!fits || (unsaved && unsaved->at >= at))
        return unsaved;
    const QString text = m_elsewhere[u"text"].toString();
    return UnsavedNotes{overview.release->id, m_person, base.isEmpty() ? NotesRevisionId{} : known->id, text,
                        contentHash(text),    at};
}

void NotesText::adopt(const NotesOverview &overview)
{
    if (overview.revision.id < m_base) // read before the last saving
        return;
    if (overview.revision.id == m_base) {
        setConflict(std::nullopt);
        return;
    }
    const QString text = m_editor.text();
    if (!isModified() || text == overview.revision.text) {
        m_base = overview.revision.id;
        m_baseHash = overview.revision.hash;
        setConflict(std::nullopt);
        {
            const QScopedValueRollback loading(m_loading, true);
            m_editor.replaceText(overview.revision.text);
            m_editor.document()->setModified(false);
        }
        dropKept();
        Q_EMIT modifiedChanged();
        return;
    }
    if (!m_conflict || m_conflict->revision != overview.revision.id)
        setConflict(Conflict{overview.revision.id, overview.revision.number, overview.author, overview.revision.text});
}

void NotesText::saved(const NotesView &view, const QString &text)
{
    m_base = view.document.current;
    m_baseHash = view.revision.hash;
    setConflict(std::nullopt);
    m_elsewhere = {};
    if (m_editor.text() == text) {
        m_editor.document()->setModified(false);
        m_idle.stop();
        m_latest.stop();
        m_touched = m_unkept = false;
        dropKept();
    } else {
        touched(); // typed on while it was saved: kept on top of what is there now
    }
    Q_EMIT modifiedChanged();
}

void NotesText::keepMine()
{
    if (!m_conflict)
        return;
    m_base = m_conflict->revision;
    m_baseHash = contentHash(m_conflict->text);
    touched();
    setConflict(std::nullopt);
    Q_EMIT modifiedChanged();
}

void NotesText::takeTheirs()
{
    if (!m_conflict)
        return;
    const Conflict theirs = *m_conflict;
    m_base = theirs.revision;
    m_baseHash = contentHash(theirs.text);
    {
        const QScopedValueRollback loading(m_loading, true);
        m_editor.replaceText(theirs.text);
        m_editor.document()->setModified(false);
    }
    setConflict(std::nullopt);
    dropKept();
    Q_EMIT modifiedChanged();
}

void NotesText::setConflict(std::optional<Conflict> conflict)
{
    if (!conflict && !m_conflict)
        return;
    m_conflict = std::move(conflict);
    Q_EMIT conflictChanged();
}

void NotesText::touched()
{
    if (m_loading || !m_release)
        return;
    m_touched = true;
    m_idle.start();
    if (!m_latest.isActive())
        m_latest.start();
}

void NotesText::keepNow()
{
    m_idle.stop();
    m_latest.stop();
    if (!m_release || !std::exchange(m_touched, false))
        return;
    if (!isModified()) { // undone
        dropKept();
        return;
    }
    UnsavedNotes unsaved{m_release->id, m_person, m_base, m_editor.text(), {}, {}};
    m_keptHash = contentHash(unsaved.text);
    m_keeping = m_store.write({m_actor(), {}}, [unsaved](Session &s) { return s.notes().keepUnsaved(unsaved); });
    m_keeping.then(this, [this, release = unsaved.release](const Result<void> &kept) {
        if (!m_release || m_release->id != release)
            return;
        const bool failedBefore = std::exchange(m_unkept, !kept);
        if (kept && failedBefore)
            Q_EMIT keptAgain();
        if (kept)
            return;
        m_touched = true;
        m_latest.start(); // and tried again
        if (!failedBefore)
            Q_EMIT keepFailed(kept.error());
    });
}

void NotesText::dropKept()
{
    if (!m_release || m_keptHash.isEmpty())
        return;
    m_keeping = m_store.write({m_actor(), {}},
                              [release = m_release->id, person = m_person, hash = std::exchange(m_keptHash, {})](
                                  Session &s) { return s.notes().dropUnsaved(release, person, hash); });
}

QJsonObject NotesText::unkept() const
{
    if (!m_release || !isModified() || (!m_touched && !m_unkept))
        return {};
    return {{u"release"_s, m_release->version},
            {u"person"_s, m_person},
            {u"base"_s, QString::fromLatin1(m_baseHash)},
            {u"text"_s, m_editor.text()},
            {u"at"_s, QDateTime::currentMSecsSinceEpoch()}};
}

} // namespace humdrum
