// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/weekspage.h"

#include "operations/releases.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/weeks/planpanel.h"
#include "ui/weeks/rotationcard.h"
#include "ui/weeks/trainpanel.h"
#include "ui/weeks/weeksgrid.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QTimeZone>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int weeksBeforeToday = 2;
constexpr int furthestAway = 520; ///< weeks; ten years either way
constexpr int panelWide = 300, panelNarrow = 248, narrowPage = 960;

} // namespace

WeeksPage::WeeksPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_model(new WeeksModel(this))
    , m_weeks(new SnapshotFeed<WeeksOverview>(services.store, this))
    , m_train(new SnapshotFeed<TrainOverview>(services.store, this))
{
    using enum Aggregate;
    m_weeks->setInterest({Product, Release, Train, Promotion, Deployment});
    m_train->setInterest({Product, Build, StageRun, Release, Train, Change, Promotion, Deployment, Notes});
    addActions();
    buildWidgets();
    m_weeks->onSnapshot(this, [this](const WeeksOverview &weeks) { showWeeks(weeks); });
    m_train->onSnapshot(this, [this](const TrainOverview &train) { showTrain(train); });
    connect(m_train, &SnapshotFeedBase::failed, this, [this] { m_panel->clear(); });
    follow(m_weeks);
    follow(m_train);
    showRange();
}

void WeeksPage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler) {
        actions.add(this, {u"weeks."_s + name, text, icon, key, QString(pages::weeks), std::move(handler), {}});
    };
    add(u"earlier"_s, tr("Earlier weeks"), Qt::CTRL | Qt::Key_Left, u"go-previous"_s, [this] { move(-m_count / 2); });
    add(u"today"_s, tr("Today"), Qt::CTRL | Qt::Key_Home, {}, [this] { move(-m_before); });
    add(u"later"_s, tr("Later weeks"), Qt::CTRL | Qt::Key_Right, u"go-next"_s, [this] { move(m_count / 2); });
    add(u"plan"_s, tr("Plan release…"), Qt::CTRL | Qt::Key_N, {}, [this] { planRelease(); });
    actions.setEnabled(u"weeks.plan"_s, false, tr("Choose a train first."));
}

void WeeksPage::buildWidgets()
{
    auto *content = new QWidget(this);
    auto *across = new QHBoxLayout(content);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    auto *main = new QVBoxLayout;
    main->setContentsMargins(20, 16, 20, 16);
    main->setSpacing(10);
    across->addLayout(main, 1);
    ActionRegistry &actions = services().actions;
    auto *bar = new PageToolbar(content);
    for (const auto &[id, arrow] : {std::pair(u"weeks.earlier"_s, u"‹"_s), std::pair(u"weeks.today"_s, QString()),
                                    std::pair(u"weeks.later"_s, u"›"_s)}) {
        QAction *action = actions.action(id);
        auto *button = new QPushButton(arrow.isEmpty() ? action->text() : arrow, bar);
        button->setAccessibleName(action->text());
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        bar->addLeft(button);
    }
    m_span = new ChoiceButton(tr("How many weeks"), bar);
    std::vector<std::pair<QString, QString>> spans;
    for (int n : {4, 8, 12, 26})
        spans.emplace_back(QString::number(n), tr("%1 weeks").arg(n));
    m_span->setChoices(spans);
    m_span->setValue(QString::number(m_count));
    connect(m_span, &ChoiceButton::chosen, this, [this](const QString &value) {
        m_count = value.toInt();
        showRange();
    });
    bar->addLeft(m_span);
    bar->addAction(actions.action(u"weeks.plan"_s), true);
    main->addWidget(bar);
    auto *card = new Card({}, content);
    card->setPadding(1);
    m_grid = new WeeksGrid(card);
    m_grid->setWeeks(m_model);
    card->body()->addWidget(m_grid);
    main->addWidget(card, 1);
    m_gridCard = card;
    m_rotation = new RotationCard(content);
    main->addWidget(m_rotation);
    main->addStretch();
    m_panel = new TrainPanel(content);
    m_plan = new PlanPanel(content);
    m_plan->hide();
    for (QWidget *side : {static_cast<QWidget *>(m_panel), static_cast<QWidget *>(m_plan)}) {
        side->setFixedWidth(panelWide);
        across->addWidget(side);
    }
    connect(m_plan, &PlanPanel::confirmed, this, &WeeksPage::createPlanned);
    connect(m_plan, &PlanPanel::left, this, [this] {
        showSide(m_panel);
        m_grid->setFocus();
    });

    setContent(content);
    setNoProduct(tr("Here will be the trains of the coming weeks in every environment."));

    connect(m_grid, &WeeksGrid::trainChosen, this, &WeeksPage::chooseTrain);
    connect(m_grid, &WeeksGrid::opened, this, [this](const QModelIndex &index) {
        const ReleaseId release{index.data(WeeksModel::ReleaseRole).toLongLong()};
        if (release.isValid())
            openRelease(QString(pages::pipeline), release);
    });
    connect(m_panel, &TrainPanel::notesAsked, this,
            [this](ReleaseId release) { openRelease(QString(pages::notes), release); });
    connect(m_panel, &TrainPanel::pipelineAsked, this,
            [this](ReleaseId release) { openRelease(QString(pages::pipeline), release); });
    setFocusProxy(m_grid);
    addPictureExport(
        tr("Weeks"), [this] { return QRectF(QPointF(), m_grid->pictureSize()); },
        [this](QPainter &painter) { m_grid->paintPicture(painter); });
}

void WeeksPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    for (QWidget *side : {static_cast<QWidget *>(m_panel), static_cast<QWidget *>(m_plan)})
        side->setFixedWidth(width() < narrowPage ? panelNarrow : panelWide);
}

void WeeksPage::open(const QString &subject)
{
    m_wanted = idOfSubject<TrainId>(subject, u"train");
    m_wantedRelease = idOfSubject<ReleaseId>(subject, u"release");
    if (m_weeks->snapshot())
        showWeeks(*m_weeks->snapshot());
}

QJsonObject WeeksPage::saveState() const { return {{u"weeks"_s, m_count}}; }

void WeeksPage::restoreState(const QJsonObject &state)
{
    const int count = state.value(u"weeks"_s).toInt(m_count);
    if (!m_span->setValue(QString::number(count)))
        return;
    m_count = count;
    showRange();
}

QDate WeeksPage::thisMonday() const
{
    const QTimeZone zone(m_zone);
    const QDate today = toQDateTime(services().clock.now()).toTimeZone(zone.isValid() ? zone : QTimeZone::utc()).date();
    return today.addDays(1 - today.dayOfWeek());
}

void WeeksPage::move(int weeks)
{
    m_before = std::clamp(m_before + weeks, -furthestAway, furthestAway);
    showRange();
}

void WeeksPage::showRange()
{
    const QDate first = thisMonday().addDays(7 * (m_before - weeksBeforeToday));
    const int count = m_count;
    m_weeks->setReader(
        [first, count, &clock = services().clock](Session &s) { return readWeeks(s, first, count, clock.now()); });
}

void WeeksPage::showWeeks(const WeeksOverview &weeks)
{
    if (weeks.zone != m_zone)
        m_zone = weeks.zone;
    const bool first = m_model->columnCount() == 0;
    m_model->setOverview(weeks);
    m_gridCard->setMaximumHeight(m_grid->tallest() + 4);
    m_rotation->show(weeks.rotation);
    if (m_wantedRelease.isValid()) {
        for (const WeekLane &lane : weeks.lanes) {
            for (const auto &stops : lane.stops) {
                for (const WeekStop &stop : stops) {
                    if (stop.release == m_wantedRelease)
                        m_wanted = stop.train;
                }
            }
        }
        m_wantedRelease = {};
    }
    if (m_wanted.isValid() && m_grid->chooseTrain(std::exchange(m_wanted, TrainId{})))
        return;
    if (!m_chosen.isValid() || first) {
        if (!m_grid->chooseTrain(m_chosen.isValid() ? m_chosen : weeks.nextTrain))
            chooseTrain(weeks.nextTrain);
    } else {
        m_grid->chooseTrain(m_chosen);
    }
    if (!m_chosen.isValid())
        setReady();
}

void WeeksPage::chooseTrain(TrainId train)
{
    if (!train.isValid() || train == m_chosen)
        return;
    m_chosen = train;
    showSide(m_panel);
    m_train->setReader([train, person = services().actor().person, &clock = services().clock](Session &s) {
        return readTrain(s, train, person, clock.now());
    });
}

void WeeksPage::showTrain(const TrainOverview &train)
{
    m_panel->show(train);
    ActionRegistry &actions = services().actions;
    actions.action(u"weeks.plan"_s)->setVisible(!train.mayPlan.hidden);
    if (!train.mayPlan.granted)
        actions.setEnabled(u"weeks.plan"_s, false, train.mayPlan.whyNot);
    else if (train.assembled)
        actions.setEnabled(u"weeks.plan"_s, false, tr("Train %1 has its release already.").arg(train.train.version));
    else if (isFinished(train.train.state) || train.train.state == TrainState::Departed)
        actions.setEnabled(u"weeks.plan"_s, false, tr("Train %1 has left.").arg(train.train.version));
    else if (!train.withoutCandidate.isEmpty() || train.candidates.isEmpty())
        actions.setEnabled(u"weeks.plan"_s, false,
                           tr("No build of %1 has passed its stages.").arg(train.withoutCandidate.join(u", "_s)));
    else
        actions.setEnabled(u"weeks.plan"_s, true);
    setReady();
}

void WeeksPage::showSide(QWidget *panel)
{
    m_panel->setVisible(panel == m_panel);
    m_plan->setVisible(panel == m_plan);
}

void WeeksPage::planRelease()
{
    const TrainOverview *train = m_train->snapshot();
    if (!train || train->train.id != m_chosen || train->assembled)
        return;
    showSide(m_plan);
    m_plan->ask(*train);
}

void WeeksPage::createPlanned()
{
    const TrainOverview &train = m_plan->train();
    CreateRelease wanted;
    wanted.version = train.train.version;
    wanted.train = train.train.id;
    wanted.chosen = train.candidates; // what was confirmed, even if a newer build has passed since
    wanted.actor = services().actor();
    services()
        .store
        .write(Intent{wanted.actor, tr("planned for train %1").arg(wanted.version)},
               [wanted, &clock = services().clock](Session &s) { return createRelease(s, wanted, clock.now()); })
        .then(this, [this](const Result<Release> &release) {
            if (!release)
                m_plan->showError(release.error());
            else
                showSide(m_panel);
        });
}

void WeeksPage::openRelease(const QString &page, ReleaseId release)
{
    navigate(page, page == pages::notes ? u"notes:%1"_s.arg(release.value) : subjectOf(release));
}

PageFactory weeksPage()
{
    return {{QString(pages::weeks), QCoreApplication::translate("WeeksPage", "Weeks"), u"view-calendar-week"_s,
             QCoreApplication::translate("WeeksPage", "The trains of the coming weeks in every environment."), true},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new WeeksPage(d, s, parent);
            }};
}

} // namespace humdrum
