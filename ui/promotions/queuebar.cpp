// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/queuebar.h"

#include "operations/queue.h"
#include "ui/shell/actionregistry.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/timelabel.h"

#include <QAction>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {
const QString pauseAction = u"promotions.pause"_s;
const QString firstAction = u"promotions.first"_s;
} // namespace

QueueBar::QueueBar(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_quiet(new Label(TextRole::Muted))
    , m_notice(new NoticeBar)
    , m_pause(new ReasonBox(tr("Pause the queue"), tr("Let it go on")))
    , m_resume(new ReasonBox(tr("Resume the queue"), tr("Leave it paused")))
    , m_error(new ErrorBanner)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_quiet, m_notice, m_pause, m_resume, m_error})
        column->addWidget(widget);
    connect(m_pause, &ReasonBox::confirmed, this, &QueueBar::confirm);
    connect(m_resume, &ReasonBox::confirmed, this, &QueueBar::confirm);
    const auto add = [&](const QString &id, const QString &text, const QString &icon, std::function<void()> handler,
                         const QString &help) {
        services.actions.add(this, {id, text, icon, {}, QString(pages::promotions), std::move(handler), help});
    };
    add(
        pauseAction, tr("Pause or resume the queue…"), u"media-playback-pause"_s, [this] { ask(); },
        tr("While it is paused nothing that is queued is taken; what runs goes on"));
    add(
        firstAction, tr("Take the chosen one first"), u"go-top"_s, [this] { takeFirst(); },
        tr("Before everything else that is queued, with the services it was asked for together with"));
    showRights();
}

QString QueueBar::notice() const { return m_notice->text(); }

void QueueBar::show(const PromotionsOverview &list)
{
    m_mayPromote = list.mayPromote;
    m_waiting.clear();
    std::ranges::copy_if(list.now, std::back_inserter(m_waiting),
                         [](const PromotionRow &row) { return row.state == PromotionState::Queued; });
    if (m_paused != list.paused) {
        m_pause->dismiss();
        m_resume->dismiss();
    }
    m_paused = list.paused;
    m_quiet->setVisible(list.now.empty() && list.attention.empty() && !m_paused);
    m_quiet->setText(tr("Nothing runs, and nothing waits for a person."));
    if (m_paused) {
        std::vector<NoticeBar::Choice> choices;
        if (m_mayPromote.granted)
            choices.push_back({tr("Resume the queue…"), [this] { ask(); }});
        m_notice->showNotice(Mark::Attention,
                             tr("The queue was paused by %1, %2: %3")
                                 .arg(m_paused->by, times::absolute(m_paused->at, list.zone), m_paused->reason),
                             choices);
    } else {
        m_notice->clear();
    }
    showRights();
}

void QueueBar::setChosen(PromotionId promotion)
{
    m_chosen = promotion;
    showRights();
}

void QueueBar::showRights()
{
    ActionRegistry &actions = m_services.actions;
    actions.setEnabled(pauseAction, m_mayPromote.granted, m_mayPromote.whyNot);
    const auto chosen = std::ranges::find(m_waiting, m_chosen, &PromotionRow::id);
    if (chosen == m_waiting.end())
        actions.setEnabled(firstAction, false, tr("Choose a promotion that is queued first."));
    else
        actions.setEnabled(firstAction, m_mayPromote.granted, m_mayPromote.whyNot);
}

void QueueBar::ask()
{
    if (m_paused)
        m_resume->ask(tr("What is queued is taken again."));
    else
        m_pause->ask(
            tr("Nothing more is taken from the queue, by any Humdrum on this database, until it is resumed. What "
               "runs goes on."));
}

void QueueBar::confirm(const QString &reason)
{
    const bool paused = m_paused.has_value();
    change(reason, [paused, reason](Session &session, const Actor &actor) {
        return paused ? resumeQueue(session, reason, actor) : pauseQueue(session, reason, actor);
    });
}

void QueueBar::takeFirst()
{
    change({}, [id = m_chosen](Session &session, const Actor &actor) { return moveInQueue(session, id, {}, actor); });
}

void QueueBar::change(const QString &reason, std::function<Result<void>(Session &, const Actor &)> job)
{
    m_error->clear();
    const Actor actor = m_services.actor();
    m_services.store
        .write(Intent{actor, reason}, [job = std::move(job), actor](Session &session) { return job(session, actor); })
        .then(this, [this](const Result<void> &done) {
            if (!done)
                m_error->showError(done.error());
        });
}

} // namespace humdrum
