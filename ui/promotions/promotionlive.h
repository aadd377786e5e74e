// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "promotion/desk.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace humdrum {

class DataTable;
class FlowLayout;
class Label;
class LogView;
class Meter;
class ReasonBox;
class StatusChip;

/// A promotion, or several of one click, as they happen: state, progress, steps, live log, and cancelling with a reason.
class PromotionLive final : public QWidget {
    Q_OBJECT
public:
    PromotionLive(PromotionDesk &desk, std::function<Actor()> actor, QWidget *parent = nullptr);

    /// Forgets what was shown; until show() it says that it is loading.
    void clear();
    void show(const GroupOverview &group);
    [[nodiscard]] LogView *log() const { return m_log; }
    /// Without its own Cancel and Roll back buttons, for a page that has them among its actions.
    void setButtonsVisible(bool visible);
    /// Asks for the reason and then cancels everything that is under way.
    void askToStop();

Q_SIGNALS:
    void rollBackAsked();
    void failed(const humdrum::Error &error);

private:
    void updateButtons();
    void stop(const QString &reason);

    PromotionDesk &m_desk;
    std::function<Actor()> m_actor;
    std::optional<GroupOverview> m_group;
    StepsModel *m_model;
    StatusChip *m_state;
    Meter *m_progress;
    Label *m_message;
    DataTable *m_steps;
    LogView *m_log;
    ReasonBox *m_why;
    QPushButton *m_stop;
    QPushButton *m_rollBack;
    bool m_buttons = true;
};

} // namespace humdrum
