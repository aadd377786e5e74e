// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/rowspanel.h"

#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

RowsPanel::RowsPanel(Store &store, QWidget *parent)
    : SidePanel(tr("Rows behind the figure"), parent)
    , m_feed(new SnapshotFeed<InsightRows>(store, this))
    , m_model(new InsightRowsModel(this))
    , m_count(new Label(TextRole::Muted, this))
    , m_error(new ErrorBanner(this))
    , m_table(new DataTable(tr("Rows behind the figure"), this))
{
    using enum Aggregate;
    m_count->setWordWrap(true);
    body()->addWidget(m_count);
    body()->addWidget(m_error);
    m_table->setModel(m_model);
    m_table->setStretchColumn(InsightRowsModel::TitleColumn);
    body()->addWidget(m_table, 1);

    m_feed->setInterest({Deployment, Change, Issue, Train, StageRun, Promotion});
    m_feed->onSnapshot(this, [this](const InsightRows &rows) { show(rows); });
    connect(m_feed, &SnapshotFeedBase::failed, m_error, &ErrorBanner::showError);
    connect(m_table, &DataTable::opened, this, [this](const QModelIndex &index) {
        const QString subject = index.data(SubjectRole).toString();
        if (!subject.isEmpty())
            Q_EMIT opened(subject);
    });
    setFocusProxy(m_table);
}

void RowsPanel::ask(const InsightRowsAsk &rows, const QString &title, const QByteArray &zone)
{
    setTitle(title);
    m_table->delegate()->setTimeZone(zone);
    if (rows == m_ask && m_feed->snapshot())
        return;
    m_ask = rows;
    m_count->setText(tr("Reading…"));
    m_feed->setReader([rows](Session &session) { return readInsightRows(session, rows); });
}

void RowsPanel::show(const InsightRows &rows)
{
    m_error->clear();
    m_model->show(rows);
    const auto shown = static_cast<qsizetype>(rows.rows.size());
    const QLocale locale;
    m_count->setText(rows.total == 0 ? tr("There are none.")
                         : shown < rows.total
                         ? tr("The newest %1 of %2").arg(locale.toString(shown), locale.toString(rows.total))
                         : tr("%1 in all").arg(locale.toString(shown)));
    if (shown > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
}

} // namespace humdrum
