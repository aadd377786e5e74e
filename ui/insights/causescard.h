// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/insights.h"
#include "ui/widgets/card.h"

namespace humdrum {

class FlowLayout;

/// What failed while deploying or in the smoke test after it, a chip for each cause; each opens what is behind it.
class CausesCard final : public Card {
    Q_OBJECT
public:
    explicit CausesCard(QWidget *parent = nullptr);
    void show(const InsightsOverview &overview);

Q_SIGNALS:
    void asked(const humdrum::InsightRowsAsk &rows, const QString &title);

private:
    FlowLayout *m_flow;
    std::optional<std::vector<CauseCount>> m_causes; ///< as shown
    QString m_finding;
};

} // namespace humdrum
