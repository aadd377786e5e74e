// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/promotionmodels.h"
#include "ui/shell/page.h"
#include "ui/widgets/card.h"

namespace humdrum {

class DataTable;
class ErrorBanner;
class ReasonBox;

/// What is held, since when, by whom and why. Has the action "promotions.lift", which lifts the chosen one for a reason.
/// Hidden while nothing is held.
class HoldsCard final : public Card {
    Q_OBJECT
public:
    explicit HoldsCard(const PageServices &services, QWidget *parent = nullptr);

    void show(const PromotionsOverview &list);
    [[nodiscard]] DataTable *table() const { return m_table; }

private:
    [[nodiscard]] const HoldRow *chosen() const;
    void ask();
    void lift(const QString &reason);
    void showRights();

    PageServices m_services;
    HoldsModel *m_model;
    DataTable *m_table;
    ReasonBox *m_reason;
    ErrorBanner *m_error;
    Permission m_mayLift;
    HoldId m_lifting;
};

} // namespace humdrum
