// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/releasespage.h"

#include "operations/releases.h"
#include "ui/promotions/promotepanel.h"
#include "ui/promotions/readinessbox.h"
#include "ui/releases/comparepanel.h"
#include "ui/releases/createpanel.h"
#include "ui/releases/releasepanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int firstRows = 200, moreRows = 400;
constexpr int panelWide = 440, panelNarrow = 330, narrowPage = 1000;
constexpr int narrowFilter = 180, wideFilter = 280;
constexpr std::chrono::milliseconds typingPause{200};

/// The value of the choice "open": assembled or in promotion.
constexpr QLatin1StringView openStates{"open"};

} // namespace

ReleasesPage::ReleasesPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_model(new ReleasesModel(this))
    , m_list(new SnapshotFeed<ReleasesOverview>(services.store, this))
    , m_release(new SnapshotFeed<ReleaseOverview>(services.store, this))
    , m_limit(firstRows)
    , m_typing(new QTimer(this))
{
    using enum Aggregate;
    m_list->setInterest({Product, Build, Release, Train, Change, Deployment, Notes});
    m_release->setInterest({Product, Build, StageRun, Release, Train, Change, Promotion, Deployment, Notes, Hold});
    addActions();
    buildWidgets();
    m_typing->setSingleShot(true);
    m_typing->setInterval(typingPause);
    connect(m_typing, &QTimer::timeout, this, &ReleasesPage::narrow);
    m_list->onSnapshot(this, [this](const ReleasesOverview &list) { showList(list); });
    m_release->onSnapshot(this, [this](const ReleaseOverview &release) {
        showRelease(release);
        setReady();
    });
    connect(m_list, &SnapshotFeedBase::failed, this, [this] { m_exporting = false; });
    follow(m_list);
    connect(m_release, &SnapshotFeedBase::failed, this, [this](const Error &error) {
        m_panel->clear();
        m_panel->showError(error);
        showRights();
        setReady();
    });
    readList();
}

void ReleasesPage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler, const QString &help = {}) {
        actions.add(this, {u"releases."_s + name, text, icon, key, QString(pages::releases), std::move(handler), help});
    };
    add(u"create"_s, tr("New release…"), Qt::CTRL | Qt::Key_N, {}, [this] {
        showSide(m_create);
        m_create->ask({});
    });
    add(
        u"patch"_s, tr("New patch…"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, {},
        [this] {
            showSide(m_create);
            m_create->ask(m_chosen);
        },
        tr("A release that changes one thing of the chosen one"));
    add(
        u"promote"_s, tr("Promote…"), Qt::CTRL | Qt::Key_Return, {}, [this] { promote(); },
        tr("The chosen release to the environment that is next"));
    add(u"withdraw"_s, tr("Withdraw…"), {}, {}, [this] {
        showSide(m_panel);
        m_panel->askToWithdraw();
    });
    const auto asked = [this] {
        showSide(m_panel);
        return m_panel->readiness();
    };
    add(
        u"approve"_s, tr("Approve"), Qt::CTRL | Qt::SHIFT | Qt::Key_A, {}, [asked] { asked()->approve(); },
        tr("The chosen release, for the environments that ask for approval"));
    add(u"reject"_s, tr("Reject…"), {}, {}, [asked] { asked()->askToReject(); });
    add(
        u"checklist"_s, tr("Go to the checklist"), Qt::CTRL | Qt::Key_L, {}, [asked] { asked()->focusChecklist(); },
        tr("What has to be ticked before the chosen release goes"));
    add(
        u"compare"_s, tr("Compare…"), Qt::CTRL | Qt::Key_D, {},
        [this] {
            const ReleaseOverview *release = chosen();
            showSide(m_compare);
            m_compare->compare(release ? release->row.previous : QString(), release ? release->row.version : QString());
        },
        tr("The chosen release with the one before it, or any other"));
    add(u"notes"_s, tr("Open notes"), Qt::CTRL | Qt::Key_O, {},
        [this] { navigate(pages::notes, u"notes:%1"_s.arg(m_chosen.value)); });
    add(u"pipeline"_s, tr("Show in pipeline"), Qt::CTRL | Qt::Key_G, {},
        [this] { navigate(pages::pipeline, subjectOf(m_chosen)); });
    add(u"filter"_s, tr("Filter releases"), QKeySequence::Find, u"view-filter"_s, [this] {
        m_text->setFocus();
        m_text->selectAll();
    });
    add(u"clearfilter"_s, tr("Show all releases"), {}, {}, [this] { clearFilter(); });
    add(u"export"_s, tr("Export as CSV…"), {}, u"document-export"_s, [this] { exportList(); });
    showRights();
}

QWidget *ReleasesPage::buildBar(QWidget *parent)
{
    auto *bar = new PageToolbar(parent);
    m_text = new QLineEdit(bar);
    m_text->setObjectName(u"releasesText"_s);
    m_text->setPlaceholderText(tr("Version, or a build"));
    m_text->setAccessibleName(tr("Filter releases by version or build"));
    m_text->setClearButtonEnabled(true);
    m_text->setFixedWidth(
        std::clamp(m_text->fontMetrics().horizontalAdvance(m_text->placeholderText()) + 32, narrowFilter, wideFilter));
    connect(m_text, &QLineEdit::textEdited, m_typing, qOverload<>(&QTimer::start));
    connect(m_text, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    bar->addLeft(m_text);
    m_state = new ChoiceButton(tr("State"), bar);
    m_state->setObjectName(u"releasesState"_s);
    std::vector<std::pair<QString, QString>> states{{QString(), tr("All states")}, {openStates, tr("Open")}};
    using enum ReleaseState;
    for (const ReleaseState state : {Assembled, InPromotion, Released, Withdrawn})
        states.emplace_back(wordOf(state), titleOf(state));
    m_state->setChoices(states);
    bar->addLeft(m_state);
    m_kind = new ChoiceButton(tr("Kind"), bar);
    m_kind->setObjectName(u"releasesKind"_s);
    std::vector<std::pair<QString, QString>> kinds{{QString(), tr("All kinds")}};
    for (const ReleaseKind kind : {ReleaseKind::Regular, ReleaseKind::Patch, ReleaseKind::Rollback})
        kinds.emplace_back(wordOf(kind), titleOf(kind));
    m_kind->setChoices(kinds);
    bar->addLeft(m_kind);
    for (ChoiceButton *choice : {m_state, m_kind})
        connect(choice, &ChoiceButton::chosen, this, &ReleasesPage::narrow);
    ActionRegistry &actions = services().actions;
    QAction *exporting = actions.action(u"releases.export"_s);
    auto *button = new QPushButton(tr("Export"), bar);
    button->setAccessibleName(exporting->text());
    button->setToolTip(exporting->toolTip());
    connect(button, &QPushButton::clicked, exporting, &QAction::trigger);
    bar->addRight(button);
    bar->addAction(actions.action(u"releases.create"_s), true);
    return bar;
}

QWidget *ReleasesPage::buildList(QWidget *parent)
{
    auto *main = new QWidget(parent);
    auto *box = new QVBoxLayout(main);
    box->setContentsMargins(20, 16, 20, 16);
    box->setSpacing(10);
    box->addWidget(buildBar(main));
    m_card = new Card({}, main);
    m_table = new DataTable(tr("Releases"), m_card);
    m_table->setModel(m_model);
    using enum ReleasesModel::Column;
    m_table->setStretchColumn(CreatorColumn);
    m_table->setYieldingColumns({KindColumn, CreatorColumn, CreatedColumn, LeavesColumn, RunsColumn, ChangesColumn});
    connect(m_table, &DataTable::currentSubjectChanged, this, [this](const QString &subject) {
        if (!m_filling)
            choose(idOfSubject<ReleaseId>(subject, u"release"));
    });
    connect(m_table, &DataTable::opened, this, [this](const QModelIndex &index) {
        navigate(pages::pipeline, index.siblingAtColumn(0).data(SubjectRole).toString());
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &ReleasesPage::readMore);
    auto *none = new EmptyState(tr("No release is like that"), tr("Nothing matches the filter above."), m_card);
    none->setAction(services().actions.action(u"releases.clearfilter"_s));
    auto *first =
        new EmptyState(tr("No release yet"),
                       tr("Here will be every release, what it is made of and where it runs. A release is made "
                          "of the newest build of each service that has passed its stages."),
                       m_card);
    first->setAction(services().actions.action(u"releases.create"_s));
    m_tableStack = new QStackedWidget(m_card);
    m_tableStack->addWidget(m_table);
    m_tableStack->addWidget(none);
    m_tableStack->addWidget(first);
    m_card->body()->addWidget(m_tableStack);
    box->addWidget(m_card, 1);
    return main;
}

QWidget *ReleasesPage::buildSide(QWidget *parent)
{
    m_side = new QStackedWidget(parent);
    m_panel = new ReleasePanel(services(), m_side);
    m_compare = new ComparePanel(services().store, m_side);
    m_create = new CreatePanel(services(), m_side);
    m_promote = new PromotePanel(services(), m_side);
    for (SidePanel *panel : std::initializer_list<SidePanel *>{m_panel, m_compare, m_create, m_promote}) {
        m_side->addWidget(panel);
        connect(panel, &SidePanel::closed, this, [this] {
            showSide(m_panel);
            m_table->setFocus();
        });
    }
    m_side->setMinimumWidth(300);
    connect(m_panel, &ReleasePanel::promotionAsked, this, &ReleasesPage::promoteTo);
    connect(m_panel, &ReleasePanel::promotionChosen, this,
            [this](PromotionId promotion) { navigate(pages::promotions, subjectOf(promotion)); });
    connect(m_panel, &ReleasePanel::withdrawn, this, &ReleasesPage::withdraw);
    connect(m_create, &CreatePanel::created, this, [this](ReleaseId release) {
        m_create->closePanel();
        open(subjectOf(release));
    });
    return m_side;
}

void ReleasesPage::buildWidgets()
{
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->addWidget(buildList(m_split));
    m_split->addWidget(buildSide(m_split));
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    setContent(m_split);
    setNoProduct(tr("Here will be every release, what it is made of and where it runs."));
    setFocusProxy(m_table);
}

void ReleasesPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    if (m_placed || width() < 400)
        return;
    const int panel = width() < narrowPage ? panelNarrow : panelWide;
    m_split->setSizes({width() - panel, panel});
}

void ReleasesPage::activated()
{
    Page::activated();
    m_release->setActive(true);
}

void ReleasesPage::deactivated()
{
    Page::deactivated();
    m_release->setActive(false);
}

void ReleasesPage::open(const QString &subject)
{
    const auto release = idOfSubject<ReleaseId>(subject, u"release");
    if (!release.isValid())
        return;
    choose(release);
    m_wanted = true;
    showSide(m_panel);
    if (m_list->snapshot())
        showChosen();
}

/// Its row becomes current where it is in the list; else none is.
void ReleasesPage::showChosen()
{
    if (m_table->selectSubject(subjectOf(m_chosen)))
        m_wanted = false;
    else
        m_table->selectionModel()->clear();
}

QJsonObject ReleasesPage::saveState() const
{
    return {{u"split"_s, QString::fromLatin1(m_split->saveState().toBase64())},
            {u"state"_s, m_state->value()},
            {u"kind"_s, m_kind->value()},
            {u"text"_s, m_text->text()},
            {u"chosen"_s, QString::number(m_chosen.value)}};
}

void ReleasesPage::restoreState(const QJsonObject &state)
{
    m_placed = m_split->restoreState(QByteArray::fromBase64(state.value(u"split"_s).toString().toLatin1()));
    m_state->setValue(state.value(u"state"_s).toString());
    m_kind->setValue(state.value(u"kind"_s).toString());
    m_text->setText(state.value(u"text"_s).toString());
    if (const ReleaseId release{state.value(u"chosen"_s).toString().toLongLong()}; release.isValid())
        open(subjectOf(release));
    readList();
}

ReleaseFilter ReleasesPage::filter() const
{
    ReleaseFilter filter;
    if (m_state->value() == openStates)
        filter.states = {ReleaseState::Assembled, ReleaseState::InPromotion};
    else if (const auto state = fromWord<ReleaseState>(m_state->value()))
        filter.states = {*state};
    filter.kind = fromWord<ReleaseKind>(m_kind->value());
    filter.text = m_text->text().trimmed();
    filter.limit = m_limit;
    return filter;
}

void ReleasesPage::readList()
{
    m_list->setReader([filter = filter(), person = services().actor().person](Session &s) {
        return readReleases(s, filter, person);
    });
}

void ReleasesPage::narrow()
{
    m_typing->stop();
    m_limit = firstRows;
    readList();
}

void ReleasesPage::clearFilter()
{
    m_text->clear();
    m_state->setValue({});
    m_kind->setValue({});
    narrow();
    m_table->setFocus();
}

/// More rows once the last ones come into view: a list of years is not read for its first page.
void ReleasesPage::readMore()
{
    const QScrollBar *bar = m_table->verticalScrollBar();
    const ReleasesOverview *list = m_list->snapshot();
    if (!list || m_model->rowCount() >= list->matching || bar->value() < bar->maximum() - bar->pageStep())
        return;
    if (m_list->isLoading()) {
        m_moreWanted = true;
        return;
    }
    m_limit = m_model->rowCount() + moreRows;
    readList();
}

void ReleasesPage::exportList()
{
    const ReleasesOverview *list = m_list->snapshot();
    if (!list)
        return;
    if (m_model->rowCount() >= list->matching) {
        m_table->exportCsv();
        return;
    }
    m_exporting = true; // everything that matches, not what has been looked at
    m_limit = list->matching;
    readList();
}

void ReleasesPage::showList(const ReleasesOverview &list)
{
    m_table->delegate()->setTimeZone(list.zone);
    m_filling = true;
    m_model->setRows(list.releases);
    m_filling = false;
    showFinding(list);
    m_tableStack->setCurrentIndex(!list.releases.empty() ? 0 : list.all > 0 ? 1 : 2);
    if (!m_chosen.isValid() && !list.releases.empty())
        m_table->selectSubject(subjectOf(list.releases.front().id));
    else if (m_wanted || m_table->currentSubject() != subjectOf(m_chosen))
        showChosen();
    if (!m_chosen.isValid()) {
        m_panel->clear();
        setReady();
    }
    m_side->setVisible(list.all > 0 || m_side->currentWidget() == m_create);
    showRights();
    if (std::exchange(m_moreWanted, false))
        readMore();
    if (std::exchange(m_exporting, false))
        m_table->exportCsv();
}

void ReleasesPage::showFinding(const ReleasesOverview &list)
{
    const QString open = list.open == 0 ? tr("all have arrived") : tr("%n on the way to clients", nullptr, list.open);
    if (list.all == 0)
        m_card->setTitle({});
    else if (list.matching == list.all)
        m_card->setTitle(tr("%n release(s) · %1", nullptr, list.all).arg(open));
    else
        m_card->setTitle(tr("%1 of %2 releases").arg(list.matching).arg(list.all));
}

void ReleasesPage::choose(ReleaseId release)
{
    if (!release.isValid() || release == m_chosen)
        return;
    m_chosen = release;
    if (m_side->currentWidget() == m_promote || m_side->currentWidget() == m_create)
        showSide(m_panel); // what was asked was about another one
    m_release->setReader(
        [release, person = services().actor().person](Session &s) { return readRelease(s, release, person); });
    showRights();
}

const ReleaseOverview *ReleasesPage::chosen() const
{
    const ReleaseOverview *release = m_release->snapshot();
    return release && release->row.id == m_chosen ? release : nullptr;
}

void ReleasesPage::showRelease(const ReleaseOverview &release)
{
    m_panel->setRelease(release);
    showRights();
}

void ReleasesPage::showRights()
{
    ActionRegistry &actions = services().actions;
    const ReleasesOverview *list = m_list->snapshot();
    const ReleaseOverview *release = chosen();
    const QString choose = tr("Choose a release first.");
    const Permission may = list ? list->mayPromote : Permission{false, tr("Loading…")};
    const auto set = [&](const QString &id, bool enabled, const QString &why) {
        actions.setEnabled(u"releases."_s + id, enabled, why);
    };
    const auto allow = [&](const QString &id, const Permission &permission) {
        set(id, permission.granted, permission.whyNot);
        // Who could never use them is not shown them.
        actions.action(u"releases."_s + id)->setVisible(!may.hidden);
    };
    allow(u"create"_s,
          !may.granted                   ? may
              : list && !list->hasBuilds ? Permission{false,
                                                      tr("There are no builds yet: import the services’ history "
                                                         "with “humdrumctl import git” first.")}
                                         : Permission{});
    allow(u"patch"_s, release ? may : Permission{false, choose});
    const bool somewhere = release && std::ranges::any_of(release->places, [](const ReleasePlace &p) {
                               return p.standing != Standing::Runs && p.standing != Standing::Moving;
                           });
    allow(u"promote"_s,
          !release                           ? Permission{false, choose}
              : !release->mayPromote.granted ? release->mayPromote
              : somewhere                    ? Permission{}
                                             : Permission{false, tr("It runs everywhere, or is on its way there.")});
    allow(u"withdraw"_s, release ? release->mayWithdraw : Permission{false, choose});
    for (const QString &id : {u"notes"_s, u"pipeline"_s, u"approve"_s, u"reject"_s, u"checklist"_s})
        set(id, release != nullptr, choose);
    set(u"compare"_s, list && list->all > 1, tr("There is nothing to compare with yet."));
    set(u"export"_s, list && list->matching > 0, tr("There is nothing to export."));
}

/// Where it could go next: what the gates let pass first, then what a person may override.
void ReleasesPage::promote()
{
    const ReleaseOverview *release = chosen();
    if (!release)
        return;
    for (const Standing standing : {Standing::Next, Standing::Blocked, Standing::Ran}) {
        const auto place = std::ranges::find(release->places, standing, &ReleasePlace::standing);
        if (place != release->places.end()) {
            promoteTo(place->environment);
            return;
        }
    }
}

void ReleasesPage::promoteTo(const EnvironmentKey &environment)
{
    const ReleaseOverview *release = chosen();
    if (!release)
        return;
    const auto place = std::ranges::find(release->places, environment, &ReleasePlace::environment);
    if (place == release->places.end())
        return;
    PromotionAsk ask;
    ask.release = m_chosen;
    ask.environment = environment;
    showSide(m_promote);
    m_promote->ask(ask, place->name);
}

void ReleasesPage::withdraw(const QString &reason)
{
    const Actor actor = services().actor();
    services()
        .store
        .write(Intent{actor, reason},
               [release = m_chosen, reason, actor](Session &s) { return withdrawRelease(s, release, reason, actor); })
        .then(this, [this](const Result<void> &done) {
            if (!done)
                m_panel->showError(done.error());
        });
}

void ReleasesPage::showSide(QWidget *panel)
{
    m_side->setVisible(true);
    m_side->setCurrentWidget(panel);
}

} // namespace humdrum
