// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteNotesRepository final : public NotesRepository {
public:
    explicit SqliteNotesRepository(SessionContext &context) : m_context(context) {}
    Result<NotesDocument> create(ReleaseId release, const NotesRevision &first) override;
    Result<NotesRevision> revise(NotesDocumentId id, const NotesRevision &revision, bool correction) override;
    Result<void> transition(NotesDocumentId id, NotesState to, const QString &reason) override;
    Result<SignOff> sign(const SignOff &signOff) override;
    [[nodiscard]] Result<std::optional<NotesDocument>> ofRelease(ReleaseId release) override;
    [[nodiscard]] Result<std::optional<NotesRevision>> revision(NotesRevisionId id) override;
    [[nodiscard]] Result<std::vector<NotesRevision>> revisions(NotesDocumentId id) override;
    [[nodiscard]] Result<std::vector<SignOff>> signOffs(NotesDocumentId id) override;
    Result<void> keepUnsaved(const UnsavedNotes &unsaved) override;
    Result<void> dropUnsaved(ReleaseId release, const QString &person, const QByteArray &hash) override;
    [[nodiscard]] Result<std::optional<UnsavedNotes>> unsaved(ReleaseId release, const QString &person) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
