// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelinepage.h"

#include "items/wording.h"
#include "ui/pipeline/pipelineview.h"
#include "ui/promotions/promotepanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QCoreApplication>
#include <QItemSelectionModel>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int panelWide = 400, panelNarrow = 320, narrowPage = 1000;
constexpr int narrowestChanges = 340;
constexpr qsizetype shortHash = 7;

} // namespace

PipelinePage::PipelinePage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_model(new PipelineModel(this))
    , m_selection(new QItemSelectionModel(m_model, this))
    , m_stepsModel(new StepsModel(this))
    , m_changesModel(new ChangesModel(this))
    , m_layouter(std::make_unique<LayeredLayouter>())
    , m_feed(new SnapshotFeed<PipelineOverview>(services.store, this))
    , m_stageFeed(new SnapshotFeed<StageOverview>(services.store, this))
{
    using enum Aggregate;
    m_feed->setInterest({Product, Build, StageRun, Release, Promotion, Deployment, Hold});
    m_stageFeed->setInterest({Product, Build, StageRun, Release, Promotion, Deployment, Hold, Change});
    addActions();
    buildWidgets();
    addExports();
    m_feed->onSnapshot(this, [this](const PipelineOverview &pipeline) { showPipeline(pipeline); });
    m_stageFeed->onSnapshot(this, [this](const StageOverview &stage) {
        showStage(stage);
        setReady();
    });
    follow(m_feed);
    follow(m_stageFeed);
    setAsk({});
}

void PipelinePage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler) {
        actions.add(this, {u"pipeline."_s + name, text, icon, key, QString(pages::pipeline), std::move(handler), {}});
    };
    add(u"promote"_s, tr("Promote…"), Qt::CTRL | Qt::Key_Return, {}, [this] { promoteCurrent(); });
    add(u"rollback"_s, tr("Roll back…"), {}, {}, [this] { rollBackCurrent(); });
    add(u"runstage"_s, tr("Run stage"), {}, {}, [this] { runStage(); });
    add(u"fit"_s, tr("Fit"), Qt::CTRL | Qt::Key_0, u"zoom-fit-best"_s, [this] { m_view->fit(); });
    add(u"zoomout"_s, tr("Zoom out"), QKeySequence::ZoomOut, u"zoom-out"_s, [this] { m_view->zoomBy(1 / 1.25); });
    add(u"zoomin"_s, tr("Zoom in"), QKeySequence::ZoomIn, u"zoom-in"_s, [this] { m_view->zoomBy(1.25); });
    for (const QString &id : {u"pipeline.promote"_s, u"pipeline.rollback"_s, u"pipeline.runstage"_s})
        actions.setEnabled(id, false, tr("Choose a stage first."));
}

QWidget *PipelinePage::buildBar()
{
    auto *bar = new PageToolbar(this);
    m_release = new ChoiceButton(tr("Release"), bar);
    m_release->setObjectName(u"pipelineRelease"_s);
    connect(m_release, &ChoiceButton::chosen, this,
            [this](const QString &value) { setAsk({ReleaseId{value.toLongLong()}, {}}); });
    bar->addLeft(m_release);
    m_service = new ChoiceButton(tr("Service"), bar);
    m_service->setObjectName(u"pipelineService"_s);
    connect(m_service, &ChoiceButton::chosen, this,
            [this](const QString &value) { m_view->pipeline()->setService(ServiceKey{value}); });
    bar->addLeft(m_service);
    m_commit = new QPushButton(tr("Path of one commit…"), bar);
    m_commitMenu = new QMenu(m_commit);
    m_commit->setMenu(m_commitMenu);
    bar->addLeft(m_commit);
    ActionRegistry &actions = services().actions;
    for (const auto &[id, text] : {std::pair(u"pipeline.fit"_s, tr("Fit")), std::pair(u"pipeline.zoomout"_s, u"−"_s),
                                   std::pair(u"pipeline.zoomin"_s, u"+"_s)}) {
        QAction *action = actions.action(id);
        auto *button = new QPushButton(text, bar);
        button->setAccessibleName(action->text());
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        bar->addRight(button);
    }
    auto *exporting = new QPushButton(tr("Export"), bar);
    m_exportMenu = new QMenu(exporting);
    exporting->setMenu(m_exportMenu);
    bar->addRight(exporting);
    return bar;
}

QWidget *PipelinePage::buildDetail()
{
    m_across = new QSplitter(Qt::Horizontal, this);
    m_across->setChildrenCollapsible(false);
    m_across->setHandleWidth(12);
    m_stepsCard = new Card({}, m_across);
    m_steps = new DataTable(tr("Steps"), m_stepsCard);
    m_steps->setModel(m_stepsModel);
    m_steps->setStretchColumn(StepsModel::MessageColumn);
    m_stepsCard->body()->addWidget(m_steps);
    m_noSteps = new EmptyState({}, {}, m_stepsCard);
    m_stepsCard->body()->addWidget(m_noSteps);
    ActionRegistry &actions = services().actions;
    m_rollBack = new ActionButton(actions.action(u"pipeline.rollback"_s), m_stepsCard);
    m_act = new ActionButton(actions.action(u"pipeline.promote"_s), m_stepsCard);
    setPrimary(m_act);
    auto *run = new ActionButton(actions.action(u"pipeline.runstage"_s), m_stepsCard);
    for (QPushButton *button : {static_cast<QPushButton *>(run), m_rollBack, m_act})
        m_stepsCard->addTitleWidget(button);
    connect(m_steps, &DataTable::opened, this, [this](const QModelIndex &index) {
        const auto promotion = idOfSubject<PromotionId>(index.data(SubjectRole).toString(), u"promotion");
        if (promotion.isValid()) {
            m_panel->watch(promotion);
            showPanel(true);
        }
    });
    m_changesCard = new Card({}, m_across);
    m_changes = new DataTable(tr("Changes"), m_changesCard);
    m_changes->setModel(m_changesModel);
    m_changes->setStretchColumn(ChangesModel::SummaryColumn);
    m_changes->setYieldingColumns({ChangesModel::ReferenceColumn});
    m_changesCard->body()->addWidget(m_changes);
    m_changesCard->setMinimumWidth(narrowestChanges);
    m_across->addWidget(m_stepsCard);
    m_across->addWidget(m_changesCard);
    m_across->setStretchFactor(0, 9);
    m_across->setStretchFactor(1, 7);
    return m_across;
}

void PipelinePage::buildWidgets()
{
    auto *content = new QWidget(this);
    auto *across = new QHBoxLayout(content);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    auto *main = new QVBoxLayout;
    main->setContentsMargins(20, 16, 20, 16);
    main->setSpacing(10);
    across->addLayout(main, 1);
    main->addWidget(buildBar());
    m_split = new QSplitter(Qt::Vertical, content);
    m_split->setObjectName(u"pipelineSplit"_s);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(12);
    auto *card = new Card({}, m_split);
    card->setPadding(4);
    m_view = new PipelineView(*m_model, *m_layouter, *m_selection, card);
    card->body()->addWidget(m_view);
    m_split->addWidget(card);
    m_split->addWidget(buildDetail());
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({480, 230});
    main->addWidget(m_split, 1);
    m_panel = new PromotePanel(services(), content);
    m_panel->setFixedWidth(panelWide);
    m_panel->hide();
    across->addWidget(m_panel);
    setContent(content);
    setNoProduct(tr("Here will be every stage from commit to client."));

    connect(m_view, &PipelineView::currentRowChanged, this, &PipelinePage::chooseRow);
    connect(m_view, &PipelineView::acted, this, &PipelinePage::act);
    connect(m_view->pipeline(), &PipelineScene::laidOut, this, [this] {
        if (m_view->pipeline()->error())
            showError(*m_view->pipeline()->error());
    });
    connect(m_panel, &PromotePanel::closed, this, [this] {
        showPanel(false);
        m_view->setFocus();
    });
    setFocusProxy(m_view);
}

void PipelinePage::addExports()
{
    PipelineScene *scene = m_view->pipeline();
    addPictureExport(
        tr("Pipeline"), [scene] { return scene->sceneRect(); },
        [scene](QPainter &painter) { scene->render(&painter, scene->sceneRect(), scene->sceneRect()); });
    addTableExport(u"steps"_s, m_steps);
    addTableExport(u"changes"_s, m_changes);
    for (const char *what : {"svg", "png", "pdf", "steps", "changes"})
        m_exportMenu->addAction(services().actions.action(u"pipeline.export-"_s + QLatin1StringView(what)));
}

void PipelinePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_panel->setFixedWidth(width() < narrowPage ? panelNarrow : panelWide);
}

bool PipelinePage::isEmpty(const SnapshotFeedBase *feed, const Error &error) const
{
    // A release or build that is gone is an error, not a product that is not there yet.
    return Page::isEmpty(feed, error) && !m_ask.release.isValid() && !m_ask.build.isValid();
}

void PipelinePage::open(const QString &subject)
{
    if (const auto release = idOfSubject<ReleaseId>(subject, u"release"); release.isValid()) {
        setAsk({release, {}});
    } else if (const auto build = idOfSubject<BuildId>(subject, u"build"); build.isValid()) {
        setAsk({{}, build});
    } else if (const auto promotion = idOfSubject<PromotionId>(subject, u"promotion"); promotion.isValid()) {
        m_panel->watch(promotion);
        showPanel(true);
    } else {
        m_wanted = subject;
        if (m_model->rowCount() > 0)
            chooseFirst();
    }
}

QJsonObject PipelinePage::saveState() const
{
    const auto text = [](const QSplitter *split) { return QString::fromLatin1(split->saveState().toBase64()); };
    return {{u"split"_s, text(m_split)}, {u"across"_s, text(m_across)}, {u"service"_s, m_service->value()}};
}

void PipelinePage::restoreState(const QJsonObject &state)
{
    const auto restore = [&](QSplitter *split, const QString &key) {
        split->restoreState(QByteArray::fromBase64(state.value(key).toString().toLatin1()));
    };
    restore(m_split, u"split"_s);
    restore(m_across, u"across"_s);
    m_wantedService = ServiceKey{state.value(u"service"_s).toString()};
}

void PipelinePage::setAsk(const PipelineAsk &ask)
{
    m_ask = ask;
    m_feed->setReader([ask, &clock = services().clock](Session &s) { return readPipeline(s, ask, clock.now()); });
    if (!m_stage.isEmpty())
        m_stageFeed->setReader([ask, stage = m_stage](Session &s) { return readStage(s, ask, stage); });
}

void PipelinePage::showPipeline(const PipelineOverview &pipeline)
{
    m_model->setOverview(pipeline);
    showChoices(pipeline);
    if (!m_selection->currentIndex().isValid() || !m_wanted.isEmpty())
        chooseFirst();
    if (m_model->rowCount() == 0)
        setReady();
}

void PipelinePage::showChoices(const PipelineOverview &pipeline)
{
    std::vector<std::pair<QString, QString>> releases;
    if (pipeline.build) {
        const QString text = tr("%1 %2").arg(pipeline.build->service.value, pipeline.build->version);
        releases.emplace_back(QString(), text);
    }
    for (const PipelineChoice &r : pipeline.releases)
        releases.emplace_back(QString::number(r.id.value), tr("Release %1").arg(r.version));
    if (releases.empty())
        releases.emplace_back(QString(), tr("Newest builds"));
    m_release->setChoices(releases);
    m_release->setValue(pipeline.release ? QString::number(pipeline.release->id.value) : QString());
    std::vector<std::pair<QString, QString>> services{{QString(), tr("All services")}};
    for (const PipelineRow &row : pipeline.rows)
        services.emplace_back(row.service.value, row.name);
    m_service->setChoices(services);
    if (const ServiceKey wanted = std::exchange(m_wantedService, {});
        !wanted.isEmpty() && m_service->setValue(wanted.value))
        m_view->pipeline()->setService(wanted);
    m_commitMenu->clear();
    for (const PipelineRow &row : pipeline.rows) {
        QMenu *menu = m_commitMenu->addMenu(row.name);
        for (const BuildChoice &b : pipeline.builds) {
            if (b.service == row.service)
                menu->addAction(b.version + u"  "_s + b.commit.first(std::min(shortHash, b.commit.size())), this,
                                [this, id = b.id] { setAsk({{}, id}); });
        }
        menu->setEnabled(!menu->isEmpty());
    }
}

/// What was asked for, else the environment that matters now: where something goes on, then where the release could go next.
void PipelinePage::chooseFirst()
{
    const auto rowWhere = [this](auto matches) {
        const auto it = std::ranges::find_if(m_model->rows(), matches);
        return it == m_model->rows().end() ? -1 : static_cast<int>(it - m_model->rows().begin());
    };
    const QString wanted = std::exchange(m_wanted, QString());
    int row = -1;
    if (!wanted.isEmpty()) {
        row = rowWhere([&](const PipelineNode &n) {
            return wanted == u"stage:"_s + n.id ||
                (n.kind == StageKind::Deploy && wanted == u"environment:"_s + n.environment.value) ||
                wanted == u"service:"_s + n.service.value;
        });
    }
    if (row < 0 && m_selection->currentIndex().isValid())
        return;
    for (auto matches : std::initializer_list<bool (*)(const PipelineNode &)>{
             [](const PipelineNode &n) { return n.kind == StageKind::Deploy && n.mark == Mark::Running; },
             [](const PipelineNode &n) { return n.upstreamPassed; }, [](const PipelineNode &n) { return n.mayReceive; },
             [](const PipelineNode &n) { return n.kind == StageKind::Deploy; }}) {
        if (row < 0)
            row = rowWhere(matches);
    }
    m_view->setCurrent(std::max(row, 0));
}

const PipelineNode *PipelinePage::currentNode() const
{
    const int row = m_selection->currentIndex().row();
    return row >= 0 && row < m_model->rowCount() ? &m_model->at(row) : nullptr;
}

void PipelinePage::chooseRow(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const StageKey stage{m_model->at(row).id};
    if (stage == m_stage)
        return;
    m_stage = stage;
    m_stageFeed->setReader([ask = m_ask, stage](Session &s) { return readStage(s, ask, stage); });
}

void PipelinePage::showStage(const StageOverview &stage)
{
    const bool environment = stage.kind == StageKind::Deploy;
    if (!environment)
        m_stepsCard->setTitle(stage.service.isEmpty() ? stage.name : stage.service.value + u" · "_s + stage.name);
    else if (stage.promoting.isEmpty())
        m_stepsCard->setTitle(stage.name);
    else if (stage.rollback)
        m_stepsCard->setTitle(stage.unfinished.empty() ? tr("%1 · last rolled back").arg(stage.name)
                                                       : tr("%1 · rolling back").arg(stage.name));
    else
        m_stepsCard->setTitle(stage.unfinished.empty() ? tr("%1 · last promoted %2").arg(stage.name, stage.promoting)
                                                       : tr("%1 · promoting %2").arg(stage.name, stage.promoting));
    m_stepsModel->setRows(stage.steps);
    m_steps->setHidden(stage.steps.empty());
    m_noSteps->setHidden(!stage.steps.empty());
    m_noSteps->setText(environment ? tr("No promotion to %1 is recorded").arg(stage.name)
                                   : tr("It has not run for this build"),
                       environment && !stage.runs.isEmpty() ? tr("It runs %1.").arg(stage.runsWhat) : QString());
    m_changesCard->setTitle(environment                         ? tr("What %1 gets").arg(stage.name)
                                : stage.kind == StageKind::Join ? tr("What this release brings")
                                                                : tr("What this build brings"));
    QString way = stage.comes.isEmpty() ? stage.runs
        : stage.runs.isEmpty()          ? stage.comes
                                        : QString(stage.runs + u" → " + stage.comes);
    way += (way.isEmpty() ? QString() : u" · "_s) +
        wording::changes(static_cast<int>(stage.changes.size()) + stage.internal, stage.internal);
    m_changesCard->setSubtitle(way);
    m_changesModel->setRows(stage.changes);
    ActionRegistry &actions = services().actions;
    const QString pickEnvironment = tr("Choose an environment first.");
    actions.setEnabled(u"pipeline.promote"_s, environment && stage.mayReceive,
                       !environment                    ? pickEnvironment
                           : !stage.unfinished.empty() ? tr("A promotion to %1 is under way.").arg(stage.name)
                           : stage.comes.isEmpty()     ? tr("%1 runs the chosen release already.").arg(stage.name)
                                                       : tr("There is no release to promote."));
    actions.setEnabled(u"pipeline.rollback"_s, environment && stage.mayRollBack,
                       !environment ? pickEnvironment
                           : !stage.unfinished.empty()
                           ? tr("A promotion to %1 is under way.").arg(stage.name)
                           : tr("There is no earlier build that ran well in %1.").arg(stage.name));
    const bool mayRun =
        !environment && (!stage.commit.isEmpty() || stage.kind == StageKind::Join) && !stage.comes.isEmpty();
    actions.setEnabled(u"pipeline.runstage"_s, mayRun,
                       environment ? tr("Environments are promoted to, not run.")
                                   : tr("There is no build to run it for."));
    for (const auto &[id, visible] :
         {std::pair(u"pipeline.runstage"_s, !environment), std::pair(u"pipeline.promote"_s, environment),
          std::pair(u"pipeline.rollback"_s, environment)})
        actions.action(id)->setVisible(visible);
}

void PipelinePage::act(int row)
{
    const PipelineNode &node = m_model->at(row);
    if (node.kind != StageKind::Deploy) {
        m_steps->setFocus();
        return;
    }
    if (node.mark == Mark::Running || (node.promotion.isValid() && !node.mayReceive)) {
        m_panel->watch(node.promotion);
        showPanel(true);
    } else if (node.mayReceive) {
        promoteCurrent();
    } else {
        m_steps->setFocus();
    }
}

void PipelinePage::promoteCurrent()
{
    const PipelineNode *node = currentNode();
    const PipelineOverview &o = m_model->overview();
    if (!node || node->kind != StageKind::Deploy || (!o.release && !o.build))
        return;
    PromotionAsk ask;
    ask.environment = node->environment;
    if (o.release)
        ask.release = o.release->id;
    else
        ask.build = o.build->id;
    m_panel->ask(ask, node->name);
    showPanel(true);
}

void PipelinePage::rollBackCurrent()
{
    const PipelineNode *node = currentNode();
    if (!node || node->kind != StageKind::Deploy)
        return;
    PromotionAsk ask;
    ask.environment = node->environment;
    ask.kind = PromotionKind::Rollback;
    m_panel->ask(ask, node->name);
    showPanel(true);
}

void PipelinePage::runStage()
{
    const StageOverview *stage = m_stageFeed->snapshot();
    if (!stage || stage->kind == StageKind::Deploy)
        return;
    const ReleaseId release = m_model->overview().release ? m_model->overview().release->id : ReleaseId{};
    services()
        .desk.runStage(stage->stage, stage->commit, release, services().actor())
        .then(this, [this](const Result<StageRun> &run) {
            if (!run)
                showError(run.error());
        });
}

void PipelinePage::showPanel(bool visible) { m_panel->setVisible(visible); }

PageFactory pipelinePage()
{
    return {{QString(pages::pipeline), QCoreApplication::translate("PipelinePage", "Pipeline"), u"vcs-branch"_s,
             QCoreApplication::translate("PipelinePage", "Every stage from commit to client, and what each has said."),
             true},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new PipelinePage(d, s, parent);
            }};
}

} // namespace humdrum
