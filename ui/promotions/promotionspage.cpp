// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotionspage.h"

#include "ui/promotions/decisionbox.h"
#include "ui/promotions/holdscard.h"
#include "ui/promotions/logview.h"
#include "ui/promotions/promotepanel.h"
#include "ui/promotions/promotionlive.h"
#include "ui/promotions/promotionpanel.h"
#include "ui/promotions/queuebar.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/flowlayout.h"

#include <QAction>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int firstRows = 200, moreRows = 400;
constexpr int nowShown = 8, attentionShown = 5; ///< more of them scroll, so that the history keeps its room
constexpr int narrowPage = 1000;
const QString undecidedChoice = u"undecided"_s;

} // namespace

PromotionsPage::PromotionsPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_feed(new SnapshotFeed<PromotionsOverview>(services.store, this))
    , m_promotion(new SnapshotFeed<PromotionOverview>(services.store, this))
    , m_limit(firstRows)
{
    using enum Aggregate;
    m_feed->setInterest({Product, Promotion, Deployment, Hold});
    m_promotion->setInterest({Product, Promotion, Deployment, Change, Release, Hold});
    addActions();
    buildWidgets();
    m_feed->onSnapshot(this, [this](const PromotionsOverview &list) { showList(list); });
    m_promotion->onSnapshot(this, [this](const PromotionOverview &promotion) {
        showPromotion(promotion);
        setReady();
    });
    connect(m_feed, &SnapshotFeedBase::failed, this, [this] { m_exporting = false; });
    follow(m_feed);
    connect(m_promotion, &SnapshotFeedBase::failed, this, [this](const Error &error) {
        m_panel->clear();
        m_panel->showError(error);
        showRights();
        setReady();
    });
    readList();
}

void PromotionsPage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler, const QString &help = {}) {
        actions.add(this,
                    {u"promotions."_s + name, text, icon, key, QString(pages::promotions), std::move(handler), help});
    };
    add(
        u"cancel"_s, tr("Cancel…"), Qt::Key_Delete, {},
        [this] {
            showSide(m_panel);
            m_panel->showPart(u"progress"_s);
            m_panel->live()->askToStop();
        },
        tr("Ends the chosen promotion with everything it started"));
    add(u"rollback"_s, tr("Roll back…"), {}, {}, [this] { ask(PromotionKind::Rollback); });
    add(
        u"again"_s, tr("Promote again…"), Qt::CTRL | Qt::Key_Return, {}, [this] { ask(PromotionKind::Forward); },
        tr("A new attempt for the same build; the old one stays as it ended"));
    add(u"copylog"_s, tr("Copy log"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, {}, [this] { m_panel->live()->log()->copy(); });
    add(u"find"_s, tr("Find in the log…"), QKeySequence::Find, {}, [this] {
        showSide(m_panel);
        m_panel->showPart(u"progress"_s);
        m_panel->live()->log()->showSearch();
    });
    add(u"gotoline"_s, tr("Go to a line of the log…"), Qt::CTRL | Qt::Key_L, {}, [this] {
        showSide(m_panel);
        m_panel->showPart(u"progress"_s);
        m_panel->live()->log()->showGoTo();
    });
    add(u"savelog"_s, tr("Save the log as…"), {}, u"document-save-as"_s, [this] { m_panel->live()->log()->saveAs(); });
    add(u"pipeline"_s, tr("Open in pipeline"), Qt::CTRL | Qt::Key_G, {}, [this] {
        if (const PromotionOverview *promotion = chosen())
            navigate(pages::pipeline,
                     promotion->release.isValid() ? subjectOf(promotion->release) : subjectOf(promotion->build));
    });
    for (const auto &[part, text, key] :
         {std::tuple(u"progress"_s, tr("Show progress"), Qt::Key_1),
          std::tuple(u"gates"_s, tr("Show gates"), Qt::Key_2), std::tuple(u"changes"_s, tr("Show changes"), Qt::Key_3)})
        add(part, text, QKeySequence(Qt::ALT | key), {}, [this, name = part] {
            showSide(m_panel);
            m_panel->showPart(name);
        });
    add(u"clearfilter"_s, tr("Show the whole history"), {}, {}, [this] {
        for (const auto &[name, choice] : choices())
            choice->setValue({});
        narrow();
    });
    add(u"export"_s, tr("Export history as CSV…"), {}, u"document-export"_s, [this] { exportHistory(); });
    add(u"start"_s, tr("Choose a release to promote"), {}, {}, [this] { navigate(pages::releases); });
    showRights();
}

PromotionsPage::List PromotionsPage::addList(QWidget *parent, const QString &name)
{
    List list{new PromotionsModel(this), new Card(name, parent), nullptr};
    list.table = new DataTable(name, list.card);
    list.table->setModel(list.model);
    connect(list.table, &DataTable::currentSubjectChanged, this, [this, table = list.table](const QString &subject) {
        if (m_filling)
            return;
        for (DataTable *other : {m_now.table, m_attention.table, m_history.table}) {
            if (other && other != table)
                other->selectionModel()->clear(); // one is chosen, wherever it is
        }
        choose(idOfSubject<PromotionId>(subject, u"promotion"));
    });
    connect(list.table, &DataTable::opened, this, [this] {
        showSide(m_panel);
        m_panel->showPart(u"progress"_s);
        m_panel->live()->log()->setFocus();
    });
    return list;
}

QWidget *PromotionsPage::buildFilter(QWidget *parent)
{
    auto *bar = new QWidget(parent);
    auto *flow = new FlowLayout(bar);
    flow->setContentsMargins(0, 0, 0, 0);
    const auto choice = [&](const QString &name, const QString &object) {
        auto *made = new ChoiceButton(name, bar);
        made->setObjectName(object);
        connect(made, &ChoiceButton::chosen, this, &PromotionsPage::narrow);
        flow->addWidget(made);
        return made;
    };
    m_environment = choice(tr("Environment"), u"historyEnvironment"_s);
    m_environment->setChoices({{QString(), tr("All environments")}});
    m_service = choice(tr("Service"), u"historyService"_s);
    m_service->setChoices({{QString(), tr("All services")}});
    m_state = choice(tr("State"), u"historyState"_s);
    std::vector<std::pair<QString, QString>> states{{QString(), tr("Any end")}};
    using enum PromotionState;
    for (const PromotionState state : {Succeeded, Failed, Errored, Aborted, Denied})
        states.emplace_back(wordOf(state), titleOf(state));
    states.emplace_back(undecidedChoice, tr("Needs a decision"));
    m_state->setChoices(states);
    m_person = choice(tr("Asked by"), u"historyPerson"_s);
    m_person->setChoices({{QString(), tr("Anybody")}});
    m_time = choice(tr("Time"), u"historyTime"_s);
    m_time->setChoices({{QString(), tr("Any time")},
                        {u"1"_s, tr("Last day")},
                        {u"7"_s, tr("Last week")},
                        {u"30"_s, tr("Last 30 days")},
                        {u"91"_s, tr("Last 3 months")},
                        {u"365"_s, tr("Last year")}});
    return bar;
}

QWidget *PromotionsPage::buildLists(QWidget *parent)
{
    auto *main = new QWidget(parent);
    auto *box = new QVBoxLayout(main);
    box->setContentsMargins(20, 16, 20, 16);
    box->setSpacing(10);
    m_queue = new QueueBar(services(), main);
    box->addWidget(m_queue);
    using enum PromotionsModel::Column;
    m_now = addList(main, tr("Now"));
    m_now.table->setFitsContents(true, nowShown);
    m_now.table->setStretchColumn(WhatColumn);
    m_now.table->setYieldingColumns({WhenColumn, ProgressColumn});
    m_now.table->setLeastWidth(ProgressColumn, 110);
    m_attention = addList(main, tr("Needs attention"));
    m_attention.table->setFitsContents(true, attentionShown);
    m_attention.table->setStretchColumn(WhatColumn);
    m_attention.table->setYieldingColumns({MessageColumn, WhenColumn});
    m_history = addList(main, tr("History"));
    m_history.table->setStretchColumn(WhatColumn);
    m_history.table->setYieldingColumns({MessageColumn, TookColumn, ReleaseColumn, WhoColumn, WhenColumn});
    for (const int column : {ReleaseColumn, WhoColumn, TookColumn, MessageColumn})
        m_now.table->setColumnHidden(column, true);
    for (const int column : {ReleaseColumn, ProgressColumn, WhoColumn, TookColumn})
        m_attention.table->setColumnHidden(column, true);
    m_history.table->setColumnHidden(ProgressColumn, true);
    for (const List &list : {m_now, m_attention}) {
        list.card->body()->addWidget(list.table);
        list.card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        box->addWidget(list.card);
    }
    m_holds = new HoldsCard(services(), main);
    box->addWidget(m_holds);
    connect(m_history.table->verticalScrollBar(), &QScrollBar::valueChanged, this, &PromotionsPage::readMore);
    QAction *exporting = services().actions.action(u"promotions.export"_s);
    auto *button = new QPushButton(tr("Export"), m_history.card);
    button->setAccessibleName(exporting->text());
    button->setToolTip(exporting->toolTip());
    connect(button, &QPushButton::clicked, exporting, &QAction::trigger);
    m_history.card->addTitleWidget(button);
    m_history.card->body()->addWidget(buildFilter(m_history.card));
    auto *none = new EmptyState(tr("No promotion is like that"), tr("Nothing in the history matches the filter."),
                                m_history.card);
    none->setAction(services().actions.action(u"promotions.clearfilter"_s));
    m_historyStack = new QStackedWidget(m_history.card);
    m_historyStack->addWidget(m_history.table);
    m_historyStack->addWidget(none);
    m_history.card->body()->addWidget(m_historyStack, 1);
    box->addWidget(m_history.card, 1);
    return main;
}

QWidget *PromotionsPage::buildSide(QWidget *parent)
{
    m_side = new QStackedWidget(parent);
    m_panel = new PromotionPanel(services(), m_side);
    m_promote = new PromotePanel(services(), m_side);
    m_side->addWidget(m_panel);
    m_side->addWidget(m_promote);
    m_side->setMinimumWidth(320);
    connect(m_panel, &PromotionPanel::promotionChosen, this,
            [this](PromotionId promotion) { open(subjectOf(promotion)); });
    connect(m_panel->decision(), &DecisionBox::decided, this, [this](PromotionId next) {
        if (next.isValid())
            open(subjectOf(next)); // it goes on there
    });
    connect(m_promote, &SidePanel::closed, this, [this] { showSide(m_panel); });
    connect(m_promote, &PromotePanel::queued, this, [this](const std::vector<Promotion> &promotions) {
        m_promote->closePanel(); // it goes on in the list
        if (!promotions.empty())
            open(subjectOf(promotions.front().id));
    });
    return m_side;
}

void PromotionsPage::buildWidgets()
{
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->addWidget(buildLists(m_split));
    m_split->addWidget(buildSide(m_split));
    auto *nothing =
        new EmptyState(tr("Nothing has been promoted yet"),
                       tr("Here will be what runs and waits, what failed, and everything that was promoted, "
                          "with its steps, gates and log."),
                       this);
    nothing->setAction(services().actions.action(u"promotions.start"_s));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_split);
    m_stack->addWidget(nothing);
    setContent(m_stack);
    setNoProduct(tr("Here will be what is promoted, what waits and what failed."));
    setFocusProxy(m_history.table);
}

void PromotionsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    if (m_placed || width() < 400)
        return;
    const int panel = width() * (width() < narrowPage ? 46 : 40) / 100;
    m_split->setSizes({width() - panel, panel});
}

void PromotionsPage::activated()
{
    Page::activated();
    m_promotion->setActive(true);
}

void PromotionsPage::deactivated()
{
    Page::deactivated();
    m_promotion->setActive(false);
}

void PromotionsPage::open(const QString &subject)
{
    const auto promotion = idOfSubject<PromotionId>(subject, u"promotion");
    if (!promotion.isValid())
        return;
    showSide(m_panel);
    selectOnly(promotion);
    choose(promotion);
}

std::array<std::pair<QString, ChoiceButton *>, 5> PromotionsPage::choices() const
{
    return {std::pair(u"environment"_s, m_environment), std::pair(u"service"_s, m_service),
            std::pair(u"state"_s, m_state), std::pair(u"person"_s, m_person), std::pair(u"time"_s, m_time)};
}

QJsonObject PromotionsPage::saveState() const
{
    QJsonObject state{{u"split"_s, QString::fromLatin1(m_split->saveState().toBase64())},
                      {u"chosen"_s, QString::number(m_chosen.value)},
                      {u"part"_s, m_panel->part()}};
    for (const auto &[name, choice] : choices())
        state.insert(name, m_remembered.contains(name) ? m_remembered.value(name) : QJsonValue(choice->value()));
    return state;
}

void PromotionsPage::restoreState(const QJsonObject &state)
{
    m_placed = m_split->restoreState(QByteArray::fromBase64(state.value(u"split"_s).toString().toLatin1()));
    m_panel->showPart(state.value(u"part"_s).toString());
    for (const auto &[name, choice] : choices()) {
        const QString value = state.value(name).toString();
        if (!value.isEmpty() && !choice->setValue(value))
            m_remembered.insert(name, value); // until it is known what there is to choose from
    }
    if (const PromotionId promotion{state.value(u"chosen"_s).toString().toLongLong()}; promotion.isValid())
        open(subjectOf(promotion));
    readList();
}

QString PromotionsPage::valueOf(const QString &name, const ChoiceButton *choice) const
{
    return m_remembered.contains(name) ? m_remembered.value(name).toString() : choice->value();
}

PromotionFilter PromotionsPage::filter() const
{
    PromotionFilter filter;
    filter.environment = {valueOf(u"environment"_s, m_environment)};
    filter.service = {valueOf(u"service"_s, m_service)};
    filter.person = valueOf(u"person"_s, m_person);
    if (const auto state = fromWord<PromotionState>(valueOf(u"state"_s, m_state)))
        filter.states = {*state};
    if (const int days = m_time->value().toInt(); days > 0)
        filter.from = services().clock.now() - std::chrono::days{days};
    filter.limit = m_limit;
    return filter;
}

void PromotionsPage::readList()
{
    const bool undecided = valueOf(u"state"_s, m_state) == undecidedChoice;
    m_feed->setReader([filter = filter(), undecided, person = services().actor().person](Session &s) {
        return readPromotions(s, filter, person, undecided);
    });
}

void PromotionsPage::narrow()
{
    m_remembered = {};
    m_limit = firstRows;
    readList();
}

/// More rows once the last ones come into view.
void PromotionsPage::readMore()
{
    const QScrollBar *bar = m_history.table->verticalScrollBar();
    const PromotionsOverview *list = m_feed->snapshot();
    if (!list || m_history.model->rowCount() >= list->matching || bar->value() < bar->maximum() - bar->pageStep())
        return;
    if (m_feed->isLoading()) {
        m_moreWanted = true;
        return;
    }
    m_limit = m_history.model->rowCount() + moreRows;
    readList();
}

void PromotionsPage::exportHistory()
{
    const PromotionsOverview *list = m_feed->snapshot();
    if (!list)
        return;
    if (m_history.model->rowCount() >= list->matching) {
        m_history.table->exportCsv();
        return;
    }
    m_exporting = true; // everything that matches, not what has been looked at
    m_limit = list->matching;
    readList();
}

void PromotionsPage::showList(const PromotionsOverview &list)
{
    const bool nothing = list.all == 0 && list.now.empty() && list.needAPerson() == 0 && !list.paused;
    m_stack->setCurrentIndex(nothing ? 1 : 0);
    for (const List &l : {m_now, m_attention, m_history})
        l.table->delegate()->setTimeZone(list.zone);
    showChoices(list);
    m_filling = true;
    m_now.model->setRows(list.now);
    m_attention.model->setRows(list.attention);
    m_history.model->setRows(list.history);
    m_filling = false;
    showFindings(list);
    m_now.card->setVisible(!list.now.empty());
    m_attention.card->setVisible(!list.attention.empty());
    m_historyStack->setCurrentIndex(list.history.empty() && list.all > 0 ? 1 : 0);
    // What finished has gone from one list to another, and stays chosen.
    if (!m_chosen.isValid())
        chooseFirst();
    else
        selectOnly(m_chosen);
    if (nothing)
        setReady();
    showRights();
    if (std::exchange(m_moreWanted, false))
        readMore();
    if (std::exchange(m_exporting, false))
        m_history.table->exportCsv();
}

QString PromotionsPage::attentionTitle(const PromotionsOverview &list)
{
    const auto all = static_cast<int>(list.attention.size());
    if (list.decisions == all)
        return tr("Needs a decision: %1").arg(all);
    if (list.decisions == 0)
        return tr("Needs attention: %1").arg(all);
    return list.decisions == 1 ? tr("Needs attention: %1, 1 of them a decision").arg(all)
                               : tr("Needs attention: %1, %2 of them a decision").arg(all).arg(list.decisions);
}

void PromotionsPage::showFindings(const PromotionsOverview &list)
{
    const auto running =
        std::ranges::count_if(list.now, [](const PromotionRow &row) { return row.state != PromotionState::Queued; });
    const auto undecided = std::ranges::count_if(list.now, &PromotionRow::undecided);
    const auto queued = static_cast<qsizetype>(list.now.size()) - running - undecided;
    QStringList parts;
    if (running > 0)
        parts << tr("%1 under way").arg(running);
    if (queued > 0)
        parts << (queued == 1 ? tr("1 waits its turn") : tr("%1 wait their turn").arg(queued));
    if (undecided > 0)
        parts << (undecided == 1 ? tr("1 waits for a decision") : tr("%1 wait for a decision").arg(undecided));
    m_now.card->setTitle(tr("Now: %1").arg(parts.join(u", "_s)));
    m_attention.card->setTitle(attentionTitle(list));
    if (list.matching == list.all)
        m_history.card->setTitle(tr("History: %1").arg(list.all));
    else
        m_history.card->setTitle(tr("History: %1 of %2").arg(list.matching).arg(list.all));
    m_queue->show(list);
    m_holds->show(list);
}

void PromotionsPage::showChoices(const PromotionsOverview &list)
{
    const auto fill = [](ChoiceButton *button, const QString &all,
                         const std::vector<PromotionsOverview::Choice> &choices) {
        std::vector<std::pair<QString, QString>> entries{{QString(), all}};
        for (const PromotionsOverview::Choice &c : choices)
            entries.emplace_back(c.key, c.name);
        button->setChoices(entries);
    };
    fill(m_environment, tr("All environments"), list.environments);
    fill(m_service, tr("All services"), list.services);
    fill(m_person, tr("Anybody"), list.people);
    bool forgotten = false; // what was remembered is gone from the product
    for (const auto &[name, choice] : choices()) {
        if (m_remembered.contains(name))
            forgotten = !choice->setValue(m_remembered.value(name).toString()) || forgotten;
    }
    m_remembered = {};
    if (forgotten)
        readList();
}

/// Makes it the current row where it is, and no other one anywhere.
void PromotionsPage::selectOnly(PromotionId promotion)
{
    const QString subject = subjectOf(promotion);
    for (const List &list : {m_now, m_attention, m_history}) {
        if (list.table->currentSubject() != subject)
            list.table->selectionModel()->clear();
    }
    for (const List &list : {m_now, m_attention, m_history}) {
        if (list.table->currentSubject() == subject || list.table->selectSubject(subject))
            return;
    }
}

/// What needs a decision before what goes on by itself.
void PromotionsPage::chooseFirst()
{
    for (int row = 0; row < m_attention.model->rowCount(); ++row) {
        if (m_attention.model->at(row).needsDecision) {
            selectOnly(m_attention.model->at(row).id);
            return;
        }
    }
    for (const List &list : {m_now, m_attention, m_history}) {
        if (list.model->rowCount() > 0) {
            selectOnly(list.model->at(0).id);
            return;
        }
    }
    setReady();
}

void PromotionsPage::choose(PromotionId promotion)
{
    if (!promotion.isValid() || promotion == m_chosen)
        return;
    m_chosen = promotion;
    m_queue->setChosen(promotion);
    showSide(m_panel);
    m_promotion->setReader(
        [promotion, person = services().actor().person](Session &s) { return readPromotion(s, promotion, person); });
    showRights();
}

const PromotionOverview *PromotionsPage::chosen() const
{
    const PromotionOverview *promotion = m_promotion->snapshot();
    return promotion && promotion->row.id == m_chosen ? promotion : nullptr;
}

void PromotionsPage::showPromotion(const PromotionOverview &promotion)
{
    m_panel->setPromotion(promotion);
    showRights();
}

void PromotionsPage::showRights()
{
    ActionRegistry &actions = services().actions;
    const PromotionOverview *promotion = chosen();
    const QString choose = tr("Choose a promotion first.");
    const PromotionsOverview *list = m_feed->snapshot();
    const auto allow = [&](const QString &id, const Permission &permission) {
        actions.setEnabled(u"promotions."_s + id, permission.granted, permission.whyNot);
    };
    const Permission none{false, choose};
    allow(u"cancel"_s, promotion ? promotion->mayCancel : none);
    allow(u"rollback"_s, promotion ? promotion->mayRollBack : none);
    allow(u"again"_s, promotion ? promotion->mayRepeat : none);
    // What goes on can be cancelled, what is over can be followed by something else, unless a decision is asked for first; a
    // stakeholder does neither.
    const bool may = !list || !list->mayPromote.hidden;
    const bool over = promotion && isFinished(promotion->row.state);
    actions.action(u"promotions.cancel"_s)->setVisible(may && promotion && !over);
    for (const QString &id : {u"rollback"_s, u"again"_s})
        actions.action(u"promotions."_s + id)->setVisible(may && over && !promotion->decision);
    for (const QString &id : {u"copylog"_s, u"find"_s, u"gotoline"_s, u"savelog"_s, u"pipeline"_s})
        allow(id, promotion ? Permission{} : none);
    allow(u"export"_s,
          list && list->matching > 0 ? Permission{} : Permission{false, tr("There is nothing to export.")});
}

/// Plans a new attempt, or the way back, for exactly the service and environment of the chosen one.
void PromotionsPage::ask(PromotionKind kind)
{
    const PromotionOverview *promotion = chosen();
    if (!promotion)
        return;
    PromotionAsk ask;
    ask.kind = kind;
    ask.environment = promotion->row.environment;
    ask.service = promotion->row.service;
    if (kind == PromotionKind::Forward) {
        if (promotion->release.isValid())
            ask.release = promotion->release;
        else
            ask.build = promotion->build;
    }
    showSide(m_promote);
    m_promote->ask(ask, promotion->row.environmentName);
}

void PromotionsPage::showSide(QWidget *panel) { m_side->setCurrentWidget(panel); }

} // namespace humdrum
