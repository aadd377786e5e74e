// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/notesoverview.h"

#include <QFrame>

class QGridLayout;
class QScrollArea;

namespace humdrum {

class Label;

/// Who is asked to sign the notes, how far each is, and what can be done about it.
class SignOffPanel final : public QFrame {
    Q_OBJECT
public:
    explicit SignOffPanel(const Clock &clock, QWidget *parent = nullptr);

    void showLines(const NotesOverview &overview);

Q_SIGNALS:
    void signAsked(const humdrum::RoleKey &role);
    /// What has changed since the draft that was signed.
    void changesAsked(humdrum::NotesRevisionId revision, int number);
    void reminderAsked(const humdrum::RoleKey &role);

private:
    void addLine(const NotesOverview &overview, const SignOffLine &line, int row);
    QWidget *actionOf(const NotesOverview &overview, const SignOffLine &line);

    const Clock &m_clock;
    Label *m_title;
    Label *m_nobody;
    QScrollArea *m_scroll;
    QWidget *m_content;
    QGridLayout *m_grid;
    std::vector<SignOffLine> m_lines; ///< as they are shown
    QString m_shownFor;               ///< release, draft and state they are shown for
};

} // namespace humdrum
