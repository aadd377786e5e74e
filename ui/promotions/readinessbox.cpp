// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/readinessbox.h"

#include "operations/releases.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

ReadinessBox::ReadinessBox(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_feed(new SnapshotFeed<ReleaseReadiness>(services.store, this))
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(gridUnit / 2);
    m_caption = new Label(tr("What people are asked"), TextRole::Caption, this);
    m_caption->hide();
    box->addWidget(m_caption);
    m_environments = new QVBoxLayout;
    m_environments->setSpacing(4);
    box->addLayout(m_environments);
    buildVerdict();
    box->addWidget(m_verdict);
    box->addWidget(m_why);
    m_feed->setInterest({Aggregate::Release, Aggregate::Notes, Aggregate::Product, Aggregate::Train});
    m_feed->onSnapshot(this, [this](const ReleaseReadiness &readiness) { show(readiness); });
    connect(m_feed, &SnapshotFeedBase::failed, this, &ReadinessBox::failed);
}

void ReadinessBox::buildVerdict()
{
    m_verdict = new QWidget(this);
    auto *buttons = new FlowLayout(m_verdict, gridUnit);
    buttons->setContentsMargins(0, 0, 0, 0);
    m_role = new ChoiceButton(tr("Role in which you approve"), m_verdict);
    m_role->setObjectName(u"approveRole"_s);
    m_approve = new QPushButton(tr("Approve"), m_verdict);
    m_approve->setObjectName(u"approveRelease"_s);
    m_reject = new QPushButton(tr("Reject…"), m_verdict);
    m_reject->setObjectName(u"rejectRelease"_s);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_role, m_approve, m_reject})
        buttons->addWidget(widget);
    connect(m_approve, &QPushButton::clicked, this, &ReadinessBox::approve);
    connect(m_reject, &QPushButton::clicked, this, &ReadinessBox::askToReject);
    m_why = new ReasonBox(tr("Reject it"), tr("Leave it"), this);
    m_why->reason()->setObjectName(u"rejectReason"_s);
    m_why->confirmButton()->setObjectName(u"rejectConfirm"_s);
    connect(m_why, &ReasonBox::confirmed, this,
            [this](const QString &reason) { say(SignOffVerdict::Rejected, reason); });
    m_verdict->hide();
}

void ReadinessBox::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed->setActive(m_shown.release.isValid());
}

void ReadinessBox::hideEvent(QHideEvent *event)
{
    m_feed->setActive(false);
    QWidget::hideEvent(event);
}

void ReadinessBox::setRelease(ReleaseId release, const EnvironmentKey &environment)
{
    if (release == m_shown.release && environment == m_only)
        return;
    m_only = environment;
    m_shown = {};
    m_shown.release = release;
    m_why->dismiss();
    m_verdict->hide();
    m_caption->hide();
    clearLayout(m_environments);
    m_feed->setActive(false);
    if (!release.isValid())
        return;
    m_feed->setReader(
        [release, person = m_services.actor().person](Session &s) { return readReadiness(s, release, person); });
    m_feed->setActive(isVisible());
}

void ReadinessBox::show(ReleaseReadiness readiness)
{
    if (!m_only.isEmpty())
        std::erase_if(readiness.environments,
                      [this](const EnvironmentReadiness &e) { return e.environment != m_only; });
    if (readiness.release != m_shown.release || readiness == m_shown)
        return;
    // What is made anew loses the focus: it is given back to what has its place.
    QWidget *focus = focusWidget();
    const QString focused = focus && focus->hasFocus() ? focus->objectName() : QString();
    m_shown = std::move(readiness);
    clearLayout(m_environments);
    for (const EnvironmentReadiness &environment : m_shown.environments)
        addEnvironment(environment);
    showVerdict();
    orderTabs();
    for (QCheckBox *item : items()) {
        if (item->objectName() == focused)
            item->setFocus();
    }
}

void ReadinessBox::putBehind(QWidget *before)
{
    m_before = before;
    orderTabs();
}

QWidget *ReadinessBox::last() const { return m_reject; }

void ReadinessBox::orderTabs()
{
    QWidget *before = m_before;
    QList<QWidget *> order;
    for (QCheckBox *item : items())
        order << item;
    order << m_role << m_approve << m_reject;
    for (QWidget *widget : std::as_const(order)) {
        if (before)
            setTabOrder(before, widget);
        before = widget;
    }
}

/// Those that are shown; what was shown before may still be about to go.
QList<QCheckBox *> ReadinessBox::items() const
{
    QList<QCheckBox *> all;
    for (int i = 0; i < m_environments->count(); ++i)
        all += m_environments->itemAt(i)->widget()->findChildren<QCheckBox *>();
    return all;
}

void ReadinessBox::addEnvironment(const EnvironmentReadiness &environment)
{
    auto *widget = new QWidget(this);
    auto *box = new QVBoxLayout(widget);
    box->setContentsMargins(0, 4, 0, 0);
    box->setSpacing(2);
    if (m_only.isEmpty())
        box->addWidget(new Label(environment.name, TextRole::Strong, widget));
    if (environment.approvals) {
        auto *row = new QHBoxLayout;
        row->setSpacing(gridUnit);
        const bool enough = environment.approvals->enough();
        const bool rejected = !environment.approvals->rejectedBy.isEmpty();
        row->addWidget(new StatusChip(enough         ? Mark::Passed
                                          : rejected ? Mark::Failed
                                                     : Mark::Waiting,
                                      enough         ? tr("approved")
                                          : rejected ? tr("rejected")
                                                     : tr("not approved yet"),
                                      widget),
                       0, Qt::AlignTop);
        auto *text = new Label(environment.approvalText, TextRole::Body, widget);
        text->setWordWrap(true);
        row->addWidget(text, 1);
        box->addLayout(row);
    }
    m_environments->addWidget(widget);
    if (environment.checklist.empty())
        return;
    const auto ticked = std::ranges::count(environment.checklist, true, &ChecklistTick::ticked);
    const auto all = static_cast<qsizetype>(environment.checklist.size());
    auto *chips = new QHBoxLayout;
    chips->addWidget(new StatusChip(ticked == all ? Mark::Passed : Mark::Waiting,
                                    tr("checklist %1 of %2").arg(ticked).arg(all), widget));
    chips->addStretch();
    box->addLayout(chips);
    for (size_t i = 0; i < environment.checklist.size(); ++i)
        addItem(environment, environment.checklist[i], static_cast<int>(i));
}

void ReadinessBox::addItem(const EnvironmentReadiness &environment, const ChecklistTick &tick, int number)
{
    QWidget *widget = m_environments->itemAt(m_environments->count() - 1)->widget();
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    auto *box = new QCheckBox(widget);
    box->setObjectName(u"item-%1-%2"_s.arg(environment.environment.value).arg(number));
    box->setAccessibleName(tr("%1: %2").arg(environment.name, tick.item));
    box->setChecked(tick.ticked);
    box->setEnabled(m_shown.whyNotTick.isEmpty());
    row->addWidget(box, 0, Qt::AlignTop);
    QString text = tick.item;
    if (tick.ticked)
        text += u" · "_s + tr("%1, %2").arg(tick.person, times::brief(tick.at, m_services.clock.now(), m_shown.zone));
    auto *label = new Label(text, tick.ticked ? TextRole::Muted : TextRole::Body, widget);
    label->setWordWrap(true);
    label->setBuddy(box);
    row->addWidget(label, 1);
    const QString told = !m_shown.whyNotTick.isEmpty() ? m_shown.whyNotTick
        : tick.ticked                                  ? times::absolute(tick.at, m_shown.zone)
                                                       : tr("Ticking it is recorded with your name.");
    box->setToolTip(told);
    label->setToolTip(told);
    connect(box, &QCheckBox::clicked, this,
            [this, key = environment.environment, item = tick.item](bool ticked) { this->tick(key, item, ticked); });
    static_cast<QVBoxLayout *>(widget->layout())->addLayout(row);
}

void ReadinessBox::showVerdict()
{
    const bool asked = std::ranges::any_of(m_shown.environments,
                                           [](const EnvironmentReadiness &e) { return e.approvals.has_value(); });
    m_verdict->setVisible(asked);
    m_caption->setVisible(m_only.isEmpty() && !isEmpty());
    if (!asked)
        m_why->dismiss();
    std::vector<std::pair<QString, QString>> roles;
    for (const RoleKey &role : m_shown.roles)
        roles.emplace_back(role.value, tr("as %1").arg(role.value));
    m_role->setChoices(roles);
    m_role->setVisible(roles.size() > 1);
    for (QPushButton *button : {m_approve, m_reject}) {
        button->setEnabled(m_shown.whyNotApprove.isEmpty());
        button->setToolTip(!m_shown.whyNotApprove.isEmpty() ? m_shown.whyNotApprove
                                                            : tr("Exactly %1 and the text its notes have now. Whoever "
                                                                 "deploys it does not count.")
                                                                  .arg(m_shown.version));
    }
}

void ReadinessBox::approve()
{
    if (m_verdict->isVisibleTo(this) && m_approve->isEnabled())
        say(SignOffVerdict::Approved, {});
}

void ReadinessBox::askToReject()
{
    if (m_verdict->isVisibleTo(this) && m_reject->isEnabled())
        m_why->ask(tr("No environment that asks for approval takes %1 until you approve it or its text changes.")
                       .arg(m_shown.version));
}

void ReadinessBox::focusChecklist()
{
    const QList<QCheckBox *> all = items();
    const auto open = std::ranges::find_if(all, [](const QCheckBox *item) { return !item->isChecked(); });
    if (QCheckBox *next = open != all.end() ? *open : all.value(0))
        next->setFocus(Qt::ShortcutFocusReason);
}

void ReadinessBox::say(SignOffVerdict verdict, const QString &comment)
{
    const RoleKey role = m_shown.roles.size() > 1 ? RoleKey{m_role->value()} : m_shown.roles.front();
    store([id = m_shown.release, role, verdict, comment, seen = m_shown.hash,
           actor = m_services.actor()](Session &s) -> Result<void> {
        const auto release = s.releases().byId(id);
        if (!release)
            return std::unexpected(release.error());
        return approveRelease(s, release->value_or(Release{}), role, verdict, comment, seen, actor)
            .transform([](const ReleaseReadiness &) {});
    });
}

void ReadinessBox::tick(const EnvironmentKey &environment, const QString &item, bool ticked)
{
    store([id = m_shown.release, environment, item, ticked, actor = m_services.actor()](Session &s) -> Result<void> {
        const auto release = s.releases().byId(id);
        if (!release)
            return std::unexpected(release.error());
        return tickItem(s, release->value_or(Release{}), environment, item, ticked, actor)
            .transform([](const std::vector<ChecklistTick> &) {});
    });
}

void ReadinessBox::store(std::function<Result<void>(Session &)> job)
{
    m_services.store.write({m_services.actor(), {}}, std::move(job)).then(this, [this](const Result<void> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
            m_shown.version.clear(); // what is shown is not what is stored
            m_feed->reload();
        }
        Q_EMIT changed();
    });
}

} // namespace humdrum
