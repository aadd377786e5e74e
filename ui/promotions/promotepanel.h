// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "promotion/desk.h"
#include "ui/shell/snapshotfeed.h"

#include <QFrame>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace humdrum {

class DataTable;
class ErrorBanner;
class Label;
class Meter;
class StatusChip;
struct PageServices;

/// Asks once before something is promoted or rolled back, saying exactly what will happen, and then shows it happening:
/// steps, live log, cancel, roll back. Never blocks: it is a panel of its page, not a dialog.
class PromotePanel final : public QFrame {
    Q_OBJECT
public:
    explicit PromotePanel(const PageServices &services, QWidget *parent = nullptr);

    /// Plans `ask` (its actor is filled in here) and shows what would happen.
    void ask(const PromotionAsk &ask, const QString &environmentName);
    /// Shows the promotions of the click that `promotion` belongs to.
    void watch(PromotionId promotion);
    void closePanel();

    [[nodiscard]] const std::optional<PromotionPlan> &plan() const { return m_plan; }
    [[nodiscard]] bool isWatching() const { return m_watched.isValid(); }

Q_SIGNALS:
    void closed();
    void queued(const std::vector<humdrum::Promotion> &promotions);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *buildQuestion();
    QWidget *buildLive();
    void replan();
    void showPlan(const PromotionPlan &plan);
    void addItem(const PlannedPromotion &item);
    void addGate(const GateOutcome &gate, QVBoxLayout *box);
    void confirm();
    void showGroup(const GroupOverview &group);
    void loadLog();
    void appendLog(const QList<LogLine> &lines);
    void askToStop();
    void stop();
    void rollBack();
    [[nodiscard]] bool needsReason() const;
    void updateConfirm();

    Store &m_store;
    PromotionDesk &m_desk;
    const Clock &m_clock;
    std::function<Actor()> m_actor;

    PromotionAsk m_ask;
    QString m_environmentName;
    std::optional<PromotionPlan> m_plan;
    quint64 m_generation = 0; ///< an answer to an older question is not shown
    bool m_takeFocus = false; ///< the question was just asked
    PromotionId m_watched;
    std::optional<GroupOverview> m_group;
    StepsModel *m_stepsModel;
    SnapshotFeed<GroupOverview> *m_feed;

    QStackedLayout *m_stack;
    QPushButton *m_close;
    Label *m_title;
    ErrorBanner *m_error;
    // the question
    Label *m_says = nullptr;
    QWidget *m_items = nullptr;
    QVBoxLayout *m_itemsLayout = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_confirm = nullptr;
    // the answer
    StatusChip *m_state = nullptr;
    Meter *m_progress = nullptr;
    Label *m_message = nullptr;
    DataTable *m_steps = nullptr;
    QPlainTextEdit *m_log = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_rollBack = nullptr;
    QLineEdit *m_stopReason = nullptr;
    bool m_sure = false;
};

} // namespace humdrum
