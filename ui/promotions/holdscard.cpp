// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/holdscard.h"

#include "operations/holds.h"
#include "ui/shell/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/reasonbox.h"

#include <QAction>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {
const QString liftAction = u"promotions.lift"_s;
constexpr int shown = 4; ///< more of them scroll
} // namespace

HoldsCard::HoldsCard(const PageServices &services, QWidget *parent)
    : Card(tr("Held"), parent)
    , m_services(services)
    , m_model(new HoldsModel(this))
    , m_table(new DataTable(tr("Held"), this))
    , m_reason(new ReasonBox(tr("Lift the hold"), tr("Leave it")))
    , m_error(new ErrorBanner)
{
    using enum HoldsModel::Column;
    m_table->setModel(m_model);
    m_table->setFitsContents(true, shown);
    m_table->setStretchColumn(ReasonColumn);
    m_table->setYieldingColumns({ByColumn, SinceColumn});
    m_services.actions.add(this,
                           {liftAction,
                            tr("Lift the chosen hold…"),
                            u"media-playback-start"_s,
                            {},
                            QString(pages::promotions),
                            [this] { ask(); },
                            tr("Lets promotions go on; the reason is recorded")});
    QAction *lift = m_services.actions.action(liftAction);
    auto *button = new QPushButton(tr("Lift…"), this);
    button->setObjectName(u"promotionsLift"_s);
    button->setAccessibleName(lift->text());
    const auto follow = [button, lift] {
        button->setEnabled(lift->isEnabled());
        button->setToolTip(lift->toolTip());
    };
    connect(lift, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, lift, &QAction::trigger);
    addTitleWidget(button);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_table, m_reason, m_error})
        body()->addWidget(widget);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_table, &DataTable::currentSubjectChanged, this, &HoldsCard::showRights);
    connect(m_table, &DataTable::opened, lift, &QAction::trigger);
    connect(m_reason, &ReasonBox::confirmed, this, &HoldsCard::lift);
    showRights();
    follow();
    hide();
}

void HoldsCard::show(const PromotionsOverview &list)
{
    m_mayLift = list.mayPromote;
    m_table->delegate()->setTimeZone(list.zone);
    m_model->setRows(list.holds);
    setTitle(tr("Held: %1").arg(list.holds.size()));
    if (m_model->rowOf(m_lifting) < 0)
        m_reason->dismiss();
    setVisible(!list.holds.empty());
    showRights();
}

/// The only one there is needs no choosing.
const HoldRow *HoldsCard::chosen() const
{
    if (m_model->rowCount() == 1)
        return &m_model->at(0);
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_model->at(index.row()) : nullptr;
}

void HoldsCard::ask()
{
    const HoldRow *hold = chosen();
    if (!hold)
        return;
    m_error->clear();
    m_lifting = hold->id;
    m_reason->ask(tr("%1 can be promoted to %2 again. Held by %3: %4")
                      .arg(hold->serviceName, hold->environmentName, hold->by, hold->reason));
}

void HoldsCard::lift(const QString &reason)
{
    const Actor actor = m_services.actor();
    m_services.store
        .write(Intent{actor, reason},
               [id = m_lifting, reason, actor](Session &session) { return liftHold(session, id, reason, actor); })
        .then(this, [this](const Result<Hold> &lifted) {
            if (!lifted)
                m_error->showError(lifted.error());
        });
}

void HoldsCard::showRights()
{
    const bool any = m_model->rowCount() > 0;
    if (any && !m_mayLift.granted)
        m_services.actions.setEnabled(liftAction, false, m_mayLift.whyNot);
    else
        m_services.actions.setEnabled(liftAction, chosen() != nullptr,
                                      any ? tr("Choose a hold first.") : tr("Nothing is held."));
}

} // namespace humdrum
