// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/secretsmodel.h"

#include "domain/states.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(SecretsModel)
};

QString state(const ListedSecret &row)
{
    if (!row.known)
        return Text::tr("missing");
    switch (row.known->place) {
    case SecretPlace::Keychain:
        return Text::tr("in the keychain");
    case SecretPlace::File:
        return Text::tr("in the file");
    case SecretPlace::Command:
        break;
    }
    return Text::tr("printed by a program");
}

QString usedBy(const ListedSecret &row)
{
    QStringList uses;
    for (const SecretUse &use : row.uses)
        uses << Text::tr("%1 as %2").arg(use.where, use.variable);
    return uses.isEmpty() ? Text::tr("no command") : uses.join(u", "_s);
}

} // namespace

QString SecretsModel::title(int column) const
{
    switch (column) {
    case NameColumn:
        return Text::tr("Secret");
    case StateColumn:
        return Text::tr("Kept");
    default:
        return Text::tr("Used by");
    }
}

QVariant SecretsModel::cell(const ListedSecret &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == NameColumn ? row.name : column == StateColumn ? state(row) : usedBy(row);
    case Qt::ToolTipRole:
        if (column == StateColumn && row.known && row.known->place == SecretPlace::Command)
            return row.known->command.join(u' ');
        return column == UsedByColumn ? usedBy(row).replace(u", "_s, u"\n"_s) : QString();
    case SubjectRole:
        return QString(u"secret:"_s + row.name);
    case MonospaceRole:
        return column == NameColumn;
    case MutedRole:
        return column == UsedByColumn;
    case MarkRole:
        // A secret that no command asks for may well be missing; one that is asked for is somebody's to keep.
        return column == StateColumn ? QVariant(static_cast<int>(row.known ? Mark::Passed : Mark::Attention))
                                     : QVariant();
    default:
        return {};
    }
}

} // namespace humdrum
