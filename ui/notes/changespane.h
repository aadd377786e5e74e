// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/notesmodel.h"

#include <QFrame>

class QHBoxLayout;

namespace humdrum {

class ActionButton;
class ChoiceButton;
class DataTable;
class FlowLayout;
class Label;
class StatusChip;

/// The changes since the release before, and which of them the text tells. Which release at its top.
class ChangesPane final : public QFrame {
    Q_OBJECT
public:
    /// `addEntry` is the action that adds the drafted entry of the chosen change.
    explicit ChangesPane(QAction *addEntry, QWidget *parent = nullptr);

    void setOverview(const NotesOverview &overview);
    void setCoverage(const NotesOverview &overview, const Coverage &coverage);
    /// Whether "Add entry" is offered.
    void setEditable(bool editable);
    [[nodiscard]] const NoteChangesModel &model() const { return *m_model; }
    /// Null when no row is chosen.
    [[nodiscard]] const NoteChangeRow *current() const;
    /// Chooses the next change without an entry, from the chosen one on and round; false when there is none.
    bool chooseNextMissing();
    void choose(ChangeId change);

Q_SIGNALS:
    void releaseChosen(humdrum::ReleaseId release);
    /// A change was chosen by a person.
    void chosen();
    void addAsked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showCounts(const Coverage &coverage);

    NoteChangesModel *m_model;
    ChoiceButton *m_release;
    Label *m_title;
    StatusChip *m_documented, *m_missing, *m_internal;
    DataTable *m_list;
    Label *m_none;
    bool m_editable = true;
    bool m_choosing = false; ///< the program chooses, not a person
};

} // namespace humdrum
