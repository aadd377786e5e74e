// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/waitingpanel.h"

#include "ui/shell/destination.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int rowsShown = 8;

Destination destinationOf(const WaitingItem &item)
{
    switch (item.kind) {
    case WaitingKind::Decision:
        return {pages::promotions, item.subject};
    case WaitingKind::Approval:
    case WaitingKind::Checklist:
        return {pages::releases, item.subject};
    case WaitingKind::SignOff:
    case WaitingKind::Notes:
        return {pages::notes, item.subject};
    case WaitingKind::Train:
        break;
    }
    return {pages::weeks, item.subject};
}

} // namespace

WaitingPanel::WaitingPanel(Store &store, const Clock &clock, std::function<Actor()> actor, Navigator &navigator,
                           QWidget *window)
    : QWidget(window)
    , m_clock(clock)
    , m_actor(std::move(actor))
    , m_navigator(navigator)
    , m_panel(new Card(tr("Waiting for me"), this))
    , m_error(new ErrorBanner)
    , m_nothing(new Label(TextRole::Muted))
    , m_list(new DataTable(tr("Waiting for me")))
    , m_feed(new SnapshotFeed<std::vector<WaitingItem>>(store, this))
{
    setAccessibleName(tr("Waiting for me"));
    m_nothing->setWordWrap(true);
    m_list->setModel(&m_model);
    m_list->horizontalHeader()->hide();
    m_list->setStretchColumn(WaitingModel::WhatColumn);
    m_list->setFitsContents(true, rowsShown);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_nothing), static_cast<QWidget *>(m_list)})
        m_panel->body()->addWidget(widget);
    connect(m_list, &DataTable::opened, this, &WaitingPanel::go);
    connect(m_list, &DataTable::clicked, this, &WaitingPanel::go);
    connect(m_error, &ErrorBanner::retry, m_feed, &SnapshotFeedBase::reload);
    connect(m_feed, &SnapshotFeedBase::failed, this, [this](const Error &error) {
        m_error->showError(error);
        place();
    });
    m_feed->setInterest({Aggregate::Product, Aggregate::Promotion, Aggregate::Hold, Aggregate::Release,
                         Aggregate::Notes, Aggregate::Train, Aggregate::Change});
    m_feed->setDebounce(500ms);
    m_feed->onSnapshot(this, [this](const std::vector<WaitingItem> &items) { show(items); });
    window->installEventFilter(this);
    hide();
}

void WaitingPanel::start()
{
    if (m_feed->isActive())
        return;
    ask();
    m_feed->setActive(true);
}

void WaitingPanel::ask()
{
    const QString person = m_actor().person;
    m_panel->setSubtitle(person.isEmpty() ? QString() : tr("As %1").arg(person));
    m_feed->setReader(
        [person, &clock = m_clock](Session &session) { return readWaiting(session, person, clock.now()); });
}

void WaitingPanel::show(const std::vector<WaitingItem> &items)
{
    m_error->clear();
    m_model.setRows(items);
    m_list->setVisible(!items.empty());
    m_nothing->setVisible(items.empty());
    m_nothing->setText(
        tr("Nothing waits for you: no promotion to decide about, nothing to sign, no notes to write, and no "
           "train of yours within a week."));
    Q_EMIT counted(static_cast<int>(std::ranges::count_if(
        items, [](const WaitingItem &item) { return item.kind != WaitingKind::Train || item.mark != Mark::Waiting; })));
    place();
}

void WaitingPanel::popup()
{
    if (isVisible())
        return m_list->setFocus(Qt::ShortcutFocusReason);
    m_before = QApplication::focusWidget();
    start();
    ask(); // who looks may have changed in the preferences, and time has passed
    place();
    QWidget::show();
    raise();
    m_list->setFocus(Qt::ShortcutFocusReason);
    if (!m_list->currentIndex().isValid())
        m_list->selectRow(0);
}

void WaitingPanel::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void WaitingPanel::place()
{
    const QWidget *window = parentWidget();
    setGeometry(window->rect());
    const int width = std::min(560, window->width() - 6 * gridUnit);
    const int room = window->width() - width - 2 * gridUnit;
    m_panel->setFixedWidth(width);
    m_panel->layout()->activate();
    m_panel->adjustSize();
    m_panel->move(layoutDirection() == Qt::RightToLeft ? 2 * gridUnit : room, 7 * gridUnit);
}

void WaitingPanel::go(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const Destination destination = destinationOf(m_model.at(index.row()));
    m_before = nullptr;
    dismiss();
    m_navigator.navigate(destination);
}

bool WaitingPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void WaitingPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return dismiss();
    QWidget::keyPressEvent(event);
}

void WaitingPanel::mousePressEvent(QMouseEvent *event)
{
    if (!m_panel->geometry().contains(event->position().toPoint()))
        dismiss();
}

} // namespace humdrum
