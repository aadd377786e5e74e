// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/pipelineoverview.h"
#include "promotion/desk.h"
#include "ui/shell/snapshotfeed.h"
#include "ui/widgets/sidepanel.h"

class QLineEdit;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace humdrum {

class ActionRegistry;
class ChoiceButton;
class ErrorBanner;
class Label;
class PromotionLive;
class ReadinessBox;
struct PageServices;

/// Asks once before something is promoted or rolled back, saying exactly what will happen, and then shows it happening:
/// steps, live log, cancel, roll back. Never blocks: it is a panel of its page, not a dialog.
class PromotePanel final : public SidePanel {
    Q_OBJECT
public:
    explicit PromotePanel(const PageServices &services, QWidget *parent = nullptr);

    /// Plans `ask` (its actor is filled in here) and shows what would happen.
    void ask(const PromotionAsk &ask, const QString &environmentName);
    /// Shows the promotions of the click that `promotion` belongs to.
    void watch(PromotionId promotion);
    void closePanel() override;

    [[nodiscard]] const std::optional<PromotionPlan> &plan() const { return m_plan; }
    [[nodiscard]] bool isWatching() const { return m_watched.isValid(); }

Q_SIGNALS:
    void queued(const std::vector<humdrum::Promotion> &promotions);

private:
    QWidget *buildQuestion();
    void replan();
    void showPlan(const PromotionPlan &plan);
    void sayWhatWillHappen(const PromotionPlan &plan);
    void addTakenBack(const PlannedPromotion &item, QVBoxLayout *box);
    void addItem(const PlannedPromotion &item);
    void addGate(const GateOutcome &gate, QVBoxLayout *box);
    void confirm();
    void showGroup(const GroupOverview &group);
    void rollBack();
    [[nodiscard]] bool needsReason() const;
    void updateConfirm();

    PromotionDesk &m_desk;
    std::function<Actor()> m_actor;
    ActionRegistry &m_actions;

    PromotionAsk m_ask;
    QString m_environmentName;
    std::optional<PromotionPlan> m_plan;
    quint64 m_generation = 0; ///< an answer to an older question is not shown
    bool m_takeFocus = false; ///< the question was just asked
    PromotionId m_watched;
    std::optional<GroupOverview> m_group;
    SnapshotFeed<GroupOverview> *m_feed;

    QStackedLayout *m_stack;
    ErrorBanner *m_error;
    // the question
    Label *m_says = nullptr;
    QWidget *m_items = nullptr;
    QVBoxLayout *m_itemsLayout = nullptr;
    ReadinessBox *m_readiness = nullptr;
    QLineEdit *m_reason = nullptr;
    ChoiceButton *m_cause = nullptr; ///< of a rollback
    QPushButton *m_confirm = nullptr;
    QPushButton *m_whoAmI = nullptr; ///< while nobody who may promote is said to sit here
    // the answer
    PromotionLive *m_live;
};

} // namespace humdrum
