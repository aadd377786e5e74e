// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/promotionsoverview.h"
#include "ui/shell/page.h"

#include <QFrame>

namespace humdrum {

class ErrorBanner;
class Label;
class ReasonBox;
struct DecisionOutcome;

/// "A decision is needed": what happened, and the four answers, each confirmed once with exactly what will come of it. Its
/// actions ("promotions.retry" …) are in the registry from its making on.
class DecisionBox final : public QFrame {
    Q_OBJECT
public:
    explicit DecisionBox(const PageServices &services, QWidget *parent = nullptr);

    /// Shows itself where something has to be decided about it.
    void show(const PromotionOverview &promotion);
    void clear();
    /// For tests: the confirmation.
    [[nodiscard]] ReasonBox *confirmation() const { return m_confirm; }

Q_SIGNALS:
    /// The confirmation opened or closed.
    void asking(bool open);
    /// What goes on because of it; none when nothing does.
    void decided(humdrum::PromotionId next);

private:
    void addActions();
    void plan();
    void showChoices();
    void ask(DecisionChoice choice);
    void decide(const QString &reason);
    void tellDecision(const Result<DecisionOutcome> &outcome);

    PageServices m_services;
    std::optional<PendingDecision> m_pending;
    std::optional<DecisionPlan> m_plan; ///< of m_pending; none while it is being made
    Permission m_mayPromote;
    DecisionChoice m_choice = DecisionChoice::Retry;
    bool m_planning = false, m_planAgain = false;

    Label *m_what;
    Label *m_facts;
    QWidget *m_buttons;
    ReasonBox *m_confirm;
    ErrorBanner *m_error;
};

} // namespace humdrum
