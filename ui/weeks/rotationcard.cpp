// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/rotationcard.h"

#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"

#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

RotationCard::RotationCard(QWidget *parent) : Card(tr("Deployer rotation"), parent), m_flow(new FlowLayout(nullptr, 6))
{
    body()->addLayout(m_flow);
}

void RotationCard::show(const std::vector<RotationTurn> &turns)
{
    m_flow->clear();
    const QLocale locale;
    QStringList away;
    for (const RotationTurn &turn : turns) {
        const QString who = turn.initials.isEmpty() ? tr("nobody") : turn.initials;
        const Mark mark = turn.away || turn.initials.isEmpty() ? Mark::Attention
            : turn.next                                        ? Mark::Running
                                                               : Mark::Waiting;
        auto *chip = new StatusChip(mark, tr("W%1 %2").arg(turn.isoWeek, 2, 10, QChar(u'0')).arg(who), this);
        chip->setMarkVisible(mark == Mark::Attention);
        chip->setToolTip(turn.backupInitials.isEmpty() ? turn.name
                                                       : tr("%1, backup %2").arg(turn.name, turn.backupInitials));
        m_flow->addWidget(chip);
        if (!turn.away)
            continue;
        const QString from = locale.toString(turn.awayFrom, u"d MMM"_s), to = locale.toString(turn.awayTo, u"d MMM"_s);
        away << (turn.substituteInitials.isEmpty()
                     ? tr("%1 is away %2–%3: nobody in the rotation is free").arg(turn.initials, from, to)
                     : tr("%1 is away %2–%3: swap with %4?").arg(turn.initials, from, to, turn.substituteInitials));
    }
    if (turns.empty())
        m_flow->addWidget(new Label(tr("No trains are planned."), TextRole::Muted, this));
    if (!away.isEmpty())
        m_flow->addWidget(new Label(u"· "_s + away.join(u"; "_s), TextRole::Muted, this));
}

} // namespace humdrum
