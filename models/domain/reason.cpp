// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/reason.h"

#include <QCoreApplication>

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Reason)
};

} // namespace

Result<QString> reasonFrom(const QString &text)
{
    QString reason = text.simplified();
    if (reason.size() <= longestReason)
        return reason;
    return fail(ErrorCode::InvalidInput,
                Text::tr("A reason has at most %1 characters; this one has %2.").arg(longestReason).arg(reason.size()),
                Text::tr("Say it in short, and keep the whole story where it can be referred to."));
}

} // namespace humdrum
