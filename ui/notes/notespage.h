// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/coverage.h"
#include "operations/documents.h"
#include "operations/overview/notesoverview.h"
#include "ui/shell/latestwork.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace humdrum {

class ActionButton;
class AskPanel;
class ChangesPane;
class ElidingLabel;
class MarkdownEditor;
class NotesText;
class NoticeBar;
class ReadingPane;
class SignOffPanel;

/// The notes of a release: the changes they have to tell, their text with its sign-offs, and how clients see it.
class NotesPage final : public Page {
    Q_OBJECT
public:
    NotesPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);
    ~NotesPage() override;

    void activated() override;
    void deactivated() override;
    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    [[nodiscard]] bool isEmpty(const SnapshotFeedBase *feed, const Error &error) const override;

private:
    // notespage.cpp: what is where, and what is shown
    void buildWidgets();
    QWidget *buildMiddle();
    QWidget *buildToolbar();
    void connectWidgets();
    void choose(ReleaseId release);
    void showNotes(const NotesOverview &overview);
    void showNothing(const Error &error);
    void showCoverage(const Coverage &coverage);
    void textChanged();
    void showReady();
    void placePanes();
    void showPreview(bool visible);
    void fillCompareMenu();
    void compareWith(NotesRevisionId revision, const QString &what);

    // notesactions.cpp: what can be done
    using Operation = std::function<Result<NotesView>(Session &, const Release &, const Actor &)>;
    void addActions();
    void refresh();
    void refreshEditing(const NotesOverview &overview);
    void refreshNext(const NotesOverview &overview);
    void refreshState(const NotesOverview &overview);
    void refreshNotice();
    /// Does it in one transaction, then calls `then` with what came of it. One at a time.
    void run(const QString &doing, const QString &reason, Operation operation,
             std::function<void(const NotesView &)> then);
    void generate();
    void save();
    void saveText(const QString &reason);
    void askReview();
    void sign(const RoleKey &role);
    void signNext();
    void publish();
    void correct();
    void addEntry();
    void goToEntry();
    void copyReminder(const RoleKey &role);
    [[nodiscard]] const NotesOverview *shown() const { return m_feed->snapshot(); }
    [[nodiscard]] bool isEditable() const;

    SnapshotFeed<NotesOverview> *m_feed;
    LatestWork<Coverage> m_coverage;
    Coverage m_shownCoverage;
    ReleaseId m_wanted;  ///< as asked for; none: what matters now
    ReleaseId m_release; ///< as shown
    QString m_person;    ///< for whom it is shown

    QSplitter *m_split = nullptr;
    ChangesPane *m_changes = nullptr;
    QStackedWidget *m_middle = nullptr; ///< the editor, and the reading pane where there is no room beside it
    MarkdownEditor *m_editor = nullptr;
    NotesText *m_text = nullptr;
    NoticeBar *m_notice = nullptr;
    AskPanel *m_ask = nullptr;
    SignOffPanel *m_signOffs = nullptr;
    ReadingPane *m_reading = nullptr;
    QMenu *m_compareMenu = nullptr;
    QPushButton *m_compare = nullptr;
    ElidingLabel *m_state = nullptr;
    ActionButton *m_next = nullptr;
    ActionButton *m_toPreview = nullptr;
    QString m_doing;   ///< what is under way; empty: nothing
    QString m_message; ///< said once in the notice
    bool m_narrow = false;
    bool m_preview = true;     ///< whether the reading pane is wanted
    bool m_correcting = false; ///< published notes are being changed
    bool m_covered = false;    ///< a coverage is shown
};

} // namespace humdrum
