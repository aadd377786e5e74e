// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/promotionmodels.h"

#include "items/wording.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(PromotionModels)
};

QVariant timestamp(Timestamp t) { return t == noTime ? QVariant() : QVariant(qint64{t.time_since_epoch().count()}); }

bool hasProgress(const PromotionRow &row)
{
    return !isFinished(row.state) && row.state != PromotionState::Queued && row.state != PromotionState::AwaitingGate;
}

/// Since when it is as it is.
Timestamp sinceOf(const PromotionRow &row)
{
    return row.finishedAt != noTime ? row.finishedAt : row.startedAt != noTime ? row.startedAt : row.queuedAt;
}

} // namespace

QString PromotionsModel::whatOf(const PromotionRow &row)
{
    const QString way = row.replaces.isEmpty() || row.replaces == row.version
        ? row.version
        : QString(row.replaces + u" → " + row.version);
    // Whatever columns there is room for, one way must not be taken for the other.
    return (row.kind == PromotionKind::Rollback ? u"↩ "_s : QString()) + row.serviceName + u' ' + way;
}

QString PromotionsModel::title(int column) const
{
    switch (column) {
    case EnvironmentColumn:
        return Text::tr("Environment");
    case WhatColumn:
        return Text::tr("Promotion");
    case ReleaseColumn:
        return Text::tr("Release");
    case StateColumn:
        return Text::tr("State");
    case ProgressColumn:
        return Text::tr("Progress");
    case WhoColumn:
        return Text::tr("Asked by");
    case WhenColumn:
        return Text::tr("Since");
    case TookColumn:
        return Text::tr("Took");
    default:
        return Text::tr("Message");
    }
}

QVariant PromotionsModel::text(const PromotionRow &row, int column)
{
    switch (column) {
    case EnvironmentColumn:
        return row.environmentName;
    case WhatColumn:
        return whatOf(row);
    case ReleaseColumn:
        return row.kind == PromotionKind::Rollback ? titleOf(row.kind) : row.release;
    case StateColumn: {
        // What it does says more than that it does something.
        const QString tests = wording::tests(row.tests);
        if (row.interrupted)
            return Text::tr("interrupted");
        if (row.needsDecision)
            return Text::tr("%1 · decide").arg(titleOf(row.state));
        return row.step.isEmpty() ? titleOf(row.state)
            : tests.isEmpty()     ? row.step
                                  : QString(row.step + u" · " + tests);
    }
    case ProgressColumn:
        return !hasProgress(row) ? QString() : Text::tr("%1 %").arg(static_cast<int>(row.fraction * 100));
    case WhoColumn:
        return row.requestedBy;
    case TookColumn:
        return row.finishedAt > row.startedAt && row.startedAt != noTime ? wording::took(row.finishedAt - row.startedAt)
                                                                         : QString();
    case MessageColumn: {
        QStringList parts;
        if (!row.overrides.isEmpty())
            parts << Text::tr("overridden: %1").arg(row.overrides.join(u", "_s));
        if (!row.message.isEmpty())
            parts << row.message;
        return parts.join(u" · "_s);
    }
    default:
        return {};
    }
}

QVariant PromotionsModel::cell(const PromotionRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case SubjectRole:
        return u"promotion:%1"_s.arg(row.id.value);
    case StrongRole:
        return column == WhatColumn ? QVariant(true) : QVariant();
    case MonospaceRole:
        return column == TookColumn ? QVariant(true) : QVariant();
    case MutedRole:
        return column == MessageColumn || column == WhoColumn ? QVariant(true) : QVariant();
    case MarkRole:
        if (column == StateColumn)
            return static_cast<int>(row.interrupted || row.undecided || row.needsDecision ? Mark::Attention
                                                                                          : markOf(row.state));
        return column == ProgressColumn && hasProgress(row) ? QVariant(static_cast<int>(Mark::Running)) : QVariant();
    case FractionRole:
        return column == ProgressColumn && hasProgress(row) ? QVariant(row.fraction) : QVariant();
    case DetailRole:
        if (column == WhatColumn && row.state == PromotionState::AwaitingGate)
            return row.message;
        // Of what goes on one wants to know at once who to ask.
        return column == WhatColumn && !isFinished(row.state)
            ? QVariant(row.release.isEmpty() ? row.requestedBy : QString(row.release + u" · " + row.requestedBy))
            : QVariant();
    case BriefRole:
        // What came matters more than what was there before.
        return column == WhatColumn ? QVariant(QString(row.serviceName + u' ' + row.version)) : QVariant();
    case TimestampRole:
        return column == WhenColumn ? timestamp(sinceOf(row)) : QVariant();
    case Qt::ToolTipRole:
        if (column == StateColumn && row.undecided)
            return Text::tr("Queued, waits for a %1").arg(row.step);
        if (column == StateColumn)
            return row.message.isEmpty() ? titleOf(row.state) : QString(titleOf(row.state) + u": " + row.message);
        if (column == WhatColumn && row.kind == PromotionKind::Rollback)
            return Text::tr("Rolled back: %1").arg(whatOf(row));
        return column == MessageColumn ? text(row, MessageColumn) : QVariant();
    case Qt::AccessibleTextRole:
        return column == WhatColumn && row.kind == PromotionKind::Rollback
            ? QVariant(titleOf(row.kind) + u": "_s + whatOf(row).mid(2))
            : QVariant();
    default:
        return {};
    }
}

QString HoldsModel::title(int column) const
{
    switch (column) {
    case ServiceColumn:
        return Text::tr("Service");
    case EnvironmentColumn:
        return Text::tr("Environment");
    case SinceColumn:
        return Text::tr("Since");
    case ByColumn:
        return Text::tr("Held by");
    default:
        return Text::tr("Reason");
    }
}

QVariant HoldsModel::cell(const HoldRow &hold, int column, int role) const
{
    if (role == SubjectRole)
        return u"hold:%1"_s.arg(hold.id.value);
    switch (column) {
    case ServiceColumn:
        if (role == MarkRole)
            return static_cast<int>(Mark::Attention);
        return role == Qt::DisplayRole ? QVariant(hold.serviceName) : QVariant();
    case EnvironmentColumn:
        return role == Qt::DisplayRole ? QVariant(hold.environmentName) : QVariant();
    case SinceColumn:
        return role == TimestampRole ? timestamp(hold.since) : QVariant();
    case ByColumn:
        return role == Qt::DisplayRole ? QVariant(hold.by) : QVariant();
    default:
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(hold.reason) : QVariant();
    }
}

QString GatesModel::title(int column) const
{
    switch (column) {
    case GateColumn:
        return Text::tr("Gate");
    case ResultColumn:
        return Text::tr("Result");
    case FactsColumn:
        return Text::tr("Facts");
    default:
        return Text::tr("Judged");
    }
}

QVariant GatesModel::cell(const JudgedGate &gate, int column, int role) const
{
    const QString override = gate.result == GateResult::Overridden
        ? Text::tr("overridden by %1: %2").arg(gate.overriddenBy, gate.overrideReason)
        : QString();
    switch (column) {
    case GateColumn:
        return role == Qt::DisplayRole ? QVariant(titleOf(gate.kind)) : QVariant();
    case ResultColumn:
        if (role == Qt::DisplayRole)
            return titleOf(gate.result);
        return role == MarkRole ? QVariant(static_cast<int>(markOf(gate.result))) : QVariant();
    case FactsColumn:
        if (role == Qt::DisplayRole)
            return gate.text;
        if (role == DetailRole && !override.isEmpty())
            return override;
        if (role == Qt::ToolTipRole)
            return override.isEmpty() ? gate.text : QString(gate.text + u'\n' + override);
        return {};
    default:
        return role == TimestampRole ? timestamp(gate.checkedAt) : QVariant();
    }
}

QString MadeDeploymentsModel::title(int column) const
{
    switch (column) {
    case VersionColumn:
        return Text::tr("Deployed");
    case OutcomeColumn:
        return Text::tr("Outcome");
    case FromColumn:
        return Text::tr("From");
    case ForColumn:
        return Text::tr("Ran for");
    default:
        return Text::tr("Message");
    }
}

QVariant MadeDeploymentsModel::cell(const MadeDeployment &deployment, int column, int role) const
{
    switch (column) {
    case VersionColumn:
        if (role == Qt::DisplayRole)
            return deployment.version;
        return role == MonospaceRole ? QVariant(true) : QVariant();
    case OutcomeColumn:
        if (role == Qt::DisplayRole)
            return titleOf(deployment.outcome);
        return role == MarkRole ? QVariant(static_cast<int>(markOf(deployment.outcome))) : QVariant();
    case FromColumn:
        return role == TimestampRole ? timestamp(deployment.from) : QVariant();
    case ForColumn:
        return role == Qt::DisplayRole && deployment.to > deployment.from
            ? QVariant(wording::took(deployment.to - deployment.from))
            : QVariant();
    default:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return deployment.message;
        return role == MutedRole ? QVariant(true) : QVariant();
    }
}

} // namespace humdrum
