// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotionlive.h"

#include "ui/promotions/logview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {
constexpr int stepsShown = 8; ///< more of them scroll, so that the log keeps its room
}

PromotionLive::PromotionLive(PromotionDesk &desk, std::function<Actor()> actor, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_actor(std::move(actor))
    , m_model(new StepsModel(this))
    , m_state(new StatusChip(this))
    , m_progress(new Meter(this))
    , m_message(new Label(TextRole::Muted, this))
    , m_steps(new DataTable(tr("Steps of the promotion"), this))
    , m_log(new LogView(desk, this))
    , m_why(new ReasonBox(tr("Cancel it now"), tr("Let it run"), this))
    , m_stop(new QPushButton(tr("Cancel promotion…"), this))
    , m_rollBack(new QPushButton(tr("Roll back…"), this))
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    row->addWidget(m_state);
    m_progress->setMark(Mark::Running);
    row->addWidget(m_progress, 1);
    row->addStretch();
    box->addLayout(row);
    m_message->setWordWrap(true);
    box->addWidget(m_message);
    m_steps->setModel(m_model);
    m_steps->setFitsContents(true, stepsShown);
    m_steps->setStretchColumn(StepsModel::TitleColumn);
    m_steps->setColumnHidden(StepsModel::MessageColumn, true);
    box->addWidget(m_steps);
    box->addWidget(m_log, 1);
    m_why->reason()->setObjectName(u"promoteStopReason"_s);
    m_why->reason()->setAccessibleName(tr("Reason for cancelling"));
    m_why->confirmButton()->setObjectName(u"promoteStopConfirm"_s);
    connect(m_why, &ReasonBox::confirmed, this, &PromotionLive::stop);
    connect(m_why, &ReasonBox::left, this, &PromotionLive::updateButtons);
    box->addWidget(m_why);
    m_stop->setObjectName(u"promoteCancel"_s);
    connect(m_stop, &QPushButton::clicked, this, &PromotionLive::askToStop);
    m_rollBack->setObjectName(u"promoteRollBack"_s);
    connect(m_rollBack, &QPushButton::clicked, this, &PromotionLive::rollBackAsked);
    connect(m_log, &LogView::failed, this, &PromotionLive::failed);
    auto *buttons = new FlowLayout;
    buttons->addWidget(m_stop);
    buttons->addWidget(m_rollBack);
    box->addLayout(buttons);
    clear();
}

void PromotionLive::clear()
{
    m_group.reset();
    m_log->follow({});
    m_why->dismiss();
    m_state->setStatus(Mark::Waiting, tr("loading"));
    m_progress->hide();
    m_message->hide();
    m_model->setRows({});
    updateButtons();
}

void PromotionLive::show(const GroupOverview &group)
{
    const bool other = !m_group || m_group->promotions != group.promotions;
    if (other)
        m_why->dismiss();
    m_group = group;
    m_state->setState(group.state);
    m_progress->setVisible(!group.unfinished.empty() && group.state != PromotionState::Queued);
    m_progress->setValue(group.fraction, tr("%1 %").arg(static_cast<int>(group.fraction * 100)));
    m_message->setText(group.message);
    m_message->setVisible(!group.message.isEmpty());
    m_model->setRows(group.steps);
    if (group.unfinished.empty())
        m_why->dismiss();
    updateButtons();
    m_log->setTimeZone(group.zone);
    if (other)
        m_log->follow(group.promotions);
}

void PromotionLive::setButtonsVisible(bool visible)
{
    m_buttons = visible;
    updateButtons();
}

void PromotionLive::updateButtons()
{
    // Until it is known what there is to cancel or to roll back there is nothing to press.
    const bool known = m_buttons && m_group;
    m_stop->setVisible(known && !m_group->unfinished.empty() && !m_why->isAsking());
    m_rollBack->setVisible(known && m_group->unfinished.empty());
    if (!known)
        return;
    m_rollBack->setEnabled(m_group->mayRollBack);
    m_rollBack->setToolTip(m_group->mayRollBack ? QString() : tr("There is no earlier build that ran well here."));
}

void PromotionLive::askToStop()
{
    if (!m_group || m_group->unfinished.empty())
        return;
    m_why->ask(tr("Its command is ended with everything it started, the clean-up runs, and %1 stays as it then is.")
                   .arg(m_group->environmentName));
    updateButtons();
}

void PromotionLive::stop(const QString &reason)
{
    if (!m_group)
        return;
    for (const PromotionId id : m_group->unfinished) {
        m_desk.cancel(id, m_actor(), reason).then(this, [this](const Result<void> &done) {
            if (!done)
                Q_EMIT failed(done.error());
        });
    }
    updateButtons();
}

} // namespace humdrum
