// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotionpanel.h"

#include "items/wording.h"
#include "ui/promotions/decisionbox.h"
#include "ui/promotions/logtext.h"
#include "ui/promotions/logview.h"
#include "ui/promotions/promotionlive.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {
constexpr int enoughForAll = 700;
}

PromotionPanel::PromotionPanel(const PageServices &services, QWidget *parent)
    : SidePanel(tr("The chosen promotion"), parent)
    , m_clock(services.clock)
    , m_gatesModel(new GatesModel(this))
    , m_madeModel(new MadeDeploymentsModel(this))
    , m_gainedModel(new ChangesModel(this))
    , m_lostModel(new ChangesModel(this))
    , m_error(new ErrorBanner(this))
    , m_decision(new DecisionBox(services, this))
    , m_facts(new Label(TextRole::Muted, this))
    , m_overrides(new QWidget(this))
    , m_siblings(new QWidget(this))
    , m_decided(new Label(TextRole::Body, this))
    , m_part(new SegmentedChoice(tr("What to show of it"), this))
    , m_parts(new QStackedWidget(this))
    , m_live(new PromotionLive(services.desk, services.actor, m_parts))
{
    setClosable(false);
    body()->addWidget(m_error);
    m_facts->setWordWrap(true);
    body()->addWidget(m_facts);
    body()->addWidget(m_decision);
    m_decided->setWordWrap(true);
    body()->addWidget(m_decided);
    new QVBoxLayout(m_overrides);
    m_overrides->layout()->setContentsMargins(0, 0, 0, 0);
    body()->addWidget(m_overrides);
    new FlowLayout(m_siblings, 4);
    m_siblings->layout()->setContentsMargins(0, 0, 0, 0);
    body()->addWidget(m_siblings);
    m_part->addChoice(u"progress"_s, tr("Progress"));
    m_part->addChoice(u"gates"_s, tr("Gates"));
    m_part->addChoice(u"changes"_s, tr("Changes"));
    connect(m_part, &SegmentedChoice::chosen, this, &PromotionPanel::showPart);
    auto *parts = new QHBoxLayout;
    parts->addWidget(m_part);
    parts->addStretch();
    body()->addLayout(parts);
    m_live->setButtonsVisible(false);
    m_live->log()->text()->setPlaceholderText(tr("Nothing has been written."));
    m_parts->addWidget(m_live);
    m_parts->addWidget(buildGates());
    m_parts->addWidget(buildChanges());
    body()->addWidget(m_parts, 1);
    // What will happen is read as a whole before it is confirmed; in a low window the rest makes room for it.
    connect(m_decision, &DecisionBox::asking, this, [this](bool open) {
        const bool yields = open && height() < enoughForAll;
        m_parts->setVisible(!yields);
        m_siblings->setVisible(!yields && m_shown && !m_shown->siblings.empty());
    });
    connect(m_live, &PromotionLive::failed, m_error, &ErrorBanner::showError);
    auto *buttons = new FlowLayout;
    for (const QString &id : {u"promotions.cancel"_s, u"promotions.rollback"_s, u"promotions.again"_s,
                              u"promotions.copylog"_s, u"promotions.pipeline"_s})
        buttons->addWidget(new ActionButton(services.actions.action(id), this));
    body()->addLayout(buttons);
    clear();
}

QWidget *PromotionPanel::buildGates()
{
    m_gates = new DataTable(tr("Gates"), m_parts);
    m_gates->setModel(m_gatesModel);
    m_gates->setStretchColumn(GatesModel::FactsColumn);
    m_gates->setYieldingColumns({GatesModel::WhenColumn});
    return m_gates;
}

QWidget *PromotionPanel::buildChanges()
{
    auto *page = new QWidget(m_parts);
    auto *box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    const auto caption = [&] {
        auto *label = new Label(TextRole::Caption, page);
        box->addWidget(label);
        return label;
    };
    const auto changes = [&](ChangesModel *model, const QString &name) {
        auto *table = new DataTable(name, page);
        table->setModel(model);
        table->setStretchColumn(ChangesModel::SummaryColumn);
        table->setColumnHidden(ChangesModel::ServiceColumn, true);
        box->addWidget(table, 1);
        return table;
    };
    m_madeCaption = caption();
    m_made = new DataTable(tr("Deployments made"), page);
    m_made->setModel(m_madeModel);
    m_made->setFitsContents(true, 4);
    m_made->setStretchColumn(MadeDeploymentsModel::MessageColumn);
    box->addWidget(m_made);
    m_replaced = caption();
    m_gained = changes(m_gainedModel, tr("Changes it brought"));
    m_lostCaption = caption();
    m_lost = changes(m_lostModel, tr("Changes it took away"));
    box->addStretch();
    return page;
}

void PromotionPanel::clear()
{
    m_shown.reset();
    setTitle({});
    m_facts->clear();
    m_overrides->hide();
    m_siblings->hide();
    m_decision->clear();
    m_decided->hide();
    m_live->clear();
    m_gatesModel->setRows({});
    m_madeModel->setRows({});
    m_gainedModel->setRows({});
    m_lostModel->setRows({});
}

void PromotionPanel::showError(const Error &error) { m_error->showError(error); }

QString PromotionPanel::part() const { return m_part->value(); }

void PromotionPanel::showPart(const QString &part)
{
    if (!m_part->setValue(part))
        return;
    m_parts->setCurrentIndex(part == u"progress" ? 0 : part == u"gates" ? 1 : 2);
}

void PromotionPanel::setPromotion(const PromotionOverview &p)
{
    m_error->clear();
    const bool sameSiblings = m_shown && m_shown->row.id == p.row.id && m_shown->siblings == p.siblings;
    const bool sameGates = m_shown && m_shown->row.id == p.row.id && m_shown->gates == p.gates;
    m_shown = p;
    for (DataTable *table : {m_gates, m_made, m_gained, m_lost})
        table->delegate()->setTimeZone(p.zone);
    showHead(p);
    m_decision->show(p);
    showDecided(p);
    // What is made of widgets is made anew only when it says something new: it may have the focus.
    if (!sameGates)
        showOverrides(p);
    if (!sameSiblings)
        showSiblings(p);
    GroupOverview live = p.live;
    if (p.decision)
        live.message.clear(); // said above it
    m_live->show(live);
    m_gatesModel->setRows(p.gates);
    showChanges(p);
}

void PromotionPanel::showHead(const PromotionOverview &p)
{
    setTitle(PromotionsModel::whatOf(p.row));
    QStringList facts;
    facts << (p.row.kind == PromotionKind::Rollback ? tr("rollback in %1").arg(p.row.environmentName)
                                                    : tr("to %1").arg(p.row.environmentName));
    if (!p.row.release.isEmpty())
        facts << tr("release %1").arg(p.row.release);
    facts << tr("asked for %1 by %2").arg(times::brief(p.row.queuedAt, m_clock.now(), p.zone), p.row.requestedBy);
    if (p.retries.isValid())
        facts << tr("a new attempt of promotion %1").arg(p.retries.value);
    if (!p.reason.isEmpty())
        facts << tr("because: %1").arg(p.reason);
    if (p.reasonCause != Cause::Unknown)
        facts << tr("cause: %1").arg(titleOf(p.reasonCause));
    m_facts->setText(facts.join(u" · "_s));
    m_facts->setToolTip(times::absolute(p.row.queuedAt, p.zone));
}

/// What people have answered before, about it and those it was asked for together with.
void PromotionPanel::showDecided(const PromotionOverview &p)
{
    m_decided->setText(p.decided.join(u'\n'));
    m_decided->setVisible(!p.decided.isEmpty());
}

/// A rule that was passed over is the first thing to know about a promotion, so it is not left to the list of gates.
void PromotionPanel::showOverrides(const PromotionOverview &p)
{
    clearLayout(m_overrides->layout());
    QStringList told;
    for (const JudgedGate &gate : p.gates) {
        if (gate.result != GateResult::Overridden || told.contains(titleOf(gate.kind)))
            continue;
        told << titleOf(gate.kind);
        auto *line = new QWidget(m_overrides);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(new StatusChip(Mark::Attention, tr("%1 overridden").arg(titleOf(gate.kind)), line), 0,
                       Qt::AlignTop);
        auto *text = new Label(tr("%1: %2").arg(gate.overriddenBy, gate.overrideReason), TextRole::Body, line);
        text->setWordWrap(true);
        row->addWidget(text, 1);
        m_overrides->layout()->addWidget(line);
    }
    m_overrides->setVisible(!told.isEmpty());
}

void PromotionPanel::showSiblings(const PromotionOverview &p)
{
    clearLayout(m_siblings->layout());
    m_siblings->setVisible(!p.siblings.empty());
    if (p.siblings.empty())
        return;
    m_siblings->layout()->addWidget(new Label(tr("Together with"), TextRole::Muted, m_siblings));
    for (const PromotionRow &sibling : p.siblings) {
        const Mark mark = sibling.needsDecision ? Mark::Attention : markOf(sibling.state);
        auto *button = new QPushButton(marks::icon(mark), sibling.serviceName, m_siblings);
        button->setFlat(true);
        const QString told = tr("%1: %2").arg(PromotionsModel::whatOf(sibling), titleOf(sibling.state));
        button->setToolTip(told);
        button->setAccessibleName(told);
        connect(button, &QPushButton::clicked, this, [this, id = sibling.id] { Q_EMIT promotionChosen(id); });
        m_siblings->layout()->addWidget(button);
    }
}

void PromotionPanel::showChanges(const PromotionOverview &p)
{
    m_madeCaption->setText(p.deployments.empty() ? tr("No deployment came of it") : tr("Deployments made"));
    m_made->setVisible(!p.deployments.empty());
    m_madeModel->setRows(p.deployments);
    const QString gained = wording::changes(static_cast<int>(p.gained.size()));
    m_replaced->setText(p.row.replaces.isEmpty() ? tr("The first build of %1 here").arg(p.row.serviceName)
                                                 : tr("Replaces %1 · brings %2").arg(p.row.replaces, gained));
    m_gainedModel->setRows(p.gained);
    m_gained->setVisible(!p.gained.empty());
    m_lostCaption->setText(tr("Takes away %1").arg(wording::changes(static_cast<int>(p.lost.size()))));
    m_lostModel->setRows(p.lost);
    m_lostCaption->setVisible(!p.lost.empty());
    m_lost->setVisible(!p.lost.empty());
}

} // namespace humdrum
