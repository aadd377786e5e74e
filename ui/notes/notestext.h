// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/documents.h"
#include "operations/overview/notesoverview.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>

namespace humdrum {

class MarkdownEditor;

/// The text in the editor against the one that is stored: which draft the typing began with, whether they differ, and what
/// happens when somebody else saves meanwhile. What is typed becomes a draft only when a person saves it; until then it is
/// kept in the store apart from the document, a second after the last key and every three seconds while typing goes on,
/// when another release is shown and when the program ends. GUI thread.
class NotesText final : public QObject {
    Q_OBJECT
public:
    /// Another text that was saved while this one was typed. Both are there until a person decides.
    struct Conflict {
        NotesRevisionId revision;
        int number = 0;
        QString author;
        QString text;
    };

    NotesText(MarkdownEditor &editor, Store &store, std::function<Actor()> actor, QObject *parent = nullptr);
    /// Waits until what was typed last is kept.
    ~NotesText() override;

    /// Shows another release, takes over what was saved elsewhere, or finds a conflict.
    void take(const NotesOverview &overview);
    /// `text` was saved and is now the current revision.
    void saved(const NotesView &view, const QString &text);
    [[nodiscard]] bool isModified() const;
    /// The revision the text is written on top of; none before the first.
    [[nodiscard]] NotesRevisionId base() const { return m_base; }
    [[nodiscard]] const std::optional<Conflict> &conflict() const { return m_conflict; }
    /// The text in the editor goes on top of the other one, which stays in the history.
    void keepMine();
    /// The other text comes into the editor; undo brings back this one.
    void takeTheirs();
    /// Keeps what is not kept yet, now.
    void keepNow();

    /// What the store could not keep, for the window's session; empty when all is kept. The other way round, such an object
    /// of another session is shown when it belongs to the release that is shown.
    [[nodiscard]] QJsonObject unkept() const;
    void setUnkept(const QJsonObject &object) { m_elsewhere = object; }

Q_SIGNALS:
    void modifiedChanged();
    void conflictChanged();
    /// What was typed at `at` and not saved is in the editor again.
    void restored(humdrum::Timestamp at);
    /// Once until it succeeds again; it is tried every three seconds.
    void keepFailed(const humdrum::Error &error);
    void keptAgain();

private:
    void show(const NotesOverview &overview);
    void adopt(const NotesOverview &overview);
    [[nodiscard]] std::optional<UnsavedNotes> unsavedOf(const NotesOverview &overview) const;
    void setConflict(std::optional<Conflict> conflict);
    void touched();
    void dropKept();

    MarkdownEditor &m_editor;
    Store &m_store;
    std::function<Actor()> m_actor;
    QTimer m_idle, m_latest;
    std::optional<Release> m_release;
    NotesRevisionId m_base;
    QByteArray m_baseHash;
    std::optional<Conflict> m_conflict;
    QJsonObject m_elsewhere;
    QString m_person;      ///< for whom it is kept
    QByteArray m_keptHash; ///< of what the store keeps for them; empty when it keeps nothing
    QFuture<Result<void>> m_keeping;
    bool m_touched = false; ///< typed since it was last handed to the store
    bool m_unkept = false;  ///< the store has refused
    bool m_loading = false;
};

} // namespace humdrum
