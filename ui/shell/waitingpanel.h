// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/waitingmodel.h"
#include "ui/shell/snapshotfeed.h"

#include <QPointer>
#include <QWidget>

namespace humdrum {

class ActionRegistry;
class Card;
class DataTable;
class ErrorBanner;
class Label;
class Navigator;
struct Actor;
class Clock;

/// Waiting for me: what the product wants of the one who looks, over the page in front. Up and Down choose, Return goes there,
/// Escape closes. Reads again whenever something changes, open or not, so that the header can tell how much it is. Lives in the
/// window it was made for.
class WaitingPanel : public QWidget {
    Q_OBJECT
public:
    /// All of it must outlive this.
    WaitingPanel(Store &store, const Clock &clock, std::function<Actor()> actor, Navigator &navigator, QWidget *window);

    /// Begins to read; not before the first data of the window is shown.
    void start();
    /// Somebody else looks, or may be.
    void ask();
    void popup();
    void dismiss();
    [[nodiscard]] DataTable *list() const { return m_list; }
    [[nodiscard]] const WaitingModel &model() const { return m_model; }

Q_SIGNALS:
    /// How many things wait; a train that one drives is no work yet and is not counted.
    void counted(int things);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void show(const std::vector<WaitingItem> &items);
    void place();
    void go(const QModelIndex &index);

    const Clock &m_clock;
    std::function<Actor()> m_actor;
    Navigator &m_navigator;
    Card *m_panel;
    ErrorBanner *m_error;
    Label *m_nothing;
    DataTable *m_list;
    WaitingModel m_model;
    SnapshotFeed<std::vector<WaitingItem>> *m_feed;
    QPointer<QWidget> m_before;
};

} // namespace humdrum
