// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/environments/environmentspage.h"

#include "ui/theme/colours.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"

#include <QHeaderView>
#include <QScrollArea>
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
            option->backgroundBrush = colours::markTint(Mark::Failed, palette);
            return;
        }
    }
};

} // namespace

EnvironmentsPage::EnvironmentsPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_feed(new SnapshotFeed<EnvironmentsOverview>(services.store, this))
    , m_matrixModel(new EnvironmentMatrixModel(this))
    , m_poolsModel(new PoolsModel(this))
    , m_healthModel(new HealthModel(this))
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Environments"));
    auto *page = new QWidget(scroll);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(20, 16, 20, 20);
    column->setSpacing(14);
    buildTables(page, column);
    column->addStretch();
    scroll->setWidget(page);
    setContent(scroll);
    setEmpty(tr("No environments yet"),
             tr("Here is what runs in each environment, how far behind it is, and how full its pools are. Describe the "
                "product in a humdrum.yaml and run: humdrumctl init --config humdrum.yaml"));

    m_feed->setInterest({Aggregate::Product, Aggregate::Deployment, Aggregate::Promotion, Aggregate::PoolSample,
                         Aggregate::Hold, Aggregate::Change, Aggregate::Release});
    m_feed->onSnapshot(this, [this](const EnvironmentsOverview &overview) { show(overview); });
    m_feed->setReader(readEnvironments);
    follow(m_feed);
}

void EnvironmentsPage::buildTables(QWidget *page, QVBoxLayout *column)
{
    m_matrixCard = new Card(tr("What runs where"), page);
    m_matrix = new DataTable(tr("What runs where"), m_matrixCard);
    m_matrix->setItemDelegate(new MatrixDelegate(m_matrix));
    m_matrix->setModel(m_matrixModel);
    m_matrix->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_matrix->setFitsContents(true);
    m_matrixCard->body()->addWidget(m_matrix);
    column->addWidget(m_matrixCard);
    connect(m_matrix, &DataTable::opened, this, [this](const QModelIndex &index) {
        if (const EnvironmentCell *cell = m_matrixModel->cell(index))
            navigate(pages::pipeline, subjectOf(cell->environment));
    });

    m_poolsCard = new Card(tr("Resource pools"), page);
    m_pools = new DataTable(tr("Resource pools"), m_poolsCard);
    m_pools->setModel(m_poolsModel);
    m_pools->setFitsContents(true);
    m_poolsCard->body()->addWidget(m_pools);
    column->addWidget(m_poolsCard);

    auto *health = new Card(tr("Health"), page);
    m_health = new DataTable(tr("Health of the environments"), health);
    m_health->setModel(m_healthModel);
    m_health->setFitsContents(true);
    health->body()->addWidget(m_health);
    column->addWidget(health);
    connect(m_health, &DataTable::opened, this,
            [this](const QModelIndex &index) { navigate(pages::pipeline, index.data(SubjectRole).toString()); });
}

void EnvironmentsPage::open(const QString &subject)
{
    m_wanted = subject;
    if (m_feed->snapshot())
        select(std::exchange(m_wanted, {}));
}

void EnvironmentsPage::select(const QString &subject)
{
    for (int row = 0; row < m_matrixModel->rowCount(); ++row) {
        for (int column = 0; column < m_matrixModel->columnCount(); ++column) {
            const QModelIndex index = m_matrixModel->index(row, column);
            if (index.data(SubjectRole).toString() == subject) {
                m_matrix->setCurrentIndex(index);
                m_matrix->setFocus();
                return;
            }
        }
    }
}

void EnvironmentsPage::show(const EnvironmentsOverview &overview)
{
    for (DataTable *table : {m_matrix, m_pools, m_health}) {
        if (auto *delegate = qobject_cast<DataDelegate *>(table->itemDelegate()))
            delegate->setTimeZone(overview.product.zone);
    }
    m_matrixModel->setOverview(overview);
    m_poolsModel->setOverview(overview);
    m_healthModel->setRows(overview.health);
    m_poolsCard->setVisible(!overview.pools.empty());

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
    m_matrixCard->setSubtitle(finding.join(u" · "_s));
    if (!m_wanted.isEmpty())
        select(std::exchange(m_wanted, {}));
    setReady();
}

} // namespace humdrum
