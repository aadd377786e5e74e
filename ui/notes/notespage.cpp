// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/notespage.h"

#include "ui/notes/askpanel.h"
#include "ui/notes/changespane.h"
#include "ui/notes/differenceview.h"
#include "ui/notes/markdowneditor.h"
#include "ui/notes/notespreview.h"
#include "ui/notes/notestext.h"
#include "ui/notes/readingpane.h"
#include "ui/notes/signoffpanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/timelabel.h"

#include <QAction>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum {

namespace {

constexpr int narrowPage = 1080; ///< pixels; below it the reading pane takes the editor's place
constexpr qsizetype revisionsShown = 20;

/// The surface of a pane.
class Pane final : public QFrame {
public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), colours::card(palette())); }
};

} // namespace

NotesPage::NotesPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_feed(new SnapshotFeed<NotesOverview>(services.store, this))
    , m_coverage(150ms)
{
    using enum Aggregate;
    m_feed->setInterest({Product, Change, Release, Train, Notes});
    addActions();
    buildWidgets();
    connectWidgets();
    follow(m_feed);
    m_feed->onSnapshot(this, [this](const NotesOverview &overview) { showNotes(overview); });
    connect(m_feed, &SnapshotFeedBase::failed, this, &NotesPage::showNothing);
    m_coverage.onDone([this](const Coverage &coverage) { showCoverage(coverage); });
    refresh();
}

NotesPage::~NotesPage()
{
    // It writes what was typed last, from the editor.
    delete m_text;
    // Parts that go say so, and there is no page any more to hear it.
    for (const QObject *part : findChildren<QObject *>())
        part->disconnect(this);
}

QWidget *NotesPage::buildToolbar()
{
    ActionRegistry &actions = services().actions;
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(12);
    auto *tools = new FlowLayout(nullptr, 6);
    for (const QString &id : {u"notes.bold"_s, u"notes.italic"_s, u"notes.list"_s, u"notes.code"_s}) {
        auto *button = new ActionButton(actions.action(id), bar);
        button->setIconOnly();
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the focus, and what is chosen, in the text
        tools->addWidget(button);
    }
    m_compare = new QPushButton(tr("Compare with"), bar);
    m_compare->setObjectName(u"notesCompare"_s);
    m_compareMenu = new QMenu(m_compare);
    m_compare->setMenu(m_compareMenu);
    tools->addWidget(m_compare);
    m_toPreview = new ActionButton(actions.action(u"notes.preview"_s), bar);
    m_toPreview->setIconOnly();
    tools->addWidget(m_toPreview);
    row->addLayout(tools, 1);
    m_state = new ElidingLabel({}, TextRole::Muted, bar);
    m_state->setObjectName(u"notesState"_s);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_state, 0, Qt::AlignTop);
    m_state->setMinimumHeight(m_compare->sizeHint().height());
    m_next = new ActionButton(actions.action(u"notes.generate"_s), bar);
    setPrimary(m_next);
    row->addWidget(m_next, 0, Qt::AlignTop);
    return bar;
}

QWidget *NotesPage::buildMiddle()
{
    auto *pane = new Pane(this);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildToolbar());
    column->addWidget(new Rule(pane));
    auto *words = new QVBoxLayout;
    words->setContentsMargins(12, 8, 12, 8);
    words->setSpacing(gridUnit);
    m_notice = new NoticeBar(pane);
    m_ask = new AskPanel(pane);
    words->addWidget(m_notice);
    words->addWidget(m_ask);
    column->addLayout(words);
    m_middle = new QStackedWidget(pane);
    m_editor = new MarkdownEditor(m_middle);
    m_editor->setObjectName(u"notesEditor"_s);
    m_middle->addWidget(m_editor);
    m_middle->setMinimumHeight(96);
    column->addWidget(m_middle, 1);
    column->addWidget(new Rule(pane));
    m_signOffs = new SignOffPanel(services().clock, pane);
    column->addWidget(m_signOffs);
    return pane;
}

void NotesPage::buildWidgets()
{
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    m_split = new QSplitter(Qt::Horizontal, content);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_changes = new ChangesPane(services().actions.action(u"notes.addentry"_s), m_split);
    m_changes->setMinimumWidth(208);
    QWidget *middle = buildMiddle();
    m_reading = new ReadingPane(m_split);
    m_reading->setMinimumWidth(240);
    m_split->addWidget(m_changes);
    m_split->addWidget(middle);
    m_split->addWidget(m_reading);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setStretchFactor(2, 1);
    m_split->setSizes({300, 540, 400});
    column->addWidget(m_split);
    m_text = new NotesText(*m_editor, services().store, services().actor, this);
    setContent(content);
    setFocusProxy(m_editor);
}

void NotesPage::connectWidgets()
{
    connect(m_changes, &ChangesPane::releaseChosen, this, &NotesPage::choose);
    connect(m_changes, &ChangesPane::chosen, this, &NotesPage::goToEntry);
    connect(m_changes, &ChangesPane::addAsked, this, &NotesPage::addEntry);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &NotesPage::textChanged);
    connect(m_editor, &MarkdownEditor::escaped, this, [this] { m_changes->setFocus(); });
    connect(m_text, &NotesText::modifiedChanged, this, &NotesPage::refresh);
    connect(m_text, &NotesText::conflictChanged, this, &NotesPage::refresh);
    connect(m_text, &NotesText::restored, this, [this](Timestamp at) {
        const NotesOverview *overview = shown();
        m_message = tr("What you typed %1 and did not save is here again. Undo leads back to what is saved.")
                        .arg(times::brief(at, services().clock.now(), overview ? overview->zone : QByteArray("UTC")));
        if (overview && overview->document && overview->document->state == NotesState::Published)
            m_correcting = true;
    });
    connect(m_text, &NotesText::keepFailed, this, [this](const Error &error) { showError(error); });
    connect(m_text, &NotesText::keptAgain, this, [this] { clearError(); });
    connect(m_signOffs, &SignOffPanel::signAsked, this, &NotesPage::sign);
    connect(m_signOffs, &SignOffPanel::reminderAsked, this, &NotesPage::copyReminder);
    connect(m_signOffs, &SignOffPanel::changesAsked, this,
            [this](NotesRevisionId revision, int number) { compareWith(revision, tr("draft %1").arg(number)); });
    connect(m_reading, &ReadingPane::failed, this, [this](const Error &error) { showError(error); });
    connect(m_reading, &ReadingPane::comparingStopped, this, [this] {
        if (m_narrow)
            showPreview(false);
        m_editor->setFocus();
    });
    connect(m_reading->preview(), &NotesPreview::rendered, this, &NotesPage::showReady);
    connect(m_compareMenu, &QMenu::aboutToShow, this, &NotesPage::fillCompareMenu);
    connect(m_ask, &AskPanel::left, m_editor, qOverload<>(&QWidget::setFocus));
}

void NotesPage::activated()
{
    choose(m_wanted); // who looks may be somebody else by now
    Page::activated();
}

void NotesPage::deactivated()
{
    m_text->keepNow();
    Page::deactivated();
}

void NotesPage::open(const QString &subject)
{
    for (const QStringView kind : {u"notes", u"release"}) {
        if (const auto release = idOfSubject<ReleaseId>(subject, kind); release.isValid())
            choose(release);
    }
}

void NotesPage::choose(ReleaseId release)
{
    m_wanted = release;
    m_person = services().actor().person;
    m_feed->setReader([release, person = m_person](Session &s) -> Result<NotesOverview> {
        auto overview = readNotesOverview(s, release, person);
        if (overview && !overview->release)
            return fail(ErrorCode::NothingToDo, tr("There is no release yet."));
        return overview;
    });
}

QJsonObject NotesPage::saveState() const
{
    QJsonObject state{{u"preview"_s, m_preview}};
    if (!m_narrow)
        state[u"split"_s] = QString::fromLatin1(m_split->saveState().toBase64());
    if (const QJsonObject unkept = m_text->unkept(); !unkept.isEmpty())
        state[u"unkept"_s] = unkept;
    return state;
}

void NotesPage::restoreState(const QJsonObject &state)
{
    m_split->restoreState(QByteArray::fromBase64(state.value(u"split"_s).toString().toLatin1()));
    m_preview = state.value(u"preview"_s).toBool(true);
    m_text->setUnkept(state.value(u"unkept"_s).toObject());
    placePanes();
}

bool NotesPage::event(QEvent *event)
{
    // "I am" may have been changed in another window.
    if (event->type() == QEvent::WindowActivate && services().actor().person != m_person)
        choose(m_wanted);
    return Page::event(event);
}

void NotesPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    placePanes();
}

/// Beside the text where there is room; else in its place, and then only when it is asked for.
void NotesPage::placePanes()
{
    const bool narrow = width() < narrowPage;
    if (narrow != m_narrow) {
        m_narrow = narrow;
        if (narrow) {
            m_middle->addWidget(m_reading);
            m_middle->setCurrentWidget(m_editor);
            m_split->setSizes({248, width() - 248});
        } else {
            m_split->addWidget(m_reading);
            m_split->setSizes({300, (width() - 300) * 4 / 7, (width() - 300) * 3 / 7});
        }
        m_reading->setBordered(!narrow);
    }
    if (!m_narrow)
        m_reading->setVisible(m_preview || m_reading->isComparing());
    m_toPreview->setVisible(m_narrow || !m_preview);
}

void NotesPage::showPreview(bool visible)
{
    if (m_narrow) {
        m_middle->setCurrentWidget(visible ? static_cast<QWidget *>(m_reading) : m_editor);
        if (!visible)
            m_editor->setFocus();
        return;
    }
    m_preview = visible;
    if (!visible)
        m_reading->stopComparing();
    placePanes();
}

void NotesPage::showNotes(const NotesOverview &overview)
{
    if (!m_doing.isEmpty())
        return; // what is under way tells first what came of it, and then it is read again
    if (m_release != overview.release->id) {
        m_release = overview.release->id;
        m_correcting = m_covered = false;
        m_message.clear();
        clearError();
        m_ask->hide();
        m_reading->stopComparing();
    }
    if (!m_wanted.isValid())
        choose(m_release); // from now on it stays this one, whichever train is next
    setTitle(tr("Release notes · %1").arg(overview.release->version));
    m_changes->setOverview(overview);
    m_text->take(overview);
    if (!overview.document || overview.document->state != NotesState::Published)
        m_correcting = false;
    m_signOffs->showLines(overview);
    textChanged();
    refresh();
}

bool NotesPage::isEmpty(const SnapshotFeedBase *feed, const Error &error) const
{
    return error.code == ErrorCode::NothingToDo || (!m_wanted.isValid() && Page::isEmpty(feed, error));
}

void NotesPage::showNothing(const Error &error)
{
    if (error.code == ErrorCode::NothingToDo)
        setEmpty(
            tr("No release yet"),
            tr("Here will be what each release brings, in words for its clients. A release is planned on the train "
               "that it leaves with."),
            services().actions.action(u"notes.plan"_s));
    else
        setNoProduct(tr("Here will be what each release brings, in words for its clients."));
    refresh();
}

void NotesPage::textChanged()
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->release)
        return;
    const QString text = m_editor->text();
    m_reading->setText(text);
    const auto work = [text, changes = overview->changes] { return coverageOf(text, *changes); };
    if (m_covered)
        m_coverage.ask(work);
    else
        m_coverage.askNow(work);
}

void NotesPage::showCoverage(const Coverage &coverage)
{
    const NotesOverview *overview = shown();
    if (!overview || !overview->changes || overview->changes->size() != coverage.marks.size())
        return; // of another release
    m_covered = true;
    m_shownCoverage = coverage;
    m_changes->setCoverage(*overview, coverage);
    refresh();
    showReady();
}

void NotesPage::showReady()
{
    if (m_covered && m_reading->preview()->isCurrent())
        setReady();
}

void NotesPage::fillCompareMenu()
{
    m_compareMenu->clear();
    const NotesOverview *overview = shown();
    if (!overview || !overview->release)
        return;
    const auto add = [this](const QString &text, NotesRevisionId revision, const QString &what) {
        QString shownText = text;
        m_compareMenu->addAction(shownText.replace(u'&', u"&&"_s), this,
                                 [this, revision, what] { compareWith(revision, what); });
    };
    qsizetype count = 0;
    for (const NotesRevisionLine &r : overview->revisions) {
        const bool current = r.id == overview->revision.id;
        // Against the current draft only what is typed now can differ.
        if ((current && !m_text->isModified()) || (++count > revisionsShown && !r.published))
            continue;
        QString text = tr("Draft %1 · %2 · %3")
                           .arg(QString::number(r.number), r.author,
                                times::relative(r.at, services().clock.now(), overview->zone));
        if (r.published)
            text += u" · "_s + titleOf(NotesState::Published);
        add(text, r.id, tr("draft %1").arg(r.number));
    }
    if (!m_compareMenu->isEmpty())
        m_compareMenu->addSeparator();
    if (overview->previousNotes.isValid())
        add(tr("Notes of %1, the release before").arg(overview->previousVersion), overview->previousNotes,
            tr("the notes of %1").arg(overview->previousVersion));
    if (m_reading->isComparing())
        m_compareMenu->addAction(tr("Stop comparing"), m_reading, &ReadingPane::stopComparing);
    if (m_compareMenu->isEmpty() || m_compareMenu->actions().constLast()->isSeparator()) {
        QAction *none = m_compareMenu->addAction(tr("There is no other text to compare with."));
        none->setEnabled(false);
    }
}

void NotesPage::compareWith(NotesRevisionId revision, const QString &what)
{
    services()
        .store.read([revision](Session &s) { return s.notes().revision(revision); })
        .then(this, [this, what](const Result<std::optional<NotesRevision>> &read) {
            if (!read) {
                showError(read.error());
                return;
            }
            m_reading->compareWith(what, *read ? (*read)->text : QString());
            showPreview(true);
            m_reading->difference()->setFocus();
        });
}

} // namespace humdrum
