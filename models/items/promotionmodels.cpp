// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/promotionmodels.h"

#include "items/wording.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("PromotionModels", text); }

QVariant timestamp(Timestamp t) { return t == noTime ? QVariant() : QVariant(qint64{t.time_since_epoch().count()}); }

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
    return row.serviceName + u' ' + way;
}

QString PromotionsModel::title(int column) const
{
    switch (column) {
    case EnvironmentColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Environment"));
    case WhatColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Promotion"));
    case ReleaseColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Release"));
    case StateColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "State"));
    case ProgressColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Progress"));
    case StepColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Step"));
    case WhoColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Asked by"));
    case WhenColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Since"));
    case TookColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Took"));
    default:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Message"));
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
    case StateColumn:
        return titleOf(row.state);
    case ProgressColumn:
        return isFinished(row.state)
            ? QString()
            : tr(QT_TRANSLATE_NOOP("PromotionModels", "%1 %")).arg(static_cast<int>(row.fraction * 100));
    case StepColumn: {
        const QString tests = wording::tests(row.tests);
        return tests.isEmpty() ? row.step : QString(row.step + u" · " + tests);
    }
    case WhoColumn:
        return row.requestedBy;
    case TookColumn:
        return row.finishedAt > row.startedAt && row.startedAt != noTime ? wording::took(row.finishedAt - row.startedAt)
                                                                         : QString();
    case MessageColumn: {
        QStringList parts;
        if (!row.overrides.isEmpty())
            parts << tr(QT_TRANSLATE_NOOP("PromotionModels", "overridden: %1")).arg(row.overrides.join(u", "_s));
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
        return column == MessageColumn || column == WhoColumn || column == StepColumn ? QVariant(true) : QVariant();
    case MarkRole:
        if (column == StateColumn)
            return static_cast<int>(markOf(row.state));
        return column == ProgressColumn && !isFinished(row.state) ? QVariant(static_cast<int>(Mark::Running))
                                                                  : QVariant();
    case FractionRole:
        return column == ProgressColumn && !isFinished(row.state) ? QVariant(row.fraction) : QVariant();
    case TimestampRole:
        return column == WhenColumn ? timestamp(sinceOf(row)) : QVariant();
    case Qt::ToolTipRole:
        return column == MessageColumn || column == StateColumn ? text(row, MessageColumn) : QVariant();
    default:
        return {};
    }
}

QString GatesModel::title(int column) const
{
    switch (column) {
    case GateColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Gate"));
    case ResultColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Result"));
    case FactsColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Facts"));
    default:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Judged"));
    }
}

QVariant GatesModel::cell(const JudgedGate &gate, int column, int role) const
{
    const QString override = gate.result == GateResult::Overridden
        ? tr(QT_TRANSLATE_NOOP("PromotionModels", "overridden by %1: %2")).arg(gate.overriddenBy, gate.overrideReason)
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
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Deployed"));
    case OutcomeColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Outcome"));
    case FromColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "From"));
    case ForColumn:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Ran for"));
    default:
        return tr(QT_TRANSLATE_NOOP("PromotionModels", "Message"));
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
