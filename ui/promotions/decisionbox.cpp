// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/decisionbox.h"

#include "ui/shell/actionregistry.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"

#include <QAction>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr std::array choices{DecisionChoice::Retry, DecisionChoice::Ignore, DecisionChoice::Exclude,
                             DecisionChoice::RollBack};

QString actionOf(DecisionChoice choice)
{
    return choice == DecisionChoice::RollBack ? u"promotions.rollbackall"_s : u"promotions."_s + wordOf(choice);
}

} // namespace

DecisionBox::DecisionBox(const PageServices &services, QWidget *parent)
    : QFrame(parent)
    , m_services(services)
    , m_what(new Label(TextRole::Body, this))
    , m_facts(new Label(TextRole::Muted, this))
    , m_buttons(new QWidget(this))
    , m_confirm(new ReasonBox({}, tr("Decide later"), this))
    , m_error(new ErrorBanner(this))
{
    setObjectName(u"decision"_s);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 4, 0, 8);
    box->setSpacing(6);
    box->addWidget(new StatusChip(Mark::Attention, tr("A decision is needed"), this), 0, Qt::AlignLeft);
    for (Label *label : {m_what, m_facts}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        box->addWidget(label);
    }
    addActions();
    auto *row = new FlowLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    for (const DecisionChoice choice : choices) {
        auto *button = new ActionButton(services.actions.action(actionOf(choice)), m_buttons);
        button->setObjectName(u"decide-"_s + wordOf(choice));
        row->addWidget(button);
    }
    for (QWidget *widget : std::initializer_list<QWidget *>{m_buttons, m_confirm, m_error})
        box->addWidget(widget);
    connect(m_confirm, &ReasonBox::confirmed, this, &DecisionBox::decide);
    box->addStretch();
    connect(m_confirm, &ReasonBox::left, this, [this] {
        m_buttons->show();
        Q_EMIT asking(false);
    });
    clear();
}

void DecisionBox::addActions()
{
    const auto add = [this](DecisionChoice choice, const QString &text, Qt::Key key, const QString &help) {
        m_services.actions.add(this,
                               {actionOf(choice),
                                text,
                                {},
                                QKeySequence(Qt::CTRL | Qt::SHIFT | key),
                                QString(pages::promotions),
                                [this, choice] { ask(choice); },
                                help});
    };
    add(DecisionChoice::Retry, tr("Retry…"), Qt::Key_R,
        tr("Decide: a new attempt, and what waits behind it goes on when it has succeeded"));
    add(DecisionChoice::Ignore, tr("Ignore…"), Qt::Key_I,
        tr("Decide: it stays as it ended, and what waits behind it goes on"));
    add(DecisionChoice::Exclude, tr("Exclude…"), Qt::Key_X,
        tr("Decide: it is left out with what needs it, and the rest goes on"));
    add(DecisionChoice::RollBack, tr("Roll back all…"), Qt::Key_B,
        tr("Decide: what was deployed together with it goes back, and what waits is not promoted"));
}

void DecisionBox::clear()
{
    m_pending.reset();
    m_plan.reset();
    m_confirm->dismiss();
    Q_EMIT asking(false);
    m_error->clear();
    hide();
    showChoices();
}

void DecisionBox::show(const PromotionOverview &promotion)
{
    if (!promotion.decision)
        return clear();
    const PendingDecision &pending = *promotion.decision;
    const bool same = m_pending && m_pending->about.promotion.id == pending.about.promotion.id;
    if (!same)
        clear();
    m_pending = pending;
    m_mayPromote = promotion.mayPromote;
    m_what->setText(pending.sentence());
    m_facts->setText(pending.facts().join(u" · "_s));
    setAccessibleName(tr("A decision is needed: %1").arg(pending.sentence()));
    m_buttons->setVisible(!m_mayPromote.hidden && !m_confirm->isAsking());
    QFrame::show();
    showChoices();
    plan();
}

/// What each choice would do, as things stand now. While it is asked the next one waits.
void DecisionBox::plan()
{
    if (m_planning) {
        m_planAgain = true;
        return;
    }
    m_planning = true;
    m_planAgain = false;
    const PromotionId id = m_pending->about.promotion.id;
    m_services.desk.decisionAbout(id, m_services.actor()).then(this, [this, id](const Result<DecisionPlan> &plan) {
        m_planning = false;
        if (!m_pending)
            return;
        if (m_pending->about.promotion.id == id) {
            if (plan)
                m_plan = *plan;
            else if (kindOf(plan.error().code) == ErrorKind::Technical)
                m_error->showError(plan.error());
            showChoices();
        }
        if (m_planAgain || m_pending->about.promotion.id != id)
            this->plan();
    });
}

void DecisionBox::showChoices()
{
    for (const DecisionChoice choice : choices) {
        const QString why = !m_pending ? tr("Choose a promotion that needs a decision first.")
            : !m_plan                  ? tr("What is possible is being found out.")
                                       : m_plan->option(choice).whyNot;
        m_services.actions.setEnabled(actionOf(choice), why.isEmpty(), why);
        m_services.actions.action(actionOf(choice))->setVisible(!m_mayPromote.hidden);
    }
}

void DecisionBox::ask(DecisionChoice choice)
{
    if (!m_plan)
        return;
    m_choice = choice;
    m_error->clear();
    const auto confirm = [choice] {
        switch (choice) {
        case DecisionChoice::Retry:
            return tr("Retry it");
        case DecisionChoice::Ignore:
            return tr("Ignore it");
        case DecisionChoice::Exclude:
            return tr("Exclude it");
        case DecisionChoice::RollBack:
            return tr("Roll all back");
        }
        return QString();
    }();
    const DecisionOption &option = m_plan->option(choice);
    m_confirm->setConfirm(confirm, option.needsReason);
    QStringList lines;
    for (const QString &effect : option.effects)
        lines << u"• "_s + effect;
    m_buttons->hide();
    Q_EMIT asking(true);
    m_confirm->ask(lines.join(u'\n'));
}

void DecisionBox::decide(const QString &reason)
{
    Q_EMIT asking(false);
    if (!m_pending)
        return;
    m_services.desk.decide({m_pending->about.promotion.id, m_choice, reason, m_services.actor()})
        .then(this, [this](const Result<DecisionOutcome> &outcome) { tellDecision(outcome); });
}

void DecisionBox::tellDecision(const Result<DecisionOutcome> &outcome)
{
    m_buttons->setVisible(!m_mayPromote.hidden);
    if (!outcome) {
        m_error->showError(outcome.error());
        if (m_pending)
            plan();
        return;
    }
    const std::vector<Promotion> &next = outcome->queued.empty() ? outcome->goesOn : outcome->queued;
    Q_EMIT decided(next.empty() ? PromotionId{} : next.front().id);
}

} // namespace humdrum
