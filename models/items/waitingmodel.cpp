// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/waitingmodel.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(WaitingModel)
};

} // namespace

QString WaitingModel::title(int column) const
{
    switch (column) {
    case KindColumn:
        return Text::tr("To do");
    case WhatColumn:
        return Text::tr("What");
    case WhenColumn:
        return Text::tr("When");
    default:
        return {};
    }
}

QVariant WaitingModel::cell(const WaitingItem &item, int column, int role) const
{
    if (role == SubjectRole)
        return item.subject;
    switch (column) {
    case KindColumn:
        if (role == Qt::DisplayRole)
            return titleOf(item.kind);
        return role == MarkRole ? QVariant(static_cast<int>(item.mark)) : QVariant();
    case WhatColumn:
        if (role == Qt::DisplayRole)
            return item.title;
        return role == DetailRole || role == Qt::ToolTipRole ? QVariant(item.why) : QVariant();
    case WhenColumn:
        if (role == TimestampRole && item.since != noTime)
            return qint64{item.since.time_since_epoch().count()};
        return {};
    default:
        return {};
    }
}

} // namespace humdrum
