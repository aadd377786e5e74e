// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/comparepanel.h"

#include "items/wording.h"
#include "ui/theme/theme.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

ComparePanel::ComparePanel(Store &store, QWidget *parent)
    : SidePanel(tr("Compare two releases"), parent)
    , m_store(store)
    , m_feed(new SnapshotFeed<ReleaseComparison>(store, this))
    , m_versions(new QStringListModel(this))
    , m_linesModel(new ReleaseLinesModel(this))
    , m_gainedModel(new ChangesModel(this))
    , m_lostModel(new ChangesModel(this))
    , m_error(new ErrorBanner(this))
{
    setTitle(tr("Compare two releases"));
    auto *fields = new QHBoxLayout;
    m_from = addField(fields, tr("From"));
    m_from->setObjectName(u"compareFrom"_s);
    auto *turn = new QPushButton(icons::icon(u"exchange-positions"_s), {}, this);
    turn->setObjectName(u"compareSwap"_s);
    turn->setAccessibleName(tr("Swap the two"));
    turn->setToolTip(tr("Swap the two"));
    connect(turn, &QPushButton::clicked, this, &ComparePanel::swap);
    fields->addWidget(turn, 0, Qt::AlignBottom);
    m_to = addField(fields, tr("To"));
    m_to->setObjectName(u"compareTo"_s);
    body()->addLayout(fields);
    body()->addWidget(m_error);
    m_says = new Label(TextRole::Muted, this);
    m_says->setWordWrap(true);
    body()->addWidget(m_says);

    QVBoxLayout *box = addScrolling(tr("What differs"));
    m_content = box->parentWidget();
    m_lines = new DataTable(tr("Services"), m_content);
    m_lines->setModel(m_linesModel);
    m_lines->setFitsContents(true);
    m_lines->setColumnHidden(ReleaseLinesModel::CommitColumn, true);
    m_lines->setStretchColumn(ReleaseLinesModel::ChangesColumn);
    box->addWidget(m_lines);
    m_gained = addChanges(m_gainedModel, tr("Gained"), m_gainedCaption);
    m_lost = addChanges(m_lostModel, tr("Lost"), m_lostCaption);
    box->addStretch();

    m_feed->setInterest({Aggregate::Release, Aggregate::Change, Aggregate::Product});
    m_feed->onSnapshot(this, [this](const ReleaseComparison &c) { showComparison(c); });
    connect(m_feed, &SnapshotFeedBase::failed, this, [this](const Error &error) {
        m_error->showError(error);
        m_content->hide();
        m_says->clear();
    });
}

QLineEdit *ComparePanel::addField(QLayout *to, const QString &name)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    auto *caption = new Label(name, TextRole::Caption, this);
    column->addWidget(caption);
    auto *field = new QLineEdit(this);
    field->setAccessibleName(tr("%1: version of a release").arg(name));
    field->setFont(fonts::monospaced());
    caption->setBuddy(field);
    auto *completer = new QCompleter(m_versions, field);
    completer->setFilterMode(Qt::MatchContains);
    completer->setMaxVisibleItems(12);
    field->setCompleter(completer);
    connect(field, &QLineEdit::editingFinished, this, &ComparePanel::read);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, &ComparePanel::read,
            Qt::QueuedConnection);
    column->addWidget(field);
    qobject_cast<QHBoxLayout *>(to)->addLayout(column, 1);
    return field;
}

DataTable *ComparePanel::addChanges(ChangesModel *model, const QString &name, Label *&caption)
{
    auto *box = qobject_cast<QVBoxLayout *>(m_content->layout());
    box->addSpacing(10);
    caption = new Label(name, TextRole::Caption, m_content);
    box->addWidget(caption);
    auto *table = new DataTable(name, m_content);
    table->setModel(model);
    table->setFitsContents(true);
    table->setStretchColumn(ChangesModel::SummaryColumn);
    box->addWidget(table);
    return table;
}

void ComparePanel::compare(const QString &from, const QString &to)
{
    m_from->setText(from);
    m_to->setText(to);
    m_store.read(readVersions).then(this, [this](const Result<QStringList> &versions) {
        if (versions)
            m_versions->setStringList(*versions);
    });
    m_feed->setActive(true);
    read();
    QLineEdit *empty = from.isEmpty() ? m_from : m_to;
    empty->setFocus();
    empty->selectAll();
}

void ComparePanel::read()
{
    const QString from = m_from->text().trimmed(), to = m_to->text().trimmed();
    if (from.isEmpty() || to.isEmpty()) {
        m_says->setText(tr("Type or choose two versions."));
        m_content->hide();
        return;
    }
    const ReleaseComparison *shown = m_feed->snapshot();
    if (shown && shown->from == from && shown->to == to && m_content->isVisibleTo(this))
        return;
    m_feed->setReader([from, to](Session &s) { return compareReleases(s, from, to); });
}

void ComparePanel::swap()
{
    const QString from = m_from->text();
    m_from->setText(m_to->text());
    m_to->setText(from);
    read();
}

void ComparePanel::closePanel()
{
    m_feed->setActive(false);
    SidePanel::closePanel();
}

void ComparePanel::showComparison(const ReleaseComparison &c)
{
    m_error->clear();
    m_linesModel->setHeads(c.from, c.to);
    m_linesModel->setRows(c.services);
    m_lines->fitColumns();
    m_gainedModel->setRows(c.gained);
    m_lostModel->setRows(c.lost);
    const int gained = static_cast<int>(c.gained.size()), lost = static_cast<int>(c.lost.size());
    const auto differ =
        std::ranges::count_if(c.services, [](const ReleaseLine &line) { return line.previous != line.version; });
    if (differ == 0)
        m_says->setText(tr("Both have the same builds."));
    else
        m_says->setText(tr("%1 of %2 services differ · %3 gained, %4 lost")
                            .arg(differ)
                            .arg(c.services.size())
                            .arg(gained)
                            .arg(lost));
    m_gainedCaption->setText(tr("Gained in %1: %2").arg(c.to, wording::changes(gained)));
    m_lostCaption->setText(tr("Lost since %1: %2").arg(c.from, wording::changes(lost)));
    for (QWidget *widget : {static_cast<QWidget *>(m_gainedCaption), static_cast<QWidget *>(m_gained)})
        widget->setVisible(gained > 0);
    for (QWidget *widget : {static_cast<QWidget *>(m_lostCaption), static_cast<QWidget *>(m_lost)})
        widget->setVisible(lost > 0);
    m_content->show();
}

} // namespace humdrum
