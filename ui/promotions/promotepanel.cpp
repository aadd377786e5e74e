// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotepanel.h"

#include "items/wording.h"
#include "ui/promotions/logview.h"
#include "ui/promotions/promotionlive.h"
#include "ui/promotions/readinessbox.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/markedline.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

bool passes(const GateOutcome &gate)
{
    return gate.result == GateResult::Pass || gate.result == GateResult::Overridden;
}

} // namespace

PromotePanel::PromotePanel(const PageServices &services, QWidget *parent)
    : SidePanel(tr("Promotion"), parent)
    , m_desk(services.desk)
    , m_actor(services.actor)
    , m_actions(services.actions)
    , m_feed(new SnapshotFeed<GroupOverview>(services.store, this))
    , m_readiness(new ReadinessBox(services, this))
    , m_live(new PromotionLive(services.desk, services.actor, this))
{
    closeButton()->setObjectName(u"promotePanelClose"_s);
    closeButton()->setToolTip(tr("Close. What has been queued goes on."));
    m_error = new ErrorBanner(this);
    body()->addWidget(m_error);
    m_stack = new QStackedLayout;
    m_stack->addWidget(buildQuestion());
    m_stack->addWidget(m_live);
    body()->addLayout(m_stack, 1);

    m_feed->setInterest({Aggregate::Promotion, Aggregate::Deployment});
    m_feed->onSnapshot(this, [this](const GroupOverview &group) { showGroup(group); });
    connect(m_feed, &SnapshotFeedBase::failed, m_error, &ErrorBanner::showError);
    connect(m_live, &PromotionLive::failed, m_error, &ErrorBanner::showError);
    connect(m_live, &PromotionLive::rollBackAsked, this, &PromotePanel::rollBack);
}

QWidget *PromotePanel::buildQuestion()
{
    auto *page = new QWidget(this);
    auto *box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    m_says = new Label(TextRole::Muted, page);
    m_says->setWordWrap(true);
    box->addWidget(m_says);
    auto *scroll = new QScrollArea(page);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget(scroll);
    auto *stacked = new QVBoxLayout(content);
    stacked->setContentsMargins(0, 0, 8, 0);
    m_items = new QWidget(content);
    m_itemsLayout = new QVBoxLayout(m_items);
    m_itemsLayout->setContentsMargins(0, 0, 0, 0);
    m_itemsLayout->setSpacing(4);
    stacked->addWidget(m_items);
    stacked->addWidget(m_readiness);
    stacked->addStretch();
    scroll->setWidget(content);
    // The panel's own surface shows through; setWidget() has just said otherwise.
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    box->addWidget(scroll, 1);
    connect(m_readiness, &ReadinessBox::failed, m_error, &ErrorBanner::showError);
    connect(m_readiness, &ReadinessBox::changed, this, &PromotePanel::replan);
    m_reason = new QLineEdit(page);
    m_reason->setObjectName(u"promoteReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    connect(m_reason, &QLineEdit::textChanged, this, &PromotePanel::updateConfirm);
    box->addWidget(m_reason);
    m_cause = new ChoiceButton(tr("What made it necessary"), page);
    m_cause->setObjectName(u"rollbackCause"_s);
    std::vector<std::pair<QString, QString>> causes{{wordOf(Cause::Unknown), tr("Cause: not known yet")}};
    for (const Cause cause : {Cause::Change, Cause::Environment, Cause::Test})
        causes.emplace_back(wordOf(cause), tr("Cause: %1").arg(titleOf(cause)));
    m_cause->setChoices(causes);
    box->addWidget(m_cause, 0, Qt::AlignLeft);
    auto *buttons = new FlowLayout;
    m_whoAmI = new QPushButton(tr("Who you are…"), page);
    m_whoAmI->setObjectName(u"promoteWhoAmI"_s);
    m_whoAmI->setToolTip(tr("Opens the preferences; then ask again."));
    m_whoAmI->hide();
    connect(m_whoAmI, &QPushButton::clicked, this, [this] { m_actions.trigger(u"settings.preferences"_s); });
    buttons->addWidget(m_whoAmI);
    m_confirm = new QPushButton(page);
    m_confirm->setObjectName(u"promoteConfirm"_s);
    setPrimary(m_confirm);
    connect(m_confirm, &QPushButton::clicked, this, &PromotePanel::confirm);
    auto *leave = new QPushButton(tr("Leave it"), page);
    leave->setObjectName(u"promoteLeave"_s);
    connect(leave, &QPushButton::clicked, this, &PromotePanel::closePanel);
    buttons->addWidget(m_confirm);
    buttons->addWidget(leave);
    box->addLayout(buttons);
    return page;
}

bool PromotePanel::needsReason() const { return m_ask.kind == PromotionKind::Rollback; }

void PromotePanel::ask(const PromotionAsk &ask, const QString &environmentName)
{
    m_ask = ask;
    m_ask.actor = m_actor();
    m_environmentName = environmentName;
    m_plan.reset();
    m_watched = {};
    m_group.reset();
    m_feed->setActive(false);
    m_error->clear();
    m_reason->clear();
    m_reason->hide();
    m_cause->hide();
    m_cause->setValue(wordOf(ask.cause));
    m_readiness->setRelease(needsReason() ? ReleaseId{} : ask.release, ask.environment);
    setTitle(needsReason() ? tr("Roll %1 back?").arg(environmentName) : tr("Promote to %1?").arg(environmentName));
    m_says->setText(tr("Checking what would happen…"));
    clearLayout(m_itemsLayout);
    m_confirm->setText(needsReason() ? tr("Roll back") : tr("Promote"));
    m_stack->setCurrentIndex(0);
    updateConfirm();
    m_takeFocus = true;
    replan();
}

void PromotePanel::replan()
{
    const quint64 generation = ++m_generation;
    m_plan.reset();
    updateConfirm();
    m_desk.plan(m_ask).then(this, [this, generation](const Result<PromotionPlan> &plan) {
        if (generation != m_generation)
            return;
        if (plan) {
            showPlan(*plan);
            return;
        }
        m_says->setText({});
        m_error->showError(plan.error());
        updateConfirm();
    });
}

void PromotePanel::showPlan(const PromotionPlan &plan)
{
    m_plan = plan;
    if (!needsReason() && !plan.releaseVersion.isEmpty())
        setTitle(tr("Promote %1 to %2?").arg(plan.releaseVersion, m_environmentName));
    sayWhatWillHappen(plan);
    clearLayout(m_itemsLayout);
    if (!plan.early.isEmpty())
        m_itemsLayout->addWidget(new MarkedLine(Mark::Attention, {}, plan.early, m_items));
    if (plan.isPartial()) {
        QStringList behind;
        for (const PlannedPromotion &item : plan.items) {
            if (PromotionPlan::staysBehind(item))
                behind << item.service.value + u' ' + item.build.version;
        }
        m_itemsLayout->addWidget(new MarkedLine(
            Mark::Attention, {},
            tr("Only a part of %1 would go: %2 stays behind.").arg(plan.releaseVersion, behind.join(u", "_s)),
            m_items));
    }
    for (const PlannedPromotion &item : plan.items)
        addItem(item);
    // They were made after what stands below them; Tab follows the eye.
    QWidget *before = closeButton();
    for (QLineEdit *reason : m_items->findChildren<QLineEdit *>()) {
        setTabOrder(before, reason);
        before = reason;
    }
    m_readiness->putBehind(before);
    setTabOrder(m_readiness->last(), m_reason);
    setTabOrder(m_reason, m_cause);
    m_whoAmI->setVisible(std::ranges::contains(plan.items, SkipReason::NoPermission, &PlannedPromotion::skip));
    m_reason->setVisible(needsReason());
    m_cause->setVisible(needsReason());
    m_reason->setPlaceholderText(tr("Why? It is recorded."));
    updateConfirm();
    // Whoever asked, or works in here, goes on with the keyboard where the answer is.
    const QWidget *focus = QApplication::focusWidget();
    if (std::exchange(m_takeFocus, false) || !focus || focus == this || isAncestorOf(focus)) {
        QWidget *next = needsReason() ? static_cast<QWidget *>(m_reason) : m_confirm;
        (next->isEnabled() ? next : this)->setFocus();
    }
}

/// The sentence above the services and the word on the button.
void PromotePanel::sayWhatWillHappen(const PromotionPlan &plan)
{
    const auto willDo = std::ranges::count(plan.items, SkipReason::None, &PlannedPromotion::skip);
    const auto total = static_cast<qsizetype>(plan.items.size());
    const auto toGo = willDo + std::ranges::count_if(plan.items, PromotionPlan::staysBehind);
    if (willDo == 0)
        m_says->setText(tr("Nothing would happen."));
    else if (needsReason())
        m_says->setText(
            tr("%1 of %2 services go back to what ran well before, in this order. A hold is set until you lift it.")
                .arg(willDo)
                .arg(total));
    else
        m_says->setText(
            tr("%1 of %2 services will be promoted, in this order. Gates are checked again before each step.")
                .arg(willDo)
                .arg(total));
    m_confirm->setText(willDo == 0            ? (needsReason() ? tr("Roll back") : tr("Promote"))
                           : needsReason()    ? tr("Roll %1 back").arg(m_environmentName)
                           : plan.isPartial() ? tr("Promote %1 of %2 services").arg(willDo).arg(toGo)
                           : willDo == 1      ? tr("Promote 1 service")
                                              : tr("Promote %1 services").arg(willDo));
}

void PromotePanel::addItem(const PlannedPromotion &item)
{
    auto *widget = new QWidget(m_items);
    auto *box = new QVBoxLayout(widget);
    box->setContentsMargins(0, 8, 0, 4);
    box->setSpacing(2);
    auto *row = new QHBoxLayout;
    const bool goes = item.skip == SkipReason::None;
    row->addWidget(new Label(item.service.value, goes ? TextRole::Strong : TextRole::Muted, widget));
    const QString what = !item.replaces || item.replaces->version == item.build.version
        ? item.build.version
        : item.replaces->version + u" → "_s + item.build.version;
    row->addWidget(new ElidingLabel(what, TextRole::Monospaced, widget), 1);
    box->addLayout(row);
    QStringList facts;
    if (goes) {
        facts << (item.replaces ? tr("replaces %1").arg(item.replaces->version) : tr("runs nothing now"));
        const QString changes = wording::changes(static_cast<int>(item.changes.size()));
        facts << (needsReason() ? tr("takes back %1").arg(changes) : changes);
        if (!item.waitsFor.isEmpty())
            facts << tr("waits for its gates, %1 at most")
                         .arg(times::amount(item.waitsUntil - item.gates.front().checkedAt));
        if (item.usually > Duration{0})
            facts << tr("usually %1").arg(wording::took(item.usually));
    } else if (item.skip == SkipReason::GateNotMet || item.skip == SkipReason::Frozen ||
               item.skip == SkipReason::Held) {
        facts << tr("is not promoted"); // the gates below say why
    } else {
        facts << item.skipText;
    }
    auto *says = new Label(facts.join(u" · "_s), TextRole::Muted, widget);
    says->setWordWrap(true);
    box->addWidget(says);
    if (goes && needsReason())
        addTakenBack(item, box);
    for (const GateOutcome &gate : item.gates) {
        if (!passes(gate) || gate.result == GateResult::Overridden)
            addGate(gate, box);
    }
    const auto passed = std::ranges::count_if(item.gates, passes);
    if (passed == static_cast<qsizetype>(item.gates.size()) && passed > 0 && goes) {
        auto *chip = new StatusChip(Mark::Passed, tr("%1 of %1 gates").arg(passed), widget);
        QStringList all;
        for (const GateOutcome &gate : item.gates)
            all << titleOf(gate.kind) + u": "_s + gate.text;
        chip->setToolTip(all.join(u'\n'));
        auto *chips = new QHBoxLayout;
        chips->addWidget(chip);
        chips->addStretch();
        box->addLayout(chips);
    }
    m_itemsLayout->addWidget(widget);
}

/// What clients would lose again; the newest, and how many more there are.
void PromotePanel::addTakenBack(const PlannedPromotion &item, QVBoxLayout *box)
{
    constexpr size_t shown = 5;
    for (size_t i = 0; i < std::min(shown, item.changes.size()); ++i)
        box->addWidget(new ElidingLabel(u"↩ "_s + item.changes[i].summary, TextRole::Body, box->parentWidget()));
    if (item.changes.size() > shown)
        box->addWidget(
            new Label(tr("and %1 more").arg(item.changes.size() - shown), TextRole::Muted, box->parentWidget()));
}

void PromotePanel::addGate(const GateOutcome &gate, QVBoxLayout *box)
{
    auto *row = new QHBoxLayout;
    row->addWidget(new StatusChip(markOf(gate.result), titleOf(gate.kind), box->parentWidget()), 0, Qt::AlignTop);
    QString text = gate.text;
    if (gate.result == GateResult::Overridden && !gate.overrideReason.isEmpty())
        text += u" · "_s + tr("overridden: %1").arg(gate.overrideReason);
    auto *label = new Label(text, TextRole::Body, box->parentWidget());
    label->setWordWrap(true);
    row->addWidget(label, 1);
    box->addLayout(row);
    if (passes(gate))
        return;
    // A gate that is not met is passed by a reason that is recorded, or not at all.
    auto *reason = new QLineEdit(box->parentWidget());
    const QString word = wordOf(gate.kind);
    reason->setObjectName(u"override-"_s + word);
    reason->setText(m_ask.overrides.value(word));
    reason->setPlaceholderText(tr("To override, say why and press Return"));
    reason->setAccessibleName(tr("Reason to override %1").arg(titleOf(gate.kind)));
    connect(reason, &QLineEdit::returnPressed, this, [this, reason, word] {
        const QString why = reason->text().trimmed();
        if (why.isEmpty())
            m_ask.overrides.remove(word);
        else
            m_ask.overrides.insert(word, why);
        replan();
    });
    box->addWidget(reason);
}

void PromotePanel::updateConfirm()
{
    QString why;
    if (!m_plan)
        why = tr("Checking what would happen…");
    else if (!m_plan->willDoSomething())
        why = tr("Nothing would happen: see why at each service.");
    else if (needsReason())
        why = ReasonBox::faultOf(m_reason->text());
    m_confirm->setEnabled(why.isEmpty());
    m_confirm->setToolTip(why);
}

void PromotePanel::confirm()
{
    if (!m_plan || !m_plan->willDoSomething())
        return;
    m_ask.reason = m_reason->text().trimmed();
    m_ask.cause = needsReason() ? fromWord<Cause>(m_cause->value()).value_or(Cause::Unknown) : Cause::Unknown;
    m_ask.actor = m_actor();
    m_ask.partial = m_plan->isPartial(); // as the button says; what is held meanwhile is not left behind silently
    m_plan.reset();                      // a second click finds nothing to confirm
    updateConfirm();
    const quint64 generation = ++m_generation;
    m_desk.promote(m_ask).then(this, [this, generation](const Result<std::vector<Promotion>> &promotions) {
        if (!promotions) {
            m_error->showError(promotions.error());
            if (generation == m_generation)
                replan();
            return;
        }
        Q_EMIT queued(*promotions);
        if (generation == m_generation && !promotions->empty())
            watch(promotions->front().id);
    });
}

void PromotePanel::watch(PromotionId promotion)
{
    ++m_generation;
    m_watched = promotion;
    m_group.reset();
    m_error->clear();
    m_live->clear();
    setTitle(tr("Promotion"));
    m_stack->setCurrentIndex(1);
    m_feed->setReader([promotion](Session &s) { return readPromotionGroup(s, promotion); });
    m_feed->setActive(true);
    m_live->log()->setFocus();
}

void PromotePanel::closePanel()
{
    ++m_generation;
    m_feed->setActive(false);
    m_watched = {};
    m_group.reset();
    SidePanel::closePanel();
}

void PromotePanel::showGroup(const GroupOverview &group)
{
    m_group = group;
    setTitle(group.rollback ? tr("%1 · rolling back").arg(group.environmentName)
                            : tr("%1 · promoting %2").arg(group.environmentName, group.subject));
    m_live->show(group);
}

void PromotePanel::rollBack()
{
    if (!m_group)
        return;
    PromotionAsk back;
    back.environment = m_group->environment;
    back.kind = PromotionKind::Rollback;
    const QString name = m_group->environmentName;
    ask(back, name);
}

} // namespace humdrum
