// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/releasepanel.h"

#include "items/wording.h"
#include "ui/promotions/readinessbox.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

ReleasePanel::ReleasePanel(const PageServices &services, QWidget *parent)
    : SidePanel(tr("The chosen release"), parent)
    , m_clock(services.clock)
    , m_linesModel(new ReleaseLinesModel(this))
    , m_changesModel(new ChangesModel(this))
    , m_error(new ErrorBanner(this))
    , m_readiness(new ReadinessBox(services, this))
    , m_withdraw(new ReasonBox(tr("Withdraw it"), tr("Leave it"), this))
{
    setClosable(false);
    body()->addWidget(m_error);
    buildContent();
    m_withdraw->reason()->setObjectName(u"withdrawReason"_s);
    m_withdraw->confirmButton()->setObjectName(u"withdrawConfirm"_s);
    connect(m_withdraw, &ReasonBox::confirmed, this, &ReleasePanel::withdrawn);
    body()->addWidget(m_withdraw);
    auto *buttons = new FlowLayout;
    for (const QString &id : {u"releases.promote"_s, u"releases.notes"_s, u"releases.pipeline"_s}) {
        auto *button = new ActionButton(services.actions.action(id), this);
        setPrimary(button, id == u"releases.promote");
        buttons->addWidget(button);
    }
    auto *more = new QPushButton(tr("More"), this);
    auto *menu = new QMenu(more);
    menu->setToolTipsVisible(true); // a disabled entry says why
    for (const QString &id : {u"releases.approve"_s, u"releases.reject"_s, u"releases.checklist"_s,
                              u"releases.compare"_s, u"releases.patch"_s, u"releases.withdraw"_s})
        menu->addAction(services.actions.action(id));
    more->setMenu(menu);
    buttons->addWidget(more);
    body()->addLayout(buttons);
    clear();
}

void ReleasePanel::buildContent()
{
    QVBoxLayout *box = addScrolling(tr("About the release"));
    m_content = box->parentWidget();
    const auto chip = [this](QLayout *to) {
        auto *made = new StatusChip(m_content);
        to->addWidget(made);
        return made;
    };
    const auto wrapped = [&](TextRole role) {
        auto *label = new Label(role, m_content);
        label->setWordWrap(true);
        box->addWidget(label);
        return label;
    };
    const auto caption = [&](const QString &text) {
        box->addSpacing(10);
        auto *label = new Label(text, TextRole::Caption, m_content);
        box->addWidget(label);
        return label;
    };
    auto *chips = new FlowLayout;
    m_state = chip(chips);
    m_kind = chip(chips);
    m_bag = chip(chips);
    box->addLayout(chips);
    m_facts = wrapped(TextRole::Muted);
    m_story = wrapped(TextRole::Body);
    caption(tr("Manifest"));
    m_lines = new DataTable(tr("Manifest"), m_content);
    m_lines->setModel(m_linesModel);
    m_lines->setFitsContents(true);
    m_lines->setColumnHidden(ReleaseLinesModel::PreviousColumn, true);
    m_lines->setStretchColumn(ReleaseLinesModel::ChangesColumn);
    m_lines->setYieldingColumns({ReleaseLinesModel::CommitColumn});
    box->addWidget(m_lines);
    caption(tr("Where it is"));
    m_placesBox = new QVBoxLayout;
    m_placesBox->setSpacing(2);
    box->addLayout(m_placesBox);
    box->addSpacing(10);
    box->addWidget(m_readiness);
    connect(m_readiness, &ReadinessBox::failed, m_error, &ErrorBanner::showError);
    caption(tr("Notes"));
    auto *notes = new QHBoxLayout;
    m_notesState = chip(notes);
    m_notes = new Label(TextRole::Body, m_content);
    m_notes->setWordWrap(true);
    notes->addWidget(m_notes, 1);
    box->addLayout(notes);
    m_changesCaption = caption(tr("What it brings"));
    m_changes = new DataTable(tr("What it brings"), m_content);
    m_changes->setModel(m_changesModel);
    m_changes->setFitsContents(true);
    m_changes->setStretchColumn(ChangesModel::SummaryColumn);
    box->addWidget(m_changes);
    box->addStretch();
}

void ReleasePanel::clear()
{
    m_release = {};
    m_readiness->setRelease({});
    m_places.clear();
    setTitle({});
    m_content->hide();
    m_withdraw->dismiss();
}

void ReleasePanel::showError(const Error &error) { m_error->showError(error); }

void ReleasePanel::setRelease(const ReleaseOverview &r)
{
    if (r.row.id != m_release) {
        m_withdraw->dismiss();
        scrollToTop();
    }
    m_error->clear();
    m_release = r.row.id;
    m_zone = r.zone;
    m_readiness->setRelease(r.row.id);
    for (DataTable *table : {m_lines, m_changes})
        table->delegate()->setTimeZone(r.zone);
    showHead(r);
    m_linesModel->setRows(r.manifest);
    showPlaces(r);
    showNotes(r);
    m_changesModel->setRows(r.changes);
    m_changesCaption->setText(r.row.previous.isEmpty() ? tr("What it brings")
                                                       : tr("What it brings against %1").arg(r.row.previous));
    m_changes->setVisible(!r.changes.empty());
    m_content->show();
}

void ReleasePanel::showHead(const ReleaseOverview &r)
{
    const Timestamp now = m_clock.now();
    setTitle(r.row.version);
    m_state->setStatus(markOf(r.row.state), progressOf(r.row.state, r.row.clients));
    m_kind->setVisible(r.row.kind != ReleaseKind::Regular);
    m_kind->setStatus(std::nullopt,
                      r.row.patches.isEmpty() ? titleOf(r.row.kind)
                                              : tr("%1 of %2").arg(titleOf(r.row.kind), r.row.patches));
    m_bag->setVisible(r.brownPaperBag.has_value());
    m_bag->setStatus(Mark::Attention, tr("brown paper bag"));
    QStringList facts;
    facts << (r.row.previous.isEmpty() ? tr("The first release")
                                       : tr("%1 against %2").arg(wording::changes(r.row.changes), r.row.previous));
    if (r.row.departure == noTime)
        facts << tr("on no train");
    else
        facts << tr("train %1 %2").arg(r.row.train, r.trainLine);
    if (r.row.clients && !r.row.clients->missing().isEmpty())
        facts << tr("missing: %1").arg(r.row.clients->missing().join(u", "_s));
    const QString created = times::brief(r.row.createdAt, now, r.zone);
    facts << (r.row.createdBy.isEmpty() ? tr("created %1, imported").arg(created)
                                        : tr("created %1 by %2").arg(created, r.row.createdBy));
    m_facts->setText(facts.join(u" · "_s));
    QStringList story;
    if (r.brownPaperBag) {
        const BagFact &bag = *r.brownPaperBag;
        const QString after = times::duration(bag.after);
        story << (bag.by.isEmpty()   ? tr("Rolled back %1 after it came to %2.").arg(after, bag.tier)
                      : bag.rollback ? tr("Taken back by %1, %2 after it came to %3.").arg(bag.by, after, bag.tier)
                                     : tr("Patched by %1, %2 after it came to %3.").arg(bag.by, after, bag.tier));
    }
    if (r.withdrawnAt != noTime)
        story << tr("Withdrawn %1 by %2: %3")
                     .arg(times::brief(r.withdrawnAt, now, r.zone), r.withdrawnBy, r.withdrawnWhy);
    m_story->setText(story.join(u'\n'));
    m_story->setVisible(!story.isEmpty());
}

QString ReleasePanel::textOf(const ReleasePlace &place) const
{
    const Timestamp now = m_clock.now();
    const QString since = times::relative(place.at, now, m_zone);
    QString otherwise = place.runs.isEmpty() ? tr("runs nothing yet") : tr("runs %1").arg(place.runs);
    switch (place.standing) {
    case Standing::Runs:
        return place.by.isEmpty() ? tr("for %1").arg(times::amount(now - place.at))
                                  : tr("for %1, by %2").arg(times::amount(now - place.at), place.by);
    case Standing::Ran:
        return (place.why.isEmpty() ? tr("came %1 · now %2").arg(since, otherwise)
                                    : tr("came %1 · %3 · now %2").arg(since, otherwise, place.why));
    case Standing::Moving:
        return place.why;
    case Standing::Closed:
        return otherwise;
    case Standing::Next:
        return QStringList{tr("could go · %1").arg(otherwise), place.why}.join(u'\n').trimmed();
    case Standing::Blocked:
        return tr("not yet · %1").arg(otherwise) + u'\n' + place.why;
    }
    return {};
}

void ReleasePanel::showPlaces(const ReleaseOverview &r)
{
    QString shown = QString::number(r.row.id.value) + u'/' + QString::number(r.mayPromote.hidden);
    for (const ReleasePlace &place : r.places)
        shown += u'\n' + place.environment.value + place.word + textOf(place);
    // Buttons that are made anew lose the focus: only when there is something new to say.
    if (shown == m_places)
        return;
    m_places = shown;
    clearLayout(m_placesBox);
    QWidget *before = m_lines;
    for (const ReleasePlace &place : r.places) {
        if (QPushButton *button = addPlace(r, place)) {
            setTabOrder(before, button); // it was made after what stands below it
            before = button;
        }
    }
    m_readiness->putBehind(before);
    setTabOrder(m_readiness->last(), m_changes);
}

/// Its button, if it has one.
QPushButton *ReleasePanel::addPlace(const ReleaseOverview &r, const ReleasePlace &place)
{
    auto *widget = new QWidget(m_content);
    auto *box = new QVBoxLayout(widget);
    box->setContentsMargins(0, 4, 0, 4);
    box->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    auto *name = new ElidingLabel(place.name, TextRole::Strong, widget);
    row->addWidget(name, 1);
    row->addWidget(new StatusChip(place.mark, place.word, widget));
    const auto button = [&](const QString &text, const QString &told, auto handler) {
        auto *asks = new QPushButton(text, widget);
        asks->setObjectName(u"place-"_s + place.environment.value);
        asks->setAccessibleName(told);
        asks->setToolTip(told);
        connect(asks, &QPushButton::clicked, this, handler);
        row->addWidget(asks);
        return asks;
    };
    QPushButton *made = nullptr;
    if (place.standing == Standing::Moving) {
        made = button(tr("Watch"), tr("Show the promotion to %1").arg(place.name),
                      [this, id = place.promotion] { Q_EMIT promotionChosen(id); });
    } else if (place.standing != Standing::Runs && place.standing != Standing::Closed && !r.mayPromote.hidden) {
        made = button(tr("Promote…"), tr("Promote %1 to %2…").arg(r.row.version, place.name),
                      [this, environment = place.environment] { Q_EMIT promotionAsked(environment); });
        made->setEnabled(r.mayPromote.granted);
        if (!r.mayPromote.granted)
            made->setToolTip(r.mayPromote.whyNot);
    }
    box->addLayout(row);
    auto *text = new Label(textOf(place), TextRole::Muted, widget);
    text->setWordWrap(true);
    if (place.at != noTime)
        text->setToolTip(times::absolute(place.at, m_zone));
    box->addWidget(text);
    m_placesBox->addWidget(widget);
    return made;
}

void ReleasePanel::showNotes(const ReleaseOverview &r)
{
    if (!r.row.notes) {
        const bool over = r.row.state == ReleaseState::Released || r.row.state == ReleaseState::Withdrawn;
        m_notesState->setStatus(Mark::Waiting, over ? tr("no notes recorded") : tr("none yet"));
        m_notes->setText({});
        return;
    }
    m_notesState->setState(*r.row.notes);
    const int told = r.documented + r.missing;
    m_notes->setText(told == 0 ? tr("nothing has to be told")
                               : tr("%1 of %2 changes documented").arg(r.documented).arg(told));
}

void ReleasePanel::askToWithdraw()
{
    m_withdraw->ask(tr("%1 will not go further and can never be promoted again. What runs of it goes on running, its "
                       "notes stay, and its train is free for another release.")
                        .arg(title()));
}

} // namespace humdrum
