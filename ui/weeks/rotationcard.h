// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/weeksoverview.h"
#include "ui/widgets/card.h"

namespace humdrum {

class FlowLayout;

/// Who drives the next trains, and who is away when theirs leaves.
class RotationCard final : public Card {
    Q_OBJECT
public:
    explicit RotationCard(QWidget *parent = nullptr);
    void show(const std::vector<RotationTurn> &turns);

private:
    FlowLayout *m_flow;
};

} // namespace humdrum
