// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/askpanel.h"
#include "ui/notes/changespane.h"
#include "ui/notes/markdowneditor.h"
#include "ui/notes/notespage.h"
#include "ui/notes/notestext.h"
#include "ui/notes/readingpane.h"
#include "ui/notes/signoffpanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/noticebar.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

void NotesPage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler, const QString &help = {}) {
        actions.add(this, {u"notes."_s + name, text, icon, key, QString(pages::notes), std::move(handler), help});
    };
    add(u"save"_s, tr("Save"), QKeySequence::Save, {}, [this] { save(); }, tr("Makes what is typed the next draft"));
    add(
        u"generate"_s, tr("Generate draft"), {}, {}, [this] { generate(); },
        tr("Drafts the notes from the changes of the release"));
    add(u"review"_s, tr("Ask for review"), {}, {}, [this] { askReview(); });
    add(u"sign"_s, tr("Sign…"), {}, {}, [this] { signNext(); }, tr("Signs exactly the text that is here"));
    add(u"publish"_s, tr("Publish…"), {}, {}, [this] { publish(); }, tr("Hands the notes to clients, for good"));
    add(
        u"correct"_s, tr("Correct"), {}, {}, [this] { correct(); },
        tr("Begins a new draft of published notes, which are then reviewed and published again"));
    add(u"bold"_s, tr("Bold"), Qt::CTRL | Qt::Key_B, u"format-text-bold"_s, [this] { m_editor->toggleBold(); });
    add(u"italic"_s, tr("Italic"), Qt::CTRL | Qt::Key_I, u"format-text-italic"_s, [this] { m_editor->toggleItalic(); });
    add(u"list"_s, tr("List"), Qt::CTRL | Qt::SHIFT | Qt::Key_L, u"view-list-details"_s,
        [this] { m_editor->toggleList(); });
    add(u"code"_s, tr("Code"), Qt::CTRL | Qt::Key_E, u"format-text-code"_s, [this] { m_editor->toggleCode(); });
    add(
        u"compare"_s, tr("Compare with…"), Qt::CTRL | Qt::Key_D, {}, [this] { m_compare->showMenu(); },
        tr("Shows what differs from an earlier draft or from the release before"));
    add(
        u"preview"_s, tr("Preview"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, u"view-visible"_s,
        [this] { showPreview(m_narrow ? m_middle->currentWidget() == m_editor : !m_preview); },
        tr("Shows or hides how clients see it"));
    add(
        u"addentry"_s, tr("Add entry"), Qt::CTRL | Qt::SHIFT | Qt::Key_A, {}, [this] { addEntry(); },
        tr("Drafts the entry of the chosen change in its section"));
    add(u"nextmissing"_s, tr("Next change without an entry"), Qt::Key_F8, {},
        [this] { m_changes->chooseNextMissing(); });
    add(u"plan"_s, tr("Plan a release"), {}, {}, [this] { navigate(pages::weeks); });
}

bool NotesPage::isEditable() const
{
    const NotesOverview *overview = shown();
    return overview && overview->release &&
        (!overview->document || overview->document->state != NotesState::Published || m_correcting);
}

void NotesPage::refresh()
{
    const NotesOverview *overview = shown();
    const NotesOverview none;
    refreshEditing(overview ? *overview : none);
    refreshNext(overview ? *overview : none);
    refreshState(overview ? *overview : none);
    refreshNotice();
}

void NotesPage::refreshEditing(const NotesOverview &overview)
{
    ActionRegistry &actions = services().actions;
    const bool editable = isEditable();
    const QString fixed =
        overview.release ? tr("Published notes never change. Correct them first.") : tr("There is no release yet.");
    for (const QString &name : {u"bold"_s, u"italic"_s, u"list"_s, u"code"_s})
        actions.setEnabled(u"notes."_s + name, editable, fixed);
    if (m_editor->isReadOnly() == editable) {
        m_changes->setEditable(editable);
        m_editor->setReadOnly(!editable);
        if (!editable) // still read with the keyboard
            m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_editor->setPlaceholderText(overview.document ? QString()
                                                   : tr("Generate a draft from the changes, or begin to write."));
    const NoteChangeRow *change = m_changes->current();
    actions.setEnabled(u"notes.addentry"_s, editable && change && change->state != CoverageState::Documented,
                       !editable     ? fixed
                           : !change ? tr("Choose a change first.")
                                     : tr("The notes tell of this change already."));
    actions.setEnabled(u"notes.nextmissing"_s, m_shownCoverage.missing > 0, tr("Every change has its entry."));
    const bool any = overview.release.has_value();
    actions.setEnabled(u"notes.compare"_s, any, fixed);
    actions.setEnabled(u"notes.preview"_s, any, fixed);
}

void NotesPage::refreshNext(const NotesOverview &overview)
{
    ActionRegistry &actions = services().actions;
    const bool exists = overview.document.has_value();
    const NotesState state = exists ? overview.document->state : NotesState::Draft;
    const bool modified = m_text->isModified();
    // What stands in the way of everything.
    const QString blocked = !overview.release ? tr("There is no release yet.")
        : !m_doing.isEmpty()                  ? m_doing
        : m_text->conflict()                  ? tr("Decide first which of the two texts goes on.")
                                              : QString();
    const auto set = [&](const QString &name, const QString &why) {
        const QString reason = blocked.isEmpty() ? why : blocked;
        actions.setEnabled(u"notes."_s + name, reason.isEmpty(), reason);
    };
    const QString saveFirst = modified ? tr("Save what you have typed first.") : QString();
    const QString isNow = tr("The notes are %1.").arg(titleOf(state));
    const QString noText =
        !exists || overview.revision.text.trimmed().isEmpty() ? tr("There is no text yet.") : QString();
    set(u"save"_s,
        modified ? QString() : tr("There is nothing to save: all of it is draft %1.").arg(overview.revision.number));
    set(u"generate"_s, state != NotesState::Draft ? isNow : saveFirst);
    set(u"review"_s, state != NotesState::Draft ? isNow : modified ? saveFirst : noText);
    set(u"publish"_s, !exists ? noText : state != NotesState::Approved ? isNow : saveFirst);
    set(u"correct"_s,
        state != NotesState::Published ? isNow
            : m_correcting             ? tr("You are correcting them.")
                                       : QString());
    QString whyNotSign = state != NotesState::InReview ? isNow : saveFirst;
    if (whyNotSign.isEmpty() &&
        std::ranges::none_of(overview.signOffs, [](const SignOffLine &l) { return l.whyNot.isEmpty(); })) {
        QStringList waits;
        for (const SignOffLine &line : overview.signOffs) {
            if (line.standing != SignOffStanding::Signed)
                waits << tr("Waits for %1: %2. %3").arg(line.roleName, line.people.join(u", "_s), line.whyNot);
        }
        whyNotSign = waits.join(u' ');
    }
    set(u"sign"_s, exists ? whyNotSign : noText);

    const QString next = modified       ? u"notes.save"_s
        : !exists                       ? u"notes.generate"_s
        : state == NotesState::Draft    ? u"notes.review"_s
        : state == NotesState::InReview ? u"notes.sign"_s
        : state == NotesState::Approved ? u"notes.publish"_s
                                        : u"notes.correct"_s;
    m_next->setAction(actions.action(next));
    setPrimary(m_next, state != NotesState::Published || modified);
}

void NotesPage::refreshState(const NotesOverview &overview)
{
    if (!m_doing.isEmpty()) {
        m_state->setText(m_doing);
        return;
    }
    if (!overview.document) {
        m_state->setText(m_text->isModified() ? tr("not saved") : tr("no draft yet"));
        return;
    }
    const NotesState state = overview.document->state;
    const QString word = m_text->isModified() ? tr("not saved")
        : state == NotesState::Draft          ? tr("saved")
                                              : titleOf(state);
    m_state->setText(tr("Draft %1 · %2").arg(QString::number(overview.revision.number), word));
}

/// The most important of what there is to say.
void NotesPage::refreshNotice()
{
    const NotesOverview *overview = shown();
    if (const auto &conflict = m_text->conflict()) {
        m_notice->showNotice(
            Mark::Attention,
            tr("%1 saved draft %2 while you were writing. Both texts are kept: draft %2 in the history, yours here.")
                .arg(conflict->author)
                .arg(conflict->number),
            {{tr("Show what differs"),
              [this] {
                  if (const auto &c = m_text->conflict())
                      compareWith(c->revision, tr("draft %1").arg(c->number));
              }},
             {tr("Go on with mine"), [this] { m_text->keepMine(); }},
             {tr("Take draft %1").arg(conflict->number), [this] { m_text->takeTheirs(); }}});
        return;
    }
    if (!m_message.isEmpty()) {
        m_notice->showNotice(Mark::Waiting, m_message);
        return;
    }
    if (m_correcting) {
        std::vector<NoticeBar::Choice> choices;
        if (!m_text->isModified())
            choices.push_back({tr("Leave them as they are"), [this] {
                                   m_correcting = false;
                                   refresh();
                               }});
        m_notice->showNotice(Mark::Attention,
                             tr("You are correcting published notes. What you save is a new draft, which has to be "
                                "reviewed and published again; what clients got stays in the history."),
                             choices);
        return;
    }
    const bool seen = overview && overview->document && overview->document->state != NotesState::Draft;
    if (seen && m_text->isModified()) {
        m_notice->showNotice(Mark::Attention,
                             tr("The notes are %1. What you save is a new draft: sign-offs for draft %2 will no longer "
                                "count.")
                                 .arg(titleOf(overview->document->state))
                                 .arg(overview->revision.number));
        return;
    }
    m_notice->clear();
}

void NotesPage::run(const QString &doing, const QString &reason, Operation operation,
                    std::function<void(const NotesView &)> then)
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->release || !m_doing.isEmpty())
        return;
    m_doing = doing;
    m_message.clear();
    clearError();
    refresh();
    const Actor actor = services().actor();
    services()
        .store
        .write(Intent{actor, reason},
               [operation = std::move(operation), release = *overview->release, actor](Session &s) {
                   return operation(s, release, actor);
               })
        .then(this, [this, then = std::move(then)](const Result<NotesView> &done) {
            m_doing.clear();
            if (done) {
                m_ask->hide();
                then(*done);
            } else if (m_ask->isVisible()) {
                m_ask->showError(done.error());
            } else {
                showError(done.error());
            }
            m_feed->reload(); // what came meanwhile was put off
            refresh();
        });
}

void NotesPage::generate()
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->release)
        return;
    const auto draft = [this] { run(tr("drafting…"), {}, generateNotes, [](const NotesView &) {}); };
    if (!overview->document) {
        draft();
        return;
    }
    m_ask->ask({tr("Draft the notes of %1 again?").arg(overview->release->version),
                tr("A new draft of all changes takes the place of draft %1, which stays in the history.")
                    .arg(overview->revision.number),
                {},
                {{tr("Draft them again"), [draft](const QString &) { draft(); }, false}}});
}

void NotesPage::save()
{
    if (!m_correcting) {
        saveText({});
        return;
    }
    const NotesOverview *overview = shown();
    m_ask->ask(
        {tr("Save this correction?"),
         tr("It becomes draft %1, which has to be reviewed and published again. Clients have draft %2 until then.")
             .arg(overview->revision.number + 1)
             .arg(overview->revision.number),
         tr("Why is it corrected?"),
         {{tr("Save correction"), [this](const QString &why) { saveText(why); }, true}}});
}

void NotesPage::saveText(const QString &reason)
{
    m_text->keepNow(); // so that what is forgotten with the saving is exactly what is saved
    const QString text = m_editor->text();
    const NotesRevisionId base = m_text->base();
    const auto store = m_correcting ? &correctNotes : &saveNotes;
    run(
        tr("saving…"), reason,
        [text, base, store](Session &s, const Release &release, const Actor &actor) {
            return store(s, release, text, base, actor);
        },
        [this, text](const NotesView &view) {
            m_correcting = false;
            m_text->saved(view, text);
        });
}

void NotesPage::askReview()
{
    run(tr("asking…"), {}, askForReview, [](const NotesView &) {});
}

void NotesPage::signNext()
{
    const NotesOverview *overview = shown();
    if (!overview)
        return;
    const auto mine = std::ranges::find_if(overview->signOffs, [](const SignOffLine &l) { return l.whyNot.isEmpty(); });
    if (mine != overview->signOffs.end())
        sign(mine->role);
}

void NotesPage::sign(const RoleKey &role)
{
    const NotesOverview *overview = shown();
    if (!overview)
        return;
    if (m_text->isModified()) {
        m_message = tr("What is signed is a saved draft: save what you have typed first, or undo it.");
        refresh();
        return;
    }
    const auto line = std::ranges::find(overview->signOffs, role, &SignOffLine::role);
    if (line == overview->signOffs.end())
        return;
    const auto give = [this, role, seen = overview->revision.hash](SignOffVerdict verdict, const QString &comment) {
        run(
            tr("signing…"), {},
            [=](Session &s, const Release &release, const Actor &actor) {
                return signNotes(s, release, role, verdict, comment, seen, actor);
            },
            [](const NotesView &) {});
    };
    m_ask->ask({tr("Sign draft %1 as %2?").arg(QString::number(overview->revision.number), line->roleName),
                tr("Your sign-off counts for exactly this text and for no other."),
                tr("A word about it"),
                {{tr("Sign draft %1").arg(overview->revision.number),
                  [give](const QString &word) { give(SignOffVerdict::Approved, word); }, false},
                 {tr("Send back"), [give](const QString &word) { give(SignOffVerdict::Rejected, word); }, true}}});
}

void NotesPage::publish()
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->document)
        return;
    QStringList signers;
    for (const SignOffLine &line : overview->signOffs)
        signers << tr("%1 (%2)").arg(line.lastPerson, line.roleName);
    const QString by =
        signers.isEmpty() ? tr("No role is asked to sign it.") : tr("It is signed by %1.").arg(signers.join(u", "_s));
    m_ask->ask({tr("Publish the notes of %1?").arg(overview->release->version),
                tr("Clients get draft %1. %2 Published notes never change: a correction is a new draft, reviewed and "
                   "published again.")
                    .arg(QString::number(overview->revision.number), by),
                {},
                {{tr("Publish draft %1").arg(overview->revision.number),
                  [this, seen = overview->revision.hash](const QString &) {
                      run(
                          tr("publishing…"), {},
                          [seen](Session &s, const Release &release, const Actor &actor) {
                              return publishNotes(s, release, seen, actor);
                          },
                          [](const NotesView &) {});
                  },
                  false}}});
}

void NotesPage::correct()
{
    m_correcting = true;
    refresh();
    m_editor->setFocus();
}

void NotesPage::addEntry()
{
    const NotesOverview *overview = shown();
    const NoteChangeRow *row = m_changes->current();
    if (!overview || !overview->changes || !row || !isEditable() || row->state == CoverageState::Documented)
        return;
    const std::vector<NotedChange> &changes = *overview->changes;
    const auto change = std::ranges::find_if(changes, [&](const NotedChange &n) { return n.change.id == row->id; });
    if (change == changes.end())
        return;
    const auto place = static_cast<size_t>(change - changes.begin());
    m_editor->insertAll(insertEntry(m_editor->text(), *change, overview->sections[place]));
    if (m_narrow)
        showPreview(false);
    m_editor->setFocus();
}

void NotesPage::goToEntry()
{
    const NoteChangeRow *row = m_changes->current();
    refresh();
    if (row && row->state == CoverageState::Documented)
        m_editor->goTo(row->position, row->length);
}

void NotesPage::copyReminder(const RoleKey &role)
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->release)
        return;
    const auto line = std::ranges::find(overview->signOffs, role, &SignOffLine::role);
    if (line == overview->signOffs.end())
        return;
    QGuiApplication::clipboard()->setText(
        tr("Draft %1 of the release notes of %2 waits for your sign-off as %3.")
            .arg(QString::number(overview->revision.number), overview->release->version, line->roleName));
    m_message = tr("A reminder for %1 is on the clipboard.").arg(line->people.join(u", "_s));
    refresh();
}

} // namespace humdrum
