// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/environments/environmentspage.h"

#include "operations/holds.h"
#include "ui/environments/cellpanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Gives each cell the surface of how it stands; the words in the cell say the same.
class MatrixDelegate final : public DataDelegate {
public:
    using DataDelegate::DataDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        DataDelegate::initStyleOption(option, index);
        const QVariant value = index.data(EnvironmentMatrixModel::StandingRole);
        if (!value.isValid())
            return;
        using enum EnvironmentMatrixModel::Standing;
        const QPalette &palette = option->palette;
        switch (static_cast<EnvironmentMatrixModel::Standing>(value.toInt())) {
        case Unknown:
            return;
        case Current:
            option->backgroundBrush = colours::accentTint(palette);
            return;
        case Behind:
            option->backgroundBrush = colours::blend(colours::card(palette), colours::accentTint(palette), 0.5);
            return;
        case FarBehind:
            option->backgroundBrush = colours::markTint(Mark::Attention, palette);
            return;
        case Fork:
        case Bad:
            option->backgroundBrush = colours::markTint(Mark::Failed, palette);
            return;
        }
    }

    /// How a cell stands goes on showing while it is chosen.
    [[nodiscard]] QColor surfaceOf(const QStyleOptionViewItem &option) const override
    {
        return option.backgroundBrush.style() != Qt::NoBrush ? option.backgroundBrush.color()
                                                             : colours::card(option.palette);
    }

    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        painter->fillRect(option.rect, surfaceOf(option));
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          colours::border(option.palette));
        if (option.state & QStyle::State_Selected) {
            painter->setPen(QPen(colours::accent(option.palette), 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
        }
    }
};

constexpr int panelWide = 300, panelNarrow = 248, narrowPage = 960;
constexpr int mostServices = 14; ///< rows of the matrix before it scrolls in itself

} // namespace

EnvironmentsPage::EnvironmentsPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_feed(new SnapshotFeed<EnvironmentsOverview>(services.store, this))
    , m_cellFeed(new SnapshotFeed<CellOverview>(services.store, this))
    , m_matrixModel(new EnvironmentMatrixModel(this))
    , m_poolsModel(new PoolsModel(this))
    , m_healthModel(new HealthModel(this))
{
    auto *content = new QWidget(this);
    auto *across = new QHBoxLayout(content);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    across->addWidget(buildTables(), 1);
    m_panel = new CellPanel(content);
    m_panel->setFixedWidth(panelWide);
    m_panel->hide();
    across->addWidget(m_panel);
    setContent(content);
    setNoProduct(tr("Here will be what runs in each environment, how far behind it is, and how full its pools are."));
    addActions();
    setFocusProxy(m_matrix);

    using enum Aggregate;
    m_feed->setInterest({Product, Deployment, Promotion, PoolSample, Hold, Change, Release, StageRun});
    m_feed->onSnapshot(this, [this](const EnvironmentsOverview &overview) { show(overview); });
    m_feed->setReader(readEnvironments);
    follow(m_feed);
    m_cellFeed->setInterest({Product, Build, Deployment, Promotion, Hold, Change, Release});
    m_cellFeed->onSnapshot(this, [this](const CellOverview &cell) {
        m_panel->show(cell);
        if (std::exchange(m_askAboutHold, false))
            m_panel->askAboutHold();
    });
    follow(m_cellFeed);
    connect(m_panel, &CellPanel::closed, this, [this] { showPanel(false); });
    connect(m_panel, &CellPanel::pipelineAsked, this,
            [this](const QString &subject) { navigate(pages::pipeline, subject); });
    connect(m_panel, &CellPanel::holdAsked, this,
            [this](const ServiceKey &service, const EnvironmentKey &environment, const QString &reason) {
                change(reason, [=, actor = this->services().actor()](Session &s) {
                    return setHold(s, {service, environment, reason, actor});
                });
            });
    connect(m_panel, &CellPanel::liftAsked, this, [this](HoldId hold, const QString &reason) {
        change(reason, [=, actor = this->services().actor()](Session &s) { return liftHold(s, hold, reason, actor); });
    });
    connect(m_panel, &CellPanel::releaseAsked, this,
            [this](ReleaseId release) { navigate(pages::releases, subjectOf(release)); });
}

/// Writes; what came of it comes with the next snapshot.
void EnvironmentsPage::change(const QString &reason, const std::function<Result<Hold>(Session &)> &job)
{
    services().store.write(Intent{services().actor(), reason}, job).then(this, [this](const Result<Hold> &done) {
        if (!done)
            m_panel->showError(done.error());
    });
}

QWidget *EnvironmentsPage::buildTables()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    // Its bar has its room always, so that the cards end where those of other pages do.
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_scroll->setAccessibleName(tr("Environments"));
    auto *page = new QWidget(m_scroll);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(20, 16, 20 - m_scroll->verticalScrollBar()->sizeHint().width(), 20);
    column->setSpacing(14);

    m_matrixCard = new Card(tr("What runs where"), page);
    m_matrix = new DataTable(tr("What runs where"), m_matrixCard);
    m_matrix->setItemDelegate(new MatrixDelegate(m_matrix));
    m_matrix->setModel(m_matrixModel);
    m_matrix->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_matrix->setRowTitle(tr("Service"));
    m_matrix->setSpreads(true);
    m_matrix->setFitsContents(true, mostServices);
    m_matrix->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // the page scrolls before it shrinks
    m_matrixCard->body()->addWidget(m_matrix);
    column->addWidget(m_matrixCard);
    connect(m_matrix, &DataTable::opened, this, &EnvironmentsPage::openPipeline);
    connect(m_matrix, &DataTable::asked, this, &EnvironmentsPage::choose);
    connect(m_matrix->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (m_panel->isVisible())
            choose(now);
    });

    m_poolsCard = new Card(tr("Resource pools"), page);
    m_pools = new DataTable(tr("Resource pools"), m_poolsCard);
    m_pools->setModel(m_poolsModel);
    m_pools->setSpreads(true);
    m_pools->setFitsContents(true);
    m_poolsCard->body()->addWidget(m_pools);
    column->addWidget(m_poolsCard);

    auto *health = new Card(tr("Health"), page);
    m_health = new DataTable(tr("Health of the environments"), health);
    m_health->setModel(m_healthModel);
    m_health->setStretchColumn(HealthModel::IncidentColumn);
    m_health->setFitsContents(true);
    health->body()->addWidget(m_health);
    column->addWidget(health);
    connect(m_health, &DataTable::opened, this,
            [this](const QModelIndex &index) { navigate(pages::pipeline, index.data(SubjectRole).toString()); });
    column->addStretch();
    m_scroll->setWidget(page);
    return m_scroll;
}

void EnvironmentsPage::addActions()
{
    ActionRegistry &actions = services().actions;
    actions.add(this,
                {u"environments.details"_s, tr("Details of the chosen cell"), u"documentinfo"_s, Qt::CTRL | Qt::Key_I,
                 QString(pages::environments),
                 [this] {
                     if (m_panel->isVisible())
                         showPanel(false);
                     else
                         choose(m_matrix->currentIndex());
                 },
                 tr("How far behind it is, what it would get, what is its own")});
    actions.add(this,
                {u"environments.pipeline"_s,
                 tr("Show in pipeline"),
                 u"vcs-branch"_s,
                 {},
                 QString(pages::environments),
                 [this] { openPipeline(m_matrix->currentIndex()); },
                 tr("Opens the environment of the chosen cell there; Return does the same")});
    actions.add(this,
                {u"environments.hold"_s, tr("Hold or lift the hold of the chosen cell…"), u"media-playback-pause"_s,
                 Qt::CTRL | Qt::Key_H, QString(pages::environments),
                 [this] {
                     m_askAboutHold = true;
                     choose(m_matrix->currentIndex());
                     if (m_panel->shows(m_chosen.service, m_chosen.environment) && std::exchange(m_askAboutHold, false))
                         m_panel->askAboutHold();
                 },
                 tr("A held cell gets no promotion until the hold is lifted")});
    addTableExport(u"matrix"_s, m_matrix);
    addTableExport(u"pools"_s, m_pools);
    addTableExport(u"health"_s, m_health);
}

void EnvironmentsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_panel->setFixedWidth(width() < narrowPage ? panelNarrow : panelWide);
}

void EnvironmentsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_panel->isVisible())
        showPanel(false);
    else
        Page::keyPressEvent(event);
}

QJsonObject EnvironmentsPage::saveState() const
{
    return {{u"service"_s, m_chosen.service.value}, {u"environment"_s, m_chosen.environment.value}};
}

void EnvironmentsPage::restoreState(const QJsonObject &state)
{
    m_chosen = {ServiceKey{state.value(u"service"_s).toString()},
                EnvironmentKey{state.value(u"environment"_s).toString()}};
    if (m_feed->snapshot())
        show(*m_feed->snapshot());
}

void EnvironmentsPage::open(const QString &subject)
{
    m_wanted = subject;
    if (m_feed->snapshot())
        select(std::exchange(m_wanted, {}));
}

/// An environment's column or a service's row.
void EnvironmentsPage::select(const QString &subject)
{
    for (int row = 0; row < m_matrixModel->rowCount(); ++row) {
        for (int column = 0; column < m_matrixModel->columnCount(); ++column) {
            const QModelIndex index = m_matrixModel->index(row, column);
            const EnvironmentCell *cell = m_matrixModel->cell(index);
            if (subject == subjectOf(cell->environment) || subject == subjectOf(cell->service)) {
                m_matrix->setCurrentIndex(index);
                m_matrix->setFocus();
                return;
            }
        }
    }
}

void EnvironmentsPage::choose(const QModelIndex &index)
{
    const EnvironmentCell *cell = m_matrixModel->cell(index);
    if (!cell)
        return;
    const Chosen chosen{cell->service, cell->environment};
    if (chosen != m_chosen || !m_cellFeed->snapshot()) {
        m_chosen = chosen;
        m_cellFeed->setReader([chosen](Session &s) { return readCell(s, chosen.service, chosen.environment); });
    }
    showPanel(true);
}

void EnvironmentsPage::showPanel(bool visible)
{
    m_panel->setVisible(visible);
    if (visible)
        return;
    m_chosen = {};
    m_matrix->setFocus();
}

void EnvironmentsPage::openPipeline(const QModelIndex &index)
{
    if (const EnvironmentCell *cell = m_matrixModel->cell(index))
        navigate(pages::pipeline, subjectOf(cell->environment));
}

void EnvironmentsPage::show(const EnvironmentsOverview &overview)
{
    for (DataTable *table : {m_matrix, m_pools, m_health}) {
        if (auto *delegate = qobject_cast<DataDelegate *>(table->itemDelegate()))
            delegate->setTimeZone(overview.product.zone);
    }
    m_matrixModel->setOverview(overview);
    m_poolsModel->setOverview(overview);
    m_healthModel->setOverview(overview);
    m_poolsCard->setVisible(!overview.pools.empty());
    showFinding(overview);
    if (!m_chosen.service.isEmpty() && !m_panel->isVisible()) {
        const QModelIndex index = m_matrixModel->indexOf(m_chosen.service, m_chosen.environment);
        m_matrix->setCurrentIndex(index);
        choose(index);
    }
    if (!m_wanted.isEmpty())
        select(std::exchange(m_wanted, {}));
    setReady();
}

void EnvironmentsPage::showFinding(const EnvironmentsOverview &overview)
{
    int behind = 0;
    int forks = 0;
    for (const EnvironmentCell &cell : overview.cells) {
        forks += cell.fork ? 1 : 0;
        behind += !cell.fork && cell.commitsBehind > 0 ? 1 : 0;
    }
    QStringList finding;
    if (forks > 0)
        finding << tr("%n fork(s)", nullptr, forks);
    finding << (behind > 0 ? tr("%n behind the newest build that runs", nullptr, behind) : tr("nothing is behind"));
    if (const QString remark = EnvironmentMatrixModel::recordedRemark(overview.cells); !remark.isEmpty())
        finding << remark;
    m_matrixCard->setSubtitle(finding.join(u" · "_s));
}

} // namespace humdrum
