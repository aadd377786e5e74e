// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/promotepanel.h"

#include "items/wording.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/meter.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QFutureWatcher>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int logLines = 20'000;

QString plain(const QString &line)
{
    static const QRegularExpression escapes(u"\\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\))"_s);
    return QString(line).remove(escapes);
}

bool passes(const GateOutcome &gate)
{
    return gate.result == GateResult::Pass || gate.result == GateResult::Overridden;
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *w = item->widget()) {
            w->hide();
            w->deleteLater();
        }
        delete item;
    }
}

} // namespace

PromotePanel::PromotePanel(const PageServices &services, QWidget *parent)
    : QFrame(parent)
    , m_store(services.store)
    , m_desk(services.desk)
    , m_clock(services.clock)
    , m_actor(services.actor)
    , m_stepsModel(new StepsModel(this))
    , m_feed(new SnapshotFeed<GroupOverview>(services.store, this))
{
    setAccessibleName(tr("Promotion"));
    setFocusPolicy(Qt::StrongFocus);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(18, 14, 18, 14);
    box->setSpacing(8);
    auto *head = new QHBoxLayout;
    m_title = new Label(TextRole::Title, this);
    m_title->setWordWrap(true);
    head->addWidget(m_title, 1);
    auto *close = new QPushButton(icons::icon(u"window-close"_s), {}, this);
    close->setObjectName(u"promotePanelClose"_s);
    close->setFlat(true);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close. What has been queued goes on."));
    connect(close, &QPushButton::clicked, this, &PromotePanel::closePanel);
    head->addWidget(close, 0, Qt::AlignTop);
    box->addLayout(head);
    m_error = new ErrorBanner(this);
    box->addWidget(m_error);
    m_stack = new QStackedLayout;
    m_stack->addWidget(buildQuestion());
    m_stack->addWidget(buildLive());
    box->addLayout(m_stack, 1);

    m_feed->setInterest({Aggregate::Promotion, Aggregate::Deployment});
    m_feed->onSnapshot(this, [this](const GroupOverview &group) { showGroup(group); });
    connect(m_feed, &SnapshotFeedBase::failed, m_error, &ErrorBanner::showError);
    connect(&m_desk, &PromotionDesk::logAppended, this, [this](PromotionId id, const QList<LogLine> &lines) {
        if (m_group && std::ranges::find(m_group->promotions, id) != m_group->promotions.end())
            appendLog(lines);
    });
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
    scroll->viewport()->setAutoFillBackground(false);
    m_items = new QWidget(scroll);
    m_itemsLayout = new QVBoxLayout(m_items);
    m_itemsLayout->setContentsMargins(0, 0, 8, 0);
    m_itemsLayout->setSpacing(4);
    scroll->setWidget(m_items);
    m_items->setAutoFillBackground(false); // setWidget() has filled it
    box->addWidget(scroll, 1);
    m_reason = new QLineEdit(page);
    m_reason->setObjectName(u"promoteReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    connect(m_reason, &QLineEdit::textChanged, this, &PromotePanel::updateConfirm);
    box->addWidget(m_reason);
    auto *buttons = new FlowLayout;
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

QWidget *PromotePanel::buildLive()
{
    auto *page = new QWidget(this);
    auto *box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    m_state = new StatusChip(page);
    row->addWidget(m_state);
    m_progress = new Meter(page);
    m_progress->setMark(Mark::Running);
    row->addWidget(m_progress, 1);
    box->addLayout(row);
    m_message = new Label(TextRole::Muted, page);
    m_message->setWordWrap(true);
    box->addWidget(m_message);
    m_steps = new DataTable(tr("Steps of the promotion"), page);
    m_steps->setModel(m_stepsModel);
    m_steps->setFitsContents(true);
    m_steps->setStretchColumn(StepsModel::TitleColumn);
    m_steps->setColumnHidden(StepsModel::MessageColumn, true);
    box->addWidget(m_steps);
    box->addWidget(new Label(tr("Log"), TextRole::Caption, page));
    m_log = new QPlainTextEdit(page);
    m_log->setObjectName(u"promoteLog"_s);
    m_log->setAccessibleName(tr("Log of the promotion"));
    m_log->setReadOnly(true);
    m_log->setMaximumBlockCount(logLines);
    m_log->setFont(fonts::monospaced());
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setTabChangesFocus(true);
    box->addWidget(m_log, 1);
    m_stopReason = new QLineEdit(page);
    m_stopReason->setObjectName(u"promoteStopReason"_s);
    m_stopReason->setPlaceholderText(tr("Why? It is recorded."));
    m_stopReason->setAccessibleName(tr("Reason for cancelling"));
    m_stopReason->hide();
    connect(m_stopReason, &QLineEdit::returnPressed, this, &PromotePanel::stop);
    box->addWidget(m_stopReason);
    auto *buttons = new FlowLayout;
    m_stop = new QPushButton(tr("Cancel promotion…"), page);
    m_stop->setObjectName(u"promoteCancel"_s);
    connect(m_stop, &QPushButton::clicked, this, &PromotePanel::askToStop);
    m_rollBack = new QPushButton(tr("Roll back…"), page);
    m_rollBack->setObjectName(u"promoteRollBack"_s);
    connect(m_rollBack, &QPushButton::clicked, this, &PromotePanel::rollBack);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_rollBack);
    box->addLayout(buttons);
    return page;
}

void PromotePanel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(isRightToLeft() ? QRect(width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()),
                     colours::border(palette()));
}

void PromotePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        closePanel();
        return;
    }
    QFrame::keyPressEvent(event);
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
    m_title->setText(needsReason() ? tr("Roll %1 back?").arg(environmentName)
                                   : tr("Promote to %1?").arg(environmentName));
    m_says->setText(tr("Checking what would happen…"));
    clearLayout(m_itemsLayout);
    m_confirm->setText(needsReason() ? tr("Roll back") : tr("Promote"));
    m_stack->setCurrentIndex(0);
    updateConfirm();
    replan();
    m_confirm->setFocus();
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
    const auto willDo = std::ranges::count(plan.items, SkipReason::None, &PlannedPromotion::skip);
    const auto total = static_cast<qsizetype>(plan.items.size());
    if (!needsReason() && !plan.releaseVersion.isEmpty())
        m_title->setText(tr("Promote %1 to %2?").arg(plan.releaseVersion, m_environmentName));
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
    clearLayout(m_itemsLayout);
    for (const PlannedPromotion &item : plan.items)
        addItem(item);
    m_itemsLayout->addStretch();
    m_reason->setVisible(needsReason());
    m_reason->setPlaceholderText(tr("Why? It is recorded."));
    m_confirm->setText(willDo == 0         ? (needsReason() ? tr("Roll back") : tr("Promote"))
                           : needsReason() ? tr("Roll %1 back").arg(m_environmentName)
                           : willDo == 1   ? tr("Promote 1 service")
                                           : tr("Promote %1 services").arg(willDo));
    updateConfirm();
    if (needsReason())
        m_reason->setFocus();
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
        facts << wording::changes(static_cast<int>(item.changes.size()));
        if (item.usually > Duration{0})
            facts << tr("usually %1").arg(wording::took(item.usually));
    } else {
        facts << item.skipText;
    }
    auto *says = new Label(facts.join(u" · "_s), TextRole::Muted, widget);
    says->setWordWrap(true);
    box->addWidget(says);
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
    else if (needsReason() && m_reason->text().trimmed().isEmpty())
        why = tr("Say why first.");
    m_confirm->setEnabled(why.isEmpty());
    m_confirm->setToolTip(why);
}

void PromotePanel::confirm()
{
    if (!m_plan || !m_plan->willDoSomething())
        return;
    m_ask.reason = m_reason->text().trimmed();
    m_ask.actor = m_actor();
    m_plan.reset(); // a second click finds nothing to confirm
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
    m_log->clear();
    m_sure = false;
    m_stopReason->hide();
    m_stop->setText(tr("Cancel promotion…"));
    m_stop->hide(); // until it is known what there is to cancel or to roll back
    m_rollBack->hide();
    m_title->setText(tr("Promotion"));
    m_state->setStatus(Mark::Waiting, tr("loading"));
    m_stepsModel->setRows({});
    m_stack->setCurrentIndex(1);
    m_feed->setReader(
        [promotion, &clock = m_clock](Session &s) { return readPromotionGroup(s, promotion, clock.now()); });
    m_feed->setActive(true);
    m_feed->reload();
    m_log->setFocus();
}

void PromotePanel::closePanel()
{
    ++m_generation;
    m_feed->setActive(false);
    m_watched = {};
    m_group.reset();
    Q_EMIT closed();
}

void PromotePanel::showGroup(const GroupOverview &group)
{
    const bool first = !m_group;
    m_group = group;
    m_title->setText(group.rollback ? tr("%1 · rolling back").arg(group.environmentName)
                                    : tr("%1 · promoting %2").arg(group.environmentName, group.subject));
    m_state->setState(group.state);
    m_progress->setVisible(!group.unfinished.empty());
    m_progress->setValue(group.fraction, tr("%1 %").arg(static_cast<int>(group.fraction * 100)));
    m_message->setText(group.message);
    m_message->setVisible(!group.message.isEmpty());
    m_stepsModel->setRows(group.steps);
    m_stop->setVisible(!group.unfinished.empty());
    m_stopReason->setVisible(m_sure && !group.unfinished.empty());
    m_rollBack->setVisible(group.unfinished.empty());
    m_rollBack->setEnabled(group.mayRollBack);
    m_rollBack->setToolTip(group.mayRollBack ? QString() : tr("There is no earlier build that ran well here."));
    if (first)
        loadLog();
}

void PromotePanel::loadLog()
{
    for (PromotionId id : m_group->promotions) {
        m_desk.log(id).then(this, [this, watched = m_watched](const Result<QList<LogLine>> &lines) {
            if (watched == m_watched && lines)
                appendLog(*lines);
        });
    }
}

void PromotePanel::appendLog(const QList<LogLine> &lines)
{
    if (lines.isEmpty())
        return;
    QStringList texts;
    texts.reserve(lines.size());
    for (const LogLine &line : lines)
        texts << (line.own ? u"· "_s + plain(line.text) : plain(line.text));
    QScrollBar *bar = m_log->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 2;
    m_log->appendPlainText(texts.join(u'\n'));
    if (atEnd)
        bar->setValue(bar->maximum());
}

void PromotePanel::askToStop()
{
    if (m_sure) {
        stop();
        return;
    }
    m_sure = true;
    m_stop->setText(tr("Cancel it now"));
    m_stopReason->show();
    m_stopReason->setFocus();
}

void PromotePanel::stop()
{
    const QString reason = m_stopReason->text().trimmed();
    if (!m_group || reason.isEmpty()) {
        m_stopReason->setFocus();
        return;
    }
    m_sure = false;
    m_stopReason->hide();
    m_stop->setText(tr("Cancel promotion…"));
    for (PromotionId id : m_group->unfinished) {
        m_desk.cancel(id, m_actor(), reason).then(this, [this](const Result<void> &done) {
            if (!done)
                m_error->showError(done.error());
        });
    }
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
