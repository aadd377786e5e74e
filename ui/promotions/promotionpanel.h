// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "items/promotionmodels.h"
#include "ui/widgets/sidepanel.h"

class QStackedWidget;

namespace humdrum {

class ActionRegistry;
class DataTable;
class DecisionBox;
class ErrorBanner;
class FlowLayout;
class Label;
class PromotionLive;
class SegmentedChoice;
struct PageServices;

/// The chosen promotion: its steps and log, how its gates were judged, what it replaced and brought.
class PromotionPanel final : public SidePanel {
    Q_OBJECT
public:
    /// The page's actions are in the registry already: they are the buttons at the bottom.
    explicit PromotionPanel(const PageServices &services, QWidget *parent = nullptr);

    void setPromotion(const PromotionOverview &promotion);
    /// Nothing, or one that is being read.
    void clear();
    void showError(const Error &error);
    [[nodiscard]] PromotionLive *live() const { return m_live; }
    [[nodiscard]] DecisionBox *decision() const { return m_decision; }
    /// "progress", "gates" or "changes".
    [[nodiscard]] QString part() const;
    void showPart(const QString &part);

Q_SIGNALS:
    /// Another promotion of the same click.
    void promotionChosen(humdrum::PromotionId promotion);

private:
    QWidget *buildGates();
    QWidget *buildChanges();
    void showHead(const PromotionOverview &p);
    void showOverrides(const PromotionOverview &p);
    void showSiblings(const PromotionOverview &p);
    void showDecided(const PromotionOverview &p);
    void showChanges(const PromotionOverview &p);

    const Clock &m_clock;
    std::optional<PromotionOverview> m_shown;
    GatesModel *m_gatesModel;
    MadeDeploymentsModel *m_madeModel;
    ChangesModel *m_gainedModel;
    ChangesModel *m_lostModel;

    ErrorBanner *m_error;
    DecisionBox *m_decision;
    Label *m_facts;
    QWidget *m_overrides;
    QWidget *m_siblings;
    Label *m_decided;
    SegmentedChoice *m_part;
    QStackedWidget *m_parts;
    PromotionLive *m_live;
    DataTable *m_gates = nullptr;
    Label *m_replaced = nullptr;
    DataTable *m_made = nullptr;
    Label *m_madeCaption = nullptr;
    DataTable *m_gained = nullptr;
    Label *m_lostCaption = nullptr;
    DataTable *m_lost = nullptr;
};

} // namespace humdrum
